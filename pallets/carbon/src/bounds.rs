// SPDX-License-Identifier: Apache-2.0

//! What zero-carbon demands take, and what they refuse.

use frame_support::{ensure, pallet_prelude::DispatchResult, traits::Get, weights::Weight};
use gridmerit_carbon::{Bound, BoundFault};
use gridmerit_energy::{Interval, NodeIndex, Wh};
use gridmerit_pallet_support::{CarbonBounds, page_of};

use crate::{
	BoundSince, Bounds, Config, Error, Event, Pallet, Tolerated, ToleratedFrom, WeightInfo,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_bound(
		account: &T::AccountId,
		bound: Option<Bound>,
	) -> Result<(), Error<T>> {
		let node = Self::node_of(account)?.index;
		let before = Bounds::<T>::get(node).map(|before| before.bound);
		ensure!(before != bound, Error::NothingToChange);
		let from = Self::next_interval();
		match bound {
			Some(bound) => {
				bound.check(&T::DefaultFootprint::get()).map_err(|fault| match fault {
					BoundFault::Loss => Error::TooLoose,
					BoundFault::BoundsNothing => Error::BoundsNothing,
				})?;
				Bounds::<T>::insert(node, BoundSince { bound, from });
			},
			None => Bounds::<T>::remove(node),
		}
		Self::deposit_event(Event::BoundSet { node, bound, from });
		Ok(())
	}

	/// A node's bound in an interval.
	pub fn bound_at(node: NodeIndex, interval: Interval) -> Option<Bound> {
		Bounds::<T>::get(node).filter(|since| since.from <= interval).map(|since| since.bound)
	}
}

impl<T: Config> CarbonBounds for Pallet<T> {
	fn accept(
		node: NodeIndex,
		plant: NodeIndex,
		interval: Interval,
		energy: Wh,
		drawn: Option<Wh>,
	) -> DispatchResult {
		let Some(bound) = Self::bound_at(node, interval) else { return Ok(()) };
		if bound.admits(&Self::counted_at(plant, interval).0) {
			return Ok(());
		}
		// What is tolerated is a share of what is drawn in an interval: other times have none.
		let drawn = drawn.ok_or(Error::<T>::OutsideBound)?;
		let (page, allowed) = (page_of(node), bound.allowed(drawn));
		let mut rows = Tolerated::<T>::get(interval, page);
		let before = rows.get(node).copied().unwrap_or_default();
		let outside = before.checked_add(energy).ok_or(Error::<T>::OutsideBound)?;
		ensure!(outside <= allowed, Error::<T>::OutsideBound);
		rows.set(node, outside);
		Tolerated::<T>::insert(interval, page, rows);
		let from = ToleratedFrom::<T>::get().map_or(interval, |from| from.min(interval));
		ToleratedFrom::<T>::put(from);
		Self::deposit_event(Event::OutsideTolerated {
			node,
			plant,
			interval,
			energy,
			outside,
			allowed,
		});
		Ok(())
	}

	fn weight() -> Weight {
		T::WeightInfo::accept()
	}
}
