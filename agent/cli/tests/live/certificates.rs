// SPDX-License-Identifier: Apache-2.0

//! A prosumer's certificate from its plant to who has used the energy: certified, dealt, transferred, cancelled once,
//! matched and exported.

use std::fs;

use gridmerit_client::{self as client, Chain};
use gridmerit_energy::Interval;
use serde_json::{Value as Json, json};
use subxt::dynamic::Value;

use super::{
	bills::{later, traded},
	meter::device,
	support::{Node, agent, node, over, round, send, sudo},
};

/// What a command about certificates says for programs.
async fn asked(url: &str, arguments: &[&str]) -> Json {
	agent(&[&["certificates"][..], arguments, &["--url", url, "--json"]].concat()).await.json()
}

/// Dave's turbine is registered anew, and the operator certifies it.
async fn certified(chain: &Chain, url: &str) {
	let first = round(chain).await + 1;
	send(chain, &client::settle_with(2, first), "//Dave").await;
	over(chain, first - 1).await;
	let plant = ["--source", "wind", "--fuel", "F01050100", "--technology", "T020000"];
	let more = ["--capacity-w", "9500", "--since", "2017-05-01", "--country", "DK"];
	let register = ["certificates", "register", "--url", url, "--suri", "//Dave"];
	agent(&[&register[..], &plant, &more].concat()).await.ok();
	let dave = node(chain, "//Dave").await.index;
	let of_dave = async || {
		let plants = asked(url, &["plants"]).await;
		let mut plants = plants.as_array().unwrap().clone().into_iter();
		plants.find(|plant| plant["node"] == dave).unwrap()
	};
	let plant = of_dave().await;
	assert_eq!((&plant["since"], &plant["certified"]), (&json!("2017-05-01"), &Json::Null));
	let until = (round(chain).await + 1_000).to_string();
	let dave = dave.to_string();
	let certify = ["certificates", "certify", &dave, "--meter", "2", "--most", "2300"];
	let by = ["--until", &until, "--url", url];
	let stranger = agent(&[&certify[..], &by, &["--suri", "//Bob"]].concat()).await.failed();
	assert!(stranger.contains("NotAnIssuer"), "{stranger}");
	agent(&[&certify[..], &by, &["--as-operator", "--suri", "//Alice"]].concat()).await.ok();
	let plant = of_dave().await;
	assert_eq!((&plant["fuel"], &plant["country"]), (&json!("F01050100"), &json!("DK")));
	assert_eq!(
		(&plant["certified"]["meter"], &plant["certified"]["most"]),
		(&json!(2), &json!(2_300))
	);
}

/// Bob buys 3 kWh of Charlie's for an interval, and draws 3.2; Charlie feeds in 4. Which interval.
async fn delivered(chain: &Chain) -> Interval {
	let interval = traded(chain).await;
	over(chain, interval).await;
	let drawn = device(chain, "Bob", 0).read(interval, 3_200, 0).unwrap();
	let fed_in = device(chain, "Charlie", 1).read(interval, 0, 4_000).unwrap();
	send(chain, &client::deliver(&[drawn, fed_in]), "//Alice").await;
	interval
}

