// SPDX-License-Identifier: Apache-2.0

//! Clearing of a local electricity market, exact and in linear time.
//!
//! For one delivery interval consumers state demand, each up to a price limit or at any price; prosumers offer
//! capacity at an ask; the utility's tariff bounds the price. [`clear()`] finds the uniform price and every order's
//! fill, [`assign`] says who sells to whom, [`verify()`] proves the outcome without solving it again.
//!
//! ```
//! use gridmerit_market::{Book, Demand, Limits, Offer, Rules, assign, clear, verify};
//!
//! // The 96th interval, in which the utility sells at 200,000 and buys at 60,000; alpha is 0.9, without a fee.
//! let rules = Rules { limits: Limits::new(200_000, 60_000, 900_000, 0)?, turn: 96 };
//! let demands = [
//!     Demand { node: 1, quantity: 900, limit: None },
//!     Demand { node: 2, quantity: 300, limit: Some(100_000) },
//! ];
//! let offers = [
//!     Offer { node: 7, capacity: 500, ask: 90_000 },
//!     Offer { node: 8, capacity: 600, ask: 110_000 },
//! ];
//! let book = Book::new(&demands, &offers)?;
//! let outcome = clear(book, &rules);
//! assert_eq!(outcome.clearing.price, Some(110_000));
//! assert_eq!(outcome.bought, [900, 0]);
//! assert_eq!(outcome.sold, [500, 400]);
//! assert_eq!(assign(book, &outcome).count(), 2);
//! verify(book, &rules, &outcome)?;
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! # Rules
//!
//! Let S(p) be what is offered at asks up to p, and W(p) what is wanted at limits above p; demand without a limit is
//! *firm* and is wanted above any price. Asks lie between the feed-in tariff and [`Limits::cap`], which no price exceeds.
//!
//! 1. **Price**: the least p with S(p) >= W(p). S only rises with p and W only falls, so all prices from there on
//!    balance, and the least is best for buyers; it is an ask or a limit, as nothing changes between them. If firm demand
//!    alone exceeds all supply no price balances: *scarcity*, the price is the cap. Where nothing trades there is no price.
//! 2. **Who trades**: all offers below the price, and all demand at limits above it. What stands at the price on one side
//!    shares: if S(p) covers the demand at limits of p too, the offers at p share what is then wanted of them; else all
//!    offers up to p sell, and the demand with the limit p shares what is left. In scarcity all firm demand shares.
//! 3. **Sharing** is the uniform rule (constrained equal awards): everybody gets what it wants up to one level t, the
//!    largest with `sum(min(q, t)) <= amount`. Whoever says more than it wants is above the level as before and gets t,
//!    whoever says less gets no more than it says: no lie about a quantity gains energy (Sprumont 1991). Pro rata, those
//!    who ask for more get more.
//! 4. **Odd Wh**: the rest, fewer than the orders above the level, go one each to those whose place k in node order has
//!    `floor((k + 1) rest / above) > floor(k rest / above)`. That sums to the rest, and any that follow each other get their
//!    part of it to within one. k counts from the order number `turn mod above`, so that over as many intervals as there are
//!    orders above the level each order is every k once: all get the same.
//!
//! Why one search finds both staircases' crossing: replace each demand with limit l by firm demand and an offer at l that
//! the buyer makes to itself. With L(p) the limits up to p and D all demand, `W(p) = D - L(p)`, so `S(p) >= W(p)` if and only
//! if `S(p) + L(p) >= D`: Algorithm 1 on firm demand D. Where it "sells" the buyer has bought from itself, that is: goes
//! without. The same reduction makes eq. (1a) a linear program with an exact dual ([`DualCertificate`]). At one price real
//! offers come before limits, so that as much trades as can.
//!
//! # The paper
//!
//! Source: "the paper", Nakayama, Moslemi and Sharma, *Transactive energy management with blockchain smart
//! contracts for P2P multi-settlement markets*: equations (1a) to (3) without the line limits of (1e), and
//! Algorithms 1 and 2. Without limits on demand it is the special case.
//!
//! | paper | here |
//! |---|---|
//! | Algorithm 1: take the cheapest offer, one by one | [`PriceSearch`]: the same price by counting, no sort; limits on demand as well |
//! | Algorithm 1, line 15: `alpha * tou` | [`Limits::cap`], also such that price + fee never exceeds the time-of-use price |
//! | Algorithm 2, `gamma` (line 9): demand pro rata in scarcity | [`Filling`]: up to one [`Level`], in whole Wh |
//! | Algorithm 2, `omega` (line 11): all sellers pro rata | merit order; at the price up to one [`Level`] |
//! | Algorithm 2, lines 13 to 32 | [`Sweep`]; "pick up" by what a demand prefers: [`pair`] |
//! | eq. (1a) is minimised | [`DualCertificate`] proves it |
//!
//! What the paper leaves open or gets wrong, and what is done here:
//!
//! - `gamma` gives more to those who ask for more, so it pays to overstate one's demand. The uniform rule ends that.
//! - `omega` spreads sales over all sellers, those with asks above the price too, so they sell below
//!   their own ask and (1a) is not minimal. Merit order does both right.
//! - Algorithm 2's loops do not end on most books; see [`Sweep`]. `tests/market/paper.rs` runs them.
//! - Line 7's `G_total` counts sellers that Algorithm 1 has refused. Only eligible supply counts here.
//! - Without supply, or without demand, Algorithm 1 still has a price. Here there is one only where something trades.
//! - Fractions of Wh: shares are whole Wh that add up exactly.
//! - With `tou - fee` below `alpha * tou` buyers could pay more than the utility takes; hence the cap.
//!
//! Known limits:
//!
//! - A uniform price can be moved by who stands at a step of a staircase: withholding, asking more or wanting less can pay.
//!   Where demand is firm, one Wh at the point where supply equals demand flips the price between an ask and the cap. Limits
//!   on demand are the cure, competition the defence; [`Clearing::spare`] names who is pivotal.
//! - A second account gets a second share at the level. Who may have accounts is for others to see to.
//!
//! # Large books in steps
//!
//! A book may come in pages, each with both sides of a range of nodes, and the work may be interrupted
//! between any two steps; the states can be stored (feature `scale`), the largest takes about 20 KiB.
//!
//! 1. [`PriceSearch`]: passes over the pages until there is a [`Clearing`]: one for up to 1,024 offers and limits, two for
//!    100,000 all over the range, ten at most (five for the price and, where more than 1,024 share, five for the level);
//! 2. [`Filling`]: one pass that fills the orders;
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
//! # let rules = Rules { limits: Limits::new(200_000, 60_000, 900_000, 0)?, turn: 0 };
//! # let demands = [Demand { node: 1, quantity: 900, limit: None }];
//! # let offers = [Offer { node: 7, capacity: 2_000, ask: 90_000 }];
//! # clear_pages(&[Book::new(&demands, &[])?, Book::new(&[], &offers)?], &rules)?;
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! Each pass checks what it can without a second look at the book: order of the pages, number of orders,
//! energy and orders counted. [`clear()`] and [`assign`] are the same steps with the book as one page. Time is linear:
//! no step sorts.
//!
//! # Who is paired with whom
//!
//! At one price it carries no money, so [`pair`] has demands choose: each may name up to [`MAX_CHOICES`] sellers, buses or
//! sources, the first first. All first choices are paired before all second ones, and so on; at each rank those who choose
//! come in an order that is another one in each interval ([`Preferences::turn_of`]); and [`Sweep`] pairs the rest. Price and fills are what they are without. Without choices it is the sweep.
//!
//! ```
//! use gridmerit_market::*;
//!
//! let rules = Rules { limits: Limits::new(200_000, 60_000, 900_000, 0)?, turn: 96 };
//! let demands = [1, 2].map(|node| Demand { node, quantity: 300, limit: None });
//! let offers = [7, 8].map(|node| Offer { node, capacity: 300, ask: 90_000 });
//! let book = Book::new(&demands, &offers)?;
//! let outcome = clear(book, &rules);
//! // Node 1 would rather buy from node 8, and if that has nothing left, from whoever feeds in energy of kind 2.
//! let choices = [(1, vec![Choice::Node(8), Choice::Source(2)])];
//! let preferences = Preferences::new(&choices, &[], rules.turn)?;
//! let pairing = pair(book, &outcome, &preferences)?;
//! let pairs: Vec<_> = pairing.transactions.iter().map(|t| (t.seller, t.buyer)).collect();
//! assert_eq!(pairs, [(8, 1), (7, 2)]);
//! assert_eq!((pairing.rank_of(0), pairing.rank_of(1)), (Some(0), None));
//! verify_pairing(book, &outcome, &preferences, &pairing)?;
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
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

mod choice;
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

mod pairing;

mod clear;

mod verify;

pub use book::{Book, BookError, Demand, Offer};
pub use choice::{Choice, Label, MAX_CHOICES, PreferenceError, Preferences};
pub use clear::{Outcome, assign, clear, pair};
pub use clearing::{Clearing, Margin, Side, Status};
pub use error::{StepError, Violation};
pub use fill::Filling;
pub use level::Level;
pub use pairing::{Chosen, Pairing, count_rank, pair_legs, prefer, rank_of};
pub use price::PriceSearch;
pub use rules::Rules;
pub use sweep::{Step, Sweep};
pub use tariff::{Ineligible, Limits, Tariff, TariffError};
pub use transaction::{Leg, Transaction};
pub use units::{
	MAX_ORDER, MAX_ORDERS, MAX_PRICE, MAX_TOTAL, NodeIndex, PPM, Planck, Price, Wh, payment,
};
pub use verify::{
	DualCertificate, certificate, verify, verify_pairing, verify_sums, verify_transactions,
};
