// SPDX-License-Identifier: Apache-2.0

//! What is asked of whoever holds sessions.

use alloc::vec::Vec;
use frame_support::dispatch::DispatchResult;
use gridmerit_pallet_support::SessionIndex;
use sp_staking::offence::OffenceSeverity;

/// Sessions, their validators and keys.
pub trait Sessions<AccountId> {
	/// The running session.
	fn current() -> SessionIndex;
	/// The validators of the running session.
	fn in_office() -> Vec<AccountId>;
	/// Whether an account has set session keys.
	fn has_keys(account: &AccountId) -> bool;
	/// Removes an account's keys and returns the deposit for them.
	fn release_keys(account: &AccountId) -> DispatchResult;
	/// Disables a validator for the rest of the session; does nothing for who is none, or if too many are
	/// disabled already.
	fn disable(validator: &AccountId, severity: OffenceSeverity);
	/// Reports who of so many validators was absent from a session, as an [`Absence`](crate::Absence).
	fn report_absent(session: SessionIndex, validators: u32, absent: Vec<AccountId>);

	/// Gives an account keys, with a deposit, as `set_keys` does. The accounts must differ.
	#[cfg(feature = "runtime-benchmarks")]
	fn give_keys(account: &AccountId);
	/// Makes these the validators of this session and the next.
	#[cfg(feature = "runtime-benchmarks")]
	fn take_office(validators: &[AccountId]);
}
