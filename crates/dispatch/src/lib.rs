// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![no_std]
#![deny(clippy::arithmetic_side_effects)]

extern crate alloc;

// From the ground floor up, with a blank line between floors. A module imports only from floors below its
// own, and from the module that defines a name, not from here: `tests/floors.rs` checks it.

#[cfg(feature = "scale")]
mod scale;
mod units;

mod error;

mod body;

mod network;

mod flow;
mod problem;

mod price;
#[cfg(feature = "scale")]
mod statement;
#[cfg(feature = "scale")]
mod wire;

mod fill;

mod block;
mod store;

mod check;

mod accept;

pub use accept::{Merit, Rejection, Threshold, accept};
pub use body::{AtPrice, Body, DispatchClaim, Multiplier, Plan};
pub use check::{Checked, check};
pub use error::Refusal;
pub use network::{MAX_LINES, MAX_RISE, Network, NetworkFault, Row, Volts};
pub use price::prices;
pub use problem::{BlockOrder, DispatchOrder, Fault, Problem, Store};
#[cfg(feature = "scale")]
pub use statement::{GridStatement, Statement, StatementFault};
pub use units::{
	MAX_BLOCKS, MAX_CELLS, MAX_NANO, MAX_ORDERS, MAX_PRICE, MAX_WINDOWS, NANO, Nano, Window,
};
#[cfg(feature = "scale")]
pub use wire::WireError;
