// SPDX-License-Identifier: Apache-2.0

//! What the chain says of trust.

use gridmerit_energy::{NodeIndex, Planck};
use gridmerit_trust::{Folded, SessionIndex, TrustStanding, Unbonding, Weighing, Work};
use scale_decode::DecodeAsType;
use subxt::utils::AccountId32;

use super::{Backing, PendingSlash, Registered, Stake};
use crate::{error::ChainError, view::View};

/// Rules of trust, as far as they are asked for.
#[derive(DecodeAsType)]
struct Rules {
	weighing: Weighing,
}

/// What an account has behind a node, as far as it is asked for.
#[derive(DecodeAsType)]
struct Backer {
	leaving: Vec<Unbonding>,
}

#[derive(DecodeAsType)]
struct Running {
	session: SessionIndex,
}

impl View {
	/// How a node stands; none if there is no such node.
	pub async fn standing(&self, node: NodeIndex) -> Result<Option<TrustStanding>, ChainError> {
		self.viewed("TrustStaking", "standing", (node,)).await
	}

	/// Why its index is what it is: its last changes, oldest first.
	pub async fn trust_history(&self, node: NodeIndex) -> Result<Vec<Folded>, ChainError> {
		self.viewed("TrustStaking", "history", (node,)).await
	}

	/// What an account has behind a node; none if nothing.
	pub async fn backing(
		&self,
		node: NodeIndex,
		backer: &AccountId32,
	) -> Result<Option<Backing>, ChainError> {
		let found: Option<(Planck, Planck, Planck)> =
			self.viewed("TrustStaking", "backing", (node, backer.0)).await?;
		Ok(found.map(|(backed, leaving, owed)| Backing { backed, leaving, owed }))
	}

	/// What of it is on its way out, in shares of the pool of those who leave, oldest first.
	pub async fn leaving(
		&self,
		node: NodeIndex,
		backer: &AccountId32,
	) -> Result<Vec<Unbonding>, ChainError> {
		let row: Option<Backer> = self.stored("TrustStaking", "Backers", (node, backer.0)).await?;
		Ok(row.map(|row| row.leaving).unwrap_or_default())
	}

	/// Whose a node's own bond is and what of it is on its way out; none if nothing is bonded behind it.
	pub async fn stake(&self, node: NodeIndex) -> Result<Option<Stake>, ChainError> {
		self.stored("TrustStaking", "Stakes", (node,)).await
	}

	/// The slashes that wait for the end of their dispute window, by number.
	pub async fn slashes(&self) -> Result<Vec<(u32, PendingSlash)>, ChainError> {
		let found = self.listed::<u32, _>("TrustStaking", "Slashes").await;
		found.map(sorted)
	}

	/// How index and bond are weighed together.
	pub async fn weighing(&self) -> Result<Weighing, ChainError> {
		let rules: Option<Rules> = self.stored("TrustStaking", "Rules", ()).await?;
		Ok(rules.map(|rules| rules.weighing).unwrap_or_default())
	}

	/// The session whose conduct is gathered.
	pub async fn session(&self) -> Result<SessionIndex, ChainError> {
		let running: Option<Running> = self.stored("TrustStaking", "Running", ()).await?;
		Ok(running.map(|running| running.session).unwrap_or_default())
	}

	/// A node as the registry has it.
	pub async fn registered(&self, node: NodeIndex) -> Result<Option<Registered>, ChainError> {
		self.stored("TeRegistry", "Nodes", (node,)).await
	}

	/// All nodes of the registry, by index.
	pub async fn all_registered(&self) -> Result<Vec<(NodeIndex, Registered)>, ChainError> {
		let found = self.listed::<NodeIndex, _>("TeRegistry", "Nodes").await;
		found.map(sorted)
	}

	/// The work that an application by an account takes, and the identity that it is over.
	pub async fn work_asked(&self, account: &AccountId32) -> Result<(Work, Vec<u8>), ChainError> {
		self.viewed("TeRegistry", "work_asked", (account.0,)).await
	}
}

/// The trie has them in the order of hashes.
fn sorted<Row>(mut rows: Vec<(u32, Row)>) -> Vec<(u32, Row)> {
	rows.sort_by_key(|(key, _)| *key);
	rows
}
