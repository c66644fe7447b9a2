// SPDX-License-Identifier: Apache-2.0

//! The market crate against a slow reference, a linear program, other projects' cases and itself.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

mod bounds;
mod choices;
mod hand;
mod optimality;
mod paper;
mod properties;
mod reference;
mod sizes;
mod steps;
mod strategies;
#[path = "../support/mod.rs"]
mod support;
mod vectors;
mod verification;
