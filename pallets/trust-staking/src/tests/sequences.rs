// SPDX-License-Identifier: Apache-2.0

//! Random calls, reports, sessions and days.

use super::*;
use frame_support::{storage::with_storage_layer, traits::fungible::Inspect};
use proptest::{collection::vec, prelude::*, sample::select};

#[derive(Clone, Debug)]
enum Step {
	Call(AccountId, Call<Test>),
	Closed(NodeIndex, Interval, Wh, Wh),
	Report(Report<AccountId>),
	Owe(NodeIndex, NodeIndex, Planck),
	Pay(AccountId, NodeIndex, Planck),
	/// Sessions, and the weight of a block.
	Sessions(u32, u64),
	Days(u64),
	Suspend(NodeIndex),
	Rotate(NodeIndex, AccountId),
	Remove(NodeIndex),
}

fn node() -> impl Strategy<Value = NodeIndex> {
	select(vec![ALICE, BOB, 130, NOBODY])
}

fn account() -> impl Strategy<Value = AccountId> {
	select(vec![DAVE, ERIN, FRANK, account_of(ALICE), account_of(BOB), account_of(130)])
}

fn amount() -> impl Strategy<Value = Planck> {
	prop_oneof![
		6 => (1_u128..2_000).prop_map(|units| units * UNIT + 7),
		1 => select(vec![0, 1, ED, MIN_BACKING, WEALTH - ED, MAX_BOND, Planck::MAX]),
	]
}

fn call() -> impl Strategy<Value = Call<Test>> {
	let part = || (0_u32..=1_000).prop_map(Part::thousandths);
	prop_oneof![
		6 => amount().prop_map(|amount| Call::bond { amount }),
		3 => (node(), amount()).prop_map(|(node, amount)| Call::unbond { node, amount }),
		2 => node().prop_map(|node| Call::withdraw_unbonded { node }),
		1 => part().prop_map(|commission| Call::set_commission { commission }),
		6 => (node(), amount()).prop_map(|(node, amount)| Call::back { node, amount }),
		4 => (node(), amount()).prop_map(|(node, amount)| Call::unback { node, amount }),
		3 => (node(), account()).prop_map(|(node, backer)| Call::withdraw_backing { node, backer }),
		2 => node().prop_map(|node| Call::claim { node }),
		2 => (node(), account()).prop_map(|(node, backer)| Call::claim_backing { node, backer }),
		1 => (part(), part()).prop_map(|(contradiction, base)| {
			let mut rules = TrustRules::default();
			rules.slashing.contradiction = contradiction;
			rules.params.base = base;
			Call::set_rules { rules: Box::new(rules) }
		}),
		1 => (0_u32..8).prop_map(|slash| Call::cancel_slash { slash, reason: why() }),
		2 => (node(), node()).prop_map(|(node, creditor)| Call::call_in_debt { node, creditor }),
	]
}

fn step() -> impl Strategy<Value = Step> {
	let offence = select(vec![
		None,
		Some(Offence::Contradiction),
		Some(Offence::Absence),
		Some(Offence::RevokedMeter),
	]);
	let damage = proptest::option::of((select(vec![BOB, ALICE, NOBODY]), amount()));
	let reporter = proptest::option::of(account());
	let proven = (node(), offence, 0_u32..=1_000, 8_u32..16, any::<u8>(), reporter, damage);
	prop_oneof![
		12 => (prop_oneof![4 => account(), 1 => Just(OPERATOR)], call())
			.prop_map(|(account, call)| Step::Call(account, call)),
		4 => (node(), 0_u32..300, 0_u64..3_000, 0_u64..3_000)
			.prop_map(|(node, at, sold, export)| Step::Closed(node, at, sold, export)),
		2 => proven.prop_map(|(node, offence, severity, session, byte, reporter, damage)| {
			let severity = Part::thousandths(severity);
			let evidence = evidence(byte);
			Step::Report(Report { node, offence, severity, session, evidence, reporter, damage })
		}),
		2 => (select(vec![ALICE, BOB, 130]), 1_u128..500)
			.prop_map(|(node, units)| Step::Owe(node, if node == BOB { ALICE } else { BOB }, units * UNIT)),
		2 => (account(), node(), prop_oneof![0_u128..100, amount()])
			.prop_map(|(account, node, amount)| Step::Pay(account, node, amount)),
		4 => (0_u32..4, select(vec![0, 2_000, u64::MAX])).prop_map(|(count, most)| Step::Sessions(count, most)),
		1 => (1_u64..30).prop_map(Step::Days),
		1 => node().prop_map(Step::Suspend),
		1 => (node(), account()).prop_map(|(node, account)| Step::Rotate(node, account)),
		1 => node().prop_map(Step::Remove),
	]
}

