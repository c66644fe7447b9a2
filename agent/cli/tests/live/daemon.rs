// SPDX-License-Identifier: Apache-2.0

//! Trading by a rulebook, look by look.

use std::{fs, ops::Range, path::Path, time::Duration};

use gridmerit_client::{self as client, AccountId32, Call, Chain, units::UNIT};
use gridmerit_energy::{Interval, Order, Price, Wh};
use gridmerit_trader::daemon::{Daemon, DaemonError, Look};
use serde_json::Value as Json;
use subxt::{
	dynamic::{Value, value},
	ext::scale_value::Composite,
};
use tempfile::TempDir;
use tokio::time::sleep;

use super::{
	meter::device,
	support::{
		Node, Said, household, key, near_gate, next_round, node, nonce, over, pause, round,
		rulebook, script, send, sudo, within,
	},
};

/// A neighbour with a rulebook and a folder for it.
pub struct Neighbour {
	suri: &'static str,
	url: String,
	folder: TempDir,
	pub said: Said,
}

impl Neighbour {
	pub fn new(suri: &'static str, node: &Node) -> Self {
		let folder = tempfile::tempdir().unwrap();
		Self { suri, url: node.url(), folder, said: Said::default() }
	}

	fn path(&self) -> &Path {
		self.folder.path()
	}

	/// Expects so much in the intervals, as the rulebook's file says.
	pub fn expect(&self, intervals: Range<Interval>, load: Wh, generation: Wh) {
		let rows = intervals.map(|interval| format!("{interval},{load},{generation}\n"));
		let table = format!("interval,load_wh,generation_wh\n{}", rows.collect::<String>());
		fs::write(self.path().join("forecast.csv"), table).unwrap();
	}

	/// A daemon that trades by what the file says, unless the text says otherwise.
	pub async fn daemon<'a>(
		&self,
		text: &str,
		say: &'a (dyn Fn(&str) + Send + Sync),
	) -> Result<Daemon<'a>, DaemonError> {
		let forecast = match text.contains("[forecast]") {
			true => "",
			false => "[forecast]\nmodel = \"file\"\nfile = \"forecast.csv\"",
		};
		let Self { suri, url, .. } = self;
		let text = unmetered(text);
		let text = format!("[node]\nurl = \"{url}\"\nsuri = \"{suri}\"\n{forecast}\n{text}");
		Daemon::new(rulebook(self.path(), &text), say).await
	}

	/// The same as a proxy of another account.
	pub async fn daemon_for<'a>(
		&self,
		account: &AccountId32,
		text: &str,
		say: &'a (dyn Fn(&str) + Send + Sync),
	) -> Result<Daemon<'a>, DaemonError> {
		let Self { suri, url, .. } = self;
		let node = format!("[node]\nurl = \"{url}\"\nsuri = \"{suri}\"\naccount = \"{account}\"");
		let forecast = "[forecast]\nmodel = \"file\"\nfile = \"forecast.csv\"";
		let text = unmetered(text);
		Daemon::new(rulebook(self.path(), &format!("{node}\n{forecast}\n{text}")), say).await
	}

	/// A new daemon's first look.
	async fn look(&self, text: &str) -> Look {
		let say = |text: &str| self.said.note(text);
		self.daemon(text, &say).await.unwrap().look().await.unwrap()
	}
}

/// A rulebook that trades without a meter, as the nodes of a new chain have none, unless it says whether.
fn unmetered(text: &str) -> String {
	if text.contains("unmetered") {
		text.into()
	} else if text.contains("[run]") {
		text.replacen("[run]", "[run]\nunmetered = true", 1)
	} else {
		format!("{text}\n[run]\nunmetered = true")
	}
}

/// The demands of a node in ascending order of intervals.
async fn demands(chain: &Chain, suri: &str) -> Vec<(Interval, Wh)> {
	let open = node(chain, suri).await.open.into_iter();
	let demand = open.filter_map(|open| match open.order? {
		Order::Demand { quantity, .. } => Some((open.interval, quantity)),
		Order::Offer { .. } => None,
	});
	demand.collect()
}

fn waited(look: Look) -> String {
	let Look::Waited(reason) = look else { panic!("{look:?}") };
	reason
}

