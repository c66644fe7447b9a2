// SPDX-License-Identifier: Apache-2.0

//! The work that an application takes, so that many identities cost something.

use alloc::vec::Vec;
use codec::Encode;
use frame_support::pallet_prelude::*;
use frame_system::pallet_prelude::BlockNumberFor;
use gridmerit_trust::Work;
use sp_io::hashing::blake2_256;
use sp_runtime::traits::Zero;

use crate::{ApplicationWork, Config, Error, Event, Pallet};

impl<T: Config> Pallet<T> {
	/// What work is over: the hash of genesis, which is never pruned, and the account. So work for one chain or
	/// account is none for another.
	pub(crate) fn identity(account: &T::AccountId) -> Vec<u8> {
		let genesis = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
		(genesis, account).encode()
	}

	pub(crate) fn check_work(account: &T::AccountId, nonce: u64) -> DispatchResult {
		let work = ApplicationWork::<T>::get();
		let done = work.is_done(blake2_256, &Self::identity(account), nonce);
		ensure!(done, Error::<T>::WorkMissing);
		Ok(())
	}

	pub(crate) fn check_bits(work: Work) -> DispatchResult {
		ensure!(work.bits <= T::MaxWork::get(), Error::<T>::TooMuchWork);
		Ok(())
	}

	pub(crate) fn do_set_work(work: Work) -> DispatchResult {
		Self::check_bits(work)?;
		ApplicationWork::<T>::put(work);
		Self::deposit_event(Event::ApplicationWorkSet { work });
		Ok(())
	}
}
