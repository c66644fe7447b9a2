// SPDX-License-Identifier: Apache-2.0

//! Elections one by one.

use gridmerit_trust::{
	Candidate, Part,
	SeatLack::*,
	SeatPlan,
	SeatReason::{self, *},
	SeatRules, SeatRulesError, SeatsError, most_faulty, plan_seats, quorum,
};

use crate::{FOUR, barred, builder, challenger, keyless, leaving, nodes, owner, plan};

fn four(trust: [u32; 4]) -> Vec<Candidate> {
	(0..4).zip(trust).map(|(node, trust)| builder(node, trust)).collect()
}

fn with(mut candidates: Vec<Candidate>, more: &[Candidate]) -> Vec<Candidate> {
	candidates.extend_from_slice(more);
	candidates
}

fn seven() -> SeatRules {
	SeatRules { seats: 7, ..FOUR }
}

fn reasons(plan: &SeatPlan) -> Vec<SeatReason> {
	plan.seats.iter().map(|(_, reason)| *reason).collect()
}

#[test]
fn boundary_rules() {
	let check = |change: fn(&mut SeatRules)| {
		let mut rules = FOUR;
		change(&mut rules);
		rules.check()
	};
	assert_eq!(SeatRules::default().check(), Ok(()));
	assert_eq!(check(|_| ()), Ok(()));
	assert_eq!(check(|rules| rules.least = 3), Err(SeatRulesError::Least));
	assert_eq!(check(|rules| rules.seats = 3), Err(SeatRulesError::Seats));
	assert_eq!(check(|rules| rules.least = 5), Err(SeatRulesError::Seats));
	assert_eq!(check(|rules| rules.minimum = Part::ZERO), Err(SeatRulesError::Minimum));
	assert_eq!(check(|rules| rules.minimum = Part::billionths(1)), Ok(()));
	assert_eq!(check(|rules| rules.hysteresis = Part::ZERO), Ok(()));
	assert_eq!(check(|rules| rules.hysteresis = Part::thousandths(500)), Ok(()));
	let above = check(|rules| rules.hysteresis = Part::billionths(500_000_001));
	assert_eq!(above, Err(SeatRulesError::Hysteresis));
	let unsound = SeatRules { least: 3, ..FOUR };
	let refused = Err(SeatsError::Rules(SeatRulesError::Least));
	assert_eq!(plan_seats(&unsound, &four([500; 4])), refused);
}

#[test]
fn boundary_quorum() {
	// As GRANDPA reckons it.
	let faulty = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100].map(most_faulty);
	assert_eq!(faulty, [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 33]);
	assert_eq!([0, 1, 2, 3, 4, 5, 6, 7, 10, 100].map(quorum), [0, 1, 2, 3, 3, 4, 5, 5, 7, 67]);
}

#[test]
fn fails_for_a_candidate_named_twice() {
	let twice = with(four([500; 4]), &[challenger(9, 300), challenger(2, 900)]);
	assert_eq!(plan_seats(&FOUR, &twice), Err(SeatsError::Twice));
}

#[test]
fn the_most_trusted_are_elected() {
	let plan = plan(&FOUR, &with(four([500, 400, 300, 600]), &[challenger(4, 350)]));
	assert_eq!(plan.seats, [(0, Elected), (1, Elected), (3, Elected), (4, Elected)]);
	assert_eq!(plan.others, [(2, Outranked)]);
}

#[test]
fn boundary_hysteresis() {
	let with_trust = |billionths| {
		let trust = Part::billionths(billionths);
		with(four([500, 500, 300, 500]), &[Candidate { trust, ..challenger(4, 0) }])
	};
	// A tenth above 0.3 is not enough; a billionth more is.
	let stays = plan(&FOUR, &with_trust(330_000_000));
	assert_eq!(stays.seats[2], (2, Kept));
	assert_eq!(stays.others, [(4, Outranked)]);
	let goes = plan(&FOUR, &with_trust(330_000_001));
	assert_eq!(goes.seats[3], (4, Elected));
	assert_eq!(goes.others, [(2, Outranked)]);
	// Who is in office needs no hysteresis against its equal.
	let equal = plan(&FOUR, &with_trust(300_000_000));
	assert_eq!(equal.seats[2], (2, Elected));
}

