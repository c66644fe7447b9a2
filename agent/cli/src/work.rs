// SPDX-License-Identifier: Apache-2.0

//! Finds the proof of work that an application to become a TE node takes.

use std::{
	process::ExitCode,
	sync::{
		Arc,
		atomic::{AtomicBool, AtomicU64, Ordering},
	},
	thread::available_parallelism,
	time::{Duration, Instant},
};

use blake2::{Blake2b, Digest, digest::consts::U32};
use clap::Args;
use gridmerit_meter::{H256, parse_hash};
use gridmerit_trust::{MAX_ID, Search, Work};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use tokio::{task::JoinSet, time::interval};

use crate::{
	failure::Failure,
	options::{CommonOptions, WhoseOptions},
};

/// Tries between two looks at whether to stop.
const TRIES: u32 = 1 << 14;
/// Between the first nonces of two threads: more than either tries, and small enough for any JSON.
const APART: u64 = 1 << 40;
/// More threads would not be waited for.
const MOST_THREADS: usize = 256;
/// Between two looks at the progress.
const TICK: Duration = Duration::from_millis(200);
/// Between two lines of it where there is no terminal.
const LINE: Duration = Duration::from_secs(10);

#[derive(Args)]
pub struct WorkOptions {
	#[command(flatten)]
	pub common: CommonOptions,
	#[command(flatten)]
	pub whose: WhoseOptions,
	/// Without a chain: the zero bits that it asks for
	#[arg(long, requires = "genesis", value_parser = clap::value_parser!(u8).range(0..=40))]
	pub bits: Option<u8>,
	/// Without a chain: the hash of its first block
	#[arg(long, value_name = "HASH", requires = "bits", value_parser = parse_hash)]
	pub genesis: Option<H256>,
}

/// BLAKE2b with 256 bits, as chains have it.
fn blake2_256(bytes: &[u8]) -> [u8; 32] {
	Blake2b::<U32>::digest(bytes).into()
}

pub async fn work(options: &WorkOptions) -> Result<ExitCode, Failure> {
	let account = options.whose.account()?;
	let (work, identity) = match (options.bits, options.genesis) {
		(Some(bits), Some(genesis)) => (Work { bits }, [genesis.0, account.0].concat()),
		_ => options.common.connect().await?.best().await?.work_asked(&account).await?,
	};
	if work.bits == 0 {
		eprintln!("the chain asks for no work: any nonce does");
	}
	let nonce = search(work, &identity).await?;
	let value = json!({
		"account": account.to_string(), "bits": work.bits,
		"identity": gridmerit_meter::to_hex(&identity), "nonce": nonce,
	});
	match options.common.json {
		true => println!("{}", serde_json::to_string_pretty(&value)?),
		false => println!("{nonce}"),
	}
	Ok(ExitCode::SUCCESS)
}

/// Ends the threads of a search when it goes away, found or not: nobody could end the program before.
struct Stop(Arc<AtomicBool>);

impl Drop for Stop {
	fn drop(&mut self) {
		self.0.store(true, Ordering::Relaxed);
	}
}

/// Searches on all cores, and shows how far it is.
pub async fn search(work: Work, identity: &[u8]) -> Result<u64, Failure> {
	let threads = available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
	let stop = Stop(Arc::default());
	let tried = Arc::new(AtomicU64::new(0));
	let mut searches = JoinSet::new();
	for first in (0..threads as u64).map(|thread| thread.saturating_mul(APART)) {
		let mut search = Search::new(work, identity, first)
			.ok_or_else(|| format!("an identity has at most {MAX_ID} bytes"))?;
		let (stopped, tried) = (stop.0.clone(), tried.clone());
		searches.spawn_blocking(move || {
			while !stopped.load(Ordering::Relaxed) {
				let found = search.step(blake2_256, TRIES);
				if found.is_some() {
					return found;
				}
				tried.fetch_add(TRIES.into(), Ordering::Relaxed);
			}
			None
		});
	}
	let mut progress = Progress::new(work)?;
	let mut ticks = interval(TICK);
	loop {
		tokio::select! {
			ended = searches.join_next() => match ended {
				Some(Ok(Some(nonce))) => return Ok(nonce),
				Some(Ok(None)) => {},
				Some(Err(error)) => return Err(error.into()),
				None => return Err("the search has ended without a nonce".into()),
			},
			_ = ticks.tick() => progress.show(tried.load(Ordering::Relaxed)),
		}
	}
}

/// How many hashes were tried, of how many it takes on average, and how fast: on standard error.
struct Progress {
	bar: ProgressBar,
	average: u64,
	begun: Instant,
	line: Instant,
}

impl Progress {
	fn new(work: Work) -> Result<Self, Failure> {
		let average = 1_u64.checked_shl(work.bits.into()).unwrap_or(u64::MAX);
		let style = "{elapsed_precise} {human_pos} tried, about {human_len} expected, {per_sec}";
		let bar = ProgressBar::new(average).with_style(ProgressStyle::with_template(style)?);
		let now = Instant::now();
		Ok(Self { bar, average, begun: now, line: now })
	}

	fn show(&mut self, tried: u64) {
		self.bar.set_position(tried);
		// A log gets lines.
		if self.bar.is_hidden() && self.line.elapsed() >= LINE {
			self.line = Instant::now();
			let seconds = self.begun.elapsed().as_secs().max(1);
			let Self { average, .. } = self;
			eprintln!("{tried} tried, about {average} expected, {}/s", tried / seconds);
		}
	}
}

impl Drop for Progress {
	fn drop(&mut self) {
		self.bar.finish_and_clear();
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[tokio::test]
	async fn a_proof_is_found() {
		let identity = [[1; 32], [2; 32]].concat();
		for bits in [0, 1, 12] {
			let nonce = search(Work { bits }, &identity).await.unwrap();
			assert!(Work { bits }.is_done(blake2_256, &identity, nonce));
		}
		// What Python's hashlib finds first.
		assert!(Work { bits: 12 }.is_done(blake2_256, &[9; 32], 94));
		assert!(search(Work { bits: 1 }, &[0; MAX_ID + 1]).await.is_err());
	}

	#[tokio::test]
	async fn a_search_that_is_given_up_ends() {
		let identity = [7; 64];
		let endless = search(Work { bits: 255 }, &identity);
		assert!(tokio::time::timeout(Duration::from_millis(50), endless).await.is_err());
		// The test ends when its threads have.
	}
}
