// SPDX-License-Identifier: Apache-2.0

//! Each invariant, broken.

use super::*;
use gridmerit_energy::{RENT, RESERVE, SUBSIDIES, WAGERS};

/// A sound state with something of everything, then `corrupt`: what `try_state` says.
fn broken(corrupt: impl FnOnce(), expected: &'static str) {
	run(|| {
		// Alice has bought for 1,000 and owes the utility 400; Bob, who has sold it, is not settled.
		lock(ALICE, INTERVAL, 1_000);
		lock(BOB, INTERVAL, 1_500);
		let postings = [to_neighbours(ALICE, INTERVAL, 1_000), owing(ALICE, UTILITY, 400)];
		let unlock = Some((ALICE, INTERVAL));
		assert_ok!(Ledger::post(Entry { unlock, release: None, postings: &postings }));
		lock(ALICE, INTERVAL + 1, 70);
		lock(ALICE, INTERVAL + 2, 30);
		deposit(CAROL, 2_000);
		post(&[Posting { withheld: true, ..owing(CAROL, UTILITY, 1_000) }]);
		Ledger::require_standing(CAROL, true);
		Ledger::do_try_state().unwrap();
		frame_support::storage::with_transaction(|| {
			corrupt();
			let found = Ledger::do_try_state();
			assert_eq!(found, Err(sp_runtime::TryRuntimeError::Other(expected)));
			sp_runtime::TransactionOutcome::Rollback(Ok::<_, DispatchError>(()))
		})
		.unwrap();
	});
}

fn change(node: NodeIndex, change: impl FnOnce(&mut AccountOf<Test>)) {
	Accounts::<Test>::mutate(node, change);
}

#[test]
fn the_pot_holds_everything() {
	let wrong = "what was paid into the pot is not what belongs to somebody";
	let short = "the pot does not hold what belongs to the nodes";
	broken(|| change(BOB, |account| account.credit += 1), wrong);
	broken(
		|| {
			Balances::set_balance(&Ledger::pot(), ED + pot() - 1);
		},
		short,
	);
	// What Alice has paid for her neighbour is there.
	broken(|| Neighbours::<Test>::insert(INTERVAL, 1_001), wrong);
	broken(|| Neighbours::<Test>::insert(INTERVAL + 1, 1), wrong);
	// Without it Bob gets more than there is.
	broken(
		|| {
			Neighbours::<Test>::remove(INTERVAL);
			change(BOB, |account| account.credit += 1_001);
		},
		wrong,
	);
	// What is nobody's is not lost in the pot.
	broken(|| change(CAROL, |account| account.credit -= 1), wrong);
	broken(|| Holding::<Test>::mutate(|holding| *holding += 1), wrong);
	broken(|| Neighbours::<Test>::insert(INTERVAL + 1, 0), "neighbours with nothing");
}

#[test]
fn locks_are_what_is_locked() {
	broken(|| change(BOB, |account| account.credit = 1_499), "more locked than there is");
	broken(|| change(ALICE, |account| account.locked -= 1), "locks do not add up");
	broken(|| change(ALICE, |account| account.locks[0].1 -= 1), "locks do not add up");
	let unordered = "locks out of order";
	broken(|| change(ALICE, |account| account.locks[0].0 = INTERVAL + 3), unordered);
	broken(|| change(ALICE, |account| account.locks[1].0 = INTERVAL + 1), unordered);
}

#[test]
fn what_is_withheld_is_locked() {
	broken(|| change(UTILITY, |account| account.withheld -= 1), "locks do not add up");
	broken(|| change(UTILITY, |account| account.locked -= 1), "locks do not add up");
	broken(|| change(UTILITY, |account| account.locked = 0), "locks do not add up");
	broken(|| change(UTILITY, |account| account.credit -= 1), "more locked than there is");
}

#[test]
fn accounts_belong_to_nodes() {
	broken(|| change(NOBODY, |account| account.credit = 1), "money of no node");
	for party in [RESERVE, RENT, SUBSIDIES, WAGERS] {
		let order = || {
			change(party, |account| account.locks.try_push((INTERVAL, 0)).unwrap());
		};
		broken(order, "orders of who is no node");
	}
	for party in [SUBSIDIES, WAGERS] {
		let withhold = || {
			change(party, |account| {
				(account.credit, account.locked, account.withheld) = (1, 1, 1);
			});
		};
		let wrong = "subsidies or wagers that are owed or withheld";
		broken(withhold, wrong);
		broken(|| change(party, |account| account.debts = 1), wrong);
	}
	broken(|| Accounts::<Test>::insert(5, Account::default()), "an empty account");
	broken(|| StandingRequired::<Test>::insert(NOBODY, ()), "a standing deposit of no node");
}

#[test]
fn debts_are_what_is_owed() {
	let debt = |debtor, creditor, debt| Debts::<Test>::insert(debtor, creditor, debt);
	broken(|| debt(BOB, CAROL, 0), "a debt that is none");
	broken(|| debt(BOB, BOB, 5), "a debt that is none");
	broken(|| debt(UTILITY, ALICE, 5), "debts that should be set off");
	broken(|| debt(ALICE, UTILITY, 399), "debts do not add up");
	broken(|| change(ALICE, |account| account.debts += 1), "debts do not add up");
	broken(|| change(UTILITY, |account| account.claims += 1), "claims do not add up");
	broken(|| debt(5, NOBODY, 5), "a debt without an account");
}

#[test]
fn the_standing_price_is_bounded() {
	let price = gridmerit_energy::MAX_PRICE + 1;
	broken(|| StandingPrice::<Test>::put(price), "a standing price out of bounds");
}
