// SPDX-License-Identifier: Apache-2.0

//! Floor 3, the forward market: time, terms, books and positions.

use alloc::vec::Vec;

use frame_support::weights::Weight;
use gridmerit_energy::{
	Battery, FeedInRight, Interval, Metered, NodeIndex, Order, Planck, Position, Price, Rules,
	Tariff, Terms, Wh,
};

use crate::{Bus, BusSet, FeedIn, Page, PageIndex, PageSet};

/// Counts the delivery intervals.
pub trait IntervalClock {
	/// The interval that is being delivered.
	fn now() -> Interval;
	/// When an interval begins, in milliseconds since 1970.
	fn start(interval: Interval) -> u64;
}

/// Knows the intervals' terms.
pub trait IntervalTerms {
	/// Terms of an interval that has opened and is not yet forgotten.
	fn terms(interval: Interval) -> Option<Terms>;
	/// Whether an interval has no terms and will never have any: it began before there was a tariff for it.
	fn never_opens(interval: Interval) -> bool;
	/// Everything about intervals before this one may be forgotten; 0 before the market begins.
	fn remembered_from() -> Interval;
}

/// Knows which intervals' tariffs were corrected, towards the customer: what was settled by the tariff before
/// has to be settled anew. [`IntervalTerms::terms`] says the tariff as it is corrected.
///
/// Whoever settles asks for [`Self::next_correction`], settles the nodes of that interval anew, and says so with
/// [`Self::correction_done`]. Until then the interval must not be closed, and is not corrected again.
pub trait TariffCorrections {
	/// The tariff before the correction, of an interval whose correction is not done.
	fn tariff_before(interval: Interval) -> Option<Tariff>;
	/// The interval whose correction was asked for first and is not done.
	fn next_correction() -> Option<Interval>;
	/// Notes that all that was settled by the tariff before is settled anew.
	fn correction_done(interval: Interval);
}

/// Knows the nodes' positions, and what is left of their orders.
pub trait Positions {
	/// Position of a node.
	fn position(interval: Interval, node: NodeIndex) -> Position;
	/// Positions of the nodes that share a page.
	fn positions(interval: Interval, page: PageIndex) -> Page<Position>;
	/// The pages of nodes that have traded in an interval, or have orders left there; and how many keys of
	/// storage were looked at for that, at most two a page.
	fn traded_pages(interval: Interval) -> (PageSet, u32);
	/// The orders of a page that are left in an interval that is over. Some of them may still lock something.
	fn expired(interval: Interval, page: PageIndex) -> Page<Order>;
	/// Whether the positions of an interval that has begun will not change any more: no clearing of it is
	/// under way.
	fn is_final(interval: Interval) -> bool;
	/// What trust waives of what a node has locked, by interval, in planck.
	fn waived(node: NodeIndex) -> Vec<(Interval, Planck)>;
}

/// How far intervals are settled for good.
pub trait ClosedIntervals {
	/// All intervals before this one are settled for good.
	fn closed_until() -> Interval;
	/// Notes that all intervals before this one are.
	fn close_until(interval: Interval);
	/// Notes that all intervals before this one, which are settled for good, are needed by nobody any more: from now
	/// on they may be forgotten.
	fn need_from(interval: Interval);
}

/// Remembers intervals for pallets that read them when they are settled for good, and may come late: after a halt of the
/// chain, or where blocks are full.
pub trait IntervalReaders {
	/// Notes that a pallet, by its index in the runtime, still needs all from this interval on; nothing, if none. Before
	/// that nothing of them is forgotten, unless the reader falls far behind.
	fn note_reader(reader: u8, from: Option<Interval>);
	/// The most that [`Self::note_reader`] costs.
	fn note_reader_weight() -> Weight;
}

/// Told what went through the meters of storage nodes.
pub trait BatteryFlows {
	/// What a battery did in an interval, as far as is known by now. A later report replaces an earlier one.
	fn report(node: NodeIndex, battery: Battery, interval: Interval, flow: Metered);
}

/// A round whose gate has closed, with the intervals to clear in it.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub struct ClosedRound {
	/// The round.
	pub number: Interval,
	/// First interval to clear.
	pub first: Interval,
	/// Last interval to clear.
	pub last: Interval,
}

