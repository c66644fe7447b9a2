// SPDX-License-Identifier: Apache-2.0

//! What a node has traded for an interval, what that could still cost it, and what it costs in the end.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridmerit_market::{Limits, Planck, Price, Tariff, Wh, payment};
use scale_info::TypeInfo;

/// Energy that a node wants to trade on top of its position in one interval.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub enum Order {
	/// It wants to buy.
	Demand {
		/// Energy wanted, in Wh.
		#[codec(compact)]
		quantity: Wh,
		/// The highest price at which it buys, in planck per Wh, the fee not included; none: at any, up to the cap.
		limit: Option<Price>,
	},
	/// It wants to sell.
	Offer {
		/// Energy offered, in Wh.
		#[codec(compact)]
		capacity: Wh,
		/// The least it takes, in planck per Wh.
		#[codec(compact)]
		ask: Price,
	},
}

impl Order {
	/// Energy wanted or offered, in Wh.
	pub fn quantity(&self) -> Wh {
		match *self {
			Self::Demand { quantity, .. } => quantity,
			Self::Offer { capacity, .. } => capacity,
		}
	}

	/// What is left of it when so much of it has filled; none if nothing is.
	pub fn rest(self, filled: Wh) -> Option<Self> {
		let left = self.quantity().saturating_sub(filled);
		let rest = match self {
			Self::Demand { limit, .. } => Self::Demand { quantity: left, limit },
			Self::Offer { ask, .. } => Self::Offer { capacity: left, ask },
		};
		(left > 0).then_some(rest)
	}
}

/// What a node has bought and sold for one interval over all rounds.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Position {
	/// Energy bought (B).
	#[codec(compact)]
	pub bought: Wh,
	/// Energy sold (S).
	#[codec(compact)]
	pub sold: Wh,
	/// What it pays to its neighbours for the energy bought (C).
	#[codec(compact)]
	pub cost: Planck,
	/// What it earns for the energy sold (R).
	#[codec(compact)]
	pub revenue: Planck,
}

impl Position {
	/// Adds a purchase. None if a number would overflow, which the market's bounds exclude.
	pub fn buy(self, energy: Wh, price: Price) -> Option<Self> {
		Some(Self {
			bought: self.bought.checked_add(energy)?,
			cost: self.cost.checked_add(payment(energy, price))?,
			..self
		})
	}

	/// Adds a sale. None if a number would overflow, which the market's bounds exclude.
	pub fn sell(self, energy: Wh, price: Price) -> Option<Self> {
		Some(Self {
			sold: self.sold.checked_add(energy)?,
			revenue: self.revenue.checked_add(payment(energy, price))?,
			..self
		})
	}

	/// Adds what an order has filled. None if a number would overflow, which the market's bounds exclude.
	pub fn filled(self, order: &Order, energy: Wh, price: Price) -> Option<Self> {
		match order {
			Order::Demand { .. } => self.buy(energy, price),
			Order::Offer { .. } => self.sell(energy, price),
		}
	}

	/// Energy sold beyond what was bought: to be delivered.
	pub fn short(&self) -> Wh {
		self.sold.saturating_sub(self.bought)
	}

	/// Energy bought beyond what was sold: to be used.
	pub fn long(&self) -> Wh {
		self.bought.saturating_sub(self.sold)
	}

	/// The service fee: on what it has bought beyond what it sold, so nothing is charged for energy that was bought
	/// back and never flows.
	pub fn fee(&self, fee: Price) -> Planck {
		payment(self.long(), fee)
	}

	/// The most that this position costs a node that uses nothing else: it delivers nothing.
	/// `max(0, C - R + F * max(0, B - S) + X * max(0, S - B))` with the fee F and the shortfall price X. It is convex
	/// in what is bought or sold on top, so at its largest if all of an order fills, or none of it.
	pub fn exposure(&self, tariff: &Tariff) -> Planck {
		let shortfall = payment(self.short(), tariff.shortfall);
		let owes = self.cost.saturating_add(self.fee(tariff.fee)).saturating_add(shortfall);
		owes.saturating_sub(self.revenue)
	}

	/// What must be locked for this position with `order` open: the larger of what it costs if nothing of
	/// the order fills and if all of it does, at its worst price.
	pub fn lock(&self, order: Option<Order>, tariff: &Tariff, limits: &Limits) -> Option<Planck> {
		let filled = match order {
			None => *self,
			Some(Order::Demand { quantity, limit }) => {
				self.buy(quantity, limit.unwrap_or(limits.cap()).min(limits.cap()))?
			},
			Some(Order::Offer { capacity, ask }) => self.sell(capacity, ask)?,
		};
		Some(self.exposure(tariff).max(filled.exposure(tariff)))
	}

