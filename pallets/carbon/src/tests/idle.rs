// SPDX-License-Identifier: Apache-2.0

//! What is old is removed in what blocks have left.

use super::*;
use crate::{
	Intensities, PublishedFrom, Tolerated, ToleratedFrom, WeightInfo, prune::PAGES_A_STEP,
};
use frame_support::weights::Weight;

fn rich() {
	idle(Weight::MAX);
}

/// What was published of a page and tolerated in an interval.
fn filled() {
	assert_ok!(Carbon::set_bound(
		of(ANNA),
		Some(Bound { definition: Definition::Travel, most: 0, loss_ppm: 100_000 })
	));
	Market::pass(1);
	assert_ok!(publish(NOW, &[GRID]));
	let taken = <Carbon as CarbonBounds>::accept(ANNA, ROOF, NOW + 1, 1, Some(10));
	assert_ok!(taken);
}

#[test]
fn what_is_old_is_removed_and_nothing_else() {
	run(|| {
		filled();
		assert_eq!(PublishedFrom::<Test>::get(), Some((NOW + 1 - MAX_AGE) / 128));
		rich();
		assert!(Intensities::<Test>::contains_key(NOW / 128));
		// All of the page is as old.
		let last = NOW / 128 * 128 + 127;
		Market::pass(last + REMEMBERED - (NOW + 1));
		rich();
		assert_eq!(Carbon::published_at(NOW), Some(GRID));
		Market::pass(1);
		rich();
		assert_eq!(Carbon::published_at(NOW), None);
		assert_eq!(PublishedFrom::<Test>::get(), Some(NOW / 128 + 1));
		assert!(!Tolerated::<Test>::contains_key(NOW + 1, 0));
		assert_eq!(ToleratedFrom::<Test>::get(), None);
		// And goes on.
		assert_ok!(publish(Market::now(), &[GRID]));
		rich();
		assert_eq!(Carbon::published_at(Market::now()), Some(GRID));
	});
}

#[test]
fn what_was_tolerated_goes_interval_by_interval_and_page_by_page() {
	let mut externalities = externalities();
	let left = || (Tolerated::<Test>::iter_keys().count(), ToleratedFrom::<Test>::get());
	externalities.execute_with(|| {
		filled();
		let mut rows = gridmerit_pallet_support::Page::default();
		rows.set(0, 1);
		for page in 1..40 {
			Tolerated::<Test>::insert(NOW + 1, page, rows.clone());
		}
		Tolerated::<Test>::insert(NOW + 3, 0, rows);
		Market::pass(REMEMBERED + 2);
		assert_eq!(left(), (41, Some(NOW + 1)));
	});
	let mut block = || {
		// Each on what those before have stored.
		externalities.commit_all().unwrap();
		externalities.execute_with(|| {
			rich();
			Carbon::do_try_state().unwrap();
			left()
		})
	};
	let steps = PAGES_A_STEP as usize;
	let sizes = [0; 5].map(|_| block());
	let expected = [
		(41 - steps, Some(NOW + 1)),
		(41 - 2 * steps, Some(NOW + 1)),
		(1, Some(NOW + 2)),
		(1, Some(NOW + 3)),
		(1, Some(NOW + 3)),
	];
	assert_eq!(sizes, expected);
	externalities.execute_with(|| {
		Market::pass(1);
		rich();
		assert_eq!(left(), (0, None));
	});
}

#[test]
fn a_step_begins_only_if_the_weight_suffices() {
	run(|| {
		filled();
		assert_eq!(idle(Weight::MAX), <()>::poll());
		Market::pass(2 * REMEMBERED);
		let (poll, prune) = (<()>::poll(), <()>::prune());
		let short = Weight::from_parts(1, 0);
		assert_eq!(idle(poll - short), Weight::zero());
		assert_eq!(idle(poll + prune - short), poll);
		assert_eq!(Carbon::published_at(NOW), Some(GRID));
		assert_eq!(idle(poll + prune), poll + prune);
		assert_eq!(Carbon::published_at(NOW), None);
	});
}
