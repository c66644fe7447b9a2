// SPDX-License-Identifier: Apache-2.0

//! Rounds open, close and are cleared; what is over is pruned.

use super::*;
use crate::readers::PATIENCE;
use frame_support::traits::Get;
use gridmerit_pallet_support::IntervalReaders;

fn poll_with(weight: u64) -> u64 {
	let mut meter = WeightMeter::with_limit(Weight::from_parts(weight, 0));
	ForwardMarket::on_poll(System::block_number(), &mut meter);
	meter.consumed().ref_time()
}

/// Prunes with weight for this many steps; how many it took.
fn prune(steps: u64) -> u64 {
	ForwardMarket::on_idle(System::block_number(), Weight::from_parts(steps, 0)).ref_time()
}

/// Opens rounds on time up to this one, without trades.
fn go_to(number: Interval) {
	while round().number < number {
		next_round();
	}
}

#[test]
fn boundary_of_the_weight_that_opens_the_first_round() {
	run(|| {
		assert_eq!(poll_with(9), 0);
		let (poll, open) = (Weights::on_poll(), Weights::open_round(4));
		let needed = (poll + open).ref_time();
		assert_eq!(poll_with(needed - 1), poll.ref_time());
		assert_eq!(CurrentRound::<Test>::get(), None);
		assert_eq!(events(), []);
		assert_eq!(poll_with(needed), needed);
		let gate = start(T + 1) - 60_000;
		let (first, last) = (T + 1, T + 4);
		assert_eq!(last_event(), Event::RoundOpened { round: T, gate, first, last });
		let pages = PageSet::default();
		let (opened_in, closed_from) = (1, None);
		let opened = Round { number: T, gate, opened_in, first, last, closed_from, pages };
		assert_eq!(round(), opened);
		assert_eq!(BooksPrunedUntil::<Test>::get(), T);
		assert_eq!(TermsPrunedUntil::<Test>::get(), T);
		assert_eq!(PositionsPrunedUntil::<Test>::get(), T);
		// Only once; the others open when this one has cleared.
		World::set_now(start(T + 9));
		assert_eq!(poll_with(u64::MAX), poll.ref_time());
		assert_eq!(round().number, T);
	});
}

#[test]
fn no_round_opens_without_rules() {
	with_genesis(Genesis { tariff: Some(daily()), ..Default::default() }).execute_with(|| {
		assert_eq!(poll_with(u64::MAX), Weights::on_poll().ref_time());
		assert_eq!(CurrentRound::<Test>::get(), None);
		assert_eq!(ForwardMarket::open_windows(), []);
		assert_eq!(ForwardMarket::orders_of(1), []);
		assert_eq!(ForwardMarket::closed_round(), None);
		assert_eq!(prune(9), 1);
		assert_ok!(ForwardMarket::set_rules(operator(), rules()));
		poll();
		assert_eq!(round().number, T);
	});
}

/// A round whose gate has passed does not open.
#[test]
fn boundary_of_the_first_gate() {
	for (now, number) in [(start(T), T), (start(T + 1) - 60_001, T), (start(T + 1) - 60_000, T + 1)]
	{
		run(|| {
			World::set_now(now);
			poll();
			assert_eq!(round().number, number);
			assert!(now < round().gate);
		});
	}
}

#[test]
fn the_windows_are_shown() {
	run_round(|| {
		let windows = ForwardMarket::open_windows();
		assert_eq!(
			windows.iter().map(|row| row.interval).collect::<Vec<_>>(),
			[T + 1, T + 2, T + 3, T + 4]
		);
		let expected = Window {
			interval: T + 2,
			start: start(T + 2),
			round: T,
			gate: start(T + 1) - 60_000,
			last_round: T + 1,
			tariff: NIGHT,
			cheapest_ask: 81,
			dearest_ask: 189,
			cap: 190,
			minimum: 10,
		};
		assert_eq!(windows[1], expected);
	});
}

#[test]
fn boundary_of_a_gate_that_closes_once() {
	run_round(|| {
		World::set_now(round().gate - 1);
		assert_eq!(ForwardMarket::closed_round(), None);
		assert!(!ForwardMarket::clears(T + 1));
		World::set_now(round().gate);
		let closed = Some(ClosedRound { number: T, first: T + 1, last: T + 4 });
		let count = events().len();
		for now in [round().gate, start(T + 1), start(T + 3)] {
			// Once begun it is finished.
			World::set_now(now);
			assert_eq!(ForwardMarket::closed_round(), closed);
			let clears = (T..=T + 5).filter(|interval| ForwardMarket::clears(*interval));
			assert_eq!(clears.collect::<Vec<_>>(), [T + 1, T + 2, T + 3, T + 4]);
		}
		assert_eq!(last_event(), Event::GateClosed { round: T, first: T + 1, last: T + 4 });
		assert_eq!(events().len(), count + 1);
	});
}

