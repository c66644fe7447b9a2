// SPDX-License-Identifier: Apache-2.0

//! `[battery]`: what the agent may charge and discharge.

use std::time::Duration;

use toml::Spanned;

use super::{
	decimal::Scale,
	limits::{in_thousands, price},
	reader::Section,
	values::ExternalCommand,
};
use gridmerit_energy::{MAX_ORDER, PPM, Price, Wh};

/// How long a command that reads the charge may take by default.
const DEFAULT_TIMEOUT_S: u64 = 10;

/// For how long the plan stands in for it by default.
const DEFAULT_FALLBACK_S: u64 = 3_600;

/// A battery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatteryRules {
	/// The most energy that it holds, in Wh.
	pub capacity: Wh,
	/// The most power with which it charges and discharges, in W.
	pub power: u64,
	/// What of the energy it is charged with it gives back, in parts per million.
	pub efficiency_ppm: u32,
	/// What always stays in it, in Wh.
	pub reserve: Wh,
	/// What each Wh that it gives wears it, in planck.
	pub wear: Price,
	/// What it holds.
	pub charge: ChargeSource,
	/// For how long the plan stands in for a program that has failed.
	pub fallback: Duration,
	/// What energy that is left in it at the end of a plan is worth, in planck per Wh; the feed-in
	/// tariff if none.
	pub end_value: Option<Price>,
}

/// How it is known what a battery holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChargeSource {
	/// So much at the start, in Wh; from then on the agent counts.
	AtStart(Wh),
	/// A program prints it, in Wh.
	Command(ExternalCommand),
}

impl BatteryRules {
	pub(super) fn read(section: &mut Section<'_, '_>) -> Option<Self> {
		section.require("capacity_wh", "a battery has it");
		section.require("power_w", "a battery has it");
		section.require_one(&["charge_wh", "charge_command"], "what the battery holds");
		if section.place("charge_command").is_none() {
			for key in ["charge_timeout_s", "charge_fallback_s"] {
				section.forbid(key, "does nothing without `charge_command`");
			}
		}
		let capacity = section.integer("capacity_wh", 1..=MAX_ORDER).map(Spanned::into_inner);
		let power = section.integer("power_w", 1..=MAX_ORDER).map(Spanned::into_inner);
		let efficiency = section.decimal("efficiency", Scale::SHARE, 1..=PPM.into());
		let reserve = within(section, "reserve_wh", capacity);
		let at_start = within(section, "charge_wh", capacity).map(ChargeSource::AtStart);
		let wear = price(section, "wear_unit_per_kwh", 0);
		let fallback = section.integer("charge_fallback_s", 0..=86_400).map(Spanned::into_inner);
		let command = section.command("charge_command", "charge_timeout_s", DEFAULT_TIMEOUT_S);
		let end_value = price(section, "end_value_unit_per_kwh", 0);
		Some(Self {
			capacity: capacity?,
			power: power?,
			efficiency_ppm: efficiency
				.and_then(|ppm| ppm.into_inner().try_into().ok())
				.unwrap_or(900_000),
			reserve: reserve.unwrap_or(0),
			wear: wear.map_or(0, Spanned::into_inner),
			fallback: Duration::from_secs(fallback.unwrap_or(DEFAULT_FALLBACK_S)),
			charge: at_start.or(command.map(ChargeSource::Command))?,
			end_value: end_value.map(Spanned::into_inner),
		})
	}
}

impl BatteryRules {
	/// What is odd about it: kWh and kW that were written where Wh and W are wanted.
	pub(super) fn notices(&self) -> Vec<String> {
		let Self { capacity, power, .. } = *self;
		let mut notices: Vec<_> = in_thousands("battery.capacity_wh", capacity, "Wh")
			.into_iter()
			.chain(in_thousands("battery.power_w", power, "W"))
			.collect();
		if notices.is_empty() && capacity < power / 60 {
			notices.push(format!(
				"battery: at {power} W, {capacity} Wh are used up in less than a minute; is `capacity_wh` in kWh?"
			));
		}
		notices
	}
}

/// Takes an energy that the battery can hold.
fn within(section: &mut Section<'_, '_>, key: &'static str, capacity: Option<Wh>) -> Option<Wh> {
	let energy = section.integer(key, 0..=MAX_ORDER)?;
	if capacity.is_some_and(|capacity| *energy.get_ref() > capacity) {
		section.refuse(key, energy.span(), "must not be above `capacity_wh`");
	}
	Some(energy.into_inner())
}
