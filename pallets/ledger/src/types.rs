// SPDX-License-Identifier: Apache-2.0

//! What is stored about the nodes' money.

use frame_support::{pallet_prelude::*, traits::fungible::Inspect};
use gridmerit_energy::Interval;

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
	/// How much of that is tied up: the sum of `locks`, and `withheld`.
	pub locked: Balance,
	/// How much of it was paid for what may still change, and must stay until it is released.
	pub withheld: Balance,
	/// What it owes to others.
	pub debts: Balance,
	/// What others owe to it.
	pub claims: Balance,
	/// What is tied up for intervals.
	pub locks: Locks,
}

impl<Balance: Default, Locks: Default> Default for Account<Balance, Locks> {
	fn default() -> Self {
		Self {
			credit: Default::default(),
			locked: Default::default(),
			withheld: Default::default(),
			debts: Default::default(),
			claims: Default::default(),
			locks: Default::default(),
		}
	}
}
