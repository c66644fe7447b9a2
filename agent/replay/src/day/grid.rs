// SPDX-License-Identifier: Apache-2.0

//! The feeder of a day and how rounds have cleared on it, as `report.json` holds them.

use std::collections::BTreeMap;

use gridmerit_grid::Line as Limits;
use serde::{Deserialize, Serialize};

/// A tree of buses with the substation, bus 0, at its root.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feeder {
	/// A line's limit is so many per cent of its peak: the most that it carries in the day without limits.
	pub percent: u8,
	/// The lines of buses 1, 2, and so on.
	pub lines: Vec<Line>,
}

/// The line that a bus hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
	/// The bus.
	pub bus: u16,
	/// The bus at its other end, on the way to the substation.
	pub parent: u16,
	/// The most that neighbours may trade over it in an interval, in Wh in either direction; none: any amount.
	pub limit: Option<u64>,
}

impl Line {
	/// As the clearing takes it.
	pub fn limits(&self) -> Limits {
		let limit = self.limit.unwrap_or(Limits::NO_LIMIT).min(Limits::NO_LIMIT);
		Limits { parent: self.parent, import: limit, export: limit }
	}

	/// Whether a flow is all that it may carry.
	pub fn is_full(&self, flow: i64) -> bool {
		self.limit.is_some_and(|limit| limit > 0 && flow.unsigned_abs() >= limit)
	}
}

/// How a round has cleared on a feeder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZonedRound {
	/// The zones, that of the substation first.
	pub zones: Vec<Zone>,
	/// What the line of each bus carries of what was traded in this round, from bus 0 on, which has none: away from the
	/// bus, in Wh; negative towards it.
	pub flows: Vec<i64>,
	/// By how many Wh each line's limit would be passed if the utility served all that is left of demand, from bus 0 on.
	pub lacking: Vec<u64>,
	/// What buyers pay beyond what sellers get, in planck.
	pub rent: u64,
}

/// Buses with one price, joined by lines with room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
	/// Its bus next to the substation.
	pub top: u16,
	/// `cleared`, `scarcity`, `no_supply`, `no_demand` or `no_match`.
	pub status: String,
	/// Its price in planck per Wh; none where nothing trades and nothing passes through.
	pub price: Option<u64>,
	/// Energy wanted in it, in Wh.
	pub demand: u64,
	/// Energy offered in it, in Wh.
	pub supply: u64,
	/// Energy that its buyers get, in Wh.
	pub bought: u64,
	/// Energy that its sellers deliver, in Wh.
	pub sold: u64,
}

impl Feeder {
	/// The zone of each bus, from bus 0 on, as its place among the zones of a round; none where no line leads to any.
	pub fn places(&self, round: &ZonedRound) -> Vec<Option<usize>> {
		let tops: BTreeMap<u16, usize> =
			round.zones.iter().enumerate().map(|(place, zone)| (zone.top, place)).collect();
		let parents: BTreeMap<u16, u16> =
			self.lines.iter().map(|line| (line.bus, line.parent)).collect();
		let place = |bus: usize| {
			let mut bus = u16::try_from(bus).ok()?;
			// No way to the substation is longer.
			for _ in 0..=self.lines.len() {
				if let Some(place) = tops.get(&bus) {
					return Some(*place);
				}
				bus = *parents.get(&bus)?;
			}
			None
		};
		(0..=self.lines.len()).map(place).collect()
	}

	/// What each line earns in a round: its flow times the difference of prices between its ends. In the order of lines,
	/// in planck.
	pub fn rents(&self, round: &ZonedRound) -> Vec<i128> {
		let places = self.places(round);
		let price = |bus: u16| {
			let place = (*places.get(usize::from(bus))?)?;
			round.zones.get(place)?.price
		};
		let rent = |line: &Line| {
			let flow = round.flows.get(usize::from(line.bus)).copied().unwrap_or(0);
			let (Some(outer), Some(inner)) = (price(line.parent), price(line.bus)) else {
				return 0;
			};
			i128::from(flow).saturating_mul(i128::from(outer) - i128::from(inner))
		};
		self.lines.iter().map(rent).collect()
	}
}
