// SPDX-License-Identifier: Apache-2.0

//! Calls of trust staking.

use gridmerit_energy::{NodeIndex, Planck};
use gridmerit_trust::Part;
use subxt::{dynamic::Value, utils::AccountId32};

use crate::calls::{Call, call};

fn trust(name: &str, fields: Vec<(&str, Value<()>)>) -> Call {
	call("TrustStaking", name, fields)
}

fn amount(planck: Planck) -> (&'static str, Value<()>) {
	("amount", Value::u128(planck))
}

fn of(node: NodeIndex) -> (&'static str, Value<()>) {
	("node", node.into())
}

fn by(backer: &AccountId32) -> (&'static str, Value<()>) {
	("backer", Value::from_bytes(backer.0))
}

/// Bonds more for the sender's node.
pub fn bond(planck: Planck) -> Call {
	trust("bond", vec![amount(planck)])
}

/// Takes some of a node's own bond out; it can be withdrawn later.
pub fn unbond(node: NodeIndex, planck: Planck) -> Call {
	trust("unbond", vec![of(node), amount(planck)])
}

/// Gives what of a node's own bond has been on its way out for long enough back to its owner.
pub fn withdraw_unbonded(node: NodeIndex) -> Call {
	trust("withdraw_unbonded", vec![of(node)])
}

/// Says what of its backers' rewards the sender's node keeps.
pub fn set_commission(commission: Part) -> Call {
	let commission = Value::u128(commission.as_billionths().into());
	trust("set_commission", vec![("commission", commission)])
}

/// Bonds the sender's money behind a node.
pub fn back(node: NodeIndex, planck: Planck) -> Call {
	trust("back", vec![of(node), amount(planck)])
}

/// Takes some of what the sender has behind a node out; it can be withdrawn later.
pub fn unback(node: NodeIndex, planck: Planck) -> Call {
	trust("unback", vec![of(node), amount(planck)])
}

/// Gives what a backer has had on its way out for long enough back to it.
pub fn withdraw_backing(node: NodeIndex, backer: &AccountId32) -> Call {
	trust("withdraw_backing", vec![of(node), by(backer)])
}

/// Pays a node's own rewards to its account.
pub fn claim(node: NodeIndex) -> Call {
	trust("claim", vec![of(node)])
}

/// Pays what a backer has earned behind a node.
pub fn claim_backing(node: NodeIndex, backer: &AccountId32) -> Call {
	trust("claim_backing", vec![of(node), by(backer)])
}
