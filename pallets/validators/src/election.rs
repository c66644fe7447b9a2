// SPDX-License-Identifier: Apache-2.0

//! Who gets a seat, once a session. The election itself is `gridmerit_trust::plan_seats`; `docs/seats.md` has its rules.

use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::{migrations::MultiStepMigrator, traits::Defensive};
use gridmerit_energy::NodeIndex;
use gridmerit_pallet_support::{SessionIndex, TeNodes, Trust};
use gridmerit_trust as trust;
use gridmerit_trust::{Candidacy, SeatReason, most_faulty, plan_seats};

use crate::{
	Candidate, Candidates, CandidatesOf, Config, Event, Named, NextRules, Pallet, Records, Rules,
	Seat, SeatOf, Seats, SeatsOf, Sessions, candidacy::place_of,
};

/// Which seat a node has.
pub(crate) fn seat_of<AccountId, Keys>(
	seats: &[Seat<AccountId, Keys>],
	node: NodeIndex,
) -> Option<&Seat<AccountId, Keys>> {
	seats.iter().find(|seat| seat.node == node)
}

impl<T: Config> Pallet<T> {
	/// Plans the seats of a session while the one before it begins: its validators, who stays before who comes.
	///
	/// While a migration is under way, what others have stored about nodes cannot be read: all keep their seats.
	pub fn plan(session: SessionIndex) -> Vec<T::AccountId> {
		let beginning = session.saturating_sub(1);
		if Self::is_migrating() {
			return Self::seat(session, Self::unchanged(&Seats::<T>::get(beginning)));
		}
		Self::enact_rules(beginning);
		let sitting = Seats::<T>::get(beginning);
		let mut candidates = Candidates::<T>::get();
		for candidate in candidates.iter_mut() {
			candidate.trust = T::Trust::trust(candidate.node).effective;
		}
		let mut seats = match Named::<T>::get() {
			Some(named) => Self::with_keys(
				named.into_iter().map(|(node, account)| (node, account, SeatReason::Named)),
			),
			None => Self::elect(session, &sitting, &mut candidates),
		};
		if seats.len() < Self::enough(sitting.len()) {
			// Whatever is wrong, who is in office stays.
			seats = Self::unchanged(&sitting);
		}
		// Who stays keeps its place before those who come.
		let place = |seat: &SeatOf<T>| {
			let at = sitting.iter().position(|other| other.account == seat.account);
			(at.unwrap_or(sitting.len()), seat.node)
		};
		seats.sort_by_key(place);
		for candidate in candidates.iter_mut() {
			// Who has another account now has another machine.
			let validator = |seats| seat_of(seats, candidate.node).map(|seat| &seat.account);
			let stays = validator(&sitting).filter(|before| validator(&seats) == Some(before));
			candidate.proven &= stays.is_some();
		}
		let planned = Self::seat(session, seats);
		Self::let_go(&mut candidates);
		Candidates::<T>::put(candidates);
		planned
	}

	/// Whether maps that grow with nodes are between two layouts.
	pub(crate) fn is_migrating() -> bool {
		T::MultiBlockMigrator::ongoing()
	}

	/// Who sits, with the keys of today.
	fn unchanged(sitting: &SeatsOf<T>) -> SeatsOf<T> {
		let sitting = sitting.iter().cloned();
		Self::with_keys(sitting.map(|seat| (seat.node, seat.account, SeatReason::Unchanged)))
	}

	/// Gives the seats of a session.
	fn seat(session: SessionIndex, seats: SeatsOf<T>) -> Vec<T::AccountId> {
		Seats::<T>::insert(session, &seats);
		let of_nodes = seats.iter().map(|seat| (seat.node, seat.reason)).collect();
		Self::deposit_event(Event::SetPlanned { session, seats: of_nodes });
		seats.into_iter().map(|seat| seat.account).collect()
	}

