// SPDX-License-Identifier: Apache-2.0

//! Results, transactions, and how far a clearing has come.

use alloc::boxed::Box;
use frame_support::pallet_prelude::*;
use gridmerit_energy::{Interval, NodeIndex, Price, Rules, Wh};
use gridmerit_market::{Clearing, Filling, PriceSearch, Sweep};
use gridmerit_pallet_support::{ClosedRound, PAGE_ROWS, PageIndex, PageSet};

/// Steps of a [`Curve`].
pub const CURVE_STEPS: u32 = 32;

/// Supply by price, as it was when the gate had closed: what was offered at asks in each of 32 equal steps
/// from the cheapest to the dearest ask that may trade.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
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
#[scale_info(capture_docs = "always")]
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
	/// Its book turned out not to be sound: remove the transactions that are written.
	TakeBack {
		/// Pages that are left of them.
		pages: PageIndex,
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
