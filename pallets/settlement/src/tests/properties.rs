// SPDX-License-Identifier: Apache-2.0

//! What holds for any positions and readings.

use super::*;
use gridmerit_energy::Order;
use gridmerit_market::Limits;
use proptest::{collection::vec, prelude::*};

const NODES: [NodeIndex; 4] = [ALICE, BOB, CAROL, 5];

/// Seller, buyer, energy, price.
type Trade = (usize, usize, Wh, Price);

fn trades() -> impl Strategy<Value = Vec<Trade>> {
	vec((0..NODES.len(), 0..NODES.len(), 1_u64..50, 61_u64..180), 0..12)
}

fn readings() -> impl Strategy<Value = Vec<Metered>> {
	let reading = prop_oneof![Just((0, 0)), (0_u64..80, 0_u64..80)];
	vec(reading.prop_map(|(import, export)| metered(import, export)), NODES.len())
}

fn positions(trades: &[Trade]) -> [Position; NODES.len()] {
	let mut positions = [Position::default(); NODES.len()];
	for &(seller, buyer, energy, price) in trades {
		if seller != buyer {
			positions[seller] = positions[seller].sell(energy, price).unwrap();
			positions[buyer] = positions[buyer].buy(energy, price).unwrap();
		}
	}
	positions
}

fn net(invoice: &Invoice) -> i128 {
	assert!(invoice.charged == 0 || invoice.credited == 0);
	invoice.credited as i128 - invoice.charged as i128
}

/// A market in which these are settled in this order: what each has gained, utility and grid last.
fn gains(
	positions: &[Position],
	readings: &[Metered],
	order: &[usize],
	rich: &[bool],
) -> [i128; 6] {
	let mut gains = None;
	run(|| {
		for (place, node) in NODES.into_iter().enumerate() {
			trade(INTERVAL, node, positions[place]);
			if rich[place] {
				deposit(node, 20_000);
			}
		}
		let everybody = [NODES[0], NODES[1], NODES[2], NODES[3], UTILITY, GRID];
		let before = everybody.map(worth);
		for &place in order {
			settle(INTERVAL, NODES[place], readings[place]);
			check_state();
		}
		let sheet = Settlement::balance_sheet(INTERVAL, 0).unwrap();
		assert_eq!((sheet.pending, sheet.totals.bought), (0, sheet.totals.sold));
		let after = everybody.map(worth);
		gains = Some([0, 1, 2, 3, 4, 5].map(|place| after[place] - before[place]));
	});
	gains.unwrap()
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(400))]

	/// Nothing is made and nothing lost: what nodes pay is what utility and grid get.
	#[test]
	fn an_interval_adds_up(trades in trades(), readings in readings()) {
		let (mut nodes, mut utility, mut grid) = (0, 0, 0);
		for (position, seen) in positions(&trades).into_iter().zip(readings) {
			let invoice = Invoice::new(Basis::Reading, seen, false, position, TARIFF);
			nodes += net(&invoice);
			utility += invoice.imbalance.cost() as i128 - invoice.imbalance.revenue() as i128;
			grid += invoice.fee as i128;
			// Energy, too: what it has and what it needs.
			let (has, needs) = (position.bought + seen.export, position.sold + seen.import);
			let expected = match invoice.imbalance {
				Imbalance::Bought { energy, .. } => (energy, 0),
				Imbalance::Sold { energy, .. } => (0, energy),
			};
			prop_assert_eq!((needs.saturating_sub(has), has.saturating_sub(needs)), expected);
		}
		prop_assert_eq!(nodes + utility + grid, 0);
	}

	#[test]
	fn in_whatever_order_it_is_settled_everybody_has_the_same(
		trades in trades(),
		readings in readings(),
		order in Just(vec![0, 1, 2, 3]).prop_shuffle(),
		rich in vec(any::<bool>(), 4),
	) {
		let positions = positions(&trades);
		let ordered = gains(&positions, &readings, &[0, 1, 2, 3], &[true; 4]);
		prop_assert_eq!(ordered, gains(&positions, &readings, &order, &rich));
		for (place, position) in positions.into_iter().enumerate() {
			let invoice = Invoice::new(Basis::Reading, readings[place], false, position, TARIFF);
			prop_assert_eq!(ordered[place], net(&invoice));
		}
	}

	/// Whatever of an order fills, at whatever prices, and however little is delivered: the lock covers it;
	/// what is drawn on top costs no more than the utility's price.
	#[test]
	fn the_lock_covers_whatever_a_trade_can_cost(
		(rounds, order) in (trades(), proptest::option::of((0..3_u8, 1_u64..60, 61_u64..179))),
		fills in vec((1_u64..20, 0.0..=1.0), 0..5),
		(import, export) in (0_u64..80, 0_u64..80),
	) {
		let limits: Limits = TARIFF.limits().unwrap();
		for position in positions(&rounds) {
			let order = order.map(|(kind, energy, price)| match kind {
				0 => Order::Demand { quantity: energy, limit: None },
				1 => Order::Demand { quantity: energy, limit: Some(price) },
				_ => Order::Offer { capacity: energy, ask: price },
			});
			let lock = position.lock(order, &TARIFF, &limits).unwrap();
			let mut filled = position;
			let mut left = order.map_or(0, |order| order.quantity());
			for (energy, at) in &fills {
				let energy = left.min(*energy);
				left -= energy;
				let between = |low: u64, high: u64| low + ((high - low) as f64 * at) as u64;
				let cap = limits.cap();
				filled = match order {
					Some(Order::Offer { ask, .. }) => filled.sell(energy, between(ask, cap)).unwrap(),
					Some(Order::Demand { limit, .. }) => {
						filled.buy(energy, between(61, limit.unwrap_or(cap))).unwrap()
					},
					None => filled,
				};
			}
			// What is left of the order needs no more than all of it did.
			let rest = order.and_then(|order| order.rest(order.quantity() - left));
			prop_assert!(filled.lock(rest, &TARIFF, &limits).unwrap() <= lock);
			let invoice = |seen| Invoice::new(Basis::Reading, seen, false, filled, TARIFF);
			prop_assert!(invoice(metered(0, export)).charged <= lock);
			let more = Planck::from(import * TARIFF.tou);
			prop_assert!(invoice(metered(import, export)).charged <= lock + more);
			// Neighbours and grid are covered whatever is drawn.
			let fee = filled.fee(TARIFF.fee);
			prop_assert!(filled.cost + fee <= filled.revenue + lock);
		}
	}

	/// Nobody gains by silence.
	#[test]
	fn the_worst_case_is_the_worst(
		trades in trades(),
		(import, export, limit) in (0_u64..80, 0_u64..80, 0_u64..80),
	) {
		for position in positions(&trades) {
			let invoice = |seen| net(&Invoice::new(Basis::Silence, seen, false, position, TARIFF));
			let worst = invoice(metered(limit, 0));
			prop_assert!(worst <= invoice(metered(import.min(limit), export)));
		}
	}
}
