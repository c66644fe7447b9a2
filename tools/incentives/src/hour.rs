// SPDX-License-Identifier: Apache-2.0

//! An hour: its accounts, the utility's prices, and the staircases of what is posted.

use gridmerit_energy::{Limits, Order, Price, Tariff, TariffError, Wh};

use crate::account::{Account, Fill, Truth, Unsold};

/// An hour of a day.
#[derive(Clone, Debug)]
pub struct Hour {
	/// Number of the delivery interval.
	pub interval: u32,
	/// The utility's prices.
	pub tariff: Tariff,
	/// What follows from them.
	pub limits: Limits,
	/// All accounts; an account's place is its index as a node.
	pub accounts: Vec<Account>,
}

/// A price at which a staircase has a step: an ask or a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
	/// The price.
	pub price: Price,
	/// What is offered at it or below.
	pub supply: Wh,
	/// What is wanted above it.
	pub wanted: Wh,
}

/// What demand without a limit would pay: more than any price.
pub(crate) const FIRM: Price = Price::MAX;

impl Hour {
	/// An hour in which something can be traded.
	pub fn new(interval: u32, tariff: Tariff, accounts: Vec<Account>) -> Result<Self, TariffError> {
		Ok(Self { interval, tariff, limits: tariff.limits()?.with_room()?, accounts })
	}

	/// The same with a shortfall price of so many per cent of the time-of-use price.
	pub fn with_shortfall(mut self, percent: u64) -> Self {
		self.tariff.shortfall = self.tariff.tou * percent / 100;
		self
	}

	/// The same with other accounts' orders.
	pub fn with(&self, accounts: Vec<Account>) -> Self {
		Self { accounts, ..*self }
	}

	/// The most that an order to buy pays; none if it counts for nothing.
	pub(crate) fn most(&self, order: &Order) -> Option<Price> {
		let Order::Demand { quantity: 1.., limit } = *order else { return None };
		let most = limit.filter(|limit| *limit <= self.limits.cap()).unwrap_or(FIRM);
		(most > self.limits.fit()).then_some(most)
	}

	/// The ask of an order to sell; none if it counts for nothing.
	pub(crate) fn ask(&self, order: &Order) -> Option<Price> {
		let Order::Offer { capacity, ask } = *order else { return None };
		self.limits.check_offer(capacity, ask).is_ok().then_some(ask)
	}

	/// What is offered at a price or below.
	pub fn supply(&self, price: Price) -> Wh {
		self.sum(|order| self.ask(order).is_some_and(|ask| ask <= price))
	}

	/// What is wanted above a price.
	pub fn wanted(&self, price: Price) -> Wh {
		self.sum(|order| self.most(order).is_some_and(|most| most > price))
	}

	/// All asks and limits at which something can trade, in ascending order.
	pub fn prices(&self) -> Vec<Price> {
		let orders = || self.accounts.iter().map(|account| &account.order);
		let asks = orders().filter_map(|order| self.ask(order));
		let limits = orders().filter_map(|order| self.most(order));
		let mut prices: Vec<_> = asks.chain(limits.filter(|most| *most != FIRM)).collect();
		prices.sort_unstable();
		prices.dedup();
		prices
	}

	/// The steps of both staircases.
	pub fn levels(&self) -> Vec<Level> {
		let level = |price| Level { price, supply: self.supply(price), wanted: self.wanted(price) };
		self.prices().into_iter().map(level).collect()
	}

	/// Owners with something to sell, or with a need.
	pub fn owners(&self, of: impl Fn(&Truth) -> bool) -> Vec<u32> {
		let mut owners: Vec<_> =
			self.accounts.iter().filter(|account| of(&account.truth)).collect();
		owners.dedup_by_key(|account| account.owner);
		owners.into_iter().map(|account| account.owner).collect()
	}

	/// What the hour comes to for some owners together.
	pub fn payoff(&self, owners: &[u32], fills: &[Fill], unsold: Unsold) -> i128 {
		let rows = self.accounts.iter().zip(fills);
		let theirs = rows.filter(|(account, _)| owners.contains(&account.owner));
		theirs.map(|(account, fill)| account.payoff(fill, &self.tariff, unsold)).sum()
	}

	fn sum(&self, counts: impl Fn(&Order) -> bool) -> Wh {
		let orders = self.accounts.iter().map(|account| &account.order);
		orders.filter(|order| counts(order)).map(Order::quantity).sum()
	}
}
