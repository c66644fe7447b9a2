// SPDX-License-Identifier: Apache-2.0

//! What nodes have traded: written when orders fill.

use frame_support::traits::Defensive;
use gridmerit_energy::{Interval, NodeIndex, Order, Planck, Position, Terms};
use gridmerit_pallet_support::{Fills, Page, PageIndex, page_of};

use crate::{Config, CurrentRound, Orders, Pallet, PositionPages};

impl<T: Config> Pallet<T> {
	/// What a node has bought and sold for an interval.
	pub(crate) fn position_of(interval: Interval, node: NodeIndex) -> Position {
		PositionPages::<T>::get(interval, page_of(node)).get(node).copied().unwrap_or_default()
	}

	/// What must be locked for a position alone, in planck; none if there is none.
	pub(crate) fn lock_of(position: &Position, terms: &Terms) -> Option<Planck> {
		(*position != Position::default()).then(|| position.exposure(&terms.tariff))
	}

	/// Fills the orders of a page, if they get anything, and keeps what is left of them. Whether any of it can
	/// trade in the next round.
	pub(crate) fn fill_page(
		interval: Interval,
		page: PageIndex,
		orders: Page<Order>,
		fills: Option<Fills<'_>>,
	) -> bool {
		let fills =
			fills.filter(|fills| fills.bought.iter().chain(fills.sold).any(|energy| *energy > 0));
		let left = match fills {
			Some(fills) => Self::write_positions(interval, page, orders, fills),
			None => orders,
		};
		let next = CurrentRound::<T>::get().map_or(0, |round| round.number).saturating_add(1);
		let stays = !left.is_empty() && Self::open_terms(next, interval).is_some();
		// What cannot trade any more may still lock something: it stays until the interval is settled for good.
		if left.is_empty() {
			Orders::<T>::remove(interval, page);
		} else if fills.is_some() {
			Orders::<T>::insert(interval, page, left);
		}
		stays
	}

	/// Writes the positions of a page; what is left of its orders.
	fn write_positions(
		interval: Interval,
		page: PageIndex,
		orders: Page<Order>,
		fills: Fills<'_>,
	) -> Page<Order> {
		let Fills { bought, sold, prices } = fills;
		let (mut bought, mut sold) =
			(bought.iter().copied().enumerate(), sold.iter().copied().enumerate());
		let mut positions = PositionPages::<T>::get(interval, page);
		let left = orders.update(page, |node, order| {
			let filled = match order {
				Order::Demand { .. } => {
					bought.next().map(|(number, energy)| (energy, prices.buying(number)))
				},
				Order::Offer { .. } => {
					sold.next().map(|(number, energy)| (energy, prices.selling(number)))
				},
			};
			let Some((energy, price)) = filled.filter(|(energy, _)| *energy > 0) else {
				return Some(order);
			};
			let before = positions.get(node).copied().unwrap_or_default();
			// Bounds on orders, prices and rounds keep every position within its integers.
			if let Some(after) = before.filled(&order, energy, price).defensive() {
				positions.set(node, after);
			}
			order.rest(energy)
		});
		PositionPages::<T>::insert(interval, page, positions);
		left
	}
}
