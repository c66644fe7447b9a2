// SPDX-License-Identifier: Apache-2.0

//! What is no island, and the largest ones.

use gridmerit_island::{
	Island, IslandError, IslandRules, Load, Priority, RulesError, Storage, assign, clear, verify,
};
use gridmerit_market::{MAX_ORDER, MAX_ORDERS, MAX_PRICE, Offer, Tariff};

const LOAD: Load = Load { node: 1, quantity: 5, priority: Priority::Normal, value: Some(7) };
const OFFER: Offer = Offer { node: 2, capacity: 5, ask: 3 };
const STORAGE: Storage =
	Storage { node: 3, charge: 9, critical_reserve: 4, output: 9, ask: 5, input: 2, bid: 4 };

fn refused(loads: &[Load], offers: &[Offer], storages: &[Storage]) -> IslandError {
	Island::new(loads, offers, storages).unwrap_err()
}

#[test]
fn orders_are_within_bounds() {
	assert!(Island::new(&[LOAD], &[OFFER], &[STORAGE]).is_ok());
	let most = Load { quantity: MAX_ORDER, value: Some(MAX_PRICE), ..LOAD };
	assert!(Island::new(&[most], &[], &[]).is_ok());
	let load = Load { quantity: MAX_ORDER + 1, ..LOAD };
	assert_eq!(refused(&[load], &[], &[]), IslandError::TooMuchEnergy(1));
	let load = Load { value: Some(MAX_PRICE + 1), ..LOAD };
	assert_eq!(refused(&[load], &[], &[]), IslandError::PriceTooHigh(1));
	let offer = Offer { capacity: MAX_ORDER + 1, ..OFFER };
	assert_eq!(refused(&[], &[offer], &[]), IslandError::TooMuchEnergy(2));
	let offer = Offer { ask: MAX_PRICE + 1, ..OFFER };
	assert_eq!(refused(&[], &[offer], &[]), IslandError::PriceTooHigh(2));
	let changes: [fn(&mut Storage) -> &mut u64; 4] =
		[|s| &mut s.charge, |s| &mut s.critical_reserve, |s| &mut s.output, |s| &mut s.input];
	for change in changes {
		let mut storage = STORAGE;
		*change(&mut storage) = MAX_ORDER;
		assert!(Island::new(&[], &[], &[storage]).is_ok());
		*change(&mut storage) += 1;
		assert_eq!(refused(&[], &[], &[storage]), IslandError::TooMuchEnergy(3));
	}
	let storage = Storage { ask: MAX_PRICE + 1, ..STORAGE };
	assert_eq!(refused(&[], &[], &[storage]), IslandError::PriceTooHigh(3));
	let storage = Storage { bid: 5, ..STORAGE };
	assert_eq!(refused(&[], &[], &[storage]), IslandError::BidNotBelowAsk(3));
	// Without anything to draw there is no bid.
	assert!(Island::new(&[], &[], &[Storage { input: 0, ..storage }]).is_ok());
}

#[test]
fn a_node_has_one_place() {
	let next = Load { node: 2, ..LOAD };
	assert!(Island::new(&[LOAD, next], &[], &[]).is_ok());
	assert_eq!(refused(&[LOAD, LOAD], &[], &[]), IslandError::NotAscending(1));
	assert_eq!(refused(&[next, LOAD], &[], &[]), IslandError::NotAscending(1));
	assert_eq!(refused(&[], &[OFFER, OFFER], &[]), IslandError::NotAscending(2));
	assert_eq!(refused(&[], &[], &[STORAGE, STORAGE]), IslandError::NotAscending(3));
	assert_eq!(refused(&[LOAD, next], &[OFFER], &[]), IslandError::Twice(2));
	let load = Load { node: 3, ..LOAD };
	assert_eq!(refused(&[LOAD, load], &[], &[STORAGE]), IslandError::Twice(3));
	let offer = Offer { node: 3, ..OFFER };
	assert_eq!(refused(&[], &[OFFER, offer], &[STORAGE]), IslandError::Twice(3));
}

