// SPDX-License-Identifier: Apache-2.0

//! A sponsor pays for what was generated: founding, what a node got, ending.

use gridmerit_client as client;
use serde_json::{Value as Json, json};
use subxt::dynamic::Value;

use super::{
	bills::{later, traded},
	meter::device,
	support::{Node, agent, key, over, round, send, sudo},
};

#[tokio::test]
async fn a_prosumer_is_paid_what_its_meter_has_measured() {
	let (node_of, chain) = Node::start("instant").await;
	let url = node_of.url();
	let asked = async |arguments: &[&str]| -> Json {
		let arguments = [&["subsidies"][..], arguments, &["--url", &url, "--json"]].concat();
		agent(&arguments).await.json()
	};
	// A short dispute window, so that the interval is settled for good soon.
	let window = vec![("intervals", Value::u128(24))];
	send(&chain, &sudo("Settlement", "set_dispute_window", window), "//Alice").await;
	assert_eq!(asked(&[]).await, json!({ "node": null, "programmes": [] }));

	let first = round(&chain).await + 1;
	let from = first.to_string();
	let rules = ["--source", "solar", "--rate", "0.1", "--per-day", "1", "--fund", "10"];
	let found = ["subsidies", "found", "--from", &from, "--days", "1", "--url", &url];
	let found = [&found[..], &rules].concat();
	let refused = agent(&[&found[..], &["--suri", "//Eve"]].concat()).await.failed();
	assert!(refused.contains("NotSponsor"), "{refused}");
	let eve = key("//Eve").account().to_string();
	let name = ["subsidies", "sponsor", &eve, "--url", &url, "--suri", "//Alice"];
	agent(&name).await.ok();
	let said = agent(&[&found[..], &["--suri", "//Eve"]].concat()).await.ok();
	assert!(said.contains("programme 0") && said.contains("0.1 UNIT for a kWh of solar"), "{said}");
	let more = ["subsidies", "top-up", "0", "1", "--url", &url, "--suri", "//Eve"];
	assert!(agent(&more).await.failed().contains("MoreThanMost"));

	// Charlie sells 3 kWh of the sun's, and its meter says so.
	assert_eq!(traded(&chain).await, first);
	over(&chain, first).await;
	let bought = device(&chain, "Bob", 0).read(first, 3_200, 0).unwrap();
	let sold = device(&chain, "Charlie", 1).read(first, 0, 3_000).unwrap();
	send(&chain, &client::deliver(&[bought, sold]), "//Alice").await;
	let charlie = ["--suri", "//Charlie"];
	assert_eq!(asked(&charlie).await["programmes"][0]["got"], Json::Null);
	for _ in 0..100 {
		if chain.best().await.unwrap().closed_until().await.unwrap() > first {
			break;
		}
		later(&chain).await;
	}
	later(&chain).await;

	let listed = asked(&charlie).await;
	let programme = &listed["programmes"][0];
	let got = (&programme["got"]["amount"], &programme["got"]["energy"]);
	assert_eq!(got, (&json!("300000000"), &json!(3_000)), "{listed}");
	assert_eq!(
		(&programme["paid"], &programme["left"]),
		(&json!("300000000"), &json!("9700000000"))
	);
	assert_eq!(asked(&["--suri", "//Bob"]).await["programmes"][0]["got"], Json::Null);
	let shown = agent(&["subsidies", "--url", &url, "--suri", "//Charlie"]).await.ok();
	for text in ["solar", "all day", "0.1 UNIT", "0.3 UNIT", "9.7 UNIT", "3 kWh"] {
		assert!(shown.contains(text), "{text}: {shown}");
	}

	// A bill has it beside it, and in none of its sums.
	let statement =
		["statement", "--url", &url, "--suri", "//Charlie", "--first", &from, "--last", &from];
	let bill = agent(&[&statement[..], &["--json"]].concat()).await.json();
	let got = json!([{ "programme": 0, "amount": "300000000", "energy": 3_000 }]);
	assert_eq!(bill["subsidies"], got, "{bill}");
	assert_eq!(bill["cameTo"], (-3_000 * 110_000).to_string(), "{bill}");
	let shown = agent(&statement).await.ok();
	assert!(
		shown.contains("subsidies of all time") && shown.contains("0.3 UNIT for 3 kWh"),
		"{shown}"
	);

	let ended = asked(&["end", "0", "--suri", "//Eve"]).await;
	assert_eq!(ended["account"], eve);
	let until = asked(&[]).await["programmes"][0]["until"].as_u64().unwrap();
	assert!(until <= u64::from(round(&chain).await + 1), "{until}");
}
