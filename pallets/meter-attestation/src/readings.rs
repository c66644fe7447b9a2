// SPDX-License-Identifier: Apache-2.0

//! Readings: which of them count, and what follows.

use frame_support::{dispatch::DispatchResultWithPostInfo, pallet_prelude::*};
use gridmerit_energy::{Interval, MeterIndex, Metered, NodeIndex, Reading, Wh};
use gridmerit_pallet_support::{ClosedIntervals, IntervalClock, Settlement, Unsettleable};
use gridmerit_statements::MAX_METERED;
use sp_core::H256;

use crate::{
	Config, Error, Event, Meters, MetersOfNode, NodeMetersOf, Pallet, Series, SeriesOf,
	SignedReading, SignedReadingOf, WeightInfo,
};

/// Blocks in which a reading without a fee waits in the pool. Its sender then sends it again.
const LONGEVITY: u64 = 64;
/// Its priority there: the lowest, so that it comes after all that pay for theirs.
const PRIORITY: u64 = 0;

/// What all readings of a call are checked against, looked up once.
pub(crate) struct Context<T: Config> {
	/// The current interval.
	now: Interval,
	/// All intervals before this one are settled for good.
	closed_until: Interval,
	/// What settling them has in common; what has been settled is stored with it.
	shared: <T::Settlement as Settlement>::Shared,
}

impl<T: Config> Context<T> {
	pub(crate) fn new() -> Self {
		let (now, closed_until) = (T::Clock::now(), T::Closing::closed_until());
		Self { now, closed_until, shared: Default::default() }
	}

	/// Stores what has been settled.
	pub(crate) fn store(mut self) {
		T::Settlement::store(&mut self.shared);
	}
}

/// A reading that counts if its signature is genuine, with all that was looked up to know that.
pub(crate) struct Checked<T: Config> {
	/// The node that the meter is bound to.
	node: NodeIndex,
	/// With what it must be signed.
	key: T::Key,
	/// What it settles, if the meter is the settlement meter in its interval.
	case: Option<<T::Settlement as Settlement>::Case>,
	/// The meter's readings with it, unless it counts already and is only to settle the interval.
	series: Option<SeriesOf<T>>,
	/// What is to be charged, as no reading can state it any more.
	unaccounted: Option<Unaccounted>,
}

/// Energy that no reading states, and none can any more.
struct Unaccounted {
	/// The first interval in which it may have been drawn.
	first: Interval,
	/// The last one.
	last: Interval,
	/// How much, whatever was paid for it.
	drawn: Wh,
}

