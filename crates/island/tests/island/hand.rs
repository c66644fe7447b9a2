// SPDX-License-Identifier: Apache-2.0

//! Cases that can be worked by hand.

use gridmerit_island::{
	Island, IslandRules, IslandStatus, IslandViolation, Load, Priority, Storage, assign,
	certificate, clear, served, verify,
};
use gridmerit_market::{MAX_PRICE, Offer};

fn rules(cap: u64) -> IslandRules {
	IslandRules::new(cap, 0).unwrap()
}

fn load(node: u32, quantity: u64, priority: Priority, value: u64) -> Load {
	Load { node, quantity, priority, value: Some(value) }
}

const SUN: Offer = Offer { node: 10, capacity: 100, ask: 44 };
const DIESEL: Offer = Offer { node: 11, capacity: 50, ask: 340 };

/// A battery that may give 40 Wh of its 100, and takes 30.
const BATTERY: Storage = Storage {
	node: 20,
	charge: 100,
	critical_reserve: 60,
	output: 80,
	ask: 120,
	input: 30,
	bid: 50,
};

#[test]
fn all_is_served_at_the_dearest_ask_that_is_needed() {
	let loads = [load(1, 80, Priority::Critical, 9_000), load(2, 60, Priority::Sheddable, 500)];
	let (offers, storages) = ([SUN, DIESEL], [BATTERY]);
	let island = Island::new(&loads, &offers, &storages).unwrap();
	let outcome = clear(island, &rules(1_000));
	verify(island, &rules(1_000), &outcome).unwrap();
	assert_eq!(outcome.clearing.status(), IslandStatus::Served);
	assert_eq!(outcome.clearing.price, Some(120));
	assert_eq!((&outcome.sold[..], &outcome.discharged[..]), (&[100, 0][..], &[40][..]));
	assert_eq!(assign(island, &outcome).len(), 3);
}

#[test]
fn what_is_shed_sets_the_price_up_to_the_cap() {
	let loads = [
		load(1, 150, Priority::Critical, 9_000),
		load(2, 20, Priority::Normal, 700),
		load(3, 40, Priority::Sheddable, 500),
		load(4, 40, Priority::Sheddable, 800),
	];
	let (offers, storages) = ([SUN, DIESEL], [BATTERY]);
	let island = Island::new(&loads, &offers, &storages).unwrap();
	let outcome = clear(island, &rules(1_000));
	verify(island, &rules(1_000), &outcome).unwrap();
	// 190 Wh: critical and normal in full, then of the sheddable the one of higher value first.
	assert_eq!(outcome.served, [150, 20, 0, 20]);
	assert_eq!(outcome.clearing.status(), IslandStatus::Shedding);
	assert_eq!((outcome.clearing.marginal, outcome.clearing.price), (800, Some(800)));
	let capped = clear(island, &rules(600));
	verify(island, &rules(600), &capped).unwrap();
	assert_eq!((capped.clearing.marginal, capped.clearing.price), (800, Some(600)));
	assert_eq!(capped.served, outcome.served);
	let shed: Vec<u64> = served(island, &outcome).iter().map(|own| own.shed()).collect();
	assert_eq!(shed, [0, 0, 0, 60]);
}

/// A sheddable load that says it is worth more is shed before a normal one all the same, and the normal one counts for as
/// much.
#[test]
fn priority_comes_before_value() {
	let loads = [load(1, 100, Priority::Normal, 60), load(2, 10, Priority::Sheddable, 900)];
	let offers = [SUN];
	let island = Island::new(&loads, &offers, &[]).unwrap();
	let outcome = clear(island, &rules(1_000));
	assert_eq!((&outcome.served[..], outcome.clearing.price), (&[100, 0][..], Some(900)));
	// A normal load whose value is below the ask counts for 900, too.
	let dear = [Offer { ask: 700, ..SUN }];
	let island = Island::new(&loads, &dear, &[]).unwrap();
	assert_eq!(clear(island, &rules(1_000)).served, [100, 0]);
	// Without the other it would rather go without.
	let island = Island::new(&loads[..1], &dear, &[]).unwrap();
	let outcome = clear(island, &rules(1_000));
	verify(island, &rules(1_000), &outcome).unwrap();
	assert_eq!((&outcome.served[..], outcome.clearing.price), (&[0][..], None));
	assert_eq!(outcome.clearing.status(), IslandStatus::TooDear);
	assert_eq!(outcome.clearing.marginal, 60);
}

