// SPDX-License-Identifier: Apache-2.0

//! Tariffs that were corrected: what was settled by the one before is settled anew, node by node. Until a node's
//! turn comes all that concerns it goes by the tariff before, so that each invoice can be replaced exactly.

use frame_support::{defensive, pallet_prelude::*, weights::Weight};
use gridmerit_energy::{Interval, NodeIndex, Tariff, Terms};
use gridmerit_pallet_support::{IntervalTerms, PAGE_ROWS, TariffCorrections, TeNodes, page_of};

use crate::{
	Config, CorrectionCursor, Event, Pallet, Settled, Shared, SilenceCursor, WeightInfo,
	postings::Parties,
};

impl<T: Config> Pallet<T> {
	/// Terms by which a node's interval is settled at the moment.
	pub(crate) fn terms_of(interval: Interval, node: NodeIndex) -> Option<Terms> {
		let terms = T::Market::terms(interval)?;
		Some(Self::terms_until_corrected(interval, node, terms, T::Market::tariff_before(interval)))
	}

	/// An interval's terms, for a node that may have to wait until it is settled anew by them.
	pub(crate) fn terms_until_corrected(
		interval: Interval,
		node: NodeIndex,
		terms: Terms,
		tariff_before: Option<Tariff>,
	) -> Terms {
		let Some(tariff) = tariff_before else { return terms };
		let cursor = CorrectionCursor::<T>::get().filter(|cursor| cursor.interval == interval);
		match cursor.is_some_and(|cursor| node < cursor.node) {
			true => terms,
			false => Terms { tariff, ..terms },
		}
	}

	/// Settles the next node of an interval by its corrected tariff, or passes a page without any: what that cost,
	/// and the node to go on with. None if all is done.
	pub(crate) fn correct_step(cursor: SilenceCursor) -> Option<(Weight, NodeIndex)> {
		Self::correct_from(cursor, T::Market::tariff_before(cursor.interval)?)
	}

	/// The same, given the tariff before.
	pub(crate) fn correct_from(
		cursor: SilenceCursor,
		tariff: Tariff,
	) -> Option<(Weight, NodeIndex)> {
		let SilenceCursor { interval, node } = cursor;
		if node >= T::Nodes::end() {
			return None;
		}
		let page = page_of(node);
		let next_page = page.saturating_add(1).saturating_mul(PAGE_ROWS);
		let mut shared = Shared::default();
		let next = shared.page(interval, page).rows.rows(page).find(|(other, _)| node <= *other);
		let Some((node, row)) = next.map(|(node, row)| (node, *row)) else {
			return Some((T::WeightInfo::page(), next_page));
		};
		if let Err(error) = Self::correct_row(&mut shared, interval, node, row, tariff) {
			defensive!("a node is not settled by the corrected tariff", (interval, node));
			Self::deposit_event(Event::NotSettled { node, interval, error });
		}
		shared.store();
		Some((Self::correction_weight(), node.saturating_add(1)))
	}

	/// Replaces a node's invoice by the one of the corrected tariff. Changes nothing if it fails.
	fn correct_row(
		shared: &mut Shared<T>,
		interval: Interval,
		node: NodeIndex,
		row: Settled,
		tariff: Tariff,
	) -> DispatchResult {
		// Who has left has no account any more; what it paid is what the utility gets.
		if T::Nodes::by_index(node).is_none() {
			return Ok(());
		}
		let terms = T::Market::terms(interval).ok_or(DispatchError::Unavailable)?;
		let traded = shared.page(interval, page_of(node)).traded(node);
		let before = row.invoice(traded, &Terms { tariff, ..terms });
		let after = row.invoice(traded, &terms);
		let parties = Parties { interval, node, utility: terms.utility, grid: terms.grid };
		let (held, _) = shared.pay(parties, Some((&before, row.held)), &after)?;
		shared.page(interval, page_of(node)).set(node, Settled { held, ..row });
		shared.change_totals(node, |totals| {
			totals.remove(&before);
			totals.add(&after);
		});
		Self::deposit_event(Event::IntervalSettled {
			node,
			interval,
			invoice: after,
			corrects: true,
		});
		Ok(())
	}
}

impl<T: Config> Shared<T> {
	/// Terms by which a node's interval is settled at the moment.
	pub(crate) fn terms_of(
		&mut self,
		interval: Interval,
		node: NodeIndex,
	) -> Result<Terms, gridmerit_pallet_support::Unsettleable> {
		let (terms, before) = self.terms(interval)?;
		Ok(Pallet::<T>::terms_until_corrected(interval, node, terms, before))
	}
}
