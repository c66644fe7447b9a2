// SPDX-License-Identifier: Apache-2.0

//! Books of all kinds: the chain does what the market crate does, however often it is interrupted.

use super::*;
use frame_support::traits::GetCallName;
use gridmerit_market::{MAX_ORDER, MAX_PRICE, Scarcity, Status};
use proptest::{
	collection::{btree_map, vec},
	prelude::*,
	sample::select,
};

/// Orders as a strategy sees them: where an ask lies depends on the interval's rules.
type Posted = (bool, Wh, u64);

fn all_rules() -> Vec<Rules> {
	vec![
		usual_rules(),
		rules(200_000, 60_000, 900_000, 7_000, Scarcity::Ramp),
		// Room for a single ask, and for two; without the tariff's fit and with it.
		rules(2, 0, 1_000_000, 0, Scarcity::Cap),
		rules(3, 0, 1_000_000, 0, Scarcity::Ramp),
		rules(102, 99, 1_000_000, 0, Scarcity::Cap),
		// The widest: five passes.
		rules(MAX_PRICE, 0, 1_000_000, 0, Scarcity::Ramp),
		rules(MAX_PRICE, MAX_PRICE / 2, 999_999, 1, Scarcity::Cap),
	]
}

fn quantity() -> impl Strategy<Value = Wh> {
	prop_oneof![6 => 1..=4_u64, 4 => 1..=5_000_u64, 1 => 1..=MAX_ORDER, 1 => Just(MAX_ORDER)]
}

fn ask() -> impl Strategy<Value = u64> {
	prop_oneof![0..3_u64, Just(u64::MAX), any::<u64>()]
}

/// Orders of up to `pages` pages: mixed, sellers before buyers, buyers before sellers, one side only.
fn orders(pages: u32, most: usize) -> impl Strategy<Value = BTreeMap<NodeIndex, Posted>> {
	let nodes = pages * PAGE_ROWS;
	let node = prop_oneof![0..nodes, select(vec![0, 127, 128, nodes - 1])];
	let rows = btree_map(node, (any::<bool>(), quantity(), ask()), 0..=most);
	(rows, 0..8_u32).prop_map(move |(mut rows, layout)| {
		for (node, (sells, ..)) in &mut rows {
			*sells = match layout {
				0 => *node < nodes / 2,
				1 => *node >= nodes / 2,
				2 => true,
				3 => false,
				_ => *sells,
			};
		}
		rows
	})
}

fn post(interval: Interval, orders: BTreeMap<NodeIndex, Posted>) {
	let limits = ForwardMarket::rules(interval).unwrap().limits;
	let (cheapest, dearest) = (limits.cheapest_ask(), limits.dearest_ask());
	for (node, (sells, quantity, ask)) in orders {
		let ask = if ask == u64::MAX { dearest } else { cheapest + ask % (dearest - cheapest + 1) };
		Market::post(interval, node, if sells { offer(quantity, ask) } else { demand(quantity) });
	}
}

/// A round: orders for some of its windows, and pages of nodes that have nothing open.
type Round = (Vec<BTreeMap<NodeIndex, Posted>>, Vec<PageIndex>);

fn round(pages: u32, most: usize) -> impl Strategy<Value = Round> {
	(vec(orders(pages, most), 0..=WINDOWS as usize), vec(0..pages + 3, 0..3))
}

fn play(rules: &[Rules], rounds: &[Round], pace: Pace) {
	run(|| {
		for (interval, rules) in (FIRST_ROUND + 1..).zip(rules) {
			Market::set_rules(interval, *rules);
		}
		for (books, pages) in rounds {
			for (interval, orders) in (Market::round() + 1..).zip(books) {
				post(interval, orders.clone());
			}
			pages.iter().for_each(|page| Market::add_page(*page));
			let before = Before::now();
			clear_round(pace);
			before.check();
		}
	});
}

