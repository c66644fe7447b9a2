// SPDX-License-Identifier: Apache-2.0

//! Each invariant, broken.

use super::*;
use frame_support::storage::with_transaction;
use gridmerit_energy::Terms;
use sp_runtime::{TransactionOutcome, TryRuntimeError};

/// A sound state with orders, then `corrupt`: what `try_state` says.
fn broken(corrupt: impl FnOnce(), expected: &'static str) {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 1, 10)]));
		assert_ok!(offer(2, &[(T + 1, 10, 100)]));
		assert_ok!(set_own(T + 9, DAY));
		ForwardMarket::do_try_state().unwrap();
		with_transaction(|| {
			corrupt();
			assert_eq!(ForwardMarket::do_try_state(), Err(TryRuntimeError::Other(expected)));
			TransactionOutcome::Rollback(Ok::<_, DispatchError>(()))
		})
		.unwrap();
	});
}

fn scheduled<V: Clone>(rows: &[(Interval, V)]) -> Schedule<V> {
	rows.to_vec().try_into().ok().unwrap()
}

fn with_rules(rules: MarketRules) {
	Rules::<Test>::put(scheduled(&[(0, rules)]));
}

fn with_round(change: impl FnOnce(&mut Round)) {
	CurrentRound::<Test>::mutate(|round| change(round.as_mut().unwrap()));
}

fn with_terms(interval: Interval, change: impl FnOnce(&mut Terms)) {
	IntervalTerms::<Test>::mutate(interval, |terms| change(terms.as_mut().unwrap()));
}

fn with_order(interval: Interval, node: NodeIndex, order: Order) {
	Orders::<Test>::mutate(interval, node / 128, |page| page.set(node, order));
}

fn own(tariffs: &[(Interval, Tariff)]) {
	OwnTariffs::<Test>::put(frame_support::BoundedVec::truncate_from(tariffs.to_vec()));
}

const UNSOUND: Tariff = Tariff { alpha_ppm: 0, ..NIGHT };

#[test]
fn rules_and_tariffs() {
	broken(|| with_rules(MarketRules { lead: 0, ..rules() }), "rules without windows");
	broken(|| with_rules(MarketRules { windows: 0, ..rules() }), "rules without windows");
	let gate = "a gate out of its interval";
	broken(|| with_rules(MarketRules { gate_lead: 0, ..rules() }), gate);
	broken(|| with_rules(MarketRules { gate_lead: 900_000, ..rules() }), gate);
	let put = |tariff| DailyTariffs::<Test>::put(scheduled(&[(0, tariff)]));
	broken(|| put(profile(&[(0, UNSOUND)])), "a band's tariff is not sound");
	broken(|| put(profile(&[])), "a day's tariff is not sound");
	let order = "rules or tariffs out of order";
	broken(|| Rules::<Test>::put(scheduled(&[(1, rules()), (0, rules())])), order);
	broken(|| DailyTariffs::<Test>::put(scheduled(&[(5, daily()), (5, daily())])), order);
	// By day it is dearer by 90 in shortfall, which the bounds do not allow.
	let mut tight = rules();
	tight.bounds.change.shortfall = 89;
	broken(|| with_rules(tight), "a tariff beyond its bounds");
	tight.bounds = TariffBounds::NONE;
	tight.bounds.ceiling.tou = 299;
	broken(|| with_rules(tight), "a tariff beyond its bounds");
	let order = "own tariffs out of order";
	broken(|| own(&[(T + 9, DAY), (T + 8, DAY)]), order);
	broken(|| own(&[(T + 9, DAY), (T + 9, DAY)]), order);
	broken(|| own(&[(T + 9, UNSOUND)]), "an interval's tariff is not sound");
	broken(|| own(&[(T + 4, DAY)]), "a tariff of an interval that has opened");
}

