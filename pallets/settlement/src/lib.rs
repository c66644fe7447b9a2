// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod deadlines;
mod payments;
mod postings;
mod provides;
mod settle;
mod shared;
mod silence;
mod try_state;
mod types;
mod unaccounted;
mod views;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use shared::Shared;
pub use types::{Case, Elapsed, Settled, SilenceCursor, TOTALS_GROUP, TotalsGroup};
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{pallet_prelude::*, weights::WeightMeter};
	use frame_system::pallet_prelude::*;
	use gridmerit_energy::{Interval, Invoice, NodeIndex, Planck, Wh};
	use gridmerit_pallet_support::{
		BatteryFlows, ClosedIntervals, IntervalClock, IntervalTerms, Ledger, Locks, MeteredNodes,
		Page, PageIndex, Positions, ReadingDuty, TeNodes, ViolationSink, page_of,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The TE nodes.
		type Nodes: TeNodes<Self::AccountId>;

		/// Their money.
		type Ledger: Ledger + Locks<Self::AccountId>;

		/// Time, terms, and what nodes have traded; it is told how far intervals are settled for good, what
		/// batteries have done, and who is metered.
		type Market: IntervalClock
			+ IntervalTerms
			+ Positions
			+ ClosedIntervals
			+ BatteryFlows
			+ MeteredNodes;

		/// Where silence and limits that were exceeded go on record.
		type Violations: ViolationSink;

		/// How many intervals after its end a node's interval waits for the reading before it is settled
		/// without, provisionally.
		#[pallet::constant]
		type Deadline: Get<u32>;

		/// How many intervals after its end an interval can be corrected; more than `Deadline`.
		#[pallet::constant]
		type DisputeWindow: Get<u32>;

		/// How many blocks there must be, too, before the deadline of readings is over: a chain that was halted
		/// makes nobody late.
		#[pallet::constant]
		type MinBlocks: Get<u32>;

		/// How many blocks there must be, too, before an interval is closed.
		#[pallet::constant]
		type MinDisputeBlocks: Get<u32>;

		/// The most of a block that is spent on silent nodes and on closing intervals.
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

	/// Until where silent nodes are settled provisionally.
	#[pallet::storage]
	pub type ProvisionalUntil<T: Config> = StorageValue<_, SilenceCursor, ValueQuery>;

	/// For which intervals the time for readings has elapsed.
	#[pallet::storage]
	pub type Deadlines<T: Config> = StorageValue<_, Elapsed, ValueQuery>;

	/// For which intervals the dispute window has elapsed.
	#[pallet::storage]
	pub type Disputes<T: Config> = StorageValue<_, Elapsed, ValueQuery>;

	/// Settlements of all intervals before this one are pruned.
	#[pallet::storage]
	pub type PrunedUntil<T: Config> = StorageValue<_, Interval, ValueQuery>;

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
		/// A silent node could not be settled. This is a fault of the chain.
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
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
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
