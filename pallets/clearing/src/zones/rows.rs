// SPDX-License-Identifier: Apache-2.0

//! Pages of orders as the grid crate takes them, each with its bus.

use alloc::vec::Vec;
use gridmerit_energy::{NodeIndex, Order, Wh};
use gridmerit_grid::{Feeder, Located};
use gridmerit_pallet_support::{Bus, Page, PageIndex};

use crate::{ClosedBook, Config, Failed, rows::Rows};

/// The orders of a page that hang on the feeder. One whose node has no bus there does not trade: it was posted when the
/// feeder was another one, or there was none.
#[derive(Default)]
pub(crate) struct PlacedRows {
	rows: Rows,
	buyers: Vec<Bus>,
	sellers: Vec<Bus>,
	/// Of each demand of the page, and of each offer, whether it hangs on the feeder.
	placed: (Vec<bool>, Vec<bool>),
}

impl PlacedRows {
	pub fn new(orders: &Page<Order>, buses: &Page<Bus>, page: PageIndex, feeder: &Feeder) -> Self {
		let bus = |node: NodeIndex| buses.get(node).copied();
		Self::placed(Rows::new(orders, page), bus, feeder)
	}

	/// An order on a bus, of a node behind all others.
	pub fn last(order: &Order, bus: Bus, feeder: &Feeder) -> Self {
		Self::placed(Rows::last(order), |_| Some(bus), feeder)
	}

	fn placed(rows: Rows, bus: impl Fn(NodeIndex) -> Option<Bus>, feeder: &Feeder) -> Self {
		let bus = |node| bus(node).filter(|bus| usize::from(*bus) < feeder.buses());
		let Rows { mut demands, mut offers } = rows;
		let of_demands: Vec<_> = demands.iter().map(|row| bus(row.node)).collect();
		let of_offers: Vec<_> = offers.iter().map(|row| bus(row.node)).collect();
		demands.retain(|row| bus(row.node).is_some());
		offers.retain(|row| bus(row.node).is_some());
		let placed = |buses: &[Option<Bus>]| buses.iter().map(Option::is_some).collect();
		Self {
			rows: Rows { demands, offers },
			placed: (placed(&of_demands), placed(&of_offers)),
			buyers: of_demands.into_iter().flatten().collect(),
			sellers: of_offers.into_iter().flatten().collect(),
		}
	}

	pub fn located(&self, feeder: &Feeder) -> Result<Located<'_>, Failed> {
		Ok(Located::new(feeder, self.rows.book()?, &self.buyers, &self.sellers)?)
	}

	/// Adds those of a later page.
	#[cfg(any(feature = "try-runtime", test))]
	pub fn join(&mut self, page: Self) {
		self.rows.demands.extend(page.rows.demands);
		self.rows.offers.extend(page.rows.offers);
		self.buyers.extend(page.buyers);
		self.sellers.extend(page.sellers);
	}

	/// How many orders the page has.
	pub fn len(&self) -> u32 {
		(self.placed.0.len() as u32).saturating_add(self.placed.1.len() as u32)
	}

	/// Values of the orders that hang on the feeder as values of all of the page: of each demand, and of each offer.
	pub fn of_page(&self, demands: &[Wh], offers: &[Wh]) -> (Vec<Wh>, Vec<Wh>) {
		(spread(&self.placed.0, demands), spread(&self.placed.1, offers))
	}
}

fn spread(placed: &[bool], values: &[Wh]) -> Vec<Wh> {
	let mut values = values.iter().copied();
	placed.iter().map(|placed| if *placed { values.next().unwrap_or(0) } else { 0 }).collect()
}

impl<T: Config> ClosedBook<'_, T> {
	/// The orders of a page, each with its bus.
	pub(super) fn placed(&self, page: PageIndex, feeder: &Feeder) -> PlacedRows {
		PlacedRows::new(&self.orders(page), &self.buses(page), page, feeder)
	}
}
