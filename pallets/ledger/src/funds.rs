// SPDX-License-Identifier: Apache-2.0

//! Money into the pot and out of it.

use frame_support::{
	ensure,
	pallet_prelude::*,
	traits::{fungible::Mutate, tokens::Preservation::Preserve},
};
use gridmerit_pallet_support::TeNodes;
use sp_runtime::traits::{AccountIdConversion, Saturating, Zero};

use crate::{BalanceOf, Config, Error, Event, Holding, Pallet, rows::Row};

impl<T: Config> Pallet<T> {
	/// The account in which all of the market's money lies.
	pub fn pot_account() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	/// Moves money of an account into the pot. The account lives on.
	pub(crate) fn draw(from: &T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		T::Currency::transfer(from, &Self::pot_account(), amount, Preserve)
			.map_err(|_| Error::<T>::InsufficientFunds)?;
		Holding::<T>::mutate(|holding| *holding = holding.saturating_add(amount));
		Ok(())
	}

	pub(crate) fn do_deposit(from: T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		let node = T::Nodes::by_account(&from).ok_or(Error::<T>::NotRegistered)?.index;
		ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
		let mut row = Row::<T>::load(node);
		row.earn(amount)?;
		Self::draw(&from, amount)?;
		let in_debt = !row.account.debts.is_zero();
		row.store();
		Self::deposit_event(Event::Deposited { node, amount });
		if in_debt {
			Self::pay_first_debt(node);
		}
		Ok(())
	}

	pub(crate) fn do_withdraw(to: T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		let view = T::Nodes::by_account(&to).ok_or(Error::<T>::NotRegistered)?;
		let node = view.index;
		ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
		let mut row = Row::<T>::load(node);
		ensure!(row.account.debts.is_zero(), Error::<T>::InDebt);
		let free = Self::free(&row.account);
		ensure!(amount <= free, Error::<T>::NotFree);
		let stays = free.saturating_sub(amount);
		ensure!(stays >= Self::standing(node, || Some(view))?, Error::<T>::StandingDeposit);
		row.account.credit = row.account.credit.saturating_sub(amount);
		// The pot must not die: what others have left in it could be dust, and lost.
		T::Currency::transfer(&Self::pot_account(), &to, amount, Preserve)?;
		Holding::<T>::mutate(|holding| *holding = holding.saturating_sub(amount));
		row.store();
		Self::deposit_event(Event::Withdrawn { node, amount });
		Ok(())
	}
}
