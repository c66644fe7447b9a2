// SPDX-License-Identifier: Apache-2.0

//! Runs a program of the rulebook's and takes what it prints.

use std::process::Stdio;

use tokio::{io::AsyncReadExt, process, time::timeout};

use crate::rulebook::ExternalCommand;

/// Most bytes that a program may print.
const MAX_OUTPUT: u64 = 8 << 20;

/// Why a program said nothing of use.
#[derive(Debug, thiserror::Error)]
#[error("{program}: {reason}")]
pub struct CommandError {
	/// The program.
	pub program: String,
	/// What went wrong.
	pub reason: String,
}

/// What a program prints. It is killed when its time is up.
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
		.stderr(Stdio::null())
		.kill_on_drop(true)
		.spawn()
		.map_err(|error| failed(error.to_string()))?;
	let stdout = child.stdout.take().ok_or_else(|| failed("it has no output".into()))?;
	let read = async {
		let mut bytes = Vec::new();
		stdout.take(MAX_OUTPUT).read_to_end(&mut bytes).await?;
		Ok::<_, std::io::Error>((bytes, child.wait().await?))
	};
	let (bytes, status) = timeout(command.timeout, read)
		.await
		.map_err(|_| failed(format!("it took longer than {} s", command.timeout.as_secs())))?
		.map_err(|error| failed(error.to_string()))?;
	if status.success() { Ok(bytes) } else { Err(failed(status.to_string())) }
}

#[cfg(test)]
mod tests {
	use std::time::Duration;

	use super::*;

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
