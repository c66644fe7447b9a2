// SPDX-License-Identifier: Apache-2.0

//! The lock rule under attack: random orders, fills and side flips over several rounds.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use gridmerit_energy::{FeedInRight, Imbalance, Limits, Metered, Order, Planck, Position, Tariff};
use proptest::{collection::vec, option, prelude::*};

/// Tariffs that a market may have, small numbers for many coincidences.
fn tariff() -> impl Strategy<Value = (Tariff, Limits)> {
	let alpha = prop_oneof![Just(1_000_000), Just(900_000), 600_000..=1_000_000_u32];
	let parts = (0.0..0.33, 0.0..=0.25, 0.0..=1.0, 0.0..=1.0);
	(8_u64..60, alpha, 0_u64..20, parts).prop_filter_map(
		"no room",
		|(tou, alpha_ppm, above, (fit, fee, surplus, curtailed))| {
			let (fit, fee) = (between(0, tou, fit), between(0, tou, fee));
			let (shortfall, surplus) = (tou + above, between(0, fit, surplus));
			let curtailed = between(0, fit, curtailed);
			let tariff = Tariff { tou, fit, alpha_ppm, fee, shortfall, surplus, curtailed };
			Some((tariff, tariff.limits().ok()?))
		},
	)
}

/// What a node does in a round: which side, how much, how dear (a demand without it: at any price), and how
/// much of it fills at what price; the last three as fractions of what is possible.
type Round = (bool, u64, Option<f64>, f64, f64);

fn rounds() -> impl Strategy<Value = Vec<Round>> {
	vec((any::<bool>(), 0_u64..40, option::of(0.0..=1.0), 0.0..=1.0, 0.0..=1.0), 0..6)
}

fn between(low: u64, high: u64, fraction: f64) -> u64 {
	low + ((high - low) as f64 * fraction).round() as u64
}

/// An order by `round`, and the position once it is partly filled.
fn trade(position: Position, round: Round, limits: &Limits) -> (Order, Position, Order) {
	let (sells, quantity, own, filled, price) = round;
	let fill = between(0, quantity, filled);
	if sells {
		let ask = between(limits.cheapest_ask(), limits.dearest_ask(), own.unwrap_or(0.0));
		let price = between(ask, limits.cap(), price);
		(
			Order::Offer { capacity: quantity, ask },
			position.sell(fill, price).unwrap(),
			Order::Offer { capacity: quantity - fill, ask },
		)
	} else {
		let limit = own.map(|own| between(limits.cheapest_ask(), limits.cap(), own));
		let price = between(limits.cheapest_ask(), limit.unwrap_or(limits.cap()), price);
		(
			Order::Demand { quantity, limit },
			position.buy(fill, price).unwrap(),
			Order::Demand { quantity: quantity - fill, limit },
		)
	}
}

