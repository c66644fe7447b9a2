// SPDX-License-Identifier: Apache-2.0

//! Trading for another account, as its proxy.

use std::path::Path;

use gridmerit_client::Chain;
use gridmerit_energy::Order;
use gridmerit_trader::daemon::{Daemon, Look};

use super::support::{
	Node, Said, agent, key, market_proxy, next_round, node, nonce, round, rulebook,
};

#[tokio::test]
async fn for_another_account() {
	let (server, chain) = Node::start("instant").await;
	let url = server.url();
	let bob = key("//Bob").account();
	// Alice may trade for Bob. Her own node posts nothing.
	market_proxy(&chain, "//Bob").await;
	let (of_bob, of_alice) = (nonce(&chain, "//Bob").await, nonce(&chain, "//Alice").await);
	let first = round(&chain).await + 1;
	let order = async || {
		let open = node(&chain, "//Bob").await.open;
		open.iter().find(|open| open.interval == first).and_then(|open| open.order)
	};

	let mine = bob.to_string();
	let post = [
		"post",
		"--unmetered",
		"--url",
		&url,
		"--suri",
		"//Alice",
		"--interval",
		"+1",
		"--on-behalf-of",
	];
	agent(&[&post[..], &[&mine, "--demand", "3000"]].concat()).await.ok();
	assert_eq!(order().await, Some(Order::Demand { quantity: 3_000, limit: None }));

	// The proxy's own call works; what it calls is refused, and that is what counts.
	let refused = agent(&[&post[..], &[&mine, "--demand", "20001"]].concat()).await.failed();
	assert!(refused.contains("AboveConsumptionLimit"), "{refused}");
	let eve = key("//Eve").account().to_string();
	let refused = agent(&[&post[..], &[&eve, "--demand", "3000"]].concat()).await.failed();
	assert!(refused.contains("NotProxy"), "{refused}");
	assert_eq!(order().await, Some(Order::Demand { quantity: 3_000, limit: None }));

	let folder = tempfile::tempdir().unwrap();
	// In this round, and in the next.
	let then = first + 4;
	let table = format!("interval,load_wh,generation_wh\n{first},4000,0\n{then},4000,0\n");
	std::fs::write(folder.path().join("forecast.csv"), table).unwrap();
	let text = format!(
		"[node]\nurl = \"{url}\"\nsuri = \"//Alice\"\naccount = \"{bob}\"\n\
		 [forecast]\nmodel = \"file\"\nfile = \"forecast.csv\"\n[run]\nunmetered = true"
	);
	let said = Said::default();
	let say = |text: &str| said.note(text);
	let mut daemon = Daemon::new(rulebook(folder.path(), &text), &say).await.unwrap();
	assert_eq!(daemon.look().await.unwrap(), Look::Posted, "{:?}", said.all());
	assert_eq!(order().await, Some(Order::Demand { quantity: 4_000, limit: None }));
	assert_eq!(daemon.look().await.unwrap(), Look::Settled);

	refused_once_a_round(&chain, &text.replace(&mine, &eve), folder.path()).await;

	let cancel = ["cancel", "--url", &url, "--suri", "//Alice", "--all", "--on-behalf-of", &mine];
	agent(&cancel).await.ok();
	assert_eq!(order().await, None);
	// Alice has signed everything.
	assert_eq!(nonce(&chain, "//Bob").await, of_bob);
	assert_eq!(nonce(&chain, "//Alice").await, of_alice + 5);
}

/// What the chain refuses is tried once in a round. It costs a fee, which counts.
async fn refused_once_a_round(chain: &Chain, text: &str, folder: &Path) {
	let reason = |look: Look| match look {
		Look::Waited(reason) => reason,
		other => panic!("{other:?}"),
	};
	let alice = key("//Alice").account();
	let money = async || chain.best().await.unwrap().free(&alice).await.unwrap();
	let (before, had) = (nonce(chain, "//Alice").await, money().await);
	let daemon = async |text: &str| Daemon::new(rulebook(folder, text), &|_| ()).await.unwrap();
	let mut one = daemon(text).await;
	assert!(reason(one.look().await.unwrap()).contains("NotProxy"));
	assert!(reason(one.look().await.unwrap()).contains("waiting for the next round"));
	assert_eq!(nonce(chain, "//Alice").await, before + 1);

	// Refused once in this round, it has no fee left for another attempt in the next.
	let most = had.saturating_sub(money().await) * 3 / 2;
	let spent = format!("[limits]\nmax_fee_unit_per_day = \"0.{most:09}\"");
	let mut limited = daemon(&format!("{text}\n{spent}")).await;
	assert!(reason(limited.look().await.unwrap()).contains("NotProxy"));
	next_round(chain).await;
	let said = reason(limited.look().await.unwrap());
	assert!(said.contains("limits.max_fee_unit_per_day"), "{said}");
	assert_eq!(nonce(chain, "//Alice").await, before + 2);
}
