// SPDX-License-Identifier: Apache-2.0

//! The dispatch crate against cases worked by hand, and against every dispatch that there is.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

mod alterations;
mod bounds;
mod cases;
mod every;
mod hand;
#[cfg(feature = "scale")]
mod wire;
