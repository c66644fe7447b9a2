// SPDX-License-Identifier: Apache-2.0

//! What batteries have charged, carried forward by their meters' readings.

use super::*;
use gridmerit_energy::Charge;
use proptest::{collection::vec, prelude::*};

/// Gives back nine tenths of what it is charged with, holds 100 Wh at most and 50 at the start.
const BATTERY: Battery =
	Battery { capacity: 100, power: 400, efficiency_ppm: 900_000, initial: 50 };

fn market(test: impl FnOnce()) {
	run(|| {
		begin();
		Market::set_battery(ALICE, BATTERY);
		Market::set_metered(ALICE, INTERVAL);
		deposit(UTILITY, 500_000);
		deposit(ALICE, 500_000);
		at(INTERVAL + MAX_OPEN + 2);
		test();
	});
}

fn charge() -> Charge {
	Market::charge(ALICE, &BATTERY)
}

/// What it holds now.
fn holds() -> Wh {
	holds_by(charge())
}

fn holds_by(Charge { energy, metered, .. }: Charge) -> Wh {
	metered.into_iter().fold(energy, |energy, (_, Metered { import, export })| {
		BATTERY.clamp(BATTERY.after(energy, import, export))
	})
}

#[test]
fn it_begins_with_what_was_declared() {
	market(|| {
		assert_eq!(charge(), Charge { energy: 50, from: 0, metered: vec![] });
		settle(INTERVAL, ALICE, metered(10, 0));
		let flows = vec![(INTERVAL, metered(10, 0))];
		assert_eq!(charge(), Charge { energy: 50, from: INTERVAL, metered: flows });
		// 9 of 10 Wh are stored.
		assert_eq!(holds(), 59);
	});
}

#[test]
fn others_have_none() {
	market(|| {
		settle(INTERVAL, BOB, metered(10, 0));
		assert_eq!(Market::stored_charge(BOB), None);
	});
}

#[test]
fn flows_are_in_order_of_intervals_in_whatever_order_they_are_read() {
	let flows = [metered(10, 0), metered(0, 30), metered(40, 0), metered(0, 60)];
	for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
		market(|| {
			for place in order {
				settle(INTERVAL + place, ALICE, flows[place as usize]);
				check_state();
			}
			let expected: Vec<_> = (INTERVAL..).zip(flows).collect();
			assert_eq!(charge(), Charge { energy: 50, from: INTERVAL, metered: expected });
			// 50 + 9 - 30 + 36 - 60.
			assert_eq!(holds(), 5);
			at(INTERVAL + 30);
			(0..4).for_each(|_| enough_blocks());
			assert_eq!(holds(), 5);
		});
	}
}

#[test]
fn it_is_never_fuller_than_full_or_emptier_than_empty() {
	market(|| {
		settle(INTERVAL, ALICE, metered(0, 80));
		assert_eq!(holds(), 0);
		settle(INTERVAL + 1, ALICE, metered(20, 0));
		assert_eq!(holds(), 18);
		settle(INTERVAL + 2, ALICE, metered(200, 0));
		assert_eq!(holds(), 100);
		settle(INTERVAL + 3, ALICE, metered(0, 1));
		assert_eq!(holds(), 99);
	});
}

#[test]
fn what_is_above_the_limit_flows_all_the_same() {
	market(|| {
		Market::set_limits(ALICE, 5, 5);
		settle(INTERVAL, ALICE, metered(0, 30));
		assert_eq!(holds(), 20);
	});
}

#[test]
fn without_a_reading_it_does_what_it_promised() {
	market(|| {
		trade(INTERVAL, ALICE, sold(4, 100));
		silence(INTERVAL, ALICE);
		assert_eq!(charge().metered, vec![(INTERVAL, metered(0, 4))]);
		settle(INTERVAL + 1, ALICE, metered(10, 0));
		settle(INTERVAL, ALICE, metered(0, 5));
		assert_eq!(
			charge().metered,
			vec![(INTERVAL, metered(0, 5)), (INTERVAL + 1, metered(10, 0))]
		);
		reopen(INTERVAL + 1, ALICE);
		assert_eq!(
			charge().metered,
			vec![(INTERVAL, metered(0, 5)), (INTERVAL + 1, metered(0, 0))]
		);
		settle(INTERVAL + 1, ALICE, metered(20, 0));
		assert_eq!(holds(), 63);
	});
}

#[test]
fn what_is_closed_is_counted_in() {
	market(|| {
		settle(INTERVAL, ALICE, metered(10, 0));
		settle(INTERVAL + 1, ALICE, metered(0, 7));
		at(INTERVAL + WINDOW + 1);
		enough_blocks();
		assert_eq!(Market::closed_until(), INTERVAL + 1);
		// When the next is read.
		assert_eq!(charge().from, INTERVAL);
		settle(INTERVAL + 3, ALICE, metered(0, 2));
		let flows = [(1, metered(0, 7)), (2, metered(0, 0)), (3, metered(0, 2))];
		let flows = flows.map(|(after, flow)| (INTERVAL + after, flow)).to_vec();
		assert_eq!(charge(), Charge { energy: 59, from: INTERVAL + 1, metered: flows });
		assert_eq!(holds(), 50);
	});
}

