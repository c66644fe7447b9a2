// SPDX-License-Identifier: Apache-2.0

//! What may be fed in when trading is over.

use super::*;
use gridmerit_energy::FeedInRight;
use gridmerit_grid::{RightSearch, RightShares, Wanted, rights};
use gridmerit_pallet_support::FeedIn;
use pallet_forward_market::{FullLines, Rights};

/// An interval of which the first round is the last.
const LAST: Interval = FIRST_ROUND + 1;

fn right(node: NodeIndex) -> Option<Wh> {
	let rights = ForwardMarket::rights(LAST, page_of(node));
	rights.get(node).map(|right| right.energy)
}

/// Compares what was granted with what the grid crate makes of what is left in the book. `any`: anybody had orders in
/// the last round.
pub(super) fn check(interval: Interval, any: bool) {
	let feeder = Feeders::feeder(interval).unwrap();
	let flows = LineFlows::<Test>::get(interval);
	let wanted = Market::orders(interval).into_iter().filter_map(|(node, order)| {
		let bus = *ForwardMarket::buses(interval, page_of(node)).get(node)?;
		let Order::Offer { capacity: energy, .. } = order else { return None };
		(usize::from(bus) < feeder.buses()).then_some(Wanted { node, bus, energy })
	});
	let wanted: Vec<_> = wanted.collect();
	let expected = rights(&feeder, &flows, &wanted, interval).unwrap();
	let Some(full) = FullLines::<Test>::get(interval) else {
		assert!(!any || !expected.full.contains(&true));
		assert_eq!(Rights::<Test>::iter().count(), 0);
		return;
	};
	let of_buses: Vec<_> = (0..feeder.buses()).map(|bus| full.contains(bus as Bus)).collect();
	assert_eq!(of_buses, expected.full);
	let mut granted = BTreeMap::new();
	for (of, page, rows) in Rights::<Test>::iter() {
		assert_eq!(of, interval);
		granted.extend(rows.rows(page).map(|(node, right)| (node, right.energy)));
	}
	let shares = wanted.iter().zip(&expected.rights);
	let behind: BTreeMap<_, _> = shares
		.filter(|(row, _)| expected.full[usize::from(row.bus)])
		.map(|(row, energy)| (row.node, *energy))
		.collect();
	assert_eq!(granted, behind);
	let event = Event::FeedInShared {
		interval,
		buses: full.len(),
		wanted: wanted.iter().filter(|row| full.contains(row.bus)).map(|row| row.energy).sum(),
		rights: granted.values().sum(),
	};
	assert_eq!(events().into_iter().filter(|emitted| *emitted == event).count(), 1);
}

#[test]
fn what_a_town_has_left_shares_the_room_on_its_lines() {
	for limit in [0_u64, 60, 2_500, 1 << 40] {
		for pace in [Pace::Whole, Pace::Steps, Pace::Limit(20_000_000_000)] {
			run(|| {
				let feeder = ieee33(|bus| limit * (1 + u64::from(bus % 4)));
				Feeders::set(LAST, &feeder);
				post_town(LAST, &feeder, 500);
				let before = BeforeOnGrid::now(LAST);
				clear_round(pace);
				before.check();
				check(LAST, true);
				assert_eq!(FullLines::<Test>::contains_key(LAST), limit < 1 << 40);
				let granted = Rights::<Test>::iter_values().map(|page| page.len()).sum::<u32>();
				assert_eq!(granted > 50, limit < 1 << 40);
			});
		}
	}
}

/// Bus 1 behind a line of 100 Wh: 60 are sold, so 40 are left for the two who have not sold all.
fn behind_a_line(interval: Interval) {
	let line = Line { parent: 0, import: 100, export: 100 };
	Feeders::set(interval, &Feeder::new(&[line]).unwrap());
	for (node, bus, order) in [
		(1, 0, demand(60)),
		(7, 1, offer(60, 90_000)),
		(8, 1, offer(500, 120_000)),
		(200, 1, offer(10, 130_000)),
		(201, 0, offer(400, 150_000)),
	] {
		Market::hang(interval, node, bus);
		Market::post(interval, node, order);
	}
}

#[test]
fn beyond_a_full_line_there_are_rights_and_elsewhere_none() {
	run(|| {
		behind_a_line(LAST);
		clear_round(Pace::Steps);
		check(LAST, true);
		assert_eq!([7, 8, 200, 201].map(right), [None, Some(30), Some(10), None]);
		// Who has sold all, and who has not posted, may feed in nothing where the line is full.
		let behind = |node, bus| ForwardMarket::is_behind_full_line(LAST, node, bus);
		assert!(behind(7, 0) && behind(300, 1) && !behind(201, 1) && !behind(300, 0));
		let of_all = ForwardMarket::rights_of(8, FIRST_ROUND, LAST + 5);
		assert_eq!(of_all, [(LAST, FeedInRight { energy: 30 })]);
		assert_eq!(ForwardMarket::rights_of(7, LAST, LAST), [(LAST, FeedInRight { energy: 0 })]);
		assert!(ForwardMarket::rights_of(201, LAST, LAST).is_empty());
		assert_eq!(Clear::zones(LAST, FIRST_ROUND).unwrap().flows[1].carried, 60);
	});
}

