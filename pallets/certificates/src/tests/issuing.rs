// SPDX-License-Identifier: Apache-2.0

//! What is issued, to whom, and when: what a settlement meter says was fed in, once, when it is settled for good.

use super::*;
use crate::{Drawn, Issues, Progress, SumsOf};
use gridmerit_origin::Sums;

#[test]
fn a_buyer_gets_the_certificates_of_what_it_has_bought() {
	run(|| {
		plants();
		Market::settle(K, ROOF, 0, 1_000);
		Market::settle(K, TURBINE, 0, 500);
		Market::settle(K, ANNA, 700, 0);
		Market::settle(K, BEN, 900, 0);
		// Two rounds; the later one is not dealt before the earlier one.
		Market::trade(K, K - 1, &[(ROOF, BEN, 100), (TURBINE, BEN, 500)]);
		Market::trade(K, K - 3, &[(ROOF, ANNA, 600)]);
		close(K);
		assert_eq!((lots(K), Certificates::issued(K, ROOF)), (vec![], None));
		assert_eq!(Certificates::expected(K, ROOF), Some(1_000));
		events();
		close(K + 1);
		assert_eq!(
			lots(K),
			[
				held(ROOF, 0, 600, ANNA),
				held(ROOF, 600, 100, BEN),
				held(TURBINE, 0, 500, BEN),
				held(ROOF, 700, 300, ROOF),
			]
		);
		assert_eq!(events(), [Event::IntervalIssued { interval: K, lots: 4, energy: 1_500 }]);
		assert_eq!(Certificates::issued_until(), Some(K + 1));
		let issued = Certificates::issued(K, ROOF).unwrap();
		assert_eq!((issued.meter, issued.bus, issued.sold), (ROOF + 10, 7, 700));
		let certificate = Certificates::certificates(K, 1).0[0];
		assert_eq!((certificate.lot, certificate.meter, certificate.bus), (1, ROOF + 10, 7));
		let sums = |issued| Sums { issued, held: issued, ..Default::default() };
		let expected = vec![(SourceKind::Solar, sums(1_000)), (SourceKind::Wind, sums(500))];
		assert_eq!((Certificates::sums(K), Certificates::totals()), (expected.clone(), expected));
		let (of_ben, rest) = Certificates::certificates_of(BEN, K - 5, K + 5);
		assert_eq!(
			(of_ben.iter().map(|lot| lot.lot).collect::<Vec<_>>(), rest),
			(vec![1, 2], None)
		);
		// Never twice.
		idle();
		close(K + 5);
		assert_eq!(lots(K).len(), 4);
	});
}

#[test]
fn who_feeds_in_less_than_it_sold_deals_pro_rata() {
	run(|| {
		plants();
		Market::settle(K, ROOF, 0, 10);
		Market::trade(K, K - 1, &[(ROOF, ANNA, 13), (ROOF, BEN, 14), (ROOF, FAR, 13)]);
		close(K + 1);
		let expected = [held(ROOF, 0, 3, ANNA), held(ROOF, 3, 3, BEN), held(ROOF, 6, 4, FAR)];
		assert_eq!(lots(K), expected);
	});
}

#[test]
fn only_what_its_settlement_meter_read_is_issued() {
	run(|| {
		plants();
		let settle = |place, basis| Market::settle_by(K + place, ROOF, basis, 0, 1_000);
		for (place, basis) in
			[Basis::Silence, Basis::Revoked, Basis::Unmetered, Basis::Spare].into_iter().enumerate()
		{
			settle(place as u32, basis);
			assert_eq!(Certificates::expected(K + place as u32, ROOF), None);
		}
		// A reading that is corrected before it is settled for good.
		settle(4, Basis::Reading);
		Market::settle(K + 4, ROOF, 0, 400);
		// It feeds in nothing; who has no plant feeds something in.
		Market::settle(K + 5, ROOF, 50, 0);
		Market::settle(K + 6, ANNA, 0, 1_000);
		close(K + 7);
		for place in [0, 1, 2, 3, 5, 6] {
			assert_eq!(lots(K + place), [], "{place}");
		}
		assert_eq!(lots(K + 4), [held(ROOF, 0, 400, ROOF)]);
		assert_eq!(SumsOf::<Test>::iter().count(), 1);
	});
}

#[test]
fn a_plant_is_issued_nothing_before_and_after_it_is_certified() {
	run(|| {
		assert_ok!(register(ROOF, solar()));
		let (from, until) = (NOW + 1 + NOTICE, NOW + 20);
		let meter = ROOF + 10;
		assert_ok!(Certificates::certify(by(ISSUER), ROOF, solar(), meter, 300, until));
		for interval in [from - 1, from, until - 1, until] {
			Market::settle(interval, ROOF, 0, 1_000);
		}
		close(until + 1);
		for (interval, energy) in [(from - 1, 0), (from, 300), (until - 1, 300), (until, 0)] {
			assert_eq!(holds(interval, ROOF), energy, "{interval}");
		}
	});
}

