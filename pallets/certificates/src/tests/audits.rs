// SPDX-License-Identifier: Apache-2.0

//! What was issued wrongly is made good by what is issued next, and no auditor reaches everybody.

use super::*;
use crate::{Audits, Issues};

fn audit(first: Interval, last: Interval) -> DispatchResult {
	Certificates::audit(by(AUDITOR), ROOF, first, last, b"no sun".to_vec().try_into().unwrap())
}

/// The roof is issued 100 Wh in each of ten intervals, and all of the first is Anna's.
fn issued() {
	plants();
	for place in 0..20 {
		Market::settle(K + place, ROOF, 0, 100);
	}
	Market::trade(K, K - 1, &[(ROOF, ANNA, 100)]);
	close(K + 10);
	events();
}

#[test]
fn what_was_wrong_is_made_good_by_what_comes_next_and_nobody_gives_back() {
	run(|| {
		issued();
		assert_ok!(audit(K, K + 2));
		let reason = b"no sun".to_vec().try_into().unwrap();
		let (node, by_whom) = (ROOF, AUDITOR);
		assert_eq!(
			events(),
			[Event::PlantAudited { node, by: by_whom, first: K, last: K + 2, energy: 300, reason }]
		);
		assert_eq!(holds(K, ANNA), 100);
		assert_eq!(Certificates::expected(K + 10, ROOF), Some(0));
		close(K + 14);
		let withheld = |interval| {
			let issued = Certificates::issued(interval, ROOF).unwrap();
			(issued.withheld, issued.energy)
		};
		assert_eq!(
			[K + 10, K + 11, K + 12, K + 13].map(withheld),
			[(100, 0), (100, 0), (100, 0), (0, 100)]
		);
		assert_eq!((lots(K + 12), lots(K + 13).len()), (vec![], 1));
		assert_eq!(Certificates::plant(ROOF).unwrap().owes, 0);
	});
}

#[test]
fn each_interval_counts_once_and_the_operator_lets_off() {
	run(|| {
		issued();
		assert_ok!(audit(K, K + 2));
		assert_noop!(audit(K, K + 2), Fails::NothingIssued);
		assert_ok!(audit(K + 1, K + 3));
		let owes = || Certificates::plant(ROOF).unwrap().owes;
		assert_eq!(owes(), 400);
		let forgive = |energy| Certificates::forgive(by(OPERATOR), ROOF, energy);
		assert_noop!(forgive(401), Fails::OwesLess);
		assert_noop!(forgive(0), Fails::OwesLess);
		assert_noop!(Certificates::forgive(by(OPERATOR), ANNA, 1), Fails::NoPlant);
		events();
		assert_ok!(forgive(350));
		assert_eq!(events(), [Event::Forgiven { node: ROOF, energy: 350 }]);
		// What it owes stays its own when it is certified anew.
		assert_ok!(register(ROOF, wind()));
		assert_ok!(certify(OTHER_ISSUER, ROOF, wind(), LIMIT));
		assert_eq!(owes(), 50);
		// One that is made good in part.
		assert_ok!(register(ROOF, solar()));
		assert_ok!(Certificates::certify(by(OPERATOR), ROOF, solar(), ROOF + 10, 30, NOW + 200));
		close(K + 17);
		let rows: Vec<_> = (K + 10..K + 20).filter_map(|k| Certificates::issued(k, ROOF)).collect();
		assert!(rows.is_empty(), "not certified yet: {rows:?}");
		for place in 20..40 {
			Market::settle(K + place, ROOF, 0, 100);
		}
		close(K + 40);
		let rows = (K + 10..K + 40).filter_map(|k| Certificates::issued(k, ROOF));
		let withheld: Vec<_> = rows.map(|row| (row.withheld, row.energy)).take(3).collect();
		assert_eq!(withheld, [(30, 0), (20, 10), (0, 30)]);
	});
}

#[test]
fn what_cannot_be_audited() {
	run(|| {
		issued();
		for account in [ISSUER, STRANGER, OPERATOR] {
			let done = Certificates::audit(by(account), ROOF, K, K, Default::default());
			assert_eq!(done, Err(Fails::NotAnAuditor.into()));
		}
		assert_noop!(audit(K + 1, K), Fails::BadRange);
		assert_noop!(audit(K, K + MAX_RANGE), Fails::TooManyIntervals);
		assert_noop!(audit(0, u32::MAX), Fails::TooManyIntervals);
		assert_noop!(audit(K - 3, K - 1), Fails::NothingIssued);
		// Not settled for good.
		assert_noop!(audit(K + 10, K + 12), Fails::NothingIssued);
		let nobody = Certificates::audit(by(AUDITOR), ANNA, K, K, Default::default());
		assert_eq!(nobody, Err(Fails::NoPlant.into()));
		assert!(!Audits::<Test>::contains_key(AUDITOR));
		assert_ok!(audit(K, K + MAX_RANGE - 1));
	});
}

#[test]
fn boundary_of_what_one_auditor_does_in_a_period() {
	run(|| {
		issued();
		assert_ok!(audit(K, K));
		assert_ok!(Certificates::decertify(by(AUDITOR), TURBINE));
		assert_ok!(audit(K + 1, K + 1));
		assert_noop!(audit(K + 2, K + 2), Fails::TooManyAudits);
		assert_noop!(Certificates::decertify(by(AUDITOR), ROOF), Fails::TooManyAudits);
		let (now, closed, remembered) = Market::time();
		Market::set_time(now + AUDIT_PERIOD - 1, closed, remembered);
		assert_noop!(audit(K + 2, K + 2), Fails::TooManyAudits);
		Market::set_time(now + AUDIT_PERIOD, closed, remembered);
		assert_ok!(audit(K + 2, K + 2));
		assert_ok!(Certificates::decertify(by(AUDITOR), ROOF));
		// Owner and issuer are not counted.
		assert_ok!(Certificates::decertify(by(OTHER_ISSUER), BATTERY));
		assert!(Issues::<Test>::get(K, 0).get(ROOF).unwrap().audited);
	});
}
