// SPDX-License-Identifier: Apache-2.0

//! What a battery holds when the first of the intervals to plan begins.

use std::collections::BTreeMap;

use gridmerit_energy::{Battery, Interval, OpenInterval, Wh};

use crate::{plan::Plan, rulebook::BatteryRules};

/// Intervals of which prices and plans are remembered.
pub const KEPT: usize = 256;

/// What a battery is planned to hold before and after intervals.
#[derive(Default)]
pub struct Planned(BTreeMap<Interval, (Wh, Wh)>);

impl Planned {
	/// Keeps a plan that began with so much in the battery.
	pub fn keep(&mut self, charge: Wh, plan: &Plan) {
		if let Some(first) = plan.steps.first() {
			drop(self.0.split_off(&first.interval));
		}
		let mut before = charge;
		for step in &plan.steps {
			self.0.insert(step.interval, (before, step.level));
			before = step.level;
		}
		while self.0.len() > KEPT {
			self.0.pop_first();
		}
	}

	/// What it holds when an interval begins; none if nothing was planned before that.
	pub fn at(&self, interval: Interval) -> Option<Wh> {
		self.0.range(..interval).next_back().map(|(_, (_, after))| *after)
	}

	/// What it holds when an interval begins, by the plan that begins with it or goes through it.
	pub fn when(&self, interval: Interval) -> Option<Wh> {
		let begins = self.0.get(&interval).map(|(before, _)| *before);
		begins.or_else(|| self.at(interval))
	}

	/// How much more it holds when an interval begins than now (milliseconds since 1970), if it does evenly
	/// what is planned.
	pub fn change(&self, now: u64, interval_ms: u32, interval: Interval) -> i128 {
		let length = u64::from(interval_ms.max(1));
		let at = Interval::try_from(now / length).unwrap_or(Interval::MAX);
		let change = |(of, (before, after)): (&Interval, &(Wh, Wh))| {
			let left = if *of == at { length - now % length } else { length };
			(i128::from(*after) - i128::from(*before)) * i128::from(left) / i128::from(length)
		};
		self.0.range(at..).take_while(|(of, _)| **of < interval).map(change).sum()
	}
}

/// What a storage node's battery holds when an interval begins: what its meter has said, and then what the node
/// has promised in intervals that are not settled yet. The chain counts in the same way.
pub fn promised(battery: &Battery, metered: Wh, open: &[OpenInterval], interval: Interval) -> Wh {
	let unsettled = open.iter().filter(|open| open.interval < interval);
	unsettled.fold(metered, |charge, OpenInterval { position, .. }| {
		let flow = position.promised(None);
		battery.clamp(battery.after(charge, flow.import, flow.export))
	})
}

/// The rulebook's battery as the chain knows it.
pub fn physical(battery: &BatteryRules) -> Battery {
	let BatteryRules { capacity, power, efficiency_ppm, .. } = *battery;
	Battery { capacity, power, efficiency_ppm, initial: 0 }
}
