// SPDX-License-Identifier: Apache-2.0

//! Energy that a meter's registers show and none of its readings.

use frame_support::pallet_prelude::*;
use gridmerit_energy::{
	Basis, Imbalance, Interval, NodeIndex, Planck, Position, Price, RESERVE, Terms, Wh, payment,
};
use gridmerit_pallet_support::{
	ClosedIntervals, Entry, IntervalTerms, Ledger, Party, Positions, Release, TeNodes, page_of,
};

use crate::{Config, Event, Pallet, Settled, SettledPages, SparedUntil, postings::owed};

/// Energy for whose silence a node was charged, and what is done with the money now.
#[derive(Default)]
struct Known {
	/// How much, in Wh.
	energy: Wh,
	/// What it cost, which the utility is due.
	cost: Planck,
	/// How much of that was paid at once and is withheld of the reserve.
	withheld: Planck,
}

impl Known {
	/// Accounts for `left` at most with what a node's silence was charged in an interval: first with what it had
	/// bought from its neighbours, who were paid, then with what it was charged at the time-of-use price.
	fn account_for(&mut self, left: Wh, row: Settled, position: Position, terms: &Terms) {
		let energy = left.min(row.import);
		// What may be fed in does not matter to what is drawn.
		let charged = match row.invoice((position, None), terms).imbalance {
			Imbalance::Bought { energy, .. } => energy.saturating_sub(position.short()),
			Imbalance::Sold { .. } => 0,
		};
		let from_utility = energy.saturating_sub(row.import.saturating_sub(charged));
		let cost = payment(from_utility, terms.tariff.tou);
		self.energy = self.energy.saturating_add(energy);
		self.cost = self.cost.saturating_add(cost);
		self.withheld = self.withheld.saturating_add(row.held.min(cost));
	}
}

impl<T: Config> Pallet<T> {
	/// Charges what a node drew from `first` to `last` without a reading. For as much as silence was charged in
	/// these intervals, the utility is paid what the reserve got for it; the rest is charged now.
	pub(crate) fn do_charge_unaccounted(
		node: NodeIndex,
		first: Interval,
		last: Interval,
		drawn: Wh,
	) -> DispatchResult {
		// A meter that was silent for long shows it when all that is known is what came next.
		let latest = last.max(T::Market::remembered_from());
		let terms = T::Market::terms(latest).ok_or(DispatchError::Unavailable)?;
		if node == terms.utility {
			return Ok(());
		}
		// Of a very long gap only the end: what is looked at is bounded. Before, it is taken to have paid for its limit, but
		// not where a spare may have settled: that can have measured nothing.
		let start = first.max(last.saturating_add(1).saturating_sub(Self::most_looked_at()));
		let limit = T::Nodes::by_index(node).map_or(0, |node| node.limits.consumption);
		let spared = SparedUntil::<T>::get(node);
		let unseen = start.saturating_sub(first.max(spared));
		let mut forgotten = limit.saturating_mul(unseen.into());
		let (mut known, mut price): (Known, Price) = Default::default();
		for interval in start..=last {
			let rows = SettledPages::<T>::get(interval, page_of(node));
			let terms = T::Market::terms(interval);
			price = price.max(terms.map_or(0, |terms| terms.tariff.tou));
			let pruned = interval < last && interval < T::Market::remembered_from();
			let silent = rows.get(node).copied().filter(|row| row.basis.pays_reserve());
			// What a spare has read is paid.
			let spare = rows.get(node).filter(|row| row.basis == Basis::Spare);
			forgotten = forgotten.saturating_add(spare.map_or(0, |row| row.import));
			match (silent, terms) {
				// What is open may still be read.
				(Some(row), Some(terms)) if interval < T::Market::closed_until() => {
					let left = drawn.saturating_sub(known.energy);
					let position = T::Market::position(interval, node);
					known.account_for(left, row, position, &terms);
				},
				(Some(row), _) => forgotten = forgotten.saturating_add(row.import),
				(None, _) if pruned && rows.get(node).is_none() && spared <= interval => {
					forgotten = forgotten.saturating_add(limit)
				},
				_ => {},
			}
		}
		let Known { energy: accounted, cost: due, withheld: amount } = known;
		let energy = drawn.saturating_sub(accounted).saturating_sub(forgotten);
		let price = if price == 0 { terms.tariff.tou } else { price };
		let cost = payment(energy, price);
		let (payer, utility) = (Party::Node(node), Party::Node(terms.utility));
		// By way of the node: what it still owes of it to the reserve it owes to the utility then.
		let postings = [
			owed(Party::RESERVE, payer, due),
			owed(payer, utility, due),
			owed(payer, utility, cost),
		];
		let release = Release { node: RESERVE, amount, keep: 0 };
		let release = (amount > 0).then_some(release);
		T::Ledger::post(Entry { unlock: None, release, postings: &postings })?;
		if amount > 0 {
			Self::note_shown(node, amount);
		}
		if due > 0 {
			let (energy, cost) = (accounted, due);
			Self::deposit_event(Event::SilenceAccounted { node, first, last, energy, cost });
		}
		if energy > 0 {
			Self::deposit_event(Event::UnaccountedCharged { node, first, last, energy, cost });
		}
		Ok(())
	}
}
