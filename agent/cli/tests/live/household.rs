// SPDX-License-Identifier: Apache-2.0

//! A household from nothing to its first settled bill, and what keeps it from there.

use std::{fs, path::Path};

use gridmerit_client::{Chain, registry};
use gridmerit_energy::Basis;
use gridmerit_meter::{H256, Keypair, Scheme, certify, consent};
use serde_json::{Value as Json, json};

use super::support::{
	Node, Ran, agent, key, next_round, nonce, over, pay, round, send, while_blocks_come,
};

const NEWCOMER: &str = "//Newcomer";
const METER: &str = "//Meter//Newcomer";

async fn run(url: &str, suri: &str, arguments: &str) -> Ran {
	let arguments: Vec<_> = arguments.split(' ').collect();
	agent(&[&arguments[..], &["--url", url, "--suri", suri]].concat()).await
}

/// The steps that are not done.
fn missing(standing: &Json) -> Vec<&str> {
	let steps = standing["steps"].as_array().unwrap().iter();
	steps.filter(|step| step["done"] == false).map(|step| step["step"].as_str().unwrap()).collect()
}

async fn standing(url: &str, suri: &str, code: i32) -> Json {
	serde_json::from_str(&run(url, suri, "join --check --json").await.with(code)).unwrap()
}

/// What the maker says of a meter.
fn certificate(folder: &Path, maker: &str) -> String {
	certificate_of(folder, maker, METER, 1, "N-1")
}

/// What the maker says of a key, from an interval on, and of the serial number of its device.
fn certificate_of(folder: &Path, maker: &str, key: &str, from: u32, serial: &str) -> String {
	let keypair = |suri| Keypair::from_suri(Scheme::Sr25519, suri).unwrap();
	let serial = serial.as_bytes().to_vec().try_into().unwrap();
	let certificate = certify(&keypair(maker), keypair(key).signer(), from, serial);
	let path =
		folder.join(format!("certificate{}.json", format!("{maker}{key}").replace('/', "-")));
	fs::write(&path, serde_json::to_string(&certificate).unwrap()).unwrap();
	path.to_str().unwrap().into()
}

const APPLY: &str = "--role consumer --bus 6 --draw-w 20000 --customer K-4711:salt";

