// SPDX-License-Identifier: Apache-2.0

//! What sponsors have paid in for energy that is still to be measured: a party of its own, as the reserve is.

use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	traits::{fungible::Mutate, tokens::Preservation::Preserve},
};
use gridmerit_energy::{Planck, SUBSIDIES};
use gridmerit_pallet_support::SubsidyPot;
use sp_runtime::traits::{Saturating, Zero};

use crate::{Accounts, Config, Error, Event, Holding, Pallet, rows::Row};

impl<T: Config> SubsidyPot<T::AccountId> for Pallet<T> {
	fn subsidies() -> Planck {
		Self::planck(Accounts::<T>::get(SUBSIDIES).credit)
	}

	fn fund(from: &T::AccountId, amount: Planck) -> DispatchResult {
		let amount = Self::amount(amount)?;
		ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
		let mut row = Row::<T>::load(SUBSIDIES);
		row.earn(amount)?;
		Self::draw(from, amount)?;
		row.store();
		Self::deposit_event(Event::Deposited { node: SUBSIDIES, amount });
		Ok(())
	}

	fn refund(to: &T::AccountId, amount: Planck) -> DispatchResult {
		let amount = Self::amount(amount)?;
		ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
		let mut row = Row::<T>::load(SUBSIDIES);
		ensure!(amount <= Self::free(&row.account), Error::<T>::NotFree);
		// The pot must not die: what others have left in it could be dust, and lost.
		T::Currency::transfer(&Self::pot_account(), to, amount, Preserve)?;
		row.account.credit = row.account.credit.saturating_sub(amount);
		row.store();
		Holding::<T>::mutate(|holding| *holding = holding.saturating_sub(amount));
		Self::deposit_event(Event::Withdrawn { node: SUBSIDIES, amount });
		Ok(())
	}
}
