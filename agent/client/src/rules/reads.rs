// SPDX-License-Identifier: Apache-2.0

//! What the chain has published.

use gridmerit_energy::{Interval, Tariff};
use scale_decode::DecodeAsType;

use super::{DayTariff, MarketRules, Published};
use crate::{error::ChainError, view::View};

#[derive(DecodeAsType)]
struct Round {
	last: Interval,
}

impl View {
	/// Rules and tariffs that hold and that are to hold.
	pub async fn published(&self) -> Result<Published, ChainError> {
		let interval_ms = self.interval_length().await?;
		let now = self.now().await? / u64::from(interval_ms.max(1));
		let rules: Option<Vec<(Interval, MarketRules)>> =
			self.stored("ForwardMarket", "Rules", ()).await?;
		let tariffs: Option<Vec<(Interval, DayTariff)>> =
			self.stored("ForwardMarket", "DailyTariffs", ()).await?;
		let own: Option<Vec<(Interval, Tariff)>> =
			self.stored("ForwardMarket", "OwnTariffs", ()).await?;
		let round: Option<Round> = self.stored("ForwardMarket", "CurrentRound", ()).await?;
		let opened = match round {
			None => None,
			Some(Round { last }) => Some((last, self.tariff(last).await?)),
		};
		Ok(Published {
			interval_ms,
			now: Interval::try_from(now).unwrap_or(Interval::MAX),
			opened,
			rules: rules.unwrap_or_default(),
			tariffs: tariffs.unwrap_or_default(),
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
