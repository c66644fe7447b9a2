// SPDX-License-Identifier: Apache-2.0

//! What trust allows a node to sell, and what it waives of what the node must lock.

use alloc::{collections::BTreeMap, vec::Vec};
use core::marker::PhantomData;
use frame_support::traits::Defensive;
use gridmerit_energy::{Interval, NodeIndex, Order, Planck, Position, Terms, Wh};
use gridmerit_pallet_support::{Locks, Obligations, SellerTrust, Trust};
use gridmerit_trust::Lock;

use crate::{Config, Error, Event, Pallet, Waived, WaivedOf};

/// A node's interval as it is before a call.
pub(crate) struct Before<'a> {
	/// The delivery interval.
	pub interval: Interval,
	/// What has traded.
	pub position: &'a Position,
	/// What was open.
	pub order: Option<Order>,
	/// Its terms.
	pub terms: &'a Terms,
}

impl Before<'_> {
	/// Whether the node sells in it. Where it never did, nothing is waived: so nothing is read.
	fn sells(&self) -> bool {
		self.position.sold > 0 || matches!(self.order, Some(Order::Offer { .. }))
	}

	/// Whether energy would be missing if nothing came, with all of an order filled or with none.
	fn is_short(&self, order: Option<Order>) -> bool {
		self.position.promised(order).export > 0
	}
}

/// What is waived of a node's locks.
struct Rows {
	/// As it is stored.
	stored: Vec<(Interval, Planck)>,
	/// As it is to be: where nothing is locked any more it has gone, and where an order is posted it is reckoned anew.
	waived: BTreeMap<Interval, Planck>,
	/// All that is to be waived.
	sum: Planck,
}

impl Rows {
	fn take(&mut self, interval: Interval) -> Planck {
		let waived = self.waived.remove(&interval).unwrap_or(0);
		self.sum = self.sum.saturating_sub(waived);
		waived
	}

	fn set(&mut self, interval: Interval, waived: Planck) {
		self.take(interval);
		if waived > 0 {
			self.waived.insert(interval, waived);
			self.sum = self.sum.saturating_add(waived);
		}
	}
}

/// What trust does in a call of a node. Everything is read when it is first needed, and once.
pub(crate) struct Waivers<'a, T> {
	node: NodeIndex,
	/// What the node has locked.
	locks: &'a Obligations,
	/// What it posts; nothing if it cancels.
	orders: &'a [(Interval, Option<Order>)],
	trust: Option<SellerTrust>,
	rows: Option<Rows>,
	_config: PhantomData<T>,
}

impl<'a, T: Config> Waivers<'a, T> {
	pub fn new(
		node: NodeIndex,
		locks: &'a Obligations,
		orders: &'a [(Interval, Option<Order>)],
	) -> Self {
		Self { node, locks, orders, trust: None, rows: None, _config: PhantomData }
	}

	fn trust(&mut self) -> SellerTrust {
		let node = self.node;
		*self.trust.get_or_insert_with(|| T::Trust::seller(node))
	}

	fn rows(&mut self) -> &mut Rows {
		let Self { node, locks, orders, .. } = *self;
		self.rows.get_or_insert_with(|| {
			let stored = Waived::<T>::get(node).into_inner();
			let posted = |interval| {
				let place = orders.binary_search_by_key(&interval, |(interval, _)| *interval);
				let row = place.ok().and_then(|place| orders.get(place));
				row.is_some_and(|(_, order)| order.is_some())
			};
			let stays = |row: &&(Interval, Planck)| locks.lock(row.0).is_some() && !posted(row.0);
			let waived: BTreeMap<_, _> = stored.iter().filter(stays).copied().collect();
			Rows { stored, sum: total(waived.values()), waived }
		})
	}

	/// The most that the node may sell, net, for an interval, as far as an order has to be judged by it: what closes a
	/// position is no offer.
	pub fn most_sold(&mut self, order: &Order, position: &Position) -> Option<Wh> {
		match order {
			Order::Offer { capacity, .. } if *capacity > position.long() => self.trust().most_sold,
			_ => None,
		}
	}

