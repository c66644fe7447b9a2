// SPDX-License-Identifier: Apache-2.0

//! The week of `scenarios/datacentre`, hour by hour: what `gridmerit-clear` makes of it is what its reference has, a linear
//! program in Python, to the Wh and the planck.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

#[expect(dead_code, reason = "nothing is refused here")]
#[path = "support/mod.rs"]
mod command;

use std::{collections::BTreeMap, fs};

use command::run;
use gridmerit_island::{Costs, FarBelow, Injection};
use serde_json::{Value, json};

fn load(name: &str) -> Value {
	let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/datacentre/");
	serde_json::from_str(&fs::read_to_string(format!("{folder}{name}")).unwrap()).unwrap()
}

fn clear(options: &[&str], input: &Value) -> Value {
	let output = run(options, input.to_string());
	assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
	serde_json::from_slice(&output.stdout).unwrap()
}

fn whole(value: &Value) -> u64 {
	value.as_u64().or_else(|| value.as_str()?.parse().ok()).unwrap()
}

fn money(value: &Value) -> i128 {
	value.as_str().unwrap().parse().unwrap()
}

fn rows(value: &Value) -> &[Value] {
	value.as_array().unwrap()
}

/// Fills by node.
fn fills(rows: &Value) -> BTreeMap<u64, u64> {
	let rows = rows.as_array().unwrap().iter();
	rows.map(|row| (whole(&row["id"]), whole(&row["wh"]))).collect()
}

/// The week as it goes on: what the battery holds.
struct Week {
	scenario: Value,
	charge: u64,
}

impl Week {
	fn new(scenario: Value) -> Self {
		let charge = whole(&scenario["battery"]["initial_wh"]);
		Self { scenario, charge }
	}

	fn battery(&self, field: &str) -> u64 {
		whole(&self.scenario["battery"][field])
	}

	/// The most that the battery draws: by its power, and so that what is stored of it fits.
	fn room(&self) -> u64 {
		let left = (self.battery("capacity_wh") - self.charge) * 1_000_000;
		self.battery("power_w").min(left / self.battery("efficiency_ppm"))
	}

	fn within(&self, span: &str, hour: usize) -> bool {
		let span = &self.scenario[span];
		let from = whole(&span["from"]) as usize;
		(from..from + whole(&span["hours"]) as usize).contains(&hour)
	}

	/// An hour in which the utility is there.
	fn connected(&self, hour: usize) -> Value {
		let (scenario, battery) = (&self.scenario, &self.scenario["battery"]);
		let consumer = |load: &Value| json!({"id": load["id"], "demand_wh": load["wh"][hour]});
		let mut consumers: Vec<Value> = rows(&scenario["loads"]).iter().map(consumer).collect();
		consumers.push(consumer(&scenario["depot"]));
		let mut prosumers: Vec<Value> =
			rows(&scenario["sources"]).iter().map(source(hour)).collect();
		let now = |hours: &Value| rows(hours).contains(&json!(hour % 24));
		if now(&battery["charges"]) {
			let (room, bid) = (self.room(), &battery["bid"]);
			consumers.push(json!({"id": battery["id"], "demand_wh": room, "limit": bid}));
		}
		if now(&battery["discharges"]) {
			let above = self.charge.saturating_sub(self.battery("critical_reserve_wh"));
			let available = above.min(self.battery("power_w"));
			prosumers.push(
				json!({"id": battery["id"], "capacity_wh": available, "price": battery["ask"]}),
			);
		}
		let utility = &scenario["utility"];
		let input = json!({
			"consumers": consumers, "prosumers": prosumers, "tou": utility["tou"][hour],
			"fit": utility["fit"], "alpha": utility["alpha_ppm"], "ser": utility["fee"],
			"interval": whole(&scenario["first_interval"]) + hour as u64,
		});
		clear(&[], &input)
	}

