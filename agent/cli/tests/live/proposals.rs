// SPDX-License-Identifier: Apache-2.0

//! Dispatches that somebody asks for: one that wins and is paid, one that lies and loses, a problem for which nobody
//! proposes anything, and the daemon.

use std::{
	fs,
	path::{Path, PathBuf},
	time::Duration,
};

use gridmerit_client::{
	AccountId32, Call, Chain,
	proposals::{self as client, ClaimFate},
	units::UNIT,
};
use gridmerit_dispatch::{Body, DispatchClaim};
use gridmerit_trader::{
	daemon::{Daemon, Look},
	propose::{FoundDispatch, find},
};
use serde_json::{Value as Json, json};
use subxt::{dynamic::Value, ext::scale_value::Composite};
use tokio::time::sleep;

use super::{
	daemon::Neighbour,
	support::{
		Node, Ran, agent, key, node, nonce, program_of_agent, round, send, sudo, while_blocks_come,
		within,
	},
};

/// The account of the congestion rent: the market's pallet id and `rent`.
fn rent() -> AccountId32 {
	let mut bytes = [0; 32];
	bytes[..16].copy_from_slice(b"modlgrid/mktrent");
	AccountId32(bytes)
}

fn example(name: &str) -> PathBuf {
	PathBuf::from(format!("{}/../../solver/examples/{name}.json", env!("CARGO_MANIFEST_DIR")))
}

/// Eve runs the grid, there is rent to pay from, and those who are named have trust.
async fn begin(chain: &Chain, url: &str, trusted: &[&str]) {
	let named = |name: &str| Value::unnamed_variant(name, []);
	let fields = [("kind", named("GridOperator")), ("name", Value::from_bytes(b"grid"))];
	send(chain, &Call::new("Authorities", "publish", Composite::named(fields)), "//Eve").await;
	let eve = Value::from_bytes(key("//Eve").account().0);
	let trust = sudo("Authorities", "trust", vec![("authority", eve), ("trusted", true.into())]);
	send(chain, &trust, "//Alice").await;
	let to = Value::unnamed_variant("Id", [Value::from_bytes(rent().0)]);
	let fields = [("dest", to), ("value", Value::u128(1_000 * UNIT))];
	send(chain, &Call::new("Balances", "transfer_keep_alive", Composite::named(fields)), "//Alice")
		.await;
	for suri in trusted {
		run(url, suri, &["bond", "50"]).await.ok();
	}
}

/// Runs a command of somebody.
async fn run(url: &str, suri: &str, arguments: &[&str]) -> Ran {
	agent(&[arguments, &["--url", url, "--suri", suri]].concat()).await
}

/// Posts a problem of an example, of intervals that begin when it is long decided; its number.
async fn post(chain: &Chain, url: &str, name: &str, more: &[&str]) -> u64 {
	let (file, first) = (example(name), (round(chain).await + 8).to_string());
	let file = file.to_str().unwrap();
	let post = ["proposals", "problem", "--file", file, "--first", &first, "--json"];
	let posted = run(url, "//Eve", &[&post[..], more].concat()).await.json();
	posted["problem"].as_u64().unwrap()
}

/// What an account has, in the market and outside of it.
async fn wealth(chain: &Chain, suri: &str) -> u128 {
	let view = chain.best().await.unwrap();
	view.free(&key(suri).account()).await.unwrap() + node(chain, suri).await.credit
}

/// What the solver finds for a problem.
async fn found(chain: &Chain, number: u32) -> FoundDispatch {
	let statement = chain.best().await.unwrap().problem_statement(number).await.unwrap();
	find(&statement.unwrap()).unwrap()
}

/// Builds blocks until one of at least this number is there.
async fn until_block(chain: &Chain, block: u32) {
	while chain.best().await.unwrap().number() < u64::from(block) {
		chain.sealing().block().await.unwrap();
	}
}

/// Somebody claims what it likes.
async fn claims(chain: &Chain, suri: &str, number: u32, claim: DispatchClaim, body: &Body) {
	let hash = client::body_hash(node(chain, suri).await.index, number, body);
	send(chain, &client::claim(number, claim, hash), suri).await;
}

async fn shows(chain: &Chain, suri: &str, number: u32, body: &Body) {
	let view = chain.best().await.unwrap();
	send(chain, &client::reveal(&view, number, body).unwrap(), suri).await;
}

