// SPDX-License-Identifier: Apache-2.0

//! What is refused at the door, and what still fits through it.

use gridmerit_market::{
	Book, BookError, Clearing, Demand, Dispatch, Ineligible, Limits, MAX_ORDER, MAX_ORDERS,
	MAX_PRICE, MAX_TOTAL, Offer, PPM, Rules, Scarcity, Split, Status, Tariff, TariffError,
	Violation, assign, certificate, clear, verify,
};
use proptest::prelude::*;

const TARIFF: Tariff = Tariff {
	tou: 200_000,
	fit: 60_000,
	alpha_ppm: 900_000,
	fee: 5_000,
	shortfall: 200_000,
	surplus: 60_000,
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
	assert!(Limits::new(2, 0, PPM, 0).is_ok());
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
			assert!(limits.check(1, ask).is_err(), "{ask} under {tariff:?}");
		}
	}
	assert!(TARIFF.limits().unwrap().has_room());
}

#[test]
fn an_offer_that_may_not_trade_is_told_why() {
	let limits = TARIFF.limits().unwrap();
	assert_eq!(limits.check(1, 60_001), Ok(()));
	assert_eq!(limits.check(1, 179_999), Ok(()));
	assert_eq!(limits.check(0, 60_001), Err(Ineligible::NoCapacity));
	assert_eq!(limits.check(MAX_ORDER, 60_001), Ok(()));
	assert_eq!(limits.check(MAX_ORDER + 1, 60_001), Err(Ineligible::TooLarge));
	assert_eq!(limits.check(1, 60_000), Err(Ineligible::AtOrBelowFit));
	assert_eq!(limits.check(1, 180_000), Err(Ineligible::NotBelowAlphaTou));
	assert_eq!(limits.check(1, 195_001), Err(Ineligible::AboveTouWithFee));
	// With a high fee the time-of-use price binds first, and the cap itself may be asked.
	let limits = Limits::new(200_000, 60_000, 900_000, 50_000).unwrap();
	assert_eq!(limits.check(1, 150_000), Ok(()));
	assert_eq!(limits.check(1, 150_001), Err(Ineligible::AboveTouWithFee));
	// alpha * tou = 99.5: 99 is below it, though it equals the cap.
	let limits = Limits::new(199, 0, 500_000, 0).unwrap();
	assert_eq!((limits.cap(), limits.check(1, 99)), (99, Ok(())));
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
			prop_assert_eq!(limits.check(1, ask).is_ok(), eligible);
			prop_assert_eq!((limits.cheapest_ask()..=limits.dearest_ask()).contains(&ask), eligible);
			prop_assert!(!eligible || ask <= limits.cap());
		}
	}
}

