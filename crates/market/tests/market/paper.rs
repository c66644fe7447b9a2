// SPDX-License-Identifier: Apache-2.0

//! Algorithm 2 of the paper taken literally, line by line, in exact fractions: why the sweep replaces it.

use std::collections::BTreeMap;

use fastrand::Rng;
use gridmerit_market::{Book, Demand, Limits, Offer, Price, Rules, Wh, assign, clear};
use num_bigint::BigInt;
use num_rational::BigRational;

/// How a run of the printed loop ends.
#[derive(Debug, PartialEq)]
enum Ending {
	/// Not within many times the steps that all pairs of nodes would take.
	Endless,
	/// Line 11 divides by a total of 0.
	DivisionByZero,
	/// With these transactions: seller, buyer, energy.
	Done(Vec<(u32, u32, BigRational)>),
}

fn number(value: u64) -> BigRational {
	BigRational::from(BigInt::from(value))
}

/// Lines 3 to 34 for one interval; `limit` is `alpha * p_tou`. "Pick up" takes the first of a list.
fn algorithm_2(demands: &[Demand], offers: &[Offer], limit: Price) -> Ending {
	let zero = number(0);
	let mut transactions = Vec::new();
	let mut consumers: Vec<&Demand> = demands.iter().collect(); // 3
	let mut prosumers: Vec<&Offer> = offers.iter().filter(|offer| offer.ask < limit).collect(); // 4
	let mut g = zero.clone(); // 6
	let demand = number(demands.iter().map(|demand| demand.quantity).sum()); // 7: of all consumers
	let generation = number(offers.iter().map(|offer| offer.capacity).sum()); // 7: of all prosumers
	let (gamma, omega) = if demand > generation {
		(generation / demand, number(1)) // 9
	} else if generation == zero {
		return Ending::DivisionByZero; // 11
	} else {
		(number(1), demand / generation) // 11
	};
	let mut seller = None;
	let mut steps_left = 10 * (1 + demands.len()) * (1 + offers.len());
	while let Some(&j) = consumers.first() {
		if prosumers.is_empty() {
			break; // 14
		}
		let mut d = &gamma * number(j.quantity); // 6, 15
		if g == zero {
			seller = Some(prosumers[0]); // 17
			g = &omega * number(prosumers[0].capacity);
		}
		while d > zero {
			if prosumers.is_empty() {
				break; // 20
			}
			let i = seller.unwrap();
			let energy; // 21
			if g > d {
				energy = d.clone(); // 23
				g -= &d; // 24
				consumers.retain(|row| row.node != j.node);
				d = zero.clone();
			} else {
				energy = g.clone(); // 26
				d -= &g; // 27
				prosumers.retain(|row| row.node != i.node);
				g = zero.clone();
			}
			transactions.push((i.node, j.node, energy)); // 29, 30
			if steps_left == 0 {
				return Ending::Endless;
			}
			steps_left -= 1;
		}
		if steps_left == 0 {
			return Ending::Endless;
		}
		steps_left -= 1;
	}
	Ending::Done(transactions) // 34
}

fn demands(quantities: &[u64]) -> Vec<Demand> {
	(1..).zip(quantities).map(|(node, &quantity)| Demand { node, quantity, limit: None }).collect()
}

fn offers(offers: &[(u64, Price)]) -> Vec<Offer> {
	(101..).zip(offers).map(|(node, &(capacity, ask))| Offer { node, capacity, ask }).collect()
}

/// What the sweep does with the same book: seller, buyer, energy.
fn sweep(demands: &[Demand], offers: &[Offer]) -> Vec<(u32, u32, u64)> {
	let book = Book::new(demands, offers).unwrap();
	let rules = Rules { limits: Limits::new(LIMIT, 0, 1_000_000, 0).unwrap(), turn: 0 };
	let outcome = clear(book, &rules);
	let total: u64 = assign(book, &outcome).map(|transaction| transaction.energy).sum();
	assert_eq!(total, outcome.clearing.traded);
	assign(book, &outcome).map(|t| (t.seller, t.buyer, t.energy)).collect()
}

const LIMIT: Price = 100;

#[test]
fn ends_where_one_seller_serves_all() {
	let (demands, offers) = (demands(&[2, 3]), offers(&[(10, 20)]));
	// The only kind of book it can do: the seller is never used up before the last consumer is served,
	// and then line 27 leaves that consumer on the list, which no longer matters.
	let done = vec![(101, 1, number(2)), (101, 2, number(3))];
	assert_eq!(algorithm_2(&demands, &offers, LIMIT), Ending::Done(done));
	assert_eq!(sweep(&demands, &offers), [(101, 1, 2), (101, 2, 3)]);
}

#[test]
fn never_ends_once_a_seller_is_used_up_within_a_demand() {
	// Line 16 would choose the second seller, but stands outside the loop that uses up the first.
	let (demands, offers) = (demands(&[5]), offers(&[(2, 20), (3, 20)]));
	assert_eq!(algorithm_2(&demands, &offers, LIMIT), Ending::Endless);
	assert_eq!(sweep(&demands, &offers), [(101, 1, 2), (102, 1, 3)]);
}

