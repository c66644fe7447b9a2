// SPDX-License-Identifier: Apache-2.0

//! What trust lets a node sell, and what it waives of locks.

use super::*;
use frame_support::{BoundedVec, dispatch::GetDispatchInfo};
use gridmerit_pallet_support::OnRemove;
use gridmerit_trust::Lock;

/// What is waived, by interval; it adds up.
fn waived(node: NodeIndex) -> Vec<(Interval, Planck)> {
	let (rows, sum) = ForwardMarket::waived_of(node);
	assert_eq!(rows.iter().map(|(_, waived)| waived).sum::<Planck>(), sum);
	rows
}

fn cancel(account: AccountId, interval: Interval) -> DispatchResult {
	ForwardMarket::cancel(Origin::signed(account), vec![interval].try_into().unwrap())
}

fn post(account: AccountId, rows: &[(Interval, Option<Order>)]) -> DispatchResult {
	post_in(account, round().number, orders(rows))
}

/// How often a seller's trust is asked for in a call that succeeds.
fn asked(call: impl FnOnce() -> DispatchResult) -> u32 {
	Asked::set(0);
	assert_ok!(call());
	Asked::get()
}

/// Half of what a fully trusted node, as node 1 is, would have to lock is waived, as far as two fifths of its bond go.
fn run_discounted(own: Planck, test: impl FnOnce()) {
	run_round(|| {
		World::set_discount(500, 400);
		World::set_trust(1, 1_000, own);
		test();
	});
}

mod tiers {
	use super::*;

	#[test]
	fn boundary_of_tiers() {
		run_round(|| {
			World::set_tiers(&[(100, 500), (500, 800)]);
			World::set_trust(1, 99, 0);
			assert_noop!(offer(1, &[(T + 1, 10, 100)]), Error::<Test>::NotTrusted);
			for (effective, most) in [(100, 500), (499, 500), (500, 800), (1_000, 800)] {
				World::set_trust(1, effective, 0);
				assert_ok!(offer(1, &[(T + 1, most, 100)]));
				assert_noop!(offer(1, &[(T + 1, most + 1, 100)]), Error::<Test>::AboveTrust);
			}
			// The connection's limit is as good.
			assert_noop!(offer(1, &[(T + 1, 1_001, 100)]), Error::<Test>::AboveGenerationLimit);
			// Nobody else is trusted.
			assert_noop!(offer(2, &[(T + 1, 10, 100)]), Error::<Test>::NotTrusted);
		});
	}

	#[test]
	fn a_tier_of_nothing_is_no_trust() {
		run_round(|| {
			World::set_tiers(&[(0, 0), (500, 10)]);
			assert_noop!(offer(1, &[(T + 1, 10, 100)]), Error::<Test>::NotTrusted);
			World::set_trust(1, 500, 0);
			assert_ok!(offer(1, &[(T + 1, 10, 100)]));
		});
	}

	#[test]
	fn what_was_traded_counts() {
		run_round(|| {
			World::set_tiers(&[(500, 800)]);
			World::set_trust(1, 500, 0);
			for (interval, position, most) in
				[(T + 1, position(300, 800), 300), (T + 2, position(300, 0), 1_100)]
			{
				World::set_position(interval, 1, position);
				assert_ok!(offer(1, &[(interval, most, 100)]));
				assert_noop!(offer(1, &[(interval, most + 1, 100)]), Error::<Test>::AboveTrust);
			}
			// Trust that has shrunk takes nothing back, and lets nothing grow.
			World::set_position(T + 3, 1, position(0, 900));
			assert_noop!(offer(1, &[(T + 3, 10, 100)]), Error::<Test>::AboveTrust);
			assert_ok!(demand(1, &[(T + 3, 900)]));
		});
	}

	/// All of a call is done, or nothing.
	#[test]
	fn one_interval_too_much_is_too_much() {
		run_round(|| {
			World::set_tiers(&[(500, 100)]);
			World::set_trust(1, 500, 0);
			let rows = [(T + 1, 100, 100), (T + 2, 101, 100), (T + 3, 100, 100)];
			assert_noop!(offer(1, &rows), Error::<Test>::AboveTrust);
			assert_ok!(offer(1, &[rows[0], rows[2]]));
		});
	}

