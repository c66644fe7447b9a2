// SPDX-License-Identifier: Apache-2.0

//! Results, transactions, and how far the clearing of a round has come.

use frame_support::pallet_prelude::*;
use gridmerit_energy::{Interval, NodeIndex, Planck, Price, Rules, Wh};
use gridmerit_grid::{Flow, Zone};
use gridmerit_pallet_support::{ClosedRound, MAX_BUSES, PAGE_ROWS, PageSet};

use crate::{Config, Mechanism};

/// Steps of a [`Curve`].
pub const CURVE_STEPS: u32 = 32;

/// Most pivotal sellers of a clearing that are listed.
pub const LISTED_PIVOTAL: u32 = 32;

/// Some pivotal sellers, in ascending order.
pub type PivotalNodes = BoundedVec<NodeIndex, ConstU32<LISTED_PIVOTAL>>;

/// The sellers of a book that are pivotal: without the offer of one of them there would be scarcity.
#[frame_support::stored]
#[derive(Default)]
pub struct PivotalSellers {
	/// How many they are.
	pub(crate) count: u32,
	/// The first of them.
	pub(crate) listed: PivotalNodes,
}

/// Supply and demand by price, as they were when the gate had closed, in 32 equal steps from the cheapest to the
/// dearest ask that may trade.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct Curve {
	/// The cheapest ask that may trade.
	pub from: Price,
	/// The dearest ask that may trade.
	pub to: Price,
	/// Energy offered at asks in each step, in Wh.
	pub supply: BoundedVec<Wh, ConstU32<CURVE_STEPS>>,
	/// Energy wanted at any price, in Wh.
	pub demand: Wh,
	/// Energy wanted at up to limits in each step, in Wh; nothing if no demand had a limit. A limit at the cap is in
	/// the last step.
	pub limited: BoundedVec<Wh, ConstU32<CURVE_STEPS>>,
}

/// A P2P transaction as it is stored; round, interval and price are its page's.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub struct TransactionRow {
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

/// A value for each bus, or for each zone.
pub type OfBuses<V> = BoundedVec<V, ConstU32<MAX_BUSES>>;

/// How the zones of a feeder cleared in a round.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct ClearedZones {
	/// The zones, that of the substation first. Each comes after the one that it meets on the way there, and the line
	/// between them, of its bus `top`, is full.
	pub zones: OfBuses<Zone>,
	/// What the line of each bus carries of what was traded in this round; the substation's nothing.
	pub flows: OfBuses<Flow>,
}

impl ClearedZones {
	/// What buyers pay beyond what sellers get, in planck.
	pub fn rent(&self) -> Planck {
		gridmerit_grid::rent(&self.zones).unwrap_or(0)
	}
}

/// A P2P transaction on a grid as it is stored.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub struct ZonedRow {
	/// Sender of the energy.
	#[codec(compact)]
	pub seller: NodeIndex,
	/// Receiver of the energy.
	#[codec(compact)]
	pub buyer: NodeIndex,
	/// Energy, in Wh.
	#[codec(compact)]
	pub energy: Wh,
	/// What the buyer pays, in planck per Wh: the price of its zone.
	#[codec(compact)]
	pub buying: Price,
	/// What the seller gets, in planck per Wh: the price of its zone.
	#[codec(compact)]
	pub selling: Price,
}

/// A page of transactions on a grid.
pub type ZonedPage = BoundedVec<ZonedRow, ConstU32<PAGE_ROWS>>;

/// A page of transactions.
pub type TransactionPage = BoundedVec<TransactionRow, ConstU32<PAGE_ROWS>>;

/// How far the clearing of a round has come.
#[frame_support::stored]
pub struct RoundCursor<State> {
	/// The round.
	pub round: ClosedRound,
	/// The interval that is being cleared.
	pub interval: Interval,
	/// Its transactions that are written.
	pub transactions: u32,
	/// Pages with orders that stay for the next round.
	pub kept: PageSet,
	/// What is to be done with the interval.
	pub stage: Stage<State>,
}

/// What is to be done with an interval.
#[frame_support::stored]
pub enum Stage<State> {
	/// Look up its rules.
	Begin,
	/// Clear its book.
	Clear {
		/// Its rules.
		rules: Rules,
		/// How far the mechanism has come.
		state: State,
	},
	/// Its book turned out not to be sound: remove the transactions that are written.
	Revert,
}

/// What the runtime's mechanism stores between blocks.
pub type StateOf<T> = <<T as Config>::Mechanism as Mechanism<T>>::State;
/// What the runtime's mechanism keeps in memory until the end of a block.
pub type CacheOf<T> = <<T as Config>::Mechanism as Mechanism<T>>::Cache;
