// SPDX-License-Identifier: Apache-2.0

//! What becomes of readings that wait.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::{
	fs,
	path::{Path, PathBuf},
	sync::mpsc::sync_channel,
	thread,
	time::Duration,
};

use gridmerit_bridge::{Delivery, Log, Relay, Round, Shared, Spool, Waits};
use gridmerit_meter::{Meter, SignedReading, read_json};
use support::{GENESIS, Said, key};

struct Bench {
	folder: tempfile::TempDir,
	spool: Spool,
	status: Shared,
	said: Said,
}

fn bench(intervals: &[u32]) -> Bench {
	let folder = tempfile::tempdir().unwrap();
	let spool = Spool::open(folder.path(), 100).unwrap();
	let mut meter = Meter::new(key(), GENESIS, 7);
	for interval in intervals {
		spool.add(&meter.read(*interval, 1, 0).unwrap()).unwrap();
	}
	Bench { folder, spool, status: Shared::default(), said: Said::default() }
}

impl Bench {
	fn path(&self, name: &str) -> PathBuf {
		self.folder.path().join(name)
	}

	/// To a script of the shell that finds this folder as $DIR.
	fn to(&self, script: &str) -> Delivery {
		let command = format!("DIR={}; {script}", self.folder.path().display());
		self.with(Relay::Command { command, patience: Duration::from_secs(20) })
	}

	fn with(&self, relay: Relay) -> Delivery {
		let waits = Waits { first: Duration::from_millis(10), longest: Duration::from_millis(40) };
		Delivery::new(
			self.spool.clone(),
			relay,
			waits,
			self.status.clone(),
			Log::new(self.said.clone()),
		)
	}
}

fn intervals(path: &Path) -> Vec<u32> {
	let text = fs::read_to_string(path).unwrap_or_default();
	let read = |line: &str| read_json::<SignedReading>(line.as_bytes()).unwrap().reading.interval;
	text.lines().map(read).collect()
}

#[test]
fn a_backlog_goes_out_in_order_and_leaves_the_spool() {
	let bench = bench(&[2, 9, 10, 100]);
	assert_eq!(bench.to("cat > $DIR/got").round().unwrap(), Round::Taken);
	assert_eq!(intervals(&bench.path("got")), [2, 9, 10, 100]);
	assert_eq!(bench.spool.waiting().unwrap().len(), 0);
	assert_eq!(bench.to("false").round().unwrap(), Round::Empty);
	assert_eq!(bench.status.get().backlog, 0);
}

#[test]
fn what_counts_already_is_delivered() {
	let bench = bench(&[1, 2]);
	assert_eq!(bench.to("cat > /dev/null; echo counts >&2; exit 3").round().unwrap(), Round::Taken);
	assert_eq!(bench.spool.waiting().unwrap().len(), 0);
}

#[test]
fn nothing_is_lost_while_nobody_is_there() {
	let bench = bench(&[1, 2, 3, 4, 5]);
	let mut delivery = bench.to("echo x >> $DIR/calls; echo no route >&2; exit 1");
	for _ in 0..20 {
		assert_eq!(delivery.round().unwrap(), Round::Failed);
	}
	assert_eq!(bench.spool.waiting().unwrap(), [1, 2, 3, 4, 5]);
	let calls = fs::read_to_string(bench.path("calls")).unwrap().lines().count();
	assert_eq!(calls, 20 * 5, "all, three alone, and the newest");
	assert_eq!(bench.status.get().delivery_error.as_deref(), Some("no route (status 1)"));
	assert_eq!(
		bench.said.text().matches("no route").count(),
		2,
		"the first and the tenth: {}",
		bench.said.text()
	);
	assert_eq!(bench.to("cat > $DIR/got").round().unwrap(), Round::Taken);
	assert_eq!(intervals(&bench.path("got")), [1, 2, 3, 4, 5]);
	assert_eq!(bench.status.get().delivery_error, None);
}

#[test]
fn one_that_is_never_taken_is_set_aside_once_others_were() {
	let bench = bench(&[1, 2, 3]);
	// Refuses interval 2, and takes the others.
	let script = r#"input=$(cat); case "$input" in *'"interval":2,'*) echo "refused: 2" >&2; exit 1;; esac
		printf '%s\n' "$input" >> $DIR/got"#;
	let mut delivery = bench.to(script);
	assert_eq!(delivery.round().unwrap(), Round::Taken);
	assert_eq!(bench.spool.waiting().unwrap(), [2]);
	let mut meter = Meter::new(key(), GENESIS, 7);
	for interval in 4..6 {
		// Alone it proves nothing: perhaps nobody is there.
		assert_eq!(delivery.round().unwrap(), Round::Failed);
		bench.spool.add(&meter.read(interval, 1, 0).unwrap()).unwrap();
		assert_eq!(delivery.round().unwrap(), Round::Taken);
	}
	assert_eq!(bench.spool.waiting().unwrap().len(), 0);
	assert_eq!(intervals(&bench.path("got")), [1, 3, 4, 5]);
	assert_eq!(intervals(&bench.path("refused/0000000002.json")), [2]);
	assert_eq!(
		fs::read_to_string(bench.path("refused/0000000002.txt")).unwrap(),
		"refused: 2 (status 1)"
	);
	assert_eq!(bench.status.get().refused, 1);
	assert!(
		bench.said.text().contains("the reading of interval 2 was refused"),
		"{}",
		bench.said.text()
	);
}

