// SPDX-License-Identifier: Apache-2.0

//! The scenario's feeder, with limits that are a part of what its lines carry in the day without limits.

use std::path::Path;

use gridmerit_energy::Wh;
use gridmerit_grid::{Feeder as Tree, FeederError as TreeError};
use serde::Deserialize;

use crate::{
	day::{Feeder, Line},
	scenario::{Bus, Scenario, ScenarioError, parse, read},
};

/// What says where lines lead, in a scenario's folder.
const FILE: &str = "lines.json";

/// Why a scenario cannot be played with limits on its lines.
#[derive(Debug, thiserror::Error)]
pub enum FeederError {
	/// They are not known.
	#[error("{0}: holds no {FILE}, so there are no lines that could be limited")]
	NoLines(String),
	/// That is no part of a peak.
	#[error("{0} % of what a line carries is no limit: it is a whole number from 1 to 100")]
	Percent(u8),
	/// The file cannot be read.
	#[error(transparent)]
	File(#[from] ScenarioError),
	/// They are no tree.
	#[error("{FILE}: {0}")]
	Tree(#[from] TreeError),
	/// Somebody hangs on none of them.
	#[error("{FILE}: bus {0} takes part and hangs on no line")]
	NoSuchBus(Bus),
}

/// A line as the file has it: that of bus 2 of the scenario first.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Peak {
	/// The bus that it leads to; 0 is the substation, bus 1 of the scenario.
	parent: Bus,
	/// The most that it carries in an interval of the day without limits, in either direction.
	peak_wh: Wh,
}

impl Feeder {
	/// The feeder of the scenario in a folder, each line limited to so many per cent of its peak. What is not a whole Wh is
	/// left out. Buses have the scenario's numbers: so its substation, bus 1, hangs on one more bus, the grid above, by a
	/// transformer over which neighbours trade nothing.
	pub fn load(folder: &Path, scenario: &Scenario, percent: u8) -> Result<Self, FeederError> {
		if !(1..=100).contains(&percent) {
			return Err(FeederError::Percent(percent));
		}
		let path = folder.join(FILE);
		if !path.exists() {
			return Err(FeederError::NoLines(folder.display().to_string()));
		}
		let peaks: Vec<Peak> = parse(&path.display().to_string(), &read(&path)?)?;
		let line = |(bus, peak): (Bus, Peak)| {
			let limit = u128::from(peak.peak_wh) * u128::from(percent) / 100;
			let limit = Some(Wh::try_from(limit).unwrap_or(Wh::MAX));
			Line { bus, parent: peak.parent.saturating_add(1), limit }
		};
		let mut lines = vec![Line { bus: 1, parent: 0, limit: None }];
		lines.extend((2..=Bus::MAX).zip(peaks).map(line));
		Tree::new(&lines.iter().map(Line::limits).collect::<Vec<_>>())?;
		let on_none = |bus: &Bus| *bus == 0 || usize::from(*bus) > lines.len();
		match scenario.participants().into_iter().find(on_none) {
			Some(bus) => Err(FeederError::NoSuchBus(bus)),
			None => Ok(Self { percent, lines }),
		}
	}
}
