// SPDX-License-Identifier: Apache-2.0

//! Each invariant, broken.

use super::*;
use frame_support::traits::Get;

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

/// What is held for `INTERVAL - 1` is released, as it is when that is closed.
fn release() {
	Held::<Test>::remove(INTERVAL - 1);
	Ledger::release(UTILITY, 200);
}

#[test]
fn neighbours_have_paid_what_the_ledger_says() {
	use pallet_ledger::Neighbours;
	let wrong = "the ledger says something else of the neighbours";
	broken(|| Neighbours::<Test>::mutate(INTERVAL, |sum| *sum += 1), wrong);
	broken(|| Neighbours::<Test>::remove(INTERVAL), wrong);
	broken(|| Neighbours::<Test>::insert(INTERVAL - 1, 1), wrong);
	// What Alice has bought is not what she has paid.
	broken(|| Market::set_position(INTERVAL, ALICE, bought(10, 101)), wrong);
	// What she has paid for her neighbour is not there without her settlement.
	broken(
		|| {
			SettledPages::<Test>::mutate(INTERVAL, 0, |rows| {
				let settled = *rows.get(ALICE).unwrap();
				rows.set(BOB, settled);
			});
			change(BOB, |account| {
				account.locks.clear();
				account.locked = 0;
			});
		},
		wrong,
	);
}

/// Of intervals without settlements as well, once the market has begun.
#[test]
fn neighbours_trade_in_intervals_that_are_known() {
	broken(
		|| {
			Market::set_remembered_from(INTERVAL - 1);
			pallet_ledger::Neighbours::<Test>::insert(INTERVAL + 2, 1);
		},
		"the ledger says something else of the neighbours",
	);
}

#[test]
fn a_closed_interval_adds_up() {
	broken(
		|| {
			// Bob has not sold what Alice has bought.
			Market::set_position(INTERVAL - 1, BOB, Position::default());
			Market::set_position(INTERVAL - 1, CAROL, bought(10, 100));
			pallet_ledger::Neighbours::<Test>::insert(INTERVAL - 1, 1_000);
			ProvisionalUntil::<Test>::put(SilenceCursor { interval: INTERVAL, node: 0 });
			release();
			Market::set_closed_until(INTERVAL);
		},
		"a closed interval does not add up",
	);
}

#[test]
fn locks_are_for_what_is_to_be_settled() {
	broken(|| change(ALICE, |account| account.locks[0].0 = INTERVAL), "a lock for what is settled");
	broken(
		|| {
			let cursor = SilenceCursor { interval: INTERVAL + 1, node: 0 };
			ProvisionalUntil::<Test>::put(cursor);
		},
		"a lock for what should be settled",
	);
}

#[test]
fn what_is_held_back_is_what_was_paid() {
	let wrong = "held does not add up";
	broken(|| Held::<Test>::insert(INTERVAL, 999), wrong);
	broken(|| Held::<Test>::insert(INTERVAL + 1, 1), wrong);
	broken(|| row(INTERVAL - 1, CAROL, |row| row.held -= 1), wrong);
	let lacks = "a settlement that should be held back";
	broken(|| row(INTERVAL, ALICE, |row| row.held = 1), lacks);
	broken(|| Held::<Test>::remove(INTERVAL + 1), lacks);
	let withheld = "the ledger withholds something else";
	broken(|| change(UTILITY, |account| account.withheld -= 1), withheld);
	broken(|| change(UTILITY, |account| account.withheld = 0), withheld);
	broken(|| change(BOB, |account| account.withheld = 1), withheld);
	// The interval is closed.
	broken(
		|| {
			change(BOB, |account| account.locks.clear());
			ProvisionalUntil::<Test>::put(SilenceCursor { interval: INTERVAL + 1, node: 0 });
			Market::set_closed_until(INTERVAL + 1);
		},
		wrong,
	);
	broken(|| Market::set_remembered_from(INTERVAL + 1), "held for what is pruned");
	broken(|| Market::set_utility(INTERVAL + 1, GRID), withheld);
	broken(
		|| {
			Market::set_utility(INTERVAL + 1, NOBODY);
			change(UTILITY, |account| account.withheld = 200);
		},
		"something held back of no node",
	);
}

#[test]
fn what_silence_has_cost_is_withheld_of_the_reserve() {
	let wrong = "the ledger withholds something else of the reserve";
	broken(|| row(INTERVAL, CAROL, |row| row.held -= 1), wrong);
	broken(|| row(INTERVAL, CAROL, |row| row.basis = Basis::Reading), wrong);
	broken(|| row(INTERVAL + 1, CAROL, |row| row.basis = Basis::Revoked), wrong);
	broken(|| change(RESERVE, |account| account.withheld -= 1), wrong);
	broken(|| Ledger::release(RESERVE, 1_000), wrong);
	broken(|| Settlement::note_shown(CAROL, 1), wrong);
	let more = "more was shown than silence has cost";
	broken(|| Settlement::note_shown(CAROL, 1_001), more);
	broken(|| Settlement::note_shown(ALICE, 1), more);
	broken(|| Settlement::note_shown(CAROL, 0), more);
}

#[test]
fn what_is_traded_is_covered() {
	let wrong = "a trade that is not covered";
	broken(|| change(BOB, |account| account.locks[0].1 -= 1), wrong);
	broken(|| change(BOB, |account| account.locks.clear()), wrong);
	broken(|| Market::set_position(INTERVAL, BOB, sold(11, 100)), wrong);
	broken(|| Market::set_position(INTERVAL + 1, ALICE, sold(1, 100)), wrong);
	// What trust waives counts, but not for what neighbours are owed: 105 with the fee, of which 70 is locked.
	let buy = |waived| {
		Market::set_position(INTERVAL + 1, ALICE, bought(1, 100));
		waive(ALICE, INTERVAL + 1, waived);
	};
	broken(|| buy(34), wrong);
	broken(|| buy(35), "neighbours that are not covered");
}

