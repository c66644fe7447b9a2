// SPDX-License-Identifier: Apache-2.0

//! Results, transactions, and how far a clearing has come.

use alloc::{boxed::Box, vec::Vec};
use frame_support::pallet_prelude::*;
use gridmerit_market::{Clearing, Filling, PriceSearch, Status, Sweep};
use gridmerit_primitives::{
	ClosedRound, Interval, NodeIndex, PAGE_ROWS, PageIndex, PageSet, Planck, Price, Rules, Wh,
};

/// How an interval cleared in a round.
#[frame_support::stored]
#[derive(Copy)]
pub struct RoundResult {
	/// Whether supply covered demand.
	pub status: Status,
	/// The uniform price of all P2P energy, in planck per Wh; none without demand.
	pub price: Option<Price>,
	/// Energy wanted, in Wh.
	pub demand: Wh,
	/// Energy offered, in Wh.
	pub supply: Wh,
	/// Energy that changed hands, in Wh.
	pub traded: Wh,
	/// What buyers pay for it to sellers, without the fee.
	pub payment: Planck,
	/// Demand left to the utility as things stand, in Wh.
	pub utility_import: Wh,
	/// Supply left to the utility as things stand, in Wh.
	pub utility_export: Wh,
	/// Number of P2P transactions.
	pub transactions: u32,
}

impl RoundResult {
	pub(crate) fn new(clearing: &Clearing, transactions: u32) -> Self {
		let traded = clearing.traded();
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
		}
	}
}

/// Steps of a [`Curve`].
pub const CURVE_STEPS: u32 = 32;

/// Supply by price, as it was when the gate had closed: what was offered at asks in each of 32 equal steps
/// from the cheapest to the dearest ask that may trade.
#[frame_support::stored]
pub struct Curve {
	/// The cheapest ask that may trade.
	pub from: Price,
	/// The dearest ask that may trade.
	pub to: Price,
	/// Energy offered in each step, in Wh.
	pub supply: BoundedVec<Wh, ConstU32<CURVE_STEPS>>,
}

/// A P2P transaction as it is stored; round, interval and price are its page's.
#[frame_support::stored]
#[derive(Copy)]
pub struct Trade {
	/// Sender of the energy.
	#[codec(compact)]
	pub seller: NodeIndex,
	/// Receiver of the energy.
	#[codec(compact)]
	pub buyer: NodeIndex,
	/// Energy, in Wh.
	#[codec(compact)]
	pub energy: Wh,
}

/// A page of transactions.
pub type Trades = BoundedVec<Trade, ConstU32<PAGE_ROWS>>;

/// A P2P energy transaction with all that Algorithm 2, line 30, lists.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
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
	/// Money transferred for it, in planck, without the fee.
	pub payment: Planck,
	/// The clearing price, in planck per Wh.
	pub price: Price,
}

/// How far the clearing of a round has come.
#[frame_support::stored]
pub struct Progress {
	/// The round.
	pub round: ClosedRound,
	/// The interval at hand.
	pub interval: Interval,
	/// Pages with orders that stay for the next round.
	pub kept: PageSet,
	/// What is to be done with the interval.
	pub stage: Stage,
}

/// What is to be done with an interval.
#[frame_support::stored]
pub enum Stage {
	/// Look at its terms.
	Begin,
	/// Find its price (Algorithm 1).
	Price {
		/// Its rules.
		rules: Rules,
		/// The search, 8 KiB.
		search: Box<PriceSearch>,
		/// The next page.
		page: PageIndex,
	},
	/// Pair sellers and buyers (Algorithm 2).
	Assign {
		/// Its rules.
		rules: Rules,
		/// Its result.
		clearing: Clearing,
		/// Where the sellers stand.
		sellers: Side,
		/// Where the buyers stand.
		buyers: Side,
		/// Who is at hand on either side.
		sweep: Sweep,
		/// Pages of transactions that are written.
		pages: PageIndex,
		/// Transactions that are not.
		trades: Trades,
	},
	/// Write positions, and put back what is left of the orders.
	Fill {
		/// Its rules.
		rules: Rules,
		/// Its result.
		clearing: Clearing,
		/// Its transactions.
		transactions: u32,
		/// The fills so far.
		filling: Filling,
		/// The supply so far.
		curve: Curve,
		/// The next page.
		page: PageIndex,
	},
}

/// Where one side of an assignment stands.
#[frame_support::stored]
pub struct Side {
	/// The fills of the pages before.
	pub filling: Filling,
	/// The page at hand, or where the next one is looked for.
	pub page: PageIndex,
}

/// Which side of the market.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum QuoteSide {
	/// To buy.
	Buy,
	/// To sell at the lowest ask that may trade.
	Sell,
}

/// What would be traded if the gate closed now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct Quote {
	/// How the book would clear.
	pub status: Status,
	/// At what price.
	pub price: Option<Price>,
	/// How much of the energy asked about would be traded, in Wh.
	pub traded: Wh,
	/// What the seller gets for it, in planck.
	pub payment: Planck,
	/// What the buyer pays on top, in planck.
	pub fee: Planck,
}

/// Everything that is open in a book, by price. Single orders are public too: see the forward market's
/// `orders`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct Depth {
	/// Energy wanted, in Wh.
	pub demand: Wh,
	/// Asks in ascending order, each with the energy offered at it, in Wh.
	pub supply: Vec<(Price, Wh)>,
}
