// SPDX-License-Identifier: Apache-2.0

//! Pages of orders as the market crate takes them.

use alloc::vec::Vec;
use gridmerit_energy::Order;
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
		let rows = orders.len() as usize;
		let (mut demands, mut offers) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
		for (node, order) in orders.rows(page) {
			match *order {
				Order::Demand { quantity, limit } => {
					demands.push(Demand { node, quantity, limit });
				},
				Order::Offer { capacity, ask } => offers.push(Offer { node, capacity, ask }),
			}
		}
		Self { demands, offers }
	}

	pub fn book(&self) -> Result<Book<'_>, Failed> {
		Book::new(&self.demands, &self.offers).map_err(|_| Failed::Unsound)
	}

	pub fn len(&self) -> u32 {
		(self.demands.len() as u32).saturating_add(self.offers.len() as u32)
	}
}
