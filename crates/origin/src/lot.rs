// SPDX-License-Identifier: Apache-2.0

//! Certificates, and what became of them.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridmerit_energy::{Interval, MeterIndex, NodeIndex, Price, SourceKind, Wh};
use scale_info::TypeInfo;

use crate::Month;

/// For what used energy a certificate is cancelled.
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
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub enum Period {
	/// For what was drawn in the interval in which it was fed in.
	Interval,
	/// For what was drawn in calendar months (UTC), at most twelve; that in which it was fed in is among them.
	Months {
		/// The first.
		#[codec(compact)]
		first: Month,
		/// The last.
		#[codec(compact)]
		last: Month,
	},
}

/// What became of a lot.
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
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub enum LotState {
	/// Its holder can transfer, offer or cancel it.
	Held,
	/// It is held, and who pays the price gets it.
	Offered {
		/// In planck per Wh.
		#[codec(compact)]
		price: Price,
	},
	/// It is cancelled for what its holder has used.
	Cancelled {
		/// When that was used.
		period: Period,
	},
	/// It is used up: its holder's battery was charged with that energy, which carries its source on.
	Stored,
}

impl LotState {
	/// Whether its holder can do anything with it.
	pub fn is_held(&self) -> bool {
		matches!(self, Self::Held | Self::Offered { .. })
	}
}

/// Certificates of some of what a plant fed in in an interval: of the Wh from `from` to `from + energy`.
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
)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Lot {
	/// The node of the plant.
	#[codec(compact)]
	pub plant: NodeIndex,
	/// Of which source it is; of what a battery gives back, that of what it was charged with.
	pub source: SourceKind,
	/// The first of its Wh, counted in what the plant was issued for the interval.
	#[codec(compact)]
	pub from: Wh,
	/// How many.
	#[codec(compact)]
	pub energy: Wh,
	/// Whose it is.
	#[codec(compact)]
	pub holder: NodeIndex,
	/// What became of it.
	pub state: LotState,
}

impl Lot {
	/// The Wh after its last one.
	pub fn end(&self) -> Wh {
		self.from.saturating_add(self.energy)
	}

	/// Takes so much off its end; none unless something is left.
	pub fn split(&mut self, energy: Wh) -> Option<Self> {
		let left = self.energy.checked_sub(energy).filter(|left| *left > 0 && energy > 0)?;
		let part = Self { from: self.from.saturating_add(left), energy, ..*self };
		self.energy = left;
		Some(part)
	}
}

/// A lot with all that its plant and interval say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
#[scale_info(capture_docs = "always")]
#[cfg_attr(feature = "client", derive(scale_decode::DecodeAsType))]
pub struct Certificate {
	/// The interval in which it was fed in.
	pub interval: Interval,
	/// Its number in the interval.
	pub lot: u32,
	/// The node of the plant.
	pub plant: NodeIndex,
	/// Of which source it is.
	pub source: SourceKind,
	/// The settlement meter that measured it.
	pub meter: MeterIndex,
	/// The bus at which the plant was certified.
	pub bus: u16,
	/// The first of its Wh, counted in what the plant was issued for the interval.
	pub from: Wh,
	/// How many.
	pub energy: Wh,
	/// Whose it is.
	pub holder: NodeIndex,
	/// What became of it.
	pub state: LotState,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_lot_that_is_split_is_two() {
		let whole = Lot {
			plant: 3,
			source: SourceKind::Solar,
			from: 10,
			energy: 5,
			holder: 4,
			state: LotState::Held,
		};
		let mut lot = whole;
		assert_eq!(lot.split(2), Some(Lot { from: 13, energy: 2, ..whole }));
		assert_eq!(lot, Lot { energy: 3, ..whole });
		for energy in [0, 3, 4] {
			assert_eq!(lot.split(energy), None);
			assert_eq!(lot.end(), 13);
		}
	}

	#[test]
	fn what_is_cancelled_or_stored_is_held_by_nobody() {
		let cancelled = LotState::Cancelled { period: Period::Interval };
		let states = [LotState::Held, LotState::Offered { price: 1 }, cancelled, LotState::Stored];
		assert_eq!(states.map(|state| state.is_held()), [true, true, false, false]);
	}
}
