// SPDX-License-Identifier: Apache-2.0

use super::*;
use sp_staking::offence::OffenceSeverity;

#[test]
fn finds_what_is_wrong() {
	for (wrong, message) in [
		(set([]), "a set that is none"),
		(set([1, 1]), "a set that is none"),
		(set([1, 9]), "named without session keys"),
	] {
		genesis(4).execute_with(|| {
			Named::<Test>::put(wrong);
			assert_eq!(Validators::do_try_state(), Err(message.into()));
		});
	}
	genesis(4).execute_with(|| {
		let severity = OffenceSeverity::max_severity();
		Offenders::<Test>::put(BoundedVec::truncate_from(vec![(1, severity), (1, severity)]));
		assert_eq!(Validators::do_try_state(), Err("an offender twice".into()));
	});
}
