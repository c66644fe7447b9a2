// SPDX-License-Identifier: Apache-2.0

//! Looking and trading by hand.

use std::{
	fs,
	process::Stdio,
	time::{Duration, Instant},
};

use gridmerit_client::Chain;
use gridmerit_energy::Order;
use serde_json::{Value as Json, json};
use subxt::dynamic::{Value, value};
use tokio::{io::AsyncWriteExt, net::TcpListener};

use super::support::{
	Node, PATIENCE, Ran, agent, agent_with, free_port, key, node, nonce, pending, program_of_agent,
	round, send, sudo, within,
};

/// An account of the development chain, exported by polkadot.js.
const KEYSTORE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/live/fixtures/charlie.json");
const PASSWORD: (&str, &str) = ("GRIDMERIT_PASSWORD", "solar on the roof");

#[tokio::test]
async fn by_hand() {
	let (node, chain) = Node::start("instant").await;
	let url = node.url();
	posts_with_any_key(&url, &chain).await;
	shows_what_the_chain_says(&url, &chain).await;
	knows_limits(&url, &chain).await;
	cancels(&url, &chain).await;
	explains_refusals(&url, &chain).await;
	explains_mistakes(&url).await;
	says_what_is_not_there(&url).await;
	posts_for_a_store(&url, &chain).await;
}

/// An empty bill is a sentence, and a chain that began does not say that it forgot.
async fn says_what_is_not_there(url: &str) {
	let folder = tempfile::tempdir().unwrap();
	let page = folder.path().join("bill.html");
	let bob = ["--url", url, "--suri", "//Bob", "--first", "1", "--last", "2"];
	let bill = [&["statement", "--page", page.to_str().unwrap()][..], &bob].concat();
	let bill = agent(&bill).await.ok();
	assert!(bill.contains("nothing was settled for node 1 in this time"), "{bill}");
	assert!(bill.contains("written to ") && page.exists(), "{bill}");
	let trades = agent(&[&["trades"][..], &bob].concat()).await;
	assert!(trades.stderr.contains("forgotten them, or began then"), "{}", trades.stderr);
	let report = ["report", "--url", url, "--report", folder.path().to_str().unwrap()];
	let before = ["--from", "2018-06-26", "--to", "2018-06-27"];
	let nothing = agent(&[&report[..], &before].concat()).await.failed();
	assert!(nothing.contains("this chain's market began with the interval of"), "{nothing}");
	for (from, said) in [
		("2026-02-31", "`2026-02-31` is no day: February 2026 has no day 31"),
		("b4", "`b4` is no time: write 2018-06-27, 2018-06-27 14:00 or"),
	] {
		let wrong = agent(&[&report[..], &["--from", from]].concat()).await.failed();
		assert!(wrong.contains(said), "{wrong}");
	}
}

/// The orders of an account's node.
async fn orders(chain: &Chain, suri: &str) -> Vec<(u32, Order)> {
	let open = node(chain, suri).await.open;
	open.into_iter().filter_map(|open| Some((open.interval, open.order?))).collect()
}

fn demand(quantity: u64) -> Order {
	Order::Demand { quantity, limit: None }
}

