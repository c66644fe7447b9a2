// SPDX-License-Identifier: Apache-2.0

//! What was understood of a file of the past.

pub mod options;
mod show;

use std::{fs::File, io, path::Path, process::ExitCode};

use gridmerit_history::{Row, write_rows};

use crate::failure::Failure;
use options::HistoryOptions;

pub fn history(options: &HistoryOptions) -> Result<ExitCode, Failure> {
	let understood = options.rules()?.load(options.day.interval_ms()?)?;
	if options.json {
		let value = serde_json::json!({ "how": understood.how, "summary": understood.summary });
		println!("{}", serde_json::to_string_pretty(&value)?);
		return Ok(ExitCode::SUCCESS);
	}
	match options.write.as_deref() {
		Some(path) if path == Path::new("-") => {
			written(write_rows(&understood.rows, io::stdout().lock()))?
		},
		Some(path) => {
			write(path, &understood.rows)
				.map_err(|error| format!("{}: {error}", path.display()))?;
			show::print(&understood);
			println!("written to {}", path.display());
		},
		None => show::print(&understood),
	}
	Ok(ExitCode::SUCCESS)
}

fn write(path: &Path, rows: &[Row]) -> io::Result<()> {
	write_rows(rows, io::BufWriter::new(File::create(path)?))
}

/// Who reads may have seen enough.
fn written(result: io::Result<()>) -> io::Result<()> {
	match result {
		Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
		result => result,
	}
}
