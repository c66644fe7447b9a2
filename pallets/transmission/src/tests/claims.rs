// SPDX-License-Identifier: Apache-2.0

//! `claim`: in turn, once, for what is settled for good, as far as the rent suffices.

use super::*;

#[test]
fn an_owner_is_paid_for_what_its_line_carried_once_it_is_settled_for_good() {
	run(|| {
		let contract = agreed(OWNER, 1, terms(NOW + 4));
		Market::add_rent(100_000);
		// Rounded down; a line that carries nothing; and one that earns more than the most.
		for (place, energy) in [(1, 1_999), (2, 0), (3, 5_000)] {
			Market::set_carried(NOW + place, 1, energy);
		}
		// Another line, and intervals before it and after it.
		Market::set_carried(NOW + 1, 2, 1_000_000);
		Market::set_carried(NOW, 1, 1_000_000);
		Market::set_carried(NOW + 4, 1, 1_000_000);
		for closed in [NOW, NOW + 1] {
			Market::set_time(NOW + 9, closed, NOW - 50);
			assert_noop!(claim(contract, 8), Error::<Test>::NothingToClaim);
		}
		Market::set_time(NOW + 9, NOW + 3, NOW - 50);
		System::reset_events();
		assert_ok!(claim(contract, 8));
		let paid = |first, end, energy, amount| {
			let owner = OWNER;
			Event::Paid { contract, owner, first, end, energy, amount }
		};
		assert_eq!(events(), [paid(NOW + 1, NOW + 3, 1_999, 9_995)]);
		assert_noop!(claim(contract, 8), Error::<Test>::NothingToClaim);
		Market::set_time(NOW + 99, NOW + 90, NOW - 50);
		assert_ok!(claim(contract, 8));
		let over = Event::Fulfilled { contract };
		assert_eq!(events(), [paid(NOW + 3, NOW + 4, 5_000, 20_000), over]);
		assert_noop!(claim(contract, 8), Error::<Test>::NoContract);
		assert_eq!((Market::earned(OWNER), Market::rent_held()), (29_995, 70_005));
	});
}

#[test]
fn what_the_rent_does_not_suffice_for_waits_and_lapses_when_it_is_forgotten() {
	run(|| {
		let contract = agreed(OWNER, 1, terms(NOW + 20));
		for place in 1..20 {
			Market::set_carried(NOW + place, 1, 2_000);
		}
		Market::set_time(NOW + 30, NOW + 6, NOW);
		assert_noop!(claim(contract, 8), Error::<Test>::RentTooSmall);
		Market::add_rent(29_999);
		// Two of five, in full.
		assert_ok!(claim(contract, 8));
		assert_eq!((Market::earned(OWNER), Market::rent_held()), (20_000, 9_999));
		assert_noop!(claim(contract, 8), Error::<Test>::RentTooSmall);
		Market::add_rent(1);
		assert_ok!(claim(contract, 8));
		assert_eq!((Market::earned(OWNER), Market::rent_held()), (30_000, 0));
		// The market forgets two of those that are left.
		Market::set_time(NOW + 30, NOW + 9, NOW + 6);
		System::reset_events();
		assert_ok!(claim(contract, 8));
		let lapsed = |first, end| Event::Lapsed { contract, first, end };
		assert_eq!(events(), [lapsed(NOW + 4, NOW + 6)]);
		Market::add_rent(1_000_000);
		Market::set_time(NOW + 60, NOW + 50, NOW + 30);
		assert_ok!(claim(contract, 8));
		assert_eq!(events(), [lapsed(NOW + 6, NOW + 20), Event::Fulfilled { contract }]);
		assert_eq!(Market::earned(OWNER), 30_000);
	});
}

#[test]
fn boundary_of_intervals_in_a_claim() {
	run(|| {
		let contract = agreed(OWNER, 1, terms(NOW + 30));
		Market::add_rent(1_000_000);
		for place in 1..30 {
			Market::set_carried(NOW + place, 1, 1_000);
		}
		Market::set_time(NOW + 60, NOW + 50, NOW);
		assert_noop!(claim(contract, MAX_CLAIM + 1), Error::<Test>::TooManyIntervals);
		assert_noop!(claim(contract, u32::MAX), Error::<Test>::TooManyIntervals);
		assert_noop!(claim(contract, 0), Error::<Test>::NothingToClaim);
		assert_ok!(claim(contract, MAX_CLAIM));
		assert_eq!(Market::earned(OWNER), Planck::from(MAX_CLAIM) * 5_000);
		// What is looked at is what is charged.
		let claimed = Transmission::claim(by(STRANGER), contract, 3).unwrap();
		assert_eq!(claimed.actual_weight, Some(<()>::claim(3)));
	});
}

#[test]
fn who_owns_the_line_no_more_is_paid_no_more() {
	run(|| {
		let contract = agreed(OWNER, 1, terms(NOW + 4));
		Market::add_rent(1_000_000);
		Market::set_carried(NOW + 1, 1, 1_000);
		Market::set_time(NOW + 9, NOW + 4, NOW);
		for owner in [Some(OTHER_OWNER), None] {
			Market::set_line_owner(1, owner);
			assert_noop!(claim(contract, 8), Error::<Test>::NotYourLine);
		}
		Market::set_line_owner(1, Some(OWNER));
		assert_ok!(claim(contract, 8));
		assert_eq!(Market::earned(OWNER), 5_000);
	});
}

#[test]
fn what_lapses_of_who_owns_the_line_no_more_ends_the_contract() {
	run(|| {
		let contract = agreed(OWNER, 1, terms(NOW + 4));
		Market::add_rent(1_000_000);
		(1..4).for_each(|place| Market::set_carried(NOW + place, 1, 1_000));
		Market::set_line_owner(1, None);
		Market::set_time(NOW + 9, NOW + 4, NOW + 2);
		System::reset_events();
		assert_ok!(claim(contract, 8));
		let lapsed = |first, end| Event::Lapsed { contract, first, end };
		assert_eq!(events(), [lapsed(NOW + 1, NOW + 2)]);
		assert_noop!(claim(contract, 8), Error::<Test>::NotYourLine);
		Market::set_time(NOW + 99, NOW + 90, NOW + 50);
		assert_ok!(claim(contract, 8));
		assert_eq!(events(), [lapsed(NOW + 2, NOW + 4), Event::Fulfilled { contract }]);
		assert_eq!((Market::earned(OWNER), Market::rent_held()), (0, 1_000_000));
	});
}

#[test]
fn a_payment_that_fails_changes_nothing() {
	run(|| {
		Market::set_line_owner(1, Some(DEAD));
		let contract = agreed(DEAD, 1, terms(NOW + 4));
		Market::add_rent(1_000_000);
		Market::set_carried(NOW + 1, 1, 1_000);
		Market::set_time(NOW + 9, NOW + 4, NOW);
		assert_noop!(claim(contract, 8), DispatchError::Other("cannot be paid"));
	});
}

#[test]
fn the_largest_amounts_are_bounded_by_the_most() {
	let terms = Terms { price: Planck::MAX, most: 7, until: 1 };
	assert_eq!([0, 1, u64::MAX].map(|energy| terms.pay(energy)), [0, 7, 7]);
	let terms = Terms { price: 999, most: Planck::MAX, until: 1 };
	assert_eq!([1, 2, 1_000].map(|energy| terms.pay(energy)), [0, 1, 999]);
}
