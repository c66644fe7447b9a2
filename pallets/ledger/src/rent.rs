// SPDX-License-Identifier: Apache-2.0

//! Congestion rent: what buyers have paid beyond what sellers get, where full lines separate their prices. It goes to an
//! account of its own, outside of the pot, of which there is no key: whoever sets the limits gets nothing from it.

use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	traits::{
		Get,
		fungible::{Inspect, Mutate},
		tokens::{Fortitude::Polite, Preservation::Preserve},
	},
};
use gridmerit_energy::{Interval, Planck, RENT};
use gridmerit_pallet_support::{Entry, OnShortfall, Party, Posting, RentAccount};
use sp_runtime::traits::{AccountIdConversion, Saturating, Zero};

use crate::{Book, Config, Error, Event, Holding, Neighbours, Pallet, rows::Row};

/// What its account is derived from, with the pot's id.
const OF_POT: &[u8; 4] = b"rent";

impl<T: Config> Pallet<T> {
	/// The account of the congestion rent.
	pub fn rent_account() -> T::AccountId {
		T::PalletId::get().into_sub_account_truncating(OF_POT)
	}

	/// Takes so much from the neighbours of an interval, and pays it out. What the account cannot take, as it would be
	/// below the existential deposit, waits in the pot for more.
	pub(crate) fn do_pay_rent(interval: Interval, amount: Planck) -> Result<(), Error<T>> {
		let left = Neighbours::<T>::get(interval);
		ensure!(u128::try_from(left).is_ok_and(|left| amount <= left), Error::NotOfNeighbours);
		let (from, to) = (Party::Neighbours(interval), Party::RENT);
		let on_shortfall = OnShortfall::Refuse;
		let postings = [Posting { from, to, amount, on_shortfall, withheld: false }];
		let mut book = Book::default();
		Self::do_post(&mut book, Entry { postings: &postings, ..Default::default() })?;
		book.store();

		let mut row = Row::<T>::load(RENT);
		let paid = Self::free(&row.account);
		if paid.is_zero() {
			return Ok(());
		}
		// The pot must not die: what others have left in it could be dust, and lost.
		if T::Currency::transfer(&Self::pot_account(), &Self::rent_account(), paid, Preserve)
			.is_ok()
		{
			row.account.credit = row.account.credit.saturating_sub(paid);
			row.store();
			Holding::<T>::mutate(|holding| *holding = holding.saturating_sub(paid));
			Self::deposit_event(Event::RentPaid { amount: paid });
		}
		Ok(())
	}
}

impl<T: Config> RentAccount<T::AccountId> for Pallet<T> {
	fn rent_held() -> Planck {
		let account = Self::rent_account();
		Self::planck(T::Currency::reducible_balance(&account, Preserve, Polite))
	}

	fn spend_rent(to: &T::AccountId, amount: Planck) -> DispatchResult {
		let paid = Self::amount(amount)?;
		T::Currency::transfer(&Self::rent_account(), to, paid, Preserve)?;
		Self::deposit_event(Event::RentSpent { to: to.clone(), amount: paid });
		Ok(())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn endow_rent(amount: Planck) {
		let amount = Self::amount(amount).unwrap_or_default();
		let account = Self::rent_account();
		T::Currency::set_balance(&account, T::Currency::minimum_balance().saturating_add(amount));
	}
}
