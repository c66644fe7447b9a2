// SPDX-License-Identifier: Apache-2.0

//! Answers about transactions and books.

use super::*;
use gridmerit_energy::Transaction;
use gridmerit_market::MAX_ORDER;
use gridmerit_pallet_support::PageSet;
use proptest::prelude::*;

const INTERVAL: Interval = FIRST_ROUND + 2;

#[test]
fn positions_are_those_of_the_intervals_asked_for() {
	run(|| {
		for interval in [FIRST_ROUND + 1, FIRST_ROUND + 4] {
			Market::post(interval, 1, offer(10, 90_000));
			Market::post(interval, 2, demand(10));
		}
		clear_round(Pace::Whole);
		let of = |node, first, last| {
			let rows = ForwardMarket::positions_of(node, first, last).into_iter();
			rows.map(|(interval, row)| (interval, row.bought, row.sold)).collect::<Vec<_>>()
		};
		let (one, four) = (FIRST_ROUND + 1, FIRST_ROUND + 4);
		assert_eq!(of(1, 0, Interval::MAX), []);
		assert_eq!(of(1, one, four), [(one, 0, 10), (four, 0, 10)]);
		assert_eq!(of(2, one, four), [(one, 10, 0), (four, 10, 0)]);
		assert_eq!(of(2, one + 1, Interval::MAX), [(four, 10, 0)]);
		assert_eq!(of(2, four, one), []);
		assert_eq!(of(3, one, four), []);
		// A thousand intervals, and no more.
		assert_eq!(of(1, four - 999, four).len(), 2);
		assert_eq!(of(1, four - 1_000, four).len(), 1);
		assert_eq!(ForwardMarket::position(one, 2).bought, 10);
		assert_eq!(ForwardMarket::position(one, NodeIndex::MAX), Position::default());
	});
}

/// Where the utility's energy costs nothing no neighbour's does, and the round is cleared over it.
#[test]
fn nothing_is_quoted_where_prices_leave_no_room() {
	run(|| {
		let nought = gridmerit_energy::Tariff {
			tou: 0,
			fit: 0,
			alpha_ppm: 900_000,
			fee: 0,
			shortfall: 0,
			surplus: 0,
			curtailed: 0,
		};
		Market::set_limits(INTERVAL, nought.limits().unwrap());
		for order in [demand(5), offer(5, 90_000)] {
			assert_eq!(Clear::quote(INTERVAL, order, 0), None);
			assert!(Clear::quote(INTERVAL + 1, order, 0).is_some());
		}
		Market::post(INTERVAL + 1, 1, offer(10, 90_000));
		Market::post(INTERVAL + 1, 2, demand(10));
		clear_round(Pace::Whole);
		assert_eq!(Results::<Test>::get(INTERVAL, FIRST_ROUND), None);
		assert_eq!(ForwardMarket::position(INTERVAL + 1, 2).bought, 10);
	});
}

#[test]
fn positions_are_final_when_the_round_is_over() {
	run(|| {
		Market::post(INTERVAL, 1, offer(10, 90_000));
		assert!(ForwardMarket::is_final(INTERVAL));
		Market::close();
		while Market::is_closed() {
			assert!(!ForwardMarket::is_final(INTERVAL));
			assert!(ForwardMarket::is_final(FIRST_ROUND));
			poll_once();
		}
		assert!(ForwardMarket::is_final(INTERVAL));
	});
}

/// All transactions of a node, by looking at every one.
fn own(node: NodeIndex, intervals: impl Iterator<Item = Interval>) -> Vec<RoundTransaction> {
	let mut own = Vec::new();
	for interval in intervals {
		for round in FIRST_ROUND..Market::round() {
			for page in 0..9 {
				let rows = Clear::transactions(interval, round, page);
				own.extend(rows.into_iter().filter(|row| row.seller == node || row.buyer == node));
			}
		}
	}
	own
}

