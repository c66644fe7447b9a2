// SPDX-License-Identifier: Apache-2.0

//! Values and arithmetic of a local electricity market beyond its clearing: delivery intervals, orders,
//! positions, imbalances, invoices, batteries, and which orders are admitted. Pure functions on integers, `no_std`, no FRAME: pallets,
//! agents and programs that only read a chain share them.
//!
//! Energy is in Wh, money in planck, a price in planck per Wh.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

pub mod admission;
mod battery;
mod bill;
mod grid;
mod nodes;
mod position;
mod reads;
pub mod tariffs;
mod terms;
pub mod token;

pub use battery::{Battery, Charge};
pub use bill::{BalanceSheet, Basis, Invoice, Standing, Statement, Totals};
pub use grid::{LineFlow, ZoneResult, ZonedResult};
pub use gridmerit_market::{
	Ineligible, Label, Limits, MAX_CHOICES, MAX_ORDER, MAX_ORDERS, MAX_PRICE, MAX_TOTAL, NodeIndex,
	PPM, Planck, Price, Rules, Tariff, TariffError, Wh, payment,
};
pub use gridmerit_statements::{Interval, MAX_METERED, MeterIndex, Reading};
pub use nodes::{
	Choice, EnergyLimits, RENT, RESERVE, Roles, SUBSIDIES, SourceKind, WAGERS, is_no_node,
};
pub use position::{FeedInRight, Imbalance, Metered, Order, Position};
pub use reads::{
	Depth, NodeMeter, NodeStatus, OpenInterval, Quote, RoundResult, RoundTransaction, Transaction,
	Window,
};
pub use tariffs::{Band, OffsetChange, TariffBounds};
pub use terms::Terms;

/// The most intervals that a read looks at; of a longer range only the first so many.
pub const MAX_RANGE: u32 = 1_000;

/// Most pages of nodes that a read looks at: it says with which to go on.
pub const READ_PAGES: u32 = 64;

/// Most rows of a page of nodes, and of transactions.
pub const PAGE_ROWS: u32 = 128;

/// Number of a page.
pub type PageIndex = u32;
