// SPDX-License-Identifier: Apache-2.0

//! What other pallets ask.

use frame_support::{
	traits::{Defensive, Get},
	weights::Weight,
};
use gridmerit_energy::{self as primitives, Dispatch, Interval, Order, Terms};
use gridmerit_pallet_support::{Books, ClosedRound, Page, PageIndex, PageSet};

use crate::{
	Config, CurrentRound, IntervalTerms, Leaving, Orders, Pallet, RememberedFrom, Rules,
	weights::WeightInfo,
};

impl<T: Config> primitives::IntervalTerms for Pallet<T> {
	fn terms(interval: Interval) -> Option<Terms> {
		IntervalTerms::<T>::get(interval)
	}

	fn start(interval: Interval) -> u64 {
		Self::start_of(interval)
	}

	fn now() -> Interval {
		Self::interval_now()
	}

	fn never_opens(interval: Interval) -> bool {
		let begun = CurrentRound::<T>::get().is_some_and(|round| interval <= round.number);
		begun && !IntervalTerms::<T>::contains_key(interval)
	}

	fn remembered_from() -> Interval {
		RememberedFrom::<T>::get()
	}
}

impl<T: Config> Books for Pallet<T> {
	fn closed_round() -> Option<ClosedRound> {
		Self::close_round()
	}

	fn closed_round_weight() -> Weight {
		T::WeightInfo::close_round()
	}

	fn rules(interval: Interval) -> Option<primitives::Rules> {
		let round = CurrentRound::<T>::get()?;
		let clears = Self::first_to_clear(&round) <= interval;
		let terms = Self::open_terms(round.number, interval).filter(|_| clears)?;
		Some(primitives::Rules {
			limits: terms.tariff.limits().ok()?,
			scarcity: terms.scarcity,
			dispatch: Dispatch::MeritOrder,
		})
	}

	fn fee(interval: Interval) -> Option<primitives::Price> {
		IntervalTerms::<T>::get(interval).map(|terms| terms.tariff.fee)
	}

	fn clears(interval: Interval) -> bool {
		let Some(round) = CurrentRound::<T>::get() else { return false };
		let closed = round.closed_from.is_some_and(|first| first <= interval);
		closed && Self::open_terms(round.number, interval).is_some()
	}

	fn pages() -> PageSet {
		CurrentRound::<T>::get().map(|round| round.pages).unwrap_or_default()
	}

	fn page(interval: Interval, page: PageIndex) -> Page<Order> {
		Orders::<T>::get(interval, page)
	}

	fn put_back(interval: Interval, page: PageIndex, orders: Page<Order>) -> bool {
		let next = CurrentRound::<T>::get().map_or(0, |round| round.number).saturating_add(1);
		let stays = !orders.is_empty() && Self::open_terms(next, interval).is_some();
		if stays {
			Orders::<T>::insert(interval, page, orders);
		} else {
			Orders::<T>::remove(interval, page);
		}
		stays
	}

	fn open_next(pages: &PageSet) -> (bool, Weight) {
		if let Some(node) = Leaving::<T>::iter_keys().next() {
			Leaving::<T>::remove(node);
			Self::take_all_out(node);
			return (false, Self::cancel_orders_weight());
		}
		// Rules are never taken away.
		let Some(rules) = Rules::<T>::get().defensive() else { return (true, Weight::zero()) };
		if Self::fix_skipped(&rules) {
			return (false, T::WeightInfo::open_round(T::MaxAhead::get()));
		}
		Self::open_round(&rules, pages.clone());
		(true, T::WeightInfo::open_round(rules.ahead()))
	}

	fn open_next_weight() -> Weight {
		let open = T::WeightInfo::open_round(T::MaxAhead::get());
		open.max(Self::cancel_orders_weight())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn close_with(orders: &[(primitives::NodeIndex, Order)]) -> ClosedRound {
		crate::benchmarking::close_with::<T>(orders)
	}
}

impl<T: Config> Pallet<T> {
	/// The most that [`Self::cancel_orders_of`] may cost, now or when the books have cleared.
	pub fn cancel_orders_weight() -> Weight {
		use primitives::Pot;
		T::WeightInfo::leave(T::Pot::max_open())
	}
}
