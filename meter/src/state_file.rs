// SPDX-License-Identifier: Apache-2.0

//! Where a meter's state outlives the program.

use std::{
	fs::{File, OpenOptions},
	io::{self, Read, Seek, Write},
	path::Path,
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

/// A file with a meter's state. Nobody else can open it meanwhile, so no counter is given out twice.
#[derive(Debug)]
pub struct StateFile {
	file: File,
	state: Option<State>,
}

impl StateFile {
	/// A new file; fails if there is one.
	pub fn create(path: &Path) -> Result<Self, StateFileError> {
		let file = OpenOptions::new().read(true).write(true).create_new(true).open(path)?;
		file.lock()?;
		Ok(Self { file, state: None })
	}

	/// Opens a file and waits until nobody else has it open.
	pub fn open(path: &Path) -> Result<(Self, State), StateFileError> {
		let mut file = OpenOptions::new().read(true).write(true).open(path)?;
		file.lock()?;
		let mut text = Vec::new();
		file.read_to_end(&mut text)?;
		let state: State = read_json(&text).map_err(StateFileError::Format)?;
		Ok((Self { file, state: Some(state.clone()) }, state))
	}

	/// Writes a state to disk; refuses one that goes back. Do this before a reading leaves the meter.
	pub fn save(&mut self, state: &State) -> Result<(), StateFileError> {
		if let Some(earlier) = &self.state {
			state.follows(earlier)?;
		}
		let mut text = serde_json::to_vec_pretty(state).map_err(io::Error::from)?;
		text.push(b'\n');
		self.file.rewind()?;
		self.file.write_all(&text)?;
		self.file.set_len(text.len().try_into().map_err(io::Error::other)?)?;
		self.file.sync_all()?;
		self.state = Some(state.clone());
		Ok(())
	}
}