	#[test]
	fn closing_a_position_and_buying_are_no_offers() {
		run_round(|| {
			World::set_tiers(&[(1, 500)]);
			World::set_position(T + 1, 1, position(300, 0));
			assert_eq!(asked(|| offer(1, &[(T + 1, 300, 100)])), 0);
			assert_noop!(offer(1, &[(T + 1, 301, 100)]), Error::<Test>::NotTrusted);
			assert_eq!(asked(|| demand(1, &[(T + 2, 2_000)])), 0);
			// Nor is what is taken back.
			assert_eq!(asked(|| post(1, &[(T + 1, None)])), 0);
		});
	}

	/// In the default case the answer says so, and nobody is limited.
	#[test]
	fn without_tiers_trust_limits_nothing() {
		run_round(|| {
			assert_eq!(asked(|| offer(1, &[(T + 1, 1_000, 100), (T + 2, 1_000, 100)])), 1);
			assert_eq!(waived(1), []);
			assert_eq!(World::locks(1), [(T + 1, 110_000), (T + 2, 110_000)]);
			assert_eq!(asked(|| demand(2, &[(T + 1, 10), (T + 2, 10)])), 0);
		});
	}
}

mod discount {
	use super::*;

	#[test]
	fn a_part_is_waived_in_proportion_to_trust() {
		run_discounted(100_000, || {
			// Of 110 a Wh.
			for (effective, lock) in [(1_000, 550), (500, 825), (1, 1_100), (0, 1_100)] {
				World::set_trust(1, effective, 100_000);
				assert_ok!(offer(1, &[(T + 1, 10, 100)]));
				assert_eq!(World::locks(1), [(T + 1, lock)]);
				let rows = if lock < 1_100 { vec![(T + 1, 1_100 - lock)] } else { vec![] };
				assert_eq!(waived(1), rows);
				assert_eq!(Waived::<Test>::contains_key(1), lock < 1_100);
			}
			// Others lock all.
			assert_ok!(offer(2, &[(T + 1, 10, 100)]));
			assert_eq!(World::locks(2), [(T + 1, 1_100)]);
		});
	}

	#[test]
	fn what_changes_is_said() {
		run_discounted(100_000, || {
			let said = |events: Vec<Event<Test>>| {
				let waived = events.into_iter().filter_map(|event| match event {
					Event::LocksWaived { node, waived } => Some((node, waived)),
					_ => None,
				});
				waived.collect::<Vec<_>>()
			};
			assert_ok!(offer(1, &[(T + 1, 10, 100), (T + 2, 20, 100)]));
			assert_ok!(offer(1, &[(T + 1, 10, 100)]));
			assert_ok!(demand(1, &[(T + 3, 10)]));
			assert_ok!(cancel(1, T + 1));
			assert_eq!(said(events()), [(1, 1_650), (1, 1_100)]);
			assert_ok!(ForwardMarket::cancel_all(Origin::signed(1)));
			assert_eq!(said(events()), [(1, 1_650), (1, 1_100), (1, 0)]);
		});
	}

	#[test]
	fn intervals_share_what_the_bond_covers() {
		run_discounted(1_000, || {
			// 400, for two times 550: the first in time gets it.
			assert_ok!(offer(1, &[(T + 2, 10, 100), (T + 1, 10, 100)]));
			assert_eq!(waived(1), [(T + 1, 400)]);
			assert_eq!(World::locks(1), [(T + 1, 700), (T + 2, 1_100)]);
			assert_ok!(offer(1, &[(T + 3, 10, 100)]));
			assert_eq!(waived(1), [(T + 1, 400)]);
			// What is posted anew is reckoned anew.
			assert_ok!(offer(1, &[(T + 1, 10, 189)]));
			assert_eq!(waived(1), [(T + 1, 105)]);
			assert_ok!(offer(1, &[(T + 3, 10, 100)]));
			assert_eq!(waived(1), [(T + 1, 105), (T + 3, 295)]);
			assert_ok!(offer(1, &[(T + 1, 10, 100), (T + 3, 10, 100)]));
			assert_eq!(waived(1), [(T + 1, 400)]);
			// On both sides of what it covers.
			for (own, expected) in [(1_374, 549), (1_375, 550), (2_000, 550)] {
				World::set_trust(1, 1_000, own);
				assert_ok!(offer(1, &[(T + 1, 10, 100)]));
				assert_eq!(waived(1), [(T + 1, expected)]);
			}
		});
	}

