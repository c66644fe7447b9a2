// SPDX-License-Identifier: Apache-2.0

//! Decimal numbers in a file of the operator's, exact.

use std::fmt;

use gridmerit_energy::{Price, Tariff};
use gridmerit_trader::rulebook::Scale;
use serde::{
	Deserialize, Deserializer,
	de::{Error, Visitor},
};

/// UNIT per kWh, as planck per Wh.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PerKwh(pub Price);

/// A share of one, in parts per million.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share(pub u32);

/// The prices of a tariff, in UNIT per kWh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prices {
	tou: PerKwh,
	fit: PerKwh,
	alpha: Share,
	fee: PerKwh,
	shortfall: PerKwh,
	surplus: PerKwh,
	/// Where the file does not say it, nothing.
	#[serde(default)]
	curtailed: PerKwh,
}

impl From<Prices> for Tariff {
	fn from(prices: Prices) -> Self {
		let Prices { tou, fit, alpha, fee, shortfall, surplus, curtailed } = prices;
		Self {
			tou: tou.0,
			fit: fit.0,
			alpha_ppm: alpha.0,
			fee: fee.0,
			shortfall: shortfall.0,
			surplus: surplus.0,
			curtailed: curtailed.0,
		}
	}
}

impl<'de> Deserialize<'de> for PerKwh {
	fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
		let number = from.deserialize_any(Decimal(Scale::UNIT_PER_KWH))?;
		Price::try_from(number)
			.map(Self)
			.map_err(|_| D::Error::custom("is negative or far too large"))
	}
}

impl<'de> Deserialize<'de> for Share {
	fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
		let number = from.deserialize_any(Decimal(Scale::SHARE))?;
		let share = u32::try_from(number).ok().filter(|share| *share <= 1_000_000);
		share.map(Self).ok_or_else(|| D::Error::custom("a share is from 0 to 1"))
	}
}

/// A number or its text. A float is written as shortly as it can be: up to 15 digits that is what stood in the file.
struct Decimal(Scale);

impl Visitor<'_> for Decimal {
	type Value = i128;

	fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("a number such as 0.12")
	}

	fn visit_str<E: Error>(self, text: &str) -> Result<i128, E> {
		self.0.parse(text).map_err(E::custom)
	}

	fn visit_i64<E: Error>(self, number: i64) -> Result<i128, E> {
		self.visit_str(&number.to_string())
	}

	fn visit_f64<E: Error>(self, number: f64) -> Result<i128, E> {
		self.visit_str(&number.to_string())
	}
}
