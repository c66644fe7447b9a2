// SPDX-License-Identifier: Apache-2.0

//! Each invariant, broken.

use super::*;
use gridmerit_trust::Accrual;

/// A sound state with all there is, then `corrupt`: what `try_state` says.
fn broken(corrupt: impl FnOnce(), expected: &'static str) {
	run(|| {
		bond(ALICE, 100 * UNIT);
		back(DAVE, ALICE, 50 * UNIT);
		assert_ok!(TrustStaking::unbond(by(ALICE), ALICE, 10 * UNIT));
		assert_ok!(TrustStaking::unback(Origin::signed(DAVE), ALICE, 10 * UNIT));
		full_day(ALICE, 1);
		next_sessions(1);
		report(contradiction(ALICE, 1));
		// Being folded, and gathered.
		full_day(ALICE, 11);
		CurrentSession::set(&(now() + 1));
		poll(<() as WeightInfo>::poll());
		full_day(ALICE, 21);
		check();
		frame_support::storage::with_transaction(|| {
			corrupt();
			let found = TrustStaking::do_try_state();
			assert_eq!(found, Err(sp_runtime::TryRuntimeError::Other(expected)));
			sp_runtime::TransactionOutcome::Rollback(Ok::<_, DispatchError>(()))
		})
		.unwrap();
	});
}

fn change(corrupt: impl FnOnce(&mut StakeOf<Test>)) {
	let mut stake = Stakes::<Test>::get(ALICE).unwrap();
	corrupt(&mut stake);
	Stakes::<Test>::insert(ALICE, stake);
}

fn change_backer(corrupt: impl FnOnce(&mut BackerOf<Test>)) {
	let mut backer = Backers::<Test>::get(ALICE, DAVE).unwrap();
	corrupt(&mut backer);
	Backers::<Test>::insert(ALICE, DAVE, backer);
}

fn change_row(node: NodeIndex, corrupt: impl FnOnce(&mut StandingRow)) {
	StandingPages::<Test>::mutate(page_of(node), |rows| {
		let mut row = *rows.get(ALICE).unwrap();
		corrupt(&mut row);
		rows.set(node, row);
	});
}

fn part(billionths: u32) -> Part {
	codec::Decode::decode(&mut &billionths.to_le_bytes()[..]).unwrap()
}

#[test]
fn bonds_are_checked() {
	broken(
		|| Stakes::<Test>::insert(NOBODY, Stakes::<Test>::get(ALICE).unwrap()),
		"a bond of no node",
	);
	broken(|| Stakes::<Test>::insert(BOB, StakeOf::<Test>::default()), "a stake of nothing");
	broken(|| change(|stake| stake.owner = None), "a bond without an owner");
	broken(|| change(|stake| stake.unbonding[0].amount = 0), "an unbonding of nothing");
	broken(
		|| {
			change(|stake| {
				let again = stake.unbonding[0];
				stake.unbonding.try_push(again).unwrap();
			})
		},
		"unbondings out of order",
	);
	broken(|| change(|stake| stake.commission = part(u32::MAX)), "a commission above the whole");
	broken(
		|| change(|stake| stake.next_commission = Some((0, part(1_000_000_001)))),
		"a commission above the whole",
	);
	broken(|| change(|stake| stake.bonded += 1), "what is held is not what is bonded");
	broken(|| change(|stake| stake.owner = Some(DAVE)), "what is held is not what is bonded");
	// Money on hold for no bond would be held for ever.
	let held_for_nothing = || {
		use frame_support::traits::fungible::MutateHold;
		assert_ok!(Balances::hold(&HoldReason::Bond.into(), &ERIN, balance(UNIT)));
	};
	broken(held_for_nothing, "what is held is not what is bonded");
}

#[test]
fn backers_are_checked() {
	broken(|| change_backer(|backer| backer.shares += 1), "shares do not add up");
	broken(
		|| change_backer(|backer| backer.leaving[0].amount -= 1),
		"leaving shares do not add up",
	);
	broken(|| change_backer(|backer| backer.leaving[0].amount = 0), "an unbonding of nothing");
	broken(|| change_backer(|backer| backer.since = u128::MAX), "rewards that cannot be reckoned");
	broken(
		|| Backers::<Test>::insert(ALICE, ERIN, BackerOf::<Test>::default()),
		"a backer of nothing",
	);
	broken(
		|| Backers::<Test>::insert(BOB, DAVE, Backers::<Test>::get(ALICE, DAVE).unwrap()),
		"a backer of nothing",
	);
	broken(|| change(|stake| stake.backers = 2), "the count of backers is wrong");
	broken(|| change(|stake| stake.pool.bonded += 1), "the pot does not hold what pools have");
	broken(|| change(|stake| stake.leaving.bonded += 1), "the pot does not hold what pools have");
	broken(|| Unpaid::<Test>::put(1), "the pot does not hold what pools have");
}

