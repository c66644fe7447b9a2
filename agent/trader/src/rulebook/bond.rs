// SPDX-License-Identifier: Apache-2.0

//! `[bond]`: what the agent bonds for the node.

use super::{limits::money, reader::Section};
use gridmerit_energy::Planck;

/// How the node's own bond is kept up. Nothing is ever taken out of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BondRules {
	/// What the bond is kept at, in planck.
	pub target: Planck,
	/// The most that is bonded in a day, in planck.
	pub max_per_day: Planck,
	/// The most that is bonded in all while the agent runs, in planck.
	pub max: Option<Planck>,
	/// What always stays free in the account, in planck.
	pub reserve: Planck,
}

impl BondRules {
	pub(super) fn read(section: &mut Section<'_, '_>) -> Option<Self> {
		section.require("target_unit", "what the bond is kept at");
		section.require("max_unit_per_day", "each slash would be made up at once");
		section.require("reserve_unit", "what stays free to trade with");
		let target = money(section, "target_unit", 1);
		let max_per_day = money(section, "max_unit_per_day", 1);
		let max = money(section, "max_unit", 0);
		let reserve = money(section, "reserve_unit", 0);
		Some(Self { target: target?, max_per_day: max_per_day?, max, reserve: reserve? })
	}
}
