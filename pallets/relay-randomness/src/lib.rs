// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod tests;
pub mod weights;

pub use pallet::*;
pub use weights::WeightInfo;

use codec::{Decode, Encode, MaxEncodedLen};
use cumulus_pallet_parachain_system::{OnSystemEvent, RelayChainStateProof};
use cumulus_primitives_core::{
	PersistedValidationData, RelayProofRequest, RelayStorageKey,
	relay_chain::well_known_keys::ONE_EPOCH_AGO_RANDOMNESS,
};
use frame_support::{
	traits::{Get, Randomness},
	weights::Weight,
};
use gridmerit_pallet_support::SessionIndex;
use scale_info::TypeInfo;
use sp_io::hashing::blake2_256;

/// Most bytes of the relay chain's proof, which the block carries, that the one value takes, with the nodes of the trie on the
/// way to it.
const PROOF_SIZE: u64 = 2_048;

/// A value of the relay chain, and what is known of when it was made.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Seen {
	/// The value.
	pub random: [u8; 32],
	/// The session of this chain in which it was last proven.
	pub proven: SessionIndex,
	/// A session of this chain before which its relay epoch had not begun, or 0.
	pub begun: SessionIndex,
	/// A session of this chain before which none of what went into it was made, or 0.
	pub made: SessionIndex,
}

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::pallet_prelude::*;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The number of the running session, which never goes down.
		type Session: Get<SessionIndex>;

		/// Weight of the hook.
		type WeightInfo: WeightInfo;
	}

	/// The relay chain's randomness of one epoch ago, as last seen.
	#[pallet::storage]
	pub type Last<T> = StorageValue<_, Seen, OptionQuery>;
}

impl<T: Config> Pallet<T> {
	/// What a collator has to prove of the relay chain: the answer to `KeyToIncludeInRelayProof`.
	pub fn keys_to_prove() -> RelayProofRequest {
		RelayProofRequest { keys: [RelayStorageKey::Top(ONE_EPOCH_AGO_RANDOMNESS.to_vec())].into() }
	}

	fn see(random: [u8; 32]) {
		let last = Last::<T>::get().unwrap_or_default();
		let proven = T::Session::get();
		let seen = if last.random == random {
			Seen { proven, ..last }
		} else {
			// When the one before was last proven, the relay epoch of this one had not begun.
			Seen { random, proven, begun: last.proven, made: last.begun }
		};
		if seen != last {
			Last::<T>::put(seen);
		}
	}
}

impl<T: Config> OnSystemEvent for Pallet<T> {
	fn on_validation_data(_: &PersistedValidationData) {}

	fn on_validation_code_applied() {}

	fn on_relay_state_proof(proof: &RelayChainStateProof) -> Weight {
		match proof.read_optional_entry(ONE_EPOCH_AGO_RANDOMNESS) {
			Ok(Some(random)) => Self::see(random),
			// What is not in the proof is not known.
			Ok(None) | Err(_) => log::debug!("no randomness of the relay chain"),
		}
		T::WeightInfo::on_relay_state_proof().saturating_add(Weight::from_parts(0, PROOF_SIZE))
	}
}

impl<T: Config<Hash: From<[u8; 32]>>> Randomness<T::Hash, SessionIndex> for Pallet<T> {
	fn random(subject: &[u8]) -> (T::Hash, SessionIndex) {
		let Seen { random, made, .. } = Last::<T>::get().unwrap_or_default();
		((subject, random).using_encoded(blake2_256).into(), made)
	}
}
