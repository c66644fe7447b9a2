// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod backing;
mod bonds;
mod conduct;
mod errors;
mod fold;
mod funds;
mod provides;
mod rewards;
mod rules;
mod slashes;
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
pub use types::{
	Backer, BackerOf, Counted, FoldCursor, MAX_TIERS, PendingSlash, PendingSlashOf, RunningSession,
	Slashing, Stake, StakeOf, StandingRow, TrustRules, UnbondingsOf,
};
pub use weights::WeightInfo;

use frame_support::pallet_macros::import_section;

#[import_section(errors::errors)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{
		PalletId,
		pallet_prelude::*,
		traits::{Randomness, UnixTime, fungible},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;
	use gridmerit_energy::{NodeIndex, PageIndex, Planck};
	use gridmerit_pallet_support::{
		Compensation, Evidence, NodeReferences, Page, PageSet, SessionIndex, TeNodes, Words,
		signer_unless,
	};
	use gridmerit_trust::{Changes, Conduct, Folded, Offence, Part, TrustStanding};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Money. This pallet counts it in planck; a balance may have fewer bits.
		type Currency: fungible::Mutate<Self::AccountId>
			+ fungible::MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// Why this pallet holds money.
		type RuntimeHoldReason: From<HoldReason>;

		/// The TE nodes. One with something bonded cannot leave.
		type Nodes: TeNodes<Self::AccountId> + NodeReferences;

		/// Pays whom an offence has cost something.
		type Ledger: Compensation<Self::AccountId>;

		/// The operator.
		type OperatorOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The number of the running session, which never goes down.
		type Session: Get<SessionIndex>;

		/// The time; days are counted since 1970.
		type Time: UnixTime;

		/// What nobody can know before some session: that in which the first of what went into it was made. Session 0 if
		/// nobody could rely on that, which no session is before.
		type Randomness: Randomness<Self::Hash, SessionIndex>;

		/// Gets what of slashes is left. An account that lives.
		type Treasury: Get<Self::AccountId>;

		/// Whose account is the pot of backers' money.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// Whose account rewards are paid from: not the same.
		#[pallet::constant]
		type RewardsId: Get<PalletId>;

		/// In how many sessions after its own an offence can be reported. As long as it takes until an interval is
		/// settled for good, if what was not delivered is to be made good from bonds.
		#[pallet::constant]
		type ReportWindow: Get<SessionIndex>;

		/// How many sessions a slash can be cancelled.
		#[pallet::constant]
		type DisputeWindow: Get<SessionIndex>;

		/// How many sessions what is unbonded stays at risk: more than both windows together, so that nobody is out
		/// before what it has done is slashed.
		#[pallet::constant]
		type UnbondingSessions: Get<SessionIndex>;

		/// How many sessions before they hold rules are set.
		#[pallet::constant]
		type RulesNotice: Get<SessionIndex>;

		/// How many sessions before it holds a commission is set.
		#[pallet::constant]
		type CommissionNotice: Get<SessionIndex>;

		/// Most backers of a node.
		#[pallet::constant]
		type MaxBackers: Get<u32>;

		/// The least that a backer bonds, in planck; at least the existential deposit.
		#[pallet::constant]
		type MinBacking: Get<Planck>;

		/// Most amounts of one bond that are on their way out at a time.
		#[pallet::constant]
		type MaxUnbondings: Get<u32>;

		/// How many changes of its index are remembered of a node.
		#[pallet::constant]
		type HistoryLength: Get<u32>;

		/// The most that folding and slashing may take of a block.
		#[pallet::constant]
		type MaxTrustWeight: Get<Weight>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// The rest of the chain.
		#[cfg(feature = "runtime-benchmarks")]
		type World: gridmerit_pallet_support::BenchmarkWorld<Self::AccountId>;
	}

	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// A node's own bond.
		#[codec(index = 0)]
		Bond,
	}

	/// What is bonded behind nodes; none if nothing is. Indices are given out in turn, so nobody can choose keys to
	/// unbalance the trie.
	#[pallet::storage]
	pub type Stakes<T: Config> = StorageMap<_, Twox64Concat, NodeIndex, StakeOf<T>>;

	/// Who has bonded what behind which node.
	#[pallet::storage]
	pub type Backers<T: Config> =
		StorageDoubleMap<_, Twox64Concat, NodeIndex, Blake2_128Concat, T::AccountId, BackerOf<T>>;

	/// How nodes stand, by page. Who has no row has the base as its index.
	#[pallet::storage]
	pub type StandingPages<T: Config> =
		StorageMap<_, Twox64Concat, PageIndex, Page<StandingRow>, ValueQuery>;

	/// The session whose conduct is gathered.
	#[pallet::storage]
	pub type Running<T: Config> = StorageValue<_, RunningSession, ValueQuery>;

	/// What nodes have done in the running session, and at the other place in the one that is being folded.
	#[pallet::storage]
	pub type ConductPages<T: Config> =
		StorageDoubleMap<_, Twox64Concat, bool, Twox64Concat, PageIndex, Page<Conduct>, ValueQuery>;

	/// On which pages that is.
	#[pallet::storage]
	pub type ConductSets<T: Config> = StorageMap<_, Twox64Concat, bool, PageSet, ValueQuery>;

	/// How far the folding has come; none if all is folded.
	#[pallet::storage]
	pub type Folding<T: Config> = StorageValue<_, FoldCursor>;

	/// The last changes of nodes' indices, oldest first.
	#[pallet::storage]
	pub type History<T: Config> =
		StorageMap<_, Twox64Concat, NodeIndex, BoundedVec<Folded, T::HistoryLength>, ValueQuery>;

	/// What was reported, by the session in which it happened: hashes of node, offence and evidence. Whoever reports
	/// can choose evidence, but not its hash.
	#[pallet::storage]
	pub type Reports<T: Config> =
		StorageDoubleMap<_, Twox64Concat, SessionIndex, Identity, Evidence, ()>;

	/// The first session of which reports may be left.
	#[pallet::storage]
	pub type ReportsFrom<T: Config> = StorageValue<_, SessionIndex, ValueQuery>;

	/// Slashes that wait, by number; they are due in order.
	#[pallet::storage]
	pub type Slashes<T: Config> = StorageMap<_, Twox64Concat, u32, PendingSlashOf<T>>;

	/// The first slash that may wait.
	#[pallet::storage]
	pub type FirstSlash<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// The number of the next slash.
	#[pallet::storage]
	pub type NextSlash<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// What of slashes the treasury could not be paid yet, in planck. It lies in the pot.
	#[pallet::storage]
	pub type Unpaid<T: Config> = StorageValue<_, Planck, ValueQuery>;

	/// Rewards that are not claimed, in planck, with what was lost in rounding. They lie in the account of rewards.
	#[pallet::storage]
	pub type Promised<T: Config> = StorageValue<_, Planck, ValueQuery>;

	/// By what trust moves and what it does.
	#[pallet::storage]
	pub type Rules<T: Config> = StorageValue<_, TrustRules, ValueQuery>;

	/// Rules that hold from a session on, once the session before is folded.
	#[pallet::storage]
	pub type NextRules<T: Config> = StorageValue<_, (SessionIndex, TrustRules)>;

	/// Rules from the start, the defaults if a chain says nothing; and who is trusted from the start, nobody by default.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// By what trust moves and what it does.
		pub rules: TrustRules,
		/// Nodes, each named once, with what their accounts bond of their own money, in planck, and the index that
		/// they begin with. It fades as any other from the day on which the first session ends.
		pub bonds: alloc::vec::Vec<(NodeIndex, Planck, Part)>,
		/// Of which chain.
		#[serde(skip)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			let checked = Pallet::<T>::check_rules(&self.rules);
			// Genesis has no other way to refuse; this never runs in a block.
			assert!(checked.is_ok(), "genesis rules: {checked:?}");
			Rules::<T>::put(self.rules.clone());
			for (node, amount, index) in &self.bonds {
				let entered = Pallet::<T>::enter_genesis_bond(*node, *amount, *index);
				assert!(entered.is_ok(), "genesis bond of node {node}: {entered:?}");
			}
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A node has bonded.
		Bonded {
			/// The node.
			node: NodeIndex,
			/// Whose money it is.
			owner: T::AccountId,
			/// How much more, in planck.
			amount: Planck,
			/// How much in all, in planck.
			bonded: Planck,
		},
		/// A node's own bond is on its way out, or a part of it.
		Unbonding {
			/// The node.
			node: NodeIndex,
			/// How much, in planck.
			amount: Planck,
			/// The first session in which it can be withdrawn.
			from: SessionIndex,
		},
		/// What was on its way out went back to its owner.
		BondWithdrawn {
			/// The node.
			node: NodeIndex,
			/// Whose money it is.
			owner: T::AccountId,
			/// How much, in planck.
			amount: Planck,
		},
		/// A node has said what of its backers' rewards it will keep.
		CommissionSet {
			/// The node.
			node: NodeIndex,
			/// What it keeps.
			commission: Part,
			/// From which session on.
			from: SessionIndex,
		},
		/// Somebody has bonded behind a node.
		Backed {
			/// The node.
			node: NodeIndex,
			/// Who.
			backer: T::AccountId,
			/// How much more, in planck.
			amount: Planck,
		},
		/// What a backer has behind a node is on its way out, or a part of it.
		Unbacking {
			/// The node.
			node: NodeIndex,
			/// Who.
			backer: T::AccountId,
			/// How much, in planck, unless it is slashed.
			amount: Planck,
			/// The first session in which it can be withdrawn.
			from: SessionIndex,
		},
		/// What a backer had on its way out went back to it.
		BackingWithdrawn {
			/// The node.
			node: NodeIndex,
			/// Who.
			backer: T::AccountId,
			/// How much, in planck.
			amount: Planck,
		},
		/// A node's own rewards were paid.
		RewardPaid {
			/// The node.
			node: NodeIndex,
			/// To whom.
			account: T::AccountId,
			/// How much, in planck.
			amount: Planck,
		},
		/// A backer's rewards were paid.
		BackingRewardPaid {
			/// The node.
			node: NodeIndex,
			/// To whom.
			backer: T::AccountId,
			/// How much, in planck.
			amount: Planck,
		},
		/// Something is proven against a node. Its index falls at the end of the session.
		OffenceReported {
			/// The node.
			node: NodeIndex,
			/// What; none if it only owes.
			offence: Option<Offence>,
			/// How severe.
			severity: Part,
			/// The session in which it happened.
			session: SessionIndex,
			/// By what it is proven.
			evidence: Evidence,
			/// Who has brought the proof.
			reporter: Option<T::AccountId>,
		},
		/// A node is to be slashed, unless the operator cancels it.
		SlashQueued {
			/// The number of the slash.
			slash: u32,
			/// The node.
			node: NodeIndex,
			/// Which part of what is bonded it takes.
			fraction: Part,
			/// The session that applies it.
			due: SessionIndex,
		},
		/// The operator cancelled a slash. If its session still runs, the offence does not count against the index
		/// either.
		SlashCancelled {
			/// The number of the slash.
			slash: u32,
			/// The node.
			node: NodeIndex,
			/// Why.
			reason: Words,
		},
		/// A node and its backers were slashed. What both lost is what the three others got, but for what the treasury
		/// could not be paid: that is paid with the next slash.
		Slashed {
			/// The number of the slash.
			slash: u32,
			/// The node.
			node: NodeIndex,
			/// What the node's own bond lost, in planck.
			own: Planck,
			/// What its backers lost, in planck.
			backers: Planck,
			/// What makes good the damage, and what else the node owes, in planck.
			damage: Planck,
			/// What the reporter got, in planck.
			reporter: Planck,
			/// What the treasury got, in planck.
			treasury: Planck,
		},
		/// A slash could not be applied: a fault of the chain. Nobody lost anything.
		SlashFailed {
			/// The number of the slash.
			slash: u32,
			/// The node.
			node: NodeIndex,
		},
		/// A session's conduct moved a node's index.
		IndexMoved {
			/// The node.
			node: NodeIndex,
			/// The session.
			session: SessionIndex,
			/// The index now.
			index: Part,
			/// What the node did.
			conduct: Conduct,
			/// How that moved the index.
			changes: Changes,
			/// What node and backers get for it, in planck.
			reward: Planck,
		},
		/// All conduct of a session is folded in.
		SessionFolded {
			/// The session.
			session: SessionIndex,
		},
		/// The operator has set rules.
		RulesSet {
			/// From which session on they hold.
			from: SessionIndex,
			/// All of them.
			rules: TrustRules,
		},
		/// Rules that were set hold from now on.
		RulesEnacted,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Bonds `amount` planck more for the sender's node. It is held in the sender's account.
		///
		/// Origin: signed by the account of a node that no slash is pending for.
		///
		/// Emits `Bonded`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::bond())]
		pub fn bond(origin: OriginFor<T>, #[pallet::compact] amount: Planck) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_bond(account, amount)
		}

		/// Takes `amount` planck out of the own bond of `node`. It counts no more from now on, stays at risk for
		/// `UnbondingSessions`, and can be withdrawn then. After a handover the new account can have the former
		/// one's bond unbonded, and the former one can itself.
		///
		/// Origin: signed by the owner of the bond or the account of the node.
		///
		/// Emits `Unbonding`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::unbond())]
		pub fn unbond(
			origin: OriginFor<T>,
			node: NodeIndex,
			#[pallet::compact] amount: Planck,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_unbond(account, node, amount)
		}

		/// Releases what of the own bond of `node` has been on its way out for long enough, to its owner.
		///
		/// Origin: signed by anybody.
		///
		/// Emits `BondWithdrawn`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::withdraw_unbonded())]
		pub fn withdraw_unbonded(origin: OriginFor<T>, node: NodeIndex) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_withdraw_unbonded(node)
		}

		/// Says what of its backers' rewards the sender's node keeps: less at once, more after `CommissionNotice`
		/// sessions.
		///
		/// Origin: signed by the account of a node with something bonded.
		///
		/// Emits `CommissionSet`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::set_commission())]
		pub fn set_commission(origin: OriginFor<T>, commission: Part) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_set_commission(account, commission)
		}

		/// Bonds `amount` planck of the sender's money behind `node`: it shares the node's rewards, less the
		/// commission, and its slashes in full, also for what was done before and is reported later.
		///
		/// Origin: signed by anybody.
		///
		/// Emits `Backed`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::back())]
		pub fn back(
			origin: OriginFor<T>,
			node: NodeIndex,
			#[pallet::compact] amount: Planck,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_back(account, node, amount)
		}

		/// Takes `amount` planck of what the sender has behind `node` out; all of it, if less than `MinBacking`
		/// would be left. It can be withdrawn after `UnbondingSessions`.
		///
		/// Origin: signed by a backer of the node.
		///
		/// Emits `Unbacking`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::unback())]
		pub fn unback(
			origin: OriginFor<T>,
			node: NodeIndex,
			#[pallet::compact] amount: Planck,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_unback(account, node, amount)
		}

		/// Pays back what `backer` has had on its way out from behind `node` for long enough.
		///
		/// Origin: signed by anybody.
		///
		/// Emits `BackingWithdrawn`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::withdraw_backing())]
		pub fn withdraw_backing(
			origin: OriginFor<T>,
			node: NodeIndex,
			backer: T::AccountId,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_withdraw_backing(backer, node)
		}

		/// Pays the own rewards of `node` to its account.
		///
		/// Origin: signed by anybody.
		///
		/// Emits `RewardPaid`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::claim())]
		pub fn claim(origin: OriginFor<T>, node: NodeIndex) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_claim(node)
		}

		/// Pays what `backer` has earned behind `node`.
		///
		/// Origin: signed by anybody.
		///
		/// Emits `BackingRewardPaid`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::claim_backing())]
		pub fn claim_backing(
			origin: OriginFor<T>,
			node: NodeIndex,
			backer: T::AccountId,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_claim_backing(backer, node)
		}

		/// Sets the rules of trust, which hold after `RulesNotice` sessions. Replaces rules that were set and do not
		/// hold yet.
		///
		/// Origin: the operator.
		///
		/// Emits `RulesSet`, and `RulesEnacted` when they hold.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::set_rules())]
		pub fn set_rules(
			origin: OriginFor<T>,
			rules: alloc::boxed::Box<TrustRules>,
		) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_set_rules(*rules)
		}

		/// Cancels a slash whose dispute window has not ended, for `reason`.
		///
		/// Origin: the operator.
		///
		/// Emits `SlashCancelled`.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::cancel_slash())]
		pub fn cancel_slash(origin: OriginFor<T>, slash: u32, reason: Words) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_cancel_slash(slash, reason)
		}

		/// Asks that what `node` owes to `creditor` be made good from its own bond, after `DisputeWindow` sessions: as
		/// much as it still owes then. Once a session.
		///
		/// Origin: signed by the account of the creditor, or the operator, who asks for the reserve, too.
		///
		/// Emits `OffenceReported` without an offence, and `SlashQueued`.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::call_in_debt())]
		pub fn call_in_debt(
			origin: OriginFor<T>,
			node: NodeIndex,
			creditor: NodeIndex,
		) -> DispatchResult {
			let account = signer_unless::<T::OperatorOrigin, _>(origin)?;
			Self::do_call_in_debt(account, node, creditor)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// How a node stands; none if there is no such node.
		pub fn standing(node: NodeIndex) -> Option<TrustStanding> {
			Self::standing_of(node)
		}

		/// Why its index is what it is: its last changes, oldest first.
		pub fn history(node: NodeIndex) -> alloc::vec::Vec<Folded> {
			History::<T>::get(node).into_inner()
		}

		/// What a backer's shares behind a node are worth, what it has on its way out, and what rewards it can claim,
		/// in planck; none if it backs it not.
		pub fn backing(node: NodeIndex, backer: T::AccountId) -> Option<(Planck, Planck, Planck)> {
			Self::backing_of(node, &backer)
		}

		/// The account of backers' money, and the one that rewards are paid from. Anybody can pay into that one.
		pub fn pots() -> (T::AccountId, T::AccountId) {
			(Self::pot_account(), Self::reward_account())
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(
				Self::pot_account() != Self::reward_account(),
				"bonds would be paid as rewards"
			);
			let windows = T::ReportWindow::get().checked_add(T::DisputeWindow::get());
			assert!(
				windows.is_some_and(|windows| windows < T::UnbondingSessions::get()),
				"bonds could leave before what was done is slashed"
			);
			assert!(
				T::DisputeWindow::get() > 0 && T::ReportWindow::get() > 0,
				"nobody could report or object"
			);
			assert!(T::MaxBackers::get() > 0 && T::MaxUnbondings::get() > 0, "no room");
			assert!(T::HistoryLength::get() > 0, "nobody could see why");
			assert!(
				T::MinBacking::get() >= Self::existential_deposit(),
				"a backer could be left with dust"
			);
			assert!(
				Self::largest_step().all_lte(T::MaxTrustWeight::get()),
				"trust would never move"
			);
		}

		fn on_poll(_: BlockNumberFor<T>, meter: &mut WeightMeter) {
			let most = meter.remaining().min(T::MaxTrustWeight::get());
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