	/// It has paid 15,000 for 100 Wh, and 500 is the fee if it uses them.
	#[test]
	fn neighbours_and_grid_are_always_covered() {
		run_discounted(Planck::from(u64::MAX), || {
			World::set_discount(1_000, 1_000);
			let position = Position { cost: 15_000, ..position(100, 0) };
			World::set_position(T + 1, 1, position);
			assert_ok!(offer(1, &[(T + 1, 200, 100)]));
			assert_eq!((World::locks(1), waived(1)), (vec![(T + 1, 15_500)], vec![(T + 1, 500)]));
			// What does no more than to close it can cost no delivery.
			assert_ok!(offer(1, &[(T + 1, 100, 100)]));
			assert_eq!((World::locks(1), waived(1)), (vec![(T + 1, 15_500)], vec![]));
			// All of an offer can be waived.
			assert_ok!(offer(1, &[(T + 2, 10, 100)]));
			assert_eq!(World::locks(1), [(T + 1, 15_500), (T + 2, 0)]);
			assert_eq!(waived(1), [(T + 2, 1_100)]);
		});
	}

	#[test]
	fn what_is_settled_frees_its_room() {
		run_discounted(1_000, || {
			assert_ok!(offer(1, &[(T + 1, 10, 100)]));
			close();
			clear(|_, _, _| (10, 100));
			assert_eq!(waived(1), [(T + 1, 400)]);
			World::set_lock(1, T + 1, None);
			assert_eq!(waived(1), []);
			// It is dropped when the node next sells.
			assert_eq!(Waived::<Test>::get(1).to_vec(), [(T + 1, 400)]);
			assert_ok!(demand(1, &[(T + 2, 10)]));
			assert_eq!(Waived::<Test>::get(1).to_vec(), [(T + 1, 400)]);
			assert_ok!(offer(1, &[(T + 3, 10, 100)]));
			assert_eq!(Waived::<Test>::get(1).to_vec(), [(T + 3, 400)]);
		});
	}

	#[test]
	fn what_is_cancelled_or_taken_back_frees_its_room() {
		run_discounted(1_000, || {
			assert_ok!(offer(1, &[(T + 1, 10, 100), (T + 2, 10, 100)]));
			assert_ok!(cancel(1, T + 1));
			assert!(!Waived::<Test>::contains_key(1));
			assert_ok!(offer(1, &[(T + 2, 10, 100)]));
			assert_eq!(waived(1), [(T + 2, 400)]);
			assert_ok!(post(1, &[(T + 2, None)]));
			assert!(!Waived::<Test>::contains_key(1));
			// Also if what replaces it is a demand.
			assert_ok!(offer(1, &[(T + 2, 10, 100)]));
			assert_ok!(demand(1, &[(T + 2, 10)]));
			assert!(!Waived::<Test>::contains_key(1));
			assert_eq!(World::locks(1), [(T + 2, 10 * 195)]);
			// In one call, what is taken back does not count for what is named after it.
			assert_ok!(offer(1, &[(T + 1, 10, 100)]));
			let sell = Some(Order::Offer { capacity: 10, ask: 100 });
			assert_ok!(post(1, &[(T + 1, None), (T + 3, sell)]));
			assert_eq!(waived(1), [(T + 3, 400)]);
		});
	}

