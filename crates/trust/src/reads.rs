// SPDX-License-Identifier: Apache-2.0

//! How nodes stand and why, as a chain stores it and tells it to clients.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridmerit_energy::{NodeIndex, Planck, Wh};
use scale_info::TypeInfo;

use crate::{Changes, Conduct, Day, Part, SeatLack, SeatReason};

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

/// What a builder has done since it first had a seat. Numbers end at 2^32 - 1.
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
pub struct BuilderRecord {
	/// Sessions over in which it had a seat.
	#[codec(compact)]
	pub sessions: u32,
	/// Blocks that it has built in them.
	#[codec(compact)]
	pub blocks: u32,
	/// Sessions of these from which it was absent.
	#[codec(compact)]
	pub absences: u32,
	/// Blocks or votes that it has made twice.
	#[codec(compact)]
	pub equivocations: u32,
}

/// Why a builder is not to be elected, and how long.
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
pub struct Bar {
	/// The first session that it can be elected for again.
	pub until: SessionIndex,
	/// Whether its blocks are refused, too.
	pub disabled: bool,
}

/// Who has a seat in a session.
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
pub struct SeatView<AccountId> {
	/// The node.
	pub node: NodeIndex,
	/// Whose session keys build.
	pub account: AccountId,
	/// Why it has the seat.
	pub reason: SeatReason,
	/// The blocks that it has built in the session so far.
	pub blocks: u32,
}

/// How a candidate has fared in the election of the set that is planned.
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
pub struct CandidateView {
	/// The node.
	pub node: NodeIndex,
	/// Its effective trust when the set was planned.
	pub trust: Part,
	/// Whether it stands: who has stepped down stays a candidate as long as it has a seat.
	pub stands: bool,
	/// Why it has a seat in the planned set; none if it has none.
	pub seat: Option<SeatReason>,
	/// What it lacks for a seat; none if it has one, or stands since the set was planned.
	pub lack: Option<SeatLack>,
}

/// All about a builder, or about a node that could be one.
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
pub struct BuilderView<AccountId> {
	/// Who acts for it.
	pub account: AccountId,
	/// Whether it stands.
	pub stands: bool,
	/// Whether its account has set session keys.
	pub has_keys: bool,
	/// Its effective trust, as of now.
	pub trust: Part,
	/// The least that a builder has to have.
	pub minimum: Part,
	/// Why it has a seat in this session; none if it has none.
	pub now: Option<SeatReason>,
	/// Why it has a seat in the planned set; none if it has none.
	pub next: Option<SeatReason>,
	/// What it lacked for a seat when the set was planned.
	pub lack: Option<SeatLack>,
	/// What it has done.
	pub record: BuilderRecord,
	/// Why it is not to be elected; none if it may be.
	pub bar: Option<Bar>,
}
