// SPDX-License-Identifier: Apache-2.0

//! `[propose]`: whether the agent proposes dispatches, and what it puts at stake.

use std::path::PathBuf;

use gridmerit_energy::Planck;

use super::{limits::money, reader::Section};

/// How dispatches are proposed for problems that the chain does not solve itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposeRules {
	/// What a proposal has to be paid at least, in planck.
	pub min_reward: Planck,
	/// The most that is put at stake for a problem, in planck.
	pub max_wager: Planck,
	/// The most that is put at stake in a day, in planck.
	pub max_wager_per_day: Planck,
	/// Where bodies are kept until they are shown.
	pub state_file: PathBuf,
}

impl ProposeRules {
	pub(super) fn read(section: &mut Section<'_, '_>) -> Option<Self> {
		section.require("min_reward_unit", "a claim costs a fee, and its wager is at stake");
		section.require("max_wager_unit", "what is at stake for a problem");
		section.require("max_wager_unit_per_day", "what is at stake in a day");
		section.require("state_file", "who loses a body loses its wager");
		let min_reward = money(section, "min_reward_unit", 1);
		let max_wager = money(section, "max_wager_unit", 1);
		let max_wager_per_day = money(section, "max_wager_unit_per_day", 1);
		let state_file = section.path("state_file");
		Some(Self {
			min_reward: min_reward?,
			max_wager: max_wager?,
			max_wager_per_day: max_wager_per_day?,
			state_file: state_file?,
		})
	}
}
