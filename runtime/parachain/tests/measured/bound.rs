// SPDX-License-Identifier: Apache-2.0

//! How large the proof of what was touched can be on a chain with whatever else is stored.
//!
//! By `frame-benchmarking-cli`'s rule for one storage, a way through the trie and the longest value for each key, with three
//! differences. All storages of a benchmark are summed: that tool takes the largest, as if a proof had no others. A
//! value counts only if it was read, since a node of the trie has no more than the hash of one that is longer than 32
//! bytes. And what is written counts, since its way is needed for the new root of the state.

use std::collections::BTreeMap;

use frame_support::traits::StorageInfo;

use super::watched::{Touch, Touched};

/// Fifteen hashes of siblings, each with its length: a full node on the way to a key.
const NODE: u64 = 15 * 33;
/// Nodes above those of a storage: of the pallets, and of the storages of a pallet.
const ABOVE: u64 = 2;
/// Nodes of the way to one of up to 1,048,576 keys, and to the one of a storage that has no more.
const MANY: u64 = 5;
const ONE: u64 = 1;
/// Most bytes that a key takes that is passed in order: its leaf, and its share of the nodes above, of which there are
/// fewer than leaves. Both ends are on whole ways.
const PASSED: u64 = 200;

/// How a benchmark says that the values of a storage count (`pov_mode`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
	/// Each is as long as it can be.
	Longest,
	/// It has made them as long as they can be, given its components.
	AsTheyAre,
	/// Something else is charged for them, and for the ways to them.
	Elsewhere,
}

/// By the name of a storage, such as `Pallet::Name`.
pub type Modes = BTreeMap<String, Values>;

fn name(info: &StorageInfo) -> String {
	let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
	format!("{}::{}", text(&info.pallet_name), text(&info.storage_name))
}

/// Bytes of a key's way, and of its value if that was read.
fn of_key(touch: &Touch, levels: u64, longest: Option<u32>) -> u64 {
	if !(touch.found || touch.written) {
		return PASSED;
	}
	let way = levels + u64::from(touch.reshaped);
	// One that was not there may be.
	let value = touch.read.map_or(0, |length| longest.unwrap_or(length));
	way * NODE + u64::from(value)
}

/// The bytes of the proof, storage by storage.
pub fn bound(touched: &Touched, stored: &[StorageInfo], modes: &Modes) -> BTreeMap<String, u64> {
	let mut sums: BTreeMap<String, (u64, bool)> = BTreeMap::new();
	for (key, touch) in &touched.keys {
		let info = stored.iter().find(|info| key.starts_with(&info.prefix));
		let storage =
			info.map_or_else(|| format!("0x{}", sp_core::hexdisplay::HexDisplay::from(key)), name);
		let mode = modes.get(&storage).copied().unwrap_or(Values::Longest);
		if mode == Values::Elsewhere {
			continue;
		}
		let levels = if info.is_some_and(|info| info.max_values == Some(1)) { ONE } else { MANY };
		let longest = info.and_then(|info| info.max_size).filter(|_| mode == Values::Longest);
		// A prefix is no key: what follows it is passed.
		let is_prefix =
			info.is_some_and(|info| info.max_values != Some(1) && key.len() == info.prefix.len());
		let (sum, passes) = sums.entry(storage).or_insert((ABOVE * NODE, false));
		*passes |= touch.passed;
		if !is_prefix {
			*sum += of_key(touch, levels, longest);
		}
	}
	// The first one, and that which shows that there are no more.
	let ends = |passes| if passes { 2 * MANY * NODE } else { 0 };
	sums.into_iter().map(|(storage, (sum, passes))| (storage, sum + ends(passes))).collect()
}
