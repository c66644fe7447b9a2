// SPDX-License-Identifier: Apache-2.0

//! `post`: by who runs the grid, within bounds, for a deposit.

use super::*;
use codec::MaxEncodedLen;

fn post(statement: Statement, standing: Option<Body>, terms: Terms) -> DispatchResult {
	Proposals::post(Origin::signed(KEEPER), NOW + 1, statement, standing, terms)
}

/// What is held for a statement.
fn deposit(statement: &Statement) -> u64 {
	let rows = <(ProblemOf<Test>, DueOf<Test>)>::max_encoded_len();
	100 + (statement.encoded_size() + rows) as u64 + u64::from(MAX_BODY)
}

#[test]
fn a_problem_is_stored_with_its_deadlines_and_its_deposit() {
	run(|| {
		System::set_block_number(20);
		let statement = voltage();
		assert_ok!(post(statement.clone(), None, terms()));
		let problem = Proposals::problem(0).unwrap();
		let hash = sp_io::hashing::blake2_256(&statement.encode());
		let bytes = statement.encoded_size() as u32;
		assert_eq!((problem.asker, problem.first, problem.windows), (KEEPER, NOW + 1, 1));
		assert_eq!((problem.statement, problem.size), (hash, Size { bytes, work: 6 }));
		assert_eq!((problem.claims_until, problem.bodies_until), (30, 35));
		let standing = Standing { node: None, welfare: 0, bound: 45_000, paid: 0 };
		assert_eq!((problem.most, problem.base, problem.standing), (45_000, 0, standing));
		assert_eq!((problem.stage, problem.terms), (Stage::Open, terms()));
		assert_eq!(Proposals::statement(0), Some(statement.clone()));
		assert_eq!((Proposals::dispatch(0), Proposals::outcome(0)), (None, None));
		assert_eq!((Proposals::problems(), held(KEEPER)), (vec![0], deposit(&statement)));
		let posted = Event::Posted {
			problem: 0,
			asker: KEEPER,
			first: NOW + 1,
			windows: 1,
			statement: hash,
			claims_until: 30,
			bodies_until: 35,
			standing,
		};
		assert_eq!(events(), [posted]);
	});
}

#[test]
fn what_is_to_stand_is_checked() {
	run(|| {
		assert_ok!(post(voltage(), Some(from_bus_1(70)), terms()));
		// It may have any gap.
		let welfare = worth(70);
		let standing = Standing { node: None, welfare, bound: BEST, paid: 36_000 };
		let problem = Proposals::problem(0).unwrap();
		assert_eq!((problem.base, problem.standing), (welfare, standing));
		assert_eq!(Proposals::dispatch(0), Some(from_bus_1(70)));
		let outcome = Proposals::outcome(0).unwrap();
		assert_eq!((outcome.prices, outcome.fills), (vec![120, 90], vec![300, 230, 70]));
		assert_eq!((outcome.paid, outcome.earned, outcome.rent), (36_000, 33_900, 2_100));
		// The voltage would leave its band.
		assert_noop!(post(voltage(), Some(from_bus_1(101)), terms()), Wrong::StandingRefused);
		let long = Body { prices: vec![0; 26], ..Body::default() };
		assert_noop!(post(voltage(), Some(long), terms()), Wrong::BodyTooLong);
	});
}

#[test]
fn only_who_runs_the_grid_posts() {
	run(|| {
		for account in [STRANGER, OPERATOR, account_of(ALICE)] {
			let posted =
				Proposals::post(Origin::signed(account), NOW + 1, voltage(), None, terms());
			assert_noop!(posted, Wrong::NotAGridOperator);
		}
		World::set_keeper(KEEPER, false);
		assert_noop!(post(voltage(), None, terms()), Wrong::NotAGridOperator);
	});
}

#[test]
fn boundary_of_terms() {
	run(|| {
		let wrong = |terms, error: Wrong| {
			assert_noop!(post(voltage(), None, terms), error);
		};
		for blocks in [0, MIN_WINDOW - 1, MAX_WINDOW + 1, u32::MAX] {
			wrong(Terms { claims: blocks, ..terms() }, Wrong::WindowLength);
			wrong(Terms { bodies: blocks, ..terms() }, Wrong::WindowLength);
		}
		wrong(Terms { wager: MIN_WAGER - 1, ..terms() }, Wrong::WagerTooSmall);
		wrong(Terms { reward: MAX_REWARD + 1, ..terms() }, Wrong::RewardTooHigh);
		let ppm = |ppm| Threshold { ppm, least: 0 };
		wrong(Terms { threshold: ppm(MAX_GAP + 1), ..terms() }, Wrong::ThresholdTooWide);
		let least = Terms {
			claims: MIN_WINDOW,
			bodies: MAX_WINDOW,
			threshold: ppm(0),
			wager: MIN_WAGER,
			reward: 0,
		};
		assert_ok!(post(voltage(), None, least));
		// An amount is no way around it: a hundredth of 45,000.
		let amount = |least| Terms { threshold: Threshold { ppm: 0, least }, ..terms() };
		wrong(amount(451), Wrong::ThresholdTooWide);
		wrong(amount(Planck::MAX), Wrong::ThresholdTooWide);
		assert_ok!(post(voltage(), None, amount(450)));
		let most = Terms {
			claims: MAX_WINDOW,
			bodies: MIN_WINDOW,
			threshold: ppm(MAX_GAP),
			wager: Planck::MAX,
			reward: MAX_REWARD,
		};
		assert_ok!(post(voltage(), None, most));
	});
}

