// SPDX-License-Identifier: Apache-2.0

//! From an empty chain spec to a market that takes orders.

use std::{
	fs,
	path::{Path, PathBuf},
	process::Stdio,
};

use gridmerit_client::{AccountId32, Chain};
use gridmerit_meter::{Keypair, Scheme};
use serde_json::json;
use tokio::process::Command;

use super::support::{Node, Ran, agent, key, nonce, program, while_blocks_come, within};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const EXAMPLE: &str = include_str!("../../../../docs/operator.example.toml");
const OPERATOR: &str = "//Dave";

/// What scripts/chain-spec.sh writes for one authority, with an operator and households that have money.
async fn consortium(folder: &Path) -> PathBuf {
	let address = |suri: &str| key(suri).account().to_string();
	let grandpa = Keypair::from_suri(Scheme::Ed25519, "//Alice").unwrap().signer();
	let grandpa = AccountId32(grandpa.as_ref().try_into().unwrap()).to_string();
	let authority = format!("{0},{0},{grandpa}", address("//Alice"));
	let mut script = Command::new(format!("{ROOT}/scripts/chain-spec.sh"));
	script
		.args(["--id", "valley", "--name", "Energy Valley", "--operator", &address(OPERATOR)])
		.args(["--authority", &authority, "--type", "Development", "--out"])
		.arg(folder)
		.env("GRIDMERIT_NODE", program())
		.stdin(Stdio::null());
	for household in ["//Bob", "//Eve"] {
		script.args(["--endow", &format!("{}=100", address(household))]);
	}
	let written = within("a chain spec", script.output()).await.unwrap();
	let said = String::from_utf8_lossy(&written.stdout).into_owned();
	assert!(written.status.success(), "{said}{}", String::from_utf8_lossy(&written.stderr));
	assert!(said.contains("gridmerit-agent operator open"), "{said}");
	folder.join("valley-raw.json")
}

#[tokio::test]
async fn opens_a_consortiums_market() {
	let folder = tempfile::tempdir().unwrap();
	let (node, chain) = Node::on_spec(&consortium(folder.path()).await).await;
	let url = node.url();
	let write = |name: &str, text: &str| {
		let path = folder.path().join(name);
		fs::write(&path, text).unwrap();
		path.to_str().unwrap().to_string()
	};
	let run = async |suri: &str, arguments: &[&str]| -> Ran {
		agent(&[arguments, &["--url", &url, "--suri", suri]].concat()).await
	};
	let market = write("market.toml", EXAMPLE);
	let utility = key("//Ferdie").account();
	assert!(EXAMPLE.contains(&utility.to_string()));

	// Nothing is there, and that is what is said.
	let said = agent(&["depth", "--interval", "+1", "--url", &url]).await.failed();
	assert!(said.contains("no rules or tariff yet: the operator has to open it"), "{said}");
	let before = run(OPERATOR, &["operator", "open", &market, "--check"]).await.ok();
	for step in ["admit", "set the rules, with node 1", "publish the tariff", "`Meterworks`"] {
		assert!(before.contains(step), "{before}");
	}
	let other = run("//Bob", &["operator", "open", &market, "--check"]).await;
	assert!(other.stderr.contains("is not the operator"), "{}", other.stderr);
	let call = agent(&["operator", "open", &market, "--print-call", "--url", &url]).await.ok();
	assert!(gridmerit_meter::parse_hex(call.trim()).unwrap().len() > 400, "{call}");
	let said = run("//Bob", &["operator", "open", &market]).await.failed();
	assert!(said.contains("is not the operator"), "{said}");
	let check = async |file: &str| agent(&["tariff", "check", file, "--url", &url]).await;
	assert!(check(&market).await.ok().contains("from the beginning of the market"));

	// One command, one transaction.
	let opened =
		while_blocks_come(&chain, run(OPERATOR, &["operator", "open", &market])).await.ok();
	assert!(opened.contains("The market is open: orders are taken until"), "{opened}");
	assert_eq!(nonce(&chain, OPERATOR).await, 1);
	let view = chain.best().await.unwrap();
	assert_eq!(view.windows().await.unwrap().len(), 4);
	assert!(view.node(&utility).await.unwrap().unwrap().roles.utility);
	assert_eq!(view.manufacturers().await.unwrap()[0].1.name, "Meterworks");

	// Again: there is nothing to do, and it costs nothing.
	let again = run(OPERATOR, &["operator", "open", &market]).await.ok();
	assert!(again.contains("There is nothing to do"), "{again}");
	assert!(check(&market).await.ok().contains("It stands already"));
	assert_eq!(nonce(&chain, OPERATOR).await, 1);

	// What the bounds forbid is said with the reason, before it is sent.
	let dear =
		write("dear.toml", &EXAMPLE.replace("tou = 0.25", "tou = 0.55").replace("0.375", "0.9"));
	let refused = check(&dear).await;
	assert!(refused.stdout.contains("would refuse it: a price changes more"), "{}", refused.stdout);
	assert_eq!(refused.code, Some(1));
	let said = run(OPERATOR, &["operator", "open", &dear]).await.failed();
	assert!(said.contains("a price changes more"), "{said}");
	let above = write("above.toml", &EXAMPLE.replace("fee = 0.005", "fee = 0.06"));
	let said = run(OPERATOR, &["operator", "open", &above]).await.failed();
	assert!(said.contains("fee from 00:00 on is 0.06 UNIT/kWh, and at most 0.05"), "{said}");
	assert_eq!(nonce(&chain, OPERATOR).await, 1);

	// A new tariff, and a maker with another key.
	let next = EXAMPLE.replace("tou = 0.25", "tou = 0.26").replace("0.375", "0.39");
	let next = write(
		"next.toml",
		&next.replace(
			"[[manufacturer]]",
			"[[manufacturer]]\nname = \"Meters and Sons\"\nkeys = []\n\n[[manufacturer]]",
		),
	);
	let checked: serde_json::Value = {
		let ran = agent(&["tariff", "check", &next, "--url", &url, "--json"]).await;
		serde_json::from_str(&ran.ok()).unwrap()
	};
	assert_eq!((&checked["stands"], &checked["problem"]), (&json!(false), &json!(null)));
	assert_eq!(checked["numbers"][0]["change"], 10_000);
	assert_eq!(checked["numbers"][0]["file"], json!([200_000, 260_000]));
	run(OPERATOR, &["operator", "open", &next]).await.ok();
	let published = chain.best().await.unwrap().published().await.unwrap();
	assert_eq!(published.latest_tariff().unwrap().bands[1].tariff.tou, 260_000);
	assert_eq!(json!(published.tariffs.last().unwrap().0), checked["from"]);
	assert_eq!(chain.best().await.unwrap().manufacturers().await.unwrap().len(), 2);
	makers_that_go(&next, &fs::read_to_string(&next).unwrap(), &url, &chain).await;

	members(&url, folder.path()).await;
}

