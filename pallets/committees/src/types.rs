// SPDX-License-Identifier: Apache-2.0

//! Who serves, and what is asked.

use frame_support::pallet_prelude::*;
use gridmerit_energy::NodeIndex;
use gridmerit_pallet_support::{SessionIndex, Subject};

use crate::Config;

/// A node that serves on committees.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub struct Serving {
	/// The node.
	#[codec(compact)]
	pub node: NodeIndex,
	/// What it weighs in a draw, as it was last weighed.
	#[codec(compact)]
	pub weight: u64,
	/// It serves before this session.
	#[codec(compact)]
	pub until: SessionIndex,
}

/// What a member says.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub enum Vote {
	/// Nothing yet.
	Missing,
	/// It approves.
	For,
	/// It does not.
	Against,
}

/// A member of a committee: its vote counts as often as it has seats.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub struct Member {
	/// The node.
	#[codec(compact)]
	pub node: NodeIndex,
	/// How many seats it holds, at least one.
	#[codec(compact)]
	pub seats: u32,
	/// What it says.
	pub vote: Vote,
}

/// How far a question has come.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub enum Stage<Members> {
	/// Its committee is still to be drawn.
	Waiting,
	/// Its committee votes.
	Voting {
		/// The members.
		members: Members,
		/// They vote before this session.
		until: SessionIndex,
	},
	/// Two thirds approve.
	Approved {
		/// It can be carried out before this session.
		until: SessionIndex,
	},
}

/// What a committee is asked.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct Question<Members> {
	/// A hash of what is to be decided.
	pub subject: Subject,
	/// In which session it was asked, and fixed who can be drawn.
	pub asked: SessionIndex,
	/// How far it has come.
	pub stage: Stage<Members>,
}

/// An account that has asked, and asks nothing else for a while unless it was approved and is carried out.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct Pause<AccountId> {
	/// The account.
	pub asker: AccountId,
	/// What it has asked.
	pub subject: Subject,
	/// It asks again from this session on.
	pub until: SessionIndex,
}

/// How far questions have been looked after.
#[frame_support::stored]
#[derive(Copy, Default)]
pub struct Progress {
	/// The session of the round at hand, or of the last one.
	pub session: SessionIndex,
	/// How many questions it has looked at; none if it is over.
	pub next: Option<u32>,
}

/// The nodes that serve, in ascending order.
pub type RollOf<T> = BoundedVec<Serving, <T as Config>::MaxRoll>;
/// The nodes that can be drawn for a question, and what each weighs.
pub type CandidatesOf<T> = BoundedVec<(NodeIndex, u64), <T as Config>::MaxRoll>;
/// A committee, each node once, in the order in which it was first drawn.
pub type MembersOf<T> = BoundedVec<Member, <T as Config>::Members>;
/// [`Question`] of a runtime.
pub type QuestionOf<T> = Question<MembersOf<T>>;
/// The accounts that have asked, in the order in which they did.
pub type PausesOf<T> =
	BoundedVec<Pause<<T as frame_system::Config>::AccountId>, <T as Config>::MaxPauses>;
