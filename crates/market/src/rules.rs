// SPDX-License-Identifier: Apache-2.0

//! By which rules a book is cleared.

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{
	tariff::Limits,
	units::{Price, Wh, payment},
};

/// By which rules a book is cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub struct Rules {
	/// Bounds on prices.
	pub limits: Limits,
	/// Price when demand exceeds supply.
	pub scarcity: Scarcity,
	/// Who sells when supply exceeds demand.
	pub dispatch: Dispatch,
}

/// The price when demand exceeds supply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "scale", scale_info(capture_docs = "always"))]
pub enum Scarcity {
	/// A step: the cap (Algorithm 1, line 15).
	#[default]
	Cap,
	/// A ramp from the dearest eligible ask, when hardly anything is missing, to the cap, when
	/// everything is. One Wh more or less then no longer decides between a low price and the cap.
	Ramp,
}

impl Scarcity {
	/// The price for `demand` above `supply`, whose dearest ask is `dearest`, 0 if there is none; rounded
	/// down.
	pub(crate) fn price(self, limits: &Limits, demand: Wh, supply: Wh, dearest: Price) -> Price {
		let cap = limits.cap();
		match self {
			Scarcity::Cap => cap,
			Scarcity::Ramp => {
				let rise = payment(demand.saturating_sub(supply), cap.saturating_sub(dearest))
					.checked_div(demand.into())
					.unwrap_or(0);
				dearest.saturating_add(rise as Price)
			},
		}
	}
}

/// Who sells when supply exceeds demand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub enum Dispatch {
	/// Asks below the price sell in full, those at the price share the rest. It minimises eq. (1a) and
	/// nobody sells below its ask.
	#[default]
	MeritOrder,
	/// Every eligible offer sells the same fraction: `omega` of Algorithm 2, line 11. For comparison:
	/// sellers end up selling below their own ask.
	ProRata,
}
