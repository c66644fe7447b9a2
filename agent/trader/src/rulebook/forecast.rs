// SPDX-License-Identifier: Apache-2.0

//! `[forecast]`: how the agent looks ahead.

use std::path::PathBuf;

use toml::Spanned;

use super::{decimal::Scale, reader::Section, values::ExternalCommand};
use gridmerit_energy::PPM;

/// How long a command for a forecast may take by default.
const DEFAULT_TIMEOUT_S: u64 = 30;

/// Fewest days of history by default.
const DEFAULT_HISTORY_DAYS: u32 = 1;

/// Days of the past that the chain is asked for, and so the most that can be required of it.
pub const PAST_DAYS: u32 = 14;

/// How what the node will use and generate is forecast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForecastRules {
	/// How it is done.
	pub model: ModelChoice,
	/// Which quantile of the surplus is offered, in parts per million: a low one is cautious.
	pub quantile_sell_ppm: u32,
	/// Which quantile of the need is bought, in parts per million: a high one is cautious.
	pub quantile_buy_ppm: u32,
	/// Fewest days of past readings that a model of ours is believed with.
	pub min_history_days: u32,
	/// Weather, past and forecast (CSV).
	pub weather: Option<PathBuf>,
}

/// How a forecast is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelChoice {
	/// As at the same time the day before.
	Naive,
	/// Exponential smoothing.
	Ets,
	/// Several seasons, decomposed by LOESS.
	Mstl,
	/// Whichever would have been the best so far.
	Auto,
	/// A file that somebody else keeps up to date.
	File(PathBuf),
	/// What a program prints.
	Command(ExternalCommand),
}

impl ForecastRules {
	/// Whether it is forecast here, from the past alone.
	pub fn is_own(&self) -> bool {
		!matches!(self.model, ModelChoice::File(_) | ModelChoice::Command(_))
	}

	pub(super) fn read(section: &mut Section<'_, '_>) -> Self {
		#[derive(Clone, Copy, PartialEq)]
		enum Name {
			Naive,
			Ets,
			Mstl,
			Auto,
			File,
			Command,
		}
		let names = [
			("naive", Name::Naive),
			("ets", Name::Ets),
			("mstl", Name::Mstl),
			("auto", Name::Auto),
			("file", Name::File),
			("command", Name::Command),
		];
		// What a misspelt model would have needed is not known.
		let misspelt = section.place("model").is_some();
		let name = section.word("model", &names).or((!misspelt).then_some(Name::Auto));
		if let Some(Name::File | Name::Command) = name {
			section.forbid("min_history_days", "does nothing with models `file` and `command`");
		}
		if name == Some(Name::File) {
			section.require("file", "model `file` needs it");
			section.forbid("weather_file", "does nothing with model `file`");
		} else if name.is_some() {
			section.forbid("file", "does nothing without model `file`");
		}
		if name == Some(Name::Command) {
			section.require("command", "model `command` needs it");
		} else if name.is_some() {
			section.forbid("command", "does nothing without model `command`");
			section.forbid("timeout_s", "does nothing without model `command`");
		}
		let quantile_sell_ppm = quantile(section, "quantile_sell").unwrap_or(300_000);
		let quantile_buy_ppm = quantile(section, "quantile_buy").unwrap_or(500_000);
		section.moved("history_file", "`file` in a section [history] of its own");
		let days = section.integer("min_history_days", 0..=PAST_DAYS.into());
		let min_history_days =
			days.and_then(|days| days.into_inner().try_into().ok()).unwrap_or(DEFAULT_HISTORY_DAYS);
		let weather = section.path("weather_file");
		let file = section.path("file");
		let command = section.command("command", "timeout_s", DEFAULT_TIMEOUT_S);
		let model = match (name, file, command) {
			(Some(Name::Naive), ..) => ModelChoice::Naive,
			(Some(Name::Ets), ..) => ModelChoice::Ets,
			(Some(Name::Mstl), ..) => ModelChoice::Mstl,
			(Some(Name::File), Some(file), _) => ModelChoice::File(file),
			(Some(Name::Command), _, Some(command)) => ModelChoice::Command(command),
			_ => ModelChoice::Auto,
		};
		Self { model, quantile_sell_ppm, quantile_buy_ppm, min_history_days, weather }
	}
}

/// A quantile strictly between 0 and 1: there is no least and no greatest value of a forecast.
fn quantile(section: &mut Section<'_, '_>, key: &'static str) -> Option<u32> {
	let last = i128::from(PPM).saturating_sub(1);
	section.decimal(key, Scale::SHARE, 1..=last).map(Spanned::into_inner)?.try_into().ok()
}
