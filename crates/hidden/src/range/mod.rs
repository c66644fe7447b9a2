// SPDX-License-Identifier: Apache-2.0

//! Bulletproofs: that amounts are within bounds.

mod batch;
mod generators;
mod proof;
mod statement;

pub use batch::{sift, verify_batch};
pub use generators::Generators;
pub use proof::RangeProof;
pub use statement::{Bits, InRange, Range};
