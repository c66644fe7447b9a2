// SPDX-License-Identifier: Apache-2.0

//! What is stored of problems and claims.

use alloc::vec::Vec;
use codec::{Decode, Encode};
use frame_support::BoundedVec;
use frame_system::pallet_prelude::BlockNumberFor;
use gridmerit_dispatch::{Body, Checked, DispatchClaim, Merit, Refusal, Threshold};
use gridmerit_energy::{Interval, NodeIndex, Planck, Wh};
use gridmerit_pallet_support::SessionIndex;
use scale_info::TypeInfo;
use sp_io::hashing::blake2_256;

use crate::Config;

/// A hash of a statement, or of who claims which body.
pub type Blake2 = [u8; 32];

/// What a node claims a body with: of another node, or for another problem, it is another hash. So who copies a claim can
/// never show its body.
pub fn body_hash(node: NodeIndex, problem: u32, body: &Body) -> Blake2 {
	(node, problem, body).using_encoded(blake2_256)
}

/// By which rules claims for a problem are made.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub struct Terms {
	/// For how many blocks claims are taken, from the one on in which the problem is posted.
	#[codec(compact)]
	pub claims: u32,
	/// For how many blocks then bodies are.
	#[codec(compact)]
	pub bodies: u32,
	/// The gap up to which a dispatch is taken.
	pub threshold: Threshold,
	/// What a claim is wagered with, in planck.
	#[codec(compact)]
	pub wager: Planck,
	/// The most that is paid for a better dispatch, in planck.
	#[codec(compact)]
	pub reward: Planck,
}

/// How large a problem is.
#[frame_support::stored]
#[derive(Copy, Default)]
#[scale_info(capture_docs = "always")]
pub struct Size {
	/// Bytes of its statement.
	#[codec(compact)]
	pub bytes: u32,
	/// What a check looks at: buses, lines and factors of all windows, orders, what blocks name, and stores in each
	/// window.
	#[codec(compact)]
	pub work: u32,
}

/// The dispatch that stands.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub struct Standing {
	/// Who has proposed it; none: it came with the problem.
	pub node: Option<NodeIndex>,
	/// Its welfare, in planck.
	#[codec(compact)]
	pub welfare: Planck,
	/// What no dispatch is worth more than, as it proves, in planck.
	#[codec(compact)]
	pub bound: Planck,
	/// What buyers pay, in planck.
	pub paid: i128,
}

impl Standing {
	/// A dispatch that was checked.
	pub fn of(node: Option<NodeIndex>, checked: &Checked) -> Self {
		let Checked { welfare, bound, paid, .. } = *checked;
		Self { node, welfare, bound, paid }
	}

	/// Nothing trades; that can always be.
	pub fn nothing(bound: Planck) -> Self {
		Self { node: None, welfare: 0, bound, paid: 0 }
	}

	/// By what others have to be better.
	pub fn merit(&self) -> Merit {
		Merit { welfare: self.welfare, paid: self.paid }
	}
}

/// How far a problem has come.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub enum Stage<BlockNumber> {
	/// Claims are taken, then bodies, then these are checked.
	Open,
	/// All claims are checked.
	Decided {
		/// What was paid for the dispatch that stands, in planck.
		#[codec(compact)]
		reward: Planck,
		/// From this block on it is forgotten.
		until: BlockNumber,
	},
}

/// A dispatch problem, and what stands.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct Problem<AccountId, BlockNumber, Deposit> {
	/// Who has posted it.
	pub asker: AccountId,
	/// Its deposit, back when the problem is forgotten.
	pub deposit: Deposit,
	/// The interval of window 0.
	#[codec(compact)]
	pub first: Interval,
	/// How many windows it has, an interval each.
	#[codec(compact)]
	pub windows: u16,
	/// A hash of the statement's bytes.
	pub statement: Blake2,
	/// How large it is.
	pub size: Size,
	/// What no dispatch is worth more than, as all demand would not pay more, in planck.
	#[codec(compact)]
	pub most: Planck,
	/// By which rules claims are made.
	pub terms: Terms,
	/// The first block in which no claims are taken any more, but bodies.
	pub claims_until: BlockNumber,
	/// The first block in which no bodies are.
	pub bodies_until: BlockNumber,
	/// The welfare of what has stood from the beginning, in planck.
	#[codec(compact)]
	pub base: Planck,
	/// What stands.
	pub standing: Standing,
	/// How far it has come.
	pub stage: Stage<BlockNumber>,
}

/// What a node claims.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub struct ClaimRow {
	/// The node.
	#[codec(compact)]
	pub node: NodeIndex,
	/// What its body comes to, as it says.
	pub claim: DispatchClaim,
	/// The hash of node, problem and body.
	pub body: Blake2,
	/// Whether the body is there.
	pub revealed: bool,
}

/// When something is to be done about a problem, by a hook.
#[frame_support::stored]
#[scale_info(capture_docs = "always")]
pub struct Due<AccountId, BlockNumber> {
	/// Its number.
	#[codec(compact)]
	pub problem: u32,
	/// Who has posted it.
	pub asker: AccountId,
	/// How large it is.
	pub size: Size,
	/// From this block on.
	pub at: BlockNumber,
}

/// What is paid for dispatches in a session.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub struct Budget {
	/// The session.
	#[codec(compact)]
	pub session: SessionIndex,
	/// The most, in planck.
	#[codec(compact)]
	pub most: Planck,
	/// How much of it is paid, in planck.
	#[codec(compact)]
	pub spent: Planck,
}

/// Why a claim is false.
#[frame_support::stored]
#[derive(Copy)]
#[scale_info(capture_docs = "always")]
pub enum Falsehood {
	/// The dispatch cannot be, or does not follow from the body.
	Refused(Refusal),
	/// Its welfare is less than was claimed.
	Welfare,
	/// Its bound is more than was claimed.
	Bound,
}

/// What the dispatch that stands comes to.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
#[scale_info(capture_docs = "always")]
pub struct Outcome {
	/// By window and bus, in planck per Wh: those of all buses of window 0, then of window 1, and so on.
	pub prices: Vec<i64>,
	/// What trades of each order, in Wh.
	pub fills: Vec<Wh>,
	/// What demand pays, in planck.
	pub paid: i128,
	/// What supply gets, in planck.
	pub earned: i128,
	/// What each store gets, less what it pays, in planck.
	pub gains: Vec<Planck>,
	/// What is left of what is paid, in planck.
	pub rent: Planck,
}

impl From<Checked> for Outcome {
	fn from(checked: Checked) -> Self {
		let Checked { prices, fills, paid, earned, gains, rent, .. } = checked;
		Self { prices, fills, paid, earned, gains, rent }
	}
}

/// [`Problem`] of a runtime.
pub type ProblemOf<T> =
	Problem<<T as frame_system::Config>::AccountId, BlockNumberFor<T>, <T as Config>::Deposit>;
/// [`Due`] of a runtime.
pub type DueOf<T> = Due<<T as frame_system::Config>::AccountId, BlockNumberFor<T>>;
/// The claims for a problem, in the order in which they were made.
pub type ClaimsOf<T> = BoundedVec<ClaimRow, <T as Config>::MaxClaims>;
/// A statement's bytes.
pub type StatementOf<T> = BoundedVec<u8, <T as Config>::MaxStatement>;
/// A body's bytes.
pub type BodyOf<T> = BoundedVec<u8, <T as Config>::MaxBody>;