	/// Clearing moves no money: what was waived stays until the node posts or cancels there.
	#[test]
	fn clearing_leaves_it_as_it_is() {
		run_discounted(100_000, || {
			assert_ok!(offer(1, &[(T + 2, 100, 100)]));
			close();
			clear(|_, _, _| (40, 120));
			let (lock, rows) = (World::locks(1), waived(1));
			assert_eq!((lock, rows), (vec![(T + 2, 5_500)], vec![(T + 2, 5_500)]));
			// 40 Wh at 210 less 120.
			assert_ok!(cancel(1, T + 2));
			assert_eq!((World::locks(1), waived(1)), (vec![(T + 2, 1_800)], vec![(T + 2, 1_800)]));
			assert_noop!(cancel(1, T + 2), Error::<Test>::NoOrder);
		});
	}

	#[test]
	fn buying_back_is_discounted_as_the_position_is() {
		run_discounted(100_000, || {
			assert_ok!(offer(1, &[(T + 4, 100, 100)]));
			close();
			clear(|_, _, _| (100, 120));
			// Short by 100, for 12,000; of 9,000 half is waived.
			assert_eq!(asked(|| demand(1, &[(T + 4, 50)])), 1);
			assert_eq!((World::locks(1), waived(1)), (vec![(T + 4, 4_500)], vec![(T + 4, 4_500)]));
			close();
			clear(|_, _, _| (50, 100));
			assert_ok!(demand(1, &[(T + 4, 50)]));
			// Short by 50, with 7,000 earned: 3,500. At the cap the rest could cost 2,500 more than that.
			assert_eq!((World::locks(1), waived(1)), (vec![(T + 4, 3_000)], vec![(T + 4, 500)]));
		});
	}

	/// What sells no more is reckoned anew without a look at trust, and what was waived of it goes.
	#[test]
	fn what_is_bought_back_is_waived_no_more() {
		run_discounted(100_000, || {
			assert_ok!(offer(1, &[(T + 3, 100, 100)]));
			close();
			clear(|_, _, _| (100, 120));
			assert_ok!(demand(1, &[(T + 3, 100)]));
			close();
			clear(|_, _, _| (100, 120));
			// At the cap it could have cost 7,000 more than it had earned: that was locked in any case.
			assert_eq!((World::locks(1), waived(1)), (vec![(T + 3, 8_000)], vec![(T + 3, 1_000)]));
			assert_eq!(asked(|| demand(1, &[(T + 3, 10)])), 0);
			assert_eq!((World::locks(1), waived(1)), (vec![(T + 3, 10 * 195)], vec![]));
		});
	}
}

mod shrinking {
	use super::*;

	/// Nine tenths of 11,000 are waived. 40 of 100 Wh have traded: they can cost 3,600.
	fn traded(then: impl FnOnce()) {
		run_discounted(100_000, || {
			World::set_discount(900, 1_000);
			assert_ok!(offer(1, &[(T + 2, 100, 100)]));
			assert_eq!((World::locks(1), waived(1)), (vec![(T + 2, 1_100)], vec![(T + 2, 9_900)]));
			close();
			clear(|_, _, _| (40, 120));
			then();
		});
	}

	fn lose_trust() {
		World::set_trust(1, 0, 100_000);
	}

	fn lose_bond() {
		World::set_trust(1, 1_000, 0);
	}

	fn end_discount() {
		World::set_discount(0, 0);
	}

	const WAYS: [fn(); 3] = [lose_trust, lose_bond, end_discount];

	/// Nothing is drawn, so what is not locked stays waived, be it for want of trust or of a bond.
	#[test]
	fn to_cancel_never_needs_money() {
		for way in WAYS {
			traded(|| {
				way();
				assert_eq!(waived(1), [(T + 2, 9_900)]);
				assert_ok!(cancel(1, T + 2));
				assert_eq!(World::locks(1), [(T + 2, 1_100)]);
				assert_eq!(waived(1), [(T + 2, 2_500)]);
				assert_noop!(cancel(1, T + 2), Error::<Test>::NoOrder);
			});
			traded(|| {
				way();
				assert_ok!(post(1, &[(T + 2, None)]));
				assert_eq!(
					(World::locks(1), waived(1)),
					(vec![(T + 2, 1_100)], vec![(T + 2, 2_500)])
				);
				assert_noop!(post(1, &[(T + 2, None)]), Error::<Test>::NoOrder);
			});
			traded(|| {
				way();
				assert_ok!(ForwardMarket::cancel_all(Origin::signed(1)));
				assert_eq!(
					(World::locks(1), waived(1)),
					(vec![(T + 2, 1_100)], vec![(T + 2, 2_500)])
				);
			});
		}
	}

