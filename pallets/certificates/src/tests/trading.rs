// SPDX-License-Identifier: Apache-2.0

//! Certificates apart from energy.

use super::*;

/// Anna holds 600 Wh of the roof as lot 0, and the roof 400 Wh as lot 1.
fn issued() {
	plants();
	Market::settle(K, ROOF, 0, 1_000);
	Market::settle(K, ANNA, 700, 0);
	Market::trade(K, K - 1, &[(ROOF, ANNA, 600)]);
	close(K + 1);
	events();
}

fn transfer(from: NodeIndex, lot: u32, energy: Wh, to: NodeIndex) -> DispatchResult {
	Certificates::transfer(of(from), K, lot, energy, to)
}

fn buy(node: NodeIndex, lot: u32, energy: Wh, most: u64) -> DispatchResult {
	Certificates::buy(of(node), K, lot, energy, most)
}

#[test]
fn a_part_that_is_transferred_is_a_lot_of_its_own() {
	run(|| {
		issued();
		assert_ok!(transfer(ANNA, 0, 150, BEN));
		let moved = |lot, from, to, energy, new_lot| Event::Transferred {
			interval: K,
			lot,
			from,
			to,
			energy,
			new_lot,
		};
		assert_eq!(events(), [moved(0, ANNA, BEN, 150, 2)]);
		assert_ok!(transfer(BEN, 2, 150, FAR));
		assert_eq!(events(), [moved(2, BEN, FAR, 150, 2)]);
		assert_eq!(
			lots(K),
			[held(ROOF, 0, 450, ANNA), held(ROOF, 600, 400, ROOF), held(ROOF, 450, 150, FAR)]
		);
		assert_eq!(Certificates::sums(K)[0].1.held, 1_000);
	});
}

#[test]
fn what_cannot_be_transferred() {
	run(|| {
		assert_noop!(transfer(ANNA, 0, 1, BEN), Fails::NotIssued);
		issued();
		assert_noop!(Certificates::transfer(by(STRANGER), K, 0, 1, BEN), Fails::NotRegistered);
		assert_noop!(Certificates::transfer(of(ANNA), K + 1, 0, 1, BEN), Fails::NotIssued);
		assert_noop!(transfer(ANNA, 2, 1, BEN), Fails::UnknownLot);
		assert_noop!(transfer(ANNA, u32::MAX, 1, BEN), Fails::UnknownLot);
		assert_noop!(transfer(ANNA, 1, 1, BEN), Fails::NotYourLot);
		assert_noop!(transfer(ANNA, 0, 0, BEN), Fails::Nothing);
		assert_noop!(transfer(ANNA, 0, 601, BEN), Fails::TooMuch);
		assert_noop!(transfer(ANNA, 0, Wh::MAX, BEN), Fails::TooMuch);
		assert_noop!(transfer(ANNA, 0, 1, ANNA), Fails::SameHolder);
		assert_noop!(transfer(ANNA, 0, 1, NOBODY), Fails::UnknownNode);
		for node in [ANNA, BEN] {
			Market::suspend(node, true);
			assert_noop!(transfer(ANNA, 0, 1, BEN), Fails::Suspended);
			Market::suspend(node, false);
		}
		assert_ok!(Certificates::set_tradable(by(OPERATOR), false));
		assert_eq!(events(), [Event::TradableSet { tradable: false }]);
		assert_noop!(transfer(ANNA, 0, 1, BEN), Fails::NotTradable);
		assert_noop!(Certificates::offer(of(ANNA), K, 0, None), Fails::NotTradable);
		assert_noop!(buy(BEN, 0, 1, 1), Fails::NotTradable);
		// It travelled with energy, and is cancelled.
		assert_ok!(Certificates::cancel(of(ANNA), K, 0, 600, Period::Interval));
		assert_ok!(Certificates::set_tradable(by(OPERATOR), true));
		assert_noop!(transfer(ANNA, 0, 1, BEN), Fails::NotHeld);
		assert_ok!(transfer(ROOF, 1, 400, BEN));
	});
}

