// SPDX-License-Identifier: Apache-2.0

//! Dispatch problems that the chain does not solve itself: what is asked, what is claimed, what stands, and the calls that
//! ask, claim and prove.
//!
//! A claim comes first, with a wager and the hash of what proves it: [`body_hash`]. When no more claims are taken, the
//! bodies are shown, and the chain checks them.

mod calls;
mod fate;
mod reads;

pub use calls::{claim, drop_problem, post, reveal};

use codec::{DecodeAll, Encode};
use gridmerit_dispatch::{Body, DispatchClaim, Merit, Threshold};
use gridmerit_energy::{Interval, NodeIndex, Planck};
use scale_decode::DecodeAsType;
use subxt::utils::{AccountId32, H256};

/// Number of a problem.
pub type ProblemNumber = u32;

/// What a problem's sender asks of those who propose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProposalTerms {
	/// For how many blocks it takes claims.
	pub claims: u32,
	/// For how many blocks after that it takes bodies.
	pub bodies: u32,
	/// The gap up to which a dispatch is taken.
	pub threshold: Threshold,
	/// What each claim puts at stake, in planck.
	pub wager: Planck,
	/// The most that is paid for the best dispatch, in planck.
	pub reward: Planck,
}

/// A dispatch that stands, or would if nobody proposed a better one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StandingDispatch {
	/// The node that proposed it; none: it came with the problem, or nothing trades.
	pub node: Option<NodeIndex>,
	/// What it is worth, in planck, and what buyers pay.
	pub merit: Merit,
	/// What no dispatch is worth more than, as it proves, in planck.
	pub bound: Planck,
}

/// How far a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
pub enum ProblemStage {
	/// It takes claims or bodies, or bodies are being checked.
	Open,
	/// It is decided.
	Decided {
		/// What the proposer of what stands was paid, in planck.
		reward: Planck,
		/// The block from which on the chain may forget it.
		until: u32,
	},
}

/// A problem as the chain has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostedProblem {
	/// Who asks.
	pub asker: AccountId32,
	/// The interval of its first window.
	pub first: Interval,
	/// How many intervals it is about.
	pub windows: u32,
	/// What no dispatch is worth more than, in planck.
	pub most: Planck,
	/// What is asked of those who propose.
	pub terms: ProposalTerms,
	/// Claims are taken in blocks before this one.
	pub claims_until: u32,
	/// Bodies are taken from then on, in blocks before this one.
	pub bodies_until: u32,
	/// What the dispatch that came with it is worth, in planck.
	pub base: Planck,
	/// What stands.
	pub standing: StandingDispatch,
	/// How far it is.
	pub stage: ProblemStage,
}

/// What can be done about a problem in the next block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemPhase {
	/// It takes claims.
	Claims,
	/// It takes no more claims, and no bodies yet.
	Between,
	/// It takes the bodies of what was claimed.
	Bodies,
	/// What was shown is being checked.
	Checks,
	/// It is decided.
	Decided,
}

impl PostedProblem {
	/// What the proposer of what stands was paid, in planck; none before it is decided.
	pub fn reward(&self) -> Option<Planck> {
		match self.stage {
			ProblemStage::Open => None,
			ProblemStage::Decided { reward, .. } => Some(reward),
		}
	}

	/// What the chain takes in the block after this one, and would already take in this one: calls are tried there first.
	pub fn phase(&self, block: u64) -> ProblemPhase {
		let (claims, bodies) = (u64::from(self.claims_until), u64::from(self.bodies_until));
		let next = block.saturating_add(1);
		match self.stage {
			ProblemStage::Decided { .. } => ProblemPhase::Decided,
			ProblemStage::Open if next < claims => ProblemPhase::Claims,
			ProblemStage::Open if block < claims => ProblemPhase::Between,
			ProblemStage::Open if next < bodies => ProblemPhase::Bodies,
			ProblemStage::Open => ProblemPhase::Checks,
		}
	}
}

/// What somebody has claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostedClaim {
	/// Whose claim.
	pub node: NodeIndex,
	/// What it says that its dispatch comes to.
	pub claim: DispatchClaim,
	/// The hash of what is to prove it.
	pub body: H256,
	/// Whether what proves it was shown.
	pub revealed: bool,
}

/// What came of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClaimFate {
	/// It is true, and its wager is back.
	True {
		/// Whether it took the place of what stood.
		better: bool,
	},
	/// It is false, and its wager is lost.
	False {
		/// Why.
		why: String,
	},
	/// What proves it was not shown, and its wager is lost.
	NotRevealed,
}

/// The hash by which a node claims: nobody else can show the same body.
pub fn body_hash(node: NodeIndex, problem: ProblemNumber, body: &Body) -> H256 {
	H256(sp_crypto_hashing::blake2_256(&(node, problem, body).encode()))
}

/// A body as text: its bytes in hex.
pub fn body_text(body: &Body) -> String {
	gridmerit_meter::to_hex(&body.encode())
}

/// Text is no body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a body: its bytes in hex, as gridmerit-solver --json prints them")]
pub struct NoBody;

/// A body from its bytes in hex.
pub fn body_of_text(text: &str) -> Result<Body, NoBody> {
	let bytes = gridmerit_meter::parse_hex(text.trim()).map_err(|_| NoBody)?;
	Body::decode_all(&mut &bytes[..]).map_err(|_| NoBody)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_body_goes_through_text() {
		let body = Body { prices: vec![-1, 7], blocks: vec![3], ..Body::default() };
		assert_eq!(body_of_text(&format!(" {}\n", body_text(&body))), Ok(body));
		for wrong in ["", "0x", "zz", "0x0102", "{}"] {
			assert_eq!(body_of_text(wrong), Err(NoBody), "{wrong}");
		}
	}

	fn problem(stage: ProblemStage) -> PostedProblem {
		PostedProblem {
			asker: AccountId32([7; 32]),
			first: 5,
			windows: 1,
			most: 9,
			terms: ProposalTerms {
				claims: 5,
				bodies: 5,
				threshold: Threshold { ppm: 0, least: 0 },
				wager: 1,
				reward: 1,
			},
			claims_until: 15,
			bodies_until: 20,
			base: 0,
			standing: StandingDispatch { node: None, merit: Merit::default(), bound: 9 },
			stage,
		}
	}

	#[test]
	fn a_phase_is_what_this_block_and_the_next_take() {
		let open = problem(ProblemStage::Open);
		for (block, phase) in [
			(10, ProblemPhase::Claims),
			(13, ProblemPhase::Claims),
			(14, ProblemPhase::Between),
			(15, ProblemPhase::Bodies),
			(18, ProblemPhase::Bodies),
			(19, ProblemPhase::Checks),
			(u64::MAX, ProblemPhase::Checks),
		] {
			assert_eq!(open.phase(block), phase, "{block}");
		}
		let decided = problem(ProblemStage::Decided { reward: 1, until: 99 });
		assert_eq!(decided.phase(10), ProblemPhase::Decided);
	}

	#[test]
	fn a_hash_is_of_one_node_and_one_problem() {
		let body = Body { prices: vec![1], ..Body::default() };
		let hash = body_hash(1, 2, &body);
		assert_eq!(hash, body_hash(1, 2, &body));
		for other in
			[body_hash(2, 2, &body), body_hash(1, 3, &body), body_hash(1, 2, &Body::default())]
		{
			assert_ne!(other, hash);
		}
	}
}
