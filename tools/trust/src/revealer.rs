// SPDX-License-Identifier: Apache-2.0

//! What the last builders of an epoch gain by choosing whether to build.
//!
//! The randomness of an epoch is a hash of its primary blocks' VRF outputs. Whoever has the last t primary slots in a row
//! can leave out any of its blocks, and so take the best of 2^t outcomes.

use gridmerit_trust::draw;

/// Candidates of equal effective trust, and how many of them belong to the attacker, who has as many of the slots.
const CANDIDATES: usize = 99;
const ATTACKERS: usize = 33;

/// More slots in a row than that do not change a digit.
const LONGEST: u32 = 12;

const TRIALS: u64 = 10_000;

/// What an attacker wants of a committee.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Goal {
	/// More than half of it.
	Half,
	/// Two thirds of it, or more.
	TwoThirds,
}

impl Goal {
	/// How many members that is.
	fn least(self, members: usize) -> usize {
		match self {
			Self::Half => members / 2 + 1,
			Self::TwoThirds => (2 * members).div_ceil(3),
		}
	}

	/// By how many members a committee grows so that the goal stays as far away.
	fn step(self) -> usize {
		match self {
			Self::Half => 2,
			Self::TwoThirds => 3,
		}
	}

	/// In words.
	pub fn name(self) -> &'static str {
		match self {
			Self::Half => "more than half",
			Self::TwoThirds => "two thirds",
		}
	}
}

/// A committee's row.
pub struct Row {
	pub goal: Goal,
	pub members: usize,
	/// How often the attacker reaches its goal: by the law of the draw, and in draws.
	pub exact: f64,
	pub drawn: f64,
	/// The same when it chooses among outcomes.
	pub expected: f64,
	pub chosen: f64,
	/// With how many more members that is as rare as it was without.
	pub more: usize,
}

/// A row for each size of a committee and each goal.
pub fn table() -> Vec<Row> {
	let half = [5, 9, 15, 21].map(|members| row(Goal::Half, members));
	let two_thirds = [6, 9, 15, 21].map(|members| row(Goal::TwoThirds, members));
	half.into_iter().chain(two_thirds).collect()
}

fn row(goal: Goal, members: usize) -> Row {
	let (mut drawn, mut chosen) = (0_u32, 0_u32);
	let mut random = fastrand::Rng::with_seed(members as u64);
	let weights = [1_000_000_000; CANDIDATES];
	for trial in 0..TRIALS {
		let mut last = 0;
		while last < LONGEST && random.usize(0..CANDIDATES) < ATTACKERS {
			last += 1;
		}
		let reached = |outcome: u64| {
			let mut seed = [0; 32];
			seed[..8].copy_from_slice(&trial.to_le_bytes());
			seed[8..16].copy_from_slice(&outcome.to_le_bytes());
			let places = draw(seed, members as u64, &weights, members).unwrap_or_default();
			let own = places.iter().filter(|place| (**place as usize) < ATTACKERS).count();
			own >= goal.least(members)
		};
		let honestly = reached(0);
		drawn += u32::from(honestly);
		chosen += u32::from(honestly || (1..1 << last).any(reached));
	}
	let rate = |count: u32| f64::from(count) / TRIALS as f64;
	let exact = reach(goal, members);
	let mut more = 0;
	while with_choice(reach(goal, members + more)) > exact {
		more += goal.step();
	}
	Row {
		goal,
		members,
		exact,
		drawn: rate(drawn),
		expected: with_choice(exact),
		chosen: rate(chosen),
		more,
	}
}

/// The probability that the attacker reaches its goal: hypergeometric.
fn reach(goal: Goal, members: usize) -> f64 {
	let ways = |n: usize, k: usize| {
		(0..k).fold(1.0, |ways, i| ways * n.saturating_sub(i) as f64 / (i + 1) as f64)
	};
	let with = |own: usize| {
		ways(ATTACKERS, own) * ways(CANDIDATES - ATTACKERS, members - own)
			/ ways(CANDIDATES, members)
	};
	(goal.least(members)..=members.min(ATTACKERS)).map(with).sum()
}

/// The same with the best of 2^t outcomes, where t slots in a row have the probability (1 - q) q^t.
fn with_choice(reach: f64) -> f64 {
	let q = ATTACKERS as f64 / CANDIDATES as f64;
	let lost: f64 =
		(0..60).map(|last| (1.0 - q) * q.powi(last) * (1.0 - reach).powf(2_f64.powi(last))).sum();
	1.0 - lost
}
