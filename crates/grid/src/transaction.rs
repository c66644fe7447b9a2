// SPDX-License-Identifier: Apache-2.0

//! Who sells to whom, and at which prices.

use gridmerit_market::{NodeIndex, Planck, Price, Wh, payment};

#[cfg(feature = "scale")]
use crate::scale::*;

/// A P2P energy transaction on a feeder: seller and buyer each trade at the price of their zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub struct ZonedTransaction {
	/// Sender of the energy.
	pub seller: NodeIndex,
	/// Receiver of the energy.
	pub buyer: NodeIndex,
	/// Energy in Wh, above 0.
	pub energy: Wh,
	/// What the buyer pays, in planck per Wh, the fee not included; not below what the seller gets.
	pub buying: Price,
	/// What the seller gets, in planck per Wh.
	pub selling: Price,
}

impl ZonedTransaction {
	/// What the buyer pays for the energy.
	pub fn paid(&self) -> Planck {
		payment(self.energy, self.buying)
	}

	/// What the seller gets for it.
	pub fn earned(&self) -> Planck {
		payment(self.energy, self.selling)
	}

	/// The rent of the lines between their zones for it.
	pub fn rent(&self) -> Planck {
		payment(self.energy, self.buying.saturating_sub(self.selling))
	}
}
