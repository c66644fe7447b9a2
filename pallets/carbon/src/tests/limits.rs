// SPDX-License-Identifier: Apache-2.0

//! `set_limits`.

use super::*;

const LEAST: Footprint = Footprint { operating: 50_000, embodied: 5_000, travel: 0 };
const MOST: Footprint = Footprint { operating: 600_000, embodied: 60_000, travel: 0 };

fn set(least: Footprint, most: Footprint) -> DispatchResult {
	Carbon::set_limits(by(OPERATOR), GridLimits { least, most })
}

#[test]
fn without_limits_the_grid_is_no_worse_than_the_default() {
	run(|| {
		assert_eq!(Carbon::limits(), GridLimits { least: Footprint::default(), most: DEFAULT });
		let only = |average| GridFootprint { average, residual: None };
		for beyond in [
			Footprint { operating: DEFAULT.operating + 1, ..DEFAULT },
			Footprint { embodied: DEFAULT.embodied + 1, ..CLEAN },
			Footprint { travel: u32::MAX, ..CLEAN },
		] {
			assert_noop!(publish(NOW, &[only(beyond)]), Fails::OutsideLimits);
			let residual = GridFootprint { residual: Some(beyond), ..GRID };
			assert_noop!(publish(NOW, &[residual]), Fails::OutsideLimits);
		}
		assert_ok!(publish(NOW - 1, &[only(DEFAULT), only(Footprint::default())]));
	});
}

#[test]
fn publishers_keep_the_operators_limits() {
	run(|| {
		assert_ok!(set(LEAST, MOST));
		let limits = GridLimits { least: LEAST, most: MOST };
		assert_eq!(events(), [Event::LimitsSet { limits }]);
		assert_eq!(Carbon::limits(), limits);
		let only = |average| GridFootprint { average, residual: None };
		for wrong in [
			Footprint { operating: 49_999, ..LEAST },
			Footprint { operating: 600_001, ..MOST },
			Footprint { embodied: 4_999, ..LEAST },
			Footprint { travel: 1, ..MOST },
		] {
			assert_noop!(publish(NOW, &[only(wrong)]), Fails::OutsideLimits);
			// Nor is any of a batch published if one is wrong.
			assert_noop!(publish(NOW - 1, &[GRID, only(wrong)]), Fails::OutsideLimits);
		}
		assert_ok!(publish(NOW - 1, &[only(LEAST), only(MOST)]));
		for who in [by(PUBLISHER), by(OPERATOR)] {
			let zero = only(Footprint::default());
			assert_noop!(correct(who, NOW, &[zero]), Fails::OutsideLimits);
		}
	});
}

#[test]
fn boundary_of_limits() {
	run(|| {
		let above = Footprint { travel: 1, ..LEAST };
		assert_noop!(set(above, MOST), Fails::BadLimits);
		let beyond = Footprint { operating: DEFAULT.operating + 1, ..DEFAULT };
		assert_noop!(set(LEAST, beyond), Fails::BadLimits);
		assert_ok!(set(DEFAULT, DEFAULT));
		assert_ok!(set(Footprint::default(), Footprint::default()));
	});
}
