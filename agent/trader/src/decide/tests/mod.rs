// SPDX-License-Identifier: Apache-2.0

//! Decisions by hand, and what holds for all of them.

mod bond;
mod gains;
mod properties;
mod unmetered;

use std::collections::BTreeMap;

use gridmerit_energy::{MAX_ORDER, NodeMeter, OpenInterval, Planck, Roles, Tariff, payment};

use super::*;
use crate::{plan::Room, rulebook::RunRules};

const HOUR: u32 = 3_600_000;
const CAP: Price = 190_000;
/// Cap and fee: what a Wh costs at most.
const DEAREST: Planck = 195_000;

fn rulebook(rest: &str) -> Rulebook {
	Rulebook::parse(&format!("[node]\nsuri = \"//Bob\"\n{rest}"), "test.toml").unwrap()
}

fn limited(limits: &str) -> Rulebook {
	rulebook(&format!("[limits]\n{limits}"))
}

/// A window with the tariff's bounds, as the chain has it.
fn window(interval: Interval, tariff: Tariff) -> Window {
	let limits = tariff.limits().unwrap();
	Window {
		interval,
		start: u64::from(interval) * u64::from(HOUR),
		round: 9,
		gate: 10 * u64::from(HOUR) - 60_000,
		last_round: interval - 1,
		tariff,
		cheapest_ask: limits.cheapest_ask(),
		dearest_ask: limits.dearest_ask(),
		cap: limits.cap(),
		minimum: 10,
	}
}

/// Asks from 80,001 to 189,999, the cap at 190,000.
const TARIFF: Tariff = Tariff {
	tou: 200_000,
	fit: 80_000,
	alpha_ppm: 950_000,
	fee: 5_000,
	shortfall: 200_000,
	surplus: 80_000,
	curtailed: 0,
};

fn node(roles: Roles) -> NodeStatus {
	NodeStatus {
		index: 1,
		suspended: false,
		roles,
		bus: 0,
		limits: EnergyLimits { generation: 10_000, consumption: 10_000 },
		most_sold: None,
		credit: 0,
		locked: 0,
		debts: 0,
		claims: 0,
		owes: vec![],
		charge: None,
		open: vec![],
	}
}

/// A settlement meter from an interval on.
fn meter(from: Interval) -> NodeMeter {
	NodeMeter { meter: 1, settles_from: Some(from), settles_to: None, revoked_from: None }
}

/// What is known; windows from interval 10 on.
struct Known {
	windows: Vec<Window>,
	node: NodeStatus,
	meters: Vec<NodeMeter>,
	expected: BTreeMap<Interval, Net>,
	prices: BTreeMap<Interval, Price>,
	rooms: BTreeMap<Interval, Room>,
	charge: Option<Wh>,
	spent_today: Planck,
	funds: Planck,
}

impl Known {
	/// Nets of as many windows.
	fn new(nets: &[i64]) -> Self {
		let windows = (10..).zip(nets).map(|(interval, _)| window(interval, TARIFF));
		let nets = (10..).zip(nets).map(|(at, net)| (at, Net { to_sell: *net, to_buy: *net }));
		Self {
			windows: windows.collect(),
			node: node(Roles { prosumer: true, ..Roles::default() }),
			meters: vec![meter(0)],
			expected: nets.collect(),
			prices: BTreeMap::new(),
			rooms: BTreeMap::new(),
			charge: None,
			spent_today: 0,
			funds: Planck::from(u64::MAX),
		}
	}

	/// Something open, with what the chain locks for it.
	fn open(mut self, interval: Interval, position: Position, order: Option<Order>) -> Self {
		let window = self.windows.iter().find(|window| window.interval == interval).unwrap();
		let limits = window.tariff.limits().unwrap();
		let locked = position.lock(order, &window.tariff, &limits).unwrap();
		self.node.locked += locked;
		self.node.open.push(OpenInterval { interval, locked, order, position });
		self
	}

	fn decide(&self, rulebook: &Rulebook) -> Result<Decision, PlanError> {
		decide(
			rulebook,
			&Situation {
				windows: &self.windows,
				node: &self.node,
				meters: &self.meters,
				interval_ms: HOUR,
				expected: &self.expected,
				prices: &self.prices,
				rooms: &self.rooms,
				charge: self.charge,
				spent_today: self.spent_today,
				funds: self.funds,
			},
		)
	}

