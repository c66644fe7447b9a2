// SPDX-License-Identifier: Apache-2.0

//! Where nodes hang on the grid, what full lines earn, and what may be fed in behind them.

use alloc::vec::Vec;
use frame_support::{ensure, traits::Get, weights::Weight};
use gridmerit_energy::{FeedInRight, Interval, NodeIndex, Order, Planck};
use gridmerit_pallet_support::{
	Bus, CongestionRent, FeedIn, Grid, NodeView, Page, PageIndex, TeNodes, has_grid, page_of,
	proof_of,
};

use crate::{Buses, Config, Error, FullLines, Pallet, Rents, Rights};

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

	/// Forgets the congestion rent and the full lines of an interval whose positions are forgotten.
	pub(crate) fn forget_rent(interval: Interval) {
		if has_grid::<T::Grid>() {
			Rents::<T>::remove(interval);
			FullLines::<T>::remove(interval);
		}
	}

	/// What a node may feed in beyond its position; none if no line above it is full, as far as is known now.
	pub(crate) fn right_of(interval: Interval, node: NodeIndex) -> Option<FeedInRight> {
		let noted = Self::rights(interval, page_of(node)).get(node).copied();
		let bus = || T::Nodes::by_index(node).map(|node| node.bus);
		noted.or_else(|| {
			let behind = Self::is_behind_full_line(interval, node, bus()?);
			behind.then(FeedInRight::default)
		})
	}
}

impl<T: Config> FeedIn for Pallet<T> {
	fn has_rights() -> bool {
		has_grid::<T::Grid>()
	}

	fn rights(interval: Interval, page: PageIndex) -> Page<FeedInRight> {
		match has_grid::<T::Grid>() {
			true => Rights::<T>::get(interval, page),
			false => Page::default(),
		}
	}

	fn has_full_lines(interval: Interval) -> bool {
		has_grid::<T::Grid>() && FullLines::<T>::contains_key(interval)
	}

	fn is_behind_full_line(interval: Interval, node: NodeIndex, bus: Bus) -> bool {
		let Some(full) = FullLines::<T>::get(interval) else { return false };
		let noted = Buses::<T>::get(interval, page_of(node)).get(node).copied();
		full.contains(noted.unwrap_or(bus))
	}

	fn note_rights(interval: Interval, page: PageIndex, rights: Page<FeedInRight>) {
		Rights::<T>::insert(interval, page, rights);
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
