// SPDX-License-Identifier: Apache-2.0

//! What is proposed and not decided yet, in a file.

use std::{
	fs,
	io::{self, ErrorKind},
	path::{Path, PathBuf},
};

use gridmerit_client::{
	H256, files,
	proposals::{ProblemNumber, body_of_text, body_text},
};
use gridmerit_dispatch::{Body, DispatchClaim};
use gridmerit_energy::NodeIndex;
use serde::{Deserialize, Serialize};

/// A proposal as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptProposal {
	/// The first block of the chain: a file may be of several.
	pub genesis: H256,
	/// Who proposes.
	pub node: NodeIndex,
	/// For which problem.
	pub problem: ProblemNumber,
	/// What is claimed.
	pub claim: DispatchClaim,
	/// What proves it.
	pub body: Body,
}

/// Why proposals cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum ProposalFileError {
	/// The file cannot be read or written.
	#[error("{path}: {cause}. Nothing is claimed before its body is on disk")]
	File {
		/// Which.
		path: String,
		/// Why.
		cause: io::Error,
	},
	/// It holds something else.
	#[error(
		"{path} holds no proposals ({reason}). If a body is in it that is still to be shown, its wager is lost without it: \
		 keep it, and name another file"
	)]
	Other {
		/// Which.
		path: String,
		/// What is wrong with it.
		reason: String,
	},
}

/// A file of proposals. It is replaced as a whole, so a power cut leaves the one before or this one.
#[derive(Clone, Debug)]
pub struct ProposalFile {
	path: PathBuf,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
	proposals: Vec<Row>,
}

/// Amounts are text, as programs that read JSON know no numbers that large.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
	genesis: H256,
	node: NodeIndex,
	problem: ProblemNumber,
	welfare: String,
	bound: String,
	body: String,
}

impl Row {
	fn of(kept: &KeptProposal) -> Self {
		Self {
			genesis: kept.genesis,
			node: kept.node,
			problem: kept.problem,
			welfare: kept.claim.welfare.to_string(),
			bound: kept.claim.bound.to_string(),
			body: body_text(&kept.body),
		}
	}

	fn kept(&self) -> Result<KeptProposal, String> {
		let amount = |text: &str| text.parse().map_err(|_| format!("`{text}` is no amount"));
		Ok(KeptProposal {
			genesis: self.genesis,
			node: self.node,
			problem: self.problem,
			claim: DispatchClaim { welfare: amount(&self.welfare)?, bound: amount(&self.bound)? },
			body: body_of_text(&self.body).map_err(|error| error.to_string())?,
		})
	}
}

impl ProposalFile {
	/// The file at a path. It need not be there.
	pub fn at(path: impl Into<PathBuf>) -> Self {
		Self { path: path.into() }
	}

	/// Where it is.
	pub fn path(&self) -> &Path {
		&self.path
	}

	/// What is kept of a node of a chain, by problem.
	pub fn of(
		&self,
		genesis: H256,
		node: NodeIndex,
	) -> Result<Vec<KeptProposal>, ProposalFileError> {
		let mut kept = self.read()?;
		kept.retain(|kept| (kept.genesis, kept.node) == (genesis, node));
		kept.sort_by_key(|kept| kept.problem);
		Ok(kept)
	}

	/// Keeps a proposal, in the place of one of the same node for the same problem.
	pub fn keep(&self, proposal: &KeptProposal) -> Result<(), ProposalFileError> {
		let mut all = self.read()?;
		all.retain(|kept| !same(kept, proposal));
		all.push(proposal.clone());
		self.write(&all)
	}

	/// Forgets one that is no longer of use.
	pub fn forget(&self, proposal: &KeptProposal) -> Result<(), ProposalFileError> {
		let mut all = self.read()?;
		all.retain(|kept| !same(kept, proposal));
		self.write(&all)
	}

	fn read(&self) -> Result<Vec<KeptProposal>, ProposalFileError> {
		let text = match fs::read_to_string(&self.path) {
			Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
			read => read.map_err(|cause| self.failed(cause))?,
		};
		let stored: Stored =
			serde_json::from_str(&text).map_err(|error| self.other(error.to_string()))?;
		let kept: Result<Vec<_>, _> = stored.proposals.iter().map(Row::kept).collect();
		kept.map_err(|reason| self.other(reason))
	}

	fn write(&self, all: &[KeptProposal]) -> Result<(), ProposalFileError> {
		let stored = Stored { proposals: all.iter().map(Row::of).collect() };
		let write = |file: &mut dyn io::Write| -> io::Result<()> {
			Ok(serde_json::to_writer_pretty(file, &stored)?)
		};
		files::put(&self.path, write).map_err(|cause| self.failed(cause))
	}

	fn failed(&self, cause: io::Error) -> ProposalFileError {
		ProposalFileError::File { path: self.path.display().to_string(), cause }
	}

	fn other(&self, reason: String) -> ProposalFileError {
		ProposalFileError::Other { path: self.path.display().to_string(), reason }
	}
}

fn same(one: &KeptProposal, other: &KeptProposal) -> bool {
	(one.genesis, one.node, one.problem) == (other.genesis, other.node, other.problem)
}
