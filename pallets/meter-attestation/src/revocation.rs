// SPDX-License-Identifier: Apache-2.0

//! Meters whose readings do not count any more, on whose behalf, and what that undoes.

use frame_support::pallet_prelude::*;
use gridmerit_energy::{Interval, MeterIndex};
use gridmerit_pallet_support::{ClosedIntervals, Settlement, ViolationKind, ViolationSink};

use crate::{
	Config, Error, Event, MeterOf, Meters, MetersOfNode, Pallet, Revocation, Revocations,
	RevocationsOf, Series, offences::Cause,
};

impl<T: Config> Pallet<T> {
	/// Revokes a meter since an interval, strikes its readings out from then on and opens again what they have
	/// settled; how many they are. After a halt it may be only the first of them: `strike_out` goes on. Replaces what was
	/// revoked on the same behalf, but of two contradictions the earlier one revokes it. Reports it as an offence of its
	/// node if it is a new one.
	///
	/// What is struck out ties no other reading. If some of that is settled for good, the series begins anew: of
	/// what was drawn before the next reading nobody knows what is paid for already.
	pub(crate) fn do_revoke(
		meter: MeterIndex,
		cause: Cause<T::AccountId>,
		since: Interval,
	) -> Result<u32, DispatchError> {
		let row = Meters::<T>::get(meter).ok_or(Error::<T>::UnknownMeter)?;
		let mut revocations = Revocations::<T>::get(meter);
		let known = revocations.clone();
		let by = cause.by();
		let before = known.iter().find(|known| known.by == by);
		let kind =
			if by.is_some() { ViolationKind::CompromisedMeter } else { ViolationKind::Tampering };
		revocations.retain(|known| known.by != by);
		let from = match before {
			Some(before) if by.is_none() => before.since.min(since),
			_ => since,
		};
		let counted = before.and_then(|before| before.counted);
		let revocation = Revocation { by, since: from, counted };
		revocations.try_push(revocation).map_err(|_| Error::<T>::TooManyRevocations)?;

		let (struck_out, reopened) = Self::strike_out_from(meter, &row, from);
		if let Some(binding) = row.binding {
			// Who contradicted itself in another's house does so no more in this node's.
			if kind == ViolationKind::CompromisedMeter || binding.from <= since {
				T::Violations::report(binding.node, kind);
			}
			let offence = Self::report_offence(meter, binding, since, cause, &known, reopened);
			if let (Some(_), Some(revocation)) = (offence, revocations.last_mut()) {
				revocation.counted = offence;
			}
		}
		Self::retain_doubted(meter, |interval| interval < from);
		Self::put_revocations(meter, row, revocations, struck_out);
		Ok(struck_out)
	}

	/// Strikes out what a revocation has left, as [`Self::strike_out_from`] says; how many readings.
	pub(crate) fn do_strike_out(meter: MeterIndex) -> Result<u32, DispatchError> {
		let row = Meters::<T>::get(meter).ok_or(Error::<T>::UnknownMeter)?;
		let from = row.revoked_from.ok_or(Error::<T>::NothingToStrikeOut)?;
		let (struck_out, _) = Self::strike_out_from(meter, &row, from);
		ensure!(struck_out > 0, Error::<T>::NothingToStrikeOut);
		Self::deposit_event(Event::RevocationChanged { meter, from: Some(from), struck_out });
		Ok(struck_out)
	}

	/// Strikes out a meter's readings since an interval, and opens again what they have settled, the oldest first, which
	/// is settled for good first. How many were struck out, and the first interval of its binding that is open again.
	///
	/// As many are opened again as can be if the chain was not halted. Only what passed in a halt is more, and left.
	fn strike_out_from(
		meter: MeterIndex,
		row: &MeterOf<T>,
		from: Interval,
	) -> (u32, Option<Interval>) {
		let mut series = Series::<T>::get(meter).into_inner();
		let closed_until = T::Closing::closed_until();
		let first = from.max(closed_until);
		let kept = series.partition_point(|reading| reading.interval < first);
		let mut left = series.split_off(kept);
		let (most, mut opened, mut reopened) = (T::Settlement::reopenable(), 0_u32, None);
		let mut struck_out = left.len();
		if let Some(binding) = row.binding {
			let meters = MetersOfNode::<T>::get(binding.node);
			for (place, reading) in left.iter().enumerate() {
				if opened >= most {
					struck_out = place;
					break;
				}
				let open_again = match meters.settles(reading.interval) {
					Some(other) if other == meter => {
						// It may have settled it as a spare, before it was chosen.
						T::Settlement::reopen(reading.interval, binding.node)
							|| T::Settlement::reopen_spare(reading.interval, binding.node)
					},
					Some(_) => T::Settlement::reopen_spare(reading.interval, binding.node),
					None => false,
				};
				opened = opened.saturating_add(open_again.into());
				if open_again && binding.from <= reading.interval {
					reopened = reopened.or(Some(reading.interval));
				}
			}
		}
		let forgotten = from < closed_until && !series.is_empty();
		if struck_out > 0 || forgotten {
			if from < closed_until {
				series.clear();
			}
			series.extend(left.drain(struck_out..));
			if series.is_empty() {
				Series::<T>::remove(meter);
			} else {
				// They were all in it before.
				Series::<T>::insert(meter, BoundedVec::truncate_from(series));
			}
		}
		(struck_out as u32, reopened)
	}

	/// Takes back what was revoked on somebody's behalf.
	pub(crate) fn do_restore(meter: MeterIndex, by: &Option<T::AccountId>) {
		let mut revocations = Revocations::<T>::get(meter);
		let lifted = revocations.iter().position(|known| known.by == *by);
		if let Some(lifted) = lifted
			&& let Some(row) = Meters::<T>::get(meter)
		{
			let lifted = revocations.remove(lifted);
			Self::put_revocations(meter, row, revocations, 0);
			Self::note_lifted(meter, &lifted);
		}
	}

	/// Stores on whose behalf a meter is revoked, and what follows for its readings.
	fn put_revocations(
		meter: MeterIndex,
		mut row: MeterOf<T>,
		revocations: RevocationsOf<T>,
		struck_out: u32,
	) {
		let from = revocations.iter().map(|known| known.since).min();
		if revocations.is_empty() {
			Revocations::<T>::remove(meter);
		} else {
			Revocations::<T>::insert(meter, revocations);
		}
		let changed = row.revoked_from != from;
		if changed {
			row.revoked_from = from;
			Meters::<T>::insert(meter, row);
		}
		if changed || struck_out > 0 {
			Self::deposit_event(Event::RevocationChanged { meter, from, struck_out });
		}
	}
}
