// SPDX-License-Identifier: Apache-2.0

//! The island crate against a slow reference, a linear program, worked cases and itself.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

mod bounds;
mod coupling;
mod hand;
mod optimality;
mod positions;
mod properties;
mod reference;
mod strategies;
mod verification;
