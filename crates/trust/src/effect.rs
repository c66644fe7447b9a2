// SPDX-License-Identifier: Apache-2.0

//! What trust does: how much of it counts, what a node may offer, what it must lock.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridmerit_energy::{Limits, Order, Planck, Position, Tariff, Wh};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::{MAX_MONEY, Part};

/// How index and bond are weighed together.
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
pub struct Weighing {
	/// Below this bond of the node itself nothing counts, in planck.
	pub least: Planck,
	/// Above this bond nothing more counts, in planck.
	pub full: Planck,
}

impl Default for Weighing {
	/// With 9 decimals: from 10 to 1,000 UNIT.
	fn default() -> Self {
		Self { least: 10_000_000_000, full: 1_000_000_000_000 }
	}
}

impl Weighing {
	/// Whether it is sound.
	pub fn check(&self) -> Result<(), WeighingError> {
		match self {
			Self { full, .. } if *full == 0 || *full > MAX_MONEY => Err(WeighingError::Full),
			Self { least, full } if least > full => Err(WeighingError::Least),
			_ => Ok(()),
		}
	}

	/// Effective trust: the index times what part of a full bond is bonded. At most the index, so money alone buys
	/// no more than the base. In proportion to the bond below the full one, so that to divide a bond among many
	/// nodes brings nothing.
	pub fn effective(&self, index: Part, bonded: Planck) -> Part {
		if bonded < self.least || bonded == 0 {
			return Part::ZERO;
		}
		index.of_part(Part::of(bonded, self.full))
	}
}

/// Why a weighing is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeighingError {
	/// Some bond must be the full one.
	#[error("the full bond is not in 1 ..= 2^90 planck")]
	Full,
	/// Or nothing would ever count.
	#[error("the least bond is above the full one")]
	Least,
}

/// What nodes may offer from some trust on.
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
pub struct Tier {
	/// From this effective trust on.
	pub from: Part,
	/// The most energy that may be sold, net, for an interval, in Wh.
	pub most: Wh,
}

/// Which tier applies to some effective trust, of tiers in order; none if it is below the first: nothing may be
/// offered. What closes a position is no offer.
pub fn tier_of(tiers: &[Tier], effective: Part) -> Option<(usize, Tier)> {
	tiers.iter().copied().enumerate().take_while(|(_, tier)| tier.from <= effective).last()
}

/// Whether more trust begins each tier and never allows less.
pub fn tiers_in_order(tiers: &[Tier]) -> Result<(), TierError> {
	let pairs = || tiers.iter().zip(tiers.iter().skip(1));
	if tiers.iter().any(|tier| tier.from > Part::ONE) {
		Err(TierError::Unreachable)
	} else if pairs().any(|(lower, upper)| lower.from >= upper.from) {
		Err(TierError::NotAscending)
	} else if pairs().any(|(lower, upper)| lower.most > upper.most) {
		Err(TierError::AllowsLess)
	} else {
		Ok(())
	}
}

/// Why tiers are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TierError {
	/// Nobody is trusted more than fully.
	#[error("a tier begins above full trust")]
	Unreachable,
	/// Each tier must begin above the one before it.
	#[error("a tier does not begin above the one before it")]
	NotAscending,
	/// Trust must not take anything away.
	#[error("a tier allows less than the one before it")]
	AllowsLess,
}

/// How much less trusted sellers must lock.
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
pub struct Discount {
	/// What a fully trusted seller need not lock of what a missing delivery would cost. Nothing by default.
	pub most: Part,
	/// What of the own bond may stand in for locks, over all intervals.
	pub cover: Part,
}

/// What is locked for a position and what trust waives of it, in planck.
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
pub struct Lock {
	/// To lock.
	pub locked: Planck,
	/// Not locked: what the utility can lose of it, and what the bond makes good first.
	pub waived: Planck,
}

impl Discount {
	/// Whether it can waive anything.
	pub fn waives(&self) -> bool {
		self.most > Part::ZERO && self.cover > Part::ZERO
	}

	/// How much the bond has left to stand in for locks, when so much is waived already, in planck. Only what a node
	/// bonds itself counts: its backers do not vouch for its energy.
	pub fn room(&self, own: Planck, waived: Planck) -> Planck {
		self.cover.times(own).saturating_sub(waived)
	}

	/// What to lock for a position with an order open. None where [`Position::lock`] has none.
	///
	/// Without trust that is F, the most that it can cost. What neighbours are owed, L, is [`Position::least_lock`]: F
	/// without the price of a missing delivery, and so at least max(0, C - R). Waived is `most * effective * (F - L)`, rounded down and at
	/// most `room`. So never less than L is locked, only the utility can lose what is waived, and all that is waived
	/// is covered by the bond.
	pub fn lock(
		&self,
		effective: Part,
		room: Planck,
		position: &Position,
		order: Option<Order>,
		tariff: &Tariff,
		limits: &Limits,
	) -> Option<Lock> {
		let full = position.lock(order, tariff, limits)?;
		let least = position.least_lock(order, tariff, limits)?;
		let between = full.saturating_sub(least);
		let waived = self.most.of_part(effective).times(between).min(room);
		Some(Lock { locked: full.saturating_sub(waived), waived })
	}
}
