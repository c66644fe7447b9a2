// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod bounds;
mod errors;
mod events;
mod grid;
mod plants;
mod prune;
mod try_state;
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use frame_support::pallet_macros::import_section;

#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{pallet_prelude::*, weights::WeightMeter};
	use frame_system::pallet_prelude::*;
	use gridmerit_carbon::{Bound, Footprint, GridFootprint, GridLimits, Vouched};
	use gridmerit_energy::{Interval, NodeIndex, Wh};
	use gridmerit_pallet_support::{
		CertificateAuthorities, IntensityPublishers, IntervalClock, PAGE_ROWS, Page, PageIndex,
		TeNodes, signer_unless,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The market's operator.
		type OperatorOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The TE nodes.
		type Nodes: TeNodes<Self::AccountId>;

		/// Counts the intervals.
		type Clock: IntervalClock;

		/// Who is trusted to certify footprints, to look at that, and to say what the grid emits.
		type Authorities: CertificateAuthorities<Self::AccountId>
			+ IntensityPublishers<Self::AccountId>;

		/// What a kWh counts at of which nobody has certified what it emits: as much as the worst that is generated.
		#[pallet::constant]
		type DefaultFootprint: Get<Footprint>;

		/// How many intervals there are from the next one to the first for which a certification counts: time to look at it.
		#[pallet::constant]
		type Notice: Get<u32>;

		/// The most intervals from now on for which a footprint can be certified.
		#[pallet::constant]
		type MaxTerm: Get<u32>;

		/// For how many intervals after an interval publishers can say what the grid emitted in it, and correct that.
		#[pallet::constant]
		type MaxAge: Get<u32>;

		/// The most intervals of one call.
		#[pallet::constant]
		type MaxBatch: Get<u32>;

		/// How often an issuer certifies, or an auditor decertifies, at most in `ActPeriod`, so that a stolen key does not
		/// reach everybody.
		#[pallet::constant]
		type MaxActs: Get<u32>;

		/// So many intervals.
		#[pallet::constant]
		type ActPeriod: Get<u32>;

		/// For how many intervals what was published and tolerated is remembered.
		#[pallet::constant]
		type Remembered: Get<u32>;

		/// The most of a block that removing what is old takes.
		#[pallet::constant]
		type MaxCarbonWeight: Get<Weight>;

		/// Weights of calls and steps.
		type WeightInfo: WeightInfo;

		/// The rest of the chain.
		#[cfg(feature = "runtime-benchmarks")]
		type World: gridmerit_pallet_support::BenchmarkWorld<Self::AccountId>;
	}

	/// What plants emit. Nodes and intervals are numbered in turn, so that nobody can choose keys to unbalance the trie.
	// By node, and not by page: all that is asked for is a single plant, of whoever cancels a certificate.
	#[pallet::storage]
	pub type Plants<T: Config> = StorageMap<_, Twox64Concat, NodeIndex, PlantOf<T>>;

	/// What nodes take as zero-carbon.
	#[pallet::storage]
	pub type Bounds<T: Config> = StorageMap<_, Twox64Concat, NodeIndex, BoundSince>;

	/// What the grid emits, 128 intervals to a page.
	#[pallet::storage]
	pub type Intensities<T: Config> =
		StorageMap<_, Twox64Concat, PageIndex, Page<Published>, ValueQuery>;

	/// What was published on pages before this one is removed; none before anything was.
	#[pallet::storage]
	pub type PublishedFrom<T: Config> = StorageValue<_, PageIndex>;

	/// What publishers may say; if the operator has not said, anything up to `DefaultFootprint`.
	#[pallet::storage]
	pub type Limits<T: Config> = StorageValue<_, GridLimits>;

	/// How much certificates were cancelled for that are outside a node's bound, and tolerated, in Wh: interval, page of
	/// nodes.
	#[pallet::storage]
	pub type Tolerated<T: Config> =
		StorageDoubleMap<_, Twox64Concat, Interval, Twox64Concat, PageIndex, Page<Wh>, ValueQuery>;

	/// What was tolerated in intervals before this one is removed; none if there is nothing to remove.
	#[pallet::storage]
	pub type ToleratedFrom<T: Config> = StorageValue<_, Interval>;

	/// What issuers and auditors have done lately. Anybody can choose an account, so that keys are hashed well.
	#[pallet::storage]
	pub type Acts<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Recent, ValueQuery>;

	/// Footprints at the start.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Those that the operator certifies.
		pub footprints: Vec<GenesisFootprint>,
		#[serde(skip)]
		#[allow(missing_docs)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			for one in &self.footprints {
				let entered = Pallet::<T>::enter_genesis_footprint(one);
				// Genesis has no other way to refuse; this never runs in a block.
				assert!(entered.is_ok(), "genesis footprint of node {}: {entered:?}", one.node);
			}
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Declares what a kWh emits that the sender's node feeds in, in mg of CO2 equivalent. Until an issuer certifies just
		/// that, it counts at the larger of it and the default, part by part. What was certified before does not count any
		/// more from the next interval on, unless nothing is different.
		///
		/// Origin: signed by the account of the node.
		///
		/// Emits `Declared`, and `Decertified` if that ends a certification.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::declare())]
		pub fn declare(origin: OriginFor<T>, footprint: Footprint) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Ok(Self::do_declare(&account, footprint)?)
		}

		/// Certifies what the owner of a plant has declared. It counts from the end of the notice on, until an interval. Who
		/// certifies the same for longer or shorter needs no notice.
		///
		/// Origin: signed by an issuer that the operator trusts, `MaxActs` times in `ActPeriod` intervals at most; or the
		/// operator.
		///
		/// Emits `Certified`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::certify())]
		pub fn certify(
			origin: OriginFor<T>,
			node: NodeIndex,
			footprint: Footprint,
			until: Interval,
		) -> DispatchResult {
			let by = signer_unless::<T::OperatorOrigin, _>(origin)?;
			Ok(Self::do_certify(by, node, footprint, until)?)
		}

		/// Ends what is certified of a plant from an interval on, which then counts at the default. If that is over, what is
		/// stated of it changes.
		///
		/// Origin: for intervals that have not begun, signed by the plant's owner or the issuer that has certified it; for
		/// all, signed by an auditor that the operator trusts, `MaxActs` times in `ActPeriod` intervals at most; or the
		/// operator.
		///
		/// Emits `Decertified`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::decertify())]
		pub fn decertify(origin: OriginFor<T>, node: NodeIndex, since: Interval) -> DispatchResult {
			let by = signer_unless::<T::OperatorOrigin, _>(origin)?;
			Ok(Self::do_decertify(by, node, since)?)
		}

		/// Publishes what a kWh out of the grid emits in intervals in turn, each of which has begun, no more than `MaxAge`
		/// intervals ago. Each is published once, within the operator's limits.
		///
		/// Origin: signed by a publisher that the operator trusts.
		///
		/// Emits `IntensitiesPublished`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::publish(values.len() as u32))]
		pub fn publish(
			origin: OriginFor<T>,
			first: Interval,
			values: BoundedVec<GridFootprint, T::MaxBatch>,
		) -> DispatchResult {
			let by = ensure_signed(origin)?;
			Ok(Self::do_publish(by, first, values)?)
		}

		/// Corrects what was published of intervals in turn. A publisher does so once for each, no more than `MaxAge`
		/// intervals after it; the operator, as long as it is remembered, and nobody corrects that but the operator.
		///
		/// Origin: signed by a publisher that the operator trusts; or the operator.
		///
		/// Emits `IntensitiesCorrected`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::correct(values.len() as u32))]
		pub fn correct(
			origin: OriginFor<T>,
			first: Interval,
			values: BoundedVec<GridFootprint, T::MaxBatch>,
		) -> DispatchResult {
			let by = signer_unless::<T::OperatorOrigin, _>(origin)?;
			Ok(Self::do_correct(by, first, values)?)
		}

		/// Sets what publishers may say from now on, part by part: no more than the default.
		///
		/// Origin: the operator.
		///
		/// Emits `LimitsSet`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::set_limits())]
		pub fn set_limits(origin: OriginFor<T>, limits: GridLimits) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Ok(Self::do_set_limits(limits)?)
		}

		/// Sets which energy the sender's node takes as zero-carbon, or that it takes any. For what it draws from the next
		/// interval on certificates are cancelled only if what their plant emits is within the bound; a share of an
		/// interval's energy may be outside.
		///
		/// Origin: signed by the account of the node.
		///
		/// Emits `BoundSet`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::set_bound())]
		pub fn set_bound(origin: OriginFor<T>, bound: Option<Bound>) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Ok(Self::do_set_bound(&account, bound)?)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// What the owner of a plant has declared, and what is certified of it or was; none if it has declared nothing.
		pub fn plant(node: NodeIndex) -> Option<(Footprint, Vec<Vouched<T::AccountId>>)> {
			Plants::<T>::get(node).map(|plant| (plant.declared, plant.vouched.into_inner()))
		}

		/// What a plant's energy of an interval counts at, and whether that is certified.
		pub fn counted(node: NodeIndex, interval: Interval) -> (Footprint, bool) {
			Self::counted_at(node, interval)
		}

		/// What was published of intervals from `first` to `last`; of more than 1,000 only of the first 1,000.
		pub fn intensities(first: Interval, last: Interval) -> Vec<(Interval, Published)> {
			Self::published(first, last)
		}

		/// What publishers may say.
		pub fn limits() -> GridLimits {
			Self::limits_now()
		}

		/// What a node takes as zero-carbon, and since which interval; none if it takes any.
		pub fn bound(node: NodeIndex) -> Option<BoundSince> {
			Bounds::<T>::get(node)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			let default = T::DefaultFootprint::get();
			assert!(default.is_sound() && default.total() > 0, "a default in somebody's favour");
			assert!(T::MaxTerm::get() > T::Notice::get(), "no certification would ever count");
			assert!(T::MaxActs::get() > 0, "authorities without a say");
			assert!((1..=PAGE_ROWS).contains(&T::MaxBatch::get()), "a batch has two pages at most");
			assert!(
				T::Remembered::get() > T::MaxAge::get().saturating_add(PAGE_ROWS),
				"what is published would be removed"
			);
			assert!(
				Self::largest_step().all_lte(T::MaxCarbonWeight::get()),
				"a step would never fit"
			);
		}

		fn on_idle(_: BlockNumberFor<T>, limit: Weight) -> Weight {
			let mut meter = WeightMeter::with_limit(limit.min(T::MaxCarbonWeight::get()));
			Self::prune(&mut meter);
			meter.consumed()
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
