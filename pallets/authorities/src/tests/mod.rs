// SPDX-License-Identifier: Apache-2.0

mod identity;
mod reports;
mod sequences;
mod try_state;

use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use gridmerit_energy::{Interval, MeterIndex, NodeIndex};
use gridmerit_pallet_support::{GridRole, MeterRevocation as _, Name, Words};
use sp_runtime::{DispatchError, TokenError, traits::Dispatchable};

// The pallet, not its storage of the same name.
use crate::{
	Authorities as Published, AuthorityKind, Call, Error, Event, ReportCount, ReportOf, Reports,
	WeightInfo, mock::*,
};

type Origin = RuntimeOrigin;

/// A meter of Alice.
const METER: MeterIndex = 7;

fn operator() -> Origin {
	Origin::signed(OPERATOR)
}

/// The account that acts for a node signs.
fn by(node: NodeIndex) -> Origin {
	Origin::signed(account_of(node))
}

fn stranger() -> Origin {
	Origin::signed(STRANGER)
}

fn held(account: AccountId) -> u64 {
	Balances::total_balance_on_hold(&account)
}

fn name(name: &str) -> Name {
	name.as_bytes().to_vec().try_into().unwrap()
}

fn words() -> Words {
	b"because".to_vec().try_into().unwrap()
}

/// Meters 7 of Alice, 8 of Bob and 9 of nobody.
fn meters() {
	for (meter, node) in [(METER, Some(ALICE)), (8, Some(BOB)), (9, None)] {
		Bindings::insert(meter, node);
	}
}

/// An authority, trusted or not.
fn authority(account: AccountId, trusted: bool) {
	let kind = AuthorityKind::Police;
	assert_ok!(Authorities::publish(Origin::signed(account), kind, name("police")));
	if trusted {
		assert_ok!(Authorities::trust(operator(), account, true));
	}
}

fn report(account: AccountId, meter: MeterIndex, since: Interval) {
	assert_ok!(Authorities::report_meter(Origin::signed(account), meter, since, words()));
}

fn report_by(account: AccountId, meter: MeterIndex) -> ReportOf<Test> {
	Reports::<Test>::get(meter, account).unwrap()
}

/// The pallet's events so far, which are forgotten.
fn events() -> Vec<Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Authorities(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

fn last_event() -> Event<Test> {
	events().pop().unwrap()
}

/// All calls.
fn calls() -> Vec<(Call<Test>, &'static str)> {
	vec![
		(Call::publish { kind: AuthorityKind::Other, name: name("") }, "signed"),
		(Call::withdraw {}, "signed"),
		(Call::trust { authority: STRANGER, trusted: true }, "operator"),
		(Call::report_meter { meter: 0, since: 0, reason: words() }, "signed"),
		(Call::challenge_report { meter: 0, authority: 3, statement: words() }, "signed"),
		(Call::lift_report { meter: 0, authority: 3 }, "either"),
	]
}

#[test]
fn every_call_knows_who_may_send_it() {
	use codec::Encode;
	run(|| {
		for (index, (call, who)) in calls().into_iter().enumerate() {
			assert_eq!(call.encode()[0], index as u8);
			let not = match who {
				"operator" => vec![Origin::none(), stranger()],
				"signed" => vec![Origin::none(), Origin::root()],
				_ => vec![Origin::none()],
			};
			for origin in not {
				assert_noop!(
					RuntimeCall::from(call.clone()).dispatch(origin).map_err(|error| error.error),
					DispatchError::BadOrigin
				);
			}
		}
	});
}
