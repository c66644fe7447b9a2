// SPDX-License-Identifier: Apache-2.0

//! How the pallets that both runtimes have are configured, one file per subject.

pub mod accounts;
pub mod fees;
pub mod market;
pub mod system;
pub mod trust;
