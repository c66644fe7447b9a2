// SPDX-License-Identifier: Apache-2.0

//! The utility's prices and what follows from them: the cap, and which asks may trade.

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::units::{MAX_ORDER, MAX_PRICE, PPM, Planck, Price, Wh};

/// The utility's prices for one delivery interval, all in planck per Wh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "scale", scale_info(capture_docs = "always"))]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Tariff {
	/// Time-of-use price at which the utility sells (`p_tou`).
	pub tou: Price,
	/// Feed-in tariff at which the utility buys (`p_fit`).
	pub fit: Price,
	/// Weight on the time-of-use price in parts per million (`alpha`), above 0, at most 1,000,000.
	pub alpha_ppm: u32,
	/// The grid's charge on every P2P Wh, paid by the buyer (`p_ser`).
	pub fee: Price,
	/// What a Wh costs that was promised and not delivered.
	pub shortfall: Price,
	/// What a Wh earns that was delivered and not promised.
	pub surplus: Price,
	/// What a Wh earns that is fed in without a right behind a full line of the grid; 0 unless the tariff says more.
	#[cfg_attr(feature = "serde", serde(default))]
	pub curtailed: Price,
}

impl Tariff {
	/// The bounds on P2P prices, if this tariff is sound. It is, too, if it leaves no room between them: an hour in
	/// which the utility's energy costs nothing can be published.
	pub fn limits(&self) -> Result<Limits, TariffError> {
		let limits = Limits::of(self.tou, self.fit, self.alpha_ppm, self.fee)?;
		if self.shortfall > MAX_PRICE {
			return Err(TariffError::BeyondBound("shortfall"));
		}
		if self.shortfall < self.tou {
			return Err(TariffError::ShortfallBelowTou);
		}
		if limits.has_room() && self.shortfall <= limits.cap {
			return Err(TariffError::ShortfallWithinCap);
		}
		if self.surplus > self.fit {
			return Err(TariffError::SurplusAboveFit);
		}
		if self.curtailed > self.fit {
			return Err(TariffError::CurtailedAboveFit);
		}
		Ok(limits)
	}
}

/// The bounds on P2P prices in one delivery interval (eq. 1c). If there is no room between them, nothing trades.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
#[cfg_attr(feature = "scale", scale_info(capture_docs = "always"))]
pub struct Limits {
	tou: Price,
	fit: Price,
	fee: Price,
	cap: Price,
	dearest: Price,
}

impl Limits {
	/// Bounds with room for one ask, of 1 planck per Wh: for sharing energy that nobody asks a price for.
	pub const ONE_ASK: Self = Self { tou: 2, fit: 0, fee: 0, cap: 2, dearest: 1 };

	/// From time-of-use price, feed-in tariff, alpha in parts per million and service fee, with room for a price.
	pub fn new(tou: Price, fit: Price, alpha_ppm: u32, fee: Price) -> Result<Self, TariffError> {
		Self::of(tou, fit, alpha_ppm, fee)?.with_room()
	}

	/// The same, with or without room.
	fn of(tou: Price, fit: Price, alpha_ppm: u32, fee: Price) -> Result<Self, TariffError> {
		for (name, price) in [("tou", tou), ("fit", fit), ("fee", fee)] {
			if price > MAX_PRICE {
				return Err(TariffError::BeyondBound(name));
			}
		}
		if alpha_ppm == 0 || alpha_ppm > PPM {
			return Err(TariffError::Alpha);
		}
		let below_tou = tou.checked_sub(fee).ok_or(TariffError::FeeAboveTou)?;
		let weighted = Planck::from(tou).wrapping_mul(alpha_ppm.into());
		let cap = whole(weighted).min(below_tou);
		// `ask * 10^6 < alpha_ppm * tou` for exactly the integers up to this one.
		let dearest = whole(weighted.saturating_sub(1)).min(below_tou);
		Ok(Self { tou, fit, fee, cap, dearest })
	}

	/// Itself, if there is room for a price.
	pub fn with_room(self) -> Result<Self, TariffError> {
		if self.has_room() { Ok(self) } else { Err(TariffError::NoRoom { cap: self.cap }) }
	}

	/// Whether any ask may trade. If none may, say because the utility sells for nothing or buys as dear as it
	/// sells, nobody has anything to gain from a neighbour: nothing trades.
	pub fn has_room(&self) -> bool {
		self.cheapest_ask() <= self.dearest
	}

