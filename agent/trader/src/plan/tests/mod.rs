// SPDX-License-Identifier: Apache-2.0

//! Plans worked out by hand. Prices are small numbers and intervals last an hour.

mod battery;
mod curve;
mod day;
mod meters;
mod properties;
mod refusals;

use gridmerit_energy::{Battery, EnergyLimits, FeedInRight, PPM, Position, Tariff};

use super::*;

const HOUR: u32 = 3_600_000;

/// Cap 180, of which nothing is used here.
const TARIFF: Tariff = Tariff {
	tou: 200,
	fit: 60,
	alpha_ppm: 900_000,
	fee: 5,
	shortfall: 250,
	surplus: 40,
	curtailed: 0,
};

fn outlook(interval: u32, generation: u64, load: u64) -> Outlook {
	Outlook {
		interval,
		generation,
		load,
		tariff: TARIFF,
		buy_price: 100,
		sell_price: 100,
		limit: None,
		position: Position::default(),
		limits: EnergyLimits { generation: 10_000, consumption: 10_000 },
		room: None,
		proven: true,
	}
}

fn store(capacity: u64, charge: u64) -> StorageUnit {
	let battery = Battery { capacity, power: 1_000_000, efficiency_ppm: PPM, initial: 0 };
	StorageUnit { battery, charge, reserve: 0, wear: 0, end_value: None }
}

fn request(outlooks: &[Outlook], store: Option<StorageUnit>) -> Request {
	Request { interval_ms: HOUR, outlooks: outlooks.to_vec(), store, min_gain: 0 }
}

fn planned(outlooks: &[Outlook], store: Option<StorageUnit>) -> Plan {
	plan(&request(outlooks, store)).unwrap()
}

fn orders(plan: &Plan) -> Vec<(u64, u64)> {
	plan.steps.iter().map(|step| (step.buy, step.sell)).collect()
}

fn flows(plan: &Plan) -> Vec<(u64, u64)> {
	plan.steps.iter().map(|step| (step.charge, step.discharge)).collect()
}

#[test]
fn surplus_is_sold_and_need_is_bought() {
	let plan = planned(&[outlook(7, 1_000, 400), outlook(8, 0, 300)], None);
	assert_eq!(orders(&plan), [(0, 600), (300, 0)]);
	assert!(plan.steps.iter().all(|step| step.from_utility == 0 && step.to_utility == 0));
	assert_eq!(plan.market.total(), 300 * 105 - 600 * 100);
	assert_eq!(plan.utility.total(), 300 * 200 - 600 * 60);
	assert_eq!(plan.utility, plan.utility_idle);
	assert_eq!(plan.saving(), 600 * 40 + 300 * 95);
}

#[test]
fn what_the_utility_does_better_is_left_to_it() {
	let mut dear = outlook(1, 0, 300);
	dear.buy_price = 196;
	let mut cheap = outlook(2, 300, 0);
	cheap.sell_price = 60;
	let plan = planned(&[dear, cheap], None);
	assert_eq!(orders(&plan), [(0, 0), (0, 0)]);
	assert_eq!((plan.steps[0].from_utility, plan.steps[1].to_utility), (300, 300));
	assert_eq!(plan.saving(), 0);
	// With the fee it is as dear as the utility: worth ordering, as it costs nothing.
	dear.buy_price = 195;
	assert_eq!(orders(&planned(&[dear], None)), [(300, 0)]);
}

/// An hour in which the utility's energy costs nothing is one for the utility: the chain takes no orders.
#[test]
fn where_prices_leave_no_room_nothing_is_ordered() {
	let nought = Tariff { tou: 0, fit: 0, fee: 0, shortfall: 0, surplus: 0, ..TARIFF };
	// Somebody is paid for feeding in all the same.
	let paid = Tariff { fit: 60, surplus: 60, ..nought };
	for tariff in [nought, paid] {
		let of = |generation, load| Outlook {
			tariff,
			buy_price: 0,
			sell_price: 61,
			..outlook(1, generation, load)
		};
		let plan = planned(&[of(0, 300)], None);
		assert_eq!((orders(&plan), plan.steps[0].from_utility), (vec![(0, 0)], 300));
		let plan = planned(&[of(300, 0)], None);
		assert_eq!((orders(&plan), plan.steps[0].to_utility), (vec![(0, 0)], 300));
		// A battery is planned for, too, beside an hour in which something trades.
		let mut later = outlook(2, 0, 300);
		later.buy_price = 150;
		let plan = planned(&[of(0, 100), later], Some(store(500, 0)));
		assert_eq!(orders(&plan)[0], (0, 0));
		assert!(plan.steps[0].charge >= 300, "it is charged for nothing");
	}
}

