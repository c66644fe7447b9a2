// SPDX-License-Identifier: Apache-2.0

//! A day, or some days, as `report.json` holds them.

use gridmerit_market::Status;
use serde::{Deserialize, Serialize};

use super::grid::{Feeder, ZonedRound};
use crate::calendar::Calendar;

/// What came of a market over a day or some days: played, or read from a chain that lives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Day {
	/// What the scenario calls itself.
	pub scenario: String,
	/// What the participants knew of the future: `perfect`, `rolling` or `rolling+haircut`; `live` where nobody played.
	pub mode: String,
	/// The command that gives this report again.
	pub command: String,
	/// When it was, and where.
	pub calendar: Calendar,
	/// The chain.
	pub chain: ChainInfo,
	/// The lines, where they limit what is traded.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub feeder: Option<Feeder>,
	/// Who took part, in ascending order of buses and nodes.
	pub participants: Vec<Participant>,
	/// What the utility, which delivers everybody's readings in a replay, paid to have its transactions included, in
	/// planck; none where nobody counted.
	pub utility_fees: Option<u64>,
	/// The chain's balance sheets, added up.
	pub balance: Balance,
	/// The intervals of delivery, in order.
	pub slots: Vec<Slot>,
	/// What each participant's intervals came to, by slot and then bus.
	pub bills: Vec<Bill>,
	/// Sums and percentages.
	pub summary: Summary,
	/// Sums and percentages that the scenario expects of this mode.
	pub expected: Option<Summary>,
	/// Where the time went.
	pub time: Time,
}

/// Where the money of all intervals has gone, as the chain's balance sheets say: what each side earned less what it
/// paid, in planck. It adds up to zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
	/// All participants together.
	pub participants: i64,
	/// The utility.
	pub utility: i64,
	/// The grid account, which gets the service fee if there is one.
	pub grid: i64,
	/// The market's reserve, which gets what silence was charged.
	pub reserve: i64,
	/// Still in the pot, as somebody is not settled yet, and what full lines have earned.
	pub pending: i64,
}

impl Balance {
	/// Adds another.
	pub fn add(&mut self, other: &Self) {
		self.participants = self.participants.saturating_add(other.participants);
		self.utility = self.utility.saturating_add(other.utility);
		self.grid = self.grid.saturating_add(other.grid);
		self.reserve = self.reserve.saturating_add(other.reserve);
		self.pending = self.pending.saturating_add(other.pending);
	}

	/// What is left over: 0.
	pub fn sum(&self) -> i128 {
		let sides = [self.participants, self.utility, self.grid, self.reserve, self.pending];
		sides.into_iter().map(i128::from).sum()
	}
}

/// The chain that a day was played on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ChainInfo {
	/// Its name.
	pub name: String,
	/// The hash of its first block, 0x….
	pub genesis: String,
	/// The version of its runtime.
	pub spec_version: u32,
	/// The last block of the day.
	pub last_block: u32,
}

/// Which side of the market a participant is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
	/// Uses energy.
	Consumer,
	/// Uses and generates energy.
	Prosumer,
}

/// Somebody who took part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Participant {
	/// Index of its TE node on the chain.
	pub node: u32,
	/// Bus of the feeder.
	pub bus: u16,
	/// What people call it.
	pub name: String,
	/// Which side it is on.
	pub kind: Kind,
	/// Its account, in SS58.
	pub account: String,
	/// What it paid to have its transactions included, in planck; none where nobody counted.
	pub transaction_fees: Option<u64>,
}

/// An interval of delivery.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slot {
	/// Which interval of the calendar, from 0.
	pub slot: u16,
	/// Its delivery interval.
	pub interval: u32,
	/// At which the utility sells, in planck per Wh.
	pub tou: u64,
	/// At which the utility buys.
	pub fit: u64,
	/// The highest price of P2P energy.
	pub cap: u64,
	/// Its rounds, in order; the first is the one with the greatest lead.
	pub rounds: Vec<ClearedRound>,
	/// P2P transactions, in order of rounds.
	pub trades: Vec<Trade>,
}

