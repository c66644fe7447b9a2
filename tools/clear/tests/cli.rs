// SPDX-License-Identifier: Apache-2.0

//! The command `gridmerit-clear`, as its users run it.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "support/mod.rs"]
mod command;
#[path = "../../../crates/market/tests/support/mod.rs"]
mod support;

use std::{
	io::Write,
	process::{Command, Stdio},
};

use command::run;
use serde_json::{Value, json};
use support::{Case, cases};

/// Clears `input`, which must be sound.
fn clear(input: &Value) -> Value {
	let output = run(&[], input.to_string());
	assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
	assert!(output.stderr.is_empty());
	serde_json::from_slice(&output.stdout).unwrap()
}

fn market() -> Value {
	json!({
		"consumers": [{"id": 1, "demand_wh": 900}],
		"prosumers": [
			{"id": 7, "capacity_wh": 500, "price": 90_000},
			{"id": 8, "capacity_wh": 600, "price": 110_000},
			{"id": 9, "capacity_wh": 300, "price": 60_000},
		],
		"tou": 200_000, "fit": 60_000, "alpha": 900_000, "ser": 0, "interval": 0,
	})
}

#[test]
fn a_market_clears() {
	let expected = json!({
		"status": "cleared",
		"price": "110000",
		"traded_wh": "900",
		"transactions": [
			{"seller": 7, "buyer": 1, "wh": "500", "price": "110000", "payment": "55000000"},
			{"seller": 8, "buyer": 1, "wh": "400", "price": "110000", "payment": "44000000"},
		],
		"sold": [{"id": 7, "wh": "500"}, {"id": 8, "wh": "400"}],
		"bought": [{"id": 1, "wh": "900"}],
		"payment": "99000000",
		"utility_import_wh": "0",
		"utility_export_wh": "500",
		"margin": {
			"side": "supply", "total_wh": "600", "traded_wh": "400", "level_wh": "400", "odd_wh": 0,
		},
		"pivotal": [7, 8],
		"skipped": [{"id": 9, "reason": "ask at or below the feed-in tariff"}],
	});
	assert_eq!(clear(&market()), expected);
	// The fields come in the documented order, on one line.
	let text = String::from_utf8(run(&[], market().to_string()).stdout).unwrap();
	assert!(text.starts_with(
		r#"{"status":"cleared","price":"110000","traded_wh":"900","transactions":[{"#
	));
	assert_eq!(text.lines().count(), 1);
}

#[test]
fn rows_may_come_in_any_order_and_numbers_as_strings() {
	let mut other = market();
	other["prosumers"].as_array_mut().unwrap().reverse();
	other["prosumers"][0]["price"] = json!("60000");
	other["tou"] = json!("200000");
	other["consumers"][0] = json!({"demand_wh": "900", "id": "1"});
	assert_eq!(clear(&other), clear(&market()));
	// What is not given has the value that most markets use.
	other.as_object_mut().unwrap().remove("ser");
	other.as_object_mut().unwrap().remove("interval");
	other["consumers"][0]["limit"] = Value::Null;
	assert_eq!(clear(&other), clear(&market()));
}

#[test]
fn each_status_is_reported() {
	let mut scarce = market();
	scarce["consumers"][0]["demand_wh"] = json!(1_200);
	let output = clear(&scarce);
	assert_eq!((&output["status"], &output["price"]), (&json!("scarcity"), &json!("180000")));
	assert_eq!(
		(&output["traded_wh"], &output["utility_import_wh"]),
		(&json!("1100"), &json!("100"))
	);
	// Who has no limit shares; nobody can lift the price any more.
	let margin = json!({"side": "demand", "total_wh": "1200", "traded_wh": "1100", "level_wh": "1100", "odd_wh": 0});
	assert_eq!((&output["margin"], &output["pivotal"]), (&margin, &json!([])));

	let mut idle = market();
	idle["consumers"] = json!([]);
	let output = clear(&idle);
	assert_eq!((&output["status"], &output["price"]), (&json!("no_demand"), &Value::Null));
	assert_eq!((&output["payment"], &output["utility_export_wh"]), (&json!("0"), &json!("1400")));
	assert_eq!(output["sold"][0], json!({"id": 7, "wh": "0"}));

	let mut unserved = market();
	unserved["prosumers"] = json!([]);
	let output = clear(&unserved);
	// Nothing trades, so there is no price.
	assert_eq!((&output["status"], &output["price"]), (&json!("no_supply"), &Value::Null));
	assert_eq!((&output["traded_wh"], &output["transactions"]), (&json!("0"), &json!([])));
	assert_eq!((&output["margin"], &output["utility_import_wh"]), (&Value::Null, &json!("900")));

	let mut apart = market();
	apart["consumers"][0]["limit"] = json!(89_999);
	let output = clear(&apart);
	assert_eq!((&output["status"], &output["price"]), (&json!("no_match"), &Value::Null));
	assert_eq!((&output["traded_wh"], &output["utility_import_wh"]), (&json!("0"), &json!("0")));
	assert_eq!(output["bought"], json!([{"id": 1, "wh": "0"}]));
}

