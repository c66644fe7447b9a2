// SPDX-License-Identifier: Apache-2.0

//! The options of the commands about bills, and which time is asked for.

use std::path::PathBuf;

use clap::Args;
use gridmerit_client::{
	View,
	times::{self, Days, Zone},
};
use gridmerit_energy::{Interval, NodeIndex};
use gridmerit_meter::{H256, parse_hash};

use crate::{
	failure::Failure,
	options::{CommonOptions, WhoseOptions, interval},
};

/// By whose clocks times are shown.
#[derive(Args)]
pub struct ZoneOptions {
	/// The time zone of days and times, as Europe/Berlin or UTC; that of this machine if there is none
	#[arg(long, value_name = "ZONE")]
	pub zone: Option<Zone>,
}

impl ZoneOptions {
	pub fn zone(&self) -> Zone {
		self.zone.clone().unwrap_or_else(Zone::of_machine)
	}
}

/// Which time is asked for. Today is what it is by the chain's clock.
#[derive(Args)]
pub struct PeriodOptions {
	/// The first day, as 2018-06-27
	#[arg(long, value_name = "DAY", conflicts_with_all = ["month", "today", "yesterday", "first", "last"])]
	pub from: Option<String>,
	/// The last day, included; today if there is none
	#[arg(long, value_name = "DAY", requires = "from")]
	pub to: Option<String>,
	/// A month, as 2018-06
	#[arg(long, value_name = "MONTH", conflicts_with_all = ["today", "yesterday", "first", "last"])]
	pub month: Option<String>,
	/// Today
	#[arg(long, conflicts_with_all = ["yesterday", "first", "last"])]
	pub today: bool,
	/// The day before
	#[arg(long, conflicts_with_all = ["first", "last"])]
	pub yesterday: bool,
	/// Instead of days: the first interval
	#[arg(long, value_name = "INTERVAL", value_parser = interval)]
	pub first: Option<Interval>,
	/// The last interval; the last that is over if there is none
	#[arg(long, value_name = "INTERVAL", value_parser = interval)]
	pub last: Option<Interval>,
	#[command(flatten)]
	pub zone: ZoneOptions,
}

impl PeriodOptions {
	/// The intervals that are asked for, at most `usual` of them up to now if no time is named. An empty range if a
	/// zone has left the day out.
	pub async fn intervals(
		&self,
		view: &View,
		usual: u32,
	) -> Result<(Interval, Interval), Failure> {
		let (length, now) = (view.interval_length().await?, view.now().await?);
		let zone = self.zone.zone();
		let today = || match now {
			0 => Err("the chain has no block yet, and so no day"),
			now => zone.day(now).ok_or("the chain's time is none that a calendar has"),
		};
		let days = if let Some(month) = &self.month {
			Some(times::month(month)?)
		} else if let Some(from) = &self.from {
			let to = match &self.to {
				Some(to) => times::day(to)?,
				None => today()?,
			};
			Some(Days { from: times::day(from)?, to })
		} else if self.today || self.yesterday {
			let today = today()?;
			let day = if self.today { today } else { today.yesterday()? };
			Some(Days { from: day, to: day })
		} else {
			None
		};
		if let Some(days) = days {
			return Ok(days.intervals(&zone, length)?);
		}
		let current = Interval::try_from(now / u64::from(length.max(1))).unwrap_or(Interval::MAX);
		let last = self.last.unwrap_or(current.saturating_sub(1));
		let first = self.first.unwrap_or(last.saturating_sub(usual.saturating_sub(1)));
		if first > last {
			return Err(format!("--first {first} is after --last {last}").into());
		}
		Ok((first, last))
	}
}

#[derive(Args)]
pub struct StatementOptions {
	#[command(flatten)]
	pub common: CommonOptions,
	#[command(flatten)]
	pub whose: WhoseOptions,
	#[command(flatten)]
	pub period: PeriodOptions,
	/// Where the archive is, for what the chain has forgotten [default: gridmerit in the user's data folder]
	#[arg(long, value_name = "FOLDER")]
	pub archive: Option<PathBuf>,
	/// Write a row for each interval, in full precision
	#[arg(long, value_name = "FILE")]
	pub csv: Option<PathBuf>,
	/// Write a page to read and to print
	#[arg(long, value_name = "FILE")]
	pub page: Option<PathBuf>,
}

#[derive(Args)]
pub struct ArchiveOptions {
	#[command(flatten)]
	pub common: CommonOptions,
	#[command(flatten)]
	pub whose: WhoseOptions,
	/// The node, by its index; that of the account if there is none
	#[arg(long)]
	pub node: Option<NodeIndex>,
	/// Where the archive is [default: gridmerit in the user's data folder]
	#[arg(long, value_name = "FOLDER")]
	pub archive: Option<PathBuf>,
	/// Fetch nothing: check that nothing in it was altered, and that it rests on blocks of the chain
	#[arg(long)]
	pub verify: bool,
	/// With --verify: check the file by itself, without a chain, whose first block has this hash
	#[arg(long, value_name = "GENESIS", requires_all = ["verify", "node"], value_parser = parse_hash)]
	pub offline: Option<H256>,
	/// Fetch nothing: show all that it has of an interval, also what was corrected
	#[arg(long, value_name = "INTERVAL", conflicts_with = "verify", value_parser = interval)]
	pub history: Option<Interval>,
}

/// The folder of archives: the one that is named, or that of the user's data.
pub fn archive_folder(named: Option<&PathBuf>) -> Result<PathBuf, Failure> {
	if let Some(folder) = named {
		return Ok(folder.clone());
	}
	let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty());
	let data = variable("XDG_DATA_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
	let home = || Some(PathBuf::from(variable("HOME")?).join(".local/share"));
	let folder = data
		.or_else(home)
		.ok_or("neither HOME nor XDG_DATA_HOME is set: name a --archive FOLDER")?;
	Ok(folder.join("gridmerit"))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_folder_that_is_named_comes_first() {
		let named = PathBuf::from("/somewhere");
		assert_eq!(archive_folder(Some(&named)).unwrap(), named);
	}
}