/// A maker that the file names no more is named, with what ends its certificates; and that does.
async fn makers_that_go(path: &str, text: &str, url: &str, chain: &Chain) {
	let open = ["operator", "open", path, "--url", url, "--suri", OPERATOR];
	let without = text.replace("\"Meterworks\"", "\"Other works\"");
	fs::write(path, &without).unwrap();
	let checked = agent(&[&open[..], &["--check", "--json"]].concat()).await;
	assert_eq!(checked.json()["notInFile"], json!(["Meterworks"]));
	let ran = agent(&open).await;
	let said = ran.stderr.clone();
	let (warning, section) = said.split_once("\n\n").unwrap();
	assert!(warning.contains("the file does not name the manufacturer `Meterworks`"), "{warning}");
	assert!(ran.ok().contains("register the manufacturer `Other works`"));
	let section = section.split_once("\n\n").map_or(section, |(section, _)| section);
	fs::write(path, format!("{without}\n{section}\n")).unwrap();
	assert!(agent(&open).await.ok().contains("change the keys of the manufacturer `Meterworks`"));
	let makers = chain.best().await.unwrap().manufacturers().await.unwrap();
	let of = |name: &str| makers.iter().find(|(_, maker)| maker.name == name).unwrap().1.keys.len();
	assert_eq!((of("Meterworks"), of("Other works")), (0, 1));
	let again = agent(&open).await;
	assert_eq!(again.stderr, "");
	assert!(again.ok().contains("There is nothing to do"));
}

/// Households from a list: who is on it with the right reference is admitted.
async fn members(url: &str, folder: &Path) {
	let join = "join --no-wait --role consumer --bus 4 --draw-w 9000 --customer";
	for (suri, customer) in [("//Bob", "1:salt"), ("//Eve", "2:salt")] {
		let arguments: Vec<_> =
			join.split(' ').chain([customer, "--url", url, "--suri", suri]).collect();
		assert!(agent(&arguments).await.with(4).contains("the operator has to answer"));
	}
	let (bob, eve) = (key("//Bob").account().to_string(), key("//Eve").account().to_string());
	let list = folder.join("members.csv");
	let admit = async |rows: &str| {
		fs::write(&list, format!("account,customer\n{rows}")).unwrap();
		let options = ["operator", "admit", "--url", url, "--suri", OPERATOR, "--members"];
		agent(&[&options[..], &[list.to_str().unwrap()]].concat()).await
	};
	let said = admit("nobody,1:salt\n").await.failed();
	assert!(said.contains("`nobody` is no SS58 address"), "{said}");
	let ran = admit(&format!("{bob},1:salt\n{eve},3:salt\n")).await;
	assert!(
		ran.stderr.contains(&format!("{eve} has applied as another customer")),
		"{}",
		ran.stderr
	);
	assert!(ran.ok().contains(&format!("admit {bob} as node 2")));
	let said = admit(&format!("{bob},1:salt\n")).await.failed();
	assert!(
		said.contains("is not in the list") && said.contains("the application that waits"),
		"{said}"
	);
	assert!(admit(&format!("{eve},2:salt\n")).await.ok().contains("as node 3"));
}
