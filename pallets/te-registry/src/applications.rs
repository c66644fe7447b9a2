// SPDX-License-Identifier: Apache-2.0

//! Applications of accounts that want to take part.

use frame_support::{
	pallet_prelude::*,
	traits::{Consideration, Footprint},
};

use crate::{
	Application, ApplicationOf, Applications, Config, Error, Event, IndexOf, NodeData, NodeOf,
	Pallet,
};

impl<T: Config> Pallet<T> {
	/// What a node occupies that its account pays for.
	pub(crate) fn footprint() -> Footprint {
		Footprint::from_mel::<(T::AccountId, NodeOf<T>, ApplicationOf<T>)>()
	}

	/// Whether an account may come to act for a node.
	pub(crate) fn check_free(account: &T::AccountId) -> DispatchResult {
		ensure!(!IndexOf::<T>::contains_key(account), Error::<T>::AlreadyRegistered);
		ensure!(!Applications::<T>::contains_key(account), Error::<T>::AlreadyApplied);
		Ok(())
	}

	pub(crate) fn do_apply(account: T::AccountId, data: NodeData, nonce: u64) -> DispatchResult {
		Self::check(&data)?;
		Self::check_free(&account)?;
		Self::check_work(&account, nonce)?;
		let deposit = T::Deposit::new(&account, Self::footprint())?;
		Applications::<T>::insert(&account, Application { data, deposit });
		Self::deposit_event(Event::Applied { account, data });
		Ok(())
	}

	pub(crate) fn do_approve(account: T::AccountId, data: NodeData) -> DispatchResult {
		let application = Applications::<T>::take(&account).ok_or(Error::<T>::NoApplication)?;
		ensure!(application.data == data, Error::<T>::ApplicationChanged);
		Self::do_admit(account, data, Some(application.deposit))
	}

	/// Forgets an application and returns its deposit.
	pub(crate) fn end_application(account: &T::AccountId) -> DispatchResult {
		let application = Applications::<T>::take(account).ok_or(Error::<T>::NoApplication)?;
		application.deposit.drop(account)
	}
}
