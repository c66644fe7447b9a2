// SPDX-License-Identifier: Apache-2.0

//! Claims are checked, the best stands, and the problem is forgotten.

use super::*;
use frame_support::{
	traits::Hooks,
	weights::{Weight, WeightMeter},
};

fn decided(problem: u32, node: Option<NodeIndex>, welfare: Planck, reward: Planck) -> Event<Test> {
	let Standing { bound, paid, .. } = standing(problem);
	Event::Decided { problem, node, welfare, bound, paid, reward }
}

fn is_true(problem: u32, node: NodeIndex, welfare: Planck, better: bool) -> Event<Test> {
	Event::ClaimTrue { problem, node, welfare, bound: BEST, paid: 36_000, better }
}

fn is_false(problem: u32, node: NodeIndex, why: Falsehood) -> Event<Test> {
	Event::ClaimFalse { problem, node, why, reported: true }
}

#[test]
fn the_best_dispatch_stands_and_is_paid_for() {
	run(|| {
		World::set_rent(100_000);
		let problem = posted(voltage(), Some(from_bus_1(96)), terms());
		let before = [ALICE, BOB, CAROL].map(money);
		for (node, energy) in [(ALICE, 99), (BOB, 100), (CAROL, 98)] {
			claims(node, problem, &from_bus_1(energy));
		}
		claims_over(problem);
		for (node, energy) in [(CAROL, 98), (ALICE, 99), (BOB, 100)] {
			assert_ok!(reveal(node, problem, &from_bus_1(energy)));
		}
		System::reset_events();
		bodies_over(problem);
		// A tenth of 120.
		let found = [
			is_true(problem, ALICE, worth(99), true),
			is_true(problem, BOB, BEST, true),
			is_true(problem, CAROL, worth(98), false),
			decided(problem, Some(BOB), BEST, 12),
		];
		assert_eq!(events(), found);
		assert_eq!(Proposals::dispatch(problem), Some(from_bus_1(100)));
		assert_eq!(Proposals::outcome(problem).unwrap().fills, [300, 200, 100]);
		let stage = Problems::<Test>::get(problem).unwrap().stage;
		assert_eq!(stage, Stage::Decided { reward: 12, until: 16 + u64::from(KEEP) });
		assert_eq!([ALICE, BOB, CAROL].map(money), [before[0], before[1] + 12, before[2]]);
		assert_eq!((Ledger::rent_held(), Ledger::wagered()), (99_988, 0));
		// Each has its wager in the pot, which holds it.
		assert_eq!(held_nodes(), [(ALICE, 1), (BOB, 1), (CAROL, 1)]);
		assert_eq!(TestConduct::reports::<AccountId>().len(), 0);
	});
}

#[test]
fn who_lies_loses_its_wager_and_trust() {
	run(|| {
		TestConduct::set_session(7);
		World::set_rent(100_000);
		let problem = problem();
		let before = [ALICE, BOB].map(money);
		// Alice says that a dispatch is worth more than it is; Bob's is what he says.
		let says = DispatchClaim { welfare: BEST + 1, bound: BEST + 1 };
		let (alice, bob) = (from_bus_1(100), from_bus_1(99));
		assert_ok!(claim(ALICE, problem, says, &alice));
		claims(BOB, problem, &bob);
		claims_over(problem);
		assert_ok!(reveal(ALICE, problem, &alice));
		assert_ok!(reveal(BOB, problem, &bob));
		System::reset_events();
		bodies_over(problem);
		let found = [
			is_false(problem, ALICE, Falsehood::Welfare),
			is_true(problem, BOB, worth(99), true),
			decided(problem, Some(BOB), worth(99), 1_197),
		];
		assert_eq!(events(), found);
		assert_eq!([ALICE, BOB].map(money), [before[0] - 1_000, before[1] + 1_197]);
		assert_eq!(Ledger::account(RESERVE).credit, 1_000);
		let reports = TestConduct::reports::<AccountId>();
		let [report] = &reports[..] else { panic!("one") };
		let expected = Report {
			node: ALICE,
			offence: Some(Offence::FalseComputation),
			severity: Part::thousandths(100),
			session: 7,
			evidence: crate::judge::evidence(problem, ALICE),
			reporter: None,
			damage: None,
		};
		assert_eq!(report, &expected);
	});
}

#[test]
fn each_way_to_lie_is_found() {
	run(|| {
		let lie = |claimed: DispatchClaim, body: &Body, why| {
			let problem = problem();
			assert_ok!(claim(ALICE, problem, claimed, body));
			claims_over(problem);
			assert_ok!(reveal(ALICE, problem, body));
			System::reset_events();
			bodies_over(problem);
			let found = [is_false(problem, ALICE, why), decided(problem, None, 0, 0)];
			assert_eq!(events(), found);
			assert_eq!(Proposals::dispatch(problem), None);
			try_state();
			World::run_to(System::block_number() + u64::from(KEEP));
		};
		let is = |welfare, bound| DispatchClaim { welfare, bound };
		let refused = Falsehood::Refused;
		lie(is(BEST, BEST), &from_bus_1(101), refused(Refusal::VoltageOff(0, 0)));
		lie(is(BEST, BEST), &Body::default(), refused(Refusal::Prices));
		lie(is(worth(99), worth(99)), &from_bus_1(99), Falsehood::Bound);
		lie(is(BEST, BEST), &from_bus_1(99), Falsehood::Welfare);
		// With a higher bound the gap is claimed to be narrow: then welfare is claimed that is not there.
		lie(is(12_870, 13_000), &from_bus_1(95), Falsehood::Welfare);
		assert_eq!(Ledger::account(RESERVE).credit, 5_000);
	});
}

