// SPDX-License-Identifier: Apache-2.0

//! What a client may ask: invoices, statements, balance sheets.

use gridmerit_energy::{
	BalanceSheet, Interval, Invoice, MAX_RANGE, NodeIndex, PageIndex, READ_PAGES, Statement, Totals,
};
use gridmerit_pallet_support::{
	ClosedIntervals, FeedIn, IntervalTerms, PAGE_ROWS, Positions, TariffCorrections, TeNodes,
	page_of,
};

use crate::{Config, Held, Pallet, SettledPages, TOTALS_GROUP, TotalsOf, types::Traded};

impl<T: Config> Pallet<T> {
	/// How a node's interval is settled; none if it is not, or is pruned.
	pub fn invoice(interval: Interval, node: NodeIndex) -> Option<Invoice> {
		let row = *SettledPages::<T>::get(interval, page_of(node)).get(node)?;
		let terms = Self::terms_of(interval, node)?;
		Some(row.invoice(Self::traded(interval, node), &terms))
	}

	/// What a node has traded for an interval, and what it may feed in beyond that, as far as is noted.
	pub(crate) fn traded(interval: Interval, node: NodeIndex) -> Traded {
		let rights = T::Market::rights(interval, page_of(node));
		(T::Market::position(interval, node), rights.get(node).copied())
	}

	/// A node's invoices for the intervals from `first` to `last`, the first 1,000 at most.
	pub fn invoices(
		node: NodeIndex,
		first: Interval,
		last: Interval,
	) -> impl Iterator<Item = (Interval, Invoice)> {
		let intervals = (first..=last).take(MAX_RANGE as usize);
		intervals.filter_map(move |interval| Some((interval, Self::invoice(interval, node)?)))
	}

	/// What a range of intervals came to for a node, the first 1,000 at most.
	pub fn statement(node: NodeIndex, first: Interval, last: Interval) -> Statement {
		let most = MAX_RANGE.saturating_sub(1);
		let last = last.min(first.saturating_add(most));
		let invoices = Self::invoices(node, first, last);
		Statement::new(node, (first, last), invoices, T::Market::closed_until())
	}

	/// Sums over all of a node's intervals that were ever settled.
	pub fn totals(node: NodeIndex) -> Totals {
		let totals = TotalsOf::<T>::get(node / TOTALS_GROUP);
		totals.get((node % TOTALS_GROUP) as usize).copied().unwrap_or_default()
	}

	/// What an interval came to for everybody, as far as their nodes are on one of
	/// [`READ_PAGES`](gridmerit_energy::READ_PAGES) pages from `first_page` on; none if it is not known.
	pub fn balance_sheet(interval: Interval, first_page: PageIndex) -> Option<BalanceSheet> {
		let terms = T::Market::terms(interval)?;
		let before = T::Market::tariff_before(interval);
		let (mut totals, mut reserve) = (Totals::default(), 0_u128);
		let end = T::Nodes::end().div_ceil(PAGE_ROWS);
		let next = first_page.saturating_add(READ_PAGES);
		for page in first_page..next.min(end) {
			let rows = SettledPages::<T>::get(interval, page);
			if rows.is_empty() {
				continue;
			}
			let positions = T::Market::positions(interval, page);
			let rights = T::Market::rights(interval, page);
			for (node, row) in rows.rows(page) {
				let position = positions.get(node).copied().unwrap_or_default();
				let terms = Self::terms_until_corrected(interval, node, terms, before);
				let traded = (position, rights.get(node).copied());
				let invoice = row.invoice(traded, &terms);
				totals.add(&invoice);
				reserve = reserve.saturating_add(invoice.dues().1);
			}
		}
		let held = Held::<T>::get(interval).unwrap_or_default();
		let closed = interval < T::Market::closed_until();
		let parties = (terms.utility, terms.grid);
		let sheet = BalanceSheet::new(interval, parties, totals, reserve, held, closed);
		Some(BalanceSheet { next_page: (next < end).then_some(next), ..sheet })
	}
}
