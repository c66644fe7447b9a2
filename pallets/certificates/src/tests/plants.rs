// SPDX-License-Identifier: Apache-2.0

//! Who registers and certifies plants, and within which bounds.

use super::*;
use gridmerit_origin::{Certified, Plant};

#[test]
fn a_plant_is_registered_by_its_owner_and_certified_by_an_issuer() {
	run(|| {
		assert_ok!(register(ROOF, solar()));
		assert_eq!(events(), [Event::PlantRegistered { node: ROOF, data: solar() }]);
		assert_ok!(certify(ISSUER, ROOF, solar(), 3_000));
		let (from, until) = (NOW + 1 + NOTICE, NOW + MAX_TERM);
		let (by, meter, most) = (Some(ISSUER), ROOF + 10, 3_000);
		let certified = Event::PlantCertified { node: ROOF, by, meter, most, from, until };
		assert_eq!(events(), [certified]);
		let certified = Certified { by, meter, bus: 7, most, from, until };
		let plant = Plant { data: solar(), certified: Some(certified), owes: 0 };
		assert_eq!(Certificates::plant(ROOF), Some(plant.clone()));
		assert_eq!(Certificates::plants(0), (vec![(ROOF, plant)], None));
		assert_eq!(Certificates::plants(ROOF + 1), (vec![], None));
		assert_eq!(Issuers::<Test>::get(ISSUER).used, 3_000);
		// The same again ends nothing, something else does.
		assert_ok!(register(ROOF, solar()));
		assert_eq!(events().len(), 1);
		assert_ok!(register(ROOF, wind()));
		let other = Event::PlantRegistered { node: ROOF, data: wind() };
		assert_eq!(events(), [Event::PlantDecertified { node: ROOF }, other]);
		assert!(!Issuers::<Test>::contains_key(ISSUER));
		assert_noop!(certify(ISSUER, ROOF, solar(), 1), Fails::PlantChanged);
	});
}

#[test]
fn a_plant_is_what_a_plant_can_be() {
	run(|| {
		assert_noop!(Certificates::register_plant(by(STRANGER), solar()), Fails::NotRegistered);
		for source in [SourceKind::None, SourceKind::Utility, SourceKind::Storage] {
			assert_noop!(register(ROOF, PlantData { source, ..solar() }), Fails::BadSource);
		}
		// A battery stores, and does nothing else.
		assert_noop!(register(BATTERY, solar()), Fails::BadSource);
		let soon = u64::from(NOW + 1) * LENGTH_MS;
		for data in [
			PlantData { capacity: 0, ..solar() },
			PlantData { commissioned: soon + 1, ..solar() },
			PlantData { country: *b"de", ..solar() },
			PlantData { fuel: 100_000_000, ..solar() },
			PlantData { technology: 1_000_000, ..solar() },
		] {
			assert_noop!(register(ROOF, data), Fails::BadPlant);
		}
		assert_ok!(register(ROOF, PlantData { commissioned: soon, ..solar() }));
		assert_ok!(register(BATTERY, storage()));
	});
}

#[test]
fn only_who_is_trusted_certifies() {
	run(|| {
		assert_ok!(register(ROOF, solar()));
		for account in [AUDITOR, STRANGER, Market::account(ROOF)] {
			assert_noop!(certify(account, ROOF, solar(), 1), Fails::NotAnIssuer);
		}
		Market::set_role(ISSUER, None);
		assert_noop!(certify(ISSUER, ROOF, solar(), 1), Fails::NotAnIssuer);
		assert_ok!(certify(OTHER_ISSUER, ROOF, solar(), 1));
		// The operator needs nobody's trust, and has no cap.
		assert_ok!(certify(OPERATOR, ROOF, solar(), LIMIT));
		assert_eq!(Certificates::plant(ROOF).unwrap().certified.unwrap().by, None);
		assert!(!Issuers::<Test>::contains_key(OTHER_ISSUER));
	});
}

