// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod debts;
mod funds;
mod locks;
mod post;
mod provides;
mod relief;
mod rent;
mod rows;
mod standing;
mod subsidies;
mod try_state;
mod types;
mod views;
mod wagers;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use post::Book;
pub use types::{Account, AccountOf, BalanceOf, LocksOf};
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{PalletId, pallet_prelude::*, traits::fungible};
	use frame_system::pallet_prelude::*;
	use gridmerit_energy::{Interval, NodeIndex, Price};
	use gridmerit_pallet_support::{NodeReferences, TeNodes, Words};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Money.
		type Currency: fungible::Mutate<Self::AccountId>;

		/// The TE nodes. One with money here cannot leave.
		type Nodes: TeNodes<Self::AccountId> + NodeReferences;

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

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// The rest of the chain.
		#[cfg(feature = "runtime-benchmarks")]
		type World: gridmerit_pallet_support::BenchmarkWorld<Self::AccountId>;
	}

	/// The nodes' money; whoever has none has no account. The last index of all, 4294967295, is the market's
	/// reserve: what silence has cost, which is nobody's gain. The one before it is congestion rent that is too little
	/// to be paid out, then come what sponsors have paid in as subsidies, and what nodes have wagered. What of it is
	/// withheld may still turn out to be owed to a utility, or to be paid back. Indices are given out in turn, and
	/// intervals numbered by time, so nobody can choose keys to unbalance the trie.
	#[pallet::storage]
	pub type Accounts<T: Config> = StorageMap<_, Twox64Concat, NodeIndex, AccountOf<T>, ValueQuery>;

	/// What has been paid into the pot and not out of it again: all of it is somebody's credit, or of neighbours. The
	/// pot can hold more, as anybody can send money there.
	#[pallet::storage]
	pub type Holding<T: Config> = StorageValue<_, BalanceOf<T>, ValueQuery>;

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

	/// What buyers have paid for an interval less what sellers got, in planck; none if that is nothing.
	#[pallet::storage]
	pub type Neighbours<T: Config> = StorageMap<_, Twox64Concat, Interval, i128, ValueQuery>;

	/// Nodes that must leave a standing deposit.
	#[pallet::storage]
	pub type StandingRequired<T: Config> = StorageMap<_, Twox64Concat, NodeIndex, ()>;

	/// How much that is for each Wh of the consumption limit, in planck; 0 for no deposit.
	#[pallet::storage]
	pub type StandingPrice<T: Config> = StorageValue<_, Price, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Money was paid into the pot.
		Deposited {
			/// Whose it is; 4294967293: subsidies of a sponsor.
			node: NodeIndex,
			/// How much.
			amount: BalanceOf<T>,
		},
		/// Money was paid out of the pot.
		Withdrawn {
			/// Whose it was; 4294967293: what is left of subsidies.
			node: NodeIndex,
			/// How much.
			amount: BalanceOf<T>,
		},
		/// More or less of a node's money is locked for intervals than before.
		LockChanged {
			/// The node.
			node: NodeIndex,
			/// What was drawn from its account for it.
			drawn: BalanceOf<T>,
			/// What is tied up now, with what is withheld.
			locked: BalanceOf<T>,
		},
		/// The operator set the standing deposit of nodes with a meter.
		StandingPriceSet {
			/// For each Wh of the consumption limit, in planck.
			price: Price,
		},
		/// A node could not pay all of what it had to.
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
		/// A debt was written off, or a part of it: nobody was paid.
		DebtForgiven {
			/// Who owed it.
			debtor: NodeIndex,
			/// To whom; 4294967295 is the reserve.
			creditor: NodeIndex,
			/// How much, in planck.
			amount: BalanceOf<T>,
			/// How much is still owed, in planck.
			left: BalanceOf<T>,
			/// Why.
			reason: Words,
		},
		/// The operator had a creditor paid from the reserve instead of by its debtor; a `DebtPaid` comes with it.
		PaidFromReserve {
			/// Who owed it.
			debtor: NodeIndex,
			/// To whom.
			creditor: NodeIndex,
			/// How much, in planck.
			amount: BalanceOf<T>,
			/// Why.
			reason: Words,
		},
		/// Money from outside the pot made good what a node has cost another; a `DebtPaid` comes with it if it was owed.
		Compensated {
			/// Who was paid; 4294967295 is the reserve.
			node: NodeIndex,
			/// For what this one has cost it.
			by: NodeIndex,
			/// How much, in planck.
			amount: BalanceOf<T>,
		},
		/// Congestion rent was paid out to its account; the view `rent` has it.
		RentPaid {
			/// How much, in planck.
			amount: BalanceOf<T>,
		},
		/// Congestion rent was paid from its account: to the owner of a line, by contract, or for a better dispatch.
		RentSpent {
			/// To whom.
			to: T::AccountId,
			/// How much, in planck.
			amount: BalanceOf<T>,
		},
		/// Money of a node was put apart as its wager.
		Wagered {
			/// The node.
			node: NodeIndex,
			/// How much, in planck.
			amount: BalanceOf<T>,
			/// What of it was drawn from its account, in planck.
			drawn: BalanceOf<T>,
		},
		/// A node has its wager back, as credit.
		WagerReturned {
			/// The node.
			node: NodeIndex,
			/// How much, in planck.
			amount: BalanceOf<T>,
		},
		/// A node has lost its wager to the market's reserve.
		WagerLost {
			/// The node.
			node: NodeIndex,
			/// How much, in planck.
			amount: BalanceOf<T>,
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
		/// A node's free credit does not cover a posting that it may not owe. Whoever lets nodes trade must
		/// have them lock what it can cost, so this is a fault of the chain.
		NotCovered,
		/// A node with a meter leaves a deposit in the pot, `StandingPrice` for each Wh of its consumption limit,
		/// until all that the meter settled is settled for good and the meter is unbound.
		StandingDeposit,
		/// A price is above 2^48.
		PriceTooHigh,
		/// The debtor owes the creditor nothing. The view `debts` lists whom it owes.
		NoDebt,
		/// The debtor owes the creditor less than that. Without an amount all of it is meant.
		MoreThanOwed,
		/// Only the account of the creditor, and the operator, can forgive a debt.
		NotCreditor,
		/// The reserve has less than that which is not withheld. What silence has cost in an interval is free when
		/// the settlements of that interval are forgotten.
		NotInReserve,
		/// What is owed to the reserve the reserve cannot pay. Have it forgiven.
		OwedToReserve,
		/// There is no node with this index.
		UnknownNode,
		/// The neighbours of the interval have left less than that: there is no such congestion rent. Whoever clears says
		/// how much there is, so this is a fault of the chain.
		NotOfNeighbours,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Pays `amount` of the sender's money into the pot, as credit of its node. If that is in debt, it pays
		/// its first debt.
		///
		/// Origin: signed by the account of a node.
		///
		/// Emits `Deposited`, and `DebtPaid` if a debt was paid.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::deposit())]
		pub fn deposit(
			origin: OriginFor<T>,
			#[pallet::compact] amount: BalanceOf<T>,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_deposit(account, amount)
		}

		/// Pays `amount` of the credit of the sender's node out to the sender, as far as it is not tied up.
		///
		/// Origin: signed by the account of a node that owes nothing.
		///
		/// Emits `Withdrawn`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::withdraw())]
		pub fn withdraw(
			origin: OriginFor<T>,
			#[pallet::compact] amount: BalanceOf<T>,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_withdraw(account, amount)
		}

		/// Has what `debtor` owes to `creditor` paid, as far as the debtor has free credit.
		///
		/// Origin: signed by anybody.
		///
		/// Emits `DebtPaid`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::collect())]
		pub fn collect(
			origin: OriginFor<T>,
			debtor: NodeIndex,
			creditor: NodeIndex,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Ok(Self::do_collect(debtor, creditor)?)
		}

		/// Sets what a node with a meter has to leave in the pot for each Wh of its consumption limit, in planck;
		/// 0 for nothing. What is missing is drawn when it next posts an order, and it withdraws nothing that
		/// it needs for this. A retired meter counts until it is unbound.
		///
		/// Origin: the operator.
		///
		/// Emits `StandingPriceSet`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::set_standing_price())]
		pub fn set_standing_price(
			origin: OriginFor<T>,
			#[pallet::compact] price: Price,
		) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_set_standing_price(price)
		}

		/// Writes off `amount` planck, or all, of what `debtor` owes to `creditor`, for `reason`: a debt that will
		/// not be paid, or one that is wrong. Nobody is paid. A node that owes and is owed nothing, and has no
		/// credit, can leave the market.
		///
		/// What is forgiven counts as paid: if an interval that it comes from is corrected later, the creditor
		/// pays it back. So forgive when these intervals are closed.
		///
		/// Origin: signed by the account of the creditor, or the operator.
		///
		/// Emits `DebtForgiven`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::forgive())]
		pub fn forgive(
			origin: OriginFor<T>,
			debtor: NodeIndex,
			creditor: NodeIndex,
			amount: Option<BalanceOf<T>>,
			reason: Words,
		) -> DispatchResult {
			if let Err(origin) = T::OperatorOrigin::try_origin(origin) {
				let account = ensure_signed(origin)?;
				let node = T::Nodes::by_account(&account).map(|node| node.index);
				ensure!(node == Some(creditor), Error::<T>::NotCreditor);
			}
			Ok(Self::do_forgive(debtor, creditor, amount, reason)?)
		}

		/// Pays `amount` planck of what `debtor` owes to `creditor` from the reserve, for `reason`: say what a
		/// utility that has failed owes for energy that was fed in. The reserve holds what silent meters have
		/// cost; what of it is withheld is not touched.
		///
		/// Origin: the operator.
		///
		/// Emits `DebtPaid` and `PaidFromReserve`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::pay_from_reserve())]
		pub fn pay_from_reserve(
			origin: OriginFor<T>,
			debtor: NodeIndex,
			creditor: NodeIndex,
			#[pallet::compact] amount: BalanceOf<T>,
			reason: Words,
		) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Ok(Self::do_pay_from_reserve(debtor, creditor, amount, reason)?)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// A node's money.
		pub fn account(node: NodeIndex) -> AccountOf<T> {
			Accounts::<T>::get(node)
		}

		/// The market's reserve, as a node's money.
		pub fn reserve() -> AccountOf<T> {
			Accounts::<T>::get(gridmerit_energy::RESERVE)
		}

		/// To whom a node owes how much, in planck; 4294967295 is the reserve.
		pub fn debts(node: NodeIndex) -> alloc::vec::Vec<(NodeIndex, gridmerit_energy::Planck)> {
			Self::debts_of(node)
		}

		/// The account to which congestion rent is paid out. There is no key of it.
		pub fn rent() -> T::AccountId {
			Self::rent_account()
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
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
