// SPDX-License-Identifier: Apache-2.0

//! How a household comes in: it joins, pays, has its meter bound, and changes its key.

mod agreement;
mod data;
mod join;
mod meter;
mod money;
pub mod options;
mod rotate;
mod standing;

pub use data::{customer_hash, unknown_bus};
pub use join::join;
pub use meter::{bind, rotate_key, settle_with};
pub use money::{deposit, send, withdraw};
pub use rotate::rotate;
