// SPDX-License-Identifier: Apache-2.0

//! What storage nodes charge and discharge.

use super::*;
use frame_support::dispatch::GetDispatchInfo;
use gridmerit_energy::{Battery, Charge, EnergyLimits, Metered, Roles};
use gridmerit_pallet_support::{MAX_PAGES, PAGE_ROWS};
use sp_runtime::TokenError;

pub const ACCOUNT: AccountId = STORAGE as AccountId;

pub fn buy(quantity: Wh) -> Order {
	Order::Demand { quantity, limit: None }
}

pub fn sell(capacity: Wh) -> Order {
	Order::Offer { capacity, ask: 100 }
}

fn import(import: Wh) -> Metered {
	Metered { import, export: 0 }
}

fn export(export: Wh) -> Metered {
	Metered { import: 0, export }
}

fn schedule(rows: &[(Interval, Order)]) -> OrdersOf<Test> {
	orders(&rows.iter().map(|&(interval, order)| (interval, Some(order))).collect::<Vec<_>>())
}

fn post_by(account: AccountId, orders: OrdersOf<Test>) -> DispatchResult {
	let round = CurrentRound::<Test>::get().map_or(T, |round| round.number);
	post_in(account, round, orders)
}

/// Posts a schedule of the storage node in the current round.
pub fn post(orders: &[(Interval, Order)]) -> DispatchResult {
	post_by(ACCOUNT, schedule(orders))
}

/// Posts orders of the storage node in the current round, and takes some back.
pub fn post_all(rows: &[(Interval, Option<Order>)]) -> DispatchResult {
	post_by(ACCOUNT, orders(rows))
}

/// What the battery held when interval `from` began, and what was metered since.
pub fn charged(energy: Wh, from: Interval, metered: &[(Interval, Metered)]) {
	World::set_charge(STORAGE, Charge { energy, from, metered: metered.to_vec() });
}

/// A trade that is not settled.
fn traded(interval: Interval, bought: Wh, sold: Wh) {
	World::set_position(interval, STORAGE, position(bought, sold));
	World::set_lock(STORAGE, interval, Some(1_000_000));
}

fn change_battery(change: impl FnOnce(&mut Battery)) {
	let mut battery = BATTERY;
	change(&mut battery);
	World::set_battery(STORAGE, battery);
}

#[test]
fn a_schedule_is_posted_and_covered() {
	run_round(|| {
		assert_ok!(post(&[(T + 3, sell(90)), (T + 1, buy(10)), (T + 2, buy(100))]));
		let orders = schedule(&[(T + 1, buy(10)), (T + 2, buy(100)), (T + 3, sell(90))]);
		assert_eq!(last_event(), Event::OrdersPosted { node: STORAGE, round: T, orders });
		assert_eq!(order(STORAGE, T + 1), Some(buy(10)));
		assert_eq!(order(STORAGE, T + 2), Some(buy(100)));
		assert_eq!(order(STORAGE, T + 3), Some(sell(90)));
		// As for anybody: cap and fee, or the shortfall price less the ask.
		let locks = [(T + 1, 10 * 195), (T + 2, 100 * 195), (T + 3, 90 * 110)];
		assert_eq!(World::locks(STORAGE), locks);
		assert!(round().pages.contains(0));
	});
}

#[test]
fn it_costs_what_the_node_has_open() {
	run_round(|| {
		let call = |orders: &[(Interval, Order)]| {
			RuntimeCall::from(Call::post { round: T, orders: schedule(orders), unmetered: false })
		};
		let weight = |orders, others| Some(Weights::post_storage(orders, others));
		let two = call(&[(T + 2, buy(10)), (T + 3, buy(10))]);
		// At most as many others as are covered.
		let most = Weights::post_storage(2, CoveredOthers::get()) + Weights::trusted(2);
		assert_eq!(two.get_dispatch_info().call_weight, most);
		for others in [0, 0, 3] {
			if others > 0 {
				assert_ok!(post(&[(T + 1, buy(10))]));
				traded(T - 1, 10, 0);
				traded(T - 2, 10, 0);
			}
			let posted = two.clone().dispatch(Origin::signed(ACCOUNT)).unwrap();
			assert_eq!(posted.actual_weight, weight(2, others));
		}
		// Also if it fails.
		let failed = call(&[(T + 1, buy(101))]).dispatch(Origin::signed(ACCOUNT)).unwrap_err();
		assert_eq!(failed.error, Error::<Test>::AbovePower.into());
		assert_eq!(failed.post_info.actual_weight, weight(1, 4));
	});
}