#[test]
fn demand_with_a_limit_can_say_no() {
	let mut input = market();
	input["consumers"] = json!([
		{"id": 1, "demand_wh": 450},
		{"id": 2, "demand_wh": 300, "limit": 109_999},
		{"id": 3, "demand_wh": 300, "limit": "100000"},
	]);
	// At 90,000 all is wanted: 1,050 Wh; 500 Wh are offered below 110,000, and of what pays less 50 Wh are left.
	let output = clear(&input);
	assert_eq!((&output["status"], &output["price"]), (&json!("cleared"), &json!("109999")));
	let bought = json!([{"id": 1, "wh": "450"}, {"id": 2, "wh": "50"}, {"id": 3, "wh": "0"}]);
	assert_eq!(output["bought"], bought);
	let margin = json!({"side": "demand", "total_wh": "300", "traded_wh": "50", "level_wh": "50", "odd_wh": 0});
	assert_eq!(output["margin"], margin);
	assert_eq!(output["utility_import_wh"], "0");
	// 1,100 Wh are offered, so 650 can be spared: neither of the two is pivotal.
	assert_eq!(output["pivotal"], json!([]));
	// A limit at the cap buys at any price, but in scarcity after those without.
	input["consumers"][0]["demand_wh"] = json!(1_090);
	input["consumers"][1]["limit"] = json!(180_000);
	let output = clear(&input);
	assert_eq!((&output["status"], &output["price"]), (&json!("cleared"), &json!("180000")));
	assert_eq!(output["bought"][1], json!({"id": 2, "wh": "10"}));
	assert_eq!(output["pivotal"], json!([7, 8]));
	input["consumers"][0]["demand_wh"] = json!(1_101);
	let output = clear(&input);
	assert_eq!(
		(&output["status"], &output["utility_import_wh"]),
		(&json!("scarcity"), &json!("1"))
	);
	assert_eq!(output["bought"][1], json!({"id": 2, "wh": "0"}));
}

#[test]
fn who_shares_gets_the_odd_wh_in_turn() {
	let mut input = market();
	input["consumers"] = json!([
		{"id": 1, "demand_wh": 198},
		{"id": 2, "demand_wh": 900},
		{"id": 3, "demand_wh": 1_000_000},
		{"id": 4, "demand_wh": 901},
	]);
	// 902 of 1,100 Wh for three that want more than 300.
	for (interval, [two, three, four]) in [
		(json!(null), ["300", "301", "301"]),
		(json!(1), ["301", "300", "301"]),
		(json!("2"), ["301", "301", "300"]),
	] {
		match interval {
			Value::Null => drop(input.as_object_mut().unwrap().remove("interval")),
			number => input["interval"] = number,
		}
		let bought = json!([
			{"id": 1, "wh": "198"}, {"id": 2, "wh": two}, {"id": 3, "wh": three}, {"id": 4, "wh": four},
		]);
		let output = clear(&input);
		assert_eq!(output["bought"], bought);
		assert_eq!(
			(&output["margin"]["level_wh"], &output["margin"]["odd_wh"]),
			(&json!("300"), &json!(2))
		);
	}
}

