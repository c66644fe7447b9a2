// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]

pub mod archive;
mod beside;
mod bill;
mod gather;
pub mod page;
mod sheet;
#[cfg(test)]
mod tests;

pub use beside::{CertificateSums, Certificates, Subsidy};
pub use bill::{Bill, Gaps, Line, Origin, Part, Source, Sums};
pub use gather::{Asked, gather};
pub use sheet::csv;
