// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod named;
mod offences;
mod sessions;
mod try_state;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use sessions::Sessions;
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use sp_staking::offence::OffenceSeverity;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The operator.
		type OperatorOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Sessions, their validators and keys.
		type Sessions: Sessions<Self::AccountId>;

		/// Most validators of a set.
		#[pallet::constant]
		type MaxValidators: Get<u32>;

		/// Fewest validators of a set, unless the present one has fewer.
		#[pallet::constant]
		type MinValidators: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// A set of validators.
	pub type ValidatorsOf<T> =
		BoundedVec<<T as frame_system::Config>::AccountId, <T as Config>::MaxValidators>;

	/// The validators that the operator has named; none before it has, and the genesis validators stay.
	#[pallet::storage]
	pub type Named<T: Config> = StorageValue<_, ValidatorsOf<T>>;

	/// Who has equivocated, how severely, and was not named anew since.
	#[pallet::storage]
	pub type Offenders<T: Config> =
		StorageValue<_, BoundedVec<(T::AccountId, OffenceSeverity), T::MaxValidators>, ValueQuery>;

	/// How many slots a session has, if the chain began with a length of its own: for tests of networks, which cannot
	/// wait for hours.
	#[pallet::storage]
	pub type SessionSlots<T: Config> = StorageValue<_, u64>;

	/// What holds from the start and cannot change on a live chain.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// How many slots a session has; those of the runtime if a chain says nothing.
		pub session_slots: Option<u64>,
		/// Of which chain.
		#[serde(skip)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			// Genesis has no other way to refuse; this never runs in a block.
			assert!(self.session_slots != Some(0), "a session without slots");
			SessionSlots::<T>::set(self.session_slots);
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The operator has named the validators. They are in office from the next session but one.
		ValidatorsNamed {
			/// All of them.
			validators: ValidatorsOf<T>,
		},
		/// A validator has signed two blocks for one slot or voted twice in a round. It is disabled until it
		/// is named anew, unless a third of the validators is disabled already.
		Equivocated {
			/// Its account.
			validator: T::AccountId,
		},
		/// Who is no validator any more has taken its session keys and the deposit for them back.
		KeysReleased {
			/// Its account.
			account: T::AccountId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// A set has at least four validators, of which one may fail, or as many as are in office if those are
		/// fewer. Name more.
		TooFewValidators,
		/// An account stands in the set twice.
		NamedTwice,
		/// An account of the set has no session keys, so that it could build no block. Have it call
		/// `session.setKeys` with the keys and the proof that `author_rotateKeysWithOwner` returns.
		NoSessionKeys,
		/// The keys are those of a validator that is named, in office or queued. Wait until another set has
		/// been named and is in office, at most two sessions.
		KeysNeeded,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Names the validators. They are in office from the next session but one, and stay until others are
		/// named. Each has to have set its session keys. An offender that is named is forgiven.
		#[pallet::call_index(0)]
		#[pallet::weight((T::WeightInfo::set_validators(validators.len() as u32), DispatchClass::Operational))]
		pub fn set_validators(origin: OriginFor<T>, validators: ValidatorsOf<T>) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_set_validators(validators)
		}

		/// Gives the sender's session keys up and returns the deposit for them, once it is no validator and not
		/// going to be one. `session.purgeKeys` is closed, as it asks nobody whether the keys are needed.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::release_keys())]
		pub fn release_keys(origin: OriginFor<T>) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_release_keys(account)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			let (least, most) = (T::MinValidators::get(), T::MaxValidators::get());
			assert!(0 < least && least <= most, "no set would be large enough");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
