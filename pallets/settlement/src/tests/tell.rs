// SPDX-License-Identifier: Apache-2.0

//! What closed intervals came to is told, once and for good.

use super::*;
use gridmerit_pallet_support::{
	PAGE_ROWS, PageIndex,
	testing::{TestConduct, Told},
};
use pallet_forward_market::NeededFrom;

/// Meters that are silent, late, revoked and replaced by a spare one; and nodes on two more pages.
const SILENT: NodeIndex = ALICE;
const LATE: NodeIndex = BOB;
const REVOKED: NodeIndex = CAROL;
const SPARED: NodeIndex = 5;
/// It has sold without a meter.
const UNMETERED: NodeIndex = 6;
const FAR: [NodeIndex; 2] = [130, 300];
/// The first interval in which `INTERVAL` can be closed.
const OVER: Interval = INTERVAL + WINDOW + 1;

fn market(test: impl FnOnce()) {
	run(|| {
		begin();
		for node in FAR {
			Market::set_account(node, account_of(node));
		}
		for node in [SILENT, LATE, REVOKED, SPARED] {
			Market::set_metered(node, INTERVAL);
		}
		for node in [SILENT, LATE, REVOKED, SPARED, UNMETERED] {
			Market::set_limits(node, 20, 20);
			deposit(node, 100_000);
		}
		TestConduct::told();
		test();
	});
}

/// Takes an interval to its deadline: all kinds of settlements are there then.
fn settle_all(interval: Interval) {
	for (seller, buyer) in [(LATE, SILENT), (UNMETERED, REVOKED)] {
		trade(interval, seller, sold(10, 100));
		trade(interval, buyer, bought(10, 100));
	}
	at(interval + 1);
	settle(interval, REVOKED, metered(10, 0));
	for node in FAR {
		settle(interval, node, metered(1, 0));
	}
	assert!(Settlement::reopen(interval, REVOKED));
	at(interval + DEADLINE + 1);
	enough_blocks();
	let mut shared = Shared::default();
	let spare = Settlement::spare_case(&mut shared, interval, SPARED).unwrap();
	assert_ok!(Settlement::settle(&mut shared, spare, metered(3, 0)));
	Settlement::store(&mut shared);
}

/// What of an interval there is to tell, by the invoices that stand.
fn standing(interval: Interval) -> Vec<Told> {
	let page = |page: PageIndex| {
		let first = page * PAGE_ROWS;
		let others = (first..first + PAGE_ROWS).filter(|node| *node != GRID);
		let invoice = |node| Some((node, Settlement::invoice(interval, node)?));
		(interval, page, others.filter_map(invoice).collect::<Vec<_>>())
	};
	(0..3).map(page).filter(|(_, _, invoices)| !invoices.is_empty()).collect()
}

fn bases(told: &[Told]) -> Vec<(NodeIndex, Basis)> {
	let rows = told.iter().flat_map(|(_, _, invoices)| invoices);
	rows.map(|(node, invoice)| (*node, invoice.basis)).collect()
}

fn cursor() -> (Interval, PageIndex) {
	let ToldCursor { interval, page } = ToldUntil::<Test>::get();
	(interval, page)
}

#[test]
fn an_interval_is_told_once_when_it_is_closed_as_it_was_settled_at_last() {
	market(|| {
		settle_all(INTERVAL);
		assert_eq!(Settlement::invoice(INTERVAL, LATE).unwrap().basis, Basis::Silence);
		settle(INTERVAL, LATE, metered(0, 4));
		let before = standing(INTERVAL);
		Market::correct(INTERVAL, Tariff { tou: 150, shortfall: 210, ..TARIFF });
		at_end_of(OVER - 1);
		enough_blocks();
		// It is corrected, and might be once more.
		let last = standing(INTERVAL);
		assert_ne!(last, before);
		assert_eq!((TestConduct::told(), cursor()), (vec![], (INTERVAL, 0)));

		at(OVER);
		enough_blocks();
		assert_eq!(Market::closed_until(), INTERVAL + 1);
		let told = TestConduct::told();
		assert_eq!(told, last);
		assert_eq!(
			bases(&told),
			[
				(SILENT, Basis::Silence),
				(LATE, Basis::Reading),
				(REVOKED, Basis::Revoked),
				(SPARED, Basis::Spare),
				(UNMETERED, Basis::Unmetered),
				(FAR[0], Basis::Reading),
				(FAR[1], Basis::Reading),
			]
		);
		let (_, late) = told[0].2[1];
		assert_eq!((late.metered, late.tariff.shortfall), (metered(0, 4), 210));
		assert_eq!(standing(INTERVAL), last);
		enough_blocks();
		assert_eq!((TestConduct::told(), cursor()), (vec![], (INTERVAL + 1, 0)));
	});
}

