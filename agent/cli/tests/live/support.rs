// SPDX-License-Identifier: Apache-2.0

//! Nodes, the agent's program, and what the operator does.

use std::{
	fs,
	future::Future,
	net::TcpListener,
	path::{Path, PathBuf},
	process::Stdio,
	sync::Mutex,
	time::Duration,
};

use gridmerit_client::{Call, Chain, Included, Key, SLOT};
use gridmerit_energy::{Interval, NodeStatus};
use gridmerit_trader::rulebook::Rulebook;
use serde_json::Value as Json;
use subxt::{
	dynamic::{Value, value},
	ext::scale_value::Composite,
};
use tempfile::TempDir;
use tokio::{
	process::{Child, Command},
	time::{sleep, timeout},
};

/// Longest wait for anything; only a failing test waits for so long.
pub const PATIENCE: Duration = Duration::from_secs(300);

/// When sealed chains begin.
const BEGINNING: &str = "2018-06-27T00:00:00Z";

/// A node on a development chain of its own. It is killed when this goes away.
pub struct Node {
	child: Option<Child>,
	directory: TempDir,
	port: u16,
}

pub fn free_port() -> u16 {
	TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

pub fn program() -> PathBuf {
	let program = std::env::var_os("GRIDMERIT_NODE");
	program.expect("GRIDMERIT_NODE names no node: run scripts/test.sh").into()
}

/// A built-in chain: its raw spec if there is one, as from the other a node compiles its Wasm twice.
fn spec(chain: &str) -> PathBuf {
	if Path::new(chain).is_absolute() {
		return chain.into();
	}
	let raw = |folder| PathBuf::from(folder).join(format!("{chain}.json"));
	std::env::var_os("GRIDMERIT_SPECS").map_or_else(|| chain.into(), raw)
}

impl Node {
	/// A new development chain; `sealing` is `manual` or `instant`.
	pub async fn start(sealing: &str) -> (Self, Chain) {
		let directory = tempfile::tempdir().unwrap();
		let mut node = Self { child: None, directory, port: free_port() };
		node.spawn("dev", &["--alice", "--sealing", sealing, "--sealing-start", BEGINNING]);
		let chain = node.connect().await;
		// The first block opens the first round; a chain with a block for each transaction begins with it.
		if sealing != "instant" {
			chain.sealing().block().await.unwrap();
		}
		(node, chain)
	}

	/// A chain of four builders that builds a block for each transaction, on a node with options of its own.
	pub async fn of_four(own: &[&str]) -> (Self, Chain) {
		let directory = tempfile::tempdir().unwrap();
		let mut node = Self { child: None, directory, port: free_port() };
		let sealing = ["--sealing", "instant", "--sealing-start", BEGINNING];
		node.spawn("local", &[own, &sealing].concat());
		let chain = node.connect().await;
		(node, chain)
	}

	/// A development chain that builds a block for each transaction, on a node that keeps the state of the last blocks
	/// alone.
	pub async fn pruned(blocks: u32) -> (Self, Chain) {
		let directory = tempfile::tempdir().unwrap();
		let mut node = Self { child: None, directory, port: free_port() };
		let blocks = blocks.to_string();
		let own = ["--alice", "--state-pruning", &blocks, "--sealing", "instant"];
		node.spawn("dev", &[&own[..], &["--sealing-start", BEGINNING]].concat());
		let chain = node.connect().await;
		(node, chain)
	}

	/// A chain of a spec in a file, with a block for each transaction.
	pub async fn on_spec(spec: &Path) -> (Self, Chain) {
		let directory = tempfile::tempdir().unwrap();
		let mut node = Self { child: None, directory, port: free_port() };
		let options = ["--alice", "--sealing", "instant", "--sealing-start", BEGINNING];
		node.spawn(spec.to_str().unwrap(), &options);
		let chain = node.connect().await;
		(node, chain)
	}

	pub fn url(&self) -> String {
		format!("ws://127.0.0.1:{}", self.port)
	}

	/// Ends it, as if the power had failed.
	pub async fn kill(&mut self) {
		self.child.take().unwrap().kill().await.unwrap();
	}

	/// Starts it again where it was, on the same chain.
	pub async fn again(&mut self, sealing: &str) -> Chain {
		self.spawn("dev", &["--alice", "--sealing", sealing]);
		self.connect().await
	}

	/// Starts it again where it was, on another chain.
	pub async fn on_another_chain(&mut self, sealing: &str) -> Chain {
		self.directory = tempfile::tempdir().unwrap();
		self.spawn("local", &["--alice", "--sealing", sealing, "--sealing-start", BEGINNING]);
		self.connect().await
	}

	fn spawn(&mut self, chain: &str, own: &[&str]) {
		let base = self.directory.path();
		let log = fs::File::options().append(true).create(true).open(base.join("log")).unwrap();
		let peers = free_port();
		let kept = own.contains(&"--state-pruning");
		let kept: &[_] = if kept { &[] } else { &["--state-pruning", "archive"] };
		let child = Command::new(program())
			.arg("--chain")
			.arg(spec(chain))
			.arg("--unsafe-force-node-key-generation")
			.arg("--base-path")
			.arg(base)
			.args(["--rpc-port", &self.port.to_string()])
			.args(["--listen-addr", &format!("/ip4/127.0.0.1/tcp/{peers}")])
			.args(["--no-mdns", "--no-prometheus"])
			.args(kept)
			.args(own)
			.stdin(Stdio::null())
			.stdout(Stdio::null())
			.stderr(log)
			.kill_on_drop(true)
			.spawn()
			.unwrap();
		self.child = Some(child);
	}

	async fn connect(&mut self) -> Chain {
		let url = self.url();
		within("a node", async {
			loop {
				if let Ok(chain) = Chain::connect(&url).await {
					return chain;
				}
				if let Some(status) = self.child.as_mut().unwrap().try_wait().unwrap() {
					let log = fs::read_to_string(self.directory.path().join("log")).unwrap();
					panic!("the node ended ({status}):\n{log}");
				}
				sleep(Duration::from_millis(200)).await;
			}
		})
		.await
	}
}

/// Fails if something takes too long.
pub async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
	timeout(PATIENCE, future).await.unwrap_or_else(|_| panic!("{what}: it took too long"))
}

