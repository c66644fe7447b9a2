// SPDX-License-Identifier: Apache-2.0

//! Bills by days, what is owed and estimated, prices, trades, what happens as it happens, and the archive beyond what
//! the chain remembers.

use std::{fs, path::Path, process::Stdio};

use gridmerit_client::{self as client, Chain, units::UNIT};
use gridmerit_energy::{Interval, Order};
use serde_json::Value as Json;
use subxt::dynamic::Value;
use tokio::{
	io::{AsyncBufReadExt, BufReader},
	process::ChildStdout,
};

use super::{
	meter::device,
	support::{
		Node, agent, agent_with, key, next_round, node, over, program_of_agent, round, rulebook,
		send, sudo, within,
	},
};

/// Bob buys from Charlie, who feeds in, for one interval: both are metered, and it is over.
pub async fn traded(chain: &Chain) -> Interval {
	let first = round(chain).await + 1;
	send(chain, &client::settle_with(0, first), "//Bob").await;
	send(chain, &client::settle_with(1, first), "//Charlie").await;
	send(chain, &client::deposit(5 * UNIT), "//Bob").await;
	let now = round(chain).await;
	let buy = Order::Demand { quantity: 3_000, limit: None };
	let sell = Order::Offer { capacity: 3_000, ask: 110_000 };
	send(chain, &client::post(now, &[(first, Some(buy))], false), "//Bob").await;
	send(chain, &client::post(now, &[(first, Some(sell))], false), "//Charlie").await;
	first
}

pub fn bob() -> String {
	key("//Bob").account().to_string()
}

async fn json(url: &str, arguments: &[&str]) -> Json {
	agent(&[arguments, &["--url", url, "--json"]].concat()).await.json()
}

