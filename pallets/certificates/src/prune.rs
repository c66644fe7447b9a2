// SPDX-License-Identifier: Apache-2.0

//! Certificates that can be used no more go when a block has weight left, and what was drawn in months that none can be
//! cancelled for.

use frame_support::{traits::Get, weights::WeightMeter};
use gridmerit_energy::{Interval, Wh};
use gridmerit_origin::{BySource, MAX_MONTHS, Month, all_sources, place_of};
use gridmerit_pallet_support::{IntervalClock, PAGE_ROWS};

use crate::{
	Config, Cursor, Drawn, Event, ExpiredUntil, Issues, Lots, Matched, MonthsPrunedUntil, Overall,
	Pallet, SumsOf, WeightInfo,
};

impl<T: Config> Pallet<T> {
	/// Removes what has expired, as far as the weight goes: in each step a page.
	pub(crate) fn prune(meter: &mut WeightMeter) {
		let mut step = || meter.try_consume(T::WeightInfo::expire()).is_ok();
		while step() {
			let Some(cursor) = Cursor::<T>::get() else { return };
			let interval = ExpiredUntil::<T>::get();
			if interval < cursor.interval && Self::is_expired(interval) {
				if Self::expire_page(interval) {
					continue;
				}
				let mut entries = Self::drain(interval);
				while entries.next().is_some() {
					if !step() {
						return;
					}
				}
				ExpiredUntil::<T>::put(interval.saturating_add(1));
				continue;
			}
			let month = MonthsPrunedUntil::<T>::get();
			if month >= Self::months_needed_from() {
				return;
			}
			let mut entries = Drawn::<T>::iter_key_prefix(month).drain();
			while entries.next().is_some() {
				if !step() {
					return;
				}
			}
			MonthsPrunedUntil::<T>::put(month.saturating_add(1));
		}
	}

	/// The first month for which anything can still be cancelled, with some to spare: a certificate of the last interval
	/// that has not expired can be cancelled for a year that ends in it.
	fn months_needed_from() -> Month {
		let oldest = T::Market::now().saturating_sub(T::Validity::get());
		Self::month_of(oldest.min(ExpiredUntil::<T>::get())).saturating_sub(MAX_MONTHS)
	}

	/// Removes the last page of an interval's certificates; none if there is none, and with the last one its sums.
	fn expire_page(interval: Interval) -> bool {
		let Some(mut row) = SumsOf::<T>::get(interval) else { return false };
		let Some(last) = row.lots.checked_sub(1) else {
			SumsOf::<T>::remove(interval);
			let energy = row.sums.iter().fold(0_u128, |sum, one| sum.saturating_add(one.expired));
			let energy = Wh::try_from(energy).unwrap_or(Wh::MAX);
			Self::deposit_event(Event::IntervalExpired { interval, energy });
			return true;
		};
		let page = last / PAGE_ROWS;
		let mut held = BySource::<Wh>::default();
		for lot in Lots::<T>::take(interval, page) {
			if let Some(sum) = held.get_mut(place_of(lot.source))
				&& lot.state.is_held()
			{
				*sum = sum.saturating_add(lot.energy);
			}
		}
		let mut overall = Overall::<T>::get();
		for sums in [&mut row.sums, &mut overall] {
			for source in all_sources() {
				let place = place_of(source);
				if let (Some(sums), Some(energy)) = (sums.get_mut(place), held.get(place)) {
					sums.expire(*energy);
				}
			}
		}
		row.lots = page.saturating_mul(PAGE_ROWS);
		SumsOf::<T>::insert(interval, row);
		Overall::<T>::put(overall);
		true
	}

	/// Removes what else is stored of an interval, an entry each time it is asked.
	fn drain(interval: Interval) -> impl Iterator<Item = ()> {
		let issues = Issues::<T>::iter_key_prefix(interval).drain().map(|_| ());
		issues.chain(Matched::<T>::iter_key_prefix(interval).drain().map(|_| ()))
	}
}
