// SPDX-License-Identifier: Apache-2.0

//! Each invariant, broken once.

use super::*;
use crate::{
	Drawn, IntervalSums, Issues, Lots, Matched, PlantPages, Plants, StockPages, Stocks, SumsOf,
};
use gridmerit_origin::{Consumed, Issued, Lot, Sums};

/// Solar lots 0 (Anna's, 400 Wh, from 0) and 1 (the roof's), 2 (cancelled); a battery that was charged.
fn broken(by: impl FnOnce(), expected: &'static str) {
	externalities().execute_with(|| {
		plants();
		Market::settle(K, ROOF, 0, 1_000);
		Market::settle(K, ANNA, 700, 0);
		Market::settle(K, BATTERY, 300, 0);
		Market::trade(K, K - 1, &[(ROOF, ANNA, 500), (ROOF, BATTERY, 300)]);
		close(K + 1);
		assert_ok!(Certificates::cancel(of(ANNA), K, 0, 100, Period::Interval));
		assert_eq!(Certificates::do_try_state(), Ok(()));
		by();
		assert_eq!(Certificates::do_try_state(), Err(expected.into()));
	});
}

fn lot(number: usize, change: impl FnOnce(&mut Lot)) {
	Lots::<Test>::mutate(K, 0, |page| change(&mut page[number]));
}

fn issued(change: impl FnOnce(&mut Issued)) {
	Issues::<Test>::mutate(K, 0, |page| {
		let mut row = *page.get(ROOF).unwrap();
		change(&mut row);
		page.set(ROOF, row);
	});
}

fn sums(change: impl FnOnce(&mut IntervalSums)) {
	SumsOf::<Test>::mutate(K, |row| change(row.as_mut().unwrap()));
}

#[test]
fn sums_and_pages() {
	broken(|| SumsOf::<Test>::remove(K), "certificates that nothing is issued of");
	broken(|| sums(|row| row.lots += 1), "a lot is missing");
	broken(|| Lots::<Test>::insert(K, 1, Lots::<Test>::get(K, 0)), "a lot that is not counted");
	broken(|| sums(|row| row.sums[1].issued += 1), "what is issued is not accounted for");
	let held = |row: &mut IntervalSums| {
		row.sums[1].held += 1;
		row.sums[1].cancelled -= 1;
	};
	broken(|| sums(held), "what is held is no certificate");
	let stored = |row: &mut IntervalSums| {
		row.sums[1].stored += 1;
		row.sums[1].cancelled -= 1;
	};
	broken(|| sums(stored), "the sums are not those of the certificates");
	broken(
		|| Overall::<Test>::mutate(|all| all[1].issued += 1),
		"what was ever issued is not accounted for",
	);
	let more = |all: &mut [Sums; 9]| {
		all[1].issued += 1;
		all[1].held += 1;
	};
	broken(|| Overall::<Test>::mutate(more), "what all intervals hold is not what is held");
}

#[test]
fn ranges() {
	// Nothing of Anna's lot becomes the roof's own, so that sums are as before.
	let moved = |number, from, energy| {
		lot(number, |lot| (lot.from, lot.energy) = (from, energy));
	};
	broken(|| moved(0, 601, 400), "a certificate of what was not issued");
	broken(|| moved(0, 100, 400), "a Wh is certified twice");
	let nothing = || {
		lot(0, |lot| lot.energy += 100);
		lot(3, |lot| lot.energy = 0);
		sums(|row| {
			row.sums[1].held += 100;
			row.sums[1].cancelled -= 100;
		});
		Overall::<Test>::mutate(|all| {
			all[1].held += 100;
			all[1].cancelled -= 100;
		});
	};
	broken(nothing, "a certificate of nothing");
	broken(|| lot(0, |lot| lot.plant = TURBINE), "a certificate of what was not issued");
	broken(|| issued(|row| row.energy -= 1), "a certificate of what was not issued");
	let more = || {
		issued(|row| (row.energy, row.fed_in) = (1_001, 1_001));
	};
	broken(more, "not all that was issued is certified");
}

#[test]
fn issues() {
	broken(|| issued(|row| row.withheld = 1), "more is issued than was fed in");
	broken(|| issued(|row| row.withheld = Wh::MAX), "more is issued than was fed in");
	broken(|| issued(|row| row.fed_in += 1), "issued for what no settlement meter said");
	broken(
		|| Market::settle_by(K, ROOF, Basis::Spare, 0, 1_000),
		"issued for what no settlement meter said",
	);
	let mut mix = [0; 9];
	mix[1] = 1_000;
	mix[2] = 1;
	broken(|| issued(|row| row.mix = Some(mix)), "sources that do not add up");
	let other = || {
		Issues::<Test>::mutate(K, 0, |page| {
			let row = *page.get(ROOF).unwrap();
			page.set(TURBINE, row);
		});
	};
	broken(other, "not all that was issued is certified");
}

#[test]
fn cancelled() {
	let month = || Certificates::month_of(K);
	let drawn = |drawn, cancelled| {
		Drawn::<Test>::mutate(month(), 0, |rows| rows.set(ANNA, Consumed { drawn, cancelled }));
	};
	broken(|| drawn(99, 100), "more is cancelled than was drawn in a month");
	broken(|| drawn(700, 99), "cancelled for what nobody drew");
	let matched = |energy| {
		Matched::<Test>::mutate(K, 0, |rows| rows.set(ANNA, energy));
	};
	broken(|| matched(101), "what is matched is not what is cancelled");
	broken(|| Matched::<Test>::remove(K, 0), "what is matched is not what is cancelled");
	broken(|| Market::settle(K, ANNA, 99, 0), "more is cancelled than was drawn in an interval");
}

#[test]
fn plants_and_batteries() {
	broken(
		|| Issuers::<Test>::mutate(ISSUER, |row| row.used += 1),
		"a cap that is not what is certified",
	);
	broken(|| Issuers::<Test>::remove(ISSUER), "a cap that is not what is certified");
	broken(PlantPages::<Test>::kill, "plants that nobody would find");
	broken(StockPages::<Test>::kill, "batteries that nobody would find");
	let stock = |change: fn(&mut gridmerit_origin::Stock)| {
		Stocks::<Test>::mutate(0, |rows| {
			let mut row = *rows.get(BATTERY).unwrap();
			change(&mut row);
			rows.set(BATTERY, row);
		});
	};
	broken(|| stock(|row| row.parts[2] += 1), "more is certified than a battery holds");
	broken(|| stock(|row| row.capacity = 1), "a battery beyond its capacity");
	let gone = || {
		stock(|row| row.charging = 1);
		Plants::<Test>::mutate(0, |rows| {
			let mut row = rows.get(BATTERY).unwrap().clone();
			row.data.source = SourceKind::Solar;
			rows.set(BATTERY, row);
		});
	};
	broken(gone, "a battery that is no plant");
}