/// Both are just at the threshold: a gap of 120.
#[test]
fn boundary_of_the_threshold_for_loss() {
	run(|| {
		let problem = problem();
		claims(ALICE, problem, &from_bus_1(96));
		let body = from_bus_1(95);
		let is = claim_of(&voltage(), &body);
		assert_eq!(is, DispatchClaim { welfare: worth(95), bound: BEST });
		assert_noop!(claim(BOB, problem, is, &body), Wrong::GapTooWide);
		claims_over(problem);
		assert_ok!(reveal(ALICE, problem, &from_bus_1(96)));
		bodies_over(problem);
		assert_eq!(standing(problem).node, Some(ALICE));
	});
}

/// It stands, and is worth nothing any more.
#[test]
fn what_is_decided_too_late_is_not_paid() {
	run(|| {
		World::set_rent(100_000);
		for (now, paid) in [(NOW, 1_200), (NOW + 1, 0)] {
			World::set_time(NOW);
			let problem = problem();
			claims(ALICE, problem, &from_bus_1(100));
			claims_over(problem);
			assert_ok!(reveal(ALICE, problem, &from_bus_1(100)));
			World::set_time(now);
			System::reset_events();
			bodies_over(problem);
			assert_eq!(events().pop(), Some(decided(problem, Some(ALICE), BEST, paid)));
		}
		assert_eq!(Ledger::rent_held(), 98_800);
	});
}

#[test]
fn a_problem_whose_step_has_no_room_keeps_no_other_from_its_own() {
	run(|| {
		let orders = (0..50).map(|_| order(0, Supply, 1, 90)).collect();
		let large = posted(Statement { orders, ..voltage() }, None, terms());
		let small = problem();
		let Size { bytes, work } = Problems::<Test>::get(small).unwrap().size;
		MaxWeight::set(<()>::look().saturating_add(<()>::check(bytes, work)));
		bodies_over(large);
		let open = |problem| Problems::<Test>::get(problem).unwrap().stage == Stage::Open;
		assert_eq!((open(large), open(small)), (true, false));
		MaxWeight::set(FULL);
		World::poll();
		assert!(!open(large));
	});
}

#[test]
fn who_claims_less_than_it_has_is_right() {
	run(|| {
		let (problem, body) = (problem(), from_bus_1(100));
		let less = DispatchClaim { welfare: BEST - 100, bound: BEST };
		assert_ok!(claim(ALICE, problem, less, &body));
		claims_over(problem);
		assert_ok!(reveal(ALICE, problem, &body));
		bodies_over(problem);
		let Standing { node, welfare, .. } = standing(problem);
		assert_eq!((node, welfare), (Some(ALICE), BEST));
	});
}

#[test]
fn who_shows_nothing_loses_its_wager_and_no_trust() {
	run(|| {
		let problem = posted(voltage(), Some(from_bus_1(97)), terms());
		let before = money(ALICE);
		claims(ALICE, problem, &from_bus_1(100));
		System::reset_events();
		bodies_over(problem);
		let not = Event::NotRevealed { problem, node: ALICE };
		assert_eq!(events(), [not, decided(problem, None, worth(97), 0)]);
		assert_eq!((money(ALICE), Ledger::account(RESERVE).credit), (before - 1_000, 1_000));
		assert_eq!(TestConduct::reports::<AccountId>().len(), 0);
		assert!(held_nodes().is_empty());
	});
}

#[test]
fn without_proposals_what_came_with_the_problem_stands() {
	run(|| {
		World::set_rent(100_000);
		let with = posted(voltage(), Some(from_bus_1(97)), terms());
		let without = problem();
		System::reset_events();
		World::run_to(15);
		assert!(events().is_empty());
		World::run_to(16);
		let found = [decided(with, None, worth(97), 0), decided(without, None, 0, 0)];
		assert_eq!(events(), found);
		assert_eq!(Proposals::dispatch(with), Some(from_bus_1(97)));
		assert_eq!(standing(without), Standing::nothing(45_000));
		assert_eq!(Ledger::rent_held(), 100_000);
	});
}

