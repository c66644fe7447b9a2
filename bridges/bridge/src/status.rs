// SPDX-License-Identifier: Apache-2.0

//! How the bridge is doing, for people and programs that look.

use std::{
	fs, io,
	path::Path,
	sync::{Arc, Mutex, PoisonError},
};

use gridmerit_meter::{Interval, Wh};
use serde::Serialize;

/// The name of its file in the bridge's folder.
const FILE: &str = "status.json";

/// What there is to know. Times are in milliseconds since 1970.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
	/// The device, as its telegrams name it.
	pub device: Option<String>,
	/// Telegrams that were used.
	pub telegrams: u64,
	/// Telegrams whose checksum was wrong.
	pub checksum_errors: u64,
	/// Telegrams that were not used for another reason.
	pub unused: u64,
	/// When the last one that was used was read.
	pub last_telegram: Option<i64>,
	/// All energy drawn by then, in Wh.
	pub import: Option<Wh>,
	/// All energy fed in by then, in Wh.
	pub export: Option<Wh>,
	/// The last interval that was signed.
	pub last_interval: Option<Interval>,
	/// How many seconds after the end of the last boundary its register was read; negative: before.
	pub boundary_offset: Option<f64>,
	/// Intervals signed since the bridge was started.
	pub signed: u64,
	/// Boundaries since then that had no register.
	pub missed: u64,
	/// Signed readings that wait for delivery.
	pub backlog: usize,
	/// Readings that the relay never takes, set aside.
	pub refused: usize,
	/// Why the last delivery failed, until one works.
	pub delivery_error: Option<String>,
}

/// A status that several parts of the bridge write to.
#[derive(Clone, Debug, Default)]
pub struct Shared(Arc<Mutex<Status>>);

impl Shared {
	/// Changes it.
	pub fn update(&self, change: impl FnOnce(&mut Status)) {
		change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
	}

	/// As it is now.
	pub fn get(&self) -> Status {
		self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
	}

	/// Writes it to its file; it may be lost when the power goes, but is never half there.
	pub fn write(&self, folder: &Path) -> io::Result<()> {
		let mut text = serde_json::to_vec_pretty(&self.get()).map_err(io::Error::from)?;
		text.push(b'\n');
		let new = folder.join("status.new");
		fs::write(&new, text)?;
		fs::rename(new, folder.join(FILE))
	}
}
