// SPDX-License-Identifier: Apache-2.0

//! The modes' orders, cleared without a chain, against the independent reference; and what of a day differs.

use gridmerit_energy::{Order, Position};
use serde_json::json;

use super::*;
use crate::{
	Bus, Expected, Mode, ScenarioError,
	day::{Bill, ClearedRound, Day, Summary},
	reckon,
};

const MODES: [Mode; 3] = [Mode::Perfect, Mode::Rolling, Mode::Haircut];

/// The day as the chain would play it.
fn play(mode: Mode) -> Day {
	reckon(&ieee33(), mode, None).unwrap()
}

fn expected(mode: Mode) -> Expected {
	Expected::load(&folder(), mode.name()).unwrap().unwrap()
}

fn differences(mode: Mode, day: &Day) -> Vec<String> {
	expected(mode).differences(day).iter().map(ToString::to_string).collect()
}

#[test]
fn days_are_those_of_the_reference() {
	for mode in MODES {
		let day = play(mode);
		assert_eq!(differences(mode, &day), [""; 0], "{mode:?}");
		let summary = expected(mode).summary();
		assert_eq!(day.summary.p2p_energy, summary.p2p_energy);
		assert_eq!(day.summary.community_gain, summary.community_gain);
		// Not by chance: another mode's day is another one.
		for other in MODES.into_iter().filter(|other| *other != mode) {
			assert!(differences(other, &day).len() > 20);
		}
	}
}

/// The places of a consumer's and a prosumer's bill in the middle of the day.
fn bill_of(day: &mut Day, bus: Bus) -> &mut Bill {
	let node = day.participants.iter().find(|who| who.bus == bus).unwrap().node;
	day.bills.iter_mut().find(|bill| bill.node == node && bill.slot == 12).unwrap()
}

#[test]
fn each_difference_is_reported_and_no_other() {
	type Change = fn(&mut Day);
	let round = |day: &Day| (day.slots[8].slot, day.slots[8].rounds[0].lead);
	assert_eq!(round(&play(Mode::Rolling)), (9, 4));
	let cases: [(Change, &[&str]); 25] = [
		(|day| day.slots[8].rounds[0].pivotal.push(4), &["hour 9, 4 ahead"]),
		(|day| day.slots[8].rounds[0].price = Some(1), &["hour 9, 4 ahead"]),
		(|day| day.slots[8].rounds[0].price = None, &["hour 9, 4 ahead"]),
		(|day| day.slots[8].rounds[0].traded += 1, &["hour 9, 4 ahead"]),
		(|day| day.slots[8].rounds[0].transactions -= 1, &["hour 9, 4 ahead"]),
		(|day| day.slots[8].rounds[0].status = "no_demand".into(), &["hour 9, 4 ahead"]),
		(|day| drop(day.slots[8].rounds.remove(0)), &["hour 9, 4 ahead"]),
		(
			|day| drop(day.slots.remove(20)),
			&["hour 21, 1 ahead", "hour 21, 2 ahead", "hour 21, 3 ahead", "hour 21, 4 ahead"],
		),
		(
			|day| {
				let round = ClearedRound { lead: 5, ..day.slots[8].rounds[0].clone() };
				day.slots[8].rounds.push(round);
			},
			&["hour 9, 5 ahead"],
		),
		(
			|day| {
				let round = ClearedRound { lead: 5, traded: 0, ..day.slots[8].rounds[0].clone() };
				day.slots[8].rounds.push(round);
			},
			&[],
		),
		(|day| day.summary.clearings += 1, &["clearings"]),
		(|day| day.summary.trades += 1, &["P2P transactions"]),
		(|day| day.summary.p2p_energy += 1, &["P2P energy, Wh"]),
		(|day| day.summary.p2p_payment -= 1, &["P2P payment, planck"]),
		(|day| day.summary.community_gain += 1, &["community gain, planck"]),
		(|day| day.summary.consumer_saving_pct += 0.001, &["consumer saving"]),
		(|day| day.summary.prosumer_cost_saving_pct -= 0.001, &["prosumer cost saving"]),
		(|day| day.summary.prosumer_sale_profit_pct += 0.001, &["prosumer sale profit"]),
		(|day| bill_of(day, 6).alone_cost += 1, &["regular costs, planck"]),
		(|day| bill_of(day, 4).alone_revenue += 1, &["regular sales, planck"]),
		(|day| bill_of(day, 6).purchases += 1, &["costs with the market, planck"]),
		(|day| bill_of(day, 4).sales += 1, &["sales with the market, planck"]),
		(
			|day| {
				bill_of(day, 6).purchases += 1_000_000_000;
				bill_of(day, 10).purchases -= 1_000_000_000;
			},
			&["saving of bus 6", "saving of bus 10"],
		),
		(
			|day| {
				bill_of(day, 4).utility_cost += 1_000_000_000;
				bill_of(day, 6).purchases -= 1_000_000_000;
			},
			&["saving of bus 6", "saving of bus 4"],
		),
		(
			|day| {
				bill_of(day, 4).sales += 1_000_000_000;
				bill_of(day, 8).sales -= 1_000_000_000;
			},
			&["profit of bus 4", "profit of bus 8"],
		),
	];
	let right = play(Mode::Rolling);
	for (place, (change, whats)) in cases.into_iter().enumerate() {
		let mut day = right.clone();
		change(&mut day);
		let found = expected(Mode::Rolling).differences(&day);
		let found: Vec<_> = found.iter().map(|difference| difference.what.as_str()).collect();
		assert_eq!(found, whats, "case {place}");
	}
}

