// SPDX-License-Identifier: Apache-2.0

//! Batteries of storage nodes, and what they hold.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridmerit_market::{PPM, Wh};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::{Interval, Metered};

/// A battery, as its owner declares it and the operator admits it.
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
pub struct Battery {
	/// The most energy that it holds, in Wh.
	pub capacity: Wh,
	/// The most power with which it charges and discharges, in W.
	pub power: u64,
	/// What of the energy it is charged with it gives back, in millionths.
	pub efficiency_ppm: u32,
	/// What it held when it was declared, in Wh.
	pub initial: Wh,
}

impl Battery {
	/// What it holds after it drew and fed in so much: what it draws is stored with its efficiency.
	/// Negative or above its capacity if it cannot do that.
	pub fn after(&self, charge: Wh, drawn: Wh, fed_in: Wh) -> i128 {
		let stored = u128::from(drawn)
			.saturating_mul(self.efficiency_ppm.into())
			.checked_div(PPM.into())
			.unwrap_or_default();
		let stored = i128::try_from(stored).unwrap_or(i128::MAX);
		i128::from(charge).saturating_add(stored).saturating_sub(fed_in.into())
	}

	/// The nearest that it can hold.
	pub fn clamp(&self, charge: i128) -> Wh {
		Wh::try_from(charge.max(0)).unwrap_or(Wh::MAX).min(self.capacity)
	}

	/// The most energy that it draws or feeds in within so many milliseconds, in Wh.
	pub fn within(&self, millis: u32) -> Wh {
		let energy = u128::from(self.power).saturating_mul(millis.into()) / 3_600_000;
		Wh::try_from(energy).unwrap_or(Wh::MAX)
	}
}

/// What a battery holds, as far as its meter has said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
	/// What it held when interval `from` began, in Wh.
	pub energy: Wh,
	/// From this interval on settlements may still change.
	pub from: Interval,
	/// What was metered since, in ascending order of intervals.
	pub metered: Vec<(Interval, Metered)>,
}

impl Charge {
	/// What it holds after all that was metered, in Wh.
	pub fn now(&self, battery: &Battery) -> Wh {
		self.metered.iter().fold(self.energy, |energy, (_, flow)| {
			battery.clamp(battery.after(energy, flow.import, flow.export))
		})
	}
}
