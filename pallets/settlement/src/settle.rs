// SPDX-License-Identifier: Apache-2.0

//! A node's interval, squared with its meter's reading, or without.

use frame_support::{ensure, pallet_prelude::*, traits::Defensive};
use gridmerit_energy::{
	Basis, Interval, Invoice, Metered, NodeIndex, Planck, Position, Price, Terms, Wh, payment,
};
use gridmerit_pallet_support::{
	IntervalTerms, Meters, NodeView, Page, Positions, Settlement, TeNodes, Unsettleable,
	ViolationKind, ViolationSink, page_of,
};
use sp_runtime::traits::{Saturating, Zero};

use crate::{
	AccountOf, Accounts, BalanceOf, Config, Error, Event, Held, Pallet, Settled, SettledBefore,
	SettledPages, TotalsOf,
};

/// A node's interval that is to be settled.
pub(crate) struct Case {
	interval: Interval,
	node: NodeView,
	terms: Terms,
	/// The settlements of the nodes on its page.
	rows: Page<Settled>,
}

impl Case {
	fn before(&self) -> Option<Settled> {
		self.rows.get(self.node.index).copied()
	}
}

impl<T: Config> Settlement for Pallet<T> {
	fn check(interval: Interval, node: NodeIndex) -> Result<(), Unsettleable> {
		Self::settleable(interval, node).map(|_| ())
	}

	fn settle(
		interval: Interval,
		node: NodeIndex,
		metered: Metered,
	) -> Result<bool, DispatchError> {
		let case = Self::settleable(interval, node).map_err(Error::<T>::from)?;
		Ok(Self::square(case, metered, Basis::Reading)?)
	}

	fn reopen(interval: Interval, node: NodeIndex) -> bool {
		let Ok(case) = Self::case(interval, node) else { return false };
		let Some(row) = case.before().filter(|row| row.basis == Basis::Reading) else {
			return false;
		};
		// It does not get cheaper by that.
		let worst = Self::worst(&case.node);
		let worst = Metered { import: worst.import.max(row.import), ..worst };
		Self::square(case, worst, Basis::Revoked).defensive().is_ok()
	}

	fn charge_unexplained(node: NodeIndex, first: Interval, last: Interval, drawn: Wh) {
		// An overflow would need more money than there is.
		let _ = Self::do_charge_unexplained(node, first, last, drawn).defensive();
	}

	fn settled_before() -> Interval {
		SettledBefore::<T>::get()
	}

	fn window() -> u32 {
		T::DisputeWindow::get().saturating_add(2)
	}
}

impl<T: Config> Pallet<T> {
	/// A node's interval that is over and not settled for good.
	fn case(interval: Interval, index: NodeIndex) -> Result<Case, Unsettleable> {
		ensure!(interval < T::Terms::now(), Unsettleable::NotOver);
		ensure!(interval >= SettledBefore::<T>::get(), Unsettleable::Closed);
		let node = T::Nodes::by_index(index).ok_or(Unsettleable::UnknownNode)?;
		let terms = T::Terms::terms(interval).ok_or(Unsettleable::UnknownInterval)?;
		ensure!(index != terms.utility, Unsettleable::IsUtility);
		ensure!(T::Positions::is_final(interval), Unsettleable::NotFinal);
		let rows = SettledPages::<T>::get(interval, page_of(index));
		Ok(Case { interval, node, terms, rows })
	}

	/// One that a reading can settle.
	fn settleable(interval: Interval, node: NodeIndex) -> Result<Case, Unsettleable> {
		let case = Self::case(interval, node)?;
		let open = case.before().is_none_or(|row| row.basis.is_provisional());
		ensure!(open, Unsettleable::Settled);
		Ok(case)
	}

	/// What a silent node is taken to have used.
	fn worst(node: &NodeView) -> Metered {
		Metered { import: node.limits.consumption, export: 0 }
	}

	/// Settles a node's interval after the deadline, if there is anything to settle; whether there was.
	pub(crate) fn settle_silent(interval: Interval, index: NodeIndex) -> Result<bool, Error<T>> {
		let Ok(case) = Self::case(interval, index) else { return Ok(false) };
		if T::Meters::owes_reading(interval, index) {
			let worst = Self::worst(&case.node);
			Self::square(case, worst, Basis::Silence)?;
			T::Violations::report(index, ViolationKind::Silence);
		} else if T::Positions::position(interval, index) != Position::default() {
			Self::square(case, Metered::default(), Basis::Unmetered)?;
		} else {
			// At most an order that has expired.
			let mut account = Accounts::<T>::get(index);
			if !Self::free_lock(&mut account, interval) {
				return Ok(false);
			}
			Self::put(index, &account);
			let locked = account.locked;
			Self::deposit_event(Event::LockChanged { node: index, drawn: Zero::zero(), locked });
		}
		Ok(true)
	}

