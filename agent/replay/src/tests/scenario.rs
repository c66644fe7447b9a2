// SPDX-License-Identifier: Apache-2.0

//! What a scenario's file may say, and what not.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{Flow, Mode, ScenarioError, clock_start, deposit, patch, utility_deposit};
use gridmerit_energy::{MAX_ORDER, MAX_PRICE, Position};

fn load(scenario: &Value) -> Result<Scenario, ScenarioError> {
	Scenario::load(with("scenario.json", scenario.to_string()).path())
}

#[track_caller]
fn refused(scenario: &Value, field: &str, reason: &str) {
	let error = load(scenario).expect_err(field).to_string();
	assert!(error.contains("scenario.json: "), "{error}");
	assert!(error.contains(field) && error.contains(reason), "{field}, {reason}: {error}");
}

/// Every number of a kind, once.
const NUMBERS: [&str; 15] = [
	"/hours/0",
	"/window_n",
	"/window_m",
	"/alpha_ppm",
	"/fit",
	"/tou/3",
	"/consumers/0",
	"/prosumers/0",
	"/kwp/4",
	"/p_kw/6",
	"/load_wh/6/5",
	"/pv_wh/4/5",
	"/ask/4/5",
	"/forecast/4/load/6/5",
	"/forecast/4/pv/4/5",
];
const LISTS: [&str; 9] = [
	"/hours",
	"/tou",
	"/consumers",
	"/prosumers",
	"/load_wh/6",
	"/pv_wh/4",
	"/ask/4",
	"/forecast/4/load/6",
	"/forecast/4/pv/4",
];
const MAPS: [&str; 9] = [
	"/kwp",
	"/p_kw",
	"/load_wh",
	"/pv_wh",
	"/ask",
	"/forecast",
	"/forecast/4",
	"/forecast/4/load",
	"/forecast/4/pv",
];

#[test]
fn a_folder_without_a_scenario_says_what_would_be_one() {
	let error = Scenario::load(Path::new("no/such")).unwrap_err().to_string();
	assert_eq!(error, "no/such: holds neither community.toml nor scenario.json");
}

#[test]
fn scenario_of_the_paper_is_read() {
	let scenario = ieee33();
	assert_eq!(
		scenario.participants(),
		[4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 25, 28, 30, 32, 33]
	);
	assert!(scenario.is_prosumer(33) && !scenario.is_prosumer(32) && !scenario.is_prosumer(5));
	assert_eq!(scenario.actual(4, 12), Flow { load: 113_696, generation: 448_516 });
	assert_eq!(scenario.actual(4, 12).metered(), (0, 448_516 - 113_696));
	assert_eq!(scenario.actual(6, 0).metered(), (scenario.load_wh[&6][0], 0));
	assert_eq!(scenario.actual(6, 24), Flow { load: 0, generation: 0 });
	assert_eq!(scenario.expected(4, 6, 0), Flow { load: 27_134, generation: 0 });
	assert_eq!(scenario.expected(5, 6, 0), Flow { load: 0, generation: 0 });
	// 60 and 660 kW.
	assert_eq!((scenario.consumption_limit(6), scenario.generation_limit(6)), (75_000, 0));
	assert_eq!(scenario.generation_limit(4), 660_000);
	assert_eq!((scenario.tariff(13).tou, scenario.tariff(14).tou), (200_000, 250_000));
}

#[test]
fn wrong_types_are_refused() {
	let scenario = json("scenario.json");
	let wrong = |pointers: &[&str], values: &[Value]| {
		for pointer in pointers {
			for value in values {
				let name = named(pointer);
				refused(&changed(scenario.clone(), pointer, value.clone()), &name, "");
			}
		}
	};
	let large = json!(u64::MAX as f64 * 2.0);
	let numbers = [
		json!(null),
		json!("1"),
		json!(1.5),
		json!(-1),
		json!(true),
		json!([]),
		json!({}),
		large,
		json!(u64::MAX),
	];
	wrong(&NUMBERS, &numbers);
	wrong(&LISTS, &[json!(null), json!("1"), json!(1), json!({}), json!([])]);
	wrong(&MAPS, &[json!(null), json!("1"), json!(1), json!({})]);
	wrong(&["/name"], &[json!(null), json!(1), json!([])]);
}

#[test]
fn what_is_missing_is_named() {
	let scenario = json("scenario.json");
	let top = ["/name", "/hours", "/window_n", "/window_m", "/alpha_ppm", "/fit", "/tou"];
	let lists =
		["/consumers", "/prosumers", "/load_wh/6", "/pv_wh/4", "/ask/4", "/kwp/4", "/p_kw/6"];
	let deep = ["/forecast/1/load/33", "/forecast/4/pv/4"];
	for pointer in top.iter().chain(&lists).chain(&MAPS).chain(&deep) {
		let last = pointer.rsplit('/').next().unwrap();
		let name = if pointer.starts_with("/forecast/4/") { last.into() } else { named(pointer) };
		refused(&without(scenario.clone(), pointer), &name, "missing");
	}
}

