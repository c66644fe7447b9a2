// SPDX-License-Identifier: Apache-2.0

//! What the market's pallets share: the traits by which a pallet asks those below it, and rows by page.
//! Arrows point downwards only: `te-registry` <- `ledger` <- `forward-market` <- `clearing` and
//! `settlement` <- `meter-attestation`. The runtime joins them.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod market;
mod metering;
mod nodes;
mod page;

#[cfg(feature = "runtime-benchmarks")]
pub use market::BenchmarkWorld;
pub use market::{Batteries, Books, ClosedRound, IntervalTerms, Positions, Pot};
pub use metering::{Meters, Settlement, Unsettleable};
pub use nodes::{NodeBusiness, NodeView, TeNodes, ViolationKind, ViolationSink};
pub use page::{MAX_PAGES, PAGE_ROWS, Page, PageIndex, PageSet, page_of};
