// SPDX-License-Identifier: Apache-2.0

//! Where a line is full, what is fed in beyond position and right earns the curtailed price.

use super::*;
use gridmerit_energy::FeedInRight;
use gridmerit_pallet_support::{BusSet, FeedIn, Page};
use pallet_forward_market::{Buses, FullLines, Rights};

/// What is curtailed earns something here: FIT is 60.
const CURTAILED: Tariff = Tariff { curtailed: 20, ..TARIFF };

/// Where Alice and Bob hang; Carol does not.
const BEHIND: u16 = 1;

fn hang(node: NodeIndex, bus: u16) {
	pallet_te_registry::Nodes::<Test>::mutate(node, |node| {
		node.as_mut().unwrap().data.bus = bus;
	});
}

fn noted(node: NodeIndex) -> Option<Wh> {
	let rights = ForwardMarket::rights(INTERVAL, page_of(node));
	rights.get(node).map(|right| right.energy)
}

/// Behind a full line Alice, who has sold 10 Wh, may feed in 4 more, and Bob, who has not posted, nothing.
fn market(test: impl FnOnce()) {
	run(|| {
		HasGrid::set(&true);
		begin();
		Market::set_terms(INTERVAL, CURTAILED, GRID);
		for node in [ALICE, BOB, CAROL] {
			Market::set_metered(node, INTERVAL);
			deposit(node, 100_000);
		}
		deposit(UTILITY, 100_000);
		hang(ALICE, BEHIND);
		hang(BOB, BEHIND);
		trade(INTERVAL, ALICE, sold(10, 100));
		trade(INTERVAL, CAROL, bought(10, 100));
		let mut full = BusSet::default();
		full.insert(BEHIND);
		FullLines::<Test>::insert(INTERVAL, full);
		let (mut buses, mut rights) = (Page::default(), Page::default());
		buses.set(ALICE, BEHIND);
		rights.set(ALICE, FeedInRight { energy: 4 });
		Buses::<Test>::insert(INTERVAL, 0, buses);
		Rights::<Test>::insert(INTERVAL, 0, rights);
		at(INTERVAL + 1);
		events();
		test();
	});
}

#[test]
fn a_surplus_beyond_the_right_earns_the_curtailed_price() {
	market(|| {
		let before = pot();
		let invoice = settle(INTERVAL, ALICE, metered(0, 20));
		let revenue = 4 * 60 + 6 * 20;
		assert_eq!(invoice.imbalance, Imbalance::Sold { energy: 10, revenue });
		assert_eq!((invoice.right, invoice.curtailed()), (Some(FeedInRight { energy: 4 }), 6));
		// The utility pays that, and the neighbours what was sold to them.
		assert_eq!(worth(ALICE), 100_000 + 1_000 + revenue as i128);
		assert_eq!(worth(UTILITY), 100_000 - revenue as i128);
		settle(INTERVAL, CAROL, metered(10, 0));
		assert_eq!((Ledger::neighbours(INTERVAL), pot()), (0, before));
		// What was sold is delivered first: who delivers less than that is curtailed in nothing.
		let invoice = reopen(INTERVAL, ALICE);
		assert_eq!((invoice.curtailed(), invoice.right), (0, Some(FeedInRight { energy: 4 })));
		let invoice = settle(INTERVAL, ALICE, metered(0, 14));
		assert_eq!((invoice.curtailed(), invoice.imbalance.revenue()), (0, 240));
		let totals = Settlement::totals(ALICE);
		assert_eq!((totals.to_utility, totals.utility_revenue), (4, 240));
		assert_eq!(Settlement::balance_sheet(INTERVAL, 0).unwrap().totals.utility_revenue, 240);
	});
}