#[test]
fn another_meter_a_bad_issuer_or_an_end_stops_it_at_once() {
	run(|| {
		plants();
		for place in 0..5 {
			Market::settle(K + place, ROOF, 0, 1_000);
			Market::settle(K + place, TURBINE, 0, 100);
		}
		close(K + 1);
		assert_eq!((holds(K, ROOF), holds(K, TURBINE)), (1_000, 100));
		// A meter that the issuer has not seen.
		Market::choose_meter(ROOF, Some(99));
		close(K + 2);
		assert_eq!((holds(K + 1, ROOF), holds(K + 1, TURBINE)), (0, 100));
		Market::choose_meter(ROOF, Some(ROOF + 10));
		// The operator does not trust the issuer any more.
		Market::set_role(ISSUER, None);
		close(K + 3);
		assert_eq!(lots(K + 2), []);
		Market::set_role(ISSUER, Some(CertificateRole::Auditor));
		close(K + 4);
		assert_eq!(lots(K + 3), []);
		Market::set_role(ISSUER, Some(CertificateRole::Issuer));
		assert_ok!(Certificates::decertify(by(AUDITOR), TURBINE));
		close(K + 5);
		assert_eq!((holds(K + 4, ROOF), holds(K + 4, TURBINE)), (1_000, 0));
	});
}

#[test]
fn no_plant_is_issued_more_than_the_most() {
	run(|| {
		assert_ok!(register(ROOF, solar()));
		assert_ok!(certify(ISSUER, ROOF, solar(), 300));
		Market::settle(K, ROOF, 0, 1_000);
		Market::settle(K + 1, ROOF, 0, 299);
		Market::trade(K, K - 1, &[(ROOF, ANNA, 600)]);
		close(K + 2);
		assert_eq!(lots(K), [held(ROOF, 0, 300, ANNA)]);
		assert_eq!(Certificates::issued(K, ROOF).unwrap().fed_in, 1_000);
		assert_eq!(lots(K + 1), [held(ROOF, 0, 299, ROOF)]);
	});
}

#[test]
fn it_goes_on_where_a_block_had_no_room_left() {
	let set_up = || {
		plants();
		certified(OPERATOR, FAR, solar());
		for node in [ROOF, TURBINE, FAR] {
			Market::settle(K, node, 10, 2_000);
		}
		// More than a page of transactions, and more lots than a step issues.
		let rows: Vec<_> = (0..300).map(|place| ([ROOF, FAR][place % 2], BEN, 10)).collect();
		Market::trade(K, K - 1, &rows);
		Market::trade(K, K - 2, &[(TURBINE, ANNA, 5)]);
		let (_, _, remembered) = Market::time();
		Market::set_time(K + 10, K + 1, remembered);
	};
	let at_once = externalities().execute_with(|| {
		set_up();
		idle();
		lots_of_all(K)
	});
	assert_eq!(at_once.len(), 300 + 1 + 3);
	run(|| {
		set_up();
		let mut blocks = 0;
		while Certificates::issued_until() < Some(K + 1) {
			let before = Cursor::<Test>::get();
			// Just one step.
			let mut meter =
				frame_support::weights::WeightMeter::with_limit(Certificates::largest_step());
			Certificates::advance(&mut meter);
			assert_ne!(Cursor::<Test>::get(), before);
			Certificates::do_try_state().unwrap();
			blocks += 1;
		}
		assert!(blocks > 10, "{blocks}");
		assert_eq!(lots_of_all(K), at_once);
		// None of it can be used before it is complete.
		Cursor::<Test>::put(Progress::at(K));
		let early = Certificates::transfer(of(BEN), K, 0, 1, ANNA);
		assert_eq!(early, Err(Fails::NotIssued.into()));
		Cursor::<Test>::put(Progress::at(K + 1));
	});
}

fn lots_of_all(interval: Interval) -> Vec<gridmerit_origin::Certificate> {
	let (mut all, mut next) = (Vec::new(), Some(0));
	while let Some(first) = next {
		let (some, rest) = Certificates::certificates(interval, first);
		all.extend(some);
		next = rest;
	}
	all
}

/// What is not issued yet may not be forgotten, however long that takes.
#[test]
fn the_market_is_to_remember_what_is_not_issued() {
	use frame_support::{traits::PalletInfoAccess, weights::WeightMeter};
	run(|| {
		let index = <Certificates as PalletInfoAccess>::index() as u8;
		assert_eq!(Needed::get(), Some((index, Some(CLOSED))));
		plants();
		Market::settle(K, ROOF, 0, 1_000);
		let (_, _, remembered) = Market::time();
		Market::set_time(K + 10, K + 2, remembered);
		let mut steps = 0;
		while Certificates::issued_until() < Some(K + 2) {
			let mut meter = WeightMeter::with_limit(Certificates::largest_step());
			Certificates::advance(&mut meter);
			assert_eq!(Needed::get(), Some((index, Certificates::issued_until())));
			steps += 1;
		}
		assert!(steps > K + 2 - CLOSED);
	});
}