#[test]
fn limits_bound_positions_and_not_orders() {
	let mut selling = outlook(1, 1_000, 0);
	selling.limits.generation = 700;
	selling.position.sold = 100;
	// 300 Wh above the limit earn nothing.
	let plan = planned(&[selling], None);
	assert_eq!(orders(&plan), [(0, 600)]);
	assert_eq!(plan.steps[0].to_utility, 0);
	assert_eq!(plan.utility.total(), -700 * 60);

	let mut buying = outlook(1, 0, 1_000);
	buying.limits.consumption = 700;
	buying.position.sold = 100;
	let plan = planned(&[buying], None);
	assert_eq!(orders(&plan), [(800, 0)]);
	assert_eq!(plan.steps[0].from_utility, 300);
	// What is bought back costs no fee.
	assert_eq!(plan.market.total(), 100 * 100 + 700 * 105 + 300 * 200);
}

#[test]
fn what_was_oversold_is_bought_back() {
	let mut oversold = outlook(1, 300, 0);
	oversold.position = Position { sold: 500, revenue: 500 * 110, ..Position::default() };
	let plan = planned(&[oversold], None);
	assert_eq!(orders(&plan), [(200, 0)]);
	assert_eq!(plan.market.total(), 200 * 100 - 500 * 110);
	// Dearer than TOU, but not than the shortfall price: only what was promised, not the load.
	oversold.buy_price = 220;
	(oversold.generation, oversold.load) = (0, 100);
	let plan = planned(&[oversold], None);
	assert_eq!(orders(&plan), [(500, 0)]);
	assert_eq!(plan.market.total(), 500 * 220 + 100 * 200 - 500 * 110);
	// As dear as the shortfall price; what is bought back costs no fee.
	oversold.buy_price = 250;
	assert_eq!(orders(&planned(&[oversold], None)), [(500, 0)]);
	oversold.buy_price = 251;
	let plan = planned(&[oversold], None);
	assert_eq!(orders(&plan), [(0, 0)]);
	assert_eq!(plan.market.total(), 500 * 250 + 100 * 200 - 500 * 110);
}

#[test]
fn what_was_bought_too_much_is_sold_on() {
	let mut long = outlook(1, 100, 0);
	long.position = Position { bought: 500, cost: 500 * 100, ..Position::default() };
	let plan = planned(&[long], None);
	assert_eq!(orders(&plan), [(0, 600)]);
	assert_eq!(plan.market.total(), 500 * 100 - 600 * 100);
	// Below FIT, but above the surplus price.
	long.sell_price = 50;
	let plan = planned(&[long], None);
	assert_eq!(orders(&plan), [(0, 500)]);
	assert_eq!(plan.market.total(), 500 * 100 - 500 * 50 - 100 * 60);
	// Below the surplus price, but the fee is saved.
	long.sell_price = 36;
	let plan = planned(&[long], None);
	assert_eq!(orders(&plan), [(0, 500)]);
	assert_eq!(plan.market.total(), 500 * 100 - 500 * 36 - 100 * 60);
	long.sell_price = 35;
	let plan = planned(&[long], None);
	assert_eq!(orders(&plan), [(0, 0)]);
	assert_eq!(plan.market.total(), 500 * 105 - 500 * 40 - 100 * 60);
}

