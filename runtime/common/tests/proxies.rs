// SPDX-License-Identifier: Apache-2.0

//! What an agent may do for the account it acts for.

mod support;

use frame_support::{
	assert_ok,
	traits::{
		GetCallName, InstanceFilter,
		fungible::{Inspect, InspectHold},
	},
};
use gridmerit_runtime::{
	Balances, Proxy, Runtime, RuntimeCall, RuntimeOrigin, System, configs::accounts::ProxyType,
	units::UNIT,
};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};
use sp_runtime::DispatchError;
use support::{FIRST_SLOT, build_block, on_chain, transfer};

fn remark() -> RuntimeCall {
	frame_system::Call::remark_with_event { remark: b"hello".to_vec() }.into()
}

/// Result of `call` by Bob for Alice.
fn by_proxy(call: RuntimeCall) -> Result<(), DispatchError> {
	assert_ok!(Proxy::proxy(
		RuntimeOrigin::signed(Bob.to_account_id()),
		Alice.to_account_id().into(),
		None,
		Box::new(call),
	));
	System::events()
		.into_iter()
		.rev()
		.find_map(|record| match record.event.try_into() {
			Ok(pallet_proxy::Event::ProxyExecuted { result }) => Some(result),
			_ => None,
		})
		.expect("the proxy says how it went")
}

fn with_proxy(kind: ProxyType, test: impl FnOnce()) {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		assert_ok!(Proxy::add_proxy(
			RuntimeOrigin::signed(Alice.to_account_id()),
			Bob.to_account_id().into(),
			kind,
			0,
		));
		test();
	});
}

#[test]
fn non_transfer_may_call_but_never_move_money() {
	with_proxy(ProxyType::NonTransfer, || {
		assert_ok!(by_proxy(remark()));
		let charlie = Balances::free_balance(Charlie.to_account_id());
		let alice = Balances::total_balance(&Alice.to_account_id());
		let pay = transfer(&Charlie.to_account_id(), UNIT);
		let filtered = frame_system::Error::<gridmerit_runtime::Runtime>::CallFiltered.into();
		assert_eq!(by_proxy(pay.clone()), Err(filtered));
		let batch = pallet_utility::Call::batch_all { calls: vec![remark(), pay.clone()] };
		assert_eq!(by_proxy(batch.into()), Err(filtered));
		let keys = pallet_session::Call::set_keys { keys: support::keys_of_bob(), proof: vec![] };
		assert_eq!(by_proxy(keys.into()), Err(filtered));
		let sudo = pallet_sudo::Call::sudo { call: Box::new(remark()) };
		assert_eq!(by_proxy(sudo.into()), Err(filtered));
		let multisig = pallet_multisig::Call::as_multi_threshold_1 {
			other_signatories: vec![Charlie.to_account_id()],
			call: Box::new(pay),
		};
		assert_eq!(by_proxy(multisig.into()), Err(filtered));
		assert_eq!(Balances::free_balance(Charlie.to_account_id()), charlie);
		assert_eq!(Balances::total_balance(&Alice.to_account_id()), alice);
	});
}

#[test]
fn any_may_move_money() {
	with_proxy(ProxyType::Any, || {
		let charlie = Balances::free_balance(Charlie.to_account_id());
		assert_ok!(by_proxy(transfer(&Charlie.to_account_id(), UNIT)));
		assert_eq!(Balances::free_balance(Charlie.to_account_id()), charlie + UNIT);
	});
}

#[test]
fn cancel_proxy_only_rejects() {
	assert!(!ProxyType::CancelProxy.filter(&remark()));
	let reject = pallet_proxy::Call::reject_announcement {
		delegate: Bob.to_account_id().into(),
		call_hash: Default::default(),
	};
	assert!(ProxyType::CancelProxy.filter(&reject.into()));
	let remove = pallet_proxy::Call::remove_proxies {};
	assert!(!ProxyType::NonTransfer.filter(&remove.into()));
}

#[test]
fn market_posts_and_cancels_and_does_nothing_else() {
	use pallet_authorities::Call as Authority;
	use pallet_forward_market::Call as Market;
	use pallet_ledger::Call as Pot;
	let account = Charlie.to_account_id();
	let market = [
		Market::post { round: 0, orders: Default::default(), unmetered: false },
		Market::cancel { intervals: Default::default() },
		Market::cancel_all {},
		Market::prefer { choices: Default::default() },
	];
	for call in market.map(RuntimeCall::from) {
		assert!(ProxyType::Market.filter(&call), "{call:?}");
		assert!(!ProxyType::NonTransfer.filter(&call), "{call:?}");
		assert!(!ProxyType::CancelProxy.filter(&call), "{call:?}");
	}
	let pot = [
		Pot::deposit { amount: 1 },
		Pot::withdraw { amount: 1 },
		Pot::collect { debtor: 0, creditor: 1 },
		Pot::set_standing_price { price: 1 },
		Pot::forgive { debtor: 0, creditor: 1, amount: None, reason: Default::default() },
		Pot::pay_from_reserve { debtor: 0, creditor: 1, amount: 1, reason: Default::default() },
	];
	let authority = [
		Authority::publish {
			kind: pallet_authorities::AuthorityKind::Police,
			name: Default::default(),
		},
		Authority::withdraw {},
		Authority::trust { authority: account.clone(), trusted: true },
		Authority::report_meter { meter: 0, since: 0, reason: Default::default() },
		Authority::challenge_report {
			meter: 0,
			authority: account.clone(),
			statement: Default::default(),
		},
		Authority::lift_report { meter: 0, authority: account },
	];
	// All that these pallets have.
	let names = (Pot::<Runtime>::get_call_names(), Authority::<Runtime>::get_call_names());
	assert_eq!((pot.len(), authority.len()), (names.0.len(), names.1.len()));
	let rules = Market::remove_interval_tariff { interval: 0 };
	let pot = pot.map(RuntimeCall::from).into_iter();
	let rest = authority.map(RuntimeCall::from).into_iter().chain([rules.into(), remark()]);
	for call in pot.chain(rest) {
		assert!(!ProxyType::Market.filter(&call), "{call:?}");
		assert!(ProxyType::Any.filter(&call), "{call:?}");
	}
}

