// SPDX-License-Identifier: Apache-2.0

//! Numbers for people: kWh, UNIT, UNIT per kWh, orders, times. Exact: nothing goes through a float.

use gridmerit_energy::{
	Order, Planck, Price, Wh,
	token::{DECIMALS, SYMBOL},
};
use jiff::Timestamp;

/// Planck of a UNIT.
pub const UNIT: Planck = 10_u128.pow(DECIMALS as u32);

/// Decimals of money in UNIT that whole planck can hold.
pub const MONEY_PLACES: usize = DECIMALS as usize;

/// Decimals of a price in UNIT per kWh that whole planck per Wh can hold.
pub const PRICE_PLACES: usize = MONEY_PLACES - 3;

/// `integer` x 10^-`places`, without superfluous zeros.
pub fn decimal(integer: u128, places: usize) -> String {
	let digits = format!("{integer:0>width$}", width = places + 1);
	let (whole, fraction) = digits.split_at(digits.len().saturating_sub(places));
	let fraction = fraction.trim_end_matches('0');
	let point = if fraction.is_empty() { "" } else { "." };
	format!("{whole}{point}{fraction}")
}

/// Likewise, of a number that may be negative.
pub fn decimal_signed(integer: i128, places: usize) -> String {
	format!("{}{}", if integer < 0 { "-" } else { "" }, decimal(integer.unsigned_abs(), places))
}

/// `integer` x 10^-`exponent` with so many decimals, also where they are zeros, rounded half away from zero. As it is
/// for a page, what is negative has a minus sign.
pub fn rounded(integer: i128, exponent: usize, places: usize) -> String {
	let dropped = exponent.saturating_sub(places);
	let places = exponent.saturating_sub(dropped);
	let dropped = u32::try_from(dropped).unwrap_or(u32::MAX);
	let unit = 10_u128.checked_pow(dropped).unwrap_or(u128::MAX);
	let magnitude = integer.unsigned_abs();
	let up = dropped > 0 && magnitude % unit >= unit.div_ceil(2);
	let rounded = (magnitude / unit).saturating_add(up.into());
	let digits = format!("{rounded:0>width$}", width = places.saturating_add(1));
	let (whole, fraction) = digits.split_at(digits.len().saturating_sub(places));
	let sign = if integer < 0 && rounded > 0 { "−" } else { "" };
	let point = if fraction.is_empty() { "" } else { "." };
	format!("{sign}{whole}{point}{fraction}")
}

/// Energy, in kWh.
pub fn kwh(energy: Wh) -> String {
	format!("{} kWh", decimal(energy.into(), 3))
}

/// Money, in UNIT.
pub fn unit(money: Planck) -> String {
	format!("{} {SYMBOL}", decimal(money, MONEY_PLACES))
}

/// Money that may be negative, in UNIT.
pub fn unit_signed(money: i128) -> String {
	format!("{} {SYMBOL}", decimal_signed(money, MONEY_PLACES))
}

/// A price, in UNIT per kWh.
pub fn price(price: Price) -> String {
	format!("{} {SYMBOL}/kWh", decimal(price.into(), PRICE_PLACES))
}

/// An order, in kWh and UNIT per kWh.
pub fn order(order: Order) -> String {
	match order {
		Order::Demand { quantity, limit: None } => format!("buy {}", kwh(quantity)),
		Order::Demand { quantity, limit: Some(limit) } => {
			format!("buy {} up to {}", kwh(quantity), price(limit))
		},
		Order::Offer { capacity, ask } => format!("sell {} from {}", kwh(capacity), price(ask)),
	}
}

/// A time in UTC to the minute, from milliseconds since 1970.
pub fn clock(millis: u64) -> String {
	let time = i64::try_from(millis).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok());
	time.map_or_else(|| millis.to_string(), |time| time.strftime("%Y-%m-%d %H:%M").to_string())
}

/// A time in UTC to the second, as ISO 8601 has it, from milliseconds since 1970: 2018-06-27T00:15:00Z.
pub fn iso(millis: u64) -> String {
	let time = i64::try_from(millis).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok());
	time.map_or_else(|| millis.to_string(), |time| time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// A day in UTC, from days since 1970.
pub fn date(day: u32) -> String {
	let midnight = clock(u64::from(day).saturating_mul(86_400_000));
	midnight.split(' ').next().unwrap_or_default().into()
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

	#[test]
	fn rounding_is_half_away_from_zero() {
		assert_eq!(rounded(1_234_567, 3, 3), "1234.567");
		assert_eq!((rounded(-1_500, 3, 0), rounded(-499, 3, 0)), ("−2".into(), "0".into()));
		assert_eq!((rounded(499, 3, 0), rounded(500, 3, 0)), ("0".into(), "1".into()));
		assert_eq!((rounded(0, 9, 3), rounded(5, 9, 3)), ("0.000".into(), "0.000".into()));
		assert_eq!(rounded(7, 0, 3), "7");
		assert_eq!(rounded(i128::MIN, 0, 0), format!("−{}", i128::MIN.unsigned_abs()));
		assert_eq!(rounded(i128::MAX, 60, 3), "0.000");
		assert_eq!(decimal_signed(-1_500, 3), "-1.5");
	}

	#[test]
	fn orders_and_times_are_readable() {
		assert_eq!(order(Order::Demand { quantity: 3_000, limit: None }), "buy 3 kWh");
		let limited = Order::Demand { quantity: 3_000, limit: Some(95_000) };
		assert_eq!(order(limited), "buy 3 kWh up to 0.095 UNIT/kWh");
		let offer = Order::Offer { capacity: 1, ask: 95_000 };
		assert_eq!(order(offer), "sell 0.001 kWh from 0.095 UNIT/kWh");
		assert_eq!(clock(1_530_058_500_999), "2018-06-27 00:15");
		assert_eq!(clock(u64::MAX), u64::MAX.to_string());
		assert_eq!(iso(1_530_058_500_999), "2018-06-27T00:15:00Z");
		assert_eq!((date(0), date(17_709)), ("1970-01-01".into(), "2018-06-27".into()));
	}
}
