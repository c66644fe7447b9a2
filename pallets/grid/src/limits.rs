// SPDX-License-Identifier: Apache-2.0

//! Limits of lines: what one sets alone, and what two agree to.

use frame_support::{ensure, pallet_prelude::*};
use gridmerit_energy::Interval;
use gridmerit_grid::Bus;
use gridmerit_pallet_support::{GridRole, Page, page_of};

use crate::{
	Config, Decided, Error, Event, Keepers, Limits, LineRow, Lines, MaxDefaults, MaxScheduled,
	OwnLimits, Owners, Pallet, PrunedUntil, Trading, When, schedule,
};

/// Who decides on limits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
	/// The owner of the line, alone.
	Owner,
	/// The market's operator, alone.
	Operator,
	/// The owner, and a grid operator that agrees.
	OwnerAndGridOperator,
	/// A keeper, and the market's operator that agrees.
	KeeperAndOperator,
	/// A keeper, and a committee that approves.
	KeeperAndCommittee,
}

impl By {
	/// Whether they are two.
	fn agreed(self) -> bool {
		!matches!(self, Self::Owner | Self::Operator)
	}

	/// Most defaults of a line after they have set one.
	fn room(self) -> u32 {
		match self {
			Self::Owner | Self::OwnerAndGridOperator => <MaxScheduled as Get<u32>>::get(),
			Self::Operator | Self::KeeperAndOperator | Self::KeeperAndCommittee => {
				<MaxDefaults as Get<u32>>::get()
			},
		}
	}

	/// How often a line's limits have been reset when they have set a default.
	fn resets(self, before: u32) -> u32 {
		before.saturating_add((self != Self::Owner).into())
	}
}

impl<T: Config> Pallet<T> {
	/// Refuses who does not own a line, or is not trusted to keep it.
	pub(crate) fn check_owner(account: &T::AccountId, bus: Bus) -> Result<(), Error<T>> {
		let owner = Owners::<T>::get(bus).ok_or(Error::UnknownLine)?;
		ensure!(owner == *account, Error::NotYourLine);
		ensure!(Keepers::<T>::contains_key(account), Error::NotAKeeper);
		Ok(())
	}

	/// Refuses who may not propose limits of a line to the market's operator: all but its owner and grid operators.
	pub(crate) fn check_proposes(account: &T::AccountId, bus: Bus) -> Result<(), Error<T>> {
		match Keepers::<T>::get(account) {
			Some(GridRole::GridOperator) => Ok(()),
			_ => Self::check_owner(account, bus),
		}
	}

	/// The first interval for which limits can hold that they decide on: what two stolen keys of keepers agree to, or one
	/// and a captured committee, is seen for a while.
	fn first_decided(by: By) -> Interval {
		match by {
			By::OwnerAndGridOperator | By::KeeperAndCommittee => Self::first_noticed(),
			_ => Self::first_free(),
		}
	}

	/// Checks limits that are to be set. For when they would hold, and the line with its page.
	pub(crate) fn check_limits(
		bus: Bus,
		when: When,
		limits: Option<Limits>,
		by: By,
	) -> Result<(When, Page<LineRow>, LineRow), Error<T>> {
		let (page, row) = Self::row(bus)?;
		let when = match when {
			When::From(from) => {
				Self::check_ahead(from)?;
				When::From(from.max(Self::first_decided(by)))
			},
			When::Only { first, last } => {
				ensure!(Trading::<T>::exists(), Error::NotTrading);
				ensure!(first <= last, Error::EmptyRange);
				ensure!(when.intervals() <= T::MaxRange::get(), Error::RangeTooLong);
				ensure!(Self::first_free() <= first, Error::LimitsFixed);
				ensure!(Self::first_decided(by) <= first, Error::NoticeTooShort);
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
			let free = Self::free_of(built.rating);
			ensure!(by.agreed() || free <= limits.least(), Error::NeedsAgreement);
		}
		ensure!(by.agreed() || !Self::is_agreed(bus, &row, when), Error::LimitsAgreed);
		Ok((when, page, row))
	}

	/// Whether two agreed to any limits that others would take the place of.
	fn is_agreed(bus: Bus, row: &LineRow, when: When) -> bool {
		let agreed = |decided: Option<&Decided>| decided.is_some_and(|decided| decided.agreed);
		match when {
			When::From(from) => {
				schedule::since(&row.limits, from).any(|decided| agreed(Some(decided)))
			},
			When::Only { first, last } => (first..=last).any(|interval| {
				let own = OwnLimits::<T>::get(interval, page_of(bus.into()));
				agreed(schedule::at(&row.limits, interval)) || agreed(own.get(bus.into()))
			}),
		}
	}

	/// Sets the limits of a line; none: as much as it is rated for, or in single intervals the default.
	pub(crate) fn do_set_limits(
		bus: Bus,
		when: When,
		limits: Option<Limits>,
		by: By,
	) -> DispatchResult {
		let (when, mut page, mut row) = Self::check_limits(bus, when, limits, by)?;
		let resets = row.resets();
		let agreed = by.agreed() && limits.is_some();
		match when {
			When::From(from) => {
				let (needed, limits) = (Self::first_needed(), limits.unwrap_or(Limits::NONE));
				let decided = Decided { limits, agreed, resets: by.resets(resets) };
				schedule::put(&mut row.limits, needed, from, decided, by.room())
					.map_err(Error::<T>::from)?;
				page.set(bus.into(), row);
				Lines::<T>::insert(page_of(bus.into()), page);
			},
			When::Only { first, last } => {
				let decided = limits.map(|limits| Decided { limits, agreed, resets });
				for interval in first..=last {
					Self::set_own(interval, bus, decided);
				}
				// None of them is pruned: they are still to come.
				let until = PrunedUntil::<T>::get().map_or(first, |until| until.min(first));
				PrunedUntil::<T>::put(until);
			},
		}
		Self::deposit_event(Event::LimitsSet { bus, when, limits, agreed });
		Ok(())
	}

	fn set_own(interval: Interval, bus: Bus, decided: Option<Decided>) {
		OwnLimits::<T>::mutate_exists(interval, page_of(bus.into()), |stored| {
			let mut page = stored.take().unwrap_or_default();
			match decided {
				Some(decided) => page.set(bus.into(), decided),
				None => page.remove(bus.into()),
			};
			*stored = (!page.is_empty()).then_some(page);
		});
	}
}
