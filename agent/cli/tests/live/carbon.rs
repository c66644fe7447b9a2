// SPDX-License-Identifier: Apache-2.0

//! What was emitted for what was drawn: declared, certified, published, bounded, refused and stated.

use gridmerit_client::{self as client, Call, Chain};
use serde_json::{Value as Json, json};
use subxt::{dynamic::Value, ext::scale_value::Composite};

use super::{
	bills::{later, traded},
	meter::device,
	support::{Node, agent, key, node, over, round, send, sudo},
};

/// What a command about emissions says for programs.
async fn asked(url: &str, arguments: &[&str]) -> Json {
	agent(&[&["carbon"][..], arguments, &["--url", url, "--json"]].concat()).await.json()
}

/// An account is an authority of a kind, and the operator trusts it.
async fn trusted(chain: &Chain, suri: &str, kind: &'static str) {
	let fields =
		vec![("kind", Value::unnamed_variant(kind, [])), ("name", Value::from_bytes(kind))];
	send(chain, &Call::new("Authorities", "publish", Composite::named(fields)), suri).await;
	let account = Value::from_bytes(key(suri).account().0);
	let fields = vec![("authority", account), ("trusted", true.into())];
	send(chain, &sudo("Authorities", "trust", fields), "//Alice").await;
}

