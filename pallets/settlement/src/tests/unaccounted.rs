// SPDX-License-Identifier: Apache-2.0

//! Energy that a meter's registers show and none of its readings.

use super::*;

fn charged(
	node: NodeIndex,
	intervals: core::ops::RangeInclusive<Interval>,
	energy: Wh,
	cost: u64,
) -> RuntimeEvent {
	let (first, last) = intervals.into_inner();
	Event::UnaccountedCharged { node, first, last, energy, cost: cost.into() }.into()
}

fn set_tou(interval: Interval, tou: Price) {
	Market::set_terms(interval, Tariff { tou, shortfall: 300, ..TARIFF }, GRID);
}

/// 200, 210, 230, 220 from `INTERVAL - 1` on.
fn market(test: impl FnOnce()) {
	run(|| {
		for (interval, tou) in (INTERVAL - 1..).zip([200, 210, 230, 220]) {
			set_tou(interval, tou);
		}
		// What is too far back to be looked at, it is taken to have paid for up to this.
		Market::set_limits(ALICE, 0, 0);
		test();
	});
}

#[test]
fn it_costs_the_dearest_price_of_the_intervals_in_which_it_may_have_been_used() {
	for (first, last, price) in [
		(INTERVAL - 1, INTERVAL - 1, 200),
		(INTERVAL - 1, INTERVAL, 210),
		(INTERVAL - 1, INTERVAL + 2, 230),
		(INTERVAL + 2, INTERVAL + 2, 220),
		// Of what is pruned nothing is known.
		(0, INTERVAL, 210),
		(INTERVAL - 2, INTERVAL + 1, 230),
	] {
		market(|| {
			deposit(ALICE, 5_000);
			events();
			Settlement::charge_unaccounted(ALICE, first, last, 7);
			let cost = 7 * price;
			assert_eq!(events(), [charged(ALICE, first..=last, 7, cost)]);
			assert_eq!((money(ALICE), money(UTILITY)), ((5_000 - cost, 0, 0, 0), (cost, 0, 0, 0)));
		});
	}
}

#[test]
fn of_a_long_gap_only_the_end_is_looked_at() {
	market(|| {
		let last = INTERVAL + 1 + <Settlement as gridmerit_pallet_support::Settlement>::window();
		for interval in INTERVAL + 2..=last {
			Market::set_terms(interval, TARIFF, GRID);
			set_tou(interval, 220);
		}
		deposit(ALICE, 1_000);
		Settlement::charge_unaccounted(ALICE, INTERVAL - 1, last, 1);
		assert_eq!(money(UTILITY).0, 230);
		Market::set_terms(last + 1, TARIFF, GRID);
		Settlement::charge_unaccounted(ALICE, INTERVAL - 1, last + 1, 1);
		assert_eq!(money(UTILITY).0, 230 + 220);
	});
}

#[test]
fn a_chain_can_look_at_less() {
	market(|| {
		assert_eq!(Settlement::most_looked_at(), 2 * WINDOW + 3);
		MaxLookedAt::set(&1);
		assert_eq!(Settlement::most_looked_at(), 1);
		deposit(ALICE, 5_000);
		// At the price of the last one.
		Settlement::charge_unaccounted(ALICE, INTERVAL + 1, INTERVAL + 2, 7);
		assert_eq!(money(UTILITY).0, 7 * 220);
	});
	market(|| {
		MaxLookedAt::set(&1);
		Market::set_limits(ALICE, 0, 20);
		Market::set_metered(ALICE, 0);
		deposit(ALICE, 10_000);
		events();
		// It is taken to have paid for its limit before.
		let (first, last) = (INTERVAL, INTERVAL + 1);
		Settlement::charge_unaccounted(ALICE, first, last, 20);
		assert_eq!(events(), []);
		Settlement::charge_unaccounted(ALICE, first, last, 23);
		assert_eq!(events(), [charged(ALICE, first..=last, 3, 3 * 230)]);
	});
}

#[test]
fn a_spare_that_measures_nothing_hides_nothing() {
	for spared in [false, true] {
		market(|| {
			MaxLookedAt::set(&1);
			Market::set_limits(ALICE, 0, 20);
			Market::set_metered(ALICE, 0);
			deposit(ALICE, 10_000);
			silence(INTERVAL, ALICE);
			if spared {
				let mut shared = Shared::default();
				let case = Settlement::spare_case(&mut shared, INTERVAL, ALICE).unwrap();
				assert_ok!(Settlement::settle(&mut shared, case, metered(0, 0)));
				Settlement::store(&mut shared);
			}
			events();
			// Too far back to be looked at: silence has paid for the limit, the spare for nothing.
			let (first, last) = (INTERVAL, INTERVAL + 1);
			Settlement::charge_unaccounted(ALICE, first, last, 20);
			let all = charged(ALICE, first..=last, 20, 20 * 230);
			assert_eq!(events(), if spared { vec![all] } else { vec![] });
		});
	}
}

