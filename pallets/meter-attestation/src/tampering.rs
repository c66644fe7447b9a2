// SPDX-License-Identifier: Apache-2.0

//! Meters that have contradicted themselves.

use frame_support::{dispatch::DispatchResultWithPostInfo, pallet_prelude::*};
use gridmerit_energy::{MeterIndex, Reading};
use gridmerit_pallet_support::{ClosedIntervals, IntervalClock, Words};

use crate::{
	Config, Error, Event, Meters, Pallet, Revocations, Tampering, Tamperings, WeightInfo,
	offences::Cause,
};

impl<T: Config> Pallet<T> {
	/// What a proof of tampering costs that strikes out so many readings.
	pub(crate) fn report_tampering_weight(struck_out: u32) -> Weight {
		T::WeightInfo::report_tampering(struck_out).saturating_add(Self::reopen_weight(struck_out))
	}

	pub(crate) fn do_report_tampering(
		reporter: T::AccountId,
		meter: MeterIndex,
		first: (Reading, T::Signature),
		second: (Reading, T::Signature),
	) -> DispatchResultWithPostInfo {
		let row = Meters::<T>::get(meter).ok_or(Error::<T>::UnknownMeter)?;
		let since = first.0.interval;
		let contradict = second.0.interval == since && first.0 != second.0;
		ensure!(contradict, Error::<T>::NoContradiction);
		ensure!(since <= T::Clock::now(), Error::<T>::NotBegun);
		let known = Tamperings::<T>::get(meter);
		let earlier = known.as_ref().is_none_or(|known| since < known.since);
		// What is known may be no offence: then it must not be in the way of one.
		let new = earlier
			|| row.binding.is_some_and(|binding| {
				Self::is_new_offence(meter, binding, since, &Revocations::<T>::get(meter))
			});
		ensure!(new, Error::<T>::TamperingKnown);
		let key = row.key_for(since).ok_or(Error::<T>::BadSignature)?;
		// Who gets hold of a key that was replaced long ago cannot revoke the meter with it.
		let fresh = row.key.from <= since || T::Closing::closed_until() <= since;
		ensure!(fresh, Error::<T>::PastWindow);
		let genesis = Self::genesis();
		for (reading, signature) in [&first, &second] {
			let payload = reading.payload(&genesis.0, &key.encode());
			ensure!(Self::verified(key, &payload, signature), Error::<T>::BadSignature);
		}
		let from = known.as_ref().map_or(since, |known| known.since.min(since));
		let challenge = known.and_then(|known| known.challenge);
		Tamperings::<T>::insert(meter, Tampering { since: from, challenge });
		Self::deposit_event(Event::TamperingProven { meter, first: first.0, second: second.0 });
		let struck_out = Self::do_revoke(meter, Cause::Contradiction { reporter }, since)?;
		Ok(Some(Self::report_tampering_weight(struck_out)).into())
	}

	pub(crate) fn do_challenge_tampering(
		account: T::AccountId,
		meter: MeterIndex,
		statement: Words,
	) -> DispatchResult {
		Self::meter_at(meter, Self::node_of_account(&account)?)?;
		Tamperings::<T>::try_mutate(meter, |known| {
			let known = known.as_mut().ok_or(Error::<T>::UnknownTampering)?;
			known.challenge = Some(statement.clone());
			Ok::<_, Error<T>>(())
		})?;
		Self::deposit_event(Event::TamperingChallenged { meter, statement });
		Ok(())
	}

	pub(crate) fn do_lift_tampering(meter: MeterIndex) -> DispatchResult {
		ensure!(Tamperings::<T>::take(meter).is_some(), Error::<T>::UnknownTampering);
		Self::deposit_event(Event::TamperingLifted { meter });
		Self::do_restore(meter, &None);
		Ok(())
	}
}
