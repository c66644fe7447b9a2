// SPDX-License-Identifier: Apache-2.0

//! What is paid, to whom, when, and what happens when a pot is empty or its time is over.

use super::*;
use crate::WeightInfo;
use frame_support::traits::PalletInfoAccess;
use gridmerit_energy::Basis;
use gridmerit_pallet_support::{OnShortfall, Party, Posting};

/// Nodes have fed in so much in an interval.
fn measured(interval: Interval, exports: &[(NodeIndex, u64)]) {
	for (node, export) in exports {
		Market::measured_of(interval, *node, *export);
	}
}

#[test]
fn nodes_are_paid_when_the_interval_is_settled_for_good_and_once() {
	run(|| {
		let number = founded(rules(), 10_000);
		// Rounded down.
		measured(NOW + 1, &[(SUNNY, 1_001), (WINDY, 3), (FAR, 1)]);
		measured(NOW, &[(SUNNY, 9_000)]);
		measured(NOW + 5, &[(SUNNY, 9_000)]);
		events();
		for closed in [NOW, NOW + 1] {
			Market::set_time(NOW + 9, closed, NOW - 50);
			poll(Weight::MAX);
			assert!(events().is_empty());
		}
		Market::set_time(NOW + 9, NOW + 2, NOW - 50);
		poll(Weight::MAX);
		let [sunny, windy] = [(SUNNY, 1_001, 500), (WINDY, 3, 1)]
			.map(|(node, energy, amount)| paid(number, node, NOW + 1, energy, amount));
		// Half a planck is nothing.
		assert_eq!(events(), [sunny, windy]);
		assert_eq!([SUNNY, WINDY, FAR].map(credit), [500, 1, 0]);
		assert_eq!((money(number), credit(SUBSIDIES)), ((9_499, 501), 9_499));
		poll(Weight::MAX);
		assert!(events().is_empty());
		pay_until(NOW + 6);
		let ended = Event::Ended { programme: number, paid: 501, returned: 9_499, reserved: 0 };
		assert_eq!(events(), [ended]);
		assert_eq!(balance(SPONSOR), WEALTH - 501);
		let received = Received { day: 416, today: 500, amount: 500, energy: 1_001 };
		assert_eq!(Subsidies::received(SUNNY), [(number, received)]);
		assert!(Subsidies::received(FAR).is_empty());
	});
}

#[test]
fn nothing_without_a_settled_reading() {
	run(|| {
		let number = founded(rules(), 10_000);
		// Settled without one, or not at all: the settlement names no such node.
		measured(NOW + 2, &[(WINDY, 0)]);
		pay_until(NOW + 5);
		assert_eq!((money(number), balance(SPONSOR)), ((0, 0), WEALTH));
	});
}

#[test]
fn only_who_generates_is_paid_and_only_for_the_source() {
	run(|| {
		let any = founded(rules(), 10_000);
		let wind = founded(Rules { source: Some(SourceKind::Wind), rate: 100, ..rules() }, 1_000);
		// A utility, a node that generates nothing, and a battery.
		measured(NOW + 1, &[UTILITY, SUNNY, WINDY, EATER, STORE].map(|node| (node, 1_000)));
		// One that has left.
		measured(NOW + 1, &[(77, 1_000)]);
		events();
		pay_until(NOW + 2);
		assert_eq!(
			events(),
			[
				paid(any, SUNNY, NOW + 1, 1_000, 500),
				paid(any, WINDY, NOW + 1, 1_000, 500),
				paid(wind, WINDY, NOW + 1, 1_000, 100)
			]
		);
		assert_eq!([SUNNY, WINDY, EATER, STORE].map(credit), [500, 600, 0, 0]);
	});
}

#[test]
fn where_nobody_knows_sources_only_programmes_for_any_pay() {
	let any = rules();
	let wind = Rules { source: Some(SourceKind::Wind), ..rules() };
	assert!(any.takes(None) && !wind.takes(None));
	assert!(any.takes(Some(SourceKind::Hydro)) && !any.takes(Some(SourceKind::Storage)));
	assert!(wind.takes(Some(SourceKind::Wind)) && !wind.takes(Some(SourceKind::Solar)));
}

#[test]
fn boundary_of_hours() {
	run(|| {
		// The interval NOW begins at four in the afternoon, so NOW + 4 at five.
		let five = founded(Rules { hours: 1 << 17, until: NOW + 9, ..rules() }, 10_000);
		for interval in NOW + 1..NOW + 9 {
			measured(interval, &[(SUNNY, 100)]);
		}
		events();
		pay_until(NOW + 9);
		let at_five = (NOW + 4..NOW + 8).map(|interval| paid(five, SUNNY, interval, 100, 50));
		let ended = Event::Ended { programme: five, paid: 200, returned: 9_800, reserved: 0 };
		assert_eq!(events(), at_five.chain([ended]).collect::<Vec<_>>());
	});
}

