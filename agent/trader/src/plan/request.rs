// SPDX-License-Identifier: Apache-2.0

//! What a plan is made from, and what of it is refused.

use gridmerit_energy::{
	Battery, EnergyLimits, FeedInRight, Interval, MAX_ORDER, MAX_PRICE, MAX_TOTAL, PPM, Planck,
	Position, Price, Tariff, Wh, payment,
};

use super::error::{MAX_INTERVALS, PlanError};

/// Most money that a position may have cost or earned, in planck.
const MAX_MONEY: Planck = payment(MAX_TOTAL, MAX_PRICE);

/// What is to be planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
	/// Length of an interval, in milliseconds.
	pub interval_ms: u32,
	/// The open intervals, in any order. In what lies between them the battery idles.
	pub outlooks: Vec<Outlook>,
	/// The battery behind the meter, or the storage node's.
	pub store: Option<StorageUnit>,
	/// For less than this, in planck, the battery idles.
	pub min_gain: Planck,
}

/// What is expected of an open interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outlook {
	/// The delivery interval.
	pub interval: Interval,
	/// Expected generation, in Wh; 0 of a storage node.
	pub generation: Wh,
	/// Expected consumption without the battery, in Wh; 0 of a storage node.
	pub load: Wh,
	/// The utility's prices.
	pub tariff: Tariff,
	/// Expected price of energy bought from neighbours, without the fee, in planck per Wh.
	pub buy_price: Price,
	/// Expected price of energy sold to neighbours, in planck per Wh.
	pub sell_price: Price,
	/// The highest price at which the node buys, in planck per Wh; none: any. Where a higher one is expected its
	/// demand is posted all the same, and not counted on.
	pub limit: Option<Price>,
	/// What has been traded for it.
	pub position: Position,
	/// The most that the node may trade and exchange with the grid in it.
	pub limits: EnergyLimits,
	/// What there is expected to be room for behind a full line of the grid; none where no line is expected to be full.
	pub room: Option<Room>,
	/// Whether a meter proves what is delivered and used. If none does, what is sold is settled as not delivered and
	/// what is bought as not used; it is planned all the same, and the plan's costs say what that comes to.
	pub proven: bool,
}

/// What there is room for behind a full line of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
	/// What neighbours take in all, in Wh.
	pub sold: Wh,
	/// What may be fed in beyond that. What is left over then earns the curtailed price.
	pub right: FeedInRight,
}

impl Outlook {
	/// Whether it can be planned with: within the chain's bounds.
	pub fn check(&self) -> Result<(), PlanError> {
		let Outlook { interval, position, .. } = *self;
		self.tariff.limits().map_err(|reason| PlanError::Tariff { interval, reason })?;
		for (what, price) in
			[("the price to buy at", self.buy_price), ("the price to sell at", self.sell_price)]
		{
			if price > MAX_PRICE {
				return Err(PlanError::Price { interval, what });
			}
		}
		for (what, energy) in [
			("the generation", self.generation),
			("the load", self.load),
			("the energy bought", position.bought),
			("the energy sold", position.sold),
		] {
			if energy > MAX_ORDER {
				return Err(PlanError::Energy { interval, what });
			}
		}
		for (what, money) in [("the cost", position.cost), ("the revenue", position.revenue)] {
			if money > MAX_MONEY {
				return Err(PlanError::Money { interval, what });
			}
		}
		Ok(())
	}
}

/// A battery and how to use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StorageUnit {
	/// What it can do; what it held when it was declared does not matter here.
	pub battery: Battery,
	/// What it holds when the first interval begins, in Wh.
	pub charge: Wh,
	/// What it is to keep, in Wh. If it holds less by then, it is charged to that, as far as it can be, and not
	/// discharged below what it holds.
	pub reserve: Wh,
	/// What each Wh that it gives wears it, in planck.
	pub wear: Price,
	/// What a Wh is worth that it holds at the end, in planck. By default the last interval's feed-in
	/// tariff less the wear: what it earns at least. If more intervals follow that are as dear as those
	/// planned, what it would save there is a better value.
	pub end_value: Option<Price>,
}

impl StorageUnit {
	/// What a Wh is worth at the end of intervals of which this is the last, in planck.
	pub(super) fn value_at_end(&self, last: Option<&Outlook>) -> Price {
		let earned = || last.map_or(0, |last| last.tariff.fit.saturating_sub(self.wear));
		self.end_value.unwrap_or_else(earned)
	}
}

/// Refuses what the chain's bounds, and with them the arithmetic of a plan, exclude. `outlooks` are the
/// request's, sorted.
pub(super) fn check(request: &Request, outlooks: &[Outlook]) -> Result<(), PlanError> {
	if outlooks.is_empty() {
		return Err(PlanError::Empty);
	}
	if outlooks.len() > MAX_INTERVALS {
		return Err(PlanError::TooMany(outlooks.len()));
	}
	if request.interval_ms == 0 {
		return Err(PlanError::NoLength);
	}
	let mut pairs = outlooks.iter().zip(outlooks.iter().skip(1));
	if let Some((one, _)) = pairs.find(|(one, next)| one.interval == next.interval) {
		return Err(PlanError::Duplicate(one.interval));
	}
	outlooks.iter().try_for_each(Outlook::check)?;
	request.store.iter().try_for_each(check_store)
}

fn check_store(store: &StorageUnit) -> Result<(), PlanError> {
	let StorageUnit { battery: Battery { capacity, efficiency_ppm, .. }, charge, reserve, .. } =
		*store;
	if capacity > MAX_ORDER {
		return Err(PlanError::Capacity(capacity));
	}
	if charge > capacity {
		return Err(PlanError::Charge { charge, capacity });
	}
	if reserve > capacity {
		return Err(PlanError::Reserve { reserve, capacity });
	}
	if efficiency_ppm == 0 || efficiency_ppm > PPM {
		return Err(PlanError::Efficiency(efficiency_ppm));
	}
	if store.wear > MAX_PRICE {
		return Err(PlanError::Wear);
	}
	if store.end_value.is_some_and(|value| value > MAX_PRICE) {
		return Err(PlanError::EndValue);
	}
	Ok(())
}