/// Of optimal prices the least stand, and of equal dispatches the first, whoever shows it first.
#[test]
fn of_as_much_welfare_buyers_pay_least_and_the_first_stands() {
	run(|| {
		World::set_rent(100_000);
		let problem = posted(one_price(), Some(at(150)), terms());
		// A copy, the least price, and the same again.
		for (node, price) in [(ALICE, 150), (BOB, 90), (CAROL, 90)] {
			claims(node, problem, &at(price));
		}
		claims_over(problem);
		for (node, price) in [(CAROL, 90), (BOB, 90), (ALICE, 150)] {
			assert_ok!(reveal(node, problem, &at(price)));
		}
		System::reset_events();
		bodies_over(problem);
		let found = |node, paid, better| {
			let (welfare, bound) = (11_000, 11_000);
			Event::ClaimTrue { problem, node, welfare, bound, paid, better }
		};
		let found = [
			found(ALICE, 15_000, false),
			found(BOB, 9_000, true),
			found(CAROL, 9_000, false),
			// It is worth no more than what stood.
			decided(problem, Some(BOB), 11_000, 0),
		];
		assert_eq!(events(), found);
		assert_eq!(standing(problem).paid, 9_000);
	});
}

#[test]
fn a_false_claim_that_nobody_hears_of_is_lost_all_the_same() {
	run(|| {
		TestConduct::set_deaf(true);
		let problem = problem();
		let body = from_bus_1(101);
		assert_ok!(claim(ALICE, problem, DispatchClaim { welfare: BEST, bound: BEST }, &body));
		claims_over(problem);
		assert_ok!(reveal(ALICE, problem, &body));
		System::reset_events();
		bodies_over(problem);
		let why = Falsehood::Refused(Refusal::VoltageOff(0, 0));
		let lost = Event::ClaimFalse { problem, node: ALICE, why, reported: false };
		assert_eq!(events()[0], lost);
		assert_eq!(Ledger::account(RESERVE).credit, 1_000);
	});
}

#[test]
fn what_is_decided_is_kept_for_a_while_and_forgotten() {
	run(|| {
		let problem = posted(voltage(), Some(from_bus_1(97)), terms());
		bodies_over(problem);
		World::run_to(16 + u64::from(KEEP) - 1);
		assert!(Proposals::problem(problem).is_some() && held(KEEPER) > 0);
		System::reset_events();
		World::run_to(16 + u64::from(KEEP));
		assert_eq!(events(), [Event::Forgotten { problem }]);
		assert_eq!((Proposals::problem(problem), Proposals::problems()), (None, vec![]));
		assert_eq!((Proposals::statement(problem), Proposals::dispatch(problem)), (None, None));
		assert_eq!(held(KEEPER), 0);
	});
}

#[test]
fn a_step_begins_only_if_the_weight_suffices() {
	run(|| {
		let problem = problem();
		for node in [ALICE, BOB] {
			claims(node, problem, &from_bus_1(100));
		}
		let Size { bytes, work } = Problems::<Test>::get(problem).unwrap().size;
		let (look, step) = (<()>::look(), <()>::check(bytes, work));
		let little = Weight::from_parts(1, 0);
		MaxWeight::set(look.saturating_sub(little));
		bodies_over(problem);
		let left = || (Proposals::claims(problem).len(), standing(problem).node);
		// Not even a look.
		assert_eq!((World::poll(), left()), (Weight::zero(), (2, None)));
		MaxWeight::set(look.saturating_add(step).saturating_sub(little));
		assert_eq!((World::poll(), left()), (look, (2, None)));
		MaxWeight::set(look.saturating_add(step));
		assert_eq!((World::poll(), left()), (look.saturating_add(step), (1, None)));
		assert_eq!((World::poll(), left()), (look.saturating_add(step), (0, None)));
		let open = || Problems::<Test>::get(problem).unwrap().stage == Stage::Open;
		assert!(open());
		World::poll();
		assert!(!open());
		// Nothing is due: one look.
		assert_eq!(World::poll(), look);
		// All that is due goes into a block that has room.
		MaxWeight::set(FULL);
		let other = self::problem();
		claims(ALICE, other, &from_bus_1(100));
		World::run_to(Problems::<Test>::get(other).unwrap().bodies_until - 1);
		System::set_block_number(System::block_number() + 1);
		// A check and the decision; the other one is forgotten.
		assert_eq!(World::poll(), look.saturating_add(step.saturating_mul(2)));
		assert_eq!(Proposals::problems(), [other]);
	});
}

/// What the hook is given bounds it, too.
#[test]
fn the_rest_of_a_block_bounds_it() {
	run(|| {
		let problem = problem();
		claims(ALICE, problem, &from_bus_1(100));
		System::set_block_number(16);
		let mut meter = WeightMeter::with_limit(<()>::look());
		Proposals::on_poll(16, &mut meter);
		assert_eq!((meter.consumed(), Proposals::claims(problem).len()), (<()>::look(), 1));
		let mut meter = WeightMeter::new();
		Proposals::on_poll(16, &mut meter);
		assert_eq!(Proposals::claims(problem).len(), 0);
	});
}

#[test]
#[should_panic(expected = "nothing would be checked")]
fn the_largest_check_has_to_fit_into_a_block() {
	run(|| {
		MaxWeight::set(<()>::check(MAX_STATEMENT, MAX_WORK));
		Proposals::integrity_test();
	});
}
