// SPDX-License-Identifier: Apache-2.0

//! Owners of lines are paid from the congestion rent, interval by interval.

use frame_support::{ensure, pallet_prelude::DispatchError, traits::Get};
use gridmerit_energy::{Planck, Wh};
use gridmerit_pallet_support::{CarriedEnergy, ClosedIntervals, IntervalTerms, RentAccount};

use crate::{Config, Contracts, Error, Event, Pallet};

impl<T: Config> Pallet<T> {
	/// Pays for up to so many intervals; how many were looked at.
	pub(crate) fn do_claim(number: u32, intervals: u32) -> Result<u32, DispatchError> {
		ensure!(intervals <= T::MaxClaim::get(), Error::<T>::TooManyIntervals);
		let mut contract = Contracts::<T>::get(number).ok_or(Error::<T>::NoContract)?;
		let until = contract.terms.until;
		// What nobody remembers is not paid.
		let first = contract.next.max(T::Market::remembered_from().min(until));
		if contract.next < first {
			let (contract, first, end) = (number, contract.next, first);
			Self::deposit_event(Event::Lapsed { contract, first, end });
		}
		// Who does not own the line any more is paid nothing. What lapses does so for anybody, or the contract never ended.
		let end = match Self::check_owner(&contract.owner, contract.bus) {
			Ok(()) => until.min(T::Market::closed_until()).min(first.saturating_add(intervals)),
			Err(error) => {
				ensure!(contract.next < first, error);
				first
			},
		};
		ensure!(contract.next < first || first < end, Error::<T>::NothingToClaim);

		let held = T::Ledger::rent_held();
		let (mut next, mut energy, mut amount) = (first, 0 as Wh, 0 as Planck);
		let mut looked_at = 0_u32;
		for interval in first..end {
			looked_at = looked_at.saturating_add(1);
			let carried = T::Clearing::carried(interval, contract.bus);
			let sum = amount.saturating_add(contract.terms.pay(carried));
			if sum > held {
				break;
			}
			(energy, amount) = (energy.saturating_add(carried), sum);
			next = interval.saturating_add(1);
		}
		ensure!(contract.next < next, Error::<T>::RentTooSmall);
		if amount > 0 {
			T::Ledger::spend_rent(&contract.owner, amount)?;
		}
		if first < next {
			let owner = contract.owner.clone();
			let paid = Event::Paid { contract: number, owner, first, end: next, energy, amount };
			Self::deposit_event(paid);
		}
		contract.next = next;
		Self::store(number, contract);
		Ok(looked_at)
	}
}