/// It is still open then, and told later.
#[test]
fn what_is_reopened_is_told_after_its_second_window() {
	market(|| {
		at(INTERVAL + 1);
		settle(INTERVAL, LATE, metered(5, 0));
		at_end_of(OVER - 1);
		assert!(Settlement::reopen(INTERVAL, LATE));
		at(OVER + WINDOW - 2);
		enough_blocks();
		assert_eq!(TestConduct::told(), vec![]);
		settle(INTERVAL, LATE, metered(6, 0));
		at(OVER + WINDOW - 1);
		enough_blocks();
		let first = TestConduct::told().remove(0);
		let (_, late) = first.2[1];
		assert_eq!((first.0, late.basis, late.metered), (INTERVAL, Basis::Reading, metered(6, 0)));
	});
}

/// What they would trade with themselves costs them nothing.
#[test]
fn neither_who_gets_the_fee_nor_the_utility_is_told_of() {
	market(|| {
		for node in [GRID, UTILITY] {
			Market::set_metered(node, INTERVAL);
		}
		trade(INTERVAL, GRID, sold(10, 100));
		trade(INTERVAL, LATE, bought(10, 100));
		at(INTERVAL + 1);
		settle(INTERVAL, GRID, metered(0, 10));
		settle(INTERVAL, LATE, metered(10, 0));
		// Another gets the fee of the next interval.
		Market::set_terms(INTERVAL + 1, TARIFF, LATE);
		at(OVER + 1);
		enough_blocks();
		let told = TestConduct::told();
		let nodes = |(interval, _, invoices): &Told| {
			(*interval, invoices.iter().map(|(node, _)| *node).collect::<Vec<_>>())
		};
		assert_eq!(
			told.iter().map(nodes).collect::<Vec<_>>(),
			[
				(INTERVAL, vec![SILENT, LATE, REVOKED, SPARED]),
				(INTERVAL + 1, vec![GRID, SILENT, REVOKED, SPARED]),
			]
		);
		assert!(Settlement::invoice(INTERVAL, GRID).is_some());
	});
}

#[test]
fn a_block_tells_as_many_pages_as_fit() {
	market(|| {
		settle_all(INTERVAL);
		at(OVER + 1);
		enough_blocks();
		let all = TestConduct::told();
		assert_eq!(all.len(), 4, "three pages, and one of the next interval");
		// Once more, with little weight.
		ToldUntil::<Test>::put(ToldCursor { interval: INTERVAL, page: 0 });
		TellWeight::set(&1_000);
		let look = Weights::steps(1, 0, 0, 0);
		let pages = |count: u64| look + Weight::from_parts(1_000 * count, 0);
		assert_eq!(block_within(pages(1) - Weight::from_parts(1, 0)), look);
		assert_eq!((TestConduct::told(), cursor()), (vec![], (INTERVAL, 0)));
		assert_eq!(block_within(pages(1)), pages(1));
		assert_eq!((TestConduct::told(), cursor()), (all[..1].to_vec(), (INTERVAL, 1)));
		check_state();
		// Half of it is for the rest.
		assert_eq!(block_within(pages(3)), pages(1));
		assert_eq!((TestConduct::told(), cursor()), (all[1..2].to_vec(), (INTERVAL, 2)));
		assert_eq!(NeededFrom::<Test>::get(), INTERVAL + 2);
		// The last page of an interval is its end. The next has nothing on two pages, which are passed by.
		let passed = Weights::steps(0, 0, 2, 0);
		assert_eq!(block_within(pages(100)), pages(2) + passed);
		assert_eq!((TestConduct::told(), cursor()), (all[2..].to_vec(), (INTERVAL + 2, 0)));
	});
}

/// Four closed intervals are to be told, one is to be closed, and in one nodes are silent.
fn backlog() {
	at(OVER + 3);
	enough_blocks();
	ToldUntil::<Test>::put(ToldCursor { interval: INTERVAL, page: 0 });
	TellWeight::set(&1_000);
	at(OVER + 4);
	for _ in 0..=MIN_BLOCKS {
		block_within(Weights::steps(1, 0, 0, 0));
	}
	TestConduct::told();
	assert_eq!((Market::closed_until(), cursor()), (INTERVAL + 4, (INTERVAL, 0)));
	assert_eq!(Settlement::invoice(OVER + 3 - DEADLINE, SILENT), None);
}

