// SPDX-License-Identifier: Apache-2.0

//! The command `gridmerit-clear --island`.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "support/mod.rs"]
mod command;

use command::{refused, run};
use serde_json::{Value, json};

/// Clears `input`, which must be sound.
fn clear(input: &Value) -> Value {
	let output = run(&["--island"], input.to_string());
	assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
	assert!(output.stderr.is_empty());
	assert_eq!(output.stdout.iter().filter(|byte| **byte == b'\n').count(), 1);
	serde_json::from_slice(&output.stdout).unwrap()
}

/// The file that lies beside this package's other examples.
fn example() -> Value {
	let file = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/island.json");
	serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

#[test]
fn the_example() {
	let expected = json!({
		"status": "shedding",
		"price": "400000",
		"traded_wh": "1000",
		"marginal": "400000",
		"wanted_wh": "1400",
		"served_wh": "1000",
		"unserved_wh": "400",
		"supply_wh": "1000",
		"unsold_wh": "0",
		"priorities": [
			{"priority": "critical", "wanted_wh": "900", "served_wh": "900", "shed_wh": "0"},
			{"priority": "essential", "wanted_wh": "0", "served_wh": "0", "shed_wh": "0"},
			{"priority": "normal", "wanted_wh": "0", "served_wh": "0", "shed_wh": "0"},
			{"priority": "sheddable", "wanted_wh": "500", "served_wh": "100", "shed_wh": "400"},
		],
		"transactions": [
			{"seller": 7, "buyer": 1, "wh": "500", "price": "400000", "payment": "200000000"},
			{"seller": 8, "buyer": 1, "wh": "100", "price": "400000", "payment": "40000000"},
			{"seller": 9, "buyer": 1, "wh": "300", "price": "400000", "payment": "120000000"},
			{"seller": 9, "buyer": 2, "wh": "100", "price": "400000", "payment": "40000000"},
		],
		"sold": [{"id": 7, "wh": "500"}, {"id": 8, "wh": "100"}],
		"served": [{"id": 1, "wh": "900"}, {"id": 2, "wh": "100"}, {"id": 3, "wh": "0"}],
		"batteries": [{"id": 9, "discharged_wh": "400", "charged_wh": "0"}],
		"mix": [
			{"source": "solar", "wh": "500"},
			{"source": "biodiesel", "wh": "100"},
			{"source": "battery", "wh": "400"},
		],
		"payment": "400000000",
		// 104 M for what sells, 130 M for what goes without, and 8 M for 200 Wh not charged at 40,000.
		"certificate": {
			"lambda": "400000",
			"cost": "242000000",
			"value": "640000000",
			"rents": "398000000",
		},
		"settlement": {
			"nodes": [
				{"id": 1, "inside": true, "bought_wh": "300", "sold_wh": "0", "refund": "0",
				 "left_over_wh": "-600", "balance": "-240000000"},
				{"id": 2, "inside": true, "bought_wh": "0", "sold_wh": "0", "refund": "9500000",
				 "left_over_wh": "-100", "balance": "-40000000"},
				{"id": 3, "inside": true, "bought_wh": "0", "sold_wh": "0", "refund": "0",
				 "left_over_wh": "0", "balance": "0"},
				{"id": 7, "inside": true, "bought_wh": "0", "sold_wh": "300", "refund": "0",
				 "left_over_wh": "200", "balance": "80000000"},
				{"id": 8, "inside": true, "bought_wh": "0", "sold_wh": "0", "refund": "0",
				 "left_over_wh": "100", "balance": "40000000"},
				{"id": 9, "inside": true, "bought_wh": "0", "sold_wh": "0", "refund": "0",
				 "left_over_wh": "400", "balance": "160000000"},
				{"id": 20, "inside": false, "bought_wh": "0", "sold_wh": "0", "refund": "-9500000",
				 "left_over_wh": "0", "balance": "0"},
			],
			"losses_wh": "0",
			"operator": "0",
		},
		"above_cap": [],
	});
	assert_eq!(clear(&example()), expected);
}

#[test]
fn each_status_is_reported() {
	let mut served = example();
	served["prosumers"][1]["capacity_wh"] = json!(900);
	served["consumers"][2]["value"] = json!(340_000);
	let output = clear(&served);
	assert_eq!((&output["status"], &output["price"]), (&json!("served"), &json!("340000")));
	// A load that is worth less rather goes without.
	served["consumers"][2]["value"] = json!(339_999);
	served["prosumers"][1]["capacity_wh"] = json!(2_000);
	served["batteries"] = json!([]);
	let output = clear(&served);
	assert_eq!((&output["status"], &output["price"]), (&json!("too_dear"), &json!("340000")));
	assert_eq!(output["unserved_wh"], json!("200"));

	let mut dark = example();
	dark["cap"] = json!(40_000);
	dark["batteries"][0]["bid"] = json!(0);
	let output = clear(&dark);
	assert_eq!((&output["status"], &output["price"]), (&json!("shedding"), &Value::Null));
	assert_eq!(output["above_cap"], json!([7, 8, 9]));
	// Who sold and did not deliver pays the cap.
	assert_eq!(output["settlement"]["nodes"][3]["balance"], json!("-12000000"));
	assert_eq!(output["settlement"]["nodes"][0]["balance"], json!("12000000"));
}

/// Node 7 feeds in less than it cleared, node 1 draws less still: what is missing is lost on the way.
#[test]
fn meters_say_what_is_settled() {
	let mut input = example();
	input["measured"] = json!([{"id": 7, "fed_in_wh": 480}, {"id": 1, "drawn_wh": 870}]);
	let settlement = &clear(&input)["settlement"];
	assert_eq!(settlement["losses_wh"], json!("10"));
	assert_eq!(settlement["operator"], json!("-4000000"));
	let row = |place: usize| settlement["nodes"][place]["balance"].as_str().unwrap();
	assert_eq!((row(0), row(3)), ("-228000000", "72000000"));
	let sum: i128 = (0..7).map(|place| row(place).parse::<i128>().unwrap()).sum();
	assert_eq!(sum, 4_000_000);
}

#[test]
fn what_is_left_out_has_a_usual_value() {
	let mut short = example();
	let full = json!({"id": 1, "demand_wh": 5, "priority": "normal", "value": null});
	short["consumers"] = json!([full]);
	short["interval"] = json!(0);
	short["batteries"][0]["input_wh"] = json!(0);
	short["batteries"][0]["bid"] = json!(0);
	let mut given = clear(&short);
	short["consumers"] = json!([{"id": "1", "demand_wh": "5"}]);
	for field in ["interval", "traded"] {
		short.as_object_mut().unwrap().remove(field);
	}
	for field in ["input_wh", "bid"] {
		short["batteries"][0].as_object_mut().unwrap().remove(field);
	}
	// Without what was traded nothing is said of it.
	given.as_object_mut().unwrap().remove("settlement");
	assert_eq!(clear(&short), given);
}

#[test]
fn tables_are_for_people() {
	let output = run(&["--island", "--table"], example().to_string());
	assert!(output.status.success());
	let text = String::from_utf8(output.stdout).unwrap();
	for said in [
		"load is shed, as all that is offered is sold: 1000 Wh at 400000 planck per Wh, 400000000 planck in all",
		"load 1400 Wh, of which 400 Wh go without; offered 1000 Wh, of which 0 Wh do not sell",
		"one more Wh would be worth 400000 planck; cap 1000000",
		"sheddable",
		"biodiesel",
		"gives up to Wh",
		"outside",
	] {
		assert!(text.contains(said), "{said} is not in\n{text}");
	}
	let mut dark = example();
	dark["cap"] = json!(40_000);
	let text = String::from_utf8(run(&["--island", "--table"], dark.to_string()).stdout).unwrap();
	assert!(text.contains("nothing trades, so there is no price"), "{text}");
	assert!(text.contains("as they ask more than the cap: 7, 8, 9"), "{text}");
}

#[test]
fn bad_input_names_its_field() {
	let bad = |path: &str, value: Value, message: &str| {
		let mut input = example();
		*input.pointer_mut(path).unwrap() = value;
		refused(&["--island"], input.to_string(), message);
	};
	bad("/cap", json!(1_u64 << 49), "cap: 562949953421312 is above 281474976710656");
	bad("/interval", json!(1_u64 << 32), "interval: 4294967296 is above 4294967295");
	bad("/consumers/0/priority", json!("vital"), "consumers[0].priority: unknown variant `vital`");
	bad("/consumers/1/value", json!(-1), "consumers[1].value: invalid type:");
	bad("/consumers/1/demand_wh", json!(1.5), "consumers[1].demand_wh: invalid type:");
	bad("/consumers/2/id", json!(7), "prosumers[0].id: 7 is the id of consumers[2] already");
	bad("/batteries/0/id", json!(8), "prosumers[1].id: 8 is the id of batteries[0] already");
	bad(
		"/batteries/0/bid",
		json!(120_000),
		"batteries[0].bid: 120000 is not below its price of 120000, so it would buy from itself",
	);
	let large = json!((1_u64 << 40) + 1);
	for field in ["charge_wh", "reserve_wh", "output_wh", "input_wh"] {
		let message = format!("batteries[0].{field}: 1099511627777 is above 1099511627776");
		bad(&format!("/batteries/0/{field}"), large.clone(), &message);
	}
	bad("/prosumers/0/capacity_wh", large, "prosumers[0].capacity_wh: 1099511627777 is above");
	bad("/traded/0/buyer", json!(7), "traded[0].buyer: 7 is the seller, too");
	bad("/traded/1/wh", json!(1_u64 << 61), "traded[1].wh: 2305843009213693952 is above");

	let mut input = example();
	input["measured"] = json!([{"id": 20}]);
	refused(&["--island"], input.to_string(), "measured[0].id: 20 is not in the island");
	input["measured"] = json!([{"id": 7}, {"id": 7, "fed_in_wh": 1}]);
	refused(&["--island"], input.to_string(), "measured[1].id: 7 has a reading already");
	input["measured"] = json!([{"id": 7, "drawn_wh": (1_u64 << 40) + 1}]);
	refused(&["--island"], input.to_string(), "measured[0].drawn_wh: 1099511627777 is above");
	input["measured"] = json!([{"id": 7}]);
	input.as_object_mut().unwrap().remove("traded");
	refused(&["--island"], input.to_string(), "measured: settles what was traded");
	let mut input = example();
	input.as_object_mut().unwrap().remove("cap");
	refused(&["--island"], input.to_string(), "standard input: missing field `cap`");
	let mut input = example();
	input["tou"] = json!(1);
	refused(&["--island"], input.to_string(), "tou: unknown field `tou`");
	let mut input = example();
	input["batteries"][0].as_object_mut().unwrap().remove("reserve_wh");
	refused(&["--island"], input.to_string(), "batteries[0]: missing field `reserve_wh`");
	refused(&["--island"], "[]", "standard input: invalid type: sequence, expected an object");
	refused(&["--island"], "{} {}", "standard input:");
}

#[test]
fn an_island_has_no_grid_and_no_plot() {
	for option in ["--grid", "--plot"] {
		let output = run(&["--island", option, "file"], "");
		assert_eq!(output.status.code(), Some(2));
		let error = String::from_utf8(output.stderr).unwrap();
		assert!(error.contains("cannot be used with"), "{error}");
	}
}

#[test]
fn a_hundred_thousand_orders() {
	let classes = ["critical", "essential", "normal", "sheddable"];
	let consumers: Vec<_> = (0..70_000_u64)
		.map(|id| {
			let priority = classes[(id % 4) as usize];
			json!({"id": id, "demand_wh": 1 + id % 977, "priority": priority, "value": id % 389})
		})
		.collect();
	let prosumers: Vec<_> = (70_000..100_000_u64)
		.map(|id| json!({"id": id, "capacity_wh": 1 + id % 811, "price": id % 199}))
		.collect();
	let output = clear(&json!({"consumers": consumers, "prosumers": prosumers, "cap": 1_000}));
	assert_eq!(output["status"], json!("shedding"));
	let sum = |rows: &Value, field: &str| -> u128 {
		let rows = rows.as_array().unwrap().iter();
		rows.map(|row| row[field].as_str().unwrap().parse::<u128>().unwrap()).sum()
	};
	let traded = output["traded_wh"].as_str().unwrap().parse().unwrap();
	assert_eq!(sum(&output["served"], "wh"), traded);
	assert_eq!(sum(&output["sold"], "wh"), traded);
	assert_eq!(sum(&output["transactions"], "wh"), traded);
	let payment: u128 = output["payment"].as_str().unwrap().parse().unwrap();
	assert_eq!(sum(&output["transactions"], "payment"), payment);
}
