// SPDX-License-Identifier: Apache-2.0

//! What mocks of several pallets share. It lives in storage, so that `assert_noop!` sees it and a failing
//! call rolls it back.

use core::time::Duration;
use frame_support::{storage::unhashed, traits::UnixTime};

const TIME: &[u8] = b"gridmerit:testing:time";

/// A clock that stands still until it is set.
pub struct TestClock;

impl TestClock {
	/// Sets the time, in milliseconds since 1970.
	pub fn set(millis: u64) {
		unhashed::put(TIME, &millis);
	}

	/// The time, in milliseconds since 1970.
	pub fn millis() -> u64 {
		unhashed::get_or_default(TIME)
	}
}

impl UnixTime for TestClock {
	fn now() -> Duration {
		Duration::from_millis(Self::millis())
	}
}
