// SPDX-License-Identifier: Apache-2.0

//! The election of builders: cases, laws, and what attackers get.

#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)] // A test that cannot be set up has failed.

mod attacks;
mod cases;
mod laws;
mod reference;

use gridmerit_trust::{Candidacy, Candidate, Part, SeatPlan, SeatReason, SeatRules, plan_seats};

/// Of four seats, with a minimum of 0.2 and a hysteresis of a tenth.
const FOUR: SeatRules = SeatRules {
	seats: 4,
	least: 4,
	minimum: Part::thousandths(200),
	hysteresis: Part::thousandths(100),
};

/// Each node has an owner of its own unless a test says otherwise.
fn owner(of: u32) -> [u8; 32] {
	let mut owner = [0; 32];
	owner[..4].copy_from_slice(&of.to_be_bytes());
	owner
}

/// Somebody in office who has built blocks.
fn builder(node: u32, thousandths: u32) -> Candidate {
	Candidate { proven: true, in_office: true, ..challenger(node, thousandths) }
}

/// Somebody who was never in office.
fn challenger(node: u32, thousandths: u32) -> Candidate {
	Candidate {
		node,
		owner: owner(node),
		trust: Part::thousandths(thousandths),
		has_keys: true,
		proven: false,
		in_office: false,
		candidacy: Candidacy::Stands,
	}
}

fn barred(candidate: Candidate) -> Candidate {
	Candidate { candidacy: Candidacy::Barred, ..candidate }
}

fn leaving(candidate: Candidate) -> Candidate {
	Candidate { candidacy: Candidacy::Leaves, ..candidate }
}

fn keyless(candidate: Candidate) -> Candidate {
	Candidate { has_keys: false, ..candidate }
}

fn plan(rules: &SeatRules, candidates: &[Candidate]) -> SeatPlan {
	plan_seats(rules, candidates).unwrap()
}

/// Whose seats they are.
fn nodes(plan: &SeatPlan) -> Vec<u32> {
	plan.seats.iter().map(|(node, _)| *node).collect()
}

fn has_seat(plan: &SeatPlan, node: u32) -> bool {
	plan.seats.iter().any(|(seated, _)| *seated == node)
}

/// Whether a seat was won, and not kept for the sake of the chain.
fn is_won(reason: SeatReason) -> bool {
	matches!(reason, SeatReason::Elected | SeatReason::Kept)
}