	#[test]
	fn orders_of_a_suspended_node_go_without_money() {
		traded(|| {
			World::suspend(1, true);
			assert_eq!(ForwardMarket::orders_of(1), []);
			assert_eq!((World::locks(1), waived(1)), (vec![(T + 2, 1_100)], vec![(T + 2, 2_500)]));
		});
		// While the books clear they go when that is done.
		run_discounted(100_000, || {
			World::set_discount(900, 1_000);
			assert_ok!(offer(1, &[(T + 2, 100, 100)]));
			close();
			World::suspend(1, true);
			clear(|_, _, _| (40, 120));
			assert_eq!(ForwardMarket::orders_of(1), []);
			assert_eq!((World::locks(1), waived(1)), (vec![(T + 2, 1_100)], vec![(T + 2, 2_500)]));
		});
	}

	/// What is locked of an order that is gone covers a position that can cost less.
	#[test]
	fn what_is_locked_takes_the_place_of_what_is_waived() {
		run_discounted(100_000, || {
			assert_ok!(offer(1, &[(T + 2, 100, 100)]));
			close();
			clear(|_, _, _| (40, 120));
			lose_trust();
			assert_ok!(cancel(1, T + 2));
			assert_eq!((World::locks(1), waived(1)), (vec![(T + 2, 3_600)], vec![]));
		});
	}

	/// By cancelling nobody gets more waived of what is left than its trust allows, though more was of the order.
	#[test]
	fn a_large_order_that_is_cancelled_waives_no_more() {
		run_discounted(100_000, || {
			assert_ok!(offer(1, &[(T + 2, 1_000, 100)]));
			assert_eq!(waived(1), [(T + 2, 40_000)]);
			close();
			clear(|_, _, _| (40, 120));
			assert_ok!(cancel(1, T + 2));
			assert_eq!(waived(1), [(T + 2, 1_800)]);
		});
	}

	#[test]
	fn what_is_posted_is_locked_for_by_todays_trust() {
		for way in WAYS {
			traded(|| {
				way();
				assert_ok!(offer(1, &[(T + 2, 10, 100)]));
				// With 40 sold for 4,800 and 10 for 1,000.
				assert_eq!((World::locks(1), waived(1)), (vec![(T + 2, 4_700)], vec![]));
			});
			// Of other intervals it stays, and takes what room there is.
			traded(|| {
				way();
				assert_ok!(offer(1, &[(T + 3, 10, 100)]));
				let locks = vec![(T + 2, 1_100), (T + 3, 1_100)];
				assert_eq!((World::locks(1), waived(1)), (locks, vec![(T + 2, 9_900)]));
			});
			// To buy back takes as much as to offer.
			traded(|| {
				way();
				assert_ok!(demand(1, &[(T + 2, 40)]));
				assert_eq!((World::locks(1), waived(1)), (vec![(T + 2, 3_600)], vec![]));
			});
		}
	}
}

