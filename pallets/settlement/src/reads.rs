// SPDX-License-Identifier: Apache-2.0

//! What a client may ask: invoices, statements, balance sheets.

use alloc::vec::Vec;
use gridmerit_energy::{BalanceSheet, Interval, Invoice, NodeIndex, Planck, Statement, Totals};
use gridmerit_pallet_support::{IntervalTerms, Positions, page_of};

use crate::{Config, Debts, Held, Pallet, SettledBefore, SettledPages, TotalsOf};

/// Most intervals of a range that are looked at.
const MAX_RANGE: usize = 1_000;

impl<T: Config> Pallet<T> {
	/// How a node's interval is settled; none if it is not, or is forgotten.
	pub fn invoice(interval: Interval, node: NodeIndex) -> Option<Invoice> {
		let row = *SettledPages::<T>::get(interval, page_of(node)).get(node)?;
		let terms = T::Terms::terms(interval)?;
		Some(Self::invoice_of(&row, T::Positions::position(interval, node), &terms))
	}

	/// A node's invoices for the intervals from `first` to `last`, the first 1,000 at most.
	pub fn invoices(
		node: NodeIndex,
		first: Interval,
		last: Interval,
	) -> impl Iterator<Item = (Interval, Invoice)> {
		let intervals = (first..=last).take(MAX_RANGE);
		intervals.filter_map(move |interval| Some((interval, Self::invoice(interval, node)?)))
	}

	/// What a range of intervals came to for a node, the first 1,000 at most.
	pub fn statement(node: NodeIndex, first: Interval, last: Interval) -> Statement {
		let mut totals = Totals::default();
		for (_, invoice) in Self::invoices(node, first, last) {
			totals.add(&invoice);
		}
		let most = Interval::try_from(MAX_RANGE).unwrap_or(Interval::MAX).saturating_sub(1);
		Statement::new(node, first, last.min(first.saturating_add(most)), totals)
	}

	/// Sums over all of a node's intervals that were ever settled.
	pub fn totals(node: NodeIndex) -> Totals {
		TotalsOf::<T>::get(node)
	}

	/// What an interval came to for everybody; none if it is not known.
	pub fn balance_sheet(interval: Interval) -> Option<BalanceSheet> {
		let terms = T::Terms::terms(interval)?;
		let mut totals = Totals::default();
		for (page, rows) in SettledPages::<T>::iter_prefix(interval) {
			for (node, row) in rows.rows(page) {
				let position = T::Positions::position(interval, node);
				totals.add(&Self::invoice_of(row, position, &terms));
			}
		}
		let held = Held::<T>::get(interval).map_or(0, Self::planck);
		let closed = interval < SettledBefore::<T>::get();
		Some(BalanceSheet::new(interval, (terms.utility, terms.grid), totals, held, closed))
	}

	/// To whom a node owes how much.
	pub fn debts_of(node: NodeIndex) -> Vec<(NodeIndex, Planck)> {
		Debts::<T>::iter_prefix(node).map(|(to, debt)| (to, Self::planck(debt))).collect()
	}
}
