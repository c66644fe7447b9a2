// SPDX-License-Identifier: Apache-2.0

//! What a chain answers to those who ask about the market.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridmerit_market::{Clearing, NodeIndex, Planck, Price, Status, Tariff, Wh, payment};
use scale_info::TypeInfo;

use crate::{EnergyLimits, Interval, MeterIndex, Order, PageIndex, Position, Roles};

/// A node's meter.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct NodeMeter {
	/// Its index.
	pub meter: MeterIndex,
	/// Its readings settle the node's intervals from this one on; none if it only informs.
	pub settles_from: Option<Interval>,
	/// The last interval that they settle, if another meter follows or it was retired.
	pub settles_to: Option<Interval>,
	/// Its readings of intervals from this one on do not count, as it is revoked.
	pub revoked_from: Option<Interval>,
}

impl NodeMeter {
	/// The one whose readings settle a node from now on, of all its meters, though they may not count; none if none
	/// measures it.
	pub fn settling(meters: &[Self]) -> Option<&Self> {
		meters.iter().find(|meter| meter.settles_from.is_some() && meter.settles_to.is_none())
	}
}

/// Everything about a node.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct NodeStatus {
	/// Its index.
	pub index: NodeIndex,
	/// Whether it is suspended.
	pub suspended: bool,
	/// What it is.
	pub roles: Roles,
	/// The bus of the grid that it hangs on.
	pub bus: u16,
	/// Its limits.
	pub limits: EnergyLimits,
	/// The most that its trust lets it sell in an interval, net, in Wh; none if trust limits nothing.
	pub most_sold: Option<Wh>,
	/// What of the pot belongs to it, in planck.
	pub credit: Planck,
	/// How much of that is tied up.
	pub locked: Planck,
	/// What it owes to others.
	pub debts: Planck,
	/// What others owe to it.
	pub claims: Planck,
	/// To whom it owes how much.
	pub owes: Vec<(NodeIndex, Planck)>,
	/// What its battery holds as far as its meter has said, in Wh.
	pub charge: Option<Wh>,
	/// Intervals in which something is open: orders, trades that are not settled, or both.
	pub open: Vec<OpenInterval>,
}

/// What a node has open in an interval.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct OpenInterval {
	/// The delivery interval.
	pub interval: Interval,
	/// What is tied up for it, in planck.
	pub locked: Planck,
	/// The open order; none if there is none, or it has expired.
	pub order: Option<Order>,
	/// What it has bought and sold.
	pub position: Position,
}

/// A P2P energy transaction with all that Algorithm 2, line 30, lists.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Transaction<AccountId> {
	/// The round t in which it was made.
	pub round: Interval,
	/// The delivery interval t_k.
	pub interval: Interval,
	/// The node that sends the energy.
	pub seller: NodeIndex,
	/// Who acts for it now, if it is still there.
	pub seller_account: Option<AccountId>,
	/// The node that receives the energy.
	pub buyer: NodeIndex,
	/// Who acts for it now, if it is still there.
	pub buyer_account: Option<AccountId>,
	/// Energy, in Wh.
	pub energy: Wh,
	/// What the buyer pays for it, in planck, without the fee.
	pub payment: Planck,
	/// The clearing price, in planck per Wh; on a grid that of the buyer's zone.
	pub price: Price,
	/// What the seller gets, in planck per Wh: the price, and less only where full lines are between them.
	pub selling: Price,
}

impl<AccountId> Transaction<AccountId> {
	/// The price that a node sees, in planck per Wh: as the seller what it gets, as anybody else what the buyer pays.
	pub fn price_for(&self, node: NodeIndex) -> Price {
		if node == self.seller { self.selling } else { self.price }
	}

	/// What the energy comes to at that price, in planck.
	pub fn payment_for(&self, node: NodeIndex) -> Planck {
		if node == self.seller { payment(self.energy, self.selling) } else { self.payment }
	}
}

