// SPDX-License-Identifier: Apache-2.0

//! The command `gridmerit-clear`, as its users run it.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../../../crates/market/tests/support/mod.rs"]
mod support;

use std::{
	io::Write,
	process::{Command, Output, Stdio},
	thread,
};

use serde_json::{Value, json};
use support::{Case, cases};

/// Runs the command on `input`.
fn run(options: &[&str], input: impl Into<Vec<u8>>) -> Output {
	let mut child = Command::new(env!("CARGO_BIN_EXE_gridmerit-clear"))
		.args(options)
		.stdin(Stdio::piped())
		.stdout(Stdio::piped())
		.stderr(Stdio::piped())
		.spawn()
		.unwrap();
	let (mut stdin, input) = (child.stdin.take().unwrap(), input.into());
	// The command may end before it has read everything.
	let writer = thread::spawn(move || drop(stdin.write_all(&input)));
	let output = child.wait_with_output().unwrap();
	writer.join().unwrap();
	output
}

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
		"tou": 200_000, "fit": 60_000, "alpha": 900_000, "ser": 0, "dispatch": "merit_order",
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
	other.as_object_mut().unwrap().remove("dispatch");
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
	scarce["scarcity"] = json!("ramp");
	assert_eq!(clear(&scarce)["price"], "115833"); // 110000 + floor(70000 * 100 / 1200)

	let mut idle = market();
	idle["consumers"] = json!([]);
	let output = clear(&idle);
	assert_eq!((&output["status"], &output["price"]), (&json!("no_demand"), &Value::Null));
	assert_eq!((&output["payment"], &output["utility_export_wh"]), (&json!("0"), &json!("1400")));
	assert_eq!(output["sold"][0], json!({"id": 7, "wh": "0"}));

	let mut unserved = market();
	unserved["prosumers"] = json!([]);
	let output = clear(&unserved);
	assert_eq!((&output["status"], &output["price"]), (&json!("no_supply"), &json!("180000")));
	assert_eq!((&output["traded_wh"], &output["transactions"]), (&json!("0"), &json!([])));

	let mut shared = market();
	shared["dispatch"] = json!("pro_rata");
	let sold = &clear(&shared)["sold"];
	assert_eq!(*sold, json!([{"id": 7, "wh": "409"}, {"id": 8, "wh": "491"}]));
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
	let output = run(&[], input);
	let error = String::from_utf8(output.stderr).unwrap();
	assert_eq!(output.status.code(), Some(1), "{error}");
	assert!(output.stdout.is_empty());
	assert_eq!(error.lines().count(), 1, "{error}");
	assert!(error.starts_with(&format!("error: {message}")), "{error} is not {message}");
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
	for field in ["tou", "fit", "ser", "alpha"] {
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
	with(
		"/dispatch",
		json!("random"),
		"dispatch: `random` is neither `merit_order` nor `pro_rata`",
	);
	with("/dispatch", json!({"pro_rata": null}), "dispatch: invalid type: map, expected a string");
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
	assert!(row("1 900 900 99000000 0"), "{text}");
	assert!(row("7 90000 500 500 500 55000000"), "{text}");
	assert!(row("8 110000 600 1100 400 44000000"), "{text}");
	assert!(row("9 60000 300 ask at or below the tariff"), "{text}");
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
