// SPDX-License-Identifier: Apache-2.0

//! Floors 4 and 5: what a reading settles, what is settled, who must report, and which meters do not count any more.

use alloc::vec::Vec;
use frame_support::{pallet_prelude::*, traits::ConstU32, weights::Weight};
use gridmerit_energy::{Basis, Interval, MeterIndex, Metered, NodeIndex, PageIndex, Wh};

/// Most spans of a [`ReadingDuty`]: as many times as settlement meter as are remembered of a node.
pub const MAX_SPANS: u32 = 3;

/// In which intervals a node owes a reading.
#[frame_support::stored]
#[derive(Default)]
#[scale_info(capture_docs = "always")]
pub struct ReadingDuty {
	/// Spans of intervals, in ascending order: the first, and the one after the last if there is a last.
	pub spans: BoundedVec<(Interval, Option<Interval>), ConstU32<MAX_SPANS>>,
}

impl ReadingDuty {
	/// Whether a reading is owed for an interval.
	pub fn owes(&self, interval: Interval) -> bool {
		self.spans
			.iter()
			.any(|(from, until)| *from <= interval && until.is_none_or(|until| interval < until))
	}
}

/// Told in which intervals nodes are metered: who is not should not trade.
pub trait MeteredNodes {
	/// In which intervals a settlement meter measures a node, from now on.
	fn set_metered(node: NodeIndex, duty: &ReadingDuty);
}

/// Why a node's interval cannot be settled with a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsettleable {
	/// There is no node with this index.
	UnknownNode,
	/// The interval is not known: it has never opened, or the market began later.
	UnknownInterval,
	/// The interval is not over.
	NotOver,
	/// Trading in the interval is not finished.
	NotFinal,
	/// The utility does not settle with itself.
	IsUtility,
	/// It is settled with a reading already.
	Settled,
	/// Its dispute window has ended.
	Closed,
}

/// Settles what was traded with what was metered.
pub trait Settlement {
	/// What readings that come together have in common: it is looked up and stored once for all that follow
	/// each other by interval and node. Nothing else may settle before it is stored.
	type Shared: Default;
	/// A node's interval that a reading can settle, with all that was looked up to know that.
	type Case;
	/// A node's interval, if it can be settled with a reading now.
	fn case(
		shared: &mut Self::Shared,
		interval: Interval,
		node: NodeIndex,
	) -> Result<Self::Case, Unsettleable>;
	/// A node's interval, if it is settled because its settlement meter was silent, or because a reading does not
	/// count any more: what another of its meters has read can settle it instead, until that meter is heard.
	fn spare_case(
		shared: &mut Self::Shared,
		interval: Interval,
		node: NodeIndex,
	) -> Option<Self::Case>;
	/// Settles a node's interval with a reading, or settles it anew if that was provisional. Whether it was
	/// more work than the first settlement of a node within its limits, without battery and debts. Changes
	/// nothing if it fails. Nothing may have been settled since the case was looked up.
	fn settle(
		shared: &mut Self::Shared,
		case: Self::Case,
		metered: Metered,
	) -> Result<bool, DispatchError>;
	/// The most that rights to feed in add to a settlement that shares nothing with the one before; nothing on a chain
	/// without a grid.
	fn rights_weight() -> Weight {
		Weight::zero()
	}
	/// Stores what has been settled.
	fn store(shared: &mut Self::Shared);
	/// Settles a node's interval anew as if its settlement meter were silent, as that meter's reading does not count
	/// any more; whether there was anything to reopen. That is possible in the interval's first dispute window
	/// only; a second one follows, in which the owner can answer.
	fn reopen(interval: Interval, node: NodeIndex) -> bool;
	/// The same of what a spare meter has settled.
	fn reopen_spare(interval: Interval, node: NodeIndex) -> bool;
	/// Charges what a node drew from `first` to `last` in intervals without a reading, as far as these were
	/// not settled with as much, at the dearest time-of-use price of all.
	fn charge_unaccounted(node: NodeIndex, first: Interval, last: Interval, drawn: Wh);
	/// The most intervals that such a charge looks at.
	fn looked_at() -> u32;
	/// The most intervals from the first that is not settled for good to the last that is over, by the rule of
	/// today and unless the chain was halted.
	fn window() -> u32;
	/// The same, by the longest dispute window that the rule may be.
	fn max_window() -> u32;
	/// The most of these that can be reopened: those in their first dispute window.
	fn reopenable() -> u32;
	/// Says in which intervals a node owes a reading from now on.
	fn set_duty(node: NodeIndex, duty: ReadingDuty);
	/// In which intervals a node owes a reading, as was said last.
	fn duty(node: NodeIndex) -> ReadingDuty;
}

/// What a node's interval is settled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SettledEnergy {
	/// The node.
	pub node: NodeIndex,
	/// By what it is settled.
	pub basis: Basis,
	/// What of the metered energy counts.
	pub metered: Metered,
}

/// Knows what intervals were settled with that are not forgotten. Until an interval is settled for good it may still change.
pub trait SettledIntervals {
	/// How the nodes that share a page are settled, in ascending order.
	fn settled(interval: Interval, page: PageIndex) -> Vec<SettledEnergy>;
	/// How a node is settled.
	fn settled_node(interval: Interval, node: NodeIndex) -> Option<SettledEnergy>;

	/// Settles a node for a benchmark.
	#[cfg(feature = "runtime-benchmarks")]
	fn settle_for(interval: Interval, row: SettledEnergy);
}

/// Meters, as those who can report them as compromised need them.
pub trait MeterRevocation<AccountId> {
	/// Whether there is a meter with this index.
	fn exists(meter: MeterIndex) -> bool;
	/// The node that a meter is bound to.
	fn node_of(meter: MeterIndex) -> Option<NodeIndex>;
	/// Revokes a meter since an interval on behalf of `by`: its readings from then on do not count, and what
	/// they have settled is opened again. How many readings that struck out.
	fn revoke(meter: MeterIndex, by: &AccountId, since: Interval) -> Result<u32, DispatchError>;
	/// Takes back what `by` has revoked.
	fn restore(meter: MeterIndex, by: &AccountId);
	/// What [`Self::revoke`] costs that strikes out so many readings.
	fn revoke_weight(struck_out: u32) -> Weight;
	/// The most readings that one revocation can strike out.
	fn max_struck_out() -> u32;
	/// Whether this index was ever given to a meter, even if that is forgotten. Only for `try_state`.
	fn was_registered(meter: MeterIndex) -> bool;
	/// All that is revoked on behalf of others: which meter, by whom, since when. Only for `try_state`: it
	/// reads everything.
	fn revocations() -> Vec<(MeterIndex, AccountId, Interval)>;

	/// A meter for a benchmark, bound to a node and revoked on behalf of as many as can be but one; and the
	/// account of its node.
	#[cfg(feature = "runtime-benchmarks")]
	fn busy_meter() -> (MeterIndex, AccountId);
}
