// SPDX-License-Identifier: Apache-2.0

//! Tables of emissions for people, JSON for programs.

use std::{collections::BTreeMap, process::ExitCode};

use gridmerit_client::{
	AccountId32,
	carbon::{
		Bound, BoundSince, Bounded, Definition, Footprint, GridFootprint, GridLimits,
		IntervalStatement, Published, Verdict, Vouched,
	},
	times::Zone,
	units::{decimal, kwh},
};
use gridmerit_energy::{Interval, NodeIndex};
use serde_json::{Value, json};

use super::{
	emitted::{Emitted, cost_json, emissions_json},
	parts, per_kwh,
};
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
			json!({
				"interval": interval, "average": footprint_json(&grid.average),
				"residual": grid.residual.as_ref().map(footprint_json), "corrected": corrected,
			})
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

pub fn statement(stated: &Stated<'_>, json: bool) -> Result<ExitCode, Failure> {
	let begins = |interval: Interval| u64::from(interval).saturating_mul(stated.length.into());
	let all = Emitted::of(stated.rows);
	let mut sums = BTreeMap::<String, Emitted>::new();
	for row in stated.rows {
		let time = stated.zone.clock(begins(row.interval));
		let key = match stated.by_interval {
			true => time,
			false => time.split(' ').next().unwrap_or_default().into(),
		};
		sums.entry(key).or_default().add(row);
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
				number(sum.by_location()),
				number(sum.by_market()),
				sum.bounded().into(),
			]);
		}
		table
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_bound_is_said_in_words() {
		let bound = Bound { definition: Definition::Embodied, most: 50_000, loss_ppm: 20_000 };
		let said = "up to 50 g/kWh (operating and embodied), with 2 % outside";
		assert_eq!(bound_text(&bound), said);
	}
}