	/// Orders, and why they are less than was planned.
	fn wishes(&self, rulebook: &Rulebook) -> Vec<(Option<Order>, Option<String>)> {
		let decision = self.decide(rulebook).unwrap();
		let intervals: Vec<_> = decision.wishes.iter().map(|wish| wish.interval).collect();
		let planned: Vec<_> = decision.plan.steps.iter().map(|step| step.interval).collect();
		assert_eq!(intervals, planned);
		decision.wishes.into_iter().map(|wish| (wish.order, wish.reason)).collect()
	}

	#[track_caller]
	fn check(&self, rules: &str, orders: &[(Option<Order>, &str)]) {
		let found = self.wishes(&rulebook(rules));
		assert_eq!(found.len(), orders.len(), "{found:?}");
		for ((order, reason), (wanted, why)) in found.into_iter().zip(orders) {
			assert_eq!(order, *wanted, "{reason:?}");
			let reason = reason.unwrap_or_default();
			assert_eq!(reason.is_empty(), why.is_empty(), "{reason}");
			assert!(reason.contains(why), "{reason}");
		}
	}
}

fn buy(quantity: Wh) -> Option<Order> {
	Some(Order::Demand { quantity, limit: None })
}

fn buy_up_to(quantity: Wh, limit: Price) -> Option<Order> {
	Some(Order::Demand { quantity, limit: Some(limit) })
}

fn sell(capacity: Wh, ask: Price) -> Option<Order> {
	Some(Order::Offer { capacity, ask })
}

fn bought(bought: Wh) -> Position {
	Position { bought, cost: payment(bought, CAP), ..Position::default() }
}

fn sold(sold: Wh) -> Position {
	Position { sold, revenue: u128::from(sold) * 135_000, ..Position::default() }
}

#[test]
fn needs_are_bought_and_surplus_is_offered() {
	// Half-way from 80,000 to 190,000.
	Known::new(&[-1_000, 700, 0])
		.check("", &[(buy(1_000), ""), (sell(700, 135_000), ""), (None, "")]);
	// On top of what was traded.
	let known = Known::new(&[-1_000, 1_000, 1_000, -1_000, 0]);
	let known = known.open(10, bought(300), None).open(11, sold(300), None);
	let known = known.open(12, sold(1_200), None).open(13, bought(1_200), None);
	known.open(14, sold(70), None).check(
		"",
		&[
			(buy(700), ""),
			(sell(700, 135_000), ""),
			(buy(200), ""),
			(sell(200, 135_000), ""),
			(buy(70), ""),
		],
	);
	// No more than the chain lets it.
	let large = Known::new(&[-20_000, 20_000]).open(10, bought(4_000), None);
	large.check("", &[(buy(6_000), ""), (sell(10_000, 135_000), "")]);
}

#[test]
fn only_a_surplus_at_its_own_quantile_is_offered() {
	let cases = [
		((-5, -300), buy(300)),
		((-5, 40), None),
		((100, -300), sell(100, 135_000)),
		((100, 200), sell(100, 135_000)),
		((0, 50), None),
		((0, -50), buy(50)),
		((300, 100), sell(300, 135_000)),
		((i64::MIN, 0), None),
		((i64::MIN, i64::MAX), None),
	];
	for ((to_sell, to_buy), order) in cases {
		let mut known = Known::new(&[0]);
		known.expected.insert(10, Net { to_sell, to_buy });
		assert_eq!(known.wishes(&rulebook("")), [(order, None)], "{to_sell}, {to_buy}");
	}
}

#[test]
fn nothing_expected_is_no_plan() {
	let mut known = Known::new(&[5, 5]);
	known.expected = BTreeMap::from([(99, Net { to_sell: 5, to_buy: 5 })]);
	assert!(matches!(known.decide(&rulebook("")), Err(PlanError::Empty)));
	// Only what is expected is decided.
	known.expected.insert(11, Net { to_sell: 50, to_buy: 50 });
	let decision = known.decide(&rulebook("")).unwrap();
	let wish = Wish { interval: 11, order: sell(50, 135_000), reason: None, gain: 50 * 55_000 };
	assert_eq!(decision.wishes, [wish]);
	for net in [i64::MIN, i64::MAX, MAX_ORDER as i64 + 1] {
		known.expected.insert(11, Net { to_sell: net, to_buy: net });
		assert!(matches!(known.decide(&rulebook("")), Err(PlanError::Energy { .. })));
	}
}