/// What accepting a reading took.
#[derive(Clone, Copy)]
pub(crate) struct Accepted {
	/// Settling was more work than usual.
	pub(crate) dear: bool,
	/// Unaccounted-for energy was charged.
	pub(crate) charged: bool,
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
		let charges =
			Self::charge_weight().saturating_mul(readings.min(T::MaxCharges::get()).into());
		T::WeightInfo::dearest()
			.saturating_mul(readings.into())
			.max(T::WeightInfo::deliver(readings))
			.saturating_add(Self::series_weight(readings))
			.saturating_add(T::WeightInfo::verify_signature().saturating_mul(readings.into()))
			.saturating_add(charges)
	}

	/// What delivering one reading costs at most whose signature is verified.
	pub(crate) fn deliver_one_weight() -> Weight {
		T::WeightInfo::dearest()
			.max(T::WeightInfo::deliver(1))
			.saturating_add(Self::series_weight(1))
			.saturating_add(Self::charge_weight())
	}

	pub(crate) fn do_deliver(
		readings: BoundedVec<SignedReadingOf<T>, T::MaxBatch>,
	) -> DispatchResultWithPostInfo {
		ensure!(!readings.is_empty(), Error::<T>::EmptyBatch);
		let (genesis, mut context) = (Self::genesis(), Context::new());
		let (mut ordinary, mut dear, mut refused, mut charged) = (0_u32, 0_u32, 0_u32, 0_u32);
		for (place, SignedReading { meter, reading, signature }) in (0_u32..).zip(readings) {
			let outcome = Self::check(&mut context, meter, &reading)
				.and_then(|checked| {
					let charges = charged.saturating_add(checked.unaccounted.is_some().into());
					ensure!(charges <= T::MaxCharges::get(), Error::<T>::TooManyGaps);
					Self::verify(&genesis, &checked, &reading, &signature)?;
					Ok(checked)
				})
				.map_err(DispatchError::from)
				.and_then(|checked| Self::accept(&mut context, meter, reading, checked));
			match outcome {
				Ok(accepted) => {
					let count = if accepted.dear { &mut dear } else { &mut ordinary };
					*count = count.saturating_add(1);
					charged = charged.saturating_add(accepted.charged.into());
				},
				Err(error) => {
					refused = refused.saturating_add(1);
					let interval = reading.interval;
					Self::deposit_event(Event::ReadingRefused { place, meter, interval, error });
				},
			}
		}
		context.store();
		let all = ordinary.saturating_add(dear).saturating_add(refused);
		let verified = T::WeightInfo::verify_signature().saturating_mul(all.into());
		let weight = T::WeightInfo::deliver(ordinary)
			.saturating_add(T::WeightInfo::dearest().saturating_mul(dear.into()))
			.saturating_add(T::WeightInfo::check_reading().saturating_mul(refused.into()))
			.saturating_add(Self::charge_weight().saturating_mul(charged.into()))
			.saturating_add(Self::series_weight(all))
			.saturating_add(verified);
		Ok(Some(weight).into())
	}

	pub(crate) fn do_deliver_one(reading: SignedReadingOf<T>) -> DispatchResultWithPostInfo {
		let mut context = Context::new();
		let checked = Self::check(&mut context, reading.meter, &reading.reading)?;
		let accepted = Self::accept(&mut context, reading.meter, reading.reading, checked)?;
		context.store();
		let weight =
			if accepted.dear { T::WeightInfo::dearest() } else { T::WeightInfo::deliver(1) };
		let charge = Self::charge_weight().saturating_mul(accepted.charged.into());
		Ok(Some(weight.saturating_add(Self::series_weight(1)).saturating_add(charge)).into())
	}

	/// Whether a reading may enter a block without a fee.
	pub(crate) fn authorize_reading(
		signed: &SignedReadingOf<T>,
	) -> Result<(ValidTransaction, Weight), TransactionValidityError> {
		let genesis = Self::genesis();
		Self::check(&mut Context::new(), signed.meter, &signed.reading)
			.and_then(|checked| {
				Self::verify(&genesis, &checked, &signed.reading, &signed.signature)
			})
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
			Error::NotOver | Error::NotFinal | Error::SeriesFull | Error::UnknownInterval => {
				UnknownTransaction::Custom(index).into()
			},
			_ => InvalidTransaction::Custom(index).into(),
		}
	}

	/// Whether anything but its signature speaks against a reading.
	pub(crate) fn check(
		context: &mut Context<T>,
		meter: MeterIndex,
		reading: &Reading,
	) -> Result<Checked<T>, Error<T>> {
		let row = Meters::<T>::get(meter).ok_or(Error::<T>::UnknownMeter)?;
		let binding = row.binding.ok_or(Error::<T>::NotBound)?;
		let interval = reading.interval;
		ensure!(interval >= binding.from, Error::<T>::BeforeBinding);
		ensure!(!row.is_retired(interval), Error::<T>::Retired);
		ensure!(!row.is_revoked(interval), Error::<T>::Revoked);
		ensure!(reading.import.max(reading.export) <= MAX_METERED, Error::<T>::TooMuchEnergy);
		let whole =
			reading.import_register >= reading.import && reading.export_register >= reading.export;
		ensure!(whole, Error::<T>::RegisterTooLow);
		ensure!(interval < context.now, Error::<T>::NotOver);
		ensure!(interval >= context.closed_until, Error::<T>::PastWindow);

		let node = binding.node;
		let meters = MetersOfNode::<T>::get(node);
		let key = row.key_for(interval).ok_or(Error::<T>::BadSignature)?.clone();
		let settles = meters.settles(interval) == Some(meter);
		let mut checked = Checked { node, key, case: None, series: None, unaccounted: None };
		let mut series = Series::<T>::get(meter);
		let place = series.binary_search_by_key(&interval, |known| known.interval);
		match place {
			Ok(place) => {
				ensure!(series.get(place) == Some(reading), Error::<T>::ConflictingReading);
				// It may have counted before the meter came to settle the interval, or before that was
				// opened again.
				ensure!(settles, Error::<T>::Replay);
			},
			Err(place) => {
				Self::check_neighbours(&series, place, reading)?;
				let before = series.len();
				checked.unaccounted =
					Self::condense(meter, &meters, &mut series, context.closed_until);
				let place = place.saturating_sub(before.saturating_sub(series.len()));
				series.try_insert(place, *reading).map_err(|_| Error::<T>::SeriesFull)?;
				checked.series = Some(series);
			},
		}
		if settles {
			let case = T::Settlement::case(&mut context.shared, interval, node);
			checked.case = Some(case.map_err(|why| match why {
				Unsettleable::Settled if place.is_ok() => Error::<T>::Replay,
				why => Self::unsettleable(why),
			})?);
		}
		Ok(checked)
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
	/// tied; what was drawn between two of them and neither states, as far as the meter settled all of these
	/// intervals.
	///
	/// That is one sum, so that what has to be charged is bounded. What the silent intervals among them were
	/// settled with is subtracted as one sum as well, so nothing is paid for twice, or not at all: if silence
	/// was charged too much here, that pays for what was drawn there. Whenever a reading is accepted all this
	/// is forgotten, so these intervals are those of a dispute window, and a longer gap before them at most.
	fn condense(
		meter: MeterIndex,
		meters: &NodeMetersOf<T>,
		series: &mut SeriesOf<T>,
		closed_until: Interval,
	) -> Option<Unaccounted> {
		let closed = series.partition_point(|reading| reading.interval < closed_until);
		let readings = series.get(..closed)?;
		let mut unaccounted = None;
		for (earlier, later) in readings.iter().zip(readings.iter().skip(1)) {
			let drawn = drawn_between(earlier, later);
			let (first, last) = (earlier.interval.saturating_add(1), later.interval);
			if drawn > 0 && meters.settles_all(meter, first, last) {
				let sum = unaccounted.get_or_insert(Unaccounted { first, last, drawn: 0 });
				sum.last = last;
				sum.drawn = sum.drawn.saturating_add(drawn);
			}
		}
		series.drain(..closed.saturating_sub(1));
		unaccounted
	}

	/// Charges the unaccounted-for energy of the meters that settle or settled for a node, before it is
	/// forgotten when they did; for how many of them there was something to charge.
	pub(crate) fn charge_closed(
		node: NodeIndex,
		meters: &NodeMetersOf<T>,
		closed_until: Interval,
	) -> u32 {
		let mut charged = 0_u32;
		for span in &meters.spans {
			let mut series = Series::<T>::get(span.meter);
			let before = series.len();
			let unaccounted = Self::condense(span.meter, meters, &mut series, closed_until);
			if series.len() < before {
				Series::<T>::insert(span.meter, series);
			}
			if let Some(Unaccounted { first, last, drawn }) = unaccounted {
				T::Settlement::charge_unaccounted(node, first, last, drawn);
				charged = charged.saturating_add(1);
			}
		}
		charged
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

	/// Whether a reading is signed by the meter, for the chain whose first block has this hash.
	pub(crate) fn verify(
		genesis: &H256,
		checked: &Checked<T>,
		reading: &Reading,
		signature: &T::Signature,
	) -> Result<(), Error<T>> {
		let payload = reading.payload(&genesis.0, &checked.key.encode());
		ensure!(Self::verified(&checked.key, &payload, signature), Error::<T>::BadSignature);
		Ok(())
	}

	/// Lets a reading count whose signature is verified. Changes nothing if it fails.
	pub(crate) fn accept(
		context: &mut Context<T>,
		meter: MeterIndex,
		reading: Reading,
		checked: Checked<T>,
	) -> Result<Accepted, DispatchError> {
		let Checked { node, case, series, unaccounted, .. } = checked;
		let settles = case.is_some();
		let mut accepted = Accepted { dear: false, charged: unaccounted.is_some() };
		// The one thing that can fail is the first.
		if let Some(case) = case {
			let metered = Metered { import: reading.import, export: reading.export };
			accepted.dear = T::Settlement::settle(&mut context.shared, case, metered)?;
		}
		if let Some(series) = series {
			Series::<T>::insert(meter, series);
		}
		if let Some(Unaccounted { first, last, drawn }) = unaccounted {
			T::Settlement::store(&mut context.shared);
			T::Settlement::charge_unaccounted(node, first, last, drawn);
		}
		Self::deposit_event(Event::ReadingAccepted { meter, node, reading, settles });
		Ok(accepted)
	}
}
