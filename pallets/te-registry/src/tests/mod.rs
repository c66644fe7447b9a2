// SPDX-License-Identifier: Apache-2.0

mod applications;
mod batteries;
mod handover;
mod nodes;
mod references;
mod sequences;
mod try_state;
mod work;

use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use gridmerit_energy::{Battery, EnergyLimits, MAX_ORDER, NodeIndex, PPM, Roles};
use gridmerit_pallet_support::{NodeReferences, TeNodes, ViolationKind, Words};
use sp_core::H256;
use sp_runtime::{DispatchError, TokenError, traits::Dispatchable};

use crate::{mock::*, *};

type Origin = RuntimeOrigin;

fn operator() -> Origin {
	Origin::signed(OPERATOR)
}

fn reason() -> Words {
	b"because".to_vec().try_into().unwrap()
}

fn held(account: AccountId) -> u64 {
	Balances::total_balance_on_hold(&account)
}

/// Admits `account` on its application: the node's index.
fn applied_and_approved(account: AccountId) -> NodeIndex {
	assert_ok!(Registry::apply(Origin::signed(account), prosumer(), 0));
	assert_ok!(Registry::approve(operator(), account, prosumer()));
	IndexOf::<Test>::get(account).unwrap()
}

fn last_event() -> Event<Test> {
	match System::events().pop().unwrap().event {
		RuntimeEvent::Registry(event) => event,
		other => panic!("{other:?}"),
	}
}

/// Data that no node may have, and why.
fn unsound() -> [(NodeData, Error<Test>); 6] {
	let limits = |generation, consumption| NodeData {
		limits: EnergyLimits { generation, consumption },
		..prosumer()
	};
	[
		(NodeData { roles: Roles::default(), ..prosumer() }, Error::NoRole),
		(limits(MAX_ORDER + 1, 0), Error::LimitTooHigh),
		(limits(0, u64::MAX), Error::LimitTooHigh),
		(NodeData { battery: None, ..storage() }, Error::BatteryMissing),
		(NodeData { battery: Some(BATTERY), ..prosumer() }, Error::BatteryNotAlone),
		(
			NodeData { battery: Some(Battery { capacity: 0, ..BATTERY }), ..storage() },
			Error::BatteryInvalid,
		),
	]
}

/// Nobody but the operator gets past the origin check of these calls.
#[test]
fn only_the_operator_decides() {
	run(|| {
		let node = applied_and_approved(2);
		assert_ok!(Registry::apply(Origin::signed(3), prosumer(), 0));
		let calls: Vec<RuntimeCall> = vec![
			Call::approve { account: 3, data: prosumer() }.into(),
			Call::reject { account: 3, reason: reason() }.into(),
			Call::admit { account: 4, data: prosumer() }.into(),
			Call::change { node, data: prosumer() }.into(),
			Call::suspend { node, reason: reason() }.into(),
			Call::resume { node }.into(),
			Call::replace_account { node, to: 4 }.into(),
			Call::remove { node }.into(),
			Call::record_violation { node, kind: ViolationKind::Silence }.into(),
			Call::set_application_work { bits: 1 }.into(),
		];
		for call in calls {
			for origin in [Origin::signed(2), Origin::signed(3), Origin::none()] {
				assert_noop!(
					call.clone().dispatch(origin).map_err(|error| error.error),
					DispatchError::BadOrigin
				);
			}
		}
		// And nobody at all may sign for others.
		for call in [
			RuntimeCall::from(Call::apply { data: prosumer(), nonce: 0 }),
			Call::withdraw_application {}.into(),
			Call::offer_handover { to: 5 }.into(),
			Call::accept_handover { node }.into(),
		] {
			for origin in [Origin::none(), Origin::root()] {
				assert_noop!(
					call.clone().dispatch(origin).map_err(|error| error.error),
					DispatchError::BadOrigin
				);
			}
		}
	});
}
