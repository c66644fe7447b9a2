// SPDX-License-Identifier: Apache-2.0

//! Builders by hand. How a new one joins and leaves is in `tests/client/validators.test.js`.

use std::fs;

use gridmerit_client::Chain;
use serde_json::{Value as Json, json};

use super::support::{Node, Ran, agent, key, market_proxy};

/// A session, in milliseconds.
const SESSION: u64 = 3_600_000;

/// Runs a command of somebody.
async fn run(url: &str, suri: &str, arguments: &[&str]) -> Ran {
	agent(&[arguments, &["--url", url, "--suri", suri]].concat()).await
}

/// Somebody as a builder.
async fn builder(url: &str, suri: &str) -> Json {
	run(url, suri, &["builder", "--json", "--node-rpc", url]).await.json()
}

async fn builders(url: &str) -> Json {
	agent(&["builders", "--json", "--url", url]).await.json()
}

/// Somebody among all candidates.
fn candidate<'a>(all: &'a Json, builder: &Json) -> &'a Json {
	let candidates = all["candidates"].as_array().unwrap();
	candidates.iter().find(|row| row["node"] == builder["node"]).unwrap()
}

/// What somebody lacks.
fn lacks(builder: &Json) -> Vec<&str> {
	builder["lacks"].as_array().unwrap().iter().map(|lack| lack["what"].as_str().unwrap()).collect()
}

/// Lets a session pass. Its first block takes no transactions.
async fn session(chain: &Chain) {
	chain.sealing().jump(SESSION).await.unwrap();
	chain.sealing().block().await.unwrap();
}

#[tokio::test]
async fn is_a_builder_by_hand() {
	let (node, chain) = Node::of_four(&["--alice"]).await;
	let url = node.url();
	shows(&url).await;
	sets_keys(&url).await;
	sets_keys_made_before(&url, &chain).await;
	rotates(&url, &chain).await;
	steps_down(&url, &chain).await;
	refuses(&url, &chain).await;
}

async fn shows(url: &str) {
	let all = builders(url).await;
	let seats = all["current"]["seats"].as_array().unwrap();
	assert_eq!((seats.len(), &all["current"]["session"]), (4, &json!(0)));
	assert_eq!(&all["planned"]["session"], &json!(1));
	for seat in seats {
		assert_eq!(seat["reason"], "elected");
	}
	let built: u64 = seats.iter().map(|seat| seat["blocks"].as_u64().unwrap()).sum();
	assert!(built > 0, "{all}");
	let bob = builder(url, "//Bob").await;
	assert_eq!(candidate(&all, &bob)["stands"], true);
	assert_eq!((&bob["now"], &bob["next"]), (&json!("elected"), &json!("elected")));
	assert_eq!(bob["account"], key("//Bob").account().to_string());
	assert!(lacks(&bob).is_empty(), "{bob}");
	assert_eq!(
		(&bob["machine"]["builds"], &bob["machine"]["syncing"]),
		(&json!(true), &json!(false))
	);

	let shown = agent(&["builders", "--url", url]).await.ok();
	for text in ["session 0, running", "session 1, planned", "candidates", "elected"] {
		assert!(shown.contains(text), "{shown}");
	}
	let shown = run(url, "//Eve", &["builder"]).await.ok();
	for text in
		["set session keys (`set-keys`)", "deliver, bond, or find backers", "a builder needs"]
	{
		assert!(shown.contains(text), "{shown}");
	}
}

async fn sets_keys(url: &str) {
	let eve = builder(url, "//Eve").await;
	assert_eq!(lacks(&eve), ["keys", "trust"]);
	assert_eq!((&eve["keys"], &eve["stands"]), (&Json::Null, &json!(false)));
	assert!(run(url, "//Eve", &["stand"]).await.failed().contains("NoSessionKeys"));

	let set = run(url, "//Eve", &["set-keys", "--json"]).await.json();
	assert_eq!((&set["call"], &set["hasSeat"]), (&json!("Session.set_keys"), &json!(false)));
	assert_eq!(set["account"], key("//Eve").account().to_string());
	let eve = builder(url, "//Eve").await;
	assert_eq!((&eve["keys"], &eve["machine"]["hasKeys"]), (&set["keys"], &json!(true)));
	assert_eq!(lacks(&eve), ["trust"]);
	assert!(run(url, "//Eve", &["stand"]).await.failed().contains("NotTrusted"));
	assert!(run(url, "//Eve", &["step-down"]).await.failed().contains("NotCandidate"));
	// She stands for nothing, so they are not needed.
	let what = run(url, "//Eve", &["release-keys", "--json"]).await.json()["what"].clone();
	assert_eq!(what, format!("give up the session keys of {}", key("//Eve").account()));
	assert!(run(url, "//Eve", &["release-keys"]).await.failed().contains("NoKeys"));
	assert_eq!(lacks(&builder(url, "//Eve").await), ["keys", "trust"]);
}

