// SPDX-License-Identifier: Apache-2.0

//! TE nodes: admitted, changed, suspended, given to another account, removed.

use frame_support::{pallet_prelude::*, traits::Consideration};
use gridmerit_energy::{Battery, MAX_ORDER, NodeIndex, PPM, Roles, Wh};
use gridmerit_pallet_support::{MAX_PAGES, OnRemove, OnSuspend, Words, page_of};

use crate::{
	Config, Error, Event, Handovers, IndexOf, NextIndex, Node, NodeData, NodeOf, Nodes, Pallet,
	References,
};

/// The largest limit, in Wh: the market's largest order.
const MAX_LIMIT: Wh = MAX_ORDER;

impl<T: Config> Pallet<T> {
	pub(crate) fn check(data: &NodeData) -> DispatchResult {
		ensure!(!data.roles.is_empty(), Error::<T>::NoRole);
		let highest = data.limits.generation.max(data.limits.consumption);
		ensure!(highest <= MAX_LIMIT, Error::<T>::LimitTooHigh);
		Self::check_battery(&data.roles, data.battery)
	}

	fn check_battery(roles: &Roles, battery: Option<Battery>) -> DispatchResult {
		let only_stores = roles.only_stores();
		let Some(Battery { capacity, power, efficiency_ppm, initial }) = battery else {
			ensure!(!only_stores, Error::<T>::BatteryMissing);
			return Ok(());
		};
		ensure!(only_stores, Error::<T>::BatteryNotAlone);
		let sizes = 1..=MAX_LIMIT;
		let sound = sizes.contains(&capacity)
			&& sizes.contains(&power)
			&& (1..=PPM).contains(&efficiency_ppm)
			&& initial <= capacity;
		ensure!(sound, Error::<T>::BatteryInvalid);
		Ok(())
	}

	pub(crate) fn do_admit(
		account: T::AccountId,
		data: NodeData,
		deposit: Option<T::Deposit>,
	) -> DispatchResult {
		Self::check(&data)?;
		Self::check_free(&account)?;
		ensure!(Nodes::<T>::count() < T::MaxNodes::get(), Error::<T>::TooManyNodes);
		let node = NextIndex::<T>::get();
		// Books have pages for so many indices, and none is used twice.
		ensure!(page_of(node) < MAX_PAGES, Error::<T>::NoIndexLeft);
		NextIndex::<T>::put(node.saturating_add(1));
		IndexOf::<T>::insert(&account, node);
		Nodes::<T>::insert(
			node,
			Node { account: account.clone(), data, suspended: false, deposit },
		);
		Self::deposit_event(Event::NodeAdmitted { node, account, data });
		Ok(())
	}

	fn mutate(
		node: NodeIndex,
		change: impl FnOnce(&mut NodeOf<T>) -> DispatchResult,
	) -> DispatchResult {
		Nodes::<T>::try_mutate(node, |row| change(row.as_mut().ok_or(Error::<T>::UnknownNode)?))
	}

	pub(crate) fn do_change(node: NodeIndex, data: NodeData) -> DispatchResult {
		Self::check(&data)?;
		Self::mutate(node, |row| {
			row.data = data;
			Ok(())
		})?;
		Self::deposit_event(Event::NodeChanged { node, data });
		Ok(())
	}

	pub(crate) fn do_suspend(node: NodeIndex, reason: Words) -> DispatchResult {
		Self::mutate(node, |row| {
			ensure!(!row.suspended, Error::<T>::AlreadySuspended);
			row.suspended = true;
			Ok(())
		})?;
		T::OnSuspend::suspended(node);
		Self::deposit_event(Event::NodeSuspended { node, reason });
		Ok(())
	}

	pub(crate) fn do_resume(node: NodeIndex) -> DispatchResult {
		Self::mutate(node, |row| {
			ensure!(row.suspended, Error::<T>::NotSuspended);
			row.suspended = false;
			Ok(())
		})?;
		Self::deposit_event(Event::NodeResumed { node });
		Ok(())
	}

	pub(crate) fn do_offer(account: T::AccountId, to: T::AccountId) -> DispatchResult {
		let node = IndexOf::<T>::get(&account).ok_or(Error::<T>::NotRegistered)?;
		if to == account {
			Handovers::<T>::remove(node);
		} else {
			Self::check_free(&to)?;
			Handovers::<T>::insert(node, &to);
		}
		Self::deposit_event(Event::HandoverOffered { node, to });
		Ok(())
	}

	pub(crate) fn do_accept(account: T::AccountId, node: NodeIndex) -> DispatchResult {
		let offered = Handovers::<T>::get(node);
		ensure!(offered.as_ref() == Some(&account), Error::<T>::NotOffered);
		Self::rotate(node, account, true)
	}

	/// Gives `node` to `to`, with a deposit by `to` if the node had one and it is asked for.
	pub(crate) fn rotate(node: NodeIndex, to: T::AccountId, with_deposit: bool) -> DispatchResult {
		Self::check_free(&to)?;
		Self::mutate(node, |row| {
			let from = core::mem::replace(&mut row.account, to.clone());
			if let Some(deposit) = row.deposit.take() {
				deposit.drop(&from)?;
				if with_deposit {
					row.deposit = Some(T::Deposit::new(&to, Self::footprint())?);
				}
			}
			Handovers::<T>::remove(node);
			IndexOf::<T>::remove(&from);
			IndexOf::<T>::insert(&to, node);
			Self::deposit_event(Event::AccountRotated { node, from, to });
			Ok(())
		})
	}

	pub(crate) fn do_remove(node: NodeIndex) -> DispatchResult {
		let Node { account, deposit, .. } = Nodes::<T>::get(node).ok_or(Error::<T>::UnknownNode)?;
		ensure!(!References::<T>::contains_key(node), Error::<T>::BusinessOpen);
		if let Some(deposit) = deposit {
			deposit.drop(&account)?;
		}
		Nodes::<T>::remove(node);
		IndexOf::<T>::remove(&account);
		Handovers::<T>::remove(node);
		Self::forget_violations(node);
		T::OnRemove::removed(node);
		Self::deposit_event(Event::NodeRemoved { node, account });
		Ok(())
	}
}
