// SPDX-License-Identifier: Apache-2.0

//! `report_meter`, `challenge_report` and `lift_report`.

use super::*;
use frame_support::dispatch::DispatchResultWithPostInfo;

fn try_report(
	account: AccountId,
	meter: MeterIndex,
	since: Interval,
) -> DispatchResultWithPostInfo {
	Authorities::report_meter(Origin::signed(account), meter, since, words())
}

#[test]
fn a_trusted_authority_revokes_a_meter() {
	run(|| {
		meters();
		authority(3, true);
		events();
		let weight = try_report(3, METER, 102).unwrap().actual_weight.unwrap();
		assert_eq!(
			events(),
			[Event::MeterReported {
				meter: METER,
				authority: 3,
				since: 102,
				reason: words(),
				effective: true
			}]
		);
		assert_eq!((held(3), ReportCount::<Test>::get(3)), (2 * DEPOSIT, 1));
		assert_eq!(Market::revocations(), [(METER, 3, 102)]);
		let warning = <() as WeightInfo>::report_meter();
		assert_eq!(weight, warning + Market::revoke_weight(STRUCK_OUT));
		assert!(weight.all_lt(Authorities::report_weight(Some(Market::max_struck_out()))));
		// A meter that nobody has bound.
		report(3, 9, 105);
		assert_eq!(Market::revoked_from(9), Some(105));
	});
}

#[test]
fn others_only_warn_until_they_are_trusted() {
	run(|| {
		meters();
		authority(3, false);
		let weight = try_report(3, METER, 102).unwrap().actual_weight;
		assert_eq!(weight, Some(<() as WeightInfo>::report_meter()));
		let found = last_event();
		assert!(matches!(found, Event::MeterReported { effective: false, .. }));
		assert_eq!(Market::revoked_from(METER), None);
		assert_noop!(try_report(3, METER, 102), Error::<Test>::AlreadyReported);
		// Trust alone does nothing to earlier reports.
		assert_ok!(Authorities::trust(operator(), 3, true));
		assert_eq!(Market::revoked_from(METER), None);
		report(3, METER, 103);
		assert_eq!(Market::revoked_from(METER), Some(103));
		assert_eq!((held(3), ReportCount::<Test>::get(3)), (2 * DEPOSIT, 1));
		assert_noop!(try_report(3, METER, 102), Error::<Test>::AlreadyReported);
		// And mistrust neither.
		assert_ok!(Authorities::trust(operator(), 3, false));
		assert_eq!(Market::revoked_from(METER), Some(103));
		assert_noop!(try_report(3, METER, 102), Error::<Test>::AlreadyReported);
	});
}

#[test]
fn a_stolen_key_of_an_authority_does_not_reach_everybody() {
	run(|| {
		meters();
		authority(3, true);
		report(3, METER, NOW);
		report(3, 8, NOW);
		let bounded = || {
			assert_noop!(try_report(3, 9, NOW), Error::<Test>::TooManyReports);
		};
		bounded();
		// Not even if it lifts what it has reported.
		assert_ok!(Authorities::lift_report(Origin::signed(3), METER, 3));
		bounded();
		// Others have counts of their own, and warnings do not count.
		authority(4, true);
		report(4, 9, NOW);
		authority(5, false);
		for meter in [METER, 8, 9] {
			report(5, meter, NOW);
		}
		// It goes on when the period is over, or when the operator has looked at it.
		Market::set_now(NOW + 9);
		bounded();
		Market::set_now(NOW + 10);
		report(3, 9, NOW);
		report(3, METER, NOW);
		assert_ok!(Authorities::lift_report(Origin::signed(3), METER, 3));
		assert_noop!(try_report(3, METER, NOW), Error::<Test>::TooManyReports);
		assert_ok!(Authorities::trust(operator(), 3, true));
		report(3, METER, NOW);
	});
}

#[test]
fn fails_for_what_is_unknown_or_still_to_come() {
	run(|| {
		meters();
		assert_noop!(try_report(3, METER, 100), Error::<Test>::UnknownAuthority);
		authority(3, true);
		assert_noop!(try_report(3, 10, 100), Error::<Test>::UnknownMeter);
		assert_noop!(try_report(3, METER, NOW + 1), Error::<Test>::NotBegun);
		assert_ok!(try_report(3, METER, NOW));
	});
}