async fn posts_with_any_key(url: &str, chain: &Chain) {
	let first = round(chain).await + 1;
	let offer = |capacity, ask| Order::Offer { capacity, ask };

	let post = ["post", "--unmetered", "--url", url, "--interval", "+1"];
	let bob = ["--demand", "3000", "--suri", "//Bob"];
	let shown = agent(&[&post[..], &bob].concat()).await.ok();
	assert!(shown.contains("ForwardMarket.post") && shown.contains("UNIT"), "{shown}");
	assert_eq!(orders(chain, "//Bob").await, [(first, demand(3_000))]);

	let mine = ["--offer", "1000", "--ask", "100000", "--json", "--keystore", KEYSTORE];
	let posted = agent_with(&[PASSWORD], &[&post[..], &mine].concat()).await.json();
	assert_eq!(posted["call"], "ForwardMarket.post");
	assert!(posted["fee"].as_str().unwrap().parse::<u128>().unwrap() > 0);
	assert_eq!(orders(chain, "//Charlie").await, [(first, offer(1_000, 100_000))]);

	let folder = tempfile::tempdir().unwrap();
	let path = folder.path().join("secret");
	fs::write(&path, "  //Dave\n").unwrap();
	let second = (first + 1).to_string();
	let post = ["post", "--unmetered", "--url", url, "--interval", &second, "--final"];
	let mine = ["--offer", "700", "--ask", "120000", "--suri-file", path.to_str().unwrap()];
	agent(&[&post[..], &mine].concat()).await.ok();
	assert_eq!(orders(chain, "//Dave").await, [(first + 1, offer(700, 120_000))]);

	let post = ["post", "--unmetered", "--url", url, "--interval", "+4", "--demand", "50"];
	agent_with(&[("GRIDMERIT_SURI", "//Eve")], &post).await.ok();
	assert_eq!(orders(chain, "//Eve").await, [(first + 3, demand(50))]);
	// What is named comes before the variable.
	let named = [&post[..], &["--suri", "//Bob"]].concat();
	agent_with(&[("GRIDMERIT_SURI", "//Eve")], &named).await.ok();
	assert_eq!(orders(chain, "//Bob").await.len(), 2);
}

/// A node that only stores energy posts demands and offers, as its battery allows.
async fn posts_for_a_store(url: &str, chain: &Chain) {
	let store = "//Alice//stash";
	let battery = value!({ capacity: 10_000u32, power: 20_000u32, efficiency_ppm: 900_000u32, initial: 5_000u32 });
	let data = value!({
		customer: Value::from_bytes([8; 32]),
		roles: { consumer: false, prosumer: false, storage: true, utility: false, line_owner: false },
		bus: 3u32,
		limits: { generation: 5_000u32, consumption: 5_000u32 },
		source: Value::unnamed_variant("Storage", []),
		battery: Value::unnamed_variant("Some", [battery])
	});
	let account = Value::from_bytes(key(store).account().0);
	let admit = sudo("TeRegistry", "admit", vec![("account", account), ("data", data)]);
	send(chain, &admit, "//Alice").await;
	let first = round(chain).await + 1;
	let post = ["post", "--unmetered", "--url", url, "--json", "--suri", store, "--interval"];
	for options in
		[["+1", "--demand", "1000"].as_slice(), &["+2", "--offer", "800", "--ask", "100000"]]
	{
		let posted = agent(&[&post[..], options].concat()).await.json();
		assert_eq!(posted["call"], "ForwardMarket.post");
	}
	let offer = Order::Offer { capacity: 800, ask: 100_000 };
	let wanted = [(first, demand(1_000)), (first + 1, offer)];
	assert_eq!(orders(chain, store).await, wanted);
}

async fn shows_what_the_chain_says(url: &str, chain: &Chain) {
	let view = chain.best().await.unwrap();
	let account = key("//Bob").account().to_string();
	let bob = node(chain, "//Bob").await;
	let whose = ["--url", url, "--account", &account];
	let text = |command: &'static str| async move {
		let text = agent(&[&[command][..], &whose].concat()).await.ok();
		let json = agent(&[&[command, "--json"][..], &whose].concat()).await.json();
		(text, json)
	};

	let (shown, status) = text("status").await;
	assert_eq!(status["node"], 1);
	assert_eq!(status["account"], *account);
	assert_eq!(status["credit"], bob.credit.to_string());
	// 3,000 Wh and 50 Wh at most at the cap of 0.19 and the fee of 0.005 UNIT per kWh.
	assert_eq!(status["locked"], (3_050 * 195_000).to_string());
	assert_eq!(status["free"], view.free(&key("//Bob").account()).await.unwrap().to_string());
	assert_eq!(status["limits"], json!({ "generation": 0, "consumption": 20_000 }));
	assert_eq!(status["suspended"], false);
	assert!(shown.contains("0.59475 UNIT") && shown.contains("20 kWh"), "{shown}");

	let (shown, listed) = text("orders").await;
	let windows = view.windows().await.unwrap();
	assert_eq!(listed.as_array().unwrap().len(), 4);
	for (window, row) in windows.iter().zip(listed.as_array().unwrap()) {
		assert_eq!(row["interval"], window.interval);
		assert_eq!(row["gate"], window.gate);
		assert_eq!(row["cap"], window.cap);
		assert_eq!(row["tou"], window.tariff.tou);
	}
	assert_eq!(listed[0]["order"], json!({ "demand": 3_000, "limit": null }));
	assert_eq!(listed[1]["order"], Json::Null);
	assert!(shown.contains("buy 3 kWh") && shown.contains("2018-06-27 00:15"), "{shown}");

	let interval = windows[0].interval;
	let cheapest = Order::Offer { capacity: 500, ask: windows[0].cheapest_ask };
	let quote = view.quote(interval, cheapest, 0).await.unwrap().unwrap();
	let ask = ["quote", "--url", url, "--interval", "+1", "sell", "500"];
	let shown = agent(&[&ask[..], &["--json"]].concat()).await.json();
	assert_eq!(shown["interval"], interval);
	assert_eq!(shown["traded"], quote.traded);
	assert_eq!(shown["traded"], 500);
	assert_eq!(shown["price"], json!(quote.price));
	assert_eq!(shown["payment"], quote.payment.to_string());
	assert!(agent(&ask).await.ok().contains("0.5 kWh"));
}

