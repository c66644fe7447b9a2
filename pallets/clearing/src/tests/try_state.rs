// SPDX-License-Identifier: Apache-2.0

//! Each invariant, broken.

use super::*;
use frame_support::storage::with_transaction;
use gridmerit_pallet_support::{ClosedRound, PageSet};
use sp_runtime::{DispatchError, TransactionOutcome, TryRuntimeError};

const INTERVAL: Interval = FIRST_ROUND + 1;

/// A round with 200 transactions of 3 Wh, then `test`.
fn run_with_trades(test: impl FnOnce()) {
	run(|| {
		for pair in 0..200 {
			Market::post(INTERVAL, 2 * pair, offer(3, 90_000));
			Market::post(INTERVAL, 2 * pair + 1, demand(3));
		}
		clear_round(Pace::Whole);
		test();
	});
}

/// A sound state, then `corrupt`: what `try_state` says.
fn broken(corrupt: impl FnOnce(), expected: &'static str) {
	run_with_trades(|| {
		with_transaction(|| {
			corrupt();
			assert_eq!(Clear::do_try_state(), Err(TryRuntimeError::Other(expected)));
			TransactionOutcome::Rollback(Ok::<_, DispatchError>(()))
		})
		.unwrap();
	});
}

fn change_trades(page: PageIndex, change: impl FnOnce(&mut Vec<TransactionRow>)) {
	Transactions::<Test>::mutate((INTERVAL, FIRST_ROUND, page), |trades| {
		let mut rows = trades.to_vec();
		change(&mut rows);
		*trades = rows.try_into().unwrap();
	});
}

fn change_result(change: impl FnOnce(&mut RoundResult)) {
	Results::<Test>::mutate(INTERVAL, FIRST_ROUND, |result| change(result.as_mut().unwrap()));
}

fn set_cursor(interval: Interval) {
	let round = ClosedRound { number: 9_000, first: 9_001, last: 9_004 };
	let (kept, stage) = (PageSet::default(), Stage::Begin);
	Cursor::<Test>::put(RoundCursor { round, interval, transactions: 0, kept, stage });
}

#[test]
fn transactions_are_those_of_their_result() {
	let missing = "transactions are missing";
	broken(|| Transactions::<Test>::remove((INTERVAL, FIRST_ROUND, 1)), missing);
	broken(|| change_trades(1, |rows| rows.truncate(71)), missing);
	broken(|| change_result(|result| result.transactions = 201), missing);
	// A page that is not full, though no transaction is gone.
	broken(
		|| {
			let mut moved = None;
			change_trades(0, |rows| moved = rows.pop());
			change_trades(1, |rows| rows.insert(0, moved.unwrap()));
		},
		missing,
	);
	let order = "transactions out of order";
	broken(|| change_trades(0, |rows| rows.swap(3, 4)), order);
	broken(|| change_trades(0, |rows| rows[4] = rows[3]), order);
	let first = |rows: &mut Vec<TransactionRow>| rows[0].seller = 400;
	broken(|| change_trades(1, first), order);
	let nothing = "a transaction of nothing";
	broken(|| change_trades(1, |rows| rows[9].energy = 0), nothing);
	broken(|| change_trades(1, |rows| rows[9].buyer = rows[9].seller), nothing);
	broken(|| change_trades(1, |rows| rows[9].energy = 4), "transactions do not add up");
	broken(|| change_result(|result| result.traded = 599), "transactions do not add up");
	let bounds = "beyond bounds";
	broken(|| change_trades(1, |rows| rows[9].energy = u64::MAX), "transactions do not add up");
	let twice = |rows: &mut Vec<TransactionRow>| {
		rows[9].energy = u64::MAX;
		rows[10] = TransactionRow { buyer: rows[10].buyer, ..rows[9] };
	};
	broken(|| change_trades(1, twice), bounds);
	let stray = "transactions of no result";
	let trades = || Transactions::<Test>::get((INTERVAL, FIRST_ROUND, 1));
	broken(|| Transactions::<Test>::insert((INTERVAL, FIRST_ROUND, 2), trades()), stray);
	broken(|| Transactions::<Test>::insert((INTERVAL, FIRST_ROUND + 1, 0), trades()), stray);
	let pruned = "transactions that should be pruned";
	broken(|| Transactions::<Test>::insert((FIRST_ROUND - 1, 90, 0), trades()), pruned);
}

