// SPDX-License-Identifier: Apache-2.0

//! Books of all kinds: the chain does what the market crate does, however often it is interrupted.

use super::*;
use frame_support::traits::GetCallName;
use gridmerit_market::{MAX_ORDER, MAX_PRICE};
use proptest::{
	collection::{btree_map, vec},
	prelude::*,
	sample::select,
};

/// Orders as a strategy sees them: whether it sells, how much, and its ask or its limit, if it has one. Where these
/// lie depends on the interval's limits.
type Posted = (bool, Wh, Option<u64>);

fn all_limits() -> Vec<Limits> {
	let limits = |tou, fit, alpha_ppm, fee| Limits::new(tou, fit, alpha_ppm, fee).unwrap();
	vec![
		usual_limits(),
		// Room for a single ask, and for two; without the tariff's fit and with it.
		limits(2, 0, 1_000_000, 0),
		limits(3, 0, 1_000_000, 0),
		limits(102, 99, 1_000_000, 0),
		// The widest: the most passes.
		limits(MAX_PRICE, 0, 1_000_000, 0),
		limits(MAX_PRICE, MAX_PRICE / 2, 999_999, 1),
	]
}

fn quantity() -> impl Strategy<Value = Wh> {
	prop_oneof![6 => 1..=4_u64, 4 => 1..=5_000_u64, 1 => 1..=MAX_ORDER, 1 => Just(MAX_ORDER)]
}

fn price() -> impl Strategy<Value = Option<u64>> {
	prop_oneof![
		(0..3_u64).prop_map(Some),
		Just(Some(u64::MAX)),
		any::<u64>().prop_map(Some),
		Just(None),
	]
}

/// Orders of up to `pages` pages: mixed, sellers before buyers, buyers before sellers, one side only.
fn orders(pages: u32, most: usize) -> impl Strategy<Value = BTreeMap<NodeIndex, Posted>> {
	let nodes = pages * PAGE_ROWS;
	let node = prop_oneof![0..nodes, select(vec![0, 127, 128, nodes - 1])];
	let rows = btree_map(node, (any::<bool>(), quantity(), price()), 0..=most);
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
	let cheapest = limits.cheapest_ask();
	for (node, (sells, quantity, price)) in orders {
		let within = |dearest: Price| {
			price.map(|price| match price {
				u64::MAX => dearest,
				price => cheapest + price % (dearest - cheapest + 1),
			})
		};
		let order = match sells {
			true => offer(quantity, within(limits.dearest_ask()).unwrap_or(cheapest)),
			false => Order::Demand { quantity, limit: within(limits.cap()) },
		};
		Market::post(interval, node, order);
	}
}

/// A round: orders for some of its windows, and pages of nodes that have nothing open.
type Round = (Vec<BTreeMap<NodeIndex, Posted>>, Vec<PageIndex>);

fn round(pages: u32, most: usize) -> impl Strategy<Value = Round> {
	(vec(orders(pages, most), 0..=WINDOWS as usize), vec(0..pages + 3, 0..3))
}

fn play(limits: &[Limits], rounds: &[Round], pace: Pace) {
	run(|| {
		for (interval, limits) in (FIRST_ROUND + 1..).zip(limits) {
			Market::set_limits(interval, *limits);
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

fn some_limits() -> impl Strategy<Value = Vec<Limits>> {
	vec(select(all_limits()), WINDOWS as usize + 3)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(48))]

	#[test]
	fn the_chain_clears_as_the_market_crate_does(
		limits in some_limits(),
		rounds in vec(round(12, 120), 1..=4),
	) {
		play(&limits, &rounds, Pace::Whole);
	}

	#[test]
	fn blocks_of_any_size_do_not_change_it(
		limits in some_limits(),
		rounds in vec(round(5, 100), 1..=3),
		budget in 0..400_000_u64,
	) {
		play(&limits, &rounds, Pace::Limit(budget));
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(24))]

	#[test]
	fn a_block_after_every_step_does_not_change_it(
		limits in some_limits(),
		rounds in vec(round(4, 60), 1..=3),
	) {
		play(&limits, &rounds, Pace::Steps);
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
			Position { bought: 40, sold: 100, cost: 40 * 100_000, revenue: 100 * 180_000 },
			Position { bought: 100, sold: 40, cost: 100 * 180_000, revenue: 40 * 100_000 },
		);
		assert_eq!(ForwardMarket::position(interval, 1), seller);
		assert_eq!(ForwardMarket::position(interval, 2), buyer);
	});
}