#[tokio::test]
async fn who_finds_more_is_paid_and_who_lies_loses_its_wager() {
	let (of, chain) = Node::start("instant").await;
	let url = &of.url();
	let folder = tempfile::tempdir().unwrap();
	begin(&chain, url, &["//Bob", "//Charlie", "//Dave"]).await;
	let terms = ["--claims", "60", "--bodies", "60", "--reward", "5", "--wager", "0.25"];
	let number = post(&chain, url, "voltage-14", &terms).await;
	assert_eq!(number, 0);
	checks(url, &chain, folder.path()).await;

	// Bob is stopped when he has claimed, and goes on with what his file keeps.
	let state = folder.path().join("bob.json");
	let propose = ["propose", "0", "--state", state.to_str().unwrap(), "--json"];
	let whose = [&propose[..], &["--url", url, "--suri", "//Bob"]].concat();
	let mut first = program_of_agent(&whose, &[]).spawn().unwrap();
	within("a claim", async {
		while chain.best().await.unwrap().problem_claims(0).await.unwrap().is_empty() {
			sleep(Duration::from_millis(100)).await;
		}
	})
	.await;
	first.kill().await.unwrap();
	assert!(fs::read_to_string(&state).unwrap().contains("\"problem\": 0"));
	has_claimed(url, folder.path()).await;

	// Charlie claims more than there is, within what his bound allows; Dave shows nothing.
	let FoundDispatch { body, checked } = found(&chain, 0).await;
	let lie = DispatchClaim { welfare: checked.welfare + 1_000, bound: checked.bound + 1_000 };
	claims(&chain, "//Charlie", 0, lie, &body).await;
	claims(&chain, "//Dave", 0, checked.claim(), &body).await;
	let problem = chain.best().await.unwrap().problem(0).await.unwrap().unwrap();
	until_block(&chain, problem.claims_until).await;
	shows(&chain, "//Charlie", 0, &body).await;
	let before = [wealth(&chain, "//Bob").await, wealth(&chain, "//Charlie").await];

	let ran = while_blocks_come(&chain, run(url, "//Bob", &propose)).await.json();
	assert_eq!((&ran["claim"], &ran["stands"]), (&json!("true"), &json!(true)), "{ran}");
	let paid: u128 = ran["paid"].as_str().unwrap().parse().unwrap();
	// A tenth of the welfare, as nothing traded before.
	assert_eq!(paid, checked.welfare / 10);
	assert_eq!(ran["welfare"], checked.welfare.to_string());
	// His wager is in the market again, and what he was paid in his account, less two fees.
	let after = [wealth(&chain, "//Bob").await, wealth(&chain, "//Charlie").await];
	let wager = UNIT / 4;
	assert!(after[0] > before[0] + wager && after[0] <= before[0] + wager + paid, "{after:?}");
	assert_eq!(after[1], before[1]);
	assert!(!fs::read_to_string(&state).unwrap().contains("problem\": 0"));

	decided(url, &chain, paid).await;
}

/// What would be claimed, and what is refused before anything is sent.
async fn checks(url: &str, chain: &Chain, folder: &Path) {
	let open = run(url, "//Bob", &["proposals", "--json"]).await.json();
	let problem = &open["problems"][0];
	assert_eq!((&problem["phase"], &problem["claims"]), (&json!("claims"), &json!([])));
	assert_eq!((&problem["terms"]["wager"], &open["atStake"]), (&json!("250000000"), &json!("0")));
	assert_eq!(problem["asker"], key("//Eve").account().to_string());
	let would = run(url, "//Bob", &["propose", "0", "--check", "--json"]).await.json();
	let FoundDispatch { checked, .. } = found(chain, 0).await;
	assert_eq!(would["welfare"], checked.welfare.to_string());
	assert_eq!(would["reward"], (checked.welfare / 10).to_string());
	for (suri, arguments, says) in [
		(
			"//Bob",
			&["propose", "0", "--max-wager", "0.2"][..],
			"its wager is 0.25 UNIT: --max-wager",
		),
		("//Bob", &["propose", "0", "--min-reward", "4"], "nothing is claimed: it would be paid"),
		("//Bob", &["propose", "7"], "there is no problem 7"),
		("//Bob", &["proposals", "7"], "there is no problem 7"),
		("//Ferdie//x", &["propose", "0"], "acts for no TE node"),
		// The utility has bonded nothing.
		("//Ferdie", &["propose", "0"], "NoTrust"),
		("//Bob", &["proposals", "drop", "0"], "NotYours"),
		("//Bob", &["propose", "0", "--body", "no-such-file"], "no-such-file: No such file"),
	] {
		let kept = folder.join("kept.json");
		let own: &[&str] = match arguments[0] {
			"propose" => &["--state", kept.to_str().unwrap()],
			_ => &[],
		};
		let refused = run(url, suri, &[arguments, own].concat()).await.failed();
		assert!(refused.contains(says), "{arguments:?}: {refused}");
	}
	let before = nonce(chain, "//Bob").await;
	// What cannot be kept is not claimed.
	let nowhere = ["propose", "0", "--state", "/no-such-folder/p.json"];
	let refused = run(url, "//Bob", &nowhere).await.failed();
	assert!(refused.contains("Nothing is claimed before its body is on disk"), "{refused}");
	assert_eq!(nonce(chain, "//Bob").await, before);
}

