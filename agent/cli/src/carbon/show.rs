// SPDX-License-Identifier: Apache-2.0

//! Tables of emissions for people, JSON for programs. Emissions are micrograms; people read grams, rounded up.

use std::{collections::BTreeMap, process::ExitCode};

use gridmerit_client::{
	AccountId32,
	carbon::{
		Bound, BoundSince, Bounded, Cost, Definition, Emissions, Footprint, GridFootprint,
		GridLimits, IntervalStatement, Published, Verdict, Vouched, grams,
	},
	times::Zone,
	units::{decimal, kwh, unit},
};
use gridmerit_energy::{Interval, NodeIndex, Planck, Wh};
use serde_json::{Value, json};

use super::{parts, per_kwh};
use crate::{
	failure::Failure,
	show::{facts, number, print, table},
};

/// What a node has declared and bounds.
pub struct Standing {
	pub node: NodeIndex,
	pub plant: Option<(Footprint, Vec<Vouched<AccountId32>>)>,
	/// What its energy counts at now, and whether that is certified.
	pub counted: (Footprint, bool),
	pub bound: Option<BoundSince>,
	pub limits: GridLimits,
}

fn definition(definition: Definition) -> &'static str {
	match definition {
		Definition::Operating => "operating",
		Definition::Embodied => "embodied",
		Definition::Travel => "travel",
	}
}

/// A bound in words.
pub fn bound_text(bound: &Bound) -> String {
	let counts = match bound.definition {
		Definition::Operating => "operating",
		Definition::Embodied => "operating and embodied",
		Definition::Travel => "operating, embodied and travel",
	};
	let most = per_kwh(bound.most);
	let loss = decimal(bound.loss_ppm.into(), 4);
	format!("up to {most} ({counts}), with {loss} % outside")
}

fn footprint_json(footprint: &Footprint) -> Value {
	let Footprint { operating, embodied, travel } = footprint;
	json!({ "operating": operating, "embodied": embodied, "travel": travel })
}

fn grid_json(grid: &GridFootprint) -> Value {
	json!({
		"average": footprint_json(&grid.average),
		"residual": grid.residual.as_ref().map(footprint_json),
	})
}

fn bound_json(bound: &Bound) -> Value {
	json!({
		"definition": definition(bound.definition), "most": bound.most, "lossPpm": bound.loss_ppm,
	})
}

pub fn standing(standing: &Standing, json: bool) -> Result<ExitCode, Failure> {
	let Standing { node, plant, counted: (counted, certified), bound, limits } = standing;
	let vouched = |one: &Vouched<AccountId32>| {
		json!({
			"footprint": footprint_json(&one.footprint), "by": one.by.as_ref().map(ToString::to_string),
			"from": one.from, "until": one.until,
		})
	};
	let value = json!({
		"node": node,
		"declared": plant.as_ref().map(|(declared, _)| footprint_json(declared)),
		"certified": plant.iter().flat_map(|(_, all)| all).map(vouched).collect::<Vec<_>>(),
		"counted": footprint_json(counted), "isCertified": certified,
		"bound": bound.as_ref().map(|since| bound_json(&since.bound)),
		"boundFrom": bound.as_ref().map(|since| since.from),
		"limits": { "least": footprint_json(&limits.least), "most": footprint_json(&limits.most) },
	});
	print(json, value, || {
		let mut rows = Vec::new();
		if let Some((declared, vouched)) = plant {
			rows.push(("declared", parts(declared)));
			for one in vouched {
				let by = one.by.as_ref().map_or("the operator".into(), ToString::to_string);
				let span = format!("intervals {} to {}", one.from, one.until.saturating_sub(1));
				rows.push(("certified", format!("{}, {span}, by {by}", parts(&one.footprint))));
			}
			let how = if *certified { "as certified" } else { "not certified" };
			rows.push(("counts now at", format!("{}: {how}", parts(counted))));
		} else {
			rows.push(("declared", "nothing".into()));
		}
		let bound = bound.as_ref().map_or("any energy".into(), |since| {
			format!("{}, since interval {}", bound_text(&since.bound), since.from)
		});
		rows.push(("takes", bound));
		facts(rows)
	})
}

pub fn grid(
	rows: &[(Interval, Published)],
	length: u32,
	zone: &Zone,
	json: bool,
) -> Result<ExitCode, Failure> {
	let value: Vec<_> = rows
		.iter()
		.map(|(interval, Published { grid, corrected })| {
			let mut value = grid_json(grid);
			value["interval"] = json!(interval);
			value["corrected"] = json!(corrected);
			value
		})
		.collect();
	print(json, json!(value), || {
		let mut table = table(&["interval", "begins", "operating", "all", "residual, all", ""]);
		for (interval, Published { grid, corrected }) in rows {
			let begins = zone.clock(u64::from(*interval).saturating_mul(length.into()));
			let residual = grid.residual.map_or("-".into(), |residual| per_kwh(residual.total()));
			table.add_row([
				number(interval),
				begins.into(),
				number(per_kwh(grid.average.operating)),
				number(per_kwh(grid.average.total())),
				number(residual),
				if *corrected { "corrected" } else { "" }.into(),
			]);
		}
		table
	})
}

