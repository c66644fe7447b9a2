// SPDX-License-Identifier: Apache-2.0

//! What is charged for the proof of a row where no benchmark has measured it.

use codec::MaxEncodedLen;
use frame_support::weights::Weight;

/// What a row of a map adds to a proof beside its value, in bytes, at most: the way to it through a trie of more rows
/// than any map of these pallets has.
pub const PROOF_OF_KEY: u64 = 4_096;

/// What a row that is read adds to a proof at most.
pub fn proof_of<V: MaxEncodedLen>() -> Weight {
	Weight::from_parts(0, PROOF_OF_KEY.saturating_add(V::max_encoded_len() as u64))
}
