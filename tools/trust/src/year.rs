// SPDX-License-Identifier: Apache-2.0

//! A year, interval by interval.

use std::cmp::Reverse;

use gridmerit_energy::Planck;
use gridmerit_trust::{Conduct, Params, Part, Reputation, Weighing};

use crate::{
	nodes::Kind,
	sun::{DAYS, INTERVALS, Weather},
};

/// Intervals of a session: an hour.
const SESSION: u32 = 4;

/// A node's year.
pub struct Life {
	pub kind: Kind,
	/// What it has bonded at the end, in planck.
	pub bonded: Planck,
	/// Its index at the end of each day, from the one on which it came.
	pub index: Vec<Part>,
	/// How much risk has counted, in planck.
	pub counted: Planck,
	/// The most it may have been paid for it, in planck.
	pub reward: Planck,
	/// What its own second node has paid in fees, in planck.
	pub circle: Planck,
	/// What its effective trust is at the end.
	pub effective: Part,
}

impl Life {
	/// Its index at the end of a day; none before it came.
	pub fn on(&self, day: u32) -> Option<Part> {
		let place = day.checked_sub(self.kind.comes())?;
		self.index.get(place as usize).copied()
	}
}

/// The lives of all nodes.
pub struct Year {
	pub lives: Vec<Life>,
}

impl Year {
	/// Lets every kind live through the same weather.
	pub fn simulate() -> Self {
		let weather = Weather::new(&mut fastrand::Rng::with_seed(2_015));
		Self { lives: Kind::ALL.map(|kind| live(kind, &weather)).into() }
	}

	/// By effective trust at the end, the highest first.
	pub fn ranking(&self) -> Vec<&Life> {
		let mut lives: Vec<_> = self.lives.iter().collect();
		lives.sort_by_key(|life| Reverse(life.effective));
		lives
	}
}

fn live(kind: Kind, weather: &Weather) -> Life {
	let (params, weighing) = (Params::default(), Weighing::default());
	let mut random = fastrand::Rng::with_seed(kind as u64);
	let mut node = Reputation::new(kind.comes(), &params);
	let mut life = Life {
		kind,
		bonded: kind.bond(),
		index: Vec::new(),
		counted: 0,
		reward: 0,
		circle: 0,
		effective: Part::ZERO,
	};
	for day in kind.comes()..DAYS {
		for session in 0..INTERVALS / SESSION {
			let mut conduct = Conduct::default();
			for interval in 0..SESSION {
				let interval = session * SESSION + interval;
				let Some(deed) = kind.act((day, interval), weather, &mut random) else { continue };
				conduct = conduct.join(deed.conduct(&params));
				life.bonded -= deed.slashed.times(life.bonded);
				life.circle += deed.fee;
			}
			if conduct.is_empty() {
				continue;
			}
			// What it missed is made good from its bond: nothing else is left of who sells what it has not.
			if kind == Kind::Colluding {
				life.bonded = life.bonded.saturating_sub(conduct.missed);
			}
			let (after, changes) = node.fold(&conduct, day, &params);
			node = after;
			life.counted += changes.counted;
			let effective = weighing.effective(node.index, life.bonded);
			life.reward += params.reward_of(changes.counted, effective);
		}
		node = node.at(day, &params);
		life.index.push(node.index);
	}
	life.effective = weighing.effective(node.at(DAYS, &params).index, life.bonded);
	life
}
