// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod choices;
mod closed_book;
mod driver;
mod figures;
mod mechanism;
mod merit_order;
mod provides;
mod prune;
mod rows;
mod try_state;
mod types;
mod views;
pub mod weights;
mod zones;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use choices::{ByRank, Scope};
pub use closed_book::ClosedBook;
pub use mechanism::{Failed, Mechanism, Next, Preview};
pub use merit_order::{
	AssignStage, FillStage, HasMeritOrder, LoadedSides, MeritOrder, MeritOrderStage, PairStage,
	PriceStage, Side,
};
pub use pallet::*;
pub use types::{
	CURVE_STEPS, CacheOf, ClearedZones, Curve, LISTED_PIVOTAL, OfBuses, PivotalNodes,
	PivotalSellers, RoundCursor, Stage, StateOf, TransactionPage, TransactionRow, ZonedPage,
	ZonedRow,
};
pub use weights::WeightInfo;
pub use zones::{
	AssignZones, FillZones, GrantRights, Legs, OnGrid, OnGridCache, OnGridStage, PairZones,
	RightSearchStage, Stored, ZoneSearchStage, ZonesStage,
};

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{pallet_prelude::*, weights::WeightMeter};
	use frame_system::pallet_prelude::*;
	use gridmerit_energy::{
		Depth, Interval, NodeIndex, Order, Planck, Price, Quote, RoundResult, RoundTransaction, Wh,
		ZonedResult,
	};
	use gridmerit_grid::Line;
	use gridmerit_market::Status;
	use gridmerit_pallet_support::{
		Books, Bus, Choosers, Grid, MAX_BUSES, PageIndex, SellerLabels,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The order books.
		type Books: Books;

		/// The grid whose lines limit what is traded. With `()` there is none. [`MeritOrder`] does not look at it,
		/// [`OnGrid`] does.
		type Grid: Grid;

		/// From whom nodes would rather buy; `()` if nobody may prefer anybody.
		type Choosers: Choosers;

		/// On which buses sellers hang and what they feed in, for those who prefer that; `()` if nothing is known of it.
		type Labels: SellerLabels;

		/// What decides who trades at which price.
		type Mechanism: Mechanism<Self>;

		/// The most that clearing takes of a block.
		#[pallet::constant]
		type MaxClearingWeight: Get<Weight>;

		/// Weights of the steps.
		type WeightInfo: WeightInfo;
	}

	/// How far the clearing of a round has come; none while no round is being cleared. An upgrade that
	/// changes its encoding has to migrate it: clearing stands still while it cannot be read.
	#[pallet::storage]
	pub type Cursor<T: Config> = StorageValue<_, RoundCursor<StateOf<T>>>;

	/// What it costs to go on from the cursor, as far as it is larger than one without a grid can be; none where it is
	/// not. Known before the cursor is read.
	#[pallet::storage]
	pub type Resuming<T: Config> = StorageValue<_, Weight>;

	/// How intervals cleared: interval, round.
	#[pallet::storage]
	pub type Results<T: Config> =
		StorageDoubleMap<_, Twox64Concat, Interval, Twox64Concat, Interval, RoundResult>;

	/// Supply and demand by price of the intervals that cleared: interval, round.
	#[pallet::storage]
	pub type Curves<T: Config> =
		StorageDoubleMap<_, Twox64Concat, Interval, Twox64Concat, Interval, Curve>;

	/// The first pivotal sellers of the intervals that cleared: interval, round; none where there is none. Their
	/// number is in the result.
	#[pallet::storage]
	pub type Pivotal<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		Interval,
		Twox64Concat,
		Interval,
		PivotalNodes,
		ValueQuery,
	>;

	/// P2P transactions: interval, round, page; all pages but the last are full. Kept apart from the
	/// results, which are read more often.
	#[pallet::storage]
	pub type Transactions<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Twox64Concat, Interval>,
			NMapKey<Twox64Concat, Interval>,
			NMapKey<Twox64Concat, PageIndex>,
		),
		TransactionPage,
		ValueQuery,
	>;

	/// How many of the transactions of a round were made by first choices of their buyers, by second ones, and so on:
	/// interval, round. They are the first ones, in this order; those after them were made by none. None where no
	/// choice was met.
	#[pallet::storage]
	pub type ByChoice<T: Config> =
		StorageDoubleMap<_, Twox64Concat, Interval, Twox64Concat, Interval, ByRank>;

	/// The zones of the intervals that cleared on a grid: interval, round.
	#[pallet::storage]
	pub type ClearedZonesOf<T: Config> =
		StorageDoubleMap<_, Twox64Concat, Interval, Twox64Concat, Interval, ClearedZones>;

	/// P2P transactions on a grid, where buyer and seller have prices of their own: interval, round, page; all pages
	/// but the last are full.
	#[pallet::storage]
	pub type ZonedTransactions<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Twox64Concat, Interval>,
			NMapKey<Twox64Concat, Interval>,
			NMapKey<Twox64Concat, PageIndex>,
		),
		ZonedPage,
		ValueQuery,
	>;

	/// What the line of each bus carries of what was traded for an interval in all rounds so far, in Wh away from the
	/// bus: so much less room is left for the next one.
	#[pallet::storage]
	pub type LineFlows<T: Config> = StorageMap<_, Twox64Concat, Interval, OfBuses<i64>, ValueQuery>;

	/// The lines of the intervals that cleared on a grid, of buses 1, 2, and so on, with the limits that they had: the
	/// grid itself forgets them.
	#[pallet::storage]
	pub type ClearedLines<T: Config> =
		StorageMap<_, Twox64Concat, Interval, OfBuses<Line>, ValueQuery>;

	/// The first interval that is not pruned; none until the first round clears.
	#[pallet::storage]
	pub type PrunedUntil<T: Config> = StorageValue<_, Interval>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An interval cleared in a round.
		IntervalCleared {
			/// The delivery interval.
			interval: Interval,
			/// The round.
			round: Interval,
			/// Whether supply covered demand.
			status: Status,
			/// The price of all P2P energy, in planck per Wh; none if nothing was traded, or at different prices in zones
			/// of a grid.
			price: Option<Price>,
			/// Energy that changed hands, in Wh.
			traded: Wh,
			/// Demand left to the utility as things stand, in Wh.
			utility_import: Wh,
			/// Supply left to the utility as things stand, in Wh.
			utility_export: Wh,
			/// Number of P2P transactions.
			transactions: u32,
			/// How many sellers are pivotal: without the offer of one of them there would be scarcity.
			pivotal: u32,
		},
		/// All books of a round have cleared.
		RoundCleared {
			/// The round.
			round: Interval,
		},
		/// The book of an interval is not sound, or changed while it was cleared. Nothing trades and its
		/// orders stay; only where positions are being written by then do the transactions stand.
		/// This does not happen unless the state is corrupt.
		ClearingFailed {
			/// The delivery interval.
			interval: Interval,
			/// The round.
			round: Interval,
		},
		/// The book of an interval with a grid has more pages than a pass over it can have in a block. Nothing trades, and
		/// its orders stay; it clears in a later round if it has become smaller, or `MaxClearingWeight` larger.
		BookTooLarge {
			/// The delivery interval.
			interval: Interval,
			/// The round.
			round: Interval,
			/// How many pages its book has at most: there is one for 128 neighbouring nodes of which any has an order.
			pages: u32,
		},
		/// An interval cleared on a grid. `IntervalCleared` says the sums over all zones, and a price only if it is
		/// the same in all of them that trade.
		ZonesCleared {
			/// The delivery interval.
			interval: Interval,
			/// The round.
			round: Interval,
			/// How many zones full lines have made of the grid; one if none is full.
			zones: u32,
			/// What buyers pay beyond what sellers get, in planck.
			rent: Planck,
		},
		/// Lines of a grid are full now that trading for an interval is over. What nodes behind them have left to sell has
		/// shared what room there is; what they feed in beyond that earns the curtailed price.
		FeedInShared {
			/// The delivery interval.
			interval: Interval,
			/// Above how many buses a line is full.
			buses: u32,
			/// What is left of the offers of nodes that hang there, in Wh.
			wanted: Wh,
			/// What they may feed in of it, in Wh.
			rights: Wh,
		},
		/// Some transactions were made as their buyers prefer. It changes no price and nobody's energy.
		PairedByChoice {
			/// The delivery interval.
			interval: Interval,
			/// The round.
			round: Interval,
			/// How many; `reasons` says by which choice each was made.
			transactions: u32,
		},
		/// What buyers prefer was set aside, or a part of it, as the book is too large to look at it in a block; or, in a
		/// corrupt state, as it makes no sense. All is traded as it would be else, and paired as it comes.
		ChoicesSetAside {
			/// The delivery interval.
			interval: Interval,
			/// The round.
			round: Interval,
			/// How many pages its book has at most.
			pages: u32,
			/// Whether sellers that are named are still looked for, and only buses and sources are not.
			named: bool,
		},
		/// What is left over was not shared out, or not all of it. What was traded stands. This does not happen unless the
		/// state is corrupt, or an upgrade has just left no room in a block for what was due.
		FeedInFailed {
			/// The delivery interval.
			interval: Interval,
		},
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// A page of the transactions of an interval in a round.
		pub fn transactions(
			interval: Interval,
			round: Interval,
			page: PageIndex,
		) -> Vec<RoundTransaction> {
			Self::transactions_on(interval, round, page)
		}

		/// A node's transactions for the intervals from `first` to `last`, and the interval to go on with if there
		/// was too much to look at for one read.
		pub fn transactions_of(
			node: NodeIndex,
			first: Interval,
			last: Interval,
		) -> (Vec<RoundTransaction>, Option<Interval>) {
			Self::all_transactions(node, first, last)
		}

		/// What is open in an interval's book, by price, of the nodes on
		/// [`READ_PAGES`](gridmerit_energy::READ_PAGES) pages from `first_page` on; nothing if the interval is not
		/// open. With a bus, of those that hang on it and have posted where there is a grid.
		pub fn depth(interval: Interval, first_page: PageIndex, bus: Option<Bus>) -> Depth {
			Self::depth_of(interval, first_page, bus)
		}

		/// What would be traded of an order, on top of all open ones, and at what price, if the gate closed now. On a
		/// grid of one that hangs on `bus`, at the price of its zone; without one the bus does not matter.
		/// None for an order that no node could post (0 or more than 2^40 Wh, an ask or a limit out of bounds), if
		/// there is no such bus, if the interval is not open or is just being cleared, and if the book has more than
		/// [`READ_PAGES`](gridmerit_energy::READ_PAGES) pages (its depth says it) or the grid more than [`MAX_BUSES`].
		pub fn quote(interval: Interval, order: Order, bus: Bus) -> Option<Quote> {
			Self::quote_for(interval, order, bus)
		}

		/// The zones in which an interval cleared in a round, with their prices, the zone of each bus, and what the lines
		/// carry of what they may; none without a grid.
		pub fn zones(interval: Interval, round: Interval) -> Option<ZonedResult> {
			Self::grid_result(interval, round)
		}

		/// Why the transactions of a page are between those that they are between, in the order of `transactions`: 1 for
		/// one that was made by its buyer's first choice, 2 by its second, and so on; 0 for one that was made by none, of
		/// who preferred nobody or whose choices had nothing left.
		pub fn reasons(interval: Interval, round: Interval, page: PageIndex) -> Vec<u8> {
			Self::reasons_on(interval, round, page)
		}

		/// The first [`LISTED_PIVOTAL`] sellers, by index, that were pivotal when an interval cleared in a round:
		/// without the offer of one of them there would have been scarcity.
		pub fn pivotal(interval: Interval, round: Interval) -> Vec<NodeIndex> {
			Pivotal::<T>::get(interval, round).into_inner()
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			// Every step must fit, or a clearing would never end.
			assert!(
				Self::largest_step().all_lte(T::MaxClearingWeight::get()),
				"a step of the clearing does not fit into MaxClearingWeight"
			);
			assert!(
				T::Grid::max_buses() <= MAX_BUSES,
				"a grid can have more buses than the clearing has room for"
			);
		}

		fn on_poll(_: BlockNumberFor<T>, meter: &mut WeightMeter) {
			let mut own =
				WeightMeter::with_limit(meter.remaining().min(T::MaxClearingWeight::get()));
			Self::clear(&mut own);
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
