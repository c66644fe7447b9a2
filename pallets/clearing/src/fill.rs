// SPDX-License-Identifier: Apache-2.0

//! Positions are written, and what is left of the orders goes back; the result.

use alloc::vec::Vec;
use frame_support::{BoundedVec, traits::Defensive};
use gridmerit_energy::{Interval, Order, Rules};
use gridmerit_market::{Clearing as Cleared, Filling, Offer};
use gridmerit_pallet_support::{Page, PageIndex};

use crate::{
	CURVE_STEPS, Config, Curve, Curves, Event, Pallet, PositionPages, Results, RoundResult, Stage,
	rows::{Failed, Rows},
};

impl<T: Config> Pallet<T> {
	/// The stage at its beginning.
	pub(crate) fn fill_stage(
		rules: Rules,
		clearing: Cleared,
		transactions: u32,
	) -> Result<Stage, Failed> {
		let filling = Filling::new(&clearing, &rules).map_err(|_| Failed)?;
		let (from, to) = (rules.limits.cheapest_ask(), rules.limits.dearest_ask());
		let mut supply = BoundedVec::new();
		supply.bounded_resize(CURVE_STEPS as usize, 0);
		let curve = Curve { from, to, supply };
		Ok(Stage::Fill { rules, clearing, transactions, filling, curve, page: 0 })
	}

	/// Writes the positions of a page; what is left of its orders. A page that cannot be filled any more
	/// stays as it is: what was assigned to others stands, as it is partly written.
	pub(crate) fn fill(
		interval: Interval,
		page: PageIndex,
		orders: Page<Order>,
		rules: &Rules,
		clearing: &Cleared,
		filling: &mut Filling,
		curve: &mut Curve,
	) -> Page<Order> {
		let rows = Rows::new(&orders, page);
		let (mut bought, mut sold) = (Vec::new(), Vec::new());
		let filled = rows
			.book()
			.and_then(|book| filling.page(book, &mut bought, &mut sold).map_err(Failed::from));
		if filled.is_err() {
			return orders;
		}
		curve.add(&rows.offers);
		if bought.iter().chain(&sold).all(|energy| *energy == 0) {
			return orders;
		}
		let price = clearing.price.unwrap_or(0);
		let fee = rules.limits.fee();
		let (mut bought, mut sold) = (bought.into_iter(), sold.into_iter());
		let mut positions = PositionPages::<T>::get(interval, page);
		let left = orders.update(page, |node, order| {
			let before = positions.get(node).copied().unwrap_or_default();
			let (energy, after, left) = match order {
				Order::Demand { quantity } => {
					let energy = bought.next().unwrap_or(0);
					let left = quantity.saturating_sub(energy);
					let left = (left > 0).then_some(Order::Demand { quantity: left });
					(energy, before.buy(energy, price, fee), left)
				},
				Order::Offer { capacity, ask } => {
					let energy = sold.next().unwrap_or(0);
					let left = capacity.saturating_sub(energy);
					let left = (left > 0).then_some(Order::Offer { capacity: left, ask });
					(energy, before.sell(energy, price), left)
				},
			};
			// Bounds on orders, prices and rounds keep every position within its integers.
			if energy > 0
				&& let Some(after) = after.defensive()
			{
				positions.set(node, after);
			}
			left
		});
		PositionPages::<T>::insert(interval, page, positions);
		left
	}

	/// Writes down how an interval cleared.
	pub(crate) fn record(
		(interval, round): (Interval, Interval),
		clearing: &Cleared,
		transactions: u32,
		curve: Curve,
	) {
		let result = RoundResult::new(clearing, transactions);
		Results::<T>::insert(interval, round, result);
		Curves::<T>::insert(interval, round, curve);
		let RoundResult { status, price, traded, utility_import, utility_export, .. } = result;
		Self::deposit_event(Event::IntervalCleared {
			interval,
			round,
			status,
			price,
			traded,
			utility_import,
			utility_export,
			transactions,
		});
	}
}

impl Curve {
	fn add(&mut self, offers: &[Offer]) {
		let span = self.to.saturating_sub(self.from).saturating_add(1);
		for offer in offers {
			let step = offer
				.ask
				.saturating_sub(self.from)
				.saturating_mul(CURVE_STEPS.into())
				.checked_div(span)
				.unwrap_or(0);
			if let Some(energy) = self.supply.get_mut(step as usize) {
				*energy = energy.saturating_add(offer.capacity);
			}
		}
	}
}
