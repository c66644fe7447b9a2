// SPDX-License-Identifier: Apache-2.0

//! Words that the pallets share: ids, units, and the traits by which they ask each other. A pallet never
//! depends on a pallet; the runtime joins them.

#![no_std]
#![deny(clippy::arithmetic_side_effects)]

mod nodes;
mod position;

pub use gridmerit_market::{Limits, MAX_ORDER, NodeIndex, Planck, Price, Tariff, Wh};
pub use nodes::{
	EnergyLimits, NodeBusiness, NodeView, Roles, SourceKind, TeNodes, ViolationKind, ViolationSink,
};
pub use position::{Deviation, Metered, Order, Position};

/// Number of a delivery interval: milliseconds since 1970 divided by the interval's length.
pub type Interval = u32;
