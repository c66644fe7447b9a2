// SPDX-License-Identifier: Apache-2.0

//! What is stored about the nodes' money.

use frame_support::{pallet_prelude::*, traits::fungible::Inspect};
use gridmerit_primitives::{Deviation, Interval, Metered, Position};

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
	/// How much of that is tied up: the sum of `locks`.
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

/// [`Invoice`] of a runtime.
pub type InvoiceOf<T> = Invoice<BalanceOf<T>>;

/// How a node's interval was settled.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct Invoice<Balance> {
	/// What it had bought and sold from its neighbours; the cost contains the fee.
	pub position: Position,
	/// What its meter saw.
	pub metered: Metered,
	/// What it traded with the utility in real time.
	pub deviation: Deviation,
	/// The service fee on what it bought.
	pub fee: Balance,
	/// What it got, all in all.
	pub credited: Balance,
	/// What it paid, all in all.
	pub charged: Balance,
	/// What it could not pay of the charge: its debt to the utility, unless that was set off.
	pub arrears: Balance,
	/// What the utility could not pay: its debt to the node, unless that was set off.
	pub claim: Balance,
}
