// SPDX-License-Identifier: Apache-2.0

//! State that is not what it must be: books that change while they are cleared, a cursor that is lost.

use super::*;
use gridmerit_pallet_support::PageSet;

const SOUND: Interval = FIRST_ROUND + 3;
const BROKEN: Interval = FIRST_ROUND + 2;

/// Both intervals: a book on four pages, with two pages of transactions.
fn post_two_books() {
	for interval in [BROKEN, SOUND] {
		for pair in 0..200 {
			Market::post(interval, 2 * pair, offer(3, 70_000 + u64::from(pair)));
			Market::post(interval, 2 * pair + 1, demand(3));
		}
	}
}

fn writing(interval: Interval) -> Option<RoundCursor<OnGridStage>> {
	Cursor::<Test>::get().filter(|cursor| cursor.interval == interval)
}

/// What is to be done with a book; none before and after its mechanism has it.
fn stage(cursor: &RoundCursor<OnGridStage>) -> Option<&MeritOrderStage> {
	match &cursor.stage {
		Stage::Clear { state, .. } => state.merit_order(),
		_ => None,
	}
}

/// Clears until a page of transactions of the broken interval is written.
fn write_one_page() {
	Market::close();
	while writing(BROKEN).is_none_or(|cursor| cursor.transactions == 0) {
		poll_once();
	}
	let cursor = writing(BROKEN).unwrap();
	assert!(matches!(stage(&cursor), Some(MeritOrderStage::Assign(_))));
	assert_eq!(Transactions::<Test>::iter_prefix((BROKEN,)).count(), 1);
}

fn failed() -> bool {
	events().contains(&Event::ClearingFailed { interval: BROKEN, round: FIRST_ROUND })
}

/// Whether nobody will look at a page again before its positions are written: what is assigned stands.
fn assigned(cursor: &RoundCursor<OnGridStage>, page: PageIndex) -> bool {
	match stage(cursor) {
		Some(MeritOrderStage::Fill(_)) => true,
		Some(MeritOrderStage::Assign(AssignStage { sellers, buyers, .. })) => {
			sellers.page > page && buyers.page > page
		},
		_ => false,
	}
}

/// Stops before each step in the broken interval in turn, lets `change` loose on a page of its book, and
/// clears on; how often nothing traded for it.
fn after_every_step(page: PageIndex, change: impl Fn(), orders: usize) -> usize {
	let mut failures = 0;
	for stop in 0.. {
		let mut done = false;
		run(|| {
			post_two_books();
			Market::close();
			while Cursor::<Test>::get().is_none_or(|row| row.interval < BROKEN) {
				poll_once();
			}
			(0..stop).for_each(|_| {
				poll_once();
			});
			let Some(cursor) = writing(BROKEN) else {
				done = true;
				return;
			};
			change();
			while Market::is_closed() {
				poll_once();
				if !assigned(&cursor, page) {
					Clear::do_try_state().unwrap();
				}
			}

			// The other window has cleared in any case, and everybody is in the next round.
			let sound = Results::<Test>::get(SOUND, FIRST_ROUND).unwrap();
			assert_eq!((sound.traded, sound.transactions), (600, 200));
			assert_eq!(paired(SOUND, FIRST_ROUND).len(), 200);
			match stage(&cursor) {
				// Already written, so the change is one for the next round.
				Some(MeritOrderStage::Fill(FillStage { page: next, .. })) if *next > page => {
					assert_eq!(paired(BROKEN, FIRST_ROUND).len(), 200);
				},
				_ if assigned(&cursor, page) => {
					assert!(failed());
					assert_eq!(paired(BROKEN, FIRST_ROUND).len(), 200);
					// All but the page on which it shows have got their positions.
					assert!(Market::position_pages(BROKEN) >= 3);
				},
				// Not looked at before, so this is the book.
				None | Some(MeritOrderStage::Price(_)) if !failed() => {
					assert!(Results::<Test>::contains_key(BROKEN, FIRST_ROUND));
				},
				_ => {
					failures += 1;
					nothing_traded();
					// The orders stay, and so do their pages.
					assert_eq!(Market::orders(BROKEN).len(), orders);
					assert!((0..4).all(|page| Market::pages().contains(page)));
				},
			}
			// What has become of the broken one is checked: it is mended.
			for page in 0..9 {
				Market::remove_positions(BROKEN, page);
				Transactions::<Test>::remove((BROKEN, FIRST_ROUND, page));
			}
			Results::<Test>::remove(BROKEN, FIRST_ROUND);
			Curves::<Test>::remove(BROKEN, FIRST_ROUND);
			Pivotal::<Test>::remove(BROKEN, FIRST_ROUND);
		});
		if done {
			return failures;
		}
	}
	unreachable!()
}