#[test]
fn a_book_out_of_order_or_bounds_is_refused() {
	let demand = |node, quantity| Demand { node, quantity };
	let offer = |node, capacity, ask| Offer { node, capacity, ask };
	let refused = |demands: &[Demand], offers: &[Offer]| Book::new(demands, offers).unwrap_err();
	assert_eq!(refused(&[demand(1, MAX_ORDER + 1)], &[]), BookError::OrderTooLarge(1));
	assert_eq!(refused(&[], &[offer(2, MAX_ORDER + 1, 1)]), BookError::OrderTooLarge(2));
	assert_eq!(refused(&[], &[offer(2, 1, MAX_PRICE + 1)]), BookError::AskTooHigh(2));
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

/// The fullest book there can be, at the highest prices, under each rule.
#[test]
fn the_largest_book_clears_exactly() {
	let limits = Limits::new(MAX_PRICE, 0, PPM, 1).unwrap();
	let nodes = 0..MAX_ORDERS as u32;
	let full: Vec<_> = nodes.clone().map(|n| Demand { node: 2 * n, quantity: MAX_ORDER }).collect();
	let almost: Vec<_> = nodes
		.clone()
		.map(|n| Demand { node: 2 * n, quantity: MAX_ORDER - u64::from(n % 3) })
		.collect();
	let offers: Vec<_> = nodes
		.map(|n| Offer {
			node: 2 * n + 1,
			capacity: MAX_ORDER,
			ask: MAX_PRICE - 1 - u64::from(n % 2),
		})
		.collect();
	let less: Vec<_> = offers.iter().map(|o| Offer { capacity: o.capacity - 1, ..*o }).collect();
	for (demands, offers) in [(&full, &offers), (&almost, &offers), (&full, &less)] {
		for scarcity in [Scarcity::Cap, Scarcity::Ramp] {
			for dispatch in [Dispatch::MeritOrder, Dispatch::ProRata] {
				let rules = Rules { limits, scarcity, dispatch };
				let book = Book::new(demands, offers).unwrap();
				let outcome = clear(book, &rules);
				assert_eq!(verify(book, &rules, &outcome), Ok(()));
				assert_eq!(outcome.clearing.price, Some(MAX_PRICE - 1));
				let energy: u64 =
					assign(book, &outcome).map(|transaction| transaction.energy).sum();
				assert_eq!(energy, outcome.clearing.traded());
				let gap = certificate(book, &rules, &outcome).gap();
				assert!(gap == Some(0) || dispatch == Dispatch::ProRata);
			}
		}
	}
}

#[test]
fn a_clearing_agrees_with_itself() {
	let limits = TARIFF.limits().unwrap();
	let check = |status, price, [demand, supply, inframarginal, marginal]: [u64; 4]| {
		Clearing { status, price, demand, supply, inframarginal, marginal }.check(&limits)
	};
	let (no_price, low, cap) = (None, Some(60_001), Some(180_000));

	let cleared = |price, sums| check(Status::Cleared, price, sums);
	for sums in [[10, 20, 4, 6], [10, 20, 4, 16], [10, 20, 9, 1], [10, 20, 0, 10], [10, 10, 9, 1]] {
		assert_eq!(cleared(Some(60_002), sums), Ok(()));
		assert_eq!(cleared(Some(179_999), sums), Ok(()));
		assert_eq!(cleared(Some(60_000), sums), Err(Violation::Price));
		assert_eq!(cleared(cap, sums), Err(Violation::Price));
		assert_eq!(cleared(no_price, sums), Err(Violation::Price));
	}
	// Nothing can be below the lowest eligible ask.
	assert_eq!(cleared(low, [10, 20, 0, 16]), Ok(()));
	for sums in [
		[10, 20, 1, 16],
		[10, 20, 10, 1],
		[10, 20, 11, 1],
		[10, 20, 4, 5],
		[10, 20, 4, 17],
		[20, 10, 10, 0],
	] {
		assert_eq!(cleared(low, sums), Err(Violation::Totals), "{sums:?}");
		assert_eq!(cleared(Some(60_002), sums).is_ok(), sums == [10, 20, 1, 16], "{sums:?}");
	}

	let scarce = |price, sums| check(Status::Scarcity, price, sums);
	assert_eq!(scarce(cap, [20, 10, 10, 0]), Ok(()));
	assert_eq!(scarce(low, [20, 19, 19, 0]), Ok(()));
	for price in [no_price, Some(60_000), Some(180_001)] {
		assert_eq!(scarce(price, [20, 10, 10, 0]), Err(Violation::Price));
	}
	for sums in [[20, 0, 0, 0], [20, 20, 20, 0], [20, 21, 21, 0], [20, 10, 9, 0], [20, 10, 10, 1]] {
		assert_eq!(scarce(cap, sums), Err(Violation::Totals), "{sums:?}");
	}

	let unserved = |price, sums| check(Status::NoSupply, price, sums);
	assert_eq!(unserved(cap, [20, 0, 0, 0]), Ok(()));
	for price in [no_price, low, Some(180_001)] {
		assert_eq!(unserved(price, [20, 0, 0, 0]), Err(Violation::Price));
	}
	for sums in [[0, 0, 0, 0], [20, 1, 1, 0], [20, 1, 0, 0], [20, 0, 1, 0], [20, 0, 0, 1]] {
		assert_eq!(unserved(cap, sums), Err(Violation::Totals), "{sums:?}");
	}

	let idle = |price, sums| check(Status::NoDemand, price, sums);
	assert_eq!(idle(no_price, [0, 20, 0, 0]), Ok(()));
	assert_eq!(idle(cap, [0, 20, 0, 0]), Err(Violation::Price));
	for sums in [[1, 20, 0, 0], [0, 20, 1, 0], [0, 20, 0, 1]] {
		assert_eq!(idle(no_price, sums), Err(Violation::Totals), "{sums:?}");
	}

	for sums in [[MAX_TOTAL + 1, 0, 0, 0], [0, MAX_TOTAL + 1, 0, 0]] {
		assert_eq!(idle(no_price, sums), Err(Violation::BeyondBound));
	}
	assert_eq!(idle(no_price, [0, MAX_TOTAL, 0, 0]), Ok(()));
}

#[test]
fn a_split_of_more_than_there_is_is_refused() {
	assert!(Split::new(5, 4).is_none());
	assert!(Split::new(1, MAX_TOTAL + 1).is_none());
	let mut all = Split::new(MAX_TOTAL, MAX_TOTAL).unwrap();
	assert_eq!(all.share(MAX_ORDER), MAX_ORDER);
	let mut nothing = Split::new(0, 0).unwrap();
	assert_eq!(nothing.share(0), 0);
}
