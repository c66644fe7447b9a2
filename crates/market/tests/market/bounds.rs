// SPDX-License-Identifier: Apache-2.0

//! What is refused at the door, and what still fits through it.

use gridmerit_market::{
	Book, BookError, Clearing, Demand, Ineligible, Level, Limits, MAX_ORDER, MAX_ORDERS, MAX_PRICE,
	MAX_TOTAL, Margin, Offer, PPM, Price, Rules, Side, Status, Tariff, TariffError, Violation, Wh,
	assign, certificate, clear, verify,
};
use proptest::prelude::*;

const TARIFF: Tariff = Tariff {
	tou: 200_000,
	fit: 60_000,
	alpha_ppm: 900_000,
	fee: 5_000,
	shortfall: 200_000,
	surplus: 60_000,
	curtailed: 0,
};

#[test]
fn an_unsound_tariff_is_refused() {
	let limits = TARIFF.limits().unwrap();
	assert_eq!(
		(limits.cap(), limits.cheapest_ask(), limits.dearest_ask()),
		(180_000, 60_001, 179_999)
	);

	let refused = |change: &dyn Fn(&mut Tariff)| {
		let mut tariff = TARIFF;
		change(&mut tariff);
		tariff.limits().unwrap_err()
	};
	assert_eq!(refused(&|tariff| tariff.alpha_ppm = 0), TariffError::Alpha);
	assert_eq!(refused(&|tariff| tariff.alpha_ppm = PPM + 1), TariffError::Alpha);
	assert_eq!(refused(&|tariff| tariff.fee = 200_001), TariffError::FeeAboveTou);
	assert_eq!(refused(&|tariff| tariff.tou = 0), TariffError::FeeAboveTou);
	assert_eq!(refused(&|tariff| tariff.shortfall = 199_999), TariffError::ShortfallBelowTou);
	assert_eq!(refused(&|tariff| tariff.surplus = 60_001), TariffError::SurplusAboveFit);
	assert_eq!(refused(&|tariff| tariff.curtailed = 60_001), TariffError::CurtailedAboveFit);
	assert!(Tariff { curtailed: 60_000, ..TARIFF }.limits().is_ok());
	// alpha = 1 without a fee: a missing Wh must cost more than the dearest one bought.
	let free = |tariff: &mut Tariff| (tariff.alpha_ppm, tariff.fee) = (PPM, 0);
	assert_eq!(refused(&free), TariffError::ShortfallWithinCap);
	for (field, change) in [
		("tou", (|tariff| tariff.tou = MAX_PRICE + 1) as fn(&mut Tariff)),
		("fit", |tariff| tariff.fit = u64::MAX),
		("fee", |tariff| tariff.fee = u64::MAX),
		("shortfall", |tariff| tariff.shortfall = u64::MAX),
	] {
		assert_eq!(refused(&change), TariffError::BeyondBound(field));
	}
	// The least room there can be: one price.
	let limits = Limits::new(3, 0, PPM, 0).unwrap();
	assert_eq!((limits.cheapest_ask(), limits.dearest_ask(), limits.cap()), (1, 2, 3));
	assert_eq!(Limits::new(2, 0, PPM, 0), Ok(Limits::ONE_ASK));
	assert_eq!(Limits::new(1, 0, PPM, 0), Err(TariffError::NoRoom { cap: 1 }));
}

