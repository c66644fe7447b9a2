// SPDX-License-Identifier: Apache-2.0

//! Rights to feed in: what fits is given, to everybody as far as the lines allow.

use gridmerit_grid::{
	Bus, FeedIn, Feeder, GridError, Line, LocationError, RightSearch, RightShares, RightsError,
	Wanted, rights,
};
use gridmerit_market::{BookError, MAX_ORDER, StepError, Wh};
use num_rational::BigRational;
use proptest::{collection::vec, prelude::*, sample::select};

use crate::steps::interrupt;

/// A feeder, what its lines carry already, and what is to be fed in.
#[derive(Clone, Debug)]
struct Case {
	lines: Vec<Line>,
	flows: Vec<i64>,
	wanted: Vec<Wanted>,
	turn: u32,
}

impl Case {
	fn feeder(&self) -> Feeder {
		Feeder::new(&self.lines).unwrap()
	}

	fn rights(&self) -> FeedIn {
		rights(&self.feeder(), &self.flows, &self.wanted, self.turn).unwrap()
	}

	/// What the line of a bus has left, whatever comes from below.
	fn room(&self, bus: usize) -> i128 {
		i128::from(self.lines[bus - 1].export) - i128::from(self.flows[bus])
	}

	/// The buses whose lines are above a bus.
	fn above(&self, bus: Bus) -> Vec<usize> {
		let mut buses = Vec::new();
		let mut bus = usize::from(bus);
		while bus > 0 {
			buses.push(bus);
			bus = self.lines[bus - 1].parent.into();
		}
		buses
	}

	/// What passes each line if everybody feeds in so much.
	fn flows_of<T: Clone + std::ops::AddAssign>(&self, zero: T, of: impl Fn(usize) -> T) -> Vec<T> {
		let mut flows = vec![zero; self.lines.len() + 1];
		for (k, row) in self.wanted.iter().enumerate() {
			self.above(row.bus).into_iter().for_each(|bus| flows[bus] += of(k));
		}
		flows
	}

	/// The max-min fair shares in fractions, by their definition: all rise together, and who has what it wants or is
	/// behind a line that is full stays where it is.
	fn fair(&self) -> Vec<BigRational> {
		let whole = |wh: i128| BigRational::from_integer(wh.into());
		let mut shares = vec![whole(0); self.wanted.len()];
		let mut rises: Vec<bool> = self.wanted.iter().map(|row| row.energy > 0).collect();
		loop {
			let flows = self.flows_of(whole(0), |k| shares[k].clone());
			let full = |bus: usize| flows[bus] >= whole(self.room(bus));
			for (k, row) in self.wanted.iter().enumerate() {
				rises[k] &= shares[k] < whole(row.energy.into());
				rises[k] &= !self.above(row.bus).into_iter().any(full);
			}
			let rising = self.flows_of(0_i128, |k| rises[k].into());
			let of_lines = (1..rising.len()).filter(|bus| rising[*bus] > 0);
			let of_lines = of_lines
				.map(|bus| (whole(self.room(bus)) - flows[bus].clone()) / whole(rising[bus]));
			let of_nodes = (0..shares.len()).filter(|k| rises[*k]);
			let of_nodes =
				of_nodes.map(|k| whole(self.wanted[k].energy.into()) - shares[k].clone());
			let Some(step) = of_lines.chain(of_nodes).min() else { return shares };
			for (share, rises) in shares.iter_mut().zip(&rises) {
				if *rises {
					*share += step.clone();
				}
			}
		}
	}
}