#[tokio::test]
async fn posts_what_it_wants() {
	let (node_of, chain) = Node::start("instant").await;
	let bob = Neighbour::new("//Bob", &node_of);
	let say = |text: &str| bob.said.note(text);
	let first = round(&chain).await + 1;
	bob.expect(first..first + 40, 3_000, 0);

	// A rehearsal, said once.
	let mut dry = bob.daemon("[run]\ndry_run = true", &say).await.unwrap();
	assert_eq!(dry.look().await.unwrap(), Look::Rehearsed);
	assert_eq!(dry.look().await.unwrap(), Look::Rehearsed);
	assert_eq!(bob.said.times("buy 3 kWh"), 1);
	assert_eq!(nonce(&chain, "//Bob").await, 0);
	assert_eq!(demands(&chain, "//Bob").await, []);

	// Fees are limited.
	let poor = "[limits]\nmax_fee_unit_per_day = 0.000000001";
	assert!(waited(bob.look(poor).await).contains("limits.max_fee_unit_per_day"));
	assert_eq!(nonce(&chain, "//Bob").await, 0);

	// Posted once, by this daemon or another.
	let mut daemon = bob.daemon("", &say).await.unwrap();
	assert_eq!(daemon.look().await.unwrap(), Look::Posted);
	assert_eq!(daemon.look().await.unwrap(), Look::Settled);
	assert_eq!(bob.look("").await, Look::Settled);
	let wanted: Vec<_> = (first..first + 4).map(|interval| (interval, 3_000)).collect();
	assert_eq!(demands(&chain, "//Bob").await, wanted);
	assert_eq!(nonce(&chain, "//Bob").await, 1);

	// A change of up to the threshold is none.
	bob.expect(first..first + 40, 3_010, 0);
	assert_eq!(daemon.look().await.unwrap(), Look::Settled);
	bob.expect(first..first + 40, 3_011, 0);
	assert_eq!(daemon.look().await.unwrap(), Look::Posted);
	assert_eq!(demands(&chain, "//Bob").await[0], (first, 3_011));

	// Near the gate nothing more is posted; then for the next round's last window.
	near_gate(&chain, 24_000).await;
	bob.expect(first..first + 40, 5_000, 0);
	assert!(waited(daemon.look().await.unwrap()).contains("the gate is near"));
	bob.expect(first..first + 40, 3_011, 0);
	next_round(&chain).await;
	assert_eq!(daemon.look().await.unwrap(), Look::Posted);
	let wanted: Vec<_> = (first + 1..first + 5).map(|interval| (interval, 3_011)).collect();
	assert_eq!(demands(&chain, "//Bob").await, wanted);
	assert_eq!(nonce(&chain, "//Bob").await, 3);

	// A seller: what was traded is said, and bought no second time.
	let charlie = Neighbour::new("//Charlie", &node_of);
	charlie.expect(first..first + 40, 0, 1_000);
	let ask = "[ask]\nstrategy = \"fixed\"\nprice_unit_per_kwh = 0.12";
	assert_eq!(charlie.look(ask).await, Look::Posted);
	next_round(&chain).await;
	assert_eq!(daemon.look().await.unwrap(), Look::Posted);
	assert_eq!(bob.said.times("bought 1 kWh"), 4);
	let left = demands(&chain, "//Bob").await;
	let last = first + 5;
	let wanted = [(last - 3, 2_011), (last - 2, 2_011), (last - 1, 2_011), (last, 3_011)];
	assert_eq!(left, wanted);

	// Hours pass between two looks.
	for _ in 0..3 {
		chain.sealing().jump(3_600_000).await.unwrap();
	}
	next_round(&chain).await;
	let now = round(&chain).await;
	assert!(now >= first + 12);
	assert_eq!(daemon.look().await.unwrap(), Look::Posted);
	let wanted: Vec<_> = (now + 1..now + 5).map(|interval| (interval, 3_011)).collect();
	let left = demands(&chain, "//Bob").await;
	assert!(wanted.iter().all(|wish| left.contains(wish)), "{left:?}");
	assert_eq!(daemon.look().await.unwrap(), Look::Settled);

	// What no meter has measured is settled all the same, four intervals with blocks and some more blocks later:
	// the hours that were skipped are a halt.
	for _ in 0..4 {
		next_round(&chain).await;
	}
	for _ in 0..40 {
		chain.sealing().block().await.unwrap();
	}
	daemon.look().await.unwrap();
	assert_eq!(bob.said.times("is settled, provisionally"), 4, "{:?}", bob.said.all());
}