/// What the node pays in the end, less what it gets: purchases, fee, sales, imbalance.
fn charge(position: &Position, metered: Metered, tariff: &Tariff) -> i128 {
	let signed = |money: Planck| i128::try_from(money).unwrap();
	let fee = signed(position.fee(tariff.fee));
	let traded = signed(position.cost) + fee - signed(position.revenue);
	match position.imbalance(metered, None, tariff) {
		Imbalance::Bought { cost, .. } => traded + signed(cost),
		Imbalance::Sold { revenue, .. } => traded - signed(revenue),
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(20_000))]

	/// Whatever a node orders, gets and delivers, its lock pays for it; what it uses itself is retail.
	#[test]
	fn the_lock_covers_every_ending(
		(tariff, limits) in tariff(),
		rounds in rounds(),
		import in 0_u64..100,
		export in 0_u64..100,
	) {
		let mut position = Position::default();
		let mut locked = 0;
		for round in rounds {
			// Recomputed when the node posts, not when its order fills.
			let (order, filled, _) = trade(position, round, &limits);
			locked = position.lock(Some(order), &tariff, &limits).unwrap();
			position = filled;
			let retail = i128::from(tariff.tou) * i128::from(import);
			let charge = charge(&position, Metered { import, export }, &tariff);
			prop_assert!(charge <= i128::try_from(locked).unwrap() + retail);
		}
		// And a node that trades nothing more may cancel.
		prop_assert!(position.lock(None, &tariff, &limits).unwrap() <= locked);
	}

	#[test]
	fn a_clearing_never_raises_what_must_be_locked(
		(tariff, limits) in tariff(),
		before in rounds(),
		round in rounds().prop_filter_map("one", |rounds| rounds.first().copied()),
	) {
		let position = before.iter().fold(Position::default(), |position, &round| {
			trade(position, round, &limits).1
		});
		let (order, filled, rest) = trade(position, round, &limits);
		let needed = position.lock(Some(order), &tariff, &limits).unwrap();
		prop_assert!(filled.lock(Some(rest), &tariff, &limits).unwrap() <= needed);
		prop_assert!(filled.lock(None, &tariff, &limits).unwrap() <= needed);
	}

	#[test]
	fn buying_back_within_a_short_position_needs_no_money(
		(tariff, limits) in tariff(),
		rounds in rounds(),
		fraction in 0.0..=1.0,
	) {
		let position = rounds.iter().fold(Position::default(), |position, &round| {
			trade(position, round, &limits).1
		});
		let quantity = between(0, position.short(), fraction);
		let order = Some(Order::Demand { quantity, limit: None });
		let without = position.lock(None, &tariff, &limits).unwrap();
		prop_assert_eq!(position.lock(order, &tariff, &limits).unwrap(), without);
	}

	/// The imbalance is what balances position and meter, at the prices of the real-time market.
	#[test]
	fn an_imbalance_balances_the_node(
		(tariff, limits) in tariff(),
		rounds in rounds(),
		import in 0_u64..100,
		export in 0_u64..100,
	) {
		let position = rounds.iter().fold(Position::default(), |position, &round| {
			trade(position, round, &limits).1
		});
		let (bought, sold) = (i128::from(position.bought), i128::from(position.sold));
		let missing = sold + i128::from(import) - bought - i128::from(export);
		match position.imbalance(Metered { import, export }, None, &tariff) {
			Imbalance::Bought { energy, cost } => {
				prop_assert!(missing > 0);
				prop_assert_eq!(i128::from(energy), missing);
				let promised = energy.min(position.short());
				let beyond = energy - promised;
				prop_assert_eq!(cost, u128::from(promised * tariff.shortfall + beyond * tariff.tou));
			},
			Imbalance::Sold { energy, revenue } => {
				prop_assert!(missing <= 0);
				prop_assert_eq!(i128::from(energy), -missing);
				let bought = energy.min(position.long());
				let beyond = energy - bought;
				prop_assert_eq!(revenue, u128::from(bought * tariff.surplus + beyond * tariff.fit));
			},
		}
	}

	/// Behind a full line each Wh without a right earns the curtailed price, and never more than it would have without;
	/// what is missing costs the same. A right to more is worth no less, and one to all of it as much as no full line; to what was
	/// bought there is none.
	#[test]
	fn what_has_no_right_earns_the_curtailed_price(
		(tariff, limits) in tariff(),
		rounds in rounds(),
		import in 0_u64..100,
		export in 0_u64..100,
		right in 0_u64..150,
	) {
		let position = rounds.iter().fold(Position::default(), |position, &round| {
			trade(position, round, &limits).1
		});
		let metered = Metered { import, export };
		let with = |right| position.imbalance(metered, Some(FeedInRight { energy: right }), &tariff);
		let without = position.imbalance(metered, None, &tariff);
		let Imbalance::Sold { energy, revenue } = without else {
			prop_assert_eq!(with(right), without);
			return Ok(());
		};
		let bought = energy.min(position.long());
		if bought == 0 {
			prop_assert_eq!(with(energy), without);
		}
		// Wh by Wh, those that earn most first.
		let beyond = energy - bought;
		let price = |k: u64| if k < beyond { tariff.fit } else { tariff.surplus };
		let earned =
			|k| if k < right.min(beyond) { price(k) } else { price(k).min(tariff.curtailed) };
		let expected: u64 = (0..energy).map(earned).sum();
		prop_assert_eq!(with(right), Imbalance::Sold { energy, revenue: expected.into() });
		prop_assert!(with(right).revenue() <= revenue);
		prop_assert!(with(right).revenue() <= with(right + 1).revenue());
	}
}