	/// The same without the price of a missing delivery: what neighbours and grid are owed at most. If so much is
	/// locked, only the utility has to wait for its money, whatever the node delivers.
	pub fn least_lock(
		&self,
		order: Option<Order>,
		tariff: &Tariff,
		limits: &Limits,
	) -> Option<Planck> {
		self.lock(order, &Tariff { shortfall: 0, ..*tariff }, limits)
	}

	/// What goes through the meter of a node that does just what it has traded, if all of an order fills.
	pub fn promised(&self, order: Option<Order>) -> Metered {
		let (demand, offer) = match order {
			None => (0, 0),
			Some(Order::Demand { quantity, .. }) => (quantity, 0),
			Some(Order::Offer { capacity, .. }) => (0, capacity),
		};
		// Positions and orders are below 2^60, so their sums fit.
		let bought = self.bought.saturating_add(demand);
		let sold = self.sold.saturating_add(offer);
		Metered { import: bought.saturating_sub(sold), export: sold.saturating_sub(bought) }
	}

	/// Squares the position with what was metered: the trade with the utility. `right`: a line above the node is full, so
	/// that of what is left over no more may be fed in, and of what was bought and not used nothing.
	pub fn imbalance(
		&self,
		metered: Metered,
		right: Option<FeedInRight>,
		tariff: &Tariff,
	) -> Imbalance {
		// What it bought or fed in, and what it sold or drew, must balance.
		let has = u128::from(self.bought).saturating_add(metered.export.into());
		let needs = u128::from(self.sold).saturating_add(metered.import.into());
		// Positions and interval values are below 2^60, so the difference of their sums fits.
		let fit = |energy: u128| Wh::try_from(energy).unwrap_or(Wh::MAX);
		if needs > has {
			let energy = fit(needs.saturating_sub(has));
			let promised = energy.min(self.short());
			let beyond = energy.saturating_sub(promised);
			Imbalance::Bought {
				energy,
				cost: payment(promised, tariff.shortfall)
					.saturating_add(payment(beyond, tariff.tou)),
			}
		} else {
			let energy = fit(has.saturating_sub(needs));
			let bought = energy.min(self.long());
			let beyond = energy.saturating_sub(bought);
			// What was bought and not used has to leave over the full line, too: it was fed in behind it. No right is one
			// to that, or a friend who buys surplus and offers it again would get a share of the room for it.
			let (fits, bought_fits) =
				right.map_or((beyond, bought), |right| (beyond.min(right.energy), 0));
			let parts = [
				(fits, tariff.fit),
				(bought_fits, tariff.surplus),
				(beyond.saturating_sub(fits), tariff.curtailed),
				(bought.saturating_sub(bought_fits), tariff.curtailed.min(tariff.surplus)),
			];
			let revenue = parts.into_iter().map(|(energy, price)| payment(energy, price));
			Imbalance::Sold { energy, revenue: revenue.fold(0, Planck::saturating_add) }
		}
	}
}

/// What a node may feed in beyond its position in an interval in which a line of the grid above it is full: its share of
/// what room the line had left when trading was over.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct FeedInRight {
	/// In Wh.
	#[codec(compact)]
	pub energy: Wh,
}

/// Energy that a meter saw in one interval.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Metered {
	/// Drawn from the grid, in Wh.
	pub import: Wh,
	/// Fed into the grid, in Wh.
	pub export: Wh,
}

/// What a node trades with the utility in real time, one net movement.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub enum Imbalance {
	/// It delivered less or used more than it had: it buys the difference.
	Bought {
		/// The difference, in Wh.
		energy: Wh,
		/// At the shortfall price up to its short position, at the time-of-use price beyond.
		cost: Planck,
	},
	/// It delivered more or used less, or did just what it had promised.
	Sold {
		/// The difference, in Wh.
		energy: Wh,
		/// At the surplus price up to its long position, at the feed-in tariff beyond; and at the curtailed price, if that
		/// is not above them, what a full line above the node leaves no right to, and there all of its long position.
		revenue: Planck,
	},
}

impl Imbalance {
	/// What the node pays the utility.
	pub fn cost(&self) -> Planck {
		match *self {
			Self::Bought { cost, .. } => cost,
			Self::Sold { .. } => 0,
		}
	}

	/// What the utility pays the node.
	pub fn revenue(&self) -> Planck {
		match *self {
			Self::Bought { .. } => 0,
			Self::Sold { revenue, .. } => revenue,
		}
	}
}
