// SPDX-License-Identifier: Apache-2.0

//! Accounts as they are read and stored. A node with an account cannot leave the registry.

use gridmerit_energy::{Interval, NodeIndex, Planck, is_no_node};
use gridmerit_pallet_support::NodeReferences;
use sp_runtime::traits::{CheckedAdd, Saturating, UniqueSaturatedInto};

use crate::{AccountOf, Accounts, BalanceOf, Config, Error, Pallet};

impl<T: Config> Pallet<T> {
	/// An amount of the market in the chain's money, if it can count that far.
	pub(crate) fn amount(planck: Planck) -> Result<BalanceOf<T>, Error<T>> {
		planck.try_into().map_err(|_| Error::<T>::BeyondBalance)
	}

	/// Money as the market counts it.
	pub(crate) fn planck(amount: BalanceOf<T>) -> Planck {
		amount.unique_saturated_into()
	}

	/// Credit that is not tied up.
	pub(crate) fn free(account: &AccountOf<T>) -> BalanceOf<T> {
		account.credit.saturating_sub(account.locked)
	}
}

/// A node's account while it is changed.
#[derive(Clone)]
pub(crate) struct Row<T: Config> {
	node: NodeIndex,
	/// Whether it was stored before: what is stored has something in it.
	existed: bool,
	/// What it is now.
	pub(crate) account: AccountOf<T>,
}

impl<T: Config> Row<T> {
	pub(crate) fn load(node: NodeIndex) -> Self {
		let account = Accounts::<T>::get(node);
		Self { node, existed: account != AccountOf::<T>::default(), account }
	}

	/// Adds to the credit.
	pub(crate) fn earn(&mut self, amount: BalanceOf<T>) -> Result<(), Error<T>> {
		let credit = self.account.credit.checked_add(&amount);
		self.account.credit = credit.ok_or(Error::<T>::BeyondBalance)?;
		Ok(())
	}

	/// Takes out what is locked for an interval. None if nothing is open there.
	pub(crate) fn take_lock(&mut self, interval: Interval) -> Option<BalanceOf<T>> {
		let locks = &mut self.account.locks;
		let place = locks.binary_search_by_key(&interval, |(interval, _)| *interval).ok()?;
		Some(locks.remove(place).1)
	}

	/// Stores the account; one with nothing in it goes, and holds its node no more.
	pub(crate) fn store(self) {
		let Self { node, existed, account } = self;
		if account != AccountOf::<T>::default() {
			Accounts::<T>::insert(node, account);
			if !existed && !is_no_node(node) {
				T::Nodes::hold(node);
			}
		} else if existed {
			Accounts::<T>::remove(node);
			if !is_no_node(node) {
				T::Nodes::release(node);
			}
		}
	}
}