/// Bounds of how many others a call covers: some in any case, and as many as it names.
#[test]
fn boundary_of_other_intervals() {
	run_round(|| {
		CoveredOthers::set(&3);
		let call = |rows: &[(Interval, Option<Order>)]| {
			RuntimeCall::from(Call::post { round: T, orders: orders(rows), unmetered: false })
		};
		// Nobody sells, so trust is not asked.
		let declared = |rows: &[_]| {
			call(rows).get_dispatch_info().call_weight - Weights::trusted(rows.len() as u32)
		};
		assert_ok!(post(&[(T + 1, buy(10))]));
		traded(T - 1, 10, 0);
		traded(T - 2, 10, 0);
		let rows = [(T + 2, Some(buy(10)))];
		assert_eq!(declared(&rows), Weights::post_storage(1, 3));
		let posted = call(&rows).dispatch(Origin::signed(ACCOUNT)).unwrap();
		assert_eq!(posted.actual_weight, Some(declared(&rows)));

		traded(T - 3, 10, 0);
		let failed = call(&rows).dispatch(Origin::signed(ACCOUNT)).unwrap_err();
		assert_eq!(failed.error, Error::<Test>::TooManyOthers.into());
		assert_eq!(failed.post_info.actual_weight, Some(declared(&rows)));
		assert_noop!(post_all(&rows), Error::<Test>::TooManyOthers);
		// One that is open and named is no other one.
		let rows = [(T + 1, Some(buy(10))), (T + 2, Some(buy(20)))];
		let posted = call(&rows).dispatch(Origin::signed(ACCOUNT)).unwrap();
		assert_eq!(posted.actual_weight, Some(Weights::post_storage(2, 3)));
		// Whoever names four may have four others.
		for back in 4..6 {
			traded(T - back, 10, 0);
		}
		let rows = [1, 2, 3].map(|ahead| (T + ahead, Some(buy(10))));
		assert_noop!(post_all(&rows), Error::<Test>::TooManyOthers);
		let rows = [1, 2, 3, 4].map(|ahead| (T + ahead, Some(buy(10))));
		assert_noop!(post_all(&rows), Error::<Test>::TooManyOthers);
		World::set_lock(STORAGE, T - 5, None);
		assert_eq!(declared(&rows), Weights::post_storage(4, 4));
		let posted = call(&rows).dispatch(Origin::signed(ACCOUNT)).unwrap();
		assert_eq!(posted.actual_weight, Some(declared(&rows)));
		// It may always take out what it has posted, and others may post whatever they have open.
		assert_ok!(ForwardMarket::cancel_all(Origin::signed(ACCOUNT)));
		for back in 1..6 {
			World::set_lock(1, T - back, Some(1));
		}
		assert_ok!(post_by(1, schedule(&[(T + 1, buy(10))])));
	});
}

/// What has traded and has no order cannot be named with an order, and need not be.
#[test]
fn what_is_open_may_be_named_only_to_be_counted() {
	run_round(|| {
		CoveredOthers::set(&2);
		assert_ok!(post(&[(T + 2, buy(20)), (T + 3, buy(20)), (T + 4, sell(20))]));
		close();
		clear(|_, _, _| (20, 100));
		let none = |ahead| (T + ahead, None);
		// What a better price has left over is freed.
		assert_ok!(post_all(&[none(2), none(3), none(4)]));
		let locks = World::locks(STORAGE);
		let change = (T + 5, Some(buy(10)));
		assert_noop!(post_all(&[change]), Error::<Test>::TooManyOthers);
		assert_ok!(post_all(&[change, none(3)]));
		assert_eq!(World::locks(STORAGE)[..3], locks);
		let posted =
			Event::OrdersPosted { node: STORAGE, round: T + 1, orders: orders(&[none(3), change]) };
		assert_eq!(last_event(), posted);
		// But something must change, and where nothing is open there is nothing to count.
		assert_ok!(post_all(&[(T + 5, None), none(3)]));
		assert_noop!(post_all(&[none(2), none(3), none(4)]), Error::<Test>::NoOrder);
		assert_noop!(post_all(&[(T + 3, Some(buy(10))), none(5)]), Error::<Test>::NoOrder);
	});
}

