// SPDX-License-Identifier: Apache-2.0

//! Readings: which of them count, and what follows.

use frame_support::{dispatch::DispatchResultWithPostInfo, pallet_prelude::*};
use gridmerit_primitives::{
	Interval, IntervalTerms, MAX_METERED, MeterIndex, Metered, NodeIndex, Reading, Settlement,
	TeNodes, Unsettleable, Wh,
};

use crate::{
	Config, Error, Event, Meters, MetersOfNode, NodeMetersOf, Pallet, Series, SeriesOf,
	SignedReading, SignedReadingOf, WeightInfo,
};

/// Blocks in which a reading without a fee waits in the pool. Its sender then sends it again.
const LONGEVITY: u64 = 64;
/// Its priority there: below an ordinary transaction that pays.
const PRIORITY: u64 = 100;

/// A reading that nothing speaks against but, perhaps, its signature.
pub(crate) struct Sound<T: Config> {
	/// The node that the meter is bound to.
	node: NodeIndex,
	/// With what it must be signed.
	key: T::Key,
	/// Whether it settles the interval.
	settles: bool,
	/// The meter's readings with it, unless it counts already and is only to settle the interval.
	series: Option<SeriesOf<T>>,
	/// What is to be charged, now that it cannot be explained any more.
	unexplained: Option<Unexplained>,
}

/// Energy that no reading explains.
struct Unexplained {
	/// The first interval in which it may have been drawn.
	first: Interval,
	/// The last one.
	last: Interval,
	/// How much.
	energy: Wh,
}

/// Whether the registers leave room for the energy of both readings.
pub(crate) fn registers_agree(earlier: &Reading, later: &Reading) -> bool {
	let room = |before: Wh, energy: Wh, after: Wh| {
		before.checked_add(energy).is_some_and(|least| least <= after)
	};
	room(earlier.import_register, later.import, later.import_register)
		&& room(earlier.export_register, later.export, later.export_register)
}

/// Energy drawn between two readings of which neither states it.
fn drawn_between(earlier: &Reading, later: &Reading) -> Wh {
	later.import_register.saturating_sub(later.import).saturating_sub(earlier.import_register)
}

impl<T: Config> Pallet<T> {
	/// What delivering so many readings costs at most.
	pub(crate) fn deliver_weight(readings: u32) -> Weight {
		let each =
			T::WeightInfo::verify_signature().saturating_add(T::WeightInfo::charge_unexplained());
		T::WeightInfo::deliver(readings).saturating_add(each.saturating_mul(readings.into()))
	}

	/// What delivering one reading costs whose signature is verified.
	pub(crate) fn deliver_one_weight(charged: bool) -> Weight {
		let charge = T::WeightInfo::charge_unexplained().saturating_mul(charged.into());
		T::WeightInfo::deliver(1).saturating_add(charge)
	}

	pub(crate) fn do_deliver(
		readings: BoundedVec<SignedReadingOf<T>, T::MaxBatch>,
	) -> DispatchResultWithPostInfo {
		ensure!(!readings.is_empty(), Error::<T>::EmptyBatch);
		let (mut accepted, mut refused, mut charged) = (0_u32, 0_u32, 0_u32);
		for (place, SignedReading { meter, reading, signature }) in (0_u32..).zip(readings) {
			let outcome = Self::check(meter, &reading)
				.and_then(|sound| {
					Self::verify(&sound, &reading, &signature)?;
					Ok(sound)
				})
				.map_err(DispatchError::from)
				.and_then(|sound| Self::accept(meter, reading, sound));
			match outcome {
				Ok(charge) => {
					accepted = accepted.saturating_add(1);
					charged = charged.saturating_add(charge.into());
				},
				Err(error) => {
					refused = refused.saturating_add(1);
					let interval = reading.interval;
					Self::deposit_event(Event::ReadingRefused { place, meter, interval, error });
				},
			}
		}
		let verified = T::WeightInfo::verify_signature()
			.saturating_mul(accepted.saturating_add(refused).into());
		let weight = T::WeightInfo::deliver(accepted)
			.saturating_add(T::WeightInfo::check_reading().saturating_mul(refused.into()))
			.saturating_add(T::WeightInfo::charge_unexplained().saturating_mul(charged.into()))
			.saturating_add(verified);
		Ok(Some(weight).into())
	}

