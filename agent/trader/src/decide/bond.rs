// SPDX-License-Identifier: Apache-2.0

//! How much to bond: the rulebook applied to how the node stands.

use gridmerit_client::units::unit;
use gridmerit_energy::Planck;
use gridmerit_trust::TrustStanding;

use crate::rulebook::BondRules;

/// What is worth a transaction: a hundredth of the target, unless less is missing.
const WORTH: Planck = 100;

/// What a decision on the bond rests on.
#[derive(Clone, Copy, Debug)]
pub struct Bonded {
	/// How the node stands.
	pub standing: TrustStanding,
	/// What was bonded when it last looked, in planck; none if it has not.
	pub before: Option<Planck>,
	/// What is free in the account, in planck.
	pub free: Planck,
	/// What of that the market would leave to orders: all but what fees and the account itself need, in planck.
	pub funds: Planck,
	/// What the agent has bonded today, in planck.
	pub today: Planck,
	/// What it has bonded in all, in planck.
	pub in_all: Planck,
}

/// What to do about the bond.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BondDecision {
	/// It is what it should be, or more.
	Enough,
	/// It is not, and nothing can be done about it, because.
	Wait(String),
	/// Bond so much more, in planck, because.
	Bond(Planck, String),
}

/// Decides how much more to bond. Never to take anything out.
pub fn decide_bond(rules: &BondRules, at: &Bonded) -> BondDecision {
	let TrustStanding { bonded, unbonding, pending, .. } = at.standing;
	let target = rules.target;
	let missing = target.saturating_sub(bonded);
	if missing == 0 {
		return BondDecision::Enough;
	}
	if pending > 0 {
		return BondDecision::Wait(
			"a slash waits for the end of its dispute window: nothing is bonded before it is decided".into(),
		);
	}
	// The agent never does that: somebody wants the bond to be smaller.
	if unbonding > 0 {
		return BondDecision::Wait(format!(
			"{} were taken out by hand and not withdrawn yet: nothing is bonded meanwhile. If the bond is to stay \
			 smaller, lower bond.target_unit",
			unit(unbonding)
		));
	}
	let left = |most: Planck, used: Planck| most.saturating_sub(used);
	let limits = [
		(left(rules.max_per_day, at.today), "bond.max_unit_per_day"),
		(rules.max.map_or(Planck::MAX, |most| left(most, at.in_all)), "bond.max_unit"),
		(left(at.free, rules.reserve), "bond.reserve_unit"),
		(at.funds, "the account has to keep a reserve for fees"),
	];
	let none = (missing, None);
	let (amount, limit) = limits.into_iter().fold(none, |(least, set_by), (most, name)| {
		if most < least { (most, Some(name)) } else { (least, set_by) }
	});
	let set_by = limit.map_or_else(String::new, |name| format!(" ({name})"));
	if amount < missing.min(target / WORTH).max(1) {
		let missing = unit(missing);
		return BondDecision::Wait(format!(
			"{missing} are missing to the target, and stay so{set_by}"
		));
	}
	let now = match at.before {
		Some(before) if before > bonded => {
			format!("it has fallen from {} to {}", unit(before), unit(bonded))
		},
		_ => format!("it was {}", unit(bonded)),
	};
	BondDecision::Bond(amount, format!("{now}, and is to be {}{set_by}", unit(target)))
}
