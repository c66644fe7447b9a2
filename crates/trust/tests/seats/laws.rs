// SPDX-License-Identifier: Apache-2.0

//! What holds for every election.

use std::collections::BTreeSet;

use gridmerit_trust::{
	Candidacy, Candidate, Part, SeatLack, SeatReason, SeatRules, most_faulty, quorum,
};
use proptest::prelude::*;

use crate::{has_seat, is_won, nodes, owner, plan};

pub fn rules() -> impl Strategy<Value = SeatRules> {
	(4_u32..9, 0_u32..8, 1_u32..600, 0_u32..=500).prop_map(|(least, more, minimum, hysteresis)| {
		SeatRules {
			seats: least + more,
			least,
			minimum: Part::thousandths(minimum),
			hysteresis: Part::thousandths(hysteresis),
		}
	})
}

/// Few different ones, so that there are ties; and any.
fn trust() -> impl Strategy<Value = Part> {
	prop_oneof![
		(0_u32..=10).prop_map(|tenths| Part::thousandths(tenths * 100)),
		(0_u32..=1_000_000_000).prop_map(Part::billionths),
	]
}

/// Candidates of whom anything may be the case, with owners of several nodes.
pub fn wild(most: usize) -> impl Strategy<Value = Vec<Candidate>> {
	let candidacy = prop_oneof![
		4 => Just(Candidacy::Stands),
		1 => Just(Candidacy::Leaves),
		2 => Just(Candidacy::Barred),
	];
	let flag = |probability| prop::bool::weighted(probability);
	let one = (trust(), 0_u32..12, flag(0.85), flag(0.6), flag(0.5), candidacy);
	prop::collection::vec(one, 0..=most).prop_map(|all| {
		let all = (0..).zip(all);
		all.map(|(node, (trust, of, has_keys, proven, in_office, candidacy))| Candidate {
			node,
			owner: owner(of),
			trust,
			has_keys,
			proven,
			in_office,
			candidacy,
		})
		.collect()
	})
}

/// All have keys, owners of their own, and nothing against them.
pub fn healthy(most: usize) -> impl Strategy<Value = Vec<Candidate>> {
	wild(most).prop_map(|all| {
		let heal = |of: Candidate| Candidate {
			owner: owner(of.node),
			has_keys: true,
			candidacy: Candidacy::Stands,
			..of
		};
		all.into_iter().map(heal).collect()
	})
}

fn count(all: &[Candidate], condition: impl Fn(&Candidate) -> bool) -> usize {
	all.iter().filter(|of| condition(of)).count()
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(1_000))]

	#[test]
	fn everybody_has_a_seat_or_is_told_why_not(rules in rules(), candidates in wild(24)) {
		let plan = plan(&rules, &candidates);
		let mut all: Vec<_> = nodes(&plan);
		prop_assert!(all.is_sorted() && plan.others.is_sorted_by_key(|(node, _)| *node));
		all.extend(plan.others.iter().map(|(node, _)| *node));
		all.sort_unstable();
		prop_assert_eq!(all, (0..candidates.len() as u32).collect::<Vec<_>>());
		for (node, lack) in &plan.others {
			let of = &candidates[*node as usize];
			let trust = of.trust < rules.minimum;
			let is_so = match lack {
				SeatLack::Keys => !of.has_keys,
				SeatLack::Barred => of.candidacy == Candidacy::Barred,
				SeatLack::Left => of.candidacy == Candidacy::Leaves,
				SeatLack::Trust => trust,
				SeatLack::OwnersOther => {
					count(&candidates, |other| other.owner == of.owner && other.has_keys) > 1
				},
				SeatLack::NewcomersTaken => of.is_newcomer(),
				SeatLack::Outranked => plan.seats.len() >= (rules.seats as usize),
				SeatLack::NoElection => plan.seats.iter().all(|(_, reason)| *reason == SeatReason::Unchanged),
			};
			prop_assert!(is_so, "{of:?} is said to lack {lack:?}");
		}
	}

	#[test]
	fn the_chain_never_lacks_builders(rules in rules(), candidates in wild(24)) {
		let plan = plan(&rules, &candidates);
		let office = count(&candidates, |of| of.in_office);
		let least = office.min(rules.least as usize);
		let unchanged = plan.seats.iter().any(|(_, reason)| *reason == SeatReason::Unchanged);
		prop_assert_eq!(unchanged, count(&candidates, |of| of.has_keys) < least);
		let seated: Vec<_> =
			candidates.iter().copied().filter(|of| has_seat(&plan, of.node)).collect();
		let stay = count(&seated, |of| of.in_office);
		if unchanged {
			prop_assert!(seated.len() == office && stay == office);
			return Ok(());
		}
		prop_assert!(seated.iter().all(|of| of.has_keys));
		prop_assert!(seated.len() >= least);
		prop_assert!(seated.len() <= quorum(office).max(rules.seats as usize));
		// Less than a third leaves, unless keys are missing.
		let with_keys = count(&candidates, |of| of.in_office && of.has_keys);
		prop_assert!(stay >= quorum(office).min(with_keys));
		// Who is barred or untrusted has a seat only if that is said.
		for (node, reason) in &plan.seats {
			let of = &candidates[*node as usize];
			let is_good = of.candidacy == Candidacy::Stands
				&& (of.trust >= rules.minimum || (of.in_office && *reason == SeatReason::Kept));
			prop_assert!(is_good || !is_won(*reason), "{of:?} is {reason:?}");
			prop_assert!(of.in_office || matches!(reason, SeatReason::Elected | SeatReason::Emergency));
		}
	}

	#[test]
	fn newcomers_are_never_more_than_may_fail(rules in rules(), candidates in wild(24)) {
		let plan = plan(&rules, &candidates);
		let of = |node: u32| &candidates[node as usize];
		let won = plan.seats.iter().filter(|(node, reason)| is_won(*reason) && of(*node).is_newcomer());
		prop_assert!(won.count() <= most_faulty(plan.seats.len()));
		// With nobody in need of a guarantee, a quorum sat in the set before and has built.
		if plan.seats.iter().all(|(_, reason)| is_won(*reason)) {
			let tried = plan.seats.iter().filter(|(node, _)| !of(*node).is_newcomer()).count();
			prop_assert!(tried >= quorum(plan.seats.len()));
		}
		// Beyond that only those stay who were in office, and nobody new comes but to replace missing keys.
		let with_keys = count(&candidates, |of| of.in_office && of.has_keys);
		let office = count(&candidates, |of| of.in_office);
		for (node, reason) in &plan.seats {
			if !is_won(*reason) && !of(*node).in_office {
				prop_assert!(with_keys < office.min(rules.least as usize));
			}
		}
	}

	#[test]
	fn no_owner_wins_two_seats(rules in rules(), candidates in wild(24)) {
		let plan = plan(&rules, &candidates);
		let won = plan.seats.iter().filter(|(_, reason)| is_won(*reason));
		let owners: Vec<_> = won.map(|(node, _)| candidates[*node as usize].owner).collect();
		prop_assert_eq!(owners.iter().collect::<BTreeSet<_>>().len(), owners.len());
	}

	#[test]
	fn the_order_of_the_candidates_does_not_matter(
		rules in rules(),
		(candidates, shuffled) in wild(24).prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
	) {
		prop_assert_eq!(plan(&rules, &candidates), plan(&rules, &shuffled));
	}

	#[test]
	fn more_trust_never_costs_a_seat(rules in rules(), candidates in wild(16), more in trust()) {
		let before = plan(&rules, &candidates);
		for (node, _) in &before.seats {
			let mut candidates = candidates.clone();
			let of = &mut candidates[*node as usize];
			of.trust = of.trust.plus(more);
			let after = plan(&rules, &candidates);
			prop_assert!(has_seat(&after, *node), "{node}: {before:?}, {after:?}");
		}
	}

	/// As long as nobody has more than somebody in office by more than the hysteresis, nothing changes.
	#[test]
	fn nothing_changes_within_the_hysteresis(
		rules in rules(),
		trust in prop::collection::vec(0_u32..=1_000, 30),
		lowest in 600_000_000_u32..=1_000_000_000,
	) {
		let lowest = Part::billionths(lowest);
		let width = rules.hysteresis.of_part(lowest);
		let candidates: Vec<_> = (0..30)
			.zip(trust)
			.map(|(node, trust)| Candidate {
				trust: lowest.plus(Part::thousandths(trust).of_part(width)),
				proven: true,
				in_office: node % 2 == 0 && node < 2 * rules.seats,
				..crate::challenger(node, 0)
			})
			.collect();
		let stays: Vec<_> = candidates.iter().filter(|of| of.in_office).map(|of| of.node).collect();
		prop_assert_eq!(nodes(&plan(&rules, &candidates)), stays);
	}
}

