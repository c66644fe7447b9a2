// SPDX-License-Identifier: Apache-2.0

//! Energy as registers show it.

use crate::fault::Fault;

/// Energy that a register shows, in thousandths of a Wh: finer than any meter counts, so sums of registers are
/// exact. What a register shows beyond that is dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Energy(u64);

/// The power of ten from Wh to the unit of this type.
const FINEST: i32 = -3;

impl Energy {
	/// The whole Wh in it: readings state those.
	pub fn whole_wh(self) -> u64 {
		self.0 / 1_000
	}

	/// The sum.
	pub fn plus(self, other: Self) -> Result<Self, Fault> {
		self.0.checked_add(other.0).map(Self).ok_or(Fault::TooLarge)
	}

	/// `value * 10^exponent` Wh.
	pub fn scaled(value: i128, exponent: i32) -> Result<Self, Fault> {
		let value = u128::try_from(value).map_err(|_| Fault::Negative)?;
		let shift = exponent.checked_sub(FINEST).ok_or(Fault::TooLarge)?;
		let factor = 10_u128.checked_pow(shift.unsigned_abs());
		let finest = match (shift >= 0, factor) {
			_ if value == 0 => 0,
			(true, factor) => {
				factor.and_then(|factor| value.checked_mul(factor)).ok_or(Fault::TooLarge)?
			},
			(false, factor) => factor.map_or(0, |factor| value / factor),
		};
		u64::try_from(finest).map(Self).map_err(|_| Fault::TooLarge)
	}

	/// A decimal with a unit, such as `001234.567` and `kWh`.
	pub fn decimal(number: &str, unit: &str) -> Result<Self, Fault> {
		let exponent = match unit.to_ascii_lowercase().as_str() {
			"wh" => 0,
			"kwh" => 3,
			"mwh" => 6,
			_ => return Err(Fault::Unit(unit.into())),
		};
		let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
		let bad = || Fault::Number(number.into());
		let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
		if whole.is_empty() || !digits(whole) || !digits(decimals) {
			return Err(bad());
		}
		let value = format!("{whole}{decimals}").parse().map_err(|_| bad())?;
		let places = i32::try_from(decimals.len()).map_err(|_| bad())?;
		Self::scaled(value, exponent - places)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn decimals_are_exact_and_cut_below_a_thousandth_of_a_wh() {
		let wh = |number, unit| Energy::decimal(number, unit).unwrap().0;
		assert_eq!(wh("004426.400", "kWh"), 4_426_400_000);
		assert_eq!(wh("1.1", "Wh"), 1_100);
		assert_eq!(wh("0.1239999", "Wh"), 123);
		assert_eq!(wh("2", "MWh"), 2_000_000_000);
		assert_eq!(Energy::scaled(123_456, -1).unwrap().whole_wh(), 12_345);
		assert_eq!(Energy::scaled(7, -40).unwrap().0, 0);
	}

	#[test]
	fn what_is_no_energy_is_refused() {
		assert_eq!(Energy::decimal("1,5", "kWh"), Err(Fault::Number("1,5".into())));
		assert_eq!(Energy::decimal("", "kWh"), Err(Fault::Number(String::new())));
		assert_eq!(Energy::decimal("+1", "kWh"), Err(Fault::Number("+1".into())));
		assert_eq!(Energy::decimal("1", "kvarh"), Err(Fault::Unit("kvarh".into())));
		assert_eq!(Energy::scaled(-1, 0), Err(Fault::Negative));
		assert_eq!(Energy::scaled(1, 40), Err(Fault::TooLarge));
		assert_eq!(Energy::scaled(i128::MAX, 3), Err(Fault::TooLarge));
		assert_eq!(Energy::scaled(0, 40), Ok(Energy(0)));
	}
}
