// SPDX-License-Identifier: Apache-2.0

//! Weights of the steps.

use frame_support::weights::Weight;

/// Weights of the steps.
pub trait WeightInfo {
	/// Looking whether there is something to do, and keeping how far it has come.
	fn poll() -> Weight;
	/// Going on to an interval, or from one stage to the next.
	fn turn() -> Weight;
	/// Counting a page of `r` orders.
	fn count(r: u32) -> Weight;
	/// Filling a page of `r` orders for the assignment, and making fewer transactions than a page holds.
	fn load(r: u32) -> Weight;
	/// Making a page of transactions and writing it.
	fn assign() -> Weight;
	/// Writing positions and what is left of a page of `r` orders.
	fn fill(r: u32) -> Weight;
	/// Forgetting one entry.
	fn prune() -> Weight;
}

impl WeightInfo for () {
	fn poll() -> Weight {
		Weight::from_parts(1, 0)
	}
	fn turn() -> Weight {
		Weight::from_parts(1, 0)
	}
	fn count(_: u32) -> Weight {
		Weight::from_parts(1, 0)
	}
	fn load(_: u32) -> Weight {
		Weight::from_parts(1, 0)
	}
	fn assign() -> Weight {
		Weight::from_parts(1, 0)
	}
	fn fill(_: u32) -> Weight {
		Weight::from_parts(1, 0)
	}
	fn prune() -> Weight {
		Weight::from_parts(1, 0)
	}
}
