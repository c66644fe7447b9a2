// SPDX-License-Identifier: Apache-2.0

//! Orders of one delivery interval.

use core::iter::FusedIterator;

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	transaction::Leg,
	units::{MAX_ORDER, MAX_ORDERS, MAX_PRICE, NodeIndex, Price, Wh},
};

/// Energy that a node wants (`d_j`), and the most that it pays for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct Demand {
	/// The buyer.
	pub node: NodeIndex,
	/// Energy wanted, in Wh.
	pub quantity: Wh,
	/// The highest price at which it buys, in planck per Wh, the fee not included; none: at any, up to the cap. A
	/// limit above the cap is none, and demand whose limit is not above the feed-in tariff counts for nothing.
	pub limit: Option<Price>,
}

/// What demand without a limit pays at most: more than any price.
pub(crate) const FIRM: Price = Price::MAX;

impl Demand {
	/// The most that the buyer pays where no price is above `cap`; [`FIRM`] without a limit, or with one that no price
	/// reaches.
	#[inline]
	pub(crate) fn most(&self, cap: Price) -> Price {
		self.limit.filter(|limit| *limit <= cap).unwrap_or(FIRM)
	}
}

/// Energy that a node can deliver, and the least it wants for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct Offer {
	/// The seller.
	pub node: NodeIndex,
	/// Capacity in Wh (`g_i` with a bar).
	pub capacity: Wh,
	/// Ask in planck per Wh (`p_i`).
	pub ask: Price,
}

/// The orders of one delivery interval, or a page of them: those of all nodes within some range, on both
/// sides.
///
/// Both sides are in strictly ascending node index and no node is on both. Offers need not be
/// eligible; those that are not count for nothing (Algorithm 1, line 3).
#[derive(Clone, Copy, Debug)]
pub struct Book<'a> {
	demands: &'a [Demand],
	offers: &'a [Offer],
}

impl<'a> Book<'a> {
	/// Checks order and bounds, in linear time.
	pub fn new(demands: &'a [Demand], offers: &'a [Offer]) -> Result<Self, BookError> {
		if demands.len().max(offers.len()) > MAX_ORDERS {
			return Err(BookError::TooManyOrders);
		}
		if let Some(demand) = demands.iter().find(|demand| demand.quantity > MAX_ORDER) {
			return Err(BookError::OrderTooLarge(demand.node));
		}
		if let Some(offer) = offers.iter().find(|offer| offer.capacity > MAX_ORDER) {
			return Err(BookError::OrderTooLarge(offer.node));
		}
		if let Some(offer) = offers.iter().find(|offer| offer.ask > MAX_PRICE) {
			return Err(BookError::AskTooHigh(offer.node));
		}
		let too_high = |demand: &&Demand| demand.limit.is_some_and(|limit| limit > MAX_PRICE);
		if let Some(demand) = demands.iter().find(too_high) {
			return Err(BookError::LimitTooHigh(demand.node));
		}
		ascending(demands, |demand| demand.node)?;
		ascending(offers, |offer| offer.node)?;
		match common(demands, offers) {
			Some(node) => Err(BookError::OnBothSides(node)),
			None => Ok(Self { demands, offers }),
		}
	}

	/// The consumers' side.
	pub fn demands(&self) -> &'a [Demand] {
		self.demands
	}

	/// The prosumers' side.
	pub fn offers(&self) -> &'a [Offer] {
		self.offers
	}

	/// What buyers get, given an energy for each demand of this book or page.
	pub fn buyers(self, bought: &'a [Wh]) -> impl FusedIterator<Item = Leg> + Clone + 'a {
		let rows = self.demands.iter().zip(bought);
		rows.map(|(demand, &energy)| Leg { node: demand.node, energy })
	}

	/// What sellers deliver, given an energy for each offer of this book or page.
	pub fn sellers(self, sold: &'a [Wh]) -> impl FusedIterator<Item = Leg> + Clone + 'a {
		let rows = self.offers.iter().zip(sold);
		rows.map(|(offer, &energy)| Leg { node: offer.node, energy })
	}

	/// First and last node, if there is any.
	pub(crate) fn nodes(&self) -> Option<(NodeIndex, NodeIndex)> {
		let demands = self.demands.first().zip(self.demands.last());
		let offers = self.offers.first().zip(self.offers.last());
		match (demands.map(|(a, b)| (a.node, b.node)), offers.map(|(a, b)| (a.node, b.node))) {
			(Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
			(demands, offers) => demands.or(offers),
		}
	}
}

fn ascending<T>(rows: &[T], node: impl Fn(&T) -> NodeIndex) -> Result<(), BookError> {
	match rows.iter().zip(rows.iter().skip(1)).find(|(row, next)| node(row) >= node(next)) {
		Some((_, next)) => Err(BookError::NotAscending(node(next))),
		None => Ok(()),
	}
}

/// A node that is on both sides.
fn common(demands: &[Demand], offers: &[Offer]) -> Option<NodeIndex> {
	let (mut i, mut j) = (0_usize, 0_usize);
	while let (Some(demand), Some(offer)) = (demands.get(i), offers.get(j)) {
		if demand.node == offer.node {
			return Some(demand.node);
		}
		// Sums of comparisons, not branches: which side is behind cannot be predicted.
		i = i.wrapping_add(usize::from(demand.node < offer.node));
		j = j.wrapping_add(usize::from(offer.node < demand.node));
	}
	None
}

/// Why orders are no book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BookError {
	/// More than [`MAX_ORDERS`] on one side.
	#[error("more than 2^20 orders on one side")]
	TooManyOrders,
	/// More than [`MAX_ORDER`].
	#[error("node {0}: an order is at most 2^40 Wh")]
	OrderTooLarge(NodeIndex),
	/// More than [`MAX_PRICE`].
	#[error("node {0}: an ask is at most 2^48")]
	AskTooHigh(NodeIndex),
	/// A limit is more than [`MAX_PRICE`].
	#[error("node {0}: a limit is at most 2^48")]
	LimitTooHigh(NodeIndex),
	/// A node follows itself or a higher one.
	#[error("node {0}: not in strictly ascending order")]
	NotAscending(NodeIndex),
	/// A node has a demand and an offer.
	#[error("node {0}: has a demand and an offer")]
	OnBothSides(NodeIndex),
}
