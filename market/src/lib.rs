// SPDX-License-Identifier: Apache-2.0

//! Clearing of a local electricity market, exact and in linear time.
//!
//! For one delivery interval consumers state demand, prosumers offer capacity at an ask, and the
//! utility's tariff bounds the price. [`clear`] finds the uniform price and every order's fill,
//! [`assign`] says who sells to whom, [`verify`] proves the outcome without solving it again.
//!
//! ```
//! use gridmerit_market::{Book, Demand, Dispatch, Limits, Offer, Rules, Scarcity, assign, clear, verify};
//!
//! let rules = Rules {
//!     limits: Limits::new(200_000, 60_000, 900_000, 0)?,
//!     scarcity: Scarcity::Cap,
//!     dispatch: Dispatch::MeritOrder,
//! };
//! let demands = [Demand { node: 1, quantity: 900 }];
//! let offers = [
//!     Offer { node: 7, capacity: 500, ask: 90_000 },
//!     Offer { node: 8, capacity: 600, ask: 110_000 },
//! ];
//! let book = Book::new(&demands, &offers)?;
//! let outcome = clear(book, &rules);
//! assert_eq!(outcome.clearing.price, Some(110_000));
//! assert_eq!(outcome.sold, [500, 400]);
//! assert_eq!(assign(book, &outcome).count(), 2);
//! verify(book, &rules, &outcome)?;
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! Source: the transactive market paper, equations (1a) to (3) and (1e) left out (line limits), and
//! Algorithms 1 and 2.
//!
//! | paper | here |
//! |---|---|
//! | Algorithm 1: take the cheapest offer, one by one | [`PriceSearch`]: the same price by counting in buckets, no sort |
//! | Algorithm 1, line 15: `alpha * tou` | [`Limits::cap`], also such that price + fee never exceeds the time-of-use price |
//! | Algorithm 2, `gamma` (line 9) | [`Filling`]: demand pro rata in scarcity, in whole Wh |
//! | Algorithm 2, `omega` (line 11) | [`Dispatch::MeritOrder`]; `omega` itself is [`Dispatch::ProRata`], for comparison |
//! | Algorithm 2, lines 13 to 32 | [`Sweep`] |
//! | eq. (1a) is minimised | [`Certificate`] proves it |
//!
//! What the paper leaves open or gets wrong, and what is done here:
//!
//! - `omega` spreads sales over all sellers, those with asks above the price too, so they sell below
//!   their own ask and (1a) is not minimal. Merit order does both right.
//! - Algorithm 2's loops do not end on most books; see [`Sweep`]. `tests/paper.rs` runs them.
//! - Line 7's `G_total` counts sellers that Algorithm 1 has refused. Only eligible supply counts here.
//! - Fractions of Wh: every pro rata is a telescoping [`Split`] into whole Wh that adds up exactly.
//! - With `tou - fee` below `alpha * tou` buyers could pay more than the utility takes; hence the cap.
//!
//! Known limits: at the point where supply equals demand, one Wh flips the price between the dearest
//! ask and the cap, so withholding or understating can pay ([`Scarcity::Ramp`] softens it); demand does
//! not react to the price.
//!
//! # Large books in steps
//!
//! A book may come in pages, runs of consecutive nodes, and its work may be interrupted between any two:
//!
//! 1. [`PriceSearch`]: pass over the pages, two passes for real tariffs, until there is a [`Clearing`];
//! 2. [`Filling`]: one pass that fills the orders, carrying two remainders;
//! 3. [`Sweep`]: two cursors over the fills, one transaction a step.
//!
//! Their states can be stored (feature `scale`), the largest is 8 KiB. [`clear`] and [`assign`] are the
//! same steps with the book as one page. Time is linear: no step sorts, and none depends on prices.
//!
//! # Guarantees
//!
//! Integers only, no unsafe code, no panic. Quantities and prices are bounded ([`MAX_ORDER`],
//! [`MAX_ORDERS`], [`MAX_PRICE`]) where they come in, so nothing overflows inside.

#![no_std]
#![deny(clippy::arithmetic_side_effects)]

extern crate alloc;

mod book;
mod clearing;
mod fill;
mod pages;
mod price;
mod split;
mod sweep;
mod tariff;
mod units;
mod verify;

pub use book::{Book, BookError, Demand, Offer};
pub use clearing::{Clearing, Dispatch, Outcome, Rules, Scarcity, Status, clear};
pub use fill::Filling;
pub use pages::StepError;
pub use price::PriceSearch;
pub use split::Split;
pub use sweep::{Leg, Step, Sweep, Transaction, assign};
pub use tariff::{Ineligible, Limits, Tariff, TariffError};
pub use units::{
	MAX_ORDER, MAX_ORDERS, MAX_PRICE, MAX_TOTAL, NodeIndex, PPM, Planck, Price, Wh, value,
};
pub use verify::{Certificate, Violation, certificate, verify, verify_transactions};

/// What the types on the wire derive.
#[cfg(feature = "scale")]
mod scale {
	pub use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
	pub use scale_info::TypeInfo;
}
