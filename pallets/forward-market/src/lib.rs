// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod batteries;
mod choices;
mod corrections;
mod errors;
mod grid;
mod orders;
mod positions;
mod provides;
mod prune;
mod published;
mod readers;
mod rounds;
mod rules;
mod try_state;
mod types;
mod views;
mod waivers;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use gridmerit_energy::{Band, OffsetChange, TariffBounds, Window};
pub use pallet::*;
pub use readers::ReadFrom;
pub use types::{
	MarketRules, MaxBands, MaxCorrections, MaxOffsetChanges, MaxOpen, MaxScheduled, OrdersOf,
	OwnTariffsOf, Pauses, Profile, Round, Schedule, StoredCharge, StoredChargeOf, WaivedOf,
};
pub use weights::WeightInfo;

use frame_support::pallet_macros::import_section;

#[import_section(errors::errors)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{pallet_prelude::*, traits::UnixTime, weights::WeightMeter};
	use frame_system::pallet_prelude::*;
	use gridmerit_energy::{
		Choice, FeedInRight, Interval, NodeIndex, Order, Planck, Position, Tariff, Terms,
	};
	use gridmerit_pallet_support::{
		Bus, BusSet, Grid, Locks, NodeChoices, NodeReferences, OnTrading, Page, PageIndex, PageSet,
		ReadingDuty, TeNodes, Trust,
	};
	use gridmerit_trust::Lock;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The operator.
		type OperatorOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The TE nodes.
		type Nodes: TeNodes<Self::AccountId> + NodeReferences;

		/// The grid that they hang on. With `()` there is none.
		type Grid: Grid;

		/// The money that is locked for their orders and positions.
		type Locks: Locks<Self::AccountId>;

		/// Told which intervals are traded when a round opens; `()` if nobody is to be.
		type OnTrading: OnTrading;

		/// What trust allows those who sell, and what of their locks it waives. With `()` trust does nothing.
		type Trust: Trust;

		/// The time.
		type Time: UnixTime;

		/// How many intervals ahead the market may reach: the most that m + n - 1 can be, and the most
		/// intervals of one call.
		#[pallet::constant]
		type MaxAhead: Get<u32>;

		/// Most intervals with a tariff of their own that have not opened.
		#[pallet::constant]
		type MaxOwnTariffs: Get<u32>;

		/// The shortest gate lead, in milliseconds: long enough for a block to begin the clearing before the
		/// interval begins, even if blocks before it are full or missing.
		#[pallet::constant]
		type MinGateLead: Get<u32>;

		/// How many blocks a round is open at least, even if it opens late.
		#[pallet::constant]
		type MinRoundBlocks: Get<u32>;

		/// How many intervals back terms are remembered. Longer those that are not settled for good, or that somebody has not
		/// read since, who is at most four times as many behind.
		#[pallet::constant]
		type History: Get<u32>;

		/// In how many intervals a storage node may have something open beside those that a call of it names.
		/// Every `post` declares the weight of as many, and gets back what it does not need. A call that names
		/// more covers as many others as it names.
		#[pallet::constant]
		type CoveredOthers: Get<u32>;

		/// Most intervals of which is remembered what a battery did in each; older ones are counted in.
		#[pallet::constant]
		type MaxFlows: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// The rest of the chain.
		#[cfg(feature = "runtime-benchmarks")]
		type World: gridmerit_pallet_support::BenchmarkWorld<Self::AccountId>;
	}

	/// Length of an interval in milliseconds; fixed at genesis.
	#[pallet::storage]
	pub type IntervalLength<T: Config> = StorageValue<_, u32, ValueQuery, DefaultLength>;

	/// A quarter of an hour, as most meters count.
	#[pallet::type_value]
	pub fn DefaultLength() -> u32 {
		15 * 60 * 1_000
	}

	/// The market's rules, by the interval from which on they hold; none until the operator sets them. The first
	/// are those of the next interval that opens.
	#[pallet::storage]
	pub type Rules<T: Config> = StorageValue<_, Schedule<MarketRules>, ValueQuery>;

	/// The daily tariffs, by the interval from which on they hold.
	#[pallet::storage]
	pub type DailyTariffs<T: Config> = StorageValue<_, Schedule<Profile>, ValueQuery>;

	/// Tariffs of single intervals that have not opened, in ascending order.
	#[pallet::storage]
	pub type OwnTariffs<T: Config> = StorageValue<_, OwnTariffsOf<T>, ValueQuery>;

	/// The tariffs before their correction, of the intervals in [`Corrections`].
	#[pallet::storage]
	pub type TariffsBefore<T: Config> = StorageMap<_, Twox64Concat, Interval, Tariff>;

	/// The intervals whose tariff was ever corrected, as long as their terms are remembered.
	// Intervals are numbered by time, so nobody can choose keys to unbalance the trie.
	#[pallet::storage]
	pub type Corrected<T: Config> = StorageMap<_, Twox64Concat, Interval, ()>;

	/// The intervals whose tariff was corrected and that are not settled anew, in turn.
	#[pallet::storage]
	pub type Corrections<T: Config> =
		StorageValue<_, BoundedVec<Interval, MaxCorrections>, ValueQuery>;

	/// In which intervals a settlement meter measures a node, as whoever settles has said last.
	#[pallet::storage]
	pub type Metered<T: Config> = StorageMap<_, Twox64Concat, NodeIndex, ReadingDuty>;

	/// Utilities and grid accounts that are no longer named, by the last interval that had opened when they
	/// were: until it is pruned the registry holds them.
	#[pallet::storage]
	pub type Former<T: Config> =
		StorageDoubleMap<_, Twox64Concat, Interval, Twox64Concat, NodeIndex, ()>;

	/// Terms of the intervals that have opened.
	// Intervals are numbered by time, so nobody can choose keys to unbalance the trie.
	#[pallet::storage]
	pub type IntervalTerms<T: Config> = StorageMap<_, Twox64Concat, Interval, Terms>;

	/// The round that takes orders, or is being cleared.
	#[pallet::storage]
	pub type CurrentRound<T: Config> = StorageValue<_, Round>;

	/// What the operator has paused.
	#[pallet::storage]
	pub type Paused<T: Config> = StorageValue<_, Pauses, ValueQuery>;

	/// The books: pages of orders by interval.
	#[pallet::storage]
	pub type Orders<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		Interval,
		Twox64Concat,
		PageIndex,
		Page<Order>,
		ValueQuery,
	>;

	/// What nodes have bought and sold over all rounds: pages of positions by interval.
	#[pallet::storage]
	pub type PositionPages<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		Interval,
		Twox64Concat,
		PageIndex,
		Page<Position>,
		ValueQuery,
	>;

	/// On which buses nodes hang in an interval that has a grid with lines: those that they had when they first posted
	/// for it. Pages by interval, as long as its book is kept.
	// Kept apart from the orders, so that a market without a grid has nothing of it.
	#[pallet::storage]
	pub type Buses<T: Config> =
		StorageDoubleMap<_, Twox64Concat, Interval, Twox64Concat, PageIndex, Page<Bus>, ValueQuery>;

	/// The congestion rent of intervals over all rounds, in planck; none where no full line separates prices.
	#[pallet::storage]
	pub type Rents<T: Config> = StorageMap<_, Twox64Concat, Interval, Planck>;

	/// Above which buses a line of the grid is full when trading for an interval is over; none where none is.
	#[pallet::storage]
	pub type FullLines<T: Config> = StorageMap<_, Twox64Concat, Interval, BusSet>;

	/// What nodes behind full lines may feed in beyond their positions: pages by interval. Noted for those who had
	/// something left to sell when trading was over, and for all others, who may feed in nothing, when they are settled.
	// Kept apart from the positions, so that a market without a grid has nothing of it.
	#[pallet::storage]
	pub type Rights<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		Interval,
		Twox64Concat,
		PageIndex,
		Page<FeedInRight>,
		ValueQuery,
	>;

	/// What the batteries of storage nodes hold.
	#[pallet::storage]
	pub type StoredCharges<T: Config> = StorageMap<_, Twox64Concat, NodeIndex, StoredChargeOf<T>>;

	/// What trust waives of nodes' locks, by interval, in planck: what the utility, or the reserve, could lose beyond
	/// them. Rows of intervals in which nothing is locked any more count for nothing, and go when the node next posts
	/// or cancels where it sells.
	#[pallet::storage]
	pub type Waived<T: Config> = StorageMap<_, Twox64Concat, NodeIndex, WaivedOf<T>, ValueQuery>;

	/// From whom nodes would rather buy: pages by node, of those that prefer somebody.
	// Kept apart from the orders, so that who prefers nobody has nothing of it.
	#[pallet::storage]
	pub type Choices<T: Config> =
		StorageMap<_, Twox64Concat, PageIndex, Page<NodeChoices>, ValueQuery>;

	/// The pages of nodes of which any prefers somebody.
	#[pallet::storage]
	pub type Choosing<T: Config> = StorageValue<_, PageSet, ValueQuery>;

	/// Nodes that were suspended while the books cleared: their orders go before the next round opens.
	#[pallet::storage]
	pub type Leaving<T: Config> = StorageMap<_, Twox64Concat, NodeIndex, ()>;

	/// The first interval that is not settled for good.
	#[pallet::storage]
	pub type ClosedUntil<T: Config> = StorageValue<_, Interval, ValueQuery>;

	/// The first interval that has not counted for trust, however old it is.
	#[pallet::storage]
	pub type NeededFrom<T: Config> = StorageValue<_, Interval, ValueQuery>;

	/// Who else reads what is settled for good, by the index of its pallet, and the first interval that each still needs.
	#[pallet::storage]
	pub type Readers<T: Config> = StorageValue<_, ReadFrom, ValueQuery>;

	/// The first interval whose book is not pruned.
	#[pallet::storage]
	pub type BooksPrunedUntil<T: Config> = StorageValue<_, Interval, ValueQuery>;

	/// The first interval whose terms are not pruned.
	#[pallet::storage]
	pub type TermsPrunedUntil<T: Config> = StorageValue<_, Interval, ValueQuery>;

	/// The first interval whose positions are not pruned.
	#[pallet::storage]
	pub type PositionsPrunedUntil<T: Config> = StorageValue<_, Interval, ValueQuery>;

	/// The market at the start.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Length of an interval in milliseconds, a quarter of an hour if none; cannot be changed later.
		pub interval_length: Option<u32>,
		/// The market's rules.
		pub rules: Option<MarketRules>,
		/// The daily tariff.
		pub tariff: Option<Profile>,
		#[serde(skip)]
		#[allow(missing_docs)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			// Genesis has no other way to refuse; this never runs in a block.
			let length = self.interval_length.unwrap_or_else(DefaultLength::get);
			assert!(
				(60_000..=86_400_000).contains(&length),
				"an interval lasts from a minute to a day"
			);
			IntervalLength::<T>::put(length);
			if let Some(rules) = self.rules {
				let set = Pallet::<T>::do_set_rules(rules);
				assert!(set.is_ok(), "the market's rules: {set:?}");
			}
			if let Some(tariff) = &self.tariff {
				let set = Pallet::<T>::do_set_tariff(tariff.clone());
				assert!(set.is_ok(), "the daily tariff: {set:?}");
			}
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The operator set the market's rules.
		RulesSet {
			/// The first interval for which they hold. It is after the notice of the rules before.
			from: Interval,
			/// The rules.
			rules: MarketRules,
		},
		/// The daily tariff was published.
		TariffPublished {
			/// The first interval for which it holds. It is after the operator's notice.
			from: Interval,
			/// The tariff.
			tariff: Profile,
		},
		/// Tariffs of single intervals were published.
		IntervalTariffsPublished {
			/// The delivery intervals and their prices.
			tariffs: OwnTariffsOf<T>,
		},
		/// The tariff of one interval was withdrawn: it gets that of the day.
		IntervalTariffRemoved {
			/// The delivery interval.
			interval: Interval,
		},
		/// An interval has not opened with the tariff that was published for it, as that would have changed more
		/// from the interval before than the operator's bounds allow. It has that of the interval before.
		/// Publish tariffs that get there in steps.
		TariffHeldBack {
			/// The delivery interval.
			interval: Interval,
			/// The tariff that was published.
			published: Tariff,
			/// The tariff that it has.
			tariff: Tariff,
		},
		/// The tariff of an interval that has begun was corrected towards the customer. What was settled by the
		/// tariff before is settled anew.
		TariffCorrected {
			/// The delivery interval.
			interval: Interval,
			/// The tariff until now.
			before: Tariff,
			/// The tariff that holds.
			tariff: Tariff,
		},
		/// All that was settled by the tariff before its correction is settled anew.
		CorrectionSettled {
			/// The delivery interval.
			interval: Interval,
		},
		/// A round takes orders.
		RoundOpened {
			/// Its number, which orders name.
			round: Interval,
			/// When its gate closes, in milliseconds since 1970.
			gate: u64,
			/// The first interval that is open; the one after `last` if none is.
			first: Interval,
			/// The last interval that is open.
			last: Interval,
		},
		/// A round's gate closed; its books are cleared.
		GateClosed {
			/// Its number.
			round: Interval,
			/// The first interval that clears; above `last` if all have begun or none was open.
			first: Interval,
			/// The last interval that clears.
			last: Interval,
		},
		/// Intervals that had begun when their gate closed: nothing trades and their orders expired.
		IntervalsVoid {
			/// The round.
			round: Interval,
			/// The first void interval.
			first: Interval,
			/// The last void interval.
			last: Interval,
		},
		/// A node posted orders or took some back.
		OrdersPosted {
			/// The node.
			node: NodeIndex,
			/// The round.
			round: Interval,
			/// What it wants and offers, in ascending order of intervals; none where it took its order back, or
			/// a storage node changed nothing.
			orders: OrdersOf<T>,
		},
		/// A node's orders were cancelled, and what they had locked is free.
		OrdersCancelled {
			/// The node.
			node: NodeIndex,
			/// The delivery intervals.
			intervals: Vec<Interval>,
		},
		/// A node was suspended while the books clear: its orders go when that is done.
		NodeLeaving {
			/// The node.
			node: NodeIndex,
		},
		/// The operator paused a part of the market or let it go on.
		PausesSet {
			/// What is paused now.
			paused: Pauses,
		},
		/// What trust waives of a node's locks has changed.
		LocksWaived {
			/// The node.
			node: NodeIndex,
			/// What is waived now, of all its locks together, in planck. By interval: `waived`.
			waived: Planck,
		},
		/// A node said from whom it would rather buy.
		ChoicesSet {
			/// The node.
			node: NodeIndex,
			/// What it prefers, the first first; nothing if it prefers nobody any more.
			choices: NodeChoices,
		},
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Posts orders of the sender's node for one or more intervals, on top of what it has traded; none
		/// takes the order of an interval back. A demand takes any price up to its limit, or up to the cap
		/// without one; an offer any from its ask. An order replaces the node's open order for its interval. All of
		/// the call is done, or nothing.
		///
		/// Locks the most that the orders can cost: for a demand the quantity times the sum of limit, or cap, and
		/// fee, for an offer what it costs not to deliver. What is missing comes from the sender's free balance;
		/// what taking an order back frees may be used by the others.
		///
		/// What may be sold, net, for an interval can depend on the node's trust (`NotTrusted`, `AboveTrust`); what was
		/// bought may always be sold. And trust can waive a part of what not to deliver costs: by the trust, the bond
		/// and the rules of today, of each interval that is named with an order. What was waived of others stays, and so
		/// does what was waived where an order is taken back, as far as that needs no more money than is locked.
		///
		/// The battery of a storage node must be able to do it if all orders fill, these and the ones that are
		/// open. Its charge begins with what its meter has said, and is carried through all intervals since:
		/// first those that were metered, then what is traded and ordered in those that were not. It stays
		/// from 0 to the capacity in each, and within the battery's power in those that are named. A trade
		/// that has become impossible, say because the battery did not charge as it had promised, is carried
		/// on with the battery empty or full; it prevents nothing, but no posting may make it worse in any
		/// interval. So a posting that only makes the impossible smaller is always taken. One that shrinks a
		/// trade on which a later one relies is not, unless it names that as well. Taking an order back is
		/// always allowed, as if it had been cancelled before.
		///
		/// What it costs a storage node depends on how many other intervals it has something open in, as all
		/// of them are looked at. The weight, and so an estimate of the fee, is what it costs with the most
		/// of them that are covered: as many as the call names, and at least `CoveredOthers`. What is not
		/// used of it is given back, to anybody; to a node without a battery that is most of it. A storage
		/// node with more open must name some of it as well. It may do so with none where it has traded and
		/// has no order; that changes nothing there.
		///
		/// Orders for intervals in which no settlement meter measures the node are refused (`NotMetered`), as what
		/// it buys in them counts as not used and what it sells as not delivered; unless `unmetered` is true: so
		/// the sender says that it knows.
		///
		/// In an interval with a grid a node posts only if the grid has its bus (`NoSuchBus`), and trades there. If it is
		/// moved, it hangs where it did in the intervals for which it has posted, and on its new bus in all others.
		///
		/// Emits `OrdersPosted`.
		#[pallet::call_index(0)]
		#[pallet::weight(Pallet::<T>::post_weight(orders.len() as u32))]
		pub fn post(
			origin: OriginFor<T>,
			round: Interval,
			orders: OrdersOf<T>,
			unmetered: bool,
		) -> DispatchResultWithPostInfo {
			let account = ensure_signed(origin)?;
			let covered = Self::covered_others(orders.len() as u32);
			Self::do_post(account, round, orders, unmetered, covered)
		}

		/// Cancels the node's orders for these intervals and frees what they had locked. Unlike `post` it
		/// needs no round, is open to suspended nodes and while posting is paused, and also frees what an
		/// expired order has left locked. What has traded stays, and as much of it waived as trust allows today, or as
		/// much more as was waived and is not locked: nothing is drawn.
		///
		/// Emits `OrdersCancelled`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::cancel(intervals.len() as u32))]
		pub fn cancel(
			origin: OriginFor<T>,
			intervals: BoundedVec<Interval, T::MaxAhead>,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_cancel(account, intervals.into_inner())
		}

		/// Cancels all of the node's orders and frees what they and expired ones had locked.
		///
		/// Emits `OrdersCancelled`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::cancel_all(T::Locks::max_open()))]
		pub fn cancel_all(origin: OriginFor<T>) -> DispatchResultWithPostInfo {
			let account = ensure_signed(origin)?;
			Self::do_cancel_all(account)
		}

		/// Sets the market's rules. They hold from the first interval that is neither open nor begun, after the
		/// notice of the rules before; the event says from which. Tariffs that are published must be within new
		/// bounds. Only the operator.
		///
		/// Emits `RulesSet`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::set_rules())]
		pub fn set_rules(origin: OriginFor<T>, rules: MarketRules) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_set_rules(rules)
		}

		/// Publishes the daily tariff. It holds from the first interval that is neither open nor begun, after the
		/// operator's notice; the event says from which. The tariff before holds until then. The very first
		/// one waits for no notice. It must be within the operator's bounds, with what comes before and after
		/// it. Only the operator, and the utility of the intervals for which it holds.
		///
		/// Emits `TariffPublished`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::set_tariff(tariff.bands.len() as u32))]
		pub fn set_tariff(origin: OriginFor<T>, tariff: Profile) -> DispatchResult {
			Self::ensure_publishes_day(origin)?;
			Self::do_set_tariff(tariff)
		}

		/// Publishes the tariffs of single intervals that have not opened, in place of the day's: all of them, or
		/// none if one is refused. They must be within the operator's bounds, with what comes before and after
		/// them, and what is published for an interval already stays from the operator's notice on. Only the
		/// operator, and the utility of these intervals.
		///
		/// Prices are not negative. A time-of-use price or feed-in tariff of 0 is a price as any other; where they
		/// leave no room between them nothing trades.
		///
		/// Emits `IntervalTariffsPublished`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::set_interval_tariffs(tariffs.len() as u32))]
		pub fn set_interval_tariffs(
			origin: OriginFor<T>,
			tariffs: OwnTariffsOf<T>,
		) -> DispatchResult {
			Self::ensure_publishes(origin, tariffs.iter().map(|(interval, _)| *interval))?;
			Self::do_set_interval_tariffs(tariffs)
		}

		/// Withdraws the tariff of one interval that has not opened, if the operator's notice allows it: it gets
		/// that of the day. Only the operator, and the utility of this interval.
		///
		/// Emits `IntervalTariffRemoved`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::remove_interval_tariff())]
		pub fn remove_interval_tariff(origin: OriginFor<T>, interval: Interval) -> DispatchResult {
			Self::ensure_publishes(origin, [interval])?;
			Self::do_remove_interval_tariff(interval)
		}

		/// Pauses posting, clearing or both, or lets them go on. What is owed stays as it is. Only the
		/// operator.
		///
		/// Emits `PausesSet`.
		#[pallet::call_index(7)]
		#[pallet::weight((T::WeightInfo::set_pauses(), DispatchClass::Operational))]
		pub fn set_pauses(origin: OriginFor<T>, paused: Pauses) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Paused::<T>::put(paused);
			Self::deposit_event(Event::PausesSet { paused });
			Ok(())
		}

		/// Corrects the tariff of an interval that has begun and is not settled for good, towards the customer: TOU
		/// and shortfall price can be lowered, feed-in tariff and surplus price raised; alpha and fee stay. What
		/// has cleared stays as it is. Who has been settled is settled anew in the next blocks. Only the
		/// operator, and the utility of this interval.
		///
		/// Emits `TariffCorrected`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::correct_tariff())]
		pub fn correct_tariff(
			origin: OriginFor<T>,
			interval: Interval,
			tariff: Tariff,
		) -> DispatchResult {
			Self::do_correct_tariff(origin, interval, tariff)
		}

		/// Says from whom the sender's node would rather buy, the first choice first: a node, whoever hangs on a bus, or
		/// whoever was admitted with a source. It holds for all that clears from now on, until it is replaced; an empty
		/// list takes it back.
		///
		/// It buys as much and pays as much as without: at one price it carries no money who is paired with whom, and
		/// only that is decided by it. All first choices of a round are paired before all second ones; who comes first at
		/// each goes round with the interval. On a grid a choice is met within a zone. Choices are public, as orders are.
		///
		/// It needs no deposit: a node has one list of at most 8, and it goes when the node leaves.
		///
		/// Emits `ChoicesSet`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::prefer(choices.len() as u32))]
		pub fn prefer(origin: OriginFor<T>, choices: NodeChoices) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_prefer(account, choices)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The windows that are open for orders, none while a round is being cleared.
		pub fn open_windows() -> Vec<Window> {
			Self::windows()
		}

		/// A node's open orders by interval.
		pub fn orders_of(node: NodeIndex) -> Vec<(Interval, Order)> {
			Self::open_orders(node)
		}

		/// What trust waives of a node's locks, by interval, and of all together, in planck: what the utility, or the
		/// reserve where nothing is measured, could lose beyond what is locked. It is as it was when the node last
		/// posted or cancelled there, though trust, bond or rules have changed since.
		pub fn waived_of(node: NodeIndex) -> (Vec<(Interval, Planck)>, Planck) {
			Self::waived_now(node)
		}

		/// What would be locked for an interval, and what waived, if the node posted this order now; none if it may
		/// not. Whether it has the money, and what its battery can do, is not looked at.
		pub fn lock_for(node: NodeIndex, interval: Interval, order: Order) -> Option<Lock> {
			Self::lock_if_posted(node, interval, order)
		}

		/// From whom a node would rather buy, the first choice first.
		pub fn choices_of(node: NodeIndex) -> Vec<Choice> {
			Self::choices_now(node)
		}

		/// A node's positions, for the intervals from `first` to `last`; of more than 1,000 only for the first
		/// 1,000.
		pub fn positions_of(
			node: NodeIndex,
			first: Interval,
			last: Interval,
		) -> Vec<(Interval, Position)> {
			Self::positions_between(node, first, last)
		}

		/// What a node may feed in beyond its positions, for the intervals from `first` to `last` in which a line of the
		/// grid above it is full when trading is over; of more than 1,000 only for the first 1,000. What it feeds in
		/// beyond that earns the curtailed price.
		pub fn rights_of(
			node: NodeIndex,
			first: Interval,
			last: Interval,
		) -> Vec<(Interval, FeedInRight)> {
			Self::rights_between(node, first, last)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxAhead::get() > 0, "a market that reaches nowhere");
			assert!(T::History::get() >= T::MaxAhead::get(), "terms pruned while open");
			assert!(T::MaxFlows::get() > 0, "batteries whose meters are not remembered");
			let covered = T::CoveredOthers::get() <= T::Locks::max_open();
			assert!(covered, "more is covered than can be open");
		}

		/// Opens the first round; later ones open when the round before has cleared.
		fn on_poll(_: BlockNumberFor<T>, meter: &mut WeightMeter) {
			if meter.try_consume(T::WeightInfo::on_poll()).is_err() || CurrentRound::<T>::exists() {
				return;
			}
			let ahead = Rules::<T>::get().iter().map(|(_, rules)| rules.ahead()).max();
			if let Some(ahead) = ahead
				&& meter.try_consume(Self::opening_weight(ahead)).is_ok()
			{
				Self::open_round(&mut published::Published::load(), Default::default());
			}
		}

		/// Prunes what is left of the books of intervals that have begun, and old terms and positions.
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
