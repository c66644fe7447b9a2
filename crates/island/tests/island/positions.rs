// SPDX-License-Identifier: Apache-2.0

//! What becomes of earlier trades when an interval was an island.

use std::collections::BTreeMap;

use gridmerit_island::{Measured, PositionError, Settled, clear, settle, whole_intervals};
use gridmerit_market::{MAX_ORDER, MAX_PRICE, MAX_TOTAL, Transaction, payment};
use proptest::prelude::*;

use crate::strategies::any_case;

fn trade(seller: u32, buyer: u32, energy: u64, price: u64) -> Transaction {
	Transaction { seller, buyer, energy, price, payment: payment(energy, price) }
}

fn measured(node: u32, drawn: u64, fed_in: u64) -> Measured {
	Measured { node, drawn, fed_in }
}

/// Nodes 1 and 2 are inside, 8 and 9 outside.
#[test]
fn what_cannot_be_delivered_is_void_and_the_rest_stands() {
	let transactions = [
		trade(2, 1, 30, 100), // inside
		trade(9, 1, 10, 90),  // across, inwards
		trade(2, 8, 20, 80),  // across, outwards
		trade(9, 8, 50, 70),  // outside
	];
	// Node 2 fed in 42 Wh, of which 2 were lost on the way; node 1 drew 40.
	let settlement = settle(&[measured(1, 40, 0), measured(2, 0, 42)], &transactions, 500).unwrap();
	let row = |node, inside, bought, sold, refund, left_over, balance| Settled {
		node,
		inside,
		bought,
		sold,
		refund,
		left_over,
		balance,
	};
	assert_eq!(
		settlement.rows,
		[
			// It gets its 900 back, and buys the 10 Wh that it lacks in the island.
			row(1, true, 30, 0, 900, -10, -5_000),
			row(2, true, 0, 30, -1_600, 12, 6_000),
			row(8, false, 0, 0, 1_600, 0, 0),
			row(9, false, 0, 0, -900, 0, 0),
		]
	);
	assert_eq!((settlement.losses, settlement.operator), (2, -1_000));
}

#[test]
fn whoever_sold_and_cannot_deliver_pays_what_it_is_worth() {
	// Node 2 sold 30 Wh at 100 before, and its plant has failed; the price of the island is 800.
	let transactions = [trade(2, 1, 30, 100)];
	let settlement = settle(&[measured(1, 0, 0), measured(2, 0, 0)], &transactions, 800).unwrap();
	let balances: Vec<_> = settlement.rows.iter().map(|row| row.balance).collect();
	// Who has to go without is made good.
	assert_eq!(balances, [24_000, -24_000]);
}

#[test]
fn what_is_no_interval_is_refused() {
	let one = measured(1, 0, 0);
	let two = |first, second| settle(&[measured(first, 0, 0), measured(second, 0, 0)], &[], 1);
	assert_eq!(two(1, 1), Err(PositionError::NotAscending(1)));
	assert_eq!(two(2, 1), Err(PositionError::NotAscending(1)));
	let large = measured(1, MAX_TOTAL + 1, 0);
	assert_eq!(settle(&[large], &[], 1), Err(PositionError::TooMuchEnergy(1)));
	assert_eq!(settle(&[one], &[], MAX_PRICE + 1), Err(PositionError::PriceTooHigh));
	assert!(settle(&[one], &[], MAX_PRICE).is_ok());
	let good = trade(1, 2, 3, 4);
	for bad in [
		Transaction { payment: 11, ..good },
		Transaction { energy: MAX_TOTAL + 1, payment: payment(MAX_TOTAL + 1, 4), ..good },
		Transaction { price: MAX_PRICE + 1, payment: payment(3, MAX_PRICE + 1), ..good },
	] {
		assert_eq!(settle(&[one], &[good, bad], 1), Err(PositionError::NoTransaction(1)));
	}
	// Sums beyond their integer are said, not wrapped: 2^60 Wh at a time.
	let many = vec![trade(1, 2, MAX_TOTAL, MAX_PRICE); 20];
	let inside = [one, measured(2, 0, 0)];
	assert_eq!(settle(&inside, &many, 1), Err(PositionError::BeyondBound));
	assert!(settle(&inside, &many[..15], 1).is_ok());
}

#[test]
fn only_whole_intervals_are_an_islands() {
	assert_eq!(whole_intervals(100, 400, 100), Some(1..4));
	assert_eq!(whole_intervals(101, 400, 100), Some(2..4));
	assert_eq!(whole_intervals(100, 399, 100), Some(1..3));
	// Too short for any.
	assert_eq!(whole_intervals(101, 199, 100), Some(2..2));
	assert_eq!(whole_intervals(400, 100, 100), Some(4..4));
	assert_eq!(whole_intervals(0, 1, 0), None);
	assert_eq!(whole_intervals(0, u64::MAX, 1), None);
	assert_eq!(whole_intervals(u64::MAX, u64::MAX, 900_000), None);
}

