// SPDX-License-Identifier: Apache-2.0

//! Merit order with shares pro rata, written again from the definition: sort, look, fill.

use gridmerit_energy::{Order, Price, Wh};

use crate::hour::{FIRM, Hour};

/// How an hour clears in merit order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Merit {
	/// The least price at which supply reaches what is wanted above it, the cap in scarcity; none if nothing trades.
	pub price: Option<Price>,
	/// Whether demand without a limit exceeds supply.
	pub scarce: bool,
	/// Demand without a limit.
	pub firm: Wh,
	/// All supply.
	pub supply: Wh,
	/// Energy that changes hands.
	pub traded: Wh,
	/// What each account trades.
	pub fills: Vec<Wh>,
}

impl Merit {
	pub fn of(hour: &Hour) -> Self {
		let (firm, supply) = (hour.wanted(hour.limits.cap()), hour.supply(FIRM));
		let scarce = firm > supply;
		// In scarcity all asks are below the price, and all limits at most at it.
		let price = if scarce {
			Some(FIRM)
		} else {
			let prices = hour.prices();
			// What is offered grows with the price, what is wanted above it falls.
			let least = prices.partition_point(|price| hour.supply(*price) < hour.wanted(*price));
			prices.get(least).copied()
		};
		let mut merit = Self { price: None, scarce, firm, supply, traded: 0, fills: Vec::new() };
		let Some(price) = price else {
			merit.fills = vec![0; hour.accounts.len()];
			return merit;
		};
		let (above, from) = (hour.wanted(price), hour.wanted(price - 1));
		let (below, up_to) = (hour.supply(price - 1), hour.supply(price));
		merit.traded = up_to.min(from);
		if merit.traded > 0 {
			merit.price = Some(price.min(hour.limits.cap()));
		}
		let mut demand = Sharing::new(merit.traded.saturating_sub(above), from - above);
		let mut offers = Sharing::new(merit.traded.saturating_sub(below), up_to - below);
		merit.fills.extend(hour.accounts.iter().map(|account| {
			let order = &account.order;
			match order {
				Order::Demand { quantity, .. } => match hour.most(order) {
					Some(most) if most > price => *quantity,
					Some(most) if most == price => demand.share(*quantity),
					_ => 0,
				},
				Order::Offer { capacity, .. } => match hour.ask(order) {
					Some(ask) if ask < price => *capacity,
					Some(ask) if ask == price => offers.share(*capacity),
					_ => 0,
				},
			}
		}));
		merit
	}
}

/// Gives `amount` out pro rata to orders of `total`, so that the shares add up: each is the difference of what is due
/// up to its order and before it.
struct Sharing {
	amount: Wh,
	total: Wh,
	before: Wh,
}

impl Sharing {
	fn new(amount: Wh, total: Wh) -> Self {
		Self { amount, total, before: 0 }
	}

	fn share(&mut self, order: Wh) -> Wh {
		let due = |orders: Wh| share(self.amount.into(), orders, self.total);
		let share = due(self.before + order) - due(self.before);
		self.before += order;
		// At most `amount`.
		Wh::try_from(share).unwrap_or(self.amount)
	}
}

/// `amount * part / whole`, rounded down.
pub(crate) fn share(amount: u128, part: Wh, whole: Wh) -> u128 {
	(amount * u128::from(part)).checked_div(whole.into()).unwrap_or(0)
}