#[test]
fn fails_for_who_may_not_post() {
	let once_by = |account| post_by(account, schedule(&[(T + 1, buy(10))]));
	let once = || once_by(ACCOUNT);
	run(|| {
		assert_noop!(once(), Error::<Test>::NoMarket);
	});
	run_round(|| {
		for account in [77, OPERATOR] {
			assert_noop!(once_by(account), Error::<Test>::NotRegistered);
		}
		for account in [UTILITY_ACCOUNT, 5] {
			assert_noop!(once_by(account), Error::<Test>::DoesNotTrade);
		}
		World::suspend(STORAGE, true);
		assert_noop!(once(), Error::<Test>::Suspended);
		World::suspend(STORAGE, false);
		let posting = Pauses { posting: true, clearing: false };
		assert_ok!(ForwardMarket::set_pauses(operator(), posting));
		assert_noop!(once(), Error::<Test>::PostingPaused);
		assert_ok!(ForwardMarket::set_pauses(operator(), Pauses::default()));
		World::refuse(TokenError::FundsUnavailable.into());
		assert_noop!(once(), TokenError::FundsUnavailable);
		let orders = schedule(&[(T + 1, buy(10))]);
		assert_signed_only(Call::post { round: T, orders, unmetered: false });
	});
	run_round(|| {
		let roles = Roles { storage: true, ..Default::default() };
		let (last, beyond) = (MAX_PAGES * PAGE_ROWS - 1, MAX_PAGES * PAGE_ROWS);
		for (node, account) in [(last, 301), (beyond, 302)] {
			World::set_node(node, account, roles);
			World::set_battery(node, BATTERY);
		}
		assert_ok!(once_by(301));
		assert_noop!(once_by(302), Error::<Test>::IndexTooHigh);
	});
}

/// Whether a battery is checked follows from the node.
#[test]
fn only_a_node_that_does_nothing_but_store_is_bound_by_a_battery() {
	run_round(|| {
		assert_noop!(demand(ACCOUNT, &[(T + 1, 101)]), Error::<Test>::AbovePower);
		assert_noop!(
			offer(ACCOUNT, &[(T + 1, 100, 100), (T + 2, 21, 100)]),
			Error::<Test>::BatteryEmpty
		);
		// Who has other things behind its meter posts as anybody.
		let roles = Roles { storage: true, prosumer: true, ..Default::default() };
		World::set_node(9, 9, roles);
		assert_ok!(demand(9, &[(T + 1, 1_000)]));
		assert_ok!(offer(9, &[(T + 2, 1_000, 100)]));
	});
}

#[test]
fn fails_for_any_reason_that_holds_for_others() {
	run_round(|| {
		assert_noop!(post(&[]), Error::<Test>::NothingNamed);
		let twice = [(T + 1, buy(10)), (T + 2, buy(10)), (T + 1, sell(10))];
		assert_noop!(post(&twice), Error::<Test>::IntervalNamedTwice);
		let ask = |ask| Order::Offer { capacity: 10, ask };
		for (order, error) in [
			(buy(9), Error::<Test>::BelowMinimum),
			(sell(0), Error::<Test>::BelowMinimum),
			(ask(80), Error::<Test>::AskNotAboveFeedIn),
			(ask(190), Error::<Test>::AskNotBelowAlphaTou),
			(ask(196), Error::<Test>::AskPlusFeeAboveTou),
			(buy(2_001), Error::<Test>::AboveConsumptionLimit),
			(sell(1_001), Error::<Test>::AboveGenerationLimit),
			(sell(MAX_ORDER + 1), Error::<Test>::TooLarge),
		] {
			assert_noop!(post(&[(T + 1, buy(10)), (T + 2, order)]), error);
		}
		for closed in [0, T, T + 5] {
			assert_noop!(post(&[(closed, buy(10))]), Error::<Test>::IntervalNotOpen);
		}
		// The limits are what the grid bears, which may be less than the battery's power.
		let limits = EnergyLimits { generation: 50, consumption: 60 };
		World::change_node(STORAGE, |_, _, row| *row = limits);
		assert_noop!(post(&[(T + 1, buy(61))]), Error::<Test>::AboveConsumptionLimit);
		assert_noop!(post(&[(T + 1, sell(51))]), Error::<Test>::AboveGenerationLimit);
		assert_ok!(post(&[(T + 1, buy(60)), (T + 2, sell(50))]));
		traded(T + 3, 0, 20);
		World::set_arrears(STORAGE);
		assert_noop!(post(&[(T + 1, buy(10))]), Error::<Test>::InArrears);
		assert_ok!(post(&[(T + 3, buy(20))]));
	});
	run_round(|| {
		let late = || post_in(ACCOUNT, T, schedule(&[(T + 2, buy(10))]));
		close();
		assert_noop!(late(), Error::<Test>::GateClosed);
		clear(|_, _, _| (0, 0));
		assert_noop!(late(), Error::<Test>::WrongRound);
	});
}

