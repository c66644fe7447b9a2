// SPDX-License-Identifier: Apache-2.0

//! What batteries hold, carried forward by what is reported of their meters.

use super::*;
use gridmerit_energy::{Battery, Charge, Metered};
use proptest::{collection::vec, prelude::*};

/// Gives back nine tenths of what it is charged with, holds 100 Wh at most and 50 at the start.
const SMALL: Battery = Battery { capacity: 100, power: 400, efficiency_ppm: 900_000, initial: 50 };
/// How many flows are remembered.
const MOST: u32 = 4;

/// A market with a small battery, in which what is before T is settled for good.
fn market(test: impl FnOnce()) {
	run(|| {
		MaxFlows::set(&MOST);
		World::set_battery(STORAGE, SMALL);
		ForwardMarket::close_until(T);
		test();
	});
}

fn metered(import: Wh, export: Wh) -> Metered {
	Metered { import, export }
}

fn report(interval: Interval, flow: Metered) {
	ForwardMarket::report(STORAGE, SMALL, interval, flow);
	ForwardMarket::do_try_state().unwrap();
}

fn charge() -> Charge {
	ForwardMarket::charge_of(STORAGE, &SMALL)
}

/// What it holds now.
fn holds() -> Wh {
	charge().now(&SMALL)
}

#[test]
fn it_begins_with_what_was_declared() {
	market(|| {
		assert_eq!(charge(), Charge { energy: 50, from: 0, metered: vec![] });
		report(T, metered(10, 0));
		let flows = vec![(T, metered(10, 0))];
		assert_eq!(charge(), Charge { energy: 50, from: T, metered: flows });
		// 9 of 10 Wh are stored.
		assert_eq!(holds(), 59);
	});
}

#[test]
fn flows_are_in_order_of_intervals_in_whatever_order_they_are_read() {
	let flows = [metered(10, 0), metered(0, 30), metered(40, 0), metered(0, 60)];
	for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
		market(|| {
			for place in order {
				report(T + place, flows[place as usize]);
			}
			let expected: Vec<_> = (T..).zip(flows).collect();
			assert_eq!(charge(), Charge { energy: 50, from: T, metered: expected });
			// 50 + 9 - 30 + 36 - 60.
			assert_eq!(holds(), 5);
			ForwardMarket::close_until(T + 30);
			assert_eq!(holds(), 5);
		});
	}
}

#[test]
fn it_is_never_fuller_than_full_or_emptier_than_empty() {
	market(|| {
		report(T, metered(0, 80));
		assert_eq!(holds(), 0);
		report(T + 1, metered(20, 0));
		assert_eq!(holds(), 18);
		report(T + 2, metered(200, 0));
		assert_eq!(holds(), 100);
		report(T + 3, metered(0, 1));
		assert_eq!(holds(), 99);
	});
}

#[test]
fn a_later_report_replaces_an_earlier_one() {
	market(|| {
		report(T, metered(0, 4));
		report(T + 1, metered(10, 0));
		report(T, metered(0, 5));
		assert_eq!(charge().metered, [(T, metered(0, 5)), (T + 1, metered(10, 0))]);
		report(T + 1, metered(0, 0));
		assert_eq!(charge().metered, [(T, metered(0, 5)), (T + 1, metered(0, 0))]);
		report(T + 1, metered(20, 0));
		assert_eq!(holds(), 63);
	});
}

#[test]
fn what_is_closed_is_counted_in() {
	market(|| {
		report(T, metered(10, 0));
		report(T + 1, metered(0, 7));
		ForwardMarket::close_until(T + 1);
		// When the next is read.
		assert_eq!(charge().from, T);
		report(T + 3, metered(0, 2));
		let flows = [(T + 1, metered(0, 7)), (T + 3, metered(0, 2))];
		assert_eq!(charge(), Charge { energy: 59, from: T + 1, metered: flows.to_vec() });
		assert_eq!(holds(), 50);
		// What is closed is not corrected any more.
		report(T, metered(0, 50));
		assert_eq!(holds(), 50);
	});
}

