// SPDX-License-Identifier: Apache-2.0

//! All movement of money, but settlement: into the pot and out, locks, debts.

use alloc::vec::Vec;
use frame_support::{
	ensure,
	pallet_prelude::*,
	traits::{
		fungible::{Inspect, Mutate},
		tokens::{Fortitude, Preservation::Preserve},
	},
};
use gridmerit_energy::{Interval, NodeIndex, Planck, payment};
use gridmerit_pallet_support::{Meters, NodeView, Pot, TeNodes};
use sp_runtime::traits::{
	AccountIdConversion, CheckedAdd, CheckedSub, Saturating, UniqueSaturatedInto, Zero,
};

use crate::{
	AccountOf, Accounts, BalanceOf, Config, Debts, Error, Event, Pallet, SettledBefore,
	StandingPrice,
};

impl<T: Config> Pallet<T> {
	/// The account in which all of the market's money lies.
	pub fn pot_account() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	/// An amount of the market in the chain's money, if it can count that far.
	pub(crate) fn amount(planck: Planck) -> Result<BalanceOf<T>, Error<T>> {
		planck.try_into().map_err(|_| Error::<T>::BeyondBalance)
	}

	/// Money as the market counts it.
	pub(crate) fn planck(amount: BalanceOf<T>) -> Planck {
		amount.unique_saturated_into()
	}

	/// Stores a node's account; one with nothing in it goes.
	pub(crate) fn put(node: NodeIndex, account: &AccountOf<T>) {
		if *account == AccountOf::<T>::default() {
			Accounts::<T>::remove(node);
		} else {
			Accounts::<T>::insert(node, account);
		}
	}

	/// Credit that is not tied up.
	pub(crate) fn free(account: &AccountOf<T>) -> BalanceOf<T> {
		account.credit.saturating_sub(account.locked)
	}

	/// Adds to the credit of an account.
	pub(crate) fn earn(account: &mut AccountOf<T>, amount: BalanceOf<T>) -> Result<(), Error<T>> {
		account.credit = account.credit.checked_add(&amount).ok_or(Error::<T>::BeyondBalance)?;
		Ok(())
	}

	fn draw(from: &T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		T::Currency::transfer(from, &Self::pot_account(), amount, Preserve)
			.map_err(|_| Error::<T>::InsufficientFunds)?;
		Ok(())
	}

	pub(crate) fn do_deposit(from: T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		let node = T::Nodes::by_account(&from).ok_or(Error::<T>::NotRegistered)?.index;
		ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
		let mut account = Accounts::<T>::get(node);
		Self::earn(&mut account, amount)?;
		Self::draw(&from, amount)?;
		Self::put(node, &account);
		Self::deposit_event(Event::Deposited { node, amount });
		Self::pay_first_debt(node, &account);
		Ok(())
	}

	pub(crate) fn do_withdraw(to: T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		let view = T::Nodes::by_account(&to).ok_or(Error::<T>::NotRegistered)?;
		let node = view.index;
		ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
		let mut account = Accounts::<T>::get(node);
		ensure!(account.debts.is_zero(), Error::<T>::InDebt);
		let free = Self::free(&account);
		ensure!(amount <= free, Error::<T>::NotFree);
		let stays = free.saturating_sub(amount);
		ensure!(stays >= Self::standing(Some(view))?, Error::<T>::StandingDeposit);
		account.credit = account.credit.saturating_sub(amount);
		// The pot must not die: what others have left in it could be dust, and lost.
		T::Currency::transfer(&Self::pot_account(), &to, amount, Preserve)?;
		Self::put(node, &account);
		Self::deposit_event(Event::Withdrawn { node, amount });
		Ok(())
	}

	/// What a node has to leave in the pot beside what is tied up, for the energy that it uses.
	fn standing(node: Option<NodeView>) -> Result<BalanceOf<T>, Error<T>> {
		let price = StandingPrice::<T>::get();
		let metered = |node: &NodeView| T::Meters::is_metered(node.index);
		match node.filter(|node| price > 0 && metered(node)) {
			Some(node) => Self::amount(payment(node.limits.consumption, price)),
			None => Ok(Zero::zero()),
		}
	}

	/// Pays as far as there is free credit, after setting off; the rest is owed. What was paid.
	pub(crate) fn pay(
		from: (NodeIndex, &mut AccountOf<T>),
		to: (NodeIndex, &mut AccountOf<T>),
		amount: BalanceOf<T>,
	) -> Result<BalanceOf<T>, Error<T>> {
		let in_turn = Debts::<T>::get(to.0, from.0);
		let paid = amount.saturating_sub(in_turn).min(Self::free(from.1));
		Self::earn(to.1, paid)?;
		from.1.credit = from.1.credit.saturating_sub(paid);
		Self::owe(from, to, amount.saturating_sub(paid))?;
		Ok(paid)
	}

