// SPDX-License-Identifier: Apache-2.0

//! Limits that owners of lines set.

use frame_support::{ensure, pallet_prelude::*};
use gridmerit_energy::Interval;
use gridmerit_grid::Bus;
use gridmerit_pallet_support::{Page, page_of};

use crate::{
	Config, Error, Event, Keepers, Limits, LineRow, Lines, OwnLimits, Owners, Pallet, PrunedUntil,
	Trading, When, schedule,
};

impl<T: Config> Pallet<T> {
	/// Refuses who does not own a line, or is not trusted to keep it.
	pub(crate) fn check_owner(account: &T::AccountId, bus: Bus) -> Result<(), Error<T>> {
		let owner = Owners::<T>::get(bus).ok_or(Error::UnknownLine)?;
		ensure!(owner == *account, Error::NotYourLine);
		ensure!(Keepers::<T>::contains_key(account), Error::NotAKeeper);
		Ok(())
	}

	/// Checks limits that are to be set, by the owner alone or as agreed. For when they would hold, and the line with
	/// its page.
	pub(crate) fn check_limits(
		bus: Bus,
		when: When,
		limits: Option<Limits>,
		agreed: bool,
	) -> Result<(When, Page<LineRow>, LineRow), Error<T>> {
		let (page, row) = Self::row(bus)?;
		let when = match when {
			When::From(from) => {
				Self::check_ahead(from)?;
				When::From(from.max(Self::first_free(agreed)))
			},
			When::Only { first, last } => {
				ensure!(Trading::<T>::exists(), Error::NotTrading);
				ensure!(first <= last, Error::EmptyRange);
				ensure!(when.intervals() <= T::MaxRange::get(), Error::RangeTooLong);
				ensure!(Self::first_free(false) <= first, Error::LimitsFixed);
				ensure!(Self::first_free(agreed) <= first, Error::NoticeTooShort);
				Self::check_ahead(last)?;
				when
			},
		};
		let (first, last) = match when {
			// Whatever else is built later limits it then.
			When::From(from) => (from, from),
			When::Only { first, last } => (first, last),
		};
		for interval in first..=last {
			let built = schedule::at(&row.built, interval).ok_or(Error::UnknownLine)?;
			let Some(limits) = limits else { continue };
			ensure!(limits.most() <= built.rating, Error::AboveRating);
			let alone = T::FreeShare::get().mul_ceil(built.rating);
			ensure!(agreed || alone <= limits.least(), Error::NeedsAgreement);
		}
		Ok((when, page, row))
	}

	/// Sets the limits of a line; none: as much as it is rated for, or in single intervals the default.
	pub(crate) fn do_set_limits(
		bus: Bus,
		when: When,
		limits: Option<Limits>,
		agreed: bool,
	) -> DispatchResult {
		let (when, mut page, mut row) = Self::check_limits(bus, when, limits, agreed)?;
		match when {
			When::From(from) => {
				let (needed, limits) = (Self::first_needed(), limits.unwrap_or(Limits::NONE));
				schedule::put(&mut row.limits, needed, from, limits).map_err(Error::<T>::from)?;
				page.set(bus.into(), row);
				Lines::<T>::insert(page_of(bus.into()), page);
			},
			When::Only { first, last } => {
				for interval in first..=last {
					Self::set_own(interval, bus, limits);
				}
				// None of them is pruned: they are still to come.
				let until = PrunedUntil::<T>::get().map_or(first, |until| until.min(first));
				PrunedUntil::<T>::put(until);
			},
		}
		Self::deposit_event(Event::LimitsSet { bus, when, limits });
		Ok(())
	}

	fn set_own(interval: Interval, bus: Bus, limits: Option<Limits>) {
		OwnLimits::<T>::mutate_exists(interval, page_of(bus.into()), |stored| {
			let mut page = stored.take().unwrap_or_default();
			match limits {
				Some(limits) => page.set(bus.into(), limits),
				None => page.remove(bus.into()),
			};
			*stored = (!page.is_empty()).then_some(page);
		});
	}
}
