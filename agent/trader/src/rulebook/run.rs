// SPDX-License-Identifier: Apache-2.0

//! `[run]`: how the agent runs.

use std::{path::PathBuf, time::Duration};

use toml::Spanned;

use super::{limits::money, reader::Section};
use gridmerit_energy::{MAX_ORDER, Planck, Wh};

/// The most intervals that a call on chain names.
const MAX_WINDOWS: u32 = 128;

/// How the agent runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRules {
	/// Whether it only says what it would do: nothing is signed.
	pub dry_run: bool,
	/// An open order is replaced only if the wish has changed by more than this, in Wh.
	pub repost_threshold: Wh,
	/// What a change of the battery's or of orders has to gain, in planck; for less nothing is done.
	pub min_gain: Planck,
	/// Whether it posts for intervals that no meter settles, in which what it sells counts as not delivered and what
	/// it buys as not used.
	pub unmetered: bool,
	/// What becomes of open orders while it cannot decide what to post.
	pub while_waiting: WhileWaiting,
	/// Nothing is posted any more when the gate is as near as this.
	pub lead_time: Duration,
	/// How often it looks at the chain.
	pub poll: Duration,
	/// Into how many of the open intervals it posts, the nearest first.
	pub max_windows: u32,
	/// Where it writes what it has done.
	pub report_file: Option<PathBuf>,
	/// Where it keeps what the chain will forget, if it does.
	pub archive: Option<PathBuf>,
}

/// What becomes of open orders while the agent cannot decide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhileWaiting {
	/// They stay in the book, and may trade.
	#[default]
	Keep,
	/// They are taken back.
	Cancel,
}

impl RunRules {
	pub(super) fn read(section: &mut Section<'_, '_>) -> Self {
		let dry_run = section.boolean("dry_run").is_some_and(Spanned::into_inner);
		let threshold = section.integer("repost_threshold_wh", 0..=MAX_ORDER);
		let unmetered = section.boolean("unmetered").is_some_and(Spanned::into_inner);
		let waiting = [("keep", WhileWaiting::Keep), ("cancel", WhileWaiting::Cancel)];
		let lead_time = section.integer("lead_time_s", 0..=3600).map_or(30, Spanned::into_inner);
		let poll = section.integer("poll_s", 1..=3600).map_or(6, Spanned::into_inner);
		let windows = section.integer("max_windows", 1..=MAX_WINDOWS.into());
		Self {
			dry_run,
			repost_threshold: threshold.map_or(10, Spanned::into_inner),
			min_gain: money(section, "min_gain_unit", 0).unwrap_or(0),
			unmetered,
			while_waiting: section.word("while_waiting", &waiting).unwrap_or_default(),
			lead_time: Duration::from_secs(lead_time),
			poll: Duration::from_secs(poll),
			max_windows: windows
				.and_then(|windows| windows.into_inner().try_into().ok())
				.unwrap_or(MAX_WINDOWS),
			report_file: section.path("report_file"),
			archive: section.path("archive"),
		}
	}
}
