// SPDX-License-Identifier: Apache-2.0

//! Words that the pallets share: ids, units, and the traits by which they ask each other. A pallet never
//! depends on a pallet; the runtime joins them.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod market;
mod metering;
mod nodes;
mod page;
mod position;
mod reads;
mod statement;

pub use gridmerit_market::{
	Dispatch, Ineligible, Limits, MAX_ORDER, MAX_PRICE, MAX_TOTAL, NodeIndex, PPM, Planck, Price,
	Rules, Scarcity, Tariff, TariffError, Wh, payment,
};
#[cfg(feature = "runtime-benchmarks")]
pub use market::BenchmarkWorld;
pub use market::{Batteries, Books, ClosedRound, IntervalTerms, Positions, Pot, Terms};
pub use metering::{
	MAX_METERED, MeterIndex, Meters, Reading, Serial, Settlement, Unsettleable,
	certificate_payload, consent_payload,
};
pub use nodes::{
	Battery, Charge, EnergyLimits, NodeBusiness, NodeView, Roles, SourceKind, TeNodes,
	ViolationKind, ViolationSink,
};
pub use page::{MAX_PAGES, PAGE_ROWS, Page, PageIndex, PageSet, page_of};
pub use position::{Deviation, Metered, Order, Position};

#[cfg(feature = "std")]
pub use reads::MarketApi;
pub use reads::{
	Depth, NodeMeter, NodeStatus, OpenInterval, Quote, QuoteSide, RoundResult, Transaction, Window,
	runtime_decl_for_market_api,
};
pub use statement::{BalanceSheet, Basis, Invoice, Statement, Totals};

/// Number of a delivery interval: milliseconds since 1970 divided by the interval's length.
pub type Interval = u32;