/// A P2P energy transaction as a round of clearing made it, without the accounts of its nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
#[scale_info(capture_docs = "always")]
pub struct RoundTransaction {
	/// The round t in which it was made.
	pub round: Interval,
	/// The delivery interval t_k.
	pub interval: Interval,
	/// The node that sends the energy.
	pub seller: NodeIndex,
	/// The node that receives the energy.
	pub buyer: NodeIndex,
	/// Energy, in Wh.
	pub energy: Wh,
	/// What the buyer pays for it, in planck, without the fee.
	pub payment: Planck,
	/// The clearing price, in planck per Wh; on a grid that of the buyer's zone.
	pub price: Price,
	/// What the seller gets, in planck per Wh: the price, and less only where full lines are between them.
	pub selling: Price,
}

impl RoundTransaction {
	/// The transaction with the accounts that act for its nodes now.
	pub fn with_accounts<AccountId>(
		self,
		account_of: impl Fn(NodeIndex) -> Option<AccountId>,
	) -> Transaction<AccountId> {
		let Self { round, interval, seller, buyer, energy, payment, price, selling } = self;
		Transaction {
			round,
			interval,
			seller,
			seller_account: account_of(seller),
			buyer,
			buyer_account: account_of(buyer),
			energy,
			payment,
			price,
			selling,
		}
	}
}

/// An open window, for those who want to post.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Window {
	/// The delivery interval.
	pub interval: Interval,
	/// When it begins, in milliseconds since 1970.
	pub start: u64,
	/// The round to name in an order.
	pub round: Interval,
	/// When that round's gate closes, in milliseconds since 1970.
	pub gate: u64,
	/// The last round in which it is open.
	pub last_round: Interval,
	/// The utility's prices.
	pub tariff: Tariff,
	/// The cheapest ask that may trade.
	pub cheapest_ask: Price,
	/// The dearest ask that may trade.
	pub dearest_ask: Price,
	/// The highest clearing price.
	pub cap: Price,
	/// Least quantity of an order, in Wh.
	pub minimum: Wh,
}

/// What would be traded if the gate closed now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Quote {
	/// How the book would clear; on a grid the zone in which the order hangs.
	pub status: Status,
	/// At what price.
	pub price: Option<Price>,
	/// How much of the order would be traded, in Wh.
	pub traded: Wh,
	/// What the seller gets for it, in planck.
	pub payment: Planck,
	/// What the buyer pays on top, in planck, unless it has sold energy for the interval that it buys back with this.
	pub fee: Planck,
}

/// Everything that is open in a book, by price. Single orders are public too: see the forward market's
/// `orders`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Depth {
	/// Energy wanted at any price, in Wh.
	pub demand: Wh,
	/// Limits in descending order, each with the energy wanted at up to it, in Wh.
	pub limited: Vec<(Price, Wh)>,
	/// Asks in ascending order, each with the energy offered at it, in Wh.
	pub supply: Vec<(Price, Wh)>,
	/// The page of nodes with which to go on; none if this is the whole book.
	pub next_page: Option<PageIndex>,
}

/// How an interval cleared in a round.
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
pub struct RoundResult {
	/// Whether supply covered demand.
	pub status: Status,
	/// The uniform price of all P2P energy, in planck per Wh; none if nothing was traded, or if the grid's full lines
	/// have made zones with different prices.
	pub price: Option<Price>,
	/// Energy wanted, in Wh; that with a limit included.
	pub demand: Wh,
	/// Energy offered, in Wh.
	pub supply: Wh,
	/// Energy that changed hands, in Wh.
	pub traded: Wh,
	/// What buyers pay for it, without the fee: to sellers, and where full lines separate prices, the congestion rent.
	pub payment: Planck,
	/// Demand left to the utility as things stand, in Wh: that without a limit.
	pub utility_import: Wh,
	/// Supply left to the utility as things stand, in Wh.
	pub utility_export: Wh,
	/// Number of P2P transactions.
	pub transactions: u32,
	/// How many sellers are pivotal: without the offer of one of them there would be scarcity, so it can ask the cap
	/// and get it.
	pub pivotal: u32,
}

impl RoundResult {
	/// What such a clearing with so many transactions and pivotal sellers came to.
	pub fn new(clearing: &Clearing, transactions: u32, pivotal: u32) -> Self {
		let traded = clearing.traded;
		Self {
			status: clearing.status,
			price: clearing.price,
			demand: clearing.demand,
			supply: clearing.supply,
			traded,
			payment: clearing.payment(traded),
			utility_import: clearing.unmet_demand(),
			utility_export: clearing.unsold_supply(),
			transactions,
			pivotal,
		}
	}
}
