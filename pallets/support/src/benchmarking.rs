// SPDX-License-Identifier: Apache-2.0

//! The rest of a chain, as a pallet's benchmarks need it.

use gridmerit_energy::{Interval, NodeIndex, Roles};

/// The rest of a chain, as a pallet's benchmarks need it.
pub trait BenchmarkWorld<AccountId> {
	/// A new node with these roles and the largest limits, and a battery if all it does is to store; its
	/// account is rich.
	fn node(roles: Roles) -> (NodeIndex, AccountId);
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
