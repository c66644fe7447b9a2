// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod provides;
mod roll;
mod tend;
mod try_state;
mod types;
mod votes;
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
	use gridmerit_energy::NodeIndex;
	use gridmerit_pallet_support::{SessionIndex, Subject, TeNodes, TrustDraw};
	use gridmerit_trust::MAX_CANDIDATES;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The TE nodes.
		type Nodes: TeNodes<Self::AccountId>;

		/// Weighs and draws nodes.
		type Trust: TrustDraw;

		/// The number of the running session, which never goes down.
		type Session: Get<SessionIndex>;

		/// How many seats a committee has.
		#[pallet::constant]
		type Members: Get<u32>;

		/// With fewer nodes that serve no committee is drawn.
		#[pallet::constant]
		type MinRoll: Get<u32>;

		/// Most nodes that serve.
		#[pallet::constant]
		type MaxRoll: Get<u32>;

		/// Most questions at a time that wait, are voted on, or are to be carried out.
		#[pallet::constant]
		type MaxQuestions: Get<u32>;

		/// Most accounts that ask, or have asked within the `Pause`.
		#[pallet::constant]
		type MaxPauses: Get<u32>;

		/// For how many sessions a node serves. No longer than what it unbonds stays at risk, or one bond would weigh
		/// for two nodes.
		#[pallet::constant]
		type Service: Get<SessionIndex>;

		/// How many sessions a committee has to vote; and its asker, to carry out what it approved.
		#[pallet::constant]
		type Voting: Get<SessionIndex>;

		/// For how many sessions from a question on its asker asks nothing else, unless it was approved: who could have
		/// one committee drawn after the other would wait for the one that it likes. No shorter than a question can take.
		#[pallet::constant]
		type Pause: Get<SessionIndex>;

		/// The most that drawing and closing may take of a block.
		#[pallet::constant]
		type MaxCommitteeWeight: Get<Weight>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// The rest of the chain.
		#[cfg(feature = "runtime-benchmarks")]
		type World: gridmerit_pallet_support::BenchmarkWorld<Self::AccountId>;
	}

	/// The nodes that serve on committees.
	#[pallet::storage]
	pub type Roll<T: Config> = StorageValue<_, RollOf<T>, ValueQuery>;

	/// What is asked, by whom. Anybody can choose an account, so that keys are hashed well.
	#[pallet::storage]
	pub type Questions<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, QuestionOf<T>>;

	/// Who can be drawn for a question that waits for its committee. Apart from it, as nobody needs it then.
	#[pallet::storage]
	pub type Candidates<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, CandidatesOf<T>, ValueQuery>;

	/// Whose questions there are. None that is over.
	#[pallet::storage]
	pub type Askers<T: Config> =
		StorageValue<_, BoundedVec<T::AccountId, T::MaxQuestions>, ValueQuery>;

	/// Who has asked, and when each asks again. Apart from the questions, so that those that are over keep no place of theirs.
	#[pallet::storage]
	pub type Pauses<T: Config> = StorageValue<_, PausesOf<T>, ValueQuery>;

	/// How far questions have been looked after in this session.
	#[pallet::storage]
	pub type Tended<T: Config> = StorageValue<_, Progress, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A node serves on committees, or was weighed anew.
		Serves {
			/// The node.
			node: NodeIndex,
			/// What it weighs in a draw: its effective trust, in billionths.
			weight: u64,
			/// It serves before this session.
			until: SessionIndex,
		},
		/// A node serves no more: it has left, is not trusted, another one took its place, or it has not voted.
		ServesNoMore {
			/// The node.
			node: NodeIndex,
		},
		/// A committee was asked.
		Asked {
			/// By whom.
			asker: T::AccountId,
			/// A hash of what is to be decided.
			subject: Subject,
			/// How many nodes can be drawn.
			candidates: u32,
		},
		/// A committee was drawn.
		Drawn {
			/// For whose question.
			asker: T::AccountId,
			/// Who holds each of its seats: a node may hold several.
			seats: Vec<NodeIndex>,
			/// They vote before this session.
			until: SessionIndex,
		},
		/// A member has voted.
		Voted {
			/// On whose question.
			asker: T::AccountId,
			/// The member.
			node: NodeIndex,
			/// How many seats it holds, each of which counts.
			seats: u32,
			/// Whether it approves.
			approve: bool,
		},
		/// A committee has decided.
		Decided {
			/// Whose question.
			asker: T::AccountId,
			/// A hash of what was to be decided.
			subject: Subject,
			/// Whether two thirds of the seats approve. If not, so many are against it that they never will.
			approved: bool,
		},
		/// A question was not decided in time, or not carried out. Members who have not voted serve no more.
		Lapsed {
			/// Whose.
			asker: T::AccountId,
		},
		/// A question was taken back.
		Withdrawn {
			/// Whose.
			asker: T::AccountId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// This account does not act for a TE node.
		NotRegistered,
		/// The node is suspended.
		Suspended,
		/// The node has no trust: an index and a bond above the least that counts.
		NoTrust,
		/// As many nodes serve as can, and each weighs at least as much.
		RollFull,
		/// The node does not serve.
		DoesNotServe,
		/// Too few nodes serve for a committee.
		RollTooSmall,
		/// The account has asked something within the `Pause`, and it was not approved, or not carried out yet.
		AskedBefore,
		/// As many questions as there may be wait, are voted on, or are to be carried out.
		TooManyQuestions,
		/// The account asks nothing.
		NoQuestion,
		/// The account asks something else. Look at it again.
		OtherSubject,
		/// The committee is not drawn yet, or has decided.
		NotVoting,
		/// The time to vote is over.
		TooLate,
		/// The node is no member of this committee.
		NotAMember,
		/// The node has voted. A vote stands.
		HasVoted,
		/// As many accounts as there may be have asked within the `Pause`.
		TooManyPauses,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// The sender's node serves on committees for `Service` sessions, by today's trust; if it serves already, from now
		/// on. If as many serve as can, it takes the place of the one that weighs least.
		///
		/// Origin: signed by the account of a node with trust.
		///
		/// Emits `Serves`, and `ServesNoMore` if it takes another's place.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::serve())]
		pub fn serve(origin: OriginFor<T>) -> DispatchResult {
			let node = Self::ensure_node(origin)?;
			Ok(Self::do_serve(node)?)
		}

		/// The sender's node serves no more. Where it was drawn, it still can vote.
		///
		/// Origin: signed by the account of a node.
		///
		/// Emits `ServesNoMore`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::serve())]
		pub fn leave(origin: OriginFor<T>) -> DispatchResult {
			let node = Self::ensure_node(origin)?;
			Ok(Self::do_leave(node)?)
		}

		/// Weighs a node that serves by today's trust, for questions that are asked from now on.
		///
		/// Origin: signed by anybody.
		///
		/// Emits `Serves`, or `ServesNoMore` if it has no trust any more.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::serve())]
		pub fn weigh(origin: OriginFor<T>, node: NodeIndex) -> DispatchResult {
			ensure_signed(origin)?;
			Ok(Self::do_weigh(node)?)
		}

		/// Votes on what `asker` asks, which must be `subject`. Once: a vote stands. It costs no fee if it counts.
		///
		/// Origin: signed by the account of a member.
		///
		/// Emits `Voted`, and `Decided` if that decides it.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::vote())]
		pub fn vote(
			origin: OriginFor<T>,
			asker: T::AccountId,
			subject: Subject,
			approve: bool,
		) -> DispatchResultWithPostInfo {
			let node = Self::ensure_node(origin)?;
			Self::do_vote(node, asker, subject, approve)?;
			Ok(Pays::No.into())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Whose questions a node has still to vote on, with their subjects, and before which session.
		pub fn duties(node: NodeIndex) -> Vec<(T::AccountId, Subject, SessionIndex)> {
			Self::duties_of(node)
		}

		/// How many seats have to approve.
		pub fn needed() -> u32 {
			Self::two_thirds()
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			let (members, least, most) = (T::Members::get(), T::MinRoll::get(), T::MaxRoll::get());
			assert!(0 < members && members <= least && least <= most, "no committee is full");
			assert!(most as usize <= MAX_CANDIDATES, "nobody would be drawn");
			assert!(T::MaxQuestions::get() > 0, "nobody could ask");
			assert!(T::MaxQuestions::get() <= T::MaxPauses::get(), "not all could ask");
			// Its committee is drawn, votes, and what it approves is carried out.
			let longest = T::Voting::get().saturating_mul(3);
			assert!(longest <= T::Pause::get(), "a question that is refused would be forgotten");
			assert!(T::Service::get() > 0 && T::Voting::get() > 0, "nobody could vote");
			assert!(
				Self::largest_step().all_lte(T::MaxCommitteeWeight::get()),
				"no committee would be drawn"
			);
		}

		fn on_poll(_: BlockNumberFor<T>, meter: &mut WeightMeter) {
			let most = meter.remaining().min(T::MaxCommitteeWeight::get());
			let mut own = WeightMeter::with_limit(most);
			Self::tend(&mut own);
			meter.consume(own.consumed());
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
