// SPDX-License-Identifier: Apache-2.0

//! Small books, worked out by hand. fit = 60, cap = 180.

use gridmerit_market::{
	Book, Demand, Limits, Offer, Outcome, Price, Rules, Side, Status, Wh, certificate, clear,
	verify,
};

/// Demand from node 101 on, offers from node 1 on.
fn cleared(demands: &[(Wh, Option<Price>)], offers: &[(Wh, Price)]) -> Outcome {
	let demands: Vec<_> = (101..)
		.zip(demands)
		.map(|(node, &(quantity, limit))| Demand { node, quantity, limit })
		.collect();
	let offers: Vec<_> =
		(1..).zip(offers).map(|(node, &(capacity, ask))| Offer { node, capacity, ask }).collect();
	let rules = Rules { limits: Limits::new(200, 60, 900_000, 0).unwrap(), turn: 0 };
	let book = Book::new(&demands, &offers).unwrap();
	let outcome = clear(book, &rules);
	assert_eq!(verify(book, &rules, &outcome), Ok(()));
	assert_eq!(certificate(book, &rules, &outcome).gap(), Some(0));
	outcome
}

fn result(outcome: Outcome) -> (Option<Price>, Vec<Wh>, Vec<Wh>) {
	(outcome.clearing.price, outcome.bought, outcome.sold)
}

#[test]
fn without_limits_the_price_is_the_papers() {
	let offers = [(5, 90), (6, 110)];
	assert_eq!(result(cleared(&[(9, None)], &offers)), (Some(110), vec![9], vec![5, 4]));
	assert_eq!(result(cleared(&[(5, None)], &offers)), (Some(90), vec![5], vec![5, 0]));
	assert_eq!(result(cleared(&[(11, None)], &offers)), (Some(110), vec![11], vec![5, 6]));
	let scarce = cleared(&[(9, None), (4, None)], &offers);
	assert_eq!(scarce.clearing.status, Status::Scarcity);
	assert_eq!(result(scarce), (Some(180), vec![7, 4], vec![5, 6]));
}

#[test]
fn the_staircases_cross_at_an_ask_or_at_a_limit() {
	let offers = [(5, 90), (5, 110), (5, 130)];
	// At 110 there are 10 Wh, and 8 wanted.
	let ask = cleared(&[(4, None), (4, Some(120)), (9, Some(100))], &offers);
	assert_eq!(ask.clearing.margin.side, Side::Supply);
	assert_eq!(result(ask), (Some(110), vec![4, 4, 0], vec![5, 3, 0]));
	// At 120 there are still 10 Wh, and 12 wanted; the 8 with that limit share 6.
	let limit = cleared(&[(4, None), (4, Some(120)), (4, Some(120))], &offers);
	assert_eq!(limit.clearing.margin.side, Side::Demand);
	assert_eq!(result(limit), (Some(120), vec![4, 3, 3], vec![5, 5, 0]));
	// As much is offered at 110 as is wanted above it, and the same at any price up to 130: the least is taken.
	let exact = cleared(&[(10, None), (5, Some(105))], &offers);
	assert_eq!(result(exact), (Some(110), vec![10, 0], vec![5, 5, 0]));
	// The least is a limit that buys nothing: below 120 more is wanted than the 5 Wh.
	let nothing = cleared(&[(5, None), (3, Some(120))], &[(5, 90), (5, 130)]);
	assert_eq!((nothing.clearing.margin.total, nothing.clearing.margin.amount), (3, 0));
	assert_eq!(result(nothing), (Some(120), vec![5, 0], vec![5, 0]));
}

#[test]
fn at_one_price_offers_come_before_limits() {
	// The limit is the ask: both trade, as much as there is.
	assert_eq!(result(cleared(&[(5, Some(90))], &[(3, 90)])), (Some(90), vec![3], vec![3]));
	assert_eq!(result(cleared(&[(3, Some(90))], &[(5, 90)])), (Some(90), vec![3], vec![3]));
	assert_eq!(result(cleared(&[(3, Some(90))], &[(5, 91)])), (None, vec![0], vec![0]));
}

#[test]
fn in_scarcity_who_takes_any_price_is_served_first() {
	let demands = [(4, None), (4, Some(180)), (4, Some(181))];
	// A limit of 181 is none; one of 180 is the cap, and yields.
	let scarce = cleared(&demands, &[(6, 90)]);
	assert_eq!((scarce.clearing.status, scarce.clearing.firm), (Status::Scarcity, 8));
	assert_eq!(result(scarce), (Some(180), vec![3, 0, 3], vec![6]));
	// With enough for those, the price is the limit of the next.
	let enough = cleared(&demands, &[(8, 90)]);
	assert_eq!(result(enough), (Some(180), vec![4, 0, 4], vec![8]));
	let more = cleared(&demands, &[(9, 90)]);
	assert_eq!(result(more), (Some(180), vec![4, 1, 4], vec![9]));
	let all = cleared(&demands, &[(12, 90)]);
	assert_eq!(result(all), (Some(90), vec![4, 4, 4], vec![12]));
}

#[test]
fn where_nothing_trades_there_is_no_price() {
	let status = |demands: &[(Wh, Option<Price>)], offers: &[(Wh, Price)]| {
		let outcome = cleared(demands, offers);
		assert_eq!((outcome.clearing.price, outcome.clearing.traded), (None, 0));
		outcome.clearing.status
	};
	assert_eq!(status(&[], &[]), Status::NoDemand);
	assert_eq!(status(&[(0, None), (0, Some(100))], &[(5, 90)]), Status::NoDemand);
	// A limit at the feed-in tariff: no price is as low.
	assert_eq!(status(&[(5, Some(60))], &[(5, 61)]), Status::NoDemand);
	assert_eq!(status(&[(5, None)], &[]), Status::NoSupply);
	assert_eq!(status(&[(5, Some(100))], &[(0, 90), (5, 60), (5, 180)]), Status::NoSupply);
	assert_eq!(status(&[(5, Some(89)), (7, Some(61))], &[(5, 90), (5, 110)]), Status::NoMatch);
	assert_eq!(status(&[(5, Some(61))], &[(5, 179)]), Status::NoMatch);
}
