// SPDX-License-Identifier: Apache-2.0

//! Wear, a reserve that is missing, a least gain, and what cannot be met.

use super::*;

fn said(plan: &Plan) -> Vec<String> {
	plan.notes.iter().map(ToString::to_string).collect()
}

/// Bought for 105 with the fee, sold for 150: a Wh gains 45.
#[test]
fn a_cycle_has_to_earn_its_wear() {
	let mut dear = outlook(2, 0, 0);
	dear.sell_price = 150;
	let mut worn = store(900, 0);
	worn.wear = 44;
	let plan = planned(&[outlook(1, 0, 0), dear], Some(worn));
	assert_eq!(flows(&plan), [(900, 0), (0, 900)]);
	assert_eq!(plan.market, Cost { paid: 900 * (105 - 150), wear: 900 * 44, stored: 0 });
	assert_eq!(plan.saving(), 900);
	worn.wear = 45;
	let plan = planned(&[outlook(1, 0, 0), dear], Some(worn));
	assert_eq!((flows(&plan), plan.market), (vec![(0, 0), (0, 0)], Cost::default()));
	// What is left at the end is worth what it will earn less the wear, by default.
	worn.charge = 900;
	assert_eq!(planned(&[outlook(1, 0, 0)], Some(worn)).steps[0].sell, 900);
	worn.wear = 101;
	assert_eq!(planned(&[outlook(1, 0, 0)], Some(worn)).steps[0].sell, 0);
}

/// Behind a full line, what neighbours do not take and nobody may feed in is worth nothing: it is stored. So is what would
/// earn FIT, as neighbours pay more in the evening.
#[test]
fn what_would_be_curtailed_is_stored() {
	let mut evening = outlook(2, 0, 500);
	evening.buy_price = 90;
	let noon = outlook(1, 900, 0);
	assert_eq!(flows(&planned(&[noon, evening], Some(store(900, 0)))), [(0, 0), (0, 0)]);
	let right = FeedInRight { energy: 300 };
	let full = Outlook { room: Some(Room { sold: 200, right }), ..noon };
	let plan = planned(&[full, evening], Some(store(900, 0)));
	assert_eq!(flows(&plan), [(700, 0), (0, 700)]);
	assert_eq!(orders(&plan), [(0, 200), (0, 200)]);
	assert_eq!(plan.market.paid, -(200 * 100 + 200 * 100));
	// Where it holds less, all that is left is offered, though 200 are expected to be sold and the rest fed in.
	let plan = planned(&[full, evening], Some(store(500, 0)));
	assert_eq!(flows(&plan), [(500, 0), (0, 500)]);
	assert_eq!((orders(&plan), plan.steps[0].to_utility), (vec![(0, 400), (0, 0)], 200));
	assert_eq!(plan.market.paid, -(200 * 100 + 200 * 60));
	// Without a battery 400 are curtailed.
	assert_eq!(planned(&[full], None).market.paid, -(200 * 100 + 300 * 60));
}

#[test]
fn a_little_gain_moves_no_battery() {
	let mut dear = outlook(2, 0, 0);
	dear.sell_price = 150;
	let of =
		|min_gain| Request { min_gain, ..request(&[outlook(1, 0, 0), dear], Some(store(900, 0))) };
	assert_eq!(flows(&plan(&of(900 * 45)).unwrap()), [(900, 0), (0, 900)]);
	assert_eq!(flows(&plan(&of(900 * 45 + 1)).unwrap()), [(0, 0), (0, 0)]);
}

