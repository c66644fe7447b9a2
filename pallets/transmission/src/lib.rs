// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod claims;
mod contracts;
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

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use gridmerit_energy::{Interval, Planck, Wh};
	use gridmerit_pallet_support::{
		Bus, CarriedEnergy, ClosedIntervals, IntervalClock, IntervalTerms, LineOwners, RentAccount,
		signer_unless,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The market's operator.
		type OperatorOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Pays from the congestion rent.
		type Ledger: RentAccount<Self::AccountId>;

		/// Whose the lines are.
		type Lines: LineOwners<Self::AccountId>;

		/// What they carry.
		type Clearing: CarriedEnergy;

		/// The time, and which intervals are settled for good and not forgotten.
		type Market: IntervalClock + ClosedIntervals + IntervalTerms;

		/// The most intervals from now on for which a contract can pay.
		#[pallet::constant]
		type MaxTerm: Get<u32>;

		/// The most intervals of one claim.
		#[pallet::constant]
		type MaxClaim: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// What owners of lines offer, by the bus that hangs on the line. Buses are numbered in turn, contracts too, so that
	/// nobody can choose keys to unbalance the trie.
	#[pallet::storage]
	pub type Offers<T: Config> = StorageMap<_, Twox64Concat, Bus, Offer<T::AccountId>>;

	/// What was agreed, by number, until all of it is claimed.
	#[pallet::storage]
	pub type Contracts<T: Config> = StorageMap<_, Twox64Concat, u32, Contract<T::AccountId>>;

	/// The number of the next contract.
	#[pallet::storage]
	pub type NextContract<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// The first interval of a line for which no contract pays or has paid, by its bus.
	#[pallet::storage]
	pub type ContractedUntil<T: Config> = StorageMap<_, Twox64Concat, Bus, Interval, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The owner of a line has offered a contract.
		Offered {
			/// The bus that hangs on the line.
			bus: Bus,
			/// Who.
			owner: T::AccountId,
			/// What it asks for.
			terms: Terms,
		},
		/// An offer is there no more.
		OfferDropped {
			/// The bus that hangs on the line.
			bus: Bus,
		},
		/// The operator has agreed to a contract.
		Agreed {
			/// Its number.
			contract: u32,
			/// The bus that hangs on the line.
			bus: Bus,
			/// The first interval for which it pays.
			from: Interval,
		},
		/// A contract ends before its time.
		Ended {
			/// Its number.
			contract: u32,
			/// The first interval for which it does not pay any more.
			until: Interval,
		},
		/// The owner of a line was paid from the congestion rent.
		Paid {
			/// The number of the contract.
			contract: u32,
			/// Who was paid.
			owner: T::AccountId,
			/// The first interval.
			first: Interval,
			/// The first one after them.
			end: Interval,
			/// What the line has carried in them, in Wh.
			energy: Wh,
			/// How much, in planck.
			amount: Planck,
		},
		/// What was not claimed in time is forgotten and not paid any more.
		Lapsed {
			/// The number of the contract.
			contract: u32,
			/// The first interval.
			first: Interval,
			/// The first one after them.
			end: Interval,
		},
		/// A contract is over: all of its intervals are paid, or lapsed.
		Fulfilled {
			/// Its number.
			contract: u32,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The line is not the account's, or the account is not trusted to keep it. Also of a claim: a contract pays its
		/// owner as long as it owns the line.
		NotYourLine,
		/// The price, or the most for an interval, is 0.
		PaysNothing,
		/// The contract would be over before it begins: what it pays until is past, or an earlier one pays as long.
		AlreadyOver,
		/// The contract would pay for longer than `MaxTerm` from now on.
		TooLong,
		/// Nobody offers a contract for this line.
		NoOffer,
		/// The owner asks for something else by now. Look at it again.
		OfferChanged,
		/// Another account's offer or contract. That account and the operator can drop or end it.
		NotYours,
		/// There is no such contract, or all of it is claimed.
		NoContract,
		/// No interval is settled for good that is not claimed, or none was asked for.
		NothingToClaim,
		/// More than `MaxClaim` intervals. Use several calls.
		TooManyIntervals,
		/// The congestion rent does not suffice for the next interval. It can be claimed when there is more, until it is
		/// forgotten.
		RentTooSmall,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Offers a contract for a line, in the place of what was offered before for it.
		///
		/// Origin: signed by the owner of the line, if it is trusted.
		///
		/// Emits `Offered`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::offer())]
		pub fn offer(origin: OriginFor<T>, bus: Bus, terms: Terms) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Ok(Self::do_offer(owner, bus, terms)?)
		}

		/// Drops what is offered for a line.
		///
		/// Origin: signed by who offers it, or the operator.
		///
		/// Emits `OfferDropped`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::drop_offer())]
		pub fn drop_offer(origin: OriginFor<T>, bus: Bus) -> DispatchResult {
			let by = signer_unless::<T::OperatorOrigin, _>(origin)?;
			Ok(Self::do_drop_offer(by, bus)?)
		}

		/// Agrees to what is offered for a line, which must be `terms`: it may have changed meanwhile. It pays for what
		/// begins from now on, and where no earlier contract for the line pays.
		///
		/// Origin: the operator.
		///
		/// Emits `Agreed`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::agree())]
		pub fn agree(origin: OriginFor<T>, bus: Bus, terms: Terms) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Ok(Self::do_agree(bus, terms)?)
		}

		/// Ends a contract: it pays for what has begun, and no more.
		///
		/// Origin: signed by its owner, or the operator.
		///
		/// Emits `Ended`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::end())]
		pub fn end(origin: OriginFor<T>, contract: u32) -> DispatchResult {
			let by = signer_unless::<T::OperatorOrigin, _>(origin)?;
			Ok(Self::do_end(by, contract)?)
		}

		/// Has the owner of a line paid for up to so many of the next intervals of a contract that are settled for good, in
		/// turn, as far as the congestion rent suffices: an interval is paid in full, or waits. What is forgotten lapses.
		///
		/// Origin: signed by anybody.
		///
		/// Emits `Lapsed`, `Paid` and `Fulfilled`, as it happens.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::claim((*intervals).min(T::MaxClaim::get())))]
		pub fn claim(
			origin: OriginFor<T>,
			contract: u32,
			intervals: u32,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let looked_at = Self::do_claim(contract, intervals)?;
			Ok(Some(T::WeightInfo::claim(looked_at)).into())
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxTerm::get() > 0 && T::MaxClaim::get() > 0, "nobody would be paid");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
