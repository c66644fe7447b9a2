// SPDX-License-Identifier: Apache-2.0

//! What a node may order. The chain admits orders by these rules, and an agent plans by them.

use gridmerit_market::{Ineligible, Limits, MAX_ORDER, Planck, Tariff, TariffError, Wh};

use crate::{Battery, EnergyLimits, Metered, Order, Position, Roles, Terms, Window};

/// Why an order is not admitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Inadmissible {
	/// The node's roles do not trade: a utility posts no orders.
	#[error("the node's roles do not trade")]
	DoesNotTrade,
	/// The operator has suspended the node.
	#[error("the node is suspended")]
	Suspended,
	/// The utility's prices leave no room for a price among neighbours: nothing trades in this interval.
	#[error("nothing trades in this interval: the utility's prices leave no room")]
	NothingTrades,
	/// The quantity is below the market's minimum, and does not close the position.
	#[error("the quantity is below the minimum, and does not close the position")]
	BelowMinimum,
	/// The quantity is above [`MAX_ORDER`].
	#[error("the quantity is above 2^40 Wh")]
	TooLarge,
	/// The node owes money: it may only make its position smaller.
	#[error("the node owes money, and the order does more than to close its position")]
	InArrears,
	/// The node could come to buy more than it may draw in an interval.
	#[error("the node could come to buy more than its consumption limit")]
	AboveConsumptionLimit,
	/// The node could come to sell more than it may feed in in an interval.
	#[error("the node could come to sell more than its generation limit")]
	AboveGenerationLimit,
	/// The node is trusted so little that it may sell nothing but what it has bought.
	#[error("so little trust allows to sell nothing but what was bought")]
	NotTrusted,
	/// The node could come to sell more than its trust allows.
	#[error("the node could come to sell more than its trust allows")]
	AboveTrust,
	/// The ask is not above the feed-in tariff.
	#[error("the ask is not above the feed-in tariff")]
	AskNotAboveFeedIn,
	/// Ask and service fee together are above the time-of-use price.
	#[error("ask and service fee together are above the time-of-use price")]
	AskPlusFeeAboveTou,
	/// The ask is not below alpha times the time-of-use price.
	#[error("the ask is not below alpha times the time-of-use price")]
	AskNotBelowAlphaTou,
	/// The limit is not above the feed-in tariff: no price is as low.
	#[error("the limit is not above the feed-in tariff")]
	LimitNotAboveFeedIn,
	/// The limit is above the cap: no price is as high. Without a limit it buys at any price.
	#[error("the limit is above the cap; leave it out to buy at any price")]
	LimitAboveCap,
	/// The position would not fit its integers, which the bounds on orders, prices and rounds exclude.
	#[error("the position would be beyond all bounds")]
	BeyondBounds,
	/// The battery would charge or discharge with more power than it has.
	#[error("the battery would need more power than it has")]
	AbovePower,
	/// The node would come to promise more than its battery holds by then.
	#[error("the battery would not hold what is promised")]
	BatteryEmpty,
	/// The node would come to take more than its battery has room for by then.
	#[error("the battery would have no room for what is bought")]
	BatteryFull,
}

impl From<Ineligible> for Inadmissible {
	fn from(reason: Ineligible) -> Self {
		match reason {
			Ineligible::NoCapacity => Self::BelowMinimum,
			Ineligible::TooLarge => Self::TooLarge,
			Ineligible::AtOrBelowFit => Self::AskNotAboveFeedIn,
			Ineligible::AboveTouWithFee => Self::AskPlusFeeAboveTou,
			Ineligible::NotBelowAlphaTou => Self::AskNotBelowAlphaTou,
			Ineligible::LimitAtOrBelowFit => Self::LimitNotAboveFeedIn,
			Ineligible::LimitAboveCap => Self::LimitAboveCap,
		}
	}
}

/// Whether a node may post orders at all.
pub fn may_trade(roles: &Roles, suspended: bool) -> Result<(), Inadmissible> {
	if !roles.trades() {
		Err(Inadmissible::DoesNotTrade)
	} else if suspended {
		Err(Inadmissible::Suspended)
	} else {
		Ok(())
	}
}

/// The most that may be bought on top of a position that may come to at most `limit` Wh bought, net.
pub fn buying_room(limit: Wh, position: &Position) -> Wh {
	limit.saturating_add(position.short()).saturating_sub(position.long())
}

/// The most that may be sold on top of a position that may come to at most `limit` Wh sold, net.
pub fn selling_room(limit: Wh, position: &Position) -> Wh {
	limit.saturating_add(position.long()).saturating_sub(position.short())
}

/// What an interval asks of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderTerms {
	/// The utility's prices.
	pub tariff: Tariff,
	/// The bounds on prices that follow from them.
	pub limits: Limits,
	/// Least quantity of an order, in Wh.
	pub minimum: Wh,
}

impl From<&Terms> for OrderTerms {
	fn from(terms: &Terms) -> Self {
		Self { tariff: terms.tariff, limits: terms.limits, minimum: terms.minimum }
	}
}

impl TryFrom<&Window> for OrderTerms {
	type Error = TariffError;

