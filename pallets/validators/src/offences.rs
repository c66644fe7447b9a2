// SPDX-License-Identifier: Apache-2.0

//! Equivocations and absences, of which `pallet-offences` tells.

use alloc::vec::Vec;
use codec::Encode;
use frame_support::{
	pallet_prelude::*,
	traits::{Defensive, Get},
	weights::Weight,
};
use gridmerit_energy::NodeIndex;
use gridmerit_pallet_support::{ConductSink, Report, SessionIndex};
use gridmerit_trust::{Bar, Offence, Part};
use sp_io::hashing::blake2_256;
use sp_runtime::Perbill;
use sp_staking::offence::{self, OffenceDetails, OffenceSeverity, OnOffenceHandler};

use crate::{Config, Error, Event, Pallet, Records, Seats, Sessions};

/// Validators that have built no block in a session.
pub struct Absence<Offender> {
	/// The session.
	pub session: SessionIndex,
	/// How many validators it had.
	pub validators: u32,
	/// Who was absent.
	pub absent: Vec<Offender>,
}

impl<Offender: Clone> offence::Offence<Offender> for Absence<Offender> {
	const ID: offence::Kind = *b"gridmerit:absent";
	type Slot = SessionIndex;

	fn offenders(&self) -> Vec<Offender> {
		self.absent.clone()
	}

	fn session_index(&self) -> SessionIndex {
		self.session
	}

	fn validator_set_count(&self) -> u32 {
		self.validators
	}

	fn slot(&self) -> SessionIndex {
		self.session
	}

	/// Nothing: what an absence takes of a bond is for the rules of trust to say. It is by this that a handler, which is
	/// not told of what kind an offence is, tells an absence from an equivocation, whose fraction is never zero.
	fn slash_fraction(&self, _: u32) -> Perbill {
		Perbill::zero()
	}
}

impl<T: Config, Identification>
	OnOffenceHandler<T::AccountId, (T::AccountId, Identification), Weight> for Pallet<T>
{
	/// Offenders of the same slot are named again and again; that counts once. What it costs is part of what a report of an
	/// equivocation costs, and of a session's end.
	fn on_offence(
		offenders: &[OffenceDetails<T::AccountId, (T::AccountId, Identification)>],
		fractions: &[Perbill],
		session: SessionIndex,
	) -> Weight {
		let seats = Seats::<T>::get(session);
		for (details, fraction) in offenders.iter().zip(fractions) {
			let (account, _) = &details.offender;
			let seat = seats.iter().find(|seat| seat.account == *account);
			let Some(seat) = seat.defensive_proof("a validator of a session has a seat in it")
			else {
				continue;
			};
			let reporter = details.reporters.first().cloned();
			let offence = if fraction.is_zero() { Offence::Absence } else { Offence::Equivocation };
			Self::offends(seat.node, account, offence, session, reporter);
		}
		Weight::zero()
	}
}

impl<T: Config> Pallet<T> {
	/// A builder has offended in a session. Counts once for each session and kind.
	fn offends(
		node: NodeIndex,
		account: &T::AccountId,
		offence: Offence,
		session: SessionIndex,
		reporter: Option<T::AccountId>,
	) {
		let report = Report {
			node,
			offence: Some(offence),
			severity: Part::ONE,
			session,
			evidence: (node, offence, session).using_encoded(blake2_256),
			reporter,
			damage: None,
		};
		if T::Conduct::report(report).is_err() {
			return;
		}
		let disabled = offence == Offence::Equivocation;
		let sessions = if disabled { T::EquivocationBar::get() } else { T::AbsenceBar::get() };
		let until = T::Sessions::current().saturating_add(sessions);
		let until = Records::<T>::mutate(node, |record| {
			let done = &mut record.done;
			let count = if disabled { &mut done.equivocations } else { &mut done.absences };
			*count = count.saturating_add(1);
			let before = record.bar.unwrap_or(Bar { until, disabled });
			let bar = Bar { until: before.until.max(until), disabled: before.disabled | disabled };
			record.bar = Some(bar);
			bar.until
		});
		if disabled {
			T::Sessions::disable(account, OffenceSeverity::max_severity());
		} else {
			Self::mutate_candidate(node, |candidate| candidate.proven = false);
		}
		Self::deposit_event(Event::Barred { node, offence, until });
	}

	/// Whether a builder is disabled: it has equivocated, and its bar neither ended nor was lifted.
	pub(crate) fn is_disabled(node: NodeIndex) -> bool {
		let now = T::Sessions::current();
		Records::<T>::get(node).bar.is_some_and(|bar| bar.disabled && bar.until > now)
	}

	pub(crate) fn do_pardon(node: NodeIndex) -> DispatchResult {
		Records::<T>::try_mutate_exists(node, |record| {
			let record = record.as_mut().ok_or(Error::<T>::NotBarred)?;
			let bar = record.bar.take().ok_or(Error::<T>::NotBarred)?;
			ensure!(bar.until > T::Sessions::current(), Error::<T>::NotBarred);
			Ok::<_, DispatchError>(())
		})?;
		Self::deposit_event(Event::Pardoned { node });
		Ok(())
	}
}