#[test]
fn rounds_follow_each_other_with_what_was_not_filled() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 1, 10), (T + 2, 100), (T + 3, 10)]));
		assert_ok!(offer(200, &[(T + 2, 50, 100)]));
		close();
		clear(|interval, _, order| match order {
			Order::Demand { .. } if interval == T + 2 => (50, 100),
			Order::Offer { capacity, .. } => (capacity, 100),
			_ => (0, 0),
		});
		let opened = Event::RoundOpened {
			round: T + 1,
			gate: start(T + 2) - 60_000,
			first: T + 2,
			last: T + 5,
		};
		assert_eq!(last_event(), opened);
		let left = [
			(T + 2, Order::Demand { quantity: 50, limit: None }),
			(T + 3, Order::Demand { quantity: 10, limit: None }),
		];
		assert_eq!(ForwardMarket::orders_of(1), left);
		assert_eq!(ForwardMarket::orders_of(200), []);
		// Page 1 is empty now.
		assert!(round().pages.contains(0) && !round().pages.contains(1));
		// The last round of T + 1 was its only one: what is left there trades no more.
		assert!(!ForwardMarket::clears(T + 1));
	});
}

#[test]
fn a_page_stays_in_the_round_only_if_it_may_trade_again() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 1, 10), (T + 2, 10), (T + 3, 10)]));
		close();
		let page = |interval| ForwardMarket::page(interval, 0);
		let keep = |interval| ForwardMarket::fill(interval, 0, page(interval), None);
		assert_eq!(page(T + 1).len(), 1);
		// What is left in its last round may still lock something, until that is settled.
		assert!(!keep(T + 1));
		assert_eq!(ForwardMarket::expired(T + 1, 0).len(), 1);
		assert_eq!(ForwardMarket::traded_pages(T + 1).1, 1);
		assert!(keep(T + 2));
		assert_eq!(page(T + 2).len(), 1);
		// All of it has filled.
		assert!(!fill(T + 3, 0, |_, _| (10, 100)));
		assert!(!Orders::<Test>::contains_key(T + 3, 0));
	});
}

/// Whoever clears is told by which rules.
#[test]
fn open_intervals_have_rules_and_remembered_ones_terms() {
	run_round(|| {
		let rules = ForwardMarket::rules(T + 1).unwrap();
		assert_eq!(rules.limits, NIGHT.limits().unwrap());
		// The odd Wh goes round with the interval.
		assert_eq!(rules.turn, T + 1);
		assert_eq!((ForwardMarket::rules(T), ForwardMarket::rules(T + 5)), (None, None));
		go_to(T + 4);
		assert_eq!(ForwardMarket::rules(T + 4), None);
		assert_eq!(ForwardMarket::terms(T + 4).unwrap().tariff, NIGHT);
		assert_eq!(ForwardMarket::terms(T + 9), None);
		assert_eq!(ForwardMarket::start(T + 4), start(T + 4));
		assert_eq!(ForwardMarket::now(), T + 3);
		assert_eq!(ForwardMarket::remembered_from(), T);
	});
}

#[test]
fn boundary_of_a_halt() {
	// The last time at which all of the intervals clear, and the first at which T + 1 does not.
	for (now, first, void) in [
		(start(T + 1) - 1, T + 1, None),
		(start(T + 1), T + 2, Some((T + 1, T + 1))),
		(start(T + 2) - 1, T + 2, Some((T + 1, T + 1))),
		(start(T + 4) - 1, T + 4, Some((T + 1, T + 3))),
		(start(T + 4), T + 5, Some((T + 1, T + 4))),
		(start(T + 99), T + 100, Some((T + 1, T + 4))),
	] {
		run_round(|| {
			assert_ok!(demand(1, &[(T + 1, 10), (T + 4, 10)]));
			World::set_now(now);
			let last = T + 4;
			let closed = ForwardMarket::closed_round();
			assert_eq!(closed, Some(ClosedRound { number: T, first, last }));
			assert_eq!(events()[2], Event::GateClosed { round: T, first, last });
			let void = void.map(|(first, last)| Event::IntervalsVoid { round: T, first, last });
			assert_eq!(events().get(3), void.as_ref());
			for interval in T..T + 6 {
				assert_eq!(ForwardMarket::clears(interval), (first..=last).contains(&interval));
			}
		});
	}
}

