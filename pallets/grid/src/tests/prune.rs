// SPDX-License-Identifier: Apache-2.0

//! Limits of single intervals go when these have cleared.

use super::*;
use frame_support::{traits::Hooks, weights::Weight};

fn idle(steps: u64) -> Weight {
	Grid::on_idle(1, <()>::prune() * steps)
}

#[test]
fn limits_of_intervals_that_have_cleared_go() {
	run(|| {
		// Nothing to look at.
		assert_eq!(idle(9), <()>::prune());
		assert_eq!(PrunedUntil::<Test>::get(), None);
		assert_ok!(build(0, (4..=150).map(|bus| line(bus, 0, 10)).collect()));
		for bus in [1, 150] {
			assert_ok!(set(OWNER, bus, only(120, 122), both(if bus == 1 { 600 } else { 6 })));
		}
		assert_eq!(PrunedUntil::<Test>::get(), Some(120));
		assert_eq!(OwnLimits::<Test>::iter().count(), 6);
		idle(9);
		assert_eq!(OwnLimits::<Test>::iter().count(), 6);

		// As long as it is traded it stays, then it goes page by page.
		Market::trade(121..125);
		assert_eq!(idle(1), <()>::prune());
		assert_eq!((OwnLimits::<Test>::iter().count(), PrunedUntil::<Test>::get()), (5, Some(120)));
		idle(100);
		assert_eq!((OwnLimits::<Test>::iter().count(), PrunedUntil::<Test>::get()), (4, Some(121)));
		assert_eq!(limits(121)[0], (600, 600));
		Market::trade(200..204);
		idle(100);
		assert_eq!((OwnLimits::<Test>::iter().count(), PrunedUntil::<Test>::get()), (0, Some(200)));
		// What is set later is found.
		assert_ok!(set(OWNER, 1, only(210, 210), both(600)));
		assert_eq!(PrunedUntil::<Test>::get(), Some(200));
	});
}
