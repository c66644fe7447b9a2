// SPDX-License-Identifier: Apache-2.0

//! Intervals settled with their readings.

use super::*;

fn bought_now(energy: Wh, cost: Planck) -> Imbalance {
	Imbalance::Bought { energy, cost }
}

fn sold_now(energy: Wh, revenue: Planck) -> Imbalance {
	Imbalance::Sold { energy, revenue }
}

fn refused(interval: Interval, node: NodeIndex, reason: Unsettleable) {
	assert_eq!(check(interval, node), Err(reason));
}

#[test]
fn a_consumer_pays_its_neighbour_and_the_grid() {
	run(|| {
		trade(INTERVAL, ALICE, bought(10, 100));
		trade(INTERVAL, BOB, sold(10, 100));
		assert_eq!((money(ALICE), money(BOB)), ((1_050, 1_050, 0, 0), (1_500, 1_500, 0, 0)));
		events();
		let invoice = settle(INTERVAL, ALICE, metered(10, 0));
		assert_eq!(
			invoice,
			Invoice {
				basis: Basis::Reading,
				metered: metered(10, 0),
				above_limit: false,
				position: bought(10, 100),
				right: None,
				fee: 50,
				imbalance: sold_now(0, 0),
				tariff: TARIFF,
				charged: 1_050,
				credited: 0,
			}
		);
		assert_eq!(events(), [settled(ALICE, INTERVAL, invoice)]);
		assert!(!has_money(ALICE));
		assert_eq!(money(GRID), (50, 0, 0, 0));
		// What it paid lies in the pot for its neighbour.
		assert_eq!(pot(), 2_550);
		let invoice = settle(INTERVAL, BOB, metered(0, 10));
		assert_eq!((invoice.credited, invoice.charged, invoice.fee), (1_000, 0, 0));
		assert_eq!(money(BOB), (2_500, 0, 0, 0));
		assert!(!has_money(UTILITY));
	});
}

#[test]
fn a_seller_is_paid_before_its_buyer_has_paid() {
	run(|| {
		trade(INTERVAL, ALICE, bought(10, 100));
		trade(INTERVAL, BOB, sold(10, 100));
		settle(INTERVAL, BOB, metered(0, 10));
		assert_ok!(Ledger::withdraw(by(BOB), 2_500));
		assert_eq!((balance(BOB), pot()), (WEALTH + 1_000, 50));
		settle(INTERVAL, ALICE, metered(10, 0));
		assert_ok!(Ledger::withdraw(by(GRID), 50));
		assert_eq!(pot(), 0);
	});
}