/// Void are only those that were open.
#[test]
fn a_halt_does_not_void_what_had_its_last_round() {
	run(|| {
		assert_ok!(ForwardMarket::set_rules(operator(), MarketRules { lead: 2, ..rules() }));
		poll();
		go_to(T + 1);
		assert_eq!((round().first, round().last), (T + 3, T + 6));
		World::set_now(start(T + 2) + 1);
		let closed = ForwardMarket::closed_round();
		// T + 2 has begun, but it was not open in this round.
		assert_eq!(closed, Some(ClosedRound { number: T + 1, first: T + 3, last: T + 6 }));
		let gate_closed = Event::GateClosed { round: T + 1, first: T + 3, last: T + 6 };
		assert_eq!(last_event(), gate_closed);
		clear(|_, _, _| (0, 0));
		World::set_now(start(T + 4));
		ForwardMarket::closed_round();
		let void = Event::IntervalsVoid { round: T + 2, first: T + 4, last: T + 4 };
		assert_eq!(last_event(), void);
	});
}

#[test]
fn rounds_are_skipped_after_a_long_halt() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 1, 10), (T + 4, 10)]));
		assert_ok!(demand(200, &[(T + 1, 10)]));
		World::set_now(start(T + 9) + 1);
		clear(|_, _, _| panic!("all are void"));
		assert_eq!((round().number, round().first, round().last), (T + 9, T + 10, T + 13));
		// What is used in the intervals that no round has opened is settled all the same.
		for skipped in T + 5..=T + 9 {
			assert_eq!(IntervalTerms::<Test>::get(skipped).unwrap().last_round, skipped - 1);
		}
		assert_eq!(ForwardMarket::orders_of(1), []);
		// Their orders wait for idle weight, and their money for its owner.
		assert!(Orders::<Test>::contains_key(T + 4, 0));
		assert_ok!(ForwardMarket::cancel_all(Origin::signed(1)));
		assert_eq!(World::locks(1), []);
	});
	// If the gate has passed, too, the round after is the next.
	run_round(|| {
		World::set_now(start(T + 10) - 60_000);
		clear(|_, _, _| (0, 0));
		assert_eq!(round().number, T + 10);
	});
}

/// However late a round is cleared, the next one's number is greater.
#[test]
fn a_round_opens_ahead_of_time_and_only_once() {
	run_round(|| {
		close();
		assert_eq!(ForwardMarket::interval_now(), T);
		clear(|_, _, _| (0, 0));
		assert_eq!(round().number, T + 1);
		assert_eq!(ForwardMarket::closed_round(), None);
	});
}

/// Even if nothing was open in it, and a gate that is later by new rules has not passed.
#[test]
fn a_round_is_not_opened_again() {
	let market = Genesis {
		rules: Some(MarketRules { gate_lead: 300_000, ..rules() }),
		..Default::default()
	};
	with_genesis(market).execute_with(|| {
		poll();
		close();
		assert_ok!(ForwardMarket::set_rules(operator(), rules()));
		clear(|_, _, _| (0, 0));
		assert_eq!(round().number, T + 1);
		ForwardMarket::do_try_state().unwrap();
	});
}

#[test]
fn orders_that_cannot_trade_again_are_no_orders_any_more() {
	run(|| {
		// T + 3 and T + 4 are open in T; only T + 4 in T + 1.
		let rules = MarketRules { lead: 3, windows: 2, ..rules() };
		assert_ok!(ForwardMarket::set_rules(operator(), rules));
		poll();
		assert_ok!(demand(1, &[(T + 3, 10), (T + 4, 10)]));
		next_round();
		assert_eq!(
			ForwardMarket::orders_of(1),
			[(T + 4, Order::Demand { quantity: 10, limit: None })]
		);
		assert!(round().pages.contains(0));
		next_round();
		assert_eq!(ForwardMarket::orders_of(1), []);
		assert!(!round().pages.contains(0));
		// They lock what they did until they are settled, or cancelled.
		assert_eq!(ForwardMarket::expired(T + 3, 0).len(), 1);
		assert_ok!(ForwardMarket::cancel_all(RuntimeOrigin::signed(1)));
		assert!(ForwardMarket::expired(T + 3, 0).is_empty());
		assert!(ForwardMarket::expired(T + 4, 0).is_empty());
		assert_noop!(demand(1, &[(T + 4, 10)]), Error::<Test>::IntervalNotOpen);
	});
}

