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
	/// of everybody on its page, itself included if `traded`; reading duties of everybody else on it; something
	/// open for itself in all but `free` of the intervals before `interval` in which it can be, none if that is
	/// more than these; and readings of its battery in as many as it can have.
	fn crowd(node: NodeIndex, interval: Interval, traded: bool, free: u32);
	/// Makes it as dear as it can be to charge a crowded node for what it drew from `first` to `last`: all of
	/// these intervals are known, and all nodes of its page settled in them; the utility owes it money, and
	/// the node owes to another, and can pay both charge and debt. Nothing where money is not real.
	fn dearest_charge(_node: NodeIndex, _first: Interval, _last: Interval) {}
}
