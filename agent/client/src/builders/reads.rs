// SPDX-License-Identifier: Apache-2.0

//! What the chain says of builders.

use gridmerit_energy::NodeIndex;
use gridmerit_trust::{BuilderView, CandidateView, SeatView, SessionIndex};
use scale_decode::DecodeAsType;
use subxt::utils::AccountId32;

use crate::{error::ChainError, view::View};

/// A session, and who has a seat in it.
pub type Seats = (SessionIndex, Vec<SeatView<AccountId32>>);

/// The keys that an account's node builds and votes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
pub struct SessionKeys {
	/// For blocks.
	pub babe: [u8; 32],
	/// For finality.
	pub grandpa: [u8; 32],
}

impl SessionKeys {
	/// As nodes are asked for them.
	pub fn encoded(&self) -> Vec<u8> {
		[self.babe, self.grandpa].concat()
	}
}

impl View {
	/// Who has a seat in the running session, and the blocks built so far.
	pub async fn builders(&self) -> Result<Seats, ChainError> {
		self.viewed("Validators", "current", ()).await
	}

	/// Who has a seat in the next session.
	pub async fn planned_builders(&self) -> Result<Seats, ChainError> {
		self.viewed("Validators", "planned", ()).await
	}

	/// All candidates, and how they have fared in the election of the planned set.
	pub async fn candidates(&self) -> Result<Vec<CandidateView>, ChainError> {
		self.viewed("Validators", "candidates", ()).await
	}

	/// All about a node as a builder; none if there is no such node.
	pub async fn builder(
		&self,
		node: NodeIndex,
	) -> Result<Option<BuilderView<AccountId32>>, ChainError> {
		self.viewed("Validators", "builder", (node,)).await
	}

	/// The session keys that an account has set; none if it has none.
	pub async fn session_keys(
		&self,
		account: &AccountId32,
	) -> Result<Option<SessionKeys>, ChainError> {
		self.stored("Session", "NextKeys", (account.0,)).await
	}
}
