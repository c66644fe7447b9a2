// SPDX-License-Identifier: Apache-2.0

//! The statement of a dispatch problem.

use alloc::vec::Vec;

use gridmerit_grid::Bus;
use gridmerit_market::{MAX_ORDER, PPM, Price, Side, Wh};

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	network::{Network, NetworkFault},
	units::{MAX_BLOCKS, MAX_CELLS, MAX_ORDERS, MAX_PRICE, MAX_WINDOWS, WHOLE, Window},
};

/// An order of a window: any part of it may trade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub struct DispatchOrder {
	/// Where.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub bus: Bus,
	/// When.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub window: Window,
	/// Demand or supply.
	pub side: Side,
	/// The most that it buys or sells, in Wh.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub energy: Wh,
	/// The most that it pays, or the least that it wants, in planck per Wh.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub price: Price,
}

/// Energy in several windows, which trades in all of them or in none, and as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub struct BlockOrder {
	/// Where.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub bus: Bus,
	/// Demand or supply.
	pub side: Side,
	/// The most that it pays, or the least that it wants, on the mean of its energy, in planck per Wh.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub price: Price,
	/// How much, in Wh, in which window; ascending.
	pub profile: Vec<(Window, Wh)>,
}

impl BlockOrder {
	/// All its energy.
	pub fn energy(&self) -> Wh {
		self.profile.iter().map(|(_, energy)| *energy).fold(0, Wh::saturating_add)
	}
}

/// A store that buys in a window and sells in a later one, and asks for no more than not to lose. It is empty in the
/// beginning, and what is left in it is worth nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub struct Store {
	/// Where.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub bus: Bus,
	/// The most that it takes in a window, in Wh.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub charge: Wh,
	/// The most that it gives in a window, in Wh.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub discharge: Wh,
	/// The most that it holds, in Wh.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub capacity: Wh,
	/// How much of a Wh that it takes it holds, in ppm, at most all; of what a window brings, rounded down to a Wh.
	#[cfg_attr(feature = "scale", codec(compact))]
	pub efficiency: u32,
}

impl Store {
	/// Whether it can do this, by window in Wh, what it gives positive and what it takes negative; otherwise the window in
	/// which it cannot.
	pub fn can(&self, moves: &[i64]) -> Result<(), Window> {
		let mut held: Wh = 0;
		for (window, energy) in (0_u16..).zip(moves) {
			let amount = energy.unsigned_abs();
			let then = if *energy < 0 {
				let kept = u128::from(amount).wrapping_mul(self.efficiency.into()) / WHOLE;
				// At most 2^40, if it is taken at all.
				Some(held.saturating_add(kept as Wh)).filter(|_| amount <= self.charge)
			} else {
				held.checked_sub(amount).filter(|_| amount <= self.discharge)
			};
			held = then.filter(|held| *held <= self.capacity).ok_or(window)?;
		}
		Ok(())
	}
}

/// A dispatch problem: what to trade, in which windows, over which grids.
///
/// A **dispatch** says of each order how much of it trades, of each block whether it does, of each store what it does. In
/// each window as much is bought as is sold, stores included, and the grid carries it. Its *welfare* is what the demand
/// that trades would have paid at most, less what the supply that trades wants at least; the more the better.
#[derive(Clone, Copy, Debug)]
pub struct Problem<'a> {
	grids: &'a [Network],
	orders: &'a [DispatchOrder],
	blocks: &'a [BlockOrder],
	stores: &'a [Store],
	buses: usize,
}

