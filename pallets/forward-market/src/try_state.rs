// SPDX-License-Identifier: Apache-2.0

//! What must always hold.

#![cfg(any(feature = "try-runtime", test))]

use frame_support::ensure;
use gridmerit_energy::{Interval, MAX_ORDER, NodeIndex, Order, Terms};
use gridmerit_pallet_support::{Positions, Pot, TeNodes};
use sp_runtime::TryRuntimeError;

use crate::{
	Config, CurrentRound, DailyTariff, IntervalLength, IntervalTerms, Leaving, Orders, OwnTariffs,
	Pallet, RememberedFrom, Round, Rules, TidiedTo,
};

impl<T: Config> Pallet<T> {
	/// Checks the invariants:
	///
	/// 1. rules and tariffs are sound, and own tariffs are in ascending order;
	/// 2. terms are sound, of intervals that have opened, and none is older than remembered;
	/// 3. the round's gate lies within its interval, and its open intervals after it; there is a round only
	///    if there are rules;
	/// 4. pages are sound and belong to intervals that have opened and are not tidied away; those of open
	///    intervals are in the round's set;
	/// 5. an order that may still trade belongs to a node that exists, and is not suspended unless it is
	///    about to go; it is eligible, at most `MAX_ORDER`, and covered by what its node has locked;
	/// 6. nodes are leaving only while books clear.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		if let Some(rules) = Rules::<T>::get() {
			ensure!(rules.lead > 0 && rules.windows > 0, "rules without windows");
			let length = IntervalLength::<T>::get();
			ensure!(0 < rules.gate_lead && rules.gate_lead < length, "a gate out of its interval");
		}
		for band in DailyTariff::<T>::get().iter().flat_map(|tariff| &tariff.bands) {
			band.tariff.limits().map_err(|_| "a band's tariff is not sound")?;
		}
		let own = OwnTariffs::<T>::get();
		ensure!(
			own.iter().zip(own.iter().skip(1)).all(|(a, b)| a.0 < b.0),
			"own tariffs out of order"
		);
		for (interval, tariff) in &own {
			tariff.limits().map_err(|_| "an interval's tariff is not sound")?;
			let opened = IntervalTerms::<T>::contains_key(interval);
			ensure!(!opened, "a tariff of an interval that has opened");
		}
		let Some(round) = CurrentRound::<T>::get() else {
			ensure!(IntervalTerms::<T>::iter_keys().next().is_none(), "terms without a round");
			ensure!(Orders::<T>::iter_keys().next().is_none(), "orders without a round");
			return Ok(());
		};
		ensure!(Rules::<T>::exists(), "a round without rules");
		let begin = Self::start_of(round.number);
		let end = Self::start_of(round.number.saturating_add(1));
		ensure!(begin < round.gate && round.gate < end, "a gate out of its round");
		let first = round.number < round.first && round.first <= round.last.saturating_add(1);
		ensure!(first, "a round that opens out of its windows");
		ensure!(TidiedTo::<T>::get() <= round.number.saturating_add(1), "tidied too far");
		let remembered = RememberedFrom::<T>::get();
		ensure!(remembered <= round.number, "an open interval forgotten");
		for (interval, terms) in IntervalTerms::<T>::iter() {
			ensure!(remembered <= interval && interval <= round.last, "terms out of time");
			terms.tariff.limits().map_err(|_| "an interval's terms are not sound")?;
			ensure!(terms.last_round < interval, "an interval that is open when it begins");
			let open = round.number < interval && round.number <= terms.last_round;
			ensure!(!open || round.first <= interval, "an open interval before the first");
		}
		for (interval, page, orders) in Orders::<T>::iter() {
			ensure!(orders.is_sound() && !orders.is_empty(), "a page out of order");
			let known = TidiedTo::<T>::get() <= interval && interval <= round.last;
			ensure!(known, "orders out of time");
			let Some(terms) = Self::open_terms(round.number, interval) else { continue };
			ensure!(round.pages.contains(page), "a page that would not be cleared");
			if interval < Self::first_to_clear(&round) {
				continue;
			}
			for (node, order) in orders.rows(page) {
				Self::check_open(&round, interval, node, *order, &terms)?;
			}
		}
		if round.closed_from.is_none() {
			ensure!(Leaving::<T>::iter_keys().next().is_none(), "a node that should have left");
		}
		Ok(())
	}

	fn check_open(
		round: &Round,
		interval: Interval,
		index: NodeIndex,
		order: Order,
		terms: &Terms,
	) -> Result<(), TryRuntimeError> {
		let node = T::Nodes::by_index(index).ok_or("an order of no node")?;
		let leaving = round.closed_from.is_some() && Leaving::<T>::contains_key(index);
		ensure!(!node.suspended || leaving, "an order of a suspended node");
		let limits = terms.tariff.limits().map_err(|_| "an interval's terms are not sound")?;
		match order {
			Order::Demand { quantity } => {
				ensure!((1..=MAX_ORDER).contains(&quantity), "a demand out of bounds");
			},
			Order::Offer { capacity, ask } => {
				limits.check(capacity, ask).map_err(|_| "an offer that may not trade")?;
			},
		}
		let position = T::Positions::position(interval, index);
		let needed = position.lock(Some(order), &terms.tariff, &limits).ok_or("beyond bounds")?;
		let locks = T::Pot::locks(index);
		let locked = locks.iter().find(|(other, _)| *other == interval).map(|(_, locked)| *locked);
		ensure!(locked >= Some(needed), "an order that is not covered");
		Ok(())
	}
}
