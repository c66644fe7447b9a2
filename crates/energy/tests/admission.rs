// SPDX-License-Identifier: Apache-2.0

//! What may be ordered: each reason once on both sides of its boundary, and what holds for all orders.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use gridmerit_energy::{
	Battery, EnergyLimits, MAX_ORDER, Metered, Order, Position, Price, Roles, Tariff, Terms, Wh,
	Window,
	admission::{
		ChargeWalk, Inadmissible, OrderTerms, Trader, buying_room, may_trade, selling_room,
	},
};
use proptest::{collection::vec, option, prelude::*};

/// The cap is 190 and the dearest ask 189.
const TARIFF: Tariff = Tariff {
	tou: 200,
	fit: 80,
	alpha_ppm: 950_000,
	fee: 5,
	shortfall: 210,
	surplus: 70,
	curtailed: 0,
};
const TRADER: Trader = Trader {
	limits: EnergyLimits { generation: 1_000, consumption: 2_000 },
	in_arrears: false,
	most_sold: None,
};
/// A quarter of an hour, in which [`BATTERY`] charges and discharges 100 Wh at most.
const QUARTER: u32 = 900_000;
const BATTERY: Battery =
	Battery { capacity: 300, power: 400, efficiency_ppm: 900_000, initial: 120 };

fn terms() -> OrderTerms {
	OrderTerms { tariff: TARIFF, limits: TARIFF.limits().unwrap(), minimum: 10 }
}

fn traded(bought: Wh, sold: Wh) -> Position {
	let at = |energy| u128::from(energy) * 100;
	Position { bought, sold, cost: at(bought), revenue: at(sold) }
}

fn buy(quantity: Wh) -> Order {
	Order::Demand { quantity, limit: None }
}

fn limited(limit: Price) -> Order {
	Order::Demand { quantity: 10, limit: Some(limit) }
}

fn sell(capacity: Wh) -> Order {
	Order::Offer { capacity, ask: 100 }
}

fn admit(order: Order, bought: Wh, sold: Wh) -> Result<u128, Inadmissible> {
	TRADER.admit(order, &traded(bought, sold), &terms())
}

/// Nothing trades, and nothing is locked, in an hour in which the utility's energy costs nothing.
#[test]
fn no_order_is_admitted_where_prices_leave_no_room() {
	let tariff = Tariff {
		tou: 0,
		fit: 0,
		alpha_ppm: 950_000,
		fee: 0,
		shortfall: 0,
		surplus: 0,
		curtailed: 0,
	};
	let terms = OrderTerms { tariff, limits: tariff.limits().unwrap(), minimum: 1 };
	let limits = EnergyLimits { generation: 100, consumption: 100 };
	let trader = Trader { limits, in_arrears: false, most_sold: None };
	for order in [buy(1), Order::Offer { capacity: 1, ask: 1 }] {
		let admitted = trader.admit(order, &Position::default(), &terms);
		assert_eq!(admitted, Err(Inadmissible::NothingTrades));
	}
}

#[test]
fn roles_and_suspension() {
	let utility = Roles { utility: true, prosumer: true, ..Roles::default() };
	let owner = Roles { line_owner: true, ..Roles::default() };
	let consumer = Roles { consumer: true, ..Roles::default() };
	assert_eq!(may_trade(&utility, true), Err(Inadmissible::DoesNotTrade));
	assert_eq!(may_trade(&owner, false), Err(Inadmissible::DoesNotTrade));
	assert_eq!(may_trade(&consumer, true), Err(Inadmissible::Suspended));
	assert_eq!(may_trade(&consumer, false), Ok(()));
}

/// An agent judges by what the chain says of a window, the chain by the interval's terms.
#[test]
fn windows_and_terms_ask_the_same() {
	let OrderTerms { tariff, limits, minimum } = terms();
	let window = Window {
		interval: 9,
		start: 0,
		round: 8,
		gate: 0,
		last_round: 8,
		tariff,
		cheapest_ask: limits.cheapest_ask(),
		dearest_ask: limits.dearest_ask(),
		cap: limits.cap(),
		minimum,
	};
	assert_eq!(OrderTerms::try_from(&window), Ok(terms()));
	let of_interval =
		Terms { tariff, limits, utility: 0, grid: 0, minimum, last_round: 8, gate_lead: 1 };
	assert_eq!(OrderTerms::from(&of_interval), terms());
	let unsound = Window { tariff: Tariff { alpha_ppm: 0, ..tariff }, ..window };
	assert!(OrderTerms::try_from(&unsound).is_err());
}

