// SPDX-License-Identifier: Apache-2.0

//! What a meter's revocation says about its node, for whoever keeps its trust. Each offence is reported once.
//!
//! - It counts against the node that the meter is bound to, if it was in the interval since which the meter is revoked.
//!   Who got the meter later has done nothing.
//! - A contradiction counts until its interval is settled for good. After that the meter is revoked, but its node is
//!   not punished: what is settled for good is at an end for bonds too, so that nobody answers for it who bonds after that.
//! - What an authority states is about all that the meter reads from then on, today's readings too. It counts unless
//!   the meter was revoked already, on whoever's behalf: several authorities say no more than one.
//! - An earlier contradiction of a meter that is known to have contradicted itself is no other offence.
//! - What was lifted is judged. If it is brought up again the meter is revoked again, but its node is not punished once
//!   more; only what happens after it was lifted is.

use gridmerit_energy::{Interval, MeterIndex};
use gridmerit_pallet_support::{ClosedIntervals, ConductSink, IntervalClock, Report};
use gridmerit_trust::{Offence, Part};
use sp_runtime::traits::Hash;

use crate::{Binding, Config, LiftedUntil, Pallet};

/// Why a meter is revoked.
pub(crate) enum Cause<AccountId> {
	/// It has contradicted itself, as an account has shown: for the first time, or of an earlier interval than was known.
	Contradiction { reporter: AccountId, first: bool },
	/// An authority has reported it.
	Authority(AccountId),
}

impl<AccountId: Clone> Cause<AccountId> {
	/// On whose behalf: nobody's if it has contradicted itself.
	pub(crate) fn by(&self) -> Option<AccountId> {
		match self {
			Self::Contradiction { .. } => None,
			Self::Authority(authority) => Some(authority.clone()),
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Reports what a revocation since an interval says about the node that a meter is bound to, if it says anything
	/// new. `revoked` is whether the meter was revoked before.
	pub(crate) fn report_offence(
		meter: MeterIndex,
		binding: Binding,
		since: Interval,
		cause: Cause<T::AccountId>,
		revoked: bool,
	) {
		let lifted = LiftedUntil::<T>::get(meter);
		let (offence, reporter, counts) = match cause {
			Cause::Contradiction { reporter, first } => {
				let open = T::Closing::closed_until() <= since;
				let new = first && lifted.contradictions <= since;
				(Offence::Contradiction, Some(reporter), open && new)
			},
			// An authority is paid for nothing: it would be paid for its word.
			Cause::Authority(_) => {
				(Offence::RevokedMeter, None, !revoked && lifted.reports <= since)
			},
		};
		if !counts || since < binding.from {
			return;
		}
		// Whatever trust makes of it, the meter is revoked.
		let _ = T::Conduct::report(Report {
			node: binding.node,
			offence: Some(offence),
			severity: Part::ONE,
			session: T::Conduct::session(),
			evidence: T::Hashing::hash_of(&(meter, since)).0,
			reporter,
			damage: None,
		});
	}

	/// Notes that what was revoked of a meter on somebody's behalf is lifted.
	pub(crate) fn note_lifted(meter: MeterIndex, by: &Option<T::AccountId>) {
		let next = T::Clock::now().saturating_add(1);
		LiftedUntil::<T>::mutate(meter, |lifted| match by {
			None => lifted.contradictions = next,
			Some(_) => lifted.reports = next,
		});
	}
}