#[test]
fn boundary_of_power() {
	run_round(|| {
		for order in [buy, sell] {
			assert_ok!(post(&[(T + 1, order(100))]));
			assert_noop!(post(&[(T + 1, order(101))]), Error::<Test>::AbovePower);
		}
		// What it has bought counts, and selling it on comes first.
		traded(T + 2, 60, 0);
		assert_ok!(post(&[(T + 1, buy(10)), (T + 2, buy(40))]));
		assert_noop!(post(&[(T + 2, buy(41))]), Error::<Test>::AbovePower);
		assert_ok!(post(&[(T + 2, sell(160))]));
		assert_noop!(post(&[(T + 2, sell(161))]), Error::<Test>::AbovePower);
		// 100.75 Wh in a quarter of an hour.
		change_battery(|battery| battery.power = 403);
		assert_noop!(post(&[(T + 1, buy(101))]), Error::<Test>::AbovePower);
		change_battery(|battery| battery.power = 404);
		assert_ok!(post(&[(T + 1, buy(101))]));
	});
}

#[test]
fn boundary_of_an_empty_battery() {
	run_round(|| {
		assert_noop!(post(&[(T + 1, sell(100)), (T + 2, sell(21))]), Error::<Test>::BatteryEmpty);
		assert_ok!(post(&[(T + 1, sell(100)), (T + 2, sell(20))]));
		assert_noop!(post(&[(T + 3, sell(10))]), Error::<Test>::BatteryEmpty);
		assert_noop!(post(&[(T + 1, sell(90)), (T + 2, sell(31))]), Error::<Test>::BatteryEmpty);
		assert_ok!(post(&[(T + 1, sell(90)), (T + 2, sell(30))]));
	});
}

#[test]
fn boundary_of_a_full_battery() {
	run_round(|| {
		// 120 and two times nine tenths of 100: full.
		assert_ok!(post(&[(T + 1, buy(100)), (T + 2, buy(100))]));
		assert_noop!(post(&[(T + 3, buy(10))]), Error::<Test>::BatteryFull);
		charged(121, T, &[]);
		assert_noop!(post(&[(T + 2, buy(101))]), Error::<Test>::AbovePower);
		assert_noop!(post(&[(T + 3, buy(10))]), Error::<Test>::BatteryFull);
	});
	run_round(|| {
		charged(121, T, &[]);
		assert_noop!(post(&[(T + 1, buy(100)), (T + 2, buy(100))]), Error::<Test>::BatteryFull);
		assert_ok!(post(&[(T + 1, buy(100)), (T + 2, buy(99))]));
	});
}

#[test]
fn what_it_stores_is_rounded_down_in_each_interval() {
	run_round(|| {
		// Nine tenths of 11 are 9, and of 12 are 10.
		charged(291, T, &[]);
		assert_ok!(post(&[(T + 1, buy(11))]));
		assert_noop!(post(&[(T + 1, buy(12))]), Error::<Test>::BatteryFull);
		charged(0, T, &[]);
		assert_noop!(post(&[(T + 2, sell(10))]), Error::<Test>::BatteryEmpty);
		charged(1, T, &[]);
		assert_ok!(post(&[(T + 2, sell(10))]));
	});
	// Ten times 11 in ten intervals would be 99 if it were rounded once.
	run_round(|| {
		charged(0, T - 1, &[(T - 1, import(11)), (T, import(11))]);
		assert_noop!(post(&[(T + 1, sell(19))]), Error::<Test>::BatteryEmpty);
		assert_ok!(post(&[(T + 1, sell(18))]));
	});
	run_round(|| {
		change_battery(|battery| battery.efficiency_ppm = 1_000_000);
		charged(0, T, &[]);
		assert_ok!(post(&[(T + 1, buy(77)), (T + 2, sell(77))]));
		change_battery(|battery| battery.efficiency_ppm = 1);
		assert_ok!(post(&[(T + 2, sell(76))]));
		assert_noop!(post(&[(T + 2, sell(77))]), Error::<Test>::BatteryEmpty);
	});
}

