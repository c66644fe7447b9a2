// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod binding;
mod bounds;
mod doubted;
mod errors;
mod events;
mod keys;
mod lane;
mod offences;
mod plausibility;
mod provides;
mod readings;
mod registration;
mod revocation;
mod spare;
mod tampering;
mod try_state;
mod types;
mod views;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::{BenchmarkHelper, Keystore};
pub use keys::{MeterKey, MeterSignature};
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use frame_support::pallet_macros::import_section;

#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use crate::Serial;
	use alloc::{string::String, vec::Vec};
	use frame_support::{
		dispatch::{DispatchClass, DispatchResultWithPostInfo},
		pallet_prelude::*,
		traits::{Consideration, Footprint},
	};
	use frame_system::pallet_prelude::*;
	use gridmerit_energy::{Interval, MeterIndex, NodeIndex, NodeMeter, Reading};
	use gridmerit_pallet_support::{
		ClosedIntervals, ConductSink, IntervalClock, MAX_SPANS, Name, NodeReferences, Settlement,
		TeNodes, ViolationSink, Words, signer_unless,
	};
	use sp_core::H256;
	use sp_runtime::traits::{IdentifyAccount, MaybeSerializeDeserialize, Member, Verify};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<Hash = H256> {
		/// The operator.
		type OperatorOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The TE nodes. A node that has meters cannot leave.
		type Nodes: TeNodes<Self::AccountId> + NodeReferences;

		/// Counts the intervals.
		type Clock: IntervalClock;

		/// How far intervals are settled for good.
		type Closing: ClosedIntervals;

		/// Settles what is metered, and is told who owes readings.
		type Settlement: Settlement;

		/// Takes note of meters that were tampered with or revoked.
		type Violations: ViolationSink;

		/// Is told what that proves about the nodes that they are bound to.
		type Conduct: ConductSink<Self::AccountId>;

		/// Keys of meters and manufacturers, such as [`MeterKey`].
		type Key: Parameter
			+ Member
			+ MaxEncodedLen
			+ MaybeSerializeDeserialize
			+ IdentifyAccount<AccountId: Member>;

		/// Their signatures, such as [`MeterSignature`].
		type Signature: Parameter + Member + MaxEncodedLen + Verify<Signer = Self::Key>;

		/// What registrants leave as long as their meters occupy storage.
		type Deposit: Consideration<Self::AccountId, Footprint>;

		/// Most readings that one call delivers.
		#[pallet::constant]
		type MaxBatch: Get<u32>;

		/// Most charges for unaccounted-for energy that one call brings about. They are rare and dear, and a large
		/// batch has to fit a block even so.
		#[pallet::constant]
		type MaxCharges: Get<u32>;

		/// Most readings that are remembered of a meter: as many as intervals can be open with the longest dispute
		/// window, and two more. A series is one value, of up to 45 bytes a reading.
		#[pallet::constant]
		type MaxSeries: Get<u32>;

		/// How many times a node's larger limit its connection can carry. A reading that states more has to be
		/// confirmed.
		#[pallet::constant]
		type CarryFactor: Get<u64>;

		/// By how much the counter of a meter grows at most from one interval to the next. A reading with a larger
		/// one has to be confirmed.
		#[pallet::constant]
		type MaxCounts: Get<u64>;

		/// By how many Wh a register may be lower than the readings before it say: what a meter loses when its
		/// power fails.
		#[pallet::constant]
		type RegisterTolerance: Get<u64>;

		/// Most readings of a meter that wait to be confirmed.
		#[pallet::constant]
		type MaxDoubted: Get<u32>;

		/// The most of a block that readings without a fee take. It is to be no more than what the block weights
		/// reserve for the operational class.
		#[pallet::constant]
		type LaneWeight: Get<Weight>;

		/// Most meters of a node.
		#[pallet::constant]
		type MaxMeters: Get<u32>;

		/// Most keys of a manufacturer.
		#[pallet::constant]
		type MaxKeys: Get<u32>;

		/// On behalf of how many a meter can be revoked.
		#[pallet::constant]
		type MaxRevocations: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// The rest of the chain.
		#[cfg(feature = "runtime-benchmarks")]
		type World: gridmerit_pallet_support::BenchmarkWorld<Self::AccountId>;

		/// Signs.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::Key, Self::Signature>;
	}

	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// Deposit for a meter.
		#[codec(index = 0)]
		Meter,
	}

	/// Who makes meters. Indices of manufacturers, meters and nodes are given out in turn, so nobody can choose
	/// them to unbalance the trie.
	#[pallet::storage]
	pub type Manufacturers<T: Config> =
		StorageMap<_, Twox64Concat, ManufacturerId, ManufacturerOf<T>>;

	/// The number of the next manufacturer.
	#[pallet::storage]
	pub type NextManufacturer<T: Config> = StorageValue<_, ManufacturerId, ValueQuery>;

	/// The meters.
	#[pallet::storage]
	pub type Meters<T: Config> = StorageMap<_, Twox64Concat, MeterIndex, MeterOf<T>>;

	/// What readings do not need to know about meters, so that reading [`Meters`] stays cheap.
	#[pallet::storage]
	pub type MeterDetails<T: Config> = StorageMap<_, Twox64Concat, MeterIndex, DetailsOf<T>>;

	/// The index of the next meter.
	#[pallet::storage]
	pub type NextMeter<T: Config> = StorageValue<_, MeterIndex, ValueQuery>;

	/// The meter of each key that one has, or had before. None is used twice: a certificate is for one device, and
	/// the next key of that is for later intervals.
	#[pallet::storage]
	pub type MeterOfKey<T: Config> = StorageMap<_, Blake2_128Concat, T::Key, MeterIndex>;

	/// The meter with a manufacturer's serial number.
	#[pallet::storage]
	pub type MeterOfSerial<T: Config> =
		StorageDoubleMap<_, Twox64Concat, ManufacturerId, Blake2_128Concat, Serial, MeterIndex>;

	/// The meters' accepted readings that can still be disputed, and the one before them.
	#[pallet::storage]
	pub type Series<T: Config> = StorageMap<_, Twox64Concat, MeterIndex, SeriesOf<T>, ValueQuery>;

	/// The meters' readings that have to be confirmed before they count. They lapse when their interval is settled for
	/// good; what counts in their place, or is over, goes with the next one.
	#[pallet::storage]
	pub type Doubted<T: Config> = StorageMap<_, Twox64Concat, MeterIndex, DoubtedOf<T>, ValueQuery>;

	/// The nodes' meters.
	#[pallet::storage]
	pub type MetersOfNode<T: Config> =
		StorageMap<_, Twox64Concat, NodeIndex, NodeMetersOf<T>, ValueQuery>;

	/// Meters that have contradicted themselves.
	#[pallet::storage]
	pub type Tamperings<T: Config> = StorageMap<_, Twox64Concat, MeterIndex, Tampering>;

	/// On whose behalf meters are revoked.
	#[pallet::storage]
	pub type Revocations<T: Config> =
		StorageMap<_, Twox64Concat, MeterIndex, RevocationsOf<T>, ValueQuery>;

	/// What was lifted of meters, as long as there are these. None of it is an offence once more.
	#[pallet::storage]
	pub type LiftedUntil<T: Config> = StorageMap<_, Twox64Concat, MeterIndex, Lifted, ValueQuery>;

	/// Manufacturers and meters that exist from the start.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Names and keys; the first has number 0.
		pub manufacturers: Vec<(String, Vec<T::Key>)>,
		/// Meters; the first has index 0. Those that are bound inform, but settle nothing.
		pub meters: Vec<GenesisMeter<T::Key>>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			// Genesis has no other way to refuse; this never runs in a block.
			for (name, keys) in &self.manufacturers {
				let entered = Pallet::<T>::enter_manufacturer(name, keys);
				assert!(entered.is_ok(), "genesis manufacturer {name}: {entered:?}");
			}
			for (index, meter) in self.meters.iter().enumerate() {
				let entered = Pallet::<T>::enter_genesis_meter(meter);
				assert!(entered.is_ok(), "genesis meter {index}: {entered:?}");
			}
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Registers a manufacturer of meters, with the keys of which any signs its certificates. Only the
		/// operator.
		///
		/// Emits `ManufacturerRegistered`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register_manufacturer())]
		pub fn register_manufacturer(
			origin: OriginFor<T>,
			name: Name,
			keys: KeysOf<T>,
		) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_register_manufacturer(name, keys)
		}

		/// Changes a manufacturer's name and keys. Without keys it certifies no more. What it has certified
		/// stays. Only the operator.
		///
		/// Emits `ManufacturerChanged`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::change_manufacturer())]
		pub fn change_manufacturer(
			origin: OriginFor<T>,
			manufacturer: ManufacturerId,
			name: Name,
			keys: KeysOf<T>,
		) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_change_manufacturer(manufacturer, name, keys)
		}

		/// Registers a meter whose manufacturer certifies that it signs with `key` from the interval `from`
		/// on. Takes a deposit, which comes back when the meter is retired. Anybody may do this.
		///
		/// Emits `MeterRegistered`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::register_meter())]
		pub fn register_meter(
			origin: OriginFor<T>,
			manufacturer: ManufacturerId,
			key: T::Key,
			serial: Serial,
			from: Interval,
			certificate: T::Signature,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_register_meter(account, manufacturer, key, serial, from, certificate)
		}

		/// Gives a meter a new key, which its manufacturer certifies. Readings of intervals before `from` are still
		/// signed with the former one. `from` comes after the meter's last reading, and may lie in the past as far
		/// as that is not settled for good: so a device that was reset goes on where it stopped. Under the new key its
		/// counter and registers may begin anew. Anybody may do this.
		///
		/// Emits `KeyRotated`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::rotate_key())]
		pub fn rotate_key(
			origin: OriginFor<T>,
			meter: MeterIndex,
			key: T::Key,
			from: Interval,
			certificate: T::Signature,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_rotate_key(meter, key, from, certificate)
		}

		/// Binds a meter to the sender's node, from the current interval on. `consent` is the meter's
		/// signature for this node. It informs until `settle_with` makes it the settlement meter. A node cannot
		/// leave the market before its meters are unbound.
		///
		/// Emits `MeterBound`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::bind_meter())]
		pub fn bind_meter(
			origin: OriginFor<T>,
			meter: MeterIndex,
			consent: T::Signature,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_bind_meter(account, meter, consent)
		}

		/// Makes a bound meter the settlement meter of its node from an interval on; the one before
		/// settles until then, the current interval at least. A change that is still to come is dropped. If the
		/// settlement meter is revoked or retired, `from` may lie in the past. A node does this once in a dispute
		/// window; once more if the operator, who agrees to that, makes the call for it. Charges the
		/// unaccounted-for energy of the node's settlement meters. Only the account of its node, or the operator.
		///
		/// Emits `SettlementMeterChosen`, and `UnaccountedCharged` for each charge.
		#[pallet::call_index(5)]
		#[pallet::weight(Pallet::<T>::settle_with_weight(MAX_SPANS))]
		pub fn settle_with(
			origin: OriginFor<T>,
			meter: MeterIndex,
			from: Interval,
		) -> DispatchResultWithPostInfo {
			let account = signer_unless::<T::OperatorOrigin, _>(origin)?;
			Self::do_settle_with(account, meter, from)
		}

		/// Unbinds a meter that settles nothing that is still open. Charges the unaccounted-for energy of the
		/// node's settlement meters, and forgets those whose time is over: a node without any owes no readings and
		/// no standing deposit. Only the account of its node, or the operator. Only the operator if the meter is
		/// revoked, or has readings of intervals that are not settled for good: its node answers for them.
		///
		/// Emits `MeterUnbound`, and `UnaccountedCharged` for each charge.
		#[pallet::call_index(6)]
		#[pallet::weight(Pallet::<T>::unbind_meter_weight(MAX_SPANS))]
		pub fn unbind_meter(origin: OriginFor<T>, meter: MeterIndex) -> DispatchResultWithPostInfo {
			let account = signer_unless::<T::OperatorOrigin, _>(origin)?;
			Self::do_unbind_meter(account, meter)
		}

		/// Retires a meter for ever and returns its deposit. Its readings of intervals that are over still
		/// count; but if it has died, `from` may be an earlier interval after its last reading that is not settled
		/// for good, so that another meter can settle from then on. If it is a settlement meter, its node is not
		/// metered any more; but once it has settled anything, the node must leave its standing deposit until all
		/// of that is settled for good and `unbind_meter` is called for a meter of the node. Only the operator, or who registered it if it was never bound; such a
		/// meter is forgotten and can be registered anew, unless it is revoked.
		///
		/// Emits `MeterRetired`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::retire_meter().max(T::WeightInfo::retire_settlement_meter()))]
		pub fn retire_meter(
			origin: OriginFor<T>,
			meter: MeterIndex,
			from: Option<Interval>,
		) -> DispatchResult {
			let account = signer_unless::<T::OperatorOrigin, _>(origin)?;
			Self::do_retire_meter(account, meter, from)
		}

		/// Delivers readings, of any meters and in any order. Anybody may do this.
		///
		/// Emits `ReadingAccepted`, `ReadingDoubted` or `ReadingRefused` for each; one that is refused does not keep the
		/// others from counting. Before that, for each that settles an interval `IntervalSettled`, `ViolationRecorded` if it is
		/// above a limit, and what the ledger says; and `UnaccountedCharged` for energy that none can state any more.
		#[pallet::call_index(8)]
		#[pallet::weight(Pallet::<T>::deliver_weight(readings.len() as u32))]
		pub fn deliver(
			origin: OriginFor<T>,
			readings: BoundedVec<SignedReadingOf<T>, T::MaxBatch>,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_deliver(readings)
		}

		/// Delivers one reading, without a fee and without an account. Each block has a share for these, `LaneWeight`,
		/// which nobody else can fill.
		///
		/// Emits `ReadingDoubted`, or `ReadingAccepted`; before that, if it settles an interval, `IntervalSettled`,
		/// `ViolationRecorded` if it is above a limit, and what the ledger says; and `UnaccountedCharged` for
		/// energy that none can state any more.
		// The signature was verified when the call was authorized, in this block.
		#[pallet::call_index(9)]
		#[pallet::weight((Pallet::<T>::deliver_one_weight(), DispatchClass::Operational))]
		#[pallet::weight_of_authorize(Pallet::<T>::authorize_weight())]
		#[pallet::authorize(|_, reading: &SignedReadingOf<T>| Self::authorize_reading(reading))]
		pub fn deliver_one(
			origin: OriginFor<T>,
			reading: SignedReadingOf<T>,
		) -> DispatchResultWithPostInfo {
			ensure_authorized(origin)?;
			Self::do_deliver_one(reading)
		}

		/// Shows two different readings for one interval, both signed by the meter: it was tampered with and
		/// is revoked since that interval. One of the two may be one that counts. Anybody may do this.
		///
		/// It is an offence of the node that the meter was bound to by then, as long as the interval is not settled for
		/// good, nothing like it has counted of the meter, and it was not lifted before: the node loses trust and a part of
		/// what is bonded behind it, and the sender is rewarded out of that. If it is not, but intervals of the node are
		/// open again, these are a revoked meter's, which is a lesser offence, and nobody is rewarded.
		///
		/// Emits `TamperingProven`, `IntervalSettled` for each interval that is open again, `ViolationRecorded` if
		/// the meter was bound by then, and `RevocationChanged` unless it was revoked as early before.
		#[pallet::call_index(10)]
		#[pallet::weight(Pallet::<T>::report_tampering_weight(Pallet::<T>::series_bound()))]
		pub fn report_tampering(
			origin: OriginFor<T>,
			meter: MeterIndex,
			first: (Reading, T::Signature),
			second: (Reading, T::Signature),
		) -> DispatchResultWithPostInfo {
			let reporter = ensure_signed(origin)?;
			Self::do_report_tampering(reporter, meter, first, second)
		}

		/// Challenges a proof of tampering with a meter of the sender's node, for everybody to read. Replaces what
		/// it said before.
		///
		/// Emits `TamperingChallenged`.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::challenge_tampering())]
		pub fn challenge_tampering(
			origin: OriginFor<T>,
			meter: MeterIndex,
			statement: Words,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_challenge_tampering(account, meter, statement)
		}

		/// Lifts a proof of tampering: the meter is not revoked any more because of it. Only the operator. What the node
		/// has lost for it does not flow back by itself: the operator cancels the slash as well
		/// (`trust-staking.cancelSlash`), as long as that can be disputed. If the proof is shown again it revokes the meter,
		/// and is no other offence.
		///
		/// Emits `TamperingLifted`, and `RevocationChanged` unless the meter is revoked as early on behalf of
		/// others.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::lift_tampering())]
		pub fn lift_tampering(origin: OriginFor<T>, meter: MeterIndex) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_lift_tampering(meter)
		}

		/// Lets a reading count that states more than its node's connection can carry, or a counter or registers
		/// that are too far from those of the meter's other readings, until its interval is settled for good. Such
		/// readings wait in `doubted` when they were delivered; one that was not may be confirmed as well. Only the
		/// account of the meter's node, or the operator.
		///
		/// Emits `ReadingConfirmed`, and what `deliver` emits for a reading that counts.
		#[pallet::call_index(13)]
		#[pallet::weight(Pallet::<T>::confirm_weight(1))]
		pub fn confirm_reading(
			origin: OriginFor<T>,
			reading: SignedReadingOf<T>,
		) -> DispatchResultWithPostInfo {
			let account = signer_unless::<T::OperatorOrigin, _>(origin)?;
			Self::do_confirm_reading(account, reading)
		}

		/// Settles with the readings of a spare meter what was settled because its node's settlement meter was
		/// silent, or revoked, as far as the spare has readings from `first` to `last`. It is provisional: a reading
		/// of the settlement meter still replaces it until the interval is closed. Anybody may do this; a reading of
		/// the spare that is only delivered then settles at once. Choose the spare as settlement meter (`settleWith`) before
		/// `MaxLookedAt` intervals have passed: should the other one come back later than that, its registers are charged
		/// for what the spare has read before.
		///
		/// Emits `IntervalSettled` for each.
		#[pallet::call_index(14)]
		#[pallet::weight(Pallet::<T>::settle_with_spare_weight(Pallet::<T>::most_spare(*first, *last)))]
		pub fn settle_with_spare(
			origin: OriginFor<T>,
			meter: MeterIndex,
			first: Interval,
			last: Interval,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_settle_with_spare(meter, first, last)
		}

		/// Removes all that there is of a meter that was retired and unbound, when all is settled for good that it
		/// measured. Its device can be registered again. Not one that is revoked. Only the operator.
		///
		/// Emits `MeterForgotten`.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::forget_meter())]
		pub fn forget_meter(origin: OriginFor<T>, meter: MeterIndex) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_forget_meter(meter)
		}

		/// Strikes out more readings of a revoked meter, and opens again what they have settled. After a halt more can be
		/// open than one transaction may open again: then a revocation takes the oldest, and this the next, until
		/// there are none. Anybody may do this.
		///
		/// Emits `IntervalSettled` for each interval that is open again, and `RevocationChanged`.
		#[pallet::call_index(16)]
		#[pallet::weight(Pallet::<T>::report_tampering_weight(Pallet::<T>::series_bound()))]
		pub fn strike_out(origin: OriginFor<T>, meter: MeterIndex) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let struck_out = Self::do_strike_out(meter)?;
			Ok(Some(Self::report_tampering_weight(struck_out)).into())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// A meter.
		pub fn meter(meter: MeterIndex) -> Option<(MeterOf<T>, DetailsOf<T>)> {
			Some((Meters::<T>::get(meter)?, MeterDetails::<T>::get(meter)?))
		}

		/// A node's meters, its settlement meter first.
		pub fn meters_of(node: NodeIndex) -> Vec<NodeMeter> {
			Self::node_meters(node)
		}

		/// A meter's accepted readings from `first` to `last`, as far as they can still be disputed, with the
		/// one before.
		pub fn readings(meter: MeterIndex, first: Interval, last: Interval) -> Vec<Reading> {
			let mut series = Series::<T>::get(meter).into_inner();
			series.retain(|reading| first <= reading.interval && reading.interval <= last);
			series
		}

		/// A meter's readings that have to be confirmed before they count, as `confirm_reading` takes them.
		pub fn doubted(meter: MeterIndex) -> Vec<SignedReadingOf<T>> {
			Self::doubted_readings(meter)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			let window = T::Settlement::max_window();
			assert!(
				T::MaxSeries::get() >= window.saturating_add(2),
				"a meter that reports always has no room in its series: {window} intervals can be open"
			);
			assert!(T::MaxBatch::get() > 0, "nobody could deliver anything");
			assert!(T::MaxCharges::get() > 0, "a gap would be in the way of all later readings");
			assert!(T::MaxMeters::get() > 1, "nobody could replace a meter");
			assert!(T::MaxKeys::get() > 0, "nobody could certify anything");
			assert!(T::MaxDoubted::get() > 0, "nothing could wait to be confirmed");
			assert!(T::CarryFactor::get() > 0, "every reading would have to be confirmed");
			assert!(T::MaxCounts::get() > 0, "no counter could grow");
			assert!(
				Self::lane_is_reserved(),
				"readings without a fee have no room, or others can take it"
			);
			assert!(
				T::MaxRevocations::get() > 1,
				"neither tampering nor an authority could be heard"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
