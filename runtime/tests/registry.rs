// SPDX-License-Identifier: Apache-2.0

//! Who takes part in the market, on the whole chain.

mod support;

use frame_support::{
	pallet_prelude::DispatchError,
	traits::{InstanceFilter, fungible::InspectHold},
};
use gridmerit_energy::{EnergyLimits, Roles, SourceKind};
use gridmerit_runtime::{
	Balances, Runtime, RuntimeCall, System, TeRegistry,
	configs::{accounts::ProxyType, market::NodeDepositReason},
	units::{CENT, MILLIUNIT},
};
use pallet_te_registry::{Call, Event, NodeData};
use sp_core::H256;
use sp_keyring::Sr25519Keyring::{Alice, AliceStash as Newcomer};
use support::{FIRST_SLOT, build_block, on_chain, signed};

fn prosumer() -> NodeData {
	NodeData {
		customer: H256::repeat_byte(7),
		roles: Roles { prosumer: true, ..Default::default() },
		bus: 18,
		limits: EnergyLimits { generation: 5_000, consumption: 10_000 },
		source: SourceKind::Solar,
		battery: None,
	}
}

fn apply() -> RuntimeCall {
	Call::apply { data: prosumer() }.into()
}

fn sudo(call: impl Into<RuntimeCall>) -> RuntimeCall {
	pallet_sudo::Call::sudo { call: Box::new(call.into()) }.into()
}

/// What the registry has said in this block.
fn events() -> Vec<Event<Runtime>> {
	System::events().into_iter().filter_map(|record| record.event.try_into().ok()).collect()
}

#[test]
fn who_applies_is_admitted_by_the_operator_and_gets_its_deposit_back() {
	on_chain("development", || {
		// Five nodes are there from the start.
		let (account, data) = (Newcomer.to_account_id(), prosumer());
		let held = || Balances::balance_on_hold(&NodeDepositReason::get(), &account);

		let results = build_block(FIRST_SLOT, vec![signed(Newcomer, 0, apply())]);
		assert_eq!(results, [Ok(Ok(()))]);
		assert_eq!(events(), [Event::Applied { account: account.clone(), data }]);
		let deposit = held();
		// An item and a few hundred bytes.
		assert!((CENT..CENT + 5 * MILLIUNIT).contains(&deposit), "{deposit}");

		let approve = sudo(Call::approve { account: account.clone(), data });
		let results = build_block(FIRST_SLOT + 1, vec![signed(Newcomer, 1, approve.clone())]);
		assert_eq!(results, [Ok(Err(pallet_sudo::Error::<Runtime>::RequireSudo.into()))]);
		assert!(TeRegistry::node_of(account.clone()).is_none());
		// Sudo says in an event what became of the call, so the events and the state count.
		build_block(FIRST_SLOT + 2, vec![signed(Alice, 0, approve)]);
		assert_eq!(events(), [Event::NodeAdmitted { node: 5, account: account.clone(), data }]);
		assert_eq!(TeRegistry::node_of(account.clone()).map(|(node, _)| node), Some(5));
		assert_eq!(held(), deposit);

		build_block(FIRST_SLOT + 3, vec![signed(Alice, 1, sudo(Call::remove { node: 5 }))]);
		assert_eq!(events(), [Event::NodeRemoved { node: 5, account: account.clone() }]);
		assert_eq!(held(), 0);
	});
}

#[test]
fn a_participant_cannot_call_as_the_operator() {
	on_chain("development", || {
		let admit = Call::admit { account: Newcomer.to_account_id(), data: prosumer() };
		let results = build_block(FIRST_SLOT, vec![signed(Newcomer, 0, admit.into())]);
		assert_eq!(results, [Ok(Err(DispatchError::BadOrigin))]);
	});
}

#[test]
fn an_agent_neither_applies_nor_gives_a_node_away() {
	let offer: RuntimeCall = Call::offer_handover { to: Alice.to_account_id() }.into();
	for call in [apply(), offer] {
		assert!(ProxyType::Any.filter(&call));
		assert!(!ProxyType::NonTransfer.filter(&call));
		assert!(!ProxyType::CancelProxy.filter(&call));
	}
}
