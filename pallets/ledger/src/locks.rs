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
use gridmerit_pallet_support::TeNodes;
use sp_runtime::traits::{CheckedAdd, CheckedSub, Saturating, Zero};

use crate::{BalanceOf, Config, Error, Event, Pallet, rows::Row};

impl<T: Config> Row<T> {
	/// Sets what is locked for an interval. The sum of locks stays what they add up to.
	fn set_lock(&mut self, interval: Interval, lock: Option<BalanceOf<T>>) -> Result<(), Error<T>> {
		let locks = &mut self.account.locks;
		let place = locks.binary_search_by_key(&interval, |(interval, _)| *interval);
		let freed = match (place, lock) {
			(Ok(place), Some(lock)) => {
				locks.get_mut(place).map(|(_, old)| core::mem::replace(old, lock))
			},
			(Ok(place), None) => Some(locks.remove(place).1),
			(Err(place), Some(lock)) => {
				locks.try_insert(place, (interval, lock)).map_err(|_| Error::<T>::TooManyOpen)?;
				None
			},
			(Err(_), None) => None,
		};
		self.account.locked = self
			.account
			.locked
			.saturating_sub(freed.unwrap_or_default())
			.checked_add(&lock.unwrap_or_default())
			.ok_or(Error::<T>::BeyondBalance)?;
		Ok(())
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_lock(
		node: NodeIndex,
		owner: &T::AccountId,
		needed: &[(Interval, Option<Planck>)],
	) -> DispatchResult {
		let mut row = Row::<T>::load(node);
		let before = row.account.locked;
		for &(interval, lock) in needed {
			row.set_lock(interval, lock.map(Self::amount).transpose()?)?;
		}
		let locked = row.account.locked;
		// Whoever only shrinks its positions draws nothing.
		let standing =
			if locked > before { Self::standing(T::Nodes::by_index(node))? } else { Zero::zero() };
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
