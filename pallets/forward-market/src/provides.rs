// SPDX-License-Identifier: Apache-2.0

//! What other pallets ask.

use alloc::vec::Vec;
use frame_support::{traits::Get, weights::Weight};
use gridmerit_energy::{
	self as energy, FeedInRight, Interval, NodeIndex, Order, Planck, Position, Terms,
};
#[cfg(feature = "runtime-benchmarks")]
use gridmerit_pallet_support::page_of;
use gridmerit_pallet_support::{
	Books, Bus, BusSet, ClosedIntervals, ClosedRound, Fills, IntervalClock, Locks, MeteredNodes,
	OnRemove, OnSuspend, Page, PageIndex, PageSet, Positions, ReadingDuty,
};

use crate::{
	Buses, ClosedUntil, Config, CurrentRound, FullLines, IntervalTerms, Leaving, Metered,
	NeededFrom, Orders, Pallet, PositionPages, Rights, StoredCharges, TermsPrunedUntil, Waived,
	WeightInfo, published::Published,
};

impl<T: Config> IntervalClock for Pallet<T> {
	fn now() -> Interval {
		Self::interval_now()
	}

	fn start(interval: Interval) -> u64 {
		Self::start_of(interval)
	}
}

impl<T: Config> gridmerit_pallet_support::IntervalTerms for Pallet<T> {
	fn terms(interval: Interval) -> Option<Terms> {
		IntervalTerms::<T>::get(interval)
	}

	fn never_opens(interval: Interval) -> bool {
		let begun = CurrentRound::<T>::get().is_some_and(|round| interval <= round.number);
		begun && !IntervalTerms::<T>::contains_key(interval)
	}

	fn remembered_from() -> Interval {
		TermsPrunedUntil::<T>::get()
	}
}

impl<T: Config> Positions for Pallet<T> {
	fn position(interval: Interval, node: NodeIndex) -> Position {
		Self::position_of(interval, node)
	}

	fn positions(interval: Interval, page: PageIndex) -> Page<Position> {
		PositionPages::<T>::get(interval, page)
	}

	fn traded_pages(interval: Interval) -> (PageSet, u32) {
		let (mut pages, mut keys) = (PageSet::default(), 0_u32);
		let traded = PositionPages::<T>::iter_key_prefix(interval);
		for page in traded.chain(Orders::<T>::iter_key_prefix(interval)) {
			pages.insert(page);
			keys = keys.saturating_add(1);
		}
		(pages, keys)
	}

	fn expired(interval: Interval, page: PageIndex) -> Page<Order> {
		Orders::<T>::get(interval, page)
	}

	fn is_final(interval: Interval) -> bool {
		!<Self as Books>::clears(interval)
	}

	fn waived(node: NodeIndex) -> Vec<(Interval, Planck)> {
		Self::waived_now(node).0
	}
}

impl<T: Config> MeteredNodes for Pallet<T> {
	fn set_metered(node: NodeIndex, duty: &ReadingDuty) {
		let now = Self::interval_now();
		// What has ended by now matters to no order.
		if duty.spans.iter().any(|(_, end)| end.is_none_or(|end| now < end)) {
			Metered::<T>::insert(node, duty);
		} else {
			Metered::<T>::remove(node);
		}
	}
}

impl<T: Config> ClosedIntervals for Pallet<T> {
	fn closed_until() -> Interval {
		ClosedUntil::<T>::get()
	}

	fn close_until(interval: Interval) {
		if interval > ClosedUntil::<T>::get() {
			ClosedUntil::<T>::put(interval);
		}
	}

	fn need_from(interval: Interval) {
		if interval > NeededFrom::<T>::get() {
			NeededFrom::<T>::put(interval);
		}
	}
}

impl<T: Config> OnSuspend for Pallet<T> {
	/// If the books are being cleared its orders go when that is done; what they trade until then, they
	/// trade.
	fn suspended(node: NodeIndex) {
		if CurrentRound::<T>::get().is_some_and(|round| round.closed_from.is_some()) {
			Leaving::<T>::insert(node, ());
			Self::deposit_event(crate::Event::NodeLeaving { node });
		} else {
			Self::take_all_out(node);
		}
	}

	fn weight() -> Weight {
		T::WeightInfo::leave(T::Locks::max_open())
	}
}

impl<T: Config> OnRemove for Pallet<T> {
	fn removed(node: NodeIndex) {
		StoredCharges::<T>::remove(node);
		Metered::<T>::remove(node);
		// Its locks have gone with its intervals.
		Waived::<T>::remove(node);
		// Suspended while the books clear, and gone before that is done.
		Leaving::<T>::remove(node);
		Self::forget_choices(node);
	}

	fn weight() -> Weight {
		T::WeightInfo::removed()
	}
}

impl<T: Config> Books for Pallet<T> {
	fn closed_round() -> Option<ClosedRound> {
		Self::close_round()
	}

	fn closed_round_weight() -> Weight {
		T::WeightInfo::close_round()
	}

	fn rules(interval: Interval) -> Option<energy::Rules> {
		let round = CurrentRound::<T>::get()?;
		let clears = Self::first_to_clear(&round) <= interval;
		let terms = Self::open_terms(round.number, interval).filter(|_| clears)?;
		Some(energy::Rules { limits: terms.limits, turn: interval })
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

	fn buses(interval: Interval, page: PageIndex) -> Page<Bus> {
		Buses::<T>::get(interval, page)
	}

	fn add_rent(interval: Interval, rent: Planck) {
		Self::note_rent(interval, rent);
	}

	fn is_last_round(interval: Interval) -> bool {
		let terms = IntervalTerms::<T>::get(interval);
		let round = CurrentRound::<T>::get().map(|round| round.number);
		round.zip(terms).is_some_and(|(round, terms)| round == terms.last_round)
	}

	fn note_full_lines(interval: Interval, buses: BusSet) {
		FullLines::<T>::insert(interval, buses);
	}

	fn fill(
		interval: Interval,
		page: PageIndex,
		orders: Page<Order>,
		fills: Option<Fills<'_>>,
	) -> bool {
		Self::fill_page(interval, page, orders, fills)
	}

	fn open_next(pages: &PageSet) -> (bool, Weight) {
		if let Some(node) = Leaving::<T>::iter_keys().next() {
			Leaving::<T>::remove(node);
			Self::take_all_out(node);
			return (false, <Self as OnSuspend>::weight());
		}
		let mut published = Published::<T>::load();
		if Self::fix_skipped(&mut published) {
			return (false, Self::opening_weight(T::MaxAhead::get()));
		}
		let reach = published.reach();
		Self::open_round(&mut published, pages.clone());
		(true, Self::opening_weight(reach))
	}

	fn open_next_weight() -> Weight {
		let open = Self::opening_weight(T::MaxAhead::get());
		open.max(<Self as OnSuspend>::weight())
	}

	fn all_positions() -> Vec<(Interval, PageIndex, Page<Position>)> {
		PositionPages::<T>::iter().collect()
	}

	fn all_rights() -> Vec<(Interval, PageIndex, Page<FeedInRight>)> {
		Rights::<T>::iter().collect()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn close_with(orders: &[(NodeIndex, Order)]) -> ClosedRound {
		crate::benchmarking::close_with::<T>(orders)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn place(interval: Interval, nodes: &[(NodeIndex, Bus)]) {
		for (node, bus) in nodes {
			Buses::<T>::mutate(interval, page_of(*node), |buses| buses.set(*node, *bus));
		}
	}
}
