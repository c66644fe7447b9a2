// SPDX-License-Identifier: Apache-2.0

//! Bodies that differ in one number from the best one.

use gridmerit_dispatch::{AtPrice, Body, Merit, Multiplier, NANO, Plan, Threshold, accept};
use proptest::prelude::*;

use crate::{
	cases::{Case, on_lines},
	every,
};

/// `body` with something changed, in every way that is one step away.
pub fn alterations(body: &Body) -> Vec<Body> {
	let mut all = Vec::new();
	let mut add = |change: &dyn Fn(&mut Body)| {
		let mut changed = body.clone();
		change(&mut changed);
		if changed != *body {
			all.push(changed);
		}
	};
	let steps = [1, -1, NANO / 2, -NANO / 2, NANO, -NANO, 3 * NANO, i64::MAX, i64::MIN];
	for k in 0..body.prices.len() {
		steps.iter().for_each(|step| {
			add(&|body| body.prices[k] = body.prices[k].wrapping_add(*step));
		});
	}
	add(&|body| body.prices.push(NANO));
	add(&|body| body.prices.truncate(0));
	let lists: [fn(&mut Body) -> &mut Vec<Multiplier>; 2] =
		[|body| &mut body.lines, |body| &mut body.voltages];
	for list in lists {
		for k in 0..body.lines.len().max(body.voltages.len()) {
			let of = |body: &mut Body, change: &dyn Fn(&mut Multiplier)| {
				list(body).get_mut(k).into_iter().for_each(change);
			};
			for step in steps {
				add(&|body| of(body, &|entry| entry.value = entry.value.wrapping_add(step)));
			}
			add(&|body| of(body, &|entry| entry.value = entry.value.wrapping_neg()));
			add(&|body| of(body, &|entry| entry.row += 1));
			add(&|body| of(body, &|entry| entry.row = u32::MAX));
			add(&|body| of(body, &|entry| entry.window += 1));
			add(&|body| {
				if k < list(body).len() {
					list(body).remove(k);
				}
			});
			add(&|body| {
				if let Some(entry) = list(body).get(k).copied() {
					list(body).push(entry);
				}
			});
		}
		for (row, value) in [(0, NANO), (1, -NANO), (0, 1), (1, 0)] {
			add(&|body| list(body).push(Multiplier { window: 0, row, value }));
		}
	}
	for k in 0..body.margins.len() {
		for step in [1, u64::MAX, 1 << 40] {
			add(&|body| body.margins[k].sold = body.margins[k].sold.wrapping_add(step));
			add(&|body| body.margins[k].bought = body.margins[k].bought.wrapping_add(step));
			// As much more is bought as is sold.
			add(&|body| {
				let AtPrice { sold, bought, .. } = &mut body.margins[k];
				(*sold, *bought) = (sold.wrapping_add(step), bought.wrapping_add(step));
			});
			// And elsewhere.
			for other in 0..body.margins.len() {
				add(&|body| {
					body.margins[k].sold = body.margins[k].sold.wrapping_add(step);
					body.margins[other].sold = body.margins[other].sold.wrapping_sub(step);
				});
				add(&|body| {
					body.margins[k].sold = body.margins[k].sold.wrapping_add(step);
					body.margins[other].bought = body.margins[other].bought.wrapping_add(step);
				});
			}
		}
		add(&|body| body.margins[k].bus += 1);
		add(&|body| body.margins[k].window += 1);
		add(&|body| {
			body.margins.remove(k);
		});
	}
	for bus in 0..4 {
		add(&|body| body.margins.push(AtPrice { window: 0, bus, sold: 1, bought: 1 }));
		add(&|body| body.margins.insert(0, AtPrice { window: 0, bus, sold: 1, bought: 0 }));
	}
	add(&|body| body.blocks.push(7));
	add(&|body| body.plans.push(Plan { store: 0, moves: vec![], values: vec![] }));
	all
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(300))]

	/// The best dispatch at the prices at which buyers pay least stands against all that differ in one number, and against
	/// all other whole prices. Only what fills other orders, and is worth as much, can have less for buyers to pay.
	#[test]
	fn nothing_near_the_best_body_takes_its_place(case in on_lines()) {
		let bodies = every::bodies(&case);
		let exact = bodies.iter().filter(|(_, checked)| checked.gap == 0);
		let (body, checked) = exact.min_by_key(|(_, checked)| checked.paid).unwrap();
		let (standing, threshold) = (Merit::of(checked), Threshold { ppm: 0, least: 0 });
		prop_assert_eq!(accept(checked, None, threshold), Ok(()));
		let takes_its_place = |case: &Case, body: &Body| {
			case.check(body).is_ok_and(|other| {
				accept(&other, Some(&standing), threshold).is_ok() && other.fills == checked.fills
			})
		};
		for (other, _) in &bodies {
			prop_assert!(!takes_its_place(&case, other));
		}
		for altered in alterations(body) {
			prop_assert!(!takes_its_place(&case, &altered), "{altered:?}");
			// What is taken at all is still below its bound.
			if let Ok(other) = case.check(&altered) {
				prop_assert!(other.welfare <= checked.welfare && checked.welfare <= other.bound);
			}
		}
	}
}
