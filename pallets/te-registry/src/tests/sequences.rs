// SPDX-License-Identifier: Apache-2.0

//! Random calls by random accounts.

use super::*;
use frame_support::storage::with_storage_layer;
use proptest::{collection::vec, prelude::*, sample::select};
use sp_runtime::traits::Dispatchable;

fn call() -> impl Strategy<Value = (AccountId, Call<Test>)> {
	let account = || 1_u64..6;
	let node = || 0_u32..8;
	let data = || {
		let limit = select(vec![0, 1, MAX_ORDER, MAX_ORDER + 1]);
		let batteries = [0, 2_000, 2_001].map(|capacity| Some(Battery { capacity, ..BATTERY }));
		let battery = select([&batteries[..], &[None; 3]].concat());
		(any::<bool>(), any::<bool>(), any::<bool>(), limit, battery).prop_map(
			|(consumer, storage, utility, generation, battery)| NodeData {
				roles: Roles { consumer, storage, utility, ..Default::default() },
				limits: EnergyLimits { generation, consumption: 1 },
				battery,
				..prosumer()
			},
		)
	};
	let call = prop_oneof![
		4 => (data(), 0_u64..4).prop_map(|(data, nonce)| Call::apply { data, nonce }),
		1 => select(vec![0, 1, 33]).prop_map(|bits| Call::set_application_work { bits }),
		1 => Just(Call::withdraw_application {}),
		4 => (account(), data()).prop_map(|(account, data)| Call::approve { account, data }),
		1 => account().prop_map(|account| Call::reject { account, reason: reason() }),
		2 => (account(), data()).prop_map(|(account, data)| Call::admit { account, data }),
		1 => (node(), data()).prop_map(|(node, data)| Call::change { node, data }),
		1 => node().prop_map(|node| Call::suspend { node, reason: reason() }),
		1 => node().prop_map(|node| Call::resume { node }),
		3 => account().prop_map(|to| Call::offer_handover { to }),
		3 => node().prop_map(|node| Call::accept_handover { node }),
		1 => (node(), account()).prop_map(|(node, to)| Call::replace_account { node, to }),
		2 => node().prop_map(|node| Call::remove { node }),
		1 => node().prop_map(|node| Call::record_violation { node, kind: ViolationKind::Silence }),
	];
	// The operator often, so that things happen.
	(prop_oneof![Just(OPERATOR), account()], call)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(300))]

	#[test]
	fn the_state_stays_sound_and_every_deposit_has_its_owner(calls in vec(call(), 1..60)) {
		run(|| {
			for (account, call) in calls {
				let call = RuntimeCall::from(call);
				let _ = with_storage_layer(|| {
					call.dispatch(Origin::signed(account)).map_err(|error| error.error)
				});
				Registry::do_try_state().unwrap();
				for account in 1..6 {
					let application = Applications::<Test>::get(account).map(|row| row.deposit);
					let node = Registry::node_of(account).and_then(|(_, row)| row.deposit);
					let deposits = application.iter().chain(&node).count() as u64;
					assert_eq!(held(account), deposits * DEPOSIT);
				}
			}
		});
	}
}
