// SPDX-License-Identifier: Apache-2.0

//! What was emitted in some intervals, added up. Emissions are micrograms; people read grams, rounded up.

use gridmerit_client::{
	carbon::{Bounded, Cost, Definition, Emissions, IntervalStatement, grams},
	units::{kwh, unit},
};
use gridmerit_energy::Wh;
use serde_json::{Value, json};

/// Intervals added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Emitted {
	pub intervals: u32,
	pub drawn: Wh,
	pub matched: Wh,
	pub certified: Wh,
	pub location: Emissions,
	pub market: Emissions,
	/// What was drawn in intervals of which nobody has published what the grid emits: `location` is without it.
	unknown: Wh,
	/// The same of intervals of which `market` is without.
	unknown_market: Wh,
	/// Intervals with a bound, those in which it is kept, and what is missing and costs in the others.
	bounded: u32,
	kept: u32,
	missing: Wh,
	cost: Cost,
}

impl Emitted {
	/// Of some intervals.
	pub fn of(rows: &[IntervalStatement]) -> Self {
		let mut sum = Self::default();
		rows.iter().for_each(|row| sum.add(row));
		sum
	}

	/// With another interval.
	pub fn add(&mut self, row: &IntervalStatement) {
		self.intervals = self.intervals.saturating_add(1);
		self.drawn = self.drawn.saturating_add(row.drawn);
		self.matched = self.matched.saturating_add(row.matched);
		self.certified = self.certified.saturating_add(row.certified);
		match &row.location {
			Some(location) => self.location = self.location.with(location),
			None => self.unknown = self.unknown.saturating_add(row.drawn),
		}
		match &row.market {
			Some(market) => self.market = self.market.with(market),
			None => self.unknown_market = self.unknown_market.saturating_add(row.drawn),
		}
		let Some(Bounded { verdict, cost, .. }) = &row.bound else { return };
		self.bounded = self.bounded.saturating_add(1);
		self.kept = self.kept.saturating_add(verdict.is_kept().into());
		self.missing = self.missing.saturating_add(verdict.missing);
		self.cost = Cost {
			held: self.cost.held.saturating_add(cost.held),
			offered: self.cost.offered.saturating_add(cost.offered),
			amount: self.cost.amount.saturating_add(cost.amount),
			short: self.cost.short.saturating_add(cost.short),
		};
	}

	/// Location-based, for people.
	pub fn by_location(&self) -> String {
		emitted(&self.location, self.unknown)
	}

	/// Market-based, for people.
	pub fn by_market(&self) -> String {
		emitted(&self.market, self.unknown_market)
	}

	/// How it stands to the node's bound, for people.
	pub fn bounded(&self) -> String {
		if self.bounded == 0 {
			return "-".into();
		}
		let kept = format!("kept in {} of {}", self.kept, self.bounded);
		if self.missing == 0 {
			return kept;
		}
		let Cost { held, offered, amount, short } = self.cost;
		let mut ways = Vec::new();
		if held > 0 {
			ways.push(format!("{} held", kwh(held)));
		}
		if offered > 0 {
			ways.push(format!("{} on offer for {}", kwh(offered), unit(amount)));
		}
		if short > 0 {
			ways.push(format!("{} that nobody offers", kwh(short)));
		}
		format!("{kept}; {} missing: {}", kwh(self.missing), ways.join(", "))
	}

	/// For programs.
	pub fn json(&self) -> Value {
		json!({
			"intervals": self.intervals, "drawn": self.drawn, "matched": self.matched,
			"certified": self.certified, "location": emissions_json(&self.location),
			"market": emissions_json(&self.market), "unknown": self.unknown,
			"unknownMarket": self.unknown_market,
			"bound": (self.bounded > 0).then(|| json!({
				"intervals": self.bounded, "kept": self.kept, "missing": self.missing,
				"cost": cost_json(&self.cost),
			})),
		})
	}
}

/// In micrograms, as decimal numbers that no program loses digits of.
pub(super) fn emissions_json(emissions: &Emissions) -> Value {
	let Emissions { operating, embodied, travel } = emissions;
	json!({
		"operating": operating.to_string(), "embodied": embodied.to_string(),
		"travel": travel.to_string(),
	})
}

pub(super) fn cost_json(cost: &Cost) -> Value {
	let Cost { held, offered, amount, short } = cost;
	json!({ "held": held, "offered": offered, "amount": amount.to_string(), "short": short })
}

/// Grams by the three definitions, each with those before.
fn emitted(emissions: &Emissions, unknown: Wh) -> String {
	let all = Definition::ALL.map(|one| grams(emissions.by(one)).to_string());
	let without = match unknown {
		0 => String::new(),
		unknown => format!(", without {}", kwh(unknown)),
	};
	format!("{} g{without}", all.join(" / "))
}

#[cfg(test)]
mod tests {
	use super::*;
	use gridmerit_client::carbon::{Bound, Verdict};

	#[test]
	fn emissions_are_read_in_grams_by_definition_and_rounded_up() {
		let emissions = Emissions { operating: 1, embodied: 1_500_000, travel: 600_000 };
		assert_eq!(emitted(&emissions, 0), "1 / 2 / 3 g");
		assert_eq!(emitted(&Emissions::default(), 250), "0 / 0 / 0 g, without 0.25 kWh");
	}

	#[test]
	fn days_are_added_up_and_what_is_missing_is_said_with_its_cost() {
		let bound = Bound { definition: Definition::Embodied, most: 50_000, loss_ppm: 20_000 };
		let verdict = Verdict { outside: 700, allowed: 70, missing: 630 };
		let cost = Cost { held: 600, offered: 20, amount: 2_000_000_000, short: 10 };
		let emissions = Some(Emissions { operating: 5, embodied: 6, travel: 7 });
		let row = IntervalStatement {
			interval: 7,
			drawn: 700,
			matched: 0,
			certified: 0,
			grid: None,
			location: emissions,
			market: None,
			bound: Some(Bounded { bound, verdict, cost }),
		};
		let kept = Verdict { outside: 0, allowed: 70, missing: 0 };
		let other = IntervalStatement {
			location: None,
			market: emissions,
			bound: Some(Bounded { bound, verdict: kept, cost: Cost::default() }),
			..row
		};
		let mut sum = Emitted::default();
		assert_eq!(sum.bounded(), "-");
		sum.add(&other);
		assert_eq!(sum.bounded(), "kept in 1 of 1");
		sum.add(&row);
		assert_eq!((sum.drawn, sum.unknown, sum.unknown_market), (1_400, 700, 700));
		assert_eq!((Some(sum.location), Some(sum.market)), (emissions, emissions));
		assert_eq!(
			sum.bounded(),
			"kept in 1 of 2; 0.63 kWh missing: 0.6 kWh held, 0.02 kWh on offer for 2 UNIT, 0.01 kWh that nobody offers"
		);
		assert_eq!(sum.json()["bound"]["cost"]["amount"], "2000000000");
		assert_eq!(Emitted::of(&[row, other]), sum);
	}
}
