// SPDX-License-Identifier: Apache-2.0

//! Hands readings on, the oldest first, until somebody has taken them.

use std::{
	collections::BTreeMap,
	fs::OpenOptions,
	io::{self, Read, Write},
	path::PathBuf,
	process::{Child, Command, Stdio},
	sync::mpsc::{Receiver, RecvTimeoutError},
	thread,
	time::{Duration, Instant},
};

use gridmerit_meter::Interval;

use crate::{log::Log, spool::Spool, status::Shared};

/// Where readings go.
#[derive(Debug)]
pub enum Relay {
	/// To a command of the shell, which reads them from standard input, a line of JSON each. Status 0: taken; 3: all
	/// that was refused counts already; 65: of all that was refused, what does not count already never can; 1: refused,
	/// or not delivered; anything else: the command itself has failed.
	Command {
		/// What is run.
		command: String,
		/// How long it may take.
		patience: Duration,
	},
	/// To a file, at its end.
	File(PathBuf),
	/// To standard output.
	Stdout,
}

/// The most readings at once: a call takes no more.
const BATCH: usize = 96;

/// So often a reading is tried, while others are taken, before it is set aside.
const ATTEMPTS: u32 = 5;

/// After so many failures in a row nobody is there.
const IN_A_ROW: usize = 3;

/// The status for what can never count: `EX_DATAERR` of sysexits.h, which neither curl nor ssh end with when nobody
/// is there.
const NEVER: i32 = 65;

/// Waits between attempts.
#[derive(Clone, Copy, Debug)]
pub struct Waits {
	/// After the first failure; each next one doubles it.
	pub first: Duration,
	/// At most.
	pub longest: Duration,
}

/// Delivers what is in a spool.
pub struct Delivery {
	spool: Spool,
	relay: Relay,
	waits: Waits,
	status: Shared,
	log: Log,
	/// How often each was refused, and what was said last.
	failures: BTreeMap<Interval, (u32, String)>,
}

/// How a round ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
	/// Nothing waits.
	Empty,
	/// Something was taken, or set aside.
	Taken,
	/// Nobody takes anything.
	Failed,
}

impl Delivery {
	/// One that has not tried anything yet.
	pub fn new(spool: Spool, relay: Relay, waits: Waits, status: Shared, log: Log) -> Self {
		Self { spool, relay, waits, status, log, failures: BTreeMap::new() }
	}

	/// Delivers until nobody wakes it any more; then once more. Whether nothing is left, and nothing was set aside
	/// meanwhile: what was before has been told of.
	pub fn run(mut self, wake: &Receiver<()>) -> bool {
		let before = self.spool.refused().unwrap_or(0);
		let mut wait = self.waits.first;
		loop {
			let round = self.round_or_complaint();
			let ended = match round {
				Round::Taken => {
					wait = self.waits.first;
					continue;
				},
				Round::Empty => wake.recv().is_err(),
				Round::Failed => {
					let ended = sleep(wake, wait);
					wait = wait.saturating_mul(2).min(self.waits.longest);
					ended
				},
			};
			if ended {
				while self.round_or_complaint() == Round::Taken {}
				return self.spool.waiting().is_ok_and(|waiting| waiting.is_empty())
					&& self.spool.refused().is_ok_and(|refused| refused <= before);
			}
		}
	}

	fn round_or_complaint(&mut self) -> Round {
		self.round().unwrap_or_else(|error| {
			self.failed(&error.to_string());
			Round::Failed
		})
	}

	/// Tries what waits: all together, and if that fails, each by itself.
	pub fn round(&mut self) -> io::Result<Round> {
		let mut waiting = self.spool.waiting()?;
		waiting.truncate(BATCH);
		let lines = self.spool.lines(&waiting)?;
		let round = self.lines(&lines);
		let (backlog, refused) = (self.spool.waiting()?.len(), self.spool.refused()?);
		self.status.update(|status| {
			status.backlog = backlog;
			status.refused = refused;
		});
		round
	}

	fn lines(&mut self, lines: &BTreeMap<Interval, String>) -> io::Result<Round> {
		if lines.is_empty() {
			return Ok(Round::Empty);
		}
		let all: Vec<&str> = lines.values().map(String::as_str).collect();
		let reply = self.relay.hand(&all)?;
		if reply.taken() {
			return self.taken(lines.keys().copied());
		}
		if !reply.never() {
			self.failed(&reply.said);
		}
		// Any other status is of the command itself, not of a reading.
		if !reply.refused() {
			return Ok(Round::Failed);
		}
		let mut round = Round::Failed;
		let mut in_a_row = 0_usize;
		for (&interval, line) in lines {
			let reply = if lines.len() == 1 { reply.clone() } else { self.relay.hand(&[line])? };
			if reply.taken() {
				round = self.taken([interval])?;
				in_a_row = 0;
				continue;
			}
			if reply.never() {
				round = self.never(interval, &reply.said)?;
				in_a_row = 0;
				continue;
			}
			let failures = self.failures.entry(interval).or_insert((0_u32, String::new()));
			*failures = (failures.0.saturating_add(1), reply.said);
			in_a_row = in_a_row.saturating_add(1);
			// Is nobody there, or are these refused? The newest one tells.
			if in_a_row == IN_A_ROW && round == Round::Failed {
				let Some((&newest, line)) = lines.last_key_value() else { break };
				if !self.relay.hand(&[line])?.taken() {
					break;
				}
				round = self.taken([newest])?;
			}
		}
		if round == Round::Taken {
			self.set_aside()?;
		}
		Ok(round)
	}

