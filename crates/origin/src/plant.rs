// SPDX-License-Identifier: Apache-2.0

//! What is known of a plant.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridmerit_energy::{Interval, MeterIndex, SourceKind, Wh};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Whether public money has helped a plant.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
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
pub enum Support {
	/// It has not.
	None,
	/// It has helped to build it.
	Investment,
	/// It is paid for what it generates.
	Production,
	/// Both.
	Both,
	/// Nobody has said.
	#[default]
	Unknown,
}

/// A plant as its owner registers it.
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
pub struct PlantData {
	/// Where its energy comes from; `Storage` of a battery.
	pub source: SourceKind,
	/// The digits of the EECS code of its energy source: 1040100 is F01040100.
	#[codec(compact)]
	pub fuel: u32,
	/// The digits of the EECS code of its technology: 10000 is T010000.
	#[codec(compact)]
	pub technology: u32,
	/// The most power with which it generates, in W.
	#[codec(compact)]
	pub capacity: u64,
	/// When it began to generate, in milliseconds since 1970.
	#[codec(compact)]
	pub commissioned: u64,
	/// In which country it is: two letters (ISO 3166-1), in ASCII.
	pub country: [u8; 2],
	/// Whether public money has helped it.
	pub support: Support,
}

/// What is wrong with what is said of a plant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlantFault {
	/// A plant has a source, and it is no utility's supply.
	Source,
	/// A plant has some power.
	Capacity,
	/// It began to generate before now.
	Commissioned,
	/// A country has two capital letters.
	Country,
	/// F has eight digits, T six.
	Codes,
}

impl PlantData {
	/// Whether it can be true, as of a moment in milliseconds since 1970.
	pub fn check(&self, now: u64) -> Result<(), PlantFault> {
		let none = matches!(self.source, SourceKind::None | SourceKind::Utility);
		let fault = |wrong: bool, fault| if wrong { Err(fault) } else { Ok(()) };
		fault(none, PlantFault::Source)?;
		fault(self.capacity == 0, PlantFault::Capacity)?;
		fault(self.commissioned > now, PlantFault::Commissioned)?;
		fault(!self.country.iter().all(u8::is_ascii_uppercase), PlantFault::Country)?;
		fault(self.fuel > 99_999_999 || self.technology > 999_999, PlantFault::Codes)
	}
}

/// That a plant is certified, by whom and for what.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Certified<AccountId> {
	/// The issuer; none if it was the operator.
	pub by: Option<AccountId>,
	/// The settlement meter that measures nothing but the plant, as the issuer has seen.
	#[codec(compact)]
	pub meter: MeterIndex,
	/// The bus at which it is.
	#[codec(compact)]
	pub bus: u16,
	/// The most that it is issued for an interval, in Wh.
	#[codec(compact)]
	pub most: Wh,
	/// The first interval for which it is issued anything.
	#[codec(compact)]
	pub from: Interval,
	/// The first interval for which it is issued nothing any more.
	#[codec(compact)]
	pub until: Interval,
}

impl<AccountId> Certified<AccountId> {
	/// Whether it holds in an interval.
	pub fn holds(&self, interval: Interval) -> bool {
		self.from <= interval && interval < self.until
	}
}

/// A plant.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Plant<AccountId> {
	/// What its owner says of it.
	pub data: PlantData,
	/// What an issuer certifies.
	pub certified: Option<Certified<AccountId>>,
	/// What it was issued wrongly, in Wh, and is made good by what it feeds in next.
	#[codec(compact)]
	pub owes: Wh,
}

#[cfg(test)]
mod tests {
	use super::*;

	fn plant() -> PlantData {
		PlantData {
			source: SourceKind::Solar,
			fuel: 1_040_100,
			technology: 10_000,
			capacity: 10_000,
			commissioned: 1_000,
			country: *b"DE",
			support: Support::None,
		}
	}

	#[test]
	fn what_is_said_of_a_plant_can_be_true() {
		let fault = |plant: PlantData| plant.check(1_000).unwrap_err();
		assert_eq!(plant().check(1_000), Ok(()));
		assert_eq!(plant().check(999), Err(PlantFault::Commissioned));
		for source in [SourceKind::None, SourceKind::Utility] {
			assert_eq!(fault(PlantData { source, ..plant() }), PlantFault::Source);
		}
		assert_eq!(fault(PlantData { capacity: 0, ..plant() }), PlantFault::Capacity);
		for country in [*b"de", *b"D1", [0, 0]] {
			assert_eq!(fault(PlantData { country, ..plant() }), PlantFault::Country);
		}
		let most = PlantData { fuel: 99_999_999, technology: 999_999, ..plant() };
		assert_eq!(most.check(1_000), Ok(()));
		assert_eq!(fault(PlantData { fuel: 100_000_000, ..plant() }), PlantFault::Codes);
		assert_eq!(fault(PlantData { technology: 1_000_000, ..plant() }), PlantFault::Codes);
	}

	#[test]
	fn boundary_of_a_certification() {
		let certified =
			Certified { by: Some(1_u64), meter: 0, bus: 1, most: 1, from: 10, until: 12 };
		assert_eq!([9, 10, 11, 12].map(|k| certified.holds(k)), [false, true, true, false]);
	}
}