#[test]
fn void_books_are_removed_page_by_page() {
	run_round(|| {
		for account in [1, 2, 200] {
			assert_ok!(demand(account, &[(T + 1, 10), (T + 3, 10)]));
		}
		World::set_now(start(T + 6));
		clear(|_, _, _| (0, 0));
		let pages = || Orders::<Test>::iter_keys().count();
		// Not before all is settled for good.
		assert_eq!((pages(), prune(9)), (4, 1));
		ForwardMarket::close_until(T + 7);
		assert_eq!((pages(), prune(0)), (4, 0));
		// T.
		assert_eq!((prune(1), BooksPrunedUntil::<Test>::get(), pages()), (1, T + 1, 4));
		assert_eq!((prune(1), BooksPrunedUntil::<Test>::get(), pages()), (1, T + 1, 3));
		ForwardMarket::do_try_state().unwrap();
		assert_eq!((prune(2), BooksPrunedUntil::<Test>::get(), pages()), (2, T + 2, 2));
		// T + 2, the two pages of T + 3 and the end of it, up to T + 6, and one step that finds nothing.
		assert_eq!((prune(99), BooksPrunedUntil::<Test>::get(), pages()), (8, T + 7, 0));
		assert_eq!(prune(99), 1);
	});
}

/// What is open is never pruned.
#[test]
fn boundary_of_pruning_books() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 1, 10)]));
		ForwardMarket::close_until(T + 9);
		prune(99);
		assert_eq!(BooksPrunedUntil::<Test>::get(), T + 1);
		assert_eq!(ForwardMarket::orders_of(1).len(), 1);
		// While it clears, neither.
		close();
		World::set_now(start(T + 3));
		prune(99);
		assert_eq!(ForwardMarket::page(T + 1, 0).len(), 1);
	});
}

#[test]
fn boundary_of_memory() {
	run_round(|| {
		// Old, but not settled.
		go_to(T + 30);
		prune(999);
		assert_eq!(ForwardMarket::remembered_from(), T);
		// Settled, but somebody needs it.
		ForwardMarket::close_until(T + 3);
		ForwardMarket::need_from(T + 2);
		ForwardMarket::need_from(T + 1);
		prune(999);
		assert_eq!(ForwardMarket::remembered_from(), T + 2);
		assert_eq!(IntervalTerms::<Test>::get(T + 1), None);
		assert!(IntervalTerms::<Test>::contains_key(T + 2));
		// Settled and needed by nobody, but not old.
		World::settle_before(Interval::MAX);
		// The books of 28 intervals first.
		prune(28 + 3);
		assert_eq!(ForwardMarket::remembered_from(), T + 5);
		prune(999);
		assert_eq!(ForwardMarket::remembered_from(), T + 14);
		assert_eq!(IntervalTerms::<Test>::iter_keys().min(), Some(T + 14));
		go_to(T + 31);
		prune(999);
		assert_eq!(ForwardMarket::remembered_from(), T + 15);
	});
}

/// Who comes late finds what it needs, unless it is so late that this would never end.
#[test]
fn boundary_of_the_patience_with_readers() {
	run_round(|| {
		let history: u32 = <Test as Config>::History::get();
		let most = history * PATIENCE;
		go_to(T + 30);
		ForwardMarket::note_reader(7, Some(T + 3));
		ForwardMarket::note_reader(9, Some(T + 2));
		World::settle_before(T + 28);
		prune(999);
		assert_eq!(ForwardMarket::remembered_from(), T + 2);
		ForwardMarket::note_reader(9, Some(T + 20));
		prune(999);
		assert_eq!(ForwardMarket::remembered_from(), T + 3);
		ForwardMarket::do_try_state().unwrap();
		// What it has been waited for with is forgotten as ever.
		ForwardMarket::note_reader(7, None);
		prune(999);
		assert_eq!(ForwardMarket::remembered_from(), T + 30 - history);
		assert_eq!(Readers::<Test>::get().into_inner(), [(9, T + 20)]);

		let last = T + 20 + most;
		go_to(last + 1);
		for (told, remembered) in [(last, T + 20), (last + 1, T + 21)] {
			World::settle_before(told);
			(0..9).for_each(|_| {
				prune(999);
			});
			assert_eq!(ForwardMarket::remembered_from(), remembered);
			ForwardMarket::do_try_state().unwrap();
		}
		// It goes on where it is remembered, and the others are not waited for by it.
		ForwardMarket::note_reader(9, Some(last + 1));
		prune(999);
		assert_eq!(ForwardMarket::remembered_from(), last + 1 - history);
	});
}

