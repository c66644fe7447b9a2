// SPDX-License-Identifier: Apache-2.0

//! What holds for every clearing.

use std::collections::BTreeMap;

use gridmerit_grid::{
	Feeder, GridOutcome, Line, Located, ZonedTransaction, assign, clear, rent, verify,
};
use gridmerit_market::{Book, Level, Side, Status, Transaction, Wh};
use num_rational::BigRational;
use proptest::prelude::*;

use crate::{
	cases::{Case, any_case, case, one_price},
	markets::{REAL, SMALL, any_market},
	reference,
};

/// The level of a zone as an exact number.
fn level(level: Level) -> BigRational {
	let odd = BigRational::new(level.rest.into(), level.above.max(1).into());
	BigRational::from_integer(level.level.into()) + odd
}

fn transactions(case: &Case, outcome: &GridOutcome) -> Vec<ZonedTransaction> {
	let feeder = case.feeder();
	assign(&feeder, case.located(&feeder), outcome).unwrap()
}

/// What passes the line of each bus, away from it, given what each order gets.
fn flows<T: Clone + std::ops::AddAssign + std::ops::SubAssign>(
	case: &Case,
	zero: T,
	bought: impl Fn(usize) -> T,
	sold: impl Fn(usize) -> T,
) -> Vec<T> {
	let buses = case.lines.len() + 1;
	let mut flows = vec![zero; buses];
	for (top, flow) in flows.iter_mut().enumerate() {
		for (k, &bus) in case.buyers.iter().enumerate() {
			if case.is_behind(bus.into(), top) {
				*flow -= bought(k);
			}
		}
		for (k, &bus) in case.sellers.iter().enumerate() {
			if case.is_behind(bus.into(), top) {
				*flow += sold(k);
			}
		}
	}
	flows
}

