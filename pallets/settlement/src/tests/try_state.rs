// SPDX-License-Identifier: Apache-2.0

//! Each invariant, broken.

use super::*;

const BATTERY: Battery =
	Battery { capacity: 100, power: 400, efficiency_ppm: 900_000, initial: 50 };

/// A sound state with something of everything, then `corrupt`: what `try_state` says.
fn broken(corrupt: impl FnOnce(), expected: &'static str) {
	run(|| {
		trade(INTERVAL, ALICE, bought(10, 100));
		trade(INTERVAL, BOB, sold(10, 100));
		settle(INTERVAL, ALICE, metered(12, 0));
		lock(ALICE, INTERVAL + 1, 70);
		lock(ALICE, INTERVAL + 2, 30);
		Market::set_metered(CAROL, 0);
		Market::set_limits(CAROL, 5, 5);
		Market::set_battery(CAROL, BATTERY);
		deposit(CAROL, 2_000);
		settle(INTERVAL - 1, CAROL, metered(1, 0));
		silence(INTERVAL, CAROL);
		silence(INTERVAL + 1, CAROL);
		settle(INTERVAL + 1, CAROL, metered(2, 0));
		check_state();
		frame_support::storage::with_transaction(|| {
			corrupt();
			let found = Settlement::do_try_state();
			assert_eq!(found, Err(sp_runtime::TryRuntimeError::Other(expected)));
			sp_runtime::TransactionOutcome::Rollback(Ok::<_, DispatchError>(()))
		})
		.unwrap();
		// What is not in the storage.
		Market::set_position(INTERVAL, ALICE, bought(10, 100));
		Market::set_terms(INTERVAL, TARIFF, GRID);
	});
}

fn change(node: NodeIndex, change: impl FnOnce(&mut AccountOf<Test>)) {
	Accounts::<Test>::mutate(node, change);
}

/// Changes how a node's interval is settled.
fn row(interval: Interval, node: NodeIndex, change: impl FnOnce(&mut Settled)) {
	SettledPages::<Test>::mutate(interval, 0, |rows| {
		let mut row = *rows.get(node).unwrap();
		change(&mut row);
		rows.set(node, row);
	});
}

fn store(change: impl FnOnce(&mut StoreOf<Test>)) {
	Stores::<Test>::mutate(CAROL, |store| change(store.as_mut().unwrap()));
}

#[test]
fn the_pot_holds_everything() {
	let short = "the pot does not hold what belongs to the nodes";
	broken(|| change(BOB, |account| account.credit += 1), short);
	broken(
		|| {
			Balances::set_balance(&Ledger::pot(), ED + pot() - 1);
		},
		short,
	);
	// What Alice has paid for her neighbour is not there without her settlement.
	broken(
		|| {
			SettledPages::<Test>::mutate(INTERVAL, 0, |rows| {
				let settled = *rows.get(ALICE).unwrap();
				rows.set(BOB, settled);
			})
		},
		"a lock for what is settled",
	);
	broken(
		|| {
			SettledPages::<Test>::mutate(INTERVAL, 0, |rows| {
				let settled = *rows.get(ALICE).unwrap();
				rows.set(BOB, settled);
			});
			change(BOB, |account| {
				account.locks.clear();
				account.locked = 0;
				account.credit += 1_001;
			});
		},
		short,
	);
	// A gift to the pot is nobody's, and harms nobody.
	run(|| {
		deposit(ALICE, 5);
		assert_ok!(Balances::transfer_keep_alive(by(BOB), Ledger::pot(), 1));
	});
}

#[test]
fn locks_are_what_is_locked() {
	broken(|| change(BOB, |account| account.credit = 1_499), "more locked than there is");
	broken(|| change(ALICE, |account| account.locked -= 1), "locks do not add up");
	broken(|| change(ALICE, |account| account.locks[0].1 -= 1), "locks do not add up");
	let unordered = "locks out of order";
	broken(|| change(ALICE, |account| account.locks[0].0 = INTERVAL + 3), unordered);
	broken(|| change(ALICE, |account| account.locks[1].0 = INTERVAL + 1), unordered);
	broken(|| change(ALICE, |account| account.locks[0].0 = INTERVAL), "a lock for what is settled");
}

#[test]
fn accounts_belong_to_nodes() {
	broken(|| change(NOBODY, |account| account.credit = 1), "money of no node");
	broken(|| Accounts::<Test>::insert(5, Account::default()), "an empty account");
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
fn what_is_held_back_is_what_was_paid_provisionally() {
	let wrong = "held does not add up";
	broken(|| Held::<Test>::insert(INTERVAL, 999), wrong);
	broken(|| Held::<Test>::insert(INTERVAL + 1, 1), wrong);
	broken(|| row(INTERVAL, CAROL, |row| row.held -= 1), wrong);
	broken(|| row(INTERVAL, CAROL, |row| row.basis = Basis::Reading), "held for what is final");
	broken(|| row(INTERVAL, ALICE, |row| row.held = 1), "held for what is final");
	broken(|| Held::<Test>::remove(INTERVAL), "a settlement that should be held back");
	broken(|| change(UTILITY, |account| account.locked -= 1), "locks do not add up");
	broken(|| change(UTILITY, |account| account.locked = 0), "locks do not add up");
	// The interval is closed.
	broken(
		|| {
			ProvisionalUntil::<Test>::put(SilenceCursor { interval: INTERVAL + 1, node: 0 });
			Market::set_closed_until(INTERVAL + 1);
		},
		wrong,
	);
	broken(|| Market::set_remembered_from(INTERVAL + 1), "held for what is forgotten");
	broken(|| Market::set_utility(INTERVAL, GRID), "locks do not add up");
	broken(
		|| {
			Market::set_utility(INTERVAL, 6);
			change(UTILITY, |account| account.locked = 0);
		},
		"something held back of no account",
	);
}

#[test]
fn nothing_is_closed_before_silence_is_settled() {
	broken(|| Market::set_closed_until(1), "closed too early");
	broken(
		|| {
			ProvisionalUntil::<Test>::put(SilenceCursor { interval: INTERVAL - 1, node: 7 });
			Market::set_closed_until(INTERVAL);
		},
		"closed too early",
	);
}

#[test]
fn settlements_are_in_pages() {
	let wrong = "a page of settlements out of order";
	broken(
		|| SettledPages::<Test>::insert(INTERVAL, 1, gridmerit_pallet_support::Page::default()),
		wrong,
	);
	// The slots of a page's first two rows change places.
	broken(
		|| {
			use codec::Encode;
			let key = SettledPages::<Test>::hashed_key_for(INTERVAL, 0);
			let mut rows: Vec<(u8, Settled)> =
				codec::Decode::decode(&mut &sp_io::storage::get(&key).unwrap()[..]).unwrap();
			rows.swap(0, 1);
			sp_io::storage::set(&key, &rows.encode());
		},
		wrong,
	);
	let fee = Position { cost: 49, ..bought(10, 100) };
	broken(|| Market::set_position(INTERVAL, ALICE, fee), "a fee above the cost");
}

#[test]
fn batteries_hold_what_they_can() {
	broken(|| store(|store| store.energy = 101), "a battery above its capacity");
	broken(|| store(|store| store.battery.capacity = 49), "a battery above its capacity");
	let unordered = "a battery's meter out of order";
	broken(|| store(|store| store.metered.as_mut().swap(0, 1)), unordered);
	broken(|| store(|store| store.metered[1].0 = INTERVAL - 1), unordered);
	broken(|| store(|store| store.from = INTERVAL), unordered);
}
