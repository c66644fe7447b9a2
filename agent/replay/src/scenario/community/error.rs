// SPDX-License-Identifier: Apache-2.0

//! What is wrong with a table, where, and what to write.

/// Why a folder holds no community.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
	/// A file cannot be read.
	#[error("{file}: {reason}")]
	File {
		/// Which.
		file: String,
		/// Why.
		reason: std::io::Error,
	},
	/// A file as a whole.
	#[error("{file}: {wrong}")]
	Whole {
		/// Which.
		file: String,
		/// What is wrong, and what to write.
		wrong: String,
	},
	/// A line.
	#[error("{file}, line {line}: {wrong}")]
	Line {
		/// Which file.
		file: String,
		/// Which line, from 1.
		line: u64,
		/// What is wrong, and what to write.
		wrong: String,
	},
	/// A value.
	#[error("{file}, line {line}, column {column}: {value:?} {wrong}")]
	Cell {
		/// Which file.
		file: String,
		/// Which line, from 1.
		line: u64,
		/// The heading of its column.
		column: String,
		/// The value.
		value: String,
		/// What is wrong with it, and what to write.
		wrong: String,
	},
}