#[test]
fn a_transaction_says_all_about_itself() {
	run(|| {
		Market::post(INTERVAL, 1, offer(10, 90_000));
		Market::post(INTERVAL, 2, demand(7));
		clear_round(Pace::Whole);
		let expected = RoundTransaction {
			round: FIRST_ROUND,
			interval: INTERVAL,
			seller: 1,
			buyer: 2,
			energy: 7,
			payment: 630_000,
			price: 90_000,
			selling: 90_000,
		};
		for answer in [
			Clear::transactions(INTERVAL, FIRST_ROUND, 0),
			Clear::transactions_of(1, FIRST_ROUND, INTERVAL).0,
			Clear::transactions_of(2, INTERVAL, INTERVAL).0,
		] {
			assert_eq!(answer, [expected]);
		}
		let with_accounts = Transaction {
			round: FIRST_ROUND,
			interval: INTERVAL,
			seller: 1,
			seller_account: Some(1_000_001),
			buyer: 2,
			buyer_account: None,
			energy: 7,
			payment: 630_000,
			price: 90_000,
			selling: 90_000,
		};
		// The second node has left.
		let account_of = |node| (node != 2).then_some(1_000_000 + u64::from(node));
		assert_eq!(expected.with_accounts(account_of), with_accounts);
		assert!(Clear::transactions_of(3, FIRST_ROUND, INTERVAL).0.is_empty());
		assert!(Clear::transactions(INTERVAL, FIRST_ROUND, 1).is_empty());
		assert!(Clear::transactions(INTERVAL, FIRST_ROUND + 1, 0).is_empty());
	});
}

#[test]
fn transactions_of_a_node_span_pages_and_rounds() {
	run(|| {
		// Round by round the large node sells to all, then buys from all.
		for sells in [true, false] {
			for node in (0..400).filter(|node| *node != 200) {
				let order = if sells { demand(3) } else { offer(3, 70_000 + u64::from(node)) };
				Market::post(INTERVAL, node, order);
			}
			let order = if sells { offer(900, 80_000) } else { demand(900) };
			Market::post(INTERVAL, 200, order);
			Market::post(FIRST_ROUND + 3, 200, offer(1, 90_000));
			Market::post(FIRST_ROUND + 3, 201, demand(2));
			clear_round(Pace::Whole);
		}
		let intervals = || FIRST_ROUND..FIRST_ROUND + 5;
		for node in 0..402 {
			let answer = Clear::transactions_of(node, FIRST_ROUND, FIRST_ROUND + 4).0;
			assert_eq!(answer, own(node, intervals()));
		}
		assert!(Clear::transactions_of(200, FIRST_ROUND, INTERVAL).0.len() > 600);
		assert_eq!(Clear::transactions_of(200, FIRST_ROUND, FIRST_ROUND + 1).0, []);
	});
}

#[test]
fn depth_shows_what_is_open() {
	run(|| {
		assert_eq!(Clear::depth(INTERVAL, 0, None), Depth::default());
		Market::post(INTERVAL, 1, offer(10, 90_000));
		Market::post(INTERVAL, 500, offer(5, 90_000));
		Market::post(INTERVAL, 300, offer(7, 60_001));
		Market::post(INTERVAL, 2, demand(40));
		Market::post(INTERVAL, 501, demand(2));
		Market::post(INTERVAL + 1, 502, demand(2));
		Market::post(INTERVAL, 3, limited(4, 70_000));
		Market::post(INTERVAL, 503, limited(5, 70_000));
		Market::post(INTERVAL, 4, limited(6, 180_000));
		let depth = Depth {
			demand: 42,
			limited: vec![(180_000, 6), (70_000, 9)],
			supply: vec![(60_001, 7), (90_000, 15)],
			next_page: None,
		};
		assert_eq!(Clear::depth(INTERVAL, 0, None), depth);
		clear_round(Pace::Whole);
		// 22 of 42 are served.
		assert_eq!(Clear::depth(INTERVAL, 0, None), Depth { demand: 20, supply: vec![], ..depth });
		Market::close_late(INTERVAL + 1);
		clear_round(Pace::Whole);
		// Void, so the order is still there, but it is not open.
		assert!(!Market::orders(INTERVAL).is_empty());
		assert_eq!(Clear::depth(INTERVAL, 0, None), Depth::default());
	});
}

