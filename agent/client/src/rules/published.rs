// SPDX-License-Identifier: Apache-2.0

//! What is published, and from when on something else would hold.

use gridmerit_energy::{
	Interval, Tariff, TariffBounds,
	tariffs::{BeyondBounds, Day, Timeline},
};

use super::{DayTariff, MarketRules};

/// All that is published about intervals that have not opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
	/// Length of an interval in milliseconds.
	pub interval_ms: u32,
	/// The current interval.
	pub now: Interval,
	/// The last interval that may have opened, and its tariff; none before the market begins.
	pub opened: Option<(Interval, Option<Tariff>)>,
	/// Rules, each from an interval on.
	pub rules: Vec<(Interval, MarketRules)>,
	/// Daily tariffs, each from an interval on.
	pub tariffs: Vec<(Interval, DayTariff)>,
	/// Tariffs of single intervals.
	pub own: Vec<(Interval, Tariff)>,
}

impl Published {
	/// The rules that were set last.
	pub fn latest_rules(&self) -> Option<&MarketRules> {
		self.rules.last().map(|(_, rules)| rules)
	}

	/// The daily tariff that was published last.
	pub fn latest_tariff(&self) -> Option<&DayTariff> {
		self.tariffs.last().map(|(_, tariff)| tariff)
	}

	/// From when on a daily tariff holds that is published now, as the chain decides it; none if the market has not
	/// begun: then it holds from the beginning.
	pub fn tariff_from(&self) -> Option<Interval> {
		self.opened?;
		let (days, bounds) = (self.days(), self.bounds());
		Some(self.timeline(&days, &bounds).tariff_from(self.now))
	}

	/// For how many intervals from the first that has not opened what is published stays as it is.
	pub fn notice(&self) -> u32 {
		self.timeline(&self.days(), &self.bounds()).next(self.now).map_or(0, |(_, notice)| notice)
	}

	fn days(&self) -> Vec<(Interval, Day<'_>)> {
		self.tariffs.iter().map(|(from, tariff)| (*from, tariff.day())).collect()
	}

	fn bounds(&self) -> Vec<(Interval, TariffBounds)> {
		self.rules.iter().map(|(from, rules)| (*from, rules.bounds)).collect()
	}

	fn timeline<'a>(
		&'a self,
		days: &'a [(Interval, Day<'a>)],
		bounds: &'a [(Interval, TariffBounds)],
	) -> Timeline<'a> {
		let Self { interval_ms, opened, own, .. } = self;
		Timeline { interval_ms: *interval_ms, opened: *opened, days, own, bounds }
	}

	/// Whether a daily tariff that is published now is within bounds, with what comes before and after it.
	pub fn check(&self, tariff: &DayTariff, within: &TariffBounds) -> Result<(), BeyondBounds> {
		let from = self.tariff_from().unwrap_or_default();
		let mut days = self.days();
		days.retain(|(other, _)| *other < from);
		days.push((from, tariff.day()));
		let mut bounds = self.bounds();
		if self.latest_rules().map(|latest| latest.bounds) != Some(*within) {
			bounds.push((from, *within));
		}
		self.timeline(&days, &bounds).check_from(from)
	}
}
