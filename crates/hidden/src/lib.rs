// SPDX-License-Identifier: Apache-2.0

//! Amounts of energy and money that nobody sees and everybody can add up.
//!
//! A [`Commitment`] fixes an amount and hides it. Commitments add up as amounts do. A [`EqualSums`] proves that two sums
//! are equal, [`OneOf`] that an amount is one of a few, and, with the feature `range`, a range proof that it is within
//! bounds. A proof counts in one [`Context`]: a chain, an agreement, a cycle, a node, a call. `no_std`, no FRAME, and no
//! panic on any bytes: what is wrong is refused by an [`Error`] of its own.
//!
//! `docs/hidden.md` has every layout, test vectors, and what hides for how long. No pallet uses this yet.
//!
//! ```
//! use gridmerit_hidden::{EqualSums, Blinding, Call, Commitment, Context};
//!
//! // Two tenants use 1,200 and 1,800 Wh, a supplier delivers 3,000 Wh.
//! let secret = [7; 32]; // random in earnest
//! let (one, two, all) = (
//!     Blinding::derive(&secret, b"one"),
//!     Blinding::derive(&secret, b"two"),
//!     Blinding::derive(&secret, b"all"),
//! );
//! let used = [Commitment::new(1_200, &one), Commitment::new(1_800, &two)];
//! let supplied = [Commitment::new(3_000, &all)];
//!
//! let context = Context { genesis: [1; 32], agreement: 1, cycle: 7, node: 3, call: Call::Balance };
//! let balance = EqualSums { context, left: &used, right: &supplied, public: 0 };
//! // Somebody who knows the sum of the blindings, and need not know one of them, proves it.
//! let rest = one.plus(&two).minus(&all);
//! let proof = balance.prove(&rest, &mut rand_core::OsRng)?;
//! assert_eq!(balance.verify(&proof), Ok(()));
//! assert!(EqualSums { public: 1, ..balance }.verify(&proof).is_err());
//! # Ok::<(), gridmerit_hidden::Error>(())
//! ```

#![no_std]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod commitment;
mod context;
mod equal_sums;
mod error;
mod masks;
mod one_of;
#[cfg(feature = "range")]
mod range;
mod registers;
mod wire;

pub use commitment::{Blinding, Commitment, Opening};
pub use context::{CONTEXT_LEN, Call, Context};
pub use equal_sums::{EqualSums, EqualSumsProof};
pub use error::Error;
pub use masks::{MaskPublic, MaskSecret, SumSide};
pub use one_of::{OneOf, OneOfProof};
#[cfg(feature = "range")]
pub use range::{Bits, Generators, InRange, Range, RangeProof, sift, verify_batch};
pub use registers::Registers;

/// The most commitments of equal sums, and parties to masks: an agreement's consumers and suppliers.
pub const MAX_TERMS: usize = 256;
/// The most values of a set.
pub const MAX_SET: usize = 32;
/// The most values that one range proof is about. A commitment within two bounds counts as two.
pub const MAX_VALUES: usize = 16;
/// The most range proofs of a batch.
pub const MAX_BATCH: usize = 128;

/// The example in the README is compiled and run.
#[cfg(all(doctest, feature = "range"))]
#[doc = include_str!("../README.md")]
struct Readme;