/// How a run of the agent's program has ended.
pub struct Ran {
	pub code: Option<i32>,
	pub stdout: String,
	pub stderr: String,
}

impl Ran {
	/// What it printed, if it went well.
	pub fn ok(self) -> String {
		assert_eq!(self.code, Some(0), "{}{}", self.stdout, self.stderr);
		self.stdout
	}

	pub fn json(self) -> Json {
		serde_json::from_str(&self.ok()).unwrap()
	}

	/// What it said on its standard error, if the readings that were refused count already.
	pub fn counts_already(self) -> String {
		assert_eq!(self.code, Some(3), "{}{}", self.stdout, self.stderr);
		self.stderr
	}

	/// What it printed, if it has ended with this status.
	pub fn with(self, code: i32) -> String {
		assert_eq!(self.code, Some(code), "{}{}", self.stdout, self.stderr);
		self.stdout
	}

	/// What it said on its standard error, if it went wrong as it should.
	pub fn failed(self) -> String {
		assert_eq!(self.code, Some(1), "{}{}", self.stdout, self.stderr);
		assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
		self.stderr
	}
}

/// The agent's program, in an environment without secrets.
pub fn program_of_agent(arguments: &[&str], environment: &[(&str, &str)]) -> Command {
	let mut command = Command::new(env!("CARGO_BIN_EXE_gridmerit-agent"));
	command
		.args(arguments)
		.env_remove("GRIDMERIT_SURI")
		.env_remove("GRIDMERIT_METER_SURI")
		.env_remove("GRIDMERIT_PASSWORD")
		.envs(environment.iter().copied())
		.stdin(Stdio::null())
		.kill_on_drop(true);
	command
}