#[test]
fn charging_makes_discharging_possible_and_the_other_way_round() {
	run_round(|| {
		charged(0, T, &[]);
		assert_noop!(post(&[(T + 2, sell(90))]), Error::<Test>::BatteryEmpty);
		assert_noop!(post(&[(T + 2, buy(100)), (T + 1, sell(90))]), Error::<Test>::BatteryEmpty);
		assert_ok!(post(&[(T + 2, sell(90)), (T + 1, buy(100))]));
	});
	run_round(|| {
		charged(300, T, &[]);
		assert_noop!(post(&[(T + 3, buy(100)), (T + 4, sell(90))]), Error::<Test>::BatteryFull);
		assert_ok!(post(&[(T + 4, buy(100)), (T + 3, sell(90))]));
	});
}

#[test]
fn fails_if_a_later_promise_becomes_impossible() {
	run_round(|| {
		traded(T + 3, 0, 100);
		assert_noop!(post(&[(T + 1, sell(21))]), Error::<Test>::BatteryEmpty);
		assert_ok!(post(&[(T + 1, sell(20))]));
		// Another window in between makes up for it.
		assert_ok!(post(&[(T + 1, sell(100)), (T + 2, buy(89))]));
		assert_noop!(post(&[(T + 2, buy(88))]), Error::<Test>::BatteryEmpty);
	});
	run_round(|| {
		charged(210, T, &[]);
		traded(T + 3, 100, 0);
		assert_noop!(post(&[(T + 1, buy(10))]), Error::<Test>::BatteryFull);
		assert_ok!(post(&[(T + 2, sell(10))]));
		assert_ok!(post(&[(T + 1, buy(12))]));
	});
	// The same with an order that has not traded.
	run_round(|| {
		assert_ok!(post(&[(T + 4, sell(100))]));
		assert_noop!(post(&[(T + 1, sell(21))]), Error::<Test>::BatteryEmpty);
		assert_ok!(post(&[(T + 1, sell(20))]));
	});
	// The same with an interval that takes no more orders, as the rules have changed.
	run_round(|| {
		IntervalTerms::<Test>::mutate(T + 3, |terms| {
			terms.as_mut().unwrap().last_round = T - 1;
		});
		traded(T + 3, 0, 100);
		assert_noop!(post(&[(T + 1, sell(21))]), Error::<Test>::BatteryEmpty);
		assert_ok!(post(&[(T + 1, sell(20))]));
	});
}

#[test]
fn a_replaced_order_does_not_count() {
	run_round(|| {
		assert_ok!(post(&[(T + 1, sell(100))]));
		assert_noop!(post(&[(T + 2, sell(70))]), Error::<Test>::BatteryEmpty);
		assert_ok!(post(&[(T + 1, sell(50)), (T + 2, sell(70))]));
		assert_noop!(post(&[(T + 1, sell(51))]), Error::<Test>::BatteryEmpty);
		// Nor does one of the other side.
		assert_ok!(post(&[(T + 1, buy(100)), (T + 2, sell(70))]));
		assert_ok!(post(&[(T + 2, sell(100)), (T + 3, sell(100))]));
		assert_noop!(post(&[(T + 1, sell(10))]), Error::<Test>::BatteryEmpty);
		assert_eq!(order(STORAGE, T + 1), Some(buy(100)));
	});
}

#[test]
fn the_charge_is_carried_through_what_was_metered() {
	run_round(|| {
		// 100 + 45 - 5, then full, then 30 less, then 20 that are promised but not metered.
		let metered = [
			(T - 4, Metered { import: 50, export: 5 }),
			(T - 3, import(2_000)),
			(T - 2, export(30)),
		];
		charged(100, T - 4, &metered);
		traded(T - 1, 0, 20);
		let most = [(T + 1, sell(100)), (T + 2, sell(100)), (T + 3, sell(50))];
		assert_noop!(
			post(&[&most[..], &[(T + 4, sell(10))]].concat()),
			Error::<Test>::BatteryEmpty
		);
		assert_ok!(post(&most));
		// The promise was kept by half, and the next one not yet.
		charged(100, T - 4, &[&metered[..], &[(T - 1, export(10))]].concat());
		World::set_lock(STORAGE, T - 1, None);
		traded(T, 5, 5);
		assert_ok!(post(&[(T + 4, sell(10))]));
		// From some time on it is settled for good.
		charged(40, T, &[]);
		assert_noop!(post(&[(T + 4, sell(11))]), Error::<Test>::BatteryEmpty);
	});
}