#[test]
fn values_beyond_bounds_are_refused() {
	let day = |value: u64| json!(vec![value; 24]);
	let bus_4 = |values: Value| {
		let mut asks = json("scenario.json")["ask"].clone();
		asks["4"] = values;
		asks
	};
	let many: Vec<u16> = (100..193).collect();
	let cases = [
		("/hours", json!([2, 1]), "hours", "one after the other"),
		("/hours", json!([1, 1]), "hours", "one after the other"),
		("/hours", json!([1, 3]), "hours", "one after the other"),
		("/hours", json!([23, 24]), "hours", "0 to 23"),
		("/hours", json!([255]), "hours", "0 to 23"),
		("/hours", json!([65_536]), "hours[0]", "65536"),
		("/window_n", json!(0), "window_n", "at least 1"),
		("/window_m", json!(0), "window_m", "at least 1"),
		("/window_n", json!(24), "window_n", "at most 24"),
		("/window_m", json!(21), "window_n", "at most 24"),
		("/window_n", json!(65_535), "window_n", "at most 24"),
		("/window_n", json!(5), "forecast.5", "is missing"),
		("/window_m", json!(2), "forecast.5", "is missing"),
		("/alpha_ppm", json!(0), "alpha_ppm", "alpha"),
		("/alpha_ppm", json!(1_000_001), "alpha_ppm", "alpha"),
		("/alpha_ppm", json!(1_000_000), "alpha_ppm", "shortfall"),
		("/alpha_ppm", json!(535_000), "tou[0]", "no room"),
		("/fit", json!(MAX_PRICE + 1), "fit", "2^48"),
		("/fit", json!(189_999), "tou[0]", "no room"),
		("/tou", day(MAX_PRICE + 1), "tou[0]", "above"),
		("/tou/14", json!(107_000), "tou[14]", "no room"),
		("/tou", json!([200_000]), "tou", "1 values instead of 24"),
		("/tou", day(MAX_PRICE), "tou", "2^53"),
		("/consumers", json!(many), "consumers", "at most 100"),
		("/consumers", json!([6, 6]), "consumers", "bus 6 takes part twice"),
		("/prosumers", json!([4, 4]), "prosumers", "bus 4 takes part twice"),
		("/prosumers", json!([4, 6]), "prosumers", "bus 6 takes part twice"),
		("/consumers", json!([6, 999]), "p_kw.999", "is missing"),
		("/prosumers", json!([4, 6_000]), "ask.6000", "is missing"),
		("/p_kw/6", json!(MAX_ORDER), "p_kw.6", "above"),
		("/p_kw/6", json!(0), "load_wh.6[0]", "above 0"),
		("/kwp/4", json!(MAX_ORDER), "kwp.4", "above"),
		("/kwp/4", json!(448), "pv_wh.4[12]", "above 448000"),
		("/p_kw/6", json!(MAX_ORDER / 2_000), "tou", "2^53"),
		("/load_wh/6/23", json!(75_001), "load_wh.6[23]", "above 75000"),
		("/pv_wh/4/0", json!(660_001), "pv_wh.4[0]", "above 660000"),
		("/calendar/date", json!("27 June 2018"), "calendar", "write 2018-06-27"),
		("/calendar/zone", json!("Vienna"), "calendar", "is no time zone"),
		("/calendar/minutes", json!(7), "calendar", "write 60, 30"),
		("/calendar/days", json!(8), "calendar", "from 1 to 7"),
		("/calendar/days", json!(2), "tou", "24 values instead of 48"),
		("/calendar/minutes", json!(30), "tou", "24 values instead of 48"),
		("/ask", bus_4(day(107_000)), "ask.4[0]", "not above FIT"),
		("/ask/33/7", json!(0), "ask.33[7]", "not above FIT"),
		("/ask/33/7", json!(MAX_PRICE + 1), "ask.33[7]", "above"),
		("/ask/33", json!([1]), "ask.33", "1 values"),
		("/forecast/4/load/6/2", json!(75_001), "forecast.4.load.6[2]", "above"),
		("/forecast/1/pv/4/2", json!(660_001), "forecast.1.pv.4[2]", "above"),
		("/forecast/2/pv/4", json!([1, 2]), "forecast.2.pv.4", "2 values"),
	];
	for (pointer, value, field, reason) in cases {
		refused(&changed(json("scenario.json"), pointer, value), field, reason);
	}
}

