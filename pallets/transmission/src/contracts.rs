// SPDX-License-Identifier: Apache-2.0

//! The owner of a line offers, the market's operator agrees.

use frame_support::{ensure, traits::Get};
use gridmerit_energy::Interval;
use gridmerit_pallet_support::{Bus, IntervalClock, LineOwners};

use crate::{
	Config, Contract, ContractedUntil, Contracts, Error, Event, NextContract, Offer, Offers,
	Pallet, Terms,
};

impl<T: Config> Pallet<T> {
	/// The first interval that has not begun.
	fn next_interval() -> Interval {
		T::Market::now().saturating_add(1)
	}

	/// Refuses who does not own a line, or is not trusted to keep it.
	pub(crate) fn check_owner(owner: &T::AccountId, bus: Bus) -> Result<(), Error<T>> {
		ensure!(T::Lines::owner(bus).as_ref() == Some(owner), Error::NotYourLine);
		Ok(())
	}

	/// The first interval for which a contract would pay.
	fn check_terms(bus: Bus, terms: &Terms) -> Result<Interval, Error<T>> {
		ensure!(terms.price > 0 && terms.most > 0, Error::PaysNothing);
		let next = Self::next_interval();
		ensure!(terms.until <= next.saturating_add(T::MaxTerm::get()), Error::TooLong);
		let from = next.max(ContractedUntil::<T>::get(bus));
		ensure!(from < terms.until, Error::AlreadyOver);
		Ok(from)
	}

	pub(crate) fn do_offer(owner: T::AccountId, bus: Bus, terms: Terms) -> Result<(), Error<T>> {
		Self::check_owner(&owner, bus)?;
		Self::check_terms(bus, &terms)?;
		Offers::<T>::insert(bus, Offer { owner: owner.clone(), terms });
		Self::deposit_event(Event::Offered { bus, owner, terms });
		Ok(())
	}

	pub(crate) fn do_drop_offer(by: Option<T::AccountId>, bus: Bus) -> Result<(), Error<T>> {
		let offer = Offers::<T>::get(bus).ok_or(Error::NoOffer)?;
		ensure!(by.is_none_or(|by| by == offer.owner), Error::NotYours);
		Offers::<T>::remove(bus);
		Self::deposit_event(Event::OfferDropped { bus });
		Ok(())
	}

	pub(crate) fn do_agree(bus: Bus, terms: Terms) -> Result<(), Error<T>> {
		let Offer { owner, terms: offered } = Offers::<T>::get(bus).ok_or(Error::NoOffer)?;
		ensure!(offered == terms, Error::OfferChanged);
		// The line may have another owner by now.
		Self::check_owner(&owner, bus)?;
		let from = Self::check_terms(bus, &terms)?;
		let contract = NextContract::<T>::get();
		NextContract::<T>::put(contract.saturating_add(1));
		Contracts::<T>::insert(contract, Contract { bus, owner, terms, next: from });
		ContractedUntil::<T>::insert(bus, terms.until);
		Offers::<T>::remove(bus);
		Self::deposit_event(Event::Agreed { contract, bus, from });
		Ok(())
	}

	pub(crate) fn do_end(by: Option<T::AccountId>, number: u32) -> Result<(), Error<T>> {
		let mut contract = Contracts::<T>::get(number).ok_or(Error::NoContract)?;
		ensure!(by.is_none_or(|by| by == contract.owner), Error::NotYours);
		let before = contract.terms.until;
		// One that has not begun never does.
		let until = Self::next_interval().max(contract.next);
		ensure!(until < before, Error::AlreadyOver);
		contract.terms.until = until;
		// Where another one follows it, that begins when it would have ended.
		ContractedUntil::<T>::mutate(contract.bus, |contracted| {
			if *contracted == before {
				*contracted = until;
			}
		});
		Self::deposit_event(Event::Ended { contract: number, until });
		Self::store(number, contract);
		Ok(())
	}

	/// Stores a contract, unless it has nothing left to pay.
	pub(crate) fn store(number: u32, contract: Contract<T::AccountId>) {
		if contract.next < contract.terms.until {
			Contracts::<T>::insert(number, contract);
		} else {
			Contracts::<T>::remove(number);
			Self::deposit_event(Event::Fulfilled { contract: number });
		}
	}
}
