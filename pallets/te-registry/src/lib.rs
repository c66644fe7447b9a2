// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod applications;
mod nodes;
mod provides;
mod references;
mod try_state;
mod types;
mod violations;
pub mod weights;
mod work;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use types::{Application, ApplicationOf, Node, NodeData, NodeOf};
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{
		pallet_prelude::*,
		traits::{Consideration, Footprint},
	};
	use frame_system::pallet_prelude::*;
	use gridmerit_energy::NodeIndex;
	use gridmerit_pallet_support::{OnRemove, OnSuspend, ViolationKind, Words};
	use gridmerit_trust::Work;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The operator.
		type OperatorOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// What an applicant leaves as long as it occupies storage.
		type Deposit: Consideration<Self::AccountId, Footprint>;

		/// Told when a node is suspended: whoever has its open orders.
		type OnSuspend: OnSuspend;

		/// Told when a node has left: whoever stores something of single nodes.
		type OnRemove: OnRemove;

		/// Most nodes at a time: no more than a book can hold orders.
		#[pallet::constant]
		type MaxNodes: Get<u32>;

		/// The most zero bits that an application may be asked for, so that the operator cannot lock everybody out.
		#[pallet::constant]
		type MaxWork: Get<u8>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// Deposit of an applicant or a node.
		#[codec(index = 0)]
		Node,
	}

	/// TE nodes by index. Indices are given out in turn, so nobody can choose them to unbalance the trie.
	#[pallet::storage]
	pub type Nodes<T: Config> = CountedStorageMap<_, Twox64Concat, NodeIndex, NodeOf<T>>;

	/// The node that an account acts for.
	#[pallet::storage]
	pub type IndexOf<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, NodeIndex>;

	/// The index of the next node.
	#[pallet::storage]
	pub type NextIndex<T: Config> = StorageValue<_, NodeIndex, ValueQuery>;

	/// Applications that the operator has not answered, by applicant.
	#[pallet::storage]
	pub type Applications<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, ApplicationOf<T>>;

	/// The account that a node is offered to by its present one, and which has not yet accepted.
	#[pallet::storage]
	pub type Handovers<T: Config> = StorageMap<_, Twox64Concat, NodeIndex, T::AccountId>;

	/// How often a node is held by the pallets above, none if it may leave.
	#[pallet::storage]
	pub type References<T: Config> = StorageMap<_, Twox64Concat, NodeIndex, u32>;

	/// How often a node has violated what.
	#[pallet::storage]
	pub type Violations<T: Config> =
		StorageDoubleMap<_, Twox64Concat, NodeIndex, Twox64Concat, ViolationKind, u32, ValueQuery>;

	/// The work that an application takes, over the hash of genesis and the applicant's account.
	#[pallet::storage]
	pub type ApplicationWork<T: Config> = StorageValue<_, Work, ValueQuery>;

	/// Nodes that exist from the start, admitted by the operator; and what work applications take.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Accounts and data; the first has index 0.
		pub nodes: alloc::vec::Vec<(T::AccountId, NodeData)>,
		/// The work that an application takes; none by default.
		pub application_work: Work,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			for (index, (account, data)) in self.nodes.iter().enumerate() {
				let admitted = Pallet::<T>::do_admit(account.clone(), *data, None);
				// Genesis has no other way to refuse; this never runs in a block.
				assert!(admitted.is_ok(), "genesis node {index}: {admitted:?}");
			}
			let checked = Pallet::<T>::check_bits(self.application_work);
			assert!(checked.is_ok(), "genesis work: {checked:?}");
			ApplicationWork::<T>::put(self.application_work);
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An account applied to become a TE node.
		Applied {
			/// The applicant.
			account: T::AccountId,
			/// What it applied for.
			data: NodeData,
		},
		/// An applicant took its application back.
		ApplicationWithdrawn {
			/// The applicant.
			account: T::AccountId,
		},
		/// The operator rejected an application.
		ApplicationRejected {
			/// The applicant.
			account: T::AccountId,
			/// Why.
			reason: Words,
		},
		/// A TE node was admitted.
		NodeAdmitted {
			/// Its index.
			node: NodeIndex,
			/// Who acts for it.
			account: T::AccountId,
			/// What it was admitted as.
			data: NodeData,
		},
		/// The operator changed what a node was admitted as.
		NodeChanged {
			/// Its index.
			node: NodeIndex,
			/// What it is now.
			data: NodeData,
		},
		/// The operator suspended a node. Its open orders are cancelled; those in books that are just being
		/// cleared when that is done.
		NodeSuspended {
			/// Its index.
			node: NodeIndex,
			/// Why.
			reason: Words,
		},
		/// The operator lifted a suspension.
		NodeResumed {
			/// Its index.
			node: NodeIndex,
		},
		/// A node's account offered the node to another account.
		HandoverOffered {
			/// Its index.
			node: NodeIndex,
			/// Who may accept it.
			to: T::AccountId,
		},
		/// Another account now acts for a node.
		AccountRotated {
			/// Its index.
			node: NodeIndex,
			/// Who did so far.
			from: T::AccountId,
			/// Who does from now on.
			to: T::AccountId,
		},
		/// A node left the market.
		NodeRemoved {
			/// Its index, which will not be used again.
			node: NodeIndex,
			/// Who acted for it.
			account: T::AccountId,
		},
		/// A violation was put on a node's record.
		ViolationRecorded {
			/// Its index.
			node: NodeIndex,
			/// What it did.
			kind: ViolationKind,
			/// How often it has done so by now.
			count: u32,
		},
		/// The operator said what work an application takes.
		ApplicationWorkSet {
			/// How much.
			work: Work,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// This account already acts for a TE node. An account acts for one node.
		AlreadyRegistered,
		/// This account has already applied. The operator approves or rejects it, or the applicant withdraws.
		AlreadyApplied,
		/// There is no application by this account.
		NoApplication,
		/// There is no TE node with this index.
		UnknownNode,
		/// This account does not act for a TE node.
		NotRegistered,
		/// A node needs at least one role.
		NoRole,
		/// A limit is above 2^40 Wh.
		LimitTooHigh,
		/// The node is suspended already.
		AlreadySuspended,
		/// The node is not suspended.
		NotSuspended,
		/// Something still holds the node: open orders, positions, money, debts, a meter. Wait until all is
		/// settled and closed, withdraw the money, and have `ledger.forgive` write off what it owes and is owed. Or it is the market's utility or grid account: name another one.
		BusinessOpen,
		/// The node was not offered to this account.
		NotOffered,
		/// The market has as many nodes as it can hold.
		TooManyNodes,
		/// All 2^20 indices have been given to nodes, some of which have left. None is used twice.
		NoIndexLeft,
		/// The applicant has applied for something else meanwhile. Look at it again.
		ApplicationChanged,
		/// A node that trades as nothing but storage must declare its battery.
		BatteryMissing,
		/// Only a node that trades as nothing but storage has a battery: the meter of another could not tell
		/// it from the rest. Give the battery a meter and a node of its own.
		BatteryNotAlone,
		/// Capacity and power of a battery are from 1 to 2^40 Wh and W, its efficiency from 1 to 1,000,000
		/// parts per million, and it holds no more than its capacity.
		BatteryInvalid,
		/// The nonce does not prove the work that an application takes. Look at `work_asked` for this account, search
		/// with `gridmerit-agent work`, and apply with the nonce that it prints. What is asked may have changed since
		/// you searched, and a nonce is of one account on one chain.
		WorkMissing,
		/// Nobody may be asked for more than `MaxWork` bits.
		TooMuchWork,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Applies to become a TE node with `data`. Takes a deposit, which comes back when the application is
		/// rejected or withdrawn, or the node removed. `nonce` proves the work that is asked (`work_asked`); if none
		/// is, any does.
		///
		/// Origin: signed by the applicant.
		///
		/// Emits `Applied`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::apply())]
		pub fn apply(origin: OriginFor<T>, data: NodeData, nonce: u64) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_apply(account, data, nonce)
		}

		/// Takes back an application that the operator has not answered, and returns its deposit.
		///
		/// Origin: signed by the applicant.
		///
		/// Emits `ApplicationWithdrawn`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::withdraw_application())]
		pub fn withdraw_application(origin: OriginFor<T>) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::end_application(&account)?;
			Self::deposit_event(Event::ApplicationWithdrawn { account });
			Ok(())
		}

		/// Admits the applicant `account` with `data`, which must be what it applied for: it may have changed
		/// its mind meanwhile.
		///
		/// Origin: the operator.
		///
		/// Emits `NodeAdmitted`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::approve())]
		pub fn approve(
			origin: OriginFor<T>,
			account: T::AccountId,
			data: NodeData,
		) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_approve(account, data)
		}

		/// Rejects the application of `account`, for `reason`, and returns its deposit.
		///
		/// Origin: the operator.
		///
		/// Emits `ApplicationRejected`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::reject())]
		pub fn reject(
			origin: OriginFor<T>,
			account: T::AccountId,
			reason: Words,
		) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::end_application(&account)?;
			Self::deposit_event(Event::ApplicationRejected { account, reason });
			Ok(())
		}

		/// Admits `account`, which has not applied, without a deposit.
		///
		/// Origin: the operator.
		///
		/// Emits `NodeAdmitted`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::admit())]
		pub fn admit(
			origin: OriginFor<T>,
			account: T::AccountId,
			data: NodeData,
		) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_admit(account, data, None)
		}

		/// Changes what `node` was admitted as. New limits hold for orders from now on, and for what is settled
		/// from now on; what it has sold it may still feed in.
		///
		/// Origin: the operator.
		///
		/// Emits `NodeChanged`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::change())]
		pub fn change(origin: OriginFor<T>, node: NodeIndex, data: NodeData) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_change(node, data)
		}

		/// Suspends `node`, for `reason`, and cancels its open orders; those in books that are just being
		/// cleared when that is done.
		///
		/// Origin: the operator.
		///
		/// Emits `NodeSuspended`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::suspend().saturating_add(T::OnSuspend::weight()))]
		pub fn suspend(origin: OriginFor<T>, node: NodeIndex, reason: Words) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_suspend(node, reason)
		}

		/// Lifts the suspension of `node`.
		///
		/// Origin: the operator.
		///
		/// Emits `NodeResumed`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::resume())]
		pub fn resume(origin: OriginFor<T>, node: NodeIndex) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_resume(node)
		}

		/// Offers the sender's node to the account `to`, which then calls `accept_handover`. Replaces an earlier
		/// offer; an offer to oneself ends it.
		///
		/// Origin: signed by the account of a node.
		///
		/// Emits `HandoverOffered`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::offer_handover())]
		pub fn offer_handover(origin: OriginFor<T>, to: T::AccountId) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_offer(account, to)
		}

		/// Takes over `node`, which was offered to the sender: its index with orders, positions, money and
		/// debts. The old account gets its deposit back, the new one leaves it.
		///
		/// Origin: signed by the account that it was offered to.
		///
		/// Emits `AccountRotated`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::accept_handover())]
		pub fn accept_handover(origin: OriginFor<T>, node: NodeIndex) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_accept(account, node)
		}

		/// Gives `node` to the account `to`, say after a key was lost. The old account gets its deposit back.
		///
		/// Origin: the operator.
		///
		/// Emits `AccountRotated`.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::replace_account())]
		pub fn replace_account(
			origin: OriginFor<T>,
			node: NodeIndex,
			to: T::AccountId,
		) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::rotate(node, to, false)
		}

		/// Removes `node`, which nothing holds any more, with all that is stored of it alone, and returns its
		/// deposit.
		///
		/// Origin: the operator.
		///
		/// Emits `NodeRemoved`.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::remove().saturating_add(T::OnRemove::weight()))]
		pub fn remove(origin: OriginFor<T>, node: NodeIndex) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_remove(node)
		}

		/// Puts a violation on the record of `node`. Other pallets report their own.
		///
		/// Origin: the operator.
		///
		/// Emits `ViolationRecorded`.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::record_violation())]
		pub fn record_violation(
			origin: OriginFor<T>,
			node: NodeIndex,
			kind: ViolationKind,
		) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_record(node, kind)
		}

		/// Asks of applications from now on that `bits` zero bits are found, 2^`bits` hashes on average; 0 asks for
		/// nothing. Applications that wait stay as they are.
		///
		/// Origin: the operator.
		///
		/// Emits `ApplicationWorkSet`.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::set_application_work())]
		pub fn set_application_work(origin: OriginFor<T>, bits: u8) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_set_work(Work { bits })
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The node that an account acts for, with its index.
		pub fn node_of(account: T::AccountId) -> Option<(NodeIndex, NodeOf<T>)> {
			let node = IndexOf::<T>::get(account)?;
			Some((node, Nodes::<T>::get(node)?))
		}

		/// The work that an application by `account` takes, and the identity that it is over: what is hashed before
		/// the nonce.
		pub fn work_asked(account: T::AccountId) -> (Work, alloc::vec::Vec<u8>) {
			(ApplicationWork::<T>::get(), Self::identity(&account))
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxNodes::get() > 0, "a market without nodes");
			let identity =
				T::Hash::max_encoded_len().saturating_add(T::AccountId::max_encoded_len());
			assert!(identity <= gridmerit_trust::MAX_ID, "an identity that no work can be over");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
