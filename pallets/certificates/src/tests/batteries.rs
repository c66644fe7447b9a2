// SPDX-License-Identifier: Apache-2.0

//! What a battery discharges carries what it was charged with, less losses.

use super::*;

#[test]
fn a_battery_hands_on_the_sources_that_it_was_charged_with() {
	run(|| {
		plants();
		// It is charged with 1,000 Wh: 400 of sun, 200 of wind, and 400 of nobody knows what.
		Market::settle(K, ROOF, 0, 400);
		Market::settle(K, TURBINE, 0, 300);
		Market::settle(K, BATTERY, 1_000, 0);
		Market::trade(
			K,
			K - 1,
			&[(ROOF, BATTERY, 400), (TURBINE, BATTERY, 200), (TURBINE, ANNA, 100)],
		);
		// It gives back 600 of the 900 Wh that it holds, and has sold 250 of them.
		Market::settle(K + 1, BATTERY, 0, 600);
		Market::trade(K + 1, K, &[(BATTERY, BEN, 250)]);
		close(K + 1);
		let stored =
			|plant, energy| (plant, held(plant, 0, 0, 0).1, 0, energy, BATTERY, LotState::Stored);
		assert_eq!(
			lots(K),
			[stored(ROOF, 400), stored(TURBINE, 200), held(TURBINE, 200, 100, ANNA)]
		);
		let stock = Certificates::stock(BATTERY).unwrap();
		assert_eq!(
			(stock.total, stock.parts[1], stock.parts[2], stock.charging),
			(900, 360, 180, 400)
		);
		assert_eq!(Certificates::expected(K + 1, BATTERY), Some(360));

		close(K + 2);
		let lot =
			|source, from, energy, holder| (BATTERY, source, from, energy, holder, LotState::Held);
		use SourceKind::{Solar, Wind};
		assert_eq!(
			lots(K + 1),
			[lot(Solar, 0, 240, BEN), lot(Wind, 240, 10, BEN), lot(Wind, 250, 110, BATTERY),]
		);
		let stock = Certificates::stock(BATTERY).unwrap();
		assert_eq!(
			(stock.total, stock.parts[1], stock.parts[2], stock.charging),
			(300, 120, 60, 0)
		);
		let (source, sums) = Certificates::totals()[0];
		assert_eq!((source, sums.issued, sums.stored, sums.held), (Solar, 640, 400, 240));
	});
}

#[test]
fn what_it_buys_beyond_what_it_is_charged_with_it_holds() {
	run(|| {
		plants();
		Market::settle(K, ROOF, 0, 500);
		Market::settle(K, BATTERY, 300, 0);
		Market::trade(K, K - 2, &[(ROOF, BATTERY, 200)]);
		Market::trade(K, K - 1, &[(ROOF, BATTERY, 300)]);
		close(K + 1);
		let stored =
			|from, energy| (ROOF, SourceKind::Solar, from, energy, BATTERY, LotState::Stored);
		assert_eq!(lots(K), [stored(0, 200), stored(200, 100), held(ROOF, 300, 200, BATTERY)]);
		// What it holds it can sell; what is stored is used up.
		assert_ok!(Certificates::transfer(of(BATTERY), K, 2, 100, ANNA));
		assert_noop!(Certificates::transfer(of(BATTERY), K, 0, 1, ANNA), Fails::NotHeld);
		// It uses nothing itself: what it draws is stored or lost.
		assert_noop!(Certificates::cancel(of(BATTERY), K, 2, 1, Period::Interval), Fails::NotDrawn);
		assert_eq!(Certificates::consumed_in(Certificates::month_of(K), BATTERY).drawn, 0);
		assert_noop!(Certificates::cancel(of(BATTERY), K, 0, 1, Period::Interval), Fails::NotHeld);
	});
}

#[test]
fn a_battery_that_nobody_certifies_uses_up_nothing_and_is_issued_nothing() {
	run(|| {
		certified(ISSUER, ROOF, solar());
		assert_ok!(register(BATTERY, storage()));
		for place in 0..2 {
			Market::settle(K + place, ROOF, 0, 500);
			Market::settle(K + place, BATTERY, 500, 0);
			Market::trade(K + place, K - 1, &[(ROOF, BATTERY, 500)]);
			Market::settle(K + place + 2, BATTERY, 0, 300);
		}
		close(K + 1);
		assert_eq!(
			(lots(K), Certificates::stock(BATTERY)),
			(vec![held(ROOF, 0, 500, BATTERY)], None)
		);
		assert_eq!(Certificates::expected(K, BATTERY), None);
		// It was certified once: what it holds is counted, but nothing is stored with a certificate.
		assert_ok!(certify(OTHER_ISSUER, BATTERY, storage(), LIMIT));
		assert_ok!(Certificates::decertify(by(OTHER_ISSUER), BATTERY));
		close(K + 4);
		assert_eq!(lots(K + 1), [held(ROOF, 0, 500, BATTERY)]);
		assert_eq!((lots(K + 2), lots(K + 3)), (vec![], vec![]));
		let stock = Certificates::stock(BATTERY).unwrap();
		assert_eq!((stock.total, stock.certified()), (0, 0));
	});
}