#[test]
fn boundary_of_what_is_certified() {
	run(|| {
		let certify = |node, meter, most, until| {
			Certificates::certify(by(ISSUER), node, solar(), meter, most, until)
		};
		assert_noop!(certify(NOBODY, 11, 1, NOW + 100), Fails::UnknownNode);
		assert_noop!(certify(ROOF, 11, 1, NOW + 100), Fails::NoPlant);
		assert_ok!(register(ROOF, solar()));
		assert_noop!(certify(ROOF, 12, 1, NOW + 100), Fails::NotThisMeter);
		assert_noop!(certify(ROOF, 11, 0, NOW + 100), Fails::AboveLimit);
		assert_noop!(certify(ROOF, 11, LIMIT + 1, NOW + 100), Fails::AboveLimit);
		assert_noop!(certify(ROOF, 11, 1, NOW + 1 + NOTICE), Fails::AlreadyOver);
		assert_noop!(certify(ROOF, 11, 1, NOW + MAX_TERM + 1), Fails::TooLong);
		assert_ok!(certify(ROOF, 11, LIMIT, NOW + MAX_TERM));
		assert_ok!(certify(ROOF, 11, 1, NOW + 2 + NOTICE));
		Market::choose_meter(ROOF, None);
		assert_noop!(certify(ROOF, 11, 1, NOW + 100), Fails::NotThisMeter);
		// The node has become something else.
		Market::choose_meter(ROOF, Some(11));
		Market::set_node(ROOF, Some((false, Some(battery()))));
		assert_noop!(certify(ROOF, 11, 1, NOW + 100), Fails::BadSource);
	});
}

#[test]
fn boundary_of_an_issuer_s_cap() {
	run(|| {
		certified(ISSUER, ROOF, solar());
		assert_ok!(register(TURBINE, wind()));
		assert_ok!(certify(ISSUER, TURBINE, wind(), CAP - LIMIT));
		assert_ok!(register(FAR, solar()));
		assert_noop!(certify(ISSUER, FAR, solar(), 1), Fails::AboveCap);
		// What it certified before makes room for itself.
		assert_ok!(certify(ISSUER, ROOF, solar(), LIMIT - 1));
		assert_noop!(certify(ISSUER, FAR, solar(), 2), Fails::AboveCap);
		assert_ok!(certify(ISSUER, FAR, solar(), 1));
		assert_eq!(Issuers::<Test>::get(ISSUER).used, CAP);
		// Another vouches for what nobody vouches for.
		assert_noop!(certify(OTHER_ISSUER, FAR, solar(), 7), Fails::NotYours);
		assert_ok!(Certificates::decertify(by(ISSUER), FAR));
		assert_ok!(certify(OTHER_ISSUER, FAR, solar(), 7));
		assert_eq!(Issuers::<Test>::get(ISSUER).used, CAP - 1);
		assert_eq!(Issuers::<Test>::get(OTHER_ISSUER).used, 7);

		events();
		assert_ok!(Certificates::set_cap(by(OPERATOR), ISSUER, CAP - 2));
		assert_eq!(events(), [Event::CapSet { issuer: ISSUER, most: CAP - 2 }]);
		assert_noop!(certify(ISSUER, ROOF, solar(), LIMIT - 1), Fails::AboveCap);
		assert_ok!(certify(ISSUER, ROOF, solar(), LIMIT - 2));
		assert_ok!(Certificates::set_cap(by(OPERATOR), ISSUER, Wh::MAX));
		assert_ok!(Certificates::decertify(of(FAR), FAR));
		assert_ok!(certify(ISSUER, FAR, solar(), LIMIT));
		// What the operator has said stays when nothing is certified.
		for node in [ROOF, TURBINE, FAR] {
			assert_ok!(Certificates::decertify(by(ISSUER), node));
		}
		let row = Issuers::<Test>::get(ISSUER);
		assert_eq!((row.most, row.used), (Some(Wh::MAX), 0));
	});
}

#[test]
fn no_issuer_ends_what_another_vouches_for_before_it_is_over() {
	run(|| {
		certified(ISSUER, ROOF, solar());
		assert_noop!(certify(OTHER_ISSUER, ROOF, solar(), 1), Fails::NotYours);
		certified(OPERATOR, ROOF, solar());
		assert_noop!(certify(ISSUER, ROOF, solar(), 1), Fails::NotYours);
		let until = Certificates::plant(ROOF).unwrap().certified.unwrap().until;
		Market::set_time(until - 1, CLOSED, NOW - 50);
		assert_noop!(certify(ISSUER, ROOF, solar(), 1), Fails::NotYours);
		Market::set_time(until, CLOSED, NOW - 50);
		assert_ok!(certify(ISSUER, ROOF, solar(), 1));
	});
}

