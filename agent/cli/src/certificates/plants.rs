// SPDX-License-Identifier: Apache-2.0

//! Plants, and what is certified of them: tables for people, JSON for programs.

use std::process::ExitCode;

use comfy_table::Cell;
use gridmerit_client::{
	AccountId32,
	certificates::{Plant, PlantData},
	units::{date, decimal, kwh},
};
use gridmerit_energy::NodeIndex;
use serde_json::{Value, json};

use crate::{
	failure::Failure,
	household::options::source_name,
	show::{number, print, table},
};

/// Milliseconds of a day.
const DAY: u64 = 86_400_000;

/// The codes of EECS of a plant: energy source and technology.
pub fn codes(data: &PlantData) -> (String, String) {
	(format!("F{:08}", data.fuel), format!("T{:06}", data.technology))
}

/// A country by its two letters.
pub fn country(data: &PlantData) -> String {
	data.country.map(char::from).iter().collect()
}

/// The day on which a plant began to generate.
pub fn since(data: &PlantData) -> String {
	date(u32::try_from(data.commissioned / DAY).unwrap_or(u32::MAX))
}

pub fn show(plants: &[(NodeIndex, Plant<AccountId32>)], json: bool) -> Result<ExitCode, Failure> {
	let row = |(node, plant): &(NodeIndex, Plant<AccountId32>)| {
		let Plant { data, certified, owes } = plant;
		let (fuel, technology) = codes(data);
		let certified = certified.as_ref().map(|certified| {
			json!({
				"by": certified.by.map(|by| by.to_string()), "meter": certified.meter,
				"bus": certified.bus, "most": certified.most, "from": certified.from,
				"until": certified.until,
			})
		});
		json!({
			"node": node, "source": source_name(data.source), "fuel": fuel,
			"technology": technology, "capacityW": data.capacity, "since": since(data),
			"country": country(data), "support": format!("{:?}", data.support).to_lowercase(),
			"certified": certified, "owes": owes,
		})
	};
	let value = Value::from(plants.iter().map(row).collect::<Vec<_>>());
	print(json, value, || {
		let mut table = table(&[
			"node",
			"source",
			"codes",
			"kW",
			"since",
			"country",
			"certified by",
			"meter",
			"most",
			"until",
			"owes",
		]);
		for (node, Plant { data, certified, owes }) in plants {
			let (fuel, technology) = codes(data);
			let operator = || "the operator".into();
			let (by, meter, most, until) = match certified {
				Some(of) => (
					of.by.map_or_else(operator, |by| by.to_string()),
					of.meter.to_string(),
					kwh(of.most),
					of.until.to_string(),
				),
				None => ("nobody".into(), "-".into(), "-".into(), "-".into()),
			};
			table.add_row([
				number(node),
				Cell::new(source_name(data.source)),
				Cell::new(format!("{fuel} {technology}")),
				number(decimal(data.capacity.into(), 3)),
				Cell::new(since(data)),
				Cell::new(country(data)),
				Cell::new(by),
				number(meter),
				number(most),
				number(until),
				number(kwh(*owes)),
			]);
		}
		table
	})
}