#[test]
fn rewards_are_checked() {
	broken(|| change_row(ALICE, |row| row.owed += 1_000), "more is owed than promised");
	broken(|| change_backer(|backer| backer.owed += 1_000), "more is owed than promised");
	broken(
		|| {
			change(|stake| {
				stake.accrual = Accrual { rest: stake.accrual.rest + 1_000, ..stake.accrual }
			})
		},
		"more is owed than promised",
	);
	broken(|| Promised::<Test>::put(REWARDS + 1), "promised rewards are not there");
}

#[test]
fn standings_are_checked() {
	broken(
		|| StandingPages::<Test>::insert(1, gridmerit_pallet_support::Page::default()),
		"a page of nothing",
	);
	broken(
		|| {
			let row = *StandingPages::<Test>::get(0).get(ALICE).unwrap();
			StandingPages::<Test>::mutate(1, |rows| rows.set(NOBODY, row));
		},
		"a standing of no node",
	);
	broken(
		|| change_row(ALICE, |row| row.reputation.index = part(1_000_000_001)),
		"an index above the whole",
	);
	broken(
		|| change_row(ALICE, |row| row.reputation.day = gridmerit_trust::Day::MAX),
		"an index without a day",
	);
	broken(|| History::<Test>::insert(NOBODY, History::<Test>::get(ALICE)), "a history of no node");
	broken(
		|| History::<Test>::insert(BOB, Vec::new().try_into().unwrap_or(History::<Test>::get(BOB))),
		"a history of nothing",
	);
	broken(
		|| {
			History::<Test>::mutate(ALICE, |history| {
				let again = history[0];
				history.try_push(again).unwrap();
			})
		},
		"a history out of order",
	);
}

#[test]
fn conduct_is_checked() {
	let place = || Running::<Test>::get().place;
	let page = || ConductPages::<Test>::get(place(), 0);
	broken(
		|| ConductPages::<Test>::insert(place(), 0, gridmerit_pallet_support::Page::default()),
		"conduct of nobody",
	);
	broken(|| ConductPages::<Test>::insert(place(), 1, page()), "a page of conduct is not known");
	broken(
		|| {
			ConductPages::<Test>::mutate(place(), 0, |rows| rows.set(ALICE, Conduct::default()));
		},
		"conduct that is none",
	);
	broken(
		|| {
			let mut rows = gridmerit_pallet_support::Page::default();
			rows.set(NOBODY, Conduct::offence(Offence::Absence, Part::ONE));
			ConductPages::<Test>::insert(place(), 1, rows);
			ConductSets::<Test>::mutate(place(), |pages| pages.insert(1));
		},
		"conduct of no node",
	);
	broken(Folding::<Test>::kill, "conduct that nobody folds");
	broken(|| ConductSets::<Test>::remove(!place()), "a page of conduct is not known");
	broken(
		|| {
			let mut cursor = Folding::<Test>::get().unwrap();
			cursor.session = now();
			Folding::<Test>::put(cursor);
		},
		"a session is folded before its end",
	);
	broken(
		|| {
			let mut cursor = Folding::<Test>::get().unwrap();
			cursor.page = 1;
			Folding::<Test>::put(cursor);
		},
		"a page was passed by",
	);
	broken(
		|| Running::<Test>::mutate(|running| running.session = now() + 1),
		"a session that has not begun",
	);
}

#[test]
fn slashes_rules_and_reports_are_checked() {
	let slash = || Slashes::<Test>::get(0).unwrap();
	broken(|| change(|stake| stake.pending = 0), "the count of slashes is wrong");
	broken(|| Slashes::<Test>::remove(0), "the count of slashes is wrong");
	broken(|| FirstSlash::<Test>::put(1), "a slash out of turn");
	broken(|| NextSlash::<Test>::put(0), "a slash out of turn");
	broken(|| FirstSlash::<Test>::put(2), "slashes end before they begin");
	broken(
		|| {
			Slashes::<Test>::insert(1, PendingSlash { due: 0, ..slash() });
			NextSlash::<Test>::put(2);
		},
		"slashes are due out of order",
	);
	broken(
		|| {
			Slashes::<Test>::insert(1, PendingSlash { node: BOB, ..slash() });
			NextSlash::<Test>::put(2);
		},
		"a slash of nothing",
	);
	broken(|| Rules::<Test>::mutate(|rules| rules.params.day = 0), "rules that are not sound");
	broken(
		|| {
			let mut rules = TrustRules::default();
			rules.weighing.full = 0;
			NextRules::<Test>::put((0, rules));
		},
		"next rules that are not sound",
	);
	broken(|| ReportsFrom::<Test>::put(now()), "a report that should be forgotten");
}