/// An hour in which the utility's energy costs nothing, or no more than it pays for it, is a sound tariff: no ask
/// may trade.
#[test]
fn nothing_trades_where_the_utilitys_prices_leave_no_room() {
	let nothing = Tariff { tou: 0, fit: 0, fee: 0, shortfall: 0, surplus: 0, ..TARIFF };
	for tariff in [
		nothing,
		// A feed-in tariff that is fixed, in an hour of nought.
		Tariff { fit: 60_000, surplus: 60_000, ..nothing },
		// What is promised for other hours may stand.
		Tariff { shortfall: 200_000, ..nothing },
		Tariff { fee: 200_000, ..TARIFF },
		Tariff { fit: 179_999, ..TARIFF },
		Tariff { fit: 300_000, ..TARIFF },
		Tariff { tou: 50_000, shortfall: 50_000, ..TARIFF },
	] {
		let limits = tariff.limits().unwrap();
		let cap = limits.cap();
		assert_eq!(limits.with_room(), Err(TariffError::NoRoom { cap }), "{tariff:?}");
		for ask in
			[0, 1, cap.saturating_sub(1), cap, cap + 1, tariff.fit, tariff.fit + 1, MAX_PRICE]
		{
			assert!(limits.check_offer(1, ask).is_err(), "{ask} under {tariff:?}");
			let demands = [
				Demand { node: 1, quantity: 5, limit: None },
				Demand { node: 2, quantity: 5, limit: Some(ask) },
			];
			let offers = [Offer { node: 3, capacity: 5, ask }];
			let (book, rules) = (Book::new(&demands, &offers).unwrap(), Rules { limits, turn: 0 });
			let outcome = clear(book, &rules);
			assert_eq!((outcome.clearing.status, outcome.clearing.supply), (Status::NoSupply, 0));
			assert_eq!(verify(book, &rules, &outcome), Ok(()));
		}
	}
	assert!(TARIFF.limits().unwrap().has_room());
	// The least room there can be: the only ask is the cap.
	let limits = Limits::new(199, 98, 500_000, 0).unwrap();
	assert_eq!((limits.cheapest_ask(), limits.dearest_ask(), limits.cap()), (99, 99, 99));
	let demands = [Demand { node: 1, quantity: 5, limit: Some(99) }];
	let offers = [Offer { node: 3, capacity: 5, ask: 99 }];
	let rules = Rules { limits, turn: 0 };
	let outcome = clear(Book::new(&demands, &offers).unwrap(), &rules);
	assert_eq!((outcome.clearing.price, outcome.clearing.traded), (Some(99), 5));
}

#[test]
fn a_limit_that_no_price_keeps_is_told_why() {
	let limits = TARIFF.limits().unwrap();
	assert_eq!(limits.check_limit(60_001), Ok(()));
	assert_eq!(limits.check_limit(180_000), Ok(()));
	assert_eq!(limits.check_limit(60_000), Err(Ineligible::LimitAtOrBelowFit));
	assert_eq!(limits.check_limit(180_001), Err(Ineligible::LimitAboveCap));
}

#[test]
fn an_offer_that_may_not_trade_is_told_why() {
	let limits = TARIFF.limits().unwrap();
	assert_eq!(limits.check_offer(1, 60_001), Ok(()));
	assert_eq!(limits.check_offer(1, 179_999), Ok(()));
	assert_eq!(limits.check_offer(0, 60_001), Err(Ineligible::NoCapacity));
	assert_eq!(limits.check_offer(MAX_ORDER, 60_001), Ok(()));
	assert_eq!(limits.check_offer(MAX_ORDER + 1, 60_001), Err(Ineligible::TooLarge));
	assert_eq!(limits.check_offer(1, 60_000), Err(Ineligible::AtOrBelowFit));
	assert_eq!(limits.check_offer(1, 180_000), Err(Ineligible::NotBelowAlphaTou));
	assert_eq!(limits.check_offer(1, 195_001), Err(Ineligible::AboveTouWithFee));
	// With a high fee the time-of-use price binds first, and the cap itself may be asked.
	let limits = Limits::new(200_000, 60_000, 900_000, 50_000).unwrap();
	assert_eq!(limits.check_offer(1, 150_000), Ok(()));
	assert_eq!(limits.check_offer(1, 150_001), Err(Ineligible::AboveTouWithFee));
	// alpha * tou = 99.5: 99 is below it, though it equals the cap.
	let limits = Limits::new(199, 0, 500_000, 0).unwrap();
	assert_eq!((limits.cap(), limits.check_offer(1, 99)), (99, Ok(())));
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(20_000))]

	/// Eligibility is eq. (1c) exactly, without rounding.
	#[test]
	fn eligibility_is_exact(
		(tou, fit, alpha, fee) in prop_oneof![
			(0_u64..50, 0_u64..50, 0..=PPM, 0_u64..50),
			(0..=MAX_PRICE, 0..=MAX_PRICE, 0..=PPM, 0..=MAX_PRICE),
		],
		ask in prop_oneof![0_u64..50, 0..=MAX_PRICE],
		near in -2_i64..=2,
	) {
		let Ok(limits) = Limits::new(tou, fit, alpha, fee) else { return Ok(()) };
		for ask in [ask, limits.cap().saturating_add_signed(near), fit.saturating_add_signed(near)] {
			let below_alpha_tou = u128::from(ask) * 1_000_000 < u128::from(alpha) * u128::from(tou);
			let eligible = fit < ask && below_alpha_tou && ask + fee <= tou;
			prop_assert_eq!(limits.check_offer(1, ask).is_ok(), eligible);
			prop_assert_eq!((limits.cheapest_ask()..=limits.dearest_ask()).contains(&ask), eligible);
			prop_assert!(!eligible || ask <= limits.cap());
		}
	}
}