#[test]
fn offers_that_may_not_trade_are_skipped_with_the_reason() {
	let mut input = market();
	input["ser"] = json!(10_000);
	input["prosumers"] = json!([
		{"id": 1_000, "capacity_wh": 1, "price": 191_000},
		{"id": 4, "capacity_wh": 2, "price": 180_000},
		{"id": 5, "capacity_wh": 4, "price": 60_000},
		{"id": 6, "capacity_wh": 0, "price": 90_000},
		{"id": 2, "capacity_wh": 8, "price": 179_999},
	]);
	let output = clear(&input);
	assert_eq!(
		output["skipped"],
		json!([
			{"id": 4, "reason": "ask not below alpha times the time-of-use price"},
			{"id": 5, "reason": "ask at or below the feed-in tariff"},
			{"id": 6, "reason": "no capacity"},
			{"id": 1_000, "reason": "ask plus service fee above the time-of-use price"},
		])
	);
	assert_eq!(output["sold"], json!([{"id": 2, "wh": "8"}]));
	assert_eq!(output["utility_export_wh"], "7");
}

#[test]
fn demands_that_may_not_trade_are_skipped_with_the_reason() {
	let mut input = market();
	input["consumers"] = json!([
		{"id": 3, "demand_wh": 100, "limit": 180_001},
		{"id": 2, "demand_wh": 100, "limit": 60_000},
		{"id": 1, "demand_wh": 100, "limit": 90_000},
	]);
	input["prosumers"] = json!([{"id": 7, "capacity_wh": 500, "price": 90_000}]);
	let output = clear(&input);
	assert_eq!(
		output["skipped"],
		json!([
			{"id": 2, "reason": "limit at or below the feed-in tariff"},
			{"id": 3, "reason": "limit above the highest price there can be"},
		])
	);
	assert_eq!(output["bought"], json!([{"id": 1, "wh": "100"}]));
	assert_eq!((&output["price"], &output["utility_export_wh"]), (&json!("90000"), &json!("400")));
}

#[test]
fn peers_cases() {
	for case in cases() {
		let consumers: Vec<_> =
			(0..).zip(&case.demands).map(|(id, wh)| json!({"id": id, "demand_wh": wh})).collect();
		let prosumers: Vec<_> = (100..)
			.zip(&case.offers)
			.map(|(id, (wh, ask))| json!({"id": id, "capacity_wh": wh, "price": ask}))
			.collect();
		let output = clear(&json!({
			"consumers": consumers, "prosumers": prosumers,
			"tou": case.tou(), "fit": 0, "alpha": Case::ALPHA_PPM,
		}));
		assert_eq!(output["price"], case.price.to_string(), "{}", case.id);
		assert_eq!(output["traded_wh"], case.volume.to_string(), "{}", case.id);
	}
}

/// Asserts that `input` ends with status 1 and the one line `error: …`, and with no output.
fn refused(input: impl Into<Vec<u8>>, message: &str) {
	command::refused(&[], input, message);
}

