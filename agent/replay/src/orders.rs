// SPDX-License-Identifier: Apache-2.0

//! What the scenario's participants want in a round.

use gridmerit_energy::{Order, Position, Wh};
use serde::{Deserialize, Serialize};

use crate::scenario::{Bus, Flow, Scenario};

/// Of what is generated a cautious participant withholds so many per cent for each slot of lead after the
/// first, when it offers.
const HAIRCUT_PERCENT: u64 = 3;

/// What the participants know of the future.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "clap", derive(clap::ValueEnum))]
pub enum Mode {
	/// Everything: each slot is ordered once, when it opens.
	#[serde(rename = "perfect")]
	Perfect,
	/// Forecasts with errors: each slot is ordered anew in every round, offering what is not yet sold and
	/// buying back what was oversold.
	#[serde(rename = "rolling")]
	Rolling,
	/// The same, offering 3 % less of the generation for each slot of lead.
	#[serde(rename = "rolling+haircut")]
	#[cfg_attr(feature = "clap", value(name = "rolling+haircut"))]
	Haircut,
}

impl Mode {
	/// Its name, as in a scenario's expectation.
	pub fn name(self) -> &'static str {
		match self {
			Self::Perfect => "perfect",
			Self::Rolling => "rolling",
			Self::Haircut => "rolling+haircut",
		}
	}

	/// The mode with a name.
	pub fn named(name: &str) -> Option<Self> {
		[Self::Perfect, Self::Rolling, Self::Haircut].into_iter().find(|mode| mode.name() == name)
	}

	/// Whether it can be played: all but the perfect one need a scenario with forecasts.
	pub fn suits(self, scenario: &Scenario) -> bool {
		self == Self::Perfect || !scenario.forecast.is_empty()
	}

	/// Whether a slot is ordered so many slots ahead.
	pub fn orders(self, scenario: &Scenario, lead: u16) -> bool {
		let longest = scenario.window_m.saturating_add(scenario.window_n).saturating_sub(1);
		self != Self::Perfect || lead == longest
	}

	/// What a participant wants for a slot on top of its position, so many slots ahead.
	pub fn order(
		self,
		scenario: &Scenario,
		bus: Bus,
		slot: u16,
		lead: u16,
		position: Position,
	) -> Option<Order> {
		let Flow { load, generation } = match self {
			Self::Perfect => scenario.actual(bus, slot),
			Self::Rolling | Self::Haircut => scenario.expected(lead, bus, slot),
		};
		let has = u128::from(generation) + u128::from(position.bought);
		let needs = u128::from(load) + u128::from(position.sold);
		if needs > has {
			let quantity = Wh::try_from(needs - has).ok()?;
			return Some(Order::Demand { quantity, limit: None });
		}
		if !scenario.is_prosumer(bus) {
			return None;
		}
		let withheld = match self {
			Self::Haircut => {
				let percent = HAIRCUT_PERCENT * u64::from(lead.saturating_sub(1));
				generation.saturating_mul(percent) / 100
			},
			Self::Perfect | Self::Rolling => 0,
		};
		let capacity = Wh::try_from(has - needs).ok()?.saturating_sub(withheld);
		(capacity > 0).then(|| Order::Offer { capacity, ask: scenario.ask(bus, slot) })
	}
}
