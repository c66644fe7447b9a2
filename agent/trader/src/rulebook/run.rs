// SPDX-License-Identifier: Apache-2.0

//! `[run]`: how the agent runs.

use std::{path::PathBuf, time::Duration};

use toml::Spanned;

use super::reader::Section;
use gridmerit_energy::{MAX_ORDER, Wh};

/// The most intervals that a call on chain names.
const MAX_WINDOWS: u32 = 128;

/// How the agent runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRules {
	/// Whether it only says what it would do: nothing is signed.
	pub dry_run: bool,
	/// An open order is replaced only if the wish has changed by more than this, in Wh.
	pub repost_threshold: Wh,
	/// Nothing is posted any more when the gate is as near as this.
	pub lead_time: Duration,
	/// How often it looks at the chain.
	pub poll: Duration,
	/// Into how many of the open intervals it posts, the nearest first.
	pub max_windows: u32,
	/// Where it writes what it has done.
	pub report_file: Option<PathBuf>,
}

impl RunRules {
	pub(super) fn read(section: &mut Section<'_, '_>) -> Self {
		let dry_run = section.boolean("dry_run").is_some_and(Spanned::into_inner);
		let threshold = section.integer("repost_threshold_wh", 0..=MAX_ORDER);
		let lead_time = section.integer("lead_time_s", 0..=3600).map_or(30, Spanned::into_inner);
		let poll = section.integer("poll_s", 1..=3600).map_or(6, Spanned::into_inner);
		let windows = section.integer("max_windows", 1..=MAX_WINDOWS.into());
		Self {
			dry_run,
			repost_threshold: threshold.map_or(10, Spanned::into_inner),
			lead_time: Duration::from_secs(lead_time),
			poll: Duration::from_secs(poll),
			max_windows: windows
				.and_then(|windows| windows.into_inner().try_into().ok())
				.unwrap_or(MAX_WINDOWS),
			report_file: section.path("report_file"),
		}
	}
}
