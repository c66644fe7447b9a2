// SPDX-License-Identifier: Apache-2.0

//! Who builds blocks: TE nodes that are trusted, elected by `pallet-validators`.

use crate::{AccountId, Offences, Runtime, RuntimeOrigin, Session, SessionKeys, Validators};
use alloc::vec::Vec;
use frame_support::{dispatch::DispatchResult, traits::Defensive, weights::Weight};
use pallet_validators::{Absence, Offender, WeightInfo as _};
use sp_consensus_babe::AuthorityId as BabeId;
use sp_consensus_grandpa::AuthorityId as GrandpaId;
use sp_core::crypto::KeyTypeId;
use sp_runtime::traits::OpaqueKeys;
use sp_staking::{
	SessionIndex,
	offence::{Offence, OffenceError, OffenceSeverity, ReportOffence},
};

/// Plans the validators of the sessions.
pub struct ElectedValidators;

impl pallet_session::SessionManager<AccountId> for ElectedValidators {
	/// Always names the set, even unchanged: a validator may have rotated its keys.
	fn new_session(index: SessionIndex) -> Option<Vec<AccountId>> {
		// Those of the genesis have the first two sessions, and are known before their nodes are.
		(index >= 2).then(|| Validators::plan(index)).filter(|planned| !planned.is_empty())
	}

	/// Every new session lets all who are disabled go.
	fn start_session(index: SessionIndex) {
		Validators::session_begins(index);
	}

	fn end_session(index: SessionIndex) {
		Validators::session_ends(index);
	}
}

/// Reports what `pallet-offences` has to know: of what a builder signed twice before it was caught there is no end, and each
/// would be stored.
pub struct OffencesOnce;

impl OffencesOnce {
	fn are_caught(offenders: &[Offender<AccountId>]) -> bool {
		offenders.iter().all(|(_, (node, session))| Validators::is_caught(*node, *session))
	}
}

impl<O: Offence<Offender<AccountId>>> ReportOffence<AccountId, Offender<AccountId>, O>
	for OffencesOnce
{
	fn report_offence(reporters: Vec<AccountId>, offence: O) -> Result<(), OffenceError> {
		if Self::are_caught(&offence.offenders()) {
			return Err(OffenceError::DuplicateReport);
		}
		Offences::report_offence(reporters, offence)
	}

	fn is_known_offence(offenders: &[Offender<AccountId>], slot: &O::Slot) -> bool {
		Self::are_caught(offenders)
			|| <Offences as ReportOffence<_, _, O>>::is_known_offence(offenders, slot)
	}
}

/// The session pallet, as the pallet that elects validators asks it.
pub struct SessionsAndKeys;

impl pallet_validators::Sessions<AccountId> for SessionsAndKeys {
	type Keys = (BabeId, GrandpaId);

	fn current() -> SessionIndex {
		Session::current_index()
	}

	fn in_office() -> Vec<AccountId> {
		Session::validators()
	}

	fn disabled() -> Vec<AccountId> {
		let validators = Session::validators();
		let disabled = Session::disabled_validators().into_iter();
		disabled.filter_map(|place| validators.get(place as usize).cloned()).collect()
	}

	fn keys_of(account: &AccountId) -> Option<Self::Keys> {
		let SessionKeys { babe, grandpa } = Session::load_keys(account)?;
		Some((babe, grandpa))
	}

	fn is_among((babe, grandpa): &Self::Keys, key_type: KeyTypeId, key: &[u8]) -> bool {
		let keys = SessionKeys { babe: babe.clone(), grandpa: grandpa.clone() };
		SessionKeys::key_ids().contains(&key_type) && keys.get_raw(key_type) == key
	}

	fn release_keys(account: &AccountId) -> DispatchResult {
		Session::purge_keys(RuntimeOrigin::signed(account.clone()))
	}

	fn disable(validator: &AccountId, severity: OffenceSeverity) {
		Session::report_offence(validator.clone(), severity);
	}

	fn report_absent(absence: Absence<Offender<AccountId>>) {
		let reported = Offences::report_offence(Vec::new(), absence);
		let _ = reported.map_err(|_| "known").defensive_proof("a session ends once");
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn give_keys(account: &AccountId) {
		use frame_support::traits::fungible::{Mutate, MutateHold};
		let keys = keys_of(account);
		let deposit = crate::consensus::SessionKeyDeposit::get();
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
