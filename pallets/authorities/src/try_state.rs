// SPDX-License-Identifier: Apache-2.0

//! Invariants.

#![cfg(any(feature = "try-runtime", test))]

use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::ensure;
use gridmerit_pallet_support::MeterRevocation;
use sp_runtime::TryRuntimeError;

use crate::{Authorities, Config, Pallet, ReportCount, Reports};

impl<T: Config> Pallet<T> {
	/// Checks the invariants:
	///
	/// 1. each report is by a published authority, and counted for it; no count is zero;
	/// 2. each is on a meter that was registered;
	/// 3. an effective report revokes its meter since the same interval, and nothing else revokes a meter on
	///    behalf of an authority.
	// A warning stays when its meter, which was never bound, was retired and forgotten.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut revocations: BTreeSet<_> = T::Meters::revocations().into_iter().collect();
		let mut counts = BTreeMap::<_, u32>::new();
		for (meter, authority, report) in Reports::<T>::iter() {
			ensure!(Authorities::<T>::contains_key(&authority), "a report by nobody");
			ensure!(T::Meters::was_registered(meter), "a report on what was never a meter");
			if report.effective {
				ensure!(T::Meters::exists(meter), "an effective report on no meter");
				let revocation = (meter, authority.clone(), report.since);
				ensure!(revocations.remove(&revocation), "an effective report that does nothing");
			}
			let count = counts.entry(authority).or_default();
			*count = count.saturating_add(1);
		}
		ensure!(revocations.is_empty(), "revoked without a report");
		ensure!(
			counts == ReportCount::<T>::iter().collect(),
			"an authority's reports are not counted"
		);
		Ok(())
	}
}