#[test]
fn bad_input_is_refused_by_the_name_of_its_field() {
	let with = |path: &str, value: Value, message: &str| {
		let mut input = market();
		*input.pointer_mut(path).unwrap() = value;
		refused(input.to_string(), message);
	};
	let beyond = json!(u64::MAX);
	with("/consumers/0/id", json!(1_u64 << 32), "consumers[0].id: 4294967296 is above 4294967295");
	with(
		"/consumers/0/demand_wh",
		json!((1_u64 << 40) + 1),
		"consumers[0].demand_wh: 1099511627777 is above",
	);
	with("/prosumers/1/id", json!("99999999999"), "prosumers[1].id: 99999999999 is above");
	with("/prosumers/1/capacity_wh", beyond.clone(), "prosumers[1].capacity_wh: ");
	with(
		"/prosumers/2/price",
		json!("281474976710657"),
		"prosumers[2].price: 281474976710657 is above",
	);
	for field in ["tou", "fit", "ser", "alpha", "interval"] {
		with(
			&format!("/{field}"),
			beyond.clone(),
			&format!("{field}: 18446744073709551615 is above"),
		);
	}
	with("/alpha", json!(1_000_001), "alpha: 1000001 is above 1000000");
	with("/alpha", json!(0), "alpha: 0 is below 1");
	with("/fit", json!(179_999), "fit: no room for a P2P price");
	with("/tou", json!(1), "fit: no room");
	with("/ser", json!(200_001), "ser: the fee is above the time-of-use price");

	with("/prosumers/2/id", json!(7), "prosumers[2].id: 7 is the id of prosumers[0] already");
	with("/prosumers/0/id", json!(1), "prosumers[0].id: 1 is the id of consumers[0] already");

	for value in
		[json!(-1), json!(1.5), json!(1e30), json!(null), json!(true), json!([]), json!({})]
	{
		with("/tou", value.clone(), "tou: invalid type");
		with("/prosumers/1/price", value, "prosumers[1].price: invalid type");
	}
	for text in ["", "-1", "+1", "1.0", "0x10", " 1", "one", "18446744073709551616", "١"] {
		with("/fit", json!(text), "fit: invalid value");
	}
	with("/interval", json!(1_u64 << 32), "interval: 4294967296 is above 4294967295");
	let limit = |limit: Value| json!({"id": 1, "demand_wh": 1, "limit": limit});
	let too_high = "consumers[0].limit: 281474976710657 is above";
	with("/consumers/0", limit(json!((1_u64 << 48) + 1)), too_high);
	for value in [json!(-1), json!(1.5), json!(true), json!({})] {
		with("/consumers/0", limit(value), "consumers[0].limit: invalid type");
	}
	with("/consumers/0", limit(json!("1e5")), "consumers[0].limit: invalid value");
	// What was a choice once is refused with what to do, whatever it says.
	for (field, instead) in
		[("dispatch", "merit order"), ("scarcity", "lower `alpha`, or give consumers a `limit`")]
	{
		for value in [json!("cap"), json!("pro_rata"), json!(null), json!({"ramp": null})] {
			let mut input = market();
			input[field] = value;
			let output = run(&[], input.to_string());
			let error = String::from_utf8(output.stderr).unwrap();
			assert_eq!(output.status.code(), Some(1), "{error}");
			let start = format!("error: {field}: there is no such choice any more; leave it out.");
			assert!(error.starts_with(&start) && error.contains(instead), "{error}");
		}
	}
	with(
		"/consumers/0",
		json!([1, 900]),
		"consumers[0]: invalid type: sequence, expected an object",
	);
	with("/consumers", json!(3), "consumers: invalid type");
	with("/consumers/0", json!({"id": 1}), "consumers[0]: missing field `demand_wh`");
	with(
		"/consumers/0",
		json!({"id": 1, "demand_wh": 1, "b\nid": 2}),
		"consumers[0].b id: unknown field",
	);

	let mut incomplete = market();
	incomplete.as_object_mut().unwrap().remove("tou");
	refused(incomplete.to_string(), "standard input: missing field `tou`");
	refused("", "standard input: EOF while parsing");
	refused("{", "standard input: EOF while parsing");
	refused("3", "standard input: invalid type: integer `3`, expected an object");
	refused(market().to_string() + "{}", "standard input: trailing characters");
	refused(b"\xff\xfe".to_vec(), "standard input: expected value");
	refused(vec![b'['; 100_000], "");

	let many: Vec<_> = (0..=1 << 20).map(|id| json!({"id": id, "demand_wh": 1})).collect();
	with("/consumers", many.into(), "consumers: more than 1048576");
}

#[test]
fn a_table_for_people() {
	let output = run(&["--table"], market().to_string());
	let text = String::from_utf8(output.stdout).unwrap();
	assert!(output.status.success());
	assert!(
		text.starts_with("cleared: 900 Wh at 110000 planck per Wh, 99000000 planck in all\n"),
		"{text}"
	);
	let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
	let row = |cells: &str| {
		let cells: Vec<_> = cells.split(' ').collect();
		rows.iter()
			.any(|row| row.iter().filter(|cell| cell.chars().all(char::is_alphanumeric)).eq(&cells))
	};
	assert!(row("1 any 900 900 900 99000000 0"), "{text}");
	assert!(row("7 90000 500 500 500 55000000"), "{text}");
	assert!(row("8 110000 600 1100 400 44000000"), "{text}");
	assert!(row("9 prosumer 60000 300 ask at or below the tariff"), "{text}");
	assert!(text.contains(
		"\nat the margin 400 of 600 Wh offered at the price are sold; each up to 400 Wh\n"
	));
	assert!(
		text.contains("\npivotal, each alone: without it there would be scarcity: 7, 8\n"),
		"{text}"
	);
}