	/// An hour without it, or, within the event, with so much of it as a source.
	fn island(&self, hour: usize, traded: Option<Value>) -> Value {
		let (scenario, battery) = (&self.scenario, &self.scenario["battery"]);
		let utility = &scenario["utility"];
		let mut prosumers: Vec<Value> =
			rows(&scenario["sources"]).iter().map(source(hour)).collect();
		if self.within("demand_response", hour) {
			let limit = &scenario["demand_response"]["limit_wh"];
			prosumers.push(
				json!({"id": utility["id"], "capacity_wh": limit, "price": utility["tou"][hour]}),
			);
		}
		let input = json!({
			"consumers": rows(&scenario["loads"]).iter().map(consumer(hour)).collect::<Vec<_>>(),
			"prosumers": prosumers,
			"batteries": [{
				"id": battery["id"], "charge_wh": self.charge,
				"reserve_wh": battery["critical_reserve_wh"], "output_wh": battery["power_w"],
				"price": battery["ask"], "input_wh": self.room(), "bid": battery["bid"],
			}],
			"cap": utility["shortfall"],
			"interval": whole(&scenario["first_interval"]) + hour as u64,
			"traded": traded,
		});
		clear(&["--island"], &input)
	}
}

fn source(hour: usize) -> impl Fn(&Value) -> Value {
	move |row| {
		json!({
			"id": row["id"], "capacity_wh": row["wh"][hour], "price": row["ask"],
			"source": row["source"],
		})
	}
}

/// A load with what sheds it.
fn consumer(hour: usize) -> impl Fn(&Value) -> Value {
	move |row| {
		let wh = row["wh"].get(hour).unwrap_or(&row["wh"]);
		json!({"id": row["id"], "demand_wh": wh, "priority": row["priority"], "value": row["value"]})
	}
}

/// Price, energy, money and transactions are the same in both states.
fn assert_same(output: &Value, expected: &Value) {
	assert_eq!(output["status"], expected["status"], "{expected}");
	let price = output["price"].as_str().map(|price| price.parse::<u64>().unwrap());
	assert_eq!(price, expected["price"].as_u64(), "{expected}");
	assert_eq!(whole(&output["traded_wh"]), whole(&expected["traded_wh"]), "{expected}");
	assert_eq!(output["payment"], expected["payment"], "{expected}");
	let transactions = rows(&output["transactions"]);
	assert_eq!(transactions.len() as u64, whole(&expected["transactions"]), "{expected}");
}

