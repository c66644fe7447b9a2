// SPDX-License-Identifier: Apache-2.0

//! A node's interval, squared with its meter's reading.

use frame_support::{ensure, pallet_prelude::*, traits::UnixTime};
use gridmerit_primitives::{
	Deviation, Interval, IntervalTerms, Metered, NodeIndex, Positions, Settlement, TeNodes, payment,
};
use sp_runtime::traits::{Saturating, Zero};

use crate::{AccountOf, Accounts, Config, Error, Event, Invoice, InvoiceOf, Invoices, Pallet};

impl<T: Config> Settlement for Pallet<T> {
	fn settle(interval: Interval, node: NodeIndex, metered: Metered) -> DispatchResult {
		Self::check(interval, node)?;
		let (invoice, account) = Self::square(interval, node, metered)?;
		Invoices::<T>::insert(interval, node, &invoice);
		Self::deposit_event(Event::IntervalSettled { node, interval, invoice });
		Self::pay_first_debt(node, &account);
		Ok(())
	}
}

impl<T: Config> Pallet<T> {
	/// Whether a node's interval can be settled now.
	fn check(interval: Interval, node: NodeIndex) -> DispatchResult {
		let over = T::Terms::start(interval.saturating_add(1));
		ensure!(T::Time::now().as_millis() >= over.into(), Error::<T>::NotOver);
		ensure!(T::Positions::is_final(interval), Error::<T>::NotFinal);
		ensure!(T::Nodes::by_index(node).is_some(), Error::<T>::UnknownNode);
		ensure!(!Invoices::<T>::contains_key(interval, node), Error::<T>::AlreadySettled);
		Ok(())
	}

	/// Frees the lock and moves the money; the node's account after that.
	///
	/// What the node has traded with its neighbours comes from the pot and goes to it: over all nodes of an
	/// interval it adds up to nothing. The deviation is traded with the utility, the fee goes to the grid.
	/// The lock covers what neighbours and grid get, so a debt is never more than what the utility is paid
	/// for the deviation.
	///
	/// Nothing is stored unless all of it can be.
	fn square(
		interval: Interval,
		node: NodeIndex,
		metered: Metered,
	) -> Result<(InvoiceOf<T>, AccountOf<T>), Error<T>> {
		let terms = T::Terms::terms(interval).ok_or(Error::<T>::UnknownInterval)?;
		ensure!(node != terms.utility, Error::<T>::IsUtility);
		let position = T::Positions::position(interval, node);
		let deviation = position.deviation(metered, &terms.tariff);
		let (bought, sold) = match deviation {
			Deviation::Bought { cost, .. } => (cost, 0),
			Deviation::Sold { revenue, .. } => (0, revenue),
		};
		let fee = Self::amount(payment(position.bought, terms.tariff.fee))?;

		let mut account = Accounts::<T>::get(node);
		let mut utility = Accounts::<T>::get(terms.utility);
		if let Ok(place) = account.locks.binary_search_by_key(&interval, |(interval, _)| *interval)
		{
			let (_, lock) = account.locks.remove(place);
			account.locked = account.locked.saturating_sub(lock);
		}

		// In planck: bought and sold again over many rounds can be more than the chain's money counts,
		// while what is left of it is not.
		let paid = sold.min(Self::planck(Self::free(&utility)));
		let gets = position.revenue.checked_add(paid).ok_or(Error::<T>::BeyondBalance)?;
		let owes = position.cost.checked_add(bought).ok_or(Error::<T>::BeyondBalance)?;
		let charge = owes.saturating_sub(gets);
		let charged = charge.min(Self::planck(Self::free(&account)));
		let arrears = charge.saturating_sub(charged);
		let earned = bought.checked_sub(arrears).ok_or(Error::<T>::NotCovered)?;
		let invoice = Invoice {
			position,
			metered,
			deviation,
			fee,
			credited: Self::amount(gets.saturating_sub(owes))?,
			charged: Self::amount(charged)?,
			arrears: Self::amount(arrears)?,
			claim: Self::amount(sold.saturating_sub(paid))?,
		};

		account.credit = account.credit.saturating_sub(invoice.charged);
		Self::earn(&mut account, invoice.credited)?;
		utility.credit = utility.credit.saturating_sub(Self::amount(paid)?);
		Self::earn(&mut utility, Self::amount(earned)?)?;
		let mut third = None;
		if !fee.is_zero() {
			let grid = if terms.grid == terms.utility {
				&mut utility
			} else if terms.grid == node {
				&mut account
			} else {
				third.insert(Accounts::<T>::get(terms.grid))
			};
			Self::earn(grid, fee)?;
		}
		// One of the two is nothing, as nobody has both bought and sold.
		Self::owe((node, &mut account), (terms.utility, &mut utility), invoice.arrears)?;
		Self::owe((terms.utility, &mut utility), (node, &mut account), invoice.claim)?;
		Self::put(node, &account);
		Self::put(terms.utility, &utility);
		if let Some(third) = third {
			Self::put(terms.grid, &third);
		}
		Ok((invoice, account))
	}
}