#[test]
fn one_that_can_never_count_is_set_aside_at_once() {
	// Interval 2 is too old, alone or among others.
	let script = r#"input=$(cat); printf '%s\n' "$input" >> $DIR/got
		case "$input" in *'"interval":2,'*) echo "too old" >&2; exit 65;; esac"#;
	for all in [&[1, 2, 3][..], &[2]] {
		let bench = bench(all);
		let run = || {
			let (wake, woken) = sync_channel(1);
			drop(wake);
			bench.to(script).run(&woken)
		};
		assert!(!run(), "it says that one was refused");
		assert_eq!(bench.spool.waiting().unwrap().len(), 0);
		assert_eq!(intervals(&bench.path("refused/0000000002.json")), [2]);
		let said = fs::read_to_string(bench.path("refused/0000000002.txt")).unwrap();
		assert_eq!(said, "too old (status 65)");
		assert_eq!(bench.status.get().delivery_error, None);
		let said = bench.said.text();
		assert!(said.contains("interval 2 can never count") && !said.contains("wait"), "{said}");
		assert!(run(), "it says so at every start");
	}
}

#[test]
fn old_ones_that_are_refused_do_not_keep_new_ones_back() {
	let bench = bench(&[1, 2, 3, 4, 900, 901]);
	let script = r#"input=$(cat); case "$input" in *'"interval":'[1-4],*) exit 1;; esac; printf '%s\n' "$input" >> $DIR/got"#;
	assert_eq!(bench.to(script).round().unwrap(), Round::Taken);
	let mut got = intervals(&bench.path("got"));
	got.sort_unstable();
	got.dedup();
	assert_eq!(got, [900, 901]);
	assert_eq!(bench.spool.waiting().unwrap(), [1, 2, 3, 4]);
}

#[test]
fn a_command_that_does_not_work_is_no_refusal() {
	for (script, said) in
		[("exit 2", "status 2"), ("nonsense-command", "status 127"), ("kill -9 $$", "killed")]
	{
		let bench = bench(&[1]);
		let mut delivery = bench.to(script);
		for _ in 0..10 {
			assert_eq!(delivery.round().unwrap(), Round::Failed);
		}
		assert_eq!(bench.spool.waiting().unwrap(), [1]);
		assert!(bench.said.text().contains(said), "{script}: {}", bench.said.text());
	}
}

#[test]
fn a_command_that_does_not_end_is_ended() {
	let bench = bench(&[1]);
	let relay =
		Relay::Command { command: "exec sleep 600".into(), patience: Duration::from_millis(200) };
	assert_eq!(bench.with(relay).round().unwrap(), Round::Failed);
	assert!(bench.said.text().contains("did not end within"), "{}", bench.said.text());
}

#[test]
fn a_command_that_does_not_read_does_not_block() {
	let bench = bench(&(1..90).collect::<Vec<_>>());
	assert_eq!(bench.to("exec true < /dev/null").round().unwrap(), Round::Taken);
}

#[test]
fn readings_are_added_to_a_file() {
	let bench = bench(&[1, 2]);
	let path = bench.path("readings.jsonl");
	fs::write(&path, "").unwrap();
	assert_eq!(bench.with(Relay::File(path.clone())).round().unwrap(), Round::Taken);
	bench.spool.add(&Meter::new(key(), GENESIS, 7).read(3, 1, 0).unwrap()).unwrap();
	assert_eq!(bench.with(Relay::File(path.clone())).round().unwrap(), Round::Taken);
	assert_eq!(intervals(&path), [1, 2, 3]);
	let nowhere = bench.with(Relay::File(bench.path("no/such/folder")));
	bench.spool.add(&Meter::new(key(), GENESIS, 7).read(4, 1, 0).unwrap()).unwrap();
	let (wake, woken) = sync_channel(1);
	drop(wake);
	assert!(!nowhere.run(&woken));
	assert_eq!(bench.spool.waiting().unwrap(), [4]);
}

#[test]
fn it_tries_again_until_it_works() {
	let bench = bench(&[1]);
	let script =
		"echo x >> $DIR/tries; [ $(wc -l < $DIR/tries) -ge 4 ] && cat > $DIR/got || exit 75";
	let delivery = bench.to(script);
	let (wake, woken) = sync_channel(1);
	let running = thread::spawn(move || delivery.run(&woken));
	for _ in 0..2_000 {
		if bench.spool.waiting().unwrap().is_empty() {
			break;
		}
		thread::sleep(Duration::from_millis(10));
	}
	drop(wake);
	assert!(running.join().unwrap());
	assert_eq!(intervals(&bench.path("got")), [1]);
}

#[test]
fn a_spool_file_that_is_no_reading_is_set_aside() {
	let bench = bench(&[1, 3]);
	fs::write(bench.path("spool/0000000002.json"), "{\"meter\":").unwrap();
	fs::write(bench.path("spool/0000000004.new"), "half").unwrap();
	assert_eq!(bench.to("cat > $DIR/got").round().unwrap(), Round::Taken);
	assert_eq!(intervals(&bench.path("got")), [1, 3]);
	assert!(bench.path("refused/0000000002.json").exists());
}
