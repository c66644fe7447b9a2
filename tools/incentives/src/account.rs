// SPDX-License-Identifier: Apache-2.0

//! An account of a node: what is true of it, what it posts, and what an hour comes to for its owner.

use gridmerit_energy::{
	Basis, Invoice, Metered, Order, Planck, Position, Price, Tariff, Wh, payment,
};

/// What is true of an account in an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
	/// Nothing goes through its meter.
	Nothing,
	/// It uses energy.
	Needs {
		/// How much.
		energy: Wh,
		/// The highest price at which it does, the fee not included; none: it must have it, from the utility if from
		/// nobody else.
		worth: Option<Price>,
	},
	/// It has energy left over.
	Has {
		/// How much.
		energy: Wh,
		/// The least that it wants for it.
		ask: Price,
	},
}

/// What a Wh is worth to a seller that it does not sell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsold {
	/// What the utility pays.
	FeedIn,
	/// Its own ask: it has another use for it.
	OwnAsk,
}

/// An account in an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
	/// Whose it is. An owner may have several.
	pub owner: u32,
	/// What is true.
	pub truth: Truth,
	/// What it posts; one of 0 Wh is none.
	pub order: Order,
}

/// What an account traded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fill {
	/// Energy bought or sold.
	pub energy: Wh,
	/// What it pays for it, without the fee, or gets.
	pub money: Planck,
}

impl Account {
	/// One that posts what is true.
	pub fn honest(owner: u32, truth: Truth) -> Self {
		let order = match truth {
			Truth::Nothing => Order::Demand { quantity: 0, limit: None },
			Truth::Needs { energy, worth } => Order::Demand { quantity: energy, limit: worth },
			Truth::Has { energy, ask } => Order::Offer { capacity: energy, ask },
		};
		Self { owner, truth, order }
	}

	/// What the hour comes to: what the account gets less what it pays, with the utility settled as on the chain
	/// ([`Invoice`]). Energy that it would have used up to its worth and did not get counts as lost at that worth.
	pub fn payoff(&self, fill: &Fill, tariff: &Tariff, unsold: Unsold) -> i128 {
		let Fill { energy: traded, money } = *fill;
		let position = match self.order {
			Order::Demand { .. } => Position { bought: traded, cost: money, ..Position::default() },
			Order::Offer { .. } => Position { sold: traded, revenue: money, ..Position::default() },
		};
		let (metered, kept, lost) = match self.truth {
			Truth::Nothing => (Metered::default(), 0, 0),
			Truth::Needs { energy, worth: None } => (Metered { import: energy, export: 0 }, 0, 0),
			Truth::Needs { energy, worth: Some(worth) } => {
				let used = energy.min(position.bought);
				let lost = payment(energy - used, worth + tariff.fee);
				(Metered { import: used, export: 0 }, 0, lost)
			},
			Truth::Has { energy, ask } => {
				// The invoice has it at the feed-in tariff.
				let more = match unsold {
					Unsold::FeedIn => 0,
					Unsold::OwnAsk => ask.saturating_sub(tariff.fit),
				};
				let kept = payment(energy.saturating_sub(position.sold), more);
				(Metered { import: 0, export: energy }, kept, 0)
			},
		};
		let invoice = Invoice::new(Basis::Reading, metered, false, position, *tariff);
		signed(invoice.credited + kept) - signed(invoice.charged + lost)
	}
}

/// Money with a sign: an hour's is far below 2^127.
fn signed(amount: Planck) -> i128 {
	i128::try_from(amount).unwrap_or(i128::MAX)
}