#[test]
fn the_next_round_is_covered_by_its_weight() {
	run(|| {
		let (leave, open) = (Weights::leave(MAX_OPEN), Weights::open_round(8));
		assert_eq!(ForwardMarket::open_next_weight(), leave.max(open));
		assert_eq!(<ForwardMarket as OnSuspend>::weight(), leave);
	});
}

/// The clearing pallet's benchmarks do so more than once in one state.
#[cfg(feature = "runtime-benchmarks")]
#[test]
fn benchmarks_close_rounds_with_their_orders() {
	for opened in [false, true] {
		run(|| {
			if opened {
				poll();
			}
			let order = Order::Demand { quantity: 10, limit: None };
			let first = ForwardMarket::close_with(&[(7, order)]);
			let second = ForwardMarket::close_with(&[(8, order), (300, order)]);
			assert!(first.last < second.first);
			assert_eq!(ForwardMarket::closed_round(), Some(second));
			let pages = ForwardMarket::pages();
			assert_eq!((pages.from(0), pages.from(1), pages.from(3)), (Some(0), Some(2), None));
			let page = ForwardMarket::page(second.first, 0);
			assert_eq!(page.rows(0).collect::<Vec<_>>(), [(8, &order)]);
			assert!(ForwardMarket::rules(second.first).is_some());
			// What is left of them is open in the next round, too.
			assert!(ForwardMarket::fill(second.first, 0, page, None));
			// No node has posted them.
			let _ = Orders::<Test>::clear(99, None);
		});
	}
}

#[test]
fn boundary_of_the_blocks_that_a_round_is_open() {
	run_round(|| {
		MinRoundBlocks::set(&2);
		// A halt: the first block comes a second before a gate.
		World::set_now(start(T + 5) - 61_000);
		System::set_block_number(7);
		clear(|_, _, _| panic!("all are void"));
		assert_eq!((round().number, round().opened_in), (T + 4, 7));
		// The next one comes after it, and still takes orders.
		World::set_now(start(T + 5) - 55_000);
		System::set_block_number(8);
		assert_eq!(ForwardMarket::closed_round(), None);
		assert_eq!(ForwardMarket::open_windows().len(), 4);
		assert_ok!(demand(1, &[(T + 5, 10)]));
		System::set_block_number(9);
		assert_noop!(demand(1, &[(T + 6, 10)]), Error::<Test>::GateClosed);
		assert_eq!(ForwardMarket::closed_round().map(|closed| closed.first), Some(T + 5));
	});
}

/// As many as a step may fix, until all that a halt has skipped have terms.
#[test]
fn intervals_that_never_opened_get_their_terms() {
	run_round(|| {
		World::set_now(start(T + 30));
		let pages = PageSet::default();
		assert!(ForwardMarket::closed_round().is_some());
		let mut steps = Vec::new();
		while let (false, weight) = ForwardMarket::open_next(&pages) {
			steps.push((round().last, weight));
			ForwardMarket::do_try_state().unwrap();
		}
		let weight = Weights::open_round(8);
		assert_eq!(steps, [T + 12, T + 20, T + 28, T + 30].map(|last| (last, weight)));
		assert_eq!((round().number, round().first, round().last), (T + 30, T + 31, T + 34));
		for interval in T + 1..=T + 34 {
			let terms = IntervalTerms::<Test>::get(interval).unwrap();
			assert_eq!(terms.last_round, interval - 1);
		}
	});
}

#[test]
fn an_interval_that_has_begun_is_not_quoted() {
	run_round(|| {
		assert_ok!(ForwardMarket::set_pauses(
			operator(),
			Pauses { posting: false, clearing: true }
		));
		World::set_now(start(T + 1));
		assert!(ForwardMarket::rules(T + 1).is_none());
		assert!(ForwardMarket::rules(T + 2).is_some());
	});
}

#[test]
fn pruning_goes_through_what_is_in_the_database() {
	let mut chain = externalities();
	chain.execute_with(|| {
		poll();
		for page in 0..40 {
			Orders::<Test>::insert(T, page, Page::default());
		}
		ForwardMarket::close_until(T + 1);
	});
	chain.commit_all().unwrap();
	chain.execute_with(|| {
		let left = || Orders::<Test>::iter_prefix(T).count();
		assert_eq!((prune(11), left()), (11, 29));
	});
	chain.commit_all().unwrap();
	chain.execute_with(|| {
		let left = || Orders::<Test>::iter_prefix(T).count();
		assert_eq!((prune(99), left(), BooksPrunedUntil::<Test>::get()), (31, 0, T + 1));
	});
}
