// SPDX-License-Identifier: Apache-2.0

//! Other versions of the runtime: the real one, with another version number or another word in it.

use std::fs;

use gridmerit_client::{Chain, ChainError};
use gridmerit_trader::daemon::{Daemon, DaemonError, Look};
use sp_maybe_compressed_blob::{CODE_BLOB_BOMB_LIMIT, compress_strongly};
use subxt::dynamic::Value;
use tokio::process::Command;

use super::support::{
	Node, Said, next_round, node, nonce, program, round, rulebook, send, sudo, within,
};

/// The runtime of the development chain.
async fn code() -> Vec<u8> {
	let spec = Command::new(program()).args(["export-chain-spec", "--chain", "dev"]).output();
	let spec = within("a chain spec", spec).await.unwrap().stdout;
	let spec: serde_json::Value = serde_json::from_slice(&spec).unwrap();
	let code = spec["genesis"]["runtimeGenesis"]["code"].as_str().unwrap();
	gridmerit_meter::parse_hex(code).unwrap()
}

/// Replaces bytes by others of the same length, so that the Wasm around them stays as it is.
fn replace(code: &mut [u8], from: &[u8], to: &[u8]) -> usize {
	assert_eq!(from.len(), to.len());
	let mut times = 0;
	let mut at = 0;
	while let Some(found) = code[at..].windows(from.len()).position(|bytes| bytes == from) {
		at += found;
		code[at..at + to.len()].copy_from_slice(to);
		times += 1;
	}
	times
}

/// Numbers as they follow each other in a RuntimeVersion, in memory and in the section `runtime_version`.
fn little_endian(numbers: [u32; 2]) -> Vec<u8> {
	numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// A runtime like the given one, of another version. The number is in the section that the node reads, in
/// memory (before `impl_version`, and behind the APIs `transaction_version` and `system_version`), and in the
/// code that tells what every signature has to cover: both versions, `i64.const 0x1_0000_0001; i64.store offset=64`.
/// If this is not found any more, another compiler has laid it out in another way.
fn of_version(code: &[u8], version: u8) -> Vec<u8> {
	let mut code = code.to_vec();
	let in_section = |version: u8| {
		let numbers = little_endian([1, version.into()]);
		[b"$gridmerit$gridmerit", numbers.as_slice()].concat()
	};
	assert_eq!(replace(&mut code, &in_section(1), &in_section(version)), 1);
	let in_memory = |version: u8| {
		let numbers = little_endian([1, version.into()]);
		[numbers.as_slice(), &[0, 0, 0, 0, 1, 0, 0, 0, 1]].concat()
	};
	assert!(replace(&mut code, &in_memory(1), &in_memory(version)) > 0, "no version in memory");
	let in_code = |version: u8| [0x42, 0x80 | version, 0x80, 0x80, 0x80, 0x10, 0x37, 0x02, 0x40];
	let times = replace(&mut code, &in_code(1), &in_code(version));
	assert_eq!(times, 1, "no version in the code");
	code
}

#[tokio::test]
async fn upgrades_while_it_runs() {
	let (node_of, chain) = Node::start("instant").await;
	let folder = tempfile::tempdir().unwrap();
	let said = Said::default();
	let say = |text: &str| said.note(text);
	let first = round(&chain).await + 1;
	let rows: String = (first..first + 40).map(|at| format!("{at},1500,0\n")).collect();
	fs::write(folder.path().join("f.csv"), format!("interval,load_wh,generation_wh\n{rows}"))
		.unwrap();
	let text = format!(
		"[node]\nurl = \"{}\"\nsuri = \"//Bob\"\n[forecast]\nmodel = \"file\"\nfile = \"f.csv\"\n[run]\nunmetered = true",
		node_of.url()
	);
	let mut daemon = Daemon::new(rulebook(folder.path(), &text), &say).await.unwrap();
	assert_eq!(daemon.look().await.unwrap(), Look::Posted);

	let old = code().await;
	let upgrade = |code: Vec<u8>| {
		let chain = chain.clone();
		async move {
			// As it is shipped: not compressed it is more than a request may be.
			let code = compress_strongly(&code, CODE_BLOB_BOMB_LIMIT).unwrap();
			let call = sudo("System", "set_code", vec![("code", Value::from_bytes(code))]);
			send(&chain, &call, "//Alice").await;
			chain.sealing().block().await.unwrap();
			chain.best().await.unwrap()
		}
	};

	// The same but for its number: it goes on.
	let view = upgrade(of_version(&old, 2)).await;
	assert_eq!(view.spec_version(), 2);
	assert_eq!(daemon.look().await.unwrap(), Look::Settled);
	next_round(&chain).await;
	assert_eq!(daemon.look().await.unwrap(), Look::Posted);
	assert_eq!(nonce(&chain, "//Bob").await, 2);
	let ordered = node(&chain, "//Bob").await.open;
	assert_eq!(ordered.last().unwrap().interval, first + 4);

	// With another word for a field of a window.
	let mut other = of_version(&old, 3);
	assert!(replace(&mut other, b"cheapest_ask", b"cheapest_bid") > 0);
	upgrade(other).await;
	let error = daemon.look().await.unwrap_err();
	assert_unknown(error, "MarketApi.windows", 3);

	// With another name of the API.
	let mut other = of_version(&old, 4);
	assert!(replace(&mut other, b"MarketApi", b"MarketApj") > 10);
	upgrade(other).await;
	let error = daemon.look().await.unwrap_err();
	assert_unknown(error, "MarketApi.node", 4);
	let error = Chain::connect(&node_of.url()).await.err().unwrap();
	assert!(matches!(error, ChainError::NotGridmerit(_)), "{error}");
	assert!(error.to_string().contains("no runtime API MarketApi"), "{error}");
	assert_eq!(nonce(&chain, "//Bob").await, 2);
}

fn assert_unknown(error: DaemonError, what: &str, version: u32) {
	let text = error.to_string();
	let DaemonError::Chain(ChainError::Unknown { what: found, version: of, .. }) = error else {
		panic!("{text}")
	};
	assert_eq!((found.as_str(), of), (what, version), "{text}");
	assert!(text.contains("use the agent built for that version"), "{text}");
}
