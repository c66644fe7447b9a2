// SPDX-License-Identifier: Apache-2.0

//! Rules of clearing: the chain's, and others to compare it with, short and exact, in integers.

mod chain;
mod merit;
mod money;

#[cfg(test)]
mod tests;

use gridmerit_market::BookError;

use crate::{account::Fill, hour::Hour};

pub(crate) use chain::outcome;
pub(crate) use merit::{Merit, share};

/// By which rule an hour is cleared. All but the first are references of this crate; they share pro rata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
	/// The chain's: one price, shares by the uniform rule. This is `gridmerit-market`.
	Uniform,
	/// One price, shares pro rata of what is posted: the chain's before.
	ProRata,
	/// Pro rata; in scarcity the price is on the way from the dearest ask to the cap, by how much is missing.
	Ramp,
	/// Pro rata; each seller gets its own ask, buyers pay the mean.
	PayAsBid,
	/// Vickrey, Clarke and Groves; buyers pay the mean. A seller gets what the others would cost more without it, where
	/// what they lack costs the cap.
	Vcg,
}

impl Rule {
	/// Whether it knows limits of demand.
	pub fn knows_limits(self) -> bool {
		matches!(self, Self::Uniform | Self::ProRata)
	}

	/// What each account of the hour trades.
	pub fn clear(self, hour: &Hour) -> Result<Vec<Fill>, BookError> {
		if self == Self::Uniform {
			return chain::clear(hour);
		}
		let merit = Merit::of(hour);
		Ok(match self {
			Self::PayAsBid => money::pay_as_bid(hour, &merit),
			Self::Vcg => money::vcg(hour, &merit),
			Self::Ramp => money::one_price(&merit, money::ramp(hour, &merit)),
			Self::ProRata | Self::Uniform => money::one_price(&merit, merit.price),
		})
	}
}
