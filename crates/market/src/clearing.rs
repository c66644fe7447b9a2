// SPDX-License-Identifier: Apache-2.0

//! Rules of a clearing and what it decides.

use alloc::vec::Vec;

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::{Book, Filling, Limits, MAX_TOTAL, Planck, Price, PriceSearch, Violation, Wh, payment};

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

	/// Whether the fields agree with each other, as those of every clearing by [`PriceSearch`] do.
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

/// Price and fills of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "scale", derive(Encode, Decode, DecodeWithMemTracking, TypeInfo))]
pub struct Outcome {
	/// Price and totals.
	pub clearing: Clearing,
	/// Energy bought, one entry for each demand of the book.
	pub bought: Vec<Wh>,
	/// Energy sold, one entry for each offer of the book.
	pub sold: Vec<Wh>,
}

/// Clears a book: Algorithm 1 and the dispatch, in time linear in the orders and without sorting.
///
/// [`PriceSearch`] and [`Filling`] do the same page by page.
pub fn clear(book: Book<'_>, rules: &Rules) -> Outcome {
	let mut search = PriceSearch::new(rules);
	let clearing = loop {
		search.tally(book);
		if let Some(clearing) = search.narrow() {
			break clearing;
		}
	};
	let mut bought = Vec::with_capacity(book.demands().len());
	let mut sold = Vec::with_capacity(book.offers().len());
	Filling::of(&clearing, rules).fill(book, &mut bought, &mut sold);
	Outcome { clearing, bought, sold }
}
