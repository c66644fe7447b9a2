// SPDX-License-Identifier: Apache-2.0

//! What the tool refuses.

use std::path::PathBuf;

/// Why something is refused.
#[derive(Debug, thiserror::Error)]
pub enum Error {
	#[error("{}: {fault}", .path.display())]
	Read { path: PathBuf, fault: std::io::Error },
	#[error("{}: {fault}", .path.display())]
	Json { path: PathBuf, fault: serde_path_to_error::Error<serde_json::Error> },
	#[error("--genesis: {0}")]
	Genesis(String),
	#[error("{path}: {fault}", path = .0.display(), fault = .1)]
	Secret(PathBuf, String),
	#[error("{}: {fault}", .path.display())]
	In { path: PathBuf, fault: gridmerit_hidden::Error },
	#[error("{}: the commitment is not that of the amount and the blinding", .0.display())]
	OtherCommitment(PathBuf),
	#[error("{}: bits or sides are not those of the bounds", .0.display())]
	OtherBits(PathBuf),
	#[error("{0}")]
	Hidden(#[from] gridmerit_hidden::Error),
	#[error("wrong proofs: {count}\n{text}")]
	Wrong { count: usize, text: String },
	#[error("what is to be printed is no JSON: {0}")]
	Print(serde_json::Error),
}