#[test]
fn results_agree_with_themselves_and_their_curve() {
	let contradiction = "a result that contradicts itself";
	broken(|| change_result(|result| result.demand = 599), contradiction);
	broken(|| change_result(|result| result.supply = 599), contradiction);
	let payment = "a payment at another price";
	broken(|| change_result(|result| result.payment += 1), payment);
	broken(|| change_result(|result| result.price = Some(90_001)), payment);
	broken(|| change_result(|result| result.price = None), contradiction);
	broken(|| change_result(|result| result.status = Status::Scarcity), contradiction);
	broken(|| change_result(|result| result.status = Status::NoMatch), contradiction);
	broken(|| change_result(|result| result.utility_import = 1), contradiction);
	broken(|| change_result(|result| result.utility_export = 1), contradiction);
	broken(|| Curves::<Test>::remove(INTERVAL, FIRST_ROUND), "a result without a curve");
	let other = || {
		Curves::<Test>::mutate(INTERVAL, FIRST_ROUND, |curve| curve.as_mut().unwrap().supply[0] = 1)
	};
	broken(other, "a curve of another supply");
	let change_curve = |change: &dyn Fn(&mut Curve)| {
		Curves::<Test>::mutate(INTERVAL, FIRST_ROUND, |curve| change(curve.as_mut().unwrap()))
	};
	let demand = "a curve of another demand";
	broken(|| change_curve(&|curve| curve.demand += 1), demand);
	broken(|| change_curve(&|curve| curve.limited.try_push(1).unwrap()), demand);
	let alone = || {
		let curve = Curves::<Test>::get(INTERVAL, FIRST_ROUND).unwrap();
		Curves::<Test>::insert(INTERVAL, FIRST_ROUND + 1, curve);
	};
	broken(alone, "a curve alone");
	broken(|| PrunedUntil::<Test>::put(INTERVAL + 1), "a result that should be pruned");
	broken(PrunedUntil::<Test>::kill, "a result that should be pruned");
}

#[test]
fn positions_are_what_was_traded() {
	let unexplained = "a position that its transactions do not explain";
	let row = Position { bought: 3, cost: 3 * 90_000, ..Default::default() };
	run_with_trades(|| assert_eq!(ForwardMarket::position(INTERVAL, 129), row));
	for changed in [
		Position { bought: 4, ..row },
		Position { sold: 1, ..row },
		Position { cost: row.cost + 1, ..row },
		Position { revenue: 1, ..row },
	] {
		broken(|| Market::set_position(INTERVAL, 129, Some(changed)), unexplained);
	}
	broken(|| Market::set_position(INTERVAL, 1_152, Some(row)), unexplained);
	broken(|| Market::set_position(INTERVAL + 1, 1, Some(row)), unexplained);
	let gone = "transactions without a position";
	broken(|| Market::set_position(INTERVAL, 129, None), gone);
	broken(|| Market::remove_positions(INTERVAL, 1), gone);
}

#[test]
fn pivotal_sellers_are_those_of_their_result() {
	// As much is wanted as offered: each of the 200 is.
	run_with_trades(|| {
		let listed: Vec<_> = (0..32).map(|pair| 2 * pair).collect();
		assert_eq!(Clear::pivotal(INTERVAL, FIRST_ROUND), listed);
	});
	let set = |change: &dyn Fn(&mut Vec<NodeIndex>)| {
		Pivotal::<Test>::mutate(INTERVAL, FIRST_ROUND, |listed| {
			let mut rows = listed.to_vec();
			change(&mut rows);
			*listed = rows.try_into().unwrap();
		})
	};
	let counted = "pivotal sellers that are not counted";
	broken(|| set(&|rows| rows.truncate(31)), counted);
	broken(|| Pivotal::<Test>::remove(INTERVAL, FIRST_ROUND), counted);
	broken(|| change_result(|result| result.pivotal = 0), counted);
	broken(|| set(&|rows| rows.swap(3, 4)), "pivotal sellers out of order");
	broken(|| set(&|rows| rows[0] = 1), "a pivotal seller that has sold nothing");
	let other = |interval, round| {
		let listed = Pivotal::<Test>::get(INTERVAL, FIRST_ROUND);
		Pivotal::<Test>::insert(interval, round, listed);
	};
	broken(|| other(INTERVAL, FIRST_ROUND + 1), "pivotal sellers of no result");
	broken(|| other(FIRST_ROUND - 1, 90), "pivotal sellers that should be pruned");
	run(|| {
		Market::post(INTERVAL, 1, offer(9, 90_000));
		Market::post(INTERVAL, 2, limited(9, 90_000));
		clear_round(Pace::Whole);
		with_transaction(|| {
			Pivotal::<Test>::insert(INTERVAL, FIRST_ROUND, PivotalNodes::default());
			let expected = TryRuntimeError::Other("a list of no pivotal sellers");
			assert_eq!(Clear::do_try_state(), Err(expected));
			TransactionOutcome::Rollback(Ok::<_, DispatchError>(()))
		})
		.unwrap();
	});
}

#[test]
fn a_clearing_belongs_to_its_round() {
	broken(|| set_cursor(9_000), "a clearing before its round");
	broken(|| set_cursor(9_006), "a clearing beyond its round");
	let garbage = || sp_io::storage::set(&Cursor::<Test>::hashed_key(), &[1, 2, 3]);
	broken(garbage, "a clearing under way that cannot be read");
	run(|| set_cursor(9_001));
	run(|| set_cursor(9_005));
}
