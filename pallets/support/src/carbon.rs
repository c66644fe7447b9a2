// SPDX-License-Identifier: Apache-2.0

//! What emissions have to do with others: certificates ask whether a node takes them for what it has drawn; and who may
//! publish what the grid emits.

use frame_support::{pallet_prelude::DispatchResult, weights::Weight};
use gridmerit_energy::{Interval, NodeIndex, Wh};

/// Knows which energy a zero-carbon demand takes.
pub trait CarbonBounds {
	/// A node is about to cancel certificates of so much energy, in Wh, that a plant fed in in an interval: for what it has
	/// drawn in the same interval, of which there is `drawn` Wh, or in other times, if that is none. Fails if that is outside
	/// the node's bound; notes what of it is tolerated. It is asked last, when nothing else refuses it.
	fn accept(
		node: NodeIndex,
		plant: NodeIndex,
		interval: Interval,
		energy: Wh,
		drawn: Option<Wh>,
	) -> DispatchResult;

	/// The most that [`Self::accept`] may cost.
	fn weight() -> Weight;
}

/// No demand has a bound.
impl CarbonBounds for () {
	fn accept(_: NodeIndex, _: NodeIndex, _: Interval, _: Wh, _: Option<Wh>) -> DispatchResult {
		Ok(())
	}

	fn weight() -> Weight {
		Weight::zero()
	}
}

/// Knows whom the operator trusts to say what the grid emits.
pub trait IntensityPublishers<AccountId> {
	/// Whether an account may publish that.
	fn publishes(account: &AccountId) -> bool;

	/// Trusts an account with it, for a benchmark.
	#[cfg(feature = "runtime-benchmarks")]
	fn trust_publisher(account: &AccountId);
}
