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
	format!("{}{}", if money < 0 { "-" } else { "" }, unit(money.unsigned_abs()))
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
	fn orders_and_times_are_readable() {
		assert_eq!(order(Order::Demand { quantity: 3_000, limit: None }), "buy 3 kWh");
		let limited = Order::Demand { quantity: 3_000, limit: Some(95_000) };
		assert_eq!(order(limited), "buy 3 kWh up to 0.095 UNIT/kWh");
		let offer = Order::Offer { capacity: 1, ask: 95_000 };
		assert_eq!(order(offer), "sell 0.001 kWh from 0.095 UNIT/kWh");
		assert_eq!(clock(1_530_058_500_999), "2018-06-27 00:15");
		assert_eq!(clock(u64::MAX), u64::MAX.to_string());
		assert_eq!((date(0), date(17_709)), ("1970-01-01".into(), "2018-06-27".into()));
	}
}
