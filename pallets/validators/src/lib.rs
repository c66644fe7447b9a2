// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod candidacy;
mod election;
mod errors;
mod named;
mod offences;
mod ownership;
mod rules;
mod service;
mod sessions;
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

pub use offences::{Absence, Offender};
pub use pallet::*;
pub use service::BuiltOf;
pub use sessions::Sessions;
pub use types::{Candidate, CandidatesOf, KeysOf, NamedOf, NodesOf, Record, Seat, SeatOf, SeatsOf};
pub use weights::WeightInfo;

use frame_support::pallet_macros::import_section;

#[import_section(errors::errors)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		PalletId,
		pallet_prelude::*,
		traits::{FindAuthor, fungible},
	};
	use frame_system::pallet_prelude::*;
	use gridmerit_energy::{NodeIndex, Planck};
	use gridmerit_pallet_support::{
		ConductSink, NodeReferences, NodeRewards, OnRemove, SessionIndex, TeNodes, Trust,
	};
	use gridmerit_trust::{
		BuilderView, CandidateView, Offence, Part, SeatReason, SeatRules, SeatView,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Money. This pallet counts it in planck; a balance may have fewer bits.
		type Currency: fungible::Inspect<Self::AccountId>;

		/// The TE nodes. A candidate cannot leave.
		type Nodes: TeNodes<Self::AccountId> + NodeReferences;

		/// How far nodes are trusted.
		type Trust: Trust;

		/// Is told of offences.
		type Conduct: ConductSink<Self::AccountId>;

		/// Pays builders and their backers.
		type Rewards: NodeRewards<Self::AccountId>;

		/// The operator.
		type OperatorOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Sessions, their validators and keys.
		type Sessions: Sessions<Self::AccountId>;

		/// The author of a block, by its place among the validators.
		type FindAuthor: FindAuthor<u32>;

		/// Whose account is the builders' pot.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// Most candidates.
		#[pallet::constant]
		type MaxCandidates: Get<u32>;

		/// Most validators of a set.
		#[pallet::constant]
		type MaxValidators: Get<u32>;

		/// Fewest validators of a set that the operator names, unless the present one has fewer.
		#[pallet::constant]
		type MinValidators: Get<u32>;

		/// How many blocks for each of its validators a session must have that who has built none was absent.
		#[pallet::constant]
		type AbsenceBlocks: Get<u32>;

		/// For how many sessions who was absent cannot be elected: more than two, or who never runs comes back at once.
		#[pallet::constant]
		type AbsenceBar: Get<SessionIndex>;

		/// For how many sessions who has equivocated cannot be elected.
		#[pallet::constant]
		type EquivocationBar: Get<SessionIndex>;

		/// How many sessions back an offence can be reported.
		#[pallet::constant]
		type ReportSessions: Get<SessionIndex>;

		/// How many sessions before they hold rules are set.
		#[pallet::constant]
		type RulesNotice: Get<SessionIndex>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// The rest of the chain.
		#[cfg(feature = "runtime-benchmarks")]
		type World: gridmerit_pallet_support::BenchmarkWorld<Self::AccountId>;
	}

	/// Who stands for a seat or has one.
	#[pallet::storage]
	pub type Candidates<T: Config> = StorageValue<_, CandidatesOf<T>, ValueQuery>;

	/// Who has the seats of a session, and with which keys: of this one and the next, and of past ones as long as offences
	/// in them can be reported.
	#[pallet::storage]
	pub type Seats<T: Config> = StorageMap<_, Twox64Concat, SessionIndex, SeatsOf<T>, ValueQuery>;

	/// How many blocks each has built in this session, in the order of its seats.
	#[pallet::storage]
	pub type Built<T: Config> = StorageValue<_, BuiltOf<T>, ValueQuery>;

	/// What builders have done, and for how long they cannot be elected. Indices are given out in turn, so nobody can
	/// choose them to unbalance the trie.
	#[pallet::storage]
	pub type Records<T: Config> = StorageMap<_, Twox64Concat, NodeIndex, Record, ValueQuery>;

	/// By what seats are given.
	#[pallet::storage]
	pub type Rules<T: Config> = StorageValue<_, SeatRules, ValueQuery>;

	/// Rules that hold from a session on.
	#[pallet::storage]
	pub type NextRules<T: Config> = StorageValue<_, (SessionIndex, SeatRules)>;

	/// The nodes that the operator has named, and the accounts that acted for them then: who takes a node over is not
	/// named. None if the builders are elected.
	#[pallet::storage]
	pub type Named<T: Config> = StorageValue<_, NamedOf<T>>;

	/// How many slots a session has, if the chain began with a length of its own: for tests of networks, which cannot
	/// wait for hours.
	#[pallet::storage]
	pub type SessionSlots<T: Config> = StorageValue<_, u64>;

	/// What holds from the start. The validators that a chain begins with are those with session keys at genesis; each acts
	/// for a TE node.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// By what seats are given; the defaults if a chain says nothing.
		pub rules: SeatRules,
		/// How many slots a session has; those of the runtime if a chain says nothing. It can never change.
		pub session_slots: Option<u64>,
		/// Of which chain.
		#[serde(skip)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			// Genesis has no other way to refuse; this never runs in a block.
			let checked = Pallet::<T>::check_rules(&self.rules);
			assert!(checked.is_ok(), "genesis rules: {checked:?}");
			assert!(self.session_slots != Some(0), "a session without slots");
			Rules::<T>::put(self.rules);
			SessionSlots::<T>::set(self.session_slots);
			let seated = Pallet::<T>::seat_founders();
			assert!(seated.is_ok(), "genesis validators: {seated:?}");
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A node stands for a seat.
		CandidateStands {
			/// The node.
			node: NodeIndex,
			/// Its effective trust.
			trust: Part,
		},
		/// A node does not stand any more. If it has a seat, it has to run until the last block of its last session is
		/// final.
		CandidateLeaves {
			/// The node.
			node: NodeIndex,
		},
		/// There were too many candidates, and this one was trusted least.
		CandidacyEnded {
			/// The node.
			node: NodeIndex,
		},
		/// The seats of a session are given. It begins when this one is over.
		SetPlanned {
			/// The session.
			session: SessionIndex,
			/// Who has a seat and why.
			seats: Vec<(NodeIndex, SeatReason)>,
		},
		/// A builder has signed twice or was absent: it cannot be elected for a while. Who has signed twice is
		/// disabled, too, unless a third of the validators is already.
		Barred {
			/// Its node.
			node: NodeIndex,
			/// What it has done.
			offence: Offence,
			/// The first session that it can be elected for again.
			until: SessionIndex,
		},
		/// The operator has pardoned a builder: it can be elected for the next set that is planned.
		Pardoned {
			/// Its node.
			node: NodeIndex,
		},
		/// A builder's part of the fees is ready to be claimed, by it and its backers.
		BuilderRewarded {
			/// The session that it is for.
			session: SessionIndex,
			/// The node.
			node: NodeIndex,
			/// How many blocks it has built.
			blocks: u32,
			/// How much, in planck.
			amount: Planck,
		},
		/// The operator has set rules of the election.
		SeatRulesSet {
			/// From which session on they hold.
			from: SessionIndex,
			/// All of them.
			rules: SeatRules,
		},
		/// Rules that were set hold from now on.
		SeatRulesEnacted,
		/// The operator has named the validators, in office from the next session but one; or none: they are elected.
		ValidatorsNamed {
			/// All of them.
			named: Option<NodesOf<T>>,
		},
		/// Who is no validator any more has taken its session keys and the deposit for them back.
		KeysReleased {
			/// Its account.
			account: T::AccountId,
		},
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Stands for a seat: from the next session but one on the sender's node may build blocks, if it is elected.
		///
		/// Origin: signed by the account of a node that is trusted enough and has set its session keys.
		///
		/// Emits `CandidateStands`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::stand())]
		pub fn stand(origin: OriginFor<T>) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_stand(account)
		}

		/// Stands for no seat any more. Who has one keeps it until the set that is planned already is out of office, and
		/// has to run until then; or longer, if too many would leave at once.
		///
		/// Origin: signed by the account of a candidate.
		///
		/// Emits `CandidateLeaves`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::step_down())]
		pub fn step_down(origin: OriginFor<T>) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_step_down(account)
		}

		/// Gives the sender's session keys up and returns the deposit for them, once it is no candidate and no
		/// validator. `session.purgeKeys` is closed, as it asks nobody whether the keys are needed.
		///
		/// Origin: signed by an account with session keys.
		///
		/// Emits `KeysReleased`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::release_keys())]
		pub fn release_keys(origin: OriginFor<T>) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_release_keys(account)
		}

		/// Sets the rules by which seats are given. They hold after `RulesNotice` sessions; what was set before and does
		/// not hold yet is forgotten.
		///
		/// Origin: the operator.
		///
		/// Emits `SeatRulesSet`.
		#[pallet::call_index(3)]
		#[pallet::weight((T::WeightInfo::set_seat_rules(), DispatchClass::Operational))]
		pub fn set_seat_rules(origin: OriginFor<T>, rules: SeatRules) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_set_rules(rules)
		}

		/// Names the validators, in the place of an election: in office from the next session but one, until others are
		/// named, or none, and they are elected again. For when an election has gone wrong. Nobody checks whether their
		/// machines run.
		///
		/// Origin: the operator.
		///
		/// Emits `ValidatorsNamed`.
		#[pallet::call_index(4)]
		#[pallet::weight((
			T::WeightInfo::name_validators(
				named.as_ref().map_or(T::MaxValidators::get(), |nodes| nodes.len() as u32),
			),
			DispatchClass::Operational,
		))]
		pub fn name_validators(origin: OriginFor<T>, named: Option<NodesOf<T>>) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_name_validators(named)
		}

		/// Ends what keeps `node` from being elected, say after a machine was started twice by mistake. Its trust, and
		/// what it loses of its bond, stay as they are.
		///
		/// Origin: the operator.
		///
		/// Emits `Pardoned`.
		#[pallet::call_index(5)]
		#[pallet::weight((T::WeightInfo::pardon(), DispatchClass::Operational))]
		pub fn pardon(origin: OriginFor<T>, node: NodeIndex) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_pardon(node)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// This session, and who has its seats, in the order of consensus.
		pub fn current() -> (SessionIndex, Vec<SeatView<T::AccountId>>) {
			let session = T::Sessions::current();
			(session, Self::seats_of(session))
		}

		/// The next session, and who has its seats.
		pub fn planned() -> (SessionIndex, Vec<SeatView<T::AccountId>>) {
			let session = T::Sessions::current().saturating_add(1);
			(session, Self::seats_of(session))
		}

		/// All candidates, and what they lacked when the next session was planned.
		pub fn candidates() -> Vec<CandidateView> {
			Self::candidates_of()
		}

		/// All about a builder, or a node that could be one; none if there is no such node.
		pub fn builder(node: NodeIndex) -> Option<BuilderView<T::AccountId>> {
			Self::builder_of(node)
		}

		/// The account of what builders are paid from. Anybody can pay into it.
		pub fn pot() -> T::AccountId {
			Self::pot_account()
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			Self::count_block();
			T::WeightInfo::count_block()
		}

		fn integrity_test() {
			let (least, most) = (T::MinValidators::get(), T::MaxValidators::get());
			assert!(0 < least && least <= most, "no set would be large enough");
			assert!(most <= T::MaxCandidates::get(), "validators that cannot be candidates");
			assert!(T::AbsenceBlocks::get() > 0, "who had no block to build would be absent");
			assert!(T::AbsenceBar::get() > 2, "who never runs would come back at once");
			assert!(T::EquivocationBar::get() > 2, "who equivocates would come back at once");
			assert!(SeatRules::default().seats <= most, "the default rules are not sound");
			// An equivocation takes at least (3 / n)^2 billionths, by which it is told from an absence.
			assert!(most <= 10_000, "an equivocation would pass for an absence");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	impl<T: Config> OnRemove for Pallet<T> {
		fn removed(node: NodeIndex) {
			Records::<T>::remove(node);
		}

		fn weight() -> Weight {
			T::DbWeight::get().writes(1)
		}
	}
}
