// SPDX-License-Identifier: Apache-2.0

//! The command `gridmerit-clear` on a grid.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "support/mod.rs"]
mod command;
#[path = "../../../crates/grid/tests/support/mod.rs"]
mod support;

use std::{fs, path::PathBuf};

use command::{refused, run};
use serde_json::{Value, json};
use support::{ANY, VECTORS, Vector};

/// A file that is gone with the test.
struct File(PathBuf);

impl File {
	fn new(text: &str) -> Self {
		let name = format!("gridmerit-clear-{}-{:016x}.csv", std::process::id(), fastrand::u64(..));
		let path = std::env::temp_dir().join(name);
		fs::write(&path, text).unwrap();
		Self(path)
	}

	fn name(&self) -> &str {
		self.0.to_str().unwrap()
	}
}

impl Drop for File {
	fn drop(&mut self) {
		drop(fs::remove_file(&self.0));
	}
}

fn feeder(lines: &[(u16, u64, u64)]) -> File {
	let limit = |limit: u64| if limit == ANY { String::new() } else { limit.to_string() };
	let rows = (1..).zip(lines).map(|(bus, &(parent, import, export))| {
		format!("{bus},{parent},{},{}\n", limit(import), limit(export))
	});
	File::new(&format!("bus,parent,import_wh,export_wh\n{}", rows.collect::<String>()))
}

fn orders(vector: &Vector<'_>) -> Value {
	let consumers = (100..).zip(vector.demands);
	let consumers: Vec<_> = consumers
		.map(
			|(id, (bus, wh, limit))| json!({"id": id, "bus": bus, "demand_wh": wh, "limit": limit}),
		)
		.collect();
	let prosumers = vector.offers.iter();
	let prosumers: Vec<_> = prosumers
		.map(|(id, bus, wh, ask)| json!({"id": id, "bus": bus, "capacity_wh": wh, "price": ask}))
		.collect();
	let (tou, fit, alpha) = (200_000, 60_000, 900_000);
	json!({"consumers": consumers, "prosumers": prosumers, "tou": tou, "fit": fit, "alpha": alpha})
}

/// Clears `input`, which must be sound, with options.
fn clear(options: &[&str], input: &Value) -> Value {
	let output = run(options, input.to_string());
	assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
	assert!(output.stderr.is_empty());
	assert_eq!(output.stdout.iter().filter(|byte| **byte == b'\n').count(), 1);
	serde_json::from_slice(&output.stdout).unwrap()
}

fn number(value: &Value) -> i128 {
	value.as_str().unwrap().parse().unwrap()
}

fn rows(value: &Value) -> &[Value] {
	value.as_array().unwrap()
}

#[test]
fn the_worked_cases() {
	for vector in VECTORS {
		let (name, file) = (vector.name, feeder(vector.lines));
		let output = clear(&["--grid", file.name()], &orders(&vector));
		let filled = |side: &Value, wh: &[u64]| {
			rows(side).iter().map(|row| number(&row["wh"])).eq(wh.iter().map(|wh| i128::from(*wh)))
		};
		assert!(filled(&output["sold"], vector.sold), "{name}: {output}");
		assert!(filled(&output["bought"], vector.bought), "{name}: {output}");
		assert_eq!(number(&output["rent"]), vector.rent as i128, "{name}");

		// Each bus is in one zone.
		let mut prices = vec![None; vector.prices.len()];
		for zone in rows(&output["zones"]) {
			for bus in rows(&zone["buses"]) {
				let price = zone["price"].as_str().unwrap().parse().unwrap();
				let before = prices[bus.as_u64().unwrap() as usize].replace(price);
				assert_eq!(before, None::<u64>, "{name}");
			}
		}
		assert_eq!(prices, vector.prices, "{name}");

		// Money and energy are the same by order, transaction, zone and line.
		let sum = |rows: &Value, field: &str| -> i128 {
			rows.as_array().unwrap().iter().map(|row| number(&row[field])).sum()
		};
		let transactions = &output["transactions"];
		assert_eq!(sum(&output["lines"], "rent"), vector.rent as i128, "{name}");
		for field in ["paid", "earned", "rent"] {
			assert_eq!(sum(transactions, field), number(&output[field]), "{name}");
		}
		assert_eq!(sum(transactions, "wh"), number(&output["traded_wh"]), "{name}");
		assert_eq!(sum(&output["zones"], "bought_wh"), number(&output["traded_wh"]), "{name}");
		assert_eq!(sum(&output["zones"], "sold_wh"), number(&output["traded_wh"]), "{name}");
		for (line, (parent, import, export)) in rows(&output["lines"]).iter().zip(vector.lines) {
			let flow = number(&line["flow_wh"]);
			let full = flow == i128::from(*export) || flow == -i128::from(*import);
			assert_eq!((&line["parent"], &line["full"]), (&json!(parent), &json!(full)), "{name}");
			assert_eq!(line["import_wh"].is_null(), *import == ANY, "{name}");
		}
	}
}

