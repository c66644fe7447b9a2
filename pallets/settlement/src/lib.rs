// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod conduct;
mod corrections;
mod deadlines;
mod payments;
mod postings;
mod provides;
mod service;
mod settle;
mod shared;
mod silence;
mod try_state;
mod types;
mod unaccounted;
mod views;
pub mod weights;
mod window;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use service::{Run, Service};
pub use shared::Shared;
pub use types::{Case, Elapsed, Settled, SilenceCursor, TOTALS_GROUP, ToldCursor, TotalsGroup};
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{pallet_prelude::*, weights::WeightMeter};
	use frame_system::pallet_prelude::*;
	use gridmerit_energy::{Interval, Invoice, NodeIndex, Planck, Wh};
	use gridmerit_pallet_support::{
		BatteryFlows, ClosedIntervals, ConductSink, CongestionRent, FeedIn, IntervalClock,
		IntervalTerms, Ledger, Locks, MeteredNodes, PAGE_ROWS, Page, PageIndex, PageSet, Positions,
		ReadingDuty, TariffCorrections, TeNodes, ViolationSink, page_of,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The operator.
		type OperatorOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The TE nodes.
		type Nodes: TeNodes<Self::AccountId>;

		/// Their money.
		type Ledger: Ledger + Locks<Self::AccountId>;

		/// Time, terms, what nodes have traded, and what they may feed in beyond it; it is told how far intervals are settled for good, what
		/// batteries have done, and who is metered.
		type Market: IntervalClock
			+ IntervalTerms
			+ TariffCorrections
			+ Positions
			+ CongestionRent
			+ FeedIn
			+ ClosedIntervals
			+ BatteryFlows
			+ MeteredNodes;

		/// Where silence and limits that were exceeded go on record.
		type Violations: ViolationSink;

		/// Is told what nodes' intervals came to that are settled for good.
		type Conduct: ConductSink<Self::AccountId>;

		/// Most nodes that there can be.
		#[pallet::constant]
		type MaxNodes: Get<u32>;

		/// How many intervals after its end a node's interval waits for the reading before it is settled
		/// without, provisionally. Intervals without any block do not count: a chain that was halted makes
		/// nobody late.
		#[pallet::constant]
		type Deadline: Get<u32>;

		/// How many intervals after its end an interval can be corrected, unless genesis or the operator say
		/// otherwise. Intervals without any block do not count here, either.
		#[pallet::constant]
		type DisputeWindow: Get<u32>;

		/// The longest dispute window that the operator can set. A meter's series must hold twice as much.
		#[pallet::constant]
		type MaxDisputeWindow: Get<u32>;

		/// Most intervals that a charge looks at for what no reading states, the last ones of its gap: each of them is two
		/// pages of nodes.
		#[pallet::constant]
		type MaxLookedAt: Get<u32>;

		/// How many blocks there must be, too, before the deadline of readings is over, so that there is room for
		/// everybody's.
		#[pallet::constant]
		type MinBlocks: Get<u32>;

		/// How many milliseconds there are between two blocks if none is missing.
		#[pallet::constant]
		type BlockMillis: Get<u64>;

		/// The most of a block that is spent on silent nodes, on closing intervals, and on telling what they came to.
		#[pallet::constant]
		type MaxSettlementWeight: Get<Weight>;

		/// Weights of the steps.
		type WeightInfo: WeightInfo;

		/// The rest of the chain.
		#[cfg(feature = "runtime-benchmarks")]
		type World: gridmerit_pallet_support::BenchmarkWorld<Self::AccountId>;
	}

	/// How the nodes' intervals are settled: interval, page of nodes.
	// Intervals are numbered by time and nodes in turn, so nobody can choose keys to unbalance the trie.
	#[pallet::storage]
	pub type SettledPages<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		Interval,
		Twox64Concat,
		PageIndex,
		Page<Settled>,
		ValueQuery,
	>;

	/// Sums over all of the settled intervals of each node, 16 nodes together: a node's index divided by 16 is
	/// the key, the rest its place.
	#[pallet::storage]
	pub type TotalsOf<T: Config> = StorageMap<_, Twox64Concat, u32, TotalsGroup, ValueQuery>;

	/// In which intervals nodes owe readings, by page of nodes.
	#[pallet::storage]
	pub type Duties<T: Config> =
		StorageMap<_, Twox64Concat, PageIndex, Page<ReadingDuty>, ValueQuery>;

	/// What the utility of an interval was paid for it, in planck: it stays in the pot until the interval is closed,
	/// as all of it may be corrected.
	#[pallet::storage]
	pub type Held<T: Config> = StorageMap<_, Twox64Concat, Interval, Planck>;

	/// What of `Settled::held` of settlements without a measurement is withheld of the reserve no more, in planck, by
	/// page of nodes: registers have shown what was drawn. It is taken from the first settlements of a node that
	/// are forgotten.
	#[pallet::storage]
	pub type Shown<T: Config> = StorageMap<_, Twox64Concat, PageIndex, Page<Planck>, ValueQuery>;

	/// Up to which interval, exclusive, a spare meter has settled for a node. Of silence before that nobody knows whether
	/// it was paid for, once the settlements are out of sight.
	#[pallet::storage]
	pub type SparedUntil<T: Config> = StorageMap<_, Twox64Concat, NodeIndex, Interval, ValueQuery>;

	/// Until where silent nodes are settled provisionally.
	#[pallet::storage]
	pub type ProvisionalUntil<T: Config> = StorageValue<_, SilenceCursor, ValueQuery>;

	/// The pages of nodes that can owe something for an interval, while the sweep for silent nodes is there.
	#[pallet::storage]
	pub type SweptPages<T: Config> = StorageValue<_, (Interval, PageSet)>;

	/// For which intervals the time for readings has elapsed.
	#[pallet::storage]
	pub type Deadlines<T: Config> = StorageValue<_, Elapsed, ValueQuery>;

	/// For how long readings could settle each interval.
	#[pallet::storage]
	pub type Served<T: Config> = StorageValue<_, Service, ValueQuery>;

	/// Dispute windows in intervals, each for the intervals from one on, in ascending order; without any it is
	/// `DisputeWindow` for all.
	#[pallet::storage]
	pub type DisputeWindows<T: Config> =
		StorageValue<_, BoundedVec<(Interval, u32), MaxWindows>, ValueQuery>;

	/// Intervals that were reopened, and how many intervals the chain had served when they were, the last time.
	// Intervals are numbered by time, so nobody can choose keys to unbalance the trie.
	#[pallet::storage]
	pub type Reopened<T: Config> = StorageMap<_, Twox64Concat, Interval, u32>;

	/// Until where an interval is settled anew by a tariff that was corrected.
	#[pallet::storage]
	pub type CorrectionCursor<T: Config> = StorageValue<_, SilenceCursor>;

	/// Most dispute windows that hold at the same time, for intervals that are not closed.
	pub type MaxWindows = ConstU32<4>;

	/// Until where it is told what closed intervals came to.
	#[pallet::storage]
	pub type ToldUntil<T: Config> = StorageValue<_, ToldCursor, ValueQuery>;

	/// Settlements of all intervals before this one are pruned.
	#[pallet::storage]
	pub type PrunedUntil<T: Config> = StorageValue<_, Interval, ValueQuery>;

	/// Settlement at the start.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The dispute window in intervals; `DisputeWindow` if none.
		pub dispute_window: Option<u32>,
		#[serde(skip)]
		#[allow(missing_docs)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			// Genesis has no other way to refuse; this never runs in a block.
			let window = self.dispute_window.unwrap_or(T::DisputeWindow::get());
			let allowed = Pallet::<T>::shortest_window()..=T::MaxDisputeWindow::get();
			assert!(
				allowed.contains(&window),
				"with intervals of this length a dispute window lasts from {} to {} intervals",
				allowed.start(),
				allowed.end()
			);
			assert!(
				Pallet::<T>::idle_sweep().all_lte(Pallet::<T>::budget()),
				"intervals too short to look for silent nodes among so many"
			);
			if self.dispute_window.is_some() {
				DisputeWindows::<T>::put(BoundedVec::truncate_from([(0, window)].into()));
			}
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A node's interval was settled, and what it had locked for it is free.
		IntervalSettled {
			/// The node.
			node: NodeIndex,
			/// The delivery interval.
			interval: Interval,
			/// Energy and money.
			invoice: Invoice,
			/// Whether it was settled before, and only the difference was paid now.
			corrects: bool,
		},
		/// The operator set the dispute window. It holds for intervals that are not over.
		DisputeWindowSet {
			/// The first interval for which it holds.
			from: Interval,
			/// For how many intervals after its end an interval can be corrected, and once more if it is reopened.
			window: u32,
		},
		/// A node could not be settled, silent or by a corrected tariff. This is a fault of the chain.
		NotSettled {
			/// The node.
			node: NodeIndex,
			/// The delivery interval.
			interval: Interval,
			/// Why.
			error: DispatchError,
		},
		/// The dispute window of an interval has ended: it is settled for good.
		IntervalClosed {
			/// The delivery interval.
			interval: Interval,
		},
		/// A node's registers show energy of intervals for whose silence it was charged: the utility is paid for
		/// it with what the reserve got then, and the node pays nothing more.
		SilenceAccounted {
			/// The node.
			node: NodeIndex,
			/// The first interval in which it may have used it.
			first: Interval,
			/// The last.
			last: Interval,
			/// How much, in Wh.
			energy: Wh,
			/// For how much, in planck, at the time-of-use prices of the silent intervals.
			cost: Planck,
		},
		/// A node was charged for unaccounted-for energy: its registers show it, and none of its readings.
		UnaccountedCharged {
			/// The node.
			node: NodeIndex,
			/// The first interval in which it may have used it.
			first: Interval,
			/// The last.
			last: Interval,
			/// How much, in Wh.
			energy: Wh,
			/// For how much, in planck, at the dearest time-of-use price of these intervals.
			cost: Planck,
		},
		/// An interval that is settled for good has left congestion rent: what buyers have paid beyond what sellers got.
		/// It goes to the account of the rent.
		RentEarned {
			/// The delivery interval.
			interval: Interval,
			/// How much, in planck.
			rent: Planck,
		},
		/// It could not be paid. This is a fault of the chain.
		RentNotPaid {
			/// The delivery interval.
			interval: Interval,
			/// How much, in planck.
			rent: Planck,
			/// Why.
			error: DispatchError,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The dispute window is below what silent nodes need to be settled before it ends (with intervals of a
		/// quarter of an hour that is six), or above `MaxDisputeWindow`.
		BadDisputeWindow,
		/// So many changes of the dispute window hold for intervals that are not closed. Wait until some are, or
		/// keep the window that there is.
		TooManyWindows,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Sets the dispute window: for how many intervals after its end a node's interval can be corrected. If a
		/// reading is struck out, its interval can be corrected for as long again. It holds for the interval that is
		/// being delivered and those after it; what is over keeps its window. Only the operator.
		///
		/// A longer window lets data come later, and costs state and weight: some 20 bytes for each node and interval
		/// that are open, and up to 45 for each reading in its meter's series, which every delivery reads and writes
		/// as a whole.
		///
		/// Emits `DisputeWindowSet`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::set_dispute_window())]
		pub fn set_dispute_window(origin: OriginFor<T>, intervals: u32) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_set_dispute_window(intervals)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The first interval whose silent nodes are not settled.
		pub fn silent_until() -> Interval {
			ProvisionalUntil::<T>::get().interval
		}

		/// In which intervals a node owes a reading.
		pub fn duty(node: NodeIndex) -> ReadingDuty {
			Duties::<T>::get(page_of(node)).get(node).cloned().unwrap_or_default()
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(
				T::Deadline::get() < T::DisputeWindow::get(),
				"a late reading could correct nothing"
			);
			assert!(
				T::DisputeWindow::get() <= T::MaxDisputeWindow::get(),
				"the usual dispute window is longer than the longest"
			);
			assert!(T::BlockMillis::get() > 0, "blocks that take no time");
			assert!(T::MaxLookedAt::get() > 0, "nothing that is drawn would be accounted for");
			let pages = T::MaxNodes::get().div_ceil(PAGE_ROWS);
			assert!(
				pages <= gridmerit_pallet_support::MAX_PAGES,
				"nodes that the sweep for silent ones would not find"
			);
			// In a quarter of an hour; genesis looks at the length that there is.
			let quarter = 900_000_u64.checked_div(T::BlockMillis::get()).unwrap_or_default();
			assert!(
				Self::idle_sweep().all_lte(T::MaxSettlementWeight::get().saturating_mul(quarter)),
				"a sweep that finds nobody silent would not be done in time"
			);
			assert!(
				Self::largest_step().all_lte(T::MaxSettlementWeight::get()),
				"a step would never fit"
			);
		}

		fn on_poll(_: BlockNumberFor<T>, meter: &mut WeightMeter) {
			let most = meter.remaining().min(T::MaxSettlementWeight::get());
			let mut own = WeightMeter::with_limit(most);
			Self::advance(&mut own);
			meter.consume(own.consumed());
		}

		fn on_idle(_: BlockNumberFor<T>, limit: Weight) -> Weight {
			let mut meter = WeightMeter::with_limit(limit);
			Self::prune(&mut meter);
			meter.consumed()
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
