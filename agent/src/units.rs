// SPDX-License-Identifier: Apache-2.0

//! Numbers for people: kWh, UNIT, UNIT per kWh. Exact: nothing goes through a float.

use gridmerit_primitives::{Planck, Price, Wh};

/// Planck of a UNIT.
pub const UNIT: Planck = 1_000_000_000;

fn decimal(whole: u128, part: u128, digits: usize) -> String {
	let part = format!("{part:0digits$}");
	let part = part.trim_end_matches('0');
	if part.is_empty() { whole.to_string() } else { format!("{whole}.{part}") }
}

/// Energy, in kWh.
pub fn kwh(energy: Wh) -> String {
	format!("{} kWh", decimal((energy / 1_000).into(), (energy % 1_000).into(), 3))
}

/// Money, in UNIT.
pub fn unit(money: Planck) -> String {
	format!("{} UNIT", decimal(money / UNIT, money % UNIT, 9))
}

/// Money that may be negative, in UNIT.
pub fn unit_signed(money: i128) -> String {
	format!("{}{}", if money < 0 { "-" } else { "" }, unit(money.unsigned_abs()))
}

/// A price, in UNIT per kWh: planck per Wh are millionths of that.
pub fn price(price: Price) -> String {
	format!("{} UNIT/kWh", decimal((price / 1_000_000).into(), (price % 1_000_000).into(), 6))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn numbers_for_people_are_exact() {
		assert_eq!(kwh(0), "0 kWh");
		assert_eq!(kwh(1_234_567), "1234.567 kWh");
		assert_eq!(kwh(7_500), "7.5 kWh");
		assert_eq!(unit(1), "0.000000001 UNIT");
		assert_eq!(unit_signed(-2_500_000_000), "-2.5 UNIT");
		assert_eq!(unit_signed(i128::MIN), format!("-{}", unit(i128::MIN.unsigned_abs())));
		assert_eq!(price(120_000), "0.12 UNIT/kWh");
	}
}
