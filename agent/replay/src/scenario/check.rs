// SPDX-License-Identifier: Apache-2.0

//! What a scenario has to be so that a chain can play it.

use gridmerit_energy::{Limits, MAX_ORDER, MAX_PRICE, Planck, TariffError};

use super::{Bus, ByBus, BySlot, Expectation, Scenario};

/// Most participants: they have to share a page of the book.
pub(super) const MAX_PARTICIPANTS: usize = 100;
/// Highest peak, in kW: its limit is far below the market's largest order.
pub(super) const MAX_PEAK: u64 = MAX_ORDER / 2_000;
/// Most money of a day, in planck: the largest number that every reader of JSON has exactly.
const MAX_MONEY: Planck = 1 << 53;

impl Scenario {
	/// What a file says: what everybody expects is part of it.
	pub(super) fn check(&self) -> Result<(), Wrong> {
		for (field, buses) in [("consumers", &self.consumers), ("prosumers", &self.prosumers)] {
			if buses.is_empty() {
				return wrong(field, "there is at least one");
			}
		}
		self.check_market()?;
		self.check_forecasts()?;
		self.check_money()
	}

	/// What is made of tables: everybody knows the days.
	pub(super) fn check_known(&self) -> Result<(), Wrong> {
		self.check_market()?;
		self.check_money()
	}

	fn check_market(&self) -> Result<(), Wrong> {
		let (slots, last) = (self.calendar.slots, self.calendar.slots.saturating_sub(1));
		let ascending = self.slots.is_sorted_by(|a, b| b.checked_sub(*a) == Some(1));
		if self.slots.is_empty() || !ascending || self.slots.iter().any(|slot| *slot >= slots) {
			return wrong("hours", format!("slots from 0 to {last}, one after the other"));
		}
		for (field, slots) in [("window_n", self.window_n), ("window_m", self.window_m)] {
			if slots == 0 {
				return wrong(field, "is at least 1");
			}
		}
		if u32::from(self.window_n) + u32::from(self.window_m) > 24 {
			return wrong("window_n", "n + m is at most 24");
		}
		self.check_buses()?;
		self.check_tariff()?;
		self.check_energy()
	}

	fn check_buses(&self) -> Result<(), Wrong> {
		let participants = self.participants();
		if participants.len() > MAX_PARTICIPANTS {
			return wrong("consumers", "with the prosumers there are at most 100");
		}
		let mut pairs = participants.iter().zip(participants.iter().skip(1));
		if let Some((bus, _)) = pairs.find(|(bus, next)| bus == next) {
			let field = if self.is_prosumer(*bus) { "prosumers" } else { "consumers" };
			return wrong(field, format!("bus {bus} takes part twice"));
		}
		Ok(())
	}

	fn check_tariff(&self) -> Result<(), Wrong> {
		let slots = self.calendar.slots;
		length("tou", &self.tou, slots, MAX_PRICE)?;
		for slot in 0..slots {
			if let Err(reason) = self.tariff(slot).limits().and_then(Limits::with_room) {
				let field = match reason {
					TariffError::BeyondBound(_) => "fit".into(),
					// With alpha at 1, P2P energy could cost as much as what was promised and is missing.
					TariffError::Alpha | TariffError::ShortfallWithinCap => "alpha_ppm".into(),
					_ => format!("tou[{slot}]"),
				};
				return wrong(field, reason.to_string());
			}
		}
		for bus in &self.prosumers {
			series("ask", &self.ask, *bus, slots, MAX_PRICE)?;
			if let Some(slot) = (0..slots).find(|slot| self.ask(*bus, *slot) <= self.fit) {
				return wrong(format!("ask.{bus}[{slot}]"), "is not above FIT");
			}
		}
		match self.bands() {
			Ok(_) => Ok(()),
			Err(slot) => wrong(format!("tou[{slot}]"), "is another price at the same time of day"),
		}
	}

	/// What is within a participant's limits the chain takes as an order.
	fn check_energy(&self) -> Result<(), Wrong> {
		let (participants, slots) = (self.participants(), self.calendar.slots);
		for bus in &participants {
			present("p_kw", &self.p_kw, *bus, MAX_PEAK)?;
			series("load_wh", &self.load_wh, *bus, slots, self.consumption_limit(*bus))?;
		}
		for bus in &self.prosumers {
			present("kwp", &self.kwp, *bus, MAX_PEAK)?;
			series("pv_wh", &self.pv_wh, *bus, slots, self.generation_limit(*bus))?;
		}
		Ok(())
	}

	fn check_forecasts(&self) -> Result<(), Wrong> {
		let (participants, slots) = (self.participants(), self.calendar.slots);
		for lead in self.window_m..self.window_m.saturating_add(self.window_n) {
			let Some(Expectation { load, pv }) = self.forecast.get(&lead) else {
				return wrong(format!("forecast.{lead}"), "is missing");
			};
			for bus in &participants {
				let most = self.consumption_limit(*bus);
				series(&format!("forecast.{lead}.load"), load, *bus, slots, most)?;
			}
			for bus in &self.prosumers {
				let most = self.generation_limit(*bus);
				series(&format!("forecast.{lead}.pv"), pv, *bus, slots, most)?;
			}
		}
		Ok(())
	}

	/// All money of the day has to be a number that is exact in JSON and wherever it is added up.
	fn check_money(&self) -> Result<(), Wrong> {
		let limits = |bus: &Bus| self.consumption_limit(*bus) + self.generation_limit(*bus);
		let energy: u128 = self.participants().iter().map(|bus| u128::from(limits(bus))).sum();
		let prices: u128 = self.tou.iter().copied().map(u128::from).sum();
		// Anew in every round.
		if energy * prices * u128::from(self.window_n) > MAX_MONEY {
			return wrong("tou", "what all may trade in a day costs more than 2^53 planck");
		}
		Ok(())
	}
}

/// A field, and what is wrong with it.
pub(super) type Wrong = (String, String);

fn wrong(field: impl Into<String>, reason: impl Into<String>) -> Result<(), Wrong> {
	Err((field.into(), reason.into()))
}

fn length(field: &str, values: &[u64], slots: u16, most: u64) -> Result<(), Wrong> {
	if values.len() != usize::from(slots) {
		return wrong(field, format!("{} values instead of {slots}", values.len()));
	}
	if let Some(slot) = values.iter().position(|value| *value > most) {
		return wrong(format!("{field}[{slot}]"), format!("is above {most}"));
	}
	Ok(())
}

fn series(
	field: &str,
	values: &ByBus<BySlot<u64>>,
	bus: Bus,
	slots: u16,
	most: u64,
) -> Result<(), Wrong> {
	let field = format!("{field}.{bus}");
	match values.get(&bus) {
		Some(values) => length(&field, values, slots, most),
		None => wrong(field, "is missing"),
	}
}

fn present(field: &str, values: &ByBus<u64>, bus: Bus, most: u64) -> Result<(), Wrong> {
	match values.get(&bus) {
		Some(value) if *value <= most => Ok(()),
		Some(_) => wrong(format!("{field}.{bus}"), format!("is above {most}")),
		None => wrong(format!("{field}.{bus}"), "is missing"),
	}
}