fn number(value: &Json) -> i128 {
	value.as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn days_debts_and_prices() {
	let (node_of, chain) = Node::start("instant").await;
	let url = node_of.url();
	let account = bob();
	let whose = ["--account", account.as_str()];
	let first = traded(&chain).await;
	let mut watching = program_of_agent(
		&[&["watch", "--url", &url, "--json", "--zone", "Europe/Berlin"][..], &whose].concat(),
		&[],
	)
	.stdout(Stdio::piped())
	.spawn()
	.unwrap();
	let mut lines = BufReader::new(watching.stdout.take().unwrap()).lines();
	happens(&mut lines, "watching").await;

	next_round(&chain).await;
	let cleared = happens(&mut lines, "intervalCleared").await;
	assert_eq!((&cleared["interval"], &cleared["price"]), (&first.into(), &110_000.into()));
	assert_eq!((&cleared["status"], &cleared["traded"]), (&"Cleared".into(), &3_000.into()));
	let trade = happens(&mut lines, "trade").await;
	assert_eq!((&trade["side"], &trade["neighbour"]), (&"bought".into(), &2.into()));
	assert_eq!(trade["payment"], (3_000 * 110_000).to_string());
	happens(&mut lines, "roundOpened").await;

	over(&chain, first).await;
	let reading = device(&chain, "Bob", 0).read(first, 3_200, 0).unwrap();
	send(&chain, &client::deliver(&[reading]), "//Alice").await;
	let settled = happens(&mut lines, "intervalSettled").await;
	assert_eq!((&settled["interval"], &settled["imported"]), (&first.into(), &3_200.into()));
	// It ends as it is asked to.
	let pid = watching.id().unwrap().to_string();
	let kill = tokio::process::Command::new("kill").args(["-INT", &pid]).status();
	assert!(within("a signal", kill).await.unwrap().success());
	assert_eq!(within("the end", watching.wait()).await.unwrap().code(), Some(0));

	let trades = json(&url, &[&["trades"][..], &whose].concat()).await;
	assert_eq!((&trades[0]["energy"], &trades[0]["price"]), (&3_000.into(), &110_000.into()));
	assert_eq!(trades[0]["account"], key("//Charlie").account().to_string());
	let of = first.to_string();
	let prices = json(&url, &["prices", "--first", &of, "--last", &of]).await;
	assert_eq!(prices[0]["rounds"][0]["price"], 110_000);
	assert_eq!((&prices[0]["tou"], &prices[0]["fit"]), (&200_000.into(), &80_000.into()));
	let table = agent(&["prices", "--url", &url, "--zone", "Europe/Berlin"]).await.ok();
	assert!(table.contains("0.11 UNIT/kWh") && table.contains("begins (Europe/Berlin)"), "{table}");
	let orders = [&["orders", "--url", &url, "--zone", "Asia/Tokyo"][..], &whose].concat();
	assert!(agent(&orders).await.ok().contains("2018-06-27 09:"), "Tokyo is nine hours ahead");

	by_day(&url, &whose, first).await;
	in_debt(&chain, &url, &whose, first).await;
}

/// The next line of a kind.
async fn happens(lines: &mut tokio::io::Lines<BufReader<ChildStdout>>, event: &str) -> Json {
	within(event, async {
		loop {
			let line = lines.next_line().await.unwrap().expect("it has ended");
			let value: Json = serde_json::from_str(&line).unwrap();
			assert!(value["time"].as_str().unwrap().contains("+02:00"), "{value}");
			if value["event"] == event {
				return value;
			}
		}
	})
	.await
}

/// The day is that of the zone: in Honolulu it is still the 26th.
async fn by_day(url: &str, whose: &[&str], first: Interval) {
	let of = |more: &[&str]| {
		let arguments: Vec<String> = ["statement"]
			.iter()
			.chain(whose)
			.chain(more)
			.map(|argument| argument.to_string())
			.collect();
		async move {
			let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
			json(url, &arguments).await
		}
	};
	for (zone, day, intervals) in [
		("UTC", "2018-06-27", 1),
		("Pacific/Honolulu", "2018-06-26", 1),
		("Pacific/Honolulu", "2018-06-27", 0),
	] {
		let bill = of(&["--zone", zone, "--from", day, "--to", day]).await;
		assert_eq!(
			(&bill["intervals"], &bill["zone"]),
			(&intervals.into(), &zone.into()),
			"{bill}"
		);
	}
	for named in [&["--today"][..], &["--month", "2018-06"], &["--from", "2018-06-27"]] {
		let bill = of(&[&["--zone", "UTC"][..], named].concat()).await;
		assert_eq!(bill["invoices"][0]["interval"], first, "{named:?}");
		assert!(bill["leftOut"]["toCome"].as_u64().unwrap() > 0, "{bill}");
	}
	let yesterday = of(&["--zone", "UTC", "--yesterday"]).await;
	assert_eq!((&yesterday["intervals"], &yesterday["cameTo"]), (&0.into(), &"0".into()));
	// 3 kWh at 0.11 with the fee of 0.005, and 0.2 kWh from the utility.
	let bill = of(&["--zone", "Europe/Berlin", "--today"]).await;
	let came_to = 3_000 * 115_000 + 200 * 200_000;
	assert_eq!((number(&bill["cameTo"]), number(&bill["paid"])), (came_to, came_to));
	assert_eq!((number(&bill["owed"]), number(&bill["estimated"])), (0, 0));
	for (wrong, said) in [
		(["--month", "2018-13"], "`2018-13` is no month"),
		(["--from", "27.06.2018"], "`27.06.2018` is no day: write 2018-06-27"),
		(["--from", "b4"], "`b4` is no day: write 2018-06-27"),
		(["--from", "2026-02-31"], "`2026-02-31` is no day: February 2026 has no day 31"),
	] {
		let arguments = [&["statement", "--url", url][..], whose, &wrong].concat();
		assert!(agent(&arguments).await.failed().contains(said));
	}
	let arguments =
		[&["statement", "--url", url, "--today", "--zone", "Berlin"][..], whose].concat();
	let ran = agent(&arguments).await;
	assert_eq!(ran.code, Some(2));
	assert!(
		ran.stderr.contains("`Berlin` is no time zone: write one as Europe/Berlin"),
		"{}",
		ran.stderr
	);
}

/// A round later, with some blocks in it: silence is waited for by both.
pub async fn later(chain: &Chain) {
	next_round(chain).await;
	for _ in 0..10 {
		chain.sealing().block().await.unwrap();
	}
}

/// Silence is charged by an estimate, which is neither measured nor paid.
async fn in_debt(chain: &Chain, url: &str, whose: &[&str], first: Interval) {
	for _ in 0..40 {
		if node(chain, "//Bob").await.debts > 0 {
			break;
		}
		later(chain).await;
	}
	let debts = node(chain, "//Bob").await.debts;
	assert!(debts > 0, "silence has cost nothing");
	let arguments = [&["statement", "--zone", "UTC", "--today"][..], whose].concat();
	let bill = json(url, &arguments).await;
	let guessed = bill["provisional"].as_u64().unwrap();
	assert!(guessed > 0);
	assert_eq!(bill["importedByEstimate"], guessed * 20_000);
	assert_eq!(bill["imported"], guessed * 20_000 + 3_200);
	assert_eq!(number(&bill["estimated"]), i128::from(guessed) * 20_000 * 200_000);
	assert_eq!(number(&bill["owed"]), i128::try_from(debts).unwrap());
	assert_eq!(number(&bill["paid"]), number(&bill["cameTo"]) - number(&bill["owed"]));
	let notes = bill["notes"].to_string();
	assert!(notes.contains("estimated") && notes.contains("deliver"), "{notes}");
	let ran = agent(&[&arguments[..], &["--url", url]].concat()).await;
	assert!(
		ran.stdout.contains("3.2 kWh") && ran.stdout.contains("estimated to be drawn"),
		"{}",
		ran.stdout
	);
	let status = agent(&[&["status", "--url", url][..], whose].concat()).await;
	assert!(
		status.stderr.contains("deliver them late") && status.stderr.contains("or deposit"),
		"{}",
		status.stderr
	);

	// A late reading replaces the estimate.
	let late = device_after(chain, first, &[(first + 1, 400)]);
	send(chain, &client::deliver(&late), "//Alice").await;
	let after = json(url, &arguments).await;
	assert_eq!(after["provisional"], guessed - 1);
	assert_eq!(after["importedByEstimate"], (guessed - 1) * 20_000);
}

/// What Bob's meter signs of later intervals, after its first reading.
fn device_after(
	chain: &Chain,
	first: Interval,
	readings: &[(Interval, u64)],
) -> Vec<gridmerit_meter::SignedReading> {
	let mut meter = device(chain, "Bob", 0);
	meter.read(first, 3_200, 0).unwrap();
	readings.iter().map(|(interval, import)| meter.read(*interval, *import, 0).unwrap()).collect()
}

#[tokio::test]
async fn beyond_what_the_chain_remembers() {
	let (node_of, chain) = Node::start("instant").await;
	let url = node_of.url();
	// A short dispute window, so that what is old is closed.
	let window = vec![("intervals", Value::u128(24))];
	send(&chain, &sudo("Settlement", "set_dispute_window", window), "//Alice").await;
	let folder = tempfile::tempdir().unwrap();
	let path = folder.path().join("archive");
	let folder_of = path.to_str().unwrap().to_string();
	let account = bob();
	let whose =
		["--account", account.as_str(), "--archive", folder_of.as_str(), "--url", url.as_str()];
	let archive = |more: &[&str]| {
		let arguments: Vec<String> = ["archive", "--json"]
			.iter()
			.chain(&whose)
			.chain(more)
			.map(|argument| argument.to_string())
			.collect();
		async move { agent(&arguments.iter().map(String::as_str).collect::<Vec<_>>()).await }
	};
	let statement = |more: &[&str]| {
		let arguments: Vec<String> = ["statement", "--zone", "UTC", "--json"]
			.iter()
			.chain(&whose)
			.chain(more)
			.map(|argument| argument.to_string())
			.collect();
		async move { agent(&arguments.iter().map(String::as_str).collect::<Vec<_>>()).await }
	};
	assert!(statement(&["--today"]).await.failed().contains("`gridmerit-agent archive` makes one"));

	// Silence first, and a late reading then: both are kept.
	let first = traded(&chain).await;
	over(&chain, first).await;
	let mut meter = device(&chain, "Bob", 0);
	let on_time = meter.read(first, 3_200, 0).unwrap();
	send(&chain, &client::deliver(&[on_time]), "//Alice").await;
	for _ in 0..40 {
		let silent = chain.best().await.unwrap().invoices(1, first + 1, first + 1).await.unwrap();
		if !silent.is_empty() {
			break;
		}
		later(&chain).await;
	}
	let update = archive(&[]).await.json();
	assert!(update["new"].as_u64().unwrap() >= 2, "{update}");
	assert_eq!((&update["corrected"], &update["lost"]), (&0.into(), &0.into()));
	let late = meter.read(first + 1, 400, 0).unwrap();
	send(&chain, &client::deliver(&[late]), "//Alice").await;
	assert_eq!(archive(&[]).await.json()["corrected"], 1);
	let of = (first + 1).to_string();
	let history = archive(&["--history", &of]).await.json();
	let bases: Vec<_> = history.as_array().unwrap().iter().map(|one| &one["basis"]).collect();
	assert_eq!(bases, [&Json::from("Silence"), &Json::from("Reading")]);
	// Nothing is noted twice.
	let again = archive(&[]).await.json();
	assert_eq!((&again["new"], &again["corrected"]), (&0.into(), &0.into()));
	kept_while_running(&node_of, &path).await;

	let before = statement(&["--month", "2018-06"]).await.json();
	// The settlement meter goes, so that nothing is owed while the weeks pass.
	weeks(&chain, &mut meter, first + 2, &archive).await;
	let view = chain.best().await.unwrap();
	assert!(view.forgotten_until().await.unwrap() > first + 1, "the chain remembers it all");
	assert_eq!(view.invoices(1, first, first + 1).await.unwrap(), []);

	let year = statement(&["--from", "2018-01-01", "--to", "2018-12-31"]).await.json();
	assert!(year["fromArchive"].as_u64().unwrap() >= 2, "{year}");
	assert_eq!(year["leftOut"]["forgotten"], 0, "{year}");
	assert_eq!(year["invoices"][0]["source"], "archive");
	assert_eq!(year["invoices"][0], with_source(&before["invoices"][0]));
	assert_eq!(year["invoices"][1]["imported"], 400);
	files(&statement, folder.path()).await;
	verified(&archive, &chain, &path, first).await;

	// Without it, what is missing is said.
	let elsewhere = folder.path().join("nothing").to_str().unwrap().to_string();
	let bare = ["statement", "--zone", "UTC", "--json", "--account", &account, "--url", &url];
	let data = [("XDG_DATA_HOME", elsewhere.as_str())];
	let without = agent_with(&data, &[&bare[..], &["--month", "2018-06"]].concat()).await.json();
	assert!(without["leftOut"]["forgotten"].as_u64().unwrap() >= 2, "{without}");
	assert!(without["notes"].to_string().contains("no archive has them"), "{without}");
}

/// Two weeks and a day, hour by hour, in which Bob's meter delivers what it has seen and the archive is kept.
pub async fn weeks<F: Future<Output = super::support::Ran>>(
	chain: &Chain,
	meter: &mut gridmerit_meter::Meter,
	mut next: Interval,
	archive: &impl Fn(&[&str]) -> F,
) {
	for hour in 0..(15 * 24) {
		chain.sealing().jump(3_600_000).await.unwrap();
		if hour % 3 == 2 {
			let now = chain.best().await.unwrap().now().await.unwrap() / 900_000;
			let now = Interval::try_from(now).unwrap();
			// More in the evening, by the clocks of Greenwich.
			let used = |at: Interval| if (72..88).contains(&(at % 96)) { 450 } else { 120 };
			let readings: Vec<_> =
				(next..now).map(|at| meter.read(at, used(at), 0).unwrap()).collect();
			send(chain, &client::deliver(&readings), "//Alice").await;
			next = now;
		}
		if hour % 72 == 71 {
			archive(&[]).await.ok();
		}
	}
}

/// The invoice as the archive has it, once it is final.
fn with_source(invoice: &Json) -> Json {
	let mut invoice = invoice.clone();
	invoice["source"] = "archive".into();
	invoice["standing"] = "final".into();
	invoice
}

/// A daemon's program keeps the archive, too.
async fn kept_while_running(node_of: &Node, path: &Path) {
	let folder = tempfile::tempdir().unwrap();
	let text = format!(
		"[node]\nurl = \"{}\"\nsuri = \"//Bob\"\n[forecast]\nmodel = \"file\"\nfile = \"none.csv\"\n\
		 [run]\ndry_run = true\narchive = \"kept\"\n",
		node_of.url()
	);
	assert!(rulebook(folder.path(), &text).run.archive.is_some());
	let file = folder.path().join("home.toml");
	fs::write(&file, text).unwrap();
	let mut running = program_of_agent(&["run", "--rulebook", file.to_str().unwrap()], &[])
		.stdout(Stdio::piped())
		.spawn()
		.unwrap();
	let mut lines = BufReader::new(running.stdout.take().unwrap()).lines();
	within("the archive of a daemon", async {
		loop {
			let line = lines.next_line().await.unwrap().expect("it has ended");
			// Each line has a time.
			let time = line.get(..19).unwrap_or_default();
			assert!(time.chars().filter(char::is_ascii_digit).count() == 14, "{line}");
			if line.contains("archive: ") && line.contains(" new") {
				break;
			}
		}
	})
	.await;
	running.kill().await.unwrap();
	let name = fs::read_dir(path).unwrap().next().unwrap().unwrap().file_name();
	assert!(folder.path().join("kept").join(name).is_file());
}

/// CSV and a page of the year.
async fn files<F: Future<Output = super::support::Ran>>(
	statement: &impl Fn(&[&str]) -> F,
	folder: &Path,
) {
	let (csv, page) = (folder.join("year.csv"), folder.join("year.html"));
	let named = ["--csv", csv.to_str().unwrap(), "--page", page.to_str().unwrap()];
	let year = ["--from", "2018-01-01", "--to", "2018-12-31"];
	let bill = statement(&[&year[..], &named].concat()).await.json();
	let rows = fs::read_to_string(&csv).unwrap();
	assert_eq!(rows.lines().count() as u64, bill["intervals"].as_u64().unwrap() + 1);
	assert!(rows.contains("2018-06-27T00:15+00:00,Reading,final,archive,3200,"), "{rows}");
	let html = fs::read_to_string(&page).unwrap();
	assert!(html.contains("<h1>2018</h1>") && html.contains("from the agent's archive: "));
	if let Some(keep) = std::env::var_os("GRIDMERIT_KEEP_PAGE") {
		fs::copy(&page, keep).unwrap();
	}
	let nowhere = folder.join("no/such/folder");
	let failed = statement(&["--today", "--page", nowhere.to_str().unwrap()]).await.failed();
	assert!(failed.contains("no/such/folder: No such file"), "{failed}");
}

/// The archive as it is, and altered.
async fn verified<F: Future<Output = super::support::Ran>>(
	archive: &impl Fn(&[&str]) -> F,
	chain: &Chain,
	path: &Path,
	first: Interval,
) {
	let sound = archive(&["--verify"]).await.json();
	assert_eq!((&sound["faults"], &sound["missing"]), (&Json::from([0; 0]), &0.into()), "{sound}");
	assert!(sound["blocks"].as_u64().unwrap() > 1 && sound["intervals"].as_u64().unwrap() > 2);
	let genesis = format!("{:?}", chain.genesis());
	let alone = archive(&["--verify", "--offline", &genesis, "--node", "1"]).await.json();
	assert_eq!((&alone["faults"], &alone["missing"]), (&Json::from([0; 0]), &Json::Null));
	let file = fs::read_dir(path).unwrap().next().unwrap().unwrap().path();
	println!("{} bytes, {sound}", fs::metadata(&file).unwrap().len());

	// In one of its records somebody has changed a bit.
	let history = archive(&["--history", &first.to_string()]).await.json();
	let block = gridmerit_meter::parse_hex(history[0]["block"].as_str().unwrap()).unwrap();
	let whole = fs::read(&file).unwrap();
	let at = whole.windows(32).position(|bytes| bytes == block);
	let mut altered = whole.clone();
	altered[at.expect("the file holds what is in it")] ^= 1;
	fs::write(&file, &altered).unwrap();
	let ran = archive(&["--verify"]).await;
	assert_eq!(ran.code, Some(1), "{}{}", ran.stdout, ran.stderr);
	fs::write(&file, &whole).unwrap();
	archive(&["--verify"]).await.ok();
}

#[tokio::test]
async fn told_in_words() {
	let (node_of, chain) = Node::start("instant").await;
	let mut watching = program_of_agent(&["watch", "--url", &node_of.url(), "--zone", "UTC"], &[])
		.stdout(Stdio::piped())
		.spawn()
		.unwrap();
	let mut lines = BufReader::new(watching.stdout.take().unwrap()).lines();
	let begun = within("a line", lines.next_line()).await.unwrap().unwrap();
	assert!(begun.starts_with("2018-06-27 00:00:"), "{begun}");
	assert!(begun.contains("watching from block 1 on: round 1700064"), "{begun}");
	next_round(&chain).await;
	let gate = within("a line", lines.next_line()).await.unwrap().unwrap();
	assert!(gate.contains("the gate of round 1700064 has closed"), "{gate}");
	watching.kill().await.unwrap();
}