/// What was right while a sheddable load lifted a normal one is wrong without it, however well the numbers agree.
#[test]
fn a_load_that_is_served_for_more_than_it_is_worth_is_found() {
	let loads = [load(1, 100, Priority::Normal, 60), load(2, 10, Priority::Sheddable, 900)];
	let dear = [Offer { ask: 700, ..SUN }];
	let island = Island::new(&loads, &dear, &[]).unwrap();
	let mut outcome = clear(island, &rules(1_000));
	assert_eq!(outcome.served, [100, 0]);
	let alone = [loads[0], load(2, 0, Priority::Sheddable, 900)];
	let island = Island::new(&alone, &dear, &[]).unwrap();
	outcome.clearing.wanted = 100;
	(outcome.clearing.marginal, outcome.clearing.price) = (700, Some(700));
	assert_eq!(verify(island, &rules(1_000), &outcome), Err(IslandViolation::TooDear));
	assert_eq!(certificate(island, &rules(1_000), &outcome).unwrap().gap(), Some(64_000));
}

#[test]
fn loads_of_one_priority_and_value_share_up_to_one_level() {
	let loads = [
		load(1, 10, Priority::Sheddable, 500),
		load(2, 70, Priority::Sheddable, 500),
		load(3, 90, Priority::Sheddable, 500),
	];
	let offers = [Offer { capacity: 101, ..SUN }];
	let island = Island::new(&loads, &offers, &[]).unwrap();
	let outcome = clear(island, &rules(1_000));
	assert_eq!(outcome.served, [10, 45, 46]);
	let later = IslandRules::new(1_000, 1).unwrap();
	assert_eq!(clear(island, &later).served, [10, 46, 45]);
}

#[test]
fn a_battery_is_charged_with_what_no_load_wants() {
	let loads = [load(1, 80, Priority::Critical, 9_000)];
	let (offers, storages) = ([SUN], [BATTERY]);
	let island = Island::new(&loads, &offers, &storages).unwrap();
	let outcome = clear(island, &rules(1_000));
	verify(island, &rules(1_000), &outcome).unwrap();
	assert_eq!((&outcome.charged[..], &outcome.discharged[..]), (&[20][..], &[0][..]));
	// It would take 10 Wh more at 50.
	assert_eq!(outcome.clearing.price, Some(50));
	assert_eq!(outcome.clearing.status(), IslandStatus::Served);
}

#[test]
fn an_empty_battery_gives_nothing() {
	let empty = Storage { charge: 60, ..BATTERY };
	let loads = [load(1, 10, Priority::Critical, 9_000)];
	let storages = [empty];
	let island = Island::new(&loads, &[], &storages).unwrap();
	let outcome = clear(island, &rules(1_000));
	verify(island, &rules(1_000), &outcome).unwrap();
	assert_eq!((&outcome.discharged[..], outcome.clearing.supply), (&[0][..], 0));
	assert_eq!(outcome.clearing.status(), IslandStatus::Shedding);
	// Nothing trades, so there is no price; but what was sold before and did not come is worth that.
	assert_eq!((outcome.clearing.price, outcome.clearing.marginal), (None, 9_000));
	assert_eq!(outcome.clearing.settlement_price(&rules(1_000)), 1_000);
	assert_eq!(outcome.clearing.settlement_price(&rules(9_001)), 9_000);
}

#[test]
fn without_a_value_a_load_takes_any_price() {
	let loads = [Load { node: 1, quantity: 60, priority: Priority::Normal, value: None }];
	let offers = [DIESEL];
	let island = Island::new(&loads, &offers, &[]).unwrap();
	let outcome = clear(island, &rules(400));
	assert_eq!((&outcome.served[..], outcome.clearing.price), (&[50][..], Some(400)));
	assert_eq!(outcome.clearing.marginal, MAX_PRICE);
	// An offer above the cap takes no part.
	let outcome = clear(island, &rules(339));
	assert_eq!((&outcome.served[..], outcome.clearing.supply), (&[0][..], 0));
}

#[test]
fn nothing_is_an_island_too() {
	let island = Island::new(&[], &[], &[]).unwrap();
	let outcome = clear(island, &rules(0));
	verify(island, &rules(0), &outcome).unwrap();
	assert_eq!(outcome.clearing.status(), IslandStatus::Served);
	assert_eq!((outcome.clearing.price, outcome.clearing.marginal), (None, 0));
	assert!(assign(island, &outcome).is_empty());
}
