// SPDX-License-Identifier: Apache-2.0

//! Files that are there whole, or not at all.

use std::{
	fs::{self, OpenOptions, Permissions},
	io::{self, BufWriter, ErrorKind, Write},
	os::unix::fs::PermissionsExt,
	path::Path,
};

/// Who may read and write a new file, before the umask: temporary files are their owner's alone.
const ANYBODY: u32 = 0o666;

/// Writes a file beside its place, and puts it there when all of it is on disk. What was there before is there until
/// then, and stays if anything fails. Who may read it stays, too, and a link goes on to name it. A pipe or a terminal
/// has no such place, and is written to as it is.
pub fn put<Error: From<io::Error>>(
	path: &Path,
	write: impl FnOnce(&mut dyn Write) -> Result<(), Error>,
) -> Result<(), Error> {
	let before = match fs::metadata(path) {
		Err(error) if error.kind() == ErrorKind::NotFound => None,
		found => Some(found?),
	};
	if before.as_ref().is_some_and(|before| !before.is_file()) {
		let mut file = OpenOptions::new().write(true).open(path)?;
		write(&mut file)?;
		return Ok(file.flush()?);
	}
	let path = before.as_ref().map_or_else(|| Ok(path.into()), |_| path.canonicalize())?;
	let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
	let mut builder = tempfile::Builder::new();
	let mut file = builder
		.permissions(Permissions::from_mode(ANYBODY))
		.tempfile_in(folder.unwrap_or(Path::new(".")))?;
	let mut buffered = BufWriter::new(&mut file);
	write(&mut buffered)?;
	buffered.flush()?;
	drop(buffered);
	if let Some(before) = before {
		file.as_file().set_permissions(before.permissions())?;
	}
	file.as_file().sync_all()?;
	file.persist(&path).map_err(|error| error.error)?;
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	fn write(path: &Path, text: &str) -> io::Result<()> {
		put(path, |file| file.write_all(text.as_bytes()))
	}

	/// What there is in a folder.
	fn names(folder: &Path) -> Vec<String> {
		let entries = fs::read_dir(folder).unwrap();
		let mut names: Vec<_> =
			entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
		names.sort();
		names
	}

	#[test]
	fn what_fails_leaves_what_was_there() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("bill.csv");
		let half = |path: &Path| {
			put(path, |file| {
				file.write_all(b"half of")?;
				Err(io::Error::other("the chain went away"))
			})
		};
		assert_eq!(half(&path).unwrap_err().to_string(), "the chain went away");
		assert_eq!(names(folder.path()), [""; 0]);
		write(&path, "all").unwrap();
		assert!(half(&path).is_err());
		assert_eq!(fs::read_to_string(&path).unwrap(), "all");
		// Who looks meanwhile sees the one before.
		let meanwhile = put(&path, |file| {
			file.write_all(b"another")?;
			assert_eq!(fs::read_to_string(&path)?, "all");
			io::Result::Ok(())
		});
		meanwhile.unwrap();
		assert_eq!(fs::read_to_string(&path).unwrap(), "another");
		assert_eq!(names(folder.path()), ["bill.csv"]);
	}

	#[test]
	fn links_and_rights_stay_and_others_are_no_places() {
		let folder = tempfile::tempdir().unwrap();
		let (path, link) = (folder.path().join("bill.csv"), folder.path().join("last.csv"));
		write(&path, "one").unwrap();
		let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
		assert_eq!(mode() & 0o600, 0o600);
		fs::set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
		std::os::unix::fs::symlink(&path, &link).unwrap();
		write(&link, "two").unwrap();
		assert_eq!(fs::read_to_string(&path).unwrap(), "two");
		assert!(link.is_symlink());
		assert_eq!(mode(), 0o640);
		write(Path::new("/dev/null"), "nobody reads it").unwrap();
		assert!(!fs::metadata("/dev/null").unwrap().is_file());
		assert!(write(folder.path(), "a folder").is_err());
		assert!(write(&folder.path().join("none/bill.csv"), "no folder").is_err());
	}
}
