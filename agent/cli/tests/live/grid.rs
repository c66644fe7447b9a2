// SPDX-License-Identifier: Apache-2.0

//! A market on a grid whose lines have limits: everybody sees the price of its own zone.

use std::{
	fs,
	path::{Path, PathBuf},
};

use gridmerit_client::registry::{self, NodeData};
use gridmerit_energy::{EnergyLimits, Interval, Roles, SourceKind};
use serde_json::{Value as Json, json};
use tokio::process::Command;

use crate::support::{Node, agent, next_round, node, program, round, send, within};

/// A development chain with lines: all lead to the substation, and that of bus 18, where Charlie hangs, carries 1 kWh.
async fn spec(folder: &Path) -> PathBuf {
	let export = Command::new(program()).args(["export-chain-spec", "--chain", "dev"]).output();
	let exported = within("a chain spec", export).await.unwrap();
	let mut spec: Json = serde_json::from_slice(&exported.stdout).unwrap();
	let owner = crate::support::key("//Alice").account().to_string();
	let rating = |bus| if bus == 18 { 1_000 } else { 1_000_000 };
	let line = |bus| json!({ "owner": owner, "parent": 0, "rating": rating(bus) });
	let patch = spec.pointer_mut("/genesis/runtimeGenesis/patch").unwrap();
	patch["grid"] = json!({ "lines": (1..30).map(line).collect::<Vec<_>>() });
	let path = folder.join("grid.json");
	fs::write(&path, spec.to_string()).unwrap();
	path
}

async fn post(url: &str, suri: &str, order: &[&str]) {
	let post = ["post", "--unmetered", "--url", url, "--interval", "+1", "--suri", suri];
	agent(&[&post[..], order].concat()).await.ok();
}

/// What a command says for programs.
async fn asked(url: &str, arguments: &[&str]) -> Json {
	agent(&[arguments, &["--url", url, "--json"]].concat()).await.json()
}

#[tokio::test]
async fn everybody_sees_the_price_of_its_zone() {
	let folder = tempfile::tempdir().unwrap();
	let (of, chain) = Node::on_spec(&spec(folder.path()).await).await;
	let url = &of.url();
	let (t, interval) = (round(&chain).await, round(&chain).await + 1);

	let before = asked(url, &["grid"]).await;
	assert_eq!((&before["interval"], &before["zones"]), (&json!(interval), &Json::Null));
	assert_eq!(before["lines"].as_array().unwrap().len(), 29);
	let said = agent(&["grid", "--url", url]).await.ok();
	assert!(said.contains("has not cleared yet") && said.contains("1000 kWh"), "{said}");

	post(url, "//Charlie", &["--offer", "6000", "--ask", "100000"]).await;
	post(url, "//Dave", &["--offer", "8000", "--ask", "150000"]).await;
	quotes(url, interval).await;
	post(url, "//Bob", &["--demand", "3000"]).await;
	next_round(&chain).await;
	cleared(url, interval, t).await;
	traded(url, interval).await;

	// As the chain has it: what Bob pays is what the others get, and the rent.
	let view = chain.best().await.unwrap();
	let mut positions = Vec::new();
	for suri in ["//Bob", "//Charlie", "//Dave"] {
		let status = node(&chain, suri).await;
		let open = status.open.iter().find(|open| open.interval == interval).unwrap();
		positions.push(open.position);
	}
	let [bob, charlie, dave] = positions[..] else { unreachable!() };
	let rent = view.zones(interval, t).await.unwrap().unwrap().rent;
	assert_eq!((bob.cost, rent), (450_000_000, 50_000_000));
	assert_eq!(bob.cost, charlie.revenue + dave.revenue + rent);
	// What each learns is its own zone's price.
	let result = view.result(interval, t).await.unwrap().unwrap();
	assert!(view.has_grid().await.unwrap() && result.price.is_none());
	for (bus, price) in [(18, 100_000), (22, 150_000), (0, 150_000)] {
		let own = view.price_at((interval, t), &result, bus).await.unwrap();
		assert_eq!(own, Some(price), "bus {bus}");
	}
}

/// Where Bob hangs the dear offer serves, behind the line the cheap one.
async fn quotes(url: &str, interval: Interval) {
	let buy = ["quote", "--interval", "+1", "buy", "3000"];
	let bob = asked(url, &[&buy[..], &["--suri", "//Bob"]].concat()).await;
	let quoted = (&bob["bus"], &bob["price"], &bob["traded"], &bob["payment"]);
	assert_eq!(quoted, (&json!(6), &json!(150_000), &json!(3_000), &json!("450000000")));
	let behind = asked(url, &[&buy[..], &["--bus", "18"]].concat()).await;
	assert_eq!((&behind["price"], &behind["interval"]), (&json!(100_000), &json!(interval)));
	let nowhere = agent(&[&buy[..], &["--url", url]].concat()).await.failed();
	assert!(nowhere.contains("--bus or an account"), "{nowhere}");
	let beyond = agent(&[&buy[..], &["--url", url, "--bus", "30"]].concat()).await.failed();
	assert!(beyond.contains("no line leads to bus 30"), "{beyond}");
	let depth = asked(url, &["depth", "--interval", "+1", "--bus", "18"]).await;
	assert_eq!(depth["supply"], json!([[100_000, 6_000]]));
	let all = asked(url, &["depth", "--interval", "+1"]).await;
	assert_eq!(all["supply"], json!([[100_000, 6_000], [150_000, 8_000]]));
}