#[test]
fn market_cancels_certificates_and_gives_none_away() {
	use gridmerit_origin::Period;
	use pallet_certificates::Call;
	let cancel: RuntimeCall =
		Call::cancel { interval: 0, lot: 0, energy: 1, period: Period::Interval }.into();
	for kind in [ProxyType::Market, ProxyType::MarketAndBond, ProxyType::Any] {
		assert!(kind.filter(&cancel));
	}
	assert!(!ProxyType::NonTransfer.filter(&cancel));
	let others = [
		Call::transfer { interval: 0, lot: 0, energy: 1, to: 1 },
		Call::offer { interval: 0, lot: 0, price: Some(1) },
		Call::buy { interval: 0, lot: 0, energy: 1, most: 1 },
		Call::decertify { node: 0 },
		Call::forgive { node: 0, energy: 1 },
		Call::set_tradable { tradable: false },
	];
	for call in others.map(RuntimeCall::from) {
		assert!(!ProxyType::Market.filter(&call), "{call:?}");
		assert!(!ProxyType::NonTransfer.filter(&call), "{call:?}");
		assert!(ProxyType::Any.filter(&call), "{call:?}");
	}
}

#[test]
fn a_wider_type_includes_the_narrower_ones() {
	use ProxyType::*;
	let kinds = [Any, NonTransfer, CancelProxy, Market];
	let includes = [
		(Any, vec![Any, NonTransfer, CancelProxy, Market]),
		(NonTransfer, vec![NonTransfer, CancelProxy]),
		(CancelProxy, vec![CancelProxy]),
		(Market, vec![CancelProxy, Market]),
	];
	for (wide, narrower) in includes {
		for narrow in kinds {
			let included = narrower.contains(&narrow);
			assert_eq!(wide.is_superset(&narrow), included, "{wide:?} {narrow:?}");
		}
	}
}

#[test]
fn market_and_bond_also_bonds_and_claims_and_takes_nothing_out() {
	use ProxyType::{Any, CancelProxy, Market, MarketAndBond};
	use pallet_trust_staking::{Call, HoldReason};
	let allowed = [Call::bond { amount: 1 }, Call::claim { node: 1 }];
	for call in allowed.map(RuntimeCall::from) {
		assert!(MarketAndBond.filter(&call) && !Market.filter(&call), "{call:?}");
		assert!(!ProxyType::NonTransfer.filter(&call), "{call:?}");
	}
	let backer = Bob.to_account_id();
	let refused = [
		Call::unbond { node: 1, amount: 1 },
		Call::withdraw_unbonded { node: 1 },
		Call::set_commission { commission: Default::default() },
		Call::back { node: 1, amount: 1 },
		Call::unback { node: 1, amount: 1 },
		Call::withdraw_backing { node: 1, backer: backer.clone() },
		Call::claim_backing { node: 1, backer },
		Call::set_rules { rules: Default::default() },
		Call::cancel_slash { slash: 0, reason: Default::default() },
		Call::call_in_debt { node: 1, creditor: 2 },
	];
	for call in refused.map(RuntimeCall::from) {
		assert!(!MarketAndBond.filter(&call), "{call:?}");
	}
	let post = pallet_forward_market::Call::cancel_all {};
	assert!(MarketAndBond.filter(&post.into()));
	assert!(!MarketAndBond.filter(&transfer(&Bob.to_account_id(), 1)));
	// A batch passes, and each call in it has to.
	let batch = pallet_utility::Call::batch_all { calls: vec![] };
	assert!(MarketAndBond.filter(&batch.into()));
	let above = |upper: ProxyType, lower: ProxyType| upper.is_superset(&lower);
	assert!(above(Any, MarketAndBond) && above(MarketAndBond, Market));
	assert!(above(MarketAndBond, CancelProxy) && !above(Market, MarketAndBond));
	with_proxy(MarketAndBond, || {
		let alice = Alice.to_account_id();
		let bonded = || Balances::balance_on_hold(&HoldReason::Bond.into(), &alice);
		let before = bonded();
		assert_ok!(by_proxy(Call::bond { amount: 1 }.into()));
		assert_eq!(bonded(), before + 1);
		let pay = by_proxy(transfer(&Bob.to_account_id(), UNIT));
		let filtered = frame_system::Error::<gridmerit_runtime::Runtime>::CallFiltered.into();
		assert_eq!(pay, Err(filtered));
	});
}
