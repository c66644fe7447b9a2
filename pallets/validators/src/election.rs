// SPDX-License-Identifier: Apache-2.0

//! Who gets a seat, once a session. The election itself is `gridmerit_trust::plan_seats`; `docs/seats.md` has its rules.

use alloc::vec::Vec;
use frame_support::traits::Defensive;
use gridmerit_energy::NodeIndex;
use gridmerit_pallet_support::{SessionIndex, TeNodes, Trust};
use gridmerit_trust as trust;
use gridmerit_trust::{Candidacy, SeatReason, plan_seats};

use crate::{
	Candidate, Candidates, CandidatesOf, Config, Event, Named, NextRules, Pallet, Records, Rules,
	Seat, Seats, SeatsOf, Sessions, candidacy::place_of,
};

/// Which seat a node has.
pub(crate) fn seat_of<AccountId>(
	seats: &[Seat<AccountId>],
	node: NodeIndex,
) -> Option<&Seat<AccountId>> {
	seats.iter().find(|seat| seat.node == node)
}

impl<T: Config> Pallet<T> {
	/// Plans the seats of a session while the one before it begins: its validators, who stays before who comes.
	pub fn plan(session: SessionIndex) -> Vec<T::AccountId> {
		let beginning = session.saturating_sub(1);
		Self::enact_rules(beginning);
		let sitting = Seats::<T>::get(beginning);
		let mut candidates = Candidates::<T>::get();
		let planned = match Named::<T>::get() {
			Some(nodes) => Self::named_seats(&nodes, sitting.len()),
			None => Self::elect(session, &sitting, &mut candidates),
		};
		// Whatever is wrong, who is in office stays.
		let mut seats = planned.filter(|seats| !seats.is_empty()).unwrap_or_else(|| {
			let mut seats = sitting.clone();
			seats.iter_mut().for_each(|seat| seat.reason = SeatReason::Unchanged);
			seats
		});
		// Who stays keeps its place before those who come.
		let place = |seat: &Seat<_>| {
			let at = sitting.iter().position(|other| other.account == seat.account);
			(at.unwrap_or(sitting.len()), seat.node)
		};
		seats.sort_by_key(place);
		for candidate in candidates.iter_mut() {
			candidate.proven &= seat_of(&sitting, candidate.node).is_some();
		}
		Seats::<T>::insert(session, &seats);
		Self::let_go(&mut candidates);
		Candidates::<T>::put(candidates);
		let of_nodes = seats.iter().map(|seat| (seat.node, seat.reason)).collect();
		Self::deposit_event(Event::SetPlanned { session, seats: of_nodes });
		seats.into_iter().map(|seat| seat.account).collect()
	}

	/// Elects, and notes down of the candidates how far they were trusted and what they lack.
	fn elect(
		session: SessionIndex,
		sitting: &SeatsOf<T>,
		candidates: &mut CandidatesOf<T>,
	) -> Option<SeatsOf<T>> {
		let mut known = Vec::new();
		for candidate in candidates.iter_mut() {
			let seat = seat_of(sitting, candidate.node);
			candidate.trust = T::Trust::trust(candidate.node).effective;
			if candidate.stands || seat.is_some() {
				known.push(Self::known(session, candidate, seat));
			}
		}
		let plan = plan_seats(&Rules::<T>::get(), &known);
		let plan = plan.defensive_proof("rules are checked and candidates distinct").ok()?;
		for candidate in candidates.iter_mut() {
			candidate.lack = None;
		}
		for (node, lack) in plan.others {
			let at = place_of::<T>(candidates, node).ok();
			if let Some(candidate) = at.and_then(|at| candidates.get_mut(at)) {
				candidate.lack = Some(lack);
			}
		}
		let seats: Vec<_> = plan
			.seats
			.into_iter()
			.filter_map(|(node, reason)| {
				let account = Self::validator_of(node, seat_of(sitting, node))?;
				Some(Seat { node, account, reason })
			})
			.collect();
		SeatsOf::<T>::try_from(seats).defensive_proof("rules have no more seats").ok()
	}

	/// A candidate as the election takes it.
	fn known(
		session: SessionIndex,
		candidate: &Candidate,
		seat: Option<&Seat<T::AccountId>>,
	) -> trust::Candidate {
		let node = candidate.node;
		let account = Self::validator_of(node, seat);
		// Who takes a node over takes its seat not over: its machine and its keys are others.
		let replaced = seat.is_some() && T::Nodes::account_of(node) != account;
		let barred = Records::<T>::get(node).bar.is_some_and(|bar| bar.until > session);
		trust::Candidate {
			node,
			owner: T::Nodes::customer_of(node).unwrap_or_default(),
			trust: candidate.trust,
			has_keys: account.is_some_and(|account| T::Sessions::has_keys(&account)),
			proven: candidate.proven,
			in_office: seat.is_some(),
			candidacy: match (barred, candidate.stands && !replaced) {
				(true, _) => Candidacy::Barred,
				(false, true) => Candidacy::Stands,
				(false, false) => Candidacy::Leaves,
			},
		}
	}

	/// The account that builds for a node: that of its seat as long as it has one.
	fn validator_of(node: NodeIndex, seat: Option<&Seat<T::AccountId>>) -> Option<T::AccountId> {
		match seat {
			Some(seat) => Some(seat.account.clone()),
			None => T::Nodes::account_of(node),
		}
	}

	/// Rules that were set hold from the session on for which they were announced.
	fn enact_rules(session: SessionIndex) {
		if let Some((from, rules)) = NextRules::<T>::get()
			&& from <= session
		{
			NextRules::<T>::kill();
			Rules::<T>::put(rules);
			Self::deposit_event(Event::SeatRulesEnacted);
		}
	}
}
