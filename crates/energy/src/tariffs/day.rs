// SPDX-License-Identifier: Apache-2.0

//! A day's prices, by the clock on the wall.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridmerit_market::Tariff;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

const MINUTE: u64 = 60_000;
const MINUTES_A_DAY: u16 = 24 * 60;
/// No zone is further from UTC.
const MAX_OFFSET: u16 = 14 * 60;

/// Prices from a time of day on.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Band {
	/// Minute of the day, in the zone's time, from which on the prices hold. The first band begins at 0.
	pub from_minute: u16,
	/// The prices.
	pub tariff: Tariff,
}

/// When a zone's clocks are changed, and what they show from then on.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct OffsetChange {
	/// The instant, in milliseconds since 1970.
	pub from: u64,
	/// How many minutes the zone is ahead of UTC from then on; negative west of it.
	pub offset: i16,
}

/// A day's prices in a zone's time. Every instant has one time on the wall and so lies in one band: in a day of 23
/// hours the bands of the hour that is left out do not come, in one of 25 those of the hour that comes twice come
/// twice.
#[derive(Clone, Copy, Debug)]
pub struct Day<'a> {
	/// How many minutes the zone is ahead of UTC before the first change.
	pub offset: i16,
	/// The changes, in ascending order.
	pub changes: &'a [OffsetChange],
	/// The prices, in ascending order of minutes.
	pub bands: &'a [Band],
}

/// Why a day's prices are not sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadDay {
	/// The bands do not begin at minute 0 and ascend below 1440.
	#[error("the bands do not begin at minute 0 and ascend below 1440")]
	Bands,
	/// A band ends before an interval is over: none might begin in it.
	#[error("a band is shorter than an interval")]
	ShortBand,
	/// An offset is above 14 hours, or the changes are not in ascending order.
	#[error("an offset is above 14 hours, or the changes are not in ascending order")]
	Offsets,
}

impl Day<'_> {
	/// Whether bands and offsets are in order, for intervals of so many milliseconds.
	pub fn check(&self, interval_ms: u32) -> Result<(), BadDay> {
		let ascend = self.bands.is_sorted_by(|a, b| a.from_minute < b.from_minute);
		let first = self.bands.first().is_some_and(|band| band.from_minute == 0);
		let last = self.bands.last().is_some_and(|band| band.from_minute < MINUTES_A_DAY);
		if !(ascend && first && last) {
			return Err(BadDay::Bands);
		}
		let ends = self.bands.iter().skip(1).map(|band| band.from_minute).chain([MINUTES_A_DAY]);
		let lengths = self.bands.iter().zip(ends).map(|(band, end)| end.abs_diff(band.from_minute));
		let shortest = lengths.min().map_or(0, |minutes| u64::from(minutes).saturating_mul(MINUTE));
		if shortest < interval_ms.into() && self.bands.len() > 1 {
			return Err(BadDay::ShortBand);
		}
		let mut offsets = self.changes.iter().map(|change| change.offset).chain([self.offset]);
		let near = offsets.all(|offset| offset.unsigned_abs() <= MAX_OFFSET);
		if !near || !self.changes.is_sorted_by(|a, b| a.from < b.from) {
			return Err(BadDay::Offsets);
		}
		Ok(())
	}

	/// The minute of the day on the zone's clocks, at an instant in milliseconds since 1970.
	pub fn minute_at(&self, instant: u64) -> u16 {
		let changed = self.changes.iter().rev().find(|change| change.from <= instant);
		let offset = changed.map_or(self.offset, |change| change.offset);
		let utc = instant.checked_div(MINUTE).and_then(|m| m.checked_rem(MINUTES_A_DAY.into()));
		let local = utc.map_or(0, |utc| utc as i64).saturating_add(offset.into());
		local.checked_rem_euclid(MINUTES_A_DAY.into()).unwrap_or_default() as u16
	}

	/// The prices at an instant in milliseconds since 1970; none if there are no bands.
	pub fn tariff_at(&self, instant: u64) -> Option<Tariff> {
		let minute = self.minute_at(instant);
		let band = self.bands.iter().rev().find(|band| band.from_minute <= minute)?;
		Some(band.tariff)
	}
}