/// The asks of a node in ascending order of intervals.
async fn asks(chain: &Chain, suri: &str) -> Vec<(Interval, Price)> {
	let open = node(chain, suri).await.open.into_iter();
	let ask = open.filter_map(|open| match open.order? {
		Order::Offer { ask, .. } => Some((open.interval, ask)),
		Order::Demand { .. } => None,
	});
	ask.collect()
}

#[tokio::test]
async fn follows_the_last_price_over_rounds_that_it_has_missed() {
	let (node_of, chain) = Node::start("instant").await;
	let charlie = Neighbour::new("//Charlie", &node_of);
	let say = |text: &str| charlie.said.note(text);
	let first = round(&chain).await + 1;
	let all = |ask| (0..4).map(move |at| (first + at, ask));
	let follow = "[ask]\nstrategy = \"follow\"\nshare = 0.2\nmargin_unit_per_kwh = -0.005\n\
		[run]\nwhile_waiting = \"cancel\"";

	// While nothing has traded it asks by its share of the band.
	charlie.expect(first..first + 40, 0, 1_000);
	let mut daemon = charlie.daemon(follow, &say).await.unwrap();
	assert_eq!(daemon.look().await.unwrap(), Look::Posted);
	assert_eq!(asks(&chain, "//Charlie").await, all(102_000).collect::<Vec<_>>());

	// Its forecast fails, and neighbours trade meanwhile, one interval in one round.
	let bad = format!("interval,load_wh,generation_wh\n{first},nan,0\n");
	fs::write(charlie.path().join("forecast.csv"), bad).unwrap();
	assert!(waited(daemon.look().await.unwrap()).contains("`nan` is no number"));
	assert_eq!(asks(&chain, "//Charlie").await, []);
	let demand = Order::Demand { quantity: 500, limit: None };
	let offer = Order::Offer { capacity: 1_500, ask: 150_000 };
	let now = round(&chain).await;
	send(&chain, &client::post(now, &[(first, Some(demand))], true), "//Bob").await;
	send(&chain, &client::post(now, &[(first, Some(offer))], true), "//Dave").await;
	next_round(&chain).await;
	assert!(waited(daemon.look().await.unwrap()).contains("`nan` is no number"));
	next_round(&chain).await;

	// Behind an empty round both go by that price: the daemon, and one that is started anew.
	charlie.expect(first..first + 40, 0, 1_000);
	assert_eq!(charlie.look(follow).await, Look::Posted);
	let wanted: Vec<_> = all(145_000).map(|(interval, ask)| (interval + 2, ask)).collect();
	assert_eq!(asks(&chain, "//Charlie").await, wanted);
	assert_eq!(daemon.look().await.unwrap(), Look::Settled);
}

