// SPDX-License-Identifier: Apache-2.0

//! Trust: what the chain says of it, and the calls that bond, back and claim. And the work that an application takes.

mod calls;
mod reads;

pub use calls::{
	back, bond, claim, claim_backing, set_commission, unback, unbond, withdraw_backing,
	withdraw_unbonded,
};

use gridmerit_energy::{NodeIndex, Planck};
use gridmerit_trust::{Offence, Part, SessionIndex, Unbonding};
use scale_decode::DecodeAsType;
use subxt::utils::{AccountId32, H256};

/// A node's own bond, as far as its standing does not say it.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
pub struct Stake {
	/// Whose money it is.
	pub owner: Option<AccountId32>,
	/// What is on its way out, oldest first.
	pub unbonding: Vec<Unbonding>,
	/// What the node keeps of its backers' rewards from a session on.
	pub next_commission: Option<(SessionIndex, Part)>,
}

/// A slash that waits for the end of its dispute window.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
pub struct PendingSlash {
	/// Whose bond it takes from.
	pub node: NodeIndex,
	/// For what; none if for nothing but a debt.
	pub offence: Option<Offence>,
	/// How severe that was.
	pub severity: Part,
	/// Which part of what is bonded it takes.
	pub fraction: Part,
	/// Whom it has cost how much, in planck.
	pub damage: Option<(NodeIndex, Planck)>,
	/// By what it is proven.
	pub evidence: H256,
	/// When it was reported.
	pub reported: SessionIndex,
	/// The session that applies it.
	pub due: SessionIndex,
}

/// What somebody has behind a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backing {
	/// What its shares are worth, in planck.
	pub backed: Planck,
	/// What it has on its way out, in planck.
	pub leaving: Planck,
	/// Rewards that it can claim, in planck.
	pub owed: Planck,
}

/// A node as the registry has it.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
pub struct Registered {
	/// Who acts for it.
	pub account: AccountId32,
	/// What the operator has admitted, as far as it is asked for.
	pub data: Admitted,
	/// Whether it is suspended.
	pub suspended: bool,
}

/// What the operator has admitted of a node, as far as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
pub struct Admitted {
	/// Bus of the grid model that it is connected to.
	pub bus: u16,
}
