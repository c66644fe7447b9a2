// SPDX-License-Identifier: Apache-2.0

//! What the chain has published.

use gridmerit_energy::{Band, Interval, NodeIndex, OffsetChange, Tariff, TariffBounds, Wh};
use scale_decode::DecodeAsType;

use super::{DayTariff, MarketRules, Published};
use crate::{error::ChainError, view::View};

#[derive(DecodeAsType)]
struct Rules {
	utility: NodeIndex,
	lead: u16,
	windows: u16,
	gate_lead: u32,
	minimum: Wh,
	bounds: Bounds,
}

#[derive(DecodeAsType)]
struct Bounds {
	ceiling: Tariff,
	change: Tariff,
	notice: u16,
}

#[derive(DecodeAsType)]
struct Profile {
	grid: Option<NodeIndex>,
	offset: i16,
	changes: Vec<Change>,
	bands: Vec<Prices>,
}

#[derive(DecodeAsType)]
struct Change {
	from: u64,
	offset: i16,
}

#[derive(DecodeAsType)]
struct Prices {
	from_minute: u16,
	tariff: Tariff,
}

#[derive(DecodeAsType)]
struct Round {
	last: Interval,
}

impl From<Rules> for MarketRules {
	fn from(rules: Rules) -> Self {
		let Rules { utility, lead, windows, gate_lead, minimum, bounds } = rules;
		let Bounds { ceiling, change, notice } = bounds;
		let bounds = TariffBounds { ceiling, change, notice };
		Self { utility, lead, windows, gate_lead, minimum, bounds }
	}
}

impl From<Profile> for DayTariff {
	fn from(profile: Profile) -> Self {
		let Profile { grid, offset, changes, bands } = profile;
		let changes =
			changes.into_iter().map(|Change { from, offset }| OffsetChange { from, offset });
		let bands =
			bands.into_iter().map(|Prices { from_minute, tariff }| Band { from_minute, tariff });
		Self { grid, offset, changes: changes.collect(), bands: bands.collect() }
	}
}

impl View {
	/// Rules and tariffs that hold and that are to hold.
	pub async fn published(&self) -> Result<Published, ChainError> {
		let interval_ms = self.interval_length().await?;
		let now = self.now().await? / u64::from(interval_ms.max(1));
		let rules: Option<Vec<(Interval, Rules)>> =
			self.stored("ForwardMarket", "Rules", ()).await?;
		let tariffs: Option<Vec<(Interval, Profile)>> =
			self.stored("ForwardMarket", "DailyTariffs", ()).await?;
		let own: Option<Vec<(Interval, Tariff)>> =
			self.stored("ForwardMarket", "OwnTariffs", ()).await?;
		let round: Option<Round> = self.stored("ForwardMarket", "CurrentRound", ()).await?;
		let opened = match round {
			None => None,
			Some(Round { last }) => Some((last, self.tariff(last).await?)),
		};
		let rules = rules.unwrap_or_default().into_iter();
		let tariffs = tariffs.unwrap_or_default().into_iter();
		Ok(Published {
			interval_ms,
			now: Interval::try_from(now).unwrap_or(Interval::MAX),
			opened,
			rules: rules.map(|(from, rules)| (from, rules.into())).collect(),
			tariffs: tariffs.map(|(from, tariff)| (from, tariff.into())).collect(),
			own: own.unwrap_or_default(),
		})
	}

	/// Why no window is open, for people.
	pub async fn no_window(&self) -> Result<&'static str, ChainError> {
		let Published { rules, tariffs, .. } = self.published().await?;
		Ok(if rules.is_empty() || tariffs.is_empty() { NO_MARKET } else { crate::view::NO_WINDOW })
	}
}

/// Why nothing can be traded on a chain whose operator has not opened the market.
pub const NO_MARKET: &str = "this market has no rules or tariff yet: the operator has to open it (`gridmerit-agent \
	operator open`)";
