// SPDX-License-Identifier: Apache-2.0

//! Where a meter's state outlives the program.

use std::{
	fs::{self, File, OpenOptions},
	io::{self, Read, Write},
	path::{Path, PathBuf},
};

use crate::{
	meter::{MeterError, State},
	signed::read_json,
};

/// Why a state is not read or written.
#[derive(Debug, thiserror::Error)]
pub enum StateFileError {
	/// The file system says no.
	#[error(transparent)]
	Io(#[from] io::Error),
	/// The file holds something else.
	#[error("this is no state of a meter: {0}")]
	Format(String),
	/// The state does not follow the one that the file holds.
	#[error(transparent)]
	Meter(#[from] MeterError),
}

/// A file with a meter's state. Nobody else can open it meanwhile, so no counter is given out twice. It is replaced
/// as a whole: when the power goes, it holds the state before or the one after.
#[derive(Debug)]
pub struct StateFile {
	path: PathBuf,
	/// Locked as long as it is open.
	file: File,
	state: Option<State>,
}

impl StateFile {
	/// A new file; fails if there is one.
	pub fn create(path: &Path) -> Result<Self, StateFileError> {
		let file = OpenOptions::new().read(true).write(true).create_new(true).open(path)?;
		file.lock()?;
		Ok(Self { path: path.canonicalize()?, file, state: None })
	}

	/// Opens a file and waits until nobody else has it open.
	pub fn open(path: &Path) -> Result<(Self, State), StateFileError> {
		let path = path.canonicalize()?;
		let mut file = loop {
			let file = OpenOptions::new().read(true).write(true).open(&path)?;
			file.lock()?;
			// Whoever had it open may have put another one in its place.
			if is_at(&file, &path)? {
				break file;
			}
		};
		let mut text = Vec::new();
		file.read_to_end(&mut text)?;
		let state: State = read_json(&text).map_err(StateFileError::Format)?;
		Ok((Self { path, file, state: Some(state.clone()) }, state))
	}

	/// Writes a state to disk; refuses one that goes back. Do this before a reading leaves the meter.
	pub fn save(&mut self, state: &State) -> Result<(), StateFileError> {
		if let Some(earlier) = &self.state {
			state.follows(earlier)?;
		}
		let mut text = serde_json::to_vec_pretty(state).map_err(io::Error::from)?;
		text.push(b'\n');
		let mut name = self.path.clone().into_os_string();
		name.push(".new");
		let mut options = OpenOptions::new();
		let mut new = options.read(true).write(true).create(true).truncate(true).open(&name)?;
		new.lock()?;
		new.set_permissions(self.file.metadata()?.permissions())?;
		new.write_all(&text)?;
		new.sync_all()?;
		fs::rename(&name, &self.path)?;
		sync_folder(&self.path)?;
		self.file = new;
		self.state = Some(state.clone());
		Ok(())
	}
}

/// Whether an open file is the one at a path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
	use std::os::unix::fs::MetadataExt;
	let open = file.metadata()?;
	let there = fs::metadata(path)?;
	Ok((open.dev(), open.ino()) == (there.dev(), there.ino()))
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> io::Result<bool> {
	Ok(true)
}

/// A name is in its folder, which is written apart.
fn sync_folder(path: &Path) -> io::Result<()> {
	match path.parent() {
		Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
		_ => Ok(()),
	}
}