	/// What a chain says of a window, whose tariff was checked there.
	fn try_from(window: &Window) -> Result<Self, TariffError> {
		let Window { tariff, minimum, .. } = *window;
		Ok(Self { tariff, limits: tariff.limits()?, minimum })
	}
}

/// A node as its orders are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trader {
	/// The most that it may draw and feed in in an interval.
	pub limits: EnergyLimits,
	/// Whether it owes money.
	pub in_arrears: bool,
	/// The most that its trust lets it sell in an interval, net; none if trust limits nothing.
	pub most_sold: Option<Wh>,
}

impl Trader {
	/// The most that it may order to buy on top of a position, in Wh.
	pub fn most_to_buy(&self, position: &Position) -> Wh {
		let most = if self.in_arrears { position.short() } else { Wh::MAX };
		buying_room(self.limits.consumption, position).min(most).min(MAX_ORDER)
	}

	/// The most that it may order to sell on top of a position, in Wh.
	pub fn most_to_sell(&self, position: &Position) -> Wh {
		let most = if self.in_arrears { position.long() } else { Wh::MAX };
		let limit = self.limits.generation.min(self.most_sold.unwrap_or(Wh::MAX));
		selling_room(limit, position).min(most).min(MAX_ORDER)
	}

	/// Whether it may post an order on top of a position, and how much must be locked for both, in planck.
	/// What it can pay is not looked at, nor what its battery can do.
	pub fn admit(
		&self,
		order: Order,
		position: &Position,
		terms: &OrderTerms,
	) -> Result<Planck, Inadmissible> {
		let OrderTerms { tariff, limits, minimum } = terms;
		if !limits.has_room() {
			return Err(Inadmissible::NothingTrades);
		}
		let quantity = order.quantity();
		// How much of it makes the position smaller.
		let against = match order {
			Order::Demand { .. } => position.short(),
			Order::Offer { .. } => position.long(),
		};
		// What closes a position to the last Wh may be as little as that.
		let closes = quantity == against && quantity > 0;
		if quantity < *minimum && !closes {
			return Err(Inadmissible::BelowMinimum);
		}
		if quantity > MAX_ORDER {
			return Err(Inadmissible::TooLarge);
		}
		if self.in_arrears && quantity > against {
			return Err(Inadmissible::InArrears);
		}
		match order {
			Order::Demand { .. } if quantity > buying_room(self.limits.consumption, position) => {
				return Err(Inadmissible::AboveConsumptionLimit);
			},
			Order::Offer { .. } if quantity > selling_room(self.limits.generation, position) => {
				return Err(Inadmissible::AboveGenerationLimit);
			},
			// What closes a position is no offer: the room is never less than what was bought and not sold.
			Order::Offer { .. }
				if self.most_sold.is_some_and(|most| quantity > selling_room(most, position)) =>
			{
				let nothing = self.most_sold == Some(0);
				return Err(if nothing {
					Inadmissible::NotTrusted
				} else {
					Inadmissible::AboveTrust
				});
			},
			Order::Demand { limit: None, .. } => {},
			Order::Demand { limit: Some(limit), .. } => limits.check_limit(limit)?,
			Order::Offer { capacity, ask } => limits.check_offer(capacity, ask)?,
		}
		position.lock(Some(order), tariff, limits).ok_or(Inadmissible::BeyondBounds)
	}
}

/// Carries what a battery holds through intervals in ascending order, twice: without a posting and with it.
///
/// What is promised must be possible: the charge stays from 0 to the capacity, and in each interval the
/// battery's power suffices. Where that is impossible without the posting it may stay so, but not get worse;
/// and as the charge is carried on from empty or full, as the battery would be, what does no more than make
/// it possible changes nothing in later intervals.
#[derive(Clone, Copy, Debug)]
pub struct ChargeWalk {
	battery: Battery,
	/// The most that goes through its meter in an interval, in Wh.
	most: Wh,
	without: Wh,
	with: Wh,
}

impl ChargeWalk {
	/// From a battery that holds `charge` Wh, through intervals of so many milliseconds.
	pub fn new(battery: Battery, charge: Wh, interval_ms: u32) -> Self {
		let charge = charge.min(battery.capacity);
		Self { battery, most: battery.within(interval_ms), without: charge, with: charge }
	}

	/// Goes on through an interval in which so much flows without the posting and with it. The walk ends
	/// with the first error.
	pub fn step(&mut self, without: Metered, with: Metered) -> Result<(), Inadmissible> {
		let powerful = with.import <= self.most.max(without.import)
			&& with.export <= self.most.max(without.export);
		if !powerful {
			return Err(Inadmissible::AbovePower);
		}
		let before = self.battery.after(self.without, without.import, without.export);
		let after = self.battery.after(self.with, with.import, with.export);
		if after < before.min(0) {
			return Err(Inadmissible::BatteryEmpty);
		}
		if after > before.max(self.battery.capacity.into()) {
			return Err(Inadmissible::BatteryFull);
		}
		self.without = self.battery.clamp(before);
		self.with = self.battery.clamp(after);
		Ok(())
	}

	/// What the battery holds now with the posting, in Wh.
	pub fn charge(&self) -> Wh {
		self.with
	}
}
