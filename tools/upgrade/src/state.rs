// SPDX-License-Identifier: Apache-2.0

//! What is in a state, and how it differs from another: keys, and how long and which their values are.

use std::collections::BTreeMap;

use frame_support::traits::StorageInfo;
use serde::Serialize;
use sp_io::{
	hashing::{twox_64, twox_128},
	storage,
};

/// Key of a pallet's storage version, after its prefix.
const VERSION: &[u8] = b":__STORAGE_VERSION__:";

/// All keys of a state, with the length and a hash of each value.
#[derive(Default)]
pub struct Contents(BTreeMap<Vec<u8>, (usize, [u8; 8])>);

impl Contents {
	/// Reads the state that is set.
	pub fn read() -> Self {
		let mut contents = BTreeMap::new();
		// The empty key comes first, if there is one.
		let mut next = Some(vec![]);
		while let Some(key) = next {
			if let Some(value) = storage::get(&key) {
				contents.insert(key.clone(), (value.len(), twox_64(&value)));
			}
			next = storage::next_key(&key);
		}
		Self(contents)
	}
}

/// How much of something there is, and what became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Difference {
	/// Keys before.
	pub keys_before: usize,
	/// Keys after.
	pub keys_after: usize,
	/// Bytes of values before.
	pub bytes_before: usize,
	/// Bytes of values after.
	pub bytes_after: usize,
	/// Keys with another value.
	pub changed: usize,
	/// Keys that were not there before.
	pub new: usize,
	/// Keys that are not there any more.
	pub gone: usize,
}

impl Difference {
	/// Whether all is as before.
	pub fn is_none(&self) -> bool {
		self.changed == 0 && self.new == 0 && self.gone == 0
	}

	/// Counts another beside.
	pub fn add(&mut self, other: &Self) {
		self.keys_before += other.keys_before;
		self.keys_after += other.keys_after;
		self.bytes_before += other.bytes_before;
		self.bytes_after += other.bytes_after;
		self.changed += other.changed;
		self.new += other.new;
		self.gone += other.gone;
	}

	fn count(&mut self, before: Option<&(usize, [u8; 8])>, after: Option<&(usize, [u8; 8])>) {
		if let Some((bytes, _)) = before {
			self.keys_before += 1;
			self.bytes_before += bytes;
		}
		if let Some((bytes, _)) = after {
			self.keys_after += 1;
			self.bytes_after += bytes;
		}
		match (before, after) {
			(Some(before), Some(after)) if before != after => self.changed += 1,
			(None, Some(_)) => self.new += 1,
			(Some(_), None) => self.gone += 1,
			_ => {},
		}
	}
}

/// To whom a key belongs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
	/// An item of a pallet.
	Item(String, String),
	/// The host: the code, say.
	Host(String),
	/// Nobody: a prefix.
	Nobody(String),
}

/// Tells owners by prefixes.
pub struct Owners(BTreeMap<Vec<u8>, Owner>);

impl Owners {
	/// The items of a runtime's pallets.
	pub fn of<'a>(storage: &[StorageInfo], pallets: impl Iterator<Item = &'a str>) -> Self {
		let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
		let mut owners = BTreeMap::new();
		for pallet in pallets {
			let key = [twox_128(pallet.as_bytes()), twox_128(VERSION)].concat();
			owners.insert(key, Owner::Item(pallet.into(), "(storage version)".into()));
		}
		for item in storage {
			let owner = Owner::Item(text(&item.pallet_name), text(&item.storage_name));
			owners.insert(item.prefix.clone(), owner);
		}
		Self(owners)
	}

	/// Whose a key is.
	fn of_key(&self, key: &[u8]) -> Owner {
		if key.starts_with(b":") {
			return Owner::Host(String::from_utf8_lossy(key).into_owned());
		}
		// An item's prefix is the largest one that is not behind the key.
		let before = self.0.range(..=key.to_vec()).next_back();
		match before.filter(|(prefix, _)| key.starts_with(prefix)) {
			Some((_, owner)) => owner.clone(),
			None => Owner::Nobody(sp_core::bytes::to_hex(key.get(..32).unwrap_or(key), false)),
		}
	}
}

/// How two states differ, by owners.
pub fn differences(
	owners: &Owners,
	before: &Contents,
	after: &Contents,
) -> BTreeMap<Owner, Difference> {
	let mut differences: BTreeMap<Owner, Difference> = BTreeMap::new();
	let gone = before.0.keys().filter(|key| !after.0.contains_key(*key));
	for key in after.0.keys().chain(gone) {
		let difference = differences.entry(owners.of_key(key)).or_default();
		difference.count(before.0.get(key), after.0.get(key));
	}
	differences
}

/// The storage version of a pallet in the state that is set; none if it has none.
pub fn storage_version(pallet: &str) -> Option<u16> {
	let key = [twox_128(pallet.as_bytes()), twox_128(VERSION)].concat();
	crate::chain::decode(&storage::get(&key)?)
}
