// SPDX-License-Identifier: Apache-2.0

//! Committees: who serves, what a node has to vote on, and its votes. And what owners of lines are paid.

use gridmerit_energy::NodeIndex;
use gridmerit_trust::SessionIndex;
use subxt::{
	dynamic::Value,
	utils::{AccountId32, H256},
};

use crate::{
	calls::{Call, call},
	error::ChainError,
	view::View,
};

/// A question on which a node has still to vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duty {
	/// Whose question.
	pub asker: AccountId32,
	/// A hash of what is to be decided; the chain has it as the asker's proposal.
	pub subject: H256,
	/// It votes before this session.
	pub until: SessionIndex,
}

impl View {
	/// What a node has still to vote on.
	pub async fn duties(&self, node: NodeIndex) -> Result<Vec<Duty>, ChainError> {
		let duties: Vec<(AccountId32, H256, SessionIndex)> =
			self.viewed("Committees", "duties", (node,)).await?;
		let duty = |(asker, subject, until)| Duty { asker, subject, until };
		Ok(duties.into_iter().map(duty).collect())
	}
}

/// Has the sender's node serve on committees.
pub fn serve() -> Call {
	call("Committees", "serve", vec![])
}

/// Votes on what an account asks.
pub fn vote(asker: &AccountId32, subject: H256, approve: bool) -> Call {
	let fields = vec![
		("asker", Value::from_bytes(asker.0)),
		("subject", Value::from_bytes(subject.0)),
		("approve", approve.into()),
	];
	call("Committees", "vote", fields)
}

/// Has the owner of a line paid for up to so many of the next intervals of a contract.
pub fn claim_line(contract: u32, intervals: u32) -> Call {
	let fields = vec![("contract", contract.into()), ("intervals", intervals.into())];
	call("Transmission", "claim", fields)
}