/// The imbalance and the net movement of every kind of node; everybody has enough.
#[test]
fn what_is_not_used_or_delivered_is_traded_with_the_utility() {
	let prosumer = bought(10, 100).sell(4, 150).unwrap();
	let seller = sold(10, 100).buy(4, 150).unwrap();
	let none = Position::default();
	for (position, metered, imbalance, moved) in [
		// A node that never traded pays the time-of-use price and earns the feed-in tariff.
		(none, metered(0, 0), sold_now(0, 0), 0),
		(none, metered(5, 0), bought_now(5, 1_000), -1_000),
		(none, metered(0, 5), sold_now(5, 300), 300),
		(none, metered(7, 5), bought_now(2, 400), -400),
		// A consumer of 10: used less, as agreed, more.
		(bought(10, 100), metered(0, 0), sold_now(10, 400), 400 - 1_050),
		(bought(10, 100), metered(9, 0), sold_now(1, 40), 40 - 1_050),
		(bought(10, 100), metered(10, 0), sold_now(0, 0), -1_050),
		(bought(10, 100), metered(11, 0), bought_now(1, 200), -200 - 1_050),
		// It may even feed in: beyond what it had bought at the feed-in tariff.
		(bought(10, 100), metered(0, 3), sold_now(13, 400 + 180), 580 - 1_050),
		// A seller of 10: delivered nothing, less, as agreed, more; or drew on top.
		(sold(10, 100), metered(0, 0), bought_now(10, 2_500), 1_000 - 2_500),
		(sold(10, 100), metered(0, 9), bought_now(1, 250), 1_000 - 250),
		(sold(10, 100), metered(0, 10), sold_now(0, 0), 1_000),
		(sold(10, 100), metered(0, 11), sold_now(1, 60), 1_000 + 60),
		(sold(10, 100), metered(3, 0), bought_now(13, 2_500 + 600), 1_000 - 3_100),
		// Long by 6, having paid 1_000, a fee of 30, and earned 600.
		(prosumer, metered(6, 0), sold_now(0, 0), -430),
		(prosumer, metered(0, 0), sold_now(6, 240), -430 + 240),
		(prosumer, metered(0, 3), sold_now(9, 240 + 180), -430 + 420),
		(prosumer, metered(8, 0), bought_now(2, 400), -430 - 400),
		// Short by 6, having earned 1_000 and paid 600; no fee, as it uses nothing of it.
		(seller, metered(0, 6), sold_now(0, 0), 400),
		(seller, metered(0, 0), bought_now(6, 1_500), 400 - 1_500),
		(seller, metered(2, 0), bought_now(8, 1_500 + 400), 400 - 1_900),
		(seller, metered(0, 8), sold_now(2, 120), 400 + 120),
	] {
		run(|| {
			deposit(UTILITY, 10_000);
			deposit(ALICE, 10_000);
			trade(INTERVAL, ALICE, position);
			let invoice = settle(INTERVAL, ALICE, metered);
			assert_eq!(invoice.imbalance, imbalance);
			let fee = 5 * position.long();
			let got = invoice.credited as i64 - invoice.charged as i64;
			assert_eq!((got, invoice.fee), (moved, fee.into()), "{position:?} {metered:?}");
			assert!(invoice.credited == 0 || invoice.charged == 0);
			assert_eq!(Debts::<Test>::iter().count(), 0);
			let utility = match imbalance {
				Imbalance::Bought { cost, .. } => 10_000 + cost as u64,
				Imbalance::Sold { revenue, .. } => 10_000 - revenue as u64,
			};
			assert_eq!(money(ALICE), ((10_000 + moved) as u64, 0, 0, 0));
			assert_eq!(money(UTILITY), (utility, imbalance.cost() as u64, 0, 0));
			assert_eq!(money(GRID), (fee, 0, 0, 0));
		});
	}
}

#[test]
fn the_fee_goes_to_the_grid_account_whoever_that_is() {
	for (grid, expected) in
		[(GRID, [0, 200, 50]), (UTILITY, [0, 250, 0]), (ALICE, [50, 200, 0]), (BOB, [0, 200, 0])]
	{
		run(|| {
			Market::set_terms(INTERVAL, TARIFF, grid);
			trade(INTERVAL, ALICE, bought(10, 100));
			deposit(ALICE, 200);
			// It draws 1 Wh more than it has bought.
			let invoice = settle(INTERVAL, ALICE, metered(11, 0));
			assert_eq!((invoice.fee, invoice.charged), (50, 1_250));
			assert_eq!(Debts::<Test>::iter().count(), 0);
			assert_eq!([ALICE, UTILITY, GRID].map(|node| money(node).0), expected);
			assert_eq!(money(BOB).0, if grid == BOB { 50 } else { 0 });
		});
	}
}

/// It flows once, from Carol to Alice, however often it was traded before.
#[test]
fn energy_that_is_bought_back_pays_no_fee() {
	let market = [
		(ALICE, bought(10, 100), metered(10, 0), 50),
		(BOB, sold(10, 100).buy(10, 150).unwrap(), metered(0, 0), 0),
		(CAROL, sold(10, 150), metered(0, 10), 0),
	];
	run(|| {
		for (node, position, ..) in market {
			trade(INTERVAL, node, position);
		}
		// Bob has lost 500 by it, and is asked for no more.
		assert_eq!(money(BOB).1, 500);
		for (node, _, seen, fee) in market {
			assert_eq!(settle(INTERVAL, node, seen).fee, fee);
		}
		assert_eq!(money(GRID), (50, 0, 0, 0));
		assert_eq!([ALICE, BOB, CAROL].map(|node| money(node).0), [0, 0, 1_000 + 1_500]);
		let sheet = Settlement::balance_sheet(INTERVAL, 0).unwrap();
		assert_eq!((sheet.totals.fees, sheet.grid_net, sheet.pending), (50, 50, 0));
	});
}