#[test]
fn boundary_of_price_limits() {
	for (limit, expected) in [
		(0, Err(Inadmissible::LimitNotAboveFeedIn)),
		(80, Err(Inadmissible::LimitNotAboveFeedIn)),
		(81, Ok(10 * 86)),
		(190, Ok(10 * 195)),
		(191, Err(Inadmissible::LimitAboveCap)),
		(Price::MAX, Err(Inadmissible::LimitAboveCap)),
	] {
		assert_eq!(admit(limited(limit), 0, 0), expected, "{limit}");
	}
	// What closes a position may have a limit, too.
	assert_eq!(admit(limited(120), 0, 10), Ok(10 * 110));
}

#[test]
fn what_must_be_locked() {
	// Cap and fee, or the shortfall price less the ask.
	assert_eq!(admit(buy(10), 0, 0), Ok(10 * 195));
	assert_eq!(admit(limited(120), 0, 0), Ok(10 * 125));
	assert_eq!(admit(sell(10), 0, 0), Ok(10 * 110));
	// What closes a position needs nothing new.
	assert_eq!(admit(buy(300), 0, 300), Ok(300 * 110));
}

#[test]
fn boundary_of_quantities() {
	let below = Err(Inadmissible::BelowMinimum);
	for order in [buy, sell] {
		assert_eq!(admit(order(0), 0, 0), below);
		assert_eq!(admit(order(9), 0, 0), below);
		assert!(admit(order(10), 0, 0).is_ok());
	}
	// But for what closes the position to the last Wh.
	assert_eq!((admit(buy(6), 0, 7), admit(buy(8), 0, 7)), (below, below));
	assert!(admit(buy(7), 0, 7).is_ok());
	assert_eq!(admit(sell(7), 7, 7), below);
	let limits = EnergyLimits { generation: Wh::MAX, consumption: Wh::MAX };
	let boundless = Trader { limits, ..TRADER };
	for order in [buy, sell] {
		let admit = |quantity| boundless.admit(order(quantity), &traded(0, 0), &terms());
		assert!(admit(MAX_ORDER).is_ok());
		assert_eq!(admit(MAX_ORDER + 1), Err(Inadmissible::TooLarge));
	}
}

#[test]
fn boundary_of_limits() {
	let (drawn, fed_in) =
		(Err(Inadmissible::AboveConsumptionLimit), Err(Inadmissible::AboveGenerationLimit));
	for (bought, sold, most) in [(0, 0, 2_000), (800, 300, 1_500), (0, 300, 2_300)] {
		assert!(admit(buy(most), bought, sold).is_ok());
		assert_eq!(admit(buy(most + 1), bought, sold), drawn);
	}
	for (bought, sold, most) in [(0, 0, 1_000), (300, 800, 500), (300, 0, 1_300)] {
		assert!(admit(sell(most), bought, sold).is_ok());
		assert_eq!(admit(sell(most + 1), bought, sold), fed_in);
	}
	// A position beyond a limit that fell can be made smaller, not larger.
	assert_eq!(admit(buy(10), 2_500, 0), drawn);
	assert!(admit(sell(2_500), 2_500, 0).is_ok());
}

#[test]
fn boundary_of_arrears() {
	let indebted = Trader { in_arrears: true, ..TRADER };
	let admit = |order, bought, sold| indebted.admit(order, &traded(bought, sold), &terms());
	let error = Err(Inadmissible::InArrears);
	assert!(admit(buy(300), 0, 300).is_ok());
	assert_eq!(admit(buy(301), 0, 300), error);
	assert!(admit(sell(300), 300, 0).is_ok());
	assert_eq!(admit(sell(301), 300, 0), error);
	assert_eq!(admit(buy(10), 0, 0), error);
}

