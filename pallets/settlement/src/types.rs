// SPDX-License-Identifier: Apache-2.0

//! What is stored about settled intervals and deadlines.

use gridmerit_energy::{
	Basis, FeedInRight, Interval, Invoice, Metered, NodeIndex, PageIndex, Planck, Position, Terms,
	Totals, Wh,
};
use gridmerit_pallet_support::{NodeView, SettledEnergy};

/// How a node's interval is settled. Its invoice follows from this, its position and the terms.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub struct Settled {
	/// By what.
	pub basis: Basis,
	/// Whether it drew or fed in more than its limit.
	pub above_limit: bool,
	/// Energy drawn, in Wh.
	#[codec(compact)]
	pub import: Wh,
	/// Energy fed in, up to the limit, in Wh.
	#[codec(compact)]
	pub export: Wh,
	/// What was paid for its imbalance, all in all, in planck, and stays in the pot: of the utility until the
	/// interval is closed; of the reserve, if nothing was measured, until this is forgotten, less what is `Shown`.
	#[codec(compact)]
	pub held: Planck,
}

impl Settled {
	/// What of the metered energy counts.
	pub fn metered(&self) -> Metered {
		Metered { import: self.import, export: self.export }
	}

	/// What a node is settled with by it.
	pub(crate) fn energy(&self, node: NodeIndex) -> SettledEnergy {
		SettledEnergy { node, basis: self.basis, metered: self.metered() }
	}

	/// The invoice that it stands for.
	pub(crate) fn invoice(&self, traded: Traded, terms: &Terms) -> Invoice {
		Invoice::with_right(self.basis, self.metered(), self.above_limit, traded, terms.tariff)
	}
}

/// What a node has traded for an interval, and what it may feed in beyond that; none if no line above it is full.
pub(crate) type Traded = (Position, Option<FeedInRight>);

/// A node's interval that can be settled, with all that was looked up to know that.
pub struct Case {
	/// The interval.
	pub(crate) interval: Interval,
	/// The node.
	pub(crate) node: NodeView,
	/// By which prices.
	pub(crate) terms: Terms,
	/// What the node has traded, and its right to feed in.
	pub(crate) traded: Traded,
	/// How it is settled so far.
	pub(crate) before: Option<Settled>,
	/// By what a reading settles it.
	pub(crate) basis: Basis,
}

/// How many nodes have their totals together: those of readings that come together are mostly neighbours, and
/// each would be a row of its own to read and write.
pub const TOTALS_GROUP: u32 = 16;

/// Totals of nodes that follow each other.
pub type TotalsGroup = [Totals; TOTALS_GROUP as usize];

/// How far something is that goes through all nodes of an interval.
#[frame_support::stored]
#[derive(Copy, Default)]
#[scale_info(capture_docs = "always")]
pub struct SilenceCursor {
	/// It is done for all intervals before this one, at least provisionally.
	pub interval: Interval,
	/// And for this interval's nodes before this one.
	pub node: NodeIndex,
}

/// How far it is told what nodes' closed intervals came to.
#[frame_support::stored]
#[derive(Copy, Default)]
#[scale_info(capture_docs = "always")]
pub struct ToldCursor {
	/// It is told for all intervals before this one.
	pub interval: Interval,
	/// And for this interval's pages of nodes before this one.
	pub page: PageIndex,
}

/// Intervals for which the time of a deadline has come, and the block that saw it first: a deadline is never
/// over before `MinBlocks` more, so that there was room for everybody's reading.
#[frame_support::stored]
#[derive(Copy, Default)]
#[scale_info(capture_docs = "always")]
pub struct Elapsed {
	/// The last of these intervals.
	pub through: Interval,
	/// The block.
	pub since: u32,
}
