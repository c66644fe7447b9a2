// SPDX-License-Identifier: Apache-2.0

//! Who takes part in the market, on the whole chain.

mod support;

use frame_support::{
	assert_noop, assert_ok,
	pallet_prelude::DispatchError,
	storage::{TransactionOutcome, with_transaction},
	traits::{Get, InstanceFilter, fungible::InspectHold},
};
use gridmerit_energy::{EnergyLimits, NodeIndex, Roles, SourceKind};
use gridmerit_pallet_support::NodeReferences;
use gridmerit_runtime::{
	Balances, ForwardMarket, Ledger, MeterAttestation, Runtime, RuntimeCall, RuntimeOrigin, System,
	TeRegistry,
	configs::{accounts::ProxyType, market::NodeDepositReason},
	units::{CENT, MILLIUNIT, UNIT},
};
use gridmerit_trust::{Search, Work};
use pallet_forward_market::{IntervalTerms, MarketRules, Profile, Rules};
use pallet_te_registry::{Call, Error, Event, NodeData, References};
use sp_core::H256;
use sp_io::hashing::blake2_256;
use sp_keyring::Sr25519Keyring::{Alice, AliceStash as Newcomer, Bob, Eve, Ferdie};
use support::{
	FIRST_SLOT, build_block,
	market::{INTERVAL_SLOTS, demand, gate_slot, node, origin, round, send},
	on_chain, references,
	settling::{dispute_window, pass},
	signed,
};

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
	apply_with(0)
}

fn apply_with(nonce: u64) -> RuntimeCall {
	Call::apply { data: prosumer(), nonce }.into()
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
		// Six nodes are there from the start.
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
		assert_eq!(events(), [Event::NodeAdmitted { node: 6, account: account.clone(), data }]);
		assert_eq!(TeRegistry::node_of(account.clone()).map(|(node, _)| node), Some(6));
		assert_eq!(held(), deposit);

		build_block(FIRST_SLOT + 3, vec![signed(Alice, 1, sudo(Call::remove { node: 6 }))]);
		assert_eq!(events(), [Event::NodeRemoved { node: 6, account: account.clone() }]);
		assert_eq!(held(), 0);
	});
}

#[test]
fn who_applies_works_for_it_if_the_operator_asks() {
	on_chain("development", || {
		let account = Newcomer.to_account_id();
		let held = || Balances::balance_on_hold(&NodeDepositReason::get(), &account);
		build_block(
			FIRST_SLOT,
			vec![signed(Alice, 0, sudo(Call::set_application_work { bits: 10 }))],
		);
		assert_eq!(events(), [Event::ApplicationWorkSet { work: Work { bits: 10 } }]);
		let (work, identity) = TeRegistry::work_asked(account.clone());
		let genesis = System::block_hash(0);
		assert_eq!(identity, [genesis.as_bytes(), account.as_ref()].concat());
		let nonce = Search::new(work, &identity, 0).unwrap().step(blake2_256, u32::MAX).unwrap();

		// The nonce before is none. It costs the fee, and no deposit.
		let short = build_block(
			FIRST_SLOT + 1,
			vec![signed(Newcomer, 0, apply_with(nonce.wrapping_sub(1)))],
		);
		assert_eq!(short, [Ok(Err(Error::<Runtime>::WorkMissing.into()))]);
		assert_eq!(held(), 0);
		let done = build_block(FIRST_SLOT + 2, vec![signed(Newcomer, 1, apply_with(nonce))]);
		assert_eq!(done, [Ok(Ok(()))]);
		assert!(held() > 0);
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

/// A node that is held so often, and cannot leave.
fn stays(node: NodeIndex, holds: u32) {
	assert_eq!(References::<Runtime>::get(node), Some(holds));
	let leave = TeRegistry::remove(RuntimeOrigin::root(), node);
	assert_noop!(leave, Error::<Runtime>::BusinessOpen);
}

/// A node that nothing holds, and which leaves.
fn leaves(node: NodeIndex) {
	assert_eq!(References::<Runtime>::get(node), None);
	assert_ok!(TeRegistry::remove(RuntimeOrigin::root(), node));
}

#[test]
fn a_node_with_a_meter_or_an_account_stays_until_both_are_gone() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let bob = node(Bob);
		// A meter since genesis.
		stays(bob, 1);
		assert_ok!(Ledger::deposit(origin(Bob), UNIT));
		stays(bob, 2);
		assert_ok!(MeterAttestation::unbind_meter(origin(Bob), 0));
		stays(bob, 1);
		// An order locks a part of the credit, and holds the node with it.
		send(FIRST_SLOT + 1, vec![(Bob, demand(round(), &[(round() + 1, 100)]))]);
		let money = Ledger::account(bob);
		assert!(money.locked > 0 && money.credit == UNIT);
		assert_ok!(Ledger::withdraw(origin(Bob), money.credit - money.locked));
		stays(bob, 1);
		assert_ok!(ForwardMarket::cancel_all(origin(Bob)));
		stays(bob, 1);
		assert_ok!(Ledger::withdraw(origin(Bob), money.locked));
		leaves(bob);
	});
}

