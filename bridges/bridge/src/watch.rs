// SPDX-License-Identifier: Apache-2.0

//! Notices when a meter is not heard, and keeps the file of the status fresh.

use std::{
	path::PathBuf,
	time::{Duration, Instant},
};

use gridmerit_bridge::{Log, Shared, Status};
use gridmerit_telegram::Format;

/// The file of the status is written at least so often.
const FRESH: Duration = Duration::from_secs(60);

/// What is looked at each second.
pub struct Watch {
	/// Where a meter is heard.
	pub source: String,
	/// What it speaks.
	pub format: Format,
	/// So long it may be silent.
	pub silence: Duration,
	/// The bridge's folder.
	pub folder: PathBuf,
	/// How it is doing.
	pub status: Shared,
	/// Where it is said.
	pub log: Log,
	heard: Heard,
	written: Option<(Instant, Status)>,
}

/// When the last telegram was used.
struct Heard {
	telegrams: u64,
	since: Instant,
	bytes: u64,
	warn_after: Duration,
}

impl Watch {
	/// Begins now.
	pub fn new(
		source: String,
		format: Format,
		silence: Duration,
		folder: PathBuf,
		status: Shared,
		log: Log,
	) -> Self {
		let heard = Heard { telegrams: 0, since: Instant::now(), bytes: 0, warn_after: silence };
		Self { source, format, silence, folder, status, log, heard, written: None }
	}

	/// Looks; so many bytes have come so far.
	pub fn look(&mut self, bytes: u64) {
		let status = self.status.get();
		if status.telegrams != self.heard.telegrams {
			let (telegrams, since) = (status.telegrams, Instant::now());
			self.heard = Heard { telegrams, since, bytes, warn_after: self.silence };
		} else if self.heard.since.elapsed() >= self.heard.warn_after {
			let seconds = self.heard.since.elapsed().as_secs();
			let (source, advice) = (&self.source, advice(self.format));
			let what = if bytes == self.heard.bytes {
				format!("nothing has come from {source} for {seconds} s")
			} else {
				format!(
					"bytes come from {source}, but no telegram that can be used for {seconds} s"
				)
			};
			self.log.note(&format!("warning: {what}. {advice}"));
			self.heard.warn_after = self.heard.warn_after.saturating_mul(2);
		}
		let fresh = self.written.as_ref().is_some_and(|(at, written)| {
			at.elapsed() < FRESH && standing(written) == standing(&status)
		});
		if !fresh {
			self.write(status);
		}
	}

	/// Writes the file of the status.
	fn write(&mut self, status: Status) {
		if let Err(error) = self.status.write(&self.folder) {
			self.log.warn("status", &format!("the status cannot be written: {error}"));
		}
		self.written = Some((Instant::now(), status));
	}
}

/// What is written at once when it changes; memory cards wear out.
fn standing(status: &Status) -> impl PartialEq {
	let Status { last_interval, missed, backlog, refused, delivery_error, .. } = status.clone();
	(last_interval, missed, backlog, refused, delivery_error)
}

/// What to look at when a meter is not heard.
fn advice(format: Format) -> &'static str {
	match format {
		Format::P1 => {
			"P1 sends every 1 to 10 s: is pin 2 (data request) at 5 V, the line inverted, the speed right (115200,8N1; up to \
			 DSMR 3 9600,7E1), the port switched on by the grid operator?"
		},
		Format::Iec62056 => {
			"Mode D sends every few seconds; other meters have to be asked (--ask). Is the reading head in its place, the \
			 speed right (--line)?"
		},
		Format::Sml => {
			"SML comes every 1 to 4 s: is the reading head in its place, the speed right (9600,8N1)? Many meters send all \
			 their digits only after the PIN was entered"
		},
		Format::Dlms => {
			"A push comes every few seconds to every hour, as the grid operator has set it (--silence): is the port switched \
			 on, the speed right (2400,8E1; some 2400,8N1 or 115200,8N1), the key the right one?"
		},
		Format::SunSpec => {
			"Is Modbus TCP switched on in the device, with SunSpec as its map, and the unit the right one (modbus:HOST/UNIT)?"
		},
		Format::Mbus => {
			"A meter on an M-Bus has to be asked (--ask), and be alone on the bus: is the level converter powered, the speed \
			 right (2400,8E1)?"
		},
	}
}