#[test]
fn what_was_metered_counts_instead_of_what_was_promised() {
	run_round(|| {
		charged(120, T - 1, &[(T - 1, export(50))]);
		traded(T - 1, 0, 100);
		assert_ok!(post(&[(T + 1, sell(70))]));
		assert_noop!(post(&[(T + 1, sell(71))]), Error::<Test>::BatteryEmpty);
	});
}

#[test]
fn what_waits_for_its_reading_counts_as_promised() {
	run_round(|| {
		traded(T - 1, 0, 60);
		traded(T, 10, 30);
		assert_ok!(post(&[(T + 1, sell(40))]));
		assert_noop!(post(&[(T + 1, sell(41))]), Error::<Test>::BatteryEmpty);
		// What is settled for good, and still locked until it is cancelled, is in the charge.
		charged(120, T, &[]);
		assert_ok!(post(&[(T + 1, sell(100))]));
		assert_noop!(post(&[(T + 2, sell(10))]), Error::<Test>::BatteryEmpty);
	});
}

/// Whatever was promised there: a battery is at most full and at least empty.
#[test]
fn what_is_over_cannot_be_impossible() {
	run_round(|| {
		traded(T - 2, 2_000, 0);
		let all = [(T + 1, sell(100)), (T + 2, sell(100)), (T + 3, sell(100))];
		assert_noop!(post(&[&all[..], &[(T + 4, sell(10))]].concat()), Error::<Test>::BatteryEmpty);
		assert_ok!(post(&all));
	});
	run_round(|| {
		traded(T - 2, 0, 2_000);
		assert_ok!(post(&[(T + 1, buy(100)), (T + 2, sell(90))]));
		assert_noop!(post(&[(T + 2, sell(91))]), Error::<Test>::BatteryEmpty);
	});
}

/// An interval that begins before its gate has closed is void, so nothing of an order there will trade.
#[test]
fn orders_in_an_interval_that_has_begun_count_as_nothing() {
	run_round(|| {
		MinRoundBlocks::set(&9);
		assert_ok!(post(&[(T + 1, sell(100))]));
		assert_noop!(post(&[(T + 2, sell(100))]), Error::<Test>::BatteryEmpty);
		World::set_now(start(T + 1));
		assert_ok!(post(&[(T + 2, sell(100))]));
		assert_noop!(post(&[(T + 3, sell(21))]), Error::<Test>::BatteryEmpty);
		// Nor is another taken: what has begun may be settled already.
		assert_noop!(post(&[(T + 1, buy(100))]), Error::<Test>::IntervalNotOpen);
		// What has traded there counts.
		traded(T + 1, 100, 0);
		assert_ok!(post(&[(T + 3, sell(100))]));
	});
}

/// The battery did not charge as it had promised.
#[test]
fn a_posting_may_make_the_impossible_smaller_but_not_larger() {
	run_round(|| {
		traded(T + 1, 0, 100);
		traded(T + 2, 0, 100);
		// 120, 20, and 80 too few.
		assert_noop!(post(&[(T + 2, sell(10))]), Error::<Test>::AbovePower);
		change_battery(|battery| battery.power = 4_000);
		assert_noop!(post(&[(T + 2, sell(10))]), Error::<Test>::BatteryEmpty);
		assert_noop!(post(&[(T + 1, sell(10))]), Error::<Test>::BatteryEmpty);
		assert_ok!(post(&[(T + 2, buy(10))]));
		assert_ok!(post(&[(T + 2, buy(50))]));
		// It goes on with an empty battery, not one that owes.
		assert_ok!(post(&[(T + 3, buy(100)), (T + 4, sell(90))]));
		assert_noop!(post(&[(T + 4, sell(91))]), Error::<Test>::BatteryEmpty);
		// What was taken back may not come again.
		assert_noop!(post(&[(T + 2, buy(49))]), Error::<Test>::BatteryEmpty);
		assert_ok!(post(&[(T + 2, buy(80))]));
		assert_noop!(post(&[(T + 2, buy(79))]), Error::<Test>::BatteryEmpty);
		assert_ok!(post(&[(T + 1, buy(80)), (T + 2, buy(10))]));
	});
	run_round(|| {
		for interval in T + 1..=T + 3 {
			traded(interval, 100, 0);
		}
		// 210, 300, and 90 too many.
		change_battery(|battery| battery.power = 4_000);
		assert_noop!(post(&[(T + 1, buy(10))]), Error::<Test>::BatteryFull);
		assert_noop!(post(&[(T + 3, buy(10))]), Error::<Test>::BatteryFull);
		assert_noop!(post(&[(T + 4, buy(12))]), Error::<Test>::BatteryFull);
		assert_ok!(post(&[(T + 3, sell(10))]));
		// It goes on with a full battery, not one with more in it.
		assert_ok!(post(&[(T + 4, sell(300))]));
		assert_noop!(post(&[(T + 4, sell(301))]), Error::<Test>::BatteryEmpty);
		assert_ok!(post(&[(T + 3, sell(100))]));
	});
}

