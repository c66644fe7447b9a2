// SPDX-License-Identifier: Apache-2.0

use super::*;
use frame_support::dispatch::GetDispatchInfo;

fn cancel_all(account: AccountId) -> Result<Option<Weight>, DispatchError> {
	match ForwardMarket::cancel_all(Origin::signed(account)) {
		Ok(info) => Ok(info.actual_weight),
		Err(error) => Err(error.error),
	}
}

#[test]
fn all_orders_are_cancelled() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 1, 10), (T + 2, 10)]));
		assert_ok!(offer(1, &[(T + 3, 10, 100)]));
		assert_ok!(demand(2, &[(T + 1, 10)]));
		let weight = Call::<Test>::cancel_all {}.get_dispatch_info().call_weight;
		assert_eq!(weight, Weights::cancel_all(MAX_OPEN));
		assert_eq!(cancel_all(1), Ok(Some(Weights::cancel_all(3))));
		let intervals = vec![T + 1, T + 2, T + 3];
		assert_eq!(last_event(), Event::OrdersCancelled { node: 1, intervals });
		assert_eq!(World::locks(1), []);
		assert_eq!(ForwardMarket::orders_of(1), []);
		assert_eq!(ForwardMarket::orders_of(2).len(), 1);
	});
}

#[test]
fn frees_expired_orders_and_keeps_what_has_traded() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 1, 10), (T + 2, 20), (T + 3, 30)]));
		close();
		clear(|interval, _, _| if interval == T + 2 { (20, 190) } else { (0, 0) });
		// T + 1 has expired, T + 2 has traded at the worst price and needs all of its lock.
		assert_eq!(cancel_all(1), Ok(Some(Weights::cancel_all(3))));
		let intervals = vec![T + 1, T + 3];
		assert_eq!(last_event(), Event::OrdersCancelled { node: 1, intervals });
		assert_eq!(World::locks(1), [(T + 2, 20 * 195)]);
		assert_eq!(cancel_all(1), Err(Error::<Test>::NoOrder.into()));
		// It costs no more than the one interval that it has looked at.
		let error = ForwardMarket::cancel_all(Origin::signed(1)).unwrap_err();
		assert_eq!(error.post_info.actual_weight, Some(Weights::cancel_all(1)));
	});
}

#[test]
fn fails_while_one_of_them_clears() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 1, 10), (T + 2, 10)]));
		World::set_now(round().gate - 1);
		assert_ok!(demand(2, &[(T + 1, 10)]));
		assert_ok!(cancel_all(2));
		World::set_now(round().gate);
		assert_noop!(cancel_all(1), Error::<Test>::GateClosed);
		close();
		assert_noop!(cancel_all(1), Error::<Test>::GateClosed);
		clear(|_, _, _| (0, 0));
		assert_ok!(cancel_all(1));
	});
}

#[test]
fn fails_without_an_order() {
	run_round(|| {
		assert_noop!(cancel_all(1), Error::<Test>::NoOrder);
		assert_noop!(cancel_all(77), Error::<Test>::NotRegistered);
		assert_signed_only(Call::cancel_all {});
	});
	run(|| {
		assert_noop!(cancel_all(1), Error::<Test>::NoMarket);
	});
}