/// Demand that says no: posted, shown, quoted and refused.
async fn knows_limits(url: &str, chain: &Chain) {
	let first = round(chain).await + 1;
	let post = ["post", "--unmetered", "--url", url, "--interval", "+1", "--json"];
	let eve = ["--demand", "400", "--limit", "90000", "--suri", "//Eve"];
	let posted = agent(&[&post[..], &eve].concat()).await.json();
	assert_eq!(posted["what"], format!("buy 0.4 kWh up to 0.09 UNIT/kWh in interval {first}"));
	let limited = Order::Demand { quantity: 400, limit: Some(90_000) };
	assert!(orders(chain, "//Eve").await.contains(&(first, limited)));

	// Bob wants 3,000 Wh at any price, Charlie offers 1,000 from 0.1 UNIT per kWh.
	let depth = ["depth", "--url", url, "--interval", "+1"];
	let json = agent(&[&depth[..], &["--json"]].concat()).await.json();
	assert_eq!(json["demand"], 3_000);
	assert_eq!(json["limited"], json!([[90_000, 400]]));
	assert_eq!(json["supply"], json!([[100_000, 1_000]]));
	let shown = agent(&depth).await.ok();
	assert!(shown.contains("any") && shown.contains("3.4 kWh"), "{shown}");

	// So much more at a price that nobody sells at trades nothing; offered enough, it does.
	let quote = |rest: &'static [&'static str]| {
		let ask = [&["quote", "--url", url, "--interval", "+1", "--json"][..], rest].concat();
		async move { agent(&ask).await.json() }
	};
	let none = quote(&["buy", "500", "--limit", "90000"]).await;
	assert_eq!((&none["traded"], &none["order"]["limit"]), (&json!(0), &json!(90_000)));
	let much = quote(&["sell", "10000", "--ask", "80500"]).await;
	assert_eq!((&much["status"], &much["price"]), (&json!("Cleared"), &json!(80_500)));
	assert_eq!(much["traded"], 3_400);
	for (rest, expected) in [
		(&["buy", "5", "--ask", "90000"][..], "to buy, --limit"),
		(&["sell", "5", "--limit", "90000"], "to sell, --ask"),
		(&["buy", "5", "--limit", "80000"], "no quote"),
	] {
		let ask = [&["quote", "--url", url, "--interval", "+1"][..], rest].concat();
		let said = agent(&ask).await.failed();
		assert!(said.contains(expected), "{said}");
	}
	for (limit, error) in [("80000", "LimitNotAboveFeedIn"), ("190001", "LimitAboveCap")] {
		let wrong = ["--demand", "400", "--limit", limit, "--suri", "//Eve"];
		let said = agent(&[&post[..], &wrong].concat()).await.failed();
		assert!(said.contains(&format!("would be refused: {error}. ")), "{said}");
	}
	assert!(orders(chain, "//Eve").await.contains(&(first, limited)));
	agent(&["cancel", "--url", url, "--suri", "//Eve", "--interval", "+1"]).await.ok();
}

