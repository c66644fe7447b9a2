// SPDX-License-Identifier: Apache-2.0

//! Sums of piecewise linear functions, against trying all points.

use proptest::prelude::*;

use super::super::curve::Curve;

/// Widths and slopes of pieces, in quarters and halves, so that all bends lie on a grid.
fn pieces(most: usize) -> impl Strategy<Value = Vec<(f64, f64)>> {
	let piece = (1..12_u8, -8..=8_i8);
	let quarters = |(width, slope)| (f64::from(width) / 4.0, f64::from(slope) / 2.0);
	proptest::collection::vec(piece.prop_map(quarters), 1..=most)
}

fn width(pieces: &[(f64, f64)]) -> f64 {
	pieces.iter().map(|(width, _)| width).sum()
}

/// Quarters from one bound to another.
fn grid(from: f64, to: f64) -> impl Iterator<Item = f64> {
	(0..=((to - from) * 4.0) as u32).map(move |quarter| from + f64::from(quarter) / 4.0)
}

proptest! {
	#[test]
	fn sums_are_the_best(first in pieces(9), second in pieces(6), begins in 0..6_u8) {
		let end = width(&first);
		let one = Curve::new(0.0, 3.0, first);
		// The other one contains 0: nothing need be done.
		let from = -f64::from(begins) / 4.0;
		let to = from + width(&second);
		prop_assume!(to >= 0.0);
		let two = Curve::new(from, -1.0, second);
		let sum = one.best_sum(&two, 0.0, end).pinned(0.0, end);
		for x in grid(0.0, end) {
			let points = grid(from, to).filter(|y| (0.0..=end).contains(&(x - y)));
			let best = points.map(|y| one.at(x - y) + two.at(y)).fold(f64::NEG_INFINITY, f64::max);
			prop_assert!((sum.at(x) - best).abs() < 1e-9, "{} at {}: {}", sum.at(x), x, best);
		}
		prop_assert_eq!((sum.at(-0.1), sum.at(end + 0.1)), (f64::NEG_INFINITY, f64::NEG_INFINITY));
	}

	#[test]
	fn simpler_ones_are_near(pieces in pieces(60), tolerance in 0.0..3.0_f64) {
		let end = width(&pieces);
		let curve = Curve::new(0.0, 5.0, pieces);
		let simpler = curve.simpler(tolerance);
		prop_assert!(simpler.pieces() <= curve.pieces());
		for x in grid(0.0, end) {
			let off = (curve.at(x) - simpler.at(x)).abs();
			prop_assert!(off <= tolerance + 1e-9, "{} at {}", off, x);
		}
		prop_assert_eq!(curve.simpler(f64::INFINITY).pieces(), 1);
	}

	#[test]
	fn what_is_missing_costs(pieces in pieces(9), level in 0..40_u8, slope in 0..5_u8) {
		let end = width(&pieces);
		let curve = Curve::new(0.0, 5.0, pieces);
		let (level, slope) = (f64::from(level) / 4.0, f64::from(slope));
		let less = curve.less_below(level, slope);
		for x in grid(0.0, end) {
			let wanted = curve.at(x) - slope * (level - x).max(0.0);
			prop_assert!((less.at(x) - wanted).abs() < 1e-9);
		}
	}
}
