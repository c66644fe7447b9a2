// SPDX-License-Identifier: Apache-2.0

//! Nodes that go away and come back, and daemons that do.

use std::{fs, path::Path, process::Stdio, sync::Arc, time::Duration};

use gridmerit_client::{Chain, cancel_all};
use gridmerit_trader::daemon::{Daemon, Look};
use tokio::{
	io::{AsyncBufReadExt, AsyncReadExt, BufReader},
	process::Child,
	time::sleep,
};

use super::support::{
	Node, Said, agent, key, next_round, node, nonce, pending, program_of_agent, round, rulebook,
	within,
};

/// The agent's program while it trades.
struct Running {
	child: Child,
	said: Arc<Said>,
}

impl Running {
	fn start(rulebook: &Path) -> Self {
		let arguments = ["run", "--rulebook", rulebook.to_str().unwrap()];
		let mut child = program_of_agent(&arguments, &[])
			.stdout(Stdio::piped())
			.stderr(Stdio::piped())
			.spawn()
			.unwrap();
		let said = Arc::new(Said::default());
		let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
		let note = said.clone();
		tokio::spawn(async move {
			while let Ok(Some(line)) = lines.next_line().await {
				note.note(&line);
			}
		});
		Self { child, said }
	}

	async fn says(&self, text: &str, times: usize) {
		within(text, async {
			while self.said.times(text) < times {
				sleep(Duration::from_millis(50)).await;
			}
		})
		.await;
	}
}

#[tokio::test]
async fn goes_on_by_itself() {
	let (mut node_of, chain) = Node::start("manual").await;
	let folder = tempfile::tempdir().unwrap();
	let first = round(&chain).await + 1;
	let rows: String = (first..first + 40).map(|at| format!("{at},2000,0\n")).collect();
	fs::write(folder.path().join("f.csv"), format!("interval,load_wh,generation_wh\n{rows}"))
		.unwrap();
	let text = format!(
		"[node]\nurl = \"{}\"\nsuri = \"//Bob\"\n[forecast]\nmodel = \"file\"\nfile = \"f.csv\"\n\
		 [run]\nunmetered = true\npoll_s = 1\nreport_file = \"report.json\"",
		node_of.url()
	);
	let path = folder.path().join("rulebook.toml");
	fs::write(&path, &text).unwrap();
	let once = ["run", "--once", "--rulebook", path.to_str().unwrap()];

	// Another transaction of the account waits for a block: so does the agent.
	let view = chain.best().await.unwrap();
	let other = chain.sign(&view, &cancel_all(), &key("//Bob"), 0).unwrap();
	chain.submit(&other).await.unwrap();
	let said = Said::default();
	let say = |text: &str| said.note(text);
	let mut daemon = Daemon::new(rulebook(folder.path(), &text), &say).await.unwrap();
	let look = daemon.look().await.unwrap();
	assert_eq!(look, Look::Waited("a transaction of this account is on its way".into()));
	drop(daemon);
	chain.sealing().block().await.unwrap();
	assert_eq!(nonce(&chain, "//Bob").await, 1);

	// The node is killed with the order in its pool, and has forgotten it.
	let mut running = Running::start(&path);
	pending(&chain, "//Bob").await;
	node_of.kill().await;
	running.says("; trying again", 1).await;
	running.says("no node answers", 1).await;
	let chain = node_of.again("manual").await;
	running.says("the node answers again", 1).await;
	pending(&chain, "//Bob").await;
	assert_eq!(nonce(&chain, "//Bob").await, 1);
	assert_eq!(running.said.times("no node answers"), 1, "{:?}", running.said.all());

	// The agent is killed while it waits. Another finds the order on its way, and then in the book.
	running.child.kill().await.unwrap();
	let mut running = Running::start(&path);
	running.says("a transaction of this account is on its way", 1).await;
	chain.sealing().block().await.unwrap();
	assert_posted(&chain, 2).await;
	let ran = agent(&once).await.ok();
	assert!(ran.trim_end().ends_with("the book is as it should be"), "{ran}");
	assert_posted(&chain, 2).await;
	serde_json::from_slice::<serde_json::Value>(
		&fs::read(folder.path().join("report.json")).unwrap(),
	)
	.unwrap();

	// The node is killed while nothing is on its way.
	node_of.kill().await;
	running.says("; trying again", 1).await;
	let chain = node_of.again("manual").await;
	running.says("the node answers again", 1).await;
	let ran = agent(&once).await.ok();
	assert!(ran.trim_end().ends_with("the book is as it should be"), "{ran}");
	assert_posted(&chain, 2).await;

	// The next round: it posts for the new window.
	next_round(&chain).await;
	pending(&chain, "//Bob").await;
	chain.sealing().block().await.unwrap();
	assert_posted(&chain, 3).await;

	// Another chain at the same place.
	node_of.kill().await;
	node_of.on_another_chain("manual").await;
	let status = within("the agent's end", running.child.wait()).await.unwrap();
	let mut stderr = String::new();
	running.child.stderr.take().unwrap().read_to_string(&mut stderr).await.unwrap();
	assert_eq!(status.code(), Some(1), "{stderr}");
	assert!(stderr.contains("serves another chain now than before"), "{stderr}");
}

/// All four windows are ordered for, after so many transactions of the account.
async fn assert_posted(chain: &Chain, transactions: u64) {
	assert_eq!(nonce(chain, "//Bob").await, transactions);
	let open = node(chain, "//Bob").await.open;
	assert_eq!(open.iter().filter(|open| open.order.is_some()).count(), 4, "{open:?}");
	assert_eq!(chain.next_nonce(&key("//Bob").account()).await.unwrap(), transactions);
}