#[tokio::test]
async fn trades_what_a_meter_proves() {
	let (node_of, chain) = Node::start("instant").await;
	let bob = Neighbour::new("//Bob", &node_of);
	let first = round(&chain).await + 1;
	bob.expect(first..first + 40, 3_000, 0);

	// Without a meter nothing is posted, and what to do is said once.
	let say = |text: &str| bob.said.note(text);
	let mut daemon = bob.daemon("[run]\nunmetered = false", &say).await.unwrap();
	let said = waited(daemon.look().await.unwrap());
	assert!(said.starts_with("no meter settles this node: what it sells counts as not"), "{said}");
	assert!(said.contains("`unmetered = true` below [run]"), "{said}");
	waited(daemon.look().await.unwrap());
	assert_eq!(bob.said.times("no meter settles"), 1);
	assert_eq!((nonce(&chain, "//Bob").await, demands(&chain, "//Bob").await), (0, vec![]));

	// Who wants to all the same is told what that costs.
	assert_eq!(bob.look("[run]\nunmetered = true").await, Look::Posted);
	assert_eq!(bob.said.times("it posts all the same"), 1);
	assert_eq!(bob.said.times("expected to lose"), 1, "{:?}", bob.said.all());
	assert_eq!(demands(&chain, "//Bob").await.len(), 4);

	// What is in the book while it waits is the owner's to choose.
	let keep = "[run]\nunmetered = false\nwhile_waiting = \"keep\"";
	let said = waited(bob.look(keep).await);
	let left =
		"leaves the orders of 4 intervals in the book, to trade (run.while_waiting); no meter";
	assert!(said.starts_with(left), "{said}");
	assert_eq!(demands(&chain, "//Bob").await.len(), 4);
	let cancel = "[run]\nunmetered = false\nwhile_waiting = \"cancel\"";
	let said = waited(bob.look(&format!("{cancel}\ndry_run = true")).await);
	assert!(
		said.starts_with("would take back the orders of 4 intervals (run.while_waiting); no meter"),
		"{said}"
	);
	assert_eq!(demands(&chain, "//Bob").await.len(), 4);
	// What was done comes first, and why but once.
	assert!(waited(bob.look(cancel).await).starts_with("no meter settles"));
	assert_eq!(
		bob.said.all().last().unwrap(),
		"took back the orders of 4 intervals (run.while_waiting)"
	);
	assert_eq!(demands(&chain, "//Bob").await, []);
	let sent = nonce(&chain, "//Bob").await;
	waited(bob.look(cancel).await);
	assert_eq!(nonce(&chain, "//Bob").await, sent);

	// From where a meter settles on it trades, without any word of the rulebook, and expects to save.
	send(&chain, &client::settle_with(0, first + 1), "//Bob").await;
	assert_eq!(bob.look("[run]\nunmetered = false").await, Look::Posted);
	assert_eq!(bob.said.times("no meter settles 1 of the 4 open intervals"), 1);
	assert_eq!(bob.said.times("expected to save"), 1, "{:?}", bob.said.all());
	let wanted: Vec<_> = (first + 1..first + 4).map(|interval| (interval, 3_000)).collect();
	assert_eq!(demands(&chain, "//Bob").await, wanted);
}

#[tokio::test]
async fn is_refused_and_learns() {
	let (node_of, chain) = Node::start("instant").await;
	let eve = Neighbour::new("//Eve", &node_of);
	let say = |text: &str| eve.said.note(text);
	let first = round(&chain).await + 1;
	eve.expect(first..first + 40, 2_000, 0);

	// Posting is paused.
	send(&chain, &pause(true), "//Alice").await;
	let mut daemon = eve.daemon("", &say).await.unwrap();
	let reason = waited(daemon.look().await.unwrap());
	assert!(reason.contains("posting is paused"), "{reason}");
	send(&chain, &pause(false), "//Alice").await;
	assert_eq!(daemon.look().await.unwrap(), Look::Posted);
	assert_eq!(demands(&chain, "//Eve").await.len(), 4);

	is_too_poor(&chain, &node_of).await;
	forecasts_by_programs(&chain, &node_of).await;
	knows_its_battery(&chain, &node_of).await;
	learns_from_readings(&chain, &node_of).await;
	stores(&chain, &node_of).await;

	let reason = Value::from_bytes("did not pay");
	let suspend = sudo("TeRegistry", "suspend", vec![("node", Value::u128(4)), ("reason", reason)]);
	send(&chain, &suspend, "//Alice").await;
	assert!(waited(daemon.look().await.unwrap()).contains("suspended"));

	// Who has no node, or no key.
	let nobody = Neighbour::new("//Bob//stash", &node_of);
	let error = nobody.daemon("", &say).await.err().unwrap();
	assert!(matches!(error, DaemonError::NoNode(_)), "{error}");
	let text = format!("[node]\nurl = \"{}\"\nsuri_env = \"NO_SUCH_VARIABLE\"", node_of.url());
	let error = Daemon::new(rulebook(eve.path(), &text), &say).await.err().unwrap();
	assert!(error.to_string().contains("NO_SUCH_VARIABLE is not set"), "{error}");
}

