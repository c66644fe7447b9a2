// SPDX-License-Identifier: Apache-2.0

//! Who builds blocks: the genesis validators.

use crate::{AccountId, Historical, Runtime, Session, configs::consensus::ReportSessions};
use alloc::vec::Vec;
use pallet_session::historical::{self, NoteHistoricalRoot};
use sp_runtime::traits::Convert;
use sp_staking::SessionIndex;

/// Keeps the genesis validators in office and remembers who they were, so that an equivocation can
/// be proven for [`ReportSessions`] afterwards. Trust staking will choose the validators instead.
pub struct GenesisValidators;

type WithHistory = NoteHistoricalRoot<Runtime, GenesisValidators>;

impl GenesisValidators {
	fn current() -> Option<Vec<AccountId>> {
		Some(Session::validators()).filter(|validators| !validators.is_empty())
	}
}

impl pallet_session::SessionManager<AccountId> for GenesisValidators {
	/// Always names the set, even unchanged: a validator may have rotated its keys, and the
	/// historical root has to commit to the new ones.
	fn new_session(_: SessionIndex) -> Option<Vec<AccountId>> {
		Self::current()
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
	}

	fn end_session(_: SessionIndex) {}
}

impl historical::SessionManager<AccountId, ()> for GenesisValidators {
	fn new_session(_: SessionIndex) -> Option<Vec<(AccountId, ())>> {
		Some(Self::current()?.into_iter().map(|validator| (validator, ())).collect())
	}

	fn start_session(index: SessionIndex) {
		<Self as pallet_session::SessionManager<_>>::start_session(index)
	}

	fn end_session(_: SessionIndex) {}
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
