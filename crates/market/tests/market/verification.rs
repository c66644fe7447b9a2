// SPDX-License-Identifier: Apache-2.0

//! `verify` takes every outcome of `clear` and nothing else.

use gridmerit_market::{
	Book, Clearing, Demand, Dispatch, Limits, Offer, Outcome, Rules, Scarcity, Status, Transaction,
	assign, certificate, clear, verify, verify_transactions,
};
use proptest::prelude::*;

use crate::strategies::any_market;

/// `outcome` with one field changed, in every way that is one step away.
fn mutations(outcome: &Outcome) -> Vec<Outcome> {
	let mut all = Vec::new();
	let mut add = |change: &dyn Fn(&mut Outcome)| {
		let mut changed = outcome.clone();
		change(&mut changed);
		if changed != *outcome {
			all.push(changed);
		}
	};
	for status in [Status::Cleared, Status::Scarcity, Status::NoSupply, Status::NoDemand] {
		add(&|outcome| outcome.clearing.status = status);
	}
	for price in [None, Some(0), Some(u64::MAX)] {
		add(&|outcome| outcome.clearing.price = price);
	}
	for step in [1, -1_i64, 2, -2, 1 << 40, i64::MAX] {
		add(&|outcome| {
			outcome.clearing.price =
				outcome.clearing.price.map(|price| price.wrapping_add_signed(step));
		});
		let fields: [fn(&mut Clearing) -> &mut u64; 4] =
			[|c| &mut c.demand, |c| &mut c.supply, |c| &mut c.inframarginal, |c| &mut c.marginal];
		for field in fields {
			add(&|outcome| {
				let field = field(&mut outcome.clearing);
				*field = field.wrapping_add_signed(step);
			});
		}
		for row in 0..outcome.bought.len() {
			add(&|outcome| outcome.bought[row] = outcome.bought[row].wrapping_add_signed(step));
		}
		for row in 0..outcome.sold.len() {
			add(&|outcome| outcome.sold[row] = outcome.sold[row].wrapping_add_signed(step));
		}
	}
	add(&|outcome| outcome.bought.push(0));
	add(&|outcome| outcome.sold.push(0));
	add(&|outcome| outcome.bought.truncate(outcome.bought.len().saturating_sub(1)));
	add(&|outcome| outcome.sold.truncate(outcome.sold.len().saturating_sub(1)));
	// Sums stay right when a Wh goes to a neighbour.
	for row in 1..outcome.sold.len() {
		add(&|outcome| {
			outcome.sold[row] = outcome.sold[row].wrapping_sub(1);
			outcome.sold[row - 1] = outcome.sold[row - 1].wrapping_add(1);
		});
	}
	for row in 1..outcome.bought.len() {
		add(&|outcome| outcome.bought.swap(row, row - 1));
	}
	all
}

/// `transactions` with one of them changed, lost, doubled or moved.
fn transaction_mutations(transactions: &[Transaction]) -> Vec<Vec<Transaction>> {
	let mut all = vec![
		[transactions, &[Transaction { seller: 0, buyer: 1, energy: 1, price: 1, payment: 1 }]]
			.concat(),
	];
	for index in 0..transactions.len() {
		let changes: [fn(&mut Transaction); 5] = [
			|transaction| transaction.seller += 1,
			|transaction| transaction.buyer += 1,
			|transaction| transaction.energy += 1,
			|transaction| transaction.price += 1,
			|transaction| transaction.payment -= 1,
		];
		for change in changes {
			let mut changed = transactions.to_vec();
			change(&mut changed[index]);
			all.push(changed);
		}
		let mut lost = transactions.to_vec();
		let transaction = lost.remove(index);
		all.push(lost);
		let mut doubled = transactions.to_vec();
		doubled.insert(index, transaction);
		all.push(doubled);
		if index > 0 {
			let mut moved = transactions.to_vec();
			moved.swap(index, index - 1);
			all.push(moved);
		}
	}
	all
}

#[test]
fn a_certificate_shows_what_a_dearer_dispatch_costs() {
	let rules = Rules {
		limits: Limits::new(200, 50, 900_000, 10).unwrap(),
		scarcity: Scarcity::Cap,
		dispatch: Dispatch::MeritOrder,
	};
	let demands = [Demand { node: 1, quantity: 10 }];
	let offers =
		[Offer { node: 2, capacity: 10, ask: 60 }, Offer { node: 3, capacity: 10, ask: 90 }];
	let book = Book::new(&demands, &offers).unwrap();
	let mut outcome = clear(book, &rules);
	let best = certificate(book, &rules, &outcome);
	assert_eq!((best.lambda, best.cost, best.value, best.rents), (70, 700, 700, 0));
	assert_eq!(best.gap(), Some(0));
	// 4 Wh from the dearer seller cost 30 more each.
	outcome.sold = vec![6, 4];
	assert_eq!(certificate(book, &rules, &outcome).gap(), Some(120));
	// What does not meet the demand can cost less than the optimum, and is no dispatch.
	outcome.sold = vec![6, 0];
	assert_eq!(certificate(book, &rules, &outcome).gap(), None);
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(2_000))]

	#[test]
	fn accepts_what_clear_returns_and_nothing_near_it(market in any_market()) {
		let (book, rules) = (market.book(), &market.rules);
		let outcome = clear(book, rules);
		prop_assert_eq!(verify(book, rules, &outcome), Ok(()));
		for changed in mutations(&outcome) {
			prop_assert!(verify(book, rules, &changed).is_err(), "{:?}", changed);
		}
	}

	#[test]
	fn accepts_the_sweep_s_transactions_and_nothing_near_them(market in any_market()) {
		let book = market.book();
		let outcome = clear(book, &market.rules);
		let transactions: Vec<_> = assign(book, &outcome).collect();
		prop_assert_eq!(verify_transactions(book, &outcome, transactions.iter().copied()), Ok(()));
		for changed in transaction_mutations(&transactions) {
			prop_assert!(verify_transactions(book, &outcome, changed).is_err());
		}
	}

	/// Weak duality: no feasible dispatch costs less than the dual; merit order costs as much.
	#[test]
	fn merit_order_is_optimal_and_pro_rata_never_cheaper(market in any_market()) {
		let mut rules = market.rules;
		rules.dispatch = Dispatch::MeritOrder;
		let best = certificate(market.book(), &rules, &clear(market.book(), &rules));
		prop_assert_eq!(best.gap(), Some(0));
		prop_assert!(rules.limits.fit() <= best.lambda && best.lambda <= rules.limits.tou());
		rules.dispatch = Dispatch::ProRata;
		let other = certificate(market.book(), &rules, &clear(market.book(), &rules));
		prop_assert_eq!(other.gap().map(|gap| best.cost + gap), Some(other.cost));
	}
}
