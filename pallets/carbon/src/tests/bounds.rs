// SPDX-License-Identifier: Apache-2.0

//! `set_bound`, and what it refuses.

use super::*;
use crate::WeightInfo;

/// Nothing that emits more than 50 g/kWh with what is embodied, but for a fiftieth.
fn bound() -> Bound {
	Bound { definition: Definition::Embodied, most: 50_000, loss_ppm: 20_000 }
}

fn set(node: NodeIndex, bound: Option<Bound>) -> DispatchResult {
	Carbon::set_bound(of(node), bound)
}

fn accept(plant: NodeIndex, interval: Interval, energy: Wh, drawn: Option<Wh>) -> DispatchResult {
	// As a call that fails.
	frame_support::storage::with_storage_layer(|| {
		<Carbon as CarbonBounds>::accept(ANNA, plant, interval, energy, drawn)
	})
}

/// Anna takes what the roof feeds in, and of the turbine, which nobody has certified, what is tolerated; from which interval
/// on.
fn bounded() -> Interval {
	let from = certified(ROOF, CLEAN);
	assert_ok!(declare(TURBINE, CLEAN));
	assert_ok!(set(ANNA, Some(bound())));
	Market::pass(50);
	events();
	from
}

#[test]
fn a_node_says_what_it_takes_from_the_next_interval_on() {
	run(|| {
		assert_ok!(set(ANNA, Some(bound())));
		let from = NOW + 1;
		assert_eq!(events(), [Event::BoundSet { node: ANNA, bound: Some(bound()), from }]);
		let at = |interval| Carbon::bound_at(ANNA, interval);
		assert_eq!([NOW, from, u32::MAX].map(at), [None, Some(bound()), Some(bound())]);
		assert_noop!(set(ANNA, Some(bound())), Fails::NothingToChange);
		Market::pass(5);
		let tighter = Bound { most: 0, ..bound() };
		assert_ok!(set(ANNA, Some(tighter)));
		assert_eq!([from, NOW + 5, NOW + 6].map(at), [None, None, Some(tighter)]);
		assert_ok!(set(ANNA, None));
		assert_eq!(at(NOW + 6), None);
		for node in [ANNA, BEN] {
			assert_noop!(set(node, None), Fails::NothingToChange);
		}
		assert_noop!(Carbon::set_bound(by(STRANGER), Some(bound())), Fails::NotRegistered);
	});
}

#[test]
fn boundary_of_a_bound() {
	run(|| {
		let most = |most| set(ANNA, Some(Bound { most, ..bound() }));
		let default = DEFAULT.operating + DEFAULT.embodied;
		for loose in [default, u32::MAX] {
			assert_noop!(most(loose), Fails::BoundsNothing);
		}
		assert_ok!(most(default - 1));
		assert_ok!(most(0));
		let loss = |loss_ppm| set(ANNA, Some(Bound { loss_ppm, ..bound() }));
		for loose in [100_001, u32::MAX] {
			assert_noop!(loss(loose), Fails::TooLoose);
		}
		assert_ok!(loss(100_000));
		assert_ok!(loss(0));
	});
}

#[test]
fn what_is_within_is_taken_and_what_is_outside_refused() {
	run(|| {
		let from = bounded();
		assert_ok!(accept(ROOF, from, 1_000, Some(1_000)));
		assert_ok!(accept(ROOF, from, u64::MAX, None));
		// Before it was certified the roof, too, counts at the default.
		assert_noop!(accept(ROOF, from - 1, 1_000, Some(1_000)), Fails::OutsideBound);
		for plant in [TURBINE, NOBODY] {
			assert_noop!(accept(plant, from, 21, Some(1_000)), Fails::OutsideBound);
		}
		assert_eq!(events(), []);
		// In the interval in which it was set it does not count, and for others it never does.
		assert_ok!(accept(TURBINE, NOW, 1_000, Some(1_000)));
		let other = <Carbon as CarbonBounds>::accept(BEN, TURBINE, from, 1_000, Some(1_000));
		assert_ok!(other);
		assert_eq!(<Carbon as CarbonBounds>::weight(), <() as WeightInfo>::accept());
	});
}

#[test]
fn boundary_of_what_is_tolerated() {
	run(|| {
		let from = bounded();
		// 2 % of 1,000 Wh, in all.
		assert_ok!(accept(TURBINE, from, 15, Some(1_000)));
		let told = |energy, outside| Event::OutsideTolerated {
			node: ANNA,
			plant: TURBINE,
			interval: from,
			energy,
			outside,
			allowed: 20,
		};
		assert_eq!(events(), [told(15, 15)]);
		for energy in [6, u64::MAX] {
			assert_noop!(accept(TURBINE, from, energy, Some(1_000)), Fails::OutsideBound);
		}
		assert_ok!(accept(TURBINE, from, 5, Some(1_000)));
		assert_eq!(events(), [told(5, 20)]);
		assert_noop!(accept(TURBINE, from, 1, Some(1_000)), Fails::OutsideBound);
		// Another interval has its own, and other times have none.
		assert_ok!(accept(TURBINE, from + 1, 20, Some(1_000)));
		assert_noop!(accept(TURBINE, from + 2, 1, None), Fails::OutsideBound);
		assert_noop!(accept(TURBINE, from + 2, 1, Some(49)), Fails::OutsideBound);
		assert_ok!(accept(TURBINE, from + 2, 1, Some(50)));
		// What is within does not count for that.
		assert_ok!(accept(ROOF, from, 1_000, Some(1_000)));
	});
}

#[test]
fn another_bound_counts_for_what_comes() {
	run(|| {
		let from = bounded();
		assert_ok!(accept(TURBINE, from, 20, Some(1_000)));
		let stricter = Bound { loss_ppm: 10_000, ..bound() };
		assert_ok!(set(ANNA, Some(stricter)));
		assert_ok!(accept(TURBINE, from, 1_000, Some(1_000)));
		Market::pass(1);
		let next = NOW + 51;
		assert_noop!(accept(TURBINE, next, 11, Some(1_000)), Fails::OutsideBound);
		assert_ok!(accept(TURBINE, next, 10, Some(1_000)));
	});
}

#[test]
fn a_node_that_leaves_is_forgotten() {
	use gridmerit_pallet_support::OnRemove;
	run(|| {
		let from = bounded();
		assert_ok!(set(ROOF, Some(bound())));
		for node in [ROOF, ANNA] {
			Market::set_node(node, None);
			<Carbon as OnRemove>::removed(node);
			assert_eq!((Carbon::plant(node), Carbon::bound(node)), (None, None));
		}
		assert_eq!(Carbon::counted(ROOF, from), (DEFAULT, false));
		assert_eq!(<Carbon as OnRemove>::weight(), <() as WeightInfo>::removed());
	});
}
