// SPDX-License-Identifier: Apache-2.0

//! The options that say what a file of the past does not say by itself: as the keys of [history] in a rulebook.

use std::path::{Path, PathBuf};

use clap::Args;
use gridmerit_history::{
	DateOrder, Decimal, Direction, Mapping, Separator, Stamp, Unit, Word, zone,
};
use gridmerit_trader::rulebook::{HistoryRules, Rulebook};
use jiff::tz::TimeZone;

use crate::failure::Failure;

/// Milliseconds of a day.
const DAY: u32 = 86_400_000;

#[derive(Args)]
pub struct HistoryOptions {
	/// The file: CSV of a portal or an inverter, Green Button XML, or CSV with interval,load_wh,generation_wh
	#[arg(required_unless_present = "rulebook")]
	pub file: Option<PathBuf>,
	/// Instead: the file that [history] of a rulebook names, read as the agent reads it
	#[arg(long, value_name = "FILE", conflicts_with_all = ["file", "MappingOptions"])]
	pub rulebook: Option<PathBuf>,
	#[command(flatten)]
	pub day: DayOptions,
	/// Write it as CSV with interval,load_wh,generation_wh; - for standard output, and nothing else
	#[arg(long, value_name = "FILE")]
	pub write: Option<PathBuf>,
	/// Print JSON
	#[arg(long, conflicts_with = "write")]
	pub json: bool,
	#[command(flatten)]
	pub mapping: MappingOptions,
}

impl HistoryOptions {
	/// The file, and what is said about it.
	pub fn rules(&self) -> Result<HistoryRules, Failure> {
		match (&self.rulebook, &self.file) {
			(Some(rulebook), _) => {
				let history = Rulebook::load(rulebook)?.history;
				history.ok_or_else(|| "the rulebook has no section [history]".into())
			},
			(None, Some(file)) => Ok(self.mapping.rules(file)),
			(None, None) => Err("name a file, or a --rulebook".into()),
		}
	}
}

/// What a chain makes of a day.
#[derive(Args)]
pub struct DayOptions {
	/// Intervals of the chain a day
	#[arg(long, default_value_t = 96, value_parser = clap::value_parser!(u32).range(2..=1_440))]
	pub period: u32,
}

impl DayOptions {
	/// The length of an interval, in milliseconds.
	pub fn interval_ms(&self) -> Result<u32, Failure> {
		match DAY.checked_rem(self.period) {
			Some(0) => Ok(DAY / self.period),
			_ => {
				Err("no day is made of so many intervals: 96 are quarters of an hour, 24 hours"
					.into())
			},
		}
	}
}

/// What is said about a file.
#[derive(Args)]
#[command(next_help_heading = "What the file does not say (columns by name, or by number as #2)")]
pub struct MappingOptions {
	/// The zone of local times, as Europe/Berlin; +01:00 is winter time all year
	#[arg(long, value_parser = zone)]
	zone: Option<TimeZone>,
	/// The column of times
	#[arg(long, value_name = "COLUMN")]
	time: Option<String>,
	/// The column of dates, if there is one beside that of times of day
	#[arg(long, value_name = "COLUMN")]
	date: Option<String>,
	/// The order of dates: dmy, mdy or ymd
	#[arg(long, value_name = "ORDER", value_parser = DateOrder::from_word)]
	date_order: Option<DateOrder>,
	/// Whether times are those of a period's start or end: start or end
	#[arg(long, value_name = "END", value_parser = Stamp::from_word)]
	stamp: Option<Stamp>,
	/// The length of a line's period, if its neighbours do not tell
	#[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(1..=60))]
	resolution_minutes: Option<u32>,
	/// What was used: a column; several are added up
	#[arg(long, value_name = "COLUMN")]
	load: Vec<String>,
	/// What was generated: a column; several are added up
	#[arg(long, value_name = "COLUMN")]
	generation: Vec<String>,
	/// Instead of both: the column of their difference
	#[arg(long, value_name = "COLUMN", requires = "net_positive", conflicts_with_all = ["load", "generation", "register"])]
	net: Option<String>,
	/// What is positive in it: drawn or fed-in
	#[arg(long, value_name = "DIRECTION", value_parser = Direction::from_word)]
	net_positive: Option<Direction>,
	/// The column of registers, if each has lines of its own: --load and --generation say then what stands in it
	#[arg(long, value_name = "COLUMN", requires = "value")]
	register: Option<String>,
	/// The column of values beside it
	#[arg(long, value_name = "COLUMN", requires = "register")]
	value: Option<String>,
	/// The unit of values: kWh, Wh, MWh, or kW, W, MW on average over the period
	#[arg(long, value_parser = Unit::from_word)]
	unit: Option<Unit>,
	/// Values are readings of a meter that only rise
	#[arg(long)]
	counter: bool,
	/// What stands between cells: , ; or tab
	#[arg(long, value_name = "MARK", value_parser = Separator::from_word)]
	separator: Option<Separator>,
	/// What stands before decimals: . or ,
	#[arg(long, value_name = "MARK", value_parser = Decimal::from_word)]
	decimal: Option<Decimal>,
}

impl MappingOptions {
	/// A file with what is said about it.
	pub fn rules(&self, file: &Path) -> HistoryRules {
		let mapping = Mapping {
			zone: self.zone.clone(),
			time: self.time.clone(),
			date: self.date.clone(),
			date_order: self.date_order,
			stamp: self.stamp,
			resolution_minutes: self.resolution_minutes,
			load: self.load.clone(),
			generation: self.generation.clone(),
			net: self.net.clone(),
			net_positive: self.net_positive,
			register: self.register.clone(),
			value: self.value.clone(),
			unit: self.unit,
			counter: self.counter,
			separator: self.separator,
			decimal: self.decimal,
		};
		HistoryRules { file: file.into(), mapping }
	}
}