fn some_rules() -> impl Strategy<Value = Vec<Rules>> {
	vec(select(all_rules()), WINDOWS as usize + 3)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(48))]

	#[test]
	fn the_chain_clears_as_the_market_crate_does(
		rules in some_rules(),
		rounds in vec(round(12, 120), 1..=4),
	) {
		play(&rules, &rounds, Pace::Whole);
	}

	#[test]
	fn blocks_of_any_size_do_not_change_it(
		rules in some_rules(),
		rounds in vec(round(5, 100), 1..=3),
		limit in 0..400_000_u64,
	) {
		play(&rules, &rounds, Pace::Limit(limit));
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(24))]

	#[test]
	fn a_block_after_every_step_does_not_change_it(
		rules in some_rules(),
		rounds in vec(round(4, 60), 1..=3),
	) {
		play(&rules, &rounds, Pace::Steps);
	}
}

/// More than a page of transactions of one seller, then of one buyer, then with full pages on both sides.
#[test]
fn one_with_many_and_many_with_many() {
	let one_seller = |seller: NodeIndex| {
		Market::post(FIRST_ROUND + 1, seller, offer(1_000, 70_000));
		for buyer in (0..300).filter(|buyer| *buyer != seller) {
			Market::post(FIRST_ROUND + 1, buyer, demand(2));
		}
	};
	let one_buyer = |buyer: NodeIndex| {
		Market::post(FIRST_ROUND + 1, buyer, demand(1_000));
		for seller in (0..300).filter(|seller| *seller != buyer) {
			Market::post(FIRST_ROUND + 1, seller, offer(2, 60_001 + u64::from(seller) * 300));
		}
	};
	for pace in [Pace::Whole, Pace::Steps] {
		for node in [0, 127, 128, 299] {
			for book in [&one_seller as &dyn Fn(NodeIndex), &one_buyer] {
				run(|| {
					book(node);
					let before = Before::now();
					clear_round(pace);
					before.check();
					let result = Results::<Test>::get(FIRST_ROUND + 1, FIRST_ROUND).unwrap();
					assert_eq!(result.transactions, 299);
				});
			}
		}
		// 256 transactions fill two pages exactly.
		run(|| {
			for node in 0..512 {
				let order = if node % 2 == 0 { offer(3, 90_000) } else { demand(3) };
				Market::post(FIRST_ROUND + 2, node, order);
			}
			let before = Before::now();
			clear_round(pace);
			before.check();
			let key = |page| (FIRST_ROUND + 2, FIRST_ROUND, page);
			assert_eq!(Transactions::<Test>::get(key(1)).len(), 128);
			assert!(!Transactions::<Test>::contains_key(key(2)));
		});
	}
}

#[test]
fn what_is_left_of_an_order_clears_again() {
	run(|| {
		let interval = FIRST_ROUND + 3;
		Market::post(interval, 1, offer(100, 80_000));
		Market::post(interval, 2, demand(300));
		clear_round(Pace::Whole);
		// In scarcity at the cap; 200 Wh are still wanted.
		let first = Results::<Test>::get(interval, FIRST_ROUND).unwrap();
		assert_eq!((first.status, first.price), (Status::Scarcity, Some(180_000)));
		assert_eq!(Market::orders(interval), [(2, demand(200))]);

		// A round in which nobody sells.
		clear_round(Pace::Whole);
		let second = Results::<Test>::get(interval, FIRST_ROUND + 1).unwrap();
		assert_eq!((second.status, second.traded), (Status::NoSupply, 0));
		assert_eq!(Market::orders(interval), [(2, demand(200))]);

		// The last round; the seller has changed sides, the buyer replaces what was left.
		Market::post(interval, 1, demand(40));
		Market::post(interval, 2, offer(250, 100_000));
		clear_round(Pace::Whole);
		assert_eq!(Market::orders(interval), [(2, offer(210, 100_000))]);
		let (seller, buyer) = (
			Position { bought: 40, sold: 100, cost: 40 * 107_000, revenue: 100 * 180_000 },
			Position { bought: 100, sold: 40, cost: 100 * 187_000, revenue: 40 * 100_000 },
		);
		assert_eq!(ForwardMarket::position(interval, 1), seller);
		assert_eq!(ForwardMarket::position(interval, 2), buyer);
	});
}

#[test]
fn nobody_calls_the_clearing() {
	// No price, no result, no round is anybody's to set, the operator's neither.
	assert!(Call::<Test>::get_call_names().is_empty());
}
