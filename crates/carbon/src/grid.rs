// SPDX-License-Identifier: Apache-2.0

//! What a kWh out of the grid emits, as a publisher says.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::Footprint;

/// What a kWh out of the grid emits in an interval.
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
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct GridFootprint {
	/// The average of all that is generated for it: what location-based emissions are counted at.
	pub average: Footprint,
	/// The residual mix: the average of what nobody has a certificate for; none if the publisher knows none.
	pub residual: Option<Footprint>,
}

impl GridFootprint {
	/// What energy counts at, market-based, that no certificate is cancelled for: the residual mix, or the average.
	pub fn unclaimed(&self) -> Footprint {
		self.residual.unwrap_or(self.average)
	}
}

/// What a publisher may say, part by part.
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
pub struct GridLimits {
	/// No part is less.
	pub least: Footprint,
	/// No part is more.
	pub most: Footprint,
}

impl GridLimits {
	/// Whether something can be said within them, and none of it is worse than the default: else who has no certificate
	/// would be better off with one that nobody vouches for.
	pub fn is_sound(&self, default: &Footprint) -> bool {
		self.least.is_within(&self.most) && self.most.is_within(default)
	}

	/// Whether what is said of the grid is within them.
	pub fn admit(&self, grid: &GridFootprint) -> bool {
		let admits = |said: &Footprint| self.least.is_within(said) && said.is_within(&self.most);
		admits(&grid.average) && grid.residual.as_ref().is_none_or(admits)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const LEAST: Footprint = Footprint { operating: 10, embodied: 5, travel: 0 };
	const MOST: Footprint = Footprint { operating: 900, embodied: 90, travel: 9 };

	#[test]
	fn boundary_of_limits() {
		let limits = GridLimits { least: LEAST, most: MOST };
		let admit = |average, residual| limits.admit(&GridFootprint { average, residual });
		assert!(admit(LEAST, None) && admit(MOST, Some(LEAST)) && admit(LEAST, Some(MOST)));
		for wrong in [
			Footprint { operating: 9, ..LEAST },
			Footprint { embodied: 4, ..LEAST },
			Footprint { operating: 901, ..MOST },
			Footprint { embodied: 91, ..MOST },
			Footprint { travel: 10, ..MOST },
		] {
			assert!(!admit(wrong, None) && !admit(MOST, Some(wrong)), "{wrong:?}");
		}
	}

	#[test]
	fn limits_leave_something_to_say_and_nothing_worse_than_the_default() {
		let sound = |least, most, default| GridLimits { least, most }.is_sound(default);
		assert!(sound(LEAST, MOST, &MOST) && sound(MOST, MOST, &MOST));
		assert!(!sound(LEAST, Footprint { operating: 9, ..MOST }, &MOST));
		for beyond in [Footprint { operating: 901, ..MOST }, Footprint { travel: 10, ..MOST }] {
			assert!(!sound(LEAST, beyond, &MOST));
		}
	}

	#[test]
	fn what_no_certificate_is_cancelled_for_is_of_the_residual_mix_if_there_is_one() {
		let grid = GridFootprint { average: LEAST, residual: None };
		assert_eq!(grid.unclaimed(), LEAST);
		assert_eq!(GridFootprint { residual: Some(MOST), ..grid }.unclaimed(), MOST);
	}
}
