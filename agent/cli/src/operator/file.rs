// SPDX-License-Identifier: Apache-2.0

//! The file by which an operator opens a market.

use std::{fs, path::Path, str::FromStr};

use gridmerit_client::{AccountId32, meters::Manufacturer, rules::DayTariff, times};
use gridmerit_energy::{Band, NodeIndex, OffsetChange, TariffBounds, Wh};
use gridmerit_meter::parse_signer;
use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Deserializer, de::Error};

use super::prices::Prices;
use crate::failure::Failure;

/// The largest file that is read, in bytes.
const MAX_BYTES: u64 = 256 * 1024;
/// The most changes of the clocks that a tariff knows: two a year, for twenty years.
const MAX_CHANGES: usize = 40;
/// The most bytes of a manufacturer's name.
const MAX_NAME: usize = 64;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarketFile {
	pub utility: Option<Utility>,
	pub rules: Option<RulesSection>,
	pub tariff: Option<TariffSection>,
	#[serde(default)]
	manufacturer: Vec<Maker>,
}

/// Who stands behind the market.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Utility {
	#[serde(deserialize_with = "account")]
	pub account: AccountId32,
	#[serde(default)]
	pub bus: u16,
	/// The reference that the operator knows it by.
	pub customer: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulesSection {
	pub lead: u16,
	pub windows: u16,
	pub gate_seconds: u32,
	pub minimum_wh: Wh,
	notice: u16,
	ceiling: Prices,
	change: Prices,
}

impl RulesSection {
	pub fn bounds(&self) -> TariffBounds {
		let Self { notice, ceiling, change, .. } = *self;
		TariffBounds { ceiling: ceiling.into(), change: change.into(), notice }
	}
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TariffSection {
	/// Whose clocks the bands are by.
	#[serde(deserialize_with = "zone")]
	zone: TimeZone,
	/// Who gets the service fee.
	#[serde(default, deserialize_with = "some_account")]
	pub grid: Option<AccountId32>,
	band: Vec<BandSection>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BandSection {
	#[serde(deserialize_with = "minute")]
	from: u16,
	#[serde(flatten)]
	prices: Prices,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Maker {
	name: String,
	keys: Vec<String>,
}

impl MarketFile {
	pub fn load(path: &Path) -> Result<Self, Failure> {
		let name = path.display();
		let size = fs::metadata(path).map_err(|error| format!("{name}: {error}"))?.len();
		if size > MAX_BYTES {
			return Err(format!("{name}: is larger than {MAX_BYTES} bytes").into());
		}
		let text = fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))?;
		Self::parse(&text).map_err(|error| format!("{name}: {error}").into())
	}

	pub(super) fn parse(text: &str) -> Result<Self, Failure> {
		Ok(toml::from_str(text).map_err(|error| error.to_string().trim_end().to_string())?)
	}

	/// The manufacturers of meters, with their keys.
	pub fn manufacturers(&self) -> Result<Vec<Manufacturer>, Failure> {
		let read = |maker: &Maker| {
			let name = maker.name.clone();
			if name.is_empty() || name.len() > MAX_NAME {
				return Err(format!("manufacturer `{name}`: a name has 1 to {MAX_NAME} bytes"));
			}
			let keys = maker.keys.iter().map(|key| {
				parse_signer(key)
					.map_err(|error| format!("manufacturer `{name}`, `{key}`: {error}"))
			});
			let keys = keys.collect::<Result<Vec<_>, _>>()?;
			Ok(Manufacturer { name, keys })
		};
		let all = self.manufacturer.iter().map(read).collect::<Result<Vec<_>, String>>()?;
		let mut names: Vec<_> = all.iter().map(|maker| maker.name.as_str()).collect();
		names.sort_unstable();
		match names.windows(2).find(|pair| pair.first() == pair.last()) {
			Some(twice) => {
				Err(format!("manufacturer `{}` stands twice", twice.first().unwrap_or(&"")).into())
			},
			None => Ok(all),
		}
	}
}

impl TariffSection {
	/// The tariff, with the zone's clocks as they are from `now` on, in milliseconds since 1970.
	pub fn day(&self, now: u64, grid: Option<NodeIndex>) -> Result<DayTariff, Failure> {
		let instant = i64::try_from(now).ok().and_then(|now| Timestamp::from_millisecond(now).ok());
		let instant = instant.ok_or("the chain's time is beyond all calendars")?;
		let minutes = |seconds: i32| match (seconds % 60, i16::try_from(seconds / 60)) {
			(0, Ok(minutes)) => Ok(minutes),
			_ => Err("the zone is no whole number of minutes ahead of UTC"),
		};
		let mut changes = Vec::new();
		for change in self.zone.following(instant).take(MAX_CHANGES) {
			let from = u64::try_from(change.timestamp().as_millisecond()).unwrap_or_default();
			changes.push(OffsetChange { from, offset: minutes(change.offset().seconds())? });
		}
		let bands = self
			.band
			.iter()
			.map(|band| Band { from_minute: band.from, tariff: band.prices.into() });
		Ok(DayTariff {
			grid,
			offset: minutes(self.zone.to_offset(instant).seconds())?,
			changes,
			bands: bands.collect(),
		})
	}

