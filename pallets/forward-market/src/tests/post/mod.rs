// SPDX-License-Identifier: Apache-2.0

//! Orders are posted, replaced and taken back.

use super::*;
use frame_support::dispatch::GetDispatchInfo;

mod demand;
mod offers;
pub mod storage;

fn buy(quantity: Wh) -> Option<Order> {
	Some(Order::Demand { quantity, limit: None })
}

fn sell(capacity: Wh) -> Option<Order> {
	Some(Order::Offer { capacity, ask: 100 })
}

/// Posts in the current round.
fn post(account: AccountId, rows: &[(Interval, Option<Order>)]) -> DispatchResult {
	post_in(account, round().number, orders(rows))
}

#[test]
fn one_call_buys_sells_and_takes_back() {
	run_round(|| {
		assert_ok!(post(1, &[(T + 1, buy(10)), (T + 2, sell(20)), (T + 3, buy(30))]));
		let rows = [(T + 4, sell(40)), (T + 2, None), (T + 1, sell(50)), (T + 3, buy(60))];
		assert_ok!(post(1, &rows));
		let sorted = [(T + 1, sell(50)), (T + 2, None), (T + 3, buy(60)), (T + 4, sell(40))];
		let posted = Event::OrdersPosted { node: 1, round: T, orders: orders(&sorted) };
		assert_eq!(last_event(), posted);
		for (interval, wanted) in sorted {
			assert_eq!(order(1, interval), wanted);
		}
		assert_eq!(World::locks(1), [(T + 1, 50 * 110), (T + 3, 60 * 195), (T + 4, 40 * 110)]);
		// Nobody else is on the page.
		assert!(!Orders::<Test>::contains_key(T + 2, 0));
	});
}

#[test]
fn all_of_a_call_is_done_or_nothing() {
	run_round(|| {
		assert_ok!(post(1, &[(T + 1, buy(10)), (T + 2, sell(20))]));
		for (bad, error) in [
			((T + 4, buy(9)), Error::<Test>::BelowMinimum),
			((T + 4, None), Error::<Test>::NoOrder),
			((T + 5, None), Error::<Test>::IntervalNotOpen),
			((T + 1, buy(20)), Error::<Test>::IntervalNamedTwice),
		] {
			assert_noop!(
				post(1, &[(T + 1, None), (T + 2, buy(20)), (T + 3, sell(20)), bad]),
				error
			);
		}
	});
}

#[test]
fn what_is_taken_back_leaves_what_has_traded_locked() {
	run_round(|| {
		assert_ok!(post(1, &[(T + 2, sell(100)), (T + 3, buy(100))]));
		close();
		clear(|interval, _, _| if interval == T + 2 { (40, 120) } else { (100, 100) });
		assert_eq!(World::locks(1), [(T + 2, 100 * 110), (T + 3, 100 * 195)]);
		// Of the second nothing is open any more, but more is locked than its trade needs.
		assert_ok!(post(1, &[(T + 2, None), (T + 3, None)]));
		assert_eq!(World::locks(1), [(T + 2, 40 * 90), (T + 3, 100 * 105)]);
		assert_eq!((order(1, T + 2), order(1, T + 3)), (None, None));
		// Once more is once too much: nothing would change.
		for interval in [T + 2, T + 3, T + 4] {
			assert_noop!(post(1, &[(interval, None)]), Error::<Test>::NoOrder);
		}
	});
}

