// SPDX-License-Identifier: Apache-2.0

//! Calls of who wants to build blocks.

use crate::calls::{Call, call};

/// Has the sender's node stand for election.
pub fn stand() -> Call {
	call("Validators", "stand", vec![])
}

/// Has the sender's node give its seat up.
pub fn step_down() -> Call {
	call("Validators", "step_down", vec![])
}

/// Gives the sender's session keys up, and the deposit for them back.
pub fn release_keys() -> Call {
	call("Validators", "release_keys", vec![])
}
