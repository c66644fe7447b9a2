// SPDX-License-Identifier: Apache-2.0

//! Results, transactions, and how far the clearing of a round has come.

use frame_support::pallet_prelude::*;
use gridmerit_energy::{Interval, NodeIndex, Price, Rules, Wh};
use gridmerit_pallet_support::{ClosedRound, PAGE_ROWS, PageSet};

use crate::{Config, Mechanism};

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
