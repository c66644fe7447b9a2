// SPDX-License-Identifier: Apache-2.0

//! What of what was drawn is matched, hour by hour, with certificates of just that hour.

use std::collections::BTreeMap;

use gridmerit_client::{
	View,
	certificates::{Certificate, Consumed, LotState, Month, Period, month_of},
};
use gridmerit_energy::{Interval, NodeIndex, Wh};

use crate::{failure::Failure, household::options::source_name};

/// Milliseconds of an hour.
const HOUR: u64 = 3_600_000;

/// What was drawn in some time, and what of it is matched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
	/// Drawn, in Wh.
	pub drawn: Wh,
	/// Cancelled for just that, in Wh.
	pub matched: Wh,
	/// Of which sources.
	pub sources: BTreeMap<&'static str, Wh>,
}

impl Part {
	/// How much of it is matched, in millionths; none if nothing was drawn.
	pub fn share_ppm(&self) -> Option<u32> {
		let matched = u128::from(self.matched.min(self.drawn)).saturating_mul(1_000_000);
		u32::try_from(matched.checked_div(self.drawn.into())?).ok()
	}

	fn add(&mut self, consumed: &Consumed) {
		self.drawn = self.drawn.saturating_add(consumed.drawn);
		self.matched = self.matched.saturating_add(consumed.cancelled);
	}
}

/// What is matched of a time.
#[derive(Debug, PartialEq, Eq)]
pub struct Report {
	pub node: NodeIndex,
	pub first: Interval,
	pub last: Interval,
	/// By the hour, in milliseconds since 1970, in order; hours of which nothing is settled for good are left out.
	pub hours: BTreeMap<u64, Part>,
	/// All of it.
	pub all: Part,
	/// Intervals that are not settled for good.
	pub to_come: u32,
	/// Intervals in which the node was not metered, or that the market has forgotten.
	pub unknown: u32,
	/// By the month, whenever in it: what certificates for months and for intervals together cover.
	pub months: BTreeMap<Month, Consumed>,
}

impl Report {
	/// Adds up intervals, each with when it begins.
	fn new(
		(node, first, last): (NodeIndex, Interval, Interval),
		intervals: impl IntoIterator<Item = (u64, Interval, Consumed)>,
		cancelled: &[Certificate],
	) -> Self {
		let mut hours = BTreeMap::<u64, Part>::new();
		let mut all = Part::default();
		let mut hour_of = BTreeMap::new();
		for (begins, interval, consumed) in intervals {
			let hour = begins - begins % HOUR;
			hour_of.insert(interval, hour);
			hours.entry(hour).or_default().add(&consumed);
			all.add(&consumed);
		}
		for one in cancelled {
			let (LotState::Cancelled { period: Period::Interval }, Some(hour)) =
				(one.state, hour_of.get(&one.interval))
			else {
				continue;
			};
			for part in [hours.entry(*hour).or_default(), &mut all] {
				let sum = part.sources.entry(source_name(one.source)).or_default();
				*sum = sum.saturating_add(one.energy);
			}
		}
		let months = BTreeMap::new();
		Self { node, first, last, hours, all, to_come: 0, unknown: 0, months }
	}
}

/// What of what a node drew from `first` to `last` is matched.
pub async fn report(
	view: &View,
	node: NodeIndex,
	first: Interval,
	last: Interval,
) -> Result<Report, Failure> {
	let (until, length) = (view.issued_until().await?, u64::from(view.interval_length().await?));
	let begins = |interval: Interval| u64::from(interval).saturating_mul(length);
	let mut intervals = Vec::new();
	let (mut to_come, mut unknown) = (0_u32, 0_u32);
	for interval in first..=last {
		if interval >= until {
			to_come = to_come.saturating_add(1);
		} else if let Some(consumed) = view.matched(interval, node).await? {
			intervals.push((begins(interval), interval, consumed));
		} else {
			unknown = unknown.saturating_add(1);
		}
	}
	let mine = view.certificates_of(node, first, last).await?;
	let mut report = Report::new((node, first, last), intervals, &mine);
	(report.to_come, report.unknown) = (to_come, unknown);
	if first <= last {
		for month in month_of(begins(first))..=month_of(begins(last)) {
			report.months.insert(month, view.consumed(node, month).await?);
		}
	}
	Ok(report)
}

/// What is to be cancelled of what is held, so that no more is cancelled for an interval than is open of what was drawn in
/// it: which lot of which interval, and how much of it.
pub fn plan(held: &[Certificate], open: &BTreeMap<Interval, Wh>) -> Vec<(Interval, u32, Wh)> {
	let mut open = open.clone();
	let mut plan = Vec::new();
	for one in held {
		let Some(left) = open.get_mut(&one.interval) else { continue };
		let energy = one.energy.min(*left);
		if energy > 0 {
			*left -= energy;
			plan.push((one.interval, one.lot, energy));
		}
	}
	plan
}

#[cfg(test)]
mod tests {
	use super::*;
	use gridmerit_energy::SourceKind::{self, Solar, Wind};

	fn lot(interval: Interval, lot: u32, source: SourceKind, energy: Wh) -> Certificate {
		Certificate {
			interval,
			lot,
			plant: 3,
			source,
			meter: 0,
			bus: 1,
			from: 0,
			energy,
			holder: 2,
			state: LotState::Held,
		}
	}

	#[test]
	fn no_more_is_cancelled_than_was_drawn() {
		let held =
			[lot(7, 0, Solar, 500), lot(7, 3, Wind, 500), lot(8, 1, Solar, 9), lot(9, 0, Wind, 5)];
		let open = BTreeMap::from([(7, 700), (8, 0), (9, 100)]);
		assert_eq!(plan(&held, &open), [(7, 0, 500), (7, 3, 200), (9, 0, 5)]);
		assert_eq!(plan(&held, &BTreeMap::new()), []);
	}

	#[test]
	fn hours_are_matched_each_for_itself() {
		let quarter = 900_000;
		let consumed = |drawn, cancelled| Consumed { drawn, cancelled };
		let intervals = [
			(3 * quarter, 3, consumed(1_000, 1_000)),
			(4 * quarter, 4, consumed(1_000, 250)),
			(5 * quarter, 5, consumed(0, 0)),
		];
		let state = LotState::Cancelled { period: Period::Interval };
		let months = LotState::Cancelled { period: Period::Months { first: 0, last: 0 } };
		let cancelled = [
			Certificate { state, ..lot(3, 0, Solar, 600) },
			Certificate { state, ..lot(3, 1, Wind, 400) },
			Certificate { state, ..lot(4, 0, Wind, 250) },
			// For a month, still held, and of another time.
			Certificate { state: months, ..lot(4, 1, Wind, 50) },
			lot(4, 2, Wind, 7),
			Certificate { state, ..lot(9, 0, Wind, 5) },
		];
		let report = Report::new((2, 3, 5), intervals, &cancelled);
		let part = |drawn, matched, sources: &[(&'static str, Wh)]| Part {
			drawn,
			matched,
			sources: sources.iter().copied().collect(),
		};
		assert_eq!(
			report.hours,
			BTreeMap::from([
				(0, part(1_000, 1_000, &[("solar", 600), ("wind", 400)])),
				(HOUR, part(1_000, 250, &[("wind", 250)])),
			])
		);
		assert_eq!(report.all, part(2_000, 1_250, &[("solar", 600), ("wind", 650)]));
		assert_eq!(report.all.share_ppm(), Some(625_000));
		assert_eq!(Part::default().share_ppm(), None);
		assert_eq!(part(3, 9, &[]).share_ppm(), Some(1_000_000));
	}
}
