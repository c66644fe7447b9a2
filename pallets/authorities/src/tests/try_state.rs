// SPDX-License-Identifier: Apache-2.0

//! Each invariant, broken.

use super::*;

/// A sound state with something of everything, then `corrupt`: what `try_state` says.
///
/// Authorities 3 and 4 have reported meter 7, the first with effect.
fn broken(corrupt: impl FnOnce(), expected: &'static str) {
	run(|| {
		meters();
		authority(3, true);
		authority(4, false);
		report(3, METER, 102);
		report(4, METER, 101);
		Authorities::do_try_state().unwrap();
		frame_support::storage::with_transaction(|| {
			corrupt();
			let found = Authorities::do_try_state();
			assert_eq!(found, Err(sp_runtime::TryRuntimeError::Other(expected)));
			sp_runtime::TransactionOutcome::Rollback(Ok::<_, DispatchError>(()))
		})
		.unwrap();
	});
}

fn change(account: AccountId, change: impl FnOnce(&mut ReportOf<Test>)) {
	Reports::<Test>::mutate(METER, account, |report| change(report.as_mut().unwrap()));
}

#[test]
fn reports_have_their_effect() {
	let idle = "an effective report that does nothing";
	broken(|| change(3, |report| report.since = 101), idle);
	broken(|| change(4, |report| report.effective = true), idle);
	broken(|| Revocations::remove(METER), idle);
	broken(|| change(3, |report| report.effective = false), "revoked without a report");
	broken(|| Revocations::insert(8, vec![(3, 102)]), "revoked without a report");
	broken(|| Bindings::remove(METER), "an effective report on no meter");
}

#[test]
fn reports_are_counted() {
	broken(|| Published::<Test>::remove(4), "a report by nobody");
	let wrong = "an authority's reports are not counted";
	broken(|| ReportCount::<Test>::insert(4, 2), wrong);
	broken(|| ReportCount::<Test>::insert(5, 0), wrong);
	broken(|| Reports::<Test>::insert(8, 4, report_by(4, METER)), wrong);
	broken(|| Reports::<Test>::remove(METER, 4), wrong);
}

#[test]
fn reports_are_on_meters() {
	let wrong = "a report on what was never a meter";
	for account in [3, 4] {
		broken(|| Reports::<Test>::insert(END, account, report_by(account, METER)), wrong);
	}
}