/// What closes a position is no offer.
#[test]
fn boundary_of_trust() {
	let admit = |most, quantity, (bought, sold)| {
		let trader = Trader { most_sold: Some(most), ..TRADER };
		trader.admit(sell(quantity), &traded(bought, sold), &terms()).map(|_| ())
	};
	let (above, none) = (Err(Inadmissible::AboveTrust), Err(Inadmissible::NotTrusted));
	for (position, most) in [((0, 0), 700), ((100, 500), 300), ((500, 100), 1_100)] {
		assert_eq!(admit(700, most, position), Ok(()));
		assert_eq!(admit(700, most + 1, position), above);
	}
	// The connection's limit is as good.
	assert_eq!(admit(1_001, 1_001, (0, 0)), Err(Inadmissible::AboveGenerationLimit));
	// A position beyond what is trusted now may not grow.
	assert_eq!(admit(700, 10, (0, 701)), above);
	assert_eq!(admit(700, 10, (0, 690)), Ok(()));
	// With too little trust what was bought may be sold, and nothing else.
	assert_eq!(admit(0, 10, (0, 0)), none);
	assert_eq!(admit(0, 400, (500, 100)), Ok(()));
	assert_eq!(admit(0, 401, (500, 100)), none);
	// Who buys needs none.
	let nobody = Trader { most_sold: Some(0), ..TRADER };
	assert!(nobody.admit(buy(2_000), &traded(0, 0), &terms()).is_ok());
	assert!(nobody.admit(buy(10), &traded(0, 500), &terms()).is_ok());
}

#[test]
fn boundary_of_asks() {
	let admit = |ask| admit(Order::Offer { capacity: 10, ask }, 0, 0).map(|_| ());
	assert_eq!(admit(80), Err(Inadmissible::AskNotAboveFeedIn));
	assert_eq!((admit(81), admit(189)), (Ok(()), Ok(())));
	assert_eq!(admit(190), Err(Inadmissible::AskNotBelowAlphaTou));
	assert_eq!(admit(195), Err(Inadmissible::AskNotBelowAlphaTou));
	assert_eq!(admit(196), Err(Inadmissible::AskPlusFeeAboveTou));
}

#[test]
fn no_position_overflows() {
	let position = Position { bought: 10, cost: u128::MAX, ..traded(0, 10) };
	let found = TRADER.admit(buy(10), &position, &terms());
	assert_eq!(found, Err(Inadmissible::BeyondBounds));
}

/// Walks through intervals in each of which so much flows without a posting and with it, bought if positive.
fn walk(charge: Wh, flows: &[(i64, i64)]) -> Result<Wh, Inadmissible> {
	let meter = |net: i64| Metered { import: net.max(0) as Wh, export: (-net).max(0) as Wh };
	let mut walk = ChargeWalk::new(BATTERY, charge, QUARTER);
	for (without, with) in flows {
		walk.step(meter(*without), meter(*with))?;
	}
	Ok(walk.charge())
}

#[test]
fn boundary_of_power() {
	assert_eq!(walk(120, &[(0, 100)]), Ok(210));
	assert_eq!(walk(120, &[(0, 101)]), Err(Inadmissible::AbovePower));
	assert_eq!(walk(120, &[(0, -100)]), Ok(20));
	assert_eq!(walk(120, &[(0, -101)]), Err(Inadmissible::AbovePower));
	// What is above it without the posting may be approached.
	assert_eq!(walk(120, &[(-120, -119)]), Ok(1));
}

#[test]
fn boundary_of_what_it_holds() {
	assert_eq!(walk(120, &[(0, -100), (0, -20)]), Ok(0));
	assert_eq!(walk(120, &[(0, -100), (0, -21)]), Err(Inadmissible::BatteryEmpty));
	assert_eq!(walk(120, &[(0, 100), (0, 100)]), Ok(300));
	assert_eq!(walk(121, &[(0, 100), (0, 100)]), Err(Inadmissible::BatteryFull));
	// The impossible may become smaller, not larger, and is carried on from empty or full.
	assert_eq!(walk(0, &[(-100, -90), (0, 100), (0, -90)]), Ok(0));
	assert_eq!(walk(0, &[(-90, -91)]), Err(Inadmissible::BatteryEmpty));
	assert_eq!(walk(300, &[(90, 80), (0, -100)]), Ok(200));
	assert_eq!(walk(300, &[(80, 90)]), Err(Inadmissible::BatteryFull));
	// No more than full to begin with.
	assert_eq!(walk(900, &[(0, -100)]), Ok(200));
}

