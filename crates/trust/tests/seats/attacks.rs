// SPDX-License-Identifier: Apache-2.0

//! What attackers get in how many sessions: the table of docs/seats.md, played.

use std::collections::BTreeSet;

use gridmerit_trust::{Candidacy, Candidate, Part, SeatRules, most_faulty, quorum};

use crate::{challenger, nodes, plan};

/// For how many sessions who was absent is barred.
const BAR: usize = 24;

/// How many sessions are played.
const SESSIONS: usize = 48;

/// Indices of attackers begin here: they are the younger ones.
const ATTACKERS: u32 = 1_000;

/// What an attack looks like.
#[derive(Clone, Copy)]
struct Attack {
	name: &'static str,
	rules: SeatRules,
	/// How many honest builders there are. They begin in office, with a trust of 0.5.
	honest: u32,
	/// How many nodes the attacker has, and their trust in thousandths.
	attackers: (u32, u32),
	/// How many of these begin in office.
	inside: u32,
	/// In how many sessions they run before they go dark.
	run: usize,
	/// How many more honest nodes are taken off the net with each session, for good.
	cut_off: u32,
}

/// How it went.
struct Course {
	/// Seats of the attacker, by session.
	seats: Vec<usize>,
	/// How many seats there were.
	sizes: Vec<usize>,
	/// How many of each set did not run.
	away: Vec<usize>,
}

impl Attack {
	fn new(name: &'static str, attackers: (u32, u32)) -> Self {
		let rules = SeatRules::default();
		Self { name, rules, honest: 10, attackers, inside: 0, run: SESSIONS, cut_off: 0 }
	}

	fn runs(&self, node: u32, session: usize) -> bool {
		if node < ATTACKERS {
			node >= self.cut_off * (session as u32 + 1)
		} else {
			session < self.run
		}
	}

	fn play(&self) -> Course {
		let honest = (0..self.honest).map(|node| (node, 500, true));
		let (count, trust) = self.attackers;
		let attackers = (0..count).map(|n| (ATTACKERS + n, trust, n < self.inside));
		let mut candidates: Vec<_> = honest
			.chain(attackers)
			.map(|(node, trust, in_office)| Candidate {
				proven: in_office,
				in_office,
				..challenger(node, trust)
			})
			.collect();
		let mut barred_until = vec![0; candidates.len()];
		let mut sets: Vec<BTreeSet<u32>> = vec![];
		let mut course = Course { seats: vec![], sizes: vec![], away: vec![] };
		for session in 0..SESSIONS {
			// A set is planned while the one before it sits, so the one before that is the last that is over.
			let over = session.checked_sub(2).map(|over| (over, &sets[over]));
			for (of, until) in candidates.iter_mut().zip(&mut barred_until) {
				if let Some((over, _)) = over.filter(|(_, sat)| sat.contains(&of.node)) {
					if self.runs(of.node, over) {
						of.proven = true;
					} else {
						*until = session + BAR;
						of.trust = Part::thousandths(900).of_part(of.trust);
					}
				}
				of.candidacy = if session < *until { Candidacy::Barred } else { Candidacy::Stands };
			}
			let set: BTreeSet<_> = nodes(&plan(&self.rules, &candidates)).into_iter().collect();
			for of in &mut candidates {
				of.in_office = set.contains(&of.node);
			}
			course.seats.push(set.iter().filter(|node| **node >= ATTACKERS).count());
			course.sizes.push(set.len());
			course.away.push(set.iter().filter(|node| !self.runs(**node, session)).count());
			sets.push(set);
		}
		course
	}

	/// The row of the table.
	fn row(&self) -> String {
		let Course { seats, sizes, away } = self.play();
		let mut row = format!("| {} |", self.name);
		for session in [1, 2, 3, 4, 8, 24, 48] {
			row += &format!(" {} of {} |", seats[session - 1], sizes[session - 1]);
		}
		let from = |is: &dyn Fn(usize) -> bool| match (0..SESSIONS).find(|session| is(*session)) {
			Some(session) => (session + 1).to_string(),
			None => "never".into(),
		};
		let stop = from(&|session| seats[session] > most_faulty(sizes[session]));
		let alone = from(&|session| seats[session] >= quorum(sizes[session]));
		let stands = from(&|session| away[session] > most_faulty(sizes[session]));
		row + &format!(" {stop} | {alone} | {stands} |")
	}
}

fn attacks() -> Vec<Attack> {
	let attack = Attack::new;
	let twice = |rules: SeatRules| SeatRules { seats: 20, ..rules };
	let few = |rules: SeatRules| SeatRules { least: 4, ..rules };
	let with_inside = |inside, attack: Attack| Attack { honest: 10 - inside, inside, ..attack };
	let cut =
		with_inside(3, attack("has 3 seats, cuts 3 more honest ones off each session", (3, 500)));
	let cut = Attack { cut_off: 3, ..cut };
	let sleepers = attack("has 4 seats, and goes dark in session 5", (4, 560));
	let dilute = attack("100 nodes of trust 0.2, with 10 of 20 seats empty", (100, 200));
	vec![
		attack("1,000 new nodes, each with a full bond: trust 0.05", (1_000, 50)),
		attack("1,000 nodes of trust 0.5, as the honest", (1_000, 500)),
		Attack { run: 0, ..attack("100 nodes of trust 0.56 that never run", (100, 560)) },
		attack("3 nodes of trust 0.83: a third of all trust", (3, 830)),
		attack("4 nodes of trust 0.56: 31 % of all trust", (4, 560)),
		attack("10 nodes of trust 0.56: 53 % of all trust", (10, 560)),
		Attack { rules: twice(dilute.rules), ..dilute },
		with_inside(4, Attack { run: 4, ..sleepers }),
		cut,
		Attack { name: "the same with `least` 4", rules: few(cut.rules), ..cut },
	]
}

#[test]
fn the_table_of_attacks_is_up_to_date() {
	let page = include_str!("../../../../docs/seats.md");
	let rows: Vec<_> = attacks().iter().map(Attack::row).collect();
	let table = page.split("<!-- attacks -->\n").nth(1).unwrap_or_default();
	let written: Vec<_> = table.lines().skip(2).take_while(|line| line.starts_with('|')).collect();
	assert_eq!(written, rows, "in docs/seats.md:\n{}", rows.join("\n"));
}

#[test]
fn nodes_that_never_run_stop_nothing_however_many_there_are() {
	for count in [1, 3, 4, 10, 100, 500] {
		for trust in [400, 560, 999] {
			let attack = Attack { run: 0, ..Attack::new("", (count, trust)) };
			let Course { sizes, away, .. } = attack.play();
			let most = sizes.iter().map(|size| most_faulty(*size));
			assert!(away.iter().zip(most).all(|(away, most)| *away <= most), "{count} {trust}");
		}
	}
}

#[test]
fn a_cartel_wins_its_seats_by_trust_and_never_faster_than_newcomers_may_come() {
	for count in [4, 10, 100, 500] {
		let attack = Attack::new("", (count, 999));
		let Course { seats, sizes, .. } = attack.play();
		// Whoever was not in the last set but one is a newcomer.
		for session in 2..SESSIONS {
			let grown = seats[session].saturating_sub(seats[session - 2]);
			assert!(grown <= most_faulty(sizes[session]), "{count}: {seats:?}");
		}
		assert_eq!(seats[..2], [3, 3]);
	}
}