#[test]
fn rounds_and_terms() {
	broken(CurrentRound::<Test>::kill, "terms without a round");
	broken(
		|| {
			CurrentRound::<Test>::kill();
			let _ = IntervalTerms::<Test>::clear(99, None);
		},
		"orders without a round",
	);
	broken(
		|| {
			CurrentRound::<Test>::kill();
			let _ = IntervalTerms::<Test>::clear(99, None);
			let _ = Orders::<Test>::clear(99, None);
			World::set_position(T + 1, 1, position(1, 0));
		},
		"positions without a round",
	);
	broken(Rules::<Test>::kill, "a round without rules");
	let gate = "a gate out of its round";
	broken(|| with_round(|round| round.gate = start(T)), gate);
	broken(|| with_round(|round| round.gate = start(T + 1)), gate);
	let windows = "a round that opens out of its windows";
	broken(|| with_round(|round| round.first = T), windows);
	broken(|| with_round(|round| round.first = T + 6), windows);
	broken(|| BooksPrunedUntil::<Test>::put(T + 2), "books pruned too far");
	broken(|| TermsPrunedUntil::<Test>::put(T + 1), "terms pruned too far");
	broken(|| PositionsPrunedUntil::<Test>::put(T + 1), "positions pruned too far");
	let time = "terms out of time";
	let terms = || IntervalTerms::<Test>::get(T + 1).unwrap();
	broken(|| IntervalTerms::<Test>::insert(T - 1, terms()), time);
	broken(|| IntervalTerms::<Test>::insert(T + 5, terms()), time);
	broken(
		|| with_terms(T + 1, |terms| terms.tariff = UNSOUND),
		"an interval's terms are not sound",
	);
	broken(
		|| with_terms(T + 1, |terms| terms.limits = DAY.limits().unwrap()),
		"an interval's terms are not sound",
	);
	broken(
		|| with_terms(T + 1, |terms| terms.last_round = T + 1),
		"an interval that is open when it begins",
	);
	broken(|| with_round(|round| round.first = T + 2), "an open interval before the first");
}

#[test]
fn orders() {
	let page = "a page out of order";
	broken(|| Orders::<Test>::insert(T + 1, 0, Page::default()), page);
	broken(
		|| {
			// A row in slot 128.
			let raw: Vec<(u8, Order)> = vec![(128, Order::Demand { quantity: 10, limit: None })];
			let key = Orders::<Test>::hashed_key_for(T + 1, 0);
			frame_support::storage::unhashed::put(&key, &raw);
		},
		page,
	);
	let demand = Order::Demand { quantity: 10, limit: None };
	let time = "orders out of time";
	broken(|| with_order(T - 1, 1, demand), time);
	broken(|| with_order(T + 5, 1, demand), time);
	broken(|| with_order(T + 1, 200, demand), "a page that would not be cleared");
	broken(|| with_order(T + 1, 77, demand), "an order of no node");
	broken(
		|| World::change_node(1, |suspended, _, _| *suspended = true),
		"an order of a suspended node",
	);
	for quantity in [0, MAX_ORDER + 1] {
		broken(
			|| with_order(T + 1, 1, Order::Demand { quantity, limit: None }),
			"a demand out of bounds",
		);
	}
	for limit in [80, 191] {
		broken(
			|| with_order(T + 1, 1, Order::Demand { quantity: 10, limit: Some(limit) }),
			"a demand whose limit no price meets",
		);
	}
	for ask in [80, 190] {
		broken(
			|| with_order(T + 1, 1, Order::Offer { capacity: 10, ask }),
			"an offer that may not trade",
		);
	}
	broken(
		|| World::set_position(T + 1, 1, Position { cost: u128::MAX, ..Default::default() }),
		"beyond bounds",
	);
	let covered = "an order or a trade that is not covered";
	broken(|| World::set_lock(1, T + 1, Some(10 * 195 - 1)), covered);
	broken(|| World::set_lock(1, T + 1, None), "an order without a lock");
	broken(|| Leaving::<Test>::insert(1, ()), "a node that should have left");
}