/// To make possible what is not, and no more than that, changes nothing later.
#[test]
fn what_only_makes_the_impossible_possible_is_always_taken() {
	run_round(|| {
		change_battery(|battery| battery.power = 4_000);
		traded(T + 1, 0, 200);
		traded(T + 2, 300, 0);
		traded(T + 3, 0, 400);
		for quantity in [10, 50, 80] {
			assert_ok!(post(&[(T + 1, buy(quantity))]));
		}
		for quantity in [10, 50, 130] {
			assert_ok!(post(&[(T + 3, buy(quantity))]));
		}
		// More than that leaves something in the battery, for which the next has room, until it has not.
		assert_ok!(post(&[(T + 1, buy(110))]));
		assert_noop!(post(&[(T + 1, buy(111))]), Error::<Test>::BatteryFull);
	});
}

/// What a later trade relies on shrinks only together with it.
#[test]
fn a_trade_shrinks_together_with_those_that_rely_on_it() {
	run_round(|| {
		charged(0, T, &[]);
		traded(T + 1, 100, 0);
		traded(T + 2, 0, 90);
		assert_noop!(post(&[(T + 1, sell(10))]), Error::<Test>::BatteryEmpty);
		assert_ok!(post(&[(T + 1, sell(10)), (T + 2, buy(10))]));
		assert_ok!(post(&[(T + 1, sell(100)), (T + 2, buy(90))]));
		// Also in arrears.
		World::set_arrears(STORAGE);
		assert_ok!(post(&[(T + 1, sell(50)), (T + 2, buy(50))]));
	});
}

#[test]
fn power_that_fell_may_be_approached() {
	run_round(|| {
		traded(T + 1, 0, 100);
		change_battery(|battery| battery.power = 200);
		assert_noop!(post(&[(T + 1, sell(10))]), Error::<Test>::AbovePower);
		assert_ok!(post(&[(T + 1, buy(10))]));
		assert_ok!(post(&[(T + 1, buy(150))]));
		assert_noop!(post(&[(T + 1, buy(151))]), Error::<Test>::AbovePower);
		assert_ok!(post(&[(T + 2, sell(50))]));
		assert_noop!(post(&[(T + 2, sell(51))]), Error::<Test>::AbovePower);
	});
}

#[test]
fn a_battery_that_became_smaller_is_at_most_full() {
	run_round(|| {
		change_battery(|battery| (battery.capacity, battery.initial) = (80, 250));
		assert_noop!(post(&[(T + 1, sell(81))]), Error::<Test>::BatteryEmpty);
		assert_noop!(post(&[(T + 1, buy(12))]), Error::<Test>::BatteryFull);
		assert_ok!(post(&[(T + 1, sell(80)), (T + 2, buy(89))]));
	});
}

