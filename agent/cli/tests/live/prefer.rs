// SPDX-License-Identifier: Apache-2.0

//! From whom a node would rather buy: by hand, and by a rulebook.

use gridmerit_energy::{Choice, SourceKind};
use serde_json::json;

use super::{
	daemon::Neighbour,
	support::{Node, agent, key, market_proxy, node, round},
};

/// Runs a command of somebody.
async fn run(url: &str, suri: &str, arguments: &[&str]) -> super::support::Ran {
	agent(&[arguments, &["--url", url, "--suri", suri]].concat()).await
}

#[tokio::test]
async fn says_it_by_hand_and_takes_it_back() {
	let (node, _) = Node::start("instant").await;
	let url = node.url();
	let shown = run(&url, "//Bob", &["prefer"]).await.ok();
	assert_eq!(shown, "node 1 would rather buy from nobody\n");
	let nothing = run(&url, "//Bob", &["prefer", "--nobody"]).await.failed();
	assert!(nothing.contains("NoChoices") && nothing.contains("Nothing was sent"), "{nothing}");

	let said = ["prefer", "source:wind", "node:2", "bus:own", "--json"];
	let said = run(&url, "//Bob", &said).await.json();
	// Bob hangs on bus 6.
	let choices = json!(["source:wind", "node:2", "bus:6"]);
	assert_eq!((&said["call"], &said["choices"]), (&json!("ForwardMarket.prefer"), &choices));
	let what = "have node 1 rather buy from source:wind, node:2, bus:6";
	assert_eq!(said["what"], what);
	let shown = run(&url, "//Bob", &["prefer", "--json"]).await.json();
	assert_eq!(shown, json!({"node": 1, "choices": choices}));

	for (sellers, reason) in [
		(&["node:1"][..], "ChoosesItself"),
		(&["node:99"][..], "NoSuchSeller"),
		(&["node:2", "node:2"][..], "ChosenTwice"),
	] {
		let refused = run(&url, "//Bob", &[&["prefer"], sellers].concat()).await.failed();
		assert!(refused.contains(reason) && refused.contains("Nothing was sent"), "{refused}");
	}
	let nine: Vec<_> = (0..9).map(|bus| format!("bus:{bus}")).collect();
	let nine: Vec<_> = ["prefer"].into_iter().chain(nine.iter().map(String::as_str)).collect();
	let refused = run(&url, "//Bob", &nine).await.failed();
	assert!(refused.contains("9 choices; name 8 at most"), "{refused}");
	let utility = run(&url, "//Ferdie", &["prefer", "bus:6"]).await.failed();
	assert!(utility.contains("DoesNotTrade"), "{utility}");

	let shown = run(&url, "//Bob", &["prefer", "--nobody"]).await.ok();
	assert!(shown.contains("have node 1 rather buy from nobody"), "{shown}");
}

#[tokio::test]
async fn a_rulebook_has_the_chain_know_it() {
	let (program, chain) = Node::start("instant").await;
	let bob = Neighbour::new("//Bob", &program);
	let first = round(&chain).await + 1;
	bob.expect(first..first + 4, 500, 0);
	let say = |text: &str| bob.said.note(text);
	let index = node(&chain, "//Bob").await.index;
	let known = async || chain.best().await.unwrap().choices(index).await.unwrap();

	// Who tries it signs nothing.
	let text = "[prefer]\nsellers = [\"source:solar\", \"bus:own\"]";
	let mut daemon = bob.daemon(&format!("{text}\n[run]\ndry_run = true"), &say).await.unwrap();
	daemon.look().await.unwrap();
	assert!(known().await.is_empty());
	assert_eq!(bob.said.times("prefer: would say that it would rather buy from source:solar"), 1);

	let mut daemon = bob.daemon(text, &say).await.unwrap();
	let expected = [Choice::Source(SourceKind::Solar), Choice::Bus(6)];
	for _ in 0..3 {
		daemon.look().await.unwrap();
	}
	assert_eq!(known().await, expected);
	assert_eq!(bob.said.times("prefer: would rather buy from source:solar, bus:6"), 1);
	// Its orders are there as well.
	assert!(!node(&chain, "//Bob").await.open.is_empty());

	// What the chain refuses is said, and tried no more; and without the section nothing changes.
	let wrong = "[prefer]\nsellers = [\"node:99\"]";
	let mut daemon = bob.daemon(wrong, &say).await.unwrap();
	daemon.look().await.unwrap();
	daemon.look().await.unwrap();
	assert_eq!(bob.said.times("NoSuchSeller"), 1);
	let mut daemon = bob.daemon("", &say).await.unwrap();
	daemon.look().await.unwrap();
	assert_eq!(known().await, expected);
}

/// A proxy that trades for a node may say it, too.
#[tokio::test]
async fn a_proxy_says_it_for_its_node() {
	let (program, chain) = Node::start("instant").await;
	// Alice may trade for Bob.
	market_proxy(&chain, "//Bob").await;
	let url = program.url();
	let bob = key("//Bob").account().to_string();
	let said = ["prefer", "source:wind", "--on-behalf-of", &bob];
	run(&url, "//Alice", &said).await.ok();
	let index = node(&chain, "//Bob").await.index;
	let known = chain.best().await.unwrap().choices(index).await.unwrap();
	assert_eq!(known, [Choice::Source(SourceKind::Wind)]);
}
