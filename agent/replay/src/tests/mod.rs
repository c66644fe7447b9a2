// SPDX-License-Identifier: Apache-2.0

//! Scenarios, right and wrong; the modes against the reference; the genesis; nodes that do not start.

mod community;
mod feeder;
mod genesis;
mod node;
mod reference;
mod scenario;

use std::{
	fs,
	path::{Path, PathBuf},
	sync::LazyLock,
};

use serde_json::Value;
use tempfile::TempDir;

use super::Scenario;

/// The IEEE 33-bus scenario.
fn folder() -> PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/ieee33")
}

fn ieee33() -> Scenario {
	static SCENARIO: LazyLock<Scenario> = LazyLock::new(|| Scenario::load(&folder()).unwrap());
	SCENARIO.clone()
}

fn json(name: &str) -> Value {
	serde_json::from_slice(&fs::read(folder().join(name)).unwrap()).unwrap()
}

/// A folder with one file.
fn with(name: &str, content: impl AsRef<[u8]>) -> TempDir {
	let folder = tempfile::tempdir().unwrap();
	fs::write(folder.path().join(name), content).unwrap();
	folder
}

/// Takes out what a pointer names.
fn without(mut value: Value, pointer: &str) -> Value {
	let (parent, key) = pointer.rsplit_once('/').unwrap();
	let parent = value.pointer_mut(parent).unwrap();
	assert!(parent.as_object_mut().unwrap().remove(key).is_some(), "{pointer}");
	value
}

fn changed(mut value: Value, pointer: &str, to: Value) -> Value {
	*value.pointer_mut(pointer).unwrap() = to;
	value
}

/// A pointer as errors name it.
fn named(pointer: &str) -> String {
	let mut name = String::new();
	let mut parts = pointer.trim_start_matches('/').split('/').peekable();
	let mut before = "";
	while let Some(part) = parts.next() {
		// Places of lists; keys of maps by bus come right after the map's name.
		let place = part.parse::<u8>().is_ok()
			&& (["hours", "tou", "consumers", "prosumers", "rounds"].contains(&before)
				|| before.parse::<u8>().is_ok() && parts.peek().is_none());
		match place {
			true => name.push_str(&format!("[{part}]")),
			false if name.is_empty() => name.push_str(part),
			false => name.push_str(&format!(".{part}")),
		}
		before = part;
	}
	name
}
