// SPDX-License-Identifier: Apache-2.0

//! How nodes stand and why, as a chain stores it and tells it to clients.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridmerit_energy::{Planck, Wh};
use scale_info::TypeInfo;

use crate::{Changes, Conduct, Day, Part};

/// Number of a session.
pub type SessionIndex = u32;

/// What is on its way out, and since when it may go.
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
pub struct Unbonding {
	/// The first session in which it can be withdrawn.
	pub from: SessionIndex,
	/// How much: planck of a node's own bond, shares of the pool of those who leave of a backer's.
	#[codec(compact)]
	pub amount: Planck,
}

/// Why a node's index is what it is: what a session has done to it.
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
pub struct Folded {
	/// The session.
	#[codec(compact)]
	pub session: SessionIndex,
	/// The day on which it ended.
	#[codec(compact)]
	pub day: Day,
	/// What the node did in it.
	pub conduct: Conduct,
	/// How that moved the index.
	pub changes: Changes,
	/// What node and backers get for it, in planck.
	#[codec(compact)]
	pub reward: Planck,
}

/// How a node stands, for who wants to know.
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
pub struct TrustStanding {
	/// Its index, as of today.
	pub index: Part,
	/// What counts: index times bond. Nothing while it is suspended.
	pub effective: Part,
	/// The most it may sell for an interval, net, in Wh; none if trust limits nothing.
	pub most_sold: Option<Wh>,
	/// Its own bond, in planck.
	pub bonded: Planck,
	/// What of it is on its way out, in planck.
	pub unbonding: Planck,
	/// What backers have bonded, in planck.
	pub backed: Planck,
	/// What of that is on its way out, in planck.
	pub leaving: Planck,
	/// How many backers it has.
	pub backers: u32,
	/// What of their rewards it keeps.
	pub commission: Part,
	/// How many slashes wait for the end of their dispute window.
	pub pending: u32,
	/// Its own rewards that are not claimed, in planck.
	pub owed: Planck,
	/// What it has done in this session, and in the one before if that is not folded yet.
	pub conduct: Conduct,
}