#[test]
fn counterparties() {
	let free = "a utility or grid account that is free to leave";
	broken(|| with_terms(T + 1, |terms| terms.utility = 1), free);
	broken(|| with_terms(T + 1, |terms| terms.grid = 1), free);
	let left = "a utility or grid account that has left";
	broken(|| World::remove_node(UTILITY), left);
	broken(|| Former::<Test>::insert(T + 1, 77, ()), left);
	let released = "a former counterparty that should be released";
	broken(|| Former::<Test>::insert(T - 1, 1, ()), released);
	broken(|| Former::<Test>::insert(T + 5, 1, ()), released);
}

#[test]
fn positions() {
	let page = "a page of positions out of order";
	broken(|| PositionPages::<Test>::insert(T + 1, 0, Page::default()), page);
	let insert = |interval| {
		let mut page = Page::default();
		page.set(1, position(1, 0));
		PositionPages::<Test>::insert(interval, 0, page);
	};
	let time = "positions out of time";
	broken(|| insert(T - 1), time);
	broken(|| insert(T + 5), time);
}

#[test]
fn waivers() {
	let waive = |node, rows: &[(Interval, Planck)]| {
		let rows = frame_support::BoundedVec::truncate_from(rows.to_vec());
		Waived::<Test>::insert(node, rows);
	};
	broken(|| waive(77, &[(T + 1, 1)]), "waived of no node");
	broken(|| waive(2, &[]), "a row in which nothing is waived");
	let order = "what is waived is out of order";
	broken(|| waive(2, &[(T + 2, 1), (T + 1, 1)]), order);
	broken(|| waive(2, &[(T + 1, 1), (T + 1, 1)]), order);
	broken(|| waive(2, &[(T + 1, u128::MAX), (T + 2, 1)]), "what is waived does not add up");
	broken(|| waive(2, &[(T + 1, 0)]), "nothing is waived");
	broken(|| waive(1, &[(T + 1, 1)]), "waived where nothing is sold");
	let covered = "an order or a trade that is not covered";
	// Of its 1,100, as much as is waived need not be locked.
	let lock = |locked, waived| {
		World::set_lock(2, T + 1, Some(locked));
		waive(2, &[(T + 1, waived)]);
	};
	broken(|| lock(99, 1_000), covered);
	run_round(|| {
		assert_ok!(offer(2, &[(T + 1, 10, 100)]));
		lock(100, 1_000);
		ForwardMarket::do_try_state().unwrap();
	});
	// What has traded costs 2,100 with the fee, all of it for neighbours and grid.
	let trade = |locked, waived| {
		World::set_position(T + 1, 2, position(20, 0));
		lock(locked, waived);
	};
	broken(|| trade(2_098, 1), covered);
	broken(|| trade(2_099, 1), "neighbours that are not covered");
}

#[test]
fn charges() {
	let charge = |energy, intervals: &[Interval]| {
		let flow = gridmerit_energy::Metered::default();
		let metered = intervals.iter().map(|interval| (*interval, flow)).collect();
		World::set_charge(STORAGE, gridmerit_energy::Charge { energy, from: T, metered });
	};
	broken(|| charge(301, &[]), "a battery above its capacity");
	let order = "a battery's meter out of order";
	broken(|| charge(300, &[T - 1]), order);
	broken(|| charge(300, &[T + 1, T]), order);
	broken(|| charge(300, &[T, T]), order);
}

/// What will not clear any more may be settled before it is pruned.
#[test]
fn void_orders_need_no_cover() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 1, 10)]));
		World::set_now(start(T + 2));
		ForwardMarket::closed_round();
		World::set_lock(1, T + 1, None);
		World::remove_node(1);
		ForwardMarket::do_try_state().unwrap();
	});
}

