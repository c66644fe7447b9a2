// SPDX-License-Identifier: Apache-2.0

//! An island in one interval: its loads, offers and batteries.

use gridmerit_market::{MAX_ORDER, MAX_ORDERS, MAX_PRICE, NodeIndex, Offer};

use crate::{load::Load, storage::Storage};

/// What nodes behind one point of common coupling want and offer in an interval in which nothing passes that point.
///
/// All lists are in strictly ascending node index, and no node is in two of them.
#[derive(Clone, Copy, Debug)]
pub struct Island<'a> {
	loads: &'a [Load],
	offers: &'a [Offer],
	storages: &'a [Storage],
}

impl<'a> Island<'a> {
	/// Checks order and bounds, in linear time.
	pub fn new(
		loads: &'a [Load],
		offers: &'a [Offer],
		storages: &'a [Storage],
	) -> Result<Self, IslandError> {
		let most = loads.len().max(offers.len());
		if most.saturating_add(storages.len()) > MAX_ORDERS {
			return Err(IslandError::TooManyOrders);
		}
		loads.iter().try_for_each(|load| {
			within(load.quantity, || IslandError::TooMuchEnergy(load.node))?;
			price(load.value(), || IslandError::PriceTooHigh(load.node))
		})?;
		offers.iter().try_for_each(|offer| {
			within(offer.capacity, || IslandError::TooMuchEnergy(offer.node))?;
			price(offer.ask, || IslandError::PriceTooHigh(offer.node))
		})?;
		storages.iter().try_for_each(|storage| {
			let Storage { node, charge, critical_reserve, output, ask, input, bid } = *storage;
			for energy in [charge, critical_reserve, output, input] {
				within(energy, || IslandError::TooMuchEnergy(node))?;
			}
			price(ask.max(bid), || IslandError::PriceTooHigh(node))?;
			if input > 0 && bid >= ask {
				return Err(IslandError::BidNotBelowAsk(node));
			}
			Ok(())
		})?;
		ascending(loads, |load| load.node)?;
		ascending(offers, |offer| offer.node)?;
		ascending(storages, |storage| storage.node)?;
		let twice = common(loads, |load| load.node, offers, |offer| offer.node)
			.or_else(|| common(loads, |load| load.node, storages, |storage| storage.node))
			.or_else(|| common(offers, |offer| offer.node, storages, |storage| storage.node));
		match twice {
			Some(node) => Err(IslandError::Twice(node)),
			None => Ok(Self { loads, offers, storages }),
		}
	}

	/// What is wanted.
	pub fn loads(&self) -> &'a [Load] {
		self.loads
	}

	/// What sources offer.
	pub fn offers(&self) -> &'a [Offer] {
		self.offers
	}

	/// The batteries.
	pub fn storages(&self) -> &'a [Storage] {
		self.storages
	}
}

fn within<E>(energy: u64, error: impl Fn() -> E) -> Result<(), E> {
	if energy > MAX_ORDER { Err(error()) } else { Ok(()) }
}

fn price<E>(price: u64, error: impl Fn() -> E) -> Result<(), E> {
	if price > MAX_PRICE { Err(error()) } else { Ok(()) }
}

fn ascending<T>(rows: &[T], node: impl Fn(&T) -> NodeIndex) -> Result<(), IslandError> {
	match rows.iter().zip(rows.iter().skip(1)).find(|(row, next)| node(row) >= node(next)) {
		Some((_, next)) => Err(IslandError::NotAscending(node(next))),
		None => Ok(()),
	}
}

/// A node that is in both lists.
fn common<A, B>(
	one: &[A],
	node: impl Fn(&A) -> NodeIndex,
	other: &[B],
	same: impl Fn(&B) -> NodeIndex,
) -> Option<NodeIndex> {
	let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
	while let (Some(a), Some(b)) = (one.peek(), other.peek()) {
		let (a, b) = (node(a), same(b));
		if a == b {
			return Some(a);
		}
		if a < b {
			one.next();
		} else {
			other.next();
		}
	}
	None
}

/// Why orders are no island.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IslandError {
	/// Loads or offers, with the batteries, are more than [`MAX_ORDERS`].
	#[error("more than 2^20 orders on one side, batteries counted on both")]
	TooManyOrders,
	/// An energy is more than [`MAX_ORDER`].
	#[error("node {0}: an energy is at most 2^40 Wh")]
	TooMuchEnergy(NodeIndex),
	/// A price is more than [`MAX_PRICE`].
	#[error("node {0}: a price is at most 2^48")]
	PriceTooHigh(NodeIndex),
	/// It would buy from itself.
	#[error("node {0}: the battery bids as much as it asks, or more")]
	BidNotBelowAsk(NodeIndex),
	/// A node follows itself or a higher one.
	#[error("node {0}: not in strictly ascending order")]
	NotAscending(NodeIndex),
	/// A node is in two lists.
	#[error("node {0}: is more than one of load, offer and battery")]
	Twice(NodeIndex),
}
