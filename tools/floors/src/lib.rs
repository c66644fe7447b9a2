// SPDX-License-Identifier: Apache-2.0

//! The project is a house with floors (`floors.toml`), and every arrow points downwards: from a crate to
//! what its manifest depends on, and from a pallet to the pallet that the runtime gives it as a `type` of
//! its `Config`. This finds the arrows, says which of them do not, and draws them all.

mod arrows;
mod check;
mod config;
mod draw;
mod house;

use std::path::{Path, PathBuf};

pub use arrows::Arrow;
pub use check::Fault;
pub use house::{Exception, Floor, House};

/// Why the house cannot be looked at.
#[derive(Debug, thiserror::Error)]
pub enum Error {
	/// A file cannot be read.
	#[error("{0}: {1}")]
	Read(PathBuf, std::io::Error),
	/// A file is no TOML, or not what is expected.
	#[error("{0}: {1}")]
	Toml(PathBuf, toml::de::Error),
	/// A file is no Rust.
	#[error("{0}: {1}")]
	Rust(PathBuf, syn::Error),
}

/// The house with all that leans on each other in it.
pub struct Survey {
	/// Its floors.
	pub house: House,
	/// Who leans on whom.
	pub arrows: Vec<Arrow>,
	/// The rooms that there are: members of the workspace.
	pub rooms: Vec<String>,
}

impl Survey {
	/// Looks at the workspace in a folder.
	pub fn of(root: &Path) -> Result<Self, Error> {
		let house = House::read(&root.join("tools/floors/floors.toml"))?;
		let members = arrows::members(root)?;
		let mut arrows = arrows::of_manifests(&members);
		arrows.extend(config::arrows(root, &members)?);
		let rooms = members.into_iter().map(|member| member.folder).collect();
		Ok(Self { house, arrows, rooms })
	}

	/// What is wrong with it; nothing if every arrow points downwards.
	pub fn faults(&self) -> Vec<Fault> {
		check::faults(self)
	}

	/// The picture, as SVG.
	pub fn picture(&self) -> String {
		draw::picture(self)
	}
}

pub(crate) fn read(path: &Path) -> Result<String, Error> {
	std::fs::read_to_string(path).map_err(|error| Error::Read(path.into(), error))
}
