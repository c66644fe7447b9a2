// SPDX-License-Identifier: Apache-2.0

//! Lies: what a node may post instead of the truth, each a list of steps, and a step makes another book of an hour's.

use gridmerit_energy::{Order, Price, Wh};

use crate::{
	account::{Account, Truth},
	hour::{Hour, Level},
};

/// Something else than the truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lie {
	/// A seller asks for more.
	Raise,
	/// A seller offers less than it has.
	Withhold,
	/// A seller offers more than it has.
	Oversell,
	/// A buyer demands more than it needs.
	Overstate,
	/// A buyer demands less than it needs.
	Understate,
	/// A buyer that would pay any price, or more, states a limit.
	Limit,
	/// Takes half of its order back just before the gate, or all of it, when nobody can answer any more.
	Cancel,
	/// A buyer's second account offers what it has not.
	Phantom,
	/// A seller's second account demands what it does not need.
	FakeDemand,
	/// A seller's second account offers 1 Wh at the highest ask that there can be.
	OneWh,
	/// Posts half of its order, and has half of its meter's flow, at a second account.
	Split,
}

/// Who can tell a lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
	/// Who has energy.
	Sellers,
	/// Who needs energy.
	Buyers,
	/// Either.
	Both,
}

impl Side {
	/// Whether such an account can.
	pub fn has(self, truth: &Truth) -> bool {
		match truth {
			Truth::Nothing => false,
			Truth::Has { .. } => self != Self::Buyers,
			Truth::Needs { .. } => self != Self::Sellers,
		}
	}
}

/// What its owners do to an hour's book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
	/// They ask for this much, where they asked for less.
	Ask(Price),
	/// They state this limit.
	Limit(Price),
	/// They post so many per cent of what they have or need.
	Percent(u64),
	/// They post so much less.
	Less(Wh),
	/// A second account offers so much at this ask.
	Offer(Wh, Price),
	/// A second account demands so much, at a limit or none.
	Demand(Wh, Option<Price>),
	/// A second account takes half of each of theirs.
	Split,
}

/// Parts of an order that are posted, or of what an owner trades that its second account posts, in per cent.
const LESS: [u64; 19] = [95, 90, 85, 80, 75, 70, 65, 60, 55, 50, 45, 40, 35, 30, 25, 20, 15, 10, 5];
const MORE: [u64; 7] = [110, 125, 150, 200, 300, 500, 1_000];
const BESIDE: [u64; 4] = [25, 50, 100, 200];

impl Lie {
	/// Who can tell it.
	pub fn side(self) -> Side {
		match self {
			Self::Raise | Self::Withhold | Self::Oversell | Self::FakeDemand | Self::OneWh => {
				Side::Sellers
			},
			Self::Overstate | Self::Understate | Self::Limit | Self::Phantom => Side::Buyers,
			Self::Cancel | Self::Split => Side::Both,
		}
	}

