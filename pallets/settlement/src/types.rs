// SPDX-License-Identifier: Apache-2.0

//! What is stored about the nodes' money and their settled intervals.

use frame_support::{pallet_prelude::*, traits::fungible::Inspect};
use gridmerit_energy::{Basis, Battery, Interval, Metered, NodeIndex, Planck, Wh};

use crate::Config;

/// Balance of a runtime.
pub type BalanceOf<T> =
	<<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

/// What is locked of a node for each interval in which something is open, in ascending order.
pub type LocksOf<T> = BoundedVec<(Interval, BalanceOf<T>), <T as Config>::MaxOpen>;

/// [`Account`] of a runtime.
pub type AccountOf<T> = Account<BalanceOf<T>, LocksOf<T>>;

/// A node's money in the pot.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct Account<Balance, Locks> {
	/// What of the pot belongs to it.
	pub credit: Balance,
	/// How much of that is tied up: the sum of `locks`, and of a utility what is held back because it was
	/// paid provisionally.
	pub locked: Balance,
	/// What it owes to others.
	pub debts: Balance,
	/// What others owe to it.
	pub claims: Balance,
	/// What is tied up, by interval.
	pub locks: Locks,
}

impl<Balance: Default, Locks: Default> Default for Account<Balance, Locks> {
	fn default() -> Self {
		Self {
			credit: Default::default(),
			locked: Default::default(),
			debts: Default::default(),
			claims: Default::default(),
			locks: Default::default(),
		}
	}
}

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
	/// What the utility was paid for it and has to leave in the pot, as it is provisional.
	#[codec(compact)]
	pub held: Planck,
}

impl Settled {
	/// What of the metered energy counts.
	pub fn metered(&self) -> Metered {
		Metered { import: self.import, export: self.export }
	}
}

/// How far the settlement of silent nodes is.
#[frame_support::stored]
#[derive(Copy, Default)]
#[scale_info(capture_docs = "always")]
pub struct Progress {
	/// All intervals before this one are settled, at least provisionally.
	pub interval: Interval,
	/// And so are this interval's nodes before this one.
	pub node: NodeIndex,
}

/// Intervals whose time has come, and the block that saw it first: a deadline is never over before
/// `MinBlocks` more, so that a chain that was halted makes nobody late.
#[frame_support::stored]
#[derive(Copy, Default)]
#[scale_info(capture_docs = "always")]
pub struct Passed {
	/// The last of these intervals.
	pub through: Interval,
	/// The block.
	pub since: u32,
}

/// [`Store`] of a runtime.
pub type StoreOf<T> = Store<BoundedVec<(Interval, Metered), <T as Config>::MaxOpen>>;

/// What a storage node has charged, as far as its meter has said.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct Store<Flows> {
	/// The battery that was declared. Another declaration starts anew.
	pub battery: Battery,
	/// What it held when interval `from` began, in Wh.
	pub energy: Wh,
	/// From this interval on settlements may change.
	pub from: Interval,
	/// What was metered since, in ascending order of intervals.
	pub metered: Flows,
}
