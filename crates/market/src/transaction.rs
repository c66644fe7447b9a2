// SPDX-License-Identifier: Apache-2.0

//! Energy that nodes sell and buy, and who gets it from whom.

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::units::{NodeIndex, Planck, Price, Wh};

/// Energy of one node that is still to be assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct Leg {
	/// The node.
	pub node: NodeIndex,
	/// Energy sold or bought.
	pub energy: Wh,
}

/// A P2P energy transaction (Algorithm 2, lines 29 and 30); the chain adds round, interval and accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct Transaction {
	/// Sender of the energy, `i`.
	pub seller: NodeIndex,
	/// Receiver of the energy, `j`.
	pub buyer: NodeIndex,
	/// Energy in Wh, above 0 (`E_ij`).
	pub energy: Wh,
	/// The clearing price (`p^c`).
	pub price: Price,
	/// Price times energy (`DC_ij`).
	pub payment: Planck,
}