#[test]
fn the_cap_is_the_shortfall_price_of_the_market() {
	assert_eq!(IslandRules::new(MAX_PRICE, 0).unwrap().cap(), MAX_PRICE);
	assert_eq!(IslandRules::new(MAX_PRICE + 1, 0), Err(RulesError::CapBeyondBound));
	let tariff = Tariff {
		tou: 200,
		fit: 50,
		alpha_ppm: 900_000,
		fee: 0,
		shortfall: 300,
		surplus: 40,
		curtailed: 0,
	};
	let rules = IslandRules::of_tariff(&tariff, 96).unwrap();
	assert_eq!((rules.cap(), rules.turn()), (300, 96));
}

#[test]
fn there_are_at_most_2_to_the_20_orders_on_a_side() {
	let storages = [STORAGE];
	let loads = |count: usize| -> Vec<Load> {
		(4..).take(count).map(|node| Load { node, ..LOAD }).collect()
	};
	let offers = |count: usize| -> Vec<Offer> {
		(4..).take(count).map(|node| Offer { node, ..OFFER }).collect()
	};
	assert!(Island::new(&loads(MAX_ORDERS - 1), &[], &storages).is_ok());
	assert_eq!(refused(&loads(MAX_ORDERS), &[], &storages), IslandError::TooManyOrders);
	assert_eq!(refused(&[], &offers(MAX_ORDERS), &storages), IslandError::TooManyOrders);
	assert_eq!(refused(&loads(MAX_ORDERS + 1), &[], &[]), IslandError::TooManyOrders);
}

/// All orders as large as can be, in one tier: no sum overflows, and all share by one level.
#[test]
fn the_largest_island_clears() {
	let value = Some(MAX_PRICE);
	let loads: Vec<Load> = (0..)
		.take(MAX_ORDERS)
		.map(|node| Load { node, quantity: MAX_ORDER, priority: Priority::Critical, value })
		.collect();
	let offers: Vec<Offer> = (0..)
		.take(MAX_ORDERS - 1)
		.map(|number| Offer { node: u32::MAX - number, capacity: MAX_ORDER, ask: MAX_PRICE })
		.collect();
	let offers: Vec<Offer> = offers.into_iter().rev().collect();
	let island = Island::new(&loads, &offers, &[]).unwrap();
	let rules = IslandRules::new(MAX_PRICE, u32::MAX).unwrap();
	let outcome = clear(island, &rules);
	verify(island, &rules, &outcome).unwrap();
	assert_eq!(outcome.clearing.price, Some(MAX_PRICE));
	assert_eq!(outcome.clearing.unserved(), MAX_ORDER);
	// 2^40 less a 2^20th of it, and nothing odd.
	assert!(outcome.served.iter().all(|served| *served == MAX_ORDER - (1 << 20)));
}

/// A hundred thousand orders of all kinds.
#[test]
fn a_hundred_thousand_orders_clear_and_verify() {
	let mut random = fastrand::Rng::with_seed(20);
	let (mut loads, mut offers, mut storages) = (Vec::new(), Vec::new(), Vec::new());
	for node in 0..100_000 {
		match node % 10 {
			0..6 => loads.push(Load {
				node,
				quantity: random.u64(0..20_000),
				priority: Priority::ALL[random.usize(0..4)],
				value: random.bool().then(|| random.u64(0..400)),
			}),
			6..9 => offers.push(Offer {
				node,
				capacity: random.u64(0..30_000),
				ask: random.u64(0..400),
			}),
			_ => storages.push(Storage {
				node,
				charge: random.u64(0..50_000),
				critical_reserve: random.u64(0..20_000),
				output: random.u64(0..30_000),
				ask: random.u64(200..300),
				input: random.u64(0..9_000),
				bid: random.u64(0..200),
			}),
		}
	}
	let island = Island::new(&loads, &offers, &storages).unwrap();
	for cap in [0, 50, 399, 100_000] {
		let rules = IslandRules::new(cap, 7).unwrap();
		let outcome = clear(island, &rules);
		verify(island, &rules, &outcome).unwrap();
		let transactions = assign(island, &outcome);
		let paid: u128 = transactions.iter().map(|transaction| transaction.payment).sum();
		assert_eq!(paid, outcome.clearing.payment(outcome.clearing.traded));
		assert!(transactions.len() < 100_000);
	}
}
