// SPDX-License-Identifier: Apache-2.0

//! Who builds blocks: those whom the operator has named, or the genesis validators before it has.

#[cfg(feature = "runtime-benchmarks")]
use crate::SessionKeys;
use crate::{
	AccountId, Historical, Runtime, RuntimeOrigin, Session, Validators,
	configs::consensus::ReportSessions,
};
use alloc::vec::Vec;
use frame_support::{dispatch::DispatchResult, traits::ValidatorRegistration};
use pallet_session::historical::{self, NoteHistoricalRoot};
use sp_runtime::traits::Convert;
use sp_staking::{SessionIndex, offence::OffenceSeverity};

/// Plans the validators of the sessions and remembers who they were, so that an equivocation can be proven for
/// [`ReportSessions`] afterwards. Trust staking will choose the validators instead.
pub struct NamedValidators;

type WithHistory = NoteHistoricalRoot<Runtime, NamedValidators>;

impl pallet_session::SessionManager<AccountId> for NamedValidators {
	/// Always names the set, even unchanged: a validator may have rotated its keys, and the
	/// historical root has to commit to the new ones.
	fn new_session(_: SessionIndex) -> Option<Vec<AccountId>> {
		Validators::planned()
	}

	fn start_session(index: SessionIndex) {
		if index == 0 {
			// At genesis the session pallet asks for the validators before it knows any, so the roots
			// of the first two sessions are noted only now.
			for first in [0, 1] {
				<WithHistory as pallet_session::SessionManager<_>>::new_session(first);
			}
		}
		if let Some(oldest) = index.checked_sub(ReportSessions::get()) {
			Historical::prune_up_to(oldest);
		}
		// Every new session lets all who are disabled go.
		Validators::session_begins();
	}

	fn end_session(_: SessionIndex) {}
}

impl historical::SessionManager<AccountId, ()> for NamedValidators {
	fn new_session(index: SessionIndex) -> Option<Vec<(AccountId, ())>> {
		let planned = <Self as pallet_session::SessionManager<_>>::new_session(index)?;
		Some(planned.into_iter().map(|validator| (validator, ())).collect())
	}

	fn start_session(index: SessionIndex) {
		<Self as pallet_session::SessionManager<_>>::start_session(index)
	}

	fn end_session(_: SessionIndex) {}
}

/// The session pallet, as the pallet that names validators asks it.
pub struct SessionsAndKeys;

impl pallet_validators::Sessions<AccountId> for SessionsAndKeys {
	fn in_office() -> Vec<AccountId> {
		Session::validators()
	}

	fn queued() -> Vec<AccountId> {
		Session::queued_keys().into_iter().map(|(validator, _)| validator).collect()
	}

	fn has_keys(account: &AccountId) -> bool {
		Session::is_registered(account)
	}

	fn release_keys(account: &AccountId) -> DispatchResult {
		Session::purge_keys(RuntimeOrigin::signed(account.clone()))
	}

	fn disable(validator: &AccountId, severity: OffenceSeverity) {
		Session::report_offence(validator.clone(), severity);
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn give_keys(account: &AccountId) {
		use frame_support::traits::fungible::{Mutate, MutateHold};
		use sp_runtime::traits::OpaqueKeys;
		let keys = keys_of(account);
		let deposit = crate::configs::consensus::SessionKeyDeposit::get();
		crate::Balances::set_balance(account, deposit.saturating_mul(10));
		let held =
			crate::Balances::hold(&pallet_session::HoldReason::Keys.into(), account, deposit);
		assert_eq!(held, Ok(()), "it has ten times as much");
		assert_eq!(crate::System::inc_consumers(account), Ok(()), "it has a balance");
		for id in SessionKeys::key_ids() {
			let key = (*id, keys.get_raw(*id).to_vec());
			pallet_session::KeyOwner::<Runtime>::insert(key, account);
		}
		pallet_session::NextKeys::<Runtime>::insert(account, keys);
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn take_office(validators: &[AccountId]) {
		pallet_session::Validators::<Runtime>::put(validators.to_vec());
		let queued: Vec<_> =
			validators.iter().map(|account| (account.clone(), keys_of(account))).collect();
		pallet_session::QueuedKeys::<Runtime>::put(queued);
	}
}

/// Keys that nobody has, different for each account.
#[cfg(feature = "runtime-benchmarks")]
fn keys_of(account: &AccountId) -> SessionKeys {
	use sp_core::crypto::UncheckedFrom;
	let bytes: [u8; 32] = *account.as_ref();
	SessionKeys {
		babe: sp_core::sr25519::Public::unchecked_from(bytes).into(),
		grandpa: sp_core::ed25519::Public::unchecked_from(bytes).into(),
	}
}

/// A validator is identified by its account alone, as long as nobody else has a stake in it.
pub struct AccountIsIdentity;

impl Convert<AccountId, Option<()>> for AccountIsIdentity {
	fn convert(_: AccountId) -> Option<()> {
		Some(())
	}
}

/// `pallet_session::SessionManager` of the runtime.
pub type SessionManager = WithHistory;
