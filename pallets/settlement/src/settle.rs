// SPDX-License-Identifier: Apache-2.0

//! A node's interval, squared with its meter's reading.

use frame_support::{ensure, pallet_prelude::*, traits::UnixTime};
use gridmerit_primitives::{
	Deviation, Interval, IntervalTerms, Metered, NodeIndex, Positions, Settlement, payment,
};
use sp_runtime::traits::{CheckedAdd, Saturating, Zero};

use crate::{Accounts, BalanceOf, Config, Error, Event, Invoice, Invoices, Pallet};

impl<T: Config> Settlement for Pallet<T> {
	fn settle(interval: Interval, node: NodeIndex, metered: Metered) -> DispatchResult {
		Self::check(interval, node)?;
		let invoice = Self::square(interval, node, metered)?;
		Invoices::<T>::insert(interval, node, &invoice);
		Self::deposit_event(Event::IntervalSettled { node, interval, invoice });
		Self::pay_first_debt(node);
		Ok(())
	}
}

impl<T: Config> Pallet<T> {
	/// Whether a node's interval can be settled now.
	fn check(interval: Interval, node: NodeIndex) -> DispatchResult {
		let over = T::Terms::start(interval.saturating_add(1));
		ensure!(T::Time::now().as_millis() >= over.into(), Error::<T>::NotOver);
		ensure!(T::Positions::is_final(interval), Error::<T>::NotFinal);
		ensure!(!Invoices::<T>::contains_key(interval, node), Error::<T>::AlreadySettled);
		Ok(())
	}

	/// Frees the lock and moves the money.
	///
	/// What the node has traded with its neighbours comes from the pot and goes to it: over all nodes of an
	/// interval it adds up to nothing. The deviation is traded with the utility, the fee goes to the grid.
	/// The lock covers what neighbours and grid get, so a debt is never more than what the utility is paid
	/// for the deviation.
	fn square(
		interval: Interval,
		node: NodeIndex,
		metered: Metered,
	) -> Result<Invoice<BalanceOf<T>>, Error<T>> {
		let terms = T::Terms::terms(interval).ok_or(Error::<T>::UnknownInterval)?;
		ensure!(node != terms.utility, Error::<T>::IsUtility);
		let position = T::Positions::position(interval, node);
		let deviation = position.deviation(metered, &terms.tariff);
		let (bought, sold) = match deviation {
			Deviation::Bought { cost, .. } => (cost, 0),
			Deviation::Sold { revenue, .. } => (0, revenue),
		};
		let (bought, sold) = (Self::amount(bought)?, Self::amount(sold)?);
		let fee = Self::amount(payment(position.bought, terms.tariff.fee))?;
		let (cost, revenue) = (Self::amount(position.cost)?, Self::amount(position.revenue)?);

		let mut account = Accounts::<T>::get(node);
		let mut utility = Accounts::<T>::get(terms.utility);
		if let Ok(place) = account.locks.binary_search_by_key(&interval, |(interval, _)| *interval)
		{
			let (_, lock) = account.locks.remove(place);
			account.locked = account.locked.saturating_sub(lock);
		}

		let paid = sold.min(Self::free(&utility));
		let claim = sold.saturating_sub(paid);
		let gets = revenue.checked_add(&paid).ok_or(Error::<T>::BeyondBalance)?;
		let owes = cost.checked_add(&bought).ok_or(Error::<T>::BeyondBalance)?;
		let credited = gets.saturating_sub(owes);
		let charge = owes.saturating_sub(gets);
		let charged = charge.min(Self::free(&account));
		let arrears = charge.saturating_sub(charged);
		ensure!(arrears <= bought, Error::<T>::BeyondBalance);

		account.credit = account
			.credit
			.saturating_sub(charged)
			.checked_add(&credited)
			.ok_or(Error::<T>::BeyondBalance)?;
		utility.credit = utility
			.credit
			.saturating_sub(paid)
			.checked_add(&bought.saturating_sub(arrears))
			.ok_or(Error::<T>::BeyondBalance)?;
		Self::owe((node, &mut account), (terms.utility, &mut utility), arrears)?;
		Self::owe((terms.utility, &mut utility), (node, &mut account), claim)?;
		Self::put(node, account);
		Self::put(terms.utility, utility);
		if !fee.is_zero() {
			// Read only now: it may be the utility or the node itself.
			let mut grid = Accounts::<T>::get(terms.grid);
			grid.credit = grid.credit.checked_add(&fee).ok_or(Error::<T>::BeyondBalance)?;
			Self::put(terms.grid, grid);
		}
		Ok(Invoice { position, metered, deviation, fee, credited, charged, arrears, claim })
	}
}
