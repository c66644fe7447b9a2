// SPDX-License-Identifier: Apache-2.0

//! Energy of any periods, placed on a chain's intervals.

use gridmerit_energy::{Interval, MAX_METERED, Wh};

use crate::{
	problem::{Place, Problems},
	row::Row,
};

/// Energy as it is added up: in billionths of a Wh.
pub(crate) type Nano = i128;

/// A Wh.
pub(crate) const WH: Nano = 1_000_000_000;

/// The most intervals that come of a file.
const MAX_ROWS: usize = 2_200_000;

/// What was measured from one instant to another, in milliseconds since 1970.
#[derive(Debug)]
pub(crate) struct Period {
	pub start: i64,
	pub end: i64,
	/// None if it is not known.
	pub load: Option<Nano>,
	pub generation: Option<Nano>,
	pub place: Place,
}

/// What was left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct LeftOut {
	/// Intervals of which only a part is known.
	pub parts: usize,
	/// Energy of those, in Wh.
	pub wh: Wh,
}

/// An interval as its parts come in.
#[derive(Default)]
struct Open {
	index: i64,
	known: i64,
	load: Nano,
	generation: Nano,
	place: Option<Place>,
}

/// Adds up what is shorter than an interval and spreads evenly what is longer. Periods are in order and do
/// not overlap. Fractions of a Wh are carried over to the next interval, so that none is lost: all rows
/// together are the sum of what is known of their intervals, without its last fraction. An interval that is not
/// known as a whole is left out.
pub(crate) fn place(
	periods: &[Period],
	interval_ms: u32,
	problems: &mut Problems,
) -> (Vec<Row>, LeftOut) {
	let length = i64::from(interval_ms.max(1));
	let mut rows =
		Rows { length, load: 0, generation: 0, rows: Vec::new(), out: LeftOut::default() };
	let mut open = Open::default();
	for period in periods {
		let (Some(load), Some(generation)) = (period.load, period.generation) else { continue };
		let whole = (period.end - period.start).max(1);
		let (mut from, mut before) = (0, (0, 0));
		while from < whole && rows.rows.len() < MAX_ROWS {
			let at = period.start + from;
			let index = at.div_euclid(length);
			if index != open.index {
				rows.close(std::mem::take(&mut open), problems);
				open = Open { index, ..Open::default() };
			}
			let until = (length * (index + 1) - period.start).min(whole);
			let share = |energy: Nano| energy * i128::from(until) / i128::from(whole);
			let after = (share(load), share(generation));
			open.load += after.0 - before.0;
			open.generation += after.1 - before.1;
			open.known += until - from;
			open.place.get_or_insert_with(|| period.place.clone());
			(from, before) = (until, after);
		}
		if rows.rows.len() >= MAX_ROWS {
			problems.add(
				period.place.clone(),
				format!("more than {MAX_ROWS} intervals; leave out the oldest"),
			);
			break;
		}
	}
	rows.close(open, problems);
	(rows.rows, rows.out)
}

struct Rows {
	length: i64,
	/// Fractions of a Wh that are still to come.
	load: Nano,
	generation: Nano,
	rows: Vec<Row>,
	out: LeftOut,
}

impl Rows {
	fn close(&mut self, open: Open, problems: &mut Problems) {
		let Some(place) = open.place else { return };
		if open.known < self.length {
			let wh = Wh::try_from((open.load + open.generation) / WH).unwrap_or_default();
			self.out.wh = self.out.wh.saturating_add(wh);
			self.out.parts += 1;
			return;
		}
		let Ok(interval) = Interval::try_from(open.index) else {
			problems.add(place, "is before 1970, or too far ahead for the number of an interval");
			return;
		};
		let load_wh = take(&mut self.load, open.load);
		let generation_wh = take(&mut self.generation, open.generation);
		let worst = load_wh.max(generation_wh);
		if worst > MAX_METERED {
			problems.add(place, format!("{worst} Wh in one interval is more than {MAX_METERED}"));
			return;
		}
		self.rows.push(Row { interval, load_wh, generation_wh });
	}
}

/// The whole Wh of what is carried and what comes; the rest is carried on.
fn take(carried: &mut Nano, energy: Nano) -> Wh {
	let all = *carried + energy;
	*carried = all.rem_euclid(WH);
	Wh::try_from(all.div_euclid(WH)).unwrap_or(Wh::MAX)
}