async fn sets_keys_made_before(url: &str, chain: &Chain) {
	let made = chain.make_keys(&key("//Dave").account()).await.unwrap();
	assert!(chain.has_keys(&made.keys.0).await.unwrap());
	let folder = tempfile::tempdir().unwrap();
	let path = folder.path().join("keys.json");
	fs::write(&path, serde_json::to_string(&made).unwrap()).unwrap();
	let file = path.to_str().unwrap();
	let of_another = run(url, "//Eve", &["set-keys", "--keys", file]).await.failed();
	assert!(
		of_another.contains("InvalidProof") && of_another.contains("made for another account"),
		"{of_another}"
	);
	let set = run(url, "//Dave", &["set-keys", "--keys", file, "--json"]).await.json();
	assert_eq!(set["keys"], gridmerit_meter::to_hex(&made.keys.0));
	fs::write(&path, "{}").unwrap();
	let wrong = run(url, "//Dave", &["set-keys", "--keys", file]).await.failed();
	assert!(wrong.contains("keys.json"), "{wrong}");
}

/// Who has a seat is told when the keys count.
async fn rotates(url: &str, chain: &Chain) {
	let now = builder(url, "//Bob").await["session"].as_u64().unwrap();
	let set = run(url, "//Bob", &["set-keys", "--json"]).await.json();
	assert_eq!(
		(&set["hasSeat"], &set["session"], &set["countFrom"]),
		(&json!(true), &json!(now), &json!(now + 2))
	);
	let shown = run(url, "//Bob", &["set-keys"]).await.ok();
	let from = format!("session {}, this is {now}", now + 2);
	for text in [from.as_str(), "keep its node running"] {
		assert!(shown.contains(text), "{shown}");
	}
	session(chain).await;
	session(chain).await;
	let (all, bob) = (builders(url).await, builder(url, "//Bob").await);
	assert_eq!(bob["now"], "elected");
	assert_eq!(candidate(&all, &bob)["trust"], bob["trust"]);
	assert!(bob["trust"].as_u64() > bob["minimum"].as_u64(), "{bob}");
}

/// Of four none can go.
async fn steps_down(url: &str, chain: &Chain) {
	let again = run(url, "//Bob", &["stand"]).await.failed();
	assert!(again.contains("AlreadyStands"), "{again}");
	let now = builder(url, "//Bob").await["session"].as_u64().unwrap();
	let down = run(url, "//Bob", &["step-down"]).await.ok();
	let until = format!("from session {} on it has none, this is {now}", now + 2);
	assert!(down.contains(&until) && down.contains("unless too few are left"), "{down}");
	assert!(run(url, "//Bob", &["release-keys"]).await.failed().contains("KeysNeeded"));
	session(chain).await;
	session(chain).await;
	let bob = builder(url, "//Bob").await;
	assert_eq!((&bob["stands"], &bob["now"]), (&json!(false), &json!("guaranteed")));
	assert!(bob["record"]["sessions"].as_u64().unwrap() > 1, "{bob}");
	let shown = agent(&["builders", "--url", url]).await.ok();
	assert!(shown.contains("guaranteed, gives it up"), "{shown}");
	let stands = run(url, "//Bob", &["stand"]).await.ok();
	assert!(stands.contains("it has a seat"), "{stands}");
}

async fn refuses(url: &str, chain: &Chain) {
	// Nodes of the same chain.
	let (idle, _) = Node::of_four(&[]).await;
	let (guarded, _) = Node::of_four(&["--alice", "--rpc-methods", "safe"]).await;
	let (other, _) = Node::start("instant").await;
	for (node, text) in [
		(idle.url(), "builds no blocks: start it with --validator"),
		(guarded.url(), "does not answer author_rotateKeysWithOwner"),
		(other.url(), "serves another chain"),
		("ws://127.0.0.1:1".into(), "no node answers"),
	] {
		let refused = run(url, "//Eve", &["set-keys", "--node-rpc", &node]).await.failed();
		assert!(refused.contains(text), "{node}: {refused}");
	}
	assert_eq!(builder(url, "//Eve").await["keys"], Json::Null);
	for (suri, command, text) in [
		("//Alice//stash", ["stand"].as_slice(), "acts for no TE node"),
		("//Eve", &["builder", "99"], "there is no TE node 99"),
	] {
		let refused = run(url, suri, command).await.failed();
		assert!(refused.contains(text), "{command:?}: {refused}");
	}
	// A proxy that may trade may not do this.
	market_proxy(chain, "//Bob").await;
	let bob = key("//Bob").account().to_string();
	let refused = run(url, "//Alice", &["set-keys", "--on-behalf-of", &bob]).await.failed();
	assert!(refused.contains("CallFiltered") && refused.contains("type Any"), "{refused}");
}