#[test]
fn another_declaration_starts_anew() {
	market(|| {
		report(T, metered(10, 0));
		report(T + 2, metered(10, 0));
		let other = Battery { capacity: 200, initial: 7, ..SMALL };
		let charge = || ForwardMarket::charge_of(STORAGE, &other);
		assert_eq!(charge(), Charge { energy: 7, from: 0, metered: vec![] });
		let report = |interval, flow| ForwardMarket::report(STORAGE, other, interval, flow);
		report(T + 3, metered(0, 2));
		let flows = vec![(T + 3, metered(0, 2))];
		assert_eq!(charge(), Charge { energy: 7, from: T + 3, metered: flows.clone() });
		// What is read of the time before says nothing about it.
		report(T + 1, metered(0, 3));
		report(T, metered(0, 0));
		assert_eq!(charge(), Charge { energy: 7, from: T + 3, metered: flows });
	});
}

#[test]
fn boundary_of_how_many_flows_are_known() {
	let full = || {
		for interval in [0, 1, 3, 4] {
			report(T + interval, metered(10, 0));
		}
	};
	let flows = |intervals: &[u32]| -> Vec<_> {
		intervals.iter().map(|interval| (T + interval, metered(10, 0))).collect()
	};
	// The first is counted in to make room, wherever the next belongs.
	market(|| {
		full();
		report(T + 5, metered(10, 0));
		let expected = Charge { energy: 59, from: T + 1, metered: flows(&[1, 3, 4, 5]) };
		assert_eq!(charge(), expected);
	});
	market(|| {
		full();
		report(T + 2, metered(10, 0));
		let expected = Charge { energy: 59, from: T + 1, metered: flows(&[1, 2, 3, 4]) };
		assert_eq!(charge(), expected);
		// What is counted in is not corrected any more.
		report(T, metered(0, 0));
		assert_eq!(charge(), expected);
	});
	// One that is before all others is counted in itself.
	market(|| {
		for interval in [5, 4, 3, 1] {
			report(T + interval, metered(10, 0));
		}
		report(T, metered(0, 20));
		let expected = Charge { energy: 30, from: T + 1, metered: flows(&[1, 3, 4, 5]) };
		assert_eq!(charge(), expected);
	});
}

#[derive(Clone, Debug)]
enum Step {
	Report(Interval, Metered),
	/// So many more intervals are settled for good.
	Close(u32),
}

fn step() -> impl Strategy<Value = Step> {
	let flow = (0_u64..80, 0_u64..80).prop_map(|(import, export)| metered(import, export));
	prop_oneof![
		9 => (T..T + 12, flow).prop_map(|(interval, flow)| Step::Report(interval, flow)),
		1 => (1_u32..4).prop_map(Step::Close),
	]
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(300))]

	/// While there is room for all that may change, only the last reports count.
	#[test]
	fn what_it_holds_follows_from_what_counts(steps in vec(step(), 1..40)) {
		market(|| {
			let mut flows = std::collections::BTreeMap::new();
			for step in steps {
				let closed = ForwardMarket::closed_until();
				match step {
					Step::Report(interval, flow) => {
						// Nothing is reported of what is closed.
						let full = flows.range(closed..).count() == MOST as usize;
						if interval >= closed && (!full || flows.contains_key(&interval)) {
							report(interval, flow);
							flows.insert(interval, flow);
						}
					},
					Step::Close(intervals) => ForwardMarket::close_until(closed + intervals),
				}
				let metered = flows.iter().map(|(interval, flow)| (*interval, *flow)).collect();
				let expected = Charge { energy: SMALL.initial, from: 0, metered };
				assert_eq!(holds(), expected.now(&SMALL));
			}
		});
	}
}
