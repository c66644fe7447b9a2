// SPDX-License-Identifier: Apache-2.0

//! What orders get at the prices, and what they are worth.

use alloc::{vec, vec::Vec};
use core::cmp::Ordering;

use gridmerit_market::{Side, Wh};

use crate::{
	body::{AtPrice, Body},
	error::Refusal,
	price::Prices,
	problem::{DispatchOrder, Problem},
	units::nano,
};

/// What trades, and what it comes to.
pub(crate) struct Trades {
	/// By cell, sold less bought, in Wh.
	pub net: Vec<i64>,
	/// By order, in Wh.
	pub fills: Vec<Wh>,
	/// In planck.
	pub welfare: i128,
	/// What prices above asks and below limits are worth at most, in nano-planck.
	pub surplus: i128,
	/// In planck.
	pub paid: i128,
	/// In planck.
	pub earned: i128,
}

/// What stands at the price of a cell: of demand, and of supply.
#[derive(Clone, Copy, Default)]
struct Standing {
	all: [Wh; 2],
	trades: [Wh; 2],
}

fn column(side: Side) -> usize {
	match side {
		Side::Demand => 0,
		Side::Supply => 1,
	}
}

impl Trades {
	/// Fills the orders: in time linear in orders and cells, but for a sort of those that share what is posted.
	pub fn of_orders(problem: &Problem<'_>, prices: &Prices, body: &Body) -> Result<Self, Refusal> {
		let cells = problem.cells();
		let mut trades = Self {
			net: vec![0; cells],
			fills: Vec::with_capacity(problem.orders().len()),
			welfare: 0,
			surplus: 0,
			paid: 0,
			earned: 0,
		};
		let (mut at_price, mut sharing) = (vec![Standing::default(); cells], Vec::new());
		for (index, order) in problem.orders().iter().enumerate() {
			let cell = problem.cell(order.window, order.bus);
			let exact = prices.exact.get(cell).copied().unwrap_or(0);
			let whole = prices.whole.get(cell).copied().unwrap_or(0);
			let (better, worth) = match order.side {
				Side::Supply => (whole.cmp(&(order.price as i64)), spread(exact, order)),
				Side::Demand => {
					((order.price as i64).cmp(&whole), spread(exact, order).wrapping_neg())
				},
			};
			// Below 2^63, of less than 2^60 Wh in all.
			let worth = worth.max(0).wrapping_mul(order.energy.into());
			trades.surplus = trades.surplus.wrapping_add(worth);
			if better == Ordering::Equal
				&& let Some(at_price) = at_price.get_mut(cell)
				&& let Some(all) = at_price.all.get_mut(column(order.side))
			{
				*all = all.wrapping_add(order.energy);
				sharing.push((cell, order.side, index));
			}
			trades.fills.push(if better == Ordering::Greater { order.energy } else { 0 });
		}
		for AtPrice { window, bus, sold, bought } in &body.margins {
			if usize::from(*window) >= problem.grids().len() {
				return Err(Refusal::Window(*window));
			}
			let here = usize::from(*bus) < problem.buses();
			let at_price = at_price.get_mut(problem.cell(*window, *bus)).filter(|_| here);
			match at_price {
				Some(Standing { all: [wanted, offered], trades })
					if *bought <= *wanted && *sold <= *offered =>
				{
					*trades = [*bought, *sold];
				},
				_ => return Err(Refusal::AtPrice(*window, *bus)),
			}
		}
		trades.share(problem, &at_price, &sharing);
		trades.settle(problem, prices);
		Ok(trades)
	}

	/// Shares what trades at a price among those who stand there: the uniform rule.
	fn share(
		&mut self,
		problem: &Problem<'_>,
		at_price: &[Standing],
		sharing: &[(usize, Side, usize)],
	) {
		let mut apart = Vec::new();
		for &(cell, side, index) in sharing {
			let Some(at_price) = at_price.get(cell) else { continue };
			let column = column(side);
			let (all, part) = (at_price.all.get(column), at_price.trades.get(column));
			let (all, part) = (all.copied().unwrap_or(0), part.copied().unwrap_or(0));
			let energy = problem.orders().get(index).map_or(0, |order| order.energy);
			if part == all {
				self.fill(index, energy);
			} else if part > 0 {
				apart.push((cell, column, energy, index, part));
			}
		}
		apart.sort_unstable();
		for group in apart.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
			let mut left = group.first().map_or(0, |row| row.4);
			let mut count = group.len() as u64;
			let mut above = Vec::new();
			for &(.., energy, index, _) in group {
				// All that come after it want as much or more.
				if above.is_empty() && energy <= left.checked_div(count).unwrap_or(0) {
					self.fill(index, energy);
					left = left.wrapping_sub(energy);
					count = count.wrapping_sub(1);
				} else {
					above.push(index);
				}
			}
			let level = left.checked_div(count).unwrap_or(0);
			let odd = left.checked_rem(count).unwrap_or(0);
			above.sort_unstable();
			for (k, index) in (0..).zip(above) {
				self.fill(index, level.wrapping_add(u64::from(k < odd)));
			}
		}
	}

	fn fill(&mut self, index: usize, energy: Wh) {
		if let Some(fill) = self.fills.get_mut(index) {
			*fill = energy;
		}
	}

	/// Adds up what was filled.
	fn settle(&mut self, problem: &Problem<'_>, prices: &Prices) {
		for (order, fill) in problem.orders().iter().zip(core::mem::take(&mut self.fills)) {
			let cell = problem.cell(order.window, order.bus);
			let price = prices.whole.get(cell).copied().unwrap_or(0);
			let (value, money) = (amount(fill, order.price as i64), amount(fill, price));
			self.add(cell, order.side, fill, value, money);
			self.fills.push(fill);
		}
	}

	/// Adds energy that is worth so much to who trades it, and that costs so much.
	pub fn add(&mut self, cell: usize, side: Side, energy: Wh, value: i128, money: i128) {
		// A cell has less than 2^62 Wh, at less than 2^34 planck.
		let energy = energy as i64;
		let sold = match side {
			Side::Demand => {
				self.welfare = self.welfare.wrapping_add(value);
				self.paid = self.paid.wrapping_add(money);
				energy.wrapping_neg()
			},
			Side::Supply => {
				self.welfare = self.welfare.wrapping_sub(value);
				self.earned = self.earned.wrapping_add(money);
				energy
			},
		};
		if let Some(net) = self.net.get_mut(cell) {
			*net = net.wrapping_add(sold);
		}
	}
}

/// By how much the price of a bus is above that of an order, in nano-planck.
fn spread(exact: i64, order: &DispatchOrder) -> i128 {
	i128::from(exact).wrapping_sub(nano(order.price).into())
}

/// What energy comes to at a price.
pub(crate) fn amount(energy: Wh, price: i64) -> i128 {
	i128::from(energy).wrapping_mul(price.into())
}
