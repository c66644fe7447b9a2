// SPDX-License-Identifier: Apache-2.0

//! Signed readings that are not delivered yet: a file each, named by the interval.

use std::{
	collections::BTreeMap,
	fs, io,
	path::{Path, PathBuf},
};

use gridmerit_meter::{Interval, SignedReading, read_json};

use crate::files;

/// A folder of readings, at most so many.
#[derive(Clone, Debug)]
pub struct Spool {
	folder: PathBuf,
	refused: PathBuf,
	most: usize,
}

/// How many digits the largest interval has: names are in the order of intervals.
const DIGITS: usize = 10;

impl Spool {
	/// The spool in a folder, which is made if need be.
	pub fn open(folder: &Path, most: usize) -> io::Result<Self> {
		let spool = Self { folder: folder.join("spool"), refused: folder.join("refused"), most };
		fs::create_dir_all(&spool.folder)?;
		fs::create_dir_all(&spool.refused)?;
		Ok(spool)
	}

	/// Keeps a reading.
	pub fn add(&self, reading: &SignedReading) -> io::Result<()> {
		let text = serde_json::to_vec(reading).map_err(io::Error::from)?;
		files::put(&self.path(reading.reading.interval), &text)
	}

	/// What waits, the oldest first.
	pub fn waiting(&self) -> io::Result<Vec<Interval>> {
		let mut waiting = Vec::new();
		for entry in fs::read_dir(&self.folder)? {
			let name = entry?.file_name();
			let number = name.to_str().and_then(|name| name.strip_suffix(".json"));
			waiting.extend(number.and_then(|number| number.parse::<Interval>().ok()));
		}
		waiting.sort_unstable();
		Ok(waiting)
	}

	/// Whether there is no room for another one.
	pub fn full(&self) -> io::Result<bool> {
		Ok(self.waiting()?.len() >= self.most)
	}

	/// The readings of these intervals, a line of JSON each; one that cannot be read is set aside.
	pub fn lines(&self, intervals: &[Interval]) -> io::Result<BTreeMap<Interval, String>> {
		let mut lines = BTreeMap::new();
		for &interval in intervals {
			let text = fs::read_to_string(self.path(interval))?;
			match read_json::<SignedReading>(text.as_bytes()) {
				Ok(_) => {
					lines.insert(interval, text.trim_end().into());
				},
				Err(_) => self.set_aside(interval, "this is no signed reading")?,
			}
		}
		Ok(lines)
	}

	/// It was delivered.
	pub fn delivered(&self, interval: Interval) -> io::Result<()> {
		files::remove(&self.path(interval))
	}

	/// It will not be taken, ever: kept beside the spool, with what was said.
	pub fn set_aside(&self, interval: Interval, why: &str) -> io::Result<()> {
		let name = format!("{interval:0DIGITS$}");
		files::put(&self.refused.join(format!("{name}.txt")), why.as_bytes())?;
		fs::rename(self.path(interval), self.refused.join(format!("{name}.json")))
	}

	/// How many were set aside.
	pub fn refused(&self) -> io::Result<usize> {
		let mut count = 0_usize;
		for entry in fs::read_dir(&self.refused)? {
			let json = entry?.path().extension().is_some_and(|extension| extension == "json");
			count = count.saturating_add(usize::from(json));
		}
		Ok(count)
	}

	fn path(&self, interval: Interval) -> PathBuf {
		self.folder.join(format!("{interval:0DIGITS$}.json"))
	}
}
