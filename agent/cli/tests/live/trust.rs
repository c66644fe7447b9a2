// SPDX-License-Identifier: Apache-2.0

//! Trust by hand and by a rulebook, and the work that an application takes.

use gridmerit_client::{Call, Chain, ChainError, registry, units::UNIT};
use serde_json::{Value as Json, json};
use subxt::{dynamic::Value, ext::scale_value::Composite};

use super::{
	daemon::Neighbour,
	support::{Node, agent, household, key, market_proxy, nonce, round, send, sudo},
};

/// Runs a command of somebody.
async fn run(url: &str, suri: &str, arguments: &[&str]) -> super::support::Ran {
	agent(&[arguments, &["--url", url, "--suri", suri]].concat()).await
}

/// How a node stands, as somebody is told.
async fn trust(url: &str, suri: &str, arguments: &[&str]) -> Json {
	run(url, suri, &[&["trust", "--json"], arguments].concat()).await.json()
}

fn planck(units: u128) -> String {
	(units * UNIT).to_string()
}

#[tokio::test]
async fn bonds_and_backs_by_hand() {
	let (node, chain) = Node::start("instant").await;
	let url = node.url();
	bonds(&url).await;
	is_backed(&url).await;
	takes_back(&url).await;
	lists_all(&url, &chain).await;
	explains(&url).await;
}

async fn bonds(url: &str) {
	let begins = trust(url, "//Bob", &[]).await;
	assert_eq!((&begins["node"], &begins["index"]), (&json!(1), &json!(50_000_000)));
	assert_eq!((&begins["effective"], &begins["bonded"]), (&json!(0), &json!("0")));
	assert_eq!((&begins["history"], &begins["owner"]), (&json!([]), &Json::Null));
	let shown = run(url, "//Bob", &["trust"]).await.ok();
	assert!(shown.contains("0.05") && shown.contains("nothing has moved its index"), "{shown}");

	let bonded = run(url, "//Bob", &["bond", "40.5", "--json"]).await.json();
	assert_eq!(bonded["call"], "TrustStaking.bond");
	assert_eq!(bonded["what"], "bond 40.5 UNIT for node 1, now 40.5 UNIT");
	let shown = run(url, "//Bob", &["bond", "9.5", "--final"]).await.ok();
	assert!(shown.contains("now 50 UNIT"), "{shown}");
	let stands = trust(url, "//Bob", &[]).await;
	assert_eq!(stands["bonded"], planck(50));
	let status = run(url, "//Bob", &["status", "--json"]).await.json();
	assert_eq!(status["bonded"], planck(50));
	// A twentieth of a twentieth.
	assert_eq!(stands["effective"], 2_500_000);
	assert_eq!(stands["owner"], key("//Bob").account().to_string());
}

async fn is_backed(url: &str) {
	let few = run(url, "//Dave", &["back", "1", "9.5"]).await.failed();
	assert!(few.contains("BackingTooSmall"), "{few}");
	let bare = run(url, "//Dave", &["back", "2", "10"]).await.failed();
	assert!(bare.contains("NotBackable"), "{bare}");
	// Nothing holds at once but less.
	let kept = run(url, "//Bob", &["commission", "0"]).await.ok();
	assert!(kept.contains("keep 0 of") && !kept.contains("session"), "{kept}");
	let shown = run(url, "//Dave", &["back", "1", "25"]).await.ok();
	assert!(shown.contains("put 25 UNIT behind node 1, now 25 UNIT"), "{shown}");
	let kept = run(url, "//Bob", &["commission", "0.5"]).await.ok();
	assert!(kept.contains("keep 0.5") && kept.contains("from session "), "{kept}");

	let stands = trust(url, "//Dave", &["1"]).await;
	assert_eq!((&stands["backed"], &stands["backers"]), (&json!(planck(25)), &json!(1)));
	assert_eq!(
		(&stands["commission"], &stands["nextCommission"][1]),
		(&json!(0), &json!(500_000_000))
	);
	assert_eq!(stands["effective"], 3_750_000);
	let mine = json!({ "backed": planck(25), "leaving": "0", "owed": "0" });
	assert_eq!(stands["mine"], mine);
	assert_eq!(trust(url, "//Bob", &[]).await["mine"], Json::Null);
	let shown = run(url, "//Dave", &["trust", "1"]).await.ok();
	assert!(shown.contains("you have behind it") && shown.contains("1 with 25 UNIT"), "{shown}");
}

