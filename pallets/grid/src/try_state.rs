// SPDX-License-Identifier: Apache-2.0

//! What must always hold.

#![cfg(any(feature = "try-runtime", test))]

use frame_support::{ensure, traits::Get};
use gridmerit_grid::{Feeder, Line};
use sp_runtime::TryRuntimeError;

use crate::{
	Config, Keepers, Lines, OwnLimits, Owners, Pallet, Proposals, PrunedUntil, Sizes, Trading,
	TradingIntervals,
	lines::pages_of,
	schedule::{at, is_sound},
};

impl<T: Config> Pallet<T> {
	/// Checks the invariants:
	///
	/// 1. buses are numbered from 1 on without a gap, each with an owner; there are at most `MaxLines`;
	/// 2. what holds from intervals on is in order; no bus is built before it is counted;
	/// 3. the lines are a tree in each interval that is traded or still to come;
	/// 4. no limit is above any that a line can have;
	/// 5. limits of single intervals are of lines that there are, in pages that are not empty, and are pruned in turn;
	/// 6. resets of a line's limits are counted, and what one alone set never takes the place of a default that two agreed
	///    to;
	/// 7. only who keeps the grid proposes;
	/// 8. what the market has told is a range.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let sizes = Sizes::<T>::get();
		ensure!(is_sound(&sizes), "changes of the grid out of order");
		ensure!(sizes.iter().zip(sizes.iter().skip(1)).all(|(a, b)| a.1 <= b.1), "a bus has gone");
		let size = sizes.last().map_or(0, |(_, size)| *size);
		ensure!(u32::from(size) <= T::MaxLines::get(), "too many lines");
		let mut next = 1_u32;
		for page in pages_of(size) {
			let rows = Lines::<T>::get(page);
			ensure!(rows.is_sound(), "a page of lines out of order");
			for (bus, row) in rows.rows(page) {
				ensure!(bus == next, "a bus is missing, or is twice");
				next = next.saturating_add(1);
				ensure!(
					is_sound(&row.built) && is_sound(&row.limits),
					"a line's values out of order"
				);
				let changes = row.built.iter().all(|(from, _)| {
					let change = sizes.first().is_some_and(|(first, _)| from < first);
					change
						|| sizes.iter().any(|(other, size)| other == from && bus <= (*size).into())
				});
				ensure!(changes && !row.built.is_empty(), "a line was built in no change");
				let most = row.limits.iter().map(|(_, decided)| decided.limits.most()).max();
				ensure!(most <= Some(Line::NO_LIMIT), "a limit that no line can have");
				ensure!(
					row.limits.is_sorted_by_key(|(_, decided)| decided.resets),
					"resets are not counted"
				);
			}
		}
		ensure!(next == u32::from(size).saturating_add(1), "lines are not counted");
		ensure!(Lines::<T>::iter_keys().count() == pages_of(size).count(), "a page of no lines");
		let known = |bus: u16| 0 < bus && bus <= size;
		let owners = Owners::<T>::iter_keys().filter(|bus| known(*bus)).count();
		ensure!(owners == usize::from(size), "a line without an owner");
		ensure!(Owners::<T>::iter_keys().count() == owners, "the owner of no line");

		let start = Self::first_needed();
		for from in sizes.iter().map(|(from, _)| (*from).max(start)) {
			let lines = Self::lines_at(from);
			ensure!(lines.len() == usize::from(Self::size(from)), "a line is unknown");
			ensure!(Feeder::new(&lines).is_ok(), "lines that are no tree");
		}
		let until = PrunedUntil::<T>::get();
		for (interval, page, rows) in OwnLimits::<T>::iter() {
			ensure!(until.is_some_and(|until| until <= interval), "limits that nobody prunes");
			ensure!(rows.is_sound() && !rows.is_empty(), "a page of limits out of order, or empty");
			let lines = Lines::<T>::get(page);
			for (bus, own) in rows.rows(page) {
				let row = lines.get(bus).filter(|_| bus.try_into().is_ok_and(known));
				let row = row.ok_or("limits of no line")?;
				ensure!(own.limits.most() <= Line::NO_LIMIT, "a limit that no line can have");
				ensure!(own.resets <= row.resets(), "resets are not counted");
				let default = at(&row.limits, interval).filter(|default| default.agreed);
				ensure!(
					own.agreed || default.is_none_or(|default| !own.outlasts(Some(default))),
					"one alone set what two agreed to"
				);
			}
		}
		let TradingIntervals { first, end, .. } = Trading::<T>::get();
		ensure!(first <= end, "traded before it opens");
		for proposer in Proposals::<T>::iter_keys() {
			ensure!(Keepers::<T>::contains_key(proposer), "a proposal by nobody");
		}
		Ok(())
	}
}
