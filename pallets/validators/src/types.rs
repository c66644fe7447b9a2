// SPDX-License-Identifier: Apache-2.0

//! What is stored about builders.

use frame_support::BoundedVec;
use gridmerit_energy::NodeIndex;
use gridmerit_pallet_support::SessionIndex;
use gridmerit_trust::{Bar, BuilderRecord, Part, SeatLack, SeatReason};

use crate::{Config, Sessions};

/// Nodes, each once.
pub type NodesOf<T> = BoundedVec<NodeIndex, <T as Config>::MaxValidators>;
/// Nodes that the operator has named, with the accounts that acted for them then.
pub type NamedOf<T> =
	BoundedVec<(NodeIndex, <T as frame_system::Config>::AccountId), <T as Config>::MaxValidators>;
/// [`Seat`]s of a session, in the order in which consensus counts its validators.
pub type SeatsOf<T> = BoundedVec<SeatOf<T>, <T as Config>::MaxValidators>;
/// [`Seat`] of a runtime.
pub type SeatOf<T> = Seat<<T as frame_system::Config>::AccountId, KeysOf<T>>;
/// Session keys of a runtime.
pub type KeysOf<T> =
	<<T as Config>::Sessions as Sessions<<T as frame_system::Config>::AccountId>>::Keys;
/// [`Candidate`]s in the order of their indices.
pub type CandidatesOf<T> = BoundedVec<Candidate, <T as Config>::MaxCandidates>;

/// Somebody who stands for a seat, or has one.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub struct Candidate {
	/// Its index.
	pub node: NodeIndex,
	/// Whether it wants a seat. Who steps down keeps its seat until the set that is planned already is out of office.
	pub stands: bool,
	/// Whether it has built a block in a session that is over, since it has its seat.
	pub proven: bool,
	/// Its effective trust when a set was last planned; that at which it stood before.
	pub trust: Part,
	/// What it lacked then; none if it got a seat, or no set was planned since it stands.
	pub lack: Option<SeatLack>,
}

/// A seat in a session.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct Seat<AccountId, Keys> {
	/// Whose it is.
	pub node: NodeIndex,
	/// The validator: the account that acted for the node when it got the seat. If another one acts for it by now, the
	/// seat ends as if the node had stepped down.
	pub account: AccountId,
	/// Why it has the seat.
	pub reason: SeatReason,
	/// The session keys that are in force in that session, whatever the account has set since.
	pub keys: Keys,
}

/// What a builder has done, and for how long it cannot be elected.
#[frame_support::stored]
#[derive(Copy, Default)]
#[scale_info(capture_docs = "always")]
pub struct Record {
	/// What it has done.
	pub done: BuilderRecord,
	/// For how long it cannot be elected; none if nothing keeps it.
	pub bar: Option<Bar>,
	/// The session in which it was last caught in an equivocation. What it has signed twice in that session or before
	/// counts no more: who has its keys could show that again and again, also after it was pardoned.
	pub caught: Option<SessionIndex>,
}