/// What each order would get if Wh could be divided: by key, and at the key up to the level.
fn exact(
	outcome: &GridOutcome,
	zone: usize,
	key: Option<i128>,
	energy: Wh,
	side: Side,
) -> BigRational {
	let zone = &outcome.zones[zone];
	let all = BigRational::from_integer(energy.into());
	let nothing = BigRational::from_integer(0.into());
	let (Some(key), Some(_)) = (key, zone.price) else { return nothing };
	match (key.cmp(&zone.key.into()), side) {
		(std::cmp::Ordering::Equal, _) => all.min(level(zone.margin.level)),
		(std::cmp::Ordering::Less, Side::Supply) | (std::cmp::Ordering::Greater, Side::Demand) => {
			all
		},
		_ => nothing,
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(1_000))]

	#[test]
	fn one_bus_is_a_market_without_a_grid(market in any_market()) {
		let (buyers, sellers) = (vec![0; market.demands.len()], vec![0; market.offers.len()]);
		let case = Case { market, lines: vec![], buyers, sellers };
		same_as_without_a_grid(&case)?;
	}

	#[test]
	fn lines_without_limits_change_nothing_but_who_gets_the_odd_wh(case in any_case()) {
		let mut free = case.clone();
		for line in &mut free.lines {
			(line.import, line.export) = (Line::NO_LIMIT, Line::NO_LIMIT);
		}
		let outcome = free.clear();
		let without = gridmerit_market::clear(free.market.book(), &free.market.rules);
		prop_assert_eq!(outcome.zones.len(), 1);
		let zone = outcome.zones[0];
		prop_assert_eq!((zone.status, zone.price), (without.clearing.status, without.clearing.price));
		prop_assert_eq!(zone.margin, without.clearing.margin);
		let fills = outcome.bought.iter().chain(&outcome.sold);
		for (fill, other) in fills.zip(without.bought.iter().chain(&without.sold)) {
			prop_assert!(fill.abs_diff(*other) <= 1);
		}
	}

	#[test]
	fn lines_carry_what_is_traded_and_keep_their_limits(case in any_case()) {
		let outcome = case.clear();
		let sum = |fills: &[Wh], k: usize| i128::from(fills[k]);
		let flows = flows(&case, 0, |k| sum(&outcome.bought, k), |k| sum(&outcome.sold, k));
		prop_assert_eq!(flows[0], 0);
		for (bus, flow) in flows.iter().enumerate().skip(1) {
			prop_assert_eq!(i128::from(outcome.flows[bus].traded), *flow);
			let (_, import, export) = case.line(bus);
			prop_assert!(-i128::from(import) <= *flow && *flow <= i128::from(export));
		}
		for (bought, demand) in outcome.bought.iter().zip(&case.market.demands) {
			prop_assert!(*bought <= demand.quantity);
		}
		for (sold, offer) in outcome.sold.iter().zip(&case.market.offers) {
			prop_assert!(*sold <= offer.capacity);
		}
	}

	/// A line between two zones is full, towards the higher price; at one price they share at two levels.
	#[test]
	fn only_a_full_line_separates(case in any_case()) {
		let outcome = case.clear();
		let zones = case.zones(&outcome);
		for bus in 1..zones.len() {
			let (parent, import, export) = case.line(bus);
			let (own, other) = (&outcome.zones[zones[bus]], &outcome.zones[zones[parent]]);
			let flow = i128::from(outcome.flows[bus].traded);
			let (out, back) = (flow == i128::from(export), flow == -i128::from(import));
			match own.key.cmp(&other.key) {
				std::cmp::Ordering::Less => prop_assert!(out),
				std::cmp::Ordering::Greater => prop_assert!(back),
				// A level is there where something trades.
				_ if zones[bus] != zones[parent] && own.price.is_some() && other.price.is_some() => {
					prop_assert!(level(own.margin.level) != level(other.margin.level));
					let lower = level(own.margin.level) < level(other.margin.level);
					let sells = own.margin.side == Side::Supply;
					let full = if lower == sells { out } else { back };
					prop_assert!(full);
				},
				_ => {},
			}
			if flow != 0 && own.price != other.price {
				prop_assert_eq!(own.price < other.price, flow > 0);
			}
		}
	}

	#[test]
	fn money_is_conserved_and_rent_is_what_lines_earn(case in any_case()) {
		let outcome = case.clear();
		let transactions = transactions(&case, &outcome);
		let paid: u128 = transactions.iter().map(|transaction| transaction.paid()).sum();
		let earned: u128 = transactions.iter().map(|transaction| transaction.earned()).sum();
		let rent = rent(&outcome.zones).unwrap();
		prop_assert_eq!(paid - earned, rent);
		prop_assert_eq!(transactions.iter().map(|transaction| transaction.rent()).sum::<u128>(), rent);
		let zones = case.zones(&outcome);
		let price = |bus: usize| i128::from(outcome.zones[zones[bus]].price.unwrap_or(0));
		let mut lines = 0_i128;
		for bus in 1..zones.len() {
			let line = i128::from(outcome.flows[bus].traded) * (price(case.line(bus).0) - price(bus));
			prop_assert!(line >= 0);
			lines += line;
		}
		prop_assert_eq!(lines as u128, rent);
	}

	/// Everybody trades what it was filled with, at the price of its zone, in few transactions.
	#[test]
	fn transactions_add_up_to_the_fills(case in any_case()) {
		let outcome = case.clear();
		let transactions = transactions(&case, &outcome);
		let zones = case.zones(&outcome);
		let (mut sold, mut bought) = (BTreeMap::new(), BTreeMap::new());
		for transaction in &transactions {
			prop_assert!(transaction.energy > 0 && transaction.selling <= transaction.buying);
			*sold.entry((transaction.seller, transaction.selling)).or_insert(0) += transaction.energy;
			*bought.entry((transaction.buyer, transaction.buying)).or_insert(0) += transaction.energy;
		}
		let price = |bus: u16| outcome.zones[zones[usize::from(bus)]].price;
		let mut expected = BTreeMap::new();
		for ((offer, &fill), &bus) in case.market.offers.iter().zip(&outcome.sold).zip(&case.sellers) {
			if fill > 0 {
				expected.insert((offer.node, price(bus).unwrap()), fill);
			}
		}
		let sellers = expected.len();
		prop_assert_eq!(sold, std::mem::take(&mut expected));
		for ((demand, &fill), &bus) in case.market.demands.iter().zip(&outcome.bought).zip(&case.buyers) {
			if fill > 0 {
				expected.insert((demand.node, price(bus).unwrap()), fill);
			}
		}
		let most = (sellers + expected.len() + outcome.zones.len()).saturating_sub(2);
		prop_assert!(transactions.is_empty() || transactions.len() <= most);
		prop_assert_eq!(bought, expected);
	}

	#[test]
	fn nobody_trades_at_a_price_it_would_not(case in any_case()) {
		let outcome = case.clear();
		let zones = case.zones(&outcome);
		let limits = &case.market.rules.limits;
		let zone = |bus: u16| &outcome.zones[zones[usize::from(bus)]];
		for ((offer, &sold), &bus) in case.market.offers.iter().zip(&outcome.sold).zip(&case.sellers) {
			let Some(price) = zone(bus).price else {
				prop_assert_eq!(sold, 0);
				continue;
			};
			prop_assert!(sold == 0 || offer.ask <= price, "sold below its ask");
			let left_out = limits.check_offer(offer.capacity, offer.ask).is_ok() && offer.ask < price;
			prop_assert!(!left_out || sold == offer.capacity, "somebody cheaper is left out");
		}
		for ((demand, &bought), &bus) in case.market.demands.iter().zip(&outcome.bought).zip(&case.buyers) {
			let Some(price) = zone(bus).price else {
				prop_assert_eq!(bought, 0);
				continue;
			};
			prop_assert!(bought == 0 || demand.limit.is_none_or(|limit| price <= limit));
			let pays = demand.limit.is_none_or(|limit| limit > price);
			prop_assert!(
				!pays || bought == demand.quantity || zone(bus).status == Status::Scarcity
			);
		}
	}

	/// The levels solve the problem in exact fractions, and whole Wh are within one of it.
	#[test]
	fn levels_are_exact_and_fills_are_rounded(
		case in prop_oneof![case(SMALL, 6), case(REAL, 5_000), one_price(SMALL, 6), one_price(REAL, 900)],
	) {
		let outcome = case.clear();
		let zones = case.zones(&outcome);
		let of = |side: Side, k: usize| match side {
			Side::Supply => {
				let (offer, bus) = (&case.market.offers[k], case.sellers[k]);
				let key = reference::offer_key(&case, offer);
				exact(&outcome, zones[usize::from(bus)], key, offer.capacity, side)
			},
			Side::Demand => {
				let (demand, bus) = (&case.market.demands[k], case.buyers[k]);
				let key = reference::demand_key(&case, demand);
				exact(&outcome, zones[usize::from(bus)], key, demand.quantity, side)
			},
		};
		let whole = |wh: Wh| BigRational::from_integer(wh.into());
		let one = whole(1);
		for (side, fills) in [(Side::Demand, &outcome.bought), (Side::Supply, &outcome.sold)] {
			for (k, &fill) in fills.iter().enumerate() {
				let exact = of(side, k);
				prop_assert!(whole(fill) < exact.clone() + &one && exact < whole(fill) + &one);
			}
		}
		let exact = flows(&case, whole(0), |k| of(Side::Demand, k), |k| of(Side::Supply, k));
		for bus in 1..zones.len() {
			let (_, import, export) = case.line(bus);
			prop_assert!(-whole(import) <= exact[bus] && exact[bus] <= whole(export));
			let parent = case.line(bus).0;
			if zones[bus] != zones[parent] {
				prop_assert_eq!(&exact[bus], &BigRational::from_integer(outcome.flows[bus].traded.into()));
			}
		}
	}

	/// Without a pivotal seller its zone is in scarcity, or its lines carry something else.
	#[test]
	fn a_pivotal_seller_is_missed(case in any_case()) {
		let outcome = case.clear();
		let zones = case.zones(&outcome);
		for (k, &bus) in case.sellers.iter().enumerate() {
			let zone = &outcome.zones[zones[usize::from(bus)]];
			let offer = case.market.offers[k];
			let counts = case.market.rules.limits.check_offer(offer.capacity, offer.ask).is_ok();
			if !counts || zone.spare().is_none_or(|spare| offer.capacity <= spare) {
				continue;
			}
			let mut without = case.clone();
			without.market.offers.remove(k);
			without.sellers.remove(k);
			let after = without.clear();
			let scarce = after.zones[without.zones(&after)[usize::from(bus)]].unmet_demand() > 0;
			prop_assert!(scarce || after.flows != outcome.flows);
		}
	}

	/// Zones, prices and levels do not depend on the order of nodes, nor on the names of buses; fills move by the odd
	/// Wh at most.
	#[test]
	fn names_change_nothing(
		case in any_case(),
		ranks in Just((0..256).collect::<Vec<u32>>()).prop_shuffle(),
	) {
		let outcome = case.clear();
		let mut other = case.clone();
		let mut demands: Vec<_> = case.market.demands.iter().zip(&case.buyers).enumerate().collect();
		demands.sort_by_key(|(_, (demand, _))| ranks[demand.node as usize]);
		let mut offers: Vec<_> = case.market.offers.iter().zip(&case.sellers).enumerate().collect();
		offers.sort_by_key(|(_, (offer, _))| ranks[offer.node as usize]);
		other.market.demands = demands.iter().map(|(_, (row, _))| **row).collect();
		other.market.offers = offers.iter().map(|(_, (row, _))| **row).collect();
		other.market.demands.iter_mut().for_each(|row| row.node = ranks[row.node as usize]);
		other.market.offers.iter_mut().for_each(|row| row.node = ranks[row.node as usize]);
		other.buyers = demands.iter().map(|(_, (_, bus))| **bus).collect();
		other.sellers = offers.iter().map(|(_, (_, bus))| **bus).collect();
		let moved = other.clear();
		prop_assert_eq!(&outcome.zones, &moved.zones);
		for (fill, (k, _)) in moved.bought.iter().zip(demands) {
			prop_assert!(fill.abs_diff(outcome.bought[k]) <= 1);
		}
		for (fill, (k, _)) in moved.sold.iter().zip(offers) {
			prop_assert!(fill.abs_diff(outcome.sold[k]) <= 1);
		}
	}

	/// A wider line never makes the dispatch dearer, and does nothing where the line is not full.
	#[test]
	fn more_room_helps_or_does_nothing(
		case in prop_oneof![case(SMALL, 6), case(REAL, 5_000)],
		pick in any::<prop::sample::Index>(),
		more in 1_u64..10_000,
	) {
		prop_assume!(!case.lines.is_empty());
		let outcome = case.clear();
		let mut wider = case.clone();
		let k = pick.index(case.lines.len());
		let line = &mut wider.lines[k];
		let was = *line;
		line.import = (line.import + more).min(Line::NO_LIMIT);
		line.export = (line.export + more).min(Line::NO_LIMIT);
		let after = wider.clear();
		let cost = |outcome: &GridOutcome| reference::cost(&case, &outcome.bought, &outcome.sold).0;
		prop_assert!(cost(&after) <= cost(&outcome));
		let flow = i128::from(outcome.flows[k + 1].traded);
		if -i128::from(was.import) < flow && flow < i128::from(was.export) {
			prop_assert_eq!(&outcome.zones, &after.zones);
		}
	}

	/// What could still be traded within the rooms that are left: nothing.
	#[test]
	fn nothing_is_left_to_trade(case in any_case()) {
		let outcome = case.clear();
		let mut rest = case.clone();
		rest.market.demands.iter_mut().zip(&outcome.bought).for_each(|(row, fill)| row.quantity -= fill);
		rest.market.offers.iter_mut().zip(&outcome.sold).for_each(|(row, fill)| row.capacity -= fill);
		for (line, flow) in rest.lines.iter_mut().zip(&outcome.flows[1..]) {
			line.export = line.export.saturating_add_signed(-flow.traded).min(Line::NO_LIMIT);
			line.import = line.import.saturating_add_signed(flow.traded).min(Line::NO_LIMIT);
		}
		let again = rest.clear();
		prop_assert!(again.bought.iter().chain(&again.sold).all(|fill| *fill == 0));
	}
}