/// How many seats are taken and lost in so many sessions, while trust moves at random by up to so many thousandths of
/// its steady value each session.
fn changes(rules: &SeatRules, trust: &[u32], noise: u32, seed: u64, sessions: u32) -> usize {
	let mut random = numbers(seed);
	let mut candidates: Vec<_> =
		(0..).zip(trust).map(|(node, _)| crate::challenger(node, 0)).collect();
	for of in &mut candidates[..4] {
		(of.in_office, of.proven) = (true, true);
	}
	let mut sat = BTreeSet::new();
	let mut changes = 0;
	for _ in 0..sessions {
		for (of, trust) in candidates.iter_mut().zip(trust) {
			let part = u64::from(*trust) * u64::from(random() % (noise + 1)) / 1_000;
			of.trust = Part::billionths(*trust + part as u32);
		}
		let next: BTreeSet<_> = nodes(&plan(rules, &candidates)).into_iter().collect();
		changes += count(&candidates, |of| next.contains(&of.node) != of.in_office);
		// Whoever sits through a session is known to have built when the next but one is planned.
		for of in &mut candidates {
			of.proven |= sat.contains(&of.node);
			of.in_office = next.contains(&of.node);
		}
		sat = next;
	}
	changes
}

/// Random numbers that are the same in every run.
fn numbers(mut state: u64) -> impl FnMut() -> u32 {
	move || {
		state =
			state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
		(state >> 33) as u32
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(300))]

	/// With (1 + noise)^2 <= 1 + hysteresis, who once went before another never comes behind it again. So in however many
	/// sessions, only as many seats change as it takes to seat the most trusted.
	#[test]
	fn a_set_settles_while_trust_trembles(
		trust in prop::collection::vec(1_000_u32..=900_000_000, 4..14),
		seats in 4_u32..10,
		seed in any::<u64>(),
	) {
		let rules = SeatRules { seats, ..crate::FOUR };
		let changes = changes(&rules, &trust, 48, seed, 500);
		prop_assert!(changes <= MOST * trust.len(), "{changes}");
	}
}

/// Each candidate takes a seat once and loses it once.
const MOST: usize = 2;

#[test]
fn without_hysteresis_it_would_not_settle() {
	let rules = SeatRules { hysteresis: Part::ZERO, ..crate::FOUR };
	let trust = [500_000_000; 8];
	assert!(changes(&rules, &trust, 48, 7, 500) > 10 * MOST * trust.len());
	assert_eq!(changes(&crate::FOUR, &trust, 48, 7, 500), 0);
}
