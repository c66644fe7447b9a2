// SPDX-License-Identifier: Apache-2.0

//! What verification says of an archive while the chain goes on: settlements are corrected, closed, forgotten, and the
//! state of old blocks is gone.

use std::fs;

use gridmerit_client::{self as client, Chain, H256};
use gridmerit_energy::{Basis, Interval};
use serde_json::Value as Json;
use subxt::dynamic::Value;

use super::{
	bills::{bob, later, traded, weeks},
	meter::device,
	support::{Node, Ran, agent, over, send, sudo},
};

/// Bob's node, of which the archive is.
const BOB: u32 = 1;

#[tokio::test]
async fn says_what_it_was_and_what_has_become_of_it() {
	let (node_of, chain) = Node::pruned(256).await;
	let window = vec![("intervals", Value::u128(24))];
	send(&chain, &sudo("Settlement", "set_dispute_window", window), "//Alice").await;
	let folder = tempfile::tempdir().unwrap();
	let (url, account) = (node_of.url(), bob());
	let archive = async |more: &[&str]| {
		let folder = folder.path().to_str().unwrap();
		let whose = ["archive", "--account", &account, "--archive", folder, "--url", &url];
		agent(&[&whose[..], more].concat()).await
	};
	let verified = async || archive(&["--verify", "--json"]).await.json();

	// One interval is measured, and silence is archived of two.
	let first = traded(&chain).await;
	over(&chain, first).await;
	let mut meter = device(&chain, "Bob", 0);
	let on_time = meter.read(first, 3_200, 0).unwrap();
	send(&chain, &client::deliver(&[on_time]), "//Alice").await;
	silent(&chain, first + 2).await;
	archive(&[]).await.ok();
	let noted = chain.last_final().await.unwrap().hash();
	says(&verified().await, [0, 0, 0, 0]);

	// A late reading corrects one of them: the archive is no worse for it, and behind.
	let late = meter.read(first + 1, 400, 0).unwrap();
	send(&chain, &client::deliver(&[late]), "//Alice").await;
	let behind = verified().await;
	assert_eq!((&behind["changed"], &behind["faults"]), (&1.into(), &Json::from([0; 0])));
	let told = archive(&["--verify"]).await.ok();
	assert!(told.contains("`gridmerit-agent archive` fetches them"), "{told}");
	assert_eq!(archive(&["--json"]).await.json()["corrected"], 1);
	says(&verified().await, [0, 0, 0, 0]);

	// The other is corrected and the archive does not look for weeks.
	let second = meter.read(first + 2, 500, 0).unwrap();
	send(&chain, &client::deliver(&[second]), "//Alice").await;
	let unkept = |_: &[&str]| {
		std::future::ready(Ran { code: Some(0), stdout: String::new(), stderr: String::new() })
	};
	weeks(&chain, &mut meter, first + 3, &unkept).await;
	let forgotten = chain.best().await.unwrap().forgotten_until().await.unwrap();
	assert!(forgotten > first + 8, "the chain remembers it all");
	assert!(is_gone(&chain, noted).await, "the state of block {noted:?} is still there");
	let after = verified().await;
	assert_eq!(after["faults"], Json::from([0; 0]), "{after}");
	let count = |name: &str| after[name].as_u64().unwrap();
	assert!(count("unsure") >= 2 && count("notFetched") > 0 && count("missing") > 0, "{after}");
	// Headers stay, so each block can be compared.
	assert_eq!(after["unknownBlocks"], Json::from([0; 0]));
	let history = archive(&["--history", &(first + 2).to_string(), "--json"]).await.json();
	assert_eq!(history.as_array().map(Vec::len), Some(1));
	assert_eq!(history[0]["basis"], "Silence");

	// What it lost is told apart from what it can still fetch.
	let update = archive(&["--json"]).await.json();
	assert_eq!(update["lost"], after["missing"]);
	let now = verified().await;
	assert_eq!((&now["notFetched"], &now["unsure"]), (&0.into(), &after["unsure"]));
	assert_eq!(now["missing"], after["missing"]);

	let none = tempfile::tempdir().unwrap();
	let keep = ["archive", "--account", &account, "--archive", none.path().to_str().unwrap()];
	let light = agent(&[&keep[..], &["--light", "no-spec.json"]].concat()).await;
	assert!(light.failed().contains("a light client gives no proofs to keep"));
	assert_eq!(fs::read_dir(none.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn is_of_no_use_to_a_chain_that_was_begun_anew() {
	let (node_of, chain) = Node::start("instant").await;
	let folder = tempfile::tempdir().unwrap();
	let account = bob();
	let ask = async |command: &str, url: &str| {
		let folder = folder.path().to_str().unwrap();
		agent(&[command, "--account", &account, "--archive", folder, "--url", url]).await
	};
	let first = traded(&chain).await;
	over(&chain, first).await;
	let reading = device(&chain, "Bob", 0).read(first, 3_200, 0).unwrap();
	send(&chain, &client::deliver(&[reading]), "//Alice").await;
	ask("archive", &node_of.url()).await.ok();
	ask("statement", &node_of.url()).await.ok();
	// It has the same genesis, and other blocks.
	let (other, _chain) = Node::start("instant").await;
	for command in ["statement", "archive"] {
		let said = ask(command, &other.url()).await.failed();
		assert!(said.contains("the chain was begun anew"), "{command}: {said}");
	}
}

/// Sound, and so many not fetched, changed, unsure and missing.
fn says(verified: &Json, counts: [u32; 4]) {
	let said = ["notFetched", "changed", "unsure", "missing"].map(|name| &verified[name]);
	assert_eq!(said.map(Json::as_u64), counts.map(|count| Some(count.into())), "{verified}");
	assert_eq!(verified["faults"], Json::from([0; 0]));
}

/// Waits until an interval is charged for silence.
async fn silent(chain: &Chain, interval: Interval) {
	for _ in 0..60 {
		let view = chain.best().await.unwrap();
		let invoices = view.invoices(BOB, interval, interval).await.unwrap();
		if invoices.iter().any(|(_, invoice)| invoice.basis == Basis::Silence) {
			return;
		}
		later(chain).await;
	}
	panic!("silence is not charged");
}

/// Whether the node has the state of a block no more.
async fn is_gone(chain: &Chain, block: H256) -> bool {
	match chain.at(block).await {
		Ok(view) => view.now().await.is_err(),
		Err(_) => true,
	}
}
