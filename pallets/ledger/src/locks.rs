// SPDX-License-Identifier: Apache-2.0

//! What orders and positions tie up.

use frame_support::{
	ensure,
	pallet_prelude::*,
	traits::{
		fungible::Inspect,
		tokens::{Fortitude, Preservation::Preserve},
	},
};
use gridmerit_energy::{Interval, NodeIndex, Planck};
use gridmerit_pallet_support::{Needed, Obligations, TeNodes};
use sp_runtime::traits::{CheckedAdd, CheckedSub, Saturating, Zero};

use crate::{AccountOf, BalanceOf, Config, Error, Event, Pallet, rows::Row};

impl<T: Config> Row<T> {
	/// Sets what is locked for intervals. The sum of locks stays what they add up to.
	fn set_locks(&mut self, needed: &[(Interval, Option<Planck>)]) -> Result<(), Error<T>> {
		// What is freed makes room for what is locked, also for an earlier interval.
		for (interval, _) in needed.iter().filter(|(_, lock)| lock.is_none()) {
			let freed = self.take_lock(*interval).unwrap_or_default();
			self.account.locked = self.account.locked.saturating_sub(freed);
		}
		for &(interval, lock) in needed {
			if let Some(lock) = lock {
				self.set_lock(interval, Pallet::<T>::amount(lock)?)?;
			}
		}
		Ok(())
	}

	fn set_lock(&mut self, interval: Interval, lock: BalanceOf<T>) -> Result<(), Error<T>> {
		let locks = &mut self.account.locks;
		let freed = match locks.binary_search_by_key(&interval, |(interval, _)| *interval) {
			Ok(place) => locks.get_mut(place).map(|(_, old)| core::mem::replace(old, lock)),
			Err(place) => {
				locks.try_insert(place, (interval, lock)).map_err(|_| Error::<T>::TooManyOpen)?;
				None
			},
		};
		let others = self.account.locked.saturating_sub(freed.unwrap_or_default());
		self.account.locked = others.checked_add(&lock).ok_or(Error::<T>::BeyondBalance)?;
		Ok(())
	}
}

impl<T: Config> Pallet<T> {
	/// What an account owes and has tied up.
	pub(crate) fn obligations(account: &AccountOf<T>) -> Obligations {
		let locks = account.locks.iter().map(|(interval, lock)| (*interval, Self::planck(*lock)));
		Obligations { in_arrears: !account.debts.is_zero(), locks: locks.collect() }
	}

	pub(crate) fn do_lock(
		node: NodeIndex,
		owner: &T::AccountId,
		needed: impl FnOnce(&Obligations) -> Result<Needed, DispatchError>,
	) -> DispatchResult {
		let mut row = Row::<T>::load(node);
		let needed = needed(&Self::obligations(&row.account))?;
		let before = row.account.locked;
		row.set_locks(&needed)?;
		let locked = row.account.locked;
		// Whoever only shrinks its positions draws nothing.
		let standing = if locked > before {
			Self::standing(node, || T::Nodes::by_index(node))?
		} else {
			Zero::zero()
		};
		let wanted = locked.checked_add(&standing).ok_or(Error::<T>::BeyondBalance)?;
		let drawn = wanted.saturating_sub(row.account.credit);
		if !drawn.is_zero() {
			let affordable = T::Currency::reducible_balance(owner, Preserve, Fortitude::Polite);
			let left = affordable.checked_sub(&drawn).ok_or(Error::<T>::InsufficientFunds)?;
			ensure!(left >= T::FeeReserve::get(), Error::<T>::InsufficientFunds);
			Self::draw(owner, drawn)?;
			row.account.credit = wanted;
		}
		row.store();
		if locked != before {
			Self::deposit_event(Event::LockChanged { node, drawn, locked });
		}
		Ok(())
	}

	pub(crate) fn do_unlock(node: NodeIndex, interval: Interval) -> bool {
		let mut row = Row::<T>::load(node);
		let Some(lock) = row.take_lock(interval) else { return false };
		row.account.locked = row.account.locked.saturating_sub(lock);
		let locked = row.account.locked;
		row.store();
		Self::deposit_event(Event::LockChanged { node, drawn: Zero::zero(), locked });
		true
	}
}
