// SPDX-License-Identifier: Apache-2.0

//! Nodes' own bonds. They belong to the account that bonded, and stay with it when the node is given to another.

use frame_support::pallet_prelude::*;
use gridmerit_energy::{NodeIndex, Planck};
use gridmerit_pallet_support::{NodeReferences, SessionIndex, TeNodes, page_of};
use gridmerit_trust::{MAX_BOND, Part, Unbonding};

use crate::{
	ConductSets, Config, Error, Event, Pallet, Running, StakeOf, Stakes, StandingPages,
	StandingRow, UnbondingsOf,
};

impl<T: Config> Pallet<T> {
	/// Stores what is bonded behind a node. It is held in the registry as long as there is something.
	pub(crate) fn store_stake(node: NodeIndex, stake: StakeOf<T>) {
		let existed = Stakes::<T>::contains_key(node);
		if stake.is_empty() {
			if existed {
				// What was too little to be divided is there for others.
				if stake.accrual.rest > 0 {
					Self::unpromise(stake.accrual.rest);
				}
				Stakes::<T>::remove(node);
				T::Nodes::release(node);
			}
			return;
		}
		Stakes::<T>::insert(node, stake);
		if !existed {
			T::Nodes::hold(node);
		}
	}

	/// The first session in which what is unbonded now can be withdrawn.
	fn free_from() -> SessionIndex {
		T::Session::get().saturating_add(T::UnbondingSessions::get())
	}

	/// Puts an amount on its way out; since when it may go.
	pub(crate) fn begin_unbonding(
		unbondings: &mut UnbondingsOf<T>,
		amount: Planck,
	) -> Result<SessionIndex, Error<T>> {
		let from = Self::free_from();
		if let Some(last) = unbondings.last_mut()
			&& last.from >= from
		{
			last.amount = last.amount.saturating_add(amount);
			return Ok(last.from);
		}
		let unbonding = Unbonding { from, amount };
		unbondings.try_push(unbonding).map_err(|_| Error::<T>::TooManyUnbondings)?;
		Ok(from)
	}

	/// Takes out what may go.
	pub(crate) fn end_unbonding(unbondings: &mut UnbondingsOf<T>) -> Result<Planck, Error<T>> {
		let now = T::Session::get();
		let before = unbondings.len();
		let mut amount: Planck = 0;
		unbondings.retain(|unbonding| {
			let free = unbonding.from <= now;
			if free {
				amount = amount.saturating_add(unbonding.amount);
			}
			!free
		});
		ensure!(unbondings.len() < before, Error::<T>::NothingToWithdraw);
		Ok(amount)
	}

	/// The stake of a node, of which nothing can leave while a slash of it is due and not applied.
	pub(crate) fn withdrawable(node: NodeIndex) -> Result<StakeOf<T>, Error<T>> {
		let stake = Stakes::<T>::get(node).ok_or(Error::<T>::NotBonded)?;
		ensure!(stake.pending == 0 || !Self::is_slash_due(), Error::<T>::SlashDue);
		Ok(stake)
	}

	pub(crate) fn do_bond(account: T::AccountId, amount: Planck) -> DispatchResult {
		let node = T::Nodes::by_account(&account).ok_or(Error::<T>::NotRegistered)?.index;
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let mut stake = Stakes::<T>::get(node).unwrap_or_default();
		ensure!(stake.pending == 0, Error::<T>::SlashPending);
		let own = stake.owner.as_ref().is_none_or(|owner| *owner == account);
		ensure!(own, Error::<T>::BondOfAnother);
		let all = stake.own().checked_add(amount);
		ensure!(all.is_some_and(|all| all <= MAX_BOND), Error::<T>::BondTooLarge);
		Self::hold_bond(&account, amount)?;
		stake.bonded = stake.bonded.saturating_add(amount);
		stake.owner = Some(account.clone());
		let bonded = stake.bonded;
		Self::store_stake(node, stake);
		Self::deposit_event(Event::Bonded { node, owner: account, amount, bonded });
		Ok(())
	}

	/// At genesis a node's account bonds so much, and the node begins with an index.
	pub(crate) fn enter_genesis_bond(
		node: NodeIndex,
		amount: Planck,
		index: Part,
	) -> DispatchResult {
		let account = T::Nodes::account_of(node).ok_or(Error::<T>::UnknownNode)?;
		ensure!(!Stakes::<T>::contains_key(node), "a node is named twice");
		ensure!(index <= Part::ONE, "an index is above 1");
		Self::do_bond(account, amount)?;
		StandingPages::<T>::mutate(page_of(node), |rows| {
			rows.set(node, StandingRow::at_genesis(index));
		});
		// So that folding the first session comes by, and dates it.
		ConductSets::<T>::mutate(Running::<T>::get().place, |pages| pages.insert(page_of(node)));
		Ok(())
	}

	pub(crate) fn do_unbond(
		account: T::AccountId,
		node: NodeIndex,
		amount: Planck,
	) -> DispatchResult {
		let mut stake = Stakes::<T>::get(node).ok_or(Error::<T>::NotBonded)?;
		let owns = stake.owner.as_ref() == Some(&account);
		ensure!(owns || T::Nodes::account_of(node) == Some(account), Error::<T>::NotOwner);
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		stake.bonded = stake.bonded.checked_sub(amount).ok_or(Error::<T>::MoreThanBonded)?;
		let from = Self::begin_unbonding(&mut stake.unbonding, amount)?;
		Self::store_stake(node, stake);
		Self::deposit_event(Event::Unbonding { node, amount, from });
		Ok(())
	}

	pub(crate) fn do_withdraw_unbonded(node: NodeIndex) -> DispatchResult {
		let mut stake = Self::withdrawable(node)?;
		let owner = stake.owner.clone().ok_or(Error::<T>::NothingToWithdraw)?;
		let amount = Self::end_unbonding(&mut stake.unbonding)?;
		Self::release_bond(&owner, amount)?;
		if stake.own() == 0 {
			stake.owner = None;
		}
		Self::store_stake(node, stake);
		Self::deposit_event(Event::BondWithdrawn { node, owner, amount });
		Ok(())
	}

	pub(crate) fn do_set_commission(account: T::AccountId, commission: Part) -> DispatchResult {
		let node = T::Nodes::by_account(&account).ok_or(Error::<T>::NotRegistered)?.index;
		ensure!(commission <= Part::ONE, Error::<T>::CommissionTooHigh);
		let mut stake = Stakes::<T>::get(node).ok_or(Error::<T>::NotBonded)?;
		let now = T::Session::get();
		stake.commission = stake.commission_in(now);
		// A higher one not even while nobody backs the node: it could be set just before somebody does.
		let from = if commission <= stake.commission {
			stake.commission = commission;
			stake.next_commission = None;
			now
		} else {
			let from = now.saturating_add(T::CommissionNotice::get());
			stake.next_commission = Some((from, commission));
			from
		};
		Stakes::<T>::insert(node, stake);
		Self::deposit_event(Event::CommissionSet { node, commission, from });
		Ok(())
	}
}
