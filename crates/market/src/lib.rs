// SPDX-License-Identifier: Apache-2.0

//! Clearing of a local electricity market, exact and in linear time.
//!
//! For one delivery interval consumers state demand, prosumers offer capacity at an ask, and the
//! utility's tariff bounds the price. [`clear()`] finds the uniform price and every order's fill,
//! [`assign`] says who sells to whom, [`verify()`] proves the outcome without solving it again.
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
//! Source: "the paper", Nakayama, Moslemi and Sharma, *Transactive energy management with blockchain smart
//! contracts for P2P multi-settlement markets*: equations (1a) to (3) without the line limits of (1e), and
//! Algorithms 1 and 2.
//!
//! | paper | here |
//! |---|---|
//! | Algorithm 1: take the cheapest offer, one by one | [`PriceSearch`]: the same price by counting in buckets, no sort |
//! | Algorithm 1, line 15: `alpha * tou` | [`Limits::cap`], also such that price + fee never exceeds the time-of-use price |
//! | Algorithm 2, `gamma` (line 9) | [`Filling`]: demand pro rata in scarcity, in whole Wh |
//! | Algorithm 2, `omega` (line 11) | [`Dispatch::MeritOrder`]; `omega` itself is [`Dispatch::ProRata`], for comparison |
//! | Algorithm 2, lines 13 to 32 | [`Sweep`] |
//! | eq. (1a) is minimised | [`DualCertificate`] proves it |
//!
//! What the paper leaves open or gets wrong, and what is done here:
//!
//! - `omega` spreads sales over all sellers, those with asks above the price too, so they sell below
//!   their own ask and (1a) is not minimal. Merit order does both right.
//! - Algorithm 2's loops do not end on most books; see [`Sweep`]. `tests/market/paper.rs` runs them.
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
//! A book may come in pages, each with both sides of a range of nodes, and the work may be interrupted
//! between any two steps; the states can be stored (feature `scale`), the largest takes 8.2 KiB.
//!
//! 1. [`PriceSearch`]: passes over the pages, two for real tariffs, until there is a [`Clearing`];
//! 2. [`Filling`]: one pass that fills the orders, carrying two remainders;
//! 3. [`Sweep`]: two cursors over the fills, one transaction a step.
//!
//! ```
//! # use gridmerit_market::*;
//! # fn clear_pages(pages: &[Book<'_>], rules: &Rules) -> Result<(), Box<dyn core::error::Error>> {
//! let mut search = PriceSearch::new(rules);
//! let clearing = loop {
//!     for &page in pages {
//!         search.page(page)?;
//!     }
//!     if let Some(clearing) = search.end_pass()? {
//!         break clearing;
//!     }
//! };
//!
//! let mut filling = Filling::new(&clearing, rules)?;
//! let mut fills = Vec::new();
//! for &page in pages {
//!     let (mut bought, mut sold) = (Vec::new(), Vec::new());
//!     filling.page(page, &mut bought, &mut sold)?;
//!     fills.push((bought, sold));
//! }
//! filling.finish()?;
//!
//! // Here all legs come at once. A caller with the legs of a page supplies the next page of the side
//! // that has run dry; to resume within pages, it skips those up to `sweep.seller()` and `sweep.buyer()`.
//! let mut sellers = pages.iter().zip(&fills).flat_map(|(page, (_, sold))| page.sellers(sold));
//! let mut buyers = pages.iter().zip(&fills).flat_map(|(page, (bought, _))| page.buyers(bought));
//! let mut sweep = Sweep::new(&clearing);
//! while let Step::Transaction(transaction) = sweep.step(&mut sellers, &mut buyers)? {
//!     println!("{transaction:?}");
//! }
//! sweep.finish()?;
//! # Ok(())
//! # }
//! # let rules = Rules {
//! #     limits: Limits::new(200_000, 60_000, 900_000, 0)?,
//! #     scarcity: Scarcity::Cap,
//! #     dispatch: Dispatch::MeritOrder,
//! # };
//! # let demands = [Demand { node: 1, quantity: 900 }];
//! # let offers = [Offer { node: 7, capacity: 2_000, ask: 90_000 }];
//! # clear_pages(&[Book::new(&demands, &[])?, Book::new(&[], &offers)?], &rules)?;
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! Each pass checks what it can without a second look at the book: order of the pages, number of orders,
//! energy counted. [`clear()`] and [`assign`] are the same steps with the book as one page. Time is linear:
//! no step sorts.
//!
//! # Guarantees
//!
//! Integers only, no unsafe code, no panic. Quantities and prices are bounded ([`MAX_ORDER`],
//! [`MAX_ORDERS`], [`MAX_PRICE`]) where they come in, so nothing overflows inside. Decoding checks no
//! rules: bytes that are no state of this crate give a wrong result or an error, but no panic.
//!
//! # Features
//!
//! None by default, and no dependency of the chain. `scale`: SCALE encoding and type information;
//! `client`: decoding by a chain's metadata; `serde`: tariffs in a chain's genesis; `std`: passed on to
//! dependencies.

#![no_std]
#![deny(clippy::arithmetic_side_effects)]

extern crate alloc;

// From the ground floor up, with a blank line between floors. A module imports only from floors below its
// own, and from the module that defines a name, not from here: `tests/floors.rs` checks it.

#[cfg(feature = "scale")]
mod scale;
mod units;

mod tariff;
mod transaction;

mod error;
mod rules;

mod axis;
mod book;
mod tally;

mod level;

mod clearing;

mod classes;
mod pages;
mod totals;

mod fill;
mod price;

mod sweep;

mod clear;

mod verify;

pub use book::{Book, BookError, Demand, Offer};
pub use clear::{Outcome, assign, clear};
pub use clearing::{Clearing, Margin, Side, Status};
pub use error::{StepError, Violation};
pub use fill::Filling;
pub use level::Level;
pub use price::PriceSearch;
pub use rules::Rules;
pub use sweep::{Step, Sweep};
pub use tariff::{Ineligible, Limits, Tariff, TariffError};
pub use transaction::{Leg, Transaction};
pub use units::{
	MAX_ORDER, MAX_ORDERS, MAX_PRICE, MAX_TOTAL, NodeIndex, PPM, Planck, Price, Wh, payment,
};
pub use verify::{DualCertificate, certificate, verify, verify_transactions};
