// SPDX-License-Identifier: Apache-2.0

//! Each invariant, broken.

use super::*;
use crate::{Built, LineRow, Trading};

/// A sound state, then `corrupt`: what `try_state` says.
fn broken(corrupt: impl FnOnce(), expected: &'static str) {
	run(|| {
		assert_ok!(set(OWNER, 1, only(110, 110), both(600)));
		frame_support::storage::with_transaction(|| {
			corrupt();
			let found = Grid::do_try_state();
			assert_eq!(found, Err(sp_runtime::TryRuntimeError::Other(expected)));
			sp_runtime::TransactionOutcome::Rollback(Ok::<_, DispatchError>(()))
		})
		.unwrap();
	});
}

const SET: Decided = Decided { limits: Limits { import: 1, export: 1 }, agreed: false, resets: 0 };

/// Limits of bus 1 in interval 110.
fn own(own: Decided) -> impl FnOnce() {
	move || {
		OwnLimits::<Test>::mutate(110, 0, |page| page.set(1, own));
	}
}

fn rows(corrupt: impl FnOnce(&mut LineRow)) -> impl FnOnce() {
	move || {
		Lines::<Test>::mutate(0, |page| {
			let mut row = page.get(2).cloned().unwrap();
			corrupt(&mut row);
			page.set(2, row);
		});
	}
}

fn sizes(sizes: &'static [(Interval, u16)]) -> impl FnOnce() {
	move || Sizes::<Test>::put(BoundedVec::truncate_from(sizes.to_vec()))
}

#[test]
fn every_invariant_is_checked() {
	broken(sizes(&[(0, 3), (0, 3)]), "changes of the grid out of order");
	broken(sizes(&[(0, 3), (5, 2)]), "a bus has gone");
	broken(sizes(&[(0, 201)]), "too many lines");
	broken(sizes(&[(0, 4)]), "lines are not counted");
	broken(sizes(&[(0, 3), (110, 4)]), "lines are not counted");
	broken(
		|| {
			Lines::<Test>::mutate(0, |page| page.remove(2));
		},
		"a bus is missing, or is twice",
	);
	broken(
		rows(|row| row.limits = vec![(5, SET), (5, SET)].try_into().unwrap()),
		"a line's values out of order",
	);
	broken(rows(|row| row.built = Default::default()), "a line was built in no change");
	broken(
		rows(|row| row.built.try_push((7, Built { parent: 0, rating: 1 })).unwrap()),
		"a line was built in no change",
	);
	broken(
		rows(|row| {
			let limits = both(u64::MAX);
			row.limits.try_push((7, Decided { limits, ..SET })).unwrap()
		}),
		"a limit that no line can have",
	);
	broken(|| Lines::<Test>::insert(1, Lines::<Test>::get(0)), "a page of no lines");
	broken(|| Owners::<Test>::remove(3), "a line without an owner");
	broken(|| Owners::<Test>::insert(4, OWNER), "the owner of no line");
	broken(
		rows(|row| row.built = vec![(0, Built { parent: 2, rating: 1 })].try_into().unwrap()),
		"lines that are no tree",
	);
	broken(PrunedUntil::<Test>::kill, "limits that nobody prunes");
	broken(|| PrunedUntil::<Test>::put(111), "limits that nobody prunes");
	broken(
		|| OwnLimits::<Test>::insert(110, 0, gridmerit_pallet_support::Page::default()),
		"a page of limits out of order, or empty",
	);
	broken(
		|| {
			OwnLimits::<Test>::mutate(110, 0, |page| page.set(4, SET));
		},
		"limits of no line",
	);
	broken(own(Decided { limits: both(u64::MAX), ..SET }), "a limit that no line can have");
	broken(own(Decided { resets: 1, ..SET }), "resets are not counted");
	let fewer = || vec![(0, Decided { resets: 1, ..SET }), (7, SET)].try_into().unwrap();
	broken(rows(|row| row.limits = fewer()), "resets are not counted");
	// Bus 2 has limits that two agreed to in the genesis.
	broken(
		|| {
			OwnLimits::<Test>::mutate(110, 0, |page| page.set(2, SET));
		},
		"one alone set what two agreed to",
	);
	broken(
		|| Proposals::<Test>::insert(STRANGER, lines(0, vec![line(4, 0, 1)])),
		"a proposal by nobody",
	);
	broken(
		|| Trading::<Test>::mutate(|trading| trading.end = trading.first - 1),
		"traded before it opens",
	);
}
