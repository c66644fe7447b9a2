// SPDX-License-Identifier: Apache-2.0

//! What the bridge remembers of a meter, and signs with its key.

use std::{
	fs::{self, File, OpenOptions, TryLockError},
	io,
	path::Path,
};

use gridmerit_meter::{
	H256, Interval, Keypair, Meter, MeterError, MeterIndex, SignedReading, StateFile,
	StateFileError, read_json,
};
use gridmerit_telegram::{Basis, Obis};
use serde::{Deserialize, Serialize};

use crate::{
	files,
	guard::Identity,
	keeper::{Boundary, Metered, Millis, Totals},
};

/// The names of the files in the bridge's folder.
const STATE: &str = "meter.json";
const PROGRESS: &str = "bridge.json";
const LOCK: &str = "lock";

/// Why nothing is signed.
#[derive(Debug, thiserror::Error)]
pub enum SignerError {
	/// The file system says no.
	#[error("{0}: {1}")]
	Io(String, io::Error),
	/// The meter's state is not read or written.
	#[error("{STATE}: {0}")]
	State(#[from] StateFileError),
	/// A reading cannot be true.
	#[error(transparent)]
	Meter(#[from] MeterError),
	/// The registers are below those of the last reading.
	#[error(
		"the {0} register, {1} Wh, is below that of the last reading, {2} Wh: a meter that was replaced or reset gets a \
		 key of its own (rotateKey), and begins anew with --new in an empty folder"
	)]
	Back(&'static str, u64, u64),
	/// The file of the progress holds something else.
	#[error("{PROGRESS}: {0}")]
	Format(String),
	/// Another bridge is at work.
	#[error("another bridge works in this folder")]
	Locked,
	/// There is a meter already.
	#[error("there is a meter's state already: leave out --new to go on, or take an empty folder")]
	Exists,
	/// The state that is there is of another meter.
	#[error("{STATE} is the state of meter {0} on the chain with genesis {1}")]
	Other(MeterIndex, H256),
	/// There is no meter yet.
	#[error("there is no {0}: --new makes it, once")]
	Missing(&'static str),
}

/// What is written beside the meter's own state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Progress {
	/// Milliseconds.
	interval_length: Millis,
	device: Option<String>,
	#[serde(default)]
	import: Vec<String>,
	#[serde(default)]
	export: Vec<String>,
	boundary: Option<Boundary>,
}

/// A meter's key, its state, and how far the bridge has come.
#[derive(Debug)]
pub struct Signer {
	path: std::path::PathBuf,
	meter: Meter,
	file: StateFile,
	progress: Progress,
	_lock: File,
}

impl Signer {
	/// Begins in a folder. The state of a meter that may be there, as `gridmerit-meter read` writes it, is gone on with.
	pub fn create(
		folder: &Path,
		keypair: Keypair,
		genesis: H256,
		index: MeterIndex,
		interval_length: Millis,
	) -> Result<Self, SignerError> {
		fs::create_dir_all(folder).map_err(io_error(folder))?;
		let lock = lock(folder)?;
		if folder.join(PROGRESS).exists() {
			return Err(SignerError::Exists);
		}
		let path = folder.join(STATE);
		let (file, meter) = match fs::metadata(&path) {
			Ok(there) if there.len() > 0 => {
				let (file, state) = StateFile::open(&path)?;
				if (state.meter, state.genesis) != (index, genesis) {
					return Err(SignerError::Other(state.meter, state.genesis));
				}
				(file, Meter::resume(keypair, state)?)
			},
			// The power went while it was being made.
			_ => {
				files::remove(&path).map_err(io_error(&path))?;
				let meter = Meter::new(keypair, genesis, index);
				let mut file = StateFile::create(&path)?;
				file.save(meter.state())?;
				(file, meter)
			},
		};
		let progress = Progress {
			interval_length,
			device: None,
			import: Vec::new(),
			export: Vec::new(),
			boundary: None,
		};
		let signer = Self { path: folder.into(), meter, file, progress, _lock: lock };
		signer.write()?;
		Ok(signer)
	}

	/// Goes on.
	pub fn open(folder: &Path, keypair: Keypair) -> Result<Self, SignerError> {
		for name in [STATE, PROGRESS] {
			if !folder.join(name).exists() {
				return Err(SignerError::Missing(name));
			}
		}
		let lock = lock(folder)?;
		let path = folder.join(PROGRESS);
		let text = fs::read(&path).map_err(io_error(&path))?;
		let progress: Progress = read_json(&text).map_err(SignerError::Format)?;
		if progress.interval_length <= 0 {
			return Err(SignerError::Format("intervalLength is not positive".into()));
		}
		let (file, state) = StateFile::open(&folder.join(STATE))?;
		let meter = Meter::resume(keypair, state)?;
		Ok(Self { path: folder.into(), meter, file, progress, _lock: lock })
	}

