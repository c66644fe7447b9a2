// SPDX-License-Identifier: Apache-2.0

//! From telegrams to signed readings in the spool.

use std::io;

use gridmerit_telegram::{Decoder, Fault, MeterTime, Telegram};
use jiff::Timestamp;

use crate::{
	clock::{Arrival, Clock, moment},
	guard::{Directions, Guard, Stop},
	keeper::{Boundary, Keeper, Metered, Millis, Rules, Sample, Step},
	log::Log,
	signer::{Signer, SignerError},
	spool::Spool,
	status::Shared,
};

/// Why the bridge stops. Nothing that was signed is lost.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
	/// The meter is not what it was.
	#[error(transparent)]
	Stop(#[from] Stop),
	/// It cannot be signed or remembered.
	#[error(transparent)]
	Signer(#[from] SignerError),
	/// It cannot be kept for delivery.
	#[error("the spool: {0}")]
	Spool(io::Error),
}

/// What is up to whoever runs the bridge.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
	/// Whose clock decides.
	pub clock: Clock,
	/// By how much two clocks may differ.
	pub tolerance: Millis,
	/// How far from a boundary a register may be.
	pub nearest: Millis,
	/// Which directions the meter counts.
	pub directions: Directions,
	/// The largest power, in W.
	pub most: u64,
}

/// A meter, read and signed for.
pub struct Bridge {
	settings: Settings,
	decoder: Decoder,
	guard: Guard,
	keeper: Keeper,
	signer: Signer,
	spool: Spool,
	status: Shared,
	log: Log,
	understood: bool,
}

impl Bridge {
	/// Goes on where it stopped.
	pub fn new(
		settings: Settings,
		decoder: Decoder,
		signer: Signer,
		spool: Spool,
		status: Shared,
		log: Log,
	) -> Result<Self, Failure> {
		if let Some(reading) = signer.interrupted() {
			// Signed when the power went. If it was delivered even so, it counts already.
			spool.add(reading).map_err(Failure::Spool)?;
		}
		let length = signer.interval_length();
		let start = signer.boundary();
		let rules = Rules { length, nearest: settings.nearest, jump: settings.tolerance };
		let identity = signer.identity();
		let last = start.map(|start| (begins(start, length), start.totals));
		let backlog = spool.waiting().map_err(Failure::Spool)?.len();
		status.update(|status| {
			status.device.clone_from(&identity.device);
			status.last_interval = signer.stated();
			status.backlog = backlog;
		});
		Ok(Self {
			settings,
			decoder,
			guard: Guard::new(identity, settings.directions, settings.most, last),
			keeper: Keeper::new(rules, signer.stated(), start),
			signer,
			spool,
			status,
			log,
			understood: false,
		})
	}

	/// Bytes have come. How many readings were signed.
	pub fn bytes(&mut self, bytes: &[u8], arrival: Arrival) -> Result<usize, Failure> {
		self.decoder.push(bytes);
		self.telegrams(arrival)
	}

	/// Nothing more will come.
	pub fn finish(&mut self, arrival: Arrival) -> Result<usize, Failure> {
		self.decoder.finish();
		self.telegrams(arrival)
	}

	/// Nothing has come for a while.
	pub fn tick(&mut self, arrival: Arrival) -> Result<usize, Failure> {
		let steps = self.keeper.tick(arrival.steady);
		self.steps(steps)
	}

	/// Whether a telegram of the format has come, be it used or not.
	pub fn has_understood(&self) -> bool {
		self.understood
	}

	fn telegrams(&mut self, arrival: Arrival) -> Result<usize, Failure> {
		let mut signed = 0_usize;
		while let Some(telegram) = self.decoder.next_telegram() {
			match telegram {
				Ok(telegram) => {
					self.understood = true;
					signed = signed.saturating_add(self.telegram(&telegram, arrival)?);
				},
				Err(fault) => self.fault(&fault),
			}
		}
		Ok(signed)
	}

	fn fault(&self, fault: &Fault) {
		let checksum = matches!(fault, Fault::Checksum { .. });
		self.status.update(|status| {
			let count = if checksum { &mut status.checksum_errors } else { &mut status.unused };
			*count = count.saturating_add(1);
		});
		let kind = if checksum { "checksum" } else { "telegram" };
		self.log.warn(kind, &format!("a telegram is not used: {fault}"));
	}

	fn unused(&self, kind: &'static str, why: &dyn std::fmt::Display) {
		self.status.update(|status| status.unused = status.unused.saturating_add(1));
		self.log.warn(kind, &format!("a telegram is not used: {why}"));
	}

