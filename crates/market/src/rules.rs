// SPDX-License-Identifier: Apache-2.0

//! By which rules a book is cleared.

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::tariff::Limits;

/// By which rules a book is cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct Rules {
	/// Bounds on prices.
	pub limits: Limits,
	/// Whose turn it is to get the Wh that do not divide: the number of the delivery interval, so that it
	/// goes round.
	pub turn: u32,
}