/// Where lines have more room than is wanted nobody needs a right.
#[test]
fn lines_with_room_leave_no_trace() {
	run(|| {
		behind_a_line(LAST);
		let line = Line { parent: 0, import: 0, export: 571 };
		Feeders::set(LAST, &Feeder::new(&[line]).unwrap());
		clear_round(Pace::Whole);
		check(LAST, true);
		assert_eq!((FullLines::<Test>::iter().count(), Rights::<Test>::iter().count()), (0, 0));
		assert!(!events().iter().any(|event| matches!(event, Event::FeedInShared { .. })));
	});
}

/// A Wh less, and the line is full, though nobody has less for it.
#[test]
fn a_line_that_is_full_to_the_wh_is_full() {
	run(|| {
		behind_a_line(LAST);
		let line = Line { parent: 0, import: 0, export: 570 };
		Feeders::set(LAST, &Feeder::new(&[line]).unwrap());
		clear_round(Pace::Whole);
		check(LAST, true);
		assert_eq!([7, 8, 200].map(right), [None, Some(500), Some(10)]);
	});
}

#[test]
fn rights_come_after_the_last_round() {
	run(|| {
		behind_a_line(INTERVAL);
		clear_round(Pace::Whole);
		assert_eq!(FullLines::<Test>::iter().count(), 0);
		assert_eq!(Market::orders(INTERVAL).len(), 3);
		// Somebody buys what one wanted to feed in.
		Market::hang(INTERVAL, 2, 0);
		Market::post(INTERVAL, 2, demand(25));
		clear_round(Pace::Whole);
		check(INTERVAL, true);
		let of = |node| ForwardMarket::rights_of(node, INTERVAL, INTERVAL)[0].1.energy;
		assert_eq!((of(7), of(8) + of(200)), (0, 15));
	});
}

/// A book in which nobody wants or offers anything any more, beside another one: the line is full of what was traded.
#[test]
fn what_was_traded_alone_can_fill_a_line() {
	run(|| {
		let line = Line { parent: 0, import: 100, export: 100 };
		Feeders::set(INTERVAL, &Feeder::new(&[line]).unwrap());
		for (node, bus, order) in [(1, 0, demand(100)), (7, 1, offer(100, 90_000))] {
			Market::hang(INTERVAL, node, bus);
			Market::post(INTERVAL, node, order);
		}
		Market::post(INTERVAL + 1, 3, offer(10, 90_000));
		clear_round(Pace::Whole);
		assert!(Market::orders(INTERVAL).is_empty());
		clear_round(Pace::Steps);
		check(INTERVAL, true);
		assert!(ForwardMarket::is_behind_full_line(INTERVAL, 300, 1));
	});
}

#[test]
fn no_step_towards_rights_costs_more_than_it_has_said() {
	run(|| {
		let feeder = ieee33(|_| 800);
		Feeders::set(LAST, &feeder);
		post_town(LAST, &feeder, 900);
		clear_step_by_step();
		check(LAST, true);
	});
}

/// What was sold stands, and the market goes on.
#[test]
fn a_book_that_changes_while_rights_are_granted_is_noticed() {
	run(|| {
		behind_a_line(LAST);
		Market::close();
		let granting = || {
			let Some(RoundCursor { stage: Stage::Clear { state, .. }, .. }) = Cursor::<Test>::get()
			else {
				return false;
			};
			matches!(state, OnGridStage::Zones(ZonesStage::Grant(_)))
		};
		while !granting() {
			poll_once();
		}
		assert!(Market::cancel(LAST, 200).is_some());
		while Market::is_closed() {
			poll_once();
		}
		let failed = Event::FeedInFailed { interval: LAST };
		assert!(events().contains(&failed));
		assert_eq!((right(8), right(200), Market::round()), (Some(30), None, FIRST_ROUND + 1));
		assert_eq!(ForwardMarket::position(LAST, 7).sold, 60);
	});
}

#[test]
fn rights_beyond_the_room_of_a_line_are_found() {
	externalities().execute_with(|| {
		behind_a_line(LAST);
		clear_round(Pace::Whole);
		Clear::do_try_state().unwrap();
		Rights::<Test>::mutate(LAST, 0, |rights| rights.set(8, FeedInRight { energy: 31 }));
		let found = Clear::do_try_state().unwrap_err();
		assert_eq!(found, "rights that a line has no room for".into());
	});
}

#[test]
fn their_states_are_as_large_as_they_say() {
	let lines: Vec<_> =
		(1..MAX_BUSES).map(|bus| Line { parent: 0, import: 0, export: u64::from(bus) }).collect();
	let feeder = Feeder::new(&lines).unwrap().feeding(&[]);
	let wanted: Vec<_> = (1..MAX_BUSES)
		.map(|node| Wanted { node, bus: node as Bus, energy: (1 << 39) - u64::from(node) })
		.collect();
	let mut search = RightSearch::new(&feeder);
	let most = Stored::<RightSearch>::max_encoded_len();
	assert!(feeder.encoded_size() <= most && search.encoded_size() <= most);
	search.page(&feeder, &wanted).unwrap();
	let found = search.end_pass(&feeder).unwrap().unwrap();
	let shares = RightShares::new(&feeder, &found, u32::MAX).unwrap();
	assert!(shares.encoded_size() <= most);
}