#[test]
fn boundary_of_intervals() {
	run(|| {
		let post =
			|first| Proposals::post(Origin::signed(KEEPER), first, two_windows(), None, terms());
		for first in [0, NOW - 1, NOW] {
			assert_noop!(post(first), Wrong::IntervalBegun);
		}
		for first in [NOW + MAX_AHEAD, Interval::MAX - 1, Interval::MAX] {
			assert_noop!(post(first), Wrong::TooFarAhead);
		}
		assert_ok!(post(NOW + 1));
		assert_ok!(post(NOW + MAX_AHEAD - 1));
		assert_eq!(Proposals::problem(1).unwrap().windows, 2);
		assert_noop!(
			Proposals::post(Origin::signed(KEEPER), NOW + 1, Statement::default(), None, terms()),
			Wrong::NoWindows
		);
	});
}

fn two_windows() -> Statement {
	let grid = GridStatement::Meshed { buses: 1, rows: vec![] };
	Statement { grids: vec![grid; 2], ..one_price() }
}

#[test]
fn boundary_of_work() {
	run(|| {
		let of = |orders: u32| {
			let orders = (0..orders).map(|_| order(0, Supply, 1, 90)).collect();
			Statement { orders, ..one_price() }
		};
		// One bus, and the orders.
		assert_noop!(post(of(MAX_WORK), None, terms()), Wrong::TooMuchWork);
		assert_ok!(post(of(MAX_WORK - 1), None, terms()));
		// Three bytes can stand for many buses; a row and a factor are work, too.
		let large = GridStatement::Meshed { buses: 60_000, rows: vec![] };
		let row = Row { forward: 1, backward: 1, factors: vec![(0, 1)] };
		let rows = GridStatement::Meshed { buses: 1, rows: vec![row; 20] };
		for grid in [large, rows.clone()] {
			let statement = Statement { grids: vec![grid; 2], ..Statement::default() };
			assert_noop!(post(statement, None, terms()), Wrong::TooMuchWork);
		}
		assert_ok!(post(Statement { grids: vec![rows], ..Statement::default() }, None, terms()));
	});
}

#[test]
fn boundary_of_bytes() {
	run(|| {
		let of = |last| {
			let line = Line { parent: 0, import: 1, export: 1 };
			let grid = GridStatement::Radial { lines: vec![line; 54], volts: vec![] };
			let orders = vec![order(0, Supply, 1 << 40, 1), order(0, Supply, last, 1)];
			Statement { grids: vec![grid], orders, ..Statement::default() }
		};
		let (longest, too_long) = (of(1 << 39), of(1 << 40));
		assert_eq!(longest.encoded_size() as u32, MAX_STATEMENT);
		assert_eq!(too_long.encoded_size() as u32, MAX_STATEMENT + 1);
		assert_noop!(post(too_long, None, terms()), Wrong::StatementTooLong);
		assert_ok!(post(longest, None, terms()));
	});
}

#[test]
fn a_statement_is_sound() {
	run(|| {
		let line = |parent| Line { parent, import: 1, export: 1 };
		let circle = GridStatement::Radial { lines: vec![line(2), line(1)], volts: vec![] };
		let circle = Statement { grids: vec![circle], ..voltage() };
		assert_noop!(post(circle, None, terms()), Wrong::NotATree);
		let nowhere = Statement { orders: vec![order(2, Demand, 1, 1)], ..voltage() };
		assert_noop!(post(nowhere, None, terms()), Wrong::NotSound);
		let later = DispatchOrder { window: 1, ..order(0, Demand, 1, 1) };
		assert_noop!(
			post(Statement { orders: vec![later], ..voltage() }, None, terms()),
			Wrong::NotSound
		);
	});
}

#[test]
fn boundary_of_how_many_there_are() {
	run(|| {
		for _ in 0..MAX_OF_ASKER {
			assert_ok!(post(voltage(), None, terms()));
		}
		assert_noop!(post(voltage(), None, terms()), Wrong::TooManyOfYours);
		let other =
			|| Proposals::post(Origin::signed(OTHER_KEEPER), NOW + 1, voltage(), None, terms());
		for _ in MAX_OF_ASKER..MAX_PROBLEMS {
			assert_ok!(other());
		}
		assert_noop!(other(), Wrong::TooManyProblems);
		// One is decided and forgotten, and there is room.
		World::run_to(16 + u64::from(KEEP) - 1);
		assert_noop!(other(), Wrong::TooManyProblems);
		World::run_to(16 + u64::from(KEEP));
		assert_ok!(other());
		assert_eq!(Proposals::problems(), [4]);
		assert_eq!((held(KEEPER), held(OTHER_KEEPER)), (0, deposit(&voltage())));
	});
}

#[test]
fn who_cannot_pay_the_deposit_posts_nothing() {
	run(|| {
		assert_ok!(Balances::force_set_balance(Origin::root(), KEEPER, ED));
		assert!(post(voltage(), None, terms()).is_err());
		assert_eq!((NextProblem::<Test>::get(), Proposals::problems().len()), (0, 0));
	});
}