/// Who has little money orders little.
async fn is_too_poor(chain: &Chain, node_of: &Node) {
	let poor = Neighbour::new("//Poor", node_of);
	let say = |text: &str| poor.said.note(text);
	give(chain, "//Poor", 1).await;
	admit(chain, "//Poor", household()).await;

	// It orders what there is money for, and more when there is.
	let first = round(chain).await + 1;
	poor.expect(first..first + 40, 20_000, 0);
	let mut daemon = poor.daemon("", &say).await.unwrap();
	assert_eq!(daemon.look().await.unwrap(), Look::Posted, "{:?}", poor.said.all());
	assert_eq!(poor.said.times("there is no more money to tie up"), 1);
	let ordered = demands(chain, "//Poor").await;
	assert!(ordered.len() == 1 && (1_000..10_000).contains(&ordered[0].1), "{ordered:?}");
	give(chain, "//Poor", 100).await;
	assert_eq!(daemon.look().await.unwrap(), Look::Posted);
	let wanted: Vec<_> = (first..first + 4).map(|interval| (interval, 20_000)).collect();
	assert_eq!(demands(chain, "//Poor").await, wanted);
	assert_eq!(nonce(chain, "//Poor").await, 2);
}

/// Makes an account a TE node.
async fn admit(chain: &Chain, suri: &str, data: Value<()>) {
	let account = Value::from_bytes(key(suri).account().0);
	let admit = sudo("TeRegistry", "admit", vec![("account", account), ("data", data)]);
	send(chain, &admit, "//Alice").await;
}

/// Gives an account money, in UNIT.
async fn give(chain: &Chain, suri: &str, units: u128) {
	let to = Value::unnamed_variant("Id", [Value::from_bytes(key(suri).account().0)]);
	let fields = [("dest", to), ("value", Value::u128(units * UNIT))];
	let call = Call::new("Balances", "transfer_keep_alive", Composite::named(fields));
	send(chain, &call, "//Alice").await;
}

async fn forecasts_by_programs(chain: &Chain, node_of: &Node) {
	let dave = Neighbour::new("//Dave", node_of);
	let first = round(chain).await + 1;
	let table = format!("printf 'interval,load_wh,generation_wh\\n{first},0,900\\n'");
	script(dave.path(), "good", &table);
	script(dave.path(), "fails", "echo oh dear >&2; exit 3");
	script(dave.path(), "hangs", "exec sleep 600");
	script(dave.path(), "babbles", "echo how should I know");
	script(dave.path(), "floods", "exec yes interval,load_wh,generation_wh");
	let command = |name: &str| {
		format!("[forecast]\nmodel = \"command\"\ncommand = [\"./{name}\"]\ntimeout_s = 5")
	};
	for (name, reason) in [
		("fails", "exit status: 3\n  oh dear"),
		("hangs", "it took longer than 5 s"),
		("babbles", "babbles:1:1: no column of times is known among `how should I know`"),
		("floods", "signal"),
		("missing", "No such file"),
	] {
		let said = waited(dave.look(&command(name)).await);
		assert!(said.contains(name) && said.contains(reason), "{said}");
	}
	assert_eq!(nonce(chain, "//Dave").await, 0);

	// What stays as it is, is said once.
	script(dave.path(), "counts", "echo >> \"$(dirname \"$0\")/counted\"; exit 3");
	let say = |text: &str| dave.said.note(text);
	let text = format!("[run]\npoll_s = 1\n{}", command("counts"));
	let mut daemon = dave.daemon(&text, &say).await.unwrap();
	let before = dave.said.all().len();
	let counted = dave.path().join("counted");
	let three_looks = within("three looks", async {
		while fs::read(&counted).unwrap_or_default().len() < 3 {
			sleep(Duration::from_millis(50)).await;
		}
	});
	tokio::select! {
		ended = daemon.run() => panic!("{ended:?}"),
		() = three_looks => {},
	}
	assert_eq!(dave.said.all().len(), before + 1, "{:?}", dave.said.all());
	assert_eq!(dave.said.times("cannot decide what to post"), 1);

	assert_eq!(dave.look(&command("good")).await, Look::Posted);
	let open = node(chain, "//Dave").await.open;
	let Some(Order::Offer { capacity: 900, .. }) = open[0].order else { panic!("{open:?}") };
	send(chain, &client::cancel_all(), "//Dave").await;
}

