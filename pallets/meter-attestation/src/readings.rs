// SPDX-License-Identifier: Apache-2.0

//! Readings: which of them count, and what follows.

use frame_support::{
	dispatch::DispatchResultWithPostInfo, migrations::MultiStepMigrator, pallet_prelude::*,
};
use gridmerit_energy::{Interval, MeterIndex, Metered, NodeIndex, Reading, Wh};
use gridmerit_pallet_support::{ClosedIntervals, IntervalClock, Settlement, Unsettleable, page_of};
use gridmerit_statements::MAX_METERED;
use sp_core::H256;

use crate::{
	Config, DoubtedOf, Error, Event, Meters, MetersOfNode, NodeMetersOf, Pallet, Series, SeriesOf,
	SignedReading, SignedReadingOf, WeightInfo,
	lane::{LONGEVITY, PRIORITY},
	plausibility::Bounds,
};

/// Nodes of which settlement keeps something together.
const NEIGHBOURS: NodeIndex = 16;

/// What all readings of a call are checked against, looked up once.
pub(crate) struct Context<T: Config> {
	/// The current interval.
	now: Interval,
	/// All intervals before this one are settled for good.
	closed_until: Interval,
	/// What settling them has in common; what has been settled is stored with it.
	pub(crate) shared: <T::Settlement as Settlement>::Shared,
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
	pub(crate) node: NodeIndex,
	/// With what it must be signed.
	key: T::Key,
	/// What it settles, if the meter is the settlement meter in its interval, or that is silent.
	case: Option<<T::Settlement as Settlement>::Case>,
	/// The meter's readings with it, unless it counts already and is only to settle the interval.
	series: Option<SeriesOf<T>>,
	/// What is to be charged, as no reading can state it any more.
	unaccounted: Option<Unaccounted>,
	/// What waits of the meter, if this reading has to wait as well.
	doubted: Option<DoubtedOf<T>>,
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

/// What a reading took that was not refused.
#[derive(Clone, Copy, Default)]
pub(crate) struct Accepted {
	/// Settling was more work than usual.
	pub(crate) dear: bool,
	/// Unaccounted-for energy was charged.
	pub(crate) charged: bool,
	/// It has to be confirmed.
	pub(crate) doubted: bool,
	/// What it settled.
	settled: Option<(Interval, NodeIndex)>,
}

impl Accepted {
	/// A reading that waits.
	pub(crate) fn doubted() -> Self {
		Self { doubted: true, ..Default::default() }
	}
}

/// What the readings of a call took.
#[derive(Default)]
struct Tally {
	/// How many settled or informed without more work than usual.
	ordinary: u32,
	/// How many of these do not follow the one before.
	scattered: u32,
	/// How many were more work.
	dear: u32,
	/// How many wait.
	doubted: u32,
	/// How many were refused.
	refused: u32,
	/// How often unaccounted-for energy was charged.
	charged: u32,
	/// What was settled last.
	last: Option<(Interval, NodeIndex)>,
}

/// Whether a settlement shares what has to be looked up with the one before, as those of a batch in order do.
fn follows((interval, node): (Interval, NodeIndex), (next, other): (Interval, NodeIndex)) -> bool {
	let near = other.checked_sub(node).is_some_and(|step| (1..=NEIGHBOURS).contains(&step));
	interval == next && page_of(node) == page_of(other) && near
}

impl Tally {
	fn add(&mut self, accepted: &Accepted) {
		let count = match accepted {
			Accepted { doubted: true, .. } => &mut self.doubted,
			Accepted { dear: true, .. } => &mut self.dear,
			_ => &mut self.ordinary,
		};
		*count = count.saturating_add(1);
		self.charged = self.charged.saturating_add(accepted.charged.into());
		if let Some(next) = accepted.settled {
			// Something has to be looked up for the first, and for that the call is charged.
			let alone = self.last.is_some_and(|last| !follows(last, next)) && !accepted.dear;
			self.scattered = self.scattered.saturating_add(alone.into());
			self.last = accepted.settled;
		}
	}