	/// Elects, and notes down what candidates lack.
	fn elect(
		session: SessionIndex,
		sitting: &SeatsOf<T>,
		candidates: &mut CandidatesOf<T>,
	) -> SeatsOf<T> {
		let known: Vec<_> = candidates
			.iter()
			.map(|candidate| (candidate, seat_of(sitting, candidate.node)))
			.filter(|(candidate, seat)| candidate.stands || seat.is_some())
			.map(|(candidate, seat)| Self::known(session, candidate, seat, sitting))
			.collect();
		let plan = plan_seats(&Rules::<T>::get(), &known);
		let plan = plan.defensive_proof("rules are checked and candidates distinct");
		let Ok(plan) = plan else { return SeatsOf::<T>::default() };
		for candidate in candidates.iter_mut() {
			candidate.lack = None;
		}
		for (node, lack) in plan.others {
			let at = place_of::<T>(candidates, node).ok();
			if let Some(candidate) = at.and_then(|at| candidates.get_mut(at)) {
				candidate.lack = Some(lack);
			}
		}
		let mut seats = Self::with_keys(plan.seats.into_iter().filter_map(|(node, reason)| {
			Some((node, Self::validator_of(node, seat_of(sitting, node), sitting)?, reason))
		}));
		Self::hand_over(&mut seats, sitting, candidates);
		seats
	}

	/// A candidate as the election takes it.
	fn known(
		session: SessionIndex,
		candidate: &Candidate,
		seat: Option<&SeatOf<T>>,
		sitting: &SeatsOf<T>,
	) -> trust::Candidate {
		let node = candidate.node;
		let account = Self::validator_of(node, seat, sitting);
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

	/// The account that builds for a node: that of its seat as long as it has one, or else who acts for it, unless that
	/// account sits for another node: it has one machine.
	fn validator_of(
		node: NodeIndex,
		seat: Option<&SeatOf<T>>,
		sitting: &SeatsOf<T>,
	) -> Option<T::AccountId> {
		let sits = |account: &T::AccountId| sitting.iter().any(|seat| seat.account == *account);
		match seat {
			Some(seat) => Some(seat.account.clone()),
			None => T::Nodes::account_of(node).filter(|account| !sits(account)),
		}
	}

	/// Seats with the keys that their validators have set by now. Who has none gets none.
	fn with_keys(given: impl Iterator<Item = (NodeIndex, T::AccountId, SeatReason)>) -> SeatsOf<T> {
		let seats = given.filter_map(|(node, account, reason)| {
			let keys = T::Sessions::keys_of(&account)?;
			Some(Seat { node, account, reason, keys })
		});
		SeatsOf::<T>::truncate_from(seats.collect())
	}

	/// Seats that would have to stay with accounts that do not act for their nodes any more go to those who do, as far as a
	/// quorum of the set before stays, and a quorum of this one is known to run.
	fn hand_over(seats: &mut SeatsOf<T>, sitting: &SeatsOf<T>, candidates: &CandidatesOf<T>) {
		let is_known = |seat: &SeatOf<T>| {
			let at = place_of::<T>(candidates, seat.node).ok();
			let proven = at.and_then(|at| candidates.get(at)).is_some_and(|known| known.proven);
			proven && seat_of(sitting, seat.node).is_some()
		};
		let mut new = seats.iter().filter(|seat| !is_known(seat)).count();
		let mut left = sitting.iter().filter(|seat| seat_of(seats, seat.node).is_none()).count();
		let most_new = most_faulty(seats.len());
		let taken: BTreeSet<_> = seats.iter().map(|seat| seat.account.clone()).collect();
		for seat in seats.iter_mut() {
			let account = T::Nodes::account_of(seat.node);
			let Some(account) = account.filter(|account| !taken.contains(account)) else {
				continue;
			};
			let Some(keys) = T::Sessions::keys_of(&account) else { continue };
			let is_known = is_known(seat);
			if left >= most_faulty(sitting.len()) || (is_known && new >= most_new) {
				continue;
			}
			left = left.saturating_add(1);
			new = new.saturating_add(is_known.into());
			seat.account = account;
			seat.keys = keys;
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