#[tokio::test]
async fn a_certificate_ends_with_who_has_used_the_energy_and_is_cancelled_once() {
	let (node_of, chain) = Node::start("instant").await;
	let url = &node_of.url();
	let window = vec![("intervals", Value::u128(24))];
	send(&chain, &sudo("Settlement", "set_dispute_window", window), "//Alice").await;
	let tradable = vec![("tradable", Value::bool(true))];
	send(&chain, &sudo("Certificates", "set_tradable", tradable), "//Alice").await;

	certified(&chain, url).await;
	let interval = delivered(&chain).await;
	for _ in 0..100 {
		if chain.best().await.unwrap().issued_until().await.unwrap() > interval {
			break;
		}
		later(&chain).await;
	}
	let number = interval.to_string();
	let time = ["--first", &number, "--last", &number];
	let of = async |suri: &str, by: &str| {
		let whose = ["--suri", suri, "--by", by];
		asked(url, &[&whose[..], &time].concat()).await["certificates"].clone()
	};
	// What Bob has bought is his, what is left is Charlie's.
	let lots = of("//Bob", "lot").await;
	assert_eq!(
		(&lots[0]["energy"], &lots[0]["source"]),
		(&json!(3_000), &json!("solar")),
		"{lots}"
	);
	assert_eq!((&lots[0]["bus"], &lots[0]["state"]), (&json!(18), &json!("held")));
	let kept = of("//Charlie", "lot").await;
	assert_eq!(kept[0]["energy"], 1_000, "{kept}");

	// Charlie gives Bob a part of its own.
	let (lot, bob) = (kept[0]["lot"].to_string(), node(&chain, "//Bob").await.index.to_string());
	let transfer = ["certificates", "transfer", &number, &lot, "--to", &bob, "--energy", "100"];
	agent(&[&transfer[..], &["--url", url, "--suri", "//Charlie"]].concat()).await.ok();
	let sums = of("//Bob", "source").await;
	assert_eq!(sums[0]["energy"]["held"], 3_100, "{sums}");

	// Cancelled for what Bob drew in the same interval, once.
	let cancel = ["certificates", "cancel", "--url", url, "--suri", "//Bob"];
	let matching = [&cancel[..], &["--matching"], &time].concat();
	let said = agent(&matching).await.ok();
	assert!(said.contains("3.1 kWh") && said.contains("2 lots"), "{said}");
	let sums = of("//Bob", "source").await;
	assert_eq!(
		(&sums[0]["energy"]["held"], &sums[0]["energy"]["cancelledForIntervals"]),
		(&json!(0), &json!(3_100))
	);
	assert!(agent(&matching).await.failed().contains("nothing to cancel"));
	let bought = lots[0]["lot"].to_string();
	for more in [&[][..], &["--months", "2018-06"]] {
		let again = agent(&[&cancel[..], &[&number, &bought], more].concat()).await.failed();
		assert!(again.contains("NotHeld"), "{again}");
	}
	// Nor is it anybody's to give away.
	let away = ["certificates", "transfer", &number, &bought, "--to", "2", "--url", url];
	let away = agent(&[&away[..], &["--suri", "//Bob"]].concat()).await.failed();
	assert!(away.contains("NotHeld"), "{away}");

	let report = asked(url, &[&["match", "--suri", "//Bob"][..], &time].concat()).await;
	let all = (&report["all"]["drawn"], &report["all"]["matched"], &report["all"]["sharePpm"]);
	assert_eq!(all, (&json!(3_200), &json!(3_100), &json!(968_750)), "{report}");
	assert_eq!(report["hours"][0]["sources"], json!({ "solar": 3_100 }));
	let matching =
		[&["certificates", "match", "--url", url, "--suri", "//Bob"][..], &time].concat();
	let shown = agent(&matching);
	assert!(shown.await.ok().contains("96.875 %"));
	// A bill has them beside it.
	let statement = [&["statement", "--url", url, "--suri", "//Bob"][..], &time].concat();
	let bill = agent(&[&statement[..], &["--json"]].concat()).await.json();
	let beside = &bill["certificates"];
	assert_eq!(
		(&beside["cancelledForIntervals"], &beside["held"]),
		(&json!(3_100), &json!(0)),
		"{bill}"
	);
	assert!(beside["issuedUntil"].as_u64() > Some(interval.into()), "{bill}");
	assert_eq!((&bill["subsidies"], &bill["bought"]), (&json!([]), &json!(3_000)));
	let shown = agent(&statement).await.ok();
	assert!(shown.contains("certificates cancelled for the same intervals"), "{shown}");
	exported(url, &time).await;
	sold_apart(&chain, url, &number, &lot).await;
}

