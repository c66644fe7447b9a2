// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod pay;
mod programmes;
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
	use alloc::vec::Vec;
	use frame_support::{pallet_prelude::*, weights::WeightMeter};
	use frame_system::pallet_prelude::*;
	use gridmerit_energy::{Interval, NodeIndex, PageIndex, Planck, Wh};
	use gridmerit_pallet_support::{
		ClosedIntervals, IntervalClock, IntervalReaders, IntervalTerms, Ledger, NodeSources, Page,
		SettledIntervals, SubsidyPot, TeNodes, page_of, signer_unless,
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

		/// What they generate from.
		type Sources: NodeSources;

		/// What they have fed in.
		type Settlement: SettledIntervals;

		/// Their money, and that of the programmes.
		type Ledger: Ledger + SubsidyPot<Self::AccountId>;

		/// The time, and which intervals are settled for good and not forgotten.
		type Market: IntervalClock + ClosedIntervals + IntervalTerms + IntervalReaders;

		/// The most programmes at a time, with those that are over and not forgotten.
		#[pallet::constant]
		type MaxProgrammes: Get<u32>;

		/// The most accounts that may found programmes.
		#[pallet::constant]
		type MaxSponsors: Get<u32>;

		/// The least with which a programme is founded, in planck.
		#[pallet::constant]
		type MinFund: Get<Planck>;

		/// The most intervals from now on for which a programme can pay.
		#[pallet::constant]
		type MaxTerm: Get<u32>;

		/// For how many intervals it is remembered what a programme that is over has paid to whom.
		#[pallet::constant]
		type Remembered: Get<u32>;

		/// The most of a block that is spent on paying subsidies.
		#[pallet::constant]
		type MaxSubsidyWeight: Get<Weight>;

		/// Weights of calls and steps.
		type WeightInfo: WeightInfo;

		/// The rest of the chain.
		#[cfg(feature = "runtime-benchmarks")]
		type World: gridmerit_pallet_support::BenchmarkWorld<Self::AccountId>;
	}

	/// Accounts that may found programmes, in ascending order.
	#[pallet::storage]
	pub type Sponsors<T: Config> =
		StorageValue<_, BoundedVec<T::AccountId, T::MaxSponsors>, ValueQuery>;

	/// All programmes, in the order in which they were founded and are paid from.
	// One value: the hook looks at all of them in each block.
	#[pallet::storage]
	pub type Programmes<T: Config> = StorageValue<_, ProgrammesOf<T>, ValueQuery>;

	/// The number of the next programme.
	#[pallet::storage]
	pub type NextProgramme<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// Up to where is paid, as long as a programme runs.
	#[pallet::storage]
	pub type PaidUntil<T: Config> = StorageValue<_, Cursor>;

	/// What nodes have got: programme, page of nodes.
	// Programmes are numbered in turn, so nobody can choose keys to unbalance the trie.
	#[pallet::storage]
	pub type ReceivedPages<T: Config> =
		StorageDoubleMap<_, Twox64Concat, u32, Twox64Concat, PageIndex, Page<Received>, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The operator lets an account found programmes, or not any more.
		SponsorSet {
			/// Which account.
			account: T::AccountId,
			/// Whether it may.
			allowed: bool,
		},
		/// A sponsor has founded a programme.
		Founded {
			/// Its number.
			programme: u32,
			/// Who pays.
			sponsor: T::AccountId,
			/// For what.
			rules: Rules,
			/// What is in its pot, in planck.
			amount: Planck,
		},
		/// A sponsor has paid more into the pot of its programme.
		ToppedUp {
			/// The number of the programme.
			programme: u32,
			/// How much more, in planck.
			amount: Planck,
			/// What is in its pot now, in planck.
			left: Planck,
		},
		/// A programme pays for what has begun, and no more. What is left goes back when that is settled for good.
		Closing {
			/// The number of the programme.
			programme: u32,
			/// The first interval that is not paid for any more.
			until: Interval,
		},
		/// A node was paid for energy that its meter has measured.
		Paid {
			/// The number of the programme.
			programme: u32,
			/// The node.
			node: NodeIndex,
			/// The delivery interval.
			interval: Interval,
			/// What it has fed in, in Wh.
			energy: Wh,
			/// What it got, in planck: less than the rate where a cap is reached, or the pot is empty.
			amount: Planck,
		},
		/// A node could not be paid. This is a fault of the chain.
		NotPaid {
			/// The node.
			node: NodeIndex,
			/// The delivery interval.
			interval: Interval,
			/// Why.
			error: DispatchError,
		},
		/// Intervals were forgotten before they were paid for: the chain had no room for it in weeks.
		Lapsed {
			/// The first interval.
			first: Interval,
			/// The first one after them.
			end: Interval,
		},
		/// A programme is over: its time is, or its pot is empty.
		Ended {
			/// Its number.
			programme: u32,
			/// What it has paid to nodes, in planck.
			paid: Planck,
			/// What its sponsor got back, in planck.
			returned: Planck,
			/// What went to the market's reserve instead, in planck, as the sponsor's account could not take it.
			reserved: Planck,
		},
		/// What a programme has paid to whom is forgotten.
		Forgotten {
			/// Its number.
			programme: u32,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The operator has not said that this account may found programmes.
		NotSponsor,
		/// The account is a sponsor already, or is none.
		NothingToChange,
		/// So many accounts may found programmes. The operator has to remove one.
		TooManySponsors,
		/// So many programmes run, or are over and not forgotten. Wait until one is.
		TooManyProgrammes,
		/// The rate, the cap for a day, or the cap in all is 0.
		PaysNothing,
		/// Energy of this kind is not generated: a programme pays for what is, or for any of it.
		NoSource,
		/// No hour of the day is named, or one that there is not: the bits 0 to 23 stand for them.
		BadHours,
		/// A programme pays for intervals that have not begun.
		AlreadyBegun,
		/// The programme would be over before it begins, or is over.
		AlreadyOver,
		/// The programme would pay for longer than `MaxTerm` from now on.
		TooLong,
		/// Less than `MinFund`, or nothing.
		TooLittle,
		/// More than the programme may pay in all.
		MoreThanMost,
		/// There is no such programme, or it is forgotten.
		NoProgramme,
		/// Another account's programme. That account and the operator can end it, that account alone can pay more in.
		NotYours,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Lets an account found programmes, or not any more. What it has founded goes on.
		///
		/// Origin: the operator.
		///
		/// Emits `SponsorSet`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::set_sponsor())]
		pub fn set_sponsor(
			origin: OriginFor<T>,
			account: T::AccountId,
			allowed: bool,
		) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Ok(Self::do_set_sponsor(account, allowed)?)
		}

		/// Founds a programme, and pays `amount` of the sender's money into its pot. From it nodes are paid for what their
		/// meters have measured as fed in, when an interval is settled for good. What is left in the end goes back.
		///
		/// Origin: signed by a sponsor.
		///
		/// Emits `Founded`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::found().saturating_add(T::Market::note_reader_weight()))]
		pub fn found(
			origin: OriginFor<T>,
			rules: Rules,
			#[pallet::compact] amount: Planck,
		) -> DispatchResult {
			let sponsor = ensure_signed(origin)?;
			Self::do_found(sponsor, rules, amount)
		}

		/// Pays `amount` more of the sender's money into the pot of a programme that is not over.
		///
		/// Origin: signed by its sponsor.
		///
		/// Emits `ToppedUp`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::top_up())]
		pub fn top_up(
			origin: OriginFor<T>,
			programme: u32,
			#[pallet::compact] amount: Planck,
		) -> DispatchResult {
			let sponsor = ensure_signed(origin)?;
			Self::do_top_up(sponsor, programme, amount)
		}

		/// Ends a programme: it pays for what has begun, and no more. What is left goes back to the sponsor when that is
		/// settled for good.
		///
		/// Origin: signed by its sponsor, or the operator.
		///
		/// Emits `Closing`, and later `Ended`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::end())]
		pub fn end(origin: OriginFor<T>, programme: u32) -> DispatchResult {
			let by = signer_unless::<T::OperatorOrigin, _>(origin)?;
			Ok(Self::do_end(by, programme)?)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// All programmes.
		pub fn programmes() -> Vec<Programme<T::AccountId>> {
			Programmes::<T>::get().into_inner()
		}

		/// What a node has got from each programme that is not forgotten, by number.
		pub fn received(node: NodeIndex) -> Vec<(u32, Received)> {
			let received = |number| {
				let rows = ReceivedPages::<T>::get(number, page_of(node));
				rows.get(node).map(|row| (number, *row))
			};
			Programmes::<T>::get().iter().filter_map(|one| received(one.number)).collect()
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(
				T::MaxProgrammes::get() > 0 && T::MaxSponsors::get() > 0 && T::MaxTerm::get() > 0,
				"nothing would be paid"
			);
			assert!(T::MinFund::get() > 0, "pots with nothing in them");
			assert!(
				Self::largest_step().all_lte(T::MaxSubsidyWeight::get()),
				"a step would never fit"
			);
		}

		fn on_poll(_: BlockNumberFor<T>, meter: &mut WeightMeter) {
			let most = meter.remaining().min(T::MaxSubsidyWeight::get());
			let mut own = WeightMeter::with_limit(most);
			Self::advance(&mut own);
			meter.consume(own.consumed());
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
