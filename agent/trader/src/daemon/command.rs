// SPDX-License-Identifier: Apache-2.0

//! Runs a program of the rulebook's and takes what it prints.

use std::{process::Stdio, time::Duration};

use tokio::{
	io::{self, AsyncRead, AsyncReadExt},
	process,
	time::timeout,
};

use crate::rulebook::ExternalCommand;

/// Most bytes that a program may print.
const MAX_OUTPUT: u64 = 8 << 20;

/// Bytes of a program's complaints that are looked at, the most lines that are shown of them, and letters of a line.
const MAX_COMPLAINT: u64 = 64 << 10;
const LINES: usize = 10;
const LETTERS: usize = 200;
/// How long it is waited for complaints of a program that has ended: it may have left another one behind.
const PATIENCE: Duration = Duration::from_secs(1);

/// Why a program said nothing of use.
#[derive(Debug, thiserror::Error)]
#[error("{program}: {reason}")]
pub struct CommandError {
	/// The program.
	pub program: String,
	/// What went wrong.
	pub reason: String,
}

/// What a program prints. It is killed when its time is up. If it fails, the reason ends with what it complains of,
/// on lines of their own.
pub async fn output(command: &ExternalCommand) -> Result<Vec<u8>, CommandError> {
	let failed =
		|reason: String| CommandError { program: command.program.display().to_string(), reason };
	let mut program = process::Command::new(&command.program);
	if let Some(secret) = &command.hidden {
		program.env_remove(secret);
	}
	let mut child = program
		.args(&command.arguments)
		.stdin(Stdio::null())
		.stdout(Stdio::piped())
		.stderr(Stdio::piped())
		.kill_on_drop(true)
		.spawn()
		.map_err(|error| failed(error.to_string()))?;
	let stdout = child.stdout.take().ok_or_else(|| failed("it has no output".into()))?;
	let stderr = child.stderr.take().ok_or_else(|| failed("it has no output".into()))?;
	let complains = tokio::spawn(complaint(stderr));
	let read = async {
		let mut bytes = Vec::new();
		stdout.take(MAX_OUTPUT).read_to_end(&mut bytes).await?;
		Ok::<_, std::io::Error>((bytes, child.wait().await?))
	};
	let (bytes, status) = timeout(command.timeout, read)
		.await
		.map_err(|_| failed(format!("it took longer than {} s", command.timeout.as_secs())))?
		.map_err(|error| failed(error.to_string()))?;
	if status.success() {
		return Ok(bytes);
	}
	let complaint = timeout(PATIENCE, complains).await;
	let lines = complaint.ok().and_then(Result::ok).map(|bytes| shown(&bytes)).unwrap_or_default();
	Err(failed(format!("{status}{lines}")))
}

/// The beginning of a stream. What is not read of it any more does not stop who writes.
async fn complaint(mut stream: impl AsyncRead + Unpin) -> Vec<u8> {
	let mut beginning = Vec::new();
	let read = (&mut stream).take(MAX_COMPLAINT).read_to_end(&mut beginning).await;
	if read.is_ok_and(|_| beginning.len() as u64 == MAX_COMPLAINT) {
		let _ = io::copy(&mut stream, &mut io::sink()).await;
	}
	beginning
}

/// The lines that are not blank, each after a line break; of many the first ones and the last ones, where programs
/// say why.
fn shown(bytes: &[u8]) -> String {
	let text = String::from_utf8_lossy(bytes);
	let plain = |line: &str| -> String {
		let letters = line.trim_end().chars().map(|letter| match letter {
			letter if letter.is_control() => ' ',
			letter => letter,
		});
		letters.take(LETTERS).collect()
	};
	let mut lines: Vec<_> =
		text.lines().filter(|line| !line.trim().is_empty()).map(plain).collect();
	let beyond = lines.len().saturating_sub(LINES);
	if beyond > 0 {
		let first = LINES / 2;
		lines.splice(first..=first.saturating_add(beyond), ["…".into()]);
	}
	lines.into_iter().map(|line| format!("\n  {line}")).collect()
}

#[cfg(test)]
mod tests {
	use std::time::Duration;

	use super::*;

	/// What is said of a script that fails.
	async fn said(script: &str) -> String {
		let command = ExternalCommand {
			program: "sh".into(),
			arguments: vec!["-c".into(), script.into()],
			timeout: Duration::from_secs(60),
			hidden: None,
		};
		output(&command).await.unwrap_err().to_string()
	}

	#[tokio::test]
	async fn a_program_that_fails_is_quoted() {
		assert_eq!(said("exit 3").await, "sh: exit status: 3");
		let one = said("echo 'no such\tmeter' >&2; echo >&2; exit 3").await;
		assert_eq!(one, "sh: exit status: 3\n  no such meter");
		// Of many lines the first and the last, and what is beyond the bound does not stop it.
		assert_eq!(
			said("seq 12 >&2; exit 1").await,
			"sh: exit status: 1\n  1\n  2\n  3\n  4\n  5\n  …\n  9\n  10\n  11\n  12"
		);
		let flood = said("seq 1000000 >&2; exit 1").await;
		assert!(flood.lines().count() == 1 + LINES && flood.len() < 200, "{flood}");
		let long = said("head -c 5000 /dev/zero | tr '\\0' x >&2; exit 1").await;
		assert_eq!(long, format!("sh: exit status: 1\n  {}", "x".repeat(LETTERS)));
	}

	#[tokio::test]
	async fn a_program_that_leaves_another_one_behind_is_not_waited_for() {
		let begun = std::time::Instant::now();
		assert_eq!(said("sleep 50 >/dev/null & exit 3").await, "sh: exit status: 3");
		assert!(begun.elapsed() < Duration::from_secs(20));
	}

	#[tokio::test]
	async fn a_program_does_not_see_the_secret() {
		// A variable that everybody has.
		const SECRET: &str = "HOME";
		let sees = async |hidden: Option<&str>| {
			let command = ExternalCommand {
				program: "env".into(),
				arguments: vec![],
				timeout: Duration::from_secs(60),
				hidden: hidden.map(Into::into),
			};
			let seen = output(&command).await.unwrap();
			String::from_utf8_lossy(&seen).lines().any(|line| line.starts_with("HOME="))
		};
		assert!(sees(None).await);
		assert!(!sees(Some(SECRET)).await);
	}
}