#[test]
fn who_vouches_for_no_more_than_before_needs_no_notice() {
	run(|| {
		let from = || Certificates::plant(ROOF).unwrap().certified.unwrap().from;
		let notice = |now| now + 1 + NOTICE;
		assert_ok!(register(ROOF, solar()));
		assert_ok!(certify(ISSUER, ROOF, solar(), 300));
		assert_eq!(from(), notice(NOW));
		Market::set_time(NOW + 100, CLOSED, NOW - 50);
		assert_ok!(certify(ISSUER, ROOF, solar(), 300));
		assert_eq!(from(), notice(NOW));
		assert_noop!(
			Certificates::certify(by(ISSUER), ROOF, solar(), 11, 300, NOW + 100),
			Fails::AlreadyOver
		);
		assert_ok!(Certificates::certify(by(ISSUER), ROOF, solar(), 11, 300, NOW + 101));
		// For more, for another meter, or by somebody else.
		assert_ok!(certify(ISSUER, ROOF, solar(), 301));
		assert_eq!(from(), notice(NOW + 100));
		Market::set_time(NOW + 110, CLOSED, NOW - 50);
		Market::choose_meter(ROOF, Some(99));
		let until = NOW + 300;
		assert_ok!(Certificates::certify(by(ISSUER), ROOF, solar(), 99, 1, until));
		assert_eq!(from(), notice(NOW + 110));
		Market::set_time(NOW + 120, CLOSED, NOW - 50);
		assert_ok!(Certificates::certify(by(OPERATOR), ROOF, solar(), 99, 1, until));
		assert_eq!(from(), notice(NOW + 120));
	});
}

#[test]
fn a_certification_is_ended_by_those_who_answer_for_it() {
	run(|| {
		assert_noop!(Certificates::decertify(by(OPERATOR), ROOF), Fails::NoPlant);
		for origin in [by(OPERATOR), by(ISSUER), of(ROOF), by(AUDITOR), Origin::root()] {
			certified(ISSUER, ROOF, solar());
			for account in [OTHER_ISSUER, STRANGER, Market::account(ANNA)] {
				assert_noop!(Certificates::decertify(by(account), ROOF), Fails::NotYours);
			}
			events();
			assert_ok!(Certificates::decertify(origin.clone(), ROOF));
			assert_eq!(events(), [Event::PlantDecertified { node: ROOF }]);
			assert_noop!(Certificates::decertify(origin, ROOF), Fails::NotCertified);
			assert_eq!(Issuers::<Test>::get(ISSUER).used, 0);
		}
	});
}

#[test]
fn who_has_left_has_no_plant() {
	use gridmerit_pallet_support::OnRemove;
	run(|| {
		plants();
		for node in [ROOF, BATTERY, ANNA, NOBODY] {
			Certificates::removed(node);
			assert_eq!((Certificates::plant(node), Certificates::stock(node)), (None, None));
		}
		assert_eq!(Issuers::<Test>::get(ISSUER).used, LIMIT);
		assert!(!Issuers::<Test>::contains_key(OTHER_ISSUER));
		assert!(Certificates::plant(TURBINE).is_some());
		Certificates::removed(TURBINE);
		assert_eq!(
			crate::Plants::<Test>::iter().count() + crate::Stocks::<Test>::iter().count(),
			0
		);
		assert_eq!(<Certificates as OnRemove>::weight(), <() as WeightInfo>::removed());
	});
}

#[test]
fn a_chain_begins_with_plants_that_the_operator_certifies() {
	use crate::GenesisPlant;
	use sp_runtime::BuildStorage;
	let build = |plant: GenesisPlant| {
		externalities().execute_with(|| {
			let entered = Certificates::enter_genesis_plant(&plant).map_err(DispatchError::from);
			(entered, Certificates::plant(plant.node))
		})
	};
	let plant = GenesisPlant { node: ROOF, data: solar(), meter: 3, most: 9, until: 2_000 };
	let certified = Certified { by: None, meter: 3, bus: 7, most: 9, from: 0, until: 2_000 };
	let expected = Plant { data: solar(), certified: Some(certified), owes: 0 };
	assert_eq!(build(plant.clone()), (Ok(()), Some(expected)));
	let fault = PlantData { capacity: 0, ..solar() };
	for (plant, error) in [
		(GenesisPlant { node: NOBODY, ..plant.clone() }, Fails::UnknownNode),
		(GenesisPlant { most: 0, ..plant.clone() }, Fails::AboveLimit),
		(GenesisPlant { most: LIMIT + 1, ..plant.clone() }, Fails::AboveLimit),
		(GenesisPlant { data: storage(), ..plant.clone() }, Fails::BadSource),
		(GenesisPlant { data: fault, ..plant }, Fails::BadPlant),
	] {
		assert_eq!(build(plant), (Err(error.into()), None));
	}
	let none = RuntimeGenesisConfig::default();
	assert!(none.certificates.plants.is_empty() && none.build_storage().is_ok());
}
