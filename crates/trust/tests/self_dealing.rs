// SPDX-License-Identifier: Apache-2.0

//! Trading with oneself does not pay: an owner of several nodes plays whatever it likes, and loses.

#![allow(clippy::indexing_slicing, clippy::unwrap_used)] // A test that cannot be set up has failed.

use gridmerit_energy::{Basis, Invoice, Metered, Position, Tariff};
use gridmerit_trust::{Conduct, Params, Part, Reputation, Weighing};
use proptest::{prelude::*, sample::Index};

const NODES: usize = 4;

/// A trade of one of the owner's nodes, with another or with a stranger.
#[derive(Clone, Debug)]
struct Trade {
	seller: Index,
	buyer: Index,
	/// 0: both are its own; 1: a stranger buys; 2: a stranger sells.
	kind: u8,
	energy: u64,
}

/// What an owner does in an interval. What its nodes feed in they have drawn or generated, or used less.
#[derive(Clone, Debug)]
struct Interval {
	price: Index,
	trades: Vec<Trade>,
	/// What goes through the meters, in Wh, before it is balanced.
	meters: [(u64, u64); NODES],
	later: bool,
}

fn tariffs() -> impl Strategy<Value = Tariff> {
	(1_u64..100_000, 3_u64..200_000, 0_u64..20_000, 0_u64..300_000, 0_u64..100_000).prop_map(
		|(fit, room, fee, penalty, discount)| {
			let tou = fit + room + fee;
			Tariff {
				tou,
				fit,
				alpha_ppm: 1_000_000,
				fee,
				shortfall: tou + 1 + penalty,
				surplus: fit.saturating_sub(discount),
				curtailed: 0,
			}
		},
	)
}

fn intervals() -> impl Strategy<Value = Interval> {
	let energy = || prop_oneof![1 => 0_u64..10, 3 => 0_u64..3_000];
	let trade = (any::<Index>(), any::<Index>(), 0_u8..3, energy())
		.prop_map(|(seller, buyer, kind, energy)| Trade { seller, buyer, kind, energy });
	let meters =
		[(energy(), energy()), (energy(), energy()), (energy(), energy()), (energy(), energy())];
	(any::<Index>(), prop::collection::vec(trade, 0..6), meters, any::<bool>())
		.prop_map(|(price, trades, meters, later)| Interval { price, trades, meters, later })
}

/// The owner's invoices of an interval, its price, and what it has generated on balance, or used if that is negative.
fn play(interval: &Interval, tariff: Tariff, generation: i64) -> ([Invoice; NODES], u64) {
	let limits = tariff.limits().unwrap();
	let prices = (limits.cap() - limits.fit()) as usize;
	let price = limits.fit() + 1 + interval.price.index(prices) as u64;
	let mut positions = [Position::default(); NODES];
	for Trade { seller, buyer, kind, energy } in &interval.trades {
		let seller = &mut positions[seller.index(NODES)];
		if *kind < 2 {
			*seller = seller.sell(*energy, price).unwrap();
		}
		let buyer = &mut positions[buyer.index(NODES)];
		if *kind != 1 {
			*buyer = buyer.buy(*energy, price).unwrap();
		}
	}
	let mut metered = interval.meters.map(|(import, export)| Metered { import, export });
	let sum = |metered: &[Metered]| {
		let net = metered.iter().map(|one| one.export as i64 - one.import as i64);
		net.sum::<i64>()
	};
	// The first meter's flows are corrected, so that all of them feed in what is generated on balance.
	let excess = sum(&metered) - generation;
	let first = &mut metered[0];
	if excess > 0 {
		first.import += excess as u64
	} else {
		first.export += excess.unsigned_abs()
	}
	let invoices = std::array::from_fn(|node| {
		Invoice::new(Basis::Reading, metered[node], false, positions[node], tariff)
	});
	(invoices, price)
}

fn earned(invoices: &[Invoice]) -> i128 {
	invoices.iter().map(|invoice| invoice.credited as i128 - invoice.charged as i128).sum()
}

