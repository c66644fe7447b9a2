// SPDX-License-Identifier: Apache-2.0

//! Who is an authority, and whom the operator trusts.

use frame_support::{
	pallet_prelude::*,
	traits::{Consideration, Footprint},
};
use gridmerit_pallet_support::{GridKeepers, Name};

use crate::{
	Authorities, Authority, AuthorityKind, AuthorityOf, Config, Error, Event, Pallet, ReportCount,
};

impl<T: Config> Pallet<T> {
	/// What an authority occupies that it pays for: its row, and how many reports it has made.
	pub(crate) fn authority_footprint() -> Footprint {
		Footprint::from_mel::<((T::AccountId, AuthorityOf<T>), (T::AccountId, u32))>()
	}

	pub(crate) fn do_publish(
		account: T::AccountId,
		kind: AuthorityKind,
		name: Name,
	) -> DispatchResult {
		ensure!(!Authorities::<T>::contains_key(&account), Error::<T>::AlreadyPublished);
		let deposit = T::AuthorityDeposit::new(&account, Self::authority_footprint())?;
		let recent = Default::default();
		let row = Authority { kind, name: name.clone(), trusted: false, deposit, recent };
		Authorities::<T>::insert(&account, row);
		Self::deposit_event(Event::AuthorityPublished { authority: account, kind, name });
		Ok(())
	}

	pub(crate) fn do_withdraw(account: T::AccountId) -> DispatchResult {
		let row = Authorities::<T>::get(&account).ok_or(Error::<T>::UnknownAuthority)?;
		ensure!(!ReportCount::<T>::contains_key(&account), Error::<T>::HasReports);
		row.deposit.drop(&account)?;
		Authorities::<T>::remove(&account);
		if row.kind.grid_role().is_some() {
			T::Grid::set_keeper(&account, None);
		}
		Self::deposit_event(Event::AuthorityWithdrawn { authority: account });
		Ok(())
	}

	pub(crate) fn do_trust(authority: T::AccountId, trusted: bool) -> DispatchResult {
		Authorities::<T>::try_mutate(&authority, |row| {
			let row = row.as_mut().ok_or(Error::<T>::UnknownAuthority)?;
			// The operator has seen what it has reported so far.
			(row.trusted, row.recent) = (trusted, Default::default());
			if let Some(role) = row.kind.grid_role() {
				T::Grid::set_keeper(&authority, trusted.then_some(role));
			}
			Ok::<_, Error<T>>(())
		})?;
		Self::deposit_event(Event::AuthorityTrusted { authority, trusted });
		Ok(())
	}
}
