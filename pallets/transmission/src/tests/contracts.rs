// SPDX-License-Identifier: Apache-2.0

//! `offer`, `drop_offer`, `agree` and `end`.

use super::*;

#[test]
fn an_owner_offers_and_the_operator_agrees() {
	run(|| {
		let terms = terms(120);
		assert_ok!(offer(OWNER, 1, terms));
		assert_ok!(Transmission::agree(by(OPERATOR), 1, terms));
		assert_eq!(
			events(),
			[
				Event::Offered { bus: 1, owner: OWNER, terms },
				Event::Agreed { contract: 0, bus: 1, from: NOW + 1 }
			]
		);
		let contract = Contract { bus: 1, owner: OWNER, terms, next: NOW + 1 };
		assert_eq!(Contracts::<Test>::get(0), Some(contract));
		assert_noop!(Transmission::agree(by(OPERATOR), 1, terms), Error::<Test>::NoOffer);
	});
}

#[test]
fn a_contract_that_follows_begins_where_the_one_before_ends() {
	run(|| {
		agreed(OWNER, 1, terms(120));
		assert_noop!(offer(OWNER, 1, terms(120)), Error::<Test>::AlreadyOver);
		agreed(OWNER, 1, terms(121));
		assert_eq!(Contracts::<Test>::get(1).map(|contract| contract.next), Some(120));
		// Also for who owns the line then.
		Market::set_line_owner(1, Some(OTHER_OWNER));
		agreed(OTHER_OWNER, 1, terms(125));
		assert_eq!(Contracts::<Test>::get(2).map(|contract| contract.next), Some(121));
		agreed(OWNER, 2, terms(120));
		assert_eq!(Contracts::<Test>::get(3).map(|contract| contract.next), Some(NOW + 1));
	});
}

#[test]
fn boundary_of_terms() {
	run(|| {
		for nothing in [Terms { price: 0, ..terms(120) }, Terms { most: 0, ..terms(120) }] {
			assert_noop!(offer(OWNER, 1, nothing), Error::<Test>::PaysNothing);
		}
		assert_noop!(offer(OWNER, 1, terms(NOW + 1)), Error::<Test>::AlreadyOver);
		let last = NOW + 1 + MAX_TERM;
		assert_noop!(offer(OWNER, 1, terms(last + 1)), Error::<Test>::TooLong);
		assert_ok!(offer(OWNER, 1, terms(last)));
		assert_ok!(offer(OWNER, 1, terms(NOW + 2)));
		// Time passes.
		Market::set_time(NOW + 1, NOW, NOW);
		let agreed = Transmission::agree(by(OPERATOR), 1, terms(NOW + 2));
		assert_noop!(agreed, Error::<Test>::AlreadyOver);
	});
}

#[test]
fn fails_for_a_line_that_is_another_s_and_for_terms_that_have_changed() {
	run(|| {
		for (account, bus) in [(OTHER_OWNER, 1), (OWNER, 3), (OWNER, 4), (OPERATOR, 1)] {
			assert_noop!(offer(account, bus, terms(120)), Error::<Test>::NotYourLine);
		}
		assert_ok!(offer(OWNER, 1, terms(120)));
		let dearer = Terms { price: 5_001, ..terms(120) };
		let agree = |terms| Transmission::agree(by(OPERATOR), 1, terms);
		assert_noop!(agree(dearer), Error::<Test>::OfferChanged);
		assert_ok!(offer(OWNER, 1, dearer));
		assert_noop!(agree(terms(120)), Error::<Test>::OfferChanged);
		// Whoever does not own the line any more is not paid.
		Market::set_line_owner(1, Some(OTHER_OWNER));
		assert_noop!(agree(dearer), Error::<Test>::NotYourLine);
	});
}

#[test]
fn an_offer_is_dropped_by_who_made_it_or_by_the_operator() {
	run(|| {
		for account in [OWNER, OPERATOR] {
			let drop_offer = |account| Transmission::drop_offer(by(account), 1);
			assert_noop!(drop_offer(account), Error::<Test>::NoOffer);
			assert_ok!(offer(OWNER, 1, terms(120)));
			assert_noop!(drop_offer(OTHER_OWNER), Error::<Test>::NotYours);
			System::reset_events();
			assert_ok!(drop_offer(account));
			assert_eq!(events(), [Event::OfferDropped { bus: 1 }]);
		}
	});
}

#[test]
fn a_contract_that_is_ended_pays_for_what_has_begun() {
	run(|| {
		for account in [OWNER, OPERATOR] {
			let (_, until) = (agreed(OWNER, 1, terms(NOW + 20)), NOW + 20);
			let contract = agreed(OWNER, 2, terms(until));
			assert_noop!(Transmission::end(by(OTHER_OWNER), contract), Error::<Test>::NotYours);
			Market::set_time(NOW + 5, NOW, NOW);
			System::reset_events();
			assert_ok!(Transmission::end(by(account), contract));
			assert_eq!(events(), [Event::Ended { contract, until: NOW + 6 }]);
			assert_eq!(ContractedUntil::<Test>::get(2), NOW + 6);
			assert_noop!(Transmission::end(by(account), contract), Error::<Test>::AlreadyOver);
			// From then on there can be another one; one that has not begun is gone.
			let next = agreed(OWNER, 2, terms(until));
			System::reset_events();
			assert_ok!(Transmission::end(by(account), next));
			let fulfilled = Event::Fulfilled { contract: next };
			assert_eq!(events(), [Event::Ended { contract: next, until: NOW + 6 }, fulfilled]);
			assert_noop!(Transmission::end(by(account), next), Error::<Test>::NoContract);
			// Back to the start.
			Contracts::<Test>::remove(contract);
			Contracts::<Test>::remove(contract - 1);
			ContractedUntil::<Test>::remove(1);
			ContractedUntil::<Test>::remove(2);
			Market::set_time(NOW, NOW - 10, NOW - 50);
		}
	});
}
