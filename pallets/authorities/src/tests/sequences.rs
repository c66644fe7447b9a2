// SPDX-License-Identifier: Apache-2.0

//! Random calls by random accounts.

use super::*;
use frame_support::storage::with_storage_layer;
use proptest::{collection::vec, prelude::*};
use sp_runtime::StateVersion;

fn step() -> impl Strategy<Value = (AccountId, Call<Test>)> {
	let meter = || METER..METER + 4;
	let authority = || 3..6_u64;
	let since = || NOW - 10..NOW + 2;
	let call = prop_oneof![
		3 => Just(Call::publish { kind: AuthorityKind::Other, name: name("x") }),
		1 => Just(Call::withdraw {}),
		4 => (meter(), since())
			.prop_map(|(meter, since)| Call::report_meter { meter, since, reason: words() }),
		1 => (meter(), authority()).prop_map(|(meter, authority)| Call::challenge_report {
			meter,
			authority,
			statement: words()
		}),
		3 => (meter(), authority())
			.prop_map(|(meter, authority)| Call::lift_report { meter, authority }),
	];
	let trust = (authority(), any::<bool>())
		.prop_map(|(authority, trusted)| Call::trust { authority, trusted });
	let account = prop_oneof![
		6 => authority(),
		1 => (0..NOBODY).prop_map(account_of),
		1 => Just(OPERATOR),
		1 => Just(STRANGER)
	];
	prop_oneof![5 => (account, call), 1 => trust.prop_map(|call| (OPERATOR, call))]
}

/// Deposits are what is held.
fn check() {
	Authorities::do_try_state().unwrap();
	for account in 1..6 {
		let own = u64::from(Published::<Test>::contains_key(account));
		let reports = u64::from(ReportCount::<Test>::get(account));
		assert_eq!(held(account), (own + reports) * DEPOSIT);
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(300))]

	#[test]
	fn the_state_stays_sound(steps in vec(step(), 1..60)) {
		run(|| {
			meters();
			for (account, call) in steps {
				let root = sp_io::storage::root(StateVersion::V1);
				let call = RuntimeCall::from(call);
				let done = with_storage_layer(|| {
					call.dispatch(Origin::signed(account)).map_err(|error| error.error)
				});
				if done.is_err() {
					assert_eq!(sp_io::storage::root(StateVersion::V1), root);
				}
				check();
			}
		});
	}
}
