// SPDX-License-Identifier: Apache-2.0

//! Who builds blocks: an election by trust that never leaves a chain without builders.
//!
//! GRANDPA makes blocks final by [`quorum`] votes of a set. A set without a quorum cannot be replaced: the block that
//! hands over to the next one has to be final by its own votes. So each set has to have one, at once, whoever was
//! elected. These rules see to it that a quorum of each new set sat in the set before and has built blocks: nobody
//! else gets more than [`most_faulty`] seats.

mod election;
mod entry;
mod types;

use crate::Part;
use election::Election;
pub use types::{
	Candidacy, Candidate, SeatLack, SeatPlan, SeatReason, SeatRules, SeatRulesError, SeatsError,
};

/// How many of a set may fail, in whatever way, while GRANDPA still makes blocks final: less than a third.
pub fn most_faulty(seats: usize) -> usize {
	seats.saturating_sub(1) / 3
}

/// How many votes of a set make a block final.
pub fn quorum(seats: usize) -> usize {
	seats.saturating_sub(most_faulty(seats))
}

/// Plans the next set. The result depends on what the candidates are, not on their order.
///
/// 1. Of those in office a quorum stays: first who can be elected; then who leaves or whose owner has another node;
///    then who has too little trust; then who is barred. So the rest leaves first, and less than a third at once.
/// 2. The other seats go by trust, which of those in office counts more by the hysteresis: one for each owner, and to
///    newcomers at most [`most_faulty`] of the seats that are given in the end.
/// 3. If fewer than `least` are left, more of those in office stay, in the order of 1. If they have no keys, others
///    get seats, in that order too.
/// 4. If too few have keys for that, who is in office stays.
///
/// More trust never costs a seat, all else equal. Sorts twice three times, so the time is in n log n of the candidates,
/// and the memory is four lists of as many entries.
pub fn plan_seats(rules: &SeatRules, candidates: &[Candidate]) -> Result<SeatPlan, SeatsError> {
	rules.check()?;
	let elected = Election::hold(rules, candidates);
	let plain = SeatRules { hysteresis: Part::ZERO, ..*rules };
	let without = Election::hold(&plain, candidates);
	let nodes = || elected.iter().map(|entry| entry.candidate.node);
	if nodes().zip(nodes().skip(1)).any(|(one, next)| one == next) {
		return Err(SeatsError::Twice);
	}
	let mut plan = SeatPlan::default();
	for (entry, without) in elected.iter().zip(&without) {
		let node = entry.candidate.node;
		match entry.seat {
			Some(reason) => {
				let is_kept = reason == SeatReason::Elected
					&& entry.candidate.in_office
					&& without.seat != Some(SeatReason::Elected);
				plan.seats.push((node, if is_kept { SeatReason::Kept } else { reason }))
			},
			// Who can be elected and has no seat has been told why.
			None => plan.others.push((node, entry.lack.unwrap_or(SeatLack::NoElection))),
		}
	}
	Ok(plan)
}