proptest! {
	/// On the energy that flows, in whatever rounds and in whatever order it was bought and sold.
	#[test]
	fn the_fee_is_on_what_is_bought_beyond_what_is_sold(
		(tariff, limits) in tariff(),
		mut rounds in rounds(),
	) {
		let traded = |rounds: &[Round]| rounds.iter().fold(Position::default(), |position, &round| {
			trade(position, round, &limits).1
		});
		let position = traded(&rounds);
		let flows = i128::from(position.bought) - i128::from(position.sold);
		let fee = position.fee(tariff.fee);
		prop_assert_eq!(i128::try_from(fee).unwrap(), flows.max(0) * i128::from(tariff.fee));
		rounds.reverse();
		prop_assert_eq!(traded(&rounds).fee(tariff.fee), fee);
	}

	/// No price or amount in between costs more than the ends: all of an order at its worst price, or none of it.
	#[test]
	fn what_is_exposed_is_largest_at_the_ends(
		(tariff, limits) in tariff(),
		before in rounds(),
		quantity in 0_u64..40,
		buys in any::<bool>(),
	) {
		let position = before.iter().fold(Position::default(), |position, &round| {
			trade(position, round, &limits).1
		});
		let filled = |energy| match buys {
			true => position.buy(energy, limits.cap()).unwrap(),
			false => position.sell(energy, limits.cheapest_ask()).unwrap(),
		};
		let most = filled(quantity).exposure(&tariff).max(position.exposure(&tariff));
		for energy in 0..=quantity {
			prop_assert!(filled(energy).exposure(&tariff) <= most);
		}
	}
}

#[test]
fn a_node_that_never_traded_pays_and_earns_the_tariff() {
	let tariff = Tariff {
		tou: 200_000,
		fit: 60_000,
		alpha_ppm: 900_000,
		fee: 5_000,
		shortfall: 250_000,
		surplus: 40_000,
		curtailed: 0,
	};
	let metered =
		|import, export| charge(&Position::default(), Metered { import, export }, &tariff);
	assert_eq!(metered(1_000, 0), 200_000_000);
	assert_eq!(metered(0, 1_000), -60_000_000);
	assert_eq!(metered(400, 1_000), -36_000_000);
	// A seller of 10 Wh that delivers 4 lacks 6 promised ones; one that delivers 12 has 2 over.
	let seller = Position::default().sell(10, 100_000).unwrap();
	let delivers = |export| charge(&seller, Metered { import: 0, export }, &tariff);
	assert_eq!(delivers(10), -1_000_000);
	assert_eq!(delivers(4), -1_000_000 + 6 * 250_000);
	assert_eq!(delivers(12), -1_000_000 - 2 * 60_000);
	// A buyer of 10 Wh that uses 7 sells 3 at the surplus price; one that uses 12 buys 2.
	let buyer = Position::default().buy(10, 100_000).unwrap();
	let uses = |import| charge(&buyer, Metered { import, export: 0 }, &tariff);
	assert_eq!(uses(10), 1_050_000);
	assert_eq!(uses(7), 1_050_000 - 3 * 40_000);
	assert_eq!(uses(12), 1_050_000 + 2 * 200_000);
}