#[test]
fn silence_is_settled_beside_it() {
	market(|| {
		backlog();
		block_within(Weights::steps(1, 8, 0, 0));
		assert_eq!(TestConduct::told().len(), 3);
		assert!(Settlement::invoice(OVER + 3 - DEADLINE, SILENT).is_some());
	});
}

#[test]
fn nothing_waits_for_ever_where_a_block_has_room_for_a_step() {
	market(|| {
		backlog();
		let most = Settlement::largest_step();
		for _ in 0..40 {
			assert!(block_within(most).all_lte(most));
		}
		assert_eq!(TestConduct::told().len(), 5);
		assert!(Settlement::invoice(OVER + 3 - DEADLINE, SILENT).is_some());
		assert_eq!((Market::closed_until(), cursor()), (INTERVAL + 5, (INTERVAL + 5, 0)));
	});
}

/// What was closed in a halt's wake is told interval by interval, and the market forgets none before.
#[test]
fn after_a_halt_all_is_told_and_nothing_is_pruned_before() {
	market(|| {
		settle_all(INTERVAL);
		let first = standing(INTERVAL);
		// Much longer than the market remembers.
		let later = INTERVAL + 60;
		for interval in INTERVAL + DEADLINE + 4..later + 3 {
			Market::set_terms(interval, TARIFF, GRID);
		}
		Market::set_now(Market::start(later));
		serve();
		at(later + WINDOW + 1);
		Market::set_round(later + WINDOW + 1);
		// Silence is settled, and all of it closed at once, but for what is told of it.
		TellWeight::set(&u64::from(u32::MAX));
		let most = Weights::steps(1, 1_000, 1_000, 1_000);
		for _ in 0..3 * MIN_BLOCKS {
			block_within(most);
		}
		assert!(Market::closed_until() > INTERVAL + 20);
		assert_eq!((TestConduct::told(), cursor()), (vec![], (INTERVAL, 0)));
		let idle = || {
			ForwardMarket::on_idle(1, Weight::MAX);
			Settlement::on_idle(1, Weight::MAX);
			check_state();
		};
		idle();
		assert_eq!(PrunedUntil::<Test>::get(), INTERVAL);
		assert_eq!(standing(INTERVAL), first);

		// The first interval, page by page.
		TellWeight::set(&10_000);
		let a_page = Weight::from_parts(10_001, 0);
		for (page, told) in (1..).zip(&first) {
			assert_eq!(block_within(a_page), a_page);
			assert_eq!(TestConduct::told(), core::slice::from_ref(told));
			let expected = if page < 3 { (INTERVAL, page) } else { (INTERVAL + 1, 0) };
			assert_eq!(cursor(), expected);
			idle();
			assert_eq!(PrunedUntil::<Test>::get(), expected.0);
		}
		TellWeight::set(&0);
		block();
		let closed = Market::closed_until();
		let told = TestConduct::told();
		assert!(told.iter().map(|(interval, ..)| *interval).eq(INTERVAL + 1..closed));
		assert_eq!(cursor(), (closed, 0));
		idle();
		// What is old is forgotten now, the rest is not.
		let old = later + WINDOW + 1 - 20;
		assert_eq!(PrunedUntil::<Test>::get(), old.min(closed));
		assert_eq!(Settlement::invoice(INTERVAL, SILENT), None);
	});
}

#[test]
fn what_never_had_terms_is_passed_by() {
	market(|| {
		at(INTERVAL + 1);
		Market::set_never_opens(INTERVAL + 1);
		at_without_terms(OVER + 2);
		enough_blocks();
		assert_eq!(Market::closed_until(), INTERVAL + 3);
		let told = TestConduct::told();
		let intervals: Vec<_> = told.iter().map(|(interval, ..)| *interval).collect();
		assert_eq!(intervals, [INTERVAL, INTERVAL + 2]);
		assert_eq!(cursor(), (INTERVAL + 3, 0));
	});
}

/// Time passes with a block in each interval; those whose terms are gone stay without.
fn at_without_terms(interval: Interval) {
	for interval in INTERVAL + 2..interval + 3 {
		Market::set_terms(interval, TARIFF, GRID);
	}
	pass_to(interval);
}