impl<'a> Problem<'a> {
	/// A problem with a window for each of `grids`, all with the same number of buses. Checks all bounds, in linear time.
	pub fn new(
		grids: &'a [Network],
		orders: &'a [DispatchOrder],
		blocks: &'a [BlockOrder],
		stores: &'a [Store],
	) -> Result<Self, Fault> {
		let buses = grids.first().map_or(0, Network::buses);
		let windows = grids.len();
		if windows > MAX_WINDOWS || windows.saturating_mul(buses) > MAX_CELLS {
			return Err(Fault::TooManyWindows);
		}
		for (window, grid) in (0..).zip(grids) {
			grid.check().map_err(|fault| Fault::Network(window, fault))?;
			if grid.buses() != buses {
				return Err(Fault::OtherBuses(window));
			}
		}
		if orders.len() > MAX_ORDERS {
			return Err(Fault::TooManyOrders);
		}
		if blocks.len().max(stores.len()) > MAX_BLOCKS {
			return Err(Fault::TooManyBlocks);
		}
		let here = |bus: Bus| usize::from(bus) < buses;
		for (index, order) in orders.iter().enumerate() {
			if !here(order.bus) || usize::from(order.window) >= windows {
				return Err(Fault::OrderNowhere(index));
			}
			if order.energy > MAX_ORDER || order.price > MAX_PRICE {
				return Err(Fault::OrderTooLarge(index));
			}
		}
		for (index, block) in blocks.iter().enumerate() {
			let inside = block.profile.last().is_none_or(|(last, _)| usize::from(*last) < windows)
				&& block.profile.is_sorted_by(|(window, _), (next, _)| window < next);
			if !here(block.bus) || !inside {
				return Err(Fault::BlockNowhere(index));
			}
			let most = block.profile.iter().map(|(_, energy)| *energy).max();
			if most.is_some_and(|most| most > MAX_ORDER) || block.price > MAX_PRICE {
				return Err(Fault::BlockTooLarge(index));
			}
		}
		for (index, store) in stores.iter().enumerate() {
			if !here(store.bus) {
				return Err(Fault::StoreNowhere(index));
			}
			let most = store.charge.max(store.discharge).max(store.capacity);
			if most > MAX_ORDER || store.efficiency > PPM {
				return Err(Fault::StoreTooLarge(index));
			}
		}
		Ok(Self { grids, orders, blocks, stores, buses })
	}

	/// The grid of each window.
	pub fn grids(&self) -> &'a [Network] {
		self.grids
	}

	/// The orders.
	pub fn orders(&self) -> &'a [DispatchOrder] {
		self.orders
	}

	/// The blocks.
	pub fn blocks(&self) -> &'a [BlockOrder] {
		self.blocks
	}

	/// The stores.
	pub fn stores(&self) -> &'a [Store] {
		self.stores
	}

	/// How many buses each window has.
	pub fn buses(&self) -> usize {
		self.buses
	}

	/// The number of a bus in a window, as prices are listed.
	pub fn cell(&self, window: Window, bus: Bus) -> usize {
		usize::from(window).saturating_mul(self.buses).saturating_add(usize::from(bus))
	}

	/// How many cells there are.
	pub(crate) fn cells(&self) -> usize {
		self.grids.len().saturating_mul(self.buses)
	}
}

/// Why a problem is refused. Orders, blocks, stores and windows are counted from 0 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
	/// More than [`MAX_WINDOWS`], or more than [`MAX_CELLS`] in all.
	#[error("more than 256 windows, or more than 2^20 buses in all windows")]
	TooManyWindows,
	/// The grid of a window is none.
	#[error("window {0}: {1}")]
	Network(Window, NetworkFault),
	/// The windows do not all have as many buses.
	#[error("window {0} does not have as many buses as window 0")]
	OtherBuses(Window),
	/// More than [`MAX_ORDERS`].
	#[error("more than 2^20 orders")]
	TooManyOrders,
	/// More than [`MAX_BLOCKS`].
	#[error("more than 2^12 blocks, or stores")]
	TooManyBlocks,
	/// An order of a bus or a window that does not exist.
	#[error("order {0}: no such bus or window")]
	OrderNowhere(usize),
	/// An order above [`MAX_ORDER`] or [`MAX_PRICE`].
	#[error("order {0}: more than 2^40 Wh, or a price above 2^32")]
	OrderTooLarge(usize),
	/// A block of a bus or a window that does not exist, or one whose windows do not ascend.
	#[error("block {0}: no such bus, or its windows do not ascend within those of the problem")]
	BlockNowhere(usize),
	/// A block with more than [`MAX_ORDER`] in a window, or a price above [`MAX_PRICE`].
	#[error("block {0}: more than 2^40 Wh in a window, or a price above 2^32")]
	BlockTooLarge(usize),
	/// A store of a bus that does not exist.
	#[error("store {0}: no such bus")]
	StoreNowhere(usize),
	/// A store of more than [`MAX_ORDER`], or one that holds more than it takes.
	#[error("store {0}: more than 2^40 Wh, or an efficiency above 1,000,000 ppm")]
	StoreTooLarge(usize),
}