/// Demand that says up to what price: those above it get all, those at it share, the others nothing; what is left
/// waits with its limit.
#[test]
fn demand_with_a_limit_buys_up_to_it() {
	run(|| {
		let interval = FIRST_ROUND + 3;
		Market::post(interval, 1, offer(100, 80_000));
		Market::post(interval, 2, offer(100, 120_000));
		Market::post(interval, 3, demand(50));
		Market::post(interval, 4, limited(30, 130_000));
		Market::post(interval, 5, limited(25, 100_000));
		Market::post(interval, 6, limited(11, 100_000));
		Market::post(interval, 7, limited(40, 79_999));
		let before = Before::now();
		clear_round(Pace::Steps);
		before.check();
		// 80 Wh are wanted above 100,000, and 100 offered up to it: the others share 20.
		let result = Results::<Test>::get(interval, FIRST_ROUND).unwrap();
		assert_eq!((result.status, result.price), (Status::Cleared, Some(100_000)));
		assert_eq!((result.demand, result.supply, result.traded), (156, 200, 100));
		// What has a limit is not left to the utility.
		assert_eq!((result.utility_import, result.utility_export), (0, 100));
		let bought = |node| ForwardMarket::position(interval, node).bought;
		assert_eq!([3, 4, 5, 6, 7].map(bought), [50, 30, 10, 10, 0]);
		let left = [
			(2, offer(100, 120_000)),
			(5, limited(15, 100_000)),
			(6, limited(1, 100_000)),
			(7, limited(40, 79_999)),
		];
		assert_eq!(Market::orders(interval), left);

		// Now all demand has limits, and all of them are below the ask.
		clear_round(Pace::Steps);
		let result = Results::<Test>::get(interval, FIRST_ROUND + 1).unwrap();
		assert_eq!((result.status, result.price), (Status::NoMatch, None));
		assert_eq!((result.demand, result.supply, result.traded, result.payment), (56, 100, 0, 0));
		assert_eq!(Market::orders(interval), left);
	});
}

/// Where nothing trades there is no price for anybody to learn from.
#[test]
fn nothing_traded_has_no_price() {
	run(|| {
		let books: [(&[Order], Status); 3] = [
			(&[demand(5), limited(5, 90_000)], Status::NoSupply),
			(&[offer(5, 90_000)], Status::NoDemand),
			(&[offer(5, 90_000), limited(5, 89_999)], Status::NoMatch),
		];
		for (interval, (orders, _)) in (FIRST_ROUND + 1..).zip(books) {
			for (node, order) in (1..).zip(orders) {
				Market::post(interval, node, *order);
			}
		}
		let before = Before::now();
		clear_round(Pace::Whole);
		before.check();
		for (interval, (_, expected)) in (FIRST_ROUND + 1..).zip(books) {
			let result = Results::<Test>::get(interval, FIRST_ROUND).unwrap();
			assert_eq!((result.status, result.price, result.payment), (expected, None, 0));
			assert!(events().iter().any(|event| matches!(event,
				Event::IntervalCleared { interval: of, price: None, traded: 0, status, .. }
					if (*of, *status) == (interval, expected)
			)));
		}
	});
}

/// The odd Wh go round: whose turn it is changes with the interval.
#[test]
fn the_odd_wh_goes_round_with_the_interval() {
	run(|| {
		let intervals = FIRST_ROUND + 1..=FIRST_ROUND + 3;
		for interval in intervals.clone() {
			Market::post(interval, 1, demand(10));
			(2..5).for_each(|node| Market::post(interval, node, offer(10, 90_000)));
		}
		let before = Before::now();
		clear_round(Pace::Whole);
		before.check();
		let odd = |interval| (2..5).find(|node| ForwardMarket::position(interval, *node).sold == 4);
		let odd: std::collections::BTreeSet<_> = intervals.map(odd).collect();
		assert_eq!(odd, [2, 3, 4].map(Some).into());
	});
}