/// As with `cancel`: who owes money may take back, and limits and minimum do not matter.
#[test]
fn taking_back_needs_nothing_but_an_order() {
	run_round(|| {
		assert_ok!(post(1, &[(T + 1, buy(10)), (T + 2, sell(20))]));
		World::set_arrears(1);
		World::change_node(1, |_, _, limits| *limits = Default::default());
		assert_noop!(post(1, &[(T + 1, None), (T + 3, buy(10))]), Error::<Test>::InArrears);
		assert_ok!(post(1, &[(T + 1, None), (T + 2, None)]));
		assert_eq!((World::locks(1), round().pages.contains(0)), (vec![], true));
		// But the round must be open, as for an order.
		assert_noop!(post_in(1, T + 1, orders(&[(T + 1, None)])), Error::<Test>::WrongRound);
	});
	run_round(|| {
		assert_ok!(post(1, &[(T + 1, buy(10))]));
		assert_ok!(ForwardMarket::set_pauses(
			operator(),
			Pauses { posting: true, clearing: false }
		));
		assert_noop!(post(1, &[(T + 1, None)]), Error::<Test>::PostingPaused);
		assert_ok!(ForwardMarket::set_pauses(operator(), Pauses::default()));
		World::set_now(round().gate);
		assert_noop!(post(1, &[(T + 1, None)]), Error::<Test>::GateClosed);
	});
}

/// Only a storage node pays for what else it has open, and only who sells for what trust adds.
#[test]
fn the_weight_that_is_not_needed_is_given_back() {
	run_round(|| {
		let call = |rows: &[(Interval, Option<Order>)]| {
			RuntimeCall::from(Call::post { round: T, orders: orders(rows), unmetered: false })
		};
		let two = call(&[(T + 1, buy(10)), (T + 2, sell(10))]);
		let most = Weights::post_storage(2, CoveredOthers::get()) + Weights::trusted(2);
		assert_eq!(two.get_dispatch_info().call_weight, most);
		let posted = two.clone().dispatch(Origin::signed(1)).unwrap();
		assert_eq!(posted.actual_weight, Some(Weights::post(2) + Weights::trusted(2)));
		// Also if it fails.
		for account in [1, 77, UTILITY_ACCOUNT] {
			let failed = call(&[(T + 9, None)]).dispatch(Origin::signed(account)).unwrap_err();
			assert_eq!(failed.post_info.actual_weight, Some(Weights::post(1)));
		}
	});
}

/// Each reason for which an order is not admitted is an error of its own.
#[test]
fn reasons_are_errors() {
	use gridmerit_energy::admission::Inadmissible;
	let reasons = [
		(Inadmissible::DoesNotTrade, Error::<Test>::DoesNotTrade),
		(Inadmissible::Suspended, Error::<Test>::Suspended),
		(Inadmissible::BelowMinimum, Error::<Test>::BelowMinimum),
		(Inadmissible::TooLarge, Error::<Test>::TooLarge),
		(Inadmissible::InArrears, Error::<Test>::InArrears),
		(Inadmissible::AboveConsumptionLimit, Error::<Test>::AboveConsumptionLimit),
		(Inadmissible::AboveGenerationLimit, Error::<Test>::AboveGenerationLimit),
		(Inadmissible::NotTrusted, Error::<Test>::NotTrusted),
		(Inadmissible::AboveTrust, Error::<Test>::AboveTrust),
		(Inadmissible::AskNotAboveFeedIn, Error::<Test>::AskNotAboveFeedIn),
		(Inadmissible::AskPlusFeeAboveTou, Error::<Test>::AskPlusFeeAboveTou),
		(Inadmissible::AskNotBelowAlphaTou, Error::<Test>::AskNotBelowAlphaTou),
		(Inadmissible::LimitNotAboveFeedIn, Error::<Test>::LimitNotAboveFeedIn),
		(Inadmissible::LimitAboveCap, Error::<Test>::LimitAboveCap),
		(Inadmissible::BeyondBounds, Error::<Test>::BeyondBounds),
		(Inadmissible::AbovePower, Error::<Test>::AbovePower),
		(Inadmissible::BatteryEmpty, Error::<Test>::BatteryEmpty),
		(Inadmissible::BatteryFull, Error::<Test>::BatteryFull),
	];
	for (reason, error) in reasons {
		assert_eq!(DispatchError::from(Error::<Test>::from(reason)), DispatchError::from(error));
	}
}
