// SPDX-License-Identifier: Apache-2.0

//! The same election the slow way: everybody is compared with everybody, and how many newcomers may have a seat is
//! tried out. And all sets there are, for the best of them.

use std::collections::BTreeSet;

use gridmerit_trust::{Candidacy, Candidate, SeatRules};
use proptest::prelude::*;

use crate::{
	laws::{healthy, rules, wild},
	nodes, plan,
};

fn tolerated(seats: usize) -> usize {
	(0..=seats).filter(|faulty| 3 * faulty < seats.max(1)).max().unwrap()
}

fn score(rules: &SeatRules, of: &Candidate) -> u64 {
	let trust = u64::from(of.trust.as_billionths());
	let hysteresis = u64::from(rules.hysteresis.as_billionths());
	if of.in_office { trust + trust * hysteresis / 1_000_000_000 } else { trust }
}

fn is_tried(of: &Candidate) -> bool {
	of.in_office && of.proven
}

fn goes_before(rules: &SeatRules, one: &Candidate, other: &Candidate) -> bool {
	let key = |of: &Candidate| (u64::MAX - score(rules, of), !of.in_office, of.node);
	key(one) < key(other)
}

fn is_enough(rules: &SeatRules, of: &Candidate) -> bool {
	score(rules, of) >= u64::from(rules.minimum.as_billionths())
}

fn is_fit(rules: &SeatRules, of: &Candidate) -> bool {
	of.has_keys && of.candidacy == Candidacy::Stands && is_enough(rules, of)
}

fn can_be_elected(rules: &SeatRules, all: &[Candidate], of: &Candidate) -> bool {
	let yields_to = |other: &Candidate| match (is_tried(other), is_tried(of)) {
		(true, false) => true,
		(false, true) => false,
		_ => goes_before(rules, other, of),
	};
	let mut rivals = all
		.iter()
		.filter(|other| other.node != of.node && other.owner == of.owner && is_fit(rules, other));
	is_fit(rules, of) && !rivals.any(yields_to)
}

/// The lower, the better is the claim to a seat.
fn claim(rules: &SeatRules, all: &[Candidate], of: &Candidate) -> u8 {
	if of.candidacy == Candidacy::Barred {
		4
	} else if !is_enough(rules, of) {
		3
	} else if !can_be_elected(rules, all, of) {
		2
	} else {
		u8::from(!is_tried(of))
	}
}

/// Adds the best claims until there are so many seats.
fn fill(
	rules: &SeatRules,
	all: &[Candidate],
	set: &mut BTreeSet<u32>,
	until: usize,
	claim: impl Fn(&Candidate) -> Option<u8>,
) {
	while set.len() < until {
		let left = all.iter().filter(|of| of.has_keys && !set.contains(&of.node));
		let left = left.filter_map(|of| claim(of).map(|claim| (claim, of)));
		let best = left.reduce(|(a, best), (b, of)| {
			if b < a || (a == b && goes_before(rules, of, best)) { (b, of) } else { (a, best) }
		});
		let Some((_, best)) = best else { break };
		set.insert(best.node);
	}
}

/// How many of a set nobody knows to run.
fn untried(all: &[Candidate], set: &BTreeSet<u32>) -> usize {
	all.iter().filter(|of| set.contains(&of.node) && !is_tried(of)).count()
}

fn slowly(rules: &SeatRules, all: &[Candidate]) -> Vec<u32> {
	let office: BTreeSet<_> = all.iter().filter(|of| of.in_office).map(|of| of.node).collect();
	let least = office.len().min(rules.least as usize);
	if all.iter().filter(|of| of.has_keys).count() < least {
		return office.into_iter().collect();
	}
	let stay = office.len() - tolerated(office.len());
	let mut staying = BTreeSet::new();
	let of_office = |of: &Candidate| of.in_office.then(|| claim(rules, all, of));
	fill(rules, all, &mut staying, stay, of_office);
	let seats = stay.max(rules.seats as usize);
	let is_served = |owner: &[u8; 32]| {
		all.iter().any(|of| {
			of.owner == *owner && staying.contains(&of.node) && !can_be_elected(rules, all, of)
		})
	};
	let mut most = tolerated(seats);
	let mut set = loop {
		let mut set = staying.clone();
		let mut admitted = 0;
		while set.len() < seats {
			let is_full = untried(all, &set) >= most;
			let left = all.iter().filter(|of| {
				can_be_elected(rules, all, of)
					&& !is_served(&of.owner)
					&& !set.contains(&of.node)
					&& (is_tried(of) || !is_full)
			});
			let best = left.reduce(|best, of| if goes_before(rules, of, best) { of } else { best });
			let Some(best) = best else { break };
			admitted += u32::from(!is_tried(best));
			set.insert(best.node);
		}
		if admitted == 0 || untried(all, &set) <= tolerated(set.len()) {
			break set;
		}
		most -= 1;
	};
	fill(rules, all, &mut set, least, of_office);
	// Whose owner has a seat already goes after whose has not.
	let of_others = |of: &Candidate| {
		let claim = claim(rules, all, of);
		if claim < 2 && is_served(&of.owner) { 2 } else { claim }
	};
	fill(rules, all, &mut set, least, |of| (!of.in_office).then(|| of_others(of)));
	set.into_iter().collect()
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(1_000))]

	#[test]
	fn the_slow_way_elects_the_same(rules in rules(), candidates in wild(16)) {
		prop_assert_eq!(nodes(&plan(&rules, &candidates)), slowly(&rules, &candidates));
	}

	#[test]
	fn the_slow_way_elects_the_same_in_quiet_times(rules in rules(), candidates in healthy(20)) {
		prop_assert_eq!(nodes(&plan(&rules, &candidates)), slowly(&rules, &candidates));
	}

	/// Of all sets that the rules allow, none has more trust than the one that is elected.
	#[test]
	fn no_allowed_set_has_more_trust(rules in rules(), candidates in healthy(10)) {
		let office = candidates.iter().filter(|of| of.in_office).count();
		let seats = rules.seats as usize;
		prop_assume!(office <= seats);
		let fit: Vec<_> = candidates.iter().filter(|of| is_fit(&rules, of)).collect();
		let trust = |set: &[&Candidate]| set.iter().map(|of| score(&rules, of)).sum::<u64>();
		let mut best = None;
		for chosen in 0_u32..1 << fit.len() {
			let set: Vec<_> =
				(0..fit.len()).filter(|place| chosen >> place & 1 == 1).map(|place| fit[place]).collect();
			let newcomers = set.iter().filter(|of| !is_tried(of)).count();
			let stay = set.iter().filter(|of| of.in_office).count();
			let is_allowed = set.len() <= seats
				&& newcomers <= tolerated(set.len())
				&& stay >= office - tolerated(office);
			if is_allowed {
				best = best.max(Some(trust(&set)));
			}
		}
		// If no set is allowed, or none is large enough, the guarantee has to step in.
		let elected = plan(&rules, &candidates);
		if elected.seats.iter().all(|(_, reason)| crate::is_won(*reason)) {
			let set = fit.into_iter().filter(|of| crate::has_seat(&elected, of.node));
			prop_assert_eq!(Some(trust(&set.collect::<Vec<_>>())), best);
		}
	}
}
