// SPDX-License-Identifier: Apache-2.0

//! Units and the bounds that keep every sum and product inside its integer.
//!
//! A side of a book holds at most 2^20 orders of at most 2^40 Wh, so its energy stays within 2^60 Wh
//! (`u64`); with prices up to 2^48 its value stays within 2^108 planck (`u128`).

/// Index of a TE node: compact, never reused. It orders a book.
pub type NodeIndex = u32;

/// Energy in watt-hours.
pub type Wh = u64;

/// Price in planck (the token's smallest unit) per Wh.
pub type Price = u64;

/// Money in planck.
pub type Planck = u128;

/// Largest quantity of one order, in Wh.
pub const MAX_ORDER: Wh = 1 << 40;

/// Largest price, in planck per Wh.
pub const MAX_PRICE: Price = 1 << 48;

/// Most orders on one side of a book.
pub const MAX_ORDERS: usize = 1 << 20;

/// Most energy on one side of a book, in Wh.
pub const MAX_TOTAL: Wh = MAX_ORDER * MAX_ORDERS as Wh;

/// Parts per million: alpha = 1.
pub const PPM: u32 = 1_000_000;

/// What `energy` costs at `price`: exact, as both are 64 bits wide.
pub const fn payment(energy: Wh, price: Price) -> Planck {
	(energy as Planck).wrapping_mul(price as Planck)
}