	/// Frees what is locked for an interval; whether anything was.
	fn free_lock(account: &mut AccountOf<T>, interval: Interval) -> bool {
		let place = account.locks.binary_search_by_key(&interval, |(interval, _)| *interval);
		let Ok(place) = place else { return false };
		let (_, lock) = account.locks.remove(place);
		account.locked = account.locked.saturating_sub(lock);
		true
	}

	/// Settles a node's interval, for the first time or anew; whether that was more work than an ordinary first
	/// settlement. Nothing is stored unless all of it can be.
	fn square(case: Case, metered: Metered, basis: Basis) -> Result<bool, Error<T>> {
		let before = case.before();
		let Case { interval, node: NodeView { index: node, limits, battery, .. }, terms, mut rows } =
			case;
		let position = T::Positions::position(interval, node);
		// What it has sold it may feed in, whatever its limit has become since.
		let most = limits.generation.max(position.short());
		let above_limit = metered.import > limits.consumption || metered.export > most;
		let counts = Metered { export: metered.export.min(most), ..metered };
		let invoice = Invoice::new(basis, counts, above_limit, position, terms.tariff);
		let replaced = before.map(|row| Self::invoice_of(&row, position, &terms));

		let mut account = Accounts::<T>::get(node);
		let mut utility = Accounts::<T>::get(terms.utility);
		Self::free_lock(&mut account, interval);
		let released = Self::amount(before.map_or(0, |row| row.held))?;
		utility.locked = utility.locked.saturating_sub(released);
		let mut grid = None;
		let paid = match &replaced {
			None => {
				Self::pay_first((node, &mut account), &mut utility, &terms, &invoice, &mut grid)?
			},
			Some(replaced) => Self::pay_difference(
				(node, &mut account),
				(terms.utility, &mut utility),
				replaced,
				&invoice,
			)?,
		};
		let held = if basis.is_provisional() { paid } else { Zero::zero() };
		utility.locked = utility.locked.saturating_add(held);
		Self::put(node, &account);
		Self::put(terms.utility, &utility);
		if let Some(grid) = grid {
			Self::put(terms.grid, &grid);
		}
		if !(held.is_zero() && released.is_zero()) {
			Held::<T>::mutate_exists(interval, |sum| {
				let rest = sum.unwrap_or_default().saturating_sub(released).saturating_add(held);
				*sum = Some(rest).filter(|rest| !rest.is_zero());
			});
		}

		let Metered { import, export } = counts;
		rows.set(node, Settled { basis, above_limit, import, export, held: Self::planck(held) });
		SettledPages::<T>::insert(interval, page_of(node), rows);
		TotalsOf::<T>::mutate(node, |totals| {
			if let Some(replaced) = &replaced {
				totals.remove(replaced);
			}
			totals.add(&invoice);
		});
		if let Some(battery) = battery {
			// Without a reading it is taken to have done what it promised.
			let promised = Metered { import: position.long(), export: position.short() };
			let flow = if basis == Basis::Reading { metered } else { promised };
			Self::carry(node, battery, interval, flow);
		}
		let corrects = replaced.is_some();
		Self::deposit_event(Event::IntervalSettled { node, interval, invoice, corrects });
		if above_limit && basis == Basis::Reading && before.is_none_or(|row| !row.above_limit) {
			T::Violations::report(node, ViolationKind::LimitExceeded);
		}
		let in_debt = !account.debts.is_zero();
		Self::pay_first_debt(node, &account);
		Ok(corrects || in_debt || above_limit || battery.is_some())
	}

	/// Moves the money of a first settlement; what the utility was paid.
	///
	/// What the node has traded with its neighbours comes from the pot and goes to it: over all nodes of an
	/// interval it adds up to nothing. The deviation is traded with the utility, the fee goes to the grid.
	/// The lock covers what neighbours and grid get, so a debt is never more than what the utility is paid
	/// for the deviation.
	fn pay_first(
		(node, account): (NodeIndex, &mut AccountOf<T>),
		utility: &mut AccountOf<T>,
		terms: &Terms,
		invoice: &Invoice,
		third: &mut Option<AccountOf<T>>,
	) -> Result<BalanceOf<T>, Error<T>> {
		// In planck: bought and sold again over many rounds can be more than the chain's money counts,
		// while what is left of it is not.
		let (bought, sold) = (invoice.deviation.cost(), invoice.deviation.revenue());
		let add = |a: Planck, b: Planck| a.checked_add(b).ok_or(Error::<T>::BeyondBalance);
		let from_utility = sold.min(Self::planck(Self::free(utility)));
		let gets = add(invoice.position.revenue, from_utility)?;
		let owes = add(invoice.position.cost, bought)?;
		let charge = owes.saturating_sub(gets);
		let charged = charge.min(Self::planck(Self::free(account)));
		let arrears = charge.saturating_sub(charged);
		let to_utility = bought.checked_sub(arrears).ok_or(Error::<T>::NotCovered)?;
		let to_utility = Self::amount(to_utility)?;

		account.credit = account.credit.saturating_sub(Self::amount(charged)?);
		Self::earn(account, Self::amount(gets.saturating_sub(owes))?)?;
		utility.credit = utility.credit.saturating_sub(Self::amount(from_utility)?);
		Self::earn(utility, to_utility)?;
		let fee = Self::amount(invoice.fee)?;
		if !fee.is_zero() {
			let grid = if terms.grid == terms.utility {
				&mut *utility
			} else if terms.grid == node {
				&mut *account
			} else {
				third.insert(Accounts::<T>::get(terms.grid))
			};
			Self::earn(grid, fee)?;
		}
		// One of the two is nothing, as nobody has both bought and sold.
		let claim = Self::amount(sold.saturating_sub(from_utility))?;
		Self::owe((node, account), (terms.utility, utility), Self::amount(arrears)?)?;
		Self::owe((terms.utility, utility), (node, account), claim)?;
		Ok(to_utility)
	}