#[test]
fn boundary_minimum() {
	let four = |billionths| {
		let mut four = four([500; 4]);
		four[3].trust = Part::billionths(billionths);
		with(four, &[challenger(4, 200)])
	};
	// In office, a tenth is added: 181,818,182 count as 200,000,000, which is what the challenger has.
	let out = plan(&FOUR, &four(181_818_181));
	assert_eq!((out.seats[3], out.others[0]), ((4, Elected), (3, Trust)));
	let stays = plan(&FOUR, &four(181_818_182));
	assert_eq!((stays.seats[3], stays.others[0]), ((3, Kept), (4, Outranked)));
	let mut low = four(500_000_000);
	low[4].trust = Part::billionths(199_999_999);
	assert_eq!(plan(&FOUR, &low).others, [(4, Trust)]);
}

#[test]
fn among_equals_the_lowest_index_is_elected() {
	let equals = [8, 6, 7].map(|node| challenger(node, 500));
	let plan = plan(&seven(), &with(four([500; 4]), &equals));
	// Five seats, as one newcomer of them may fail.
	assert_eq!(nodes(&plan), [0, 1, 2, 3, 6]);
	assert_eq!(plan.others, [(7, NewcomersTaken), (8, NewcomersTaken)]);
}

#[test]
fn each_lacks_what_it_lacks() {
	let same = Candidate { owner: owner(0), ..challenger(4, 900) };
	let others = [
		same,
		keyless(challenger(5, 900)),
		barred(challenger(6, 900)),
		leaving(challenger(7, 900)),
		challenger(8, 199),
		challenger(9, 300),
	];
	let plan = plan(&FOUR, &with(four([500, 600, 700, 800]), &others));
	assert_eq!(nodes(&plan), [0, 1, 2, 3]);
	let lacks = [OwnersOther, Keys, Barred, Left, Trust, Outranked];
	assert_eq!(plan.others, (4..10).zip(lacks).collect::<Vec<_>>());
}

#[test]
fn an_owner_has_one_seat_and_keeps_the_node_that_runs() {
	let second = Candidate { owner: owner(0), ..challenger(4, 999) };
	let mut candidates = with(four([300, 500, 500, 500]), &[second]);
	assert_eq!(plan(&FOUR, &candidates).others, [(4, OwnersOther)]);
	// When that gives its seat up, the other one can be elected.
	candidates[0] = leaving(candidates[0]);
	let next = plan(&FOUR, &candidates);
	assert_eq!(next.seats[3], (4, Elected));
	assert_eq!(next.others, [(0, Left)]);
}

#[test]
fn an_owner_whose_node_must_stay_gets_no_second_seat() {
	// Two leave of four, so one of them must stay; the owner of that one has another node.
	let mut candidates = four([300, 400, 500, 500]);
	candidates[0] = leaving(candidates[0]);
	candidates[1] = leaving(candidates[1]);
	let other = Candidate { owner: owner(1), ..challenger(4, 999) };
	let plan = plan(&FOUR, &with(candidates, &[other, challenger(5, 300)]));
	assert_eq!(plan.seats, [(1, Guaranteed), (2, Elected), (3, Elected), (5, Elected)]);
	assert_eq!(plan.others, [(0, Left), (4, OwnersOther)]);
}

