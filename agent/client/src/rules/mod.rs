// SPDX-License-Identifier: Apache-2.0

//! By which rules and tariffs the market is open, and what is published for later.

mod calls;
mod published;
mod reads;

pub use calls::{set_rules, set_tariff};
pub use published::Published;
pub use reads::NO_MARKET;

use gridmerit_energy::{Band, NodeIndex, OffsetChange, TariffBounds, Wh, tariffs::Day};
use scale_decode::DecodeAsType;

/// What the operator decides about the market.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
pub struct MarketRules {
	/// The utility that stands behind the market.
	pub utility: NodeIndex,
	/// First interval that is open in round t: t + lead.
	pub lead: u16,
	/// Number of intervals that are open in a round.
	pub windows: u16,
	/// How long before an interval begins the last round for it closes, in milliseconds.
	pub gate_lead: u32,
	/// Least quantity of an order, in Wh.
	pub minimum: Wh,
	/// What tariffs may be.
	pub bounds: TariffBounds,
}

/// A day's tariff.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
pub struct DayTariff {
	/// Who gets the service fee; the utility if nobody is named.
	pub grid: Option<NodeIndex>,
	/// How many minutes the zone is ahead of UTC before the first change of its clocks.
	pub offset: i16,
	/// When the zone's clocks are changed, in ascending order.
	pub changes: Vec<OffsetChange>,
	/// Prices by time of day, in ascending order.
	pub bands: Vec<Band>,
}

impl DayTariff {
	/// To look at.
	pub fn day(&self) -> Day<'_> {
		let Self { offset, changes, bands, .. } = self;
		Day { offset: *offset, changes, bands }
	}

	/// Whether it says the same as another one at all times from `now` on, in milliseconds since 1970, until one of
	/// the two knows no more changes of the clocks.
	pub fn means(&self, other: &Self, now: u64) -> bool {
		if self.grid != other.grid || self.bands != other.bands {
			return false;
		}
		let last = |day: &Self| day.changes.last().map_or(now, |change| change.from);
		let until = last(self).min(last(other)).max(now);
		let changes = self.changes.iter().chain(&other.changes).map(|change| change.from);
		let mut times = changes.filter(|time| (now..=until).contains(time)).chain([now]);
		times.all(|time| self.day().minute_at(time) == other.day().minute_at(time))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn tariffs_are_the_same_if_the_clocks_are() {
		let summer = |from, offset| OffsetChange { from, offset };
		let day = |offset, changes: &[OffsetChange]| DayTariff {
			grid: None,
			offset,
			changes: changes.to_vec(),
			bands: Vec::new(),
		};
		let old = day(60, &[summer(1_000_000, 120), summer(2_000_000, 60)]);
		// Written later: the first change has passed, and it knows one more.
		let new = day(120, &[summer(2_000_000, 60), summer(3_000_000, 120)]);
		assert!(old.means(&new, 1_500_000) && new.means(&old, 1_500_000));
		assert!(!old.means(&new, 500_000));
		assert!(!old.means(&day(120, &[summer(2_000_000, 120)]), 1_500_000));
		assert!(!old.means(&DayTariff { grid: Some(1), ..old.clone() }, 0));
	}
}
