// SPDX-License-Identifier: Apache-2.0

//! What the utility's key can do at most.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridmerit_market::{MAX_PRICE, PPM, Tariff};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// The operator's bounds on the utility's tariffs.
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
pub struct TariffBounds {
	/// The most that each number of a tariff may be.
	pub ceiling: Tariff,
	/// By how much each number of a tariff may differ from that of the interval before.
	pub change: Tariff,
	/// For how many intervals, from the last that has opened on, a tariff that is published stays as it is; the
	/// rules too. 0: what is published holds for the next interval that opens.
	pub notice: u16,
}

/// How a tariff is beyond the bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BeyondBounds {
	/// A number is above the operator's ceiling.
	#[error("a price is above the operator's ceiling")]
	AboveCeiling,
	/// A number differs too much from that of the interval before.
	#[error("a price changes more from one interval to the next than the operator allows")]
	ChangesTooMuch,
}

impl TariffBounds {
	/// Bounds that no tariff is beyond.
	pub const NONE: Self = {
		let most = Tariff {
			tou: MAX_PRICE,
			fit: MAX_PRICE,
			alpha_ppm: PPM,
			fee: MAX_PRICE,
			shortfall: MAX_PRICE,
			surplus: MAX_PRICE,
			curtailed: MAX_PRICE,
		};
		Self { ceiling: most, change: most, notice: 0 }
	};

	/// Whether all of a tariff is within the ceiling.
	pub fn check_ceiling(&self, tariff: &Tariff) -> Result<(), BeyondBounds> {
		let within =
			numbers(tariff).zip(numbers(&self.ceiling)).all(|(number, most)| number <= most);
		if within { Ok(()) } else { Err(BeyondBounds::AboveCeiling) }
	}

	/// Whether a tariff may follow another in the next interval.
	pub fn check_change(&self, before: &Tariff, after: &Tariff) -> Result<(), BeyondBounds> {
		let changes = numbers(before).zip(numbers(after)).map(|(a, b)| a.abs_diff(b));
		let within = changes.zip(numbers(&self.change)).all(|(change, most)| change <= most);
		if within { Ok(()) } else { Err(BeyondBounds::ChangesTooMuch) }
	}
}

/// All that a tariff says.
fn numbers(tariff: &Tariff) -> impl Iterator<Item = u64> {
	let Tariff { tou, fit, alpha_ppm, fee, shortfall, surplus, curtailed } = *tariff;
	[tou, fit, alpha_ppm.into(), fee, shortfall, surplus, curtailed].into_iter()
}
