// SPDX-License-Identifier: Apache-2.0

//! Tables of a community, right and wrong.

use gridmerit_energy::payment;

use super::*;
use crate::{Calendar, Flow, Mode, clock_start, deposit, patch};

fn example(season: &str) -> PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/lindenhof").join(season)
}

const HOUR: u64 = 3_600_000;

/// Times of the hours of a day.
fn hours(day: &str) -> Vec<String> {
	(0..24).map(|hour| format!("{day} {hour:02}:00")).collect()
}

/// A table with the same values in each line.
fn table(headings: &str, times: &[String], values: &str) -> String {
	let lines = times.iter().map(|time| format!("{time},{values}\n"));
	format!("{headings}\n{}", lines.collect::<String>())
}

/// The files of a small community, hour by hour.
struct Files(Vec<(&'static str, String)>);

impl Files {
	fn new() -> Self {
		let times = hours("2025-06-18");
		Self(vec![
			("community.toml", "name = \"Two\"\nzone = \"Europe/Vienna\"\nminutes = 60\n".into()),
			("loads.csv", table("time,a,b", &times, "0.5,1.25")),
			("pv.csv", table("time,b", &times, "2")),
			("tariff.csv", "from,buy,sell,fee\n00:00,0.2,0.08,0.01\n06:00,0.3,0.08,0.01\n".into()),
			("homes.csv", "home,name,ask\na,Ada,\nb,Bert,0.12\n".into()),
		])
	}

	fn with(mut self, name: &str, text: impl Into<String>) -> Self {
		self.0.iter_mut().find(|(file, _)| *file == name).unwrap().1 = text.into();
		self
	}

	fn without(mut self, name: &str) -> Self {
		self.0.retain(|(file, _)| *file != name);
		self
	}

	fn load(&self) -> Result<Scenario, String> {
		let folder = tempfile::tempdir().unwrap();
		for (name, text) in &self.0 {
			fs::write(folder.path().join(name), text).unwrap();
		}
		let path = format!("{}/", folder.path().display());
		Scenario::load(folder.path()).map_err(|error| error.to_string().replace(&path, ""))
	}
}

#[test]
fn tables_become_a_scenario() {
	let scenario = Files::new().load().unwrap();
	assert_eq!((scenario.name.as_str(), scenario.participants()), ("Two", vec![2, 3]));
	assert_eq!((scenario.name_of(2), scenario.name_of(3)), ("Ada".into(), "Bert".into()));
	assert!(!scenario.is_prosumer(2) && scenario.is_prosumer(3));
	assert_eq!(scenario.actual(3, 7), Flow { load: 1_250, generation: 2_000 });
	assert_eq!(scenario.ask(3, 7), 120_000);
	let (night, day) = (scenario.tariff(5), scenario.tariff(6));
	assert_eq!((night.tou, day.tou, day.fit, day.fee), (200_000, 300_000, 80_000, 10_000));
	// Midnight in Vienna in summer is 22 o'clock by UTC.
	assert_eq!(scenario.calendar.clock(0), "00:00");
	assert_eq!(scenario.calendar.dates(), "18 June 2025");
	assert_eq!(clock_start(&scenario), scenario.calendar.start - 4 * HOUR);
	assert_eq!(scenario.calendar.start, 1_750_197_600_000);
	assert!(scenario.forecast.is_empty());
	let order = Mode::Perfect.order(&scenario, 3, 7, 4, Default::default());
	assert!(order.is_some());

	// Without names and asks: the headings, and the middle of 0.08 and the cheapest cap, 0.2 x 0.95 or 0.2 - 0.01.
	let bare = Files::new().without("homes.csv").load().unwrap();
	assert_eq!(bare.name_of(3), "b");
	assert_eq!(bare.ask(3, 7), u64::midpoint(80_000, 189_999));
}

#[test]
fn the_chain_gets_the_zone_and_its_bands() {
	let mut spec = genesis::spec();
	patch(&mut spec, &Files::new().load().unwrap(), None).unwrap();
	let market = &spec["genesis"]["runtimeGenesis"]["patch"]["forwardMarket"];
	assert_eq!(market["tariff"]["offset"], 120);
	let bands = market["tariff"]["bands"].as_array().unwrap();
	let minutes: Vec<_> = bands.iter().map(|band| band["from_minute"].as_u64().unwrap()).collect();
	assert_eq!(minutes, [0, 360]);
}

#[test]
fn semicolons_have_decimal_commas() {
	let comma = |text: &str| text.replace(',', ";").replace('.', ",");
	let files = Files::new();
	let changed = ["loads.csv", "pv.csv", "tariff.csv", "homes.csv"].into_iter().fold(
		Files::new(),
		|changed, name| {
			let text = &files.0.iter().find(|(file, _)| *file == name).unwrap().1;
			changed.with(name, format!("\u{feff}{}", comma(text)))
		},
	);
	let (one, other) = (files.load().unwrap(), changed.load().unwrap());
	assert_eq!((one.load_wh, one.pv_wh, one.tou), (other.load_wh, other.pv_wh, other.tou));
}

#[test]
fn days_on_which_clocks_are_changed_have_23_and_25_hours() {
	let day = |date: &str, offsets: &[(u8, &str)]| {
		let times: Vec<_> =
			offsets.iter().map(|(hour, offset)| format!("{date}T{hour:02}:00{offset}")).collect();
		let files = Files::new()
			.with("loads.csv", table("time,a,b", &times, "0.5,1.25"))
			.with("pv.csv", table("time,b", &times, "2"));
		files.load().unwrap()
	};
	let summer = (3..24).map(|hour| (hour, "+02:00"));
	let spring: Vec<_> = [(0, "+01:00"), (1, "+01:00")].into_iter().chain(summer).collect();
	let scenario = day("2025-03-30", &spring);
	assert_eq!((scenario.calendar.slots, scenario.calendar.clock(2)), (23, "03:00".into()));
	let mut spec = genesis::spec();
	patch(&mut spec, &scenario, None).unwrap();
	let tariff = &spec["genesis"]["runtimeGenesis"]["patch"]["forwardMarket"]["tariff"];
	assert_eq!(
		(tariff["offset"].clone(), tariff["changes"][0]["offset"].clone()),
		(60.into(), 120.into())
	);
	assert_eq!(tariff["changes"][0]["from"], scenario.calendar.begin(2));

	let autumn: Vec<_> =
		(0..3).map(|hour| (hour, "+02:00")).chain((2..24).map(|hour| (hour, "+01:00"))).collect();
	assert_eq!(day("2025-10-26", &autumn).calendar.slots, 25);
}

#[test]
fn what_is_wrong_is_named_with_its_place_and_what_to_write() {
	let loads = |change: &dyn Fn(&mut Vec<String>)| {
		let mut lines = table("time,a,b", &hours("2025-06-18"), "0.5,1.25");
		let mut all: Vec<String> = lines.lines().map(Into::into).collect();
		change(&mut all);
		lines = all.join("\n");
		Files::new().with("loads.csv", lines)
	};
	let tariff = |text: &str| Files::new().with("tariff.csv", text);
	let homes = |text: &str| Files::new().with("homes.csv", text);
	let settings = |text: &str| Files::new().with("community.toml", text);
	let cases: Vec<(Files, &str)> = vec![
		(
			loads(&|l| l[3] = "2025-06-18 02:00,1/2,1".into()),
			"loads.csv, line 4, column a: \"1/2\" is no energy: write kWh as 0.125; 0 where there was none, not a blank",
		),
		(
			loads(&|l| l[3] = "2025-06-18 02:00,,1".into()),
			"loads.csv, line 4, column a: \"\" is no energy",
		),
		(
			loads(&|l| l[3] = "2025-06-18 02:00,-1,1".into()),
			"loads.csv, line 4, column a: \"-1\" is no energy",
		),
		(
			loads(&|l| l[3] = "2025-06-18 02:00,1".into()),
			"loads.csv, line 4: 2 values below 3 headings: write one for each",
		),
		(
			loads(&|l| l[3] = "18.06.2025 02:00,1,1".into()),
			"loads.csv, line 4, column time: \"18.06.2025 02:00\" is no time: write 2025-06-18 14:00",
		),
		(
			loads(&|l| drop(l.remove(3))),
			"loads.csv, line 4, column time: \"2025-06-18 03:00\" where 2025-06-18 02:00+02:00 is due: one line for each interval of 60 minutes, none left out",
		),
		(
			loads(&|l| l[3] = l[2].clone()),
			"loads.csv, line 4, column time: \"2025-06-18 01:00\" where 2025-06-18 02:00+02:00 is due",
		),
		(
			loads(&|l| drop(l.pop())),
			"loads.csv: ends before 2025-06-18 23:00+02:00: the last day is not whole",
		),
		(
			loads(&|l| drop(l.remove(1))),
			"loads.csv, line 2, column time: \"2025-06-18 01:00\" is not midnight",
		),
		(
			loads(&|l| l[24] = "2025-07-18 23:00,1,1".into()),
			"is day 31 of the table: from 1 to 7 days can be played",
		),
		(loads(&|l| l[0] = "when,a,b".into()), "loads.csv: has no column \"time\": write time"),
		(loads(&|l| l[0] = "time,a,a".into()), "loads.csv: two columns are called \"a\""),
		(
			loads(&|l| l[0] = "time,a,c".into()),
			"loads.csv: has a column \"c\", a home that homes.csv does not have",
		),
		(loads(&|l| l.truncate(1)), "loads.csv: has no line below its headings"),
		(
			loads(&|l| l[3] = "2025-06-18 02:00,900,1".into()),
			"home \"a\" has 900000 Wh in an interval",
		),
		(
			Files::new().with("pv.csv", table("time,b", &hours("2025-06-19"), "2")),
			"pv.csv, line 2, column time: \"2025-06-19 00:00\" where 2025-06-18 00:00+02:00 is due",
		),
		(
			Files::new().with("pv.csv", table("time,c", &hours("2025-06-18"), "2")),
			"pv.csv: has a column \"c\"",
		),
		(Files::new().without("tariff.csv"), "tariff.csv: No such file"),
		(
			tariff("from,buy\n00:00,0.2\n"),
			"tariff.csv: has no column \"sell\": write from,buy,sell",
		),
		(
			tariff("from,buy,sell,tax\n00:00,0.2,0.1,1\n"),
			"tariff.csv: has a column \"tax\" that means nothing here; there may be from,buy,sell,fee",
		),
		(
			tariff("from,buy,sell\n06:00,0.2,0.1\n"),
			"tariff.csv, line 2, column from: \"06:00\" is not the beginning of the day",
		),
		(
			tariff("from,buy,sell\n00:00,0.2,0.1\n00:00,0.3,0.1\n"),
			"tariff.csv, line 3, column from: \"00:00\" is not after the line above",
		),
		(
			tariff("from,buy,sell\n00:00,0.2,0.1\n06:30,0.3,0.1\n"),
			"tariff.csv, line 3, column from: \"06:30\" is not where an interval of 60 minutes begins",
		),
		(tariff("from,buy,sell\n00:00:30,0.2,0.1\n"), "\"00:00:30\" is not where an interval"),
		(
			tariff("from,buy,sell\nnoon,0.2,0.1\n"),
			"tariff.csv, line 2, column from: \"noon\" is no time of day: write 06:00",
		),
		(
			tariff("from,buy,sell\n00:00,20 ct,0.1\n"),
			"tariff.csv, line 2, column buy: \"20 ct\" is no price: write UNIT per kWh",
		),
		(tariff("from,buy,sell\n00:00,0.1234567,0.1\n"), "\"0.1234567\" is no price"),
		(
			tariff("from,buy,sell\n00:00,0.1,0.1\n"),
			"tariff.csv, line 2, column buy: \"0.1\" leaves no room for a price among neighbours: the most is 0.095 \
			 UNIT/kWh, and sell is 0.1 UNIT/kWh",
		),
		(
			tariff("from,buy,sell\n00:00,0.2,0.08\n06:00,0.3,0.09\n"),
			"tariff.csv, line 3, column sell: \"0.09\" is not 0.08, as above: sell is one price for the whole day",
		),
		(homes("home\na\na\nb\n"), "homes.csv, line 3, column home: \"a\" comes twice"),
		(
			homes("home,ask\na,\nb,0.08\n"),
			"homes.csv, line 3, column ask: \"0.08\" is not above what the utility pays",
		),
		(
			homes("home,ask\na,\nb,0.19\n"),
			"homes.csv, line 3, column ask: \"0.19\" is above 0.189999 UNIT/kWh, the most that a seller may ask at every \
			 time of day",
		),
		(homes("home\na\nb\nc\n"), "loads.csv: has no column \"c\", a home of homes.csv"),
		(
			settings("name = \"Two\"\nzone = \"Vienna\"\n"),
			"community.toml: zone: `Vienna` is no time zone: write one as Europe/Berlin, or UTC",
		),
		(settings("name = \"Two\"\n"), "community.toml: "),
		(
			settings("name = \"Two\"\nzone = \"Europe/Vienna\"\nminutes = 7\n"),
			"community.toml: intervals of 7 minutes: write 60, 30, 20, 15, 10 or 5",
		),
		(
			settings("name = \"Two\"\nzone = \"Europe/Vienna\"\n"),
			"loads.csv, line 3, column time: \"2025-06-18 01:00\" where 2025-06-18 00:15+02:00 is due: one line for each interval of 15 minutes",
		),
		(
			settings("name = \"Two\"\nzone = \"Europe/Vienna\"\nminute = 60\n"),
			"unknown field `minute`",
		),
		(
			settings("name = \"Two\"\nzone = \"Asia/Kathmandu\"\nminutes = 60\n"),
			"midnight of Asia/Kathmandu is not at the beginning of an interval of 60 minutes",
		),
		(
			settings("name = \"Two\"\nzone = \"Europe/Vienna\"\nminutes = 60\nwindows = 24\n"),
			"n + m is at most 24",
		),
	];
	for (files, says) in cases {
		let Err(error) = files.load() else { panic!("{says}") };
		assert!(error.contains(says), "{says}\n{error}");
	}
}

#[test]
fn prices_in_cents_are_doubted() {
	assert_eq!(Files::new().load().unwrap().doubt(), None);
	let cents = Files::new().with("tariff.csv", "from,buy,sell\n00:00,31,8\n").without("homes.csv");
	let doubt = cents.load().unwrap().doubt().unwrap();
	assert_eq!(doubt, "a price of 31 UNIT/kWh looks like cents: if it is, write 0.31 UNIT/kWh");
}

#[test]
fn an_hour_that_comes_twice_needs_its_offset() {
	let times = hours("2025-10-26");
	let error =
		Files::new().with("loads.csv", table("time,a,b", &times, "1,1")).load().unwrap_err();
	assert!(error.contains("\"2025-10-26 02:00\" comes twice or never on this day"), "{error}");
}

#[test]
fn the_example_is_what_its_guide_says() {
	for (season, day) in [("summer", "18 June 2025"), ("winter", "15 January 2025")] {
		let scenario = Scenario::load(&example(season)).unwrap();
		assert_eq!((scenario.participants().len(), scenario.prosumers.len()), (8, 4));
		assert_eq!((scenario.calendar.dates().as_str(), scenario.calendar.slots), (day, 96));
		for bus in scenario.participants() {
			let bill = |slot: &u16| {
				payment(scenario.actual(bus, *slot).metered().0, scenario.tariff(*slot).tou)
			};
			assert!(deposit(&scenario, bus) > scenario.slots.iter().map(bill).sum());
		}
	}
}

#[test]
fn calendars_of_several_days_name_them() {
	let calendar = Calendar { zone: "UTC".into(), start: 0, slot_ms: HOUR, slots: 48 };
	assert_eq!(calendar.dates(), "1 January 1970 to 2 January 1970");
	assert_eq!((calendar.clock(30).as_str(), calendar.is_one_day()), ("2 Jan 06:00", false));
	assert_eq!((calendar.minutes(), calendar.word()), (60, "hour"));
	let odd = Calendar { zone: "nowhere".into(), start: u64::MAX, slot_ms: u64::MAX, slots: 9 };
	assert!(!odd.clock(8).is_empty() && !odd.dates().is_empty());
}
