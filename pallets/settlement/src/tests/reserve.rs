// SPDX-License-Identifier: Apache-2.0

//! Silence is nobody's gain: what it costs is in the reserve, until registers show what was drawn.

use super::*;
use gridmerit_pallet_support::Words;
use proptest::{collection::vec, prelude::*};

/// Alice owes readings, draws at most 20 Wh, and has deposited so much; `INTERVAL` is closed with her silent.
fn closed(credit: u64, test: impl FnOnce()) {
	run(|| {
		begin();
		Market::set_limits(ALICE, 20, 20);
		Market::set_metered(ALICE, INTERVAL);
		if credit > 0 {
			deposit(ALICE, credit);
		}
		at(INTERVAL + 1);
		silence(INTERVAL, ALICE);
		close(INTERVAL);
		events();
		test();
	});
}

/// Closes an interval, and tells what it came to.
fn close(interval: Interval) {
	ProvisionalUntil::<Test>::put(SilenceCursor { interval: interval + 1, node: 0 });
	Settlement::close(interval);
	Settlement::tell(&mut WeightMeter::new());
}

fn charge(drawn: Wh) {
	Settlement::charge_unaccounted(ALICE, INTERVAL, INTERVAL, drawn);
	check_state();
}

#[test]
fn an_interval_that_is_closed_in_silence_pays_the_reserve_and_not_the_utility() {
	closed(10_000, || {
		assert_eq!((money(ALICE), money(UTILITY)), ((6_000, 0, 0, 0), (0, 0, 0, 0)));
		assert_eq!(money(RESERVE), (4_000, 4_000, 0, 0));
		for node in [UTILITY, ALICE] {
			assert_noop!(Ledger::collect(by(node), RESERVE, node), Error::<Test>::NothingToCollect);
		}
	});
}

#[test]
fn what_registers_show_the_utility_is_paid_from_the_reserve_and_the_node_pays_once() {
	for (drawn, of_silence, on_top) in [(0, 0, 0), (1, 200, 0), (20, 4_000, 0), (23, 4_000, 600)] {
		closed(10_000, || {
			charge(drawn);
			assert_eq!(money(ALICE), (6_000 - on_top, 0, 0, 0));
			// It is closed: the utility may have it.
			assert_eq!(money(UTILITY), (of_silence + on_top, 0, 0, 0));
			assert_eq!(money(RESERVE), (4_000 - of_silence, 4_000 - of_silence, 0, 0));
		});
	}
}

#[test]
fn what_silence_cost_and_was_not_paid_is_owed_to_the_reserve_and_then_to_the_utility() {
	closed(1_000, || {
		assert_eq!((money(ALICE), money(RESERVE)), ((0, 0, 3_000, 0), (1_000, 1_000, 0, 3_000)));
		// She drew 2,400 worth: what is given back is set off, and what she owes of it she owes to the utility.
		charge(12);
		assert_eq!((debt(ALICE, RESERVE), debt(ALICE, UTILITY)), (600, 2_400));
		assert_eq!((money(UTILITY), money(RESERVE)), ((0, 0, 0, 2_400), (1_000, 0, 0, 600)));
	});
	// What she paid later counts.
	closed(1_000, || {
		deposit(ALICE, 3_000);
		assert_eq!((money(ALICE), money(RESERVE)), ((0, 0, 0, 0), (4_000, 1_000, 0, 0)));
		charge(12);
		assert_eq!((money(ALICE), money(UTILITY)), ((0, 0, 0, 0), (2_400, 0, 0, 0)));
		assert_eq!(money(RESERVE), (1_600, 0, 0, 0));
	});
}

#[test]
fn what_neighbours_were_paid_for_is_not_paid_to_the_utility_as_well() {
	run(|| {
		begin();
		Market::set_limits(ALICE, 20, 20);
		Market::set_metered(ALICE, INTERVAL);
		deposit(ALICE, 10_000);
		trade(INTERVAL, ALICE, bought(15, 100));
		trade(INTERVAL, BOB, sold(15, 100));
		at(INTERVAL + 1);
		settle(INTERVAL, BOB, metered(0, 15));
		// 15 of 20 Wh are her neighbour's.
		assert_eq!(silence(INTERVAL, ALICE).imbalance.cost(), 1_000);
		close(INTERVAL);
		charge(15);
		assert_eq!((money(UTILITY).0, money(RESERVE).0), (0, 1_000));
	});
}

#[test]
fn a_late_reading_within_the_window_gets_all_of_it_back() {
	run(|| {
		begin();
		Market::set_limits(ALICE, 20, 20);
		Market::set_metered(ALICE, INTERVAL);
		deposit(ALICE, 10_000);
		at(INTERVAL + 1);
		silence(INTERVAL, ALICE);
		settle(INTERVAL, ALICE, metered(3, 0));
		assert_eq!((money(ALICE).0, money(RESERVE)), (9_400, (0, 0, 0, 0)));
		assert_eq!((money(UTILITY), held(INTERVAL)), ((600, 600, 0, 0), 600));
	});
}

