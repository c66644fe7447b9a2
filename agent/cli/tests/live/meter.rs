// SPDX-License-Identifier: Apache-2.0

//! Readings: signed, delivered, refused.

use std::{fs, path::Path};

use gridmerit_client::{self as client, Chain};
use gridmerit_energy::{Basis, Interval, Invoice};
use gridmerit_meter::{H256, Keypair, Meter, Scheme, SignedReading, State, StateFile};

use super::support::{Node, agent, agent_with, key, nonce, over, round, send};

/// The meter of a development account.
pub fn device(chain: &Chain, name: &str, index: u32) -> Meter {
	let key = Keypair::from_suri(Scheme::Sr25519, &format!("//Meter//{name}")).unwrap();
	Meter::new(key, H256(chain.genesis().0), index)
}

async fn invoice(chain: &Chain, node: u32, interval: Interval) -> Option<Invoice> {
	let view = chain.best().await.unwrap();
	let invoices = view.invoices(node, interval, interval).await.unwrap();
	invoices.first().map(|(_, invoice)| *invoice)
}

fn last(state: &Path) -> SignedReading {
	let state: State = gridmerit_meter::read_json(&fs::read(state).unwrap()).unwrap();
	state.last.unwrap()
}

#[tokio::test]
async fn readings() {
	let (node, chain) = Node::start("instant").await;
	let first = round(&chain).await + 1;
	send(&chain, &client::settle_with(0, first), "//Bob").await;
	over(&chain, first + 1).await;

	let folder = tempfile::tempdir().unwrap();
	let (state, lines) = (folder.path().join("bob.json"), folder.path().join("readings"));
	StateFile::create(&state).unwrap().save(device(&chain, "Bob", 0).state()).unwrap();
	let url = node.url();
	let meter = ["meter", "--url", &url];
	let signing = |interval: Interval, import: &'static str| {
		let state = state.to_str().unwrap().to_string();
		let interval = interval.to_string();
		let options = ["--state", &state, "--meter-suri", "//Meter//Bob", "--interval", &interval];
		let all = [&meter[..], &options, &["--import", import, "--export", "0"]].concat();
		all.into_iter().map(String::from).collect::<Vec<_>>()
	};
	let run = |arguments: Vec<String>, more: &'static [&'static str]| async move {
		let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
		agent(&[&arguments[..], more].concat()).await
	};

	// Eve pays for it; then nobody does.
	let paid = run(signing(first, "700"), &["--suri", "//Eve", "--json"]).await.json();
	assert_eq!(paid["call"], "MeterAttestation.deliver");
	assert!(paid["fee"].is_string());
	let settled = invoice(&chain, 1, first).await.unwrap();
	assert_eq!((settled.basis, settled.metered.import), (Basis::Reading, 700));
	let free = run(signing(first + 1, "900"), &["--json"]).await.json();
	assert_eq!(free["call"], "MeterAttestation.deliver_one");
	assert!(free["fee"].is_null());
	assert_eq!(invoice(&chain, 1, first + 1).await.unwrap().metered.import, 900);

	// The same again: the chain knows it, and the meter signs no other.
	let mut signed = serde_json::to_string(&last(&state)).unwrap();
	signed.push_str("\n\n");
	fs::write(&lines, &signed).unwrap();
	let file = ["--readings", lines.to_str().unwrap()];
	let replay = [&meter[..], &file].concat();
	let said = agent(&replay).await.counts_already();
	assert!(said.contains("reading 0 (meter 0, interval"), "{said}");
	assert!(said.contains("Replay: This reading counts already"), "{said}");
	// Programs get what was refused beside the rest.
	let both = agent(&[&replay[..], &["--suri", "//Eve", "--json"]].concat()).await;
	assert_eq!((both.code, both.stderr.as_str()), (Some(3), ""));
	let both: serde_json::Value = serde_json::from_str(&both.stdout).unwrap();
	let refused = &both["refused"][0];
	assert_eq!((&refused["error"], &refused["counts"]), (&"Replay".into(), &true.into()));
	assert_eq!((&refused["interval"], &refused["place"]), (&(first + 1).into(), &0.into()));
	let said = agent(&[&replay[..], &["--suri", "//Eve"]].concat()).await.counts_already();
	assert!(said.contains("reading 0 (meter 0, interval"), "{said}");
	assert!(said.contains("Replay: This reading counts already"), "{said}");
	// So a meter that does not know whether it got through may just do the same again.
	let said = run(signing(first + 1, "900"), &["--suri", "//Eve"]).await.counts_already();
	assert!(said.contains("Replay: This reading counts already"), "{said}");
	let said = run(signing(first + 1, "1"), &[]).await.failed();
	assert!(said.contains("is not after"), "{said}");
	// What is refused for another reason is a failure, whatever else counts already.
	let mut wrong = last(&state);
	wrong.reading.import += 1;
	let both = format!("{signed}{}", serde_json::to_string(&wrong).unwrap());
	fs::write(&lines, both).unwrap();
	let said = agent(&[&replay[..], &["--suri", "//Eve"]].concat()).await.failed();
	assert!(said.contains("reading 0 (meter 0") && said.contains("reading 1 (meter 0"), "{said}");
	fs::write(&lines, &signed).unwrap();
	assert_eq!(invoice(&chain, 1, first + 1).await.unwrap().metered.import, 900);

	// The pool bans what was refused; the reason is said again.
	over(&chain, first + 2).await;
	let mut ahead = Meter::resume(
		Keypair::from_suri(Scheme::Sr25519, "//Meter//Bob").unwrap(),
		StateFile::open(&state).unwrap().1,
	)
	.unwrap();
	let good = ahead.read(first + 2, 300, 0).unwrap();
	let forged = SignedReading { signature: last(&state).signature, ..good.clone() };
	fs::write(&lines, serde_json::to_string(&forged).unwrap()).unwrap();
	for _ in 0..2 {
		let said = agent(&replay).await.failed();
		assert!(said.contains("BadSignature: "), "{said}");
	}

	// What can never count says so by its status, alone and beside what counts already.
	let old = serde_json::to_string(&device(&chain, "Bob", 0).read(1, 1, 0).unwrap()).unwrap();
	for text in [&old, &format!("{signed}{old}")] {
		fs::write(&lines, text).unwrap();
		let ran = agent(&replay).await;
		assert_eq!(ran.code, Some(65), "{}", ran.stderr);
	}

	// One that is refused does not keep back those behind it.
	fs::write(&lines, format!("{signed}{}", serde_json::to_string(&good).unwrap())).unwrap();
	let said = agent(&replay).await.counts_already();
	assert!(said.contains("reading 0 ") && !said.contains("reading 1 "), "{said}");
	assert_eq!(invoice(&chain, 1, first + 2).await.unwrap().metered.import, 300);

	over(&chain, first + 3).await;
	// A key that is named and bad is an error, not a delivery without a fee.
	let before = nonce(&chain, "//Eve").await;
	let said = run(signing(first + 3, "1"), &["--suri", "no such phrase"]).await.failed();
	assert!(said.contains("neither a phrase nor a seed"), "{said}");
	assert_eq!(last(&state).reading.interval, first + 1, "it has signed something");
	// Nothing is signed of an interval that is not over: the meter could read none before it any more.
	let said = run(signing(first + 40, "1"), &["--suri", "//Eve"]).await.failed();
	assert!(said.contains("is not over") && said.contains("nothing was signed"), "{said}");
	assert_eq!(last(&state).reading.interval, first + 1);
	// Nor of what no connection carries: a slip of the key would stay.
	let said = run(signing(first + 3, "900000000"), &["--suri", "//Eve"]).await.failed();
	assert!(said.contains("more than the connection") && said.contains("nothing was"), "{said}");
	assert_eq!(last(&state).reading.interval, first + 1);
	assert_eq!(nonce(&chain, "//Eve").await, before);
	let stranger = ["--state", "/nowhere", "--meter-suri", "//Meter//Bob", "--interval", "1"];
	let stranger = [&meter[..], &stranger, &["--import", "1", "--export", "0"]].concat();
	assert!(agent(&stranger).await.failed().contains("No such file"));

	secret_from_where_it_is_kept(&meter, &state, folder.path(), first + 40).await;
	assert_eq!(last(&state).reading.interval, first + 1);
	statement(&url, &chain, first).await;
}

