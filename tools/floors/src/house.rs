// SPDX-License-Identifier: Apache-2.0

//! The floors, as `floors.toml` has them.

use std::path::Path;

use serde::Deserialize;

use crate::{Error, read};

/// The floors and what may go up all the same.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct House {
	/// From the ground up.
	#[serde(rename = "floor")]
	pub floors: Vec<Floor>,
	/// Arrows that go up for a reason.
	#[serde(rename = "exception", default)]
	pub exceptions: Vec<Exception>,
}

/// A floor.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floor {
	/// What its rooms have in common.
	pub name: String,
	/// Folders of its crates.
	pub rooms: Vec<String>,
}

/// An arrow that goes up for a reason.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
	/// Whose `Config` it is in.
	pub from: String,
	/// Where it goes.
	pub to: String,
	/// The `type` of the `Config`.
	pub item: String,
	/// The reason.
	pub why: String,
}

impl House {
	/// Reads the floors from a file.
	pub fn read(path: &Path) -> Result<Self, Error> {
		toml::from_str(&read(path)?).map_err(|error| Error::Toml(path.into(), error))
	}

	/// The floor of a room, counted from the ground.
	pub fn floor_of(&self, room: &str) -> Option<usize> {
		self.floors.iter().position(|floor| floor.rooms.iter().any(|other| other == room))
	}
}
