// SPDX-License-Identifier: Apache-2.0

//! What nodes' intervals came to that are settled for good is told, page by page and in order, to whoever keeps
//! their trust. A cursor trails behind the closing, so that neither a reading nor the end of an interval costs more.

use alloc::vec::Vec;
use frame_support::weights::{Weight, WeightMeter};
use gridmerit_pallet_support::{
	ClosedIntervals, ConductSink, FeedIn, IntervalTerms, PAGE_ROWS, Positions, TeNodes,
};

use crate::{Config, Pallet, SettledPages, ToldCursor, ToldUntil, WeightInfo};

impl<T: Config> Pallet<T> {
	/// The most that [`Self::tell_page`] costs.
	pub(crate) fn telling_step() -> Weight {
		T::WeightInfo::tell(PAGE_ROWS)
			.saturating_add(Self::rights_weight())
			.max(T::WeightInfo::page())
	}

	/// Tells what closed intervals came to, as far as the weight goes. What is told the market may forget.
	pub(crate) fn tell(meter: &mut WeightMeter) {
		let before = ToldUntil::<T>::get();
		let (mut cursor, closed_until) = (before, T::Market::closed_until());
		while cursor.interval < closed_until && meter.can_consume(Self::telling_step()) {
			let (spent, next) = Self::tell_page(cursor);
			meter.consume(spent);
			cursor = next;
		}
		if cursor != before {
			ToldUntil::<T>::put(cursor);
			T::Market::need_from(cursor.interval);
		}
	}

	/// Tells a page of a closed interval, or passes by where nothing was settled: what that cost, and with what to go
	/// on.
	pub(crate) fn tell_page(cursor: ToldCursor) -> (Weight, ToldCursor) {
		let ToldCursor { interval, page } = cursor;
		let end = ToldCursor { interval: interval.saturating_add(1), page: 0 };
		// Nothing is settled where there were never terms.
		let Some(terms) = T::Market::terms(interval) else { return (T::WeightInfo::page(), end) };
		let following = page.saturating_add(1);
		let pages = T::Nodes::end().div_ceil(PAGE_ROWS);
		let next = if following < pages { ToldCursor { page: following, ..cursor } } else { end };
		let rows = SettledPages::<T>::get(interval, page);
		if rows.is_empty() {
			return (T::WeightInfo::page(), next);
		}
		let positions = T::Market::positions(interval, page);
		let rights = T::Market::rights(interval, page);
		// What the node would trade with itself that gets the fee costs it nothing, so it earns no trust.
		let others = rows.rows(page).filter(|(node, _)| *node != terms.grid);
		let invoices: Vec<_> = others
			.map(|(node, row)| {
				let position = positions.get(node).copied().unwrap_or_default();
				(node, row.invoice((position, rights.get(node).copied()), &terms))
			})
			.collect();
		T::Conduct::closed(interval, page, &invoices);
		(T::WeightInfo::tell(rows.len()).saturating_add(Self::rights_weight()), next)
	}
}
