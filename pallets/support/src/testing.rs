// SPDX-License-Identifier: Apache-2.0

//! What mocks of several pallets share. It lives in storage, so that `assert_noop!` sees it and a failing
//! call rolls it back.

use alloc::vec::Vec;
use codec::{Decode, Encode};
use core::time::Duration;
use frame_support::{pallet_prelude::DispatchError, storage::unhashed, traits::UnixTime};
use gridmerit_energy::{Interval, Invoice, NodeIndex, PageIndex};

use crate::{ConductSink, Report, SessionIndex};

const TIME: &[u8] = b"gridmerit:testing:time";
const TOLD: &[u8] = b"gridmerit:testing:told";
const REPORTS: &[u8] = b"gridmerit:testing:reports";
const SESSION: &[u8] = b"gridmerit:testing:session";
const DEAF: &[u8] = b"gridmerit:testing:deaf";

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

/// A page of an interval that was told.
pub type Told = (Interval, PageIndex, Vec<(NodeIndex, Invoice)>);

/// Notes down what it is told of nodes' conduct.
pub struct TestConduct;

impl TestConduct {
	/// Forgets and returns the pages that it was told, in order.
	pub fn told() -> Vec<Told> {
		unhashed::take_or_default(TOLD)
	}

	/// Forgets and returns what was reported, in order.
	pub fn reports<AccountId: Decode>() -> Vec<Report<AccountId>> {
		unhashed::take_or_default(REPORTS)
	}

	/// Sets the running session.
	pub fn set_session(session: SessionIndex) {
		unhashed::put(SESSION, &session);
	}

	/// From now on no report succeeds, or each again.
	pub fn set_deaf(deaf: bool) {
		unhashed::put(DEAF, &deaf);
	}
}

impl<AccountId: Encode + Decode> ConductSink<AccountId> for TestConduct {
	fn closed(interval: Interval, page: PageIndex, invoices: &[(NodeIndex, Invoice)]) {
		let mut told: Vec<Told> = unhashed::get_or_default(TOLD);
		told.push((interval, page, invoices.to_vec()));
		unhashed::put(TOLD, &told);
	}

	fn report(report: Report<AccountId>) -> Result<(), DispatchError> {
		if unhashed::get_or_default(DEAF) {
			return Err(DispatchError::Unavailable);
		}
		let mut reports: Vec<Report<AccountId>> = unhashed::get_or_default(REPORTS);
		reports.push(report);
		unhashed::put(REPORTS, &reports);
		Ok(())
	}

	fn session() -> SessionIndex {
		unhashed::get_or_default(SESSION)
	}
}
