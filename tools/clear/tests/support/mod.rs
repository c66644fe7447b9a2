// SPDX-License-Identifier: Apache-2.0

//! The command `gridmerit-clear`, run.

use std::{
	io::Write,
	process::{Command, Output, Stdio},
	thread,
};

/// Runs the command on `input`.
pub fn run(options: &[&str], input: impl Into<Vec<u8>>) -> Output {
	let mut child = Command::new(env!("CARGO_BIN_EXE_gridmerit-clear"))
		.args(options)
		.stdin(Stdio::piped())
		.stdout(Stdio::piped())
		.stderr(Stdio::piped())
		.spawn()
		.unwrap();
	let (mut stdin, input) = (child.stdin.take().unwrap(), input.into());
	// The command may end before it has read everything.
	let writer = thread::spawn(move || drop(stdin.write_all(&input)));
	let output = child.wait_with_output().unwrap();
	writer.join().unwrap();
	output
}

/// Asserts that the command ends with status 1 and the one line `error: …`, and with no output.
pub fn refused(options: &[&str], input: impl Into<Vec<u8>>, message: &str) {
	let output = run(options, input);
	let error = String::from_utf8(output.stderr).unwrap();
	assert_eq!(output.status.code(), Some(1), "{error}");
	assert!(output.stdout.is_empty());
	assert_eq!(error.lines().count(), 1, "{error}");
	assert!(error.starts_with(&format!("error: {message}")), "{error} is not {message}");
}