	/// The meter's index on the chain.
	pub fn meter_index(&self) -> MeterIndex {
		self.meter.state().meter
	}

	/// Length of an interval.
	pub fn interval_length(&self) -> Millis {
		self.progress.interval_length
	}

	/// Which meter it is.
	pub fn identity(&self) -> Identity {
		let basis = |names: &[String]| {
			let names: Vec<Obis> = names.iter().filter_map(|name| Obis::parse(name)).collect();
			Basis::of_names(&names)
		};
		let Progress { device, import, export, .. } = &self.progress;
		Identity { device: device.clone(), import: basis(import), export: basis(export) }
	}

	/// Its last reading.
	pub fn last(&self) -> Option<&SignedReading> {
		self.meter.state().last.as_ref()
	}

	/// The last interval that was stated.
	pub fn stated(&self) -> Option<Interval> {
		self.last().map(|last| last.reading.interval)
	}

	/// The last boundary whose register is known. After a power cut the reading may be further than what was written
	/// beside it.
	pub fn boundary(&self) -> Option<Boundary> {
		let of_reading = self.last().and_then(|last| {
			let interval = last.reading.interval.checked_add(1)?;
			let totals = Totals {
				import: last.reading.import_register,
				export: last.reading.export_register,
			};
			Some(Boundary { interval, totals, off: 0 })
		});
		let written = self.progress.boundary;
		match (written, of_reading) {
			(Some(written), Some(reading)) if reading.interval > written.interval => Some(reading),
			(None, reading) => reading,
			(written, _) => written,
		}
	}

	/// The last reading, if it was signed and nothing behind that was written: it may have got no further.
	pub fn interrupted(&self) -> Option<&SignedReading> {
		let last = self.last()?;
		let written = self.progress.boundary.map(|boundary| boundary.interval);
		(written <= Some(last.reading.interval)).then_some(last)
	}

	/// Signs the reading of an interval, and remembers it on disk before anybody sees it.
	pub fn sign(&mut self, metered: &Metered) -> Result<SignedReading, SignerError> {
		let Metered { start, end } = metered;
		let state = self.meter.state();
		let beyond = |what, now: u64, before: u64| {
			now.checked_sub(before).ok_or(SignerError::Back(what, now, before))
		};
		// What flowed while nothing was stated shows in the registers alone.
		let import_gap = beyond("import", start.totals.import, state.import_register)?;
		let export_gap = beyond("export", start.totals.export, state.export_register)?;
		let import = beyond("import", end.totals.import, start.totals.import)?;
		let export = beyond("export", end.totals.export, start.totals.export)?;
		self.meter.flow(import_gap, export_gap)?;
		let signed = self.meter.read(start.interval, import, export)?;
		self.file.save(self.meter.state())?;
		Ok(signed)
	}

	/// Remembers how far it has come.
	pub fn remember(
		&mut self,
		identity: &Identity,
		boundary: Option<Boundary>,
	) -> Result<(), SignerError> {
		let names = |basis: &Option<Basis>| {
			let names = basis.as_ref().map(Basis::names).unwrap_or_default();
			names.iter().map(Obis::to_string).collect()
		};
		let progress = Progress {
			interval_length: self.progress.interval_length,
			device: identity.device.clone(),
			import: names(&identity.import),
			export: names(&identity.export),
			boundary: boundary.or(self.progress.boundary),
		};
		if progress == self.progress {
			return Ok(());
		}
		self.progress = progress;
		self.write()
	}

	fn write(&self) -> Result<(), SignerError> {
		let path = self.path.join(PROGRESS);
		let mut text = serde_json::to_vec_pretty(&self.progress)
			.map_err(|error| SignerError::Format(error.to_string()))?;
		text.push(b'\n');
		files::put(&path, &text).map_err(io_error(&path))
	}
}

fn lock(folder: &Path) -> Result<File, SignerError> {
	let path = folder.join(LOCK);
	let mut options = OpenOptions::new();
	let file =
		options.create(true).truncate(false).write(true).open(&path).map_err(io_error(&path))?;
	match file.try_lock() {
		Ok(()) => Ok(file),
		Err(TryLockError::WouldBlock) => Err(SignerError::Locked),
		Err(TryLockError::Error(error)) => Err(io_error(&path)(error)),
	}
}

fn io_error(path: &Path) -> impl FnOnce(io::Error) -> SignerError {
	let name = path.display().to_string();
	move |error| SignerError::Io(name, error)
}
