// SPDX-License-Identifier: Apache-2.0

//! Trade in trust: others bond behind a node. Their money lies in the pot, in shares of a pool, so that a slash or a
//! reward is one change whatever their number.

use frame_support::pallet_prelude::*;
use gridmerit_energy::{NodeIndex, Planck};

use crate::{BackerOf, Backers, Config, Error, Event, Pallet, Rules, StakeOf, Stakes};

impl<T: Config> Pallet<T> {
	/// Reckons what a backer's shares have earned until now.
	pub(crate) fn reckon(stake: &StakeOf<T>, backer: &mut BackerOf<T>) -> Result<(), Error<T>> {
		let earned = stake.accrual.earned(backer.shares, backer.since);
		let earned = earned.ok_or(Error::<T>::PoolExhausted)?;
		backer.owed = backer.owed.saturating_add(earned);
		backer.since = stake.accrual.per_share;
		Ok(())
	}

	/// Stores a backer that was stored before; one with nothing goes.
	pub(crate) fn store_backer(
		node: NodeIndex,
		account: &T::AccountId,
		mut stake: StakeOf<T>,
		backer: BackerOf<T>,
	) {
		if backer.is_empty() {
			Backers::<T>::remove(node, account);
			stake.backers = stake.backers.saturating_sub(1);
		} else {
			Backers::<T>::insert(node, account, backer);
		}
		Self::store_stake(node, stake);
	}

	pub(crate) fn do_back(
		account: T::AccountId,
		node: NodeIndex,
		amount: Planck,
	) -> DispatchResult {
		ensure!(amount >= T::MinBacking::get(), Error::<T>::BackingTooSmall);
		let mut stake = Stakes::<T>::get(node).ok_or(Error::<T>::NotBackable)?;
		ensure!(stake.pending == 0, Error::<T>::SlashPending);
		ensure!(stake.vouches(&Rules::<T>::get().weighing), Error::<T>::NotBackable);
		let mut backer = match Backers::<T>::get(node, &account) {
			Some(backer) => backer,
			None => {
				ensure!(stake.backers < T::MaxBackers::get(), Error::<T>::TooManyBackers);
				stake.backers = stake.backers.saturating_add(1);
				Default::default()
			},
		};
		Self::reckon(&stake, &mut backer)?;
		let joined = stake.pool.join(amount).map_err(Error::<T>::from)?;
		Self::pay_in(&account, amount)?;
		stake.pool = joined.pool;
		backer.shares = backer.shares.saturating_add(joined.shares);
		Self::store_backer(node, &account, stake, backer);
		Self::deposit_event(Event::Backed { node, backer: account, amount });
		Ok(())
	}

	pub(crate) fn do_unback(
		account: T::AccountId,
		node: NodeIndex,
		amount: Planck,
	) -> DispatchResult {
		let mut backer = Backers::<T>::get(node, &account).ok_or(Error::<T>::NotBacker)?;
		let mut stake = Stakes::<T>::get(node).ok_or(Error::<T>::NotBonded)?;
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		ensure!(backer.shares > 0, Error::<T>::MoreThanBonded);
		Self::reckon(&stake, &mut backer)?;
		let worth = stake.pool.worth(backer.shares);
		// Shares that slashes have left worth nothing can go for any amount, or they would stay for ever.
		ensure!(amount <= worth || worth == 0, Error::<T>::MoreThanBonded);
		let stays = worth.saturating_sub(amount) >= T::MinBacking::get();
		let shares = stake.pool.shares_for(amount).filter(|_| stays).unwrap_or(backer.shares);
		let left = stake.pool.leave(shares.min(backer.shares)).map_err(Error::<T>::from)?;
		let from = if left.amount == 0 {
			T::Session::get()
		} else {
			let joined = stake.leaving.join(left.amount).map_err(Error::<T>::from)?;
			stake.leaving = joined.pool;
			Self::begin_unbonding(&mut backer.leaving, joined.shares)?
		};
		backer.shares = backer.shares.saturating_sub(left.shares);
		stake.pool = left.pool;
		Self::store_backer(node, &account, stake, backer);
		let amount = left.amount;
		Self::deposit_event(Event::Unbacking { node, backer: account, amount, from });
		Ok(())
	}

	pub(crate) fn do_withdraw_backing(account: T::AccountId, node: NodeIndex) -> DispatchResult {
		let mut backer = Backers::<T>::get(node, &account).ok_or(Error::<T>::NotBacker)?;
		let mut stake = Self::withdrawable(node)?;
		let shares = Self::end_unbonding(&mut backer.leaving)?;
		let left = stake.leaving.leave(shares).map_err(Error::<T>::from)?;
		stake.leaving = left.pool;
		Self::pay_out(&account, left.amount)?;
		Self::store_backer(node, &account, stake, backer);
		let amount = left.amount;
		Self::deposit_event(Event::BackingWithdrawn { node, backer: account, amount });
		Ok(())
	}
}