fn any_trader() -> impl Strategy<Value = Trader> {
	(0_u64..60, 0_u64..60, any::<bool>(), option::of(0_u64..60)).prop_map(
		|(generation, consumption, in_arrears, most_sold)| Trader {
			limits: EnergyLimits { generation, consumption },
			in_arrears,
			most_sold,
		},
	)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(5_000))]

	/// What an agent asks before it orders is what the chain admits: all from the least quantity to the most,
	/// and nothing beyond.
	#[test]
	fn the_most_is_the_most(
		trader in any_trader(),
		bought in 0_u64..60,
		sold in 0_u64..60,
		quantity in 1_u64..150,
	) {
		let position = traded(bought, sold);
		let terms = OrderTerms { minimum: 1, ..terms() };
		let bought = trader.admit(buy(quantity), &position, &terms);
		prop_assert_eq!(bought.is_ok(), quantity <= trader.most_to_buy(&position));
		let sold = trader.admit(sell(quantity), &position, &terms);
		prop_assert_eq!(sold.is_ok(), quantity <= trader.most_to_sell(&position));
	}

	/// Whatever is admitted keeps the node within its limits if it fills, or nearer to them than before.
	#[test]
	fn what_fills_is_within_the_limits(
		trader in any_trader(),
		bought in 0_u64..60,
		sold in 0_u64..60,
		quantity in 1_u64..150,
		buys in any::<bool>(),
	) {
		let position = traded(bought, sold);
		let order = if buys { buy(quantity) } else { sell(quantity) };
		let terms = OrderTerms { minimum: 1, ..terms() };
		if let Ok(lock) = trader.admit(order, &position, &terms) {
			let filled = position.filled(&order, quantity, 100).unwrap();
			let EnergyLimits { generation, consumption } = trader.limits;
			prop_assert!(filled.long() <= consumption.max(position.long()));
			prop_assert!(filled.short() <= generation.max(position.short()));
			let trusted = trader.most_sold.unwrap_or(Wh::MAX);
			prop_assert!(filled.short() <= trusted.max(position.short()));
			let least = position.least_lock(Some(order), &TARIFF, &terms.limits).unwrap();
			prop_assert!(filled.cost.saturating_sub(filled.revenue) <= least && least <= lock);
			prop_assert!(lock >= position.exposure(&TARIFF));
			prop_assert_eq!(order.rest(quantity), None);
		}
	}

	#[test]
	fn room_is_what_a_limit_leaves(limit in 0_u64..90, bought in 0_u64..60, sold in 0_u64..60) {
		let position = traded(bought, sold);
		let left = |along: Wh, against: Wh| (limit + against).saturating_sub(along);
		prop_assert_eq!(buying_room(limit, &position), left(bought, sold));
		prop_assert_eq!(selling_room(limit, &position), left(sold, bought));
	}

	/// Against a battery in signed numbers. If all was possible before a posting that is taken, all is after.
	#[test]
	fn a_battery_does_what_it_promises(
		charge in 0_u64..=300,
		flows in vec((-120_i64..120, -120_i64..120), 1..8),
	) {
		let stored = |net: i64| if net > 0 { net * 9 / 10 } else { net };
		let (mut without, mut with) = (charge as i64, charge as i64);
		let (mut possible, mut expected) = (true, Ok(()));
		for (before, after) in &flows {
			let (next, then) = (without + stored(*before), with + stored(*after));
			possible &= before.abs() <= 100 && (0..=300).contains(&next);
			expected = if *after > 100.max(*before) || *after < -100.max(-*before) {
				Err(Inadmissible::AbovePower)
			} else if then < next.min(0) {
				Err(Inadmissible::BatteryEmpty)
			} else if then > next.max(300) {
				Err(Inadmissible::BatteryFull)
			} else {
				prop_assert!(!possible || (0..=300).contains(&then));
				Ok(())
			};
			if expected.is_err() {
				break;
			}
			(without, with) = (next.clamp(0, 300), then.clamp(0, 300));
		}
		prop_assert_eq!(walk(charge, &flows), expected.map(|()| with as Wh));
	}
}
