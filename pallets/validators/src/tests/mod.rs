// SPDX-License-Identifier: Apache-2.0

//! Sets that are named, and offenders.

#![allow(clippy::unwrap_used)]

mod offences;
mod release_keys;
mod set_validators;
mod try_state;

use alloc::vec::Vec;
use frame_support::{BoundedVec, assert_noop, assert_ok};
use sp_runtime::{DispatchError, DispatchResult};

use crate::{Error, Event, Named, Offenders, Sessions, ValidatorsOf, mock::*};

/// Runs a test on a chain of so many validators, and afterwards `try_state`.
fn run(count: u64, test: impl FnOnce()) {
	genesis(count).execute_with(|| {
		test();
		assert_ok!(Validators::do_try_state());
	});
}

fn set(validators: impl IntoIterator<Item = AccountId>) -> ValidatorsOf<Test> {
	BoundedVec::truncate_from(validators.into_iter().collect())
}

fn name(validators: impl IntoIterator<Item = AccountId>) -> DispatchResult {
	Validators::set_validators(RuntimeOrigin::root(), set(validators))
}

fn last_event() -> Event<Test> {
	match System::events().pop().unwrap().event {
		RuntimeEvent::Validators(event) => event,
		other => panic!("{other:?}"),
	}
}