	fn taken(&mut self, intervals: impl IntoIterator<Item = Interval>) -> io::Result<Round> {
		for interval in intervals {
			self.spool.delivered(interval)?;
			self.failures.remove(&interval);
		}
		Ok(self.answered())
	}

	/// It will not be taken, however often it is tried.
	fn never(&mut self, interval: Interval, said: &str) -> io::Result<Round> {
		self.failures.remove(&interval);
		self.spool.set_aside(interval, said)?;
		self.log.note(&format!(
			"warning: the reading of interval {interval} can never count, and is set aside in the folder refused: {said}"
		));
		Ok(self.answered())
	}

	/// Somebody is there.
	fn answered(&self) -> Round {
		self.log.over("delivery");
		self.status.update(|status| status.delivery_error = None);
		Round::Taken
	}

	/// Others were taken: what was refused so often stays refused.
	fn set_aside(&mut self) -> io::Result<()> {
		for (interval, (attempts, said)) in std::mem::take(&mut self.failures) {
			if attempts < ATTEMPTS {
				self.failures.insert(interval, (attempts, said));
				continue;
			}
			self.spool.set_aside(interval, &said)?;
			self.log.note(&format!(
				"warning: the reading of interval {interval} was refused {attempts} times while others were taken, and is \
				 set aside in the folder refused: {said}"
			));
		}
		Ok(())
	}

	fn failed(&self, why: &str) {
		self.log.warn("delivery", &format!("readings wait, delivery failed: {why}"));
		self.status.update(|status| status.delivery_error = Some(why.into()));
	}
}

/// Waits for so long, or until nobody wakes any more.
fn sleep(wake: &Receiver<()>, wait: Duration) -> bool {
	let until = Instant::now().checked_add(wait);
	loop {
		let left = until.map_or(wait, |until| until.saturating_duration_since(Instant::now()));
		match wake.recv_timeout(left) {
			Err(RecvTimeoutError::Disconnected) => return true,
			Err(RecvTimeoutError::Timeout) => return false,
			Ok(()) => {},
		}
	}
}

/// What became of readings.
#[derive(Clone, Debug)]
struct Reply {
	status: Option<i32>,
	said: String,
}

impl Reply {
	fn taken(&self) -> bool {
		matches!(self.status, Some(0 | 3))
	}

	fn refused(&self) -> bool {
		self.status == Some(1) || self.never()
	}

	fn never(&self) -> bool {
		self.status == Some(NEVER)
	}
}

impl Relay {
	fn hand(&self, lines: &[&str]) -> io::Result<Reply> {
		let text = lines.iter().fold(String::new(), |text, line| text + line + "\n");
		let taken = || Reply { status: Some(0), said: String::new() };
		match self {
			Self::Command { command, patience } => run(command, text, *patience),
			Self::File(path) => {
				let mut file = OpenOptions::new().create(true).append(true).open(path)?;
				file.write_all(text.as_bytes())?;
				file.sync_all()?;
				Ok(taken())
			},
			Self::Stdout => {
				let mut out = io::stdout().lock();
				out.write_all(text.as_bytes())?;
				out.flush()?;
				Ok(taken())
			},
		}
	}
}

/// Runs a command with this as its standard input.
fn run(command: &str, input: String, patience: Duration) -> io::Result<Reply> {
	let mut child = Command::new("sh")
		.args(["-c", command])
		// The meter's key is nobody else's.
		.env_remove(crate::SECRET)
		.stdin(Stdio::piped())
		.stdout(Stdio::null())
		.stderr(Stdio::piped())
		.spawn()?;
	if let Some(mut stdin) = child.stdin.take() {
		// It may end without having read everything.
		thread::spawn(move || stdin.write_all(input.as_bytes()));
	}
	let said = child.stderr.take().map(|mut stderr| {
		thread::spawn(move || {
			let mut said = Vec::new();
			let _ = stderr.by_ref().take(1 << 14).read_to_end(&mut said);
			let _ = io::copy(&mut stderr, &mut io::sink());
			said
		})
	});
	let Some(status) = wait(&mut child, patience)? else {
		let said = format!("the command did not end within {} s", patience.as_secs());
		return Ok(Reply { status: None, said });
	};
	let said = said.and_then(|said| said.join().ok()).unwrap_or_default();
	let said = String::from_utf8_lossy(&said).trim().to_owned();
	let said = match status.code() {
		Some(code) if said.is_empty() => format!("the command ended with status {code}"),
		Some(code) => format!("{said} (status {code})"),
		None => format!("the command was killed: {said}"),
	};
	Ok(Reply { status: status.code(), said })
}

/// Waits for a command to end; one that takes too long is killed.
fn wait(child: &mut Child, patience: Duration) -> io::Result<Option<std::process::ExitStatus>> {
	let begun = Instant::now();
	loop {
		if let Some(status) = child.try_wait()? {
			return Ok(Some(status));
		}
		if begun.elapsed() > patience {
			child.kill()?;
			child.wait()?;
			return Ok(None);
		}
		thread::sleep(Duration::from_millis(20));
	}
}