#[tokio::test]
async fn from_nothing_to_its_first_bill() {
	let (node, chain) = Node::start("instant").await;
	let url = node.url();
	let folder = tempfile::tempdir().unwrap();

	let stands = standing(&url, NEWCOMER, 4).await;
	assert_eq!(
		missing(&stands),
		["money", "application", "admission", "meter", "settlement meter"]
	);
	let address = key(NEWCOMER).account().to_string();
	assert!(stands["steps"][0]["text"].as_str().unwrap().contains(&address), "{stands}");
	let said = run(&url, NEWCOMER, &format!("join {APPLY}")).await.failed();
	assert!(said.contains("have 1 UNIT sent to") && said.contains(&address), "{said}");
	let sent = run(&url, "//Alice", &format!("send {address} 1")).await.ok();
	assert!(sent.contains("which has 1 UNIT outside the market now"), "{sent}");
	assert_eq!(missing(&standing(&url, NEWCOMER, 4).await)[0], "application");

	// Command 1. It waits for the operator, who answers meanwhile.
	let join = format!("join {APPLY}");
	let joins = run(&url, NEWCOMER, &join);
	let admits = async {
		while nonce(&chain, NEWCOMER).await == 0 {
			tokio::time::sleep(std::time::Duration::from_millis(200)).await;
		}
		let said = run(&url, NEWCOMER, "status").await.failed();
		assert!(
			said.contains("has applied to become a TE node; the operator has to answer"),
			"{said}"
		);
		let listed = run(&url, "//Alice", "operator admit --json").await.json();
		assert_eq!((&listed[0]["account"], &listed[0]["bus"]), (&json!(address), &json!(6)));
		assert_eq!(listed[0]["limits"], json!({ "generation": 0, "consumption": 5_000 }));
		run(&url, "//Alice", "operator admit --all --json").await.json()
	};
	let (joined, admitted) = tokio::join!(joins, admits);
	assert_eq!(admitted["admitted"], json!([{ "account": address, "node": 6 }]));
	let joined = joined.with(4);
	assert!(joined.contains("applied, in block") && joined.contains("node 6"), "{joined}");
	assert!(joined.contains("gridmerit-agent meter bind"), "{joined}");

	// What it was sent is enough until its meter is bound.
	assert_eq!(missing(&standing(&url, NEWCOMER, 4).await), ["meter", "settlement meter"]);
	let other = format!("join {}", APPLY.replace("--bus 6", "--bus 7"));
	assert!(run(&url, NEWCOMER, &other).await.with(4).contains("node 6"));
	wrong_papers(&url, &chain, folder.path()).await;
	// Command 2: registers, binds and settles in one transaction.
	let bind =
		format!("meter bind --certificate {} --settle", certificate(folder.path(), "//Meterworks"));
	let before = nonce(&chain, NEWCOMER).await;
	let bound = run(&url, NEWCOMER, &format!("{bind} --meter-suri {METER} --json")).await.json();
	assert_eq!(
		(&bound["meter"], &bound["node"], &bound["call"]),
		(&json!(4), &json!(6), &json!("Utility.batch_all"))
	);
	assert_eq!(nonce(&chain, NEWCOMER).await, before + 1);
	let again = run(&url, NEWCOMER, &format!("{bind} --meter-suri {METER}")).await.failed();
	assert!(again.contains("there is nothing to do: meter 4 is bound to node 6"), "{again}");
	let again = run(&url, NEWCOMER, &format!("join {APPLY} --json")).await.json();
	assert_eq!((&again["complete"], missing(&again)), (&json!(true), vec![]));

	pay(&chain, "//Alice", NEWCOMER, 100).await;

	// Command 3. Everything that follows is what it does every day.
	let first = round(&chain).await + 2;
	let post = format!("post --interval {first} --demand 3000");
	run(&url, NEWCOMER, &post).await.ok();
	over(&chain, first).await;
	// Command 4: the first reading, of a meter that begins.
	let state = folder.path().join("meter.json");
	let meter = gridmerit_meter::Meter::new(
		Keypair::from_suri(Scheme::Sr25519, METER).unwrap(),
		H256(chain.genesis().0),
		4,
	);
	gridmerit_meter::StateFile::create(&state).unwrap().save(meter.state()).unwrap();
	let reading = format!(
		"meter --state {} --meter-suri {METER} --interval {first} --import 2900 --export 0 --json",
		state.display()
	);
	let reading: Vec<_> = reading.split(' ').collect();
	agent(&[&reading[..], &["--url", &url]].concat()).await.json();
	// Command 5: the bill.
	let bill = run(&url, NEWCOMER, &format!("statement --first {first} --last {first} --json"))
		.await
		.json();
	assert_eq!(bill["imported"], 2_900);
	assert_eq!(bill["paid"], (2_900 * 200_000).to_string());
	let invoices = chain.best().await.unwrap().invoices(6, first, first).await.unwrap();
	assert_eq!(invoices[0].1.basis, Basis::Reading);

	gets_a_new_key(&url, &chain, folder.path(), first + 1).await;
	money(&url, &chain).await;
	rotates(&url, &chain).await;
}

/// What does not fit is said before anything is sent.
async fn wrong_papers(url: &str, chain: &Chain, folder: &Path) {
	let before = nonce(chain, NEWCOMER).await;
	let good = certificate(folder, "//Meterworks");
	let forged = certificate(folder, "//Maker");
	let path = |name: &str| folder.join(name).to_str().unwrap().to_string();
	let keypair = |suri| Keypair::from_suri(Scheme::Sr25519, suri).unwrap();
	let genesis = H256(chain.genesis().0);
	for (name, suri, genesis, node, bindings) in [
		("other_node", METER, genesis, 5, 0),
		("bound_before", METER, genesis, 6, 1),
		("other_chain", METER, H256([7; 32]), 6, 0),
		("other_meter", "//Meter//Bob", genesis, 6, 0),
	] {
		let signed = consent(&keypair(suri), genesis, node, bindings);
		fs::write(path(name), serde_json::to_string(&signed).unwrap()).unwrap();
	}
	fs::write(path("nonsense"), "{}").unwrap();
	let with = |certificate: &str, consent: &str| {
		format!("meter bind --certificate {certificate} --consent {}", path(consent))
	};
	for (arguments, expected) in [
		(
			with(&forged, "other_node"),
			"signed by no manufacturer that the operator has registered; these are `Meterworks`",
		),
		(with(&good, "other_node"), "the consent is to node 5, and yours is 6"),
		(with(&good, "bound_before"), "was bound 1 times"),
		(with(&good, "other_chain"), "is it of this chain?"),
		(with(&good, "other_meter"), "of another meter's key"),
		(with(&good, "nonsense"), "missing field"),
		(with("/nowhere", "other_node"), "/nowhere: No such file"),
		(format!("meter bind --meter-suri {METER}"), "--certificate is to say"),
		("meter bind --meter-suri //Meter//Bob".into(), "meter 0 is bound to node 1"),
		(
			"meter bind --meter-suri //Meter//Bob --scheme ed25519".into(),
			"sr25519 key, as that of meter 0, and not its ed25519 key: write --scheme sr25519",
		),
		(
			format!("meter bind --certificate {good} --meter-suri {METER} --scheme ecdsa"),
			"of this secret's sr25519 key, and it was taken for an ecdsa one: write --scheme sr25519",
		),
		("settle-with 0".into(), "NotYourMeter"),
	] {
		let said = run(url, NEWCOMER, &arguments).await.failed();
		assert!(said.contains(expected), "{arguments}: {said}");
	}
	assert_eq!(nonce(chain, NEWCOMER).await, before);
	// The old form is what it was.
	assert_eq!(agent(&["meter", "--url", url]).await.code, Some(2));
}

