// SPDX-License-Identifier: Apache-2.0

//! The grid crate against min-cost flow, a linear program, known cases and itself.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

mod bounds;
mod cases;
mod choices;
mod ieee33;
#[expect(dead_code, reason = "alpha is for the reference of the market crate")]
#[path = "../../../market/tests/market/strategies.rs"]
mod markets;
mod optimality;
mod properties;
#[path = "../support/year.rs"]
mod quarters;
mod reference;
mod rights;
#[path = "../support/ieee33.rs"]
mod scenario;
mod sizes;
mod steps;
#[expect(dead_code, reason = "all together they are for the command")]
#[path = "../support/mod.rs"]
mod support;
mod vectors;
mod verification;
mod year;
