// SPDX-License-Identifier: Apache-2.0

//! What was understood of a file of the past.

pub mod options;
mod show;

use std::{io, path::Path, process::ExitCode};

use gridmerit_client::files;
use gridmerit_history::write_rows;

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
			files::put(path, |file| write_rows(&understood.rows, file))
				.map_err(|error| format!("{}: {error}", path.display()))?;
			show::print(&understood);
			println!("written to {}", path.display());
		},
		None => show::print(&understood),
	}
	Ok(ExitCode::SUCCESS)
}

/// Who reads may have seen enough.
fn written(result: io::Result<()>) -> io::Result<()> {
	match result {
		Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
		result => result,
	}
}
