// SPDX-License-Identifier: Apache-2.0

//! What a meter's revocation says about its node, for whoever keeps its trust. Each offence is reported once.
//!
//! - It counts against the node that the meter is bound to, if it was in the interval since which the meter is revoked.
//!   Who got the meter later has done nothing.
//! - A contradiction counts until its interval is settled for good. After that the meter is revoked, but that is no
//!   contradiction of its node: what is settled for good is at an end for bonds too, so that nobody answers for it who
//!   bonds after that.
//! - What an authority states is about all that the meter reads from then on, today's readings too. It counts unless
//!   something of this meter has counted already, on whoever's behalf: several authorities say no more than one.
//! - An earlier contradiction of a meter one of which has counted is no other offence. One that did not count is in the
//!   way of none.
//! - Where a revocation undoes what its node has been settled with, for an interval in which the meter was bound to it,
//!   that counts for nothing. So it is a revoked meter of that node, unless something has counted already: if not, who
//!   has not delivered would bring up what is long past, and what did not come would be forgotten.
//! - What was lifted is judged, if it had counted. If it is brought up again the meter is revoked again, but its node is
//!   not punished once more; only what happens after it was lifted is.

use gridmerit_energy::{Interval, MeterIndex};
use gridmerit_pallet_support::{ClosedIntervals, ConductSink, IntervalClock, Report};
use gridmerit_trust::{Offence, Part};
use sp_runtime::traits::Hash;

use crate::{Binding, Config, LiftedUntil, Pallet, Revocation};

/// Why a meter is revoked.
pub(crate) enum Cause<AccountId> {
	/// It has contradicted itself, as an account has shown.
	Contradiction { reporter: AccountId },
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
	/// Whether a contradiction of a bound meter is an offence of its node of which none has counted. `known` is on whose
	/// behalf the meter is revoked already.
	pub(crate) fn is_new_offence(
		meter: MeterIndex,
		binding: Binding,
		since: Interval,
		known: &[Revocation<T::AccountId>],
	) -> bool {
		let proven = known.iter().any(|known| known.counted == Some(Offence::Contradiction));
		let judged = LiftedUntil::<T>::get(meter).contradictions;
		let from = binding.from.max(judged).max(T::Closing::closed_until());
		!proven && from <= since
	}

	/// Reports what a revocation since an interval says about the node that a meter is bound to, if it says anything
	/// new; what it has reported. `known` is on whose behalf the meter was revoked before, and `reopened` the first
	/// interval of that node that was settled with a reading which is struck out.
	pub(crate) fn report_offence(
		meter: MeterIndex,
		binding: Binding,
		since: Interval,
		cause: Cause<T::AccountId>,
		known: &[Revocation<T::AccountId>],
		reopened: Option<Interval>,
	) -> Option<Offence> {
		let lifted = LiftedUntil::<T>::get(meter);
		let first = known.iter().all(|known| known.counted.is_none());
		let reopened = reopened.filter(|_| first);
		let (offence, from, reporter) = match cause {
			Cause::Contradiction { reporter }
				if Self::is_new_offence(meter, binding, since, known) =>
			{
				(Offence::Contradiction, since, Some(reporter))
			},
			Cause::Contradiction { .. } => {
				let judged = lifted.contradictions.max(lifted.undone);
				(Offence::RevokedMeter, reopened.filter(|_| judged <= since)?, None)
			},
			// An authority is paid for nothing: it would be paid for its word.
			Cause::Authority(_) => {
				let said = first && lifted.reports <= since && binding.from <= since;
				let undone = reopened.filter(|interval| lifted.reports <= *interval);
				let from = Some(since).filter(|_| said).or(undone)?;
				(Offence::RevokedMeter, from, None)
			},
		};
		// Whatever trust makes of it, the meter is revoked.
		let _ = T::Conduct::report(Report {
			node: binding.node,
			offence: Some(offence),
			severity: Part::ONE,
			session: T::Conduct::session(),
			evidence: T::Hashing::hash_of(&(meter, from)).0,
			reporter,
			damage: None,
		});
		Some(offence)
	}

	/// Notes that a revocation is lifted, if it has counted as an offence. What has not counted makes nobody immune.
	pub(crate) fn note_lifted(meter: MeterIndex, revocation: &Revocation<T::AccountId>) {
		let Some(offence) = revocation.counted else { return };
		let next = T::Clock::now().saturating_add(1);
		LiftedUntil::<T>::mutate(meter, |lifted| match (&revocation.by, offence) {
			(Some(_), _) => lifted.reports = next,
			(None, Offence::Contradiction) => lifted.contradictions = next,
			(None, _) => lifted.undone = next,
		});
	}
}