	/// The steps that some owners try: round ones, and those that just reach the next step of a staircase, whose
	/// `levels` are the honest book's.
	pub fn steps(self, hour: &Hour, levels: &[Level], owners: &[u32]) -> Vec<Step> {
		let orders = || owned(hour, owners).map(|account| account.order);
		let quantity: Wh = orders().map(|order| order.quantity()).sum();
		// Of several, each does its part.
		let part = |less: Wh| Step::Less(less.div_ceil((owners.len() as Wh).max(1)));
		let limits = &hour.limits;
		let (cheapest, dearest, cap) = (limits.cheapest_ask(), limits.dearest_ask(), limits.cap());
		// Just at another's price, and just below it.
		let around = || {
			let both = levels.iter().flat_map(|level| [level.price, level.price - 1]);
			both.chain([dearest, cap]).filter(|price| *price >= cheapest)
		};
		let mut steps: Vec<Step> = match self {
			Self::Raise => {
				let asks = orders().filter_map(|order| match order {
					Order::Offer { ask, .. } => Some(ask),
					Order::Demand { .. } => None,
				});
				let ask = asks.min().unwrap_or(dearest);
				let raised = around().filter(|price| ask < *price && *price <= dearest);
				raised.map(Step::Ask).collect()
			},
			Self::Withhold => {
				// So much less, and supply no longer reaches what is wanted.
				let spare = levels.iter().filter_map(|level| {
					level.supply.checked_sub(level.wanted).map(|spare| spare + 1)
				});
				let exact = spare.filter(|less| *less < quantity).map(part);
				LESS.map(Step::Percent).into_iter().chain(exact).collect()
			},
			Self::Understate => {
				// So much less, and supply reaches it.
				let missing = levels.iter().map(|level| level.wanted.saturating_sub(level.supply));
				let exact = missing.filter(|less| (1..quantity).contains(less)).map(part);
				LESS.map(Step::Percent).into_iter().chain(exact).collect()
			},
			Self::Oversell | Self::Overstate => MORE.map(Step::Percent).to_vec(),
			Self::Limit => around().map(Step::Limit).collect(),
			Self::Cancel => [50, 0].map(Step::Percent).to_vec(),
			Self::Phantom => {
				let lowest = Level {
					price: cheapest,
					supply: hour.supply(cheapest),
					wanted: hour.wanted(cheapest),
				};
				let all = levels.iter().chain([&lowest]);
				let missing = all.map(|level| level.wanted.saturating_sub(level.supply));
				let shortage = [hour.wanted(cap).saturating_sub(hour.supply(cap))];
				let round = BESIDE.map(|part| quantity * part / 100);
				let offers = missing.chain(shortage).chain(round).filter(|energy| *energy > 0);
				offers.map(|energy| Step::Offer(energy, cheapest)).collect()
			},
			Self::FakeDemand => {
				let round = BESIDE.map(|part| (quantity * part / 100, cap));
				let next = levels.iter().skip(1).map(|level| level.price).chain([cap]);
				// So much more, and the price is the next one.
				let exact = levels.iter().zip(next).filter_map(|(level, next)| {
					level.supply.checked_sub(level.wanted).map(|spare| (spare + 1, next))
				});
				let demands = round.into_iter().chain(exact).filter(|(energy, _)| *energy > 0);
				demands
					.flat_map(|(energy, next)| {
						[None, Some(next), Some(next - 1)].map(|limit| Step::Demand(energy, limit))
					})
					.collect()
			},
			Self::OneWh => vec![Step::Offer(1, dearest)],
			Self::Split => vec![Step::Split],
		};
		steps.sort_unstable();
		steps.dedup();
		steps
	}
}

fn owned<'a>(hour: &'a Hour, owners: &'a [u32]) -> impl Iterator<Item = &'a Account> {
	hour.accounts.iter().filter(|account| owners.contains(&account.owner))
}

impl Step {
	/// Whether it needs a rule that knows limits.
	pub fn limits(&self) -> bool {
		matches!(self, Self::Limit(_) | Self::Demand(_, Some(_)))
	}

	/// An hour's accounts when `owners` do this and nobody else lies.
	pub fn taken(self, hour: &Hour, owners: &[u32]) -> Vec<Account> {
		let mut accounts = hour.accounts.clone();
		let mut second = Vec::new();
		for account in accounts.iter_mut().filter(|account| owners.contains(&account.owner)) {
			match self {
				Self::Split => {
					let (first, other) = halves(account.truth);
					second.push(Account::honest(account.owner, other));
					*account = Account::honest(account.owner, first);
				},
				Self::Offer(..) | Self::Demand(..) => {},
				_ => account.order = self.instead(account.order),
			}
		}
		let order = match self {
			Self::Offer(capacity, ask) => Some(Order::Offer { capacity, ask }),
			Self::Demand(quantity, limit) => Some(Order::Demand { quantity, limit }),
			_ => None,
		};
		if let Some((&owner, order)) = owners.first().zip(order) {
			second.push(Account { owner, truth: Truth::Nothing, order });
		}
		accounts.extend(second);
		accounts
	}

	/// What is posted instead of an order.
	fn instead(self, order: Order) -> Order {
		let resized = |quantity: Wh| match order {
			Order::Demand { limit, .. } => Order::Demand { quantity, limit },
			Order::Offer { ask, .. } => Order::Offer { capacity: quantity, ask },
		};
		match (self, order) {
			(Self::Percent(part), _) => resized(order.quantity() * part / 100),
			(Self::Less(less), _) => resized(order.quantity().saturating_sub(less)),
			(Self::Ask(price), Order::Offer { capacity, ask }) => {
				Order::Offer { capacity, ask: ask.max(price) }
			},
			(Self::Limit(price), Order::Demand { quantity, .. }) => {
				Order::Demand { quantity, limit: Some(price) }
			},
			_ => order,
		}
	}
}

/// What is true of an account, in two.
fn halves(truth: Truth) -> (Truth, Truth) {
	match truth {
		Truth::Nothing => (truth, truth),
		Truth::Needs { energy, worth } => (
			Truth::Needs { energy: energy - energy / 2, worth },
			Truth::Needs { energy: energy / 2, worth },
		),
		Truth::Has { energy, ask } => (
			Truth::Has { energy: energy - energy / 2, ask },
			Truth::Has { energy: energy / 2, ask },
		),
	}
}
