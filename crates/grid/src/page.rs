// SPDX-License-Identifier: Apache-2.0

//! Orders with the buses that their nodes hang on.

use gridmerit_market::{Book, Demand, MAX_ORDERS, NodeIndex, Offer, StepError};

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	feeder::{Bus, Feeder, Rank},
	keys::{Key, Keys, NOWHERE},
};

/// A book, or a page of it, and the bus of each order.
#[derive(Clone, Copy, Debug)]
pub struct Located<'a> {
	book: Book<'a>,
	buyers: &'a [Bus],
	sellers: &'a [Bus],
}

/// An order in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub(crate) struct Order {
	pub rank: Rank,
	pub key: Key,
	/// In Wh; 0 for what cannot trade.
	pub energy: u64,
}

impl<'a> Located<'a> {
	/// A bus of `feeder` for each order of `book`: `buyers` of its demands, `sellers` of its offers.
	pub fn new(
		feeder: &Feeder,
		book: Book<'a>,
		buyers: &'a [Bus],
		sellers: &'a [Bus],
	) -> Result<Self, LocationError> {
		if (buyers.len(), sellers.len()) != (book.demands().len(), book.offers().len()) {
			return Err(LocationError::Rows);
		}
		let buyer = book.demands().iter().map(|row| row.node).zip(buyers);
		let seller = book.offers().iter().map(|row| row.node).zip(sellers);
		match buyer.chain(seller).find(|(_, bus)| usize::from(**bus) >= feeder.buses()) {
			Some((node, &bus)) => Err(LocationError::NoSuchBus { node, bus }),
			None => Ok(Self { book, buyers, sellers }),
		}
	}

	/// The orders.
	pub fn book(&self) -> Book<'a> {
		self.book
	}

	/// The bus of each demand.
	pub fn buyers(&self) -> &'a [Bus] {
		self.buyers
	}

	/// The bus of each offer.
	pub fn sellers(&self) -> &'a [Bus] {
		self.sellers
	}

	/// The demand, each row with its place.
	#[inline]
	pub(crate) fn demand(
		self,
		feeder: &Feeder,
		keys: Keys,
	) -> impl Iterator<Item = (&'a Demand, Order)> {
		self.book
			.demands()
			.iter()
			.zip(self.buyers)
			.map(move |(row, &bus)| (row, order(feeder, bus, keys.demand(row), row.quantity)))
	}

	/// The supply, each row with its place.
	#[inline]
	pub(crate) fn supply(
		self,
		feeder: &Feeder,
		keys: Keys,
	) -> impl Iterator<Item = (&'a Offer, Order)> {
		self.book
			.offers()
			.iter()
			.zip(self.sellers)
			.map(move |(row, &bus)| (row, order(feeder, bus, keys.offer(row), row.capacity)))
	}
}

#[inline]
fn order(feeder: &Feeder, bus: Bus, key: Key, energy: u64) -> Order {
	match feeder.rank(bus) {
		Some(rank) if key != NOWHERE => Order { rank, key, energy },
		// What has no place cannot trade.
		rank => Order { rank: rank.unwrap_or(0), key: NOWHERE, energy: 0 },
	}
}

/// How far a pass over a book has come: what every pass checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub(crate) struct Pages {
	last: Option<NodeIndex>,
	demands: u32,
	offers: u32,
}

impl Pages {
	/// Takes note of the next page.
	pub fn accept(&mut self, page: Located<'_>) -> Result<(), StepError> {
		let (demands, offers) = (page.book.demands(), page.book.offers());
		let first = [demands.first().map(|row| row.node), offers.first().map(|row| row.node)];
		let last = [demands.last().map(|row| row.node), offers.last().map(|row| row.node)];
		let first = first.into_iter().flatten().min();
		if first.zip(self.last).is_some_and(|(first, before)| first <= before) {
			return Err(StepError::PageOutOfOrder);
		}
		let counted = |before: u32, more: usize| {
			let orders = (before as usize).saturating_add(more);
			if orders > MAX_ORDERS { Err(StepError::TooManyOrders) } else { Ok(orders as u32) }
		};
		*self = Self {
			last: last.into_iter().flatten().max().or(self.last),
			demands: counted(self.demands, demands.len())?,
			offers: counted(self.offers, offers.len())?,
		};
		Ok(())
	}
}

/// Why buses do not fit a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LocationError {
	/// Buses and orders are not aligned.
	#[error("the number of buses is not the number of orders")]
	Rows,
	/// A node hangs on a bus that the feeder does not have.
	#[error("node {node} hangs on bus {bus}, which does not exist")]
	NoSuchBus {
		/// The node.
		node: NodeIndex,
		/// Where it would hang.
		bus: Bus,
	},
}
