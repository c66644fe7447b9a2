// SPDX-License-Identifier: Apache-2.0

//! When a session ends.

use crate::{
	BlockNumber, Timestamp,
	units::{HOURS, SLOT_MILLIS},
};
use frame_support::{traits::EstimateNextSessionRotation, weights::Weight};
use pallet_session::ShouldEndSession;
use sp_runtime::Permill;

/// A session is an hour, as on a solochain, by the relay chain's clock: it ends with the first block of a new hour. A count of
/// blocks would stretch what trust counts in sessions on a chain that builds on demand. If it slept for hours they are
/// one session.
pub struct HourOfSlots;

impl HourOfSlots {
	fn hour(millis: u64) -> u64 {
		millis / (SLOT_MILLIS * HOURS as u64)
	}
}

impl ShouldEndSession<BlockNumber> for HourOfSlots {
	fn should_end_session(_: BlockNumber) -> bool {
		// The time of the block before: that of this one is set after sessions have ended. The first block has none before.
		let before = Timestamp::get();
		let slot = *pallet_aura::CurrentSlot::<crate::Runtime>::get();
		before > 0 && Self::hour(slot.saturating_mul(SLOT_MILLIS)) > Self::hour(before)
	}
}

impl EstimateNextSessionRotation<BlockNumber> for HourOfSlots {
	fn average_session_length() -> BlockNumber {
		HOURS
	}

	fn estimate_current_session_progress(_: BlockNumber) -> (Option<Permill>, Weight) {
		(None, Weight::zero())
	}

	fn estimate_next_session_rotation(_: BlockNumber) -> (Option<BlockNumber>, Weight) {
		(None, Weight::zero())
	}
}
