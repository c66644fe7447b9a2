// SPDX-License-Identifier: Apache-2.0

//! What nobody knows beforehand: BABE's randomness, for those who draw.
//!
//! A parachain has no BABE of its own: `pallet-relay-randomness` stands there in the place of [`LastSession`].

use codec::Encode;
use frame_support::traits::Randomness;
use gridmerit_pallet_support::SessionIndex;
use pallet_babe::{NextRandomness, SegmentIndex};
use pallet_session::ShouldEndSession;
use sp_io::hashing::blake2_256;

use crate::{Babe, BlockNumber, Hash, Runtime, Session};

/// Ends a session when BABE's epoch is over, and lets all outputs of its primary blocks go into the randomness.
///
/// BABE gathers outputs in segments of 256, and when an epoch ends it takes those *before* the one at hand. The 600
/// slots of an epoch have some 150 primary blocks: they would never fill a segment in time. Then the randomness is a
/// hash of a hash that everybody knows, and every second epoch or so that of outputs made long before.
pub struct EndOfEpoch;

impl ShouldEndSession<BlockNumber> for EndOfEpoch {
	fn should_end_session(now: BlockNumber) -> bool {
		let over = Babe::should_end_session(now);
		if over {
			// BABE begins with the first one again.
			SegmentIndex::<Runtime>::mutate(|segment| *segment = segment.saturating_add(1));
		}
		over
	}
}

/// BABE's randomness of one epoch ago: a hash of what the primary blocks of the last session have put out, and of all
/// before. Each builder knows its own outputs a session before, and nobody those of others. It is there when a session
/// begins and stays for the session. Each session is one epoch, also when epochs are skipped: those had no session.
///
/// The second value is the last session, in which it was made. It is 0 in sessions 0 and 1, as no session is before
/// the one whose outputs they know; and after a session without a primary block, as everybody knew then what it would
/// be.
pub struct LastSession;

impl Randomness<Hash, SessionIndex> for LastSession {
	fn random(subject: &[u8]) -> (Hash, SessionIndex) {
		let random = NextRandomness::<Runtime>::get();
		let made = if random == without_outputs() {
			0
		} else {
			Session::current_index().saturating_sub(1)
		};
		((subject, random).using_encoded(blake2_256).into(), made)
	}
}

/// What the randomness is if the last session had no outputs.
fn without_outputs() -> [u8; 32] {
	let before = pallet_babe::Randomness::<Runtime>::get();
	(before, Babe::epoch_index().saturating_add(1)).using_encoded(blake2_256)
}
