// SPDX-License-Identifier: Apache-2.0

//! Who goes before whom.

use alloc::vec::Vec;
use core::cmp::Reverse;

use crate::{Candidacy, Candidate, Part, SeatLack, SeatReason, SeatRules};

/// How good a claim to a seat is of somebody who has keys, the best first. Who is in office loses its seat in the
/// opposite order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Claim {
	/// Can be elected, and is known to run.
	Sound,
	/// Can be elected.
	Newcomer,
	/// Is trusted enough, but leaves, or has an owner with another node.
	Spare,
	/// Is not trusted enough.
	Little,
	/// Is barred.
	Barred,
}

impl Claim {
	/// All of them in order.
	pub const ALL: [Self; 5] =
		[Self::Sound, Self::Newcomer, Self::Spare, Self::Little, Self::Barred];

	/// Why somebody with such a claim gets a seat that has to be filled.
	pub fn reason(self) -> SeatReason {
		match self {
			Self::Sound | Self::Newcomer | Self::Spare => SeatReason::Guaranteed,
			Self::Little | Self::Barred => SeatReason::Emergency,
		}
	}
}

/// A candidate as the election sees it.
pub struct Entry<'a> {
	/// Who it is.
	pub candidate: &'a Candidate,
	/// Its trust in billionths; in office, more by the hysteresis.
	score: u64,
	/// None without keys.
	pub claim: Option<Claim>,
	/// What it lacks; none if it can be elected.
	pub lack: Option<SeatLack>,
	/// Its seat, if it has one.
	pub seat: Option<SeatReason>,
}

impl<'a> Entry<'a> {
	fn new(rules: &SeatRules, candidate: &'a Candidate) -> Self {
		let score = score(rules, candidate);
		let enough = score >= rules.minimum.as_billionths().into();
		let (lack, claim) = match candidate.candidacy {
			Candidacy::Barred => (Some(SeatLack::Barred), Claim::Barred),
			Candidacy::Leaves if enough => (Some(SeatLack::Left), Claim::Spare),
			Candidacy::Leaves => (Some(SeatLack::Left), Claim::Little),
			Candidacy::Stands if !enough => (Some(SeatLack::Trust), Claim::Little),
			Candidacy::Stands if candidate.is_newcomer() => (None, Claim::Newcomer),
			Candidacy::Stands => (None, Claim::Sound),
		};
		let (lack, claim) = match candidate.has_keys {
			true => (lack, Some(claim)),
			false => (Some(SeatLack::Keys), None),
		};
		Self { candidate, score, claim, lack, seat: None }
	}

	/// Another node of its owner goes before it.
	pub fn give_way(&mut self) {
		self.lack = Some(SeatLack::OwnersOther);
		self.claim = Some(Claim::Spare);
	}
}

/// Trust in billionths; in office, more by the hysteresis.
fn score(rules: &SeatRules, candidate: &Candidate) -> u64 {
	let part = if candidate.in_office { rules.hysteresis } else { Part::ZERO };
	let trust = candidate.trust;
	u64::from(trust.as_billionths()).saturating_add(part.of_part(trust).as_billionths().into())
}

/// The candidates in their order: the highest score first, among equals who is in office, then the lowest index. Of each
/// owner one can be elected: the first who is known to run, or else the first.
pub fn ranked<'a>(rules: &SeatRules, candidates: &'a [Candidate]) -> Vec<Entry<'a>> {
	let mut entries: Vec<_> =
		candidates.iter().map(|candidate| Entry::new(rules, candidate)).collect();
	entries.sort_unstable_by_key(|Entry { candidate, score, .. }| {
		(Reverse(*score), !candidate.in_office, candidate.node)
	});
	let mut of_owners: Vec<_> = entries
		.iter()
		.enumerate()
		.filter(|(_, entry)| entry.lack.is_none())
		.map(|(place, entry)| (&entry.candidate.owner, entry.candidate.is_newcomer(), place))
		.collect();
	of_owners.sort_unstable();
	let mut before = None;
	for (owner, _, place) in of_owners {
		if before == Some(owner)
			&& let Some(entry) = entries.get_mut(place)
		{
			entry.give_way();
		}
		before = Some(owner);
	}
	entries
}
