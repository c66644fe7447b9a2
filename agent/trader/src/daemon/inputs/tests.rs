// SPDX-License-Identifier: Apache-2.0

//! What a battery holds by then, and what is expected by which quantile.

use gridmerit_energy::{Basis, Battery, FeedInRight, Metered, OpenInterval, Position, Tariff};

use super::*;
use crate::plan::{Cost, PlannedInterval};

const HOUR: u32 = 3_600_000;

const BATTERY: Battery =
	Battery { capacity: 10_000, power: 5_000, efficiency_ppm: 900_000, initial: 0 };

/// A plan by what the battery holds after intervals.
fn plan(levels: &[(Interval, Wh)]) -> Plan {
	let step = |(interval, level): &(Interval, Wh)| PlannedInterval {
		interval: *interval,
		level: *level,
		..Default::default()
	};
	let none = Cost::default();
	let steps = levels.iter().map(step).collect();
	Plan { steps, market: none, utility: none, utility_idle: none, notes: vec![] }
}

fn traded(interval: Interval, bought: Wh, sold: Wh) -> OpenInterval {
	let position = Position { bought, sold, ..Default::default() };
	OpenInterval { interval, locked: 0, order: None, position }
}

/// Milliseconds since 1970 in the middle of an interval.
fn middle_of(interval: Interval) -> u64 {
	u64::from(interval) * u64::from(HOUR) + u64::from(HOUR) / 2
}

#[test]
fn reckons_from_the_start_to_the_first_window() {
	let mut planned = Planned::default();
	assert_eq!(planned.at(10), None);
	planned.keep(4_000, &plan(&[(10, 5_000), (11, 6_500), (12, 6_000)]));
	assert_eq!(planned.at(10), None);
	// Interval 10 is being delivered and the first window is 12: both count.
	assert_eq!((planned.at(11), planned.at(12)), (Some(5_000), Some(6_500)));
	// The plan that begins now says what it begins with.
	assert_eq!(
		(planned.when(9), planned.when(10), planned.when(11)),
		(None, Some(4_000), Some(5_000))
	);
	assert_eq!(planned.when(99), Some(6_000));
	// A new plan replaces what it begins before; after its end the battery idles.
	planned.keep(6_500, &plan(&[(12, 2_000)]));
	assert_eq!(
		(planned.at(12), planned.at(13), planned.at(99)),
		(Some(6_500), Some(2_000), Some(2_000))
	);
	planned.keep(5_000, &plan(&[(11, 4_000)]));
	assert_eq!(planned.at(99), Some(4_000));
}

#[test]
fn adds_what_is_planned_until_the_first_window() {
	let mut planned = Planned::default();
	assert_eq!(planned.change(middle_of(10), HOUR, 12), 0);
	planned.keep(4_000, &plan(&[(9, 4_500), (10, 5_500), (11, 5_200), (12, 0)]));
	// Half an hour of what interval 10 adds is still to come, and all that 11 takes.
	assert_eq!(planned.change(middle_of(10), HOUR, 12), 500 - 300);
	assert_eq!(planned.change(middle_of(10), HOUR, 11), 500);
	assert_eq!(planned.change(middle_of(8), HOUR, 10), 500);
	// Of an interval that has begun, or lies behind, nothing is left to wait for.
	assert_eq!(planned.change(middle_of(10), HOUR, 10), 0);
	assert_eq!(planned.change(middle_of(12), HOUR, 5), 0);
	// What the plans say need not fit together: each says what it adds.
	planned.keep(1_000, &plan(&[(11, 2_000)]));
	assert_eq!(planned.change(middle_of(10), HOUR, 12), 500 + 1_000);
	assert_eq!(planned.change(u64::MAX, 0, 12), 0);
}

#[test]
fn forgets_plans_of_long_ago() {
	let mut planned = Planned::default();
	for interval in 0..1_000 {
		planned.keep(0, &plan(&[(interval, 0), (interval + 1, 0)]));
	}
	assert_eq!(planned.at(744), None);
	assert_eq!(planned.at(746), Some(0));
}

#[test]
fn counts_what_a_storage_node_has_promised() {
	let open = [traded(8, 2_000, 0), traded(9, 500, 1_500), traded(10, 0, 3_000)];
	let charge = |first| promised(&BATTERY, 5_000, &open, first);
	assert_eq!(charge(8), 5_000);
	// What it draws is stored with its efficiency; what it sells on, it does not draw.
	assert_eq!(charge(9), 6_800);
	assert_eq!(charge(10), 5_800);
	assert_eq!(charge(11), 2_800);
	// It cannot hold more than it does, nor less than nothing: so the chain carries it on.
	let open = [traded(8, 9_000, 0), traded(9, 0, 12_000), traded(10, 1_000, 0)];
	assert_eq!(promised(&BATTERY, 5_000, &open, 9), 10_000);
	assert_eq!(promised(&BATTERY, 5_000, &open, 11), 900);
}

