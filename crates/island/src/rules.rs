// SPDX-License-Identifier: Apache-2.0

//! By which rules an island is cleared.

use gridmerit_market::{MAX_PRICE, Price, Tariff};

#[cfg(feature = "scale")]
use crate::scale::*;

/// By which rules an island is cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct IslandRules {
	cap: Price,
	turn: u32,
}

impl IslandRules {
	/// With the highest price that there can be, above which offers take no part; and with the number of the delivery
	/// interval, by which it goes round who gets the Wh that do not divide.
	pub fn new(cap: Price, turn: u32) -> Result<Self, RulesError> {
		if cap > MAX_PRICE {
			return Err(RulesError::CapBeyondBound);
		}
		Ok(Self { cap, turn })
	}

	/// By a market's own terms: no price is above the shortfall price of the interval's tariff. That is what a Wh costs
	/// there that was sold and not delivered, so what sellers have locked for what they sold before covers it.
	pub fn of_tariff(tariff: &Tariff, turn: u32) -> Result<Self, RulesError> {
		Self::new(tariff.shortfall, turn)
	}

	/// The highest price that there can be, in planck per Wh.
	pub fn cap(&self) -> Price {
		self.cap
	}

	/// The number of the delivery interval.
	pub fn turn(&self) -> u32 {
		self.turn
	}
}

/// Why there are no such rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulesError {
	/// The cap is above [`MAX_PRICE`].
	#[error("the cap is above 2^48, the highest price there can be")]
	CapBeyondBound,
}