/// The meter's secret comes from a file or the variable; it is in no message. Nothing is signed.
async fn secret_from_where_it_is_kept(
	meter: &[&str],
	state: &Path,
	folder: &Path,
	interval: Interval,
) {
	let path = |name: &str| folder.join(name).to_str().unwrap().to_string();
	let (kept, empty, wrong) = (path("kept"), path("empty"), path("wrong"));
	for (path, secret) in [(&kept, " //Meter//Bob\n"), (&empty, "\n"), (&wrong, "wrong horse")] {
		fs::write(path, secret).unwrap();
	}
	let interval = interval.to_string();
	let state = ["--state", state.to_str().unwrap(), "--interval", &interval];
	let state = [meter, &state, &["--import", "1", "--export", "0"]].concat();
	let variable = |secret| [("GRIDMERIT_METER_SURI", secret)];
	let file = |path| [&state[..], &["--meter-suri-file", path]].concat();

	let said = agent(&state).await.failed();
	assert!(said.contains("name the meter's key: --meter-suri, --meter-suri-file"), "{said}");
	for (ran, expected) in [
		(agent(&file(&empty)).await, "the secret is empty"),
		(agent(&file("/nowhere/secret")).await, "/nowhere/secret: No such file"),
		(agent(&file(&wrong)).await, "the secret is "),
		(agent_with(&variable(""), &state).await, "the secret is empty"),
		(agent_with(&variable("wrong horse"), &state).await, "the secret is "),
	] {
		let said = ran.failed();
		assert!(said.contains(expected) && !said.contains("horse"), "{said}");
	}
	// With the right secret it gets as far as the interval, which is not over.
	for (variables, arguments) in
		[(&variable("//Meter//Bob")[..], state.clone()), (&variable("")[..], file(&kept))]
	{
		let said = agent_with(variables, &arguments).await.failed();
		assert!(said.contains("is not over"), "{said}");
	}
	let both = [&file(&kept)[..], &["--meter-suri", "//Meter//Bob"]].concat();
	assert_eq!(agent(&both).await.code, Some(2));
}