/// Chains, stars, bushes; rooms from none to more than is wanted; much that is equal.
fn case() -> impl Strategy<Value = Case> {
	(0_usize..10, 0_usize..24, select(vec![6_u64, 60, 5_000, MAX_ORDER]), any::<u32>())
		.prop_flat_map(|(lines, nodes, most, turn)| {
			let limit = prop_oneof![
				1 => Just(0),
				1 => Just(Line::NO_LIMIT),
				6 => 0..=most.saturating_mul(6),
			];
			let line = (any::<prop::sample::Index>(), limit, 0..=most, -100..=100_i64);
			let energy = prop_oneof![1 => Just(0), 2 => Just(most), 6 => 0..=most];
			let node = (any::<prop::sample::Index>(), energy);
			(vec(line, lines), vec(node, nodes), Just(turn))
		})
		.prop_map(|(lines, nodes, turn)| {
			let buses = lines.len() + 1;
			let mut case = Case { lines: vec![], flows: vec![0], wanted: vec![], turn };
			for (k, (parent, export, import, part)) in lines.into_iter().enumerate() {
				let parent = parent.index(k + 1) as Bus;
				case.lines.push(Line { parent, import, export });
				// Within the limits, as clearing leaves them.
				let most = if part < 0 { import } else { export.min(1 << 40) };
				case.flows.push((i128::from(most) * i128::from(part) / 100) as i64);
			}
			for (k, (bus, energy)) in nodes.into_iter().enumerate() {
				let (node, bus) = (3 * k as u32, bus.index(buses) as Bus);
				case.wanted.push(Wanted { node, bus, energy });
			}
			case
		})
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(1_000))]

	#[test]
	fn lines_keep_their_limits_and_nobody_gets_more_than_it_wants(case in case()) {
		let found = case.rights();
		prop_assert_eq!(found.rights.len(), case.wanted.len());
		let flows = case.flows_of(0_i128, |k| found.rights[k].into());
		for (bus, flow) in flows.iter().enumerate().skip(1) {
			prop_assert!(*flow <= case.room(bus));
			prop_assert_eq!(i128::from(found.flows[bus]), *flow);
		}
		prop_assert!(case.wanted.iter().zip(&found.rights).all(|(row, right)| *right <= row.energy));
	}

	/// Who does not get all is behind a full line; and a bus is behind one where it says so, and nowhere else.
	#[test]
	fn all_that_fits_is_given(case in case()) {
		let found = case.rights();
		let flows = case.flows_of(0_i128, |k| found.rights[k].into());
		let full = |bus: Bus| case.above(bus).into_iter().any(|bus| flows[bus] == case.room(bus));
		for (row, right) in case.wanted.iter().zip(&found.rights) {
			prop_assert!(*right == row.energy || full(row.bus));
		}
		for bus in 0..=case.lines.len() {
			prop_assert_eq!(found.full[bus], full(bus as Bus), "bus {}", bus);
		}
	}

	#[test]
	fn shares_are_max_min_fair_to_within_a_wh(case in case()) {
		let whole = |wh: Wh| BigRational::from_integer(wh.into());
		for (right, fair) in case.rights().rights.into_iter().zip(case.fair()) {
			prop_assert!(whole(right) < fair.clone() + whole(1) && fair < whole(right) + whole(1));
		}
	}

	/// Another order of nodes moves odd Wh at most.
	#[test]
	fn names_change_nothing(case in case(), ranks in Just((0..24).collect::<Vec<u32>>()).prop_shuffle()) {
		let found = case.rights();
		let mut other = case.clone();
		let mut order: Vec<usize> = (0..case.wanted.len()).collect();
		order.sort_by_key(|k| ranks[*k]);
		other.wanted = order.iter().map(|k| Wanted { node: ranks[*k], ..case.wanted[*k] }).collect();
		let moved = other.rights();
		prop_assert_eq!(&moved.full, &found.full);
		for (right, k) in moved.rights.iter().zip(order) {
			prop_assert!(right.abs_diff(found.rights[k]) <= 1);
		}
	}

	#[test]
	fn pages_of_any_size_equal_the_whole(case in case(), cut in 0_usize..30) {
		let feeder = case.feeder().feeding(&case.flows);
		let (first, second) = case.wanted.split_at(cut.min(case.wanted.len()));
		let mut search = RightSearch::new(&feeder);
		search.page(&feeder, first).unwrap();
		interrupt(&mut search);
		search.page(&feeder, second).unwrap();
		let found = search.end_pass(&feeder).unwrap().unwrap();
		prop_assert_eq!(found.limits(), case.rights().full.contains(&true));
		let mut shares = RightShares::new(&feeder, &found, case.turn).unwrap();
		let mut rights = Vec::new();
		shares.page(&feeder, first, &mut rights).unwrap();
		interrupt(&mut shares);
		shares.page(&feeder, second, &mut rights).unwrap();
		let flows = shares.finish(&feeder).unwrap();
		let whole = case.rights();
		prop_assert_eq!((rights, flows), (whole.rights, whole.flows));
	}

	/// What is given leaves nothing to be given.
	#[test]
	fn nothing_is_left_to_give(case in case()) {
		let found = case.rights();
		let mut rest = case.clone();
		rest.flows.iter_mut().zip(&found.flows).for_each(|(flow, more)| *flow += *more as i64);
		rest.wanted.iter_mut().zip(&found.rights).for_each(|(row, right)| row.energy -= right);
		prop_assert!(rest.rights().rights.iter().all(|right| *right == 0));
	}
}

fn wanted(rows: &[(u32, Bus, Wh)]) -> Vec<Wanted> {
	rows.iter().map(|&(node, bus, energy)| Wanted { node, bus, energy }).collect()
}

fn line(parent: Bus, export: Wh) -> Line {
	Line { parent, import: 0, export }
}

