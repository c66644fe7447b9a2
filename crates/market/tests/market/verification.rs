// SPDX-License-Identifier: Apache-2.0

//! `verify` takes every outcome of `clear` and nothing else.

use gridmerit_market::{
	Book, Clearing, Demand, Limits, MAX_ORDER, MAX_PRICE, Offer, Outcome, Rules, Side, Status,
	Transaction, assign, certificate, clear, verify, verify_transactions,
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
	use Status::*;
	for status in [Cleared, Scarcity, NoSupply, NoDemand, NoMatch] {
		add(&|outcome| outcome.clearing.status = status);
	}
	for side in [Side::Demand, Side::Supply] {
		add(&|outcome| outcome.clearing.margin.side = side);
	}
	for price in [None, Some(0), Some(u64::MAX)] {
		add(&|outcome| outcome.clearing.price = price);
	}
	for step in [1, -1_i64, 2, -2, 1 << 40, i64::MAX] {
		add(&|outcome| {
			outcome.clearing.price =
				outcome.clearing.price.map(|price| price.wrapping_add_signed(step));
		});
		let fields: [fn(&mut Clearing) -> &mut u64; 7] = [
			|c| &mut c.demand,
			|c| &mut c.firm,
			|c| &mut c.supply,
			|c| &mut c.traded,
			|c| &mut c.margin.total,
			|c| &mut c.margin.amount,
			|c| &mut c.margin.level.level,
		];
		for field in fields {
			add(&|outcome| {
				let field = field(&mut outcome.clearing);
				*field = field.wrapping_add_signed(step);
			});
		}
		let fields: [fn(&mut Clearing) -> &mut u32; 2] =
			[|c| &mut c.margin.level.above, |c| &mut c.margin.level.rest];
		for field in fields {
			add(&|outcome| {
				let field = field(&mut outcome.clearing);
				*field = field.wrapping_add_signed(step as i32);
			});
		}
		// Sums that still agree with each other.
		add(&|Outcome { clearing, .. }| {
			clearing.demand = clearing.demand.wrapping_add_signed(step);
			clearing.firm = clearing.firm.wrapping_add_signed(step);
		});
		add(&|Outcome { clearing, .. }| {
			clearing.traded = clearing.traded.wrapping_add_signed(step);
			clearing.margin.amount = clearing.margin.amount.wrapping_add_signed(step);
		});
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
	let rules = Rules { limits: Limits::new(200, 50, 900_000, 10).unwrap(), turn: 0 };
	let demands = [
		Demand { node: 1, quantity: 7, limit: None },
		Demand { node: 4, quantity: 3, limit: Some(80) },
		Demand { node: 5, quantity: 9, limit: Some(51) },
	];
	let offers =
		[Offer { node: 2, capacity: 10, ask: 60 }, Offer { node: 3, capacity: 10, ask: 90 }];
	let book = Book::new(&demands, &offers).unwrap();
	let mut outcome = clear(book, &rules);
	let best = certificate(book, &rules, &outcome);
	// At 60 + 10 the 10 Wh are bought; the others are worth 51 + 10 to the buyer, who goes without.
	assert_eq!((best.lambda, best.cost, best.value, best.rents), (70, 1_249, 1_330, 81));
	assert_eq!(best.gap(), Some(0));
	// 4 Wh from the dearer seller cost 30 more each.
	outcome.sold = vec![6, 4];
	assert_eq!(certificate(book, &rules, &outcome).gap(), Some(120));
	// What does not meet the demand can cost less than the optimum, and is no dispatch.
	outcome.sold = vec![6, 0];
	assert_eq!(certificate(book, &rules, &outcome).gap(), None);
	// Serving the one that pays 51 instead of the one that pays 80 costs 29 for each Wh.
	outcome.sold = vec![10, 0];
	outcome.bought = vec![7, 1, 2];
	assert_eq!(certificate(book, &rules, &outcome).gap(), Some(58));
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

	/// Another book's outcome is taken if and only if it is this one's, too.
	#[test]
	fn accepts_no_other_books_outcome(
		market in any_market(),
		pick in any::<prop::sample::Index>(),
		field in 0..3,
		near in -2_i64..=2,
	) {
		let orders = market.demands.len() + market.offers.len();
		prop_assume!(orders > 0);
		let k = pick.index(orders);
		let mut other = market.clone();
		let near = |number: u64, most: u64| number.saturating_add_signed(near).min(most);
		if let Some(demand) = other.demands.get_mut(k) {
			match field {
				0 => demand.quantity = near(demand.quantity, MAX_ORDER),
				1 => demand.limit = demand.limit.map(|limit| near(limit, MAX_PRICE)),
				_ => demand.limit = demand.limit.xor(Some(market.rules.limits.cap())),
			}
		} else {
			let offer = &mut other.offers[k - market.demands.len()];
			match field {
				0 => offer.capacity = near(offer.capacity, MAX_ORDER),
				1 => offer.ask = near(offer.ask, MAX_PRICE),
				_ => offer.ask = market.rules.limits.dearest_ask(),
			}
		}
		let (outcome, rules) = (clear(market.book(), &market.rules), &market.rules);
		let same = clear(other.book(), rules) == outcome;
		prop_assert_eq!(verify(other.book(), rules, &outcome).is_ok(), same);
		let later = Rules { turn: market.rules.turn.wrapping_add(1), ..*rules };
		let same = clear(market.book(), &later) == outcome;
		prop_assert_eq!(verify(market.book(), &later, &outcome).is_ok(), same);
	}

	/// Weak duality: no feasible dispatch costs less than the dual; the outcome costs as much.
	#[test]
	fn a_clearing_is_optimal(market in any_market()) {
		let best = certificate(market.book(), &market.rules, &clear(market.book(), &market.rules));
		prop_assert_eq!(best.gap(), Some(0));
		let limits = &market.rules.limits;
		prop_assert!(limits.fit() <= best.lambda && best.lambda <= limits.tou());
	}
}