/// Runs the agent's program to its end.
pub async fn agent_with(environment: &[(&str, &str)], arguments: &[&str]) -> Ran {
	let output = program_of_agent(arguments, environment).output();
	let output = within(&arguments.join(" "), output).await.unwrap();
	let text = |bytes| String::from_utf8(bytes).unwrap();
	Ran { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

pub async fn agent(arguments: &[&str]) -> Ran {
	agent_with(&[], arguments).await
}

pub fn key(suri: &str) -> Key {
	Key::from_suri(suri).unwrap()
}

/// The node of an account as the chain has it.
pub async fn node(chain: &Chain, suri: &str) -> NodeStatus {
	let view = chain.best().await.unwrap();
	view.node(&key(suri).account()).await.unwrap().unwrap()
}

/// How many transactions of an account are in blocks.
pub async fn nonce(chain: &Chain, suri: &str) -> u64 {
	chain.best().await.unwrap().nonce(&key(suri).account()).await.unwrap()
}

/// Waits until a transaction of an account is in the pool.
pub async fn pending(chain: &Chain, suri: &str) {
	let account = key(suri).account();
	let done = nonce(chain, suri).await;
	within("a transaction in the pool", async {
		while chain.next_nonce(&account).await.unwrap() == done {
			sleep(Duration::from_millis(50)).await;
		}
	})
	.await;
}

pub async fn round(chain: &Chain) -> Interval {
	chain.best().await.unwrap().round().await.unwrap().unwrap().number
}

/// Sends a call that has to work, on a chain that builds a block for each transaction.
pub async fn send(chain: &Chain, call: &Call, suri: &str) -> Included {
	let (view, key) = (chain.best().await.unwrap(), key(suri));
	let nonce = chain.next_nonce(&key.account()).await.unwrap();
	let signed = chain.sign(&view, call, &key, nonce).unwrap();
	within(signed.call(), chain.send(&signed, false)).await.unwrap()
}

/// A call of the operator's.
pub fn sudo(pallet: &str, call: &str, fields: Vec<(&str, Value<()>)>) -> Call {
	let call = Value::unnamed_variant(pallet, [Value::named_variant(call, fields)]);
	let weight =
		Value::named_composite([("ref_time", Value::u128(0)), ("proof_size", Value::u128(0))]);
	let fields = Composite::named([("call", call), ("weight", weight)]);
	Call::new("Sudo", "sudo_unchecked_weight", fields)
}

/// Pauses posting, or lets it go on.
pub fn pause(posting: bool) -> Call {
	let paused = [("posting", Value::bool(posting)), ("clearing", Value::bool(false))];
	sudo("ForwardMarket", "set_pauses", vec![("paused", Value::named_composite(paused))])
}

/// Lets the clock run to a block at or after the gate, less so many milliseconds.
pub async fn near_gate(chain: &Chain, before: u64) {
	let view = chain.best().await.unwrap();
	let gate = view.round().await.unwrap().unwrap().gate;
	let left = gate.saturating_sub(before).saturating_sub(view.now().await.unwrap());
	if left > 0 {
		chain.sealing().jump(left.div_ceil(SLOT) * SLOT).await.unwrap();
	}
}

/// Lets the clock run until the next round takes orders.
pub async fn next_round(chain: &Chain) {
	let before = round(chain).await;
	while round(chain).await == before {
		near_gate(chain, 0).await;
		if round(chain).await == before {
			chain.sealing().block().await.unwrap();
		}
	}
}

/// Lets the clock run until an interval is over and can be settled.
pub async fn over(chain: &Chain, interval: Interval) {
	while round(chain).await <= interval {
		next_round(chain).await;
	}
	chain.sealing().jump(66_000).await.unwrap();
}

/// A rulebook of text, whose relative paths start at a folder.
pub fn rulebook(folder: &Path, text: &str) -> Rulebook {
	Rulebook::parse(text, folder.join("rulebook.toml").to_str().unwrap()).unwrap()
}

/// What a daemon has said.
#[derive(Default)]
pub struct Said(Mutex<Vec<String>>);

impl Said {
	pub fn note(&self, text: &str) {
		self.0.lock().unwrap().push(text.into());
	}

	/// How often it has said something that holds a text.
	pub fn times(&self, text: &str) -> usize {
		self.0.lock().unwrap().iter().filter(|said| said.contains(text)).count()
	}

	pub fn all(&self) -> Vec<String> {
		self.0.lock().unwrap().clone()
	}
}

/// Makes a program of a shell script.
pub fn script(folder: &Path, name: &str, text: &str) -> PathBuf {
	use std::os::unix::fs::PermissionsExt;
	let path = folder.join(name);
	fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
	fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
	path
}

/// Makes Alice a proxy of somebody, who may trade for them.
pub async fn market_proxy(chain: &Chain, suri: &str) {
	let named = |name: &str| Value::unnamed_variant(name, []);
	let delegate = Value::unnamed_variant("Id", [Value::from_bytes(key("//Alice").account().0)]);
	let fields = Composite::named([
		("delegate", delegate),
		("proxy_type", named("Market")),
		("delay", Value::u128(0)),
	]);
	send(chain, &Call::new("Proxy", "add_proxy", fields), suri).await;
}

/// What a household applies as, or is admitted as.
pub fn household() -> Value<()> {
	value!({
		customer: Value::from_bytes([7; 32]),
		roles: { consumer: true, prosumer: false, storage: false, utility: false, line_owner: false },
		bus: 3u32,
		limits: { generation: 0u32, consumption: 20_000u32 },
		source: Value::unnamed_variant("None", []),
		battery: Value::unnamed_variant("None", [])
	})
}

/// Sends money to an account.
pub async fn pay(chain: &Chain, suri: &str, to: &str, units: u128) {
	let to = Value::unnamed_variant("Id", [Value::from_bytes(key(to).account().0)]);
	let fields = Composite::named([("dest", to), ("value", Value::u128(units * 1_000_000_000))]);
	send(chain, &Call::new("Balances", "transfer_keep_alive", fields), suri).await;
}

/// Builds blocks until a run of the program has ended.
pub async fn while_blocks_come(chain: &Chain, run: impl Future<Output = Ran>) -> Ran {
	let blocks = async {
		loop {
			sleep(Duration::from_millis(500)).await;
			chain.sealing().block().await.unwrap();
		}
	};
	tokio::select! {
		ran = run => ran,
		() = blocks => unreachable!("blocks come for ever"),
	}
}
