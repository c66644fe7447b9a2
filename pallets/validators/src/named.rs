// SPDX-License-Identifier: Apache-2.0

//! Who is a validator.

use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::{dispatch::DispatchResult, ensure, traits::Get};
use sp_staking::offence::OffenceSeverity;

use crate::{Config, Error, Event, Named, Offenders, Pallet, Sessions, ValidatorsOf};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_validators(validators: ValidatorsOf<T>) -> DispatchResult {
		let in_office = T::Sessions::in_office();
		let enough = (T::MinValidators::get() as usize).min(in_office.len()).max(1);
		ensure!(validators.len() >= enough, Error::<T>::TooFewValidators);
		let distinct: BTreeSet<_> = validators.iter().collect();
		ensure!(distinct.len() == validators.len(), Error::<T>::NamedTwice);
		ensure!(validators.iter().all(T::Sessions::has_keys), Error::<T>::NoSessionKeys);
		// Who is named is forgiven. Who is not stays disabled until it is out of office.
		let remaining: BTreeSet<_> = in_office.into_iter().chain(T::Sessions::queued()).collect();
		Offenders::<T>::mutate(|offenders| {
			offenders.retain(|(offender, _)| {
				remaining.contains(offender) && !distinct.contains(offender)
			})
		});
		Named::<T>::put(&validators);
		Self::deposit_event(Event::ValidatorsNamed { validators });
		Ok(())
	}

	pub(crate) fn do_release_keys(account: T::AccountId) -> DispatchResult {
		let is_named = Named::<T>::get().is_some_and(|named| named.contains(&account));
		let needed = is_named
			|| T::Sessions::in_office().contains(&account)
			|| T::Sessions::queued().contains(&account);
		ensure!(!needed, Error::<T>::KeysNeeded);
		T::Sessions::release_keys(&account)?;
		Self::deposit_event(Event::KeysReleased { account });
		Ok(())
	}

	/// The validators of a session that is being planned: those who are named, or else those who are in office;
	/// none before there are any.
	pub fn planned() -> Option<Vec<T::AccountId>> {
		let planned = Named::<T>::get().map_or_else(T::Sessions::in_office, Into::into);
		(!planned.is_empty()).then_some(planned)
	}

	/// Has a session begin: offenders that are validators in it are disabled.
	pub fn session_begins() {
		for (offender, severity) in Offenders::<T>::get() {
			T::Sessions::disable(&offender, severity);
		}
	}

	/// Notes an offender and disables it for the rest of the session. Of who is no validator nor going to be one
	/// nothing is kept: if it is ever named anew it is forgiven.
	pub(crate) fn note_offender(offender: T::AccountId, severity: OffenceSeverity) {
		T::Sessions::disable(&offender, severity);
		let remains = T::Sessions::in_office().contains(&offender)
			|| T::Sessions::queued().contains(&offender);
		let is_new = Offenders::<T>::mutate(|offenders| {
			match offenders.iter_mut().find(|(known, _)| *known == offender) {
				Some((_, known)) => {
					*known = severity.max(*known);
					false
				},
				// If the list is full, many more are on it than can be disabled.
				None => !remains || offenders.try_push((offender.clone(), severity)).is_ok(),
			}
		});
		if is_new {
			Self::deposit_event(Event::Equivocated { validator: offender });
		}
	}
}