#[test]
fn no_more_windows_than_wanted() {
	let known = Known::new(&[-100, -200, -300]);
	known.check("[run]\nmax_windows = 2", &[(buy(100), ""), (buy(200), "")]);
}

#[test]
fn least_quantity_is_the_markets() {
	let reason = "least quantity";
	Known::new(&[-9, -10, 9, 10])
		.check("", &[(None, reason), (buy(10), ""), (None, reason), (sell(10, 135_000), "")]);
	// Nor what limits leave of more.
	Known::new(&[-1_000]).check("[limits]\nmax_buy_wh = 9", &[(None, "max_buy_wh")]);
}

#[test]
fn energy_of_an_interval_is_limited() {
	let rules = "[limits]\nmax_buy_wh = 500\nmax_sell_wh = 400";
	let why = ("limits.max_buy_wh", "limits.max_sell_wh");
	Known::new(&[-501, 401, -500, 400]).check(
		rules,
		&[(buy(500), why.0), (sell(400, 135_000), why.1), (buy(500), ""), (sell(400, 135_000), "")],
	);
	let known = Known::new(&[-1_000, 1_000, 1_000, -1_000]);
	let known = known.open(10, bought(300), None).open(11, sold(300), None);
	let known = known.open(12, sold(1_600), None).open(13, bought(500), None);
	known.check(
		rules,
		&[(buy(200), why.0), (sell(100, 135_000), why.1), (buy(600), ""), (None, why.0)],
	);
	let none = "[limits]\nmax_buy_wh = 0\nmax_sell_wh = 0";
	Known::new(&[-50, 50]).check(none, &[(None, why.0), (None, why.1)]);
}

#[test]
fn spending_of_a_day_is_limited() {
	let rules = "[limits]\nmax_spend_unit_per_day = 0.1";
	let why = "limits.max_spend_unit_per_day";
	// 100,000,000 planck are 512 Wh at their dearest.
	let mut known = Known::new(&[-400, 1_000, -400, -400]);
	let offer = (sell(1_000, 135_000), "");
	known.check(rules, &[(buy(400), ""), offer, (buy(112), why), (None, why)]);
	known.spent_today = 100_000_000 - 450 * DEAREST;
	known.check(rules, &[(buy(400), ""), offer, (buy(50), why), (None, why)]);
	known.spent_today = u128::MAX;
	known.check(rules, &[(None, why), offer, (None, why), (None, why)]);
	// What stays in the book may still cost something.
	let mut known = Known::new(&[-400, -400]).open(10, Position::default(), buy(500));
	known.check(rules, &[(buy(400), ""), (buy(112), why)]);
	known.expected.remove(&10);
	known.check(rules, &[(buy(12), why)]);
}

#[test]
fn money_that_orders_tie_up_is_limited() {
	let rules = "[limits]\nmax_locked_unit = 0.1";
	let why = "limits.max_locked_unit";
	// An offer ties up 200,000 - 135,000 for a Wh.
	Known::new(&[2_000]).check(rules, &[(sell(1_538, 135_000), why)]);
	Known::new(&[1_000, -400]).check(rules, &[(sell(1_000, 135_000), ""), (buy(179), why)]);
	Known::new(&[-1_000, 50]).check(rules, &[(buy(512), why), (None, why)]);
	// An order that is replaced frees what it ties up, others do not.
	let known = Known::new(&[-1_000, 0]).open(10, Position::default(), buy(200));
	known.check(rules, &[(buy(512), why), (None, "")]);
	let mut known = Known::new(&[-1_000, 0]).open(11, Position::default(), buy(200));
	known.check(rules, &[(buy(512), why), (None, "")]);
	known.expected.remove(&11);
	known.check(rules, &[(buy(312), why)]);
	let mut elsewhere = Known::new(&[-1_000]);
	elsewhere.node.locked = 200 * DEAREST;
	elsewhere.check(rules, &[(buy(312), why)]);
	elsewhere.node.locked = u128::MAX;
	elsewhere.check(rules, &[(None, why)]);
	// Nor does a position.
	let known = Known::new(&[-1_000]).open(10, bought(200), buy(300));
	known.check(rules, &[(buy(312), why)]);
	// What closes a position ties up nothing.
	let known = Known::new(&[0, -1_000]).open(10, bought(1_000), None);
	known.check(rules, &[(sell(1_000, 135_000), ""), (None, why)]);
	let known = Known::new(&[0]).open(10, sold(2_000), None);
	known.check("[limits]\nmax_locked_unit = 0", &[(buy(2_000), "")]);
}

