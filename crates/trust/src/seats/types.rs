// SPDX-License-Identifier: Apache-2.0

//! What an election of builders is given and what it says.

use alloc::vec::Vec;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridmerit_energy::NodeIndex;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::Part;

/// By what seats are given. [`SeatRules::check`] has the bounds; `docs/seats.md` says how to choose.
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
pub struct SeatRules {
	/// How many seats there are.
	pub seats: u32,
	/// The fewest builders that an election leaves, unless fewer are in office already.
	pub least: u32,
	/// The least effective trust of a builder.
	pub minimum: Part,
	/// Who is in office counts as much more than its trust as this part of it.
	pub hysteresis: Part,
}

impl Default for SeatRules {
	/// Ten seats: three may fail. At full pace and with a full bond, 0.2 takes half a month.
	fn default() -> Self {
		Self {
			seats: 10,
			least: 7,
			minimum: Part::thousandths(200),
			hysteresis: Part::thousandths(100),
		}
	}
}

impl SeatRules {
	/// The fewest builders of which one may fail.
	pub const FEWEST: u32 = 4;
	/// The most hysteresis: a challenger must then have half as much again.
	pub const MOST_HYSTERESIS: Part = Part::thousandths(500);

	/// Whether these rules are sound.
	pub fn check(&self) -> Result<(), SeatRulesError> {
		if self.least < Self::FEWEST {
			return Err(SeatRulesError::Least);
		}
		if self.seats < self.least {
			return Err(SeatRulesError::Seats);
		}
		if self.minimum == Part::ZERO {
			return Err(SeatRulesError::Minimum);
		}
		if self.hysteresis > Self::MOST_HYSTERESIS {
			return Err(SeatRulesError::Hysteresis);
		}
		Ok(())
	}
}

/// Why rules are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SeatRulesError {
	/// Of three none may fail.
	#[error("the least is below four")]
	Least,
	/// The least must find room.
	#[error("there are fewer seats than builders needed")]
	Seats,
	/// Who has nothing bonded has nothing to lose.
	#[error("the minimum trust is nothing")]
	Minimum,
	/// Trust must be able to win a seat.
	#[error("the hysteresis is above a half")]
	Hysteresis,
}

/// Whether somebody is to be elected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Candidacy {
	/// It stands.
	Stands,
	/// It has a seat, and wants to give it up.
	Leaves,
	/// Slashed, disabled, or absent before: it must not be elected.
	Barred,
}

/// Somebody who may get a seat. All who are in office have to be among the candidates, whatever they want.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
	/// Its index.
	pub node: NodeIndex,
	/// Whose node it is: nodes of one customer have the same.
	pub owner: [u8; 32],
	/// Its effective trust.
	pub trust: Part,
	/// Whether it has set session keys.
	pub has_keys: bool,
	/// Whether it has built a block in a session that is over.
	pub proven: bool,
	/// Whether it is in the set before the one that is planned.
	pub in_office: bool,
	/// Whether it is to be elected.
	pub candidacy: Candidacy,
}

impl Candidate {
	/// Whether nobody knows that its node runs: it was not in the set before, or has not built a block yet.
	pub fn is_newcomer(&self) -> bool {
		!(self.in_office && self.proven)
	}
}

/// Why somebody has a seat.
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
pub enum SeatReason {
	/// By its trust.
	Elected,
	/// By its trust and the hysteresis: it was in office, and is not behind by enough.
	Kept,
	/// It was in office and would not be elected, but too many would leave at once, or too few be left.
	Guaranteed,
	/// The same, though it is barred or has too little trust; or it was not in office, and too few of those who were
	/// have keys.
	Emergency,
	/// Too few have keys: nobody is elected, and who was in office stays.
	Unchanged,
	/// The operator has named it: there is no election.
	Named,
}

/// What somebody lacks for a seat.
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
pub enum SeatLack {
	/// It has no session keys.
	Keys,
	/// It is barred.
	Barred,
	/// It has given its seat up.
	Left,
	/// It has too little trust.
	Trust,
	/// Another node of its owner goes before it.
	OwnersOther,
	/// The seats of newcomers are taken.
	NewcomersTaken,
	/// All seats are taken by those who go before it, or who may not leave yet.
	Outranked,
	/// Too few have keys: nobody is elected.
	NoElection,
}

/// The set that is planned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeatPlan {
	/// Who has a seat and why, by index.
	pub seats: Vec<(NodeIndex, SeatReason)>,
	/// Who has none and what it lacks, by index.
	pub others: Vec<(NodeIndex, SeatLack)>,
}

/// Why no seats are planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SeatsError {
	/// The rules are not sound.
	#[error(transparent)]
	Rules(#[from] SeatRulesError),
	/// Each candidate is named once.
	#[error("a node is a candidate twice")]
	Twice,
}