#[test]
fn what_is_filled_in_part_counts_in_full() {
	run_round(|| {
		assert_ok!(post(&[(T + 1, buy(30)), (T + 2, sell(100))]));
		close();
		clear(|interval, _, _| if interval == T + 1 { (20, 100) } else { (40, 100) });
		// 120 + 18 - 40 - 60.
		assert_eq!(
			ForwardMarket::position(T + 1, STORAGE),
			Position { cost: 20 * 100, ..position(20, 0) }
		);
		assert_eq!(order(STORAGE, T + 2), Some(sell(60)));
		assert_noop!(post(&[(T + 3, sell(39))]), Error::<Test>::BatteryEmpty);
		assert_ok!(post(&[(T + 3, sell(38))]));
		// A replacement is on top of what has traded.
		assert_noop!(post(&[(T + 2, sell(61))]), Error::<Test>::AbovePower);
		assert_noop!(post(&[(T + 2, sell(50)), (T + 3, sell(49))]), Error::<Test>::BatteryEmpty);
		assert_ok!(post(&[(T + 2, sell(50)), (T + 3, sell(48))]));
		assert_ok!(post(&[(T + 2, buy(40)), (T + 3, sell(100)), (T + 4, sell(38))]));
	});
}

/// To cancel is always allowed, also what later orders rely on: these can then only become smaller.
#[test]
fn a_cancelled_order_does_not_count() {
	run_round(|| {
		charged(0, T, &[]);
		assert_ok!(post(&[(T + 1, buy(100)), (T + 2, sell(80))]));
		let intervals = vec![T + 1].try_into().unwrap();
		assert_ok!(ForwardMarket::cancel(Origin::signed(ACCOUNT), intervals));
		assert_eq!(order(STORAGE, T + 2), Some(sell(80)));
		assert_noop!(post(&[(T + 2, sell(81))]), Error::<Test>::BatteryEmpty);
		assert_noop!(post(&[(T + 3, sell(10))]), Error::<Test>::BatteryEmpty);
		assert_ok!(post(&[(T + 2, sell(70))]));
		assert_ok!(post(&[(T + 1, buy(89))]));
		assert_ok!(post(&[(T + 2, sell(80))]));
		assert_noop!(post(&[(T + 2, sell(81))]), Error::<Test>::BatteryEmpty);
	});
}

/// An order that is taken back counts as if it had been cancelled before the call.
#[test]
fn an_order_that_is_taken_back_does_not_count() {
	run_round(|| {
		charged(0, T, &[]);
		assert_ok!(post(&[(T + 1, buy(100)), (T + 2, sell(80))]));
		// What another relies on may be taken back, and the other cannot grow then.
		assert_noop!(
			post_all(&[(T + 1, None), (T + 2, Some(sell(81)))]),
			Error::<Test>::BatteryEmpty
		);
		assert_noop!(
			post_all(&[(T + 1, None), (T + 3, Some(sell(10)))]),
			Error::<Test>::BatteryEmpty
		);
		assert_ok!(post_all(&[(T + 1, None), (T + 2, Some(sell(70)))]));
		assert_eq!((order(STORAGE, T + 1), order(STORAGE, T + 2)), (None, Some(sell(70))));
		// What was to be discharged may be charged elsewhere.
		assert_ok!(post_all(&[(T + 2, None), (T + 3, Some(buy(100))), (T + 4, Some(sell(90)))]));
		assert_eq!(World::locks(STORAGE), [(T + 3, 100 * 195), (T + 4, 90 * 110)]);
		assert_noop!(post_all(&[(T + 2, None)]), Error::<Test>::NoOrder);
	});
}

#[test]
fn all_of_a_schedule_is_posted_or_nothing() {
	run_round(|| {
		assert_ok!(post(&[(T + 1, buy(20)), (T + 2, sell(20))]));
		for (bad, error) in [
			((T + 4, buy(9)), Error::<Test>::BelowMinimum),
			((T + 4, buy(101)), Error::<Test>::AbovePower),
			((T + 4, sell(100)), Error::<Test>::BatteryEmpty),
			((T + 5, buy(10)), Error::<Test>::IntervalNotOpen),
		] {
			assert_noop!(post(&[(T + 1, sell(10)), (T + 2, sell(30)), bad]), error);
		}
	});
}

/// Its charge does not matter to who has none, nor does one battery to another.
#[test]
fn every_battery_has_its_own_charge() {
	run_round(|| {
		World::set_node(8, 8, Roles { storage: true, ..Default::default() });
		World::set_battery(8, Battery { initial: 0, ..BATTERY });
		assert_ok!(post(&[(T + 1, sell(100))]));
		assert_noop!(post_by(8, schedule(&[(T + 1, sell(10))])), Error::<Test>::BatteryEmpty);
		assert_ok!(post_by(8, schedule(&[(T + 1, buy(100)), (T + 2, sell(90))])));
	});
}