#[test]
fn the_operator_pays_claims_with_what_can_not_be_shown_any_more() {
	closed(10_000, || {
		settle_claim();
		let pay = |amount| {
			let why = Words::default();
			Ledger::pay_from_reserve(Origin::signed(OPERATOR), UTILITY, BOB, amount, why)
		};
		// As long as a register may still show what was drawn.
		assert_noop!(pay(1), Error::<Test>::NotInReserve);
		at(INTERVAL + 3);
		Market::set_remembered_from(INTERVAL + 1);
		PrunedUntil::<Test>::put(INTERVAL);
		Settlement::on_idle(System::block_number(), Weight::MAX);
		assert_eq!(money(RESERVE), (4_000, 0, 0, 0));
		assert_ok!(pay(300));
		assert_eq!((money(BOB), money(RESERVE).0), ((300, 0, 0, 0), 3_700));
	});
}

#[test]
fn what_was_shown_is_not_freed_once_more_when_it_is_forgotten() {
	closed(10_000, || {
		charge(7);
		assert_eq!(money(RESERVE), (2_600, 2_600, 0, 0));
		at(INTERVAL + 2);
		silence(INTERVAL + 1, ALICE);
		close(INTERVAL + 1);
		assert_eq!(money(RESERVE), (6_600, 6_600, 0, 0));
		let forget = |from| {
			at(INTERVAL + 5);
			Market::set_remembered_from(from);
			PrunedUntil::<Test>::put(from - 1);
			Settlement::on_idle(System::block_number(), Weight::MAX);
			check_state();
		};
		forget(INTERVAL + 1);
		assert_eq!((money(RESERVE), Shown::<Test>::iter().count()), ((6_600, 4_000, 0, 0), 0));
		forget(INTERVAL + 2);
		assert_eq!(money(RESERVE), (6_600, 0, 0, 0));
	});
}

/// The utility owes Bob 300 for what he fed in.
fn settle_claim() {
	at(INTERVAL + 2);
	settle(INTERVAL + 1, BOB, metered(0, 5));
	assert_eq!(debt(UTILITY, BOB), 300);
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(300))]

	/// Some intervals are read and some are silent; then registers show what was drawn in all the silent ones.
	/// The node pays for what it drew and at most what silence cost on top, the utility gets what it delivered,
	/// and the rest is the reserve's.
	#[test]
	fn nobody_pays_twice_and_the_utility_gets_what_it_delivered(
		(deposits, later) in (0_u64..20_000, proptest::option::of(1_u64..20_000)),
		read in vec(proptest::option::of(0_u64..20), 3),
		drawn in 0_u64..80,
	) {
		run(|| {
			begin();
			Market::set_limits(ALICE, 20, 20);
			Market::set_metered(ALICE, INTERVAL);
			if deposits > 0 {
				deposit(ALICE, deposits);
			}
			let last = INTERVAL + 3;
			at(last + 1);
			let before = worth(ALICE);
			let (mut silent, mut shown) = (0_i128, 0_i128);
			for (interval, read) in (INTERVAL..last).zip(&read) {
				match read {
					Some(import) => {
						settle(interval, ALICE, metered(*import, 0));
						shown += i128::from(*import);
					},
					None => {
						silence(interval, ALICE);
						silent += 20;
					},
				}
			}
			// The reading that shows the registers.
			settle(last, ALICE, metered(0, 0));
			(INTERVAL..=last).for_each(close);
			if let Some(amount) = later {
				deposit(ALICE, amount);
			}
			let paid_in = i128::from(later.unwrap_or_default());
			let worth_before = worth(ALICE);
			assert_eq!(worth(UTILITY), 200 * shown);
			assert_eq!(worth(RESERVE), 200 * silent);
			Settlement::charge_unaccounted(ALICE, INTERVAL, last, drawn);
			check_state();
			let drawn = i128::from(drawn);
			let (of_silence, on_top) = (drawn.min(silent), (drawn - silent).max(0));
			assert_eq!(worth(ALICE), worth_before - 200 * on_top);
			assert_eq!(worth(UTILITY), 200 * (shown + drawn));
			assert_eq!(worth(RESERVE), 200 * (silent - of_silence));
			assert_eq!(before + paid_in - worth(ALICE), 200 * (shown + silent + on_top));
			// In money, not only in claims: whoever has paid in gets it.
			let reserve = money(RESERVE);
			assert_eq!(reserve.2, 0, "the reserve owes nobody");
			assert!(u64::from(Ledger::withheld(RESERVE) as u32) <= reserve.0);
		});
	}
}
