// SPDX-License-Identifier: Apache-2.0

//! Pages of orders as the market crate takes them.

use alloc::vec::Vec;
use gridmerit_energy::{NodeIndex, Order};
use gridmerit_market::{Book, Demand, Offer};
use gridmerit_pallet_support::{Page, PageIndex};

use crate::Failed;

/// The orders of a page as the market crate takes them.
#[derive(Default)]
pub(crate) struct Rows {
	pub demands: Vec<Demand>,
	pub offers: Vec<Offer>,
}

impl Rows {
	pub fn new(orders: &Page<Order>, page: PageIndex) -> Self {
		let capacity = orders.len() as usize;
		let mut rows =
			Self { demands: Vec::with_capacity(capacity), offers: Vec::with_capacity(capacity) };
		for (node, order) in orders.rows(page) {
			rows.push(node, order);
		}
		rows
	}

	/// An order of a node behind all others: to come last is no advantage or disadvantage but of a single Wh.
	pub fn last(order: &Order) -> Self {
		let mut rows = Self::default();
		rows.push(NodeIndex::MAX, order);
		rows
	}

	fn push(&mut self, node: NodeIndex, order: &Order) {
		match *order {
			Order::Demand { quantity, limit } => {
				self.demands.push(Demand { node, quantity, limit });
			},
			Order::Offer { capacity, ask } => self.offers.push(Offer { node, capacity, ask }),
		}
	}

	pub fn book(&self) -> Result<Book<'_>, Failed> {
		Book::new(&self.demands, &self.offers).map_err(|_| Failed::Unsound)
	}

	pub fn len(&self) -> u32 {
		(self.demands.len() as u32).saturating_add(self.offers.len() as u32)
	}
}