#[test]
fn the_week_is_as_the_reference_has_it() {
	let (scenario, expected) = (load("scenario.json"), load("expected.json"));
	let mut week = Week::new(scenario.clone());
	let mut costs = Vec::new();
	let mut states = BTreeMap::new();
	let hours = rows(&expected["hours"]);
	assert_eq!(hours.len() as u64, whole(&scenario["hours"]));
	for (hour, expected) in hours.iter().enumerate() {
		let state = expected["state"].as_str().unwrap();
		*states.entry(state).or_insert(0) += 1;
		let node = week.battery("id");
		let (sold, drawn, fed_in);
		if state == "connected" {
			let output = week.connected(hour);
			assert_same(&output, expected);
			sold = fills(&output["sold"]);
			drawn = fills(&output["bought"]).get(&node).copied().unwrap_or(0);
			fed_in = sold.get(&node).copied().unwrap_or(0);
			let import = whole(&output["utility_import_wh"]);
			assert_eq!(import, whole(&expected["utility_wh"]), "{expected}");
			// What the microgrid's sources cost at their asks, and the same energy of the utility.
			let ask = |source: &Value| (whole(&source["id"]), whole(&source["ask"]));
			let mut asks: BTreeMap<_, _> = rows(&scenario["sources"]).iter().map(ask).collect();
			asks.insert(node, week.battery("ask"));
			let own: u128 =
				sold.iter().map(|(id, wh)| u128::from(asks[id]) * u128::from(*wh)).sum();
			assert_eq!(own.to_string(), expected["cost"].as_str().unwrap());
			let tou = u128::from(whole(&scenario["utility"]["tou"][hour]));
			let utility = tou * u128::from(whole(&output["traded_wh"]));
			costs.push(Some(Costs { microgrid: own, utility }));
		} else {
			let outage = state == "island";
			assert_eq!(
				(outage, !outage),
				(week.within("outage", hour), week.within("demand_response", hour))
			);
			let traded = outage.then(|| {
				let before = week.connected(hour);
				assert_eq!(whole(&before["traded_wh"]), whole(&expected["before_wh"]));
				let trade = |row: &Value| {
					json!({"seller": row["seller"], "buyer": row["buyer"], "wh": row["wh"], "price": row["price"]})
				};
				Value::Array(rows(&before["transactions"]).iter().map(trade).collect())
			});
			let output = week.island(hour, traded);
			assert_same(&output, expected);
			assert_eq!(whole(&output["marginal"]), whole(&expected["marginal"]), "{expected}");
			for row in rows(&output["priorities"]) {
				let shed = &expected["shed_wh"][row["priority"].as_str().unwrap()];
				assert_eq!(whole(&row["shed_wh"]), whole(shed), "{expected}");
			}
			let served: Vec<u64> = fills(&output["served"]).into_values().collect();
			let expected_served: Vec<u64> =
				rows(&expected["served_wh"]).iter().map(whole).collect();
			assert_eq!(served, expected_served, "{expected}");
			sold = fills(&output["sold"]);
			let battery = &output["batteries"][0];
			(drawn, fed_in) = (whole(&battery["charged_wh"]), whole(&battery["discharged_wh"]));
			let utility = sold.get(&week_utility(&scenario)).copied().unwrap_or(0);
			assert_eq!(utility, whole(&expected["utility_wh"]), "{expected}");
			if outage {
				assert_settled(&output["settlement"], expected);
			}
			costs.push(None);
		}
		for source in rows(&scenario["sources"]) {
			let own = sold.get(&whole(&source["id"])).copied().unwrap_or(0);
			let mix = &expected["mix"][source["source"].as_str().unwrap()];
			assert_eq!(own, whole(mix), "{expected}");
		}
		let stored = drawn * week.battery("efficiency_ppm") / 1_000_000;
		week.charge = week.charge + stored - fed_in;
		assert!(week.charge >= week.battery("critical_reserve_wh"));
		let battery = &expected["battery"];
		let flows = ["fed_in_wh", "drawn_wh", "holds_wh"].map(|field| whole(&battery[field]));
		assert_eq!([fed_in, drawn, week.charge], flows, "{expected}");
	}
	assert_eq!(states, [("connected", 159), ("island", 6), ("limited", 3)].into());
	assert_injections(&scenario, &expected, &costs);
}

fn week_utility(scenario: &Value) -> u64 {
	whole(&scenario["utility"]["id"])
}

/// What becomes of what was traded before the outage: nobody but who is named is paid or pays anything.
fn assert_settled(settlement: &Value, expected: &Value) {
	for (field, named) in [("refund", "refunds"), ("balance", "balances")] {
		let moved: BTreeMap<String, i128> = rows(&settlement["nodes"])
			.iter()
			.map(|row| (row["id"].to_string(), money(&row[field])))
			.filter(|(_, money)| *money != 0)
			.collect();
		let named = expected[named].as_object().unwrap().iter();
		let named: BTreeMap<String, i128> =
			named.map(|(node, paid)| (node.clone(), money(paid))).collect();
		assert_eq!(moved, named, "{expected}");
		assert_eq!(moved.values().sum::<i128>(), 0);
	}
	assert_eq!((money(&settlement["operator"]), money(&settlement["losses_wh"])), (0, 0));
}