#[test]
fn a_block_without_room_issues_nothing() {
	run(|| {
		plants();
		Market::settle(K, ROOF, 0, 1_000);
		let (_, _, remembered) = Market::time();
		Market::set_time(K + 10, K + 1, remembered);
		let before = Cursor::<Test>::get();
		let least = Certificates::largest_step().ref_time();
		for room in [0, 999, least - 1] {
			let room = frame_support::weights::Weight::from_parts(room, u64::MAX);
			let mut meter = frame_support::weights::WeightMeter::with_limit(room);
			Certificates::advance(&mut meter);
			assert_eq!(Cursor::<Test>::get(), before);
		}
	});
}

#[test]
fn what_nodes_draw_is_noted_by_month() {
	run(|| {
		let month = Certificates::month_of(K);
		for place in 0..3 {
			Market::settle(K + place, ANNA, 100, 7);
		}
		Market::settle_by(K + 3, ANNA, Basis::Spare, 10, 0);
		// Nobody has measured that.
		Market::settle_by(K + 4, ANNA, Basis::Silence, 1_000, 0);
		Market::settle(K + 120, ANNA, 5, 0);
		close(K + 121);
		let drawn = |month| Certificates::consumed_in(month, ANNA).drawn;
		assert_eq!([drawn(month - 1), drawn(month), drawn(month + 1)], [0, 310, 5]);
		assert_eq!(Certificates::consumed_in(month, BEN), Default::default());
		assert_eq!(Drawn::<Test>::iter().count(), 2);
		assert_eq!(Certificates::consumed_at(K, ANNA).unwrap().drawn, 100);
		assert_eq!(Certificates::consumed_at(K + 4, ANNA), None);
		assert_eq!(Certificates::consumed_at(K + 5, ANNA), None);
	});
}

#[test]
fn intervals_without_terms_are_passed_by_and_what_is_forgotten_lapses() {
	run(|| {
		plants();
		Market::settle(K, ROOF, 0, 1_000);
		Market::forget_terms(K);
		close(K + 1);
		assert_eq!((lots(K), Certificates::issued_until()), (vec![], Some(K + 1)));
		Market::settle(K + 1, ROOF, 0, 1_000);
		Market::settle(K + 9, ROOF, 0, 1_000);
		Market::forget(K + 5);
		events();
		close(K + 10);
		let lapsed = Event::Lapsed { first: K + 1, end: K + 5 };
		let issued = Event::IntervalIssued { interval: K + 9, lots: 1, energy: 1_000 };
		assert_eq!(events(), [lapsed, issued]);
		assert_eq!(Issues::<Test>::iter().count(), 1);
	});
}

#[test]
fn nothing_is_issued_of_what_was_settled_before_there_were_certificates() {
	let storage = sp_runtime::BuildStorage::build_storage(&RuntimeGenesisConfig::default());
	sp_io::TestExternalities::from(storage.unwrap()).execute_with(|| {
		System::set_block_number(1);
		idle();
		assert_eq!(Certificates::issued_until(), None);
		Market::set_time(NOW, CLOSED, NOW - 50);
		Market::settle(CLOSED - 1, ANNA, 100, 0);
		idle();
		assert_eq!(Certificates::issued_until(), Some(CLOSED));
		assert_eq!(Drawn::<Test>::iter().count(), 0);
		Certificates::do_try_state().unwrap();
	});
}

#[test]
fn a_row_that_was_traded_and_is_lost_leaves_its_certificates_with_the_plant() {
	run(|| {
		plants();
		Market::settle(K, ROOF, 0, 1_000);
		// Its position says that it has sold, and no transaction says to whom.
		Market::trade(K, K - 1, &[(ROOF, ANNA, 400), (ROOF, BEN, 100)]);
		let (_, _, remembered) = Market::time();
		Market::set_time(K + 10, K + 1, remembered);
		let mut meter =
			frame_support::weights::WeightMeter::with_limit(Certificates::largest_step());
		while Issues::<Test>::iter().count() == 0 {
			Certificates::advance(&mut meter);
			meter = frame_support::weights::WeightMeter::with_limit(Certificates::largest_step());
		}
		Market::trade(K, K - 1, &[(ROOF, ANNA, 400)]);
		idle();
		assert_eq!(lots(K), [held(ROOF, 0, 400, ANNA), held(ROOF, 400, 600, ROOF)]);
	});
}