async fn cancels(url: &str, chain: &Chain) {
	let cancel = ["cancel", "--url", url, "--suri", "//Bob"];
	agent(&[&cancel[..], &["--interval", "+1", "--interval", "+4"]].concat()).await.ok();
	assert_eq!(orders(chain, "//Bob").await, []);
	assert_eq!(node(chain, "//Bob").await.locked, 0);
	let cancel = ["cancel", "--url", url, "--suri", "//Dave", "--all", "--json"];
	assert_eq!(agent(&cancel).await.json()["call"], "ForwardMarket.cancel_all");
	assert_eq!(orders(chain, "//Dave").await, []);
}

/// What the chain refuses is named and explained, and nothing has changed.
async fn explains_refusals(url: &str, chain: &Chain) {
	let reason = Value::from_bytes("did not pay");
	let suspend = sudo("TeRegistry", "suspend", vec![("node", Value::u128(4)), ("reason", reason)]);
	send(chain, &suspend, "//Alice").await;
	let demand =
		|suri, wh| vec!["post", "--unmetered", "--interval", "+1", "--suri", suri, "--demand", wh];
	let offer = |suri, ask| {
		vec![
			"post",
			"--unmetered",
			"--interval",
			"+2",
			"--suri",
			suri,
			"--offer",
			"1",
			"--ask",
			ask,
		]
	};
	let far = vec!["post", "--unmetered", "--interval", "7", "--suri", "//Bob", "--demand", "1"];
	let cancel = vec!["cancel", "--all", "--suri", "//Bob"];
	for (arguments, error, docs) in [
		(demand("//Bob", "20001"), "AboveConsumptionLimit", "At most 20000 Wh would do"),
		(demand("//Bob", "0"), "BelowMinimum", "From 1 Wh on"),
		(offer("//Bob", "100000"), "AboveGenerationLimit", "No offer can be posted"),
		(offer("//Charlie", "80000"), "AskNotAboveFeedIn", "from 80001 to 189999 would do"),
		(offer("//Charlie", "195001"), "AskPlusFeeAboveTou", "utility is cheaper"),
		(demand("//Bob//stash", "1"), "NotRegistered", "does not act for a TE node"),
		(demand("//Ferdie", "1"), "DoesNotTrade", "utility posts no orders"),
		(demand("//Eve", "1"), "Suspended", "suspended"),
		(far, "IntervalNotOpen", "Open are "),
		(cancel, "NoOrder", "no order"),
	] {
		let books = || async {
			let mut books = Vec::new();
			for suri in ["//Bob", "//Charlie"] {
				let node = node(chain, suri).await;
				books.push((node.credit, node.locked, orders(chain, suri).await));
			}
			let view = chain.best().await.unwrap();
			let mut purses = Vec::new();
			for suri in ["//Bob", "//Charlie", "//Bob//stash", "//Ferdie", "//Eve"] {
				purses.push(view.free(&key(suri).account()).await.unwrap());
			}
			// Asking costs nothing: not even a planck.
			(books, purses, view.number())
		};
		let before = books().await;
		let said = agent(&[&arguments[..], &["--url", url]].concat()).await.failed();
		assert!(said.contains(&format!("would be refused: {error}. ")), "{said}");
		assert!(said.contains(docs), "{said}");
		assert_eq!(books().await, before);
	}
	// Without money for the fee, the pool does not take it.
	let poor = agent(&[&demand("//Nobody", "1")[..], &["--url", url]].concat()).await.failed();
	assert!(poor.contains("does not take the transaction"), "{poor}");
	assert!(poor.contains("Inability to pay some fees"), "{poor}");
}

