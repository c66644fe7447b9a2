// SPDX-License-Identifier: Apache-2.0

//! Which register belongs to which boundary between two delivery intervals.

use std::time::Duration;

use gridmerit_meter::{Interval, Wh};
use serde::{Deserialize, Serialize};

/// Milliseconds since 1970, or a span of milliseconds.
pub type Millis = i64;

/// All energy that a meter has counted, in whole Wh.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
	/// Drawn from the grid.
	pub import: Wh,
	/// Fed in.
	pub export: Wh,
}

/// What a meter showed, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
	/// When, on the clock that decides.
	pub at: Millis,
	/// When, on a clock that nobody sets; none in a recording.
	pub steady: Option<Duration>,
	/// When, in the meter's own count of seconds.
	pub uptime: Option<u32>,
	/// What it showed.
	pub totals: Totals,
}

/// The register that was taken for a boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Boundary {
	/// The interval that begins here.
	pub interval: Interval,
	/// What the meter showed.
	pub totals: Totals,
	/// How much later than the boundary that was; negative: earlier.
	pub off: Millis,
}

/// An interval between two boundaries, both of which have their register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metered {
	/// Where it begins.
	pub start: Boundary,
	/// Where it ends.
	pub end: Boundary,
}

/// What has become known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
	/// An interval can be stated. It is said once.
	Metered(Metered),
	/// A boundary has its register, but the interval that ends here cannot be stated, or was stated before.
	Began(Boundary),
	/// Boundaries without a register near enough: the intervals on both sides cannot be stated.
	Missed {
		/// The interval that begins at the first of them.
		first: Interval,
		/// The interval that begins at the last of them.
		last: Interval,
		/// How far off the nearest register of the last one was, if one is known.
		nearest: Option<Millis>,
	},
	/// The clock was set, by so much. Nothing that was in progress is stated.
	Jumped(Millis),
}

/// What the keeper goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
	/// Length of an interval.
	pub length: Millis,
	/// How far from a boundary a register may be; less than half of the length.
	pub nearest: Millis,
	/// By how much a clock may go wrong between two telegrams.
	pub jump: Millis,
}

/// How long after a boundary's last possible register it is given up without another telegram.
const GRACE: Millis = 10_000;

/// Keeps the boundaries of a meter.
#[derive(Clone, Debug)]
pub struct Keeper {
	rules: Rules,
	/// The last interval that was stated.
	stated: Option<Interval>,
	/// The last boundary that has its register, if nothing has come in between.
	start: Option<Boundary>,
	last: Option<Sample>,
}

impl Keeper {
	/// Goes on after what was stated and taken before.
	pub fn new(rules: Rules, stated: Option<Interval>, start: Option<Boundary>) -> Self {
		Self { rules, stated, start, last: None }
	}

	/// The last boundary that has its register.
	pub fn start(&self) -> Option<Boundary> {
		self.start
	}

	/// The interval in which a moment is, if there is one.
	fn interval(&self, at: Millis) -> Option<Interval> {
		at.checked_div_euclid(self.rules.length)?.try_into().ok()
	}

	/// When an interval begins.
	fn begins(&self, interval: Interval) -> Millis {
		Millis::from(interval).saturating_mul(self.rules.length)
	}