/// The meter was reset, and has a new key from an interval on.
async fn gets_a_new_key(url: &str, chain: &Chain, folder: &Path, from: u32) {
	let of = |key, from, serial| certificate_of(folder, "//Meterworks", key, from, serial);
	let rotate = |path: &str| format!("meter rotate --certificate {path}");
	let stranger = of("//Meter//Stranger", from, "N-2");
	let said = run(url, NEWCOMER, &rotate(&stranger)).await.failed();
	assert!(said.contains("no meter has this maker's serial number"), "{said}");
	let said = run(url, NEWCOMER, &rotate(&certificate(folder, "//Meterworks"))).await.failed();
	assert!(
		said.contains("there is nothing to do: meter 4 has this key, or had it before"),
		"{said}"
	);

	const NEW: &str = "//Meter//Newcomer//2";
	let new = of(NEW, from, "N-1");
	let bind = format!("meter bind --certificate {new} --meter-suri {NEW}");
	let said = run(url, NEWCOMER, &bind).await.failed();
	assert!(
		said.contains("as that of meter 4, with another key: `gridmerit-agent meter rotate`"),
		"{said}"
	);
	let rotated = run(url, NEWCOMER, &format!("{} --json", rotate(&new))).await.json();
	assert_eq!(
		(&rotated["meter"], &rotated["call"]),
		(&json!(4), &json!("MeterAttestation.rotate_key"))
	);
	let key = Keypair::from_suri(Scheme::Sr25519, NEW).unwrap().signer();
	assert_eq!(chain.best().await.unwrap().meter_of_key(&key).await.unwrap(), Some(4));
	// Its maker is asked too often: the first key is needed for a while.
	let third = of("//Meter//Newcomer//3", from + 1, "N-1");
	let said = run(url, NEWCOMER, &rotate(&third)).await.failed();
	assert!(said.contains("would be refused: RotatedTooOften"), "{said}");
}

async fn money(url: &str, chain: &Chain) {
	let credit = async || super::support::node(chain, NEWCOMER).await.credit;
	let before = credit().await;
	let said = run(url, NEWCOMER, "deposit 2.5").await.ok();
	assert!(said.contains("deposit 2.5 UNIT; now"), "{said}");
	assert_eq!(credit().await, before + 2_500_000_000);
	let said = run(url, NEWCOMER, "withdraw 99").await.failed();
	assert!(said.contains("at most"), "{said}");
	run(url, NEWCOMER, "withdraw 0.5").await.ok();
	assert_eq!(credit().await, before + 2_000_000_000);
	run(url, NEWCOMER, "withdraw --all").await.ok();
	assert_eq!(credit().await, super::support::node(chain, NEWCOMER).await.locked);
	let said = run(url, "//Nobody", "deposit 1").await.failed();
	assert!(said.contains("`gridmerit-agent join` applies for one"), "{said}");
}

