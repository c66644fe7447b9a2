// SPDX-License-Identifier: Apache-2.0

//! Readings that are beyond what can be: they wait until somebody who knows confirms them.
//!
//! What waits has no part in anything. It is kept so that who can confirm it finds it; a forged one is in nobody's
//! way, as the call that confirms brings the reading along.

use alloc::vec::Vec;
use frame_support::{dispatch::DispatchResultWithPostInfo, pallet_prelude::*};
use gridmerit_energy::{Interval, MeterIndex, Reading};
use gridmerit_pallet_support::{ClosedIntervals, Settlement};

use crate::{
	Config, Doubted, DoubtedOf, Error, Event, Meters, Pallet, Series, SignedReading,
	SignedReadingOf, WeightInfo,
	readings::{Accepted, Checked, Context},
};

impl<T: Config> Pallet<T> {
	/// What waits of a meter, with room for another reading. One an interval, so that nobody repeats it without
	/// end, and few in all.
	pub(crate) fn room_for_doubted(
		meter: MeterIndex,
		interval: Interval,
		closed_until: Interval,
	) -> Result<DoubtedOf<T>, Error<T>> {
		let mut doubted = Doubted::<T>::get(meter);
		doubted.retain(|(reading, _)| reading.interval >= closed_until);
		let waits = doubted.iter().any(|(reading, _)| reading.interval == interval);
		ensure!(!waits, Error::<T>::AwaitsConfirmation);
		ensure!((doubted.len() as u32) < T::MaxDoubted::get(), Error::<T>::TooManyDoubted);
		Ok(doubted)
	}

	/// Lets a reading wait whose signature is verified.
	pub(crate) fn doubt(
		meter: MeterIndex,
		reading: Reading,
		signature: T::Signature,
		checked: Checked<T>,
		mut doubted: DoubtedOf<T>,
	) -> Accepted {
		let place = doubted.partition_point(|(other, _)| other.interval < reading.interval);
		// There was room.
		if doubted.try_insert(place, (reading, signature)).is_ok() {
			Doubted::<T>::insert(meter, doubted);
		}
		Self::deposit_event(Event::ReadingDoubted { meter, node: checked.node, reading });
		Accepted::doubted()
	}

	/// Forgets what waits of a meter for intervals that are not to be kept.
	pub(crate) fn retain_doubted(meter: MeterIndex, keep: impl Fn(Interval) -> bool) {
		Doubted::<T>::mutate_exists(meter, |waiting| {
			if let Some(doubted) = waiting {
				doubted.retain(|(reading, _)| keep(reading.interval));
				if doubted.is_empty() {
					*waiting = None;
				}
			}
		});
	}

	/// What confirming a reading costs that brings about so many charges.
	pub(crate) fn confirm_weight(charged: u32) -> Weight {
		T::WeightInfo::confirm_reading()
			.saturating_add(T::Settlement::rights_weight())
			.saturating_add(Self::series_weight(1))
			.saturating_add(Self::charge_weight().saturating_mul(charged.into()))
	}

	pub(crate) fn do_confirm_reading(
		account: Option<T::AccountId>,
		signed: SignedReadingOf<T>,
	) -> DispatchResultWithPostInfo {
		let SignedReading { meter, reading, signature } = signed;
		if let Some(account) = account {
			Self::meter_at(meter, Self::node_of_account(&account)?)?;
		}
		let mut context = Context::new();
		let checked = Self::check_confirmed(&mut context, meter, &reading)?;
		Self::verify(&Self::genesis(), &checked, &reading, &signature)?;
		let interval = reading.interval;
		Self::deposit_event(Event::ReadingConfirmed { meter, interval });
		let accepted = Self::accept(&mut context, meter, reading, checked)?;
		context.store();
		Self::retain_doubted(meter, |other| other != interval);
		Ok(Some(Self::confirm_weight(accepted.charged.into())).into())
	}

	/// The readings of a meter that can still be confirmed.
	pub(crate) fn doubted_readings(meter: MeterIndex) -> Vec<SignedReadingOf<T>> {
		let Some(row) = Meters::<T>::get(meter) else { return Vec::new() };
		let closed_until = T::Closing::closed_until();
		let series = Series::<T>::get(meter);
		let counts = |interval| series.iter().any(|reading| reading.interval == interval);
		Doubted::<T>::get(meter)
			.into_iter()
			.filter(|(Reading { interval, .. }, _)| {
				*interval >= closed_until
					&& !counts(*interval)
					&& !row.is_revoked(*interval)
					&& !row.is_retired(*interval)
			})
			.map(|(reading, signature)| SignedReading { meter, reading, signature })
			.collect()
	}
}
