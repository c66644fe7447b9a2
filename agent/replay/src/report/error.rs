// SPDX-License-Identifier: Apache-2.0

//! Why there is no report.

use std::{io, path::PathBuf};

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
	/// There is no directory to write to.
	#[error("cannot create {path}: {source}; name a directory that you may write to")]
	Directory {
		/// The directory.
		path: PathBuf,
		/// What the file system says.
		source: io::Error,
	},
	/// A file is not written; what was there before still is.
	#[error("cannot write {path}: {source}; see to room and permissions, then report again")]
	Write {
		/// The file.
		path: PathBuf,
		/// What the file system says.
		source: io::Error,
	},
	/// A plot is not drawn.
	#[error("a plot cannot be drawn: {0}; report.json is written and has its numbers")]
	Plot(String),
	/// The day is not encoded.
	#[error("the day cannot be written as JSON: {0}")]
	Json(#[from] serde_json::Error),
}