/// Bob has claimed, and sees it; without his file he is told what is at stake.
async fn has_claimed(url: &str, folder: &Path) {
	let mine = run(url, "//Bob", &["proposals", "--json"]).await.json();
	assert_eq!((&mine["atStake"], &mine["node"]), (&json!("250000000"), &json!(1)));
	let claim = &mine["problems"][0]["claims"][0];
	assert_eq!((&claim["node"], &claim["revealed"]), (&json!(1), &json!(false)));
	let shown = run(url, "//Bob", &["proposals"]).await.ok();
	assert!(shown.contains("node 1 has 0.25 UNIT at stake") && shown.contains("yours"), "{shown}");
	let one = run(url, "//Bob", &["proposals", "0"]).await.ok();
	assert!(one.contains("node 1, yours") && one.contains("nothing trades"), "{one}");
	let other = folder.join("other.json");
	let without = ["propose", "0", "--state", other.to_str().unwrap()];
	let refused = run(url, "//Bob", &without).await.failed();
	assert!(refused.contains("does not keep its body"), "{refused}");
}

/// What everybody sees when it is decided.
async fn decided(url: &str, chain: &Chain, paid: u128) {
	let one = run(url, "//Bob", &["proposals", "0", "--json"]).await.json();
	assert_eq!((&one["phase"], &one["standing"]["node"]), (&json!("decided"), &json!(1)));
	assert_eq!((&one["paid"], &one["atStake"]), (&json!(paid.to_string()), &json!("0")));
	assert_eq!(one["dispatch"]["prices"].as_array().unwrap().len(), 14);
	let shown = run(url, "//Bob", &["proposals", "0"]).await.ok();
	assert!(shown.contains("node 1, yours") && shown.contains("it is decided"), "{shown}");

	let view = chain.best().await.unwrap();
	let problem = view.problem(0).await.unwrap().unwrap();
	let mut fates = Vec::new();
	for node in [1, 2, 3, 4] {
		fates.push(chain.claim_fate(&view, 0, &problem, node).await.unwrap());
	}
	let why = "its welfare is less than was claimed".to_string();
	let expected = [
		Some(ClaimFate::True { better: true }),
		Some(ClaimFate::False { why }),
		Some(ClaimFate::NotRevealed),
		None,
	];
	assert_eq!(fates, expected);
}

#[tokio::test]
async fn where_nobody_proposes_anything_what_came_with_the_problem_stands() {
	let (of, chain) = Node::start("instant").await;
	let url = &of.url();
	let folder = tempfile::tempdir().unwrap();
	begin(&chain, url, &["//Bob"]).await;

	// Without a dispatch of its own nothing trades, with one it does.
	let terms = ["--claims", "50", "--bodies", "50", "--reward", "1"];
	let plain = post(&chain, url, "store-4-windows", &terms).await;
	let would = run(url, "//Bob", &["propose", "0", "--check", "--json"]).await.json();
	let standing = folder.path().join("standing.json");
	fs::write(&standing, would.to_string()).unwrap();
	let with = ["--claims", "60", "--bodies", "50", "--reward", "1", "--standing"];
	let with = [&with[..], &[standing.to_str().unwrap()]].concat();
	let own = post(&chain, url, "store-4-windows", &with).await;
	assert_eq!((plain, own), (0, 1));
	// As good as what stands is not enough.
	let refused = run(url, "//Bob", &["propose", "1"]).await.failed();
	assert!(refused.contains("no more than what stands"), "{refused}");
	// Of another problem it proves nothing.
	let file = example("voltage-14");
	let other = ["proposals", "problem", "--file", file.to_str().unwrap(), "--reward", "1"];
	let other = [&other[..], &["--standing", standing.to_str().unwrap()]].concat();
	let refused = run(url, "//Eve", &other).await.failed();
	assert!(refused.contains("standing.json: the body does not have one price"), "{refused}");

	let problem = chain.best().await.unwrap().problem(1).await.unwrap().unwrap();
	until_block(&chain, problem.bodies_until + 2).await;
	let all = agent(&["proposals", "--url", url, "--json"]).await.json();
	for (number, welfare) in [(0, "0"), (1, would["welfare"].as_str().unwrap())] {
		let of = &all["problems"][number];
		assert_eq!((&of["phase"], &of["paid"]), (&json!("decided"), &json!("0")), "{of}");
		assert_eq!(
			(&of["standing"]["node"], &of["standing"]["welfare"]),
			(&Json::Null, &json!(welfare))
		);
	}
	let shown = agent(&["proposals", "--url", url]).await.ok();
	assert!(shown.contains("nothing trades") && shown.contains("came with it"), "{shown}");
	let late = run(url, "//Bob", &["propose", "0"]).await.failed();
	assert!(late.contains("problem 0 takes no more claims"), "{late}");

	// What nobody has claimed anything for can be taken back.
	let third = post(&chain, url, "block", &["--reward", "1"]).await.to_string();
	run(url, "//Eve", &["proposals", "drop", &third]).await.ok();
	let gone = run(url, "//Bob", &["propose", &third]).await.failed();
	assert!(gone.contains("there is no problem 2"), "{gone}");
}