#[test]
fn a_difference_says_both() {
	let mut day = play(Mode::Perfect);
	day.summary.trades += 1;
	day.slots[8].rounds[0].price = None;
	// With it go 992,152 Wh at TOU less FIT of 0.093 UNIT per kWh.
	day.slots[9].rounds.clear();
	assert_eq!(
		differences(Mode::Perfect, &day),
		[
			"P2P transactions: 171 expected, 172 found",
			"community gain by traded x (TOU - FIT), planck: 785990632000 expected, 878260768000 found",
			"hour 9, 4 ahead: (\"cleared\", Some(181700), 1094812, 15, [4, 8, 30, 33]) expected, \
			 (\"cleared\", None, 1094812, 15, [4, 8, 30, 33]) found",
			"hour 10, 4 ahead: a result expected, none found",
		]
	);
}

#[test]
fn gain_is_that_of_the_trades_where_everybody_knows_the_day() {
	let mut day = play(Mode::Perfect);
	assert_eq!(day.gain_of_trades(), day.summary.community_gain.into());
	day.slots[8].tou += 1;
	let found = differences(Mode::Perfect, &day);
	assert_eq!(found.len(), 1, "{found:?}");
	assert!(found[0].starts_with("community gain by traded x (TOU - FIT)"), "{found:?}");
	// Imbalances cost more than they bring: elsewhere it is not, and need not be.
	let day = play(Mode::Rolling);
	assert_ne!(day.gain_of_trades(), day.summary.community_gain.into());
}

#[test]
fn a_loss_of_next_to_nothing_is_none() {
	let mut day = play(Mode::Perfect);
	// The reference has 0.000 % for it.
	bill_of(&mut day, 33).utility_cost += 1;
	let found = expected(Mode::Perfect).differences(&day);
	let found: Vec<_> = found.iter().map(|difference| difference.what.as_str()).collect();
	assert_eq!(found, ["costs with the market, planck"]);
}

#[test]
fn days_of_anybody_never_panic() {
	let mut day = play(Mode::Rolling);
	for bill in &mut day.bills {
		(bill.purchases, bill.sales, bill.alone_cost) = (u64::MAX, u64::MAX, u64::MAX);
		(bill.utility_cost, bill.utility_revenue, bill.alone_revenue) = (u64::MAX, 1, u64::MAX);
	}
	for round in day.slots.iter_mut().flat_map(|slot| &mut slot.rounds) {
		(round.traded, round.payment, round.transactions) = (u64::MAX, u64::MAX, u32::MAX);
	}
	day.summary = day.sums(false);
	assert!(differences(Mode::Rolling, &day).len() > 84);
	day.mode = Mode::Perfect.name().into();
	day.slots[0].tou = u64::MAX;
	assert!(differences(Mode::Perfect, &day).len() > 30);
	let nobody = Day { bills: vec![], slots: vec![], participants: vec![], ..day };
	assert_eq!(nobody.sums(true), Summary::default());
	assert!(differences(Mode::Rolling, &nobody).len() > 84);
}

#[test]
fn modes_are_called_as_in_the_reference() {
	for mode in MODES {
		assert_eq!(json!(mode), json!(mode.name()));
		assert_eq!(serde_json::from_value::<Mode>(json!(mode.name())).unwrap(), mode);
	}
	assert!(serde_json::from_value::<Mode>(json!("haircut")).is_err());
}