#[test]
fn only_who_sells_pays_for_what_trust_adds() {
	run_discounted(100_000, || {
		let weight = |rows: &[(Interval, Option<Order>)]| {
			let call = Call::<Test>::post { round: T, orders: orders(rows), unmetered: false };
			let call = RuntimeCall::from(call);
			let declared = call.get_dispatch_info().call_weight;
			let least = Weights::post_storage(rows.len() as u32, MAX_OPEN);
			assert_eq!(declared, least + Weights::trusted(rows.len() as u32));
			let actual = match call.dispatch(Origin::signed(1)) {
				Ok(posted) => posted.actual_weight,
				Err(failed) => failed.post_info.actual_weight,
			};
			actual.unwrap() - Weights::post(rows.len() as u32)
		};
		let buy = Some(Order::Demand { quantity: 10, limit: None });
		let sell = |capacity| Some(Order::Offer { capacity, ask: 100 });
		assert_eq!(weight(&[(T + 1, buy), (T + 2, buy)]), Weight::zero());
		assert_eq!(weight(&[(T + 1, None)]), Weight::zero());
		assert_eq!(weight(&[(T + 2, buy), (T + 3, sell(10))]), Weights::trusted(2));
		// Also if it fails, and where what was offered is replaced or taken back.
		assert_eq!(weight(&[(T + 1, sell(1_001))]), Weights::trusted(1));
		assert_eq!(weight(&[(T + 3, buy)]), Weights::trusted(1));
		assert_eq!(weight(&[(T + 3, None)]), Weight::zero());
		assert_eq!(weight(&[(T + 3, sell(10))]), Weights::trusted(1));
		assert_eq!(weight(&[(T + 3, None)]), Weights::trusted(1));
	});
}

#[test]
fn what_would_be_locked_can_be_asked() {
	run_discounted(1_000, || {
		let sell = |capacity| Order::Offer { capacity, ask: 100 };
		let buy = Order::Demand { quantity: 10, limit: None };
		let lock = |interval, order| ForwardMarket::lock_for(1, interval, order);
		assert_eq!(lock(T + 1, sell(10)), Some(Lock { locked: 700, waived: 400 }));
		assert_eq!(lock(T + 1, buy), Some(Lock { locked: 10 * 195, waived: 0 }));
		assert_ok!(offer(1, &[(T + 1, 10, 100), (T + 2, 10, 100)]));
		// In its own place, and beside it.
		assert_eq!(lock(T + 1, sell(10)), Some(Lock { locked: 700, waived: 400 }));
		assert_eq!(lock(T + 2, sell(10)), Some(Lock { locked: 1_100, waived: 0 }));
		// None for what could not be posted.
		assert_eq!(lock(T + 5, sell(10)), None);
		assert_eq!(lock(T + 1, sell(9)), None);
		World::set_tiers(&[(1, 20)]);
		assert_eq!(lock(T + 1, sell(21)), None);
		assert!(lock(T + 1, sell(20)).is_some());
		World::set_arrears(1);
		assert_eq!(lock(T + 1, buy), None);
		assert_eq!(ForwardMarket::lock_for(77, T + 1, buy), None);
		assert_eq!(ForwardMarket::lock_for(UTILITY, T + 1, buy), None);
		assert!(ForwardMarket::lock_for(2, T + 1, buy).is_some());
		World::change_node(2, |suspended, _, _| *suspended = true);
		assert_eq!(ForwardMarket::lock_for(2, T + 1, buy), None);
		close();
		assert_eq!(ForwardMarket::lock_for(3, T + 2, buy), None);
	});
}

#[test]
fn nothing_is_left_of_a_node_that_has_left() {
	run_discounted(1_000, || {
		assert_ok!(offer(1, &[(T + 1, 10, 100)]));
		World::set_lock(1, T + 1, None);
		Orders::<Test>::remove(T + 1, 0);
		assert!(Waived::<Test>::contains_key(1));
		<ForwardMarket as OnRemove>::removed(1);
		assert!(!Waived::<Test>::contains_key(1));
	});
}

/// Of as many intervals as a node can have open.
#[test]
fn as_much_can_be_waived_as_can_be_locked() {
	run_discounted(Planck::from(u64::MAX), || {
		let rows: Vec<_> = (0..MAX_OPEN - 4).map(|back| T - MAX_OPEN + back).collect();
		for interval in &rows {
			World::set_lock(1, *interval, Some(1));
		}
		let known = rows.iter().map(|interval| (*interval, 1)).collect();
		Waived::<Test>::insert(1, BoundedVec::truncate_from(known));
		let open = [1, 2, 3, 4].map(|ahead| (T + ahead, 10, 100));
		assert_ok!(offer(1, &open));
		assert_eq!(waived(1).len() as u32, MAX_OPEN);
		assert_eq!(waived(1).last(), Some(&(T + 4, 550)));
	});
}
