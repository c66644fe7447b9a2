// SPDX-License-Identifier: Apache-2.0

//! Who may found programmes; founding, paying more in, ending.

use frame_support::{ensure, pallet_prelude::DispatchResult, traits::Get};
use gridmerit_energy::{Interval, Planck};
use gridmerit_pallet_support::{IntervalClock, SubsidyPot};

use crate::{
	ALL_HOURS, Config, Cursor, Error, Event, NextProgramme, PaidUntil, Pallet, Programme,
	Programmes, ProgrammesOf, Rules, Sponsors, generates,
};

impl<T: Config> Pallet<T> {
	/// The first interval that has not begun.
	fn next_interval() -> Interval {
		T::Market::now().saturating_add(1)
	}

	pub(crate) fn do_set_sponsor(account: T::AccountId, allowed: bool) -> Result<(), Error<T>> {
		let mut sponsors = Sponsors::<T>::get();
		match (sponsors.binary_search(&account), allowed) {
			(Err(place), true) => sponsors
				.try_insert(place, account.clone())
				.map_err(|_| Error::<T>::TooManySponsors)?,
			(Ok(place), false) => {
				sponsors.remove(place);
			},
			_ => return Err(Error::NothingToChange),
		}
		Sponsors::<T>::put(sponsors);
		Self::deposit_event(Event::SponsorSet { account, allowed });
		Ok(())
	}

	fn check_rules(rules: &Rules) -> Result<(), Error<T>> {
		let Rules { source, hours, rate, per_day, most, from, until } = *rules;
		ensure!(rate > 0 && per_day > 0 && most > 0, Error::PaysNothing);
		ensure!(source.is_none_or(generates), Error::NoSource);
		ensure!(hours != 0 && hours <= ALL_HOURS, Error::BadHours);
		let next = Self::next_interval();
		ensure!(from >= next, Error::AlreadyBegun);
		ensure!(from < until, Error::AlreadyOver);
		ensure!(until <= next.saturating_add(T::MaxTerm::get()), Error::TooLong);
		Ok(())
	}

	pub(crate) fn do_found(sponsor: T::AccountId, rules: Rules, amount: Planck) -> DispatchResult {
		ensure!(Sponsors::<T>::get().binary_search(&sponsor).is_ok(), Error::<T>::NotSponsor);
		Self::check_rules(&rules)?;
		ensure!(amount >= T::MinFund::get(), Error::<T>::TooLittle);
		ensure!(amount <= rules.most, Error::<T>::MoreThanMost);
		let (mut programmes, number) = (Programmes::<T>::get(), NextProgramme::<T>::get());
		let programme = Programme {
			number,
			sponsor: sponsor.clone(),
			rules,
			left: amount,
			paid: 0,
			over: None,
		};
		programmes.try_push(programme).map_err(|_| Error::<T>::TooManyProgrammes)?;
		T::Ledger::fund(&sponsor, amount)?;
		Programmes::<T>::put(programmes);
		NextProgramme::<T>::put(number.saturating_add(1));
		// What has begun is not paid for, so nothing is looked at twice that was looked at for others.
		let first = Cursor { interval: rules.from, page: 0 };
		let paid_until = PaidUntil::<T>::get().filter(|cursor| cursor.interval <= rules.from);
		let paid_until = paid_until.unwrap_or(first);
		PaidUntil::<T>::put(paid_until);
		Self::note_needed(Some(paid_until.interval));
		Self::deposit_event(Event::Founded { programme: number, sponsor, rules, amount });
		Ok(())
	}

	pub(crate) fn do_top_up(sponsor: T::AccountId, number: u32, amount: Planck) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::TooLittle);
		let mut programmes = Programmes::<T>::get();
		let programme = Self::running(&mut programmes, number)?;
		ensure!(sponsor == programme.sponsor, Error::<T>::NotYours);
		let left = programme.left.saturating_add(amount);
		ensure!(
			programme.paid.saturating_add(left) <= programme.rules.most,
			Error::<T>::MoreThanMost
		);
		programme.left = left;
		T::Ledger::fund(&sponsor, amount)?;
		Programmes::<T>::put(programmes);
		Self::deposit_event(Event::ToppedUp { programme: number, amount, left });
		Ok(())
	}

	pub(crate) fn do_end(by: Option<T::AccountId>, number: u32) -> Result<(), Error<T>> {
		let mut programmes = Programmes::<T>::get();
		let programme = Self::running(&mut programmes, number)?;
		ensure!(by.is_none_or(|by| by == programme.sponsor), Error::NotYours);
		let until = Self::next_interval();
		ensure!(until < programme.rules.until, Error::AlreadyOver);
		programme.rules.until = until;
		// One that has not begun never does.
		programme.rules.from = programme.rules.from.min(until);
		Programmes::<T>::put(programmes);
		Self::deposit_event(Event::Closing { programme: number, until });
		Ok(())
	}

	/// A programme that is not over.
	fn running(
		programmes: &mut ProgrammesOf<T>,
		number: u32,
	) -> Result<&mut Programme<T::AccountId>, Error<T>> {
		let found = programmes.iter_mut().find(|programme| programme.number == number);
		let programme = found.ok_or(Error::NoProgramme)?;
		ensure!(programme.over.is_none(), Error::AlreadyOver);
		Ok(programme)
	}
}