/// What was emitted for what a node has drawn in some time.
pub struct Stated<'a> {
	pub node: NodeIndex,
	pub first: Interval,
	pub last: Interval,
	/// The first interval that is still to come.
	pub until: Interval,
	pub rows: &'a [IntervalStatement],
	/// Of an interval, in milliseconds.
	pub length: u32,
	pub zone: &'a Zone,
	pub by_interval: bool,
}

/// Intervals added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sum {
	intervals: u32,
	drawn: Wh,
	matched: Wh,
	certified: Wh,
	location: Emissions,
	market: Emissions,
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

impl Sum {
	fn add(&mut self, row: &IntervalStatement) {
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

	fn json(&self) -> Value {
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
fn emissions_json(emissions: &Emissions) -> Value {
	let Emissions { operating, embodied, travel } = emissions;
	json!({
		"operating": operating.to_string(), "embodied": embodied.to_string(),
		"travel": travel.to_string(),
	})
}

fn cost_json(cost: &Cost) -> Value {
	let Cost { held, offered, amount, short } = cost;
	json!({ "held": held, "offered": offered, "amount": amount.to_string(), "short": short })
}

fn row_json(row: &IntervalStatement) -> Value {
	let bound = row.bound.as_ref().map(|Bounded { bound, verdict, cost }| {
		let Verdict { outside, allowed, missing } = verdict;
		json!({
			"bound": bound_json(bound), "kept": verdict.is_kept(), "outside": outside,
			"allowed": allowed, "missing": missing, "cost": cost_json(cost),
		})
	});
	json!({
		"interval": row.interval, "drawn": row.drawn, "matched": row.matched,
		"certified": row.certified, "grid": row.grid.as_ref().map(grid_json),
		"location": row.location.as_ref().map(emissions_json),
		"market": row.market.as_ref().map(emissions_json), "bound": bound,
	})
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

fn bounded(sum: &Sum) -> String {
	if sum.bounded == 0 {
		return "-".into();
	}
	let kept = format!("kept in {} of {}", sum.kept, sum.bounded);
	if sum.missing == 0 {
		return kept;
	}
	let Cost { held, offered, amount, short } = sum.cost;
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
	format!("{kept}; {} missing: {}", kwh(sum.missing), ways.join(", "))
}

pub fn statement(stated: &Stated<'_>, json: bool) -> Result<ExitCode, Failure> {
	let begins = |interval: Interval| u64::from(interval).saturating_mul(stated.length.into());
	let mut all = Sum::default();
	let mut sums = BTreeMap::<String, Sum>::new();
	for row in stated.rows {
		let time = stated.zone.clock(begins(row.interval));
		let key = match stated.by_interval {
			true => time,
			false => time.split(' ').next().unwrap_or_default().into(),
		};
		sums.entry(key).or_default().add(row);
		all.add(row);
	}
	let value = json!({
		"node": stated.node, "first": stated.first, "last": stated.last, "until": stated.until,
		"unit": "micrograms of CO2 equivalent", "all": all.json(),
		"intervals": stated.rows.iter().map(row_json).collect::<Vec<_>>(),
	});
	print(json, value, || {
		let head = ["", "drawn", "matched", "location-based", "market-based", "bound"];
		let mut table = table(&head);
		let total = (sums.len() != 1).then(|| ("all".to_string(), all));
		for (time, sum) in sums.into_iter().chain(total) {
			table.add_row([
				time.into(),
				number(kwh(sum.drawn)),
				number(kwh(sum.matched)),
				number(emitted(&sum.location, sum.unknown)),
				number(emitted(&sum.market, sum.unknown_market)),
				bounded(&sum).into(),
			]);
		}
		table
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn emissions_are_read_in_grams_by_definition_and_rounded_up() {
		let emissions = Emissions { operating: 1, embodied: 1_500_000, travel: 600_000 };
		assert_eq!(emitted(&emissions, 0), "1 / 2 / 3 g");
		assert_eq!(emitted(&Emissions::default(), 250), "0 / 0 / 0 g, without 0.25 kWh");
	}

	#[test]
	fn days_are_added_up_and_what_is_missing_is_said_with_its_cost() {
		let bound = Bound { definition: Definition::Embodied, most: 50_000, loss_ppm: 20_000 };
		assert_eq!(bound_text(&bound), "up to 50 g/kWh (operating and embodied), with 2 % outside");
		let verdict = Verdict { outside: 700, allowed: 70, missing: 630 };
		let cost = Cost { held: 600, offered: 20, amount: 2_000_000_000 as Planck, short: 10 };
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
		let mut sum = Sum::default();
		assert_eq!(bounded(&sum), "-");
		sum.add(&other);
		assert_eq!(bounded(&sum), "kept in 1 of 1");
		sum.add(&row);
		assert_eq!((sum.drawn, sum.unknown, sum.unknown_market), (1_400, 700, 700));
		assert_eq!((Some(sum.location), Some(sum.market)), (emissions, emissions));
		assert_eq!(
			bounded(&sum),
			"kept in 1 of 2; 0.63 kWh missing: 0.6 kWh held, 0.02 kWh on offer for 2 UNIT, 0.01 kWh that nobody offers"
		);
		assert_eq!(sum.json()["bound"]["cost"]["amount"], "2000000000");
		assert_eq!(row_json(&row)["bound"]["kept"], false);
	}
}