fn transactions() -> impl Strategy<Value = Vec<Transaction>> {
	let energy = prop_oneof![0_u64..5_000, Just(MAX_ORDER)];
	let price = prop_oneof![0_u64..400_000, Just(MAX_PRICE)];
	let row = (0_u32..14, 0_u32..14, energy, price);
	prop::collection::vec(row, 0..60).prop_map(|rows| {
		let trades = rows.into_iter().filter(|(seller, buyer, ..)| seller != buyer);
		trades.map(|(seller, buyer, energy, price)| trade(seller, buyer, energy, price)).collect()
	})
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(3_000))]

	#[test]
	fn money_and_energy_are_conserved(
		transactions in transactions(),
		meters in prop::collection::btree_map(0_u32..8, (0_u64..9_000, 0_u64..9_000), 0..8),
		price in prop_oneof![0_u64..400_000, Just(MAX_PRICE)],
	) {
		let members: Vec<_> =
			meters.iter().map(|(node, (drawn, fed_in))| measured(*node, *drawn, *fed_in)).collect();
		let settlement = settle(&members, &transactions, price).unwrap();
		let sum = |of: fn(&Settled) -> i128| settlement.rows.iter().map(of).sum::<i128>();
		// Refunds are paid by who got the money; the rest is between the island's nodes and who runs it.
		prop_assert_eq!(sum(|row| row.refund), 0);
		prop_assert_eq!(sum(|row| row.balance) + settlement.operator, 0);
		prop_assert_eq!(sum(|row| row.left_over), settlement.losses);
		prop_assert_eq!(sum(|row| i128::from(row.bought)), sum(|row| i128::from(row.sold)));
		prop_assert!(settlement.rows.windows(2).all(|pair| pair[0].node < pair[1].node));

		// With what was paid before, no node's money depends on trades across.
		let mut before: BTreeMap<u32, i128> = BTreeMap::new();
		let mut kept: BTreeMap<u32, i128> = BTreeMap::new();
		for trade in &transactions {
			let paid = trade.payment as i128;
			let inside = [trade.seller, trade.buyer].map(|node| meters.contains_key(&node));
			for book in if inside[0] == inside[1] { [Some(&mut before), Some(&mut kept)] } else {
				[Some(&mut before), None]
			}.into_iter().flatten() {
				*book.entry(trade.seller).or_default() += paid;
				*book.entry(trade.buyer).or_default() -= paid;
			}
		}
		for row in &settlement.rows {
			let now = before.get(&row.node).copied().unwrap_or(0) + row.refund;
			prop_assert_eq!(now, kept.get(&row.node).copied().unwrap_or(0));
			prop_assert!(row.inside == meters.contains_key(&row.node));
			prop_assert!(row.inside || (row.balance, row.left_over) == (0, 0));
		}
	}

	/// Whatever order the transactions come in, it is settled the same.
	#[test]
	fn order_makes_no_difference(transactions in transactions(), price in 0_u64..1_000) {
		let members: Vec<_> = (0..7).map(|node| measured(node, 5, 3)).collect();
		let mut turned = transactions.clone();
		turned.reverse();
		prop_assert_eq!(settle(&members, &transactions, price), settle(&members, &turned, price));
	}

	/// An island that does as it was cleared, and had traded just that before at its own price, owes nothing more; had it
	/// traded nothing, it pays what the clearing says.
	#[test]
	fn a_clearing_that_is_kept_is_settled_at_its_price(case in any_case()) {
		let outcome = clear(case.island(), &case.rules);
		let Some(price) = outcome.clearing.price else { return Ok(()) };
		let mut members = Vec::new();
		for (load, served) in case.loads.iter().zip(&outcome.served) {
			members.push(measured(load.node, *served, 0));
		}
		for (offer, sold) in case.offers.iter().zip(&outcome.sold) {
			members.push(measured(offer.node, 0, *sold));
		}
		let flows = outcome.charged.iter().zip(&outcome.discharged);
		for (storage, (charged, discharged)) in case.storages.iter().zip(flows) {
			members.push(measured(storage.node, *charged, *discharged));
		}
		members.sort_by_key(|member| member.node);
		let trades = gridmerit_island::assign(case.island(), &outcome);
		let before = settle(&members, &trades, price).unwrap();
		prop_assert!(before.rows.iter().all(|row| (row.balance, row.refund) == (0, 0)));
		let fresh = settle(&members, &[], price).unwrap();
		prop_assert_eq!((fresh.losses, fresh.operator), (0, 0));
		for (row, member) in fresh.rows.iter().zip(&members) {
			let net = i128::from(member.fed_in) - i128::from(member.drawn);
			prop_assert_eq!(row.balance, net * i128::from(price));
		}
	}
}
