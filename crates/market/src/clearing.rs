// SPDX-License-Identifier: Apache-2.0

//! The result of Algorithm 1: price and totals.

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	error::Violation,
	tariff::Limits,
	units::{MAX_TOTAL, Planck, Price, Wh, payment},
};

/// How a book cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
#[cfg_attr(feature = "scale", scale_info(capture_docs = "always"))]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub enum Status {
	/// Supply covers demand: the price is the marginal ask.
	Cleared,
	/// Demand exceeds supply: all supply is sold at the scarcity price.
	Scarcity,
	/// There is demand but no eligible offer: nothing trades.
	NoSupply,
	/// Nobody wants anything: nothing trades and there is no price.
	NoDemand,
}

/// The result of Algorithm 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct Clearing {
	/// How the book cleared.
	pub status: Status,
	/// The uniform price at which all P2P energy changes hands (`p^c`); none without demand.
	pub price: Option<Price>,
	/// All demand.
	pub demand: Wh,
	/// All eligible supply.
	pub supply: Wh,
	/// Eligible supply below the price; in scarcity all of it, without demand none.
	pub inframarginal: Wh,
	/// Supply at the price; 0 unless cleared.
	pub marginal: Wh,
}

impl Clearing {
	/// Energy that changes hands.
	pub fn traded(&self) -> Wh {
		self.demand.min(self.supply)
	}

	/// Demand left to the utility (`D_U`, eq. 2).
	pub fn unmet_demand(&self) -> Wh {
		self.demand.saturating_sub(self.supply)
	}

	/// Eligible supply left to the utility (`G_U`, eq. 3).
	pub fn unsold_supply(&self) -> Wh {
		self.supply.saturating_sub(self.demand)
	}

	/// Whether the fields agree with each other, as those of every clearing by
	/// [`PriceSearch`](crate::PriceSearch) do.
	pub fn check(&self, limits: &Limits) -> Result<(), Violation> {
		let Self { status, price, demand, supply, inframarginal, marginal } = *self;
		if demand.max(supply) > MAX_TOTAL {
			return Err(Violation::BeyondBound);
		}
		let in_full = inframarginal == supply && marginal == 0;
		let (price_fits, sums_fit) = match (status, price) {
			(Status::Cleared, Some(price)) => (
				limits.cheapest_ask() <= price && price <= limits.dearest_ask(),
				inframarginal < demand
					&& (inframarginal == 0 || price > limits.cheapest_ask())
					&& marginal <= supply.saturating_sub(inframarginal)
					&& demand.saturating_sub(inframarginal) <= marginal,
			),
			(Status::Scarcity, Some(price)) => (
				limits.cheapest_ask() <= price && price <= limits.cap(),
				0 < supply && supply < demand && in_full,
			),
			(Status::NoSupply, Some(price)) => {
				(price == limits.cap(), supply == 0 && 0 < demand && in_full)
			},
			(Status::NoDemand, None) => (true, demand == 0 && inframarginal == 0 && marginal == 0),
			_ => (false, true),
		};
		if !price_fits {
			Err(Violation::Price)
		} else if !sums_fit {
			Err(Violation::Totals)
		} else {
			Ok(())
		}
	}

	/// What buyers pay to sellers for `energy`, the fee not included (`DC`).
	pub fn payment(&self, energy: Wh) -> Planck {
		payment(energy, self.price.unwrap_or(0))
	}
}