	/// Moves the difference between two invoices of an interval; what the utility was paid. Only the
	/// deviation can differ, so only node and utility are concerned.
	fn pay_difference(
		node: (NodeIndex, &mut AccountOf<T>),
		utility: (NodeIndex, &mut AccountOf<T>),
		before: &Invoice,
		after: &Invoice,
	) -> Result<BalanceOf<T>, Error<T>> {
		let owes = after.charged.saturating_add(before.credited);
		let gets = after.credited.saturating_add(before.charged);
		if owes > gets {
			Self::pay(node, utility, Self::amount(owes.saturating_sub(gets))?)
		} else {
			Self::pay(utility, node, Self::amount(gets.saturating_sub(owes))?)?;
			Ok(Zero::zero())
		}
	}

	/// Charges what a node drew from `first` to `last` without a reading, as far as these intervals were not
	/// settled with as much.
	fn do_charge_unexplained(
		node: NodeIndex,
		first: Interval,
		last: Interval,
		drawn: Wh,
	) -> Result<(), Error<T>> {
		// A meter that was silent for long shows it when all that is known is what came next.
		let known = last.max(T::Terms::remembered_from());
		let terms = T::Terms::terms(known).ok_or(Error::<T>::UnknownInterval)?;
		if node == terms.utility {
			return Ok(());
		}
		// Of a very long gap only the end: what is looked at is bounded. Before, it is taken to have paid for
		// its limit.
		let start = first.max(last.saturating_sub(T::DisputeWindow::get()));
		let limit = T::Nodes::by_index(node).map_or(0, |node| node.limits.consumption);
		let mut charged = limit.saturating_mul(start.saturating_sub(first).into());
		let mut price: Price = 0;
		for interval in start..=last {
			let rows = SettledPages::<T>::get(interval, page_of(node));
			let row = rows.get(node).filter(|row| row.basis.is_provisional());
			let forgotten = interval < last && interval < T::Terms::remembered_from();
			let unknown = if forgotten { limit } else { 0 };
			charged = charged.saturating_add(row.map_or(unknown, |row| row.import));
			let tou = T::Terms::terms(interval).map_or(0, |terms| terms.tariff.tou);
			price = price.max(tou);
		}
		let energy = drawn.saturating_sub(charged);
		if energy == 0 {
			return Ok(());
		}
		let price = if price == 0 { terms.tariff.tou } else { price };
		let cost = Self::amount(payment(energy, price))?;
		let mut account = Accounts::<T>::get(node);
		let mut utility = Accounts::<T>::get(terms.utility);
		Self::pay((node, &mut account), (terms.utility, &mut utility), cost)?;
		Self::put(node, &account);
		Self::put(terms.utility, &utility);
		Self::deposit_event(Event::UnexplainedCharged { node, first, last, energy, cost });
		Ok(())
	}

	/// The invoice that a settlement stands for.
	pub(crate) fn invoice_of(row: &Settled, position: Position, terms: &Terms) -> Invoice {
		Invoice::new(row.basis, row.metered(), row.above_limit, position, terms.tariff)
	}
}

impl<T: Config> From<Unsettleable> for Error<T> {
	fn from(reason: Unsettleable) -> Self {
		match reason {
			Unsettleable::UnknownNode => Self::UnknownNode,
			Unsettleable::UnknownInterval => Self::UnknownInterval,
			Unsettleable::NotOver => Self::NotOver,
			Unsettleable::NotFinal => Self::NotFinal,
			Unsettleable::IsUtility => Self::IsUtility,
			Unsettleable::Settled => Self::AlreadySettled,
			Unsettleable::Closed => Self::Closed,
		}
	}
}