#[test]
fn bounds_themselves_are_right() {
	for (pointer, value) in [
		("/load_wh/6/23", json!(75_000)),
		("/pv_wh/4/0", json!(660_000)),
		("/hours", json!([23])),
		("/hours", json!([0])),
		("/ask/33/7", json!(107_001)),
		("/ask/33/7", json!(MAX_PRICE)),
		("/fit", json!(107_499)),
		("/fit", json!(0)),
		("/name", json!("")),
	] {
		load(&changed(json("scenario.json"), pointer, value)).unwrap();
	}
	let mut more = json("scenario.json");
	more["notes"] = json!(null);
	more["forecast"]["99"] = json!({ "load": {}, "pv": {} });
	load(&more).unwrap();
}

#[test]
fn files_that_are_none_are_named() {
	let refused = |folder: &Path| {
		let error = Scenario::load(folder).unwrap_err().to_string();
		assert!(error.contains(&folder.join("scenario.json").display().to_string()), "{error}");
		error
	};
	assert!(refused(with("scenario.json", [0xff, b'{']).path()).contains("UTF-8"));
	for text in ["", "{", "[]", "scenario", "{\"name\": 5}", "null"] {
		refused(with("scenario.json", text).path());
	}
	let folder = tempfile::tempdir().unwrap();
	fs::create_dir(folder.path().join("scenario.json")).unwrap();
	assert!(refused(folder.path()).contains("directory"));
}

/// Uses all that a scenario says.
fn exercise(scenario: &Scenario) {
	let mut spec =
		json!({"genesis": {"runtimeGenesis": {"patch": {"balances": {"balances": []}}}}});
	patch(&mut spec, scenario, None).unwrap();
	let position = Position { bought: MAX_ORDER, sold: 1, ..Position::default() };
	for start in [0, scenario.calendar.start, u64::MAX] {
		let calendar = crate::Calendar { start, ..scenario.calendar.clone() };
		clock_start(&Scenario { calendar, ..scenario.clone() });
	}
	utility_deposit(scenario);
	for mode in [Mode::Perfect, Mode::Rolling, Mode::Haircut] {
		for bus in scenario.participants().into_iter().chain([0, u16::MAX]) {
			deposit(scenario, bus);
			for slot in [0, 23, 24, u16::MAX] {
				for lead in [0, 1, 4, u16::MAX] {
					mode.orders(scenario, lead);
					mode.order(scenario, bus, slot, lead, position);
					mode.order(scenario, bus, slot, lead, Position::default());
				}
			}
		}
	}
}

#[test]
fn nothing_overflows() {
	fn fill(value: &mut Value, with: u64) {
		match value {
			Value::Number(number) => *number = with.into(),
			Value::Array(values) => values.iter_mut().for_each(|value| fill(value, with)),
			Value::Object(values) => values.values_mut().for_each(|value| fill(value, with)),
			_ => {},
		}
	}
	for number in [u64::MAX, u32::MAX.into(), u16::MAX.into(), u8::MAX.into(), MAX_ORDER, 0] {
		let mut scenario = json("scenario.json");
		fill(&mut scenario, number);
		load(&scenario).unwrap_err();
	}
	// What a program, not a file, may say.
	let all = |value: u64| (0..=33).map(|bus| (bus, vec![value; 24])).collect();
	let mut scenario = ieee33();
	exercise(&scenario);
	for value in [u64::MAX, 1 << 62] {
		scenario.slots = vec![u16::MAX, 0, 1];
		(scenario.window_n, scenario.window_m) = (u16::MAX, u16::MAX);
		(scenario.alpha_ppm, scenario.fit, scenario.tou) = (u32::MAX, value, vec![value; 24]);
		(scenario.load_wh, scenario.pv_wh, scenario.ask) = (all(value), all(value), all(value));
		scenario.kwp = (0..=33).map(|bus| (bus, value)).collect();
		scenario.p_kw = scenario.kwp.clone();
		scenario.forecast.values_mut().for_each(|lead| {
			(lead.load, lead.pv) = (all(value), all(value));
		});
		exercise(&scenario);
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(48))]

	/// What is accepted can be played.
	#[test]
	fn changed_numbers_never_panic(
		changes in proptest::collection::vec(
			(0..NUMBERS.len(), prop_oneof![0..5_u64, 0..300_000_u64, any::<u64>(), Just(1 << 40)]),
			1..4,
		),
	) {
		let mut scenario = json("scenario.json");
		for (place, value) in changes {
			scenario = changed(scenario, NUMBERS[place], json!(value));
		}
		match load(&scenario) {
			Ok(scenario) => exercise(&scenario),
			Err(error) => prop_assert!(error.to_string().contains("scenario.json: ")),
		}
	}
}
