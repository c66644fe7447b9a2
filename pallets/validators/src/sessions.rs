// SPDX-License-Identifier: Apache-2.0

//! What is asked of whoever holds sessions.

use alloc::vec::Vec;
use frame_support::dispatch::DispatchResult;
use sp_staking::offence::OffenceSeverity;

/// Sessions, their validators and keys.
pub trait Sessions<AccountId> {
	/// The validators of the present session.
	fn in_office() -> Vec<AccountId>;
	/// The validators of the next session.
	fn queued() -> Vec<AccountId>;
	/// Whether an account has set session keys.
	fn has_keys(account: &AccountId) -> bool;
	/// Removes an account's keys and returns the deposit for them.
	fn release_keys(account: &AccountId) -> DispatchResult;
	/// Disables a validator for the rest of the session; does nothing for who is none, or if too many are
	/// disabled already.
	fn disable(validator: &AccountId, severity: OffenceSeverity);

	/// Gives an account keys, with a deposit, as `set_keys` does. The accounts must differ.
	#[cfg(feature = "runtime-benchmarks")]
	fn give_keys(account: &AccountId);
	/// Makes these the validators of this session and the next.
	#[cfg(feature = "runtime-benchmarks")]
	fn take_office(validators: &[AccountId]);
}
