// SPDX-License-Identifier: Apache-2.0

//! The result of Algorithm 1: price, totals, and who shares what at the margin.

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	error::Violation,
	level::Level,
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
	/// Supply covers all demand that takes the price, which is where both meet.
	Cleared,
	/// Demand without a limit exceeds supply: all supply is sold, at the cap.
	Scarcity,
	/// There is demand but no eligible offer: nothing trades and there is no price.
	NoSupply,
	/// Nobody wants anything: nothing trades and there is no price.
	NoDemand,
	/// All demand has limits, and all of them are below the cheapest ask: nothing trades and there is no price.
	NoMatch,
}

/// A side of a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub enum Side {
	/// Those who buy.
	Demand,
	/// Those who sell.
	Supply,
}

/// The orders that share: the offers at the price, the demand whose limit is the price, or in scarcity the demand
/// without a limit. All others get all or nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct Margin {
	/// Which side they are on.
	pub side: Side,
	/// What they want or offer.
	pub total: Wh,
	/// What of it trades.
	pub amount: Wh,
	/// How they share it.
	pub level: Level,
}

impl Margin {
	/// Where nothing trades.
	pub const NONE: Self = Self { side: Side::Supply, total: 0, amount: 0, level: Level::FULL };
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
	/// The uniform price at which all P2P energy changes hands (`p^c`); none if nothing does.
	pub price: Option<Price>,
	/// All demand that some price would serve.
	pub demand: Wh,
	/// The part of it without a limit.
	pub firm: Wh,
	/// All eligible supply.
	pub supply: Wh,
	/// Energy that changes hands.
	pub traded: Wh,
	/// Who shares.
	pub margin: Margin,
}

impl Clearing {
	/// Demand left to the utility (`D_U`, eq. 2): that without a limit. The other does not want energy so dear.
	pub fn unmet_demand(&self) -> Wh {
		self.firm.saturating_sub(self.supply)
	}

	/// Eligible supply left to the utility (`G_U`, eq. 3).
	pub fn unsold_supply(&self) -> Wh {
		self.supply.saturating_sub(self.traded)
	}

	/// Supply that demand without a limit can spare: a seller that offers more is pivotal, without it there would
	/// be scarcity. None unless the book cleared: elsewhere no seller can lift the price.
	pub fn spare(&self) -> Option<Wh> {
		(self.status == Status::Cleared).then(|| self.supply.saturating_sub(self.firm))
	}

	/// Whether a seller is pivotal whose eligible offers come to so much.
	pub fn is_pivotal(&self, capacity: Wh) -> bool {
		self.spare().is_some_and(|spare| capacity > spare)
	}

	/// Whether the fields agree with each other, as those of every clearing by
	/// [`PriceSearch`](crate::PriceSearch) do.
	pub fn check(&self, limits: &Limits) -> Result<(), Violation> {
		let Self { status, price, demand, firm, supply, traded, margin } = *self;
		if demand.max(supply) > MAX_TOTAL {
			return Err(Violation::BeyondBound);
		}
		let price_fits = match (status, margin.side, price) {
			(Status::Cleared, Side::Supply, Some(price)) => {
				limits.cheapest_ask() <= price && price <= limits.dearest_ask()
			},
			(Status::Cleared, Side::Demand, Some(price)) => {
				limits.cheapest_ask() <= price && price <= limits.cap()
			},
			(Status::Scarcity, _, Some(price)) => price == limits.cap(),
			(Status::NoSupply | Status::NoDemand | Status::NoMatch, _, None) => true,
			_ => false,
		};
		let sums_fit = firm <= demand
			&& match status {
				Status::Cleared => {
					let (own, other) = match margin.side {
						Side::Supply => (supply, demand),
						Side::Demand => (demand, supply),
					};
					let in_full = traded.saturating_sub(margin.amount);
					0 < traded
						&& firm <= traded && traded <= other
						&& margin.amount <= traded
						&& margin.total <= own.saturating_sub(in_full)
						// Some offer is needed at the price, and some demand drops out at its limit.
						&& match margin.side {
							Side::Supply => 0 < margin.amount && margin.amount <= margin.total,
							Side::Demand => margin.amount < margin.total && firm <= in_full,
						}
				},
				Status::Scarcity => {
					let Margin { side, total, amount, .. } = margin;
					0 < supply
						&& supply < firm && traded == supply
						&& (side, total, amount) == (Side::Demand, firm, supply)
				},
				Status::NoSupply => (demand > 0, supply) == (true, 0),
				Status::NoDemand => demand == 0,
				Status::NoMatch => (demand > 0, firm, supply > 0) == (true, 0, true),
			};
		let trades = matches!(status, Status::Cleared | Status::Scarcity);
		if !price_fits {
			Err(Violation::Price)
		} else if !sums_fit || (!trades && (traded, margin) != (0, Margin::NONE)) {
			Err(Violation::Totals)
		} else if trades && !margin.level_fits() {
			Err(Violation::Level)
		} else {
			Ok(())
		}
	}

	/// With the level at which those at the margin share.
	pub(crate) fn with_level(self, level: Level) -> Self {
		Self { margin: Margin { level, ..self.margin }, ..self }
	}

	/// What buyers pay to sellers for `energy`, the fee not included (`DC`).
	pub fn payment(&self, energy: Wh) -> Planck {
		payment(energy, self.price.unwrap_or(0))
	}
}

impl Margin {
	/// Whether the level can be that of the sums.
	fn level_fits(&self) -> bool {
		let Level { level, above, rest } = self.level;
		if self.amount == self.total {
			return self.level == Level::FULL;
		}
		let equal = u128::from(level).wrapping_mul(above.into()).wrapping_add(rest.into());
		rest < above && equal <= self.amount.into()
	}
}
