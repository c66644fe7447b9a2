// SPDX-License-Identifier: Apache-2.0

//! What must always hold.

#![cfg(any(feature = "try-runtime", test))]

use frame_support::{ensure, traits::Get};
use gridmerit_carbon::Footprint;
use gridmerit_pallet_support::{IntervalClock, TeNodes};
use sp_runtime::TryRuntimeError;

use crate::{
	Acts, Bounds, Config, Intensities, Limits, Pallet, Plants, PublishedFrom, Tolerated,
	ToleratedFrom, plants,
};

impl<T: Config> Pallet<T> {
	/// Checks the invariants:
	///
	/// 1. plants are of nodes that there are, declare what can be meant, and what is certified of them is in order, no two of
	///    it for one interval; what is certified of the next interval or later is what is declared;
	/// 2. what is published is of intervals that have begun, and no part of it is above the default; pages are sound, and none
	///    is before the first that is remembered;
	/// 3. limits can be kept, and are not above the default;
	/// 4. bounds are of nodes that there are, and bound something;
	/// 5. what was tolerated is something, on sound pages, and none is of an interval before the first that is remembered;
	/// 6. no authority has done more than it may.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let (now, next) = (T::Clock::now(), Self::next_interval());
		let default = T::DefaultFootprint::get();
		for (node, plant) in Plants::<T>::iter() {
			ensure!(T::Nodes::by_index(node).is_some(), "a plant of no node");
			ensure!(plant.declared.is_sound(), "a footprint that cannot be meant");
			ensure!(plants::is_sound::<T>(&plant, next), "certifications out of order");
		}
		let within = |footprint: &Footprint| footprint.is_within(&default);
		for (page, rows) in Intensities::<T>::iter() {
			ensure!(rows.is_sound() && !rows.is_empty(), "a page that is empty or out of order");
			let first = PublishedFrom::<T>::get();
			ensure!(first.is_some_and(|first| first <= page), "a page that is forgotten");
			for (interval, row) in rows.rows(page) {
				ensure!(interval <= now, "what was published before it began");
				let grid = row.grid;
				let residual = grid.residual.as_ref().is_none_or(within);
				ensure!(within(&grid.average) && residual, "a grid that is worse than the default");
			}
		}
		let limits = Limits::<T>::get();
		ensure!(limits.is_none_or(|limits| limits.is_sound(&default)), "limits that nobody keeps");
		for (node, since) in Bounds::<T>::iter() {
			ensure!(T::Nodes::by_index(node).is_some(), "a bound of no node");
			ensure!(since.bound.check(&default).is_ok(), "a bound that bounds nothing");
		}
		let first = ToleratedFrom::<T>::get();
		for (interval, page, rows) in Tolerated::<T>::iter() {
			ensure!(rows.is_sound() && !rows.is_empty(), "a page that is empty or out of order");
			ensure!(rows.rows(page).all(|(_, energy)| *energy > 0), "nothing that was tolerated");
			ensure!(first.is_some_and(|first| first <= interval), "tolerated and forgotten");
			ensure!(interval <= now, "tolerated before it was drawn");
		}
		for (_, recent) in Acts::<T>::iter() {
			ensure!((1..=T::MaxActs::get()).contains(&recent.count), "more acts than there may be");
		}
		Ok(())
	}
}
