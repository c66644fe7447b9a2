// SPDX-License-Identifier: Apache-2.0

//! All movement of money, but settlement: into the pot and out, locks, debts.

use alloc::vec::Vec;
use frame_support::{
	ensure,
	pallet_prelude::*,
	traits::{
		fungible::Mutate,
		tokens::Preservation::{Expendable, Preserve},
	},
};
use gridmerit_primitives::{Interval, NodeIndex, Planck, Pot, TeNodes};
use sp_runtime::traits::{AccountIdConversion, CheckedAdd, Saturating, UniqueSaturatedInto, Zero};

use crate::{AccountOf, Accounts, BalanceOf, Config, Debts, Error, Event, Pallet, SettledBefore};

impl<T: Config> Pallet<T> {
	/// The account in which all of the market's money lies.
	pub fn pot_account() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	/// An amount of the market in the chain's money, if it can count that far.
	pub(crate) fn amount(planck: Planck) -> Result<BalanceOf<T>, Error<T>> {
		planck.try_into().map_err(|_| Error::<T>::BeyondBalance)
	}

	/// Stores a node's account; one with nothing in it goes.
	pub(crate) fn put(node: NodeIndex, account: AccountOf<T>) {
		if account == AccountOf::<T>::default() {
			Accounts::<T>::remove(node);
		} else {
			Accounts::<T>::insert(node, account);
		}
	}

	/// Credit that is not tied up.
	pub(crate) fn free(account: &AccountOf<T>) -> BalanceOf<T> {
		account.credit.saturating_sub(account.locked)
	}

	fn draw(from: &T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		T::Currency::transfer(from, &Self::pot_account(), amount, Preserve)
			.map_err(|_| Error::<T>::InsufficientFunds)?;
		Ok(())
	}

	pub(crate) fn do_deposit(from: T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		let node = T::Nodes::by_account(&from).ok_or(Error::<T>::NotRegistered)?.index;
		ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
		Self::draw(&from, amount)?;
		let mut account = Accounts::<T>::get(node);
		account.credit = account.credit.checked_add(&amount).ok_or(Error::<T>::BeyondBalance)?;
		Self::put(node, account);
		Self::deposit_event(Event::Deposited { node, amount });
		Self::pay_first_debt(node);
		Ok(())
	}

	pub(crate) fn do_withdraw(to: T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		let node = T::Nodes::by_account(&to).ok_or(Error::<T>::NotRegistered)?.index;
		ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
		let mut account = Accounts::<T>::get(node);
		ensure!(account.debts.is_zero(), Error::<T>::InDebt);
		ensure!(amount <= Self::free(&account), Error::<T>::NotFree);
		account.credit = account.credit.saturating_sub(amount);
		Self::put(node, account);
		T::Currency::transfer(&Self::pot_account(), &to, amount, Expendable)?;
		Self::deposit_event(Event::Withdrawn { node, amount });
		Ok(())
	}

	/// Notes that `debtor` owes more to `creditor`.
	pub(crate) fn owe(
		debtor: (NodeIndex, &mut AccountOf<T>),
		creditor: (NodeIndex, &mut AccountOf<T>),
		amount: BalanceOf<T>,
	) -> Result<(), Error<T>> {
		if amount.is_zero() {
			return Ok(());
		}
		let add = |sum: BalanceOf<T>| sum.checked_add(&amount).ok_or(Error::<T>::BeyondBalance);
		debtor.1.debts = add(debtor.1.debts)?;
		creditor.1.claims = add(creditor.1.claims)?;
		Debts::<T>::try_mutate(debtor.0, creditor.0, |debt| {
			*debt = add(*debt)?;
			Ok(())
		})
	}

	/// Pays what is possible of a node's first debt. One is all that a node has, unless the utility of
	/// the market has changed.
	pub(crate) fn pay_first_debt(debtor: NodeIndex) {
		if let Some(creditor) = Debts::<T>::iter_key_prefix(debtor).next() {
			// Fails only if nothing is free, and then nothing has changed.
			let _ = Self::do_collect(debtor, creditor);
		}
	}

	pub(crate) fn do_collect(debtor: NodeIndex, creditor: NodeIndex) -> DispatchResult {
		let debt = Debts::<T>::get(debtor, creditor);
		let mut owes = Accounts::<T>::get(debtor);
		let mut gets = Accounts::<T>::get(creditor);
		let amount = debt.min(Self::free(&owes));
		ensure!(!amount.is_zero() && debtor != creditor, Error::<T>::NothingToCollect);
		owes.credit = owes.credit.saturating_sub(amount);
		owes.debts = owes.debts.saturating_sub(amount);
		gets.credit = gets.credit.checked_add(&amount).ok_or(Error::<T>::BeyondBalance)?;
		gets.claims = gets.claims.saturating_sub(amount);
		let left = debt.saturating_sub(amount);
		if left.is_zero() {
			Debts::<T>::remove(debtor, creditor);
		} else {
			Debts::<T>::insert(debtor, creditor, left);
		}
		Self::put(debtor, owes);
		Self::put(creditor, gets);
		Self::deposit_event(Event::DebtPaid { debtor, creditor, amount, left });
		Ok(())
	}

	/// Whether a node has money here or is owed some: it cannot leave.
	pub fn has_money(node: NodeIndex) -> bool {
		Accounts::<T>::contains_key(node)
	}
}

impl<T: Config> Pot<T::AccountId> for Pallet<T> {
	fn lock(
		node: NodeIndex,
		owner: &T::AccountId,
		needed: &[(Interval, Option<Planck>)],
	) -> DispatchResult {
		let mut account = Accounts::<T>::get(node);
		for &(interval, lock) in needed {
			let lock = lock.map(Self::amount).transpose()?;
			let place = account.locks.binary_search_by_key(&interval, |(interval, _)| *interval);
			let before = match (place, lock) {
				(Ok(place), Some(lock)) => {
					account.locks.get_mut(place).map(|(_, before)| core::mem::replace(before, lock))
				},
				(Ok(place), None) => Some(account.locks.remove(place).1),
				(Err(place), Some(lock)) => {
					account
						.locks
						.try_insert(place, (interval, lock))
						.map_err(|_| Error::<T>::TooManyOpen)?;
					None
				},
				(Err(_), None) => None,
			};
			account.locked = account
				.locked
				.saturating_sub(before.unwrap_or_default())
				.checked_add(&lock.unwrap_or_default())
				.ok_or(Error::<T>::BeyondBalance)?;
		}
		let drawn = account.locked.saturating_sub(account.credit);
		if !drawn.is_zero() {
			Self::draw(owner, drawn)?;
			account.credit = account.locked;
		}
		let locked = account.locked;
		Self::put(node, account);
		Self::deposit_event(Event::LockChanged { node, drawn, locked });
		Ok(())
	}

	fn in_arrears(node: NodeIndex) -> bool {
		!Accounts::<T>::get(node).debts.is_zero()
	}

	fn locks(node: NodeIndex) -> Vec<(Interval, Planck)> {
		let locks = Accounts::<T>::get(node).locks;
		locks.into_iter().map(|(interval, lock)| (interval, lock.unique_saturated_into())).collect()
	}

	fn settled_before() -> Interval {
		SettledBefore::<T>::get()
	}

	fn max_open() -> u32 {
		T::MaxOpen::get()
	}
}
