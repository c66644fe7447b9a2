// SPDX-License-Identifier: Apache-2.0

//! What is kept of a clearing on a grid, for how long, and what `try_state` finds wrong in it.

use super::*;

/// The grid forgets limits when an interval is traded no more, and has its default in their place.
#[test]
fn limits_that_the_grid_has_forgotten_are_not_looked_at() {
	run(|| {
		let feeder = ieee33(|_| 300);
		Feeders::set(INTERVAL, &feeder);
		post_town(INTERVAL, &feeder, 300);
		clear_round(Pace::Whole);
		let carried = LineFlows::<Test>::get(INTERVAL);
		assert!(carried.iter().any(|flow| flow.unsigned_abs() > 1));
		clear_round(Pace::Whole);
		assert_eq!(ForwardMarket::rules(INTERVAL), None);
		Feeders::set(INTERVAL, &ieee33(|_| 1));
		Clear::do_try_state().unwrap();
	});
}

#[test]
fn all_of_it_is_pruned_with_the_interval() {
	run(|| {
		let feeder = ieee33(|_| 300);
		for interval in [FIRST_ROUND + 1, INTERVAL] {
			Feeders::set(interval, &feeder);
			post_town(interval, &feeder, 400);
		}
		clear_round(Pace::Whole);
		assert!(ZonedTransactions::<Test>::iter().count() > 2);
		let kept = || {
			let of_rounds = ClearedZonesOf::<Test>::iter().count();
			(of_rounds, LineFlows::<Test>::iter().count(), ClearedLines::<Test>::iter().count())
		};
		assert_eq!(kept(), (2, 2, 2));
		Market::remember_from(INTERVAL);
		let mut meter = frame_support::weights::WeightMeter::new();
		Clear::prune(&mut meter);
		Clear::do_try_state().unwrap();
		assert_eq!(kept(), (1, 1, 1));
		assert_eq!(ZonedTransactions::<Test>::iter_prefix((FIRST_ROUND + 1,)).count(), 0);
		assert!(ZonedTransactions::<Test>::iter_prefix((INTERVAL,)).count() > 0);
		assert!(ClearedZonesOf::<Test>::contains_key(INTERVAL, FIRST_ROUND));
	});
}

/// What `try_state` would find if it were there.
#[test]
fn what_is_wrong_is_found() {
	let fails = |corrupt: fn(), with: &'static str| {
		externalities().execute_with(|| {
			let feeder = ieee33(|_| 300);
			Feeders::set(INTERVAL, &feeder);
			post_town(INTERVAL, &feeder, 300);
			clear_round(Pace::Whole);
			Clear::do_try_state().unwrap();
			corrupt();
			assert_eq!(Clear::do_try_state().unwrap_err(), with.into());
		});
	};
	macro_rules! zones {
		($change:expr) => {
			|| {
				ClearedZonesOf::<Test>::mutate(INTERVAL, FIRST_ROUND, |zones| {
					let change: fn(&mut ClearedZones) = $change;
					change(zones.as_mut().unwrap());
				})
			}
		};
	}
	macro_rules! rows {
		($change:expr) => {
			|| {
				ZonedTransactions::<Test>::mutate((INTERVAL, FIRST_ROUND, 0), |rows| {
					let change: fn(&mut ZonedPage) = $change;
					change(rows);
				})
			}
		};
	}
	fails(
		zones!(|cleared| cleared.zones[0].bought += 1),
		"a result that is not the sum of its zones",
	);
	fails(zones!(|cleared| cleared.flows.truncate(1)), "more zones than buses");
	fails(zones!(|cleared| cleared.flows[3].traded += 1), "what lines carry does not add up");
	fails(rows!(|rows| rows.truncate(rows.len() - 1)), "transactions are missing");
	fails(rows!(|rows| rows[0].energy = 0), "a transaction of nothing");
	fails(rows!(|rows| rows[0].buying = 0), "a buyer pays less than its seller gets");
	fails(rows!(|rows| rows[0].buying += 1), "a payment at other prices than those of the zones");
	fails(rows!(|rows| rows[0].selling -= 1), "a congestion rent that no transaction pays");
	fails(rows!(|rows| rows[0].seller = 7), "a position that its transactions do not explain");
	let carried = || LineFlows::<Test>::mutate(INTERVAL, |flows| flows[3] += 1);
	fails(carried, "what lines carry does not add up");
	fails(|| LineFlows::<Test>::remove(INTERVAL), "zones whose lines carry nothing that is known");
	let nobody = || LineFlows::<Test>::insert(INTERVAL + 1, LineFlows::<Test>::get(INTERVAL));
	fails(nobody, "lines that carry what nobody has traded");
	let tighter = || {
		ClearedLines::<Test>::mutate(INTERVAL, |lines| {
			for line in lines.iter_mut() {
				(line.import, line.export) = (1, 1);
			}
		})
	};
	fails(tighter, "a line that carries more than it can");
	fails(|| ClearedLines::<Test>::remove(INTERVAL), "lines of another feeder");
	let circle = || ClearedLines::<Test>::mutate(INTERVAL, |lines| lines[0].parent = 1);
	fails(circle, "lines that are no feeder");
	let early = || ClearedLines::<Test>::insert(INTERVAL + 1, ClearedLines::<Test>::get(INTERVAL));
	fails(early, "lines of an interval that has not cleared");
	fails(|| PrunedUntil::<Test>::put(INTERVAL + 1), "a result that should be pruned");
}