#[test]
fn if_all_is_pruned_it_costs_what_the_next_interval_does() {
	market(|| {
		deposit(ALICE, 1_000);
		Market::set_remembered_from(INTERVAL + 1);
		Settlement::charge_unaccounted(ALICE, INTERVAL - 1, INTERVAL, 1);
		assert_eq!(money(UTILITY).0, 230);
		Settlement::charge_unaccounted(ALICE, 0, 5, 1);
		assert_eq!((money(ALICE).0, money(UTILITY).0), (540, 460));
	});
}

#[test]
fn what_its_intervals_were_settled_with_is_not_paid_twice() {
	market(|| {
		deposit(ALICE, 10_000);
		Market::set_limits(ALICE, 0, 20);
		Market::set_metered(ALICE, 0);
		silence(INTERVAL, ALICE);
		settle(INTERVAL + 1, ALICE, metered(4, 0));
		ProvisionalUntil::<Test>::put(SilenceCursor { interval: INTERVAL + 1, node: 0 });
		Settlement::close(INTERVAL);
		// Whatever the limit is now.
		Market::set_limits(ALICE, 0, 1);
		let (first, last, before) = (INTERVAL, INTERVAL + 1, money(ALICE));
		events();
		Settlement::charge_unaccounted(ALICE, first, last, 23);
		let (energy, cost) = (20, 20 * 210);
		let known = Event::SilenceAccounted { node: ALICE, first, last, energy, cost };
		assert_eq!(events(), [known.into(), charged(ALICE, first..=last, 3, 3 * 230)]);
		assert_eq!(money(ALICE).0, before.0 - 3 * 230);
		// What she read and pays now, and what her silence cost.
		assert_eq!(money(UTILITY).0, 4 * 230 + 3 * 230 + 20 * 210);
	});
	// And what a spare has read is paid.
	market(|| {
		deposit(ALICE, 10_000);
		Market::set_metered(ALICE, 0);
		silence(INTERVAL, ALICE);
		let mut shared = Shared::default();
		let case = Settlement::spare_case(&mut shared, INTERVAL, ALICE).unwrap();
		assert_ok!(Settlement::settle(&mut shared, case, metered(7, 0)));
		Settlement::store(&mut shared);
		settle(INTERVAL + 1, ALICE, metered(4, 0));
		ProvisionalUntil::<Test>::put(SilenceCursor { interval: INTERVAL + 1, node: 0 });
		Settlement::close(INTERVAL);
		let before = money(ALICE);
		Settlement::charge_unaccounted(ALICE, INTERVAL, INTERVAL + 1, 7);
		assert_eq!(money(ALICE), before);
	});
	// What is pruned, up to the limit.
	market(|| {
		Market::set_limits(ALICE, 0, 20);
		Market::set_remembered_from(INTERVAL + 1);
		Settlement::charge_unaccounted(ALICE, INTERVAL, INTERVAL + 1, 21);
		assert_eq!(money(UTILITY), (0, 0, 0, 230));
	});
}

#[test]
fn what_cannot_be_paid_is_owed() {
	market(|| {
		deposit(ALICE, 500);
		lock(ALICE, INTERVAL + 2, 400);
		events();
		Settlement::charge_unaccounted(ALICE, INTERVAL, INTERVAL, 2);
		assert_eq!((money(ALICE), money(UTILITY)), ((400, 400, 320, 0), (100, 0, 0, 320)));
		assert_eq!(
			events(),
			[incurred(ALICE, UTILITY, 320, 320), charged(ALICE, INTERVAL..=INTERVAL, 2, 420),]
		);
	});
	// What the utility owes is set off first.
	market(|| {
		utility_in_debt(BOB);
		deposit(BOB, 1_000);
		Settlement::charge_unaccounted(BOB, INTERVAL, INTERVAL, 2);
		assert_eq!(money(BOB), (640, 0, 0, 0));
	});
}

#[test]
fn it_is_paid_to_the_utility_of_the_last_interval_and_not_by_itself() {
	market(|| {
		Market::set_utility(INTERVAL + 1, CAROL);
		Settlement::charge_unaccounted(ALICE, INTERVAL, INTERVAL + 1, 1);
		assert_eq!((money(CAROL), money(UTILITY)), ((0, 0, 0, 230), (0, 0, 0, 0)));
		events();
		Settlement::charge_unaccounted(CAROL, INTERVAL, INTERVAL + 1, 1);
		assert_eq!((money(CAROL), events()), ((0, 0, 0, 230), vec![]));
	});
}

#[test]
fn it_is_in_no_interval_and_in_no_sum() {
	market(|| {
		settle(INTERVAL, ALICE, metered(1, 0));
		let (totals, sheet) = (Settlement::totals(ALICE), Settlement::balance_sheet(INTERVAL, 0));
		Settlement::charge_unaccounted(ALICE, INTERVAL, INTERVAL, 9);
		assert_eq!(Settlement::totals(ALICE), totals);
		assert_eq!(Settlement::balance_sheet(INTERVAL, 0), sheet);
	});
}