/// Looks until something is said.
async fn looks(daemon: &mut Daemon<'_>, of: &Neighbour, text: &str) -> Look {
	within(text, async {
		loop {
			let look = daemon.look().await.unwrap();
			if of.said.times(text) > 0 {
				return look;
			}
			sleep(Duration::from_millis(50)).await;
		}
	})
	.await
}

#[tokio::test]
async fn the_daemon_proposes_within_its_limits_and_after_a_restart() {
	let (of, chain) = Node::start("instant").await;
	let url = &of.url();
	begin(&chain, url, &["//Bob"]).await;
	let bob = Neighbour::new("//Bob", &of);
	let say = |text: &str| bob.said.note(text);
	let first = round(&chain).await + 1;
	bob.expect(first..first + 200, 0, 0);
	let rules = "[propose]\nmin_reward_unit = 0.01\nmax_wager_unit = 0.5\nmax_wager_unit_per_day = 0.7\n\
	             state_file = \"kept.json\"";

	let terms = ["--claims", "60", "--bodies", "60", "--reward", "5"];
	let wager = |unit| [&terms[..], &["--wager", unit]].concat();
	assert_eq!(post(&chain, url, "voltage-14", &wager("0.4")).await, 0);
	assert_eq!(post(&chain, url, "meshed-ieee14", &wager("0.6")).await, 1);
	assert_eq!(post(&chain, url, "meshed-ieee14", &wager("0.4")).await, 2);

	// A rehearsal puts nothing at stake.
	let dry = format!("{rules}\n[run]\ndry_run = true");
	let mut rehearsal = bob.daemon(&dry, &say).await.unwrap();
	looks(&mut rehearsal, &bob, "problem 0: would claim a dispatch worth 0.7448").await;
	let before = nonce(&chain, "//Bob").await;
	drop(rehearsal);

	let mut daemon = bob.daemon(rules, &say).await.unwrap();
	looks(&mut daemon, &bob, "problem 0: claimed, with 0.4 UNIT at stake").await;
	looks(&mut daemon, &bob, "problem 1 is left: its wager is 0.6 UNIT (propose.max_wager_unit)")
		.await;
	let over = "problem 2 is left: its wager is 0.4 UNIT, and 0.3 UNIT are left today";
	looks(&mut daemon, &bob, over).await;
	assert_eq!(nonce(&chain, "//Bob").await, before + 1, "{:?}", bob.said.all());
	drop(daemon);

	let problem = chain.best().await.unwrap().problem(0).await.unwrap().unwrap();
	until_block(&chain, problem.claims_until).await;
	let mut daemon = bob.daemon(rules, &say).await.unwrap();
	looks(&mut daemon, &bob, "problem 0: showed what proves the claim").await;
	daemon.look().await.unwrap();
	assert_eq!(nonce(&chain, "//Bob").await, before + 2);
	until_block(&chain, problem.bodies_until + 1).await;
	let end = "problem 0 is decided: the claim is true, and its wager is back; this dispatch stands, paid 0.0744";
	looks(&mut daemon, &bob, end).await;
	// It is said once, and forgotten.
	daemon.look().await.unwrap();
	assert_eq!(bob.said.times("problem 0 is decided"), 1);
	assert_eq!(bob.said.times("would claim"), 1);
}
