// SPDX-License-Identifier: Apache-2.0

//! The solver on random problems of each kind, and the command.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

mod command;
mod examples;
mod input;
mod random;
#[path = "../support/mod.rs"]
mod support;