#[test]
fn a_low_reserve_is_refilled_from_a_surplus_first() {
	let mut low = store(900, 100);
	low.reserve = 400;
	// 300 Wh are missing: in the second hour there is a surplus of 200, which would earn 100 a Wh.
	let plan = planned(&[outlook(1, 0, 50), outlook(2, 200, 0), outlook(3, 0, 0)], Some(low));
	assert_eq!(flows(&plan), [(100, 0), (200, 0), (0, 0)]);
	assert_eq!(orders(&plan), [(150, 0), (0, 0), (0, 0)]);
	let whole = "the battery holds 0.1 kWh, less than its reserve of 0.4 kWh: it is refilled";
	assert_eq!(said(&plan), [whole]);
	// It is not discharged meanwhile, whatever that would earn.
	let mut dear = outlook(1, 0, 1_000);
	dear.buy_price = 190;
	let plan = planned(&[dear, outlook(2, 400, 0)], Some(low));
	assert_eq!(flows(&plan), [(0, 0), (300, 0)]);
	// What it has beyond, it uses.
	low.charge = 400;
	assert_eq!(said(&planned(&[dear], Some(low))), [""; 0]);
}

#[test]
fn a_reserve_is_refilled_as_far_as_it_goes() {
	let mut low = store(900, 100);
	(low.reserve, low.battery.power) = (800, 150);
	let plan = planned(&[outlook(1, 0, 0), outlook(2, 0, 0)], Some(low));
	assert_eq!(flows(&plan), [(150, 0), (150, 0)]);
	let part = "the battery holds 0.1 kWh, less than its reserve of 0.8 kWh: it is charged to 0.4 kWh, 0.4 kWh stay missing";
	assert_eq!(said(&plan), [part]);
	low.battery.power = 0;
	let none = "the battery holds 0.1 kWh, less than its reserve of 0.8 kWh: in these intervals it cannot be refilled";
	assert_eq!(said(&planned(&[outlook(1, 0, 0)], Some(low))), [none]);
	// Not with what was promised to neighbours and cannot be bought back.
	let mut promised = outlook(1, 400, 0);
	promised.position = Position { sold: 400, revenue: 40_000, ..Position::default() };
	promised.buy_price = 251;
	promised.limits.consumption = 0;
	low.battery.power = 1_000;
	assert_eq!(flows(&planned(&[promised], Some(low))), [(0, 0)]);
}

#[test]
fn what_cannot_be_delivered_is_said() {
	let mut oversold = outlook(7, 100, 0);
	oversold.position = Position { sold: 500, revenue: 50_000, ..Position::default() };
	assert_eq!(said(&planned(&[oversold], None)), [""; 0]);
	// Dearer than the shortfall price: it is not bought back.
	oversold.buy_price = 251;
	let plan = planned(&[oversold], None);
	assert_eq!(plan.steps[0].undelivered, 400);
	let note = "interval 7: 0.4 kWh that were sold can neither be delivered nor bought back";
	assert_eq!(said(&plan), [note]);
	assert_eq!(serde_json::to_value(plan).unwrap()["notes"][0], note);
}

/// Many intervals in which a Wh more is worth more: the best is found all the same, and nothing is cut short.
#[test]
fn many_prices_that_rise_with_what_is_delivered() {
	let intervals: Vec<_> = (0..128_u32)
		.map(|at| {
			let mut one = outlook(at, 0, u64::from(100 + at * 37 % 400));
			let sold = u64::from(1 + at * 53 % 700);
			one.position = Position { sold, revenue: 0, ..Position::default() };
			one.buy_price = 251 + u64::from(at % 3);
			one.limits.consumption = 0;
			one.tariff.tou = 150 + u64::from(at * 29 % 50);
			one
		})
		.collect();
	let mut keeping = store(3_000, 3_000);
	keeping.end_value = Some(0);
	let plan = planned(&intervals, Some(keeping));
	assert!(!plan.notes.iter().any(|note| matches!(note, Note::CutShort { .. })));
	let given: u64 = plan.steps.iter().map(|step| step.discharge).sum();
	assert_eq!(given, 3_000);
	// Most of it where it saves the shortfall price.
	assert!(plan.market.total() < planned(&intervals, None).market.total() - 3_000 * 230);
}
