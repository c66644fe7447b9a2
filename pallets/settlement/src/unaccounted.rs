// SPDX-License-Identifier: Apache-2.0

//! Energy that a meter's registers show and none of its readings.

use frame_support::pallet_prelude::*;
use gridmerit_energy::{Interval, NodeIndex, Price, Wh, payment};
use gridmerit_pallet_support::{Entry, IntervalTerms, Ledger, Party, TeNodes, page_of};

use crate::{Config, Event, Pallet, SettledPages, postings::owed};

impl<T: Config> Pallet<T> {
	/// Charges what a node drew from `first` to `last` without a reading, as far as these intervals were not
	/// settled with as much.
	pub(crate) fn do_charge_unaccounted(
		node: NodeIndex,
		first: Interval,
		last: Interval,
		drawn: Wh,
	) -> DispatchResult {
		// A meter that was silent for long shows it when all that is known is what came next.
		let known = last.max(T::Market::remembered_from());
		let terms = T::Market::terms(known).ok_or(DispatchError::Unavailable)?;
		if node == terms.utility {
			return Ok(());
		}
		// Of a very long gap only the end: what is looked at is bounded. Before, it is taken to have paid for
		// its limit.
		let start = first.max(last.saturating_sub(Self::open_with(Self::longest_window())));
		let limit = T::Nodes::by_index(node).map_or(0, |node| node.limits.consumption);
		let mut charged = limit.saturating_mul(start.saturating_sub(first).into());
		let mut price: Price = 0;
		for interval in start..=last {
			let rows = SettledPages::<T>::get(interval, page_of(node));
			let row = rows.get(node).filter(|row| row.basis.is_provisional());
			let pruned = interval < last && interval < T::Market::remembered_from();
			let unknown = if pruned { limit } else { 0 };
			charged = charged.saturating_add(row.map_or(unknown, |row| row.import));
			let tou = T::Market::terms(interval).map_or(0, |terms| terms.tariff.tou);
			price = price.max(tou);
		}
		let energy = drawn.saturating_sub(charged);
		if energy == 0 {
			return Ok(());
		}
		let price = if price == 0 { terms.tariff.tou } else { price };
		let cost = payment(energy, price);
		let posting = owed(Party::Node(node), Party::Node(terms.utility), cost);
		T::Ledger::post(Entry { postings: &[posting], ..Default::default() })?;
		Self::deposit_event(Event::UnaccountedCharged { node, first, last, energy, cost });
		Ok(())
	}
}