/// Certificates without their energy: offered, found, too dear for one who looks at the price, bought in part by a node
/// that has drawn nothing, and the rest taken back.
async fn sold_apart(chain: &Chain, url: &str, interval: &str, lot: &str) {
	let time = ["--first", interval, "--last", interval];
	let offers = async || asked(url, &[&["offers"][..], &time].concat()).await;
	let act = async |what: &str, suri: &str, more: &[&str]| {
		let of = ["certificates", what, interval, lot, "--url", url, "--suri", suri];
		agent(&[&of[..], more].concat()).await
	};
	assert_eq!(offers().await, json!([]));
	let unasked = act("buy", "//Alice", &["--most", "7000"]).await.failed();
	assert!(unasked.contains("NotOffered"), "{unasked}");
	let said = act("offer", "//Charlie", &["--price", "7000"]).await.ok();
	assert!(said.contains("0.007 UNIT/kWh"), "{said}");
	let charlie = node(chain, "//Charlie").await.index;
	let offered = offers().await;
	let (energy, price) = (&offered[0]["energy"], &offered[0]["price"]);
	assert_eq!((energy, price), (&json!(900), &json!(7_000)), "{offered}");
	assert_eq!((&offered[0]["holder"], &offered[0]["source"]), (&json!(charlie), &json!("solar")));
	let shown = [&["certificates", "offers", "--url", url][..], &time].concat();
	let shown = agent(&shown).await.ok();
	assert!(shown.contains("0.007 UNIT/kWh") && shown.contains("0.0063 UNIT"), "{shown}");

	send(chain, &client::deposit(client::units::UNIT), "//Alice").await;
	let dear = act("buy", "//Alice", &["--most", "6999", "--energy", "400"]).await.failed();
	assert!(dear.contains("TooDear"), "{dear}");
	let before = node(chain, "//Alice").await.credit;
	let said = act("buy", "//Alice", &["--most", "7000", "--energy", "400"]).await.ok();
	assert!(said.contains("0.4 kWh") && said.contains("0.0028 UNIT"), "{said}");
	assert_eq!(node(chain, "//Alice").await.credit, before - 2_800_000);
	let bought = [&["--suri", "//Alice", "--by", "lot"][..], &time].concat();
	let bought = asked(url, &bought).await["certificates"].clone();
	assert_eq!((&bought[0]["energy"], &bought[0]["state"]), (&json!(400), &json!("held")));

	assert_eq!(offers().await[0]["energy"], 500);
	act("offer", "//Charlie", &["--back"]).await.ok();
	assert_eq!(offers().await, json!([]));
}

/// In both forms, as what they are written.
async fn exported(url: &str, time: &[&str]) {
	let bob = [&["export", "--suri", "//Bob"][..], time].concat();
	let bundles = asked(url, &[&bob[..], &["--format", "energytag"]].concat()).await;
	assert_eq!(bundles["total_certificate_volume"], 3_100);
	for bundle in bundles["granular_certificate_bundles"].as_array().unwrap() {
		assert_eq!(
			(&bundle["certificate_bundle_status"], &bundle["energy_source"]),
			(&json!("Cancelled"), &json!("solar_pv"))
		);
		assert_eq!(
			(&bundle["device_capacity"], &bundle["country_of_issuance"]),
			(&json!(60_000), &json!("DE"))
		);
	}
	let folder = tempfile::tempdir().unwrap();
	let path = folder.path().join("eecs.csv");
	let file = ["--format", "eecs", "--out", path.to_str().unwrap(), "--url", url];
	agent(&[&["certificates"][..], &bob, &file].concat()).await.ok();
	let text = fs::read_to_string(&path).unwrap();
	assert!(text.lines().count() == 3 && text.contains("F01040100,T010000"), "{text}");
	let xml = ["--format", "eecs", "--as", "xml", "--url", url];
	let xml = agent(&[&["certificates", "export", "--all"][..], time, &xml].concat()).await.ok();
	assert_eq!(xml.matches("<GuaranteeOfOrigin>").count(), 3, "{xml}");
	assert!(xml.contains("<status>cancelled</status>") && xml.contains("<status>issued</status>"));
}