fn same_as_without_a_grid(case: &Case) -> Result<(), TestCaseError> {
	let outcome = case.clear();
	let book = case.market.book();
	let without = gridmerit_market::clear(book, &case.market.rules);
	let [zone] = outcome.zones[..] else { panic!("one bus, one zone") };
	let clearing = without.clearing;
	prop_assert_eq!(
		(zone.status, zone.price, zone.margin),
		(clearing.status, clearing.price, clearing.margin)
	);
	prop_assert_eq!(
		(zone.demand, zone.firm, zone.supply),
		(clearing.demand, clearing.firm, clearing.supply)
	);
	prop_assert_eq!((zone.bought, zone.sold), (clearing.traded, clearing.traded));
	prop_assert_eq!((&outcome.bought, &outcome.sold), (&without.bought, &without.sold));
	prop_assert_eq!(
		(zone.spare(), zone.unmet_demand()),
		(clearing.spare(), clearing.unmet_demand())
	);
	let transactions: Vec<_> = transactions(case, &outcome)
		.into_iter()
		.map(|ZonedTransaction { seller, buyer, energy, buying, selling }| {
			assert_eq!(buying, selling);
			let payment = gridmerit_market::payment(energy, buying);
			Transaction { seller, buyer, energy, price: buying, payment }
		})
		.collect();
	prop_assert_eq!(transactions, gridmerit_market::assign(book, &without).collect::<Vec<_>>());
	Ok(())
}

/// Over as many intervals as there are orders above the level each gets the same.
#[test]
fn the_odd_wh_go_round() {
	let feeder = Feeder::new(&[Line { parent: 0, import: 90, export: 90 }; 3]).unwrap();
	let demands: Vec<_> =
		(0..10).map(|node| gridmerit_market::Demand { node, quantity: 9, limit: None }).collect();
	let buyers: Vec<_> = (0..10).map(|node| node % 4).collect();
	let offers = [gridmerit_market::Offer { node: 50, capacity: 37, ask: 90_000 }];
	let book = Book::new(&demands, &offers).unwrap();
	let book = Located::new(&feeder, book, &buyers, &[2]).unwrap();
	let limits = gridmerit_market::Limits::new(200_000, 60_000, 900_000, 0).unwrap();
	let mut got = [0; 10];
	for turn in 100..110 {
		let rules = gridmerit_market::Rules { limits, turn };
		let outcome = clear(&feeder, book, &rules).unwrap();
		assert_eq!(verify(&feeder, book, &rules, &outcome), Ok(()));
		got.iter_mut().zip(&outcome.bought).for_each(|(got, bought)| *got += bought);
	}
	assert_eq!(got, [37; 10]);
}
