// SPDX-License-Identifier: Apache-2.0

//! What each pallet is told, one file per concern.

pub mod accounts;
pub mod consensus;
pub mod fees;
pub mod market;
pub mod system;