#[test]
fn a_lot_that_is_offered_is_bought_in_parts_and_paid_at_once() {
	run(|| {
		issued();
		Market::set_credit(BEN, 1_000);
		assert_noop!(buy(BEN, 0, 1, u64::MAX), Fails::NotOffered);
		assert_ok!(Certificates::offer(of(ANNA), K, 0, Some(7)));
		let offered = |price| Event::Offered { interval: K, lot: 0, price };
		assert_eq!(events(), [offered(Some(7))]);
		assert_noop!(buy(BEN, 0, 100, 6), Fails::TooDear);
		assert_noop!(buy(BEN, 0, 0, 7), Fails::Nothing);
		assert_noop!(buy(BEN, 0, 601, 7), Fails::TooMuch);
		assert_noop!(buy(ANNA, 0, 1, 7), Fails::SameHolder);
		assert_noop!(buy(BEN, 0, 143, 7), DispatchError::Other("no credit"));
		assert_ok!(buy(BEN, 0, 100, 7));
		let bought = Event::Bought {
			interval: K,
			lot: 0,
			seller: ANNA,
			buyer: BEN,
			energy: 100,
			price: 7,
			amount: 700,
			new_lot: 2,
		};
		assert_eq!(events(), [bought]);
		assert_eq!((Market::credit(ANNA), Market::credit(BEN)), (700, 300));
		let rest = (ROOF, SourceKind::Solar, 0, 500, ANNA, LotState::Offered { price: 7 });
		assert_eq!(lots(K)[0], rest);
		assert_eq!(lots(K)[2], held(ROOF, 500, 100, BEN));
		// What is bought is not offered, and what is offered can be given away or taken back.
		assert_noop!(buy(FAR, 2, 1, 7), Fails::NotOffered);
		assert_ok!(transfer(ANNA, 0, 1, FAR));
		assert_ok!(Certificates::offer(of(ANNA), K, 0, None));
		assert_noop!(buy(BEN, 0, 1, 7), Fails::NotOffered);
		// For nothing.
		assert_ok!(Certificates::offer(of(ANNA), K, 0, Some(0)));
		assert_ok!(buy(FAR, 0, 499, 0));
		assert_eq!(lots(K)[0], held(ROOF, 0, 499, FAR));
	});
}

#[test]
fn what_cannot_be_offered_or_bought() {
	run(|| {
		issued();
		assert_noop!(Certificates::offer(by(STRANGER), K, 0, Some(1)), Fails::NotRegistered);
		assert_noop!(Certificates::offer(of(BEN), K, 0, Some(1)), Fails::NotYourLot);
		assert_noop!(Certificates::offer(of(BEN), K, 9, Some(1)), Fails::UnknownLot);
		assert_noop!(Certificates::offer(of(BEN), K + 1, 0, Some(1)), Fails::NotIssued);
		assert_noop!(Certificates::buy(by(STRANGER), K, 0, 1, 1), Fails::NotRegistered);
		assert_noop!(buy(BEN, 9, 1, 1), Fails::UnknownLot);
		assert_ok!(Certificates::offer(of(ANNA), K, 0, Some(u64::MAX)));
		for node in [ANNA, BEN] {
			Market::suspend(node, true);
			assert_noop!(buy(BEN, 0, 1, u64::MAX), Fails::Suspended);
			Market::suspend(node, false);
		}
		// The largest amount is that of nobody.
		assert_noop!(buy(BEN, 0, 600, u64::MAX), DispatchError::Other("no credit"));
		Market::set_node(ANNA, None);
		assert_noop!(buy(BEN, 0, 1, u64::MAX), Fails::UnknownNode);
		Market::set_node(ANNA, Some((false, None)));
		assert_ok!(Certificates::cancel(of(ANNA), K, 0, 600, Period::Interval));
		assert_noop!(Certificates::offer(of(ANNA), K, 0, Some(1)), Fails::NotHeld);
		assert_noop!(buy(BEN, 0, 1, u64::MAX), Fails::NotHeld);
	});
}