#[tokio::test]
async fn what_a_node_drew_is_stated_and_what_is_outside_its_bound_refused() {
	let (node_of, chain) = Node::start("instant").await;
	let url = &node_of.url();
	let window = vec![("intervals", Value::u128(24))];
	send(&chain, &sudo("Settlement", "set_dispute_window", window), "//Alice").await;
	trusted(&chain, "//Eve", "Publisher").await;

	// The roof of the preset is certified; Dave declares its turbine anew, and nobody has certified that.
	let charlie = asked(url, &["--suri", "//Charlie"]).await;
	assert_eq!(
		(&charlie["declared"]["embodied"], &charlie["isCertified"]),
		(&json!(41_000), &json!(true)),
		"{charlie}"
	);
	let act = |suri: &'static str| ["--url", url.as_str(), "--suri", suri];
	let declare = ["carbon", "declare", "--operating", "0", "--embodied", "9.5", "--travel", "0.2"];
	let said = agent(&[&declare[..], &act("//Dave")].concat()).await.ok();
	assert!(said.contains("0 + 9.5 + 0.2 g/kWh"), "{said}");
	let dave = node(&chain, "//Dave").await.index.to_string();
	let until = (round(&chain).await + 1_000).to_string();
	let certify = ["carbon", "certify", &dave, "--operating", "0", "--embodied", "9.5"];
	let certify = [&certify[..], &["--travel", "0.2", "--until", &until]].concat();
	let stranger = agent(&[&certify[..], &act("//Bob")].concat()).await.failed();
	assert!(stranger.contains("NotAnIssuer"), "{stranger}");
	agent(&[&certify[..], &act("//Alice"), &["--as-operator"]].concat()).await.ok();
	// What the preset has certified is over with this interval; what is new counts after the notice.
	let of_dave = asked(url, &["--suri", "//Dave"]).await;
	assert_eq!(of_dave["certified"][1]["footprint"]["travel"], 200, "{of_dave}");
	let sooner = agent(&[&["carbon", "decertify", &dave][..], &act("//Dave")].concat()).await.ok();
	assert!(sooner.contains("counts at the default"), "{sooner}");

	// Bob takes nothing above 30 g/kWh: so nothing of the roof's, but for a tenth.
	let bound = ["carbon", "bound", "--most", "30", "--counts", "embodied", "--loss", "10"];
	let said = agent(&[&bound[..], &act("//Bob")].concat()).await.ok();
	assert!(said.contains("up to 30 g/kWh") && said.contains("10 % outside"), "{said}");

	// Bob buys 3 kWh of Charlie's, and draws 3.2; the publisher says what the grid emits.
	let interval = traded(&chain).await;
	over(&chain, interval).await;
	let of_dave = asked(url, &["--suri", "//Dave"]).await;
	assert_eq!(
		(&of_dave["isCertified"], &of_dave["counted"]["operating"]),
		(&json!(false), &json!(1_200_000))
	);
	let drawn = device(&chain, "Bob", 0).read(interval, 3_200, 0).unwrap();
	let fed_in = device(&chain, "Charlie", 1).read(interval, 0, 4_000).unwrap();
	send(&chain, &client::deliver(&[drawn, fed_in]), "//Alice").await;
	let number = interval.to_string();
	let grid = ["--operating", "350", "--embodied", "40"];
	let residual = ["--residual-operating", "500", "--residual-embodied", "50"];
	let publish = [&["carbon", "publish", &number][..], &grid, &residual].concat();
	let untrusted = agent(&[&publish[..], &act("//Bob")].concat()).await.failed();
	assert!(untrusted.contains("NotAPublisher"), "{untrusted}");
	agent(&[&publish[..], &act("//Eve")].concat()).await.ok();
	let twice = agent(&[&publish[..], &act("//Eve")].concat()).await.failed();
	assert!(twice.contains("AlreadyPublished"), "{twice}");
	let time = ["--first", &number, "--last", &number];
	let published = asked(url, &[&["grid"][..], &time].concat()).await;
	assert_eq!(published[0]["average"]["operating"], 350_000, "{published}");
	for _ in 0..100 {
		if chain.best().await.unwrap().issued_until().await.unwrap() > interval {
			break;
		}
		later(&chain).await;
	}

	let statement = [&["statement", "--suri", "//Bob"][..], &time].concat();
	let before = asked(url, &statement).await;
	// 3,200 Wh at 350 g/kWh, in micrograms, and at 500.
	assert_eq!(before["all"]["location"]["operating"], "1120000000", "{before}");
	assert_eq!(before["all"]["market"]["operating"], "1600000000");
	assert_eq!(before["all"]["bound"]["missing"], 2_880);

	// What he has bought is outside, and refused; a tenth of what he drew is tolerated.
	let lots = ["certificates", "--by", "lot", "--url", url, "--suri", "//Bob", "--json"];
	let lots = agent(&[&lots[..], &time].concat()).await.json();
	let lot = lots["certificates"][0]["lot"].to_string();
	let cancel = ["certificates", "cancel", &number, &lot];
	let cancel = async |energy: &str| {
		agent(&[&cancel[..], &["--energy", energy], &act("//Bob")].concat()).await
	};
	let refused = cancel("3000").await.failed();
	assert!(refused.contains("OutsideBound"), "{refused}");
	cancel("320").await.ok();
	assert!(cancel("1").await.failed().contains("OutsideBound"));

	let after = asked(url, &statement).await;
	let row = &after["intervals"][0];
	assert_eq!((&row["matched"], &row["certified"]), (&json!(320), &json!(320)), "{after}");
	assert_eq!(row["market"]["operating"], (2_880_u64 * 500_000).to_string());
	assert_eq!(row["market"]["embodied"], (320_u64 * 41_000 + 2_880 * 50_000).to_string());
	assert_eq!((&row["bound"]["kept"], &row["bound"]["outside"]), (&json!(false), &json!(3_200)));
	assert_eq!(row["location"]["operating"], "1120000000");
	let shown =
		[&["carbon"][..], &statement, &["--url", url, "--zone", "UTC", "--by-interval"]].concat();
	let shown = agent(&shown).await.ok();
	for text in ["3.2 kWh", "0.32 kWh", "1120 / 1248 / 1248 g", "kept in 0 of 1"] {
		assert!(shown.contains(text), "{text}: {shown}");
	}

	// The publisher corrects it once.
	let less = ["--operating", "300", "--embodied", "40"];
	let correct = [&["carbon", "correct", &number][..], &less, &act("//Eve")].concat();
	agent(&correct).await.ok();
	assert!(agent(&correct).await.failed().contains("AlreadyCorrected"));
	let corrected = asked(url, &statement).await;
	assert_eq!(corrected["all"]["location"]["operating"], "960000000");
	// There is no residual mix any more: the rest is of the average.
	assert_eq!(corrected["all"]["market"]["operating"], (2_880_u64 * 300_000).to_string());
}
