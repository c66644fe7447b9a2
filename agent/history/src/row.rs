// SPDX-License-Identifier: Apache-2.0

//! What a TE node used and generated in one interval.

use std::io::{self, Write};

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

/// Writes rows in the plain form: CSV with the header `interval,load_wh,generation_wh`.
pub fn write_rows(rows: &[Row], mut to: impl Write) -> io::Result<()> {
	writeln!(to, "interval,load_wh,generation_wh")?;
	for Row { interval, load_wh, generation_wh } in rows {
		writeln!(to, "{interval},{load_wh},{generation_wh}")?;
	}
	to.flush()
}
