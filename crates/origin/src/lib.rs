// SPDX-License-Identifier: Apache-2.0

//! Certificates of the origin of energy by the Wh: what is known of a plant, which part of what it fed in goes to whom it
//! sold to, what a battery hands on of what it was charged with, and sums. Pure functions on integers, `no_std`, no FRAME:
//! a pallet and programs that only read a chain share them.
//!
//! ```
//! use gridmerit_origin::share;
//!
//! // A plant sold 30 Wh to one neighbour and 70 Wh to another, and fed in 50 Wh: each gets half of what it bought.
//! assert_eq!(share(50, 100, 0, 30), (0, 15));
//! assert_eq!(share(50, 100, 30, 70), (15, 50));
//! // It fed in more than it sold: all of it is dealt, and the rest stays with the plant.
//! assert_eq!(share(120, 100, 30, 70), (30, 100));
//! ```

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod issued;
mod lot;
mod month;
mod plant;
mod sources;
mod stock;
mod sums;

pub use issued::{Issued, Part, share};
pub use lot::{Certificate, Lot, LotState, Period};
pub use month::{MAX_MONTHS, Month, month_of};
pub use plant::{Certified, Plant, PlantData, PlantFault, Support};
pub use sources::{BySource, SOURCES, all_sources, place_of};
pub use stock::Stock;
pub use sums::{Consumed, Sums};
