// SPDX-License-Identifier: Apache-2.0

//! What it does for the pallets above.

use alloc::vec::Vec;
use frame_support::{
	ensure,
	pallet_prelude::{DispatchError, DispatchResult},
	traits::{Defensive, Get},
};
use gridmerit_energy::{Interval, NodeIndex, Planck};
use gridmerit_pallet_support::{
	Compensation, Entry, Ledger, Locks, Needed, NodePayments, Obligations, OnShortfall, Party,
	Posted, Posting, TeNodes,
};
use sp_runtime::traits::{Saturating, Zero};

use crate::{
	Accounts, Book, Config, Debts, Error, Neighbours, Pallet, StandingRequired, post::Changes,
};

impl<T: Config> Ledger for Pallet<T> {
	type Book = Book<T>;

	fn post_in(book: &mut Book<T>, entry: Entry<'_>) -> Result<Posted, DispatchError> {
		Ok(Self::do_post(book, entry)?)
	}

	fn store(book: &mut Book<T>) {
		book.store();
	}

	fn unlock(node: NodeIndex, interval: Interval) -> bool {
		Self::do_unlock(node, interval)
	}

	fn release(node: NodeIndex, amount: Planck) {
		let released = Changes::<T>::alone(|changes| {
			changes.release(node, amount);
			Ok(())
		});
		// Nothing has become more than it was.
		let _ = released.defensive();
	}

	fn withheld(node: NodeIndex) -> Planck {
		Self::planck(Accounts::<T>::get(node).withheld)
	}

	fn debt(debtor: NodeIndex, creditor: NodeIndex) -> Planck {
		Self::planck(Debts::<T>::get(debtor, creditor))
	}

	fn neighbours(interval: Interval) -> i128 {
		Neighbours::<T>::get(interval)
	}

	fn pay_rent(interval: Interval, amount: Planck) -> DispatchResult {
		Ok(Self::do_pay_rent(interval, amount)?)
	}

	fn require_standing(node: NodeIndex, required: bool) {
		Self::do_require_standing(node, required);
	}

	fn standing_required(node: NodeIndex) -> bool {
		StandingRequired::<T>::contains_key(node)
	}
}

impl<T: Config> Locks<T::AccountId> for Pallet<T> {
	fn lock_with(
		node: NodeIndex,
		account: &T::AccountId,
		needed: impl FnOnce(&Obligations) -> Result<Needed, DispatchError>,
	) -> DispatchResult {
		Self::do_lock(node, account, needed)
	}

	fn in_arrears(node: NodeIndex) -> bool {
		!Accounts::<T>::get(node).debts.is_zero()
	}

	fn locks(node: NodeIndex) -> Vec<(Interval, Planck)> {
		Self::obligations(&Accounts::<T>::get(node)).locks
	}

	fn max_open() -> u32 {
		T::MaxOpen::get()
	}
}

impl<T: Config> NodePayments for Pallet<T> {
	fn pay(from: NodeIndex, to: NodeIndex, amount: Planck) -> DispatchResult {
		// What may not leave the pot does not leave it through a friend.
		let account = Accounts::<T>::get(from);
		ensure!(account.debts.is_zero(), Error::<T>::InDebt);
		let paid = Self::amount(amount)?;
		let free = Self::free(&account);
		ensure!(paid <= free, Error::<T>::NotFree);
		let stays = free.saturating_sub(paid);
		let standing = Self::standing(from, || T::Nodes::by_index(from))?;
		ensure!(stays >= standing, Error::<T>::StandingDeposit);
		let (from, to) = (Party::Node(from), Party::Node(to));
		let on_shortfall = OnShortfall::Refuse;
		let posting = Posting { from, to, amount, on_shortfall, withheld: false };
		Self::post(Entry { postings: &[posting], ..Default::default() })?;
		Ok(())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn endow(node: NodeIndex, amount: Planck) {
		// Neighbours can always pay.
		let (from, to) = (Party::Neighbours(0), Party::Node(node));
		let on_shortfall = OnShortfall::Owe;
		let posting = Posting { from, to, amount, on_shortfall, withheld: false };
		let posted = Self::post(Entry { postings: &[posting], ..Default::default() });
		assert!(posted.is_ok(), "neighbours can always pay");
	}
}

impl<T: Config> Compensation<T::AccountId> for Pallet<T> {
	fn owed(debtor: NodeIndex, creditor: NodeIndex) -> Planck {
		<Self as Ledger>::debt(debtor, creditor)
	}

	fn debts(debtor: NodeIndex, most: u32) -> Vec<(NodeIndex, Planck)> {
		let debts = Debts::<T>::iter_prefix(debtor).take(most as usize);
		debts.map(|(creditor, debt)| (creditor, Self::planck(debt))).collect()
	}

	fn compensate(
		from: &T::AccountId,
		debtor: NodeIndex,
		creditor: NodeIndex,
		amount: Planck,
	) -> DispatchResult {
		Self::do_compensate(from, debtor, creditor, amount)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn owe(debtor: NodeIndex, creditor: NodeIndex, amount: Planck) {
		use OnShortfall::Owe;
		let (from, to) = (Party::Node(debtor), Party::Node(creditor));
		let posting = Posting { from, to, amount, on_shortfall: Owe, withheld: false };
		let posted = Self::post(Entry { postings: &[posting], ..Default::default() });
		assert!(posted.is_ok(), "what cannot be paid is owed");
	}
}
