// SPDX-License-Identifier: Apache-2.0

//! Invariants.

#![cfg(any(feature = "try-runtime", test))]

use alloc::collections::BTreeSet;
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

use crate::{Config, Named, Offenders, Pallet, Sessions};

impl<T: Config> Pallet<T> {
	/// Checks the invariants:
	///
	/// 1. the set that is named is not empty, and holds nobody twice;
	/// 2. who is named has session keys;
	/// 3. nobody is an offender twice.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		if let Some(named) = Named::<T>::get() {
			let distinct: BTreeSet<_> = named.iter().collect();
			ensure!(!named.is_empty() && distinct.len() == named.len(), "a set that is none");
			ensure!(named.iter().all(T::Sessions::has_keys), "named without session keys");
		}
		let offenders = Offenders::<T>::get();
		let distinct: BTreeSet<_> = offenders.iter().map(|(offender, _)| offender).collect();
		ensure!(distinct.len() == offenders.len(), "an offender twice");
		Ok(())
	}
}
