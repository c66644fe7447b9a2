// SPDX-License-Identifier: Apache-2.0

//! Who builds blocks: TE nodes that are trusted, elected by `pallet-validators`.

#[cfg(feature = "runtime-benchmarks")]
use crate::SessionKeys;
use crate::{
	AccountId, Historical, Offences, Runtime, RuntimeOrigin, Session, Validators,
	configs::consensus::ReportSessions,
};
use alloc::vec::Vec;
use frame_support::{
	dispatch::DispatchResult,
	traits::{Defensive, ValidatorRegistration},
	weights::Weight,
};
use pallet_session::historical::{self, NoteHistoricalRoot};
use pallet_validators::{Absence, WeightInfo as _};
use sp_runtime::traits::Convert;
use sp_staking::{
	SessionIndex,
	offence::{OffenceSeverity, ReportOffence},
};

/// Plans the validators of the sessions and remembers who they were, so that an equivocation can be proven for
/// [`ReportSessions`] afterwards.
pub struct ElectedValidators;

type WithHistory = NoteHistoricalRoot<Runtime, ElectedValidators>;

impl pallet_session::SessionManager<AccountId> for ElectedValidators {
	/// Always names the set, even unchanged: a validator may have rotated its keys, and the
	/// historical root has to commit to the new ones.
	fn new_session(index: SessionIndex) -> Option<Vec<AccountId>> {
		// Those of the genesis are in the first two, and are known before their nodes are.
		let planned = if index < 2 { Session::validators() } else { Validators::plan(index) };
		(!planned.is_empty()).then_some(planned)
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
		Validators::session_begins(index);
	}

	fn end_session(index: SessionIndex) {
		Validators::session_ends(index);
	}
}

impl historical::SessionManager<AccountId, ()> for ElectedValidators {
	fn new_session(index: SessionIndex) -> Option<Vec<(AccountId, ())>> {
		let planned = <Self as pallet_session::SessionManager<_>>::new_session(index)?;
		Some(planned.into_iter().map(|validator| (validator, ())).collect())
	}

	fn start_session(index: SessionIndex) {
		<Self as pallet_session::SessionManager<_>>::start_session(index)
	}

	fn end_session(index: SessionIndex) {
		<Self as pallet_session::SessionManager<_>>::end_session(index)
	}
}

/// The session pallet, as the pallet that elects validators asks it.
pub struct SessionsAndKeys;

impl pallet_validators::Sessions<AccountId> for SessionsAndKeys {
	fn current() -> SessionIndex {
		Session::current_index()
	}

	fn in_office() -> Vec<AccountId> {
		Session::validators()
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

	fn report_absent(session: SessionIndex, validators: u32, absent: Vec<AccountId>) {
		let absent = absent.into_iter().map(|validator| (validator, ())).collect();
		let offence = Absence { session, validators, absent };
		let reported = Offences::report_offence(Vec::new(), offence);
		let _ = reported.map_err(|_| "known").defensive_proof("a session ends once");
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

/// A validator is identified by its account alone: `pallet-validators` knows whose node had the seat.
pub struct AccountIsIdentity;

impl Convert<AccountId, Option<()>> for AccountIsIdentity {
	fn convert(_: AccountId) -> Option<()> {
		Some(())
	}
}

/// `pallet_session::SessionManager` of the runtime.
pub type SessionManager = WithHistory;

/// What a report of an equivocation costs, with what comes of it.
pub struct Equivocations;

impl Equivocations {
	fn with_offence(report: Weight) -> Weight {
		report.saturating_add(<Runtime as pallet_validators::Config>::WeightInfo::offence())
	}
}

impl pallet_babe::WeightInfo for Equivocations {
	fn plan_config_change() -> Weight {
		<() as pallet_babe::WeightInfo>::plan_config_change()
	}

	fn report_equivocation(validators: u32, nominators: u32) -> Weight {
		Self::with_offence(<() as pallet_babe::WeightInfo>::report_equivocation(
			validators, nominators,
		))
	}
}

impl pallet_grandpa::WeightInfo for Equivocations {
	fn report_equivocation(validators: u32, nominators: u32) -> Weight {
		Self::with_offence(<() as pallet_grandpa::WeightInfo>::report_equivocation(
			validators, nominators,
		))
	}

	fn note_stalled() -> Weight {
		<() as pallet_grandpa::WeightInfo>::note_stalled()
	}
}