	pub(crate) fn do_deliver_one(reading: SignedReadingOf<T>) -> DispatchResultWithPostInfo {
		let sound = Self::check(reading.meter, &reading.reading)?;
		let charged = Self::accept(reading.meter, reading.reading, sound)?;
		Ok(Some(Self::deliver_one_weight(charged)).into())
	}

	/// Whether a reading may enter a block without a fee.
	pub(crate) fn authorize_reading(
		signed: &SignedReadingOf<T>,
	) -> Result<(ValidTransaction, Weight), TransactionValidityError> {
		Self::check(signed.meter, &signed.reading)
			.and_then(|sound| Self::verify(&sound, &signed.reading, &signed.signature))
			.map_err(Self::invalid)?;
		let valid = ValidTransaction::with_tag_prefix("MeterAttestation")
			.and_provides((signed.meter, signed.reading.interval))
			.priority(PRIORITY)
			.longevity(LONGEVITY)
			.propagate(true)
			.into();
		Ok((valid, Weight::zero()))
	}

	/// Why a reading may not enter a block without a fee, by the error's place among this pallet's. What is
	/// invalid the pool bans for a while, so what passes with time is unknown instead.
	fn invalid(error: Error<T>) -> TransactionValidityError {
		let index = error.using_encoded(|bytes| bytes.first().copied()).unwrap_or(u8::MAX);
		match error {
			Error::NotOver | Error::NotFinal | Error::SeriesFull => {
				UnknownTransaction::Custom(index).into()
			},
			_ => InvalidTransaction::Custom(index).into(),
		}
	}

	/// Whether anything but its signature speaks against a reading.
	pub(crate) fn check(meter: MeterIndex, reading: &Reading) -> Result<Sound<T>, Error<T>> {
		let row = Meters::<T>::get(meter).ok_or(Error::<T>::UnknownMeter)?;
		let binding = row.binding.ok_or(Error::<T>::NotBound)?;
		let interval = reading.interval;
		ensure!(interval >= binding.from, Error::<T>::BeforeBinding);
		ensure!(!row.is_retired(interval), Error::<T>::Retired);
		ensure!(!row.is_barred(interval), Error::<T>::Barred);
		ensure!(reading.import.max(reading.export) <= MAX_METERED, Error::<T>::TooMuchEnergy);
		let whole =
			reading.import_register >= reading.import && reading.export_register >= reading.export;
		ensure!(whole, Error::<T>::RegisterTooLow);
		ensure!(interval < T::Terms::now(), Error::<T>::NotOver);
		let open = T::Settlement::settled_before();
		ensure!(interval >= open, Error::<T>::PastWindow);

		let meters = MetersOfNode::<T>::get(binding.node);
		let mut sound = Sound {
			node: binding.node,
			key: row.key_for(interval).ok_or(Error::<T>::BadSignature)?.clone(),
			settles: meters.settles(interval) == Some(meter),
			series: None,
			unexplained: None,
		};
		let mut series = Series::<T>::get(meter);
		match series.binary_search_by_key(&interval, |known| known.interval) {
			Ok(place) => {
				ensure!(series.get(place) == Some(reading), Error::<T>::ConflictingReading);
				// It may have counted before the meter came to settle the interval, or before that was
				// opened again.
				ensure!(sound.settles, Error::<T>::Replay);
				T::Settlement::check(interval, sound.node).map_err(|why| match why {
					Unsettleable::Settled => Error::<T>::Replay,
					why => Self::unsettleable(why),
				})?;
			},
			Err(place) => {
				Self::check_neighbours(&series, place, reading)?;
				let before = series.len();
				sound.unexplained = Self::condense(meter, sound.node, &meters, &mut series, open);
				let place = place.saturating_sub(before.saturating_sub(series.len()));
				series.try_insert(place, *reading).map_err(|_| Error::<T>::SeriesFull)?;
				sound.series = Some(series);
				if sound.settles {
					T::Settlement::check(interval, sound.node).map_err(Self::unsettleable)?;
				}
			},
		}
		Ok(sound)
	}

