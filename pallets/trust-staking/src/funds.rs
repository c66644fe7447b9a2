// SPDX-License-Identifier: Apache-2.0

//! All movement of money: bonds on hold in their owners' accounts, backers' money in the pot, rewards in an account of
//! their own. All amounts are in planck; what of them is a balance becomes one here and nowhere else.

use frame_support::{
	pallet_prelude::*,
	traits::{
		Defensive,
		fungible::{Inspect, Mutate, MutateHold},
		tokens::{Fortitude, Precision, Preservation::Preserve, Restriction},
	},
};
use gridmerit_energy::Planck;
use sp_runtime::{
	ArithmeticError, TokenError,
	traits::{AccountIdConversion, UniqueSaturatedInto, Zero},
};

use crate::{Config, Error, HoldReason, Pallet, Promised, Unpaid};

type BalanceOf<T> =
	<<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

impl<T: Config> Pallet<T> {
	/// An amount as a balance, if that has enough bits. What was ever paid in has.
	pub(crate) fn amount(planck: Planck) -> Result<BalanceOf<T>, ArithmeticError> {
		planck.try_into().map_err(|_| ArithmeticError::Overflow)
	}

	/// A balance in planck.
	pub(crate) fn planck(amount: BalanceOf<T>) -> Planck {
		amount.unique_saturated_into()
	}

	/// What an account needs to live, in planck.
	pub(crate) fn existential_deposit() -> Planck {
		Self::planck(T::Currency::minimum_balance())
	}

	/// What an account has that is not on hold, in planck.
	pub(crate) fn free(account: &T::AccountId) -> Planck {
		Self::planck(T::Currency::balance(account))
	}

	/// The account of backers' money.
	pub fn pot_account() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	/// The account that rewards are paid from. Nobody has its key; anybody can pay into it.
	pub fn reward_account() -> T::AccountId {
		T::RewardsId::get().into_account_truncating()
	}

	fn reason() -> T::RuntimeHoldReason {
		HoldReason::Bond.into()
	}

	/// Holds a bond.
	pub(crate) fn hold_bond(owner: &T::AccountId, amount: Planck) -> DispatchResult {
		// No account has more than a balance can count.
		let amount = Self::amount(amount).map_err(|_| Error::<T>::InsufficientFunds)?;
		T::Currency::hold(&Self::reason(), owner, amount)
			.map_err(|_| Error::<T>::InsufficientFunds)?;
		Ok(())
	}

	/// Gives a bond back.
	pub(crate) fn release_bond(owner: &T::AccountId, amount: Planck) -> DispatchResult {
		T::Currency::release(&Self::reason(), owner, Self::amount(amount)?, Precision::Exact)?;
		Ok(())
	}

	/// Takes a bond into the pot, where a slash is divided.
	pub(crate) fn seize_bond(owner: &T::AccountId, amount: Planck) -> DispatchResult {
		T::Currency::transfer_on_hold(
			&Self::reason(),
			owner,
			&Self::pot_account(),
			Self::amount(amount)?,
			Precision::Exact,
			Restriction::Free,
			Fortitude::Force,
		)?;
		Ok(())
	}

	/// Takes backers' money into the pot.
	pub(crate) fn pay_in(from: &T::AccountId, amount: Planck) -> DispatchResult {
		let amount = Self::amount(amount).map_err(|_| Error::<T>::InsufficientFunds)?;
		T::Currency::transfer(from, &Self::pot_account(), amount, Preserve)
			.map_err(|_| Error::<T>::InsufficientFunds)?;
		Ok(())
	}

	/// Pays out of the pot. What an account that is dead could not keep goes to the treasury with the next slash, so
	/// that dust keeps nobody from leaving.
	pub(crate) fn pay_out(to: &T::AccountId, amount: Planck) -> DispatchResult {
		if amount.is_zero() {
			return Ok(());
		}
		if Self::is_lost(to, amount) {
			Unpaid::<T>::mutate(|unpaid| *unpaid = unpaid.saturating_add(amount));
			return Ok(());
		}
		Self::transfer_from_pot(to, amount)
	}

	/// Moves money that is there out of the pot.
	pub(crate) fn transfer_from_pot(to: &T::AccountId, amount: Planck) -> DispatchResult {
		T::Currency::transfer(&Self::pot_account(), to, Self::amount(amount)?, Preserve)?;
		Ok(())
	}

	/// Takes what is paid for rewards, and promises it at once.
	pub(crate) fn fund_reward(from: &T::AccountId, amount: Planck) -> DispatchResult {
		let account = Self::reward_account();
		let covered = Promised::<T>::get().saturating_add(Self::existential_deposit());
		// Or the new money would have to cover old promises, or keep the account alive.
		ensure!(Self::free(&account) >= covered, TokenError::BelowMinimum);
		T::Currency::transfer(from, &account, Self::amount(amount)?, Preserve)?;
		Promised::<T>::mutate(|promised| *promised = promised.saturating_add(amount));
		Ok(())
	}

	/// Pays rewards that were promised. What an account that is dead could not keep is there to be promised again.
	pub(crate) fn pay_reward(to: &T::AccountId, amount: Planck) -> DispatchResult {
		if !Self::is_lost(to, amount) {
			let amount = Self::amount(amount)?;
			T::Currency::transfer(&Self::reward_account(), to, amount, Preserve)?;
		}
		Self::unpromise(amount);
		Ok(())
	}

	/// Whether an account is dead and stays so with such an amount.
	fn is_lost(to: &T::AccountId, amount: Planck) -> bool {
		let all = Self::planck(T::Currency::total_balance(to)).saturating_add(amount);
		all < Self::existential_deposit()
	}

	/// What is in the account of rewards and not promised yet, in planck.
	pub(crate) fn reward_room() -> Planck {
		Self::free(&Self::reward_account())
			.saturating_sub(Self::existential_deposit())
			.saturating_sub(Promised::<T>::get())
	}

	/// Rewards are promised no more.
	pub(crate) fn unpromise(amount: Planck) {
		Promised::<T>::mutate(|promised| {
			*promised = promised.checked_sub(amount).defensive_unwrap_or_default();
		});
	}
}