#[test]
fn what_nobody_has_measured_changes_nothing_that_it_holds() {
	run(|| {
		plants();
		Market::settle(K, ROOF, 0, 500);
		Market::settle(K, BATTERY, 500, 0);
		Market::trade(K, K - 1, &[(ROOF, BATTERY, 500)]);
		Market::settle_by(K + 1, BATTERY, Basis::Silence, 5_000, 0);
		Market::settle(K + 1, ROOF, 0, 500);
		Market::trade(K + 1, K, &[(ROOF, BATTERY, 500)]);
		close(K + 1);
		let before = Certificates::stock(BATTERY).unwrap();
		assert_eq!((before.total, before.parts[1]), (450, 450));
		close(K + 2);
		assert_eq!(Certificates::stock(BATTERY), Some(before));
		assert_eq!(lots(K + 1), [held(ROOF, 0, 500, BATTERY)]);
		// It gives back more than it holds: of what is beyond nobody knows the source.
		Market::settle(K + 2, BATTERY, 0, 2_000);
		close(K + 3);
		assert_eq!(holds(K + 2, BATTERY), 450);
	});
}

#[test]
fn a_battery_of_another_size_begins_anew() {
	run(|| {
		plants();
		Market::settle(K, ROOF, 0, 500);
		Market::settle(K, BATTERY, 500, 0);
		Market::trade(K, K - 1, &[(ROOF, BATTERY, 500)]);
		close(K + 1);
		assert_ok!(certify(OTHER_ISSUER, BATTERY, storage(), LIMIT));
		assert_eq!(Certificates::stock(BATTERY).unwrap().certified(), 450);
		let other = gridmerit_energy::Battery { capacity: 20_000, initial: 70, ..battery() };
		Market::set_node(BATTERY, Some((false, Some(other))));
		assert_ok!(certify(OTHER_ISSUER, BATTERY, storage(), LIMIT));
		let stock = Certificates::stock(BATTERY).unwrap();
		assert_eq!((stock.total, stock.certified(), stock.capacity), (70, 0, 20_000));
	});
}

#[test]
fn what_a_battery_is_not_issued_is_taken_off_its_mix() {
	run(|| {
		plants();
		assert_ok!(certify(OTHER_ISSUER, BATTERY, storage(), 300));
		Market::settle(K, ROOF, 0, 500);
		Market::settle(K, TURBINE, 0, 500);
		Market::settle(K, BATTERY, 1_000, 0);
		Market::trade(K, K - 1, &[(ROOF, BATTERY, 500), (TURBINE, BATTERY, 500)]);
		Market::settle(K + 1, BATTERY, 0, 900);
		close(K + 2);
		// 450 Wh of each, and no more than 300 in all.
		let issued = Certificates::issued(K + 1, BATTERY).unwrap();
		assert_eq!((issued.fed_in, issued.energy, issued.mix.unwrap()[2]), (900, 300, 300));
		assert_eq!(lots(K + 1), [(BATTERY, SourceKind::Wind, 0, 300, BATTERY, LotState::Held)]);
	});
}

#[test]
fn a_node_that_has_no_battery_any_more_holds_nothing_certified() {
	run(|| {
		plants();
		Market::settle(K, ROOF, 0, 500);
		Market::settle(K, BATTERY, 700, 0);
		Market::trade(K, K - 1, &[(ROOF, BATTERY, 500)]);
		close(K + 1);
		assert_eq!(Certificates::stock(BATTERY).unwrap().charging, 200);
		Market::set_node(BATTERY, Some((false, None)));
		assert_ok!(register(BATTERY, solar()));
		assert_eq!(Certificates::stock(BATTERY), None);
		Market::settle(K + 1, BATTERY, 300, 300);
		close(K + 2);
		assert_eq!(lots(K + 1), []);
		// It uses what it draws now.
		assert_eq!(Certificates::consumed_in(Certificates::month_of(K), BATTERY).drawn, 300);
	});
}
