// SPDX-License-Identifier: Apache-2.0

//! What a roof of 5 kW feeds in, in integers, so that a year is the same on every machine.

use gridmerit_energy::Wh;

/// Intervals of a day.
pub const INTERVALS: u32 = 96;

/// Days of the year.
pub const DAYS: u32 = 365;

/// Weather of a year.
pub struct Weather {
	/// For each day what clouds leave of the sun, in thousandths.
	clear: Vec<u64>,
}

impl Weather {
	pub fn new(random: &mut fastrand::Rng) -> Self {
		Self { clear: (0..DAYS).map(|_| random.u64(300..=1_000)).collect() }
	}

	/// What is fed in beyond what the house uses, in Wh, in an interval of a day of the year: a parabola over the
	/// day, longer and higher in summer.
	pub fn surplus(&self, day: u32, interval: u32) -> Wh {
		let summer = summer(day);
		let half_day = 16 + 16 * summer / 1_000;
		let noon = u64::from(interval).abs_diff(48);
		let bright = 1_000 - (1_000 * noon * noon / (half_day * half_day)).min(1_000);
		let peak = 350 + 750 * summer / 1_000;
		let clear = self.clear.get(day as usize).copied().unwrap_or(1_000);
		let made = peak * bright * clear / 1_000_000;
		// The house itself uses a tenth of a kW by day.
		made.saturating_sub(25)
	}
}

/// How much of summer it is, in thousandths: none at the turn of the year, all in the middle.
fn summer(day: u32) -> u64 {
	let away = u64::from(day).abs_diff(182);
	1_000 - (1_000 * away * away / (182 * 182)).min(1_000)
}