#[test]
fn boundary_of_effective_reports() {
	run(|| {
		meters();
		for account in 3..7 {
			authority(account, account != 6);
		}
		report(3, METER, 102);
		report(4, METER, 101);
		assert_noop!(try_report(5, METER, 100), DispatchError::Exhausted);
		// Warnings do not count.
		report(6, METER, 100);
		assert_ok!(Authorities::lift_report(Origin::signed(4), METER, 4));
		report(5, METER, 100);
	});
}

#[test]
fn each_report_counts_until_it_is_lifted() {
	run(|| {
		meters();
		authority(3, true);
		authority(4, true);
		report(3, METER, 101);
		report(4, METER, 103);
		let lift = |account| {
			assert_ok!(Authorities::lift_report(Origin::signed(account), METER, account));
			assert_eq!(last_event(), Event::ReportLifted { meter: METER, authority: account });
		};
		lift(3);
		assert_eq!(Market::revoked_from(METER), Some(103));
		lift(4);
		assert_eq!(Market::revoked_from(METER), None);
		assert_eq!((held(3), held(4)), (DEPOSIT, DEPOSIT));
		assert_eq!(ReportCount::<Test>::iter().count(), 0);
	});
}

#[test]
fn who_lifts_what() {
	run(|| {
		meters();
		authority(3, true);
		report(3, METER, 101);
		let lift = |origin, authority| Authorities::lift_report(origin, METER, authority);
		for (origin, authority, error) in [
			(stranger(), 3, Error::<Test>::NotYourReport),
			(by(ALICE), 3, Error::<Test>::NotYourReport),
			(Origin::signed(3), 4, Error::<Test>::NotYourReport),
			(Origin::signed(4), 4, Error::<Test>::UnknownReport),
			(operator(), 4, Error::<Test>::UnknownReport),
		] {
			assert_noop!(lift(origin, authority), error);
		}
		assert_ok!(lift(operator(), 3));
		assert_eq!((held(3), Market::revoked_from(METER)), (DEPOSIT, None));
		assert_noop!(lift(operator(), 3), Error::<Test>::UnknownReport);
	});
}

#[test]
fn a_warning_outlives_a_meter_that_is_forgotten() {
	run(|| {
		meters();
		authority(3, false);
		report(3, 9, 100);
		Bindings::remove(9);
		Authorities::do_try_state().unwrap();
		assert_ok!(Authorities::lift_report(Origin::signed(3), 9, 3));
		assert_eq!(held(3), DEPOSIT);
	});
}

#[test]
fn the_node_challenges_a_report() {
	run(|| {
		meters();
		authority(3, false);
		report(3, METER, 101);
		let challenge = |origin, meter, authority, statement: &[u8]| {
			let statement = statement.to_vec().try_into().unwrap();
			Authorities::challenge_report(origin, meter, authority, statement)
		};
		for (origin, meter, authority, error) in [
			(stranger(), METER, 3, Error::<Test>::NotRegistered),
			(by(BOB), METER, 3, Error::<Test>::NotYourMeter),
			(by(ALICE), 9, 3, Error::<Test>::NotYourMeter),
			(by(ALICE), 10, 3, Error::<Test>::UnknownMeter),
			(by(ALICE), METER, 4, Error::<Test>::UnknownReport),
		] {
			assert_noop!(challenge(origin, meter, authority, b"no"), error);
		}
		for statement in [&b"no"[..], b"certainly not"] {
			assert_ok!(challenge(by(ALICE), METER, 3, statement));
			let statement: Words = statement.to_vec().try_into().unwrap();
			assert_eq!(
				last_event(),
				Event::ReportChallenged {
					meter: METER,
					authority: 3,
					statement: statement.clone()
				}
			);
			assert_eq!(report_by(3, METER).challenge, Some(statement));
		}
		// It stays when the warning becomes effective.
		assert_ok!(Authorities::trust(operator(), 3, true));
		report(3, METER, 101);
		assert!(report_by(3, METER).challenge.is_some());
	});
}
