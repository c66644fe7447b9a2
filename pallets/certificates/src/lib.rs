// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod audit;
mod cancel;
mod deal;
mod drive;
mod errors;
mod events;
mod issue;
mod lots;
mod plants;
mod provides;
mod prune;
mod trade;
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

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use frame_support::pallet_macros::import_section;

#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{
		dispatch::DispatchResultWithPostInfo,
		pallet_prelude::*,
		weights::{Weight, WeightMeter},
	};
	use frame_system::pallet_prelude::*;
	use gridmerit_energy::{Interval, MeterIndex, NodeIndex, Planck, Price, SourceKind, Wh};
	use gridmerit_origin::{
		BySource, Certificate, Consumed, Issued, Month, Period, PlantData, Stock, Sums,
	};
	use gridmerit_pallet_support::{
		CarbonBounds, CertificateAuthorities, ClosedIntervals, IntervalClock, IntervalReaders,
		IntervalTerms, NodePayments, Page, PageIndex, PageSet, PeerTrades, Positions,
		SettledIntervals, SettlementMeters, TeNodes, Words, signer_unless,
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

		/// Their money, with which certificates are bought.
		type Ledger: NodePayments;

		/// The time, what nodes have sold, and which intervals are settled for good and not forgotten.
		type Market: IntervalClock + IntervalTerms + Positions + ClosedIntervals + IntervalReaders;

		/// The transactions along which certificates travel.
		type Clearing: PeerTrades;

		/// What was metered.
		type Settlement: SettledIntervals;

		/// By which meters.
		type Meters: SettlementMeters;

		/// Who is trusted to certify plants and to look at that.
		type Authorities: CertificateAuthorities<Self::AccountId>;

		/// Which energy zero-carbon demands take.
		type Carbon: CarbonBounds;

		/// How many intervals there are from the next one to the first for which a certification counts: time to look at it.
		#[pallet::constant]
		type Notice: Get<u32>;

		/// The most intervals from now on for which a plant can be certified.
		#[pallet::constant]
		type MaxTerm: Get<u32>;

		/// For how many intervals after the one in which the energy was fed in a certificate can be used.
		#[pallet::constant]
		type Validity: Get<u32>;

		/// The most, for an interval and in Wh, of all plants that an issuer certifies, unless the operator says otherwise.
		#[pallet::constant]
		type DefaultCap: Get<Wh>;

		/// The most intervals of one audit.
		#[pallet::constant]
		type MaxRange: Get<u32>;

		/// How often an auditor audits or decertifies at most in `AuditPeriod`, so that a stolen key does not reach
		/// everybody.
		#[pallet::constant]
		type MaxAudits: Get<u32>;

		/// So many intervals.
		#[pallet::constant]
		type AuditPeriod: Get<u32>;

		/// The most of a block that issuing takes, and removing what has expired.
		#[pallet::constant]
		type MaxCertificateWeight: Get<Weight>;

		/// Weights of calls and steps.
		type WeightInfo: WeightInfo;

		/// The rest of the chain.
		#[cfg(feature = "runtime-benchmarks")]
		type World: gridmerit_pallet_support::BenchmarkWorld<Self::AccountId>;
	}

	/// The plants, by page of nodes. Nodes, intervals and months are numbered in turn, so that nobody can choose keys to
	/// unbalance the trie.
	#[pallet::storage]
	pub type Plants<T: Config> =
		StorageMap<_, Twox64Concat, PageIndex, Page<PlantOf<T>>, ValueQuery>;

	/// The pages on which there are plants, or were.
	#[pallet::storage]
	pub type PlantPages<T: Config> = StorageValue<_, PageSet, ValueQuery>;

	/// What batteries hold that are certified, or were, by page of nodes.
	#[pallet::storage]
	pub type Stocks<T: Config> = StorageMap<_, Twox64Concat, PageIndex, Page<Stock>, ValueQuery>;

	/// The pages on which there are such batteries.
	#[pallet::storage]
	pub type StockPages<T: Config> = StorageValue<_, PageSet, ValueQuery>;

	/// How much issuers certify. Anybody can choose an account, so that keys are hashed well.
	#[pallet::storage]
	pub type Issuers<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Issuing, ValueQuery>;

	/// What auditors have done lately.
	#[pallet::storage]
	pub type Audits<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Recent, ValueQuery>;

	/// Whether certificates can only be cancelled by those who got them with energy, and not be sold apart from it.
	#[pallet::storage]
	pub type NotTradable<T: Config> = StorageValue<_, bool, ValueQuery>;

	/// How far certificates are issued; none until the first interval is settled for good.
	#[pallet::storage]
	pub type Cursor<T: Config> = StorageValue<_, Progress>;

	/// What plants are issued: interval, page of nodes.
	#[pallet::storage]
	pub type Issues<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		Interval,
		Twox64Concat,
		PageIndex,
		Page<Issued>,
		ValueQuery,
	>;

	/// Certificates: interval, page. Lots of an interval are numbered in turn, 128 to a page.
	#[pallet::storage]
	pub type Lots<T: Config> =
		StorageDoubleMap<_, Twox64Concat, Interval, Twox64Concat, PageIndex, LotPage, ValueQuery>;

	/// What certificates there are of each interval, as long as there are any.
	#[pallet::storage]
	pub type SumsOf<T: Config> = StorageMap<_, Twox64Concat, Interval, IntervalSums>;

	/// What certificates there ever were, by kind of source.
	#[pallet::storage]
	pub type Overall<T: Config> = StorageValue<_, BySource<Sums>, ValueQuery>;

	/// What nodes have drawn by calendar month, and what is cancelled for it: month, page of nodes.
	#[pallet::storage]
	pub type Drawn<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		Month,
		Twox64Concat,
		PageIndex,
		Page<Consumed>,
		ValueQuery,
	>;

	/// For how much of what nodes drew in an interval certificates of the same interval are cancelled, in Wh: interval,
	/// page of nodes.
	#[pallet::storage]
	pub type Matched<T: Config> =
		StorageDoubleMap<_, Twox64Concat, Interval, Twox64Concat, PageIndex, Page<Wh>, ValueQuery>;

	/// Certificates of all intervals before this one are removed.
	#[pallet::storage]
	pub type ExpiredUntil<T: Config> = StorageValue<_, Interval, ValueQuery>;

	/// What was drawn in all months before this one is removed.
	#[pallet::storage]
	pub type MonthsPrunedUntil<T: Config> = StorageValue<_, Month, ValueQuery>;

	/// Plants at the start.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Plants that the operator certifies.
		pub plants: alloc::vec::Vec<GenesisPlant>,
		#[serde(skip)]
		#[allow(missing_docs)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			for plant in &self.plants {
				let entered = Pallet::<T>::enter_genesis_plant(plant);
				// Genesis has no other way to refuse; this never runs in a block.
				assert!(entered.is_ok(), "genesis plant of node {}: {entered:?}", plant.node);
			}
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Registers what the sender's node generates with, or how it stores energy. It is issued certificates when an
		/// issuer has certified just that. What was certified before is not any more, unless nothing is different.
		///
		/// Origin: signed by the account of the node.
		///
		/// Emits `PlantRegistered`, and `PlantDecertified` if that ends a certification.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register_plant())]
		pub fn register_plant(origin: OriginFor<T>, data: PlantData) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Ok(Self::do_register_plant(&account, data)?)
		}

		/// Certifies a plant: that it is what its owner has registered, and that `meter`, its settlement meter, measures
		/// nothing else. From the end of the notice on, until an interval, it is issued certificates for what that meter says
		/// it feeds in, up to `most` Wh an interval. In the place of an earlier certification.
		///
		/// Origin: signed by an issuer that the operator trusts, within its cap; or the operator.
		///
		/// Emits `PlantCertified`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::certify())]
		pub fn certify(
			origin: OriginFor<T>,
			node: NodeIndex,
			data: PlantData,
			meter: MeterIndex,
			most: Wh,
			until: Interval,
		) -> DispatchResult {
			let by = signer_unless::<T::OperatorOrigin, _>(origin)?;
			Ok(Self::do_certify(by, node, data, meter, most, until)?)
		}

		/// Ends the certification of a plant at once: it is issued nothing for what is not settled for good yet. What it was
		/// issued stays.
		///
		/// Origin: signed by the plant's owner, the issuer that has certified it, or an auditor that the operator trusts, for
		/// `MaxAudits` plants in `AuditPeriod` intervals at most; or the operator.
		///
		/// Emits `PlantDecertified`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::decertify())]
		pub fn decertify(origin: OriginFor<T>, node: NodeIndex) -> DispatchResult {
			let by = signer_unless::<T::OperatorOrigin, _>(origin)?;
			Ok(Self::do_decertify(by, node)?)
		}

		/// Finds that what a plant was issued from one interval to another was wrong. Who holds the certificates keeps them:
		/// the plant owes as many, and is issued nothing more before what it feeds in has made them good. Each interval counts
		/// once.
		///
		/// Origin: signed by an auditor that the operator trusts, `MaxAudits` times in `AuditPeriod` intervals at most.
		///
		/// Emits `PlantAudited`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::audit(
			last.saturating_sub(*first).saturating_add(1).min(T::MaxRange::get())
		))]
		pub fn audit(
			origin: OriginFor<T>,
			node: NodeIndex,
			first: Interval,
			last: Interval,
			reason: Words,
		) -> DispatchResult {
			let by = ensure_signed(origin)?;
			Ok(Self::do_audit(by, node, first, last, reason)?)
		}

		/// Lets a plant off so much of what it owes.
		///
		/// Origin: the operator.
		///
		/// Emits `Forgiven`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::forgive())]
		pub fn forgive(origin: OriginFor<T>, node: NodeIndex, energy: Wh) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Ok(Self::do_forgive(node, energy)?)
		}

		/// Sets the most that an issuer certifies, of all its plants, for an interval. What it has certified stays.
		///
		/// Origin: the operator.
		///
		/// Emits `CapSet`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::set_cap())]
		pub fn set_cap(origin: OriginFor<T>, issuer: T::AccountId, most: Wh) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_set_cap(issuer, most);
			Ok(())
		}

		/// Decides whether certificates can be transferred and sold apart from energy. If not, they still travel with what is
		/// traded, and can be cancelled.
		///
		/// Origin: the operator.
		///
		/// Emits `TradableSet`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::set_tradable())]
		pub fn set_tradable(origin: OriginFor<T>, tradable: bool) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			NotTradable::<T>::put(!tradable);
			Self::deposit_event(Event::TradableSet { tradable });
			Ok(())
		}

		/// Transfers so much of a lot to a node, for nothing. Of a part there is a new lot.
		///
		/// Origin: signed by the account of the node that holds it.
		///
		/// Emits `Transferred`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::transfer())]
		pub fn transfer(
			origin: OriginFor<T>,
			interval: Interval,
			lot: u32,
			energy: Wh,
			to: NodeIndex,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Ok(Self::do_transfer(&account, interval, lot, energy, to)?)
		}

		/// Offers a lot to any node at a price, in planck per Wh, or takes it back.
		///
		/// Origin: signed by the account of the node that holds it.
		///
		/// Emits `Offered`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::offer())]
		pub fn offer(
			origin: OriginFor<T>,
			interval: Interval,
			lot: u32,
			price: Option<Price>,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Ok(Self::do_offer(&account, interval, lot, price)?)
		}

		/// Buys so much of a lot that is offered at `most` planck per Wh or less. It is paid at once out of the free credit of
		/// the sender's node. Of a part there is a new lot.
		///
		/// Origin: signed by the account of a node.
		///
		/// Emits `Bought`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::buy())]
		pub fn buy(
			origin: OriginFor<T>,
			interval: Interval,
			lot: u32,
			energy: Wh,
			most: Price,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_buy(&account, interval, lot, energy, most)
		}

		/// Cancels so much of a lot for what the node that holds it has drawn, as its meter says: in the same interval, or in
		/// calendar months. Each Wh that was drawn counts once, and only when it is settled for good. Of a part there is a
		/// new lot. Fails if the node has a bound on what its energy emits, and that of the plant is outside.
		///
		/// Origin: signed by the account of the node that holds it.
		///
		/// Emits `Cancelled`.
		#[pallet::call_index(10)]
		#[pallet::weight(
			T::WeightInfo::cancel(gridmerit_origin::MAX_MONTHS).saturating_add(T::Carbon::weight())
		)]
		pub fn cancel(
			origin: OriginFor<T>,
			interval: Interval,
			lot: u32,
			energy: Wh,
			period: Period,
		) -> DispatchResultWithPostInfo {
			let account = ensure_signed(origin)?;
			let months = Self::do_cancel(&account, interval, lot, energy, period)?;
			Ok(Some(T::WeightInfo::cancel(months).saturating_add(T::Carbon::weight())).into())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The first interval whose certificates are not issued yet; none until any is.
		pub fn issued_until() -> Option<Interval> {
			Cursor::<T>::get().map(|cursor| cursor.interval)
		}

		/// Some certificates of an interval from a lot on, and the lot to go on with.
		pub fn certificates(
			interval: Interval,
			first: u32,
		) -> (alloc::vec::Vec<Certificate>, Option<u32>) {
			Self::certificates_from(interval, first)
		}

		/// What a plant was issued for an interval.
		pub fn issued(interval: Interval, plant: NodeIndex) -> Option<Issued> {
			Self::issued_to(interval, plant)
		}

		/// What a plant would be issued for an interval as that is settled now, in Wh; none if nothing.
		pub fn expected(interval: Interval, plant: NodeIndex) -> Option<Wh> {
			Self::expected_of(interval, plant)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxTerm::get() > T::Notice::get(), "no certification would ever count");
			assert!(T::Validity::get() > 0, "certificates that nobody can use");
			assert!(T::MaxAudits::get() > 0 && T::MaxRange::get() > 0, "auditors without a say");
			assert!(
				Self::largest_step().all_lte(T::MaxCertificateWeight::get()),
				"a step would never fit"
			);
		}

		// Nobody waits for certificates: they come when what is settled for good was a day ago, or more. So they take what a
		// block has left. The market forgets nothing before, unless blocks are full for weeks: then certificates lapse.
		fn on_idle(_: BlockNumberFor<T>, limit: Weight) -> Weight {
			let mut meter = WeightMeter::with_limit(limit.min(T::MaxCertificateWeight::get()));
			Self::advance(&mut meter);
			Self::prune(&mut meter);
			meter.consumed()
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
