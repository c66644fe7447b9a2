// SPDX-License-Identifier: Apache-2.0

//! What the market's pallets share: the traits by which a pallet asks those below it, rows by page, and what
//! text and origins all of them know.
//! Arrows point downwards only; the runtime joins the pallets.
//!
//! | floor | pallet | is asked by those above for |
//! |---|---|---|
//! | 6 | `authorities` | |
//! | 5 | `meter-attestation` | [`MeterRevocation`] |
//! | 4 | `settlement`, `clearing` | [`Settlement`] |
//! | 3 | `forward-market` | [`IntervalClock`], [`IntervalTerms`], [`TariffCorrections`], [`Positions`], [`ClosedIntervals`], [`BatteryFlows`], [`Books`] |
//! | 2 | `ledger` | [`Ledger`], [`Locks`] |
//! | 1 | `te-registry` | [`TeNodes`], [`NodeReferences`], [`ViolationSink`] |
//!
//! One hook goes up: [`OnSuspend`].

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod ledger;
mod market;
mod metering;
mod nodes;
mod origin;
mod page;
#[cfg(feature = "testing")]
pub mod testing;
mod text;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkWorld;
pub use gridmerit_energy::{PAGE_ROWS, PageIndex};
pub use ledger::{Entry, Ledger, Locks, Needed, Obligations, OnShortfall, Party, Posted, Posting};
pub use market::{
	BatteryFlows, Books, ClosedIntervals, ClosedRound, Fills, IntervalClock, IntervalTerms,
	Positions, TariffCorrections,
};
pub use metering::{MAX_SPANS, MeterRevocation, ReadingDuty, Settlement, Unsettleable};
pub use nodes::{NodeReferences, NodeView, OnSuspend, TeNodes, ViolationKind, ViolationSink};
pub use origin::signer_unless;
pub use page::{MAX_PAGES, Page, PageSet, page_of};
pub use text::{Name, Words};
