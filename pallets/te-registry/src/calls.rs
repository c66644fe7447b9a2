// SPDX-License-Identifier: Apache-2.0

//! What the calls do.

use frame_support::{
	pallet_prelude::*,
	traits::{Consideration, Footprint},
};
use gridmerit_energy::{Battery, NodeIndex, Roles};
use gridmerit_pallet_support::{MAX_PAGES, NodeBusiness, ViolationKind, page_of};

use crate::{
	Application, ApplicationOf, Applications, Config, Error, Event, Handovers, IndexOf, NextIndex,
	Node, NodeData, NodeOf, Nodes, Pallet, Violations,
};

/// The largest limit: the market's largest order.
const MAX_LIMIT: u64 = gridmerit_energy::MAX_ORDER;
/// All of it, in millionths.
const ALL_PPM: u32 = 1_000_000;

impl<T: Config> Pallet<T> {
	/// What a node occupies that its account pays for.
	pub(crate) fn footprint() -> Footprint {
		Footprint::from_mel::<(T::AccountId, NodeOf<T>, ApplicationOf<T>)>()
	}

	pub(crate) fn check(data: &NodeData) -> DispatchResult {
		ensure!(!data.roles.is_empty(), Error::<T>::NoRole);
		let highest = data.limits.generation.max(data.limits.consumption);
		ensure!(highest <= MAX_LIMIT, Error::<T>::LimitTooHigh);
		Self::check_battery(&data.roles, data.battery)
	}

	fn check_battery(roles: &Roles, battery: Option<Battery>) -> DispatchResult {
		let only_stores = roles.storage && !roles.consumer && !roles.prosumer;
		let Some(Battery { capacity, power, efficiency_ppm, initial }) = battery else {
			ensure!(!only_stores, Error::<T>::BatteryMissing);
			return Ok(());
		};
		ensure!(only_stores, Error::<T>::BatteryNotAlone);
		let sizes = 1..=MAX_LIMIT;
		let sound = sizes.contains(&capacity)
			&& sizes.contains(&power)
			&& (1..=ALL_PPM).contains(&efficiency_ppm)
			&& initial <= capacity;
		ensure!(sound, Error::<T>::BatteryInvalid);
		Ok(())
	}

	/// Whether an account may come to act for a node.
	pub(crate) fn check_free(account: &T::AccountId) -> DispatchResult {
		ensure!(!IndexOf::<T>::contains_key(account), Error::<T>::AlreadyRegistered);
		ensure!(!Applications::<T>::contains_key(account), Error::<T>::AlreadyApplied);
		Ok(())
	}

	pub(crate) fn do_apply(account: T::AccountId, data: NodeData) -> DispatchResult {
		Self::check(&data)?;
		Self::check_free(&account)?;
		let deposit = T::Deposit::new(&account, Self::footprint())?;
		Applications::<T>::insert(&account, Application { data, deposit });
		Self::deposit_event(Event::Applied { account, data });
		Ok(())
	}

	/// Forgets an application and returns its deposit.
	pub(crate) fn end_application(account: &T::AccountId) -> DispatchResult {
		let application = Applications::<T>::take(account).ok_or(Error::<T>::NoApplication)?;
		application.deposit.drop(account)
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

	pub(crate) fn mutate(
		node: NodeIndex,
		change: impl FnOnce(&mut NodeOf<T>) -> DispatchResult,
	) -> DispatchResult {
		Nodes::<T>::try_mutate(node, |row| change(row.as_mut().ok_or(Error::<T>::UnknownNode)?))
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
		ensure!(!T::Business::is_open(node), Error::<T>::BusinessOpen);
		if let Some(deposit) = deposit {
			deposit.drop(&account)?;
		}
		Nodes::<T>::remove(node);
		IndexOf::<T>::remove(&account);
		Handovers::<T>::remove(node);
		for kind in ViolationKind::ALL {
			Violations::<T>::remove(node, kind);
		}
		Self::deposit_event(Event::NodeRemoved { node, account });
		Ok(())
	}

	pub(crate) fn do_record(node: NodeIndex, kind: ViolationKind) -> DispatchResult {
		ensure!(Nodes::<T>::contains_key(node), Error::<T>::UnknownNode);
		let count = Violations::<T>::mutate(node, kind, |count| {
			*count = count.saturating_add(1);
			*count
		});
		Self::deposit_event(Event::ViolationRecorded { node, kind, count });
		Ok(())
	}
}
