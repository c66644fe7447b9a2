// SPDX-License-Identifier: Apache-2.0

//! What the grid emits, by the interval: published once, within limits, and corrected by a stated rule.

use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{BoundedVec, ensure, traits::Get};
use gridmerit_carbon::{GridFootprint, GridLimits};
use gridmerit_energy::{Interval, MAX_RANGE};
use gridmerit_pallet_support::{IntensityPublishers, IntervalClock, Page, PageIndex, page_of};

use crate::{Config, Error, Event, Intensities, Limits, Pallet, Published, PublishedFrom};

/// What is said of intervals in turn.
type Values<T> = BoundedVec<GridFootprint, <T as Config>::MaxBatch>;

/// Some pages of intervals that are changed: two at most, as a batch is no more than a page.
type OpenPages = BTreeMap<PageIndex, Page<Published>>;

/// The page of an interval.
fn open<T: Config>(pages: &mut OpenPages, interval: Interval) -> &mut Page<Published> {
	let index = page_of(interval);
	pages.entry(index).or_insert_with(|| Intensities::<T>::get(index))
}

fn store<T: Config>(pages: OpenPages) {
	pages.into_iter().for_each(|(index, rows)| Intensities::<T>::insert(index, rows));
}

impl<T: Config> Pallet<T> {
	/// What publishers may say.
	pub(crate) fn limits_now() -> GridLimits {
		let most = T::DefaultFootprint::get();
		Limits::<T>::get().unwrap_or(GridLimits { least: Default::default(), most })
	}

	pub(crate) fn do_set_limits(limits: GridLimits) -> Result<(), Error<T>> {
		ensure!(limits.is_sound(&T::DefaultFootprint::get()), Error::BadLimits);
		Limits::<T>::put(limits);
		Self::deposit_event(Event::LimitsSet { limits });
		Ok(())
	}

	/// The intervals from `first` on that are named; refuses none, and what has not begun.
	fn named(
		first: Interval,
		values: &Values<T>,
	) -> Result<Vec<(Interval, GridFootprint)>, Error<T>> {
		let more = (values.len() as u32).checked_sub(1).ok_or(Error::Nothing)?;
		let last = first.checked_add(more).ok_or(Error::NotBegun)?;
		ensure!(last <= T::Clock::now(), Error::NotBegun);
		let limits = Self::limits_now();
		ensure!(values.iter().all(|grid| limits.admit(grid)), Error::OutsideLimits);
		Ok((first..=last).zip(values.iter().copied()).collect())
	}

	/// Refuses what only the operator says any more.
	fn check_publisher(by: &T::AccountId, first: Interval) -> Result<(), Error<T>> {
		ensure!(T::Authorities::publishes(by), Error::NotAPublisher);
		let age = T::Clock::now().saturating_sub(first);
		ensure!(age <= T::MaxAge::get(), Error::TooOld);
		Ok(())
	}

	pub(crate) fn do_publish(
		by: T::AccountId,
		first: Interval,
		values: Values<T>,
	) -> Result<(), Error<T>> {
		Self::check_publisher(&by, first)?;
		let mut pages = OpenPages::new();
		for (interval, grid) in Self::named(first, &values)? {
			let rows = open::<T>(&mut pages, interval);
			ensure!(rows.get(interval).is_none(), Error::AlreadyPublished);
			rows.set(interval, Published { grid, corrected: false });
		}
		store::<T>(pages);
		if !PublishedFrom::<T>::exists() {
			// Nobody can say anything of earlier ones.
			let oldest = T::Clock::now().saturating_sub(T::MaxAge::get());
			PublishedFrom::<T>::put(page_of(oldest));
		}
		Self::deposit_event(Event::IntensitiesPublished { by, first, values });
		Ok(())
	}

	pub(crate) fn do_correct(
		by: Option<T::AccountId>,
		first: Interval,
		values: Values<T>,
	) -> Result<(), Error<T>> {
		if let Some(publisher) = &by {
			Self::check_publisher(publisher, first)?;
		}
		let mut pages = OpenPages::new();
		for (interval, grid) in Self::named(first, &values)? {
			let rows = open::<T>(&mut pages, interval);
			let before = rows.get(interval).ok_or(Error::NotPublished)?;
			ensure!(by.is_none() || !before.corrected, Error::AlreadyCorrected);
			rows.set(interval, Published { grid, corrected: true });
		}
		store::<T>(pages);
		Self::deposit_event(Event::IntensitiesCorrected { by, first, values });
		Ok(())
	}

	/// What was published of an interval.
	pub fn published_at(interval: Interval) -> Option<GridFootprint> {
		Intensities::<T>::get(page_of(interval)).get(interval).map(|row| row.grid)
	}

	/// What was published of some intervals.
	pub(crate) fn published(first: Interval, last: Interval) -> Vec<(Interval, Published)> {
		let last = last.min(first.saturating_add(MAX_RANGE.saturating_sub(1)));
		let mut all = Vec::new();
		if first > last {
			return all;
		}
		for index in page_of(first)..=page_of(last) {
			let rows = Intensities::<T>::get(index);
			let named = rows.rows(index).filter(|(interval, _)| (first..=last).contains(interval));
			all.extend(named.map(|(interval, row)| (interval, *row)));
		}
		all
	}
}