#[test]
fn a_share_that_limited_nothing_is_no_room() {
	let tariff = Tariff {
		tou: 200,
		fit: 80,
		alpha_ppm: PPM,
		fee: 0,
		shortfall: 200,
		surplus: 80,
		curtailed: 0,
	};
	let position = Position { sold: 100, ..Position::default() };
	let room = |export, right: Option<Wh>| {
		let traded = (position, right.map(|energy| FeedInRight { energy }));
		let metered = Metered { import: 0, export };
		room(&Invoice::with_right(Basis::Reading, metered, false, traded, tariff))
	};
	let limited = |energy| Some(Room { sold: 100, right: FeedInRight { energy } });
	// Of 200 left over it might feed in all, and more of more, for all it knows.
	assert_eq!([room(300, Some(200)), room(250, Some(200)), room(300, None)], [None; 3]);
	assert_eq!([room(301, Some(200)), room(101, Some(0))], [limited(200), limited(0)]);
	// It could not deliver what it had sold.
	assert_eq!(room(50, Some(0)), None);
}

#[test]
fn a_price_at_which_nothing_traded_teaches_nothing() {
	let mut prices = BTreeMap::from([(9, 120_000)]);
	assert!(!learn(&mut prices, 10, None, 0));
	// As runtimes have published it where nobody offered anything: the cap.
	assert!(!learn(&mut prices, 11, Some(190_000), 0));
	assert_eq!(prices, BTreeMap::from([(9, 120_000)]));
	assert!(learn(&mut prices, 9, Some(110_000), 700));
	assert!(learn(&mut prices, 12, Some(190_000), 1));
	assert_eq!(prices, BTreeMap::from([(9, 110_000), (12, 190_000)]));
	for interval in 13..1_000 {
		learn(&mut prices, interval, Some(100_000), 1);
	}
	assert_eq!((prices.len(), prices.keys().next()), (KEPT, Some(&744)));
}

#[test]
fn prices_are_looked_for_no_further_back_than_they_are_kept() {
	assert_eq!(back(7, 9).collect::<Vec<_>>(), [9, 8, 7]);
	assert_eq!(back(10, 9).count(), 0);
	let all: Vec<_> = back(0, 1_000).collect();
	assert_eq!((all.len(), all.first(), all.last()), (KEPT, Some(&1_000), Some(&745)));
}

/// A rulebook that sells and buys by quantiles.
fn rulebook(sell: &str, buy: &str) -> Rulebook {
	let text = format!(
		"[node]\nsuri = \"//Bob\"\n[forecast]\nmodel = \"file\"\nfile = \"forecast.csv\"\n\
		 quantile_sell = {sell}\nquantile_buy = {buy}"
	);
	Rulebook::parse(&text, "test.toml").unwrap()
}

/// 20 days in which 500 to 1,499 Wh more were generated than used, and what a file has said of them: 1,000.
fn past() -> (History, Exogenous) {
	let row = |interval, generation_wh| Row { interval, load_wh: 2_000, generation_wh };
	let was = (0..480).map(|at| row(at, 2_500 + u64::from(at * 7_919 % 1_000)));
	let said = (0..482).map(|at| row(at, 3_000));
	let history = History::from_rows(24, was).unwrap();
	(history, Exogenous::default().with_external(said))
}

fn ahead(rulebook: &Rulebook, history: &History, exogenous: &Exogenous) -> BTreeMap<Interval, Net> {
	let probabilities = probabilities(rulebook).unwrap();
	let forecasts =
		Inputs::default().ahead(history, Model::External, 480..484, &probabilities, exogenous, 20);
	expected(rulebook, &forecasts.unwrap())
}

#[test]
fn a_file_is_taken_by_its_quantiles() {
	let (history, exogenous) = past();
	let expect = |sell, buy| ahead(&rulebook(sell, buy), &history, &exogenous);
	let cautious = expect("0.1", "0.9");
	// Two windows have no row: nothing is expected of them.
	assert_eq!(cautious.keys().copied().collect::<Vec<_>>(), [480, 481]);
	let near = |wh: i64, wanted: i64| wh.abs_diff(wanted) < 100;
	for (sell, buy, to_sell, to_buy) in
		[("0.1", "0.9", 600, 600), ("0.5", "0.5", 1_000, 1_000), ("0.9", "0.2", 1_400, 1_300)]
	{
		let net = expect(sell, buy)[&480];
		assert!(near(net.to_sell, to_sell) && near(net.to_buy, to_buy), "{sell} {buy}: {net:?}");
	}
}

#[test]
fn without_a_past_a_file_is_taken_at_its_word() {
	let (history, exogenous) = past();
	let sure = Net { to_sell: 1_000, to_buy: 1_000 };
	let word = BTreeMap::from([(480, sure), (481, sure)]);
	let cautious = rulebook("0.1", "0.9");
	assert_eq!(ahead(&cautious, &History::new(24).unwrap(), &exogenous), word);
	// A past of more than a week ago is none.
	assert_eq!(ahead(&cautious, &history.until(300), &exogenous), word);
	assert_ne!(ahead(&cautious, &history.until(400), &exogenous), word);
	// Nor is it any to a model that has nothing else.
	let empty = Inputs::default().ahead(
		&History::new(24).unwrap(),
		Model::Auto,
		480..484,
		&probabilities(&cautious).unwrap(),
		&exogenous,
		20,
	);
	assert_eq!(empty, Err(ForecastError::Empty));
}

