// SPDX-License-Identifier: Apache-2.0

//! Invoices, statements, balance sheets.

use super::*;
use gridmerit_energy::{BalanceSheet, Statement};
use proptest::{collection::vec, prelude::*};

fn sum(invoices: impl IntoIterator<Item = Invoice>) -> Totals {
	let mut totals = Totals::default();
	invoices.into_iter().for_each(|invoice| totals.add(&invoice));
	totals
}

#[test]
fn a_statement_says_what_the_market_has_saved() {
	run(|| {
		deposit(UTILITY, 10_000);
		for node in [ALICE, BOB] {
			deposit(node, 10_000);
		}
		for interval in [INTERVAL, INTERVAL + 1] {
			trade(interval, ALICE, bought(10, 100));
			trade(interval, BOB, sold(10, 100));
		}
		// As agreed; then a Wh more for one, and a Wh less for the other.
		settle(INTERVAL, ALICE, metered(10, 0));
		settle(INTERVAL, BOB, metered(0, 10));
		settle(INTERVAL + 1, ALICE, metered(11, 0));
		settle(INTERVAL + 1, BOB, metered(0, 9));
		let statement = Settlement::statement(ALICE, INTERVAL, INTERVAL + 1);
		let totals = Totals {
			intervals: 2,
			without_reading: 0,
			imported: 21,
			exported: 0,
			bought: 20,
			sold: 0,
			purchases: 2_100,
			sales: 0,
			fees: 100,
			from_utility: 1,
			to_utility: 0,
			utility_cost: 200,
			utility_revenue: 0,
			alone_cost: 4_200,
			alone_revenue: 0,
		};
		let expected = Statement {
			node: ALICE,
			first: INTERVAL,
			last: INTERVAL + 1,
			provisional: 0,
			disputable: 2,
			settled_for_good: 0,
			closed_until: Market::closed_until(),
			totals,
			paid: 2_300,
			paid_alone: 4_200,
			saved: 1_900,
		};
		assert_eq!(statement, expected);
		assert_eq!(Settlement::totals(ALICE), totals);
		// Bob earned 2_000 and paid 250; alone he would have had 19 * 60.
		let Statement { paid, paid_alone, saved, .. } =
			Settlement::statement(BOB, INTERVAL, INTERVAL + 1);
		assert_eq!((paid, paid_alone, saved), (-1_750, -1_140, 610));
		let Statement { totals, saved, .. } = Settlement::statement(ALICE, 0, INTERVAL - 1);
		assert_eq!((totals, saved), (Totals::default(), 0));
	});
}

#[test]
fn netting_within_the_meter_saves_nothing() {
	run(|| {
		deposit(ALICE, 10_000);
		settle(INTERVAL, ALICE, metered(15, 10));
		let Statement { totals, paid, paid_alone, saved, .. } =
			Settlement::statement(ALICE, INTERVAL, INTERVAL);
		assert_eq!((paid, paid_alone, saved), (1_000, 1_000, 0));
		assert_eq!((totals.alone_cost, totals.alone_revenue), (1_000, 0));
		assert_eq!(Settlement::totals(ALICE), totals);
	});
}

#[test]
fn a_balance_sheet_says_who_has_what() {
	run(|| {
		deposit(ALICE, 10_000);
		Market::set_metered(CAROL, 0);
		Market::set_limits(CAROL, 5, 5);
		deposit(CAROL, 700);
		trade(INTERVAL, ALICE, bought(10, 100));
		trade(INTERVAL, BOB, sold(10, 100));
		let sheet = || Settlement::balance_sheet(INTERVAL, 0).unwrap();
		let empty = BalanceSheet {
			interval: INTERVAL,
			utility: UTILITY,
			grid: GRID,
			totals: Totals::default(),
			nodes_net: 0,
			utility_net: 0,
			grid_net: 0,
			reserve_net: 0,
			pending: 0,
			held: 0,
			closed: false,
			next_page: None,
		};
		assert_eq!(sheet(), empty);
		settle(INTERVAL, ALICE, metered(11, 0));
		let BalanceSheet { nodes_net, utility_net, grid_net, pending, .. } = sheet();
		assert_eq!((nodes_net, utility_net, grid_net, pending), (-1_250, 200, 50, 1_000));
		silence(INTERVAL, CAROL);
		settle(INTERVAL, BOB, metered(0, 10));
		// What Carol's silence costs is the reserve's.
		let BalanceSheet { totals, nodes_net, utility_net, grid_net, pending, held, .. } = sheet();
		assert_eq!((nodes_net, utility_net, grid_net, pending), (-1_250, 200, 50, 0));
		assert_eq!(sheet().reserve_net, 1_000);
		assert_eq!((totals.intervals, totals.without_reading, held), (3, 1, 200));
		assert_eq!((totals.bought, totals.sold, totals.fees), (10, 10, 50));
		assert_eq!(Settlement::balance_sheet(INTERVAL + 40, 0), None);
	});
}

#[test]
fn boundary_of_what_is_looked_at() {
	run(|| {
		settle(INTERVAL, ALICE, metered(1, 0));
		settle(INTERVAL + 1, ALICE, metered(1, 0));
		let intervals = |first, last| -> Vec<_> {
			Settlement::invoices(ALICE, first, last).map(|(interval, _)| interval).collect()
		};
		assert_eq!(intervals(0, Interval::MAX), [INTERVAL, INTERVAL + 1]);
		assert_eq!(intervals(INTERVAL, INTERVAL), [INTERVAL]);
		assert_eq!(intervals(INTERVAL + 1, INTERVAL), Vec::<Interval>::new());
		assert_eq!(Settlement::statement(ALICE, 0, Interval::MAX).last, 999);
		assert_eq!(Settlement::statement(ALICE, 5, 1_003).last, 1_003);
		assert_eq!(Settlement::statement(ALICE, 5, 1_004).last, 1_004);
		assert_eq!(Settlement::statement(ALICE, 5, 1_005).last, 1_004);
		let end = Interval::MAX;
		assert_eq!(Settlement::statement(ALICE, end - 1, end).last, end);
	});
}