/// What every test on the chain ends with, broken for each pallet that holds nodes.
#[test]
fn a_node_is_held_once_for_each_reason() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let bob = node(Bob);
		assert_ok!(Ledger::deposit(origin(Bob), UNIT));
		assert_ok!(MeterAttestation::settle_with(origin(Bob), 0, round() + 1));
		stays(bob, 3);
		let broken = |corrupt: &dyn Fn()| {
			with_transaction(|| {
				let (held, reasons) = references();
				assert_eq!(held, reasons);
				corrupt();
				let (held, reasons) = references();
				assert_ne!(held, reasons);
				TransactionOutcome::Rollback(Ok::<_, DispatchError>(()))
			})
			.unwrap();
		};
		broken(&|| TeRegistry::hold(bob));
		broken(&|| TeRegistry::release(bob));
		broken(&|| References::<Runtime>::remove(bob));
		broken(&|| pallet_ledger::Accounts::<Runtime>::remove(bob));
		broken(&|| pallet_ledger::StandingRequired::<Runtime>::remove(bob));
		broken(&|| pallet_meter_attestation::MetersOfNode::<Runtime>::remove(bob));
		broken(&|| Rules::<Runtime>::kill());
		// One reason too few and another too many are not the same.
		broken(&|| {
			TeRegistry::release(bob);
			TeRegistry::hold(node(Eve));
		});
	});
}

#[test]
fn utility_and_grid_account_stay_as_long_as_an_interval_names_them() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let root = RuntimeOrigin::root;
		let (utility, grid) = (node(Ferdie), node(Eve));
		stays(utility, 1);
		assert_ok!(MeterAttestation::unbind_meter(origin(Eve), grid - 1));
		assert_eq!(References::<Runtime>::get(grid), None);

		// Another utility, and a grid account, for intervals that open from now on.
		let roles = Roles { utility: true, ..Default::default() };
		let data = NodeData { roles, ..prosumer() };
		assert_ok!(TeRegistry::admit(root(), Newcomer.to_account_id(), data));
		let rules = ForwardMarket::latest_rules().unwrap();
		let tariff = ForwardMarket::latest_tariff().unwrap();
		let successor = node(Newcomer);
		assert_ok!(ForwardMarket::set_rules(root(), MarketRules { utility: successor, ..rules }));
		let name_grid =
			|grid| ForwardMarket::set_tariff(root(), Profile { grid, ..tariff.clone() });
		assert_ok!(name_grid(Some(grid)));
		let all_stay = || [utility, grid, successor].into_iter().for_each(|node| stays(node, 1));
		all_stay();
		let (before, mut slot) = (round(), FIRST_SLOT);
		while round() == before {
			slot = gate_slot().max(slot + 1);
			build_block(slot, vec![]);
		}
		assert_ok!(name_grid(None));
		let last = round() + 4;
		assert_eq!(IntervalTerms::<Runtime>::get(last).map(|terms| terms.grid), Some(grid));
		all_stay();

		// The chain is halted until the terms of these intervals need not be remembered. It takes a dispute window
		// with blocks in it before they are settled for good, and forgotten.
		let history: u32 = <Runtime as pallet_forward_market::Config>::History::get();
		slot += u64::from(history + 96) * INTERVAL_SLOTS;
		while round() <= last + history {
			slot += 1;
			build_block(slot, vec![]);
		}
		all_stay();
		let mut waited = 0;
		while References::<Runtime>::contains_key(grid) {
			(slot, waited) = (pass(slot, round()), waited + 1);
			assert!(waited < 2 * dispute_window(), "it is never released");
		}
		assert!(waited > dispute_window() - 2, "{waited}");
		[utility, grid].into_iter().for_each(leaves);
		stays(successor, 1);
	});
}