	fn telegram(&mut self, telegram: &Telegram, arrival: Arrival) -> Result<usize, Failure> {
		let Settings { clock, tolerance, .. } = self.settings;
		if telegram.line_ends_changed {
			self.log.warn(
				"line ends",
				"the line ends were changed on the way (LF in place of CRLF): the checksum is right with those that the \
				 meter sent, so the telegram is used",
			);
		}
		let at = match moment(telegram.time, arrival, clock, tolerance) {
			Ok(at) => at,
			Err(fault) => {
				self.unused("clock", &fault);
				return Ok(0);
			},
		};
		let totals = match self.guard.check(telegram, at)? {
			Ok(totals) => totals,
			Err(doubt) => {
				self.unused("doubt", &doubt);
				return Ok(0);
			},
		};
		self.log.over("clock");
		self.log.over("doubt");
		self.status.update(|status| {
			status.device.clone_from(&self.guard.identity().device);
			status.telegrams = status.telegrams.saturating_add(1);
			status.last_telegram = Some(at);
			status.import = Some(totals.import);
			status.export = Some(totals.export);
		});
		let uptime = match telegram.time {
			Some(MeterTime::Uptime(uptime)) => Some(uptime),
			_ => None,
		};
		// By the meter's clock alone nothing happens now: a recording is read in no time.
		let steady = (clock != Clock::Meter).then_some(arrival.steady);
		let steps = self.keeper.take(Sample { at, steady, uptime, totals });
		self.steps(steps)
	}

	fn steps(&mut self, steps: Vec<Step>) -> Result<usize, Failure> {
		let mut signed = 0_usize;
		for step in steps {
			match step {
				Step::Metered(metered) => {
					signed = signed.saturating_add(usize::from(self.sign(&metered)?));
				},
				Step::Began(boundary) => {
					self.note_boundary(boundary);
					self.remember()?;
					self.log.note(&format!(
						"interval {} begins, {}: {}",
						boundary.interval,
						self.when(boundary.interval),
						off(boundary.off)
					));
				},
				Step::Missed { first, last, nearest } => self.missed(first, last, nearest),
				Step::Jumped(by) => self.log.warn(
					"jump",
					&format!(
						"the clock was set by {} s: the interval that was in progress is not stated",
						by / 1_000
					),
				),
			}
			self.remember()?;
		}
		Ok(signed)
	}

	/// After what was signed is in the spool: the other way round a power cut would lose it.
	fn remember(&mut self) -> Result<(), Failure> {
		Ok(self.signer.remember(self.guard.identity(), self.keeper.start())?)
	}

	/// Signs the reading of an interval, unless there is no room for it.
	fn sign(&mut self, metered: &Metered) -> Result<bool, Failure> {
		self.note_boundary(metered.end);
		let interval = metered.start.interval;
		if self.spool.full().map_err(Failure::Spool)? {
			self.log.warn(
				"spool",
				&format!(
					"the spool is full: interval {interval} is not signed; the oldest readings are kept until they are delivered"
				),
			);
			return Ok(false);
		}
		let reading = self.signer.sign(metered)?;
		self.spool.add(&reading).map_err(Failure::Spool)?;
		let backlog = self.spool.waiting().map_err(Failure::Spool)?.len();
		self.status.update(|status| {
			status.last_interval = Some(interval);
			status.signed = status.signed.saturating_add(1);
			status.backlog = backlog;
		});
		self.log.over("spool");
		self.log.note(&format!(
			"interval {interval}, {}: {} Wh drawn, {} Wh fed in; {}",
			self.when(interval),
			reading.reading.import,
			reading.reading.export,
			off(metered.end.off)
		));
		Ok(true)
	}

	fn missed(&self, first: u32, last: u32, nearest: Option<Millis>) {
		let count = u64::from(last.abs_diff(first)).saturating_add(1);
		self.status.update(|status| status.missed = status.missed.saturating_add(count));
		let boundaries = if count == 1 {
			format!("no register at the beginning of interval {first}, {}", self.when(first))
		} else {
			format!(
				"no register at the beginnings of the intervals {first} to {last}, {} to {}",
				self.when(first),
				self.when(last)
			)
		};
		let nearest = nearest.map_or(String::new(), |nearest| {
			let (limit, seconds) =
				(self.settings.nearest / 1_000, nearest.saturating_abs() / 1_000);
			format!(" (the nearest was {seconds} s off, --nearest is {limit} s)")
		});
		let what = "the intervals on both sides are not stated; the registers carry on";
		self.log.note(&format!("warning: {boundaries}{nearest}: {what}"));
	}

	fn note_boundary(&self, boundary: Boundary) {
		let seconds = i32::try_from(boundary.off).map_or(f64::NAN, |off| f64::from(off) / 1_000.0);
		self.status.update(|status| status.boundary_offset = Some(seconds));
	}

	/// When an interval begins, for people.
	fn when(&self, interval: u32) -> String {
		let at = i64::from(interval).saturating_mul(self.signer.interval_length());
		Timestamp::from_millisecond(at).map_or_else(|_| "?".into(), |at| at.to_string())
	}
}

fn begins(boundary: Boundary, length: Millis) -> Millis {
	Millis::from(boundary.interval).saturating_mul(length)
}

/// How far off a register was, for people.
fn off(off: Millis) -> String {
	let seconds = off.saturating_abs() / 1_000;
	let tenth = off.saturating_abs() % 1_000 / 100;
	match off {
		0 => "register read at the boundary".into(),
		off if off > 0 => format!("register read {seconds}.{tenth} s after the boundary"),
		_ => format!("register read {seconds}.{tenth} s before the boundary"),
	}
}
