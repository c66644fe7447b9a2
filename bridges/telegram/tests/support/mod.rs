// SPDX-License-Identifier: Apache-2.0

//! What the tests of all formats look at.

use gridmerit_telegram::{Direction, Telegram, Total};

/// What was ever drawn and fed in, in whole Wh.
pub fn totals(telegram: &Telegram) -> (u64, u64) {
	let total = |direction| {
		let total = Total::find(&telegram.registers, direction).unwrap();
		total.map_or(0, |total| total.energy.whole_wh())
	};
	(total(Direction::Import), total(Direction::Export))
}
