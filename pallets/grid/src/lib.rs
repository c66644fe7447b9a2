// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod genesis;
mod limits;
mod lines;
mod proposals;
mod provides;
mod prune;
mod schedule;
mod time;
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
	use crate::limits::By;
	use alloc::vec::Vec;
	use frame_support::{pallet_prelude::*, traits::UnixTime, weights::WeightMeter};
	use frame_system::pallet_prelude::*;
	use gridmerit_energy::{Interval, PageIndex};
	use gridmerit_grid::{Bus, Line};
	use gridmerit_pallet_support::{Committees, GridRole, MAX_BUSES, Page, signer_unless};
	use sp_runtime::Perbill;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The market's operator.
		type OperatorOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Decides on lines, and on defaults below the free share, as far as there is enough trust; with `()` two agree.
		type Committees: Committees<Self::AccountId>;

		/// The time.
		type Time: UnixTime;

		/// Most lines: a feeder has one bus more, and at most [`MAX_BUSES`].
		#[pallet::constant]
		type MaxLines: Get<u32>;

		/// Most lines of one change.
		#[pallet::constant]
		type MaxChange: Get<u32>;

		/// Most intervals of one call.
		#[pallet::constant]
		type MaxRange: Get<u32>;

		/// How many intervals ahead something can be set.
		#[pallet::constant]
		type MaxAhead: Get<u32>;

		/// How many intervals ahead of now lines hold at the earliest, and limits that owner and grid operator agree on:
		/// time to see it, and to undo it.
		#[pallet::constant]
		type Notice: Get<u32>;

		/// Down to this share of a rating one sets limits alone.
		#[pallet::constant]
		type FreeShare: Get<Perbill>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Which intervals are traded, as the market has told when its last round opened; none before it begins.
	#[pallet::storage]
	pub type Trading<T: Config> = StorageValue<_, TradingIntervals, ValueQuery>;

	/// Who keeps the grid, and in which role. Anybody can choose an account, so that keys are hashed well.
	#[pallet::storage]
	pub type Keepers<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, GridRole>;

	/// How many lines there are, by the interval from which on that and all that changed with it holds.
	#[pallet::storage]
	pub type Sizes<T: Config> = StorageValue<_, Schedule<u16>, ValueQuery>;

	/// The lines, 128 to a page, by the bus that hangs on each. Buses are numbered in turn, and intervals by time, so
	/// nobody can choose keys to unbalance the trie.
	#[pallet::storage]
	pub type Lines<T: Config> = StorageMap<_, Twox64Concat, PageIndex, Page<LineRow>, ValueQuery>;

	/// How often lines have changed: what a committee is asked about lines, it is asked of those that there are.
	#[pallet::storage]
	pub type LinesVersion<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// Who sets the limits of a line. Apart from the lines, as a clearing does not ask.
	#[pallet::storage]
	pub type Owners<T: Config> = StorageMap<_, Twox64Concat, Bus, T::AccountId>;

	/// Limits of single intervals, in the place of the default: pages of lines by interval.
	#[pallet::storage]
	pub type OwnLimits<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		Interval,
		Twox64Concat,
		PageIndex,
		Page<Decided>,
		ValueQuery,
	>;

	/// The first interval whose own limits are not pruned; none if there never were any.
	#[pallet::storage]
	pub type PrunedUntil<T: Config> = StorageValue<_, Interval>;

	/// What keepers propose, one change each.
	#[pallet::storage]
	pub type Proposals<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, ChangeOf<T>>;

	/// The grid at the start.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The lines of buses 1, 2, and so on; none: no grid.
		pub lines: Vec<GenesisLine<T::AccountId>>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			let built = Pallet::<T>::do_begin(&self.lines);
			// Genesis has no other way to refuse; this never runs in a block.
			assert!(built.is_ok(), "the grid: {built:?}");
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An account keeps the grid in a role, or no more. What it has proposed is dropped.
		KeeperSet {
			/// The account.
			account: T::AccountId,
			/// What it may do; none: nothing.
			role: Option<GridRole>,
		},
		/// The limits of a line were set.
		LimitsSet {
			/// The bus that hangs on it.
			bus: Bus,
			/// For which intervals: a default from the first that could still change.
			when: When,
			/// The limits; none: as much as it is rated for, or in single intervals the default.
			limits: Option<Limits>,
			/// Whether two agreed to them, so that nobody changes them alone.
			agreed: bool,
		},
		/// A keeper proposed a change that takes two to decide.
		Proposed {
			/// Who.
			proposer: T::AccountId,
			/// What.
			change: ChangeOf<T>,
		},
		/// A proposal was agreed to. The event before says from when on it holds.
		Agreed {
			/// Who had proposed it.
			proposer: T::AccountId,
			/// Who agreed.
			by: Agreement<T::AccountId>,
		},
		/// A proposal was dropped.
		ProposalDropped {
			/// Who had proposed it.
			proposer: T::AccountId,
		},
		/// Lines are new, or lead elsewhere, or have another rating or owner.
		LinesSet {
			/// The first interval in which they do; who owns them sets their limits from now on.
			from: Interval,
			/// The lines.
			lines: LinesOf<T>,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no line from this bus, or not yet in that interval.
		UnknownLine,
		/// The line is another account's. To limits that a grid operator proposes for it, the market's operator agrees.
		NotYourLine,
		/// The account does not keep the grid, or not in this role: an authority of the kind that is needed, which the
		/// operator trusts.
		NotAKeeper,
		/// The last interval is before the first.
		EmptyRange,
		/// More than `MaxRange` intervals. Use several calls.
		RangeTooLong,
		/// A window of the interval has opened, or the interval has begun: its limits are fixed. Orders rely on them.
		LimitsFixed,
		/// No round has opened yet, so nobody knows which intervals there will be. A default can be set.
		NotTrading,
		/// What a grid operator agrees to holds after the notice. Propose it earlier, or have the market's operator agree.
		NoticeTooShort,
		/// More than `MaxAhead` intervals ahead.
		TooFarAhead,
		/// A limit is above the line's rating.
		AboveRating,
		/// A limit is below the share of the rating that one may set alone. Propose it, and have a grid operator agree.
		NeedsAgreement,
		/// Two agreed to the limits there, or to a default that is to hold later. Propose others, and have somebody agree.
		LimitsAgreed,
		/// As many changes as there may be wait for their interval, or hold in one that is traded. Wait for one of them, or
		/// have the market's operator set or agree to it, or a committee approve it, for whom two more may be.
		TooManyChanges,
		/// A change of no lines.
		NoLines,
		/// The lines are not in ascending order of their buses, or begin with that of bus 0, which has none.
		NotAscending,
		/// A bus is new and not the one after the last.
		BusesSkipped,
		/// More lines than there may be.
		TooManyLines,
		/// A rating is above 2^60 Wh.
		RatingTooHigh,
		/// A line leads to a bus that there is not.
		UnknownParent,
		/// Following the lines from a bus leads back to it.
		NoWayToSubstation,
		/// This account proposes nothing.
		NoProposal,
		/// The account has proposed something else meanwhile. Look at it again.
		ProposalChanged,
		/// Who proposes cannot agree. It takes somebody else.
		OwnProposal,
		/// Another account's proposal. That account or the operator can drop it.
		NotYourProposal,
		/// A committee decides on it, and has not approved it, or not yet.
		NotApproved,
		/// A committee has to decide on it, and was not asked: too few served then. Propose it again.
		NeedsCommittee,
		/// Lines have changed since a committee was asked about these. Propose them again, on those that there are.
		LinesChanged,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Sets what a line may carry, as a default or in some intervals; none: as much as it is rated for, or in single
		/// intervals the default. Never above the rating, nor, in this way, below the `FreeShare` of it, nor in the place of
		/// what two agreed to. A default holds for intervals whose first window has not opened; what was to hold later is
		/// replaced, and if the operator sets it, also what one alone had set for single intervals.
		///
		/// Origin: signed by the owner of the line, if it is trusted; or the operator.
		///
		/// Emits `LimitsSet`.
		#[pallet::call_index(0)]
		#[pallet::weight(Pallet::<T>::set_weight(when))]
		pub fn set_limits(
			origin: OriginFor<T>,
			bus: Bus,
			when: When,
			limits: Option<Limits>,
		) -> DispatchResult {
			let by = match signer_unless::<T::OperatorOrigin, _>(origin)? {
				Some(account) => {
					Self::check_owner(&account, bus)?;
					By::Owner
				},
				None => By::Operator,
			};
			Self::do_set_limits(bus, when, limits, by)
		}

		/// Proposes what takes two to decide, in the place of what the sender proposed before. On lines, and on a default
		/// below the `FreeShare`, a committee is asked if enough nodes serve; what the sender had asked before is taken back,
		/// and if that was not approved it waits before it asks again.
		///
		/// Origin: signed, for lines by a grid operator, for limits by one or by the owner of the line, if it is trusted.
		///
		/// Emits `Proposed`.
		#[pallet::call_index(1)]
		#[pallet::weight(Pallet::<T>::propose_weight(change))]
		pub fn propose(origin: OriginFor<T>, change: ChangeOf<T>) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_propose(account, change)
		}

		/// Agrees to what `proposer` proposes, which must be `change`: it may have changed its mind meanwhile. It holds
		/// after `Notice` intervals at the earliest; but limits to which the operator agrees from the first interval of
		/// which no window has opened, so that an outage can be shown. A default takes the place of what one alone had set
		/// for single intervals, too.
		///
		/// Origin: to lines and limits the operator; to limits that the owner of the line proposes also signed by a grid
		/// operator that is somebody else. Where a committee was asked nobody else agrees: signed by anybody, if it has
		/// approved it. That holds after the notice.
		///
		/// Emits `LinesSet` or `LimitsSet`, and `Agreed`.
		#[pallet::call_index(2)]
		#[pallet::weight(Pallet::<T>::agree_weight(change))]
		pub fn agree(
			origin: OriginFor<T>,
			proposer: T::AccountId,
			change: ChangeOf<T>,
		) -> DispatchResult {
			let by = Self::ensure_agrees(origin, &proposer, &change)?;
			Self::do_agree(by, proposer, change)
		}

		/// Drops what `proposer` proposes.
		///
		/// Origin: signed by the proposer, or the operator.
		///
		/// Emits `ProposalDropped`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::drop_proposal().saturating_add(T::Committees::weight()))]
		pub fn drop_proposal(origin: OriginFor<T>, proposer: T::AccountId) -> DispatchResult {
			Self::ensure_drops(origin, &proposer)?;
			Self::do_drop(proposer)
		}
	}

	impl<T: Config> Pallet<T> {
		fn set_weight(when: &When) -> Weight {
			match when {
				When::From(_) => T::WeightInfo::set_default_limits(),
				When::Only { .. } => {
					T::WeightInfo::set_own_limits(when.intervals().min(T::MaxRange::get()))
				},
			}
		}

		fn propose_weight(change: &ChangeOf<T>) -> Weight {
			let own = match change {
				Change::Lines { lines, .. } => T::WeightInfo::propose_lines(lines.len() as u32),
				Change::Limits { .. } => T::WeightInfo::propose_limits(),
			};
			own.saturating_add(Self::committee_weight())
		}

		fn agree_weight(change: &ChangeOf<T>) -> Weight {
			let own = match change {
				Change::Lines { lines, .. } => T::WeightInfo::agree_lines(lines.len() as u32),
				Change::Limits { when, .. } => {
					T::WeightInfo::agree_limits().saturating_add(Self::set_weight(when))
				},
			};
			own.saturating_add(Self::committee_weight())
		}

		/// To look whether there can be a committee or what it says; to have forgotten what is carried out, or was asked of
		/// lines that there are no more; and to ask it.
		fn committee_weight() -> Weight {
			T::Committees::weight().saturating_mul(3)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// A line in an interval that is traded or still to come; none if there is no such line then.
		pub fn line(bus: Bus, interval: Interval) -> Option<LineView<T::AccountId>> {
			Self::view(bus, interval)
		}

		/// The feeder of an interval that is traded or still to come: the lines of buses 1, 2, and so on, with what each may
		/// carry, in Wh. Empty: no grid.
		pub fn lines(interval: Interval) -> Vec<Line> {
			Self::lines_at(interval)
		}

		/// The first interval whose limits can still be set, by an owner alone or as the operator agrees, and the first for
		/// which lines can hold, and limits to which a grid operator agrees.
		pub fn first_changes() -> (Interval, Interval) {
			(Self::first_free(), Self::first_noticed())
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxLines::get() < MAX_BUSES, "no chain clears on so many buses");
			assert!(T::MaxChange::get() > 0 && T::MaxRange::get() > 0, "nothing could be changed");
			assert!(T::Notice::get() < T::MaxAhead::get(), "no change would be in time");
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