async fn knows_its_battery(chain: &Chain, node_of: &Node) {
	let dave = Neighbour::new("//Dave", node_of);
	let first = round(chain).await + 1;
	dave.expect(first..first + 40, 0, 0);
	script(dave.path(), "charge", "echo 4000");
	script(dave.path(), "unsure", "echo about half");
	let battery = |name: &str| {
		format!(
			"[run]\ndry_run = true\nreport_file = \"report.json\"\n[battery]\n\
			 capacity_wh = 10_000\npower_w = 4_000\ncharge_command = [\"./{name}\"]\n\
			 end_value_unit_per_kwh = 0"
		)
	};
	let said = waited(dave.look(&battery("unsure")).await);
	assert!(said.contains("unsure printed no number of Wh"), "{said}");
	assert!(!dave.path().join("report.json").exists());

	// What the household itself does, the chain cannot say.
	let naive = format!("[forecast]\nmodel = \"naive\"\n{}", battery("charge"));
	let said = waited(dave.look(&naive).await);
	assert!(said.contains("contain what the battery did: name a file in [history]"), "{said}");
	// A file of the household can: a kWh an hour, over two days.
	let hour = first / 4;
	let hours = (hour - 48..hour).map(|hour| format!("{},1\n", u64::from(hour) * 3_600));
	let past = format!("start,load_kwh\n{}", hours.collect::<String>());
	fs::write(dave.path().join("past.csv"), past).unwrap();
	let with_file = format!("[history]\nfile = \"past.csv\"\n{naive}");
	assert_eq!(dave.look(&with_file).await, Look::Rehearsed);
	assert_eq!(dave.said.times("192 intervals from"), 1);
	assert_eq!(dave.said.times("24.0 kWh used and 0.0 kWh generated a day"), 1);
	fs::remove_file(dave.path().join("past.csv")).unwrap();

	// What it holds is worth nothing at the end, so it is sold: 1 kWh a quarter of an hour.
	assert_eq!(dave.look(&battery("charge")).await, Look::Rehearsed);
	let report = fs::read_to_string(dave.path().join("report.json")).unwrap();
	let report: Json = serde_json::from_str(&report).unwrap();
	assert_eq!(report["node"], 3);
	assert_eq!(report["charge"], 4_000);
	assert_eq!(report["expected"].as_array().unwrap().len(), 4);
	let wishes = report["wishes"].as_array().unwrap();
	let sold: u64 = wishes.iter().map(|wish| wish["offer"].as_u64().unwrap_or(0)).sum();
	assert!((3_500..=4_000).contains(&sold), "{report}");
	// A program that fails is not missed for a while; one that never worked is.
	let say = |text: &str| dave.said.note(text);
	let mut daemon = dave.daemon(&battery("charge"), &say).await.unwrap();
	assert_eq!(daemon.look().await.unwrap(), Look::Rehearsed);
	script(dave.path(), "charge", "echo 87 %");
	assert_eq!(daemon.look().await.unwrap(), Look::Rehearsed);
	assert_eq!(
		dave.said.times("./charge printed no number of Wh: `87 %`; print Wh: 8700"),
		1,
		"{:?}",
		dave.said.all()
	);
	script(dave.path(), "charge", "echo 40_00");
	let briefly = format!("{}\ncharge_fallback_s = 0", battery("charge"));
	let said = waited(dave.look(&briefly).await);
	assert!(said.contains("charge printed no number of Wh: `40_00`"), "{said}");
	let names: Vec<_> = fs::read_dir(dave.path()).unwrap().map(|file| file.unwrap()).collect();
	assert_eq!(names.len(), 4, "it leaves files behind: {names:?}");
}

