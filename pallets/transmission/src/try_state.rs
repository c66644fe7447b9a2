// SPDX-License-Identifier: Apache-2.0

//! What must always hold.

#![cfg(any(feature = "try-runtime", test))]

use alloc::vec::Vec;
use frame_support::ensure;
use gridmerit_pallet_support::Bus;
use sp_runtime::TryRuntimeError;

use crate::{Config, ContractedUntil, Contracts, NextContract, Offers, Pallet};

impl<T: Config> Pallet<T> {
	/// Checks the invariants:
	///
	/// 1. contracts and offers pay something;
	/// 2. a contract has something left to pay, and a number that was given out;
	/// 3. no two contracts pay for one line and interval, and the line knows until when they do.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut all: Vec<(Bus, u32, u32)> = Vec::new();
		for (number, contract) in Contracts::<T>::iter() {
			let terms = contract.terms;
			ensure!(terms.price > 0 && terms.most > 0, "a contract that pays nothing");
			ensure!(number < NextContract::<T>::get(), "a contract that nobody agreed to");
			ensure!(contract.next < terms.until, "a contract that is over");
			let until = ContractedUntil::<T>::get(contract.bus);
			ensure!(terms.until <= until, "a contract that its line does not know");
			all.push((contract.bus, contract.next, terms.until));
		}
		all.sort();
		let in_turn = |(a, b): (&(Bus, u32, u32), &(Bus, u32, u32))| a.0 < b.0 || a.2 <= b.1;
		ensure!(all.iter().zip(all.iter().skip(1)).all(in_turn), "an interval is paid twice");
		let pays = |terms: crate::Terms| terms.price > 0 && terms.most > 0;
		ensure!(
			Offers::<T>::iter_values().all(|offer| pays(offer.terms)),
			"an offer that pays nothing"
		);
		Ok(())
	}
}