#[test]
fn a_set_grows_by_half_of_those_who_are_proven() {
	let many = (4..100).map(|node| challenger(node, 900)).collect::<Vec<_>>();
	let rules = SeatRules { seats: 100, ..FOUR };
	let mut candidates = with(four([500; 4]), &many);
	let mut sizes = vec![];
	for _ in 0..12 {
		let plan = plan(&rules, &candidates);
		sizes.push(plan.seats.len());
		for candidate in &mut candidates {
			candidate.in_office = nodes(&plan).contains(&candidate.node);
			candidate.proven |= candidate.in_office;
		}
	}
	assert_eq!(sizes, [5, 7, 10, 14, 20, 29, 43, 64, 95, 100, 100, 100]);
}

#[test]
fn a_set_shrinks_by_less_than_a_third_at_once() {
	let mut candidates: Vec<_> = (0..30).map(|node| builder(node, 300 + node)).collect();
	candidates.push(challenger(30, 999));
	let mut sizes = vec![];
	for _ in 0..6 {
		let plan = plan(&seven(), &candidates);
		sizes.push(plan.seats.len());
		for candidate in &mut candidates {
			candidate.in_office = nodes(&plan).contains(&candidate.node);
		}
	}
	// Of 21 of 30 the best stay. The challenger has to wait until there is a seat.
	assert_eq!(sizes, [21, 15, 11, 8, 7, 7]);
	assert!(candidates[30].in_office && candidates[29].in_office && !candidates[23].in_office);
	let first = plan(&seven(), &(0..30).map(|node| builder(node, 300)).collect::<Vec<_>>());
	assert_eq!(first.others, (21..30).map(|node| (node, Outranked)).collect::<Vec<_>>());
}

#[test]
fn while_a_set_shrinks_who_stays_before_the_more_trusted_is_guaranteed() {
	let mut candidates: Vec<_> = (0..30).map(|node| builder(node, 300)).collect();
	candidates.push(challenger(30, 999));
	let plan = plan(&seven(), &candidates);
	assert_eq!(reasons(&plan), [Guaranteed; 21]);
	assert_eq!(plan.others.last(), Some(&(30, Outranked)));
}

// What must not stop a chain.

#[test]
fn without_candidates_who_is_in_office_stays() {
	assert_eq!(plan(&seven(), &four([500; 4])).seats, [0, 1, 2, 3].map(|node| (node, Elected)));
	assert_eq!(plan(&seven(), &[]), SeatPlan::default());
}

#[test]
fn when_all_lose_their_trust_who_is_in_office_stays() {
	let nothing = plan(&FOUR, &four([0; 4]));
	assert_eq!(nothing.seats, [0, 1, 2, 3].map(|node| (node, Emergency)));
}

#[test]
fn when_all_are_slashed_newcomers_come_one_by_one() {
	let slashed: Vec<_> = four([500, 400, 300, 600]).into_iter().map(barred).collect();
	let alone = plan(&FOUR, &slashed);
	assert_eq!(alone.seats, [0, 1, 2, 3].map(|node| (node, Emergency)));
	let others = [challenger(4, 700), challenger(5, 800)];
	let helped = plan(&FOUR, &with(slashed, &others));
	assert_eq!(helped.seats, [(0, Emergency), (1, Emergency), (3, Emergency), (5, Elected)]);
	assert_eq!(helped.others, [(2, Barred), (4, Outranked)]);
}

#[test]
fn who_is_not_barred_stays_before_who_is() {
	let mut candidates = four([500, 100, 300, 600]);
	candidates[0] = barred(candidates[0]);
	candidates[2] = leaving(candidates[2]);
	let alone = plan(&FOUR, &candidates);
	assert_eq!(reasons(&alone), [Emergency, Emergency, Guaranteed, Elected]);
	// Of three places that must be kept the barred one has none.
	let helped = plan(&FOUR, &with(candidates, &[challenger(4, 300)]));
	assert_eq!(helped.seats, [(1, Emergency), (2, Guaranteed), (3, Elected), (4, Elected)]);
	assert_eq!(helped.others, [(0, Barred)]);
}