#[test]
fn haircut_withholds_by_lead() {
	let mut scenario = ieee33();
	for (lead, capacity) in [(4, 910), (3, 940), (2, 970), (1, 1_000)] {
		let forecast = scenario.forecast.get_mut(&lead).unwrap();
		forecast.pv.get_mut(&4).unwrap()[12] = 1_000;
		forecast.load.get_mut(&4).unwrap()[12] = 0;
		let offer = |mode: Mode| mode.order(&scenario, 4, 12, lead, Position::default());
		let ask = scenario.ask(4, 12);
		assert_eq!(offer(Mode::Haircut), Some(Order::Offer { capacity, ask }));
		assert_eq!(offer(Mode::Rolling), Some(Order::Offer { capacity: 1_000, ask }));
		// What was oversold is bought back, whatever is withheld.
		let sold = Position { sold: 1_300, bought: 100, ..Position::default() };
		let order = Mode::Haircut.order(&scenario, 4, 12, lead, sold);
		assert_eq!(order, Some(Order::Demand { quantity: 200, limit: None }));
		let even = Position { sold: 1_000, ..Position::default() };
		assert_eq!(Mode::Rolling.order(&scenario, 4, 12, lead, even), None);
	}
	// A consumer keeps what it has too much.
	let much = Position { bought: 1 << 40, ..Position::default() };
	assert_eq!(Mode::Rolling.order(&scenario, 6, 12, 1, much), None);
	assert!(Mode::Perfect.orders(&scenario, 4) && !Mode::Perfect.orders(&scenario, 3));
	assert!(Mode::Rolling.orders(&scenario, 3));
}

#[test]
fn wrong_expectations_are_refused() {
	let all = json("expected.json");
	let refused = |all: &Value, name: &str| {
		let folder = with("expected.json", all.to_string());
		// Whatever is wrong with one mode, no other is believed either.
		let error = Expected::load(folder.path(), "perfect").expect_err(name).to_string();
		assert!(error.contains("expected.json: ") && error.contains(name), "{name}: {error}");
	};
	let numbers = ["clearings", "trades", "rounds/0/0", "rounds/0/1", "rounds/0/4"];
	let numbers = numbers.into_iter().chain(["rounds/0/5", "rounds/0"]);
	let percents = ["p2p_kwh", "consumer_saving_pct", "prosumer_cost_saving_pct"];
	let percents = percents.into_iter().chain(["prosumer_sale_profit_pct", "per_consumer/6"]);
	let money = ["p2p_payment_nano", "regular_cost_nano", "te_cost_nano", "te_sale_nano"];
	let money = money.into_iter().chain(["regular_sale_nano"]);
	let wrong = [
		(
			numbers.collect::<Vec<_>>(),
			vec![json!(null), json!(-1), json!(1.5), json!("1"), json!([])],
		),
		(percents.collect(), vec![json!(null), json!("1"), json!([])]),
		(
			money.collect(),
			vec![
				json!(null),
				json!(1),
				json!(""),
				json!("1.5"),
				json!("1e3"),
				json!("99999999999999999999"),
			],
		),
		(vec!["per_prosumer/4"], vec![json!(null), json!(1.0), json!([1.0]), json!([1.0, "1"])]),
		(vec!["per_consumer", "per_prosumer", "rounds"], vec![json!(null), json!(1)]),
		(vec!["rounds/0/2"], vec![json!(null), json!(1)]),
		// There need be no price.
		(vec!["rounds/0/3"], vec![json!(-1), json!(1.5), json!("1"), json!([])]),
		(vec!["rounds/0/6"], vec![json!(null), json!(1), json!([-1]), json!([65_536])]),
		(vec!["p2p_payment_nano"], vec![json!("-1")]),
	];
	for (fields, values) in wrong {
		for (field, value) in fields.iter().flat_map(|f| values.iter().map(move |v| (f, v))) {
			let pointer = format!("/rolling/{field}");
			let name = named(&pointer);
			refused(&changed(all.clone(), &pointer, value.clone()), &name);
			if !field.contains('/') {
				refused(&without(all.clone(), &pointer), &format!("missing field `{field}`"));
			}
		}
	}
	for bus in ["x", "-1", "65536"] {
		let mut other = all.clone();
		other["rolling"]["per_consumer"][bus] = json!(1.0);
		refused(&other, "rolling.per_consumer");
	}
}

#[test]
fn nothing_need_be_expected() {
	let load = |folder: &Path, mode| Expected::load(folder, mode);
	assert!(load(tempfile::tempdir().unwrap().path(), "perfect").unwrap().is_none());
	assert!(load(&folder(), "imperfect").unwrap().is_none());
	assert!(load(with("expected.json", "{}").path(), "perfect").unwrap().is_none());
	for text in ["", "[]", "{", "5", "null"] {
		let error = load(with("expected.json", text).path(), "perfect").unwrap_err();
		assert!(error.to_string().contains("expected.json: "), "{error}");
	}
	let folder = tempfile::tempdir().unwrap();
	fs::create_dir(folder.path().join("expected.json")).unwrap();
	assert!(matches!(load(folder.path(), "perfect"), Err(ScenarioError::File { .. })));
	let file = with("expected.json", [0xff]);
	assert!(matches!(load(file.path(), "perfect"), Err(ScenarioError::File { .. })));
}
