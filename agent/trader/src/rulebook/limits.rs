// SPDX-License-Identifier: Apache-2.0

//! `[limits]`: what the agent may do at most.

use toml::Spanned;

use super::{decimal::Scale, reader::Section};
use gridmerit_client::units::UNIT;
use gridmerit_energy::{MAX_ORDER, MAX_PRICE, Planck, Price, Wh};

/// The most money that a rulebook names: 10^15 UNIT, in planck.
const MAX_MONEY: i128 = 1_000_000_000_000_000 * UNIT as i128;

/// What the agent may do at most. Without a limit, the chain's own limits are all there is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LimitRules {
	/// The most to buy for one interval, in Wh; 0 to buy nothing.
	pub max_buy: Option<Wh>,
	/// The most to sell for one interval, in Wh; 0 to sell nothing.
	pub max_sell: Option<Wh>,
	/// The most to spend on energy in a day, fees to the grid included, in planck.
	pub max_spend_per_day: Option<Planck>,
	/// The most to spend on transaction fees in a day, in planck.
	pub max_fee_per_day: Option<Planck>,
	/// The most money that orders may tie up at a time, in planck.
	pub max_locked: Option<Planck>,
}

impl LimitRules {
	pub(super) fn read(section: &mut Section<'_, '_>) -> Self {
		Self {
			max_buy: section.integer("max_buy_wh", 0..=MAX_ORDER).map(Spanned::into_inner),
			max_sell: section.integer("max_sell_wh", 0..=MAX_ORDER).map(Spanned::into_inner),
			max_spend_per_day: money(section, "max_spend_unit_per_day", 0),
			// Without any fee there is no transaction: `dry_run` says that better.
			max_fee_per_day: money(section, "max_fee_unit_per_day", 1),
			max_locked: money(section, "max_locked_unit", 0),
		}
	}

	/// What is odd about them: kWh that were written where Wh are wanted.
	pub(super) fn notices(&self) -> impl Iterator<Item = String> {
		let energies = [("limits.max_buy_wh", self.max_buy), ("limits.max_sell_wh", self.max_sell)];
		energies.into_iter().filter_map(|(key, energy)| in_thousands(key, energy?, "Wh"))
	}
}

/// Below it, in Wh or W, kWh or kW were meant as a rule.
const LEAST: u64 = 100;

/// That a number of Wh or W may be one of kWh or kW; that 0 is meant is clear.
pub(super) fn in_thousands(key: &str, value: u64, unit: &str) -> Option<String> {
	(1..LEAST).contains(&value).then(|| {
		let thousands = value.saturating_mul(1_000);
		format!("{key}: {value} {unit} is little; if k{unit} are meant, write {thousands}")
	})
}

/// Takes an amount of money from a least one up.
pub(super) fn money(
	section: &mut Section<'_, '_>,
	key: &'static str,
	least: i128,
) -> Option<Planck> {
	let amount = section.decimal(key, Scale::UNIT, least..=MAX_MONEY)?;
	amount.into_inner().try_into().ok()
}

/// Takes a price from a least one up to the highest that the chain allows.
pub(super) fn price(
	section: &mut Section<'_, '_>,
	key: &'static str,
	least: i128,
) -> Option<Spanned<Price>> {
	let price = section.decimal(key, Scale::UNIT_PER_KWH, least..=MAX_PRICE.into())?;
	Some(Spanned::new(price.span(), price.into_inner().try_into().ok()?))
}
