// SPDX-License-Identifier: Apache-2.0

//! How seats are given, step by step.

use alloc::vec::Vec;

use super::{
	entry::{Claim, Entry, ranked},
	most_faulty, quorum,
};
use crate::{Candidate, SeatLack, SeatReason, SeatRules};

/// An election under way.
pub struct Election<'a> {
	/// The candidates in their order.
	entries: Vec<Entry<'a>>,
	/// How many have a seat.
	taken: usize,
	/// How many of them are newcomers.
	newcomers: usize,
}

impl<'a> Election<'a> {
	/// Elects, and gives the candidates by index.
	pub fn hold(rules: &SeatRules, candidates: &'a [Candidate]) -> Vec<Entry<'a>> {
		let entries = ranked(rules, candidates);
		let in_office = candidates.iter().filter(|candidate| candidate.in_office).count();
		let with_keys = candidates.iter().filter(|candidate| candidate.has_keys).count();
		let least = (rules.least as usize).min(in_office);
		let mut election = Self { entries, taken: 0, newcomers: 0 };
		if with_keys < least {
			election.change_nothing();
		} else {
			let stay = quorum(in_office);
			let seats = (rules.seats as usize).max(stay);
			election.fill(stay, true);
			election.respect_owners();
			let most = election.most_newcomers(seats);
			election.keep(most);
			election.elect(seats, most);
			election.say_why_not(seats, most);
			election.fill(least, true);
			election.fill(least, false);
		}
		election.entries.sort_unstable_by_key(|entry| entry.candidate.node);
		election.entries
	}

	/// All who are in office stay.
	fn change_nothing(&mut self) {
		for entry in &mut self.entries {
			entry.seat = entry.candidate.in_office.then_some(SeatReason::Unchanged);
			entry.lack = entry.lack.or(Some(SeatLack::NoElection));
		}
	}

	/// Gives seats until so many are taken, by claims: to those in office, or to the others.
	fn fill(&mut self, until: usize, in_office: bool) {
		for claim in Claim::ALL {
			for entry in &mut self.entries {
				let is_next = entry.seat.is_none()
					&& entry.claim == Some(claim)
					&& entry.candidate.in_office == in_office;
				if is_next && self.taken < until {
					let reason = if in_office { claim.reason() } else { SeatReason::Emergency };
					entry.seat = Some(reason);
					self.taken = self.taken.saturating_add(1);
					self.newcomers =
						self.newcomers.saturating_add(entry.candidate.is_newcomer().into());
				}
			}
		}
	}

	/// Whose owner has a seat already, by a node that could not be elected, cannot be elected either.
	fn respect_owners(&mut self) {
		let is_seated = |entry: &&Entry| entry.seat.is_some() && entry.lack.is_some();
		let owner = |entry: &Entry<'a>| &entry.candidate.owner;
		let mut owners: Vec<_> = self.entries.iter().filter(is_seated).map(owner).collect();
		owners.sort_unstable();
		for entry in &mut self.entries {
			let can_be = entry.seat.is_none() && entry.lack.is_none();
			if can_be && owners.binary_search(&&entry.candidate.owner).is_ok() {
				entry.give_way();
			}
		}
	}

	/// How many newcomers may have a seat. If all seats are given, as many as may fail of them. If not, all who are
	/// no newcomers and can be elected have one, and `u` newcomers beside `t` of them are at most as many as may fail of
	/// `u + t` if `u <= (t - 1) / 2`.
	fn most_newcomers(&self, seats: usize) -> usize {
		let is_tried = |entry: &&Entry| {
			!entry.candidate.is_newcomer()
				&& (entry.seat.is_some() || entry.claim == Some(Claim::Sound))
		};
		let tried = self.entries.iter().filter(is_tried).count();
		most_faulty(seats).min(tried.saturating_sub(1) / 2)
	}

	/// Of those who stay, who can be elected needs no guarantee; but newcomers only as many as may have a seat.
	fn keep(&mut self, most: usize) {
		let mut newcomers = 0_usize;
		for entry in &mut self.entries {
			if entry.seat.is_some() && entry.lack.is_none() {
				newcomers = newcomers.saturating_add(entry.candidate.is_newcomer().into());
				if !entry.candidate.is_newcomer() || newcomers <= most {
					entry.seat = Some(SeatReason::Elected);
				}
			}
		}
	}

	/// Gives the seats that are left by rank.
	fn elect(&mut self, seats: usize, most: usize) {
		for entry in &mut self.entries {
			let is_newcomer = entry.candidate.is_newcomer();
			let can_be = entry.seat.is_none() && entry.lack.is_none();
			if can_be && self.taken < seats && !(is_newcomer && self.newcomers >= most) {
				entry.seat = Some(SeatReason::Elected);
				self.taken = self.taken.saturating_add(1);
				self.newcomers = self.newcomers.saturating_add(is_newcomer.into());
			}
		}
	}

	/// Tells who can be elected and has no seat why. Who has one behind somebody who is outranked owes it to the
	/// quorum that stays: there are fewer seats than there were, and who is in office leaves step by step.
	fn say_why_not(&mut self, seats: usize, most: usize) {
		let elected = |entry: &Entry| entry.seat == Some(SeatReason::Elected);
		let last = self.entries.iter().rposition(elected);
		let (is_full, no_more) = (self.taken >= seats, self.newcomers >= most);
		let mut outranked = false;
		for (place, entry) in self.entries.iter_mut().enumerate() {
			match (entry.seat, entry.lack) {
				(Some(SeatReason::Elected), _) if outranked => {
					entry.seat = Some(SeatReason::Guaranteed)
				},
				(None, None) => {
					let is_behind = is_full && Some(place) > last;
					let by_cap = entry.candidate.is_newcomer() && no_more && !is_behind;
					outranked |= !by_cap;
					let lack = if by_cap { SeatLack::NewcomersTaken } else { SeatLack::Outranked };
					entry.lack = Some(lack);
				},
				_ => {},
			}
		}
	}
}