#[test]
fn serves_a_consumer_twice_where_g_equals_d() {
	// Line 27 removes the seller but not the consumer, so the second seller serves it again.
	let (demands, offers) = (demands(&[2, 2]), offers(&[(2, 20), (2, 20)]));
	let done = vec![(101, 1, number(2)), (102, 1, number(2))];
	assert_eq!(algorithm_2(&demands, &offers, LIMIT), Ending::Done(done));
	assert_eq!(sweep(&demands, &offers), [(101, 1, 2), (102, 2, 2)]);
}

#[test]
fn never_ends_on_a_demand_of_nothing() {
	let (demands, offers) = (demands(&[0]), offers(&[(2, 20)]));
	assert_eq!(algorithm_2(&demands, &offers, LIMIT), Ending::Endless);
	assert_eq!(sweep(&demands, &offers), []);
}

#[test]
fn divides_by_zero_where_nobody_wants_or_offers_anything() {
	let (demands, offers) = (demands(&[0]), offers(&[(0, 20)]));
	assert_eq!(algorithm_2(&demands, &offers, LIMIT), Ending::DivisionByZero);
	assert_eq!(sweep(&demands, &offers), []);
}

#[test]
fn counts_sellers_that_algorithm_1_has_refused() {
	// G_total = 10 promises all of the demand, but only 4 Wh may be sold: 2 of them go, 2 are withheld.
	let (demands, offers) = (demands(&[5]), offers(&[(4, 20), (6, LIMIT)]));
	let Ending::Done(transactions) = algorithm_2(&demands, &offers, LIMIT) else { panic!("ends") };
	assert_eq!(transactions, [(101, 1, number(2))]);
	assert_eq!(sweep(&demands, &offers), [(101, 1, 4)]);
}

/// A census of random books, to be read with `--nocapture`.
#[test]
fn fails_on_most_books() {
	let mut rng = Rng::with_seed(1);
	let mut endings = BTreeMap::<_, u32>::new();
	let mut sold_below_ask = 0;
	for _ in 0..500 {
		let mut quantities = |of: std::ops::Range<u64>| -> Vec<u64> {
			(0..rng.u64(1..10)).map(|_| rng.u64(of.clone())).collect()
		};
		let demands = demands(&quantities(0..40));
		let capacities = quantities(0..40);
		let asks = quantities(1..LIMIT + 10);
		let pairs: Vec<_> = capacities.into_iter().zip(asks.into_iter().cycle()).collect();
		let offers = offers(&pairs);
		let ideal: u64 = sweep(&demands, &offers).iter().map(|(_, _, energy)| energy).sum();
		let ending = match algorithm_2(&demands, &offers, LIMIT) {
			Ending::Endless => "never ends",
			Ending::DivisionByZero => "divides by zero",
			Ending::Done(transactions) => {
				let mut bought = BTreeMap::<_, BigRational>::new();
				transactions.iter().for_each(|(_, buyer, energy)| {
					*bought.entry(*buyer).or_insert_with(|| number(0)) += energy;
				});
				let total: BigRational = bought.values().sum();
				let within = demands.iter().all(|demand| {
					bought.get(&demand.node).is_none_or(|energy| *energy <= number(demand.quantity))
				});
				if total == number(ideal) && within { "right" } else { "wrong amounts" }
			},
		};
		*endings.entry(ending).or_default() += 1;
		sold_below_ask += u32::from(pro_rata_sells_below_ask(&demands, &offers));
	}
	println!("Algorithm 2 as printed, 500 books: {endings:?}");
	println!("pro rata makes somebody sell below its ask in {sold_below_ask} of them");
	assert!(endings["never ends"] > 400);
	assert!(endings["wrong amounts"] > 0);
	assert!(sold_below_ask > 100);
}

/// Whether the paper's `omega` (line 11) has a seller deliver below its own ask: it sells `omega` of each capacity that
/// Algorithm 1 lets trade, whatever its ask.
fn pro_rata_sells_below_ask(demands: &[Demand], offers: &[Offer]) -> bool {
	let rules = Rules { limits: Limits::new(LIMIT, 0, 1_000_000, 0).unwrap(), turn: 0 };
	let clearing = clear(Book::new(demands, offers).unwrap(), &rules).clearing;
	let eligible = || offers.iter().filter(|offer| offer.ask < LIMIT && offer.capacity > 0);
	let supply: Wh = eligible().map(|offer| offer.capacity).sum();
	let demand: Wh = demands.iter().map(|demand| demand.quantity).sum();
	if supply == 0 || demand >= supply {
		return false;
	}
	let omega = number(demand) / number(supply);
	let sold = |offer: &Offer| &omega * number(offer.capacity);
	eligible().any(|offer| sold(offer) > number(0) && Some(offer.ask) > clearing.price)
}