/// The node goes to another account, in two commands or in one.
async fn rotates(url: &str, chain: &Chain) {
	let acts = async |suri: &str| {
		let view = chain.best().await.unwrap();
		view.node(&key(suri).account()).await.unwrap().map(|node| node.index)
	};
	let said =
		run(url, NEWCOMER, &format!("rotate --to {}", key("//Bob").account())).await.failed();
	assert!(said.contains("acts for node 1 already"), "{said}");
	pay(chain, "//Alice", "//Heir", 5).await;
	let to = format!("rotate --to {}", key("//Heir").account());
	assert!(run(url, NEWCOMER, &to).await.ok().contains("rotate --accept 6"));
	assert_eq!((acts(NEWCOMER).await, acts("//Heir").await), (Some(6), None));
	let said = run(url, "//Heir", "rotate --accept 5").await.failed();
	assert!(said.contains("node 5 is offered to nobody"), "{said}");
	run(url, "//Heir", "rotate --accept 6").await.ok();
	assert_eq!((acts(NEWCOMER).await, acts("//Heir").await), (None, Some(6)));
	let folder = tempfile::tempdir().unwrap();
	let secret = folder.path().join("secret");
	fs::write(&secret, format!("{NEWCOMER}\n")).unwrap();
	let back =
		run(url, "//Heir", &format!("rotate --json --to-suri-file {}", secret.display())).await;
	assert_eq!(back.json()["call"], "TeRegistry.accept_handover");
	assert_eq!((acts(NEWCOMER).await, acts("//Heir").await), (Some(6), None));
	// Offered to itself, it is offered to nobody.
	run(url, NEWCOMER, &to).await.ok();
	run(url, NEWCOMER, &format!("rotate --to {}", key(NEWCOMER).account())).await.ok();
	assert_eq!(chain.best().await.unwrap().handover(6).await.unwrap(), None);
	next_round(chain).await;
}

/// An operator may say no, and the chain may ask for work.
#[tokio::test]
async fn an_application_is_refused() {
	let (node, chain) = Node::start("instant").await;
	let url = node.url();
	let bits = vec![("bits", subxt::dynamic::Value::u128(10))];
	send(&chain, &super::support::sudo("TeRegistry", "set_application_work", bits), "//Alice")
		.await;
	let suri = "//Alice//stash";
	let address = key(suri).account().to_string();
	let joins = run(
		&url,
		suri,
		"join --role prosumer --bus 2 --draw-w 9000 --feed-in-w 8000 --source solar --customer 7:x",
	);
	let refuses = async {
		while nonce(&chain, suri).await == 0 {
			tokio::time::sleep(std::time::Duration::from_millis(200)).await;
		}
		let applied =
			chain.best().await.unwrap().application(&key(suri).account()).await.unwrap().unwrap();
		assert_eq!((applied.limits.consumption, applied.limits.generation), (2_250, 2_000));
		let other = "join --role consumer --bus 3 --draw-w 9000 --customer 7:x";
		let said = run(&url, suri, other).await.failed();
		assert!(said.contains("your application waits, and it says 2 for bus, not 3"), "{said}");
		let refuse =
			["operator", "admit", "--url", &url, "--suri", "//Alice", "--refuse", &address];
		let refused =
			agent(&[&refuse[..], &["--because", "no connection at bus 2", "--json"]].concat())
				.await;
		assert_eq!(refused.json()["refused"], json!([address]));
	};
	let (joined, ()) = tokio::join!(joins, refuses);
	let said = joined.failed();
	let stands = standing(&url, suri, 4).await;
	let text = stands["steps"][1]["text"].as_str().unwrap();
	assert!(text.contains("refused by the operator: no connection at bus 2"), "{stands}");
	assert!(said.contains("has refused the application: no connection at bus 2"), "{said}");
	let said = run(&url, suri, &format!("operator admit {address}")).await.failed();
	assert!(said.contains("is not the operator"), "{said}");
	let said = run(&url, "//Alice", &format!("operator admit {address}")).await.failed();
	assert!(said.contains("has no application that waits"), "{said}");

	// An error inside a call of the operator's is readable.
	let wrong = registry::approve(&key(suri).account(), &applied_data());
	let (view, alice) = (chain.best().await.unwrap(), key("//Alice"));
	let number = chain.next_nonce(&alice.account()).await.unwrap();
	let signed = chain.sign(&view, &gridmerit_client::sudo(wrong), &alice, number).unwrap();
	let ran = while_blocks_come(&chain, async {
		let error = chain.send(&signed, false).await.unwrap_err().to_string();
		Ran { code: Some(1), stdout: String::new(), stderr: error }
	});
	let said = ran.await.failed();
	assert!(
		said.contains(
			"Sudo.sudo was refused: NoApplication. There is no application by this account"
		),
		"{said}"
	);
}

fn applied_data() -> registry::NodeData {
	registry::NodeData {
		customer: [7; 32],
		roles: gridmerit_energy::Roles { consumer: true, ..Default::default() },
		bus: 1,
		limits: gridmerit_energy::EnergyLimits { generation: 0, consumption: 1_000 },
		source: gridmerit_energy::SourceKind::None,
		battery: None,
	}
}
