// SPDX-License-Identifier: Apache-2.0

//! What a client may ask.

use alloc::vec::Vec;
use gridmerit_energy::{
	FeedInRight, Interval, MAX_RANGE, NodeIndex, Order, Position, admission::may_trade,
};
use gridmerit_pallet_support::{Locks, Obligations, TeNodes, page_of};
use gridmerit_trust::Lock;

use crate::{Config, CurrentRound, Orders, Pallet, Paused, Window, waivers::Waivers};

impl<T: Config> Pallet<T> {
	/// The windows that take orders.
	pub(crate) fn windows() -> Vec<Window> {
		let Some(round) = CurrentRound::<T>::get().filter(|round| !Self::gate_closed(round)) else {
			return Vec::new();
		};
		if Paused::<T>::get().posting {
			return Vec::new();
		}
		let windows = Self::open_up_to(round.number, round.last).map(|(interval, terms)| Window {
			interval,
			start: Self::start_of(interval),
			round: round.number,
			gate: round.gate,
			last_round: terms.last_round,
			tariff: terms.tariff,
			cheapest_ask: terms.limits.cheapest_ask(),
			dearest_ask: terms.limits.dearest_ask(),
			cap: terms.limits.cap(),
			minimum: terms.minimum,
		});
		windows.collect()
	}

	/// A node's orders that may still trade.
	pub(crate) fn open_orders(node: NodeIndex) -> Vec<(Interval, Order)> {
		let Some(round) = CurrentRound::<T>::get() else { return Vec::new() };
		(Self::first_to_clear(&round)..=round.last)
			.filter(|interval| Self::open_terms(round.number, *interval).is_some())
			.filter_map(|interval| {
				let page = Orders::<T>::get(interval, page_of(node));
				Some((interval, *page.get(node)?))
			})
			.collect()
	}

	/// A node's positions in a range of intervals, as far as a read looks.
	pub(crate) fn positions_between(
		node: NodeIndex,
		first: Interval,
		last: Interval,
	) -> Vec<(Interval, Position)> {
		(first..=last)
			.take(MAX_RANGE as usize)
			.map(|interval| (interval, Self::position_of(interval, node)))
			.filter(|(_, position)| *position != Position::default())
			.collect()
	}

	/// A node's rights to feed in in a range of intervals, as far as a read looks.
	pub(crate) fn rights_between(
		node: NodeIndex,
		first: Interval,
		last: Interval,
	) -> Vec<(Interval, FeedInRight)> {
		(first..=last)
			.take(MAX_RANGE as usize)
			.filter_map(|interval| Some((interval, Self::right_of(interval, node)?)))
			.collect()
	}

	/// What an order of a node would lock now, and what trust would waive, if it were posted alone.
	pub(crate) fn lock_if_posted(
		node: NodeIndex,
		interval: Interval,
		order: Order,
	) -> Option<Lock> {
		let view = T::Nodes::by_index(node)?;
		may_trade(&view.roles, view.suspended).ok()?;
		let round = CurrentRound::<T>::get()?;
		let first = Self::takes_orders_from(&round)?;
		let (in_arrears, locks) = (T::Locks::in_arrears(node), T::Locks::locks(node));
		let obligations = Obligations { in_arrears, locks };
		let orders = [(interval, Some(order))];
		let mut waivers = Waivers::<T>::new(node, &obligations, &orders);
		let admitted = Self::admit(&view, round.number, first, &orders, &obligations, &mut waivers);
		let (_, needed) = admitted.ok()?;
		let (_, locked) = *needed.first()?;
		Some(Lock { locked: locked?, waived: waivers.waived(interval) })
	}
}
