// SPDX-License-Identifier: Apache-2.0

//! Books and grids that do not clear.

use super::*;

fn failed() -> bool {
	events().contains(&Event::ClearingFailed { interval: INTERVAL, round: FIRST_ROUND })
}

fn nothing_traded(orders: &Orders) {
	assert!(failed());
	assert_eq!(Market::orders(INTERVAL), *orders);
	assert_eq!(Results::<Test>::get(INTERVAL, FIRST_ROUND), None);
	assert_eq!(ClearedZonesOf::<Test>::iter().count(), 0);
	assert_eq!(ZonedTransactions::<Test>::iter().count(), 0);
	assert_eq!(LineFlows::<Test>::iter().count(), 0);
	assert_eq!(Market::position_pages(INTERVAL), 0);
	assert_eq!(ForwardMarket::rent(INTERVAL), 0);
	assert!(Results::<Test>::contains_key(FIRST_ROUND + 3, FIRST_ROUND));
	assert_eq!(Market::round(), FIRST_ROUND + 1);
}

#[test]
fn a_feeder_that_is_too_large_or_gone_clears_nothing() {
	let fails = |feeder: Feeder, before: fn()| {
		run(|| {
			post_town(INTERVAL, &ieee33(|_| 9), 100);
			post_another();
			Feeders::set(INTERVAL, &feeder);
			let orders = Market::orders(INTERVAL);
			Market::close();
			while !Cursor::<Test>::get().is_some_and(|cursor| {
				cursor.interval == INTERVAL && !matches!(cursor.stage, Stage::Begin)
			}) {
				poll_once();
			}
			before();
			clear_round(Pace::Steps);
			nothing_traded(&orders);
		});
	};
	let star = |buses: u32| {
		let line = Line { parent: 0, import: 9, export: 9 };
		Feeder::new(&vec![line; buses as usize - 1]).unwrap()
	};
	fails(star(MAX_BUSES + 1), || {});
	fails(ieee33(|_| 9), || Feeders::remove(INTERVAL));
	run(|| {
		Feeders::set(INTERVAL, &star(MAX_BUSES));
		post_town(INTERVAL, &ieee33(|_| 9), 100);
		let before = BeforeOnGrid::now(INTERVAL);
		clear_round(Pace::Steps);
		before.check();
	});
}

/// A pass that does not fit into any block would stop the market for good.
#[test]
fn a_book_that_is_too_large_for_a_block_does_not_stop_the_market() {
	run(|| {
		let feeder = ieee33(|_| 500);
		Feeders::set(INTERVAL, &feeder);
		MaxClearingWeight::set(&Clear::largest_step());
		// The largest step is one with the most buses, so many pages of this one fit.
		post_town(INTERVAL, &feeder, 100);
		let before = BeforeOnGrid::now(INTERVAL);
		clear_round(Pace::Whole);
		before.check();
		let pass = |pages| crate::zones::weight_of_pass::<Test>(pages, feeder.buses());
		let fitting = (1..).find(|pages| pass(*pages).any_gt(Clear::largest_step())).unwrap();
		(0..fitting + 1).for_each(Market::add_page);
		post_town(INTERVAL, &feeder, 100);
		let orders = Market::orders(INTERVAL);
		let (round, zones) = (Market::round(), ClearedZonesOf::<Test>::iter().count());
		clear_round(Pace::Whole);
		let pages = fitting + 1;
		let events = events();
		assert!(events.contains(&Event::BookTooLarge { interval: INTERVAL, round, pages }));
		assert!(!events.iter().any(|event| matches!(event, Event::ClearingFailed { .. })));
		assert_eq!(Market::orders(INTERVAL), orders);
		assert_eq!((Market::round(), ClearedZonesOf::<Test>::iter().count()), (round + 1, zones));
	});
}

/// A stop before each step of the interval in turn, at which its book changes.
#[test]
fn a_book_that_changes_while_it_is_cleared_does_not_trade() {
	let (mut failures, mut too_late, mut no_rent) = (0, 0, 0);
	for stop in 0.. {
		let mut done = false;
		run(|| {
			let feeder = ieee33(|_| 700);
			Feeders::set(INTERVAL, &feeder);
			post_town(INTERVAL, &feeder, 450);
			post_another();
			Market::close();
			while Cursor::<Test>::get().is_none_or(|row| row.interval < INTERVAL) {
				poll_once();
			}
			(0..stop).for_each(|_| {
				poll_once();
			});
			let Some(cursor) = Cursor::<Test>::get().filter(|row| row.interval == INTERVAL) else {
				done = true;
				return;
			};
			let filling = matches!(
				&cursor.stage,
				Stage::Clear { state: OnGridStage::Zones(ZonesStage::Fill(_)), .. }
			);
			let assigning = matches!(
				&cursor.stage,
				Stage::Clear { state: OnGridStage::Zones(ZonesStage::Assign(_)), .. }
			);
			Market::hang(INTERVAL, 5, 3);
			Market::post(INTERVAL, 5, offer(40_000, 60_001));
			let orders = Market::orders(INTERVAL);
			if !assigning {
				// Zones that are being assigned are those of another book, and `try_state` says so.
				while Market::is_closed() {
					poll_once();
				}
			} else {
				let found = Clear::do_try_state().unwrap_err();
				assert_eq!(found, "zones that are not those of their book".into());
				while Market::is_closed() {
					poll_once();
				}
			}
			if assigning {
				failures += 1;
				nothing_traded(&orders);
			} else if filling {
				too_late += 1;
				if failed() {
					// Nobody knows what was paid.
					no_rent += 1;
					assert_eq!(ForwardMarket::rent(INTERVAL), 0);
				}
				// What was assigned stands; and what is wrong is repaired for the check after this.
				for page in 0..20 {
					Market::remove_positions(INTERVAL, page);
					ZonedTransactions::<Test>::remove((INTERVAL, FIRST_ROUND, page));
				}
				Results::<Test>::remove(INTERVAL, FIRST_ROUND);
				Curves::<Test>::remove(INTERVAL, FIRST_ROUND);
				Pivotal::<Test>::remove(INTERVAL, FIRST_ROUND);
				ClearedZonesOf::<Test>::remove(INTERVAL, FIRST_ROUND);
				LineFlows::<Test>::remove(INTERVAL);
				ClearedLines::<Test>::remove(INTERVAL);
			} else {
				// It was not looked at before.
				assert!(ClearedZonesOf::<Test>::contains_key(INTERVAL, FIRST_ROUND));
			}
		});
		if done {
			break;
		}
	}
	assert!(failures > 1 && too_late > 2 && no_rent > 0, "{failures} {too_late} {no_rent}");
}
