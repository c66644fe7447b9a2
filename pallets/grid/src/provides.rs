// SPDX-License-Identifier: Apache-2.0

//! The grid of an interval, for whoever clears it and for clients.

use alloc::vec::Vec;
use frame_support::{
	traits::{Defensive, Get},
	weights::Weight,
};
use gridmerit_energy::{Interval, Wh};
use gridmerit_grid::{Bus, Feeder, Line};
use gridmerit_pallet_support::{Grid, GridOperators, GridRole, LineOwners, page_of, proof_of};

use crate::{
	Built, Config, Decided, Keepers, Limits, LineRow, LineView, Lines, OwnLimits, Owners, Pallet,
	Schedule, WeightInfo, lines::pages_of, schedule,
};

impl<T: Config> Grid for Pallet<T> {
	fn max_buses() -> u32 {
		T::MaxLines::get().saturating_add(1)
	}

	fn buses(interval: Interval) -> u32 {
		match Self::size(interval) {
			0 => 0,
			size => u32::from(size).saturating_add(1),
		}
	}

	fn buses_weight() -> Weight {
		// A value of some bytes, and what proves it.
		T::DbWeight::get().reads(1).saturating_add(proof_of::<Schedule<u16>>())
	}

	fn feeder(interval: Interval) -> Option<Feeder> {
		let lines = Self::lines_at(interval);
		if lines.is_empty() {
			return None;
		}
		Feeder::new(&lines).defensive_proof("each change was checked to leave a tree").ok()
	}

	fn weight(buses: u32) -> Weight {
		T::WeightInfo::feeder(buses.saturating_sub(1).min(T::MaxLines::get()))
	}
}

impl<T: Config> LineOwners<T::AccountId> for Pallet<T> {
	fn owner(bus: Bus) -> Option<T::AccountId> {
		Owners::<T>::get(bus).filter(|owner| Keepers::<T>::contains_key(owner))
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn set_owner(bus: Bus, account: &T::AccountId) {
		Owners::<T>::insert(bus, account);
		Keepers::<T>::insert(account, GridRole::LineOwner);
	}
}

impl<T: Config> GridOperators<T::AccountId> for Pallet<T> {
	fn is_grid_operator(account: &T::AccountId) -> bool {
		Keepers::<T>::get(account) == Some(GridRole::GridOperator)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn set_grid_operator(account: &T::AccountId) {
		Keepers::<T>::insert(account, GridRole::GridOperator);
	}
}

/// What decides on how much a line may carry in an interval: limits of that interval, or the default; none: its rating.
fn decided<'a>(
	row: &'a LineRow,
	own: Option<&'a Decided>,
	interval: Interval,
) -> Option<&'a Decided> {
	let default = schedule::at(&row.limits, interval);
	own.filter(|own| own.outlasts(default)).or(default)
}

/// What a line may carry in an interval, never more than its rating.
fn line_at<T: Config>(row: &LineRow, own: Option<&Decided>, interval: Interval) -> Option<Line> {
	let Built { parent, rating } = *schedule::at(&row.built, interval)?;
	let free = Pallet::<T>::free_of(rating);
	let limits = decided(row, own, interval).map(|decided| decided.within(free, rating));
	let Limits { import, export } = limits.unwrap_or(Limits { import: rating, export: rating });
	Some(Line { parent, import, export })
}

impl<T: Config> Pallet<T> {
	/// How much of a rating no one alone takes away.
	pub(crate) fn free_of(rating: Wh) -> Wh {
		T::FreeShare::get().mul_ceil(rating).min(rating)
	}

	/// The lines of an interval with what they may carry: that of bus 1, of bus 2, and so on; none if they are
	/// forgotten.
	pub(crate) fn lines_at(interval: Interval) -> Vec<Line> {
		let size = Self::size(interval);
		let mut lines = Vec::with_capacity(size.into());
		for page in pages_of(size) {
			let (rows, own) = (Lines::<T>::get(page), OwnLimits::<T>::get(interval, page));
			for (bus, row) in rows.rows(page).take_while(|(bus, _)| *bus <= size.into()) {
				// Of an interval that has cleared it may be forgotten.
				let Some(line) = line_at::<T>(row, own.get(bus), interval) else {
					return Vec::new();
				};
				lines.push(line);
			}
		}
		lines
	}

	/// A line in an interval.
	pub(crate) fn view(bus: Bus, interval: Interval) -> Option<LineView<T::AccountId>> {
		let (_, row) = Self::row(bus).ok()?;
		let own = OwnLimits::<T>::get(interval, page_of(bus.into()));
		let own = own.get(bus.into());
		let Line { import, export, .. } = line_at::<T>(&row, own, interval)?;
		Some(LineView {
			owner: Owners::<T>::get(bus)?,
			built: *schedule::at(&row.built, interval)?,
			limits: Limits { import, export },
			agreed: decided(&row, own, interval).is_some_and(|decided| decided.agreed),
		})
	}
}