async fn takes_back(url: &str) {
	let taken = run(url, "//Bob", &["unbond", "20"]).await.ok();
	assert!(taken.contains("take 20 UNIT out") && taken.contains("from session "), "{taken}");
	let stands = trust(url, "//Bob", &[]).await;
	assert_eq!((&stands["bonded"], &stands["unbonding"]), (&json!(planck(30)), &json!(planck(20))));
	let [from, now] =
		[&stands["unbondings"][0]["from"], &stands["session"]].map(|at| at.as_u64().unwrap());
	assert!(taken.contains(&format!("from session {from} on, this is {now}")), "{taken}");
	assert!(from > now + 24, "{from}, {now}");

	// 15 would leave 10, 16 would leave too little, so all leaves.
	let taken = run(url, "//Dave", &["unback", "1", "16"]).await.ok();
	assert!(taken.contains("take 25 UNIT out from behind node 1; it can be withdrawn"), "{taken}");
	let stands = trust(url, "//Dave", &["1"]).await;
	assert_eq!((&stands["backed"], &stands["leaving"]), (&json!("0"), &json!(planck(25))));
	for (suri, command, error) in [
		("//Bob", ["withdraw-bond"].as_slice(), "NothingToWithdraw"),
		("//Dave", &["withdraw-bond", "--behind", "1"], "NothingToWithdraw"),
		("//Bob", &["claim"], "NothingToClaim"),
		("//Dave", &["claim", "--behind", "1"], "NothingToClaim"),
		("//Bob", &["unbond", "30.000000001"], "MoreThanBonded"),
		("//Eve", &["unbond", "1", "--node", "1"], "NotOwner"),
		("//Eve", &["unback", "1", "1"], "NotBacker"),
		("//Eve", &["back", "99", "10"], "there is no TE node 99"),
		("//Eve", &["unback", "99", "1"], "there is no TE node 99"),
		("//Eve", &["claim", "--behind", "99"], "there is no TE node 99"),
		("//Eve", &["unbond", "1", "--node", "99"], "there is no TE node 99"),
	] {
		let refused = run(url, suri, command).await.failed();
		assert!(refused.contains(error), "{command:?}: {refused}");
	}
}

async fn lists_all(url: &str, chain: &Chain) {
	run(url, "//Charlie", &["bond", "200"]).await.ok();
	let rows = trust(url, "//Eve", &["--all"]).await;
	let order: Vec<_> = rows.as_array().unwrap().iter().map(|row| row["node"].clone()).collect();
	// Alice builds blocks, so she is trusted from the start.
	assert_eq!(order, [5, 2, 1, 0, 3, 4]);
	assert_eq!(rows[1]["account"], key("//Charlie").account().to_string());
	let shown = agent(&["trust", "--all", "--url", url]).await.ok();
	assert!(shown.contains("200 UNIT") && shown.contains("30 UNIT"), "{shown}");
	let all = chain.best().await.unwrap().all_registered().await.unwrap();
	assert_eq!(all.len(), 6);
}

async fn explains(url: &str) {
	let none = run(url, "//Bob//stash", &["bond", "1"]).await.failed();
	assert!(none.contains("acts for no TE node"), "{none}");
	let none = run(url, "//Bob", &["trust", "99"]).await.failed();
	assert!(none.contains("there is no TE node 99"), "{none}");
	let nobody = agent(&["trust", "--url", url]).await.failed();
	assert!(nobody.contains("name an account"), "{nobody}");
	for wrong in [
		["bond", "0"].as_slice(),
		&["bond", "1e3"],
		&["commission", "1.1"],
		&["trust", "1", "--all"],
	] {
		assert_eq!(run(url, "//Bob", wrong).await.code, Some(2), "{wrong:?}");
	}
}

#[tokio::test]
async fn keeps_the_bond_up() {
	let (node, chain) = Node::start("instant").await;
	let url = node.url();
	let bob = Neighbour::new("//Bob", &node);
	let say = |text: &str| bob.said.note(text);
	let first = round(&chain).await + 1;
	bob.expect(first..first + 200, 0, 0);
	let rules = "[bond]\ntarget_unit = 30\nmax_unit_per_day = 20\nreserve_unit = 100";
	let bonded = async || trust(&url, "//Bob", &[]).await["bonded"].clone();

	// A rehearsal, said once.
	let mut dry = bob.daemon(&format!("{rules}\n[run]\ndry_run = true"), &say).await.unwrap();
	for _ in 0..2 {
		dry.look().await.unwrap();
	}
	assert_eq!(bob.said.times("bond: would bond 20 UNIT: it was 0 UNIT, and is to be 30 UNIT"), 1);
	assert_eq!(nonce(&chain, "//Bob").await, 0);

	let mut daemon = bob.daemon(rules, &say).await.unwrap();
	for _ in 0..3 {
		daemon.look().await.unwrap();
	}
	assert_eq!(bonded().await, planck(20), "{:?}", bob.said.all());
	assert_eq!(bob.said.times("bond: bonded 20 UNIT: it was 0 UNIT"), 1);
	assert_eq!(
		bob.said.times("10 UNIT are missing to the target, and stay so (bond.max_unit_per_day)"),
		1
	);
	assert_eq!(nonce(&chain, "//Bob").await, 1);

	// The next day it has room for the rest.
	for _ in 0..24 {
		chain.sealing().jump(3_600_000).await.unwrap();
	}
	for _ in 0..2 {
		daemon.look().await.unwrap();
	}
	assert_eq!(bonded().await, planck(30));
	assert_eq!(nonce(&chain, "//Bob").await, 2);

	// What was taken out by hand is not bonded anew.
	run(&url, "//Bob", &["unbond", "5"]).await.ok();
	daemon.look().await.unwrap();
	assert_eq!(bob.said.times("5 UNIT were taken out by hand"), 1);
	assert_eq!(bonded().await, planck(25));
	bob.daemon(&rules.replace("= 30", "= 25"), &say).await.unwrap().look().await.unwrap();
	assert_eq!(nonce(&chain, "//Bob").await, 3);
	is_a_proxy(&url, &chain, &node).await;
}

