// SPDX-License-Identifier: Apache-2.0

//! Who builds blocks: what the chain says of it, the calls of who wants to, and the keys that nodes build with.

mod calls;
mod keys;
mod reads;

pub use calls::{release_keys, stand, step_down};
pub use keys::{Health, NewKeys};
pub use reads::{Seats, SessionKeys};
