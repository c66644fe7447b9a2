// SPDX-License-Identifier: Apache-2.0

//! Units, and the bounds that keep every sum and product of orders inside its integer.
//!
//! A price stays below 2^62 nano-planck, and all energy of a problem below 2^62 Wh: what orders come to fits into 127
//! bits. Where multipliers come in, which may be any number, sums are checked.

use gridmerit_market::{PPM, Planck, Price};

/// Price, or the value of a unit of a limit, in nano-planck per Wh.
///
/// A multiplier is the product of a price and a coefficient, so that prices by bus do not come out in whole planck.
pub type Nano = i64;

/// Nano-planck in a planck.
pub const NANO: Nano = 1_000_000_000;

/// Largest price of an order or a block, in planck per Wh.
pub const MAX_PRICE: Price = 1 << 32;

/// Largest price by bus, stored value included, in nano-planck per Wh.
pub const MAX_NANO: Nano = 1 << 62;

/// Number of a delivery interval within a problem, from 0 on.
pub type Window = u16;

/// Most windows of a problem.
pub const MAX_WINDOWS: usize = 1 << 8;

/// Most cells of a problem: a cell is a bus in a window.
pub const MAX_CELLS: usize = 1 << 20;

/// Most orders of a problem.
pub const MAX_ORDERS: usize = 1 << 20;

/// Most blocks of a problem, and most stores.
pub const MAX_BLOCKS: usize = 1 << 12;

/// A whole, in ppm.
pub(crate) const WHOLE: Planck = PPM as Planck;

/// Whole planck, to the nearest; of two equally near ones the higher.
pub(crate) fn whole(price: Nano) -> i64 {
	price.saturating_add(NANO / 2).div_euclid(NANO)
}

/// A price of an order.
pub(crate) fn nano(price: Price) -> Nano {
	// Checked where orders come in: at most 2^32.
	(price as i64).saturating_mul(NANO)
}