#[test]
fn debts_are_told_by_creditor() {
	run(|| {
		in_debt(ALICE);
		Market::set_utility(INTERVAL, CAROL);
		settle(INTERVAL, ALICE, metered(2, 0));
		let mut debts = Ledger::debts_of(ALICE);
		debts.sort();
		assert_eq!(debts, [(UTILITY, 200), (CAROL, 400)]);
		assert_eq!(Ledger::debts_of(BOB), []);
	});
}

#[derive(Clone, Debug)]
enum Step {
	Trade(Interval, NodeIndex, NodeIndex, Wh, Price),
	Settle(Interval, NodeIndex, Metered),
	Silence(Interval, NodeIndex),
	Reopen(Interval, NodeIndex),
}

const INTERVALS: core::ops::RangeInclusive<Interval> = INTERVAL - 1..=INTERVAL + 1;
const NODES: [NodeIndex; 4] = [GRID, ALICE, BOB, CAROL];

fn step() -> impl Strategy<Value = Step> {
	let node = || GRID..=CAROL;
	let reading = (0_u64..40, 0_u64..40).prop_map(|(import, export)| metered(import, export));
	prop_oneof![
		3 => (INTERVALS, node(), node(), 1_u64..20, 61_u64..180).prop_map(
			|(interval, seller, buyer, energy, price)| {
				Step::Trade(interval, seller, buyer, energy, price)
			}
		),
		4 => (INTERVALS, node(), reading)
			.prop_map(|(interval, node, reading)| Step::Settle(interval, node, reading)),
		1 => (INTERVALS, node()).prop_map(|(interval, node)| Step::Silence(interval, node)),
		1 => (INTERVALS, node()).prop_map(|(interval, node)| Step::Reopen(interval, node)),
	]
}

/// Every read agrees with every other, and sheets with the money.
fn check() {
	let mut nets = [0; 4];
	for interval in INTERVALS {
		let sheet = Settlement::balance_sheet(interval, 0).unwrap();
		let invoices = NODES.iter().filter_map(|node| Settlement::invoice(interval, *node));
		assert_eq!(sheet.totals, sum(invoices));
		let market = sheet.utility_net + sheet.grid_net + sheet.reserve_net;
		assert_eq!(sheet.nodes_net + market + sheet.pending, 0);
		assert_eq!(sheet.held, held(interval).into());
		nets[0] += sheet.nodes_net;
		nets[1] += sheet.utility_net;
		nets[2] += sheet.grid_net;
		nets[3] += sheet.reserve_net;
	}
	for node in NODES {
		let statement = Settlement::statement(node, INTERVAL - 2, INTERVAL + 9);
		let invoices = Settlement::invoices(node, INTERVAL - 2, INTERVAL + 9);
		assert_eq!(statement.totals, sum(invoices.map(|(_, invoice)| invoice)));
		assert_eq!(statement.totals, Settlement::totals(node));
		assert_eq!(statement.saved, statement.paid_alone - statement.paid);
		let invoices = Settlement::invoices(node, INTERVAL - 2, INTERVAL + 9);
		let paid: i128 =
			invoices.map(|(_, invoice)| invoice.charged as i128 - invoice.credited as i128).sum();
		assert_eq!(statement.paid, paid);
		let parts: i128 =
			INTERVALS.map(|interval| Settlement::statement(node, interval, interval).paid).sum();
		assert_eq!(parts, paid);
	}
	// What they have came from their accounts, or from the market.
	let drawn = |node| i128::from(WEALTH) - i128::from(balance(node));
	let gained = |node| worth(node) - drawn(node);
	let nodes: i128 = NODES.map(gained).iter().sum();
	assert_eq!((nodes, gained(UTILITY)), (nets[0] + nets[2], nets[1]));
	assert_eq!(worth(RESERVE), nets[3]);
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(150))]

	#[test]
	fn reads_agree_with_each_other_and_with_the_money(steps in vec(step(), 1..40)) {
		run(|| {
			for node in NODES {
				Market::set_metered(node, 0);
				Market::set_limits(node, 30, 30);
			}
			for step in steps {
				match step {
					Step::Trade(interval, seller, buyer, energy, price) => {
						let settled = |node| Settlement::invoice(interval, node).is_some();
						if seller == buyer || settled(seller) || settled(buyer) {
							continue;
						}
						let sold = Market::position(interval, seller).sell(energy, price).unwrap();
						let bought = Market::position(interval, buyer).buy(energy, price).unwrap();
						trade(interval, seller, sold);
						trade(interval, buyer, bought);
					},
					Step::Settle(interval, node, reading) => {
						let _ = try_settle(interval, node, reading);
					},
					Step::Silence(interval, node) => {
						if Settlement::invoice(interval, node).is_none() {
							silence(interval, node);
						}
					},
					Step::Reopen(interval, node) => {
						Settlement::reopen(interval, node);
					},
				}
				check();
			}
			for interval in INTERVALS {
				for node in NODES {
					let _ = try_settle(interval, node, metered(3, 0));
				}
				assert_eq!(Settlement::balance_sheet(interval, 0).unwrap().pending, 0);
			}
			check();
		});
	}
}