/// What was settled, as the chain adds it up.
async fn statement(url: &str, chain: &Chain, first: Interval) {
	let account = key("//Bob").account().to_string();
	let (from, to) = (first.to_string(), (first + 2).to_string());
	let of = ["statement", "--url", url, "--account", &account, "--first", &from, "--last", &to];
	let shown = agent(&[&of[..], &["--json"]].concat()).await.json();
	let view = chain.best().await.unwrap();
	let expected = view.statement(1, first, first + 2).await.unwrap();
	assert_eq!(shown["intervals"], 3);
	assert_eq!((&shown["disputable"], &shown["provisional"]), (&3.into(), &0.into()));
	assert_eq!((&shown["final"], &shown["withoutReading"]), (&0.into(), &0.into()));
	assert_eq!(shown["invoices"][0]["standing"], "disputable");
	assert_eq!(shown["imported"], 700 + 900 + 300);
	assert_eq!(shown["cameTo"], expected.paid.to_string());
	assert_eq!(shown["saved"], expected.saved.to_string());
	assert_eq!(shown["purchases"], "0");
	assert_eq!(shown["sales"], "0");
	assert_eq!(shown["utilityCost"], (1_900 * 200_000).to_string());
	assert_eq!(shown["utilityRevenue"], "0");
	let invoices = shown["invoices"].as_array().unwrap();
	assert_eq!(invoices.len(), 3);
	assert_eq!(invoices[1]["charged"], (900 * 200_000).to_string());
	let table = agent(&of).await.ok();
	assert!(table.contains("1.9 kWh for 0.38 UNIT"), "{table}");
	let backwards =
		["statement", "--url", url, "--account", &account, "--first", "9", "--last", "8"];
	assert!(agent(&backwards).await.failed().contains("--first 9 is after --last 8"));
	// The chain would leave the rest away: it is asked in pages.
	let far = (first - 5_000).to_string();
	let all = ["statement", "--url", url, "--account", &account, "--first", &far, "--json"];
	assert_eq!(agent(&all).await.json()["intervals"], 3);
}

/// Of two batches in one block, each is told of its own readings.
#[tokio::test]
async fn batches_in_one_block() {
	let (_node, chain) = Node::start("manual").await;
	let view = chain.best().await.unwrap();
	let mut signed = Vec::new();
	for (payer, count) in [("//Bob", 1), ("//Eve", 2)] {
		let mut meter = device(&chain, "Bob", 0);
		let readings: Vec<_> = (1..=count).map(|at| meter.read(at, 1, 0).unwrap()).collect();
		let call = client::deliver(&readings);
		let transaction = chain.sign(&view, &call, &key(payer), 0).unwrap();
		chain.submit(&transaction).await.unwrap();
		signed.push(transaction);
	}
	let block = chain.sealing().block().await.unwrap();
	let outcomes = chain.outcomes(block, &signed.iter().collect::<Vec<_>>()).await.unwrap();
	for (outcome, count) in outcomes.into_iter().zip([1, 2]) {
		let refused = chain.refused_readings(&outcome.unwrap()).await.unwrap();
		assert_eq!(refused.len(), count, "{refused:?}");
	}
}