#[test]
fn no_more_is_offered_than_trust_allows() {
	let why = "not trusted to sell more";
	let mut known = Known::new(&[701, 700, 1_000, 1_000, -1_000]);
	known.node.most_sold = Some(700);
	let known = known.open(12, sold(300), None).open(13, bought(500), None);
	known.check(
		"",
		&[
			(sell(700, 135_000), why),
			(sell(700, 135_000), ""),
			(sell(400, 135_000), why),
			(sell(1_200, 135_000), why),
			// Nothing is asked of who buys.
			(buy(1_000), ""),
		],
	);
	// The tighter limit is named.
	known.check(
		"[limits]\nmax_sell_wh = 600",
		&[
			(sell(600, 135_000), "max_sell_wh"),
			(sell(600, 135_000), "max_sell_wh"),
			(sell(300, 135_000), "max_sell_wh"),
			(sell(1_100, 135_000), "max_sell_wh"),
			(buy(1_000), ""),
		],
	);
}

#[test]
fn who_is_not_trusted_sells_what_it_has_bought() {
	let mut known = Known::new(&[1_000, 1_000, 1_000]);
	known.node.most_sold = Some(0);
	let why = "not trusted to sell: bond";
	let mut known = known.open(11, bought(500), None).open(12, sold(500), None);
	known.check("", &[(None, why), (sell(500, 135_000), why), (None, why)]);
	known.node.debts = 1;
	known.check("", &[(None, why), (sell(500, 135_000), why), (None, why)]);
	// A storage node plans with it: it charges no more than it may sell.
	let (mut known, rules) = store(2, "");
	known.node.most_sold = Some(1_000);
	assert_eq!(known.wishes(&rulebook(&rules))[1], (sell(1_000, 135_000), None));
}

/// What is waived now need not be waived again: the budget counts all that may have to be tied up.
#[test]
fn what_trust_waives_is_not_counted_on() {
	let rules = "[limits]\nmax_locked_unit = 0.1";
	let why = "limits.max_locked_unit";
	// 65,000 for each Wh that is sold, of which all is waived.
	let mut known = Known::new(&[1_000]).open(10, sold(500), None);
	(known.node.open[0].locked, known.node.locked) = (0, 0);
	known.check(rules, &[(sell(500, 135_000), "")]);
	let mut known = Known::new(&[2_000]).open(10, sold(500), None);
	(known.node.open[0].locked, known.node.locked) = (0, 0);
	known.check(rules, &[(sell(1_038, 135_000), why)]);
}

#[test]
fn the_tighter_limit_is_named() {
	let both = |spend: &str, locked: &str| {
		format!("[limits]\nmax_spend_unit_per_day = {spend}\nmax_locked_unit = {locked}")
	};
	let known = Known::new(&[-1_000]);
	known.check(&both("0.1", "0.0975"), &[(buy(500), "limits.max_locked_unit")]);
	known.check(&both("0.0975", "0.1"), &[(buy(500), "limits.max_spend_unit_per_day")]);
}

