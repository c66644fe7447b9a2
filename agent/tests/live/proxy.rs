// SPDX-License-Identifier: Apache-2.0

//! Trading for another account, as its proxy.

use gridmerit_agent::{
	chain::Call,
	daemon::{Daemon, Look},
};
use gridmerit_primitives::Order;
use subxt::{dynamic::Value, ext::scale_value::Composite};

use super::support::{Node, Said, agent, key, node, nonce, round, rulebook, send};

#[tokio::test]
async fn for_another_account() {
	let (server, chain) = Node::start("instant").await;
	let url = server.url();
	let bob = key("//Bob").account();
	// Alice may trade for Bob, and has no node of her own.
	let named = |name: &str| Value::unnamed_variant(name, []);
	let delegate = Value::unnamed_variant("Id", [Value::from_bytes(key("//Alice").account().0)]);
	let fields = Composite::named([
		("delegate", delegate),
		("proxy_type", named("Market")),
		("delay", Value::u128(0)),
	]);
	send(&chain, &Call::new("Proxy", "add_proxy", fields), "//Bob").await;
	let (of_bob, of_alice) = (nonce(&chain, "//Bob").await, nonce(&chain, "//Alice").await);
	let first = round(&chain).await + 1;
	let order = async || {
		let open = node(&chain, "//Bob").await.open;
		open.iter().find(|open| open.interval == first).and_then(|open| open.order)
	};

	let mine = bob.to_string();
	let post = ["post", "--url", &url, "--suri", "//Alice", "--interval", "+1", "--on-behalf-of"];
	agent(&[&post[..], &[&mine, "--demand", "3000"]].concat()).await.ok();
	assert_eq!(order().await, Some(Order::Demand { quantity: 3_000 }));

	// The proxy's own call works; what it calls is refused, and that is what counts.
	let refused = agent(&[&post[..], &[&mine, "--demand", "20001"]].concat()).await.failed();
	assert!(refused.contains("AboveConsumptionLimit: "), "{refused}");
	let eve = key("//Eve").account().to_string();
	let refused = agent(&[&post[..], &[&eve, "--demand", "3000"]].concat()).await.failed();
	assert!(refused.contains("NotProxy"), "{refused}");
	assert_eq!(order().await, Some(Order::Demand { quantity: 3_000 }));

	let folder = tempfile::tempdir().unwrap();
	let table = format!("interval,load_wh,generation_wh\n{first},4000,0\n");
	std::fs::write(folder.path().join("forecast.csv"), table).unwrap();
	let text = format!(
		"[node]\nurl = \"{url}\"\nsuri = \"//Alice\"\naccount = \"{bob}\"\n\
		 [forecast]\nmodel = \"file\"\nfile = \"forecast.csv\""
	);
	let said = Said::default();
	let say = |text: &str| said.note(text);
	let mut daemon = Daemon::new(rulebook(folder.path(), &text), &say).await.unwrap();
	assert_eq!(daemon.look().await.unwrap(), Look::Posted(1), "{:?}", said.all());
	assert_eq!(order().await, Some(Order::Demand { quantity: 4_000 }));
	assert_eq!(daemon.look().await.unwrap(), Look::Settled);

	let cancel = ["cancel", "--url", &url, "--suri", "//Alice", "--all", "--on-behalf-of", &mine];
	agent(&cancel).await.ok();
	assert_eq!(order().await, None);
	// Alice has signed everything.
	assert_eq!(nonce(&chain, "//Bob").await, of_bob);
	assert_eq!(nonce(&chain, "//Alice").await, of_alice + 5);
}