/// What somebody earns who sells what it generates on balance, or buys what it uses.
fn honestly(generation: i64, price: u64, tariff: &Tariff) -> i128 {
	let price = if generation > 0 { price } else { price + tariff.fee };
	i128::from(generation) * i128::from(price)
}

/// Without a cap on intervals, so that the bound is tight.
fn uncapped() -> Params {
	Params { day: 1 << 90, interval: 1 << 90, ..Params::default() }
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(4_000))]

	#[test]
	fn each_wh_sold_beyond_what_is_generated_costs_the_fee(
		tariff in tariffs(),
		interval in intervals(),
		generation in -5_000_i64..5_000,
	) {
		let (invoices, price) = play(&interval, tariff, generation);
		let sold: u64 = invoices.iter().map(|invoice| invoice.position.short()).sum();
		let beyond = sold.saturating_sub(generation.max(0) as u64);
		let loss = honestly(generation, price, &tariff) - earned(&invoices);
		prop_assert!(loss >= i128::from(tariff.fee) * i128::from(beyond), "{loss}");
	}

	#[test]
	fn risk_made_in_a_circle_costs_what_it_says(tariff in tariffs(), interval in intervals()) {
		let params = uncapped();
		let (invoices, _) = play(&interval, tariff, 0);
		let risk = invoices.iter().map(|invoice| Conduct::of(invoice, &params).risk).sum();
		prop_assert!(-earned(&invoices) >= params.cost_of(risk) as i128);
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(300))]

	/// Over many days, with all four nodes bonded in full and paid the most that the parameters allow.
	#[test]
	fn self_dealing_does_not_pay_at_the_defaults(
		tariff in tariffs(),
		intervals in prop::collection::vec(intervals(), 1..80),
	) {
		let (params, weighing) = (Params::default(), Weighing::default());
		let mut nodes = [Reputation::new(0, &params); NODES];
		let (mut day, mut money, mut rewards, mut counted) = (0, 0_i128, 0_u128, 0_u128);
		for interval in &intervals {
			day += u32::from(interval.later);
			let (invoices, _) = play(interval, tariff, 0);
			money += earned(&invoices);
			for (node, invoice) in nodes.iter_mut().zip(&invoices) {
				let (after, changes) = node.fold(&Conduct::of(invoice, &params), day, &params);
				*node = after;
				let effective = weighing.effective(after.index, weighing.full);
				rewards += params.reward_of(changes.counted, effective);
				counted += changes.counted;
			}
		}
		prop_assert!(money + (rewards as i128) <= 0);
		prop_assert!(counted == 0 || money + (rewards as i128) < 0);
		// What the way up has cost: nobody is above the base for nothing.
		prop_assert!(-money >= params.cost_of(counted) as i128);
		let best = nodes.iter().map(|node| node.index).max().unwrap();
		prop_assert!(counted > 0 || best <= params.base);
	}
}

/// The bound can be reached: a circle between two own nodes whose fee is all that it costs.
#[test]
fn a_perfect_circle_costs_just_the_fee() {
	let tariff = Tariff {
		tou: 200_000,
		fit: 80_000,
		alpha_ppm: 950_000,
		fee: 5_000,
		shortfall: 300_000,
		surplus: 80_000,
		curtailed: 0,
	};
	let position = Position::default();
	let invoices = [
		(position.sell(500, 120_000).unwrap(), Metered { import: 0, export: 500 }),
		(position.buy(500, 120_000).unwrap(), Metered { import: 500, export: 0 }),
	]
	.map(|(position, metered)| Invoice::new(Basis::Reading, metered, false, position, tariff));
	let params = Params::default();
	let risks = invoices.map(|invoice| Conduct::of(&invoice, &params).risk);
	assert_eq!(risks, [50_000_000, 0]);
	assert_eq!(earned(&invoices), -2_500_000);
	assert_eq!(params.cost_of(50_000_000), 2_500_000);
	assert!(params.reward_of(50_000_000, Part::ONE) < 2_500_000);
}