#[test]
fn what_a_limit_keeps_from_filling_is_the_utilitys() {
	let mut limited = outlook(1, 0, 300);
	limited.limit = Some(100);
	let plan = planned(&[limited], None);
	assert_eq!((orders(&plan), plan.steps[0].from_utility), (vec![(300, 0)], 0));
	assert_eq!(plan.market.total(), 300 * 105);
	limited.limit = Some(99);
	let plan = planned(&[limited], None);
	assert_eq!((orders(&plan), plan.steps[0].from_utility), (vec![(300, 0)], 300));
	assert_eq!(plan.market.total(), 300 * 200);
	// Dearer than the utility is what it is expected to cost, not what it may cost.
	limited.buy_price = 198;
	assert_eq!(orders(&planned(&[limited], None)), [(300, 0)]);
	limited.limit = Some(196);
	assert_eq!(orders(&planned(&[limited], None)), [(0, 0)]);
	// What is not bought charges no battery.
	(limited.buy_price, limited.limit, limited.load) = (100, Some(99), 0);
	let mut dear = outlook(2, 0, 0);
	dear.sell_price = 190;
	assert_eq!(orders(&planned(&[limited, dear], Some(store(900, 0)))), [(0, 0), (0, 0)]);
	limited.limit = Some(100);
	assert_eq!(orders(&planned(&[limited, dear], Some(store(900, 0)))), [(900, 0), (0, 900)]);
}

#[test]
fn a_storage_node_buys_cheap_and_sells_dear() {
	let mut dear = outlook(2, 0, 0);
	(dear.buy_price, dear.sell_price) = (150, 150);
	let mut lossy = store(900, 0);
	lossy.battery.efficiency_ppm = 900_000;
	let plan = planned(&[outlook(1, 0, 0), dear], Some(lossy));
	assert_eq!(orders(&plan), [(1_000, 0), (0, 900)]);
	assert_eq!(flows(&plan), [(1_000, 0), (0, 900)]);
	assert_eq!(plan.steps.iter().map(|step| step.level).collect::<Vec<_>>(), [900, 0]);
	assert_eq!(plan.market.total(), 1_000 * 105 - 900 * 150);
	assert_eq!(plan.utility.total(), 0);
	assert_eq!(plan.saving(), 30_000);

	// 105 / 0.9 = 116.7
	(dear.buy_price, dear.sell_price) = (116, 116);
	assert_eq!(planned(&[outlook(1, 0, 0), dear], Some(lossy)).saving(), 0);
	(dear.buy_price, dear.sell_price) = (117, 117);
	assert_eq!(planned(&[outlook(1, 0, 0), dear], Some(lossy)).saving(), 900 * 117 - 105_000);
}

#[test]
fn power_and_limits_bound_the_battery() {
	let mut dear = outlook(2, 0, 0);
	(dear.buy_price, dear.sell_price) = (150, 150);
	let mut weak = store(900, 0);
	weak.battery.power = 250;
	let plan = planned(&[outlook(1, 0, 0), dear], Some(weak));
	assert_eq!(flows(&plan), [(250, 0), (0, 250)]);
	let short = Request { interval_ms: HOUR / 4, ..request(&[outlook(1, 0, 0), dear], Some(weak)) };
	assert_eq!(flows(&super::plan(&short).unwrap()), [(62, 0), (0, 62)]);
	dear.limits.generation = 70;
	let plan = planned(&[outlook(1, 0, 50), dear], Some(weak));
	assert_eq!(flows(&plan)[1], (0, 70));
}

#[test]
fn what_may_not_be_fed_in_is_stored() {
	let mut sunny = outlook(1, 1_000, 0);
	sunny.limits.generation = 600;
	let plan = planned(&[sunny, outlook(2, 0, 1_000)], Some(store(300, 0)));
	assert_eq!(flows(&plan), [(300, 0), (0, 300)]);
	assert_eq!(orders(&plan), [(0, 600), (700, 0)]);
	assert_eq!(plan.utility_idle.total(), -600 * 60 + 1_000 * 200);
	assert_eq!(plan.market.total(), -600 * 100 + 700 * 105);
}

