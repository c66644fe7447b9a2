// SPDX-License-Identifier: Apache-2.0

//! What a TE node used and generated in one interval.

use gridmerit_energy::{Interval, Wh};
use serde::{Deserialize, Serialize};

/// Load and generation of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
	/// The delivery interval.
	pub interval: Interval,
	/// Energy used, in Wh.
	pub load_wh: Wh,
	/// Energy generated, in Wh.
	pub generation_wh: Wh,
}
