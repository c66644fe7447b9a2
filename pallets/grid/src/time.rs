// SPDX-License-Identifier: Apache-2.0

//! Which intervals are traded, as the market has told, and which can still change.

use core::ops::Range;
use frame_support::{
	ensure,
	traits::{Get, UnixTime},
	weights::Weight,
};
use gridmerit_energy::Interval;
use gridmerit_pallet_support::{OnTrading, interval_at};

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
		interval_at(T::Time::now(), Trading::<T>::get().interval_ms)
	}

	/// The first interval that is traded, or to come: what held before it is needed no more.
	pub(crate) fn first_needed() -> Interval {
		Trading::<T>::get().first
	}

	/// The first interval that a change can be for: no window of it has opened, and it has not begun.
	pub(crate) fn first_free() -> Interval {
		Trading::<T>::get().end.max(Self::now().saturating_add(1))
	}

	/// The first interval that a change can be for of which notice is given.
	pub(crate) fn first_noticed() -> Interval {
		Self::first_free().max(Self::now().saturating_add(T::Notice::get()))
	}

	/// Refuses what is too far ahead.
	pub(crate) fn check_ahead(interval: Interval) -> Result<(), Error<T>> {
		let furthest = Self::now().saturating_add(T::MaxAhead::get());
		ensure!(interval <= furthest, Error::TooFarAhead);
		Ok(())
	}
}
