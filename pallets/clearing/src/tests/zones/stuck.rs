// SPDX-License-Identifier: Apache-2.0

//! An upgrade makes steps dearer, or blocks smaller, amid a clearing: whatever it has come to, the market goes on.

use super::*;
use gridmerit_energy::Choice;
use pallet_forward_market::{FullLines, Rights};

fn zones(stage: &OnGridStage) -> Option<&ZonesStage> {
	match stage {
		OnGridStage::Zones(stage) => Some(stage),
		OnGridStage::MeritOrder(_) => None,
	}
}

/// A town whose book has more pages than a pass can have in the smallest blocks.
fn post_on_too_many_pages(interval: Interval) -> u32 {
	let feeder = ieee33(|_| 500);
	Feeders::set(interval, &feeder);
	post_town(interval, &feeder, 450);
	let pass = |pages| crate::zones::weight_of_pass::<Test>(pages, feeder.buses());
	let fitting = (1..).find(|pages| pass(*pages).any_gt(Clear::largest_step())).unwrap();
	(0..fitting + 1).for_each(Market::add_page);
	fitting + 1
}

/// Nothing is written of an interval whose orders are not being filled yet; they wait for another round.
#[test]
fn a_book_that_fits_no_more_waits() {
	let stops = |stage: fn(&ZonesStage) -> bool, written: bool| {
		run(|| {
			let pages = post_on_too_many_pages(INTERVAL);
			post_another();
			let orders = Market::orders(INTERVAL);
			blocks_shrink_at(|state| {
				let there = zones(state).is_some_and(stage);
				there && (ZonedTransactions::<Test>::iter().count() > 0) == written
			});
			clear_rest();
			let too_large = Event::BookTooLarge { interval: INTERVAL, round: FIRST_ROUND, pages };
			assert_eq!(events().iter().filter(|event| **event == too_large).count(), 1);
			assert_eq!(Market::orders(INTERVAL), orders);
			assert!(orders.iter().all(|(node, _)| Market::pages().contains(page_of(*node))));
			assert_eq!(Results::<Test>::get(INTERVAL, FIRST_ROUND), None);
			assert_eq!(ZonedTransactions::<Test>::iter().count(), 0);
			assert_eq!(Market::position_pages(INTERVAL), 0);
			assert!(Results::<Test>::contains_key(FIRST_ROUND + 3, FIRST_ROUND));
			assert_eq!(Resuming::<Test>::get(), None);
		});
	};
	stops(|stage| matches!(stage, ZonesStage::Search(_)), false);
	stops(|stage| matches!(stage, ZonesStage::Assign(_)), false);
	stops(|stage| matches!(stage, ZonesStage::Assign(_)), true);
}

/// What was traded stands, and nothing is shared out behind full lines.
#[test]
fn rights_that_fit_no_more_are_left() {
	const LAST: Interval = FIRST_ROUND + 1;
	run(|| {
		post_on_too_many_pages(LAST);
		let before = BeforeOnGrid::now(LAST);
		blocks_shrink_at(|state| matches!(zones(state), Some(ZonesStage::SearchRights(_))));
		clear_rest();
		before.check();
		assert!(events().contains(&Event::FeedInFailed { interval: LAST }));
		assert_eq!((FullLines::<Test>::iter().count(), Rights::<Test>::iter().count()), (0, 0));
		assert_eq!(Market::round(), FIRST_ROUND + 1);
	});
}

/// Who is paired with whom is as if nobody preferred anything; all else is as it would be.
#[test]
fn choices_that_fit_no_more_are_set_aside() {
	run(|| {
		let feeder = ieee33(|_| 700);
		Feeders::set(INTERVAL, &feeder);
		post_town(INTERVAL, &feeder, 300);
		let before = BeforeOnGrid::now(INTERVAL);
		for (node, _) in Market::orders(INTERVAL) {
			Chosen::prefer(node, &[Choice::Bus(3), Choice::Bus(30)]);
		}
		let pages = Market::pages().len();
		blocks_shrink_at(|state| matches!(zones(state), Some(ZonesStage::Pair(_))));
		clear_rest();
		before.check();
		let (interval, round) = (INTERVAL, FIRST_ROUND);
		let aside = Event::ChoicesSetAside { interval, round, pages, named: false };
		assert!(events().contains(&aside), "{:?}", events());
		assert_eq!(ByChoice::<Test>::iter().count(), 0);
	});
}

/// What was noted under larger blocks may be more than the new ones have.
#[test]
fn what_it_costs_to_go_on_is_no_more_than_it_can_be() {
	run(|| {
		let feeder = ieee33(|_| 700);
		Feeders::set(INTERVAL, &feeder);
		post_town(INTERVAL, &feeder, 300);
		let before = BeforeOnGrid::now(INTERVAL);
		Market::close();
		while Resuming::<Test>::get().is_none() {
			poll_once();
		}
		MaxClearingWeight::set(&Clear::largest_step());
		Resuming::<Test>::put(Clear::largest_step());
		clear_rest();
		before.check();
	});
}
