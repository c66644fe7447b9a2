// SPDX-License-Identifier: Apache-2.0

//! Old books, terms and positions are pruned when a block has weight left.

use frame_support::{traits::Get, weights::WeightMeter};
use gridmerit_energy::Interval;
use gridmerit_pallet_support::{NodeReferences, has_grid};

use crate::{
	BooksPrunedUntil, Buses, ClosedUntil, Config, Corrected, CurrentRound, Former, IntervalTerms,
	Orders, Pallet, PositionPages, PositionsPrunedUntil, Rights, TermsPrunedUntil, WeightInfo,
};

impl<T: Config> Pallet<T> {
	/// Prunes as far as the weight goes. In each step it removes a page of a book that is settled for good, or of its buses, the
	/// terms of an interval that is old and needed by nobody, or, after these, a page of its positions or a hold on a
	/// node that was its counterparty.
	pub(crate) fn prune(meter: &mut WeightMeter) {
		let mut step = || meter.try_consume(T::WeightInfo::prune()).is_ok();
		while step() {
			let Some(round) = CurrentRound::<T>::get() else { return };
			let (books, terms) = (BooksPrunedUntil::<T>::get(), TermsPrunedUntil::<T>::get());
			let old = round.number.saturating_sub(T::History::get()).min(Self::needed_from());
			// What is open in this round lies after it, and what an order locks is freed before it is closed.
			if books <= round.number && books < ClosedUntil::<T>::get() {
				let mut pages = Self::drain_book(books);
				while pages.next().is_some() {
					if !step() {
						return;
					}
				}
				BooksPrunedUntil::<T>::put(books.saturating_add(1));
			} else if terms < old {
				Self::prune_terms(terms);
			} else {
				let positions = PositionsPrunedUntil::<T>::get();
				if positions >= terms {
					return;
				}
				let mut entries = Self::drain_positions(positions);
				while entries.next().is_some() {
					if !step() {
						return;
					}
				}
				Self::forget_rent(positions);
				PositionsPrunedUntil::<T>::put(positions.saturating_add(1));
			}
		}
	}

	/// Removes a book and on which buses its orders hang, a page each time it is asked. One iterator for all pages: to
	/// begin anew for each would be to walk past all those that this block has removed.
	pub(crate) fn drain_book(interval: Interval) -> impl Iterator<Item = ()> {
		let orders = Orders::<T>::iter_key_prefix(interval).drain().map(|_| ());
		let buses = has_grid::<T::Grid>()
			.then(|| Buses::<T>::iter_key_prefix(interval).drain().map(|_| ()));
		orders.chain(buses.into_iter().flatten())
	}

	/// Removes the terms of the oldest interval that has any.
	pub(crate) fn prune_terms(oldest: Interval) {
		IntervalTerms::<T>::remove(oldest);
		Corrected::<T>::remove(oldest);
		TermsPrunedUntil::<T>::put(oldest.saturating_add(1));
	}

	/// Removes the positions of an interval with the rights to feed in, and releases those who were counterparties for the
	/// last time in it, one entry each time it is asked.
	pub(crate) fn drain_positions(interval: Interval) -> impl Iterator<Item = ()> {
		let positions = PositionPages::<T>::iter_key_prefix(interval).drain().map(|_| ());
		let former = Former::<T>::iter_key_prefix(interval).drain().map(T::Nodes::release);
		let rights = has_grid::<T::Grid>()
			.then(|| Rights::<T>::iter_key_prefix(interval).drain().map(|_| ()));
		positions.chain(rights.into_iter().flatten()).chain(former)
	}
}