/// What is wrong with the options is said, no secret is, and nothing is sent.
async fn explains_mistakes(url: &str) {
	let post = ["post", "--unmetered", "--url", url, "--demand", "1", "--interval"];
	let interval = |text: &'static str| [&post[..], &[text, "--suri", "//Bob"]].concat();
	let signer =
		|options: &[&'static str]| [&["cancel", "--url", url, "--all"][..], options].concat();
	let whose = |account| vec!["status", "--url", url, "--account", account];
	let nobody = key("//Bob//stash").account().to_string();
	for (arguments, expected) in [
		(interval("+5"), "only 4 windows are open"),
		(interval("+0"), "counted from +1"),
		(interval("next"), "`next` is no interval"),
		(interval("4294967296"), "is no interval"),
		(signer(&[]), "name a key"),
		(signer(&["--suri", "wrong horse battery"]), "neither a phrase nor a seed"),
		(signer(&["--suri-file", "/nowhere/secret"]), "/nowhere/secret: No such file"),
		(signer(&["--keystore", "/nowhere/key"]), "password is to be in GRIDMERIT_PASSWORD"),
		(whose(&nobody), "acts for no TE node"),
		(vec!["status", "--url", url], "name an account"),
		(vec!["quote", "--url", url, "--interval", "+1", "buy", "0"], "no quote"),
		(
			vec!["status", "--url", "nonsense", "--account", &nobody],
			"no node answers at nonsense: an address begins with ws://",
		),
	] {
		let said = agent(&arguments).await.failed();
		assert!(said.contains(expected), "{arguments:?}: {said}");
		assert!(!said.contains("horse"), "{said}");
	}
	let statement = ["statement", "--url", url, "--account", &nobody, "--first", "2026-11-29"];
	let ran = agent(&statement).await;
	assert_eq!(ran.code, Some(2));
	assert!(ran.stderr.contains("not the number of an interval"), "{}", ran.stderr);
	let ran = agent(&whose("5Nonsense")).await;
	assert_eq!(ran.code, Some(2));
	assert!(ran.stderr.contains("invalid value '5Nonsense' for '--account"), "{}", ran.stderr);
	let keystore = ["cancel", "--url", url, "--all", "--keystore", KEYSTORE];
	let wrong = ("GRIDMERIT_PASSWORD", "wrong horse");
	let said = agent_with(&[wrong], &keystore).await.failed();
	assert!(said.contains("no account of polkadot.js that this password opens"), "{said}");
	assert!(!said.contains("horse"), "{said}");
	let said = agent_with(&[("GRIDMERIT_SURI", "wrong horse")], &keystore[..4]).await.failed();
	assert!(said.contains("neither a phrase nor a seed") && !said.contains("horse"), "{said}");
}

#[tokio::test]
async fn without_a_node() {
	let nobody = format!("ws://127.0.0.1:{}", free_port());
	let alice = key("//Alice").account().to_string();
	let begun = Instant::now();
	let said = agent(&["status", "--url", &nobody, "--account", &alice]).await.failed();
	assert!(said.contains(&format!("no node answers at {nobody}")), "{said}");
	assert!(begun.elapsed() < PATIENCE / 4);

	// A server of something else.
	let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
	let url = format!("ws://{}", listener.local_addr().unwrap());
	let other = tokio::spawn(async move {
		while let Ok((mut stream, _)) = listener.accept().await {
			let answer = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
			stream.write_all(answer).await.unwrap();
		}
	});
	let said = agent(&["status", "--url", &url, "--account", &alice]).await.failed();
	assert!(said.contains(&format!("no node answers at {url}")), "{said}");
	assert!(said.contains("404"), "{said}");
	other.abort();
}

#[tokio::test]
async fn waits_for_its_block() {
	let (node, chain) = Node::start("manual").await;
	let url = node.url();
	let post = [
		"post",
		"--unmetered",
		"--url",
		&url,
		"--interval",
		"+1",
		"--suri",
		"//Bob",
		"--demand",
		"100",
	];
	let seal = async {
		pending(&chain, "//Bob").await;
		assert_eq!(nonce(&chain, "//Bob").await, 0);
		chain.sealing().block().await.unwrap();
	};
	let (posted, ()) = tokio::join!(agent(&post), seal);
	assert!(posted.stderr.contains("sent as 0x") && posted.stderr.contains("waiting for a block"));
	assert!(posted.stderr.contains("no meter settles this node"), "{}", posted.stderr);
	assert!(posted.ok().contains("ForwardMarket.post"));
	assert_eq!(nonce(&chain, "//Bob").await, 1);

	// Stopped while it waits, it says that the order may still come in, and ends with a status of its own.
	for (json, expected) in
		[(false, "may still come into one of the next 32 blocks"), (true, "interrupted")]
	{
		let before = nonce(&chain, "//Eve").await;
		let mut post = post.to_vec();
		post[7] = "//Eve";
		post.extend(json.then_some("--json"));
		let child =
			program_of_agent(&post, &[]).stderr(Stdio::piped()).stdout(Stdio::null()).spawn();
		let child = child.unwrap();
		pending(&chain, "//Eve").await;
		// The line comes when the node has answered.
		tokio::time::sleep(Duration::from_secs(2)).await;
		let id = child.id().unwrap().to_string();
		assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
		let ended = within("the end", child.wait_with_output()).await.unwrap();
		let said = String::from_utf8(ended.stderr).unwrap();
		assert_eq!(ended.status.code(), Some(5), "{said}");
		assert!(said.contains(expected) && said.contains("0x"), "{said}");
		chain.sealing().block().await.unwrap();
		assert_eq!(nonce(&chain, "//Eve").await, before + 1);
	}
}

/// Who reads may stop to: that is no panic.
#[tokio::test]
async fn ends_quietly_when_nobody_reads() {
	let (node, _chain) = Node::start("instant").await;
	let url = node.url();
	for command in
		[["orders", "--json"], ["status", "--json"], ["accuracy", "../../scenarios/ieee33"]]
	{
		let (reader, writer) = std::io::pipe().unwrap();
		drop(reader);
		let mut arguments = command.to_vec();
		if command[0] != "accuracy" {
			arguments.extend(["--url", &url, "--suri", "//Bob"]);
		}
		let mut program = program_of_agent(&arguments, &[]);
		let child = program.stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
		let ended = within("the end", child.wait_with_output()).await.unwrap();
		let said = String::from_utf8(ended.stderr).unwrap();
		assert_eq!((ended.status.code(), said.as_str()), (Some(141), ""), "{command:?}");
	}
}

/// What goes wrong is an object on standard error, if programs ask.
#[tokio::test]
async fn tells_programs_what_went_wrong() {
	let (node, chain) = Node::start("instant").await;
	let url = node.url();
	let said = |ran: Ran, code: i32| {
		assert_eq!((ran.code, ran.stdout.as_str()), (Some(code), ""), "{}", ran.stderr);
		serde_json::from_str::<Json>(&ran.stderr).unwrap()["error"].clone()
	};
	let post = ["post", "--json", "--url", &url, "--interval", "+1", "--suri", "//Bob"];
	let error = said(agent(&[&post[..], &["--demand", "20001", "--unmetered"]].concat()).await, 1);
	assert_eq!(
		(&error["kind"], &error["name"]),
		(&json!("refused"), &json!("AboveConsumptionLimit"))
	);
	assert_eq!((&error["sent"], &error["call"]), (&json!(false), &json!("ForwardMarket.post")));
	assert!(error["message"].as_str().unwrap().contains("At most 20000 Wh"), "{error}");
	let error = said(agent(&[&post[..], &["--demand", "100"]].concat()).await, 1);
	assert_eq!(error["name"], "NotMetered");
	assert!(error["message"].as_str().unwrap().contains("settle-with"), "{error}");
	assert_eq!(nonce(&chain, "//Bob").await, 0);
	let error = said(agent(&[&post[..], &["--demand", "five"]].concat()).await, 2);
	assert_eq!(error["kind"], "usage");
	let error = said(agent(&["status", "--json", "--url", "nonsense", "--suri", "//Bob"]).await, 1);
	assert_eq!(error["kind"], "unreachable");
	// Wallets would not find such an account again.
	let error = said(agent(&["status", "--json", "--url", &url, "--suri", "//+1"]).await, 1);
	assert!(error["message"].as_str().unwrap().contains("with a plus"), "{error}");
}