#[test]
fn who_has_no_keys_has_no_seat() {
	let mut candidates = four([500; 4]);
	candidates[0] = keyless(candidates[0]);
	let helped = plan(&FOUR, &with(candidates.clone(), &[challenger(4, 300)]));
	assert_eq!(helped.seats, [1, 2, 3, 4].map(|node| (node, Elected)));
	assert_eq!(helped.others, [(0, Keys)]);
	// Without another one there are too few.
	let alone = plan(&FOUR, &candidates);
	assert_eq!(alone.seats, [0, 1, 2, 3].map(|node| (node, Unchanged)));
	let low = plan(&FOUR, &with(candidates.clone(), &[challenger(4, 100)]));
	assert_eq!(low.seats[3], (4, Emergency));
	let useless = plan(&FOUR, &with(candidates, &[keyless(challenger(4, 900))]));
	assert_eq!(reasons(&useless), [Unchanged; 4]);
	assert_eq!(useless.others, [(4, Keys)]);
}

#[test]
fn if_nobody_in_office_has_keys_others_come_beyond_the_cap() {
	let office: Vec<_> = four([500; 4]).into_iter().map(keyless).collect();
	let others = [400, 300, 100, 500].into_iter().zip(4..).map(|(trust, n)| challenger(n, trust));
	let others: Vec<_> = others.collect();
	let plan_ = plan(&FOUR, &with(office.clone(), &others));
	assert_eq!(plan_.seats, [4, 5, 6, 7].map(|node| (node, Emergency)));
	let too_few = plan(&FOUR, &with(office, &others[..3]));
	assert_eq!(reasons(&too_few), [Unchanged; 4]);
	assert_eq!(too_few.others, [(4, NoElection), (5, NoElection), (6, Trust)]);
}

#[test]
fn a_small_network_stays_as_it_is() {
	// Of two, three with a newcomer, none may fail.
	for office in 1..=2 {
		let small: Vec<_> = (0..office).map(|node| builder(node, 100)).collect();
		let plan = plan(&FOUR, &with(small, &[challenger(4, 900), challenger(5, 900)]));
		assert_eq!(nodes(&plan), (0..office).collect::<Vec<_>>());
		assert_eq!(plan.others, [(4, NewcomersTaken), (5, NewcomersTaken)]);
	}
	let three: Vec<_> = (0..3).map(|node| builder(node, 500)).collect();
	let plan = plan(&FOUR, &with(three, &[challenger(4, 900), challenger(5, 900)]));
	assert_eq!(nodes(&plan), [0, 1, 2, 4]);
}

#[test]
fn newcomers_in_office_wait_until_they_are_proven() {
	let newcomer = Candidate { in_office: true, ..challenger(4, 900) };
	let mut candidates = with(four([500; 4]), &[newcomer, challenger(5, 950), challenger(6, 800)]);
	let kept = plan(&seven(), &candidates);
	assert_eq!(kept.seats[4], (4, Kept));
	assert_eq!(kept.others, [(5, NewcomersTaken), (6, NewcomersTaken)]);
	candidates[4].proven = true;
	assert_eq!(nodes(&plan(&seven(), &candidates)), [0, 1, 2, 3, 4, 5, 6]);
}

#[test]
fn who_comes_back_is_a_newcomer() {
	let back = [4, 5].map(|node| Candidate { proven: true, ..challenger(node, 900) });
	let plan = plan(&FOUR, &with(four([500; 4]), &back));
	assert_eq!(nodes(&plan), [0, 1, 2, 4]);
	assert_eq!(plan.others, [(3, Outranked), (5, NewcomersTaken)]);
}

#[test]
fn who_comes_because_another_is_kept_is_elected() {
	// Five who are known to run take two newcomers with them, four only one; the fifth is there by the hysteresis.
	let low = builder(4, 190);
	let candidates = with(four([500; 4]), &[low, challenger(5, 400), challenger(6, 300)]);
	let plan = plan(&seven(), &candidates);
	assert_eq!(plan.seats[4..], [(4, Kept), (5, Elected), (6, Elected)]);
}
