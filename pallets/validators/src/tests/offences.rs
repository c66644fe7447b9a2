// SPDX-License-Identifier: Apache-2.0

use super::*;
use frame_support::weights::Weight;
use proptest::prelude::*;
use sp_runtime::Perbill;
use sp_staking::offence::{OffenceDetails, OffenceSeverity, OnOffenceHandler};

fn offend(offenders: &[(AccountId, u32)]) {
	let details: Vec<OffenceDetails<AccountId, _>> = offenders
		.iter()
		.map(|(offender, _)| OffenceDetails { offender: (*offender, ()), reporters: vec![] })
		.collect();
	let fractions: Vec<_> =
		offenders.iter().map(|(_, percent)| Perbill::from_percent(*percent)).collect();
	let weight = Validators::on_offence(&details, &fractions, 0);
	assert_eq!(weight, Weight::zero());
}

#[test]
fn an_offender_is_disabled_until_it_is_named_anew() {
	run(4, || {
		offend(&[(2, 50)]);
		assert_eq!(Mock::disabled(), [2]);
		assert_eq!(last_event(), Event::Equivocated { validator: 2 });
		for _ in 0..3 {
			Mock::rotate();
			assert_eq!(Mock::disabled(), [2]);
		}
		assert_ok!(name(1..=4));
		assert_eq!(Mock::disabled(), [2], "for the rest of the session");
		Mock::rotate();
		assert!(Mock::disabled().is_empty());
	});
}

#[test]
fn an_offender_that_is_left_out_stays_disabled_as_long_as_it_is_in_office() {
	run(5, || {
		offend(&[(5, 50)]);
		assert_ok!(name(1..=4));
		Mock::rotate();
		assert_eq!((Mock::in_office().contains(&5), Mock::disabled()), (true, vec![5]));
		Mock::rotate();
		assert_eq!((Mock::in_office().contains(&5), Mock::disabled()), (false, vec![]));
		// And is forgotten when the next set is named.
		assert_ok!(name(1..=4));
		assert!(Offenders::<Test>::get().is_empty());
	});
}

#[test]
fn of_who_is_no_validator_any_more_nothing_is_kept() {
	run(5, || {
		assert_ok!(name(1..=4));
		Mock::rotate();
		Mock::rotate();
		offend(&[(5, 50)]);
		assert_eq!(last_event(), Event::Equivocated { validator: 5 });
		assert!(Offenders::<Test>::get().is_empty() && Mock::disabled().is_empty());
	});
}

#[test]
fn boundary_of_a_third() {
	run(4, || {
		offend(&[(2, 50)]);
		offend(&[(3, 100)]);
		assert_eq!(Mock::disabled(), [2]);
		Mock::rotate();
		assert_eq!(Mock::disabled(), [2], "nobody is let go for another's offence");
	});
	run(1, || {
		offend(&[(1, 100)]);
		assert!(Mock::disabled().is_empty());
	});
}

#[test]
fn the_worst_of_an_offenders_offences_counts() {
	run(4, || {
		for (percent, worst) in [(50, 50), (10, 50), (70, 70)] {
			offend(&[(2, percent)]);
			let severity = OffenceSeverity(Perbill::from_percent(worst));
			assert_eq!(Offenders::<Test>::get().into_inner(), [(2, severity)]);
		}
	});
}

proptest! {
	#[test]
	fn whatever_happens_the_state_is_sound(
		steps in prop::collection::vec((0..4_u8, prop::collection::vec(1..=MAX as u64, 0..6)), 0..40),
	) {
		run(MAX as u64, || {
			for (what, accounts) in steps {
				match what {
					0 => offend(&accounts.iter().map(|account| (*account, 50)).collect::<Vec<_>>()),
					1 => drop(name(accounts)),
					2 => Mock::rotate(),
					_ => accounts.iter().for_each(|account| {
						let _ = Validators::release_keys(RuntimeOrigin::signed(*account));
					}),
				}
				assert_ok!(Validators::do_try_state());
				assert!(Mock::in_office().len() >= MIN as usize);
				assert!(Mock::in_office().iter().all(Mock::has_keys));
				assert!(Mock::disabled().len() <= (Mock::in_office().len() - 1) / 3);
			}
		});
	}
}
