// SPDX-License-Identifier: Apache-2.0

//! What nodes wager: a party of its own in the pot, so that neither its node nor anybody whom that owes can use it.

use frame_support::{
	ensure,
	pallet_prelude::*,
	traits::{
		fungible::Inspect,
		tokens::{Fortitude::Polite, Preservation::Preserve},
	},
};
use gridmerit_energy::{NodeIndex, Planck, WAGERS};
use gridmerit_pallet_support::{
	Entry, Ledger as _, OnShortfall::Refuse, Party, Posting, TeNodes, Wagers,
};
use sp_runtime::traits::{CheckedAdd, CheckedSub, Saturating, Zero};

use crate::{Accounts, Config, Error, Event, Pallet, rows::Row};

impl<T: Config> Pallet<T> {
	fn move_wager(from: Party, to: Party, amount: Planck) -> DispatchResult {
		let postings = [Posting { from, to, amount, on_shortfall: Refuse, withheld: false }];
		Self::post(Entry { postings: &postings, ..Default::default() })?;
		Ok(())
	}
}

impl<T: Config> Wagers<T::AccountId> for Pallet<T> {
	fn wager(node: NodeIndex, account: &T::AccountId, amount: Planck) -> DispatchResult {
		let wager = Self::amount(amount)?;
		let mut row = Row::<T>::load(node);
		ensure!(row.account.debts.is_zero(), Error::<T>::InDebt);
		// What is tied up already, and what a meter's node leaves there, stays.
		let standing = Self::standing(node, || T::Nodes::by_index(node))?;
		let wanted = row.account.locked.checked_add(&standing);
		let wanted = wanted.and_then(|wanted| wanted.checked_add(&wager));
		let wanted = wanted.ok_or(Error::<T>::BeyondBalance)?;
		let drawn = wanted.saturating_sub(row.account.credit);
		if !drawn.is_zero() {
			let affordable = T::Currency::reducible_balance(account, Preserve, Polite);
			let left = affordable.checked_sub(&drawn).ok_or(Error::<T>::InsufficientFunds)?;
			ensure!(left >= T::FeeReserve::get(), Error::<T>::InsufficientFunds);
			Self::draw(account, drawn)?;
			row.account.credit = wanted;
			row.store();
		}
		Self::move_wager(Party::Node(node), Party::WAGERS, amount)?;
		Self::deposit_event(Event::Wagered { node, amount: wager, drawn });
		Ok(())
	}

	fn give_back(node: NodeIndex, amount: Planck) -> DispatchResult {
		let wager = Self::amount(amount)?;
		Self::move_wager(Party::WAGERS, Party::Node(node), amount)?;
		Self::deposit_event(Event::WagerReturned { node, amount: wager });
		Ok(())
	}

	fn forfeit(node: NodeIndex, amount: Planck) -> DispatchResult {
		let wager = Self::amount(amount)?;
		Self::move_wager(Party::WAGERS, Party::RESERVE, amount)?;
		Self::deposit_event(Event::WagerLost { node, amount: wager });
		Ok(())
	}

	fn wagered() -> Planck {
		Self::planck(Accounts::<T>::get(WAGERS).credit)
	}
}