#[test]
fn a_book_out_of_order_or_bounds_is_refused() {
	let demand = |node, quantity| Demand { node, quantity, limit: None };
	let limited = |node, limit| Demand { node, quantity: 1, limit: Some(limit) };
	let offer = |node, capacity, ask| Offer { node, capacity, ask };
	let refused = |demands: &[Demand], offers: &[Offer]| Book::new(demands, offers).unwrap_err();
	assert_eq!(refused(&[demand(1, MAX_ORDER + 1)], &[]), BookError::OrderTooLarge(1));
	assert_eq!(refused(&[], &[offer(2, MAX_ORDER + 1, 1)]), BookError::OrderTooLarge(2));
	assert_eq!(refused(&[], &[offer(2, 1, MAX_PRICE + 1)]), BookError::AskTooHigh(2));
	assert_eq!(refused(&[limited(3, MAX_PRICE + 1)], &[]), BookError::LimitTooHigh(3));
	assert!(Book::new(&[limited(3, MAX_PRICE), limited(4, 0)], &[]).is_ok());
	assert_eq!(refused(&[demand(1, 1), demand(1, 1)], &[]), BookError::NotAscending(1));
	assert_eq!(refused(&[], &[offer(3, 1, 1), offer(2, 1, 1)]), BookError::NotAscending(2));
	assert_eq!(
		refused(&[demand(1, 1), demand(4, 1)], &[offer(3, 1, 1), offer(4, 1, 1)]),
		BookError::OnBothSides(4)
	);
	let many: Vec<_> = (0..=MAX_ORDERS as u32).map(|node| demand(node, 1)).collect();
	assert_eq!(refused(&many, &[]), BookError::TooManyOrders);
	assert!(Book::new(&many[1..], &[]).is_ok());
	assert!(Book::new(&[demand(u32::MAX, MAX_ORDER)], &[offer(0, MAX_ORDER, MAX_PRICE)]).is_ok());
}

/// The fullest book there can be, at the highest prices: all sorts of margins.
#[test]
fn the_largest_book_clears_exactly() {
	let limits = Limits::new(MAX_PRICE, 0, PPM, 1).unwrap();
	let rules = Rules { limits, turn: u32::MAX };
	let nodes = 0..MAX_ORDERS as u32;
	let demands = |quantity: fn(u32) -> Wh, limit: fn(u32) -> Option<Price>| -> Vec<_> {
		let row = |n| Demand { node: 2 * n, quantity: quantity(n), limit: limit(n) };
		nodes.clone().map(row).collect()
	};
	let offers: Vec<_> = nodes
		.clone()
		.map(|n| Offer {
			node: 2 * n + 1,
			capacity: MAX_ORDER,
			ask: MAX_PRICE - 1 - u64::from(n % 2),
		})
		.collect();
	let less: Vec<_> = offers.iter().map(|o| Offer { capacity: o.capacity - 1, ..*o }).collect();
	let full = |_| MAX_ORDER;
	let almost = |n| MAX_ORDER - u64::from(n % 3);
	for (demands, offers, price) in [
		(demands(full, |_| None), &offers, MAX_PRICE - 1),
		(demands(almost, |_| None), &offers, MAX_PRICE - 1),
		(demands(full, |_| None), &less, MAX_PRICE - 1),
		(demands(full, |_| Some(MAX_PRICE - 1)), &less, MAX_PRICE - 1),
		(demands(almost, |n| (n % 2 == 0).then_some(MAX_PRICE - 2)), &less, MAX_PRICE - 1),
		(demands(full, |n| Some(MAX_PRICE - u64::from(n % 4))), &less, MAX_PRICE - 1),
		(demands(full, |_| Some(MAX_PRICE - 2)), &less, MAX_PRICE - 2),
	] {
		let book = Book::new(&demands, offers).unwrap();
		let outcome = clear(book, &rules);
		assert_eq!(verify(book, &rules, &outcome), Ok(()));
		assert_eq!(outcome.clearing.price, Some(price));
		let energy: u64 = assign(book, &outcome).map(|transaction| transaction.energy).sum();
		assert_eq!(energy, outcome.clearing.traded);
		assert_eq!(certificate(book, &rules, &outcome).gap(), Some(0));
	}
}

