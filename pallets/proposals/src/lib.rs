// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod claims;
mod judge;
mod problems;
mod reward;
mod tend;
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

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use codec::Encode;
	use frame_support::{
		pallet_prelude::*,
		traits::{Consideration, Footprint},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;
	use gridmerit_dispatch::{Body, DispatchClaim, Statement};
	use gridmerit_energy::{Interval, NodeIndex, Planck};
	use gridmerit_pallet_support::{
		ConductSink, GridOperators, IntervalClock, NodeReferences, RentAccount, TeNodes, Trust,
		Wagers, signer_unless,
	};
	use gridmerit_trust::Part;
	use sp_runtime::Perbill;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The market's operator.
		type OperatorOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Who runs the grid, and so may post problems.
		type Grid: GridOperators<Self::AccountId>;

		/// The TE nodes. One that has claimed something cannot leave before it is checked.
		type Nodes: TeNodes<Self::AccountId> + NodeReferences;

		/// How far they are trusted.
		type Trust: Trust;

		/// Hears of false claims.
		type Conduct: ConductSink<Self::AccountId>;

		/// Keeps wagers, and pays from the congestion rent.
		type Ledger: Wagers<Self::AccountId> + RentAccount<Self::AccountId>;

		/// The market's time.
		type Clock: IntervalClock;

		/// What a problem leaves as long as it is stored.
		type Deposit: Consideration<Self::AccountId, Footprint>;

		/// Most problems at a time, with those that are decided and not forgotten.
		#[pallet::constant]
		type MaxProblems: Get<u32>;

		/// Most of them of one account.
		#[pallet::constant]
		type MaxOfAsker: Get<u32>;

		/// Most claims for a problem, one of a node.
		#[pallet::constant]
		type MaxClaims: Get<u32>;

		/// Most bytes of a statement.
		#[pallet::constant]
		type MaxStatement: Get<u32>;

		/// Most bytes of a body.
		#[pallet::constant]
		type MaxBody: Get<u32>;

		/// The most that a check may have to look at ([`Size::work`]).
		#[pallet::constant]
		type MaxWork: Get<u32>;

		/// How many intervals ahead of now a problem's last window begins at most.
		#[pallet::constant]
		type MaxAhead: Get<u32>;

		/// The fewest blocks for claims, and for bodies: nobody keeps others out by being the first to know.
		#[pallet::constant]
		type MinWindow: Get<u32>;

		/// The most.
		#[pallet::constant]
		type MaxWindow: Get<u32>;

		/// For how many blocks a problem that is decided is kept.
		#[pallet::constant]
		type Keep: Get<u32>;

		/// The least wager, in planck: many times what it costs to check a claim.
		#[pallet::constant]
		type MinWager: Get<Planck>;

		/// The largest gap that a problem may allow, in ppm of the bound.
		#[pallet::constant]
		type MaxGap: Get<u32>;

		/// The most that is ever paid for a dispatch, in planck.
		#[pallet::constant]
		type MaxReward: Get<Planck>;

		/// Which part of what a dispatch is better than what stood from the beginning is paid for it.
		#[pallet::constant]
		type RewardShare: Get<Perbill>;

		/// Which part of the congestion rent is paid in a session at most, for all problems: that is what a stolen key of who
		/// posts them reaches.
		#[pallet::constant]
		type SessionShare: Get<Perbill>;

		/// How severe a false claim is.
		#[pallet::constant]
		type Severity: Get<Part>;

		/// The most that checking may take of a block.
		#[pallet::constant]
		type MaxProposalsWeight: Get<Weight>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// The rest of the chain.
		#[cfg(feature = "runtime-benchmarks")]
		type World: gridmerit_pallet_support::BenchmarkWorld<Self::AccountId>;
	}

	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// Deposit of a problem.
		#[codec(index = 0)]
		Problem,
	}

	/// The number of the next problem.
	#[pallet::storage]
	pub type NextProblem<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// Which problems there are and when something is to be done about them, in the order in which they were posted.
	#[pallet::storage]
	pub type Queue<T: Config> = StorageValue<_, BoundedVec<DueOf<T>, T::MaxProblems>, ValueQuery>;

	/// The problems. They are numbered in turn, so nobody can choose keys to unbalance the trie; nodes too.
	#[pallet::storage]
	pub type Problems<T: Config> = StorageMap<_, Twox64Concat, u32, ProblemOf<T>>;

	/// Their statements, as bytes. Apart from the problems, as they are long and only a check needs them.
	#[pallet::storage]
	pub type Statements<T: Config> = StorageMap<_, Twox64Concat, u32, StatementOf<T>>;

	/// Claims that are not checked yet, by problem.
	#[pallet::storage]
	pub type Claims<T: Config> = StorageMap<_, Twox64Concat, u32, ClaimsOf<T>, ValueQuery>;

	/// Bodies that are not checked yet, as bytes, by problem and node.
	#[pallet::storage]
	pub type Bodies<T: Config> =
		StorageDoubleMap<_, Twox64Concat, u32, Twox64Concat, NodeIndex, BodyOf<T>>;

	/// The body that stands, as bytes, by problem; none: nothing trades.
	#[pallet::storage]
	pub type Dispatches<T: Config> = StorageMap<_, Twox64Concat, u32, BodyOf<T>>;

	/// What was paid for dispatches in the last session in which something was.
	#[pallet::storage]
	pub type Paid<T: Config> = StorageValue<_, Budget>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A problem was posted. Claims are taken.
		Posted {
			/// Its number.
			problem: u32,
			/// Who has posted it.
			asker: T::AccountId,
			/// The interval of its first window.
			first: Interval,
			/// How many windows it has.
			windows: u16,
			/// A hash of its statement.
			statement: Blake2,
			/// The first block in which no claims are taken any more, but bodies.
			claims_until: BlockNumberFor<T>,
			/// The first block in which no bodies are.
			bodies_until: BlockNumberFor<T>,
			/// What stands if nobody proposes anything better.
			standing: Standing,
		},
		/// A node has claimed that it has a dispatch, and wagered for it.
		Claimed {
			/// The problem.
			problem: u32,
			/// The node.
			node: NodeIndex,
			/// What its body comes to, as it says.
			claim: DispatchClaim,
			/// The hash of node, problem and body.
			body: Blake2,
		},
		/// A claim has made room for one of more welfare. The node has its wager back.
		Displaced {
			/// The problem.
			problem: u32,
			/// The node.
			node: NodeIndex,
		},
		/// A node has shown the body of its claim.
		Revealed {
			/// The problem.
			problem: u32,
			/// The node.
			node: NodeIndex,
		},
		/// A claim is true. The node has its wager back.
		ClaimTrue {
			/// The problem.
			problem: u32,
			/// The node.
			node: NodeIndex,
			/// The welfare of its dispatch, in planck.
			welfare: Planck,
			/// What no dispatch is worth more than, as it proves, in planck.
			bound: Planck,
			/// What buyers pay in it, in planck.
			paid: i128,
			/// Whether it takes the place of what stood.
			better: bool,
		},
		/// A claim is false. The wager is lost.
		ClaimFalse {
			/// The problem.
			problem: u32,
			/// The node.
			node: NodeIndex,
			/// Why.
			why: Falsehood,
			/// Whether the offence was taken note of, so that the node loses trust.
			reported: bool,
		},
		/// A node has not shown the body of its claim in time. The wager is lost.
		NotRevealed {
			/// The problem.
			problem: u32,
			/// The node.
			node: NodeIndex,
		},
		/// All claims for a problem are checked.
		Decided {
			/// The problem.
			problem: u32,
			/// Whose dispatch stands; none: what came with the problem.
			node: Option<NodeIndex>,
			/// Its welfare, in planck.
			welfare: Planck,
			/// What no dispatch is worth more than, as it proves, in planck.
			bound: Planck,
			/// What buyers pay in it, in planck.
			paid: i128,
			/// What its node was paid from the congestion rent, in planck.
			reward: Planck,
		},
		/// A problem is forgotten. Its deposit is back.
		Forgotten {
			/// Its number.
			problem: u32,
		},
		/// A problem was dropped before it was decided. Deposit and wagers are back.
		Dropped {
			/// Its number.
			problem: u32,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// Only who runs the grid posts problems: an authority of that kind, which the operator trusts.
		NotAGridOperator,
		/// This account does not act for a TE node.
		NotRegistered,
		/// The node is suspended.
		Suspended,
		/// The node has no trust: an index and a bond above the least that counts.
		NoTrust,
		/// There is no such problem, or it is forgotten.
		NoProblem,
		/// Another account's problem. That account and the operator can drop it.
		NotYours,
		/// Claims, or bodies, would be taken in fewer than `MinWindow` or more than `MaxWindow` blocks.
		WindowLength,
		/// The wager is below `MinWager`.
		WagerTooSmall,
		/// The reward is above `MaxReward`.
		RewardTooHigh,
		/// The threshold for loss is above `MaxGap`, or its amount above that part of what all demand would pay.
		ThresholdTooWide,
		/// The first interval has begun. What was done in it cannot be changed.
		IntervalBegun,
		/// The last window is more than `MaxAhead` intervals ahead.
		TooFarAhead,
		/// The problem has no window.
		NoWindows,
		/// The statement is longer than `MaxStatement` bytes.
		StatementTooLong,
		/// A check would have to look at more than `MaxWork`: buses, lines and factors of all windows, orders, what blocks
		/// name, and stores in each window.
		TooMuchWork,
		/// The lines of a window are no tree, or one has a limit above 2^60 Wh.
		NotATree,
		/// The statement is not within the bounds of `gridmerit-dispatch`, which says what is wrong with it: a bus or window
		/// that is not there, lists that do not ascend, a number that is too large.
		NotSound,
		/// The body is longer than `MaxBody` bytes.
		BodyTooLong,
		/// The dispatch that is to stand cannot be: `gridmerit-dispatch` says why.
		StandingRefused,
		/// As many problems as there may be are open, or decided and not forgotten.
		TooManyProblems,
		/// The account has posted as many of them as one may.
		TooManyOfYours,
		/// Claims are taken no more.
		ClaimsOver,
		/// The welfare is above what all demand would pay.
		BeyondDemand,
		/// The gap is above the threshold for loss of the problem, or the bound below the welfare.
		GapTooWide,
		/// What stands has more welfare.
		NotBetter,
		/// The node has claimed something. A claim stands.
		HasClaimed,
		/// As many nodes as can have claimed something, and each at least as much.
		TooManyClaims,
		/// Bodies are taken when claims are not any more, so that nobody can copy one.
		TooEarly,
		/// Bodies are taken no more, or for who drops the problem: claims were.
		TooLate,
		/// The node has claimed nothing.
		NotClaimed,
		/// The body is there.
		HasRevealed,
		/// The node has claimed another body: hashes of node, problem and body differ.
		OtherBody,
		/// Somebody has claimed something. Only the operator drops the problem.
		HasClaims,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Posts a problem, and with it the dispatch that stands if nobody proposes a better one; none: nothing trades. Holds
		/// a deposit for what is stored, until the problem is forgotten.
		///
		/// Origin: signed by who runs the grid, if it is trusted to.
		///
		/// Emits `Posted`.
		#[pallet::call_index(0)]
		#[pallet::weight(Pallet::<T>::post_weight(statement, standing.as_ref()))]
		pub fn post(
			origin: OriginFor<T>,
			first: Interval,
			statement: Statement,
			standing: Option<Body>,
			terms: Terms,
		) -> DispatchResult {
			let asker = ensure_signed(origin)?;
			Self::do_post(asker, first, statement, standing, terms)
		}

		/// Claims that the sender's node has a dispatch of this welfare and bound, and a body for it with this hash: of the
		/// node's index, the problem's number and the body. Puts the wager of the problem apart, from what the node has free
		/// in the pot, and what is missing from the sender's account. A claim stands, one of a node; but where there are as
		/// many as can be, one of more welfare takes the place of that of the least.
		///
		/// Origin: signed by the account of a node with trust.
		///
		/// Emits `Claimed`, and `Displaced` if it takes another's place.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::claim())]
		pub fn claim(
			origin: OriginFor<T>,
			problem: u32,
			claim: DispatchClaim,
			body: Blake2,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_claim(account, problem, claim, body)
		}

		/// Shows the body of the claim of the sender's node, when claims are not taken any more. Who does not loses its wager;
		/// who shows one that does not prove what it has claimed loses trust, too.
		///
		/// Origin: signed by the account of the node.
		///
		/// Emits `Revealed`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::reveal(Pallet::<T>::bytes_of(body)))]
		pub fn reveal(origin: OriginFor<T>, problem: u32, body: Body) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Ok(Self::do_reveal(account, problem, body)?)
		}

		/// Drops a problem that is not decided. Its deposit comes back, and what was wagered for it.
		///
		/// Origin: signed by who has posted it, as long as claims are taken and there is none; or the operator.
		///
		/// Emits `Dropped`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::drop_problem(T::MaxClaims::get()))]
		pub fn drop_problem(origin: OriginFor<T>, problem: u32) -> DispatchResultWithPostInfo {
			let by = signer_unless::<T::OperatorOrigin, _>(origin)?;
			let claims = Self::do_drop(by, problem)?;
			Ok(Some(T::WeightInfo::drop_problem(claims)).into())
		}
	}

	impl<T: Config> Pallet<T> {
		fn post_weight(statement: &Statement, standing: Option<&Body>) -> Weight {
			let bytes = u32::try_from(statement.encoded_size()).unwrap_or(u32::MAX);
			// More is refused before anything is made of it.
			let work = statement.work().min(T::MaxWork::get().into()) as u32;
			// What is to stand is checked at once.
			let standing = standing.map_or(Weight::zero(), |body| {
				let check = T::WeightInfo::check(bytes, work);
				check.saturating_add(T::WeightInfo::reveal(Self::bytes_of(body)))
			});
			T::WeightInfo::post(bytes, work).saturating_add(standing)
		}

		/// What is charged for, also of one that is too long.
		fn bytes_of(body: &Body) -> u32 {
			u32::try_from(body.encoded_size()).unwrap_or(u32::MAX)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The numbers of the problems that are open, or decided and not forgotten.
		pub fn problems() -> Vec<u32> {
			Queue::<T>::get().into_iter().map(|due| due.problem).collect()
		}

		/// A problem, and what stands.
		pub fn problem(problem: u32) -> Option<ProblemOf<T>> {
			Problems::<T>::get(problem)
		}

		/// What a problem states.
		pub fn statement(problem: u32) -> Option<Statement> {
			Self::statement_of(problem)
		}

		/// Claims for a problem that are not checked yet.
		pub fn claims(problem: u32) -> Vec<ClaimRow> {
			Claims::<T>::get(problem).into_inner()
		}

		/// The body that stands; none: nothing trades.
		pub fn dispatch(problem: u32) -> Option<Body> {
			Self::dispatch_of(problem)
		}

		/// What the body that stands comes to: prices, fills, payments. None: nothing trades.
		pub fn outcome(problem: u32) -> Option<Outcome> {
			Self::outcome_of(problem)
		}

		/// The hash with which a node claims a body.
		pub fn hash_of(node: NodeIndex, problem: u32, body: Body) -> Blake2 {
			body_hash(node, problem, &body)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxProblems::get() > 0 && T::MaxOfAsker::get() > 0, "nobody could post");
			assert!(T::MaxClaims::get() > 0 && T::MaxBody::get() > 0, "nobody could claim");
			assert!(T::MaxStatement::get() > 0 && T::MaxWork::get() > 0, "nothing could be asked");
			assert!(T::MinWager::get() > 0, "a claim would risk nothing");
			let (least, most) = (T::MinWindow::get(), T::MaxWindow::get());
			assert!(0 < least && least <= most, "no window is long enough");
			assert!(T::MaxAhead::get() > 0, "all would be too far ahead");
			assert!(
				Self::largest_step().all_lte(T::MaxProposalsWeight::get()),
				"nothing would be checked"
			);
		}

		fn on_poll(now: BlockNumberFor<T>, meter: &mut WeightMeter) {
			let most = meter.remaining().min(T::MaxProposalsWeight::get());
			let mut own = WeightMeter::with_limit(most);
			Self::tend(now, &mut own);
			meter.consume(own.consumed());
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
