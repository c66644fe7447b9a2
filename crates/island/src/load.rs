// SPDX-License-Identifier: Apache-2.0

//! What nodes of an island want, and in which order it is shed.

use gridmerit_market::{MAX_PRICE, NodeIndex, Price, Wh};

#[cfg(feature = "scale")]
use crate::scale::*;

/// Which loads are shed before which: those of a later one before those of an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub enum Priority {
	/// Last: what must never go without as long as there is anything.
	Critical,
	/// Shed when all that is normal and sheddable is.
	Essential,
	/// What has declared nothing else.
	Normal,
	/// First.
	Sheddable,
}

impl Priority {
	/// All of them, the one that is shed last first.
	pub const ALL: [Self; 4] = [Self::Critical, Self::Essential, Self::Normal, Self::Sheddable];

	/// Its number: 0 is shed last.
	pub const fn rank(self) -> usize {
		match self {
			Self::Critical => 0,
			Self::Essential => 1,
			Self::Normal => 2,
			Self::Sheddable => 3,
		}
	}
}

/// Energy that a node of the island wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct Load {
	/// The buyer.
	pub node: NodeIndex,
	/// Energy wanted, in Wh.
	pub quantity: Wh,
	/// When it is shed.
	pub priority: Priority,
	/// Its value of lost load: what going without costs it, in planck per Wh, a fee not included. Of one priority the
	/// load of lowest value is shed first. None: as much as a price can be.
	pub value: Option<Price>,
}

impl Load {
	/// Its value of lost load as a number.
	pub fn value(&self) -> Price {
		self.value.unwrap_or(MAX_PRICE)
	}
}