#[test]
fn a_grid_account_that_trades_pays_its_fee_to_itself() {
	run(|| {
		Market::set_terms(INTERVAL, TARIFF, ALICE);
		trade(INTERVAL, ALICE, bought(10, 100));
		events();
		// It has nothing for the 2 Wh beyond but the fee that it earns.
		let invoice = settle(INTERVAL, ALICE, metered(12, 0));
		assert_eq!(invoice.charged, 1_450);
		assert_eq!(
			events(),
			[incurred(ALICE, UTILITY, 350, 350), settled(ALICE, INTERVAL, invoice)]
		);
		assert_eq!(money(ALICE), (0, 0, 350, 0));
		assert_eq!(money(UTILITY), (50, 50, 0, 350));
	});
}

#[test]
fn what_a_node_cannot_pay_is_a_debt_to_the_utility_alone() {
	run(|| {
		trade(INTERVAL, ALICE, bought(10, 100));
		trade(INTERVAL, BOB, sold(10, 100));
		// Locked for another interval: not for this one.
		lock(ALICE, INTERVAL + 2, 5_000);
		deposit(ALICE, 30);
		let invoice = settle(INTERVAL, ALICE, metered(13, 0));
		assert_eq!((invoice.charged, debt(ALICE, UTILITY)), (1_650, 570));
		assert_eq!(money(ALICE), (5_000, 5_000, 570, 0));
		assert_eq!((money(UTILITY), money(GRID)), ((30, 30, 0, 570), (50, 0, 0, 0)));
		// Its neighbour has its money all the same.
		assert_eq!(settle(INTERVAL, BOB, metered(0, 10)).credited, 1_000);
		assert_ok!(Ledger::withdraw(by(BOB), 2_500));
		assert_noop!(Ledger::withdraw(by(UTILITY), 1), Error::<Test>::NotFree);
	});
}

/// Of a trusted seller as little may be locked as its neighbours and the grid can be owed.
#[test]
fn for_what_trust_waives_only_the_utility_waits() {
	// Short by 6, it has paid 110 more to neighbours than it earned; or short by 10, and earned 1,000.
	let short = bought(4, 180).sell(10, 61).unwrap();
	for (position, least, owed) in [(short, 110, 1_500), (sold(10, 100), 0, 1_500)] {
		run(|| {
			let Position { bought, sold, cost, revenue } = position;
			let mirror = Position { bought: sold, sold: bought, cost: revenue, revenue: cost };
			trade(INTERVAL, BOB, mirror);
			Market::set_position(INTERVAL, ALICE, position);
			lock(ALICE, INTERVAL, least);
			let terms = Market::terms(INTERVAL).unwrap();
			assert_eq!(position.least_lock(None, &TARIFF, &terms.limits), Some(least));
			waive(ALICE, INTERVAL, position.exposure(&TARIFF) - least);
			check_state();
			// It delivers nothing, and has nothing but its lock.
			settle(INTERVAL, ALICE, metered(0, 0));
			assert_eq!((debt(ALICE, UTILITY), money(ALICE).0), (owed, 0));
			let before = money(BOB).0 as i64;
			let invoice = settle(INTERVAL, BOB, metered(mirror.long(), 0));
			let got = invoice.credited as i64 - invoice.charged as i64;
			assert_eq!(money(BOB), ((before + got) as u64, 0, 0, 0));
			assert_eq!(money(GRID).0, mirror.long() * 5);
			assert_eq!(Debts::<Test>::iter().count(), 1);
			assert_eq!(pallet_ledger::Neighbours::<Test>::get(INTERVAL), 0);
		});
	}
}

#[test]
fn what_a_node_earns_pays_its_debt_first() {
	run(|| {
		in_debt(ALICE);
		deposit(UTILITY, 1_000);
		trade(INTERVAL, ALICE, sold(1, 150));
		events();
		// 150 from a neighbour and 2 * 60 from the utility; its lock of 100 is free as well.
		let invoice = settle(INTERVAL, ALICE, metered(0, 3));
		assert_eq!(invoice.credited, 270);
		assert_eq!(
			events(),
			[
				// What the utility pays is set off, and the rest is paid with what the neighbour has paid.
				paid(ALICE, UTILITY, 120, 80),
				paid(ALICE, UTILITY, 80, 0),
				settled(ALICE, INTERVAL, invoice),
			]
		);
		assert_eq!(money(ALICE), (170, 0, 0, 0));
		assert_eq!(money(UTILITY), (1_080, 0, 0, 0));
		assert_ok!(Ledger::withdraw(by(ALICE), 170));
	});
}

