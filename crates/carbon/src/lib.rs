// SPDX-License-Identifier: Apache-2.0

//! What energy emits: footprints of sources and of the grid, location- and market-based emissions of what was drawn, and
//! bounds of zero-carbon demands. Pure functions on integers, `no_std`, no FRAME: a pallet and programs that only read a
//! chain share them.
//!
//! Footprints are in mg of CO2 equivalent for a kWh, emissions in micrograms: Wh times mg/kWh is micrograms, exactly.
//!
//! ```
//! use gridmerit_carbon::{Definition, Footprint, GridFootprint, Part, grams, state};
//!
//! // The grid emits 350 g/kWh as it operates and 40 embodied; a roof 41 embodied (mg/kWh).
//! let grid = GridFootprint {
//!     average: Footprint { operating: 350_000, embodied: 40_000, travel: 0 },
//!     residual: None,
//! };
//! let roof = Footprint { operating: 0, embodied: 41_000, travel: 0 };
//! // 2 kWh were drawn, and certificates of the roof are cancelled for 1.5 of them.
//! let statement = state(2_000, &[Part { energy: 1_500, footprint: roof }], Some(&grid));
//! let operating = |emissions: gridmerit_carbon::Emissions| grams(emissions.by(Definition::Operating));
//! assert_eq!(statement.location.map(operating), Some(700));
//! assert_eq!(statement.market.map(operating), Some(175));
//! ```

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod bound;
mod footprint;
mod grid;
mod plant;
mod statement;

pub use bound::{Bound, BoundFault, Cost, MAX_LOSS_PPM, Offer, Verdict};
pub use footprint::{Definition, Emissions, Footprint, Intensity, MAX_PART, grams};
pub use grid::{GridFootprint, GridLimits};
pub use plant::{Vouched, counted};
pub use statement::{Bounded, IntervalStatement, Part, Statement, state};
