// SPDX-License-Identifier: Apache-2.0

//! What a day is compared with: what an independent reference has written down, or, on lines with limits, the same day
//! cleared without a chain.

use std::{collections::BTreeMap, fmt::Debug, path::Path};

use crate::{
	day::{ClearedRound, Day, Feeder, Slot, Summary},
	expected::{Difference, Differences, Expected, compare_gain},
	orders::Mode,
	reckon::{ReckonError, reckon},
	scenario::{Scenario, ScenarioError},
};

/// What a day has to come to.
#[derive(Clone, Debug)]
pub enum Reference {
	/// As `expected.json` has it.
	Written(Box<Expected>),
	/// As the grid crate clears it without a chain.
	Reckoned(Box<Day>),
}

/// Why there is none.
#[derive(Debug, thiserror::Error)]
pub enum ReferenceError {
	/// What is written cannot be read.
	#[error(transparent)]
	Written(#[from] ScenarioError),
	/// The day cannot be cleared.
	#[error(transparent)]
	Reckoned(#[from] ReckonError),
}

impl Reference {
	/// Of a scenario in a folder; none if nobody has said anything of a mode.
	pub fn load(
		folder: &Path,
		scenario: &Scenario,
		mode: Mode,
		feeder: Option<&Feeder>,
	) -> Result<Option<Self>, ReferenceError> {
		match feeder {
			Some(_) => Ok(Some(Self::Reckoned(Box::new(reckon(scenario, mode, feeder)?)))),
			None => Ok(Expected::load(folder, mode.name())?.map(Box::new).map(Self::Written)),
		}
	}

	/// Its sums.
	pub fn summary(&self) -> Summary {
		match self {
			Self::Written(expected) => expected.summary(),
			Self::Reckoned(day) => day.summary.clone(),
		}
	}

	/// How a day differs from it.
	pub fn differences(&self, day: &Day) -> Vec<Difference> {
		match self {
			Self::Written(expected) => expected.differences(day),
			Self::Reckoned(expected) => of_days(expected, day),
		}
	}
}

/// Everything that two days have in common: prices and flows of all zones and lines, transactions, bills, sums.
fn of_days(expected: &Day, day: &Day) -> Vec<Difference> {
	let mut found = Differences::default();
	found.same("sums", &expected.summary, &day.summary);
	compare_gain(day, &mut found);
	found.same("balance of all sides", &expected.balance, &day.balance);
	found.same("lines", &expected.feeder, &day.feeder);
	let mut slots: BTreeMap<u16, &Slot> = day.slots.iter().map(|slot| (slot.slot, slot)).collect();
	for slot in &expected.slots {
		let hour = format!("hour {}", slot.slot);
		match slots.remove(&slot.slot) {
			Some(has) => compare_slot(&hour, slot, has, &mut found),
			None => found.exact(&hour, "results", "none"),
		}
	}
	for slot in slots.into_keys() {
		found.exact(&format!("hour {slot}"), "none", "results");
	}
	let bills = |day: &Day| -> BTreeMap<(u16, u16), crate::day::Bill> {
		let bills = day.bills.iter();
		bills.map(|bill| ((day.bus(bill.node), bill.slot), bill.clone())).collect()
	};
	let mut has = bills(day);
	for ((bus, hour), bill) in bills(expected) {
		let what = format!("bill of bus {bus} for hour {hour}");
		found.same(&what, &Some(bill), &has.remove(&(bus, hour)));
	}
	for (bus, hour) in has.into_keys() {
		found.exact(&format!("bill of bus {bus} for hour {hour}"), "none", "one");
	}
	found.0
}

fn compare_slot(hour: &str, slot: &Slot, has: &Slot, found: &mut Differences) {
	let terms = |slot: &Slot| (slot.interval, slot.tou, slot.fit, slot.cap);
	found.same(&format!("{hour}: interval, TOU, FIT, cap"), &terms(slot), &terms(has));
	let mut rounds: BTreeMap<u8, &ClearedRound> =
		has.rounds.iter().map(|round| (round.lead, round)).collect();
	for round in &slot.rounds {
		let what = format!("{hour}, {} ahead", round.lead);
		match rounds.remove(&round.lead) {
			Some(has) => compare_round(&what, round, has, found),
			None => found.exact(&what, "a result", "none"),
		}
	}
	for (lead, round) in rounds {
		// Where everything is known an hour is ordered once; nothing is left to trade.
		found.exact(&format!("{hour}, {lead} ahead"), 0, round.traded);
	}
	found.same(&format!("{hour}: transactions"), &slot.trades, &has.trades);
}

fn compare_round(what: &str, round: &ClearedRound, has: &ClearedRound, found: &mut Differences) {
	let plain =
		|round: &ClearedRound| ClearedRound { book: Vec::new(), grid: None, ..round.clone() };
	found.same(what, &plain(round), &plain(has));
	let (Some(grid), Some(on)) = (&round.grid, &has.grid) else {
		return found.same(&format!("{what}: zones"), &round.grid, &has.grid);
	};
	let tops = |zones: &[crate::day::Zone]| zones.iter().map(|zone| zone.top).collect::<Vec<_>>();
	found.same(&format!("{what}: first buses of zones"), &tops(&grid.zones), &tops(&on.zones));
	for (zone, has) in grid.zones.iter().zip(&on.zones) {
		found.same(&format!("{what}: zone of bus {}", zone.top), zone, has);
	}
	found.same(&format!("{what}: flows"), &grid.flows, &on.flows);
	found.same(&format!("{what}: what lines lack"), &grid.lacking, &on.lacking);
	found.same(&format!("{what}: rent, planck"), &grid.rent, &on.rent);
}

impl Differences {
	/// Compares all that there is of two values.
	fn same<T: Debug + PartialEq>(&mut self, what: &str, expected: &T, found: &T) {
		if expected != found {
			self.exact(what, format!("{expected:?}"), format!("{found:?}"));
		}
	}
}