#[test]
fn what_the_utility_cannot_pay_is_its_debt() {
	run(|| {
		deposit(UTILITY, 100);
		events();
		let invoice = settle(INTERVAL, ALICE, metered(0, 5));
		assert_eq!((invoice.credited, debt(UTILITY, ALICE)), (300, 200));
		let owes = incurred(UTILITY, ALICE, 200, 200);
		assert_eq!(events(), [owes, settled(ALICE, INTERVAL, invoice)]);
		assert_eq!((money(ALICE), money(UTILITY)), ((100, 0, 0, 200), (0, 0, 200, 0)));
		let invoice = settle(INTERVAL, BOB, metered(0, 1));
		assert_eq!((invoice.credited, debt(UTILITY, BOB)), (60, 60));
		assert_eq!(money(UTILITY), (0, 0, 260, 0));
		// Neighbours pay for what they have bought whether the utility can or not.
		trade(INTERVAL, CAROL, bought(10, 100));
		let invoice = settle(INTERVAL, CAROL, metered(0, 0));
		assert_eq!((invoice.charged, money(CAROL)), (650, (0, 0, 0, 400)));
		// In the end it pays.
		deposit(UTILITY, 1_000);
		for creditor in [ALICE, BOB, CAROL] {
			let _ = Ledger::collect(by(creditor), UTILITY, creditor);
		}
		assert_eq!(money(UTILITY), (340, 0, 0, 0));
		assert_eq!([ALICE, BOB, CAROL].map(|node| money(node).0), [300, 60, 400]);
	});
}

#[test]
fn what_a_node_owes_is_set_off_against_what_it_is_owed() {
	run(|| {
		utility_in_debt(ALICE);
		events();
		// It draws 1 Wh for 200; of these it is owed 60.
		let invoice = settle(INTERVAL, ALICE, metered(1, 0));
		assert_eq!(invoice.charged, 200);
		assert_eq!(
			events(),
			[
				incurred(ALICE, UTILITY, 140, 140),
				paid(UTILITY, ALICE, 60, 0),
				settled(ALICE, INTERVAL, invoice)
			]
		);
		assert_eq!((money(ALICE), money(UTILITY)), ((0, 0, 140, 0), (0, 0, 0, 140)));
		// And the other way round, in part.
		let invoice = settle(INTERVAL + 1, ALICE, metered(0, 2));
		assert_eq!(invoice.credited, 120);
		assert_eq!(
			events(),
			[paid(ALICE, UTILITY, 120, 20), settled(ALICE, INTERVAL + 1, invoice)]
		);
		assert_eq!((money(ALICE), money(UTILITY)), ((0, 0, 20, 0), (0, 0, 0, 20)));
		assert_eq!(Debts::<Test>::iter().collect::<Vec<_>>(), [(ALICE, UTILITY, 20)]);
	});
}

