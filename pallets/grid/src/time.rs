// SPDX-License-Identifier: Apache-2.0

//! Which intervals are traded, as the market has told, and which can still change.

use core::ops::Range;
use frame_support::{
	ensure,
	traits::{Get, UnixTime},
	weights::Weight,
};
use gridmerit_energy::Interval;
use gridmerit_pallet_support::OnTrading;

use crate::{Config, Error, Pallet, Trading, TradingIntervals, WeightInfo};

impl<T: Config> OnTrading for Pallet<T> {
	fn trading(intervals: Range<Interval>, interval_ms: u32) {
		let Range { start: first, end } = intervals;
		Trading::<T>::put(TradingIntervals { first, end, interval_ms });
	}

	fn weight() -> Weight {
		T::WeightInfo::trading()
	}
}

impl<T: Config> Pallet<T> {
	/// The interval that is being delivered; 0 before the market begins.
	pub(crate) fn now() -> Interval {
		let millis = T::Time::now().as_millis();
		let interval = millis.checked_div(Trading::<T>::get().interval_ms.into());
		interval.unwrap_or_default().try_into().unwrap_or(Interval::MAX)
	}

	/// The first interval that is traded, or to come: what held before it is needed no more.
	pub(crate) fn first_needed() -> Interval {
		Trading::<T>::get().first
	}

	/// The first interval that a change can be for: no window of it has opened, and it has not begun. If it is one that
	/// takes two, after the notice.
	pub(crate) fn first_free(agreed: bool) -> Interval {
		let wait = if agreed { T::Notice::get().max(1) } else { 1 };
		Trading::<T>::get().end.max(Self::now().saturating_add(wait))
	}

	/// Refuses what is too far ahead.
	pub(crate) fn check_ahead(interval: Interval) -> Result<(), Error<T>> {
		let furthest = Self::now().saturating_add(T::MaxAhead::get());
		ensure!(interval <= furthest, Error::TooFarAhead);
		Ok(())
	}
}
