// SPDX-License-Identifier: Apache-2.0

//! How the market's pallets ask each other: books, positions, money.

use alloc::vec::Vec;
use frame_support::{dispatch::DispatchResult, weights::Weight};
use gridmerit_energy::{
	Battery, Charge, Interval, NodeIndex, Order, Planck, Position, Price, Rules, Terms,
};

use crate::{Page, PageIndex, PageSet};

/// Knows the intervals' terms.
pub trait IntervalTerms {
	/// Terms of an interval that has opened and is not yet forgotten.
	fn terms(interval: Interval) -> Option<Terms>;
	/// When an interval begins, in milliseconds since 1970.
	fn start(interval: Interval) -> u64;
	/// The interval that is being delivered.
	fn now() -> Interval;
	/// Whether an interval has no terms and will never have any: it began before there was a tariff for it.
	fn never_opens(interval: Interval) -> bool;
	/// Everything about intervals before this one may be forgotten; 0 before the market begins.
	fn remembered_from() -> Interval;
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

/// The order books, as whoever clears them needs them. From when a round is closed until the next is open,
/// a book that clears changes only by [`Self::put_back`].
pub trait Books: IntervalTerms {
	/// The round to clear: closes the round at hand if its gate has passed. None if it has not, or if
	/// clearing is paused.
	fn closed_round() -> Option<ClosedRound>;
	/// The most that [`Self::closed_round`] may cost.
	fn closed_round_weight() -> Weight;
	/// By which rules an interval clears in this round; none if it is not open in it.
	fn rules(interval: Interval) -> Option<Rules>;
	/// The service fee of an interval that is not forgotten.
	fn fee(interval: Interval) -> Option<Price>;
	/// Whether an interval is to be cleared in a round whose gate has closed.
	fn clears(interval: Interval) -> bool;
	/// The pages on which there may be orders of this round.
	fn pages() -> PageSet;
	/// A page of an interval's book.
	fn page(interval: Interval, page: PageIndex) -> Page<Order>;
	/// Puts back what is left of a page. Whether there are orders on it for the next round.
	fn put_back(interval: Interval, page: PageIndex, orders: Page<Order>) -> bool;
	/// One step towards the next round, which has orders on these pages: whether that round is open, and
	/// what the step cost.
	fn open_next(pages: &PageSet) -> (bool, Weight);
	/// The most that [`Self::open_next`] may cost.
	fn open_next_weight() -> Weight;

	/// Closes a round for a benchmark, with these orders in its first interval.
	#[cfg(feature = "runtime-benchmarks")]
	fn close_with(orders: &[(NodeIndex, Order)]) -> ClosedRound;
}

/// Knows the nodes' positions.
pub trait Positions {
	/// Position of a node.
	fn position(interval: Interval, node: NodeIndex) -> Position;
	/// Whether the positions of an interval that has begun will not change any more: no clearing of it is
	/// under way.
	fn is_final(interval: Interval) -> bool;
}

/// Money of the nodes, as far as orders tie it up.
pub trait Pot<AccountId> {
	/// Sets what must be locked of a node for intervals, none if nothing of it is open there. What is
	/// missing comes from the free balance of `account`.
	fn lock(
		node: NodeIndex,
		account: &AccountId,
		needed: &[(Interval, Option<Planck>)],
	) -> DispatchResult;
	/// Whether a node owes money.
	fn in_arrears(node: NodeIndex) -> bool;
	/// What is locked of a node for intervals, in ascending order; none for those where nothing is open.
	fn locks(node: NodeIndex) -> Vec<(Interval, Planck)>;
	/// All intervals before this one are settled for good.
	fn settled_before() -> Interval;
	/// The most intervals in which a node can have something open.
	fn max_open() -> u32;
}

/// Knows what the batteries of storage nodes hold.
pub trait Batteries {
	/// What a node with this battery has charged, as far as that is metered.
	fn charge(node: NodeIndex, battery: &Battery) -> Charge;
}

/// The rest of a chain, as a pallet's benchmarks need it.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkWorld<AccountId> {
	/// A new node with these roles and the largest limits, and a battery if all it does is to store; its
	/// account is rich.
	fn node(roles: crate::Roles) -> (NodeIndex, AccountId);
	/// Gives a node a settlement meter, which owes readings of all intervals.
	fn meter(_: NodeIndex) {}
	/// An interval that has opened, the oldest that is remembered, with a utility and another node as its
	/// grid account.
	fn open_interval() -> Interval;
	/// Sets the time, in milliseconds since 1970.
	fn set_time(now: u64);
	/// Makes the pages that a node shares with others as full as they can be: positions for an interval
	/// of everybody on its page, itself included if `traded`, something open for itself in all but `free` of
	/// the intervals before `interval` in which it can be, and readings of its battery in as many.
	fn crowd(node: NodeIndex, interval: Interval, traded: bool, free: u32);
}