/// The orders and the feeder that lie beside this package's other examples.
fn example() -> (String, Value) {
	let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/");
	let input = fs::read_to_string(format!("{folder}feeder.json")).unwrap();
	(format!("{folder}feeder.csv"), serde_json::from_str(&input).unwrap())
}

/// What bus 2 may export and bus 3 import is limited, so there are three prices; line 1 has room.
#[test]
fn the_example() {
	let (file, input) = example();
	let output = clear(&["--grid", &file], &input);
	let margin = |side, total, traded: &str| {
		json!({
			"side": side, "total_wh": total, "traded_wh": traded, "level_wh": traded, "odd_wh": 0,
		})
	};
	let zones = json!([
		{
			"top": 0, "buses": [0, 1], "status": "cleared", "price": "130000", "bought_wh": "900",
			"sold_wh": "800", "utility_import_wh": "0", "margin": margin("supply", "800", "200"),
			"pivotal": [9],
		},
		{
			"top": 2, "buses": [2], "status": "cleared", "price": "80000", "bought_wh": "0",
			"sold_wh": "400", "utility_import_wh": "0", "margin": margin("supply", "1500", "400"),
			"pivotal": [7],
		},
		{
			"top": 3, "buses": [3], "status": "scarcity", "price": "180000", "bought_wh": "400",
			"sold_wh": "100", "utility_import_wh": "300", "margin": margin("demand", "700", "400"),
			"pivotal": [],
		},
	]);
	assert_eq!(output["zones"], zones);
	let line = |bus, parent, import: Option<&str>, export: Option<&str>, flow, rent| {
		json!({
			"bus": bus, "parent": parent, "import_wh": import, "export_wh": export, "flow_wh": flow,
			"full": bus > 1, "lacking_wh": if bus == 3 { "300" } else { "0" }, "rent": rent,
		})
	};
	let lines = json!([
		line(1, 0, Some("2000"), Some("1000"), "700", "0"),
		line(2, 1, None, Some("400"), "400", "20000000"),
		line(3, 1, Some("300"), None, "-300", "15000000"),
	]);
	assert_eq!(output["lines"], lines);
	let transaction = |seller, buyer, wh: u64, selling: u64, buying: u64| {
		let (earned, paid) = (wh * selling, wh * buying);
		json!({
			"seller": seller, "buyer": buyer, "wh": wh.to_string(),
			"buying": buying.to_string(), "selling": selling.to_string(),
			"paid": paid.to_string(), "earned": earned.to_string(),
			"rent": (paid - earned).to_string(),
		})
	};
	let transactions = json!([
		transaction(10, 3, 100, 180_000, 180_000),
		transaction(8, 1, 600, 130_000, 130_000),
		transaction(9, 1, 200, 130_000, 130_000),
		transaction(7, 1, 100, 80_000, 130_000),
		transaction(7, 3, 300, 80_000, 180_000),
	]);
	assert_eq!(output["transactions"], transactions);
	assert_eq!(
		[&output["paid"], &output["earned"], &output["rent"]],
		["189000000", "154000000", "35000000"]
	);
	assert_eq!([&output["utility_import_wh"], &output["utility_export_wh"]], ["300", "1700"]);
}

#[test]
fn tables_of_the_example() {
	let (file, input) = example();
	let output = run(&["--grid", &file, "--table"], input.to_string());
	assert!(output.status.success());
	let text = String::from_utf8(output.stdout).unwrap();
	let first = "1300 Wh in 3 zones: buyers pay 189000000 planck, sellers get 154000000, the rent of full lines is 35000000\n";
	assert!(text.starts_with(first), "{text}");
	let cells = |line: &str| -> Vec<String> {
		line.trim_matches('│').split('┆').map(|cell| cell.trim().to_owned()).collect()
	};
	for row in [
		vec![
			"0",
			"130000",
			"cleared",
			"900",
			"800",
			"0",
			"0-1",
			"9",
			"200 of 800 Wh offered at the price are sold; each up to 200 Wh",
		],
		vec!["2", "1", "any", "400", "400", "full", "0", "20000000"],
		vec!["1", "0", "2000", "1000", "700", "", "0", "0"],
		vec!["7", "3", "300", "80000", "180000", "24000000", "54000000", "30000000"],
		vec!["3", "3", "any", "700", "400", "180000", "72000000", "0"],
		vec!["10", "3", "140000", "100", "100", "180000", "18000000"],
	] {
		assert!(text.lines().any(|line| cells(line) == row), "{row:?}: {text}");
	}
}