/// Without the offer of a pivotal seller there would be scarcity.
#[test]
fn pivotal_sellers_are_published() {
	run(|| {
		let (interval, other) = (FIRST_ROUND + 1, FIRST_ROUND + 2);
		Market::post(interval, 1, demand(50));
		Market::post(interval, 2, limited(100, 100_000));
		// 20 Wh can be spared: 21 cannot.
		Market::post(interval, 3, offer(21, 70_000));
		Market::post(interval, 4, offer(20, 70_000));
		Market::post(interval, 5, offer(29, 110_000));
		// Nobody is pivotal where demand has limits only.
		Market::post(other, 1, limited(50, 100_000));
		Market::post(other, 3, offer(50, 70_000));
		let before = Before::now();
		clear_round(Pace::Steps);
		before.check();
		assert_eq!(Clear::pivotal(interval, FIRST_ROUND), [3, 5]);
		assert_eq!(Results::<Test>::get(interval, FIRST_ROUND).unwrap().pivotal, 2);
		assert_eq!(Results::<Test>::get(other, FIRST_ROUND).unwrap().pivotal, 0);
		assert_eq!(Pivotal::<Test>::iter().count(), 1);
		assert!(Clear::pivotal(other, FIRST_ROUND).is_empty());
	});
	// More than are listed, on two pages.
	run(|| {
		(0..200).for_each(|node| Market::post(FIRST_ROUND + 1, node, offer(10, 90_000)));
		(200..400).for_each(|node| Market::post(FIRST_ROUND + 1, node, demand(10)));
		let before = Before::now();
		clear_round(Pace::Steps);
		before.check();
		let first = (0..LISTED_PIVOTAL).collect::<Vec<_>>();
		assert_eq!(Clear::pivotal(FIRST_ROUND + 1, FIRST_ROUND), first);
		assert_eq!(Results::<Test>::get(FIRST_ROUND + 1, FIRST_ROUND).unwrap().pivotal, 200);
	});
}

/// Those who share are too many to be listed, on both sides of the book in turn, so that the level takes passes of its
/// own, and a block ends after every step of them.
#[test]
fn more_share_than_can_be_listed() {
	let energy = |node: NodeIndex| 1 + u64::from(node).wrapping_mul(0x9E37_79B9_7F4A_7C15) % 9_000;
	let share = |order: &dyn Fn(NodeIndex) -> Order, other: &dyn Fn() -> Order| {
		run(|| {
			let nodes = 0..1_500;
			nodes.clone().for_each(|node| Market::post(FIRST_ROUND + 1, node, order(node)));
			Market::post(FIRST_ROUND + 1, 2_000, other());
			let before = Before::now();
			clear_round(Pace::Steps);
			before.check();
			let position = |node| ForwardMarket::position(FIRST_ROUND + 1, node);
			let filled = |node| position(node).bought + position(node).sold;
			// Everybody gets what it wants up to one level, to within a Wh.
			let level = nodes.clone().map(filled).max().unwrap();
			for node in nodes {
				let (got, wanted) = (filled(node), energy(node));
				assert!(got == wanted.min(level) || got + 1 == wanted.min(level), "{node}");
			}
			assert_eq!(Results::<Test>::get(FIRST_ROUND + 1, FIRST_ROUND).unwrap().traded, 1 << 20);
		});
	};
	share(&|node| demand(energy(node)), &|| offer(1 << 20, 90_000));
	share(&|node| limited(energy(node), 90_000), &|| offer(1 << 20, 80_000));
	share(&|node| offer(energy(node), 90_000), &|| demand(1 << 20));
}

#[test]
fn nobody_calls_the_clearing() {
	// No price, no result, no round is anybody's to set, the operator's neither.
	assert!(Call::<Test>::get_call_names().is_empty());
}