fn nothing_traded() {
	assert!(failed());
	assert!(!Results::<Test>::contains_key(BROKEN, FIRST_ROUND));
	assert!(!Curves::<Test>::contains_key(BROKEN, FIRST_ROUND));
	assert!(!Pivotal::<Test>::contains_key(BROKEN, FIRST_ROUND));
	assert_eq!(Transactions::<Test>::iter_prefix((BROKEN,)).count(), 0);
	assert_eq!(Market::position_pages(BROKEN), 0);
}

#[test]
fn a_book_that_changes_while_it_is_cleared_does_not_trade() {
	// A demand that grows, one that is gone, and an offer that comes; on the first and on the last page.
	let first = after_every_step(0, || Market::post(BROKEN, 5, demand(4)), 400);
	let last = after_every_step(3, || Market::post(BROKEN, 385, demand(4)), 400);
	assert!(last > first && first > 4);
	let cancel = |node| {
		Market::cancel(BROKEN, node);
	};
	assert!(after_every_step(0, || cancel(5), 399) > 4);
	assert!(after_every_step(3, || cancel(385), 399) > first);
	assert!(after_every_step(3, || Market::post(BROKEN, 405, offer(1, 60_001)), 401) > first);
}

#[test]
fn a_page_that_is_no_page_does_not_trade() {
	// Slots in descending order, as nobody can post them.
	let rows = codec::Encode::encode(&vec![(9_u8, demand(1)), (3, demand(1))]);
	let page = || codec::Decode::decode(&mut rows.as_slice()).unwrap();
	assert!(after_every_step(1, || Market::set_page(BROKEN, 1, page()), 274) > 10);
}

#[test]
fn what_did_not_clear_clears_in_the_next_round() {
	run(|| {
		post_two_books();
		write_one_page();
		Market::post(BROKEN, 399, demand(4));
		clear_round(Pace::Steps);
		nothing_traded();

		let before = Before::now();
		clear_round(Pace::Whole);
		before.check();
		assert!(Results::<Test>::contains_key(BROKEN, FIRST_ROUND + 1));
	});
}

/// A failure costs no more than the step could have cost, and what is taken back is paid for, too.
#[test]
fn a_failure_stays_within_the_meter() {
	run(|| {
		post_two_books();
		write_one_page();
		Market::post(BROKEN, 399, demand(4));
		MaxClearingWeight::set(&Clear::largest_step());
		while Market::is_closed() {
			let used = poll(Weight::MAX);
			assert!(used.all_lte(Clear::largest_step()) && used.all_gt(Simple::poll()));
		}
		nothing_traded();
	});
}

#[test]
fn a_result_is_never_written_twice() {
	run(|| {
		post_two_books();
		Market::post(SOUND, 7, demand(300));
		Market::close();
		while writing(SOUND + 1).is_none() {
			poll_once();
		}
		let snapshot = (Market::positions(), Market::orders(SOUND));
		assert!(!snapshot.1.is_empty());
		let result = Results::<Test>::get(SOUND, FIRST_ROUND);
		System::reset_events();
		Cursor::<Test>::kill();

		clear_round(Pace::Steps);
		assert_eq!(events(), [Event::RoundCleared { round: FIRST_ROUND }]);
		assert_eq!((Market::positions(), Market::orders(SOUND)), snapshot);
		assert_eq!(Results::<Test>::get(SOUND, FIRST_ROUND), result);
		// What was left of the orders is not lost with the cursor.
		let before = Before::now();
		clear_round(Pace::Whole);
		before.check();
	});
}

#[test]
fn the_cursor_of_another_round_is_none_of_this_one() {
	run(|| {
		post_two_books();
		Market::close();
		poll_once();
		Cursor::<Test>::mutate(|cursor| {
			let cursor = cursor.as_mut().unwrap();
			cursor.round.number -= 1;
			cursor.interval = SOUND + 1;
			cursor.kept = PageSet::default();
		});
		let before = Before::now();
		clear_round(Pace::Whole);
		before.check();
	});
}

/// An upgrade that changes what is kept of a clearing has to migrate it.
#[test]
#[should_panic = "a clearing under way was not migrated"]
fn a_clearing_that_cannot_be_read_stands_still() {
	run(|| {
		post_two_books();
		Market::close();
		sp_io::storage::set(&Cursor::<Test>::hashed_key(), &[1, 2, 3]);
		poll(Weight::MAX);
	});
}
