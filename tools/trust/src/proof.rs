// SPDX-License-Identifier: Apache-2.0

//! Finds proofs of work.

use std::error::Error;

use blake2::{Blake2b, Digest, digest::consts::U32};
use gridmerit_trust::{MAX_ID, Search, Work};
use indicatif::{ProgressBar, ProgressStyle};

/// Tries between two looks at the progress.
const TRIES: u32 = 1 << 16;

/// BLAKE2b with 256 bits, as chains have it.
pub fn blake2_256(bytes: &[u8]) -> [u8; 32] {
	Blake2b::<U32>::digest(bytes).into()
}

/// Prints a nonce that proves the work, and shows on the way how many hashes it has tried of how many it takes on
/// average.
pub fn find(identity: &str, bits: u8, from: u64) -> Result<(), Box<dyn Error>> {
	let id = hex::decode(identity.strip_prefix("0x").unwrap_or(identity))
		.map_err(|error| format!("the identity: {error}"))?;
	let mut search = Search::new(Work { bits }, &id, from)
		.ok_or(format!("the identity has more than {MAX_ID} bytes"))?;
	let average = 1_u64.checked_shl(bits.into()).unwrap_or(u64::MAX);
	let style = "{elapsed_precise} {human_pos} of about {human_len} hashes, {per_sec}";
	let progress = ProgressBar::new(average).with_style(ProgressStyle::with_template(style)?);
	let nonce = loop {
		if let Some(nonce) = search.step(blake2_256, TRIES) {
			break nonce;
		}
		progress.inc(TRIES.into());
	};
	progress.finish_and_clear();
	println!("{nonce}");
	Ok(())
}
