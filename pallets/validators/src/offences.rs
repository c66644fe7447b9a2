// SPDX-License-Identifier: Apache-2.0

//! Equivocations and absences, of which `pallet-offences` tells.

use alloc::vec::Vec;
use codec::Encode;
use frame_support::{pallet_prelude::*, traits::Get, weights::Weight};
use gridmerit_energy::NodeIndex;
use gridmerit_pallet_support::{ConductSink, Report, SessionIndex};
use gridmerit_trust::{Bar, Offence, Part};
use sp_io::hashing::blake2_256;
use sp_runtime::Perbill;
use sp_staking::offence::{self, OffenceDetails, OffenceSeverity, OnOffenceHandler};

use crate::{Config, Error, Event, Pallet, Records, Seats, Sessions, election::seat_of};

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

/// Who offends: the validator, the node whose seat it had, and the session.
pub type Offender<AccountId> = (AccountId, (NodeIndex, SessionIndex));

impl<T: Config> OnOffenceHandler<T::AccountId, Offender<T::AccountId>, Weight> for Pallet<T> {
	/// Offenders of the same slot are named again and again; that counts once. What it costs is part of what a report of an
	/// equivocation costs, and of a session's end.
	fn on_offence(
		offenders: &[OffenceDetails<T::AccountId, Offender<T::AccountId>>],
		fractions: &[Perbill],
		_: SessionIndex,
	) -> Weight {
		for (details, fraction) in offenders.iter().zip(fractions) {
			let (_, (node, session)) = details.offender;
			if fraction.is_zero() {
				Self::offends(node, Offence::Absence, session, None);
			} else if !Self::is_caught(node, session) {
				let reporter = details.reporters.first().cloned();
				Self::offends(node, Offence::Equivocation, session, reporter);
			}
		}
		Weight::zero()
	}
}

impl<T: Config> Pallet<T> {
	/// A builder has offended in a session. Counts once for each session and kind.
	fn offends(
		node: NodeIndex,
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
		let now = T::Sessions::current();
		let disabled = offence == Offence::Equivocation;
		let sessions = if disabled { T::EquivocationBar::get() } else { T::AbsenceBar::get() };
		let until = now.saturating_add(sessions);
		let until = Records::<T>::mutate(node, |record| {
			let done = &mut record.done;
			let count = if disabled { &mut done.equivocations } else { &mut done.absences };
			*count = count.saturating_add(1);
			if disabled {
				record.caught = Some(now);
			}
			let before = record.bar.unwrap_or(Bar { until, disabled });
			let bar = Bar { until: before.until.max(until), disabled: before.disabled | disabled };
			record.bar = Some(bar);
			bar.until
		});
		if !disabled {
			Self::mutate_candidate(node, |candidate| candidate.proven = false);
		} else if let Some(seat) = seat_of(&Seats::<T>::get(now), node) {
			// Whoever has the seat by now.
			T::Sessions::disable(&seat.account, OffenceSeverity::max_severity());
		}
		Self::deposit_event(Event::Barred { node, offence, until });
	}

	/// Whether what a builder signed twice in a session counts no more: it was caught in that session or later.
	pub fn is_caught(node: NodeIndex, session: SessionIndex) -> bool {
		Records::<T>::get(node).caught.is_some_and(|caught| session <= caught)
	}

	/// Whether a builder is to be disabled: it has equivocated, and its bar neither ended nor was lifted.
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
