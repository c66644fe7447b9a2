// SPDX-License-Identifier: Apache-2.0

//! Who trades: the members of a cooperative, which its board admits. In the place of `pallet-te-registry`.

pub use pallet::*;

#[frame_support::pallet(dev_mode)]
pub mod pallet {
	use frame_support::{pallet_prelude::*, traits::SortedMembers};
	use frame_system::{EnsureSignedBy, pallet_prelude::*};
	use gridmerit_energy::{Battery, EnergyLimits, MAX_ORDER, NodeIndex, Roles};
	use gridmerit_pallet_support::{NodeReferences, NodeView, TeNodes};
	use sp_runtime::traits::Hash;

	/// Its cables carry whatever a member can order.
	const LIMITS: EnergyLimits = EnergyLimits { generation: MAX_ORDER, consumption: MAX_ORDER };
	/// Who only stores has a lake.
	const LAKE: Battery = Battery {
		capacity: MAX_ORDER,
		power: MAX_ORDER,
		efficiency_ppm: 750_000,
		initial: MAX_ORDER / 2,
	};

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {}

	/// The accounts of the board.
	#[pallet::storage]
	pub type Board<T: Config> = StorageValue<_, BoundedVec<T::AccountId, ConstU32<8>>, ValueQuery>;

	/// The accounts of members, and what they are, by index. Nobody ever leaves.
	#[pallet::storage]
	pub type Members<T: Config> = StorageMap<_, Twox64Concat, NodeIndex, (T::AccountId, Roles)>;

	/// The index of an account.
	#[pallet::storage]
	pub type Indices<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, NodeIndex>;

	/// How many there are.
	#[pallet::storage]
	pub type Count<T: Config> = StorageValue<_, NodeIndex, ValueQuery>;

	/// The cooperative when it begins.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The accounts of the board.
		pub board: Vec<T::AccountId>,
		/// The accounts of members, and what they are.
		pub members: Vec<(T::AccountId, Roles)>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			let mut board = self.board.clone();
			board.sort();
			Board::<T>::put(BoundedVec::truncate_from(board));
			for (account, roles) in &self.members {
				assert!(Pallet::<T>::add(account.clone(), *roles).is_ok(), "each once");
			}
		}
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The account is a member already.
		IsMember,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Admits a member. Only one of the board.
		pub fn admit(origin: OriginFor<T>, account: T::AccountId, roles: Roles) -> DispatchResult {
			EnsureSignedBy::<Self, T::AccountId>::ensure_origin(origin)?;
			Self::add(account, roles)?;
			Ok(())
		}
	}

	impl<T: Config> Pallet<T> {
		/// Adds a member; its index.
		pub fn add(account: T::AccountId, roles: Roles) -> Result<NodeIndex, Error<T>> {
			ensure!(!Indices::<T>::contains_key(&account), Error::<T>::IsMember);
			let index = Count::<T>::get();
			Members::<T>::insert(index, (&account, roles));
			Indices::<T>::insert(account, index);
			Count::<T>::put(index + 1);
			Ok(index)
		}
	}

	/// Each of the board is an operator of the market.
	impl<T: Config> SortedMembers<T::AccountId> for Pallet<T> {
		fn sorted_members() -> Vec<T::AccountId> {
			Board::<T>::get().into_inner()
		}

		#[cfg(feature = "runtime-benchmarks")]
		fn add(account: &T::AccountId) {
			Board::<T>::put(BoundedVec::truncate_from(vec![account.clone()]));
		}
	}

	impl<T: Config> TeNodes<T::AccountId> for Pallet<T> {
		fn by_account(account: &T::AccountId) -> Option<NodeView> {
			Self::by_index(Indices::<T>::get(account)?)
		}

		fn by_index(index: NodeIndex) -> Option<NodeView> {
			let (_, roles) = Members::<T>::get(index)?;
			let battery = roles.only_stores().then_some(LAKE);
			Some(NodeView { index, suspended: false, roles, bus: 0, limits: LIMITS, battery })
		}

		fn account_of(index: NodeIndex) -> Option<T::AccountId> {
			Members::<T>::get(index).map(|(account, _)| account)
		}

		fn customer_of(index: NodeIndex) -> Option<[u8; 32]> {
			let account = Self::account_of(index)?;
			T::Hashing::hash_of(&account).as_ref().try_into().ok()
		}

		fn end() -> NodeIndex {
			Count::<T>::get()
		}
	}

	/// Who never leaves needs nobody to be held.
	impl<T: Config> NodeReferences for Pallet<T> {
		fn hold(_: NodeIndex) {}

		fn release(_: NodeIndex) {}
	}
}
