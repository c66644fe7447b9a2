// SPDX-License-Identifier: Apache-2.0

use super::*;

fn release(account: AccountId) -> DispatchResult {
	Validators::release_keys(RuntimeOrigin::signed(account))
}

#[test]
fn keys_are_released_once_no_session_needs_them() {
	run(5, || {
		assert_noop!(release(5), Error::<Test>::KeysNeeded);
		assert_ok!(name(1..=4));
		// In office and queued; in office; in neither.
		assert_noop!(release(5), Error::<Test>::KeysNeeded);
		Mock::rotate();
		assert_noop!(release(5), Error::<Test>::KeysNeeded);
		Mock::rotate();
		assert_ok!(release(5));
		assert_eq!(last_event(), Event::KeysReleased { account: 5 });
		assert!(!Mock::has_keys(&5));
		assert_noop!(release(5), DispatchError::Other("no keys"));
		assert_noop!(name(2..=5), Error::<Test>::NoSessionKeys);
	});
}

#[test]
fn who_is_named_keeps_its_keys() {
	run(4, || {
		Mock::set_keys(5);
		assert_ok!(name(1..=5));
		assert_noop!(release(5), Error::<Test>::KeysNeeded);
	});
}