/// How an interval cleared in a round.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClearedRound {
	/// How many intervals ahead.
	pub lead: u8,
	/// `cleared`, `scarcity`, `no_supply`, `no_demand` or `no_match`.
	pub status: String,
	/// The clearing price; none where nothing traded, and where zones have different ones.
	pub price: Option<u64>,
	/// Energy wanted, in Wh; that with a limit included.
	pub demand: u64,
	/// Energy offered, in Wh.
	pub supply: u64,
	/// Energy that changed hands, in Wh.
	pub traded: u64,
	/// What was paid for it, in planck.
	pub payment: u64,
	/// Number of P2P transactions.
	pub transactions: u32,
	/// Nodes of the pivotal sellers, in ascending order: without the offer of one of them there would have been
	/// scarcity.
	pub pivotal: Vec<u32>,
	/// The orders that were in the book, by bus; empty where it was not looked at in time.
	pub book: Vec<BookOrder>,
	/// Its zones and what lines carry, on a feeder with limits.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub grid: Option<ZonedRound>,
}

/// An order as it stood when the gate closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BookOrder {
	/// Whose.
	pub node: u32,
	/// Wanted or offered, in Wh.
	pub energy: u64,
	/// The least price of an offer; none for a demand.
	pub ask: Option<u64>,
	/// The highest price of a demand; none: any price, or an offer.
	pub limit: Option<u64>,
}

/// How a status is called in `report.json`.
pub(crate) fn status_name(status: Status) -> &'static str {
	match status {
		Status::Cleared => "cleared",
		Status::Scarcity => "scarcity",
		Status::NoSupply => "no_supply",
		Status::NoDemand => "no_demand",
		Status::NoMatch => "no_match",
	}
}

/// A P2P transaction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trade {
	/// How many intervals ahead it was made.
	pub lead: u8,
	/// Who sold.
	pub seller: u32,
	/// Who bought.
	pub buyer: u32,
	/// Energy, in Wh.
	pub energy: u64,
	/// What the buyer pays, in planck.
	pub payment: u64,
	/// What the seller gets of it, in planck, where full lines between them keep the rest.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub earned: Option<u64>,
}

/// What an interval came to for a participant: the chain's invoice. Money in planck, energy in Wh.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bill {
	/// Whose.
	pub node: u32,
	/// Which interval.
	pub slot: u16,
	/// Whether no reading has come: the energy is what silence is charged for.
	pub estimated: bool,
	/// Metered: drawn from the grid.
	pub imported: u64,
	/// Metered: fed in.
	pub exported: u64,
	/// Bought from neighbours.
	pub bought: u64,
	/// Sold to neighbours.
	pub sold: u64,
	/// Paid for what was bought from neighbours, fees included.
	pub purchases: u64,
	/// Earned with what was sold to neighbours.
	pub sales: u64,
	/// Paid to the utility.
	pub utility_cost: u64,
	/// Earned from the utility.
	pub utility_revenue: u64,
	/// What the same energy would have cost with the utility alone.
	pub alone_cost: u64,
	/// What the same energy would have earned with the utility alone.
	pub alone_revenue: u64,
}

/// What the day came to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
	/// Clearings that the mode counts.
	pub clearings: u32,
	/// P2P transactions.
	pub trades: u32,
	/// P2P energy, in Wh.
	pub p2p_energy: u64,
	/// Paid for it, in planck.
	pub p2p_payment: u64,
	/// What consumers saved of their costs, in per cent.
	pub consumer_saving_pct: f64,
	/// What prosumers saved of what they pay for energy, in per cent.
	pub prosumer_cost_saving_pct: f64,
	/// How much more prosumers earned with what they sold, in per cent.
	pub prosumer_sale_profit_pct: f64,
	/// What all participants together gained, in planck.
	pub community_gain: i64,
}

/// Where the time of a replay went, in milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Time {
	/// All of it.
	pub total: u64,
	/// Building blocks, as the node was asked to.
	pub chain: u64,
	/// Deciding, signing, encoding.
	pub agent: u64,
	/// Waiting for answers of the node.
	pub waiting: u64,
	/// Blocks built.
	pub blocks: u32,
}