#[test]
fn a_table_of_what_has_limits() {
	let table = |input: &Value| {
		let output = run(&["--table"], input.to_string());
		assert!(output.status.success());
		String::from_utf8(output.stdout).unwrap()
	};
	let mut input = market();
	input["consumers"] = json!([
		{"id": 1, "demand_wh": 100, "limit": 95_000},
		{"id": 2, "demand_wh": 301, "limit": 100_000},
		{"id": 3, "demand_wh": 300},
		{"id": 4, "demand_wh": 301, "limit": 100_000},
		{"id": 5, "demand_wh": 1, "limit": 1},
	]);
	let text = table(&input);
	assert!(text.starts_with("cleared: 500 Wh at 100000 planck per Wh"), "{text}");
	assert!(text.contains(
		"at the margin 200 of 602 Wh wanted at up to the price and no more are bought; each up to 100 Wh"
	));
	// From who pays most to who pays least.
	let places: Vec<_> = ["    any ┆", " 100000 ┆       301", "  95000 ┆"]
		.map(|limit| text.find(limit).unwrap_or_else(|| panic!("{limit}: {text}")))
		.into();
	assert!(places.is_sorted(), "{text}");
	assert!(text.contains("limit at or below the feed-in tariff"), "{text}");

	input["consumers"] = json!([{"id": 1, "demand_wh": 100, "limit": 70_000}]);
	let text = table(&input);
	let said =
		"no match: all limits are below the cheapest ask, nothing trades, so there is no price\n";
	assert!(text.starts_with(said), "{text}");
	assert!(!text.contains("at the margin"), "{text}");
	input["prosumers"] = json!([]);
	assert!(table(&input).starts_with("no supply: nothing trades, so there is no price\n"));
	input["consumers"] = json!([]);
	assert!(table(&input).starts_with("no demand: nothing trades, so there is no price\n"));
}

#[test]
fn a_plot() {
	let file = std::env::temp_dir().join(format!("gridmerit-clear-{}.svg", std::process::id()));
	let name = file.to_str().unwrap();
	let output = run(&["--plot", name], market().to_string());
	assert_eq!(output.stdout, run(&[], market().to_string()).stdout);
	let svg = std::fs::read_to_string(&file).unwrap();
	std::fs::remove_file(&file).unwrap();
	assert!(svg.starts_with("<svg"));
	for text in ["Cleared: 900 Wh at 110000 planck per Wh", "cap 180000", "feed-in 60000", "demand"]
	{
		assert!(svg.contains(text), "{text}");
	}

	// Both staircases.
	let mut input = market();
	input["consumers"] = json!([
		{"id": 1, "demand_wh": 400},
		{"id": 2, "demand_wh": 300, "limit": 100_000},
		{"id": 3, "demand_wh": 300, "limit": 70_000},
	]);
	run(&["--plot", name], input.to_string());
	let svg = std::fs::read_to_string(&file).unwrap();
	std::fs::remove_file(&file).unwrap();
	let line = |color: &str| {
		let line = svg.split('<').find(|tag| tag.starts_with("polyline") && tag.contains(color));
		let (_, points) = line.unwrap().split_once("points=\"").unwrap();
		let points = points.split('"').next().unwrap().split_whitespace();
		points.map(|point| point.split_once(',').unwrap().1.parse().unwrap()).collect::<Vec<i32>>()
	};
	let (demand, supply) = (line("#B23A2E"), line("#006E54"));
	assert!(demand.is_sorted() && supply.iter().rev().is_sorted(), "{demand:?} {supply:?}");
	let levels = |mut heights: Vec<i32>| {
		heights.dedup();
		heights.len()
	};
	// The cap, two limits and the ground; two asks.
	assert_eq!((levels(demand), levels(supply)), (4, 2));

	let output = run(&["--plot", "/no/such/folder/plot.svg"], market().to_string());
	assert_eq!(output.status.code(), Some(1));
	assert!(output.stdout.is_empty());
	let error = String::from_utf8(output.stderr).unwrap();
	assert!(error.starts_with("error: --plot /no/such/folder/plot.svg: No such file"), "{error}");
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
	let consumers: Vec<_> = (0..20_000).map(|id| json!({"id": id, "demand_wh": 1})).collect();
	let mut input = market();
	input["consumers"] = consumers.into();
	input["prosumers"] = json!([]);
	let mut child = Command::new(env!("CARGO_BIN_EXE_gridmerit-clear"))
		.stdin(Stdio::piped())
		.stdout(Stdio::piped())
		.stderr(Stdio::piped())
		.spawn()
		.unwrap();
	drop(child.stdout.take());
	child.stdin.take().unwrap().write_all(input.to_string().as_bytes()).unwrap();
	let output = child.wait_with_output().unwrap();
	assert!(output.status.success() && output.stderr.is_empty());
}