#[test]
fn limits_of_demand_are_those_of_the_rulebook() {
	let rules = |rules: &str| format!("[demand]\nstrategy = {rules}");
	let mut known = Known::new(&[-100, 100]);
	let offer = (sell(100, 135_000), "");
	let check = |known: &Known, text: &str, order| known.check(&rules(text), &[(order, ""), offer]);
	check(&known, "\"any\"", buy(100));
	check(&known, "\"fixed\"\nprice_unit_per_kwh = 0.15", buy_up_to(100, 150_000));
	check(&known, "\"share\"\nshare = 0.7", buy_up_to(100, 140_000));
	// Half-way from 80,001 to 190,000, while nothing has traded.
	check(&known, "\"follow\"\nmargin_unit_per_kwh = 0.001", buy_up_to(100, 136_000));
	known.prices = [(9, 120_000)].into();
	check(&known, "\"follow\"\nmargin_unit_per_kwh = -0.001", buy_up_to(100, 119_000));
	// As no price is higher.
	check(&known, "\"fixed\"\nprice_unit_per_kwh = 0.19", buy(100));
	let low = rules("\"fixed\"\nprice_unit_per_kwh = 0.08");
	known.check(&low, &[(None, "the limit of 80000 planck per Wh is not above"), offer]);
}

/// A demand at a limit below what is expected may still be filled: it is posted, and nothing rests on it.
#[test]
fn what_a_limit_may_not_buy_is_not_counted_on() {
	let mut known = Known::new(&[-100, -100]);
	known.prices = [(9, 150_000)].into();
	let rules = |price: &str| {
		rulebook(&format!("[demand]\nstrategy = \"fixed\"\nprice_unit_per_kwh = {price}"))
	};
	let decided = known.decide(&rules("0.15")).unwrap();
	assert_eq!(decided.wishes[0].order, buy_up_to(100, 150_000));
	assert_eq!(decided.plan.steps[0].from_utility, 0);
	assert_eq!(decided.plan.saving(), 200 * (200_000 - 155_000));
	let decided = known.decide(&rules("0.149999")).unwrap();
	assert_eq!(decided.wishes[0].order, buy_up_to(100, 149_999));
	assert_eq!(decided.plan.steps[0].from_utility, 100);
	assert_eq!(decided.plan.saving(), 0);
	// A battery is not charged with it.
	let (mut store, text) = store(2, "[demand]\nstrategy = \"fixed\"\nprice_unit_per_kwh = 0.09");
	store.check(&text, &[(buy_up_to(5_000, 90_000), ""), (sell(5_000, 135_000), "")]);
	store.prices = [(10, 90_001), (11, 180_000)].into();
	store.check(&text, &[(None, ""), (None, "")]);
}

#[test]
fn a_demand_ties_up_its_limit_and_the_fee() {
	let limit = "[demand]\nstrategy = \"fixed\"\nprice_unit_per_kwh = 0.095\n";
	let rules = |limits: &str| format!("{limit}[limits]\n{limits}");
	let known = Known::new(&[-1_500, -1_500]);
	// 100,000 planck a Wh.
	let (most, rest) = (buy_up_to(1_000, 95_000), None);
	for (limits, why) in [
		("max_locked_unit = 0.1", "limits.max_locked_unit"),
		("max_spend_unit_per_day = 0.1", "limits.max_spend_unit_per_day"),
	] {
		known.check(&rules(limits), &[(most, why), (rest, why)]);
	}
	// What stays in the book counts with its own limit.
	let mut known =
		Known::new(&[-1_500, -400]).open(11, Position::default(), buy_up_to(400, 85_000));
	known.expected.remove(&11);
	let why = "limits.max_spend_unit_per_day";
	known.check(&rules("max_spend_unit_per_day = 0.1"), &[(buy_up_to(640, 95_000), why)]);
}

#[test]
fn asks_are_those_of_the_rulebook() {
	let known = Known::new(&[100]);
	let ask = |rules: &str, ask| known.check(&format!("[ask]\n{rules}"), &[(sell(100, ask), "")]);
	ask("floor_unit_per_kwh = 0.15", 150_000);
	ask("ceiling_unit_per_kwh = 0.1", 100_000);
	ask("share = 0", 80_001);
	ask("share = 1", 189_999);
	ask("strategy = \"fixed\"\nprice_unit_per_kwh = 0.123456", 123_456);
	ask("strategy = \"fixed\"\nprice_unit_per_kwh = 0.01", 80_001);
	let none = |rules: &str, why| known.check(&format!("[ask]\n{rules}"), &[(None, why)]);
	none("floor_unit_per_kwh = 0.19", "floor_unit_per_kwh");
	none("ceiling_unit_per_kwh = 0.08", "ceiling_unit_per_kwh");
	none("strategy = \"fixed\"\nprice_unit_per_kwh = 0.19", "price_unit_per_kwh");
}

