// SPDX-License-Identifier: Apache-2.0

//! Debts that nobody will pay, or should: written off, or paid from the reserve, or by who has bonded for them.

use frame_support::{ensure, pallet_prelude::DispatchResult, storage::with_storage_layer};
use gridmerit_energy::{NodeIndex, Planck, RESERVE};
use gridmerit_pallet_support::{TeNodes, Words};

use crate::{BalanceOf, Config, Error, Event, Pallet, post::Changes};

impl<T: Config> Changes<'_, T> {
	/// So much of a debt, or all of it; it must be as large.
	fn part_of_debt(
		&mut self,
		debtor: NodeIndex,
		creditor: NodeIndex,
		amount: Option<BalanceOf<T>>,
	) -> Result<Planck, Error<T>> {
		let owed = self.owed(debtor, creditor);
		ensure!(owed > 0, Error::<T>::NoDebt);
		let amount = amount.map_or(owed, Pallet::<T>::planck);
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		ensure!(amount <= owed, Error::<T>::MoreThanOwed);
		Ok(amount)
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_forgive(
		debtor: NodeIndex,
		creditor: NodeIndex,
		amount: Option<BalanceOf<T>>,
		reason: Words,
	) -> Result<(), Error<T>> {
		Changes::<T>::alone(|changes| {
			let amount = changes.part_of_debt(debtor, creditor, amount)?;
			let left = Self::amount(changes.reduce(debtor, creditor, amount))?;
			let amount = Self::amount(amount)?;
			changes.events.push(Event::DebtForgiven { debtor, creditor, amount, left, reason });
			Ok(())
		})
	}

	pub(crate) fn do_pay_from_reserve(
		debtor: NodeIndex,
		creditor: NodeIndex,
		amount: BalanceOf<T>,
		reason: Words,
	) -> Result<(), Error<T>> {
		ensure!(creditor != RESERVE, Error::<T>::OwedToReserve);
		Changes::<T>::alone(|changes| {
			let planck = changes.part_of_debt(debtor, creditor, Some(amount))?;
			// What is withheld of it may still turn out to be owed to a utility, or to be paid back.
			ensure!(planck <= changes.of(RESERVE).free(), Error::<T>::NotInReserve);
			changes.transfer(RESERVE, creditor, planck)?;
			changes.pay_off(debtor, creditor, planck)?;
			changes.events.push(Event::PaidFromReserve { debtor, creditor, amount, reason });
			Ok(())
		})
	}

	pub(crate) fn do_compensate(
		from: &T::AccountId,
		debtor: NodeIndex,
		creditor: NodeIndex,
		planck: Planck,
	) -> DispatchResult {
		ensure!(planck > 0, Error::<T>::ZeroAmount);
		let known = creditor == RESERVE || T::Nodes::by_index(creditor).is_some();
		ensure!(known, Error::<T>::UnknownNode);
		let amount = Self::amount(planck)?;
		with_storage_layer(|| {
			Self::draw(from, amount)?;
			Changes::<T>::alone(|changes| {
				changes.of(creditor).earn(planck)?;
				let owed = changes.owed(debtor, creditor).min(planck);
				if owed > 0 {
					changes.pay_off(debtor, creditor, owed)?;
				}
				changes.events.push(Event::Compensated { node: creditor, by: debtor, amount });
				Ok(())
			})?;
			Ok(())
		})
	}
}