#[test]
fn boundary_of_a_day() {
	run(|| {
		// Eight hours are left of the day.
		let next_day = NOW + 32;
		let rules = Rules { per_day: 120, from: next_day - 3, until: next_day + 2, ..rules() };
		let number = founded(rules, 10_000);
		for interval in rules.from..rules.until {
			measured(interval, &[(SUNNY, 100), (FAR, 10)]);
		}
		events();
		pay_until(next_day + 1);
		let expected = [(-3, 50), (-2, 50), (-1, 20), (0, 50)].map(|(place, amount)| {
			let interval = next_day.checked_add_signed(place).unwrap();
			[paid(number, SUNNY, interval, 100, amount), paid(number, FAR, interval, 10, 5)]
		});
		assert_eq!(events(), expected.concat());
		let of_sunny = Received { day: 417, today: 50, amount: 170, energy: 400 };
		assert_eq!(Subsidies::received(SUNNY), [(number, of_sunny)]);
	});
}

#[test]
fn when_the_pot_is_empty_who_comes_last_gets_what_is_left() {
	run(|| {
		let number = founded(rules(), 1_300);
		let all = [(SUNNY, 1_000), (WINDY, 2_000), (FAR, 1_000)];
		measured(NOW + 1, &all);
		measured(NOW + 2, &all);
		events();
		pay_until(NOW + 3);
		let ended = Event::Ended { programme: number, paid: 1_300, returned: 0, reserved: 0 };
		assert_eq!(
			events(),
			[
				paid(number, SUNNY, NOW + 1, 1_000, 500),
				paid(number, WINDY, NOW + 1, 2_000, 800),
				ended
			]
		);
		assert_eq!(Ledger::subsidies(), 0);
		assert!(!PaidUntil::<Test>::exists());
	});
}

#[test]
fn another_programme_goes_on_when_one_is_empty() {
	run(|| {
		let short = founded(rules(), 100);
		let long = founded(Rules { rate: 100, ..rules() }, 1_000);
		for interval in NOW + 1..NOW + 5 {
			measured(interval, &[(SUNNY, 1_000)]);
		}
		pay_until(NOW + 5);
		assert_eq!((programme(short).paid, programme(long).paid), (100, 400));
		assert_eq!((credit(SUNNY), balance(SPONSOR)), (500, WEALTH - 500));
	});
}

#[test]
fn what_a_dead_sponsor_cannot_take_goes_to_the_reserve() {
	run(|| {
		let number = founded(rules(), 505);
		measured(NOW + 1, &[(SUNNY, 1_000)]);
		let all = balance(SPONSOR);
		assert_ok!(Balances::transfer_allow_death(by(SPONSOR), OTHER, all));
		assert_eq!(balance(SPONSOR), 0);
		events();
		pay_until(NOW + 5);
		let ended = Event::Ended { programme: number, paid: 500, returned: 0, reserved: 5 };
		assert_eq!(events(), [paid(number, SUNNY, NOW + 1, 1_000, 500), ended]);
		assert_eq!((Ledger::reserve().credit, Ledger::subsidies()), (5, 0));
	});
}

#[test]
fn who_owes_money_pays_with_its_subsidy() {
	run(|| {
		founded(rules(), 1_000);
		let (from, to) = (Party::Node(SUNNY), Party::Node(UTILITY));
		let posting =
			Posting { from, to, amount: 300, on_shortfall: OnShortfall::Owe, withheld: false };
		let entry = gridmerit_pallet_support::Entry { postings: &[posting], ..Default::default() };
		assert_ok!(<Ledger as gridmerit_pallet_support::Ledger>::post(entry));
		measured(NOW + 1, &[(SUNNY, 1_000), (WINDY, 1_000)]);
		pay_until(NOW + 2);
		assert_eq!([SUNNY, WINDY, UTILITY].map(credit), [200, 500, 300]);
	});
}

#[test]
fn what_the_market_has_forgotten_lapses() {
	run(|| {
		let number = founded(rules(), 1_000);
		for interval in NOW + 1..NOW + 5 {
			measured(interval, &[(SUNNY, 200)]);
		}
		Market::set_time(NOW + 50, NOW + 40, NOW + 4);
		events();
		poll(Weight::MAX);
		let ended = Event::Ended { programme: number, paid: 100, returned: 900, reserved: 0 };
		let lapsed = Event::Lapsed { first: NOW + 1, end: NOW + 4 };
		assert_eq!(events(), [lapsed, paid(number, SUNNY, NOW + 4, 200, 100), ended]);
	});
}