#[test]
fn last_price_is_followed() {
	let rules = "[ask]\nstrategy = \"follow\"\nmargin_unit_per_kwh = -0.001";
	let mut known = Known::new(&[100, 100]);
	known.check(rules, &[(sell(100, 135_000), ""), (sell(100, 135_000), "")]);
	known.prices = [(9, 120_000), (11, 130_000), (12, 1)].into();
	known.check(rules, &[(sell(100, 119_000), ""), (sell(100, 129_000), "")]);
}

#[test]
fn prices_of_other_tariffs_do_not_stop_trade() {
	// Before, P2P energy was cheaper than FIT is now.
	let mut known = Known::new(&[100, -100]);
	known.prices = [(9, 50_000)].into();
	known.check("", &[(sell(100, 135_000), ""), (buy(100), "")]);
	known.prices = [(9, u64::MAX)].into();
	known.check("", &[(sell(100, 135_000), ""), (buy(100), "")]);
}

fn store(nets: usize, limits: &str) -> (Known, String) {
	let mut known = Known::new(&vec![0; nets]);
	known.node.roles = Roles { storage: true, ..Roles::default() };
	// Cheap, then dear.
	known.prices = [(10, 90_000), (11, 180_000)].into();
	known.charge = Some(0);
	let battery = "capacity_wh = 8000\npower_w = 5000\nefficiency = 1\ncharge_wh = 0";
	(known, format!("{limits}\n[battery]\n{battery}"))
}

#[test]
fn a_store_buys_cheap_and_sells_dear() {
	let (known, rules) = store(2, "");
	known.check(&rules, &[(buy(5_000), ""), (sell(5_000, 135_000), "")]);
	// All that its owner lets it is planned with.
	let (known, rules) = store(2, "[limits]\nmax_buy_wh = 1000");
	known.check(&rules, &[(buy(1_000), ""), (sell(1_000, 135_000), "")]);
	let (known, rules) = store(2, "[limits]\nmax_sell_wh = 1000");
	let wishes = known.wishes(&rulebook(&rules));
	assert_eq!(wishes[1].0, sell(1_000, 135_000));
}

#[test]
fn a_store_offers_no_more_than_it_holds() {
	let why = "limits.max_spend_unit_per_day";
	let (known, rules) = store(2, "[limits]\nmax_spend_unit_per_day = 0.195");
	known.check(&rules, &[(buy(1_000), why), (sell(1_000, 135_000), "the battery")]);
	let (mut known, rules) = store(2, "[limits]\nmax_spend_unit_per_day = 0");
	known.check(&rules, &[(None, why), (None, "the battery")]);
	// What it holds, and what it has bought.
	known.charge = Some(3_000);
	let known = known.open(10, bought(1_000), None);
	known.check(&rules, &[(None, why), (sell(4_000, 135_000), "the battery")]);
}

#[test]
fn a_store_buys_no_more_than_it_has_room_for() {
	// Full, it would sell first; but that is forbidden by a floor that only the later cap allows.
	let (mut known, rules) = store(2, "[ask]\nfloor_unit_per_kwh = 0.19");
	known.charge = Some(8_000);
	known.prices = [(10, 189_999), (11, 80_001)].into();
	let wishes = known.wishes(&rulebook(&rules));
	assert!(wishes.iter().all(|(order, _)| order.is_none()), "{wishes:?}");
	assert!(wishes[0].1.as_ref().unwrap().contains("floor"));
}

fn post(
	orders: &[(Interval, Option<Order>, Option<Order>)],
	store: bool,
	most: Wh,
) -> Vec<(Interval, Option<Order>)> {
	let mut known = Known::new(&vec![0; orders.len()]);
	if store {
		known.node.roles = Roles { storage: true, ..Roles::default() };
	}
	for (interval, open, _) in orders.iter().filter(|(_, open, _)| open.is_some()) {
		known = known.open(*interval, Position::default(), *open);
	}
	let wish = |(interval, _, order): &(Interval, _, _)| Wish {
		interval: *interval,
		order: *order,
		reason: None,
		gain: 0,
	};
	let run = RunRules { repost_threshold: most, ..rulebook("").run };
	changes(&known.node, &orders.iter().map(wish).collect::<Vec<_>>(), &run)
}

