// SPDX-License-Identifier: Apache-2.0

//! Files that are whole or not there, whenever the power goes.

use std::{
	fs::{self, File},
	io::{self, Write},
	path::Path,
};

/// Puts a file in its place at once: who reads it sees the old one or the new one.
pub fn put(path: &Path, content: &[u8]) -> io::Result<()> {
	let new = path.with_extension("new");
	let mut file = File::create(&new)?;
	file.write_all(content)?;
	file.sync_all()?;
	fs::rename(&new, path)?;
	sync_folder(path)
}

/// Takes a file away for good.
pub fn remove(path: &Path) -> io::Result<()> {
	match fs::remove_file(path) {
		Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
		other => other.and_then(|()| sync_folder(path)),
	}
}

/// A name is in its folder, which is written apart.
fn sync_folder(path: &Path) -> io::Result<()> {
	match path.parent() {
		Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
		_ => Ok(()),
	}
}
