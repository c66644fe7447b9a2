// SPDX-License-Identifier: Apache-2.0

//! Closing keeps up with intervals of any length that genesis takes, also if many blocks are missing.

use super::*;
use sp_runtime::BuildStorage;

const SLOT: u64 = 6_000;

fn set_length(millis: u32) {
	pallet_forward_market::IntervalLength::<Test>::put(millis);
}

/// A chain with intervals of a minute, on which every so many blocks are missing, for so many slots; a meter that
/// always reports, and one that is always silent.
fn minutes(missing: impl Fn(u64) -> bool, slots: u64) {
	run(|| {
		set_length(60_000);
		assert!(Settlement::shortest_window() <= WINDOW);
		let first = INTERVAL;
		Market::set_remembered_from(first);
		Market::set_now(u64::from(first) * 60_000);
		Market::set_metered(ALICE, first);
		Market::set_metered(BOB, first);
		Market::set_limits(BOB, 0, 1);
		deposit(BOB, WEALTH / 2);
		block();
		let (mut read, mut most) = (first, 0);
		for slot in 1..slots {
			if missing(slot) {
				continue;
			}
			Market::set_now(u64::from(first) * 60_000 + slot * SLOT);
			let now = Market::now();
			for ahead in now..now + 3 {
				if Market::terms(ahead).is_none() {
					Market::set_terms(ahead, TARIFF, GRID);
				}
			}
			System::reset_events();
			block();
			while read < now {
				settle(read, ALICE, metered(0, 0));
				read += 1;
			}
			most = most.max(now - Market::closed_until());
		}
		let window = <Settlement as gridmerit_pallet_support::Settlement>::window();
		assert!(most <= window, "{most} intervals were open, and {window} may be");
		assert!(most <= WINDOW + 2, "{most}");
		assert!(Market::closed_until() > first + (slots / 10) as u32 - WINDOW - 3);
		assert!(!Market::violations().iter().any(|(node, _)| *node == ALICE));
	});
}

#[test]
fn closing_keeps_up_with_intervals_of_a_minute() {
	minutes(|_| false, 4_000);
	// A tenth and a quarter of the blocks, scattered.
	let scattered = |slot: u64| slot.wrapping_mul(6_364_136_223_846_793_005) >> 33;
	minutes(|slot| scattered(slot) % 10 == 0, 4_000);
	minutes(|slot| scattered(slot) % 4 == 0, 4_000);
}

#[test]
fn the_shortest_window_follows_from_the_length() {
	run(|| {
		// Two intervals, one in which it closes, and as many as the blocks may take.
		for (length, shortest) in [(60_000, 5), (30_000, 6), (900_000, 4), (86_400_000, 4)] {
			set_length(length);
			assert_eq!(Settlement::shortest_window(), shortest);
		}
	});
}

fn genesis(interval_length: u32, dispute_window: Option<u32>) -> sp_io::TestExternalities {
	let storage = RuntimeGenesisConfig {
		forward_market: pallet_forward_market::GenesisConfig {
			interval_length: Some(interval_length),
			..Default::default()
		},
		settlement: GenesisConfig { dispute_window, ..Default::default() },
		..Default::default()
	};
	storage.build_storage().unwrap().into()
}

#[test]
fn genesis_sets_the_dispute_window() {
	genesis(60_000, Some(7)).execute_with(|| assert_eq!(Settlement::dispute_window(1_000), 7));
	genesis(60_000, None).execute_with(|| assert_eq!(Settlement::dispute_window(1_000), WINDOW));
}

#[test]
#[should_panic(expected = "a dispute window lasts from 5 to 10 intervals")]
fn genesis_refuses_a_window_that_closing_cannot_keep() {
	genesis(60_000, Some(4));
}

#[test]
#[should_panic(expected = "a dispute window lasts from 4 to 10 intervals")]
fn genesis_refuses_a_window_that_series_cannot_hold() {
	genesis(900_000, Some(2 * WINDOW + 1));
}