#[test]
fn only_what_differs_is_posted() {
	let silent = |open, wish| assert_eq!(post(&[(10, open, wish)], false, 5), []);
	silent(None, None);
	silent(buy(100), buy(105));
	silent(buy(100), buy(95));
	silent(sell(100, 9), sell(95, 9));
	let posted = |open, wish| assert_eq!(post(&[(10, open, wish)], false, 5), [(10, wish)]);
	posted(buy(100), buy(106));
	posted(buy(100), buy(94));
	posted(None, buy(1));
	posted(sell(100, 9), sell(106, 9));
	posted(sell(100, 9), sell(100, 10));
	silent(buy_up_to(100, 9), buy_up_to(105, 9));
	posted(buy_up_to(100, 9), buy_up_to(100, 10));
	posted(buy_up_to(100, 9), buy(100));
	posted(buy(100), buy_up_to(100, 9));
	// The other side replaces what is there.
	posted(buy(100), sell(100, 9));
	posted(sell(100, 9), buy(100));
	posted(buy(1), None);
	assert_eq!(post(&[], false, 0), []);
	assert_eq!(post(&[(10, buy(u64::MAX), buy(0))], false, u64::MAX), []);
}

#[test]
fn all_that_differs_is_posted_at_once() {
	let orders = [
		(10, None, sell(7, 9)),
		(11, buy(8), None),
		(12, None, buy(5)),
		(13, sell(9, 9), buy(6)),
		(14, sell(9, 9), None),
		(15, buy(3), buy(3)),
	];
	let changed = [(10, sell(7, 9)), (11, None), (12, buy(5)), (13, buy(6)), (14, None)];
	assert_eq!(post(&orders, false, 0), changed);
	assert_eq!(post(&orders, true, 0), changed);
}

#[test]
fn only_a_node_that_does_nothing_else_is_a_store() {
	let storage = Roles { storage: true, ..Roles::default() };
	assert!(storage.only_stores());
	assert!((Roles { line_owner: true, ..storage }).only_stores());
	assert!(!(Roles { prosumer: true, ..storage }).only_stores());
	assert!(!(Roles { consumer: true, ..storage }).only_stores());
	assert!(!Roles::default().only_stores());
}

#[test]
fn who_owes_money_only_makes_positions_smaller() {
	// 500 Wh were sold in the first window, 300 bought in the last; nothing in the others.
	let sold = Position { sold: 500, revenue: payment(500, 100_000), ..Position::default() };
	let bought = Position { bought: 300, cost: payment(300, 105_000), ..Position::default() };
	let mut known = Known::new(&[-200, -200, 200, 200]).open(10, sold, None).open(13, bought, None);

	let asked = |order: Option<Order>| match order {
		Some(Order::Offer { capacity, .. }) => Some(capacity),
		_ => None,
	};
	let free = known.wishes(&rulebook(""));
	assert_eq!((free[0].0, free[1].0), (buy(700), buy(200)));
	assert_eq!((asked(free[2].0), asked(free[3].0)), (Some(200), Some(500)));

	known.node.debts = 1;
	let owing = known.wishes(&rulebook(""));
	assert_eq!((owing[0].0, owing[1].0), (buy(500), None));
	assert_eq!((asked(owing[2].0), asked(owing[3].0)), (None, Some(300)));
	assert!(owing.iter().all(
		|(_, reason)| reason.as_deref() == Some("the node owes money: gridmerit-agent deposit")
	));
}

#[test]
fn no_more_is_ordered_than_there_is_money_for() {
	let mut known = Known::new(&[-100, -100]);
	// In the market and outside, for 150 Wh.
	known.node.credit = 50 * DEAREST;
	known.funds = 100 * DEAREST;
	let no_money = "there is no more money to tie up";
	known.check("", &[(buy(100), ""), (buy(50), no_money)]);
	known.check("[limits]\nmax_locked_unit = 1000", &[(buy(100), ""), (buy(50), no_money)]);
	// 195,000 planck a Wh.
	let limited = "[limits]\nmax_locked_unit = 0.0234";
	known.check(limited, &[(buy(100), ""), (buy(20), "limits.max_locked_unit")]);
}