/// Not to post is no way around it.
#[test]
fn who_has_not_posted_may_feed_in_nothing_behind_a_full_line() {
	market(|| {
		assert_eq!(noted(BOB), None);
		let invoice = settle(INTERVAL, BOB, metered(0, 5));
		assert_eq!(invoice.imbalance, Imbalance::Sold { energy: 5, revenue: 100 });
		assert_eq!((invoice.curtailed(), noted(BOB)), (5, Some(0)));
		check_state();
		// It stays so if the node is moved before it is settled anew.
		hang(BOB, 0);
		assert_eq!(reopen(INTERVAL, BOB).right, Some(FeedInRight::default()));
		assert_eq!(settle(INTERVAL, BOB, metered(0, 7)).curtailed(), 7);
		assert_eq!(worth(BOB), 100_000 + 7 * 20);
	});
}

#[test]
fn elsewhere_fit_is_paid_for_all_of_it() {
	market(|| {
		let invoice = settle(INTERVAL, CAROL, metered(0, 15));
		let revenue = 10 * 40 + 15 * 60;
		assert_eq!(invoice.imbalance, Imbalance::Sold { energy: 25, revenue });
		assert_eq!((invoice.right, noted(CAROL)), (None, None));
		// Also if the node is moved behind the line before it is settled anew.
		hang(CAROL, BEHIND);
		reopen(INTERVAL, CAROL);
		assert_eq!(settle(INTERVAL, CAROL, metered(0, 15)), invoice);
		// And in intervals in which no line is full.
		at(INTERVAL + 2);
		let invoice = settle(INTERVAL + 1, BOB, metered(0, 5));
		assert_eq!((invoice.imbalance.revenue(), invoice.right), (300, None));
		assert_eq!(Rights::<Test>::iter_prefix(INTERVAL + 1).count(), 0);
	});
}

/// What its neighbours sell it has to flow over the same lines, wherever the registry has it by now.
#[test]
fn where_it_hung_when_it_posted_counts() {
	market(|| {
		Buses::<Test>::mutate(INTERVAL, 0, |buses| {
			buses.set(BOB, 0);
			buses.set(CAROL, BEHIND);
		});
		assert_eq!(settle(INTERVAL, BOB, metered(0, 5)).right, None);
		// What was bought there and is not used has to leave over the full line, too.
		let invoice = settle(INTERVAL, CAROL, metered(4, 0));
		assert_eq!(invoice.imbalance, Imbalance::Sold { energy: 6, revenue: 6 * 20 });
		assert_eq!(invoice.right, Some(FeedInRight::default()));
	});
}

/// A correction of the tariff, and who is silent or has no meter.
#[test]
fn all_ways_to_settle_know_the_right() {
	market(|| {
		settle(INTERVAL, ALICE, metered(0, 20));
		settle(INTERVAL, BOB, metered(0, 5));
		Market::correct(INTERVAL, Tariff { curtailed: 50, ..CURTAILED });
		check_state();
		block();
		let invoice = Settlement::invoice(INTERVAL, ALICE).unwrap();
		assert_eq!((invoice.imbalance.revenue(), invoice.curtailed()), (4 * 60 + 6 * 50, 6));
		assert_eq!(worth(BOB), 100_000 + 5 * 50);
		assert_eq!(worth(UTILITY), 200_000 - worth(ALICE) - worth(BOB) + 100_000 + 1_000);
		assert_eq!(silence(INTERVAL, CAROL).right, None);
		let (_, last) = Settlement::invoices(BOB, INTERVAL, INTERVAL).next().unwrap();
		assert_eq!(last.curtailed(), 5);
	});
}

#[test]
fn a_grid_costs_those_who_have_one() {
	run(|| {
		assert_eq!(Settlement::rights_weight(), Weight::zero());
		assert_eq!(Settlement::correction_weight(), Weights::steps(0, 1, 0, 0));
		HasGrid::set(&true);
		let access = <Test as frame_system::Config>::DbWeight::get();
		let weight = Settlement::rights_weight();
		assert_eq!(weight.ref_time(), access.reads_writes(3, 1).ref_time());
		assert!(weight.proof_size() > 3 * 4_096);
		let expected = Weights::steps(0, 1, 0, 0).saturating_add(weight);
		assert_eq!(Settlement::correction_weight(), expected);
	});
}