#[test]
fn another_declaration_starts_anew() {
	market(|| {
		settle(INTERVAL, ALICE, metered(10, 0));
		settle(INTERVAL + 2, ALICE, metered(10, 0));
		let other = Battery { capacity: 200, initial: 7, ..BATTERY };
		Market::set_battery(ALICE, other);
		assert_eq!(Market::charge(ALICE, &other), Charge { energy: 7, from: 0, metered: vec![] });
		settle(INTERVAL + 3, ALICE, metered(0, 2));
		let flows = vec![(INTERVAL + 3, metered(0, 2))];
		let charge = || Market::charge(ALICE, &other);
		assert_eq!(charge(), Charge { energy: 7, from: INTERVAL + 3, metered: flows.clone() });
		DisputeWindows::<Test>::put(BoundedVec::truncate_from(vec![(0, 2 * WINDOW)]));
		// What is read of the time before says nothing about it.
		settle(INTERVAL + 1, ALICE, metered(0, 3));
		reopen(INTERVAL, ALICE);
		assert_eq!(charge(), Charge { energy: 7, from: INTERVAL + 3, metered: flows });
	});
}

#[test]
fn boundary_of_how_many_flows_are_known() {
	let full = || {
		for interval in [0, 1, 3, 4] {
			settle(INTERVAL + interval, ALICE, metered(10, 0));
		}
	};
	let flows = |intervals: &[u32]| -> Vec<_> {
		intervals.iter().map(|interval| (INTERVAL + interval, metered(10, 0))).collect()
	};
	// The first is counted in to make room, wherever the next belongs.
	market(|| {
		full();
		settle(INTERVAL + 5, ALICE, metered(10, 0));
		let expected = Charge { energy: 59, from: INTERVAL + 1, metered: flows(&[1, 3, 4, 5]) };
		assert_eq!(charge(), expected);
	});
	market(|| {
		full();
		settle(INTERVAL + 2, ALICE, metered(10, 0));
		let expected = Charge { energy: 59, from: INTERVAL + 1, metered: flows(&[1, 2, 3, 4]) };
		assert_eq!(charge(), expected);
		DisputeWindows::<Test>::put(BoundedVec::truncate_from(vec![(0, 2 * WINDOW)]));
		// What is counted in is not corrected any more.
		reopen(INTERVAL, ALICE);
		assert_eq!(charge(), expected);
	});
	// One that is before all others is counted in itself.
	market(|| {
		settle(INTERVAL + 5, ALICE, metered(10, 0));
		for interval in [4, 3, 1] {
			settle(INTERVAL + interval, ALICE, metered(10, 0));
		}
		settle(INTERVAL, ALICE, metered(0, 20));
		let expected = Charge { energy: 30, from: INTERVAL + 1, metered: flows(&[1, 3, 4, 5]) };
		assert_eq!(charge(), expected);
	});
}

#[derive(Clone, Debug)]
enum Step {
	Read(Interval, Metered),
	/// Whether it is metered, and what it has traded.
	Silence(Interval, bool, Position),
	Reopen(Interval),
	/// So many intervals go by.
	Pass(u32),
}

fn step() -> impl Strategy<Value = Step> {
	let interval = || INTERVAL..INTERVAL + 12;
	let flow = (0_u64..80, 0_u64..80).prop_map(|(import, export)| metered(import, export));
	let position = (any::<bool>(), 1_u64..40)
		.prop_map(|(buys, energy)| if buys { bought(energy, 100) } else { sold(energy, 100) });
	prop_oneof![
		5 => (interval(), flow).prop_map(|(interval, flow)| Step::Read(interval, flow)),
		2 => (interval(), any::<bool>(), position)
			.prop_map(|(interval, metered, position)| Step::Silence(interval, metered, position)),
		2 => interval().prop_map(Step::Reopen),
		1 => (1_u32..4).prop_map(Step::Pass),
	]
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(300))]

	/// While there is room for all that may change, only the last readings count, and what it has promised
	/// where there is none.
	#[test]
	fn what_it_holds_follows_from_what_counts(steps in vec(step(), 1..40)) {
		run(|| {
			begin();
			Market::set_battery(ALICE, BATTERY);
			let mut flows = std::collections::BTreeMap::new();
			let mut promised = std::collections::BTreeMap::new();
			for step in steps {
				let known = flows.range(Market::closed_until()..).count();
				let full = known == MAX_OPEN as usize;
				match step {
					Step::Read(interval, flow) => {
						if (!full || flows.contains_key(&interval))
							&& try_settle(interval, ALICE, flow).is_ok()
						{
							flows.insert(interval, flow);
						}
					},
					Step::Silence(interval, is_metered, position) => {
						if !full && Settlement::invoice(interval, ALICE).is_none()
							&& check(interval, ALICE).is_ok()
						{
							Market::set_metered(ALICE, is_metered.then_some(interval));
							trade(interval, ALICE, position);
							// With Bob, so that the interval adds up.
							let Position { bought, sold, cost, revenue } = position;
							let other =
								Position { bought: sold, sold: bought, cost: revenue, revenue: cost };
							trade(interval, BOB, other);
							silence(interval, BOB);
							silence(interval, ALICE);
							Market::set_metered(ALICE, None);
							let promise = metered(position.bought, position.sold);
							promised.insert(interval, promise);
							flows.insert(interval, promise);
						}
					},
					Step::Reopen(interval) => {
						if Settlement::reopen(interval, ALICE) {
							let promise = promised.get(&interval).copied();
							flows.insert(interval, promise.unwrap_or(metered(0, 0)));
						}
					},
					Step::Pass(intervals) => {
						at(Market::now() + intervals);
						enough_blocks();
					},
				}
				check_state();
				let metered = flows.iter().map(|(interval, flow)| (*interval, *flow)).collect();
				let expected = Charge { energy: BATTERY.initial, from: 0, metered };
				assert_eq!(holds(), holds_by(expected));
			}
		});
	}
}