#[test]
fn totals_contain_what_is_remembered() {
	let wrong = "totals that lack a settlement";
	let change = |node: NodeIndex, change: fn(&mut Totals)| {
		TotalsOf::<Test>::mutate(node / TOTALS_GROUP, |totals| {
			change(&mut totals[(node % TOTALS_GROUP) as usize])
		})
	};
	broken(|| change(CAROL, |totals| totals.intervals -= 1), wrong);
	broken(|| change(ALICE, |totals| totals.purchases -= 1), wrong);
	broken(|| change(ALICE, |totals| *totals = Totals::default()), wrong);
	broken(|| change(NOBODY, |totals| totals.intervals = 1), "totals of no node");
	broken(|| TotalsOf::<Test>::insert(9, TotalsGroup::default()), "totals of nothing");
}

#[test]
fn nothing_is_closed_before_silence_is_settled() {
	broken(|| Market::set_closed_until(1), "closed too early");
	broken(
		|| {
			let cursor = SilenceCursor { interval: INTERVAL - 1, node: 7 };
			ProvisionalUntil::<Test>::put(cursor);
			release();
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
}

#[test]
fn duties_are_in_pages_and_in_order() {
	let wrong = "a page of duties out of order";
	broken(|| Duties::<Test>::insert(1, gridmerit_pallet_support::Page::default()), wrong);
	let duty = |node, spans: &[(Interval, Option<Interval>)]| {
		let spans = spans.to_vec().try_into().unwrap();
		Duties::<Test>::mutate(page_of(node), |page| {
			page.set(node, gridmerit_pallet_support::ReadingDuty { spans });
		});
	};
	broken(|| duty(NOBODY, &[(0, None)]), "a duty of no node");
	broken(|| duty(CAROL, &[]), "a duty of nothing");
	for spans in [
		&[(5, Some(5))][..],
		&[(6, Some(5))],
		&[(5, None), (6, None)],
		&[(5, Some(7)), (6, None)],
		&[(6, Some(7)), (4, Some(5))],
	] {
		broken(|| duty(CAROL, spans), "a duty out of order");
	}
	// As one meter follows another, at once or later.
	run(|| {
		Market::set_metered(CAROL, 5);
		for next in [7, 9] {
			duty(CAROL, &[(5, Some(7)), (next, Some(20))]);
			check_state();
		}
	});
}

#[test]
fn the_ledger_knows_who_owes_readings() {
	use gridmerit_pallet_support::ReadingDuty;
	let wrong = "the ledger knows something else of who owes readings";
	broken(|| Ledger::require_standing(CAROL, false), wrong);
	broken(|| Ledger::require_standing(BOB, true), wrong);
	broken(|| Duties::<Test>::remove(page_of(CAROL)), wrong);
	let spans = vec![(0, None)].try_into().unwrap();
	let unheard = |page: &mut gridmerit_pallet_support::Page<_>| {
		page.set(BOB, ReadingDuty { spans });
	};
	broken(|| Duties::<Test>::mutate(page_of(BOB), unheard), wrong);
}

#[test]
fn what_closing_waits_for_is_in_order() {
	let windows = |windows: &[(Interval, u32)]| {
		let windows = windows.to_vec();
		move || DisputeWindows::<Test>::put(BoundedVec::truncate_from(windows))
	};
	let mut least = 0;
	run(|| least = Settlement::shortest_window());
	let most = <Test as Config>::MaxDisputeWindow::get();
	let wrong = "dispute windows beyond bounds or out of order";
	broken(windows(&[(0, least - 1)]), wrong);
	broken(windows(&[(0, most + 1)]), wrong);
	broken(windows(&[(5, least), (5, most)]), wrong);
	let wrong = "reopened after its time, or ahead of it";
	let closed = || {
		ProvisionalUntil::<Test>::put(SilenceCursor { interval: 1, node: 0 });
		Market::set_closed_until(1);
		Reopened::<Test>::insert(0, 0);
	};
	broken(closed, wrong);
	broken(|| Reopened::<Test>::insert(INTERVAL, Served::<Test>::get().served + 1), wrong);
	let cursor = SilenceCursor { interval: INTERVAL, node: 0 };
	broken(|| CorrectionCursor::<Test>::put(cursor), "a correction of nothing");
}

#[test]
fn only_what_is_closed_is_told() {
	let wrong = "told before it was closed, or beyond all pages";
	for (interval, page) in [(INTERVAL, 0), (INTERVAL - 1, 1), (INTERVAL - 2, 1)] {
		broken(
			|| {
				ProvisionalUntil::<Test>::put(SilenceCursor { interval: INTERVAL - 1, node: 0 });
				Market::set_closed_until(INTERVAL - 1);
				ToldUntil::<Test>::put(ToldCursor { interval, page });
			},
			wrong,
		);
	}
}

#[test]
fn what_is_to_be_told_is_remembered() {
	broken(
		|| {
			ProvisionalUntil::<Test>::put(SilenceCursor { interval: INTERVAL - 1, node: 0 });
			Market::set_closed_until(INTERVAL - 1);
			Market::set_remembered_from(INTERVAL - 1);
			ToldUntil::<Test>::put(ToldCursor { interval: INTERVAL - 2, page: 0 });
		},
		"forgotten before it was told",
	);
}
