// SPDX-License-Identifier: Apache-2.0

//! What is asked of whoever holds sessions.

use alloc::vec::Vec;
use codec::MaxEncodedLen;
use frame_support::{Parameter, dispatch::DispatchResult};
use gridmerit_pallet_support::SessionIndex;
use sp_core::crypto::KeyTypeId;
use sp_staking::offence::OffenceSeverity;

use crate::{Absence, Offender};

/// Sessions, their validators and keys.
pub trait Sessions<AccountId> {
	/// The session keys of a validator.
	type Keys: Parameter + MaxEncodedLen;

	/// The running session.
	fn current() -> SessionIndex;
	/// The validators of the running session.
	fn in_office() -> Vec<AccountId>;
	/// Those of them who are disabled.
	fn disabled() -> Vec<AccountId>;
	/// The session keys that an account has set.
	fn keys_of(account: &AccountId) -> Option<Self::Keys>;
	/// Whether a public key of a type is among these.
	fn is_among(keys: &Self::Keys, key_type: KeyTypeId, key: &[u8]) -> bool;
	/// Removes an account's keys and returns the deposit for them.
	fn release_keys(account: &AccountId) -> DispatchResult;
	/// Disables a validator for the rest of the session; does nothing for who is none, or if too many are
	/// disabled already.
	fn disable(validator: &AccountId, severity: OffenceSeverity);
	/// Reports who was absent.
	fn report_absent(absence: Absence<Offender<AccountId>>);

	/// Whether an account has set session keys.
	fn has_keys(account: &AccountId) -> bool {
		Self::keys_of(account).is_some()
	}

	/// Gives an account keys, with a deposit, as `set_keys` does. The accounts must differ.
	#[cfg(feature = "runtime-benchmarks")]
	fn give_keys(account: &AccountId);
	/// Makes these the validators of this session and the next.
	#[cfg(feature = "runtime-benchmarks")]
	fn take_office(validators: &[AccountId]);
}