	/// Time-of-use price.
	pub fn tou(&self) -> Price {
		self.tou
	}

	/// Feed-in tariff.
	pub fn fit(&self) -> Price {
		self.fit
	}

	/// Service fee, paid by the buyer.
	pub fn fee(&self) -> Price {
		self.fee
	}

	/// The highest clearing price: alpha times the time-of-use price, rounded down, and low enough
	/// that a buyer never pays more than the time-of-use price with the fee.
	pub fn cap(&self) -> Price {
		self.cap
	}

	/// The lowest ask that may trade.
	pub fn cheapest_ask(&self) -> Price {
		self.fit.saturating_add(1)
	}

	/// The highest ask that may trade: the cap, or one below it if alpha times the time-of-use price
	/// is a whole number (eq. 1c is strict).
	pub fn dearest_ask(&self) -> Price {
		self.dearest
	}

	/// Whether an offer may trade (Algorithm 1, line 3, and eq. 1c).
	pub fn check_offer(&self, capacity: Wh, ask: Price) -> Result<(), Ineligible> {
		if capacity == 0 {
			Err(Ineligible::NoCapacity)
		} else if capacity > MAX_ORDER {
			Err(Ineligible::TooLarge)
		} else if ask <= self.fit {
			Err(Ineligible::AtOrBelowFit)
		} else if ask > self.tou.saturating_sub(self.fee) {
			Err(Ineligible::AboveTouWithFee)
		} else if ask > self.dearest {
			Err(Ineligible::NotBelowAlphaTou)
		} else {
			Ok(())
		}
	}

	/// Whether some price may serve demand with this limit, and keep it: one above the cap is a slip, or no limit.
	pub fn check_limit(&self, limit: Price) -> Result<(), Ineligible> {
		if limit <= self.fit {
			Err(Ineligible::LimitAtOrBelowFit)
		} else if limit > self.cap {
			Err(Ineligible::LimitAboveCap)
		} else {
			Ok(())
		}
	}
}

/// Millionths of a price as a price, rounded down.
fn whole(millionths: Planck) -> Price {
	millionths.checked_div(PPM.into()).unwrap_or(0) as Price
}

/// Why a tariff is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TariffError {
	/// A price is above [`MAX_PRICE`].
	#[error("{0} is above 2^48, the highest price there can be")]
	BeyondBound(&'static str),
	/// Alpha is 0 or above 1.
	#[error("alpha is not in 1 ..= 1000000 parts per million")]
	Alpha,
	/// The fee alone is more than the utility's energy costs.
	#[error("the fee is above the time-of-use price")]
	FeeAboveTou,
	/// No ask lies above the feed-in tariff and below the cap.
	#[error(
		"no room for a P2P price between fit and the cap of {cap}, the lower of alpha * tou and tou - fee"
	)]
	NoRoom {
		/// min(alpha * tou, tou - fee)
		cap: Price,
	},
	/// A missing Wh would be cheaper than one bought in time.
	#[error("the shortfall price is below the time-of-use price")]
	ShortfallBelowTou,
	/// Selling what one does not have could pay.
	#[error("the shortfall price is not above the cap on P2P prices")]
	ShortfallWithinCap,
	/// Delivering what was not promised would pay more than the feed-in tariff.
	#[error("the surplus price is above the feed-in tariff")]
	SurplusAboveFit,
	/// What a full line has no room for would pay more than the feed-in tariff.
	#[error("the curtailed price is above the feed-in tariff")]
	CurtailedAboveFit,
}

/// Why an order may not trade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub enum Ineligible {
	/// It offers nothing.
	#[error("no capacity")]
	NoCapacity,
	/// It offers more than [`MAX_ORDER`].
	#[error("more than 2^40 Wh")]
	TooLarge,
	/// The utility pays as much: `ask <= fit`.
	#[error("ask at or below the feed-in tariff")]
	AtOrBelowFit,
	/// With the fee it is dearer than the utility: `ask + fee > tou`.
	#[error("ask plus service fee above the time-of-use price")]
	AboveTouWithFee,
	/// The market's own limit: `ask >= alpha * tou`.
	#[error("ask not below alpha times the time-of-use price")]
	NotBelowAlphaTou,
	/// No price is as low: `limit <= fit`.
	#[error("limit at or below the feed-in tariff")]
	LimitAtOrBelowFit,
	/// No price is as high.
	#[error("limit above the highest price there can be")]
	LimitAboveCap,
}