#[test]
fn debts_that_are_set_off_exactly_are_gone() {
	run(|| {
		let tariff = Tariff { fit: 100, surplus: 0, ..TARIFF };
		Market::set_terms(INTERVAL, tariff, GRID);
		in_debt(ALICE);
		settle(INTERVAL, ALICE, metered(0, 2));
		assert!(!has_money(ALICE) && !has_money(UTILITY));
		assert_eq!(Debts::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_lock_is_free_after_settlement_and_others_stay() {
	run(|| {
		for interval in INTERVAL - 1..=INTERVAL + 1 {
			lock(ALICE, interval, 100);
		}
		// It had an order that did not trade.
		settle(INTERVAL, ALICE, metered(0, 0));
		assert_eq!(Ledger::locks(ALICE), [(INTERVAL - 1, 100), (INTERVAL + 1, 100)]);
		assert_eq!(money(ALICE), (300, 200, 0, 0));
	});
}

#[test]
fn fails_twice() {
	run(|| {
		deposit(ALICE, 1_000);
		settle(INTERVAL, ALICE, metered(1, 0));
		refused(INTERVAL, ALICE, Unsettleable::Settled);
		// Another node and another interval are others.
		settle(INTERVAL, BOB, metered(1, 0));
		settle(INTERVAL + 1, ALICE, metered(1, 0));
	});
}

#[test]
fn boundary_of_an_interval_that_is_over() {
	run(|| {
		refused(INTERVAL + 2, ALICE, Unsettleable::NotOver);
		let over = u64::from(INTERVAL + 3) * LENGTH;
		Market::set_now(over - 1);
		refused(INTERVAL + 2, ALICE, Unsettleable::NotOver);
		Market::set_now(over);
		settle(INTERVAL + 2, ALICE, metered(0, 0));
		refused(Interval::MAX, ALICE, Unsettleable::NotOver);
	});
}

#[test]
fn fails_while_trading_is_not_finished() {
	run(|| {
		Market::set_clears(INTERVAL, true);
		refused(INTERVAL, ALICE, Unsettleable::NotFinal);
		settle(INTERVAL + 1, ALICE, metered(0, 0));
		Market::set_clears(INTERVAL, false);
		settle(INTERVAL, ALICE, metered(0, 0));
	});
}

#[test]
fn fails_without_terms() {
	run(|| refused(INTERVAL - 2, ALICE, Unsettleable::UnknownInterval));
}

#[test]
fn fails_for_a_node_that_does_not_exist() {
	run(|| refused(INTERVAL, 99, Unsettleable::UnknownNode));
}

#[test]
fn fails_for_the_utility_of_the_interval() {
	run(|| {
		refused(INTERVAL, UTILITY, Unsettleable::IsUtility);
		Market::set_utility(INTERVAL, CAROL);
		refused(INTERVAL, CAROL, Unsettleable::IsUtility);
		settle(INTERVAL, UTILITY, metered(1, 0));
		assert_eq!(money(CAROL), (0, 0, 0, 200));
	});
}

#[test]
fn boundary_of_what_must_be_locked() {
	run(|| {
		// It pays 1_050 to neighbours and grid, whatever it owes to the utility.
		Market::set_position(INTERVAL, ALICE, bought(10, 100));
		lock(ALICE, INTERVAL, 1_049);
		for import in [0, 10, 20] {
			assert_noop!(
				try_settle(INTERVAL, ALICE, metered(import, 0)),
				Error::<Test>::NotCovered
			);
		}
		lock(ALICE, INTERVAL, 1_050);
		settle(INTERVAL, ALICE, metered(20, 0));
		assert_eq!(debt(ALICE, UTILITY), 2_000);
	});
}

#[test]
fn boundary_of_what_the_chain_counts() {
	let most = u64::MAX / TARIFF.tou;
	run(|| {
		// A debt, or a claim, as large as can be counted; and one that cannot.
		assert_noop!(
			try_settle(INTERVAL, ALICE, metered(most + 1, 0)),
			Error::<Test>::BeyondBalance
		);
		settle(INTERVAL, ALICE, metered(most, 0));
		// The next would be too much for the utility's claims.
		assert_noop!(try_settle(INTERVAL, BOB, metered(1, 0)), Error::<Test>::BeyondBalance);
		assert_eq!(Settlement::balance_sheet(INTERVAL, 0).unwrap().totals.intervals, 1);
	});
	let most = u64::MAX / TARIFF.fit;
	run(|| {
		Market::set_limits(ALICE, u64::MAX, LIMIT);
		assert_noop!(
			try_settle(INTERVAL, ALICE, metered(0, most + 1)),
			Error::<Test>::BeyondBalance
		);
		settle(INTERVAL, ALICE, metered(0, most));
	});
	run(|| {
		// A fee that nobody could pay, so that it is not covered. It uses what it has bought, or the utility could
		// not pay either.
		let energy = u64::MAX / TARIFF.fee + 1;
		Market::set_position(INTERVAL, ALICE, bought(energy, 0));
		assert_noop!(try_settle(INTERVAL, ALICE, metered(energy, 0)), Error::<Test>::NotCovered);
	});
}

#[test]
fn what_was_bought_and_sold_again_may_be_more_than_the_chain_counts() {
	run(|| {
		let energy = u64::MAX / 100 + 1;
		let position = sold(energy, 100).buy(energy, 100).unwrap();
		assert!(position.cost > u64::MAX.into() && position.revenue > u64::MAX.into());
		Market::set_terms(INTERVAL, Tariff { fee: 0, ..TARIFF }, GRID);
		Market::set_position(INTERVAL, ALICE, position);
		let invoice = settle(INTERVAL, ALICE, metered(0, 0));
		assert_eq!((invoice.credited, invoice.charged), (0, 0));
	});
}
