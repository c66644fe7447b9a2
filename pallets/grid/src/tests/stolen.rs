// SPDX-License-Identifier: Apache-2.0

//! What SECURITY.md says of stolen keys, in one block.

use super::*;

/// All that an owner's key can try about a line, with this limit.
fn try_all(thief: AccountId, bus: Bus, limits: Option<Limits>) {
	let _ = set(thief, bus, When::From(0), limits);
	for first in (FREE..=NOW + AHEAD).step_by(8) {
		let _ = set(thief, bus, only(first, (first + 7).min(NOW + AHEAD)), limits);
	}
	let _ = Grid::propose(by(thief), lines(0, vec![line(bus, 0, 0)]));
	for when in [When::From(0), only(AFTER_NOTICE, AFTER_NOTICE)] {
		let _ = both_agree(thief, thief, limit(bus, when, limits));
	}
}

#[test]
fn a_stolen_key_of_an_owner_halves_its_lines_and_no_more() {
	let tried = [Some(both(0)), Some(both(499)), Some(both(1_000)), NONE, Some(both(500))];
	// Whatever it tries last, down or up.
	for last in 0..tried.len() {
		run(|| {
			// To the line of bus 1, which carries much besides, two agreed; to that of bus 2 in the genesis. To that of
			// bus 3 nobody did, but for two intervals.
			assert_ok!(build(0, vec![line(3, 2, RATING)]));
			assert_ok!(both_agree(DSO, OPERATOR, limit(1, When::From(0), both(300))));
			assert_ok!(both_agree(DSO, OPERATOR, limit(3, only(120, 121), both(0))));
			let before: Vec<_> = (NOW..NOW + 3 * AHEAD).map(|k| (k, limits(k))).collect();
			for bus in 1..=3 {
				for turn in 0..tried.len() {
					try_all(OWNER, bus, tried[(last + 1 + turn) % tried.len()]);
				}
			}
			for (interval, before) in &before {
				let after = limits(*interval);
				if TRADED.contains(interval) {
					assert_eq!(after, *before);
				}
				assert_eq!(after[..2], before[..2], "interval {interval}");
				for bus in (1..=3).filter(|_| FREE <= *interval) {
					let view = Grid::line(bus, *interval).unwrap();
					assert_eq!(view.agreed, bus < 3 || [120, 121].contains(interval));
					assert!(view.agreed || 500 <= view.limits.import.min(view.limits.export));
					assert!(view.limits.most() <= RATING);
				}
			}
			// It did halve what was left to it.
			assert!(last < 4 || limits(NOW + AHEAD)[2] == (500, 500));
			// One call of the operator ends all of that.
			assert_ok!(set(OPERATOR, 3, When::From(0), NONE));
			for (interval, before) in &before {
				assert_eq!(limits(*interval), *before, "interval {interval}");
			}
		});
	}
}

#[test]
fn a_stolen_key_of_a_grid_operator_changes_nothing_alone() {
	run(|| {
		let thief = DSO;
		let change = lines(0, vec![line(1, 0, 0)]);
		assert_ok!(Grid::propose(by(thief), change.clone()));
		assert!(Grid::agree(by(thief), thief, change).is_err());
		for bus in 1..=3 {
			for limits in [NONE, Some(both(500)), Some(both(0))] {
				assert!(set(thief, bus, When::From(0), limits).is_err());
				assert!(both_agree(thief, thief, limit(bus, When::From(0), limits)).is_err());
			}
		}
		assert_eq!(limits(u32::MAX), limits(NOW));
	});
}

#[test]
fn two_stolen_keys_of_grid_operators_limit_nothing() {
	run(|| {
		let before = limits(u32::MAX);
		for bus in 1..=3 {
			for when in [When::From(0), only(AFTER_NOTICE, AFTER_NOTICE)] {
				let change = limit(bus, when, both(0));
				assert_ok!(Grid::propose(by(DSO), change.clone()));
				assert_noop!(Grid::agree(by(OTHER_DSO), DSO, change), Error::<Test>::NotYourLine);
			}
		}
		assert_eq!(limits(u32::MAX), before);
		assert_eq!(limits(AFTER_NOTICE), before);
	});
}

#[test]
fn stolen_keys_of_owner_and_grid_operator_are_seen_for_the_notice_and_undone_at_once() {
	run(|| {
		let before: Vec<_> = (NOW..NOW + 2 * AHEAD).map(limits).collect();
		for change in [limit(2, When::From(0), both(0)), limit(2, When::From(0), NONE)] {
			assert_ok!(both_agree(OWNER, DSO, change));
			for interval in NOW..AFTER_NOTICE {
				assert_eq!(limits(interval), before[(interval - NOW) as usize]);
			}
			assert_ne!(limits(AFTER_NOTICE), before[0]);
			let right = limit(2, When::From(0), Limits { import: 900, export: 800 });
			assert_ok!(both_agree(OTHER_DSO, OPERATOR, right));
			let after: Vec<_> = (NOW..NOW + 2 * AHEAD).map(limits).collect();
			assert_eq!(after, before);
		}
	});
}

#[test]
fn who_fills_the_changes_that_can_wait_does_not_stop_the_operator() {
	run(|| {
		let thief = OWNER;
		for limit in [501, 502, 503] {
			assert_ok!(set(thief, 1, When::From(0), both(limit)));
			Market::next_round();
		}
		// In the intervals that are traded all of them hold. None goes.
		let default = |who, limit| set(who, 1, When::From(0), both(limit));
		assert_ok!(default(thief, 504));
		Market::next_round();
		assert_noop!(default(thief, 505), Error::<Test>::TooManyChanges);
		let change = limit(1, When::From(0), both(5));
		assert_ok!(Grid::propose(by(thief), change.clone()));
		let agree = Grid::agree(by(DSO), thief, change.clone());
		assert_noop!(agree, Error::<Test>::TooManyChanges);
		assert_ok!(default(OPERATOR, 900));
		Market::next_round();
		assert_ok!(both_agree(DSO, OPERATOR, change));
		let seen: Vec<_> = Market::trading().map(|interval| limits(interval)[0].0).collect();
		assert_eq!(seen, [502, 503, 504, 900]);
		assert_eq!(limits(Market::trading().end)[0], (5, 5));
	});
}

#[test]
fn who_fills_the_changes_that_can_wait_does_not_stop_a_committee() {
	run(|| {
		for limit in [501, 502, 503, 504] {
			assert_ok!(set(OWNER, 1, When::From(0), both(limit)));
			Market::next_round();
		}
		assert_noop!(set(OWNER, 1, When::From(0), both(505)), Error::<Test>::TooManyChanges);
		TestCommittees::set_convenes(true);
		let change = limit(1, When::From(0), both(5));
		assert_ok!(Grid::propose(by(DSO), change.clone()));
		TestCommittees::decide(DSO, true);
		assert_ok!(Grid::agree(by(STRANGER), DSO, change));
		assert_eq!(limits(Market::now() + NOTICE)[0], (5, 5));
	});
}