	/// What they cost.
	fn weight<T: Config>(&self) -> Weight {
		let in_order = self.ordinary.saturating_sub(self.scattered);
		let all = self.ordinary.saturating_add(self.dear).saturating_add(self.doubted);
		let all = all.saturating_add(self.refused);
		Pallet::<T>::in_order(in_order)
			.saturating_add(Pallet::<T>::scattered().saturating_mul(self.scattered.into()))
			.saturating_add(Pallet::<T>::dearest().saturating_mul(self.dear.into()))
			.saturating_add(T::WeightInfo::doubt_reading().saturating_mul(self.doubted.into()))
			.saturating_add(T::WeightInfo::check_reading().saturating_mul(self.refused.into()))
			.saturating_add(Pallet::<T>::charge_weight().saturating_mul(self.charged.into()))
			.saturating_add(Pallet::<T>::series_weight(all))
			.saturating_add(T::WeightInfo::verify_signature().saturating_mul(all.into()))
	}
}

/// Energy drawn between two readings of which neither states it.
fn drawn_between(earlier: &Reading, later: &Reading) -> Wh {
	later.import_register.saturating_sub(later.import).saturating_sub(earlier.import_register)
}

impl<T: Config> Pallet<T> {
	/// What a reading costs at most that settles, apart from what grows with the dispute window.
	pub(crate) fn dearest() -> Weight {
		let dearest = T::WeightInfo::dearest_first().max(T::WeightInfo::dearest_correction());
		// That a spare has settled is noted for its node.
		dearest.saturating_add(Self::row_weight()).saturating_add(T::Settlement::rights_weight())
	}

	/// What so many readings cost that are settled in order: what they share is looked up for the first.
	fn in_order(readings: u32) -> Weight {
		T::WeightInfo::deliver(readings).saturating_add(T::Settlement::rights_weight())
	}

	/// What one costs that shares nothing with the one before.
	fn scattered() -> Weight {
		T::WeightInfo::scattered().saturating_add(T::Settlement::rights_weight())
	}

	/// What delivering so many readings costs at most.
	pub(crate) fn deliver_weight(readings: u32) -> Weight {
		let charges =
			Self::charge_weight().saturating_mul(readings.min(T::MaxCharges::get()).into());
		Self::dearest()
			.max(Self::scattered())
			.max(T::WeightInfo::doubt_reading())
			.saturating_mul(readings.into())
			.max(Self::in_order(readings))
			.saturating_add(Self::series_weight(readings))
			.saturating_add(T::WeightInfo::verify_signature().saturating_mul(readings.into()))
			.saturating_add(charges)
	}

	/// What delivering one reading costs at most whose signature is verified.
	pub(crate) fn deliver_one_weight() -> Weight {
		Self::dearest()
			.max(Self::in_order(1))
			.max(T::WeightInfo::doubt_reading())
			.saturating_add(Self::series_weight(1))
			.saturating_add(Self::charge_weight())
	}

	pub(crate) fn do_deliver(
		readings: BoundedVec<SignedReadingOf<T>, T::MaxBatch>,
	) -> DispatchResultWithPostInfo {
		ensure!(!readings.is_empty(), Error::<T>::EmptyBatch);
		let (genesis, mut context) = (Self::genesis(), Context::new());
		let mut tally = Tally::default();
		for (place, SignedReading { meter, reading, signature }) in (0_u32..).zip(readings) {
			let outcome = Self::check(&mut context, meter, &reading)
				.and_then(|checked| {
					let charges =
						tally.charged.saturating_add(checked.unaccounted.is_some().into());
					ensure!(charges <= T::MaxCharges::get(), Error::<T>::TooManyGaps);
					Self::verify(&genesis, &checked, &reading, &signature)?;
					Ok(checked)
				})
				.map_err(DispatchError::from)
				.and_then(|checked| Self::take(&mut context, meter, reading, signature, checked));
			match outcome {
				Ok(accepted) => tally.add(&accepted),
				Err(error) => {
					tally.refused = tally.refused.saturating_add(1);
					let interval = reading.interval;
					Self::deposit_event(Event::ReadingRefused { place, meter, interval, error });
				},
			}
		}
		context.store();
		Ok(Some(tally.weight::<T>()).into())
	}

