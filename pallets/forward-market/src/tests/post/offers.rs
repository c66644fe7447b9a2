// SPDX-License-Identifier: Apache-2.0

//! Offers.

use super::*;
use sp_runtime::TokenError;

#[test]
fn an_offer_is_posted_and_covered() {
	run_round(|| {
		assert_ok!(offer(1, &[(T + 2, 30, 189), (T + 1, 10, 81)]));
		let orders = offers(&[(T + 1, 10, 81), (T + 2, 30, 189)]);
		assert_eq!(last_event(), Event::OrdersPosted { node: 1, round: T, orders });
		assert_eq!(order(1, T + 1), Some(Order::Offer { capacity: 10, ask: 81 }));
		assert_eq!(order(1, T + 2), Some(Order::Offer { capacity: 30, ask: 189 }));
		// What it costs to deliver nothing: the shortfall price less what it was sold at.
		assert_eq!(World::locks(1), [(T + 1, 10 * 129), (T + 2, 30 * 21)]);
		assert!(round().pages.contains(0));
	});
}

#[test]
fn fails_for_who_may_not_post() {
	demand::assert_signed_and_traders(|account| offer(account, &[(T + 1, 10, 100)]));
	run_round(|| {
		let orders = offers(&[(T + 1, 10, 100)]);
		assert_signed_only(Call::post { round: T, orders, unmetered: false });
	});
	run(|| {
		let orders = offers(&[(T + 1, 10, 100)]);
		assert_noop!(post_in(1, T, orders), Error::<Test>::NoMarket);
	});
}

#[test]
fn fails_if_an_interval_is_named_twice_or_none_is() {
	run_round(|| {
		assert_noop!(offer(1, &[]), Error::<Test>::NothingNamed);
		let twice = [(T + 2, 10, 100), (T + 1, 10, 100), (T + 2, 10, 100)];
		assert_noop!(offer(1, &twice), Error::<Test>::IntervalNamedTwice);
	});
}

#[test]
fn fails_if_signed_before_a_gate_and_landing_after_it() {
	run_round(|| {
		assert_ok!(offer(1, &[(T + 2, 100, 100)]));
		let late = || post_in(1, T, offers(&[(T + 2, 90, 100)]));
		close();
		assert_noop!(late(), Error::<Test>::GateClosed);
		clear(|_, _, _| (40, 100));
		assert_noop!(late(), Error::<Test>::WrongRound);
		assert_eq!(order(1, T + 2), Some(Order::Offer { capacity: 60, ask: 100 }));
	});
}

#[test]
fn boundary_of_quantities() {
	run_round(|| {
		World::change_node(1, |_, _, limits| limits.generation = u64::MAX);
		for (capacity, error) in [
			(0, Error::<Test>::BelowMinimum),
			(9, Error::<Test>::BelowMinimum),
			(MAX_ORDER + 1, Error::<Test>::TooLarge),
			(u64::MAX, Error::<Test>::TooLarge),
		] {
			assert_noop!(offer(1, &[(T + 1, capacity, 100)]), error);
		}
		assert_ok!(offer(1, &[(T + 1, 10, 100)]));
		assert_ok!(offer(1, &[(T + 1, MAX_ORDER, 100)]));
	});
}

#[test]
fn boundary_of_asks() {
	run_round(|| {
		for (ask, error) in [
			(0, Error::<Test>::AskNotAboveFeedIn),
			(80, Error::<Test>::AskNotAboveFeedIn),
			(190, Error::<Test>::AskNotBelowAlphaTou),
			(195, Error::<Test>::AskNotBelowAlphaTou),
			(196, Error::<Test>::AskPlusFeeAboveTou),
			(u64::MAX, Error::<Test>::AskPlusFeeAboveTou),
		] {
			assert_noop!(offer(1, &[(T + 1, 10, ask)]), error);
		}
		assert_ok!(offer(1, &[(T + 1, 10, 81)]));
		assert_ok!(offer(1, &[(T + 1, 10, 189)]));
		let window = &ForwardMarket::open_windows()[0];
		assert_eq!((window.cheapest_ask, window.dearest_ask, window.cap), (81, 189, 190));
	});
}

#[test]
fn boundary_of_the_generation_limit() {
	run_round(|| {
		assert_ok!(offer(1, &[(T + 1, 1_000, 100)]));
		assert_noop!(offer(1, &[(T + 1, 1_001, 100)]), Error::<Test>::AboveGenerationLimit);
		World::set_position(T + 2, 1, position(300, 800));
		assert_ok!(offer(1, &[(T + 2, 500, 100)]));
		assert_noop!(offer(1, &[(T + 2, 501, 100)]), Error::<Test>::AboveGenerationLimit);
		World::set_position(T + 3, 1, position(300, 0));
		assert_ok!(offer(1, &[(T + 3, 1_300, 100)]));
		assert_noop!(offer(1, &[(T + 3, 1_301, 100)]), Error::<Test>::AboveGenerationLimit);
	});
}

/// A consumer may sell what it has bought.
#[test]
fn selling_on_is_always_allowed() {
	run_round(|| {
		World::set_position(T + 1, 1, position(300, 0));
		World::change_node(1, |_, _, limits| limits.generation = 0);
		assert_ok!(offer(1, &[(T + 1, 300, 100)]));
		// If nothing of it sells it pays the fee, too.
		assert_eq!(World::locks(1), [(T + 1, 300 * 105)]);
		assert_noop!(offer(1, &[(T + 1, 301, 100)]), Error::<Test>::AboveGenerationLimit);
		World::set_arrears(1);
		assert_ok!(offer(1, &[(T + 1, 300, 100)]));
		assert_noop!(offer(1, &[(T + 1, 301, 100)]), Error::<Test>::InArrears);
		assert_noop!(offer(1, &[(T + 2, 10, 100)]), Error::<Test>::InArrears);
	});
}

#[test]
fn all_of_a_profile_is_posted_or_nothing() {
	run_round(|| {
		assert_ok!(offer(1, &[(T + 1, 10, 100), (T + 2, 10, 100)]));
		for (bad, error) in [
			((T + 4, 9, 100), Error::<Test>::BelowMinimum),
			((T + 4, 10, 80), Error::<Test>::AskNotAboveFeedIn),
			((T + 4, 1_001, 100), Error::<Test>::AboveGenerationLimit),
			((T + 5, 10, 100), Error::<Test>::IntervalNotOpen),
		] {
			assert_noop!(offer(1, &[(T + 1, 20, 100), (T + 2, 20, 100), bad]), error);
		}
		World::refuse(TokenError::FundsUnavailable.into());
		assert_noop!(offer(1, &[(T + 1, 20, 100)]), TokenError::FundsUnavailable);
	});
}
