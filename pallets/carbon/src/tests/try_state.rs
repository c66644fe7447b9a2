// SPDX-License-Identifier: Apache-2.0

//! Each invariant, broken once.

use super::*;
use crate::{
	Acts, BoundSince, Bounds, Intensities, Limits, Plants, Published, PublishedFrom, Recent,
	Tolerated, ToleratedFrom,
};
use gridmerit_pallet_support::Page;

fn broken(by: impl FnOnce(), expected: &'static str) {
	externalities().execute_with(|| {
		assert_ok!(declare(ROOF, CLEAN));
		assert_ok!(certify(ISSUER, ROOF, CLEAN));
		let bound = Bound { definition: Definition::Travel, most: 0, loss_ppm: 100_000 };
		assert_ok!(Carbon::set_bound(of(ANNA), Some(bound)));
		Market::pass(1);
		assert_ok!(publish(NOW, &[GRID]));
		let taken = <Carbon as CarbonBounds>::accept(ANNA, TURBINE, NOW + 1, 1, Some(10));
		assert_ok!(taken);
		assert_eq!(Carbon::do_try_state(), Ok(()));
		by();
		assert_eq!(Carbon::do_try_state(), Err(expected.into()));
	});
}

fn change_plant(change: impl FnOnce(&mut crate::PlantOf<Test>)) {
	Plants::<Test>::mutate(ROOF, |plant| change(plant.as_mut().unwrap()));
}

#[test]
fn plants() {
	broken(|| Market::set_node(ROOF, None), "a plant of no node");
	broken(
		|| change_plant(|plant| plant.declared.travel = MAX_PART + 1),
		"a footprint that cannot be meant",
	);
	let order = "certifications out of order";
	broken(|| change_plant(|plant| plant.vouched[0].until = plant.vouched[0].from), order);
	broken(|| change_plant(|plant| plant.declared = GAS), order);
	broken(
		|| {
			change_plant(|plant| {
				let twice = plant.vouched[0].clone();
				plant.vouched.try_push(twice).unwrap();
			})
		},
		order,
	);
}

#[test]
fn what_is_published() {
	let page = NOW / 128;
	let change = |interval, grid| {
		Intensities::<Test>::mutate(page, |rows| {
			rows.set(interval, Published { grid, corrected: false });
		});
	};
	broken(
		|| Intensities::<Test>::insert(page + 1, Page::default()),
		"a page that is empty or out of order",
	);
	broken(|| PublishedFrom::<Test>::put(page + 1), "a page that is forgotten");
	broken(PublishedFrom::<Test>::kill, "a page that is forgotten");
	broken(|| change(NOW + 2, GRID), "what was published before it began");
	let worse = Footprint { travel: DEFAULT.travel + 1, ..CLEAN };
	broken(
		|| change(NOW, GridFootprint { residual: Some(worse), ..GRID }),
		"a grid that is worse than the default",
	);
	broken(
		|| change(NOW, GridFootprint { average: worse, residual: None }),
		"a grid that is worse than the default",
	);
	broken(
		|| Limits::<Test>::put(GridLimits { least: CLEAN, most: Footprint::default() }),
		"limits that nobody keeps",
	);
}

#[test]
fn bounds() {
	broken(|| Market::set_node(ANNA, None), "a bound of no node");
	let bound = Bound { definition: Definition::Travel, most: u32::MAX, loss_ppm: 0 };
	broken(
		|| Bounds::<Test>::insert(BEN, BoundSince { bound, from: NOW }),
		"a bound that bounds nothing",
	);
	broken(
		|| Tolerated::<Test>::insert(NOW + 1, 1, Page::default()),
		"a page that is empty or out of order",
	);
	broken(
		|| {
			Tolerated::<Test>::mutate(NOW + 1, 0, |rows| {
				rows.set(BEN, 0);
			})
		},
		"nothing that was tolerated",
	);
	broken(|| ToleratedFrom::<Test>::put(NOW + 2), "tolerated and forgotten");
	broken(
		|| {
			let rows = Tolerated::<Test>::get(NOW + 1, 0);
			Tolerated::<Test>::insert(NOW + 2, 0, rows);
		},
		"tolerated before it was drawn",
	);
}

#[test]
fn acts() {
	let recent = Recent { since: NOW, count: MAX_ACTS + 1 };
	broken(|| Acts::<Test>::insert(ISSUER, recent), "more acts than there may be");
}