#[test]
fn files_are_read_again_when_they_change() {
	let folder = tempfile::tempdir().unwrap();
	let path = folder.path().join("h.csv");
	let mut files = Files::default();
	let mut load = |text: Option<&str>| {
		match text {
			Some(text) => std::fs::write(&path, text).unwrap(),
			None => std::fs::remove_file(&path).unwrap(),
		}
		let rows = files.forecast(&path, 900_000).map(|rows| rows.iter().map(|row| row.load_wh));
		rows.map(Iterator::collect::<Vec<_>>).map_err(|error| error.to_string())
	};
	let header = "interval,load_wh,generation_wh\n";
	assert_eq!(load(Some(&format!("{header}7,1,0\n"))), Ok(vec![1]));
	assert_eq!(load(Some(&format!("{header}7,1,0\n8,2,0\n"))), Ok(vec![1, 2]));
	// What is wrong is not covered up by what was right before.
	assert!(
		load(Some(&format!("{header}7,x,0\n")))
			.unwrap_err()
			.contains("h.csv:2:3: column `load_wh`")
	);
	assert!(load(None).unwrap_err().contains("h.csv: cannot be read"));
	assert_eq!(load(Some(&format!("{header}9,3,0\n"))), Ok(vec![3]));
}

#[test]
fn models_are_tried_once_a_day() {
	let (history, exogenous) = past();
	let mut inputs = Inputs::default();
	let probabilities = Probabilities::default();
	let mut ahead = |history: &History, interval, today| {
		inputs.ahead(
			history,
			Model::Naive,
			interval..interval + 1,
			&probabilities,
			&exogenous,
			today,
		)
	};
	assert!(ahead(&history, 480, 20).unwrap()[0].errors > 0);
	// What goes wrong does not undo it: a history too short to try anything on is forecast by what is known.
	assert!(matches!(ahead(&history, 479, 20), Err(ForecastError::Past { .. })));
	let short = history.until(30);
	assert!(ahead(&short, 31, 20).unwrap()[0].errors > 0);
	assert_eq!(ahead(&short, 31, 21).unwrap()[0].errors, 0);
}

/// What there is to know of a past of so many hours, `ago` hours ago, by a rulebook's `[forecast]`.
fn known(hours: u32, ago: u32, text: &str) -> (Result<(), String>, Option<String>) {
	let now = 10_000;
	let rows = (0..hours).rev().map(|back| Row {
		interval: now - 1 - ago - back,
		load_wh: 100,
		generation_wh: 0,
	});
	let history = History::from_rows(24, rows).unwrap();
	let rulebook = format!("[node]\nsuri = \"//Bob\"\n[forecast]\n{text}");
	let rules = Rulebook::parse(&rulebook, "test.toml").unwrap().forecast;
	let past = Past::new(&history, now, HOUR);
	(past.check(&rules, 24).map_err(|error| error.to_string()), past.notice(&rules))
}

#[test]
fn less_than_a_day_of_history_decides_nothing() {
	let (checked, notice) = known(1, 0, "");
	let said = "the history has 1 interval, and `forecast.min_history_days` asks for 24 in all (1 day); wait for \
	            more readings, name a file in [history], or allow less";
	assert_eq!(checked.unwrap_err(), said);
	assert!(notice.unwrap().starts_with("the history has 1 interval, less than a day: "));
	assert!(known(23, 0, "").0.unwrap_err().starts_with("the history has 23 intervals, "));
	assert_eq!(known(24, 0, ""), (Ok(()), None));
	let week = "min_history_days = 7";
	assert!(known(24, 0, week).0.unwrap_err().contains("168 in all (7 days)"));
	assert_eq!(known(168, 0, week), (Ok(()), None));
	// What is allowed is done, and said.
	let (checked, notice) = known(1, 0, "min_history_days = 0");
	assert_eq!((checked, notice.is_some()), (Ok(()), true));
	assert!(known(0, 0, "").0.unwrap_err().starts_with("the history has 0 intervals, "));
	// Who forecasts elsewhere needs none.
	assert_eq!(known(0, 0, "model = \"file\"\nfile = \"f.csv\""), (Ok(()), None));
}

#[test]
fn an_old_history_says_how_old_it_is() {
	// Interval 9,999 ended on 21 February 1971 at 16:00.
	for (ago, said) in [
		(23, None),
		(24, Some("the history ends 24 h ago, at 1971-02-20 16:00 UTC: forecasts look")),
		(47, Some("the history ends 47 h ago, at 1971-02-19 17:00 UTC: forecasts look")),
		(100, Some("the history ends 4 days ago, at 1971-02-17 12:00 UTC: forecasts look")),
	] {
		let notice = known(24, ago, "").1;
		match said {
			None => assert_eq!(notice, None),
			Some(said) => assert!(notice.unwrap_or_default().starts_with(said), "{ago} {said}"),
		}
	}
}
