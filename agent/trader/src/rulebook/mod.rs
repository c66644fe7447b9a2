// SPDX-License-Identifier: Apache-2.0

//! The rulebook: the TOML file by which a prosumer tells the agent how to trade for its node.
//!
//! It is read as a whole before anything is signed. All that is wrong is reported at once, each with
//! file, line, column and reason.

use std::{fs::File, io::Read, path::Path};

mod ask;
mod battery;
mod bond;
mod decimal;
mod demand;
mod error;
mod forecast;
mod history;
mod limits;
mod node;
mod prefer;
mod propose;
mod reader;
mod run;
#[cfg(test)]
mod tests;
mod values;

pub use ask::{AskBounds, AskRules, NoAsk, Strategy};
pub use battery::{BatteryRules, ChargeSource};
pub use bond::BondRules;
pub use decimal::{DecimalError, Scale};
pub use demand::{DemandRules, LimitTooLow};
pub use error::{Invalid, Problem, RulebookError};
pub use forecast::{ForecastRules, ModelChoice, PAST_DAYS};
pub use history::HistoryRules;
pub use limits::LimitRules;
pub use node::{NodeRules, SecretSource};
pub use prefer::PreferRules;
pub use propose::ProposeRules;
pub use run::{RunRules, WhileWaiting};
pub use values::ExternalCommand;

use error::Found;
use gridmerit_energy::Price;
use reader::Document;

/// The largest file that is read, in bytes: a device or a video is not to fill the memory.
const MAX_BYTES: usize = 64 * 1024;

/// How the agent trades for a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rulebook {
	/// The chain, and the account that signs.
	pub node: NodeRules,
	/// What it may do at most.
	pub limits: LimitRules,
	/// Up to which price it buys.
	pub demand: DemandRules,
	/// At which price it sells.
	pub ask: AskRules,
	/// How it looks ahead.
	pub forecast: ForecastRules,
	/// What is known of the past besides the readings on chain.
	pub history: Option<HistoryRules>,
	/// What it charges and discharges, if it has a battery.
	pub battery: Option<BatteryRules>,
	/// How it keeps up the node's own bond, if it does.
	pub bond: Option<BondRules>,
	/// How it proposes dispatches, if it does.
	pub propose: Option<ProposeRules>,
	/// From whom it would rather buy, if it is to say so.
	pub prefer: Option<PreferRules>,
	/// How it runs.
	pub run: RunRules,
}

impl Rulebook {
	/// Reads a file. Relative paths in it start at its directory.
	pub fn load(path: &Path) -> Result<Self, RulebookError> {
		let name = path.display().to_string();
		let mut bytes = Vec::new();
		let limit = MAX_BYTES.saturating_add(1).try_into().unwrap_or(u64::MAX);
		File::open(path)
			.and_then(|file| file.take(limit).read_to_end(&mut bytes))
			.map_err(|cause| RulebookError::Unreadable { name: name.clone(), cause })?;
		if bytes.len() > MAX_BYTES {
			return Err(RulebookError::TooLarge { name, max: MAX_BYTES });
		}
		match str::from_utf8(&bytes) {
			Ok(text) => Self::read(text, &name, directory(path)),
			Err(error) => {
				let (right, _) = bytes.split_at_checked(error.valid_up_to()).unwrap_or_default();
				let right = String::from_utf8_lossy(right);
				let (line, column) = error::position_behind(&right);
				Err(RulebookError::NotUtf8 { name, line, column })
			},
		}
	}

	/// Reads a text; messages call it by a name, and relative paths in it start at that name's
	/// directory.
	pub fn parse(text: &str, name: &str) -> Result<Self, RulebookError> {
		if text.len() > MAX_BYTES {
			return Err(RulebookError::TooLarge { name: name.into(), max: MAX_BYTES });
		}
		Self::read(text, name, directory(Path::new(name)))
	}

	fn read(text: &str, name: &str, directory: &Path) -> Result<Self, RulebookError> {
		// Some editors begin UTF-8 with a byte order mark, which is no character of the first line.
		let text = text.strip_prefix('\u{feff}').unwrap_or(text);
		let invalid = |found: Vec<Found>| Invalid::new(name, text, found);
		let mut document = Document::parse(text, directory).map_err(invalid)?;
		let node = document.section("node", NodeRules::read);
		let limits = document.section("limits", LimitRules::read);
		let demand = document.section("demand", DemandRules::read);
		let ask = document.section("ask", AskRules::read);
		let mut forecast = document.section("forecast", ForecastRules::read);
		let mut history = document.optional_section("history", HistoryRules::read).flatten();
		let mut battery = document.optional_section("battery", BatteryRules::read).flatten();
		let bond = document.optional_section("bond", BondRules::read).flatten();
		let propose = document.optional_section("propose", ProposeRules::read).flatten();
		let prefer = document.optional_section("prefer", PreferRules::read).flatten();
		let run = document.section("run", RunRules::read);
		let found = document.finish();
		if let Some(history) = &mut history {
			// A file from where the node is has the time of that place.
			let home = node.as_ref().and_then(|node| node.zone.clone());
			history.mapping.zone = history.mapping.zone.take().or(home);
		}
		let secret = node.as_ref().and_then(|node| node.signer.variable());
		if let ModelChoice::Command(command) = &mut forecast.model {
			command.hidden = secret.map(Into::into);
		}
		if let Some(ChargeSource::Command(command)) =
			battery.as_mut().map(|battery| &mut battery.charge)
		{
			command.hidden = secret.map(Into::into);
		}
		match node {
			Some(node) if found.is_empty() => {
				let whole = Self {
					node,
					limits,
					demand,
					ask,
					forecast,
					history,
					battery,
					bond,
					propose,
					prefer,
					run,
				};
				Ok(whole)
			},
			_ => Err(invalid(found).into()),
		}
	}

	/// A price at which an offer is valid on chain, in planck per Wh; see [`AskRules::price`].
	pub fn ask(&self, bounds: &AskBounds, last_price: Option<Price>) -> Result<Price, NoAsk> {
		self.ask.price(bounds, last_price)
	}

	/// What the user should know when the agent starts: risks, and that nothing is posted.
	pub fn notices(&self) -> Vec<String> {
		let dry_run = self.run.dry_run.then(|| "run.dry_run: nothing is signed or posted".into());
		let proxy = (self.bond.is_some() && self.node.account.is_some()).then(|| {
			"bond: `node.account` says that the key is a proxy's; one of type Market may not bond, so name one of \
			 type MarketAndBond, or bond by hand"
				.into()
		});
		let utc = (self.node.zone.is_none() && self.forecast.is_own()).then(|| {
			"node.zone: not given, so habits are taken to follow UTC, and after a change of the clocks what is \
			 used an hour earlier or later is learned only in the days after; write where the node is, as \
			 zone = \"Europe/Berlin\""
				.into()
		});
		let battery = self.battery.iter().flat_map(BatteryRules::notices);
		let of_node = self.node.notices().into_iter().chain(utc).chain(proxy);
		of_node.chain(battery).chain(self.limits.notices()).chain(dry_run).collect()
	}
}

fn directory(path: &Path) -> &Path {
	path.parent().unwrap_or(Path::new(""))
}
