// SPDX-License-Identifier: Apache-2.0

//! What meters and their makers sign, byte by byte. No dependency and no allocation, so that a meter's
//! firmware, a chain and whoever checks a signature share one layout. `docs/meter.md` draws it, with test
//! vectors.
//!
//! A payload begins with an ASCII tag that names its kind and version, so no signature can be taken for
//! one of another kind. What concerns one chain has its genesis hash next. Integers are little-endian and
//! of fixed width; a key is the byte of its scheme (0 ed25519, 1 sr25519, 2 ECDSA) and the key. An ECDSA
//! signature is over the BLAKE2b-256 hash of the payload, the others over the payload itself.
//!
//! ```
//! use gridmerit_statements::Reading;
//!
//! let reading = Reading {
//!     interval: 1_990_000,
//!     counter: 7,
//!     import_register: 90_700,
//!     export_register: 0,
//!     import: 700,
//!     export: 0,
//! };
//! let ed25519_key = [0; 33];
//! assert_eq!(reading.payload(&[0; 32], &ed25519_key).len(), 129);
//! ```

#![no_std]
#![deny(clippy::arithmetic_side_effects)]

mod hidden;
mod payload;
mod reading;
#[cfg(test)]
mod tests;

pub use hidden::{HiddenReading, hidden_subject};
pub use payload::{MAX_KEY, MAX_PAYLOAD, MAX_SERIAL, Payload, certificate, consent};
pub use reading::{MAX_METERED, Reading};

/// Number of a delivery interval: milliseconds since 1970 divided by the interval's length.
pub type Interval = u32;
/// Index of a meter. Indices are given out in turn and never reused.
pub type MeterIndex = u32;
/// Index of a TE node. Indices are given out in turn and never reused.
pub type NodeIndex = u32;
/// Energy in watt-hours.
pub type Wh = u64;
/// The hash of a chain's first block, which tells one chain from another.
pub type Genesis = [u8; 32];
