// SPDX-License-Identifier: Apache-2.0

//! A dispatch that can be proposed.

use gridmerit_dispatch::{
	Body, Checked, DispatchClaim, Fault, Refusal, Statement, StatementFault, check,
};
use gridmerit_solver::SolveError;

/// A dispatch, and what the chain would say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundDispatch {
	/// What proves it.
	pub body: Body,
	/// What it comes to.
	pub checked: Checked,
}

impl FoundDispatch {
	/// What can be claimed of it.
	pub fn claim(&self) -> DispatchClaim {
		self.checked.claim()
	}
}

/// Why there is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FindError {
	/// What the chain has states no problem.
	#[error(transparent)]
	Grid(#[from] StatementFault),
	/// Likewise.
	#[error(transparent)]
	Problem(#[from] Fault),
	/// The solver found none.
	#[error(transparent)]
	Solve(#[from] SolveError),
	/// The solver has ended before it was done.
	#[error("the solver has failed: {0}")]
	Ended(String),
	/// What somebody else has found is none, or comes to less than it says.
	#[error("the chain would refuse it: {0}")]
	Refused(#[from] Refusal),
}

/// Solves a problem. It may take seconds, and longer with blocks.
pub fn find(statement: &Statement) -> Result<FoundDispatch, FindError> {
	let networks = statement.networks()?;
	let problem = statement.problem(&networks)?;
	let proposal = gridmerit_solver::solve(&problem)?;
	Ok(FoundDispatch { body: proposal.body, checked: proposal.checked })
}

/// What a body of somebody else's solver comes to.
pub fn given(statement: &Statement, body: Body) -> Result<FoundDispatch, FindError> {
	let networks = statement.networks()?;
	let checked = check(&statement.problem(&networks)?, &body)?;
	Ok(FoundDispatch { body, checked })
}