/// With the substation alone everything is as without a grid.
#[test]
fn one_bus_is_a_market_without_a_grid() {
	let mut rng = fastrand::Rng::with_seed(19);
	let file = feeder(&[]);
	for case in 0..40 {
		let (mut consumers, mut prosumers) = (Vec::new(), Vec::new());
		for id in 0..rng.u32(0..30) {
			let (wh, price) = (rng.u64(0..900), 59_990 + 10_000 * rng.u64(0..13));
			if rng.bool() {
				prosumers.push(json!({"id": id, "capacity_wh": wh, "price": price}));
			} else {
				let limit = rng.bool().then_some(price);
				consumers.push(json!({"id": id, "demand_wh": wh, "limit": limit}));
			}
		}
		let mut input = json!({
			"consumers": consumers, "prosumers": prosumers,
			"tou": 200_000, "fit": 60_000, "alpha": 900_000, "ser": 5_000, "interval": case,
		});
		let without = clear(&[], &input);
		for side in ["consumers", "prosumers"] {
			for row in input[side].as_array_mut().unwrap() {
				row["bus"] = json!(0);
			}
		}
		let on_it = clear(&["--grid", file.name()], &input);
		for field in
			["traded_wh", "sold", "bought", "utility_import_wh", "utility_export_wh", "skipped"]
		{
			assert_eq!(on_it[field], without[field], "{field} of {input}");
		}
		let zone = &on_it["zones"][0];
		assert_eq!((&zone["buses"], &on_it["lines"]), (&json!([0]), &json!([])));
		for field in ["status", "price", "margin", "pivotal"] {
			assert_eq!(zone[field], without[field], "{field} of {input}");
		}
		let money = [&on_it["paid"], &on_it["earned"], &on_it["rent"]];
		assert_eq!(money, [&without["payment"], &without["payment"], &json!("0")]);
		let pairs = rows(&on_it["transactions"]).iter().map(|row| {
			assert_eq!((&row["selling"], &row["rent"]), (&row["buying"], &json!("0")));
			json!({
				"seller": row["seller"], "buyer": row["buyer"], "wh": row["wh"],
				"price": row["buying"], "payment": row["paid"],
			})
		});
		assert_eq!(Value::Array(pairs.collect()), without["transactions"]);
	}
}

#[test]
fn a_bad_feeder_is_refused_by_its_line() {
	let with = |text: &str, message: &str| {
		let file = File::new(text);
		let message = format!("--grid {}: {message}", file.name());
		refused(&["--grid", file.name()], example().1.to_string(), &message);
	};
	let rows = |rows: &str, message: &str| {
		with(&format!("bus,parent,import_wh,export_wh\n{rows}"), message);
	};
	with("", "it is empty; begin with bus,parent,import_wh,export_wh");
	with("1,0,100,100\n", "line 1: begin with bus,parent,import_wh,export_wh");
	with("bus,parent,export_wh,import_wh\n", "line 1: begin with bus,parent,import_wh,export_wh");
	rows("1,0,100\n", "line 2: 3 values; write four, bus,parent,import_wh,export_wh");
	rows("1,0,100,100,\n", "line 2: 5 values; write four");
	rows("0,0,1,1\n", "line 2: bus 0: write 1; buses are numbered from 1 on in order");
	rows("1,0,1,1\n\n3,0,1,1\n", "line 4: bus 3: write 2; buses are numbered from 1 on");
	rows("1,0,1,1\n1,0,1,1\n", "line 3: bus 1: write 2; buses are numbered from 1 on");
	rows("one,0,1,1\n", "line 2: bus: `one` is no whole number; write its digits alone");
	rows("1,,1,1\n", "line 2: parent: `` is no whole number; write its digits alone");
	rows("1,0,1.5,1\n", "line 2: import_wh: `1.5` is no whole number; write its digits alone");
	rows("1,0,1,- 1\n", "line 2: export_wh: `- 1` is no whole number; write its digits alone");
	rows("1,0,-5,1\n", "line 2: import_wh: -5 is negative; write 0 where nothing may pass");
	let above = "is above 1152921504606846976; write nothing where there is no limit";
	for limit in ["1152921504606846977", "99999999999999999999999"] {
		rows(&format!("1,0,0,{limit}\n"), &format!("line 2: export_wh: {limit} {above}"));
	}
	rows("1,0,,\n2,3,,\n", "line 3: parent: there is no bus 3; write one of 0 to 2");
	rows("1,65536,,\n", "line 2: parent: there is no bus 65536; write one of 0 to 1");
	rows(
		"1,0,,\n2,3,,\n3,2,,\n",
		"line 3: from bus 2 the parents lead round in a circle; let them lead to bus 0",
	);
	rows("1,1,,\n", "line 2: from bus 1 the parents lead round in a circle");
	let many: String = (1..=1 << 14).map(|bus| format!("{bus},0,,\n")).collect();
	rows(&many, "line 16385: too many buses; there can be 16384 with the substation");
	let options = ["--grid", "/no/such/feeder.csv"];
	refused(&options, example().1.to_string(), "--grid /no/such/feeder.csv: No such file");
}