/// Suspended while the books clear.
#[test]
fn orders_of_a_leaving_node_stay_until_the_books_have_cleared() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 1, 10)]));
		close();
		World::suspend(1, true);
		ForwardMarket::do_try_state().unwrap();
		Leaving::<Test>::remove(1);
		let found = ForwardMarket::do_try_state();
		assert_eq!(found, Err(TryRuntimeError::Other("an order of a suspended node")));
		World::suspend(1, false);
	});
}

#[test]
fn corrections() {
	let pend = |rows: &[Interval]| {
		Corrections::<Test>::put(frame_support::BoundedVec::truncate_from(rows.to_vec()));
	};
	let dearer = Tariff { tou: 201, ..NIGHT };
	broken(|| pend(&[T + 1]), "corrections that are not counted");
	broken(|| TariffsBefore::<Test>::insert(T + 1, NIGHT), "corrections that are not counted");
	broken(
		|| {
			pend(&[T + 2]);
			TariffsBefore::<Test>::insert(T + 1, NIGHT);
		},
		"a correction of nothing",
	);
	broken(
		|| {
			pend(&[T + 9]);
			TariffsBefore::<Test>::insert(T + 9, NIGHT);
		},
		"a correction without terms",
	);
	broken(
		|| {
			pend(&[T + 1]);
			TariffsBefore::<Test>::insert(T + 1, NIGHT);
		},
		"a correction that is forgotten",
	);
	broken(|| Corrected::<Test>::insert(T + 9, ()), "corrected without terms");
	broken(
		|| {
			pend(&[T + 1]);
			Corrected::<Test>::insert(T + 1, ());
			TariffsBefore::<Test>::insert(T + 1, Tariff { tou: 199, ..NIGHT });
		},
		"a correction that costs somebody more",
	);
	broken(
		|| with_terms(T + 1, |terms| terms.tariff = dearer),
		"an interval's terms are not sound",
	);
}

#[test]
fn readers() {
	let note =
		|rows: &[(u8, Interval)]| Readers::<Test>::put(ReadFrom::truncate_from(rows.to_vec()));
	let forgotten = |rows: &[(u8, Interval)]| {
		NeededFrom::<Test>::put(T);
		note(rows);
		TermsPrunedUntil::<Test>::put(T);
		PositionsPrunedUntil::<Test>::put(T);
	};
	broken(|| forgotten(&[(7, T), (9, T - 1)]), "terms pruned that somebody needs");
	broken(|| forgotten(&[(7, T), (9, T), (7, T + 1)]), "a reader that is noted twice");
}

#[test]
fn choices() {
	use gridmerit_energy::Choice;
	use gridmerit_pallet_support::NodeChoices;

	let list = |choices: &[Choice]| NodeChoices::truncate_from(choices.to_vec());
	let with = |node: NodeIndex, choices: &[Choice]| {
		Choices::<Test>::mutate(node / 128, |rows| rows.set(node, list(choices)));
		Choosing::<Test>::mutate(|pages| pages.insert(node / 128));
	};
	let one = [Choice::Bus(3)];
	broken(|| with(77, &one), "choices of no node");
	broken(|| with(1, &[]), "choices of nothing");
	let twice = [Choice::Bus(3), Choice::Node(2), Choice::Bus(3)];
	broken(|| with(1, &twice), "a choice that is made twice");
	broken(|| with(1, &[Choice::Node(1)]), "a node that chooses itself");
	broken(
		|| {
			with(1, &one);
			Choosing::<Test>::kill();
		},
		"a page of choices that nobody would look at",
	);
	broken(
		|| {
			with(1, &one);
			Choosing::<Test>::mutate(|pages| pages.insert(5));
		},
		"pages of choices that are none",
	);
	broken(|| Choosing::<Test>::put(PageSet::default()), "a set of no pages");
	broken(
		|| Choices::<Test>::insert(0, Page::<NodeChoices>::default()),
		"a page of choices out of order",
	);
}
