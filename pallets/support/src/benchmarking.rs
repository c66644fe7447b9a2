// SPDX-License-Identifier: Apache-2.0

//! The rest of a chain, as the benchmarks of the pallets need it.

use gridmerit_energy::{Interval, NodeIndex, Roles};

/// The rest of a chain, as the benchmarks of the pallets need it: a runtime gives it to each as its `World`. One type
/// can serve all of them, as what they ask for means the same to each; what none of a runtime's pallets asks for can
/// be left out.
///
/// | benchmarks of | ask for |
/// |---|---|
/// | `ledger`, `trust-staking` | [`Self::node`] |
/// | `subsidies` | [`Self::node`], [`Self::next_page`] |
/// | `carbon` | [`Self::node`], [`Self::set_time`] |
/// | `committees` | [`Self::node`], [`Self::trust`], [`Self::draws`] |
/// | `proposals` | [`Self::node`], [`Self::trust`], [`Self::pay`] |
/// | `validators` | [`Self::node`], [`Self::next_page`], [`Self::trust`], [`Self::pay`] |
/// | `forward-market` | [`Self::node`], [`Self::set_time`], [`Self::crowd`], [`Self::trust`] |
/// | `settlement` | [`Self::node`], [`Self::open_interval`], [`Self::set_time`], [`Self::crowd`], [`Self::sell_page`], [`Self::settle_page`], [`Self::owe`] |
/// | `certificates` | [`Self::node`], [`Self::open_interval`], [`Self::set_time`] |
/// | `meter-attestation` | [`Self::node`], [`Self::open_interval`], [`Self::set_time`], [`Self::crowd`], [`Self::bond`], [`Self::settle_page`], [`Self::owe`]; and a `BenchmarkHelper` that signs |
///
/// `te-registry` needs no world. `clearing` asks its [`Books`](crate::Books) and `authorities` its
/// [`MeterRevocation`](crate::MeterRevocation).
pub trait BenchmarkWorld<AccountId> {
	/// A new node with these roles and the largest limits, and a battery if all it does is to store; its
	/// account is rich.
	fn node(roles: Roles) -> (NodeIndex, AccountId);
	/// An interval that has opened, the oldest that is remembered, with a utility and another node as its
	/// grid account. Panics where it is left out.
	fn open_interval() -> Interval {
		unimplemented!("benchmarks of this chain's pallets should ask for no interval")
	}
	/// The next node is the first of a page. Nothing where nodes have no pages.
	fn next_page() {}
	/// Sets the time, in milliseconds since 1970. Nothing where time does not matter.
	fn set_time(_now: u64) {}
	/// Makes the pages that a node shares with others as full as they can be: positions for an interval
	/// of everybody on its page, itself included if `traded`; reading duties of everybody else on it; something
	/// open for itself in all but `free` of the intervals before `interval` in which it can be, none if that is
	/// more than these; and readings of its battery in as many as it can have. Nothing where nothing is traded.
	fn crowd(_node: NodeIndex, _interval: Interval, _traded: bool, _free: u32) {}
	/// Has trust let a node sell all that it can, and waive as much of its locks as it can, by the dearest way to
	/// learn that. Nothing where trust does nothing.
	fn trust(_node: NodeIndex) {}
	/// Has randomness that was made in a session after 0, so that what was fixed in that is drawn. Nothing where nothing is
	/// drawn.
	fn draws() {}
	/// Has a crowded node owe money to another and the utility of an interval owe money to it, as far as it
	/// owes that none; it has so much free that it can pay everything. Nothing where money is not real.
	fn owe(_node: NodeIndex, _interval: Interval) {}
	/// Has all nodes of a node's page sold something for an interval that has opened, at a price that leaves them
	/// something to lose. Nothing where positions are not real.
	fn sell_page(_node: NodeIndex, _interval: Interval) {}
	/// What a node's intervals have in common does not count any more: it is read once, however many of them a call is about. That
	/// is the node itself, its account, and those of the interval's utility and grid account. Nothing where nothing is paid.
	fn known(_node: NodeIndex, _interval: Interval) {}
	/// Has a node bonded so much that an offence of it is punished. Nothing where bonds are not real.
	fn bond(_node: NodeIndex) {}
	/// Has all nodes of a node's page settled, provisionally and for nothing, in the intervals from `first` to
	/// `last`, all of which are known. Nothing where settlements are not real.
	fn settle_page(_node: NodeIndex, _first: Interval, _last: Interval) {}
	/// Has an account that pays something out have enough of it. Nothing where money is not real.
	fn pay(_account: &AccountId) {}
}

/// For a runtime that is compiled with the feature and takes our weights: none of our benchmarks can run in it.
impl<AccountId> BenchmarkWorld<AccountId> for () {
	/// Panics.
	fn node(_: Roles) -> (NodeIndex, AccountId) {
		unimplemented!("give the pallets a `World` to run their benchmarks")
	}
}
