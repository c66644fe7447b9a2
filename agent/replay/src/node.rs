// SPDX-License-Identifier: Apache-2.0

//! A node of the scenario's own chain: started for a replay, and ended with it.

use std::{
	fs,
	net::TcpListener,
	path::{Path, PathBuf},
	process::Stdio,
	time::Duration,
};

use gridmerit_client::{Chain, ChainError};
use jiff::Timestamp;
use tempfile::TempDir;
use tokio::process::{Child, Command};

use crate::{
	day::Feeder,
	genesis::{GenesisError, clock_start, patch},
	scenario::Scenario,
	stopwatch::TimedChain,
};

/// Longest wait until a node answers.
const PATIENCE: Duration = Duration::from_secs(240);

/// What a node says, in its folder.
const LOG: &str = "node.log";

/// Why there is no node.
#[derive(Debug, thiserror::Error)]
pub enum NodeError {
	/// A file cannot be written, or the program cannot be run.
	#[error("{what}: {reason}")]
	System {
		/// What was tried.
		what: String,
		/// Why it failed.
		reason: std::io::Error,
	},
	/// It cannot be told what its chain begins with.
	#[error(transparent)]
	Genesis(#[from] GenesisError),
	/// It wrote no chain spec.
	#[error("the node wrote no chain spec: {0}")]
	Spec(String),
	/// It ended by itself.
	#[error("the node ended ({status}); the end of its log {log}: {tail}")]
	Ended {
		/// How.
		status: String,
		/// Where its log is.
		log: String,
		/// The end of it.
		tail: String,
	},
	/// It does not answer.
	#[error("the node does not answer: {reason}; its log: {log}")]
	Silent {
		/// What happens instead.
		reason: ChainError,
		/// Where its log is.
		log: String,
	},
}

fn system(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> NodeError {
	let what = what.into();
	move |reason| NodeError::System { what, reason }
}

/// A running node. It is killed when this goes away.
pub struct ScenarioNode {
	child: Child,
	directory: TempDir,
	program: PathBuf,
	port: u16,
}

impl ScenarioNode {
	/// Starts the program with the scenario's genesis, with the lines of a feeder if there is one, building blocks on
	/// demand, and waits until it answers. It listens on loopback, on the given port or a free one.
	pub async fn start(
		program: &Path,
		scenario: &Scenario,
		feeder: Option<&Feeder>,
		port: Option<u16>,
	) -> Result<(Self, TimedChain), NodeError> {
		let directory = tempfile::Builder::new()
			.prefix("gridmerit-")
			.tempdir()
			.map_err(system("a folder for the chain"))?;
		let spec = Command::new(program)
			.args(["export-chain-spec", "--chain", "dev"])
			.output()
			.await
			.map_err(system(program.display().to_string()))?;
		if !spec.status.success() {
			let said = String::from_utf8_lossy(&spec.stderr);
			return Err(NodeError::Spec(format!("{}: {}", spec.status, end_of(&said))));
		}
		let mut spec = serde_json::from_slice(&spec.stdout)
			.map_err(|error| NodeError::Spec(error.to_string()))?;
		patch(&mut spec, scenario, feeder)?;
		let path = directory.path().join("spec.json");
		fs::write(&path, spec.to_string()).map_err(system(path.display().to_string()))?;
		let port = match port {
			Some(port) => port,
			None => free_port().map_err(system("a free port"))?,
		};
		let start = Timestamp::from_millisecond(clock_start(scenario) as i64)
			.map_err(|error| NodeError::Spec(error.to_string()))?;
		let first = ["--sealing", "manual", "--sealing-start", &start.to_string()];
		let child = spawn(program, directory.path(), port, &first)?;
		let mut node = Self { child, directory, program: program.into(), port };
		let chain = node.connected(TimedChain::connect).await?;
		Ok((node, chain))
	}

	/// Where it answers.
	pub fn url(&self) -> String {
		format!("ws://127.0.0.1:{}", self.port)
	}

	/// Ends it and starts it again on the same chain, with a block for each transaction.
	pub async fn restart_instant(&mut self) -> Result<(), NodeError> {
		self.stop().await?;
		self.child =
			spawn(&self.program, self.directory.path(), self.port, &["--sealing", "instant"])?;
		self.connected(Chain::connect).await.map(drop)
	}

	/// Waits until it ends without having been asked to, however long that takes. A connection may fail meanwhile:
	/// whoever looks at the chain has its own.
	pub async fn ends_by_itself(&mut self) -> NodeError {
		match self.child.wait().await {
			Ok(status) => self.ended(status),
			Err(reason) => system("the node")(reason),
		}
	}

	/// Ends it.
	pub async fn stop(&mut self) -> Result<(), NodeError> {
		self.child.kill().await.map_err(system("ending the node"))
	}

	/// A connection, as soon as it answers.
	async fn connected<T>(
		&mut self,
		connect: impl AsyncFn(&str) -> Result<T, ChainError>,
	) -> Result<T, NodeError> {
		let deadline = tokio::time::Instant::now() + PATIENCE;
		loop {
			if let Some(status) = self.child.try_wait().map_err(system("the node"))? {
				return Err(self.ended(status));
			}
			match connect(&self.url()).await {
				Ok(chain) => return Ok(chain),
				Err(reason) if tokio::time::Instant::now() > deadline => {
					return Err(NodeError::Silent {
						reason,
						log: self.keep_log().display().to_string(),
					});
				},
				Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
			}
		}
	}

	/// Leaves its folder behind, for somebody to look at what went wrong, and says where its log is.
	pub fn keep_log(&mut self) -> PathBuf {
		self.directory.disable_cleanup(true);
		self.directory.path().join(LOG)
	}

	fn ended(&mut self, status: std::process::ExitStatus) -> NodeError {
		let log = self.keep_log();
		let tail = end_of(&fs::read_to_string(&log).unwrap_or_default());
		NodeError::Ended { status: status.to_string(), log: log.display().to_string(), tail }
	}
}

/// The last lines of what a program has said.
fn end_of(text: &str) -> String {
	let mut lines: Vec<_> = text.lines().rev().take(5).collect();
	lines.reverse();
	lines.join("\n")
}

fn spawn(
	program: &Path,
	directory: &Path,
	port: u16,
	sealing: &[&str],
) -> Result<Child, NodeError> {
	let log = fs::File::options()
		.append(true)
		.create(true)
		.open(directory.join(LOG))
		.map_err(system("the node's log"))?;
	let errors = log.try_clone().map_err(system("the node's log"))?;
	let peers = free_port().map_err(system("a free port"))?;
	Command::new(program)
		.arg("--chain")
		.arg(directory.join("spec.json"))
		.arg("--base-path")
		.arg(directory.join("chain"))
		.args(["--rpc-port", &port.to_string()])
		.args(["--listen-addr", &format!("/ip4/127.0.0.1/tcp/{peers}")])
		.args(["--alice", "--unsafe-force-node-key-generation", "--no-mdns", "--no-prometheus"])
		.arg("--no-telemetry")
		.args(["--state-pruning", "archive"])
		.args(sealing)
		.stdin(Stdio::null())
		.stdout(log)
		.stderr(errors)
		.kill_on_drop(true)
		.spawn()
		.map_err(system(program.display().to_string()))
}

fn free_port() -> std::io::Result<u16> {
	Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