	/// The meter showed something.
	pub fn take(&mut self, sample: Sample) -> Vec<Step> {
		let mut steps = Vec::new();
		let Some(now) = self.interval(sample.at) else { return steps };
		if let Some(by) = self.jumped(&sample) {
			self.start = None;
			self.last = None;
			steps.push(Step::Jumped(by));
		}
		let before = self.last.replace(sample);
		let before = before.and_then(|before| Some((self.interval(before.at)?, before)));
		let off = sample.at.saturating_sub(self.begins(now));
		match before {
			// Within the interval, or a small step back.
			Some((then, _)) if now <= then => {},
			Some((then, before)) => {
				let next = then.saturating_add(1);
				let behind = before.at.saturating_sub(self.begins(next));
				if now == next {
					// Both may be the nearest.
					let earlier = behind.saturating_neg() <= off;
					let (taken, off) = if earlier { (before, behind) } else { (sample, off) };
					self.decide(next, taken.totals, off, &mut steps);
				} else {
					self.decide(next, before.totals, behind, &mut steps);
					self.missed(next.saturating_add(1), now.saturating_sub(1), None, &mut steps);
					self.decide(now, sample.totals, off, &mut steps);
				}
			},
			// The first one, or the first one after a restart.
			None => match self.start {
				Some(start) if start.interval < now => {
					let next = start.interval.saturating_add(1);
					self.missed(next, now.saturating_sub(1), None, &mut steps);
					self.decide(now, sample.totals, off, &mut steps);
				},
				Some(start) if start.interval == now => {},
				_ if off <= self.rules.nearest => {
					self.decide(now, sample.totals, off, &mut steps);
				},
				_ => {},
			},
		}
		steps
	}

	/// Nothing has come for a while. A boundary that no later telegram can be nearest to is decided.
	pub fn tick(&mut self, steady: Duration) -> Vec<Step> {
		let mut steps = Vec::new();
		let Some(last) = self.last else { return steps };
		let Some(since) = last.steady.and_then(|then| steady.checked_sub(then)) else {
			return steps;
		};
		let at = last.at.saturating_add(millis(since));
		let Some(then) = self.interval(last.at) else { return steps };
		let next = then.saturating_add(1);
		let boundary = self.begins(next);
		let over = boundary.saturating_add(self.rules.nearest).saturating_add(GRACE);
		if at >= over && self.start.is_some() {
			self.decide(next, last.totals, last.at.saturating_sub(boundary), &mut steps);
		}
		steps
	}

	/// By how much a clock was set since the last sample.
	fn jumped(&self, sample: &Sample) -> Option<Millis> {
		let Some(last) = self.last else {
			// After a restart the clock is behind what was taken before.
			let start = self.start?;
			let by = sample.at.saturating_sub(self.begins(start.interval));
			return (by < self.rules.nearest.saturating_neg()).then_some(by);
		};
		let by_meter = last.uptime.zip(sample.uptime).and_then(|(then, now)| now.checked_sub(then));
		let by_meter = by_meter.map(|seconds| Millis::from(seconds).saturating_mul(1_000));
		let by_host = || {
			let since = sample.steady?.checked_sub(last.steady?)?;
			Some(millis(since))
		};
		let went = sample.at.saturating_sub(last.at);
		let by = match by_meter.or_else(by_host) {
			Some(passed) => went.saturating_sub(passed),
			// In a recording time goes on, however far.
			None => went.min(0),
		};
		(by.saturating_abs() > self.rules.jump).then_some(by)
	}

	/// A boundary gets its register, if that is near enough.
	fn decide(&mut self, interval: Interval, totals: Totals, off: Millis, steps: &mut Vec<Step>) {
		if self.start.is_some_and(|start| start.interval >= interval) {
			return;
		}
		if off.saturating_abs() > self.rules.nearest {
			return self.missed(interval, interval, Some(off), steps);
		}
		let end = Boundary { interval, totals, off };
		let start = self.start.replace(end);
		let over = interval.checked_sub(1);
		match start.filter(|start| Some(start.interval) == over && self.stated < over) {
			Some(start) => {
				self.stated = over;
				steps.push(Step::Metered(Metered { start, end }));
			},
			None => steps.push(Step::Began(end)),
		}
	}

	fn missed(
		&mut self,
		first: Interval,
		last: Interval,
		nearest: Option<Millis>,
		steps: &mut Vec<Step>,
	) {
		if first > last {
			return;
		}
		self.start = None;
		match steps.last_mut() {
			Some(Step::Missed { last: before, nearest: off, .. }) => {
				*before = last;
				*off = nearest;
			},
			_ => steps.push(Step::Missed { first, last, nearest }),
		}
	}
}

fn millis(span: Duration) -> Millis {
	span.as_millis().try_into().unwrap_or(Millis::MAX)
}