#[test]
fn a_reserve_is_kept_and_the_end_has_a_value() {
	let mut keeping = store(900, 500);
	keeping.reserve = 200;
	let plan = planned(&[outlook(1, 0, 1_000)], Some(keeping));
	assert_eq!(flows(&plan), [(0, 300)]);
	// What is discharged would have been worth FIT.
	assert_eq!(plan.market, Cost { paid: 700 * 105, wear: 0, stored: -300 * 60 });
	keeping.reserve = 0;
	keeping.end_value = Some(104);
	assert_eq!(flows(&planned(&[outlook(1, 0, 1_000)], Some(keeping))), [(0, 500)]);
	keeping.end_value = Some(106);
	assert_eq!(flows(&planned(&[outlook(1, 0, 1_000)], Some(keeping))), [(400, 0)]);
}

#[test]
fn a_battery_that_loses_nothing_is_not_charged_and_discharged_at_once() {
	let intervals: Vec<_> = (0..8).map(|interval| outlook(interval, 500, 500)).collect();
	let mut keeping = store(900, 500);
	for (end_value, at_the_end) in [(102, 500), (101, 500), (105, 500), (99, 0), (106, 900)] {
		keeping.end_value = Some(end_value);
		let plan = planned(&intervals, Some(keeping));
		assert_eq!(plan.steps[7].level, at_the_end, "{end_value}");
		assert!(flows(&plan).iter().all(|flow| flow.0 == 0 || flow.1 == 0));
		assert!(at_the_end != 500 || flows(&plan).iter().all(|flow| *flow == (0, 0)));
	}
}

/// Both sides of a short position: TOU below what is delivered, the shortfall price up to it.
#[test]
fn a_promise_that_cannot_be_bought_back_is_kept_from_the_battery() {
	let mut promised = outlook(1, 0, 400);
	promised.position = Position { sold: 400, revenue: 0, ..Position::default() };
	// Dearer than the shortfall price.
	promised.buy_price = 251;
	let mut later = outlook(2, 0, 800);
	later.buy_price = 246;
	later.tariff.tou = 220;
	// 600 Wh: the first 400 save TOU at 200, then 200 the shortfall price at 250, together less than 220 a Wh.
	let plan = planned(&[promised, later], Some(store(600, 600)));
	assert_eq!(flows(&plan), [(0, 0), (0, 600)]);
	// The other way round it is worth it.
	later.tariff.tou = 210;
	let plan = planned(&[promised, later], Some(store(600, 600)));
	assert_eq!(flows(&plan), [(0, 600), (0, 0)]);
	assert_eq!(plan.market.paid, 200 * 250 + 800 * 210);
}

#[test]
fn intervals_may_come_in_any_order_and_be_many() {
	let plan = planned(&[outlook(9, 0, 1), outlook(3, 0, 2)], None);
	assert_eq!(
		plan.steps.iter().map(|step| (step.interval, step.buy)).collect::<Vec<_>>(),
		[(3, 2), (9, 1)]
	);
	let json = serde_json::to_value(plan).unwrap();
	assert_eq!(json["market"]["paid"], 3 * 105);
}

#[test]
fn the_largest_numbers_are_planned() {
	let (energy, price) = (1 << 40, 1 << 48);
	let mut large = outlook(0, 0, energy);
	large.tariff = Tariff { tou: price, shortfall: price, alpha_ppm: PPM, fee: 1, ..TARIFF };
	large.buy_price = price - 2;
	large.limits = EnergyLimits { generation: u64::MAX, consumption: u64::MAX };
	large.position = Position { sold: energy, ..Position::default() };
	let mut lossy = store(energy, energy);
	lossy.battery.power = u64::MAX;
	lossy.battery.efficiency_ppm = 1;
	lossy.end_value = Some(price);
	let outlooks: Vec<_> = (0..128).map(|interval| Outlook { interval, ..large }).collect();
	let plan = planned(&outlooks, Some(lossy));
	let bought: u128 = plan.steps.iter().map(|step| u128::from(step.buy)).sum();
	assert_eq!(bought, 128 * u128::from(energy));
	// Of 2^41 that are missing only 2^40 may be ordered at once: what was sold, so without a fee.
	assert_eq!(plan.market.total(), 128 * i128::from(energy) * (2 * i128::from(price) - 2));
}