	/// How the zone is called.
	pub fn zone(&self) -> String {
		self.zone.iana_name().unwrap_or("UTC").into()
	}
}

fn account<'de, D: Deserializer<'de>>(from: D) -> Result<AccountId32, D::Error> {
	let text = String::deserialize(from)?;
	AccountId32::from_str(&text)
		.map_err(|error| D::Error::custom(format!("`{text}` is no SS58 address: {error}")))
}

fn some_account<'de, D: Deserializer<'de>>(from: D) -> Result<Option<AccountId32>, D::Error> {
	account(from).map(Some)
}

fn zone<'de, D: Deserializer<'de>>(from: D) -> Result<TimeZone, D::Error> {
	times::zone(&String::deserialize(from)?).map_err(D::Error::custom)
}

/// A time of day, to the minute.
fn minute<'de, D: Deserializer<'de>>(from: D) -> Result<u16, D::Error> {
	let text = String::deserialize(from)?;
	let parsed = text.split_once(':').and_then(|(hour, minute)| {
		let number = |text: &str, below: u16| {
			let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
			text.parse().ok().filter(|number: &u16| digits && *number < below)
		};
		Some(number(hour, 24)?.saturating_mul(60).saturating_add(number(minute, 60)?))
	});
	parsed.ok_or_else(|| D::Error::custom(format!("`{text}` is no time such as \"07:00\"")))
}

#[cfg(test)]
mod tests {
	use gridmerit_energy::Tariff;

	use super::*;

	const EXAMPLE: &str = include_str!("../../../../docs/operator.example.toml");

	#[test]
	fn the_example_is_read_exactly() {
		let file = MarketFile::parse(EXAMPLE).unwrap();
		let tariff = file.tariff.unwrap();
		// Noon on 1 July 2026: summer time, two hours ahead of UTC.
		let day = tariff.day(1_782_900_000_000, None).unwrap();
		assert_eq!((day.offset, day.changes.len()), (120, 40));
		assert_eq!(day.changes[0].offset, 60);
		assert_eq!(tariff.zone(), "Europe/Berlin");
		assert_eq!(day.bands.len(), 3);
		let expected = Tariff {
			tou: 250_000,
			fit: 80_000,
			alpha_ppm: 950_000,
			fee: 5_000,
			shortfall: 375_000,
			surplus: 80_000,
			curtailed: 0,
		};
		assert_eq!((day.bands[1].from_minute, day.bands[1].tariff), (420, expected));
		assert!(day.day().check(900_000).is_ok());
		let rules = file.rules.unwrap();
		assert_eq!((rules.lead, rules.windows, rules.gate_seconds), (1, 4, 60));
		assert_eq!(rules.bounds().ceiling.tou, 1_000_000);
	}

	#[test]
	fn what_is_wrong_is_named_with_its_line() {
		for (from, to, expected) in [
			("tou = 0.25", "tou = 0.2500001", "more than 6 decimals"),
			("tou = 0.25", "tou = -1", "negative"),
			("tou = 0.25", "tuo = 0.25", "tou"),
			("from = \"07:00\"", "from = \"7\"", "no time such as"),
			("from = \"07:00\"", "from = \"24:00\"", "no time such as"),
			("Europe/Berlin", "Middle/Earth", "is no time zone"),
			("alpha = 0.95", "alpha = 95", "from 0 to 1"),
			("account = \"5", "account = \"6", "no SS58 address"),
			("[rules]", "[rule]", "unknown field `rule`"),
			("from = \"07:00\"", "from = \"07:00\"\nuntil = \"09:00\"", "unknown field `until`"),
		] {
			assert!(EXAMPLE.contains(from), "{from}");
			let said = MarketFile::parse(&EXAMPLE.replacen(from, to, 1)).unwrap_err().to_string();
			assert!(said.contains(expected) && said.contains("line"), "{to}: {said}");
		}
		let twice = format!("{EXAMPLE}\n[[manufacturer]]\nname = \"Meterworks\"\nkeys = []\n");
		let said = MarketFile::parse(&twice).unwrap().manufacturers().unwrap_err().to_string();
		assert!(said.contains("stands twice"), "{said}");
		let wrong = EXAMPLE.replacen("sr25519:0x", "sr25519:0y", 1);
		let said = MarketFile::parse(&wrong).unwrap().manufacturers().unwrap_err().to_string();
		assert!(said.contains("manufacturer `Meterworks`"), "{said}");
	}
}