#[test]
fn only_what_could_be_posted_is_quoted() {
	run(|| {
		Market::post(INTERVAL, 1, offer(10, 90_000));
		let quote = |interval, quantity| Clear::quote(interval, demand(quantity), 0);
		for (interval, quantity) in
			[(FIRST_ROUND, 1), (FIRST_ROUND + 5, 1), (INTERVAL, 0), (INTERVAL, MAX_ORDER + 1)]
		{
			assert_eq!(quote(interval, quantity), None);
		}
		let cleared = Quote {
			status: Status::Cleared,
			price: Some(90_000),
			traded: 10,
			payment: 900_000,
			fee: 70_000,
		};
		assert_eq!(quote(INTERVAL, 10), Some(cleared));
		let scarce = quote(INTERVAL, MAX_ORDER).unwrap();
		assert_eq!((scarce.status, scarce.price), (Status::Scarcity, Some(180_000)));
		assert_eq!((scarce.traded, scarce.payment, scarce.fee), (10, 1_800_000, 70_000));
		for refused in [
			offer(0, 90_000),
			offer(MAX_ORDER + 1, 90_000),
			offer(1, 60_000),
			offer(1, 180_000),
			limited(0, 90_000),
			limited(1, 60_000),
			limited(1, 180_001),
		] {
			assert_eq!(Clear::quote(INTERVAL, refused, 0), None, "{refused:?}");
		}
		for edge in [offer(MAX_ORDER, 60_001), offer(1, 179_999), limited(MAX_ORDER, 60_001)] {
			assert!(Clear::quote(INTERVAL, edge, 0).is_some(), "{edge:?}");
		}
		// One that says how dear it may be pays no more than that.
		let most = |limit| Clear::quote(INTERVAL, limited(MAX_ORDER, limit), 0).unwrap();
		assert_eq!((most(90_000).price, most(90_000).traded), (Some(90_000), 10));
		assert_eq!((most(180_000).price, most(180_000).traded), (Some(180_000), 10));
		assert_eq!((most(89_999).status, most(89_999).price), (Status::NoMatch, None));
		assert_eq!((most(89_999).traded, most(89_999).payment), (0, 0));
		let sell = Clear::quote(INTERVAL, offer(1, 60_001), 0).unwrap();
		assert_eq!((sell.status, sell.price, sell.traded), (Status::NoDemand, None, 0));
		// Not while the book clears: part of it is gone by then.
		Market::close();
		assert_eq!(quote(INTERVAL, 10), None);
		poll(Weight::MAX);
		assert_eq!(quote(INTERVAL, 10), Some(cleared));
	});
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn a_quote_is_what_the_order_gets(
		orders in proptest::collection::btree_map(
			0..600_u32, (0..4_u32, 1..500_u64, 0..6_u64), 0..60
		),
		(kind, price) in (0..4_u32, 0..6_u64),
		quantity in prop_oneof![1..2_000_u64, Just(MAX_ORDER)],
	) {
		run(|| {
			let order = |kind, quantity, price| {
				let price = 60_001 + price * 20_000;
				match kind {
					0 => limited(quantity, price),
					1 => demand(quantity),
					_ => offer(quantity, price),
				}
			};
			for (node, (kind, quantity, price)) in orders {
				Market::post(INTERVAL, node, order(kind, quantity, price));
			}
			let order = order(kind, quantity, price);
			let quote = Clear::quote(INTERVAL, order, 0).unwrap();

			// Now post it, behind all others.
			let node = 128 * 900;
			Market::post(INTERVAL, node, order);
			clear_round(Pace::Whole);
			let result = Results::<Test>::get(INTERVAL, FIRST_ROUND).unwrap();
			assert_eq!((quote.status, quote.price), (result.status, result.price));
			let position = ForwardMarket::position(INTERVAL, node);
			assert_eq!(quote.traded, position.bought + position.sold);
			let (cost, revenue) = match order {
				Order::Demand { .. } => (quote.payment, 0),
				Order::Offer { .. } => (0, quote.payment),
			};
			assert_eq!((position.cost, position.revenue), (cost, revenue));
			assert_eq!(quote.fee, payment(quote.traded, 7_000));
		});
	}
}

#[test]
fn a_book_without_pages_can_be_asked_about() {
	run(|| {
		assert_eq!(Market::pages(), PageSet::default());
		let quote = Clear::quote(INTERVAL, demand(5), 0).unwrap();
		assert_eq!((quote.status, quote.traded), (Status::NoSupply, 0));
	});
}
