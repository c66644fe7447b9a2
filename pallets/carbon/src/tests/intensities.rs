// SPDX-License-Identifier: Apache-2.0

//! `publish` and `correct`.

use super::*;
use crate::Published;

const OTHER: GridFootprint =
	GridFootprint { average: Footprint { operating: 1, embodied: 2, travel: 3 }, residual: None };

fn published(interval: Interval) -> Option<GridFootprint> {
	Carbon::published_at(interval)
}

#[test]
fn a_publisher_says_what_the_grid_emitted_once() {
	run(|| {
		assert_ok!(publish(NOW - 1, &[GRID, OTHER]));
		let said = Event::IntensitiesPublished {
			by: PUBLISHER,
			first: NOW - 1,
			values: values(&[GRID, OTHER]),
		};
		assert_eq!(events(), [said]);
		assert_eq!([NOW - 2, NOW - 1, NOW].map(published), [None, Some(GRID), Some(OTHER)]);
		for (first, some) in [(NOW - 1, &[GRID][..]), (NOW, &[GRID]), (NOW - 3, &[GRID; 4])] {
			assert_noop!(publish(first, some), Fails::AlreadyPublished);
		}
	});
}

#[test]
fn only_a_trusted_publisher_says_anything() {
	run(|| {
		for not in [ISSUER, AUDITOR, STRANGER, OPERATOR, Market::account(ROOF)] {
			let refused = Carbon::publish(by(not), NOW, values(&[GRID]));
			assert_eq!(refused, Err(Fails::NotAPublisher.into()));
		}
		Market::set_role(PUBLISHER, None);
		assert_noop!(publish(NOW, &[GRID]), Fails::NotAPublisher);
	});
}

#[test]
fn boundary_of_when_it_is_said() {
	run(|| {
		assert_noop!(publish(NOW, &[]), Fails::Nothing);
		assert_noop!(publish(NOW + 1, &[GRID]), Fails::NotBegun);
		assert_noop!(publish(NOW, &[GRID, GRID]), Fails::NotBegun);
		// More than there are intervals.
		assert_noop!(publish(u32::MAX, &[GRID, GRID]), Fails::NotBegun);
		for old in [0, NOW - MAX_AGE - 1] {
			assert_noop!(publish(old, &[GRID]), Fails::TooOld);
		}
		let oldest = NOW - MAX_AGE;
		assert_ok!(publish(oldest, &[GRID; MAX_BATCH as usize]));
		assert_ok!(publish(NOW, &[GRID]));
	});
}

#[test]
fn a_batch_may_be_on_two_pages() {
	run(|| {
		// 1,024 is the first of a page.
		Market::pass(30);
		assert_ok!(publish(1_022, &[GRID, GRID, OTHER, OTHER]));
		let row = |grid| Published { grid, corrected: false };
		let all: Vec<_> = (1_022..).zip([GRID, GRID, OTHER, OTHER].map(row)).collect();
		assert_eq!(Carbon::intensities(0, u32::MAX), []);
		assert_eq!(Carbon::intensities(900, 1_100), all);
		assert_eq!(Carbon::intensities(1_023, 1_024), all[1..3]);
		assert_eq!(Carbon::intensities(1_024, 1_023), []);
		// 1,000 of them at most.
		assert_eq!(Carbon::intensities(25, u32::MAX), all[..3]);
	});
}

#[test]
fn boundary_of_corrections() {
	run(|| {
		assert_noop!(correct(by(PUBLISHER), NOW, &[OTHER]), Fails::NotPublished);
		assert_ok!(publish(NOW - 3, &[GRID; 3]));
		events();
		assert_noop!(correct(by(PUBLISHER), NOW, &[]), Fails::Nothing);
		assert_noop!(correct(by(PUBLISHER), NOW - 1, &[OTHER, OTHER]), Fails::NotPublished);
		assert_noop!(correct(by(STRANGER), NOW - 1, &[OTHER]), Fails::NotAPublisher);
		assert_ok!(correct(by(PUBLISHER), NOW - 2, &[OTHER]));
		let said = Event::IntensitiesCorrected {
			by: Some(PUBLISHER),
			first: NOW - 2,
			values: values(&[OTHER]),
		};
		assert_eq!(events(), [said]);
		assert_eq!([NOW - 3, NOW - 2].map(published), [Some(GRID), Some(OTHER)]);
		// Once.
		assert_noop!(correct(by(PUBLISHER), NOW - 3, &[OTHER; 2]), Fails::AlreadyCorrected);
		// And not late.
		Market::pass(MAX_AGE - 3);
		assert_ok!(correct(by(PUBLISHER), NOW - 3, &[OTHER]));
		Market::pass(2);
		assert_noop!(correct(by(PUBLISHER), NOW - 2, &[GRID]), Fails::TooOld);
	});
}

#[test]
fn the_operator_has_the_last_word() {
	run(|| {
		assert_ok!(publish(NOW, &[GRID]));
		assert_ok!(correct(by(PUBLISHER), NOW, &[OTHER]));
		Market::pass(MAX_AGE + 1);
		assert_ok!(correct(by(OPERATOR), NOW, &[GRID]));
		assert_eq!(published(NOW), Some(GRID));
		assert_ok!(correct(Origin::root(), NOW, &[OTHER]));
		// What the operator has corrected no publisher does.
		assert_ok!(publish(NOW + 10, &[GRID]));
		assert_ok!(correct(by(OPERATOR), NOW + 10, &[OTHER]));
		assert_noop!(correct(by(PUBLISHER), NOW + 10, &[GRID]), Fails::AlreadyCorrected);
		// Nor does the operator say what nobody has published.
		assert_noop!(correct(by(OPERATOR), NOW + 1, &[GRID]), Fails::NotPublished);
		assert_noop!(correct(by(OPERATOR), u32::MAX, &[GRID]), Fails::NotBegun);
	});
}