/// The white paper's condition over each quarter of a day, and what is exported by it.
fn assert_injections(scenario: &Value, expected: &Value, costs: &[Option<Costs>]) {
	let rule = &scenario["far_below"];
	let far_below = FarBelow::new(whole(&rule["factor_ppm"]) as u32).unwrap();
	let length = whole(&rule["span_hours"]) as usize;
	let first = whole(&scenario["first_interval"]);
	let (mut exported, mut curtailed) = (0, 0);
	for span in rows(&expected["spans"]) {
		let from = (whole(&span["from"]) - first) as usize;
		let injects =
			far_below.injects(costs[from..from + length].iter().copied().flatten()).unwrap();
		let name = match injects {
			Injection::Microgrid => "microgrid",
			Injection::Utility => "utility",
		};
		assert_eq!(span["injects"], json!(name), "{span}");
		for hour in &rows(&expected["hours"])[from..from + length] {
			let (out, lost) = (hour["exported_wh"].as_u64(), hour["curtailed_wh"].as_u64());
			assert!(out.unwrap_or(0) == 0 || injects == Injection::Microgrid, "{hour}");
			assert!(lost.unwrap_or(0) == 0 || injects == Injection::Utility, "{hour}");
			if hour["state"] == json!("connected") {
				let at = (whole(&hour["interval"]) - first) as usize;
				let weather =
					rows(&scenario["sources"]).iter().filter(|row| row["weather"] == json!(true));
				let left: u64 = weather
					.map(|row| {
						let sold = &hour["mix"][row["source"].as_str().unwrap()];
						whole(&row["wh"][at]) - whole(sold)
					})
					.sum();
				assert_eq!(out.unwrap() + lost.unwrap(), left, "{hour}");
			}
			exported += out.unwrap_or(0);
			curtailed += lost.unwrap_or(0);
		}
	}
	// Both happen in the week.
	assert!(exported > 0 && curtailed > 0);
}

/// The paper's month: 53 tenants use 91 kWh, of which solar has 31, wind 30, geothermal 15.1 and biodiesel 14.9.
#[test]
fn the_papers_month() {
	let (scenario, expected) = (load("scenario.json"), load("expected.json"));
	let month = &scenario["paper"];
	let (loads, sources) = (rows(&month["loads"]), rows(&month["sources"]));
	assert_eq!(loads.len(), 53);
	assert!(loads.iter().all(|load| (1_000..=3_000).contains(&whole(&load["wh"]))));
	let prosumer = |row: &Value| {
		json!({
			"id": row["id"], "capacity_wh": row["wh"], "price": row["ask"], "source": row["source"],
		})
	};
	let input = json!({
		"consumers": loads.iter().map(consumer(0)).collect::<Vec<_>>(),
		"prosumers": sources.iter().map(prosumer).collect::<Vec<_>>(),
		"cap": scenario["utility"]["shortfall"],
	});
	let output = clear(&["--island"], &input);
	assert_eq!(output["status"], json!("served"));
	let mix = |name: &str| {
		let row = rows(&output["mix"]).iter().find(|row| row["source"] == json!(name)).unwrap();
		whole(&row["wh"])
	};
	let paper =
		[("solar", 31_000), ("wind", 30_000), ("geothermal", 15_100), ("biodiesel", 14_900)];
	for (name, wh) in paper {
		assert_eq!((mix(name), whole(&expected["paper"]["mix"][name])), (wh, wh));
	}
	assert_eq!(whole(&output["served_wh"]), 91_000);
	assert_eq!(whole(&output["price"]), whole(&expected["paper"]["price"]));
	assert_eq!(output["payment"], expected["paper"]["payment"]);
	// Each tenant owes each supplier for what it got of it.
	let transactions: Vec<Value> = rows(&output["transactions"])
		.iter()
		.map(|row| json!([row["seller"], row["buyer"], whole(&row["wh"])]))
		.collect();
	assert_eq!(Value::Array(transactions), expected["paper"]["transactions"]);
}