	/// Whether a reading fits between those before and after it.
	fn check_neighbours(
		series: &SeriesOf<T>,
		place: usize,
		reading: &Reading,
	) -> Result<(), Error<T>> {
		let earlier = place.checked_sub(1).and_then(|place| series.get(place));
		let later = series.get(place);
		let counted = earlier.is_none_or(|earlier| earlier.counter < reading.counter)
			&& later.is_none_or(|later| reading.counter < later.counter);
		ensure!(counted, Error::<T>::CounterOutOfOrder);
		let agree = earlier.is_none_or(|earlier| registers_agree(earlier, reading))
			&& later.is_none_or(|later| registers_agree(reading, later));
		ensure!(agree, Error::<T>::RegistersOutOfOrder);
		Ok(())
	}

	/// Forgets readings of intervals that are settled for good, except the newest, to which later ones are
	/// tied. Stops at energy that was drawn between two of them and not charged, as far as the meter settled
	/// all of these intervals, so that one reading brings about one charge at most.
	fn condense(
		meter: MeterIndex,
		node: NodeIndex,
		meters: &NodeMetersOf<T>,
		series: &mut SeriesOf<T>,
		open: Interval,
	) -> Option<Unexplained> {
		let closed = series.partition_point(|reading| reading.interval < open);
		let closed = series.get(..closed)?;
		let (mut forgotten, mut unexplained) = (0_usize, None);
		// The node is read once, and only if there is energy to explain.
		let mut limit = None;
		for (earlier, later) in closed.iter().zip(closed.iter().skip(1)) {
			forgotten = forgotten.saturating_add(1);
			let drawn = drawn_between(earlier, later);
			let (first, last) = (earlier.interval.saturating_add(1), later.interval);
			if drawn == 0 || !meters.settles_all(meter, first, last) {
				continue;
			}
			let limit = *limit.get_or_insert_with(|| {
				T::Nodes::by_index(node).map_or(0, |node| node.limits.consumption)
			});
			// Each silent interval was charged at the limit.
			let silent = Wh::from(last.saturating_sub(first));
			let energy = drawn.saturating_sub(silent.saturating_mul(limit));
			if energy > 0 {
				unexplained = Some(Unexplained { first, last, energy });
				break;
			}
		}
		series.drain(..forgotten);
		unexplained
	}

	fn unsettleable(why: Unsettleable) -> Error<T> {
		match why {
			Unsettleable::UnknownNode => Error::UnknownNode,
			Unsettleable::UnknownInterval => Error::UnknownInterval,
			Unsettleable::NotOver => Error::NotOver,
			Unsettleable::NotFinal => Error::NotFinal,
			Unsettleable::IsUtility => Error::IsUtility,
			Unsettleable::Settled => Error::AlreadySettled,
			Unsettleable::Closed => Error::PastWindow,
		}
	}

	/// Whether a reading is signed by the meter, for this chain.
	pub(crate) fn verify(
		sound: &Sound<T>,
		reading: &Reading,
		signature: &T::Signature,
	) -> Result<(), Error<T>> {
		let payload = reading.payload(Self::genesis(), &sound.key);
		ensure!(Self::verified(&sound.key, &payload, signature), Error::<T>::BadSignature);
		Ok(())
	}

	/// Lets a reading count whose signature is verified; whether unexplained energy was charged. Changes
	/// nothing if it fails.
	pub(crate) fn accept(
		meter: MeterIndex,
		reading: Reading,
		sound: Sound<T>,
	) -> Result<bool, DispatchError> {
		let Sound { node, settles, series, unexplained, .. } = sound;
		// The one thing that can fail is the first.
		if settles {
			let metered = Metered { import: reading.import, export: reading.export };
			T::Settlement::settle(reading.interval, node, metered)?;
		}
		if let Some(series) = series {
			Series::<T>::insert(meter, series);
		}
		let charged = unexplained.is_some();
		if let Some(Unexplained { first, last, energy }) = unexplained {
			T::Settlement::charge_unexplained(node, first, last, energy);
		}
		Self::deposit_event(Event::ReadingAccepted { meter, node, reading, settles });
		Ok(charged)
	}
}