/// The grid and the prices, as they have cleared.
async fn cleared(url: &str, interval: Interval, round: Interval) {
	let number = interval.to_string();
	let grid = asked(url, &["grid", "--interval", &number, "--suri", "//Charlie"]).await;
	assert_eq!((&grid["bus"], &grid["round"]), (&json!(18), &json!(round)));
	assert_eq!(grid["rent"], "50000000");
	let zones: Vec<_> = grid["zones"].as_array().unwrap().iter().collect();
	let prices: Vec<_> = zones.iter().map(|zone| (&zone["top"], &zone["price"])).collect();
	assert_eq!(prices, [(&json!(0), &json!(150_000)), (&json!(18), &json!(100_000))]);
	let line = &grid["lines"][17];
	assert_eq!(
		(&line["bus"], &line["carried"], &line["export"]),
		(&json!(18), &json!(1_000), &json!(1_000))
	);
	assert_eq!((&line["loadingPpm"], &line["zone"]), (&json!(1_000_000), &json!(1)));
	assert_eq!(
		(&grid["lines"][5]["carried"], &grid["lines"][5]["zone"]),
		(&json!(-3_000), &json!(0))
	);
	let said =
		agent(&["grid", "--url", url, "--interval", &number, "--suri", "//Charlie"]).await.ok();
	for text in ["0.05 UNIT", "1, yours", "18, yours", "100 %", "1 kWh out", "3 kWh in"] {
		assert!(said.contains(text), "{text}: {said}");
	}

	let time = ["--first", &number, "--last", &number];
	let prices = asked(url, &[&["prices", "--suri", "//Charlie"][..], &time].concat()).await;
	let first = &prices[0]["rounds"][0];
	assert_eq!((&first["price"], &first["priceOnBus"]), (&Json::Null, &json!(100_000)));
	assert_eq!(
		(&first["rent"], &first["zones"][0]["price"]),
		(&json!("50000000"), &json!(150_000))
	);
	let shown = agent(&[&["prices", "--url", url, "--bus", "6"][..], &time].concat()).await.ok();
	for text in ["0.1 UNIT/kWh to 0.15 UNIT/kWh", "on bus 6", "2 zones"] {
		assert!(shown.contains(text), "{text}: {shown}");
	}
}

/// Each sees what it pays or gets itself.
async fn traded(url: &str, interval: Interval) {
	let number = interval.to_string();
	let mut sums = Vec::new();
	for (suri, price) in [("//Bob", None), ("//Charlie", Some(100_000)), ("//Dave", Some(150_000))]
	{
		let trades = ["trades", "--first", &number, "--last", &number, "--suri", suri];
		let rows = asked(url, &trades).await;
		let mut sum = 0;
		for row in rows.as_array().unwrap() {
			let (energy, at) = (row["energy"].as_u64().unwrap(), row["price"].as_u64().unwrap());
			assert_eq!(at, price.unwrap_or(150_000));
			assert_eq!(row["payment"], (energy * at).to_string());
			sum += energy * at;
		}
		sums.push(sum);
	}
	assert_eq!(sums, [450_000_000, 100_000_000, 300_000_000]);
}

#[tokio::test]
async fn a_bus_that_the_grid_has_not_is_told() {
	let folder = tempfile::tempdir().unwrap();
	let (of, chain) = Node::on_spec(&spec(folder.path()).await).await;
	let url = &of.url();
	let unknown = "the chain's grid has no bus 70: its buses are 0 to 29";
	let suri = "//Newcomer";
	let address = crate::support::key(suri).account().to_string();
	agent(&["send", &address, "2", "--url", url, "--suri", "//Alice"]).await.ok();
	let join = ["join", "--url", url, "--suri", suri, "--role", "consumer", "--bus", "70"];
	let said =
		agent(&[&join[..], &["--draw-w", "9000", "--customer", "K"]].concat()).await.failed();
	assert!(said.contains(unknown), "{said}");
	// Who applies by other means is told too, and the operator is.
	let data = NodeData {
		customer: [7; 32],
		roles: Roles { consumer: true, ..Roles::default() },
		bus: 70,
		limits: EnergyLimits { generation: 0, consumption: 2_250 },
		source: SourceKind::None,
		battery: None,
	};
	send(&chain, &registry::apply(&data, 0), suri).await;
	let check = ["join", "--check", "--url", url, "--suri", suri];
	let said = agent(&check).await.with(4);
	assert!(said.contains(unknown), "{said}");
	let listed = agent(&["operator", "admit", "--url", url]).await.ok();
	assert!(listed.contains(unknown), "{listed}");
	let admit = ["operator", "admit", "--all", "--url", url, "--suri", "//Alice"];
	let admitted = agent(&admit).await;
	assert!(admitted.code == Some(0) && admitted.stderr.contains(unknown), "{}", admitted.stderr);
	let said = agent(&check).await.with(4);
	assert!(said.contains(unknown), "{said}");
}