async fn learns_from_readings(chain: &Chain, node_of: &Node) {
	let first = round(chain).await + 1;
	send(chain, &client::settle_with(0, first), "//Bob").await;
	let bob = Neighbour::new("//Bob", node_of);
	let naive = "[forecast]\nmodel = \"naive\"";
	let said = waited(bob.look(naive).await);
	assert!(said.contains("the history has 0 intervals"), "{said}");
	over(chain, first + 4).await;
	let mut meter = device(chain, "Bob", 0);
	let readings: Vec<_> = (first..first + 5).map(|at| meter.read(at, 1_500, 0).unwrap()).collect();
	send(chain, &client::deliver(&readings[..1]), "//Alice").await;
	// Of one reading he makes no order for every window.
	let said = waited(bob.look(naive).await);
	let short =
		"the history has 1 interval, and `forecast.min_history_days` asks for 96 in all (1 day)";
	assert!(said.contains(short), "{said}");
	assert_eq!(demands(chain, "//Bob").await, []);
	send(chain, &client::deliver(&readings[1..]), "//Alice").await;
	next_round(chain).await;
	assert!(waited(bob.look(naive).await).contains("the history has 5 intervals"));
	// Unless he says so: then he is told what that is.
	let naive = format!("{naive}\nmin_history_days = 0");
	let naive = format!("[run]\nreport_file = \"report.json\"\n{naive}");
	// He has paid nothing in, so he owes for what he has drawn, and may buy nothing.
	assert!(node(chain, "//Bob").await.debts > 0);
	assert_eq!(bob.look(&naive).await, Look::Settled);
	let report = fs::read_to_string(bob.path().join("report.json")).unwrap();
	let report: Json = serde_json::from_str(&report).unwrap();
	assert_eq!(report["wishes"][0]["reason"], "the node owes money: gridmerit-agent deposit");
	assert_eq!(report["history"]["intervals"], 5);
	assert_eq!(report["history"]["last"], first + 4);
	let net = &report["forecasts"][0]["net"]["quantiles"];
	assert!(net[0].as_i64() < net[1].as_i64(), "no spread: {report}");
	send(chain, &client::deposit(100 * UNIT), "//Bob").await;
	assert_eq!(bob.look(&naive).await, Look::Posted);
	let now = round(chain).await;
	let wanted: Vec<_> = (now + 1..now + 5).map(|interval| (interval, 1_500)).collect();
	assert_eq!(demands(chain, "//Bob").await, wanted);

	// Where a file has no row nothing is changed.
	bob.expect(now + 1..now + 3, 2_000, 0);
	assert_eq!(bob.look("").await, Look::Posted);
	let wanted = [(now + 1, 2_000), (now + 2, 2_000), (now + 3, 1_500), (now + 4, 1_500)];
	assert_eq!(demands(chain, "//Bob").await, wanted);
}

/// A storage node uses and generates nothing, and its battery holds what the chain says less what it has sold.
async fn stores(chain: &Chain, node_of: &Node) {
	give(chain, "//Store", 100).await;
	let data = value!({
		customer: Value::from_bytes([8; 32]),
		roles: { consumer: false, prosumer: false, storage: true, utility: false, line_owner: false },
		bus: 4u32,
		limits: { generation: 20_000u32, consumption: 20_000u32 },
		source: Value::unnamed_variant("Storage", []),
		battery: Value::unnamed_variant("Some", [
			value!({ capacity: 10_000u32, power: 4_000u32, efficiency_ppm: 900_000u32, initial: 4_000u32 })
		])
	});
	admit(chain, "//Store", data).await;

	let store = Neighbour::new("//Store", node_of);
	let text = "[forecast]\nmodel = \"auto\"\n[run]\nreport_file = \"report.json\"\n[battery]\n\
		 capacity_wh = 10_000\npower_w = 4_000\ncharge_wh = 0\nend_value_unit_per_kwh = 0";
	let report = || -> Json {
		let report = fs::read(store.path().join("report.json")).unwrap();
		serde_json::from_slice(&report).unwrap()
	};
	assert_eq!(store.look(text).await, Look::Posted);
	assert_eq!(store.look(text).await, Look::Settled);
	let said = report();
	assert_eq!((&said["charge"], &said["forecasts"]), (&Json::from(4_000), &Json::from([0; 0])));
	let first = round(chain).await + 1;
	assert_eq!(said["expected"][0], serde_json::json!([first, { "to_sell": 0, "to_buy": 0 }]));

	// Bob buys. What has been sold for the interval that begins now is not metered yet.
	next_round(chain).await;
	let open = node(chain, "//Store").await.open;
	let sold = open.iter().find(|open| open.interval == first).unwrap().position.sold;
	assert!((1..=1_000).contains(&sold), "{open:?}");
	store.look(text).await;
	assert_eq!(node(chain, "//Store").await.charge, Some(4_000));
	assert_eq!(report()["charge"], 4_000 - sold);
}