/// What the orders of a page get: as many quantities as it has demands and offers, in its order.
#[derive(Clone, Copy, Debug)]
pub struct Fills<'a> {
	/// What each demand gets, in Wh.
	pub bought: &'a [Wh],
	/// What each offer sells, in Wh.
	pub sold: &'a [Wh],
	/// At which prices.
	pub prices: Prices<'a>,
}

/// The prices of what the orders of a page get, in planck per Wh.
#[derive(Clone, Copy, Debug)]
pub enum Prices<'a> {
	/// The same for all.
	One(Price),
	/// For each order that of its zone.
	Each {
		/// What each demand pays.
		buying: &'a [Price],
		/// What each offer gets.
		selling: &'a [Price],
	},
}

impl Prices<'_> {
	/// What the demand with this number pays.
	pub fn buying(&self, number: usize) -> Price {
		match self {
			Self::One(price) => *price,
			Self::Each { buying, .. } => buying.get(number).copied().unwrap_or(0),
		}
	}

	/// What the offer with this number gets.
	pub fn selling(&self, number: usize) -> Price {
		match self {
			Self::One(price) => *price,
			Self::Each { selling, .. } => selling.get(number).copied().unwrap_or(0),
		}
	}
}

/// The order books, as whoever clears them needs them. From when a round is closed until the next is open,
/// a book that clears changes only by [`Self::fill`].
pub trait Books: IntervalTerms + Positions + FeedIn {
	/// The round to clear: closes the current round if its gate has passed. None if it has not, or if
	/// clearing is paused.
	fn closed_round() -> Option<ClosedRound>;
	/// The most that [`Self::closed_round`] may cost.
	fn closed_round_weight() -> Weight;
	/// By which rules an interval clears in this round; none if it is not open in it.
	fn rules(interval: Interval) -> Option<Rules>;
	/// Whether an interval is to be cleared in a round whose gate has closed.
	fn clears(interval: Interval) -> bool;
	/// The pages on which there may be orders of this round.
	fn pages() -> PageSet;
	/// A page of an interval's book.
	fn page(interval: Interval, page: PageIndex) -> Page<Order>;
	/// On which buses the nodes of a page hang in an interval, if they have posted for it and it has a grid with lines.
	/// That of a node is the same in all rounds of an interval, and its grid has it.
	fn buses(interval: Interval, page: PageIndex) -> Page<Bus>;
	/// Adds to the congestion rent of an interval, in planck.
	fn add_rent(interval: Interval, rent: Planck);
	/// Whether an interval clears for the last time in this round.
	fn is_last_round(interval: Interval) -> bool;
	/// Notes above which buses a line is full, now that trading for an interval is over.
	fn note_full_lines(interval: Interval, buses: BusSet);
	/// Fills the orders of a page, as they were read: positions are written, and what is left of the orders
	/// stays if it can trade in the next round. Without fills, or if all of them are 0, no position is
	/// written. Whether any order stays.
	fn fill(
		interval: Interval,
		page: PageIndex,
		orders: Page<Order>,
		fills: Option<Fills<'_>>,
	) -> bool;
	/// One step towards the next round, which has orders on these pages: whether that round is open, and
	/// what the step cost.
	fn open_next(pages: &PageSet) -> (bool, Weight);
	/// The most that [`Self::open_next`] may cost.
	fn open_next_weight() -> Weight;
	/// All positions of intervals that are not pruned. Only for `try_state`: it reads everything.
	fn all_positions() -> Vec<(Interval, PageIndex, Page<Position>)>;
	/// All rights to feed in of intervals that are not pruned. Only for `try_state`: it reads everything.
	fn all_rights() -> Vec<(Interval, PageIndex, Page<FeedInRight>)>;

	/// Closes a round for a benchmark, with these orders in its first interval.
	#[cfg(feature = "runtime-benchmarks")]
	fn close_with(orders: &[(NodeIndex, Order)]) -> ClosedRound;

	/// Says for a benchmark on which buses nodes hang in an interval.
	#[cfg(feature = "runtime-benchmarks")]
	fn place(interval: Interval, nodes: &[(NodeIndex, Bus)]);
}