#[test]
fn orders_hang_on_buses_if_there_is_a_grid() {
	let (file, input) = example();
	let on_it = ["--grid", &file];
	let with = |place: &str, bus: Option<Value>| {
		let mut input = input.clone();
		let order = input.pointer_mut(place).unwrap().as_object_mut().unwrap();
		match bus {
			Some(bus) => drop(order.insert("bus".into(), bus)),
			None => drop(order.remove("bus")),
		}
		input.to_string()
	};
	let missing = "missing; with --grid write where the order hangs, 0 at the substation";
	refused(&on_it, with("/consumers/1", None), &format!("consumers[1].bus: {missing}"));
	refused(&on_it, with("/prosumers/2", None), &format!("prosumers[2].bus: {missing}"));
	refused(
		&on_it,
		with("/prosumers/2", Some(Value::Null)),
		&format!("prosumers[2].bus: {missing}"),
	);
	let four = with("/prosumers/0", Some(json!(4)));
	refused(&on_it, four, "prosumers[0].bus: 4 is no bus of the grid; write one of 0 to 3");
	let far = with("/consumers/2", Some(json!("65536")));
	refused(&on_it, far, "consumers[2].bus: 65536 is no bus of the grid; write one of 0 to 3");
	let negative = with("/consumers/2", Some(json!(-1)));
	refused(&on_it, negative, "consumers[2].bus: invalid type");
	let no_grid = "consumers[0].bus: there is no grid; name its file with --grid, or leave it out";
	refused(&[], input.to_string(), no_grid);
	// A plot has one price.
	let output = run(&["--grid", &file, "--plot", "/no/such/folder/plot.svg"], input.to_string());
	assert_eq!(output.status.code(), Some(2));
	assert!(output.stdout.is_empty());
}

#[test]
fn a_feeder_may_come_from_a_spreadsheet() {
	let (file, input) = example();
	let text = fs::read_to_string(&file).unwrap();
	let spread = format!("\u{feff}{}\r\n", text.replace('\n', "\r\n").replace(',', " , "));
	let other = File::new(&spread);
	assert_eq!(clear(&["--grid", other.name()], &input), clear(&["--grid", &file], &input));
}

#[test]
fn consumers_may_prefer_buses() {
	let file = feeder(&[(0, ANY, ANY)]);
	let with = |prefer: Value| {
		json!({
			"consumers": [
				{"id": 1, "bus": 0, "demand_wh": 300, "prefer": prefer},
				{"id": 2, "bus": 1, "demand_wh": 300},
			],
			"prosumers": [
				{"id": 7, "bus": 0, "capacity_wh": 300, "price": 90_000},
				{"id": 8, "bus": 1, "capacity_wh": 300, "price": 90_000},
			],
			"tou": 200_000, "fit": 60_000, "alpha": 900_000,
		})
	};
	let options = ["--grid", file.name()];
	let pairs = |prefer| {
		let output = clear(&options, &with(prefer));
		let of = |row: &Value| (row["seller"].clone(), row["buyer"].clone(), row["choice"].clone());
		rows(&output["transactions"]).iter().map(of).collect::<Vec<_>>()
	};
	let chosen = [(json!(8), json!(1), json!(1)), (json!(7), json!(2), Value::Null)];
	assert_eq!(pairs(json!([{"bus": 1}])), chosen);
	let swept = [(json!(7), json!(1), Value::Null), (json!(8), json!(2), Value::Null)];
	assert_eq!(pairs(json!([])), swept);
	let far = "consumers[0].prefer[0].bus: 2 is no bus of the grid; write one of 0 to 1";
	refused(&options, with(json!([{"bus": 2}])).to_string(), far);
	let table = run(&["--table", "--grid", file.name()], with(json!([{"bus": 1}])).to_string());
	assert!(String::from_utf8(table.stdout).unwrap().contains("choice 1: bus 1"));
}
