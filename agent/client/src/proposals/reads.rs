// SPDX-License-Identifier: Apache-2.0

//! What the chain says of problems.

use codec::{DecodeAll, Encode};
use gridmerit_dispatch::{Body, DispatchClaim, Merit, Statement, Threshold};
use gridmerit_energy::{Interval, NodeIndex, Planck};
use gridmerit_trust::Part;
use scale_decode::DecodeAsType;
use subxt::utils::{AccountId32, H256};

use super::{
	PostedClaim, PostedProblem, ProblemNumber, ProblemStage, ProposalTerms, StandingDispatch,
};
use crate::{error::ChainError, view::View};

#[derive(DecodeAsType)]
struct Row {
	asker: AccountId32,
	first: Interval,
	windows: u32,
	most: Planck,
	terms: Terms,
	claims_until: u32,
	bodies_until: u32,
	base: Planck,
	standing: Standing,
	stage: ProblemStage,
}

#[derive(DecodeAsType)]
struct Terms {
	claims: u32,
	bodies: u32,
	threshold: Most,
	wager: Planck,
	reward: Planck,
}

#[derive(DecodeAsType)]
struct Most {
	ppm: u32,
	least: Planck,
}

#[derive(DecodeAsType)]
struct Standing {
	node: Option<NodeIndex>,
	welfare: Planck,
	bound: Planck,
	paid: i128,
}

#[derive(DecodeAsType)]
struct Claimed {
	node: NodeIndex,
	claim: Claim,
	body: H256,
	revealed: bool,
}

#[derive(DecodeAsType)]
struct Claim {
	welfare: Planck,
	bound: Planck,
}

impl From<Row> for PostedProblem {
	fn from(row: Row) -> Self {
		let Terms { claims, bodies, threshold: Most { ppm, least }, wager, reward } = row.terms;
		let Standing { node, welfare, bound, paid } = row.standing;
		Self {
			asker: row.asker,
			first: row.first,
			windows: row.windows,
			most: row.most,
			terms: ProposalTerms {
				claims,
				bodies,
				threshold: Threshold { ppm, least },
				wager,
				reward,
			},
			claims_until: row.claims_until,
			bodies_until: row.bodies_until,
			base: row.base,
			standing: StandingDispatch { node, merit: Merit { welfare, paid }, bound },
			stage: row.stage,
		}
	}
}

impl View {
	/// Whether the chain takes problems.
	pub fn has_proposals(&self) -> bool {
		self.at.metadata_ref().pallet_by_name("Proposals").is_some()
	}

	/// All problems that the chain has, by number.
	pub async fn problems(&self) -> Result<Vec<(ProblemNumber, PostedProblem)>, ChainError> {
		if !self.has_proposals() {
			return Ok(Vec::new());
		}
		let rows: Vec<(ProblemNumber, Row)> = self.listed("Proposals", "Problems").await?;
		let mut rows: Vec<_> = rows.into_iter().map(|(number, row)| (number, row.into())).collect();
		rows.sort_unstable_by_key(|(number, _)| *number);
		Ok(rows)
	}

	/// A problem; none if there is none with this number, or the chain has forgotten it.
	pub async fn problem(
		&self,
		problem: ProblemNumber,
	) -> Result<Option<PostedProblem>, ChainError> {
		if !self.has_proposals() {
			return Ok(None);
		}
		let row: Option<Row> = self.stored("Proposals", "Problems", (problem,)).await?;
		Ok(row.map(PostedProblem::from))
	}

	/// What it asks.
	pub async fn problem_statement(
		&self,
		problem: ProblemNumber,
	) -> Result<Option<Statement>, ChainError> {
		self.encoded("Statements", problem).await
	}

	/// The dispatch that stands; none: nothing trades.
	pub async fn standing_dispatch(
		&self,
		problem: ProblemNumber,
	) -> Result<Option<Body>, ChainError> {
		self.encoded("Dispatches", problem).await
	}

	/// What is claimed and not checked yet, in the order in which it was.
	pub async fn problem_claims(
		&self,
		problem: ProblemNumber,
	) -> Result<Vec<PostedClaim>, ChainError> {
		let rows: Option<Vec<Claimed>> = self.stored("Proposals", "Claims", (problem,)).await?;
		let claim = |row: Claimed| {
			let Claimed { node, claim: Claim { welfare, bound }, body, revealed } = row;
			let claim = DispatchClaim { welfare, bound };
			PostedClaim { node, claim, body, revealed }
		};
		Ok(rows.unwrap_or_default().into_iter().map(claim).collect())
	}

	/// What of the welfare that a dispatch adds its proposer is paid at most.
	pub fn reward_share(&self) -> Result<Part, ChainError> {
		let share = self.constant("Proposals", "RewardShare")?;
		let share = u32::try_from(share).ok().filter(|share| *share <= Part::ONE.as_billionths());
		share
			.map(Part::billionths)
			.ok_or_else(|| self.unknown("Proposals.RewardShare", "it is no part of a whole"))
	}

	/// The least that a problem lets a claim put at stake, in planck.
	pub fn least_wager(&self) -> Result<Planck, ChainError> {
		self.constant("Proposals", "MinWager")
	}

	/// Why a body cannot be shown, so that who claims it loses the wager; none if it can.
	pub fn body_too_long(&self, body: &Body) -> Result<Option<String>, ChainError> {
		let (bytes, most) = (body.encoded_size(), self.constant("Proposals", "MaxBody")?);
		let long = bytes as u128 > most;
		Ok(long.then(|| format!("its body has {bytes} bytes, and at most {most} can be shown")))
	}

	/// For how many blocks a problem that is decided is kept.
	pub(super) fn problems_kept(&self) -> Result<u64, ChainError> {
		let kept = self.constant("Proposals", "Keep")?;
		u64::try_from(kept).map_err(|error| self.unknown("Proposals.Keep", error))
	}

	/// What the chain keeps of a problem as bytes.
	async fn encoded<Found: DecodeAll>(
		&self,
		entry: &'static str,
		problem: ProblemNumber,
	) -> Result<Option<Found>, ChainError> {
		let bytes: Option<Vec<u8>> = self.stored("Proposals", entry, (problem,)).await?;
		let found = bytes.map(|bytes| Found::decode_all(&mut &bytes[..])).transpose();
		found.map_err(|error| self.unknown(&format!("Proposals.{entry}"), error))
	}
}
