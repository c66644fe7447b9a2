// SPDX-License-Identifier: Apache-2.0

//! What nodes owe each other: incurred, set off, paid.

use frame_support::ensure;
use gridmerit_energy::{NodeIndex, Planck};

use crate::{Book, Config, Debts, Error, Event, Pallet, post::Changes};

impl<T: Config> Changes<'_, T> {
	/// What a node owes to another.
	fn owed(&mut self, debtor: NodeIndex, creditor: NodeIndex) -> Planck {
		// Most nodes owe nothing; no debt has to be read to know that.
		if self.of(debtor).debts == 0 || self.of(creditor).claims == 0 {
			return 0;
		}
		let read = || Pallet::<T>::planck(Debts::<T>::get(debtor, creditor));
		*self.debts.entry((debtor, creditor)).or_insert_with(read)
	}

	/// Notes that `debtor` owes what it cannot pay of an amount, after what `creditor` owes it is set off, so
	/// that nobody has to pay to one that owes it money. What is to be paid.
	pub(crate) fn pay_or_owe(
		&mut self,
		debtor: NodeIndex,
		creditor: NodeIndex,
		amount: Planck,
	) -> Result<Planck, Error<T>> {
		let in_turn = self.owed(creditor, debtor);
		let paid = amount.saturating_sub(in_turn).min(self.of(debtor).free());
		let rest = amount.saturating_sub(paid);
		let more = rest.saturating_sub(in_turn);
		if more > 0 {
			self.add_debt(debtor, creditor, more)?;
		}
		let set_off = rest.saturating_sub(more);
		if set_off > 0 {
			self.pay_off(creditor, debtor, set_off)?;
		}
		Ok(paid)
	}

	fn add_debt(
		&mut self,
		debtor: NodeIndex,
		creditor: NodeIndex,
		more: Planck,
	) -> Result<(), Error<T>> {
		let add = |sum: Planck| sum.checked_add(more).ok_or(Error::<T>::BeyondBalance);
		let owed = add(self.owed(debtor, creditor))?;
		let owes = self.of(debtor);
		owes.debts = add(owes.debts)?;
		let gets = self.of(creditor);
		gets.claims = add(gets.claims)?;
		self.debts.insert((debtor, creditor), owed);
		let (amount, owed) = (Pallet::<T>::amount(more)?, Pallet::<T>::amount(owed)?);
		self.events.push(Event::DebtIncurred { debtor, creditor, amount, owed });
		Ok(())
	}

	/// Takes `amount` off a debt.
	fn pay_off(
		&mut self,
		debtor: NodeIndex,
		creditor: NodeIndex,
		amount: Planck,
	) -> Result<(), Error<T>> {
		let left = self.owed(debtor, creditor).saturating_sub(amount);
		let owes = self.of(debtor);
		owes.debts = owes.debts.saturating_sub(amount);
		let gets = self.of(creditor);
		gets.claims = gets.claims.saturating_sub(amount);
		self.debts.insert((debtor, creditor), left);
		let (amount, left) = (Pallet::<T>::amount(amount)?, Pallet::<T>::amount(left)?);
		self.events.push(Event::DebtPaid { debtor, creditor, amount, left });
		Ok(())
	}
}

impl<T: Config> Pallet<T> {
	/// Pays what is possible of a node's first debt. One is all that a node has, unless the utility of
	/// the market has changed; a utility may have many, which its creditors collect.
	pub(crate) fn pay_first_debt(debtor: NodeIndex) {
		if let Some(creditor) = Debts::<T>::iter_key_prefix(debtor).next() {
			// Fails only if nothing is free, and then nothing has changed.
			let _ = Self::do_collect(debtor, creditor);
		}
	}

	pub(crate) fn do_collect(debtor: NodeIndex, creditor: NodeIndex) -> Result<(), Error<T>> {
		let mut book = Book::default();
		let mut changes = Changes::<T>::new(&book);
		let amount = changes.owed(debtor, creditor).min(changes.of(debtor).free());
		ensure!(amount > 0 && debtor != creditor, Error::<T>::NothingToCollect);
		changes.transfer(debtor, creditor, amount)?;
		changes.pay_off(debtor, creditor, amount)?;
		let changed = changes.finish()?;
		book.apply(changed, None);
		book.store();
		Ok(())
	}
}
