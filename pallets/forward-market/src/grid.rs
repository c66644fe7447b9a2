// SPDX-License-Identifier: Apache-2.0

//! Where nodes hang on the grid, and what full lines earn.

use alloc::vec::Vec;
use frame_support::{ensure, traits::Get, weights::Weight};
use gridmerit_energy::{Interval, Order, Planck};
use gridmerit_pallet_support::{
	Bus, CongestionRent, Grid, NodeView, Page, has_grid, page_of, proof_of,
};

use crate::{Buses, Config, Error, Pallet, Rents};

impl<T: Config> Pallet<T> {
	/// The most that a grid adds to posting so many orders.
	pub(crate) fn placing_weight(orders: u32) -> Weight {
		if !has_grid::<T::Grid>() {
			return Weight::zero();
		}
		T::Grid::buses_weight()
			.saturating_add(proof_of::<Page<Bus>>())
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
			.saturating_mul(orders.into())
	}

	/// The pages of buses that have to be noted before a node may post these orders: those of intervals with lines for
	/// which it posts for the first time. Refused if the grid of one of them has no bus for it.
	///
	/// Once noted, it stays: what a node trades in an interval passes the same lines in all rounds, also if it is moved
	/// meanwhile.
	pub(crate) fn to_note(
		node: &NodeView,
		orders: &[(Interval, Option<Order>)],
	) -> Result<Vec<(Interval, Page<Bus>)>, Error<T>> {
		let mut noted = Vec::new();
		if !has_grid::<T::Grid>() {
			return Ok(noted);
		}
		for (interval, _) in orders.iter().filter(|(_, order)| order.is_some()) {
			let buses = T::Grid::buses(*interval);
			// On a single bus there are no lines.
			if buses <= 1 {
				continue;
			}
			let mut page = Buses::<T>::get(interval, page_of(node.index));
			if page.get(node.index).is_none() {
				ensure!(u32::from(node.bus) < buses, Error::<T>::NoSuchBus);
				page.set(node.index, node.bus);
				noted.push((*interval, page));
			}
		}
		Ok(noted)
	}

	/// Adds to the congestion rent of an interval.
	pub(crate) fn note_rent(interval: Interval, more: Planck) {
		if more > 0 {
			Rents::<T>::mutate(interval, |rent| {
				*rent = Some(rent.unwrap_or(0).saturating_add(more));
			});
		}
	}

	/// Forgets the congestion rent of an interval whose positions are forgotten.
	pub(crate) fn forget_rent(interval: Interval) {
		if has_grid::<T::Grid>() {
			Rents::<T>::remove(interval);
		}
	}
}

impl<T: Config> CongestionRent for Pallet<T> {
	fn has_rent() -> bool {
		has_grid::<T::Grid>()
	}

	fn rent(interval: Interval) -> Planck {
		match has_grid::<T::Grid>() {
			true => Rents::<T>::get(interval).unwrap_or(0),
			false => 0,
		}
	}
}
