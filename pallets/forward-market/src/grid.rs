// SPDX-License-Identifier: Apache-2.0

//! Where nodes hang on the grid, and what full lines earn.

use codec::MaxEncodedLen;
use frame_support::{ensure, traits::Get, weights::Weight};
use gridmerit_energy::{Interval, Order, Planck};
use gridmerit_pallet_support::{
	Bus, CongestionRent, Grid, NodeView, Page, PageIndex, has_grid, page_of,
};

use crate::{Buses, Config, Error, Pallet, Rents};

/// What a row of a map adds to a proof beside its value, at most: that of a trie of more rows than there are pages.
const PROOF_OF_KEY: u64 = 4_096;

impl<T: Config> Pallet<T> {
	/// The most that a grid adds to posting so many orders.
	pub(crate) fn placing_weight(orders: u32) -> Weight {
		if !has_grid::<T::Grid>() {
			return Weight::zero();
		}
		let row = Weight::from_parts(0, Page::<Bus>::max_encoded_len() as u64)
			.saturating_add(Weight::from_parts(0, PROOF_OF_KEY))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1));
		T::Grid::buses_weight().saturating_mul(orders.into()).saturating_add(row)
	}

	/// Whether lines limit what is traded in any of the intervals for which a node wants to post an order; refused if
	/// one of them has no bus for it.
	pub(crate) fn check_bus(
		node: &NodeView,
		orders: &[(Interval, Option<Order>)],
	) -> Result<bool, Error<T>> {
		let mut limited = false;
		if !has_grid::<T::Grid>() {
			return Ok(limited);
		}
		for (interval, _) in orders.iter().filter(|(_, order)| order.is_some()) {
			let buses = T::Grid::buses(*interval);
			// On a single bus there are no lines.
			if buses > 1 {
				ensure!(u32::from(node.bus) < buses, Error::<T>::NoSuchBus);
				limited = true;
			}
		}
		Ok(limited)
	}

	/// Notes on which bus a node hangs.
	pub(crate) fn place(node: &NodeView) {
		let page = page_of(node.index);
		let mut buses = Buses::<T>::get(page);
		if buses.set(node.index, node.bus) != Some(node.bus) {
			Buses::<T>::insert(page, buses);
		}
	}

	/// Forgets where a node has hung.
	pub(crate) fn forget_bus(node: gridmerit_energy::NodeIndex) {
		if !has_grid::<T::Grid>() {
			return;
		}
		Buses::<T>::mutate_exists(page_of(node), |page| {
			let Some(buses) = page else { return };
			buses.remove(node);
			if buses.is_empty() {
				*page = None;
			}
		});
	}

	/// What forgetting that, or a rent, costs.
	pub(crate) fn forgetting_weight() -> Weight {
		let page = Weight::from_parts(0, Page::<Bus>::max_encoded_len() as u64)
			.saturating_add(Weight::from_parts(0, PROOF_OF_KEY));
		match has_grid::<T::Grid>() {
			true => T::DbWeight::get().reads_writes(1, 1).saturating_add(page),
			false => Weight::zero(),
		}
	}

	/// The buses of a page.
	pub(crate) fn buses_of(page: PageIndex) -> Page<Bus> {
		Buses::<T>::get(page)
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