/// Consumers 1 and 2 want 300 Wh each; solar, unknown and wind energy is offered at one price.
fn with_choices(prefer: Value) -> Value {
	json!({
		"consumers": [{"id": 1, "demand_wh": 300, "prefer": prefer}, {"id": 2, "demand_wh": 300}],
		"prosumers": [
			{"id": 7, "capacity_wh": 300, "price": 90_000, "source": "solar"},
			{"id": 8, "capacity_wh": 100, "price": 90_000},
			{"id": 9, "capacity_wh": 300, "price": 90_000, "source": "wind"},
		],
		"tou": 200_000, "fit": 60_000, "alpha": 900_000,
	})
}

#[test]
fn consumers_may_prefer_sellers_and_get_and_pay_the_same() {
	let output = clear(&with_choices(json!([{"node": 8}, {"source": "wind"}])));
	let plain = clear(&with_choices(json!([])));
	for field in ["status", "price", "traded_wh", "sold", "bought", "payment", "margin"] {
		assert_eq!(output[field], plain[field], "{field}");
	}
	// The offers share 600 of 700 Wh: 250, 100 and 250.
	let row = |seller: u32, buyer: u32, wh: u64, choice: Option<u32>| {
		let payment = (90_000 * wh).to_string();
		let mut row = json!({
			"seller": seller, "buyer": buyer, "wh": wh.to_string(), "price": "90000", "payment": payment,
		});
		if let Some(choice) = choice {
			row["choice"] = json!(choice);
		}
		row
	};
	let chosen = [row(8, 1, 100, Some(1)), row(9, 1, 200, Some(2))];
	let swept = [row(7, 2, 250, None), row(9, 2, 50, None)];
	assert_eq!(output["transactions"], json!([chosen, swept].concat()));
	let swept =
		[row(7, 1, 250, None), row(8, 1, 50, None), row(8, 2, 50, None), row(9, 2, 250, None)];
	assert_eq!(plain["transactions"], json!(swept));
	// Who prefers nobody who is there is served in turn.
	let nobody = clear(&with_choices(json!([{"node": 77}, {"source": "tide"}])));
	assert_eq!(nobody["transactions"], plain["transactions"]);

	let table = |prefer| {
		let output = run(&["--table"], with_choices(prefer).to_string());
		assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
		String::from_utf8(output.stdout).unwrap()
	};
	let text = table(json!([{"node": 8}, {"source": "wind"}]));
	for why in ["choice 1: node 8", "choice 2: wind"] {
		assert!(text.contains(why), "{text}");
	}
	assert!(
		table(json!([{"source": "tide"}])).contains("in turn, as its choices had nothing left")
	);
	assert!(!table(json!([])).contains("why"));
}

#[test]
fn a_preference_that_is_none_is_refused() {
	let refused = |prefer, message: &str| {
		command::refused(&[], with_choices(prefer).to_string(), message);
	};
	let field = "consumers[0].prefer";
	let one_of = format!("{field}[1]: write one of node, bus and source");
	refused(json!([{"node": 7}, {}]), &one_of);
	refused(json!([{"node": 7}, {"node": 7, "source": "wind"}]), &one_of);
	refused(json!([{"bus": 3}]), &format!("{field}[0].bus: there is no grid"));
	refused(json!([{"node": 1_u64 << 32}]), &format!("{field}[0].node: 4294967296 is above"));
	refused(json!(vec![json!({"node": 7}); 9]), &format!("{field}: more than 8"));
	refused(json!([{"seller": 7}]), &format!("{field}[0].seller: unknown field"));
	refused(json!({"node": 7}), field);
	let many: Vec<_> = (0..257)
		.map(|k| json!({"id": 100 + k, "capacity_wh": 1, "price": 90_000, "source": k.to_string()}))
		.collect();
	let mut market = with_choices(json!([]));
	market["prosumers"] = json!(many);
	command::refused(&[], market.to_string(), "prosumers[256].source: more than 256 sources");
}