#[test]
fn a_block_with_little_room_pays_a_page_and_goes_on_in_the_next() {
	run(|| {
		let number = founded(rules(), 10_000);
		measured(NOW + 1, &[(SUNNY, 1_000), (FAR, 1_000)]);
		Market::close(NOW + 5);
		let (poll_costs, page) = (<()>::poll(), <()>::page(128));
		// Not enough for anything, for a page, and to begin a second one.
		for weight in [Weight::zero(), poll_costs + page - Weight::from_parts(1, 0)] {
			let spent = poll(weight);
			assert!(spent.all_lte(weight), "{spent}");
			assert_eq!(money(number), (10_000, 0));
		}
		assert_eq!(poll(poll_costs + page), poll_costs + <()>::page(1));
		assert_eq!((credit(SUNNY), credit(FAR)), (500, 0));
		let cursor = Cursor { interval: NOW + 1, page: 1 };
		assert_eq!(PaidUntil::<Test>::get(), Some(cursor));
		check();
		MaxSubsidyWeight::set(&(poll_costs + page));
		assert_eq!(poll(Weight::MAX), poll_costs + <()>::page(1));
		assert_eq!((credit(SUNNY), credit(FAR)), (500, 500));
		for _ in 0..20 {
			poll(Weight::MAX);
			check();
		}
		assert_eq!(money(number), (0, 1_000));
	});
}

/// What a spare meter has read counts, and nothing that no meter has.
#[test]
fn nothing_is_paid_for_what_no_meter_has_measured() {
	run(|| {
		let number = founded(rules(), 10_000);
		let bases = [Basis::Silence, Basis::Revoked, Basis::Unmetered, Basis::Spare];
		for (interval, basis) in (NOW + 1..).zip(bases) {
			Market::settled_by(interval, SUNNY, basis, 1_000);
		}
		pay_until(NOW + 5);
		assert_eq!((credit(SUNNY), programme(number).paid), (500, 500));
	});
}

/// What it has not paid for may not be forgotten, however long that takes.
#[test]
fn the_market_is_to_remember_what_is_not_paid_for() {
	run(|| {
		let noted =
			|from| Needed::get() == Some((<Subsidies as PalletInfoAccess>::index() as u8, from));
		assert_eq!(Needed::get(), None);
		founded(Rules { from: NOW + 3, ..rules() }, 1_000);
		assert!(noted(Some(NOW + 3)));
		founded(rules(), 10_000);
		assert!(noted(Some(NOW + 1)));
		measured(NOW + 1, &[(SUNNY, 1_000), (FAR, 1_000)]);
		Market::close(NOW + 5);
		// Half of an interval a block.
		let room = <()>::poll() + <()>::page(128);
		poll(room);
		assert!(noted(Some(NOW + 1)));
		poll(room);
		assert!(noted(Some(NOW + 2)));
		while PaidUntil::<Test>::exists() {
			poll(room);
			check();
		}
		assert!(noted(None));
	});
}

#[test]
fn a_chain_without_programmes_does_nothing() {
	run(|| {
		measured(NOW + 1, &[(SUNNY, 1_000)]);
		Market::close(NOW + 9);
		assert_eq!(poll(Weight::MAX), <()>::poll());
	});
}

#[test]
fn what_was_paid_is_remembered_for_a_while_and_forgotten_page_by_page() {
	run(|| {
		let number = founded(rules(), 10_000);
		measured(NOW + 1, &[(SUNNY, 1_000), (FAR, 1_000)]);
		pay_until(NOW + 5);
		Market::close(NOW + 5 + REMEMBERED - 1);
		poll(Weight::MAX);
		assert_eq!(ReceivedPages::<Test>::iter_prefix(number).count(), 2);
		Market::close(NOW + 5 + REMEMBERED);
		for left in [1, 0] {
			events();
			poll(Weight::MAX);
			assert_eq!(ReceivedPages::<Test>::iter_prefix(number).count(), left);
			assert!(events().is_empty());
			check();
		}
		poll(Weight::MAX);
		assert_eq!(events(), [Event::Forgotten { programme: number }]);
		assert!(Programmes::<Test>::get().is_empty());
		assert_eq!(
			founded(Rules { from: NOW + 90, until: NOW + 91, ..rules() }, 1_000),
			number + 1
		);
	});
}

#[test]
fn the_largest_amounts_are_bounded_by_the_caps() {
	run(|| {
		let dearest = Rules { rate: Planck::MAX, per_day: 700, ..rules() };
		assert_eq!(
			[0, 1, u64::MAX].map(|energy| dearest.pay(energy)),
			[0, Planck::MAX / 1_000, Planck::MAX]
		);
		let number = founded(dearest, 1_000);
		measured(NOW + 1, &[(SUNNY, u64::MAX), (WINDY, 1)]);
		pay_until(NOW + 2);
		assert_eq!([SUNNY, WINDY].map(credit), [700, 300]);
		assert_eq!(money(number), (0, 1_000));
	});
}
