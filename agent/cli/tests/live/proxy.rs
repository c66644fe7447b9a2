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
	// In this round, and in the next two.
	let rows: String = [0, 4, 5].map(|nth| format!("{},4000,0\n", first + nth)).concat();
	let table = format!("interval,load_wh,generation_wh\n{rows}");
	std::fs::write(folder.path().join("forecast.csv"), table).unwrap();
	let text = format!(
		"[node]\nurl = \"{url}\"\nsuri = \"//Alice\"\naccount = \"{bob}\"\n\
		 [forecast]\nmodel = \"file\"\nfile = \"forecast.csv\"\n[run]\nunmetered = true"
	);
	let said = Said::default();
	let say = |text: &str| said.note(text);
	let mut daemon = Daemon::new(rulebook(folder.path(), &text), &say).await.unwrap();
	let had = money(&chain).await;
	assert_eq!(daemon.look().await.unwrap(), Look::Posted, "{:?}", said.all());
	let fee = had - money(&chain).await;
	assert_eq!(order().await, Some(Order::Demand { quantity: 4_000, limit: None }));
	assert_eq!(daemon.look().await.unwrap(), Look::Settled);

	refused_for_nothing(&chain, &text.replace(&mine, &eve), folder.path()).await;

	let cancel = ["cancel", "--url", &url, "--suri", "//Alice", "--all", "--on-behalf-of", &mine];
	agent(&cancel).await.ok();
	assert_eq!(order().await, None);
	// Alice has signed everything, and what would have been refused was not sent.
	assert_eq!(nonce(&chain, "//Bob").await, of_bob);
	assert_eq!(nonce(&chain, "//Alice").await, of_alice + 3);

	fees_are_limited(&chain, &text, folder.path(), fee).await;
}

/// What Alice has.
async fn money(chain: &Chain) -> u128 {
	chain.best().await.unwrap().free(&key("//Alice").account()).await.unwrap()
}

/// What a look was waiting for.
fn reason(look: Look) -> String {
	let Look::Waited(reason) = look else { panic!("{look:?}") };
	reason
}

/// The chain is asked first: what it would refuse is not sent, costs nothing, and is asked once in a round.
async fn refused_for_nothing(chain: &Chain, text: &str, folder: &Path) {
	let before = (nonce(chain, "//Alice").await, money(chain).await);
	let mut daemon = Daemon::new(rulebook(folder, text), &|_| ()).await.unwrap();
	let said = reason(daemon.look().await.unwrap());
	assert!(said.contains("NotProxy") && said.contains("Nothing was sent"), "{said}");
	assert!(reason(daemon.look().await.unwrap()).contains("waiting for the next round"));
	assert_eq!((nonce(chain, "//Alice").await, money(chain).await), before);
}

/// What was paid counts: there is enough for one transaction, and not for two.
async fn fees_are_limited(chain: &Chain, text: &str, folder: &Path, fee: u128) {
	let before = nonce(chain, "//Alice").await;
	let most = format!("[limits]\nmax_fee_unit_per_day = \"0.{:09}\"", fee * 3 / 2);
	let mut limited =
		Daemon::new(rulebook(folder, &format!("{text}\n{most}")), &|_| ()).await.unwrap();
	next_round(chain).await;
	assert_eq!(limited.look().await.unwrap(), Look::Posted);
	next_round(chain).await;
	let said = reason(limited.look().await.unwrap());
	assert!(said.contains("limits.max_fee_unit_per_day"), "{said}");
	assert_eq!(nonce(chain, "//Alice").await, before + 1);
}