	pub(crate) fn do_deliver_one(signed: SignedReadingOf<T>) -> DispatchResultWithPostInfo {
		let SignedReading { meter, reading, signature } = signed;
		let mut context = Context::new();
		let checked = Self::check(&mut context, meter, &reading)?;
		let accepted = Self::take(&mut context, meter, reading, signature, checked)?;
		context.store();
		let weight = match accepted {
			Accepted { doubted: true, .. } => T::WeightInfo::doubt_reading(),
			Accepted { dear: true, .. } => Self::dearest(),
			_ => Self::in_order(1),
		};
		let charge = Self::charge_weight().saturating_mul(accepted.charged.into());
		Ok(Some(weight.saturating_add(Self::series_weight(1)).saturating_add(charge)).into())
	}

	/// Whether a reading may enter a block without a fee.
	pub(crate) fn authorize_reading(
		signed: &SignedReadingOf<T>,
	) -> Result<(ValidTransaction, Weight), TransactionValidityError> {
		// First, so that it costs next to nothing to find out that a block takes no more.
		ensure!(Self::lane_has_room(), InvalidTransaction::ExhaustsResources);
		// Its meter may be between two layouts. The block has looked this up already.
		ensure!(!T::MultiBlockMigrator::ongoing(), UnknownTransaction::CannotLookup);
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
			Error::NotOver
			| Error::NotFinal
			| Error::SeriesFull
			| Error::UnknownInterval
			| Error::TooManyDoubted => UnknownTransaction::Custom(index).into(),
			_ => InvalidTransaction::Custom(index).into(),
		}
	}

	/// Whether anything but its signature speaks against a reading.
	pub(crate) fn check(
		context: &mut Context<T>,
		meter: MeterIndex,
		reading: &Reading,
	) -> Result<Checked<T>, Error<T>> {
		Self::check_reading(context, meter, reading, false)
	}

	/// The same of a reading that somebody answers for who knows.
	pub(crate) fn check_confirmed(
		context: &mut Context<T>,
		meter: MeterIndex,
		reading: &Reading,
	) -> Result<Checked<T>, Error<T>> {
		Self::check_reading(context, meter, reading, true)
	}

	fn check_reading(
		context: &mut Context<T>,
		meter: MeterIndex,
		reading: &Reading,
		confirmed: bool,
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
		let owed_by = meters.settles(interval);
		let settles = owed_by == Some(meter);
		let mut checked =
			Checked { node, key, case: None, series: None, unaccounted: None, doubted: None };
		let mut series = Series::<T>::get(meter);
		let place = series.binary_search_by_key(&interval, |known| known.interval);
		match place {
			Ok(place) => {
				ensure!(series.get(place) == Some(reading), Error::<T>::ConflictingReading);
			},
			Err(place) => {
				let bounds = Bounds::of::<T>(node);
				let plausible = Self::is_plausible(&row, &bounds, &series, place, reading)?;
				if !plausible && !confirmed {
					let room = Self::room_for_doubted(meter, interval, context.closed_until)?;
					checked.doubted = Some(room);
					return Ok(checked);
				}
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
		} else {
			if owed_by.is_some() {
				checked.case = T::Settlement::spare_case(&mut context.shared, interval, node);
			}
			// What counts already may have come before the meter that owes it was late, or before the interval
			// was opened again.
			ensure!(place.is_err() || checked.case.is_some(), Error::<T>::Replay);
		}
		Ok(checked)
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

	/// Lets a reading count, or wait, whose signature is verified. Changes nothing if it fails.
	pub(crate) fn take(
		context: &mut Context<T>,
		meter: MeterIndex,
		reading: Reading,
		signature: T::Signature,
		mut checked: Checked<T>,
	) -> Result<Accepted, DispatchError> {
		match checked.doubted.take() {
			Some(doubted) => Ok(Self::doubt(meter, reading, signature, checked, doubted)),
			None => Self::accept(context, meter, reading, checked),
		}
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
		let settled = settles.then_some((reading.interval, node));
		let charged = unaccounted.is_some();
		let mut accepted = Accepted { charged, settled, ..Default::default() };
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