	/// What to lock where an order is posted, by today's trust. None where [`Position::lock`] has none.
	pub fn lock(&mut self, before: &Before<'_>, order: Order) -> Option<Lock> {
		let Terms { tariff, limits, .. } = before.terms;
		let (position, order) = (before.position, Some(order));
		let short = before.is_short(None) || before.is_short(order);
		let trust = if short { self.trust() } else { SellerTrust::default() };
		let SellerTrust { discount, effective, own, .. } = trust;
		if !discount.waives() && !before.sells() {
			let locked = position.lock(order, tariff, limits)?;
			return Some(Lock { locked, waived: 0 });
		}
		let rows = self.rows();
		let room = discount.room(own, rows.sum);
		let lock = discount.lock(effective, room, position, order, tariff, limits)?;
		rows.set(before.interval, lock.waived);
		Some(lock)
	}

	/// What stays locked for a position whose order is taken back, none if there is no position, and whether less is
	/// waived of it than before.
	///
	/// Waived is what today's trust allows, and no more than before; but if more is waived than that and is not locked
	/// it stays so. For nothing may be drawn for taking an order back: whoever is suspended could not pay it.
	pub fn left(&mut self, before: &Before<'_>) -> (Option<Planck>, bool) {
		let waived = if before.sells() { self.rows().take(before.interval) } else { 0 };
		let Some(full) = Pallet::<T>::lock_of(before.position, before.terms) else {
			return (None, waived > 0);
		};
		if waived == 0 {
			return (Some(full), false);
		}
		let Terms { tariff, limits, .. } = before.terms;
		let SellerTrust { discount, effective, own, .. } = self.trust();
		let locked = self.locks.lock(before.interval).unwrap_or(0);
		let rows = self.rows();
		let room = discount.room(own, rows.sum).min(waived);
		let today = discount.lock(effective, room, before.position, None, tariff, limits);
		let today = today.map_or(full, |lock| lock.locked);
		let lock = today.min(locked.max(full.saturating_sub(waived)));
		let left = full.saturating_sub(lock);
		rows.set(before.interval, left);
		(Some(lock), left < waived)
	}

	/// What is waived of an interval then, in planck.
	pub fn waived(&self, interval: Interval) -> Planck {
		let rows = self.rows.as_ref();
		rows.and_then(|rows| rows.waived.get(&interval)).copied().unwrap_or(0)
	}

	/// Whether trust, or what was waived, has been read.
	pub fn asked(&self) -> bool {
		self.trust.is_some() || self.rows.is_some()
	}

	/// What is waived then, if that has changed.
	pub fn changed(self) -> Option<Vec<(Interval, Planck)>> {
		let Rows { stored, waived, .. } = self.rows?;
		let waived: Vec<_> = waived.into_iter().collect();
		(waived != stored).then_some(waived)
	}
}

fn total<'a>(waived: impl IntoIterator<Item = &'a Planck>) -> Planck {
	waived.into_iter().fold(0, |sum: Planck, row| sum.saturating_add(*row))
}

impl<T: Config> Pallet<T> {
	/// Stores what is waived of a node's locks.
	pub(crate) fn store_waived(
		node: NodeIndex,
		waived: Vec<(Interval, Planck)>,
	) -> Result<(), Error<T>> {
		let sum = total(waived.iter().map(|(_, waived)| waived));
		// Something is locked in each of these intervals.
		let rows = WaivedOf::<T>::try_from(waived).map_err(|_| Error::<T>::BeyondBounds);
		let rows = rows.defensive()?;
		if rows.is_empty() {
			Waived::<T>::remove(node);
		} else {
			Waived::<T>::insert(node, rows);
		}
		Self::deposit_event(Event::LocksWaived { node, waived: sum });
		Ok(())
	}

	/// What is waived of what a node has locked, by interval and of all together.
	pub(crate) fn waived_now(node: NodeIndex) -> (Vec<(Interval, Planck)>, Planck) {
		let locks = Obligations { locks: T::Locks::locks(node), ..Default::default() };
		let mut rows = Waived::<T>::get(node).into_inner();
		rows.retain(|(interval, _)| locks.lock(*interval).is_some());
		let sum = total(rows.iter().map(|(_, waived)| waived));
		(rows, sum)
	}
}