/// A proxy that may trade may not bond. It says so, and tries it once a day.
async fn is_a_proxy(url: &str, chain: &Chain, node: &Node) {
	market_proxy(chain, "//Bob").await;
	let mine = key("//Bob").account().to_string();
	let refused = run(url, "//Alice", &["bond", "1", "--on-behalf-of", &mine]).await.failed();
	assert!(
		refused.contains("CallFiltered") && refused.contains("type MarketAndBond"),
		"{refused}"
	);

	let alice = Neighbour::new("//Alice", node);
	let first = round(chain).await + 1;
	alice.expect(first..first + 40, 0, 0);
	let say = |text: &str| alice.said.note(text);
	let rules = "[bond]\ntarget_unit = 99\nmax_unit_per_day = 99\nreserve_unit = 0";
	// Bob has something on its way out, so nothing would be tried.
	market_proxy(chain, "//Charlie").await;
	let before = nonce(chain, "//Alice").await;
	let charlie = key("//Charlie").account();
	let mut daemon = alice.daemon_for(&charlie, rules, &say).await.unwrap();
	for _ in 0..2 {
		daemon.look().await.unwrap();
	}
	assert_eq!(alice.said.times("bond: `node.account` says that the key is a proxy's"), 1);
	assert_eq!(alice.said.times("type Market may not bond: name"), 1, "{:?}", alice.said.all());
	assert_eq!(nonce(chain, "//Alice").await, before + 1);
}

#[tokio::test]
async fn works_to_apply() {
	let (node, chain) = Node::start("instant").await;
	let (url, suri) = (node.url(), "//Alice//stash");
	let account = key(suri).account();
	let whose = account.to_string();
	let work = ["work", "--json", "--url", &url, "--account", &whose];
	assert_eq!(agent(&work).await.json()["bits"], 0);

	let ask = async |bits| {
		let call = sudo("TeRegistry", "set_application_work", vec![("bits", Value::u128(bits))]);
		send(&chain, &call, "//Alice").await;
	};
	ask(12).await;
	let found = agent(&work).await.json();
	let identity = [chain.genesis().0, account.0].concat();
	assert_eq!(
		(&found["bits"], &found["identity"]),
		(&json!(12), &json!(gridmerit_meter::to_hex(&identity)))
	);
	let genesis = format!("{:?}", chain.genesis());
	let offline = ["work", "--account", &whose, "--bits", "12", "--genesis", &genesis];
	let offline: u64 = agent(&offline).await.ok().trim().parse().unwrap();

	let apply = |nonce: u64| {
		let fields = [("data", household()), ("nonce", Value::u128(nonce.into()))];
		Call::new("TeRegistry", "apply", Composite::named(fields))
	};
	let nonce = found["nonce"].as_u64().unwrap();
	// More is asked meanwhile. One nonce in a million would do all the same.
	ask(32).await;
	let view = chain.best().await.unwrap();
	let next = chain.next_nonce(&account).await.unwrap();
	let signed = chain.sign(&view, &apply(nonce), &key(suri), next).unwrap();
	match chain.send(&signed, false).await {
		Err(ChainError::Refused { error, docs, .. }) => {
			assert_eq!(error, "WorkMissing");
			assert!(docs.contains("gridmerit-agent work"), "{docs}");
		},
		other => panic!("{other:?}"),
	}
	ask(12).await;
	send(&chain, &apply(offline), suri).await;
	send(&chain, &registry::withdraw_application(), suri).await;
	send(&chain, &apply(nonce), suri).await;
}