/// A clearing with these sums: demand, firm, supply, traded, and at the margin total and amount.
fn clearing(status: Status, side: Side, price: Option<Price>, sums: [Wh; 6]) -> Clearing {
	let [demand, firm, supply, traded, total, amount] = sums;
	let level = Level { level: MAX_ORDER, above: 0, rest: 0 };
	let level = if amount == total { level } else { Level { level: amount, above: 1, rest: 0 } };
	let margin = Margin { side, total, amount, level };
	Clearing { status, price, demand, firm, supply, traded, margin }
}

#[test]
fn a_clearing_agrees_with_itself() {
	let limits = TARIFF.limits().unwrap();
	let check = |status, side, price, sums| clearing(status, side, price, sums).check(&limits);
	let (no_price, low, cap) = (None, Some(60_001), Some(180_000));

	// Offers share: 4 Wh of those below, and 6 of those at the price.
	let supply = |price, sums| check(Status::Cleared, Side::Supply, price, sums);
	for sums in [
		[10, 10, 20, 10, 6, 6],
		[10, 0, 20, 10, 16, 6],
		[10, 3, 20, 10, 1, 1],
		[12, 10, 20, 10, 10, 10],
		[10, 10, 10, 10, 1, 1],
	] {
		assert_eq!(supply(Some(60_002), sums), Ok(()), "{sums:?}");
		assert_eq!(supply(Some(179_999), sums), Ok(()), "{sums:?}");
		for price in [no_price, Some(60_000), cap] {
			assert_eq!(supply(price, sums), Err(Violation::Price));
		}
	}
	for sums in [
		// More is firm than there is, or than trades; nothing trades.
		[10, 11, 20, 10, 6, 6],
		[10, 10, 20, 9, 6, 6],
		[10, 0, 20, 0, 0, 0],
		// More trades than is wanted, or than there is.
		[10, 9, 20, 11, 6, 6],
		[20, 10, 9, 10, 1, 1],
		// Of those at the price none sells, or more than all, or more than trades; or they are more than are left.
		[10, 10, 20, 10, 6, 0],
		[10, 10, 20, 10, 6, 7],
		[10, 10, 20, 10, 11, 11],
		[10, 10, 20, 10, 17, 6],
	] {
		assert_eq!(supply(Some(60_002), sums), Err(Violation::Totals), "{sums:?}");
	}

	// Demand shares: 4 Wh at higher limits, 6 of the 8 at the price.
	let demand = |price, sums| check(Status::Cleared, Side::Demand, price, sums);
	for sums in [[12, 4, 20, 10, 8, 6], [12, 0, 10, 10, 8, 6], [12, 10, 20, 10, 2, 0]] {
		for price in [low, cap] {
			assert_eq!(demand(price, sums), Ok(()), "{sums:?}");
		}
		for price in [no_price, Some(60_000), Some(180_001)] {
			assert_eq!(demand(price, sums), Err(Violation::Price));
		}
	}
	for sums in [
		// All of it trades; more is firm than pays more.
		[12, 4, 20, 10, 6, 6],
		[12, 5, 20, 10, 8, 6],
		[12, 11, 20, 10, 2, 0],
		// More trades than there is; more share than are left; none trades.
		[12, 4, 9, 10, 8, 6],
		[12, 4, 20, 10, 9, 6],
		[12, 0, 20, 0, 12, 0],
	] {
		assert_eq!(demand(low, sums), Err(Violation::Totals), "{sums:?}");
	}

	let scarce = |price, sums| check(Status::Scarcity, Side::Demand, price, sums);
	assert_eq!(scarce(cap, [20, 20, 10, 10, 20, 10]), Ok(()));
	assert_eq!(scarce(cap, [25, 20, 10, 10, 20, 10]), Ok(()));
	for price in [no_price, low, Some(180_001)] {
		assert_eq!(scarce(price, [20, 20, 10, 10, 20, 10]), Err(Violation::Price));
	}
	for sums in [
		[20, 20, 0, 0, 20, 0],
		[20, 20, 20, 20, 20, 20],
		[19, 20, 10, 10, 20, 10],
		[25, 20, 10, 9, 20, 10],
		[25, 20, 10, 10, 25, 10],
		[25, 20, 10, 10, 20, 9],
	] {
		assert_eq!(scarce(cap, sums), Err(Violation::Totals), "{sums:?}");
	}
	let sums = [20, 20, 10, 10, 20, 10];
	assert_eq!(check(Status::Scarcity, Side::Supply, cap, sums), Err(Violation::Totals));

	// Where nothing trades there is neither price nor margin.
	for (status, sound, unsound) in [
		(Status::NoSupply, vec![[20, 20], [20, 0]], vec![[0, 0, 0], [20, 0, 1], [20, 21, 0]]),
		(Status::NoDemand, vec![[0, 0]], vec![[1, 0, 0], [0, 1, 0]]),
		(Status::NoMatch, vec![], vec![[20, 0, 0], [0, 0, 20], [20, 1, 20]]),
	] {
		let idle = |price, [demand, firm, supply]: [Wh; 3]| {
			check(status, Side::Supply, price, [demand, firm, supply, 0, 0, 0])
		};
		for [demand, firm] in sound {
			assert_eq!(idle(no_price, [demand, firm, 0]), Ok(()));
			assert_eq!(idle(cap, [demand, firm, 0]), Err(Violation::Price));
		}
		for sums in unsound {
			assert_eq!(idle(no_price, sums), Err(Violation::Totals), "{status:?} {sums:?}");
		}
	}
	let idle = |sums| check(Status::NoMatch, Side::Supply, no_price, sums);
	assert_eq!(idle([20, 0, 20, 0, 0, 0]), Ok(()));
	assert_eq!(idle([20, 0, 20, 1, 0, 0]), Err(Violation::Totals));
	assert_eq!(idle([20, 0, 20, 0, 1, 1]), Err(Violation::Totals));
	let sums = [20, 0, 20, 0, 0, 0];
	assert_eq!(check(Status::NoMatch, Side::Demand, no_price, sums), Err(Violation::Totals));

	for sums in [[MAX_TOTAL + 1, 0, 0, 0, 0, 0], [0, 0, MAX_TOTAL + 1, 0, 0, 0]] {
		assert_eq!(idle(sums), Err(Violation::BeyondBound));
	}
	assert_eq!(idle([MAX_TOTAL, 0, MAX_TOTAL, 0, 0, 0]), Ok(()));
}

#[test]
fn a_level_is_one_of_its_sums() {
	let limits = TARIFF.limits().unwrap();
	let check = |total, amount, level, above, rest| {
		let sums = [amount, amount, total, amount, total, amount];
		let mut clearing = clearing(Status::Cleared, Side::Supply, Some(90_000), sums);
		clearing.margin.level = Level { level, above, rest };
		clearing.check(&limits)
	};
	assert_eq!(check(20, 10, 3, 3, 1), Ok(()));
	assert_eq!(check(20, 10, 3, 3, 0), Ok(()), "others are below the level");
	assert_eq!(check(20, 10, 0, u32::MAX, 10), Ok(()));
	// More than there is; as many odd Wh as orders; nobody above the level, though not all get all.
	for (level, above, rest) in
		[(3, 3, 2), (4, 3, 0), (3, 3, 3), (MAX_ORDER, 0, 0), (3, 0, 0), (u64::MAX, u32::MAX, 0)]
	{
		assert_eq!(check(20, 10, level, above, rest), Err(Violation::Level));
	}
	// Where all get all there is no level.
	assert_eq!(check(10, 10, MAX_ORDER, 0, 0), Ok(()));
	assert_eq!(check(10, 10, 5, 2, 0), Err(Violation::Level));
}