/// To fill the line with the least room for each who is behind it first is right on a chain and wrong here: it has
/// line 1 carry its 20.
#[test]
fn a_small_room_far_out_leaves_some_further_in() {
	let feeder = Feeder::new(&[line(0, 20), line(1, 5), line(1, 5), line(1, 5)]).unwrap();
	let rows = wanted(&[(1, 0, 100), (2, 2, 10), (3, 3, 10), (4, 4, 10)]);
	let found = rights(&feeder, &[], &rows, 0).unwrap();
	assert_eq!(found.rights, [100, 5, 5, 5]);
	assert_eq!(found.full, [false, false, true, true, true]);
	assert_eq!(found.flows, [0, 15, 5, 5, 5]);
}

#[test]
fn what_is_traded_takes_room_and_what_is_bought_makes_some() {
	let feeder = Feeder::new(&[line(0, 100), line(1, 100)]).unwrap();
	let rows = wanted(&[(1, 1, 500), (2, 2, 70)]);
	let rights = |flows: &[i64]| rights(&feeder, flows, &rows, 0).unwrap();
	assert_eq!(rights(&[0, 0, 0]).rights, [50, 50]);
	// Bus 2 has sold 60 to bus 1: its line has less room, the one further in as much as before.
	assert_eq!(rights(&[0, 0, 60]).rights, [60, 40]);
	assert_eq!(rights(&[0, 0, 60]).full, [false, true, true]);
	// Behind line 1 more is bought than sold.
	assert_eq!(rights(&[0, -40, 0]).rights, [70, 70]);
	// It carries all it can.
	assert_eq!(rights(&[0, 100, 0]).rights, [0, 0]);
}

#[test]
fn the_odd_wh_goes_round() {
	let feeder = Feeder::new(&[line(0, 10)]).unwrap();
	let rows = wanted(&[(1, 1, 9), (2, 1, 9), (3, 1, 9)]);
	let rights = |turn| rights(&feeder, &[], &rows, turn).unwrap().rights;
	let turns: Vec<_> = (0..3).map(rights).collect();
	assert!(turns.iter().all(|rights| rights.iter().sum::<Wh>() == 10));
	let odd: Vec<_> =
		turns.iter().map(|rights| rights.iter().position(|right| *right == 4)).collect();
	assert_eq!(odd.iter().collect::<std::collections::BTreeSet<_>>().len(), 3);
}

#[test]
fn without_lines_everybody_feeds_in_what_it_wants() {
	let feeder = Feeder::new(&[]).unwrap();
	let rows = wanted(&[(1, 0, 5), (9, 0, MAX_ORDER)]);
	let found = rights(&feeder, &[], &rows, 3).unwrap();
	assert_eq!((found.rights, found.full), (vec![5, MAX_ORDER], vec![false]));
	let nobody = rights(&feeder, &[], &[], 3).unwrap();
	assert_eq!((nobody.rights, nobody.full, nobody.flows), (vec![], vec![false], vec![0]));
}

#[test]
fn what_is_no_list_of_nodes_on_the_feeder_is_refused() {
	let feeder = Feeder::new(&[line(0, 10)]).unwrap();
	let refused = |rows: &[(u32, Bus, Wh)]| rights(&feeder, &[], &wanted(rows), 0).unwrap_err();
	assert_eq!(
		refused(&[(1, 2, 5)]),
		RightsError::Location(LocationError::NoSuchBus { node: 1, bus: 2 })
	);
	assert_eq!(refused(&[(2, 1, 5), (2, 1, 5)]), RightsError::Book(BookError::NotAscending(2)));
	assert_eq!(refused(&[(2, 1, MAX_ORDER + 1)]), RightsError::Book(BookError::OrderTooLarge(2)));
	// The utility comes behind all nodes.
	assert_eq!(
		refused(&[(u32::MAX, 1, 5)]),
		RightsError::Step(GridError::Step(StepError::PageOutOfOrder))
	);
}

#[test]
fn pages_that_the_search_has_not_seen_are_noticed() {
	let feeder = Feeder::new(&[line(0, 10)]).unwrap().feeding(&[]);
	let rows = wanted(&[(1, 1, 9), (2, 1, 9)]);
	let mut search = RightSearch::new(&feeder);
	search.page(&feeder, &rows).unwrap();
	let found = search.end_pass(&feeder).unwrap().unwrap();
	for (other, sound) in [(&rows[..], true), (&rows[..1], false)] {
		let mut shares = RightShares::new(&feeder, &found, 0).unwrap();
		shares.page(&feeder, other, &mut Vec::new()).unwrap();
		assert_eq!(shares.finish(&feeder).is_ok(), sound);
	}
}
