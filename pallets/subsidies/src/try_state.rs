// SPDX-License-Identifier: Apache-2.0

//! What must always hold.

#![cfg(any(feature = "try-runtime", test))]

use alloc::collections::BTreeMap;
use frame_support::ensure;
use gridmerit_energy::Planck;
use gridmerit_pallet_support::SubsidyPot;
use sp_runtime::TryRuntimeError;

use crate::{
	ALL_HOURS, Config, NextProgramme, PaidUntil, Pallet, Programmes, ReceivedPages, Sponsors,
	generates,
};

impl<T: Config> Pallet<T> {
	/// Checks the invariants:
	///
	/// 1. what the ledger has of sponsors' money is just what is in the pots of the programmes, and the pots of those that
	///    are over are empty;
	/// 2. what a programme has paid is what nodes have got from it, each no more for a day than its cap; and with what is in
	///    its pot it is no more than its cap in all;
	/// 3. programmes are in the order of their numbers, which were given out, and pay something;
	/// 4. there is a cursor as long as a programme runs, and only then;
	/// 5. what nodes have got is of a programme that is there; sponsors are in order, each once.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let programmes = Programmes::<T>::get();
		let pots = programmes.iter().fold(0, |sum: Planck, one| sum.saturating_add(one.left));
		ensure!(pots == T::Ledger::subsidies(), "pots that are not what the ledger has");
		let mut received = Self::check_received()?;
		let mut runs = false;
		for programme in programmes.iter() {
			let rules = programme.rules;
			ensure!(
				programme.number < NextProgramme::<T>::get(),
				"a programme that nobody has founded"
			);
			ensure!(
				rules.rate > 0 && rules.per_day > 0 && rules.source.is_none_or(generates),
				"a programme that pays nothing"
			);
			ensure!(rules.hours != 0 && rules.hours <= ALL_HOURS, "hours that there are not");
			ensure!(rules.from <= rules.until, "a programme that ends before it begins");
			let promised = programme.paid.saturating_add(programme.left);
			ensure!(promised <= rules.most, "a programme beyond its cap in all");
			let over = programme.over.is_some();
			ensure!(!over || programme.left == 0, "a pot of a programme that is over");
			runs |= !over;
			let (paid, today) = received.remove(&programme.number).unwrap_or_default();
			// What it has paid is forgotten page by page.
			let forgets = over && paid < programme.paid;
			ensure!(paid == programme.paid || forgets, "paid is not what nodes have got");
			ensure!(today <= rules.per_day, "a node that got more than its cap for a day");
		}
		ensure!(received.is_empty(), "what nodes have got from no programme");
		let in_turn = programmes.iter().zip(programmes.iter().skip(1));
		ensure!(in_turn.into_iter().all(|(a, b)| a.number < b.number), "programmes out of order");
		ensure!(PaidUntil::<T>::exists() == runs, "a cursor that is not needed, or none that is");
		let sponsors = Sponsors::<T>::get();
		let mut pairs = sponsors.iter().zip(sponsors.iter().skip(1));
		ensure!(pairs.all(|(a, b)| a < b), "sponsors out of order");
		Ok(())
	}

	/// What was paid by each programme in all, and to one node for a day at most.
	fn check_received() -> Result<BTreeMap<u32, (Planck, Planck)>, TryRuntimeError> {
		let mut sums = BTreeMap::<u32, (Planck, Planck)>::new();
		for (number, page, rows) in ReceivedPages::<T>::iter() {
			ensure!(rows.is_sound() && !rows.is_empty(), "a page that is empty or out of order");
			for (_, row) in rows.rows(page) {
				ensure!(0 < row.today && row.today <= row.amount, "a node that got nothing");
				let sum = sums.entry(number).or_default();
				*sum = (sum.0.saturating_add(row.amount), sum.1.max(row.today));
			}
		}
		Ok(sums)
	}
}