fn take(step: Step) -> Result<(), DispatchError> {
	match step {
		Step::Call(account, call) => {
			let call = RuntimeCall::from(call);
			call.dispatch(Origin::signed(account)).map(|_| ()).map_err(|error| error.error)
		},
		Step::Closed(node, interval, sold, export) => {
			closed(interval, node, invoice(sold, export));
			Ok(())
		},
		Step::Report(report) => TrustStaking::report(report),
		Step::Owe(debtor, creditor, amount) => {
			let there = [debtor, creditor].map(pallet_te_registry::Nodes::<Test>::contains_key);
			if there == [true; 2] {
				owe(debtor, creditor, amount);
			}
			Ok(())
		},
		Step::Pay(payer, node, amount) => {
			let (before, had) = (Promised::<Test>::get(), free(payer));
			let row = |node| StandingPages::<Test>::get(page_of(node)).get(node).copied();
			let (owed, rest) = (row(node).map_or(0, |row| row.owed), stake(node).accrual.rest);
			TrustStaking::reward(&payer, node, amount)?;
			assert_eq!(free(payer), had - amount);
			assert_eq!(Promised::<Test>::get(), before + amount);
			let own = row(node).map_or(0, |row| row.owed) - owed;
			assert!(own <= amount && (own == amount || stake(node).pool.shares > 0));
			assert!(stake(node).accrual.rest <= rest + amount - own);
			Ok(())
		},
		Step::Sessions(count, most) => {
			CurrentSession::set(&(now() + count));
			// In microseconds; proofs are no matter here.
			poll(Weight::from_parts(most.saturating_mul(1_000_000), u64::MAX));
			TrustStaking::prune(&mut frame_support::weights::WeightMeter::new());
			Ok(())
		},
		Step::Days(days) => {
			TestClock::set(TestClock::millis() + days * DAY);
			Ok(())
		},
		Step::Suspend(node) => Registry::suspend(Origin::root(), node, why()),
		Step::Rotate(node, account) => Registry::replace_account(Origin::root(), node, account),
		Step::Remove(node) => Registry::remove(Origin::root(), node),
	}
}

/// Whose money can move.
fn everybody() -> [AccountId; 12] {
	let nodes = [ALICE, BOB, 130].map(account_of);
	let pots = [TrustStaking::pot_account(), TrustStaking::reward_account(), Ledger::pot_account()];
	let [a, b, c] = nodes;
	let [d, e, f] = pots;
	[a, b, c, d, e, f, DAVE, ERIN, FRANK, OPERATOR, TREASURY, account_of(NOBODY)]
}

/// All their money: it moves, but is neither made nor lost.
fn all_money() -> Planck {
	everybody().iter().map(|account| Planck::from(Balances::total_balance(account))).sum()
}

/// All that is bonded, of nodes and backers.
fn claims() -> Planck {
	let stakes = Stakes::<Test>::iter_values();
	stakes.map(|stake| stake.own() + stake.backed()).sum()
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(48))]

	#[test]
	fn the_state_stays_sound_and_money_is_conserved(steps in vec(step(), 1..80)) {
		run(|| {
			let money = all_money();
			let row = |node| StandingPages::<Test>::get(page_of(node)).get(node).copied();
			let stands = || [ALICE, BOB, 130].map(|node| (node, row(node), index(node)));
			for step in steps {
				let before = stands();
				let _ = with_storage_layer(|| take(step));
				TrustStaking::do_try_state().unwrap();
				assert_eq!(all_money(), money);
				// The pot has what pools have, and nothing else.
				let held: Planck = everybody().into_iter().map(held).sum();
				let pot = free(TrustStaking::pot_account()) - ED;
				assert_eq!(held + pot, claims() + Unpaid::<Test>::get());
				for ((_, known, before), (node, row, after)) in before.into_iter().zip(stands()) {
					assert!(after <= Part::ONE);
					// Who is known rises by nothing but delivered energy that bore a risk.
					if known.is_some() && row.is_some() && after > before {
						let folded = *TrustStaking::history(node).last().unwrap();
						assert!(folded.conduct.risk > 0 && folded.changes.gained > Part::ZERO);
					}
				}
			}
		});
	}

	/// Nothing that nodes and backers can do themselves moves an index: it takes reports.
	#[test]
	fn no_call_moves_an_index(calls in vec((account(), call()), 1..60)) {
		run(|| {
			full_day(ALICE, 1);
			next_sessions(1);
			let before = [ALICE, BOB].map(index);
			for (account, call) in calls {
				let call = RuntimeCall::from(call);
				let _ = with_storage_layer(|| {
					call.dispatch(Origin::signed(account)).map_err(|error| error.error)
				});
				next_sessions(1);
				assert_eq!([ALICE, BOB].map(index), before);
			}
		});
	}
}