	/// Notes that `debtor` owes more to `creditor`. What the creditor owes in turn is set off, so that
	/// nobody has to pay to one that owes it money.
	pub(crate) fn owe(
		debtor: (NodeIndex, &mut AccountOf<T>),
		creditor: (NodeIndex, &mut AccountOf<T>),
		amount: BalanceOf<T>,
	) -> Result<(), Error<T>> {
		if amount.is_zero() {
			return Ok(());
		}
		let in_turn = Debts::<T>::get(creditor.0, debtor.0);
		let more = amount.saturating_sub(in_turn);
		let add = |sum: BalanceOf<T>| sum.checked_add(&more).ok_or(Error::<T>::BeyondBalance);
		let debt = add(Debts::<T>::get(debtor.0, creditor.0))?;
		debtor.1.debts = add(debtor.1.debts)?;
		creditor.1.claims = add(creditor.1.claims)?;
		Self::put_debt(debtor.0, creditor.0, debt);
		if !more.is_zero() {
			let (debtor, creditor) = (debtor.0, creditor.0);
			Self::deposit_event(Event::DebtIncurred { debtor, creditor, amount: more, owed: debt });
		}
		let set_off = amount.saturating_sub(more);
		if !set_off.is_zero() {
			Self::pay_off(creditor, debtor, in_turn, set_off);
		}
		Ok(())
	}

	fn put_debt(debtor: NodeIndex, creditor: NodeIndex, debt: BalanceOf<T>) {
		if debt.is_zero() {
			Debts::<T>::remove(debtor, creditor);
		} else {
			Debts::<T>::insert(debtor, creditor, debt);
		}
	}

	/// Takes `amount` off a debt.
	fn pay_off(
		debtor: (NodeIndex, &mut AccountOf<T>),
		creditor: (NodeIndex, &mut AccountOf<T>),
		debt: BalanceOf<T>,
		amount: BalanceOf<T>,
	) {
		debtor.1.debts = debtor.1.debts.saturating_sub(amount);
		creditor.1.claims = creditor.1.claims.saturating_sub(amount);
		let left = debt.saturating_sub(amount);
		let (debtor, creditor) = (debtor.0, creditor.0);
		Self::put_debt(debtor, creditor, left);
		Self::deposit_event(Event::DebtPaid { debtor, creditor, amount, left });
	}

	/// Pays what is possible of a node's first debt. One is all that a node has, unless the utility of
	/// the market has changed; a utility may have many, which its creditors collect.
	pub(crate) fn pay_first_debt(debtor: NodeIndex, account: &AccountOf<T>) {
		if account.debts.is_zero() {
			return;
		}
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
		Self::earn(&mut gets, amount)?;
		owes.credit = owes.credit.saturating_sub(amount);
		Self::pay_off((debtor, &mut owes), (creditor, &mut gets), debt, amount);
		Self::put(debtor, &owes);
		Self::put(creditor, &gets);
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
		let before = account.locked;
		for &(interval, lock) in needed {
			let lock = lock.map(Self::amount).transpose()?;
			let place = account.locks.binary_search_by_key(&interval, |(interval, _)| *interval);
			let freed = match (place, lock) {
				(Ok(place), Some(lock)) => {
					account.locks.get_mut(place).map(|(_, old)| core::mem::replace(old, lock))
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
				.saturating_sub(freed.unwrap_or_default())
				.checked_add(&lock.unwrap_or_default())
				.ok_or(Error::<T>::BeyondBalance)?;
		}
		// Whoever only shrinks its positions draws nothing.
		let standing = if account.locked > before {
			Self::standing(T::Nodes::by_index(node))?
		} else {
			Zero::zero()
		};
		let wanted = account.locked.checked_add(&standing).ok_or(Error::<T>::BeyondBalance)?;
		let drawn = wanted.saturating_sub(account.credit);
		if !drawn.is_zero() {
			let reserve = T::FeeReserve::get();
			let affordable = T::Currency::reducible_balance(owner, Preserve, Fortitude::Polite);
			let left = affordable.checked_sub(&drawn).ok_or(Error::<T>::InsufficientFunds)?;
			ensure!(left >= reserve, Error::<T>::InsufficientFunds);
			Self::draw(owner, drawn)?;
			account.credit = wanted;
		}
		Self::put(node, &account);
		let locked = account.locked;
		if locked != before {
			Self::deposit_event(Event::LockChanged { node, drawn, locked });
		}
		Ok(())
	}

	fn in_arrears(node: NodeIndex) -> bool {
		!Accounts::<T>::get(node).debts.is_zero()
	}

	fn locks(node: NodeIndex) -> Vec<(Interval, Planck)> {
		let locks = Accounts::<T>::get(node).locks;
		locks.into_iter().map(|(interval, lock)| (interval, Self::planck(lock))).collect()
	}

	fn settled_before() -> Interval {
		SettledBefore::<T>::get()
	}

	fn max_open() -> u32 {
		T::MaxOpen::get()
	}
}
