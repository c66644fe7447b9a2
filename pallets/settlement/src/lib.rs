// SPDX-License-Identifier: Apache-2.0

//! # Settlement
//!
//! The money of the market (section II.C of the paper).
//!
//! All of it lies in one account, the pot, and is booked per node as credit. Posting an order locks the
//! most that it can cost; what is missing comes from the owner's balance. Clearing moves no money. When a
//! node's interval is settled with its meter's reading, one net movement squares what it has bought, sold
//! and used: with its neighbours at the prices of the rounds, with the utility for the rest, and with the
//! grid for its service.
//!
//! - The lock covers every P2P loss, so nodes can be settled in any order, and one that delivers nothing
//!   leaves nobody short.
//! - What a node cannot pay is a debt to the utility. What it deposits, or earns when it is settled, pays
//!   it first; the creditor can collect what else it has free, and until then nothing can be withdrawn.
//!   If the utility cannot pay, that is its debt. Debts of two nodes to each other are set off.
//! - Whoever takes this pallet gives the pot's account the existential deposit; it is nobody's credit.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod batteries;
mod deadlines;
mod funds;
mod reads;
mod settle;
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
pub use types::{
	Account, AccountOf, BalanceOf, LocksOf, Passed, Progress, Settled, Store, StoreOf,
};
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{PalletId, pallet_prelude::*, traits::fungible, weights::WeightMeter};
	use frame_system::pallet_prelude::*;
	use gridmerit_energy::{Interval, Invoice, MAX_PRICE, NodeIndex, Price, Totals, Wh};
	use gridmerit_pallet_support::{
		IntervalTerms, Meters, Page, PageIndex, Positions, TeNodes, ViolationSink,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Money.
		type Currency: fungible::Mutate<Self::AccountId>;

		/// The TE nodes.
		type Nodes: TeNodes<Self::AccountId>;

		/// The terms of the intervals.
		type Terms: IntervalTerms;

		/// What nodes have traded.
		type Positions: Positions;

		/// Who owes readings.
		type Meters: Meters;

		/// Where silence and limits that were exceeded go on record.
		type Violations: ViolationSink;

		/// The operator.
		type OperatorOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// What a lock leaves in the owner's account beside the existential deposit: the owner can always pay
		/// for cancelling.
		#[pallet::constant]
		type FeeReserve: Get<BalanceOf<Self>>;

		/// Whose account is the pot.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// The most intervals in which a node can have something open: orders, or trades that are not
		/// settled.
		#[pallet::constant]
		type MaxOpen: Get<u32>;

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

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// The rest of the chain.
		#[cfg(feature = "runtime-benchmarks")]
		type World: gridmerit_pallet_support::BenchmarkWorld<Self::AccountId>;
	}

	/// The nodes' money. Indices are given out in turn, and intervals numbered by time, so nobody can choose
	/// keys to unbalance the trie.
	#[pallet::storage]
	pub type Accounts<T: Config> = StorageMap<_, Twox64Concat, NodeIndex, AccountOf<T>, ValueQuery>;

	/// Who owes how much to whom: debtor, creditor.
	#[pallet::storage]
	pub type Debts<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		NodeIndex,
		Twox64Concat,
		NodeIndex,
		BalanceOf<T>,
		ValueQuery,
	>;

	/// How the nodes' intervals are settled: interval, page of nodes.
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

	/// Sums over all of a node's settled intervals.
	#[pallet::storage]
	pub type TotalsOf<T: Config> = StorageMap<_, Twox64Concat, NodeIndex, Totals, ValueQuery>;

	/// What storage nodes have charged.
	#[pallet::storage]
	pub type Stores<T: Config> = StorageMap<_, Twox64Concat, NodeIndex, StoreOf<T>>;

	/// What the utility of an interval was paid provisionally: it stays in the pot until the interval is
	/// closed.
	#[pallet::storage]
	pub type Held<T: Config> = StorageMap<_, Twox64Concat, Interval, BalanceOf<T>>;

	/// How far the settlement of silent nodes is.
	#[pallet::storage]
	pub type SilentTo<T: Config> = StorageValue<_, Progress, ValueQuery>;

	/// For which intervals the deadline of readings has passed.
	#[pallet::storage]
	pub type Deadlines<T: Config> = StorageValue<_, Passed, ValueQuery>;

	/// For which intervals the dispute window has passed.
	#[pallet::storage]
	pub type Disputes<T: Config> = StorageValue<_, Passed, ValueQuery>;

	/// What a metered node leaves in the pot for each Wh of its consumption limit; 0 for no deposit.
	#[pallet::storage]
	pub type StandingPrice<T: Config> = StorageValue<_, Price, ValueQuery>;

	/// Settlements of all intervals before this one are forgotten.
	#[pallet::storage]
	pub type ForgottenTo<T: Config> = StorageValue<_, Interval, ValueQuery>;

	/// All intervals before this one are settled for good.
	#[pallet::storage]
	pub type SettledBefore<T: Config> = StorageValue<_, Interval, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Money was paid into the pot.
		Deposited {
			/// Whose it is.
			node: NodeIndex,
			/// How much.
			amount: BalanceOf<T>,
		},
		/// Money was paid out of the pot.
		Withdrawn {
			/// Whose it was.
			node: NodeIndex,
			/// How much.
			amount: BalanceOf<T>,
		},
		/// More or less of a node's money is tied up than before.
		LockChanged {
			/// The node.
			node: NodeIndex,
			/// What was drawn from its account for it.
			drawn: BalanceOf<T>,
			/// What is tied up now.
			locked: BalanceOf<T>,
		},
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
		/// A node paid for energy that its registers show and none of its readings.
		UnexplainedCharged {
			/// The node.
			node: NodeIndex,
			/// The first interval in which it may have used it.
			first: Interval,
			/// The last.
			last: Interval,
			/// How much, in Wh.
			energy: Wh,
			/// For how much, at the dearest time-of-use price of these intervals.
			cost: BalanceOf<T>,
		},
		/// The operator set the standing deposit of metered nodes.
		StandingPriceSet {
			/// For each Wh of the consumption limit.
			price: Price,
		},
		/// A node could not pay all of a charge, or the utility all of a revenue.
		DebtIncurred {
			/// Who owes it.
			debtor: NodeIndex,
			/// To whom.
			creditor: NodeIndex,
			/// How much more than before.
			amount: BalanceOf<T>,
			/// How much in all.
			owed: BalanceOf<T>,
		},
		/// A debt was paid, or a part of it, or set off against a new one.
		DebtPaid {
			/// Who owed it.
			debtor: NodeIndex,
			/// To whom.
			creditor: NodeIndex,
			/// How much.
			amount: BalanceOf<T>,
			/// How much is still owed.
			left: BalanceOf<T>,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// This account does not act for a TE node.
		NotRegistered,
		/// The amount is zero.
		ZeroAmount,
		/// The account's free balance does not cover what must be locked or deposited. An order leaves
		/// `FeeReserve` in it.
		InsufficientFunds,
		/// The node has less credit than that, or it is tied up.
		NotFree,
		/// The node owes money and can withdraw nothing until it has paid.
		InDebt,
		/// The node has something open in too many intervals. Wait until some are settled, or cancel.
		TooManyOpen,
		/// There is no such debt, or the debtor has nothing to pay it with.
		NothingToCollect,
		/// The amount is more than this chain's money can count.
		BeyondBalance,
		/// This interval is not known: it has not opened, or is long past.
		UnknownInterval,
		/// The interval is not over.
		NotOver,
		/// Trading in this interval is not finished.
		NotFinal,
		/// This node's interval is settled already.
		AlreadySettled,
		/// The utility stands behind the market and does not settle with itself.
		IsUtility,
		/// What the node has traded costs more than is locked for it. Whoever lets nodes trade must have
		/// them lock it, so this is a fault of the chain.
		NotCovered,
		/// There is no TE node with this index.
		UnknownNode,
		/// The dispute window of this interval has ended: it is settled for good.
		Closed,
		/// A metered node leaves a deposit in the pot, `StandingPrice` for each Wh of its consumption limit.
		StandingDeposit,
		/// A price is above 2^48.
		PriceTooHigh,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Pays money of the sender into the pot, as credit of its node. If it is in debt, that pays its
		/// first debt.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::deposit())]
		pub fn deposit(
			origin: OriginFor<T>,
			#[pallet::compact] amount: BalanceOf<T>,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_deposit(account, amount)
		}

		/// Pays credit of the sender's node out to the sender, as far as it is not tied up.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::withdraw())]
		pub fn withdraw(
			origin: OriginFor<T>,
			#[pallet::compact] amount: BalanceOf<T>,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_withdraw(account, amount)
		}

		/// Has a debt paid from what the debtor's credit has free. Anybody may do this.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::collect())]
		pub fn collect(
			origin: OriginFor<T>,
			debtor: NodeIndex,
			creditor: NodeIndex,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_collect(debtor, creditor)
		}

		/// Sets what a metered node has to leave in the pot for each Wh of its consumption limit, in planck;
		/// 0 for nothing. What is missing is drawn when it next posts an order, and it withdraws nothing that
		/// it needs for this. Only the operator.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::set_standing_price())]
		pub fn set_standing_price(
			origin: OriginFor<T>,
			#[pallet::compact] price: Price,
		) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			ensure!(price <= MAX_PRICE, Error::<T>::PriceTooHigh);
			StandingPrice::<T>::put(price);
			Self::deposit_event(Event::StandingPriceSet { price });
			Ok(())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// A node's money.
		pub fn account(node: NodeIndex) -> AccountOf<T> {
			Accounts::<T>::get(node)
		}

		/// The account in which all of it lies.
		pub fn pot() -> T::AccountId {
			Self::pot_account()
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxOpen::get() > 0, "nobody could post anything");
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
