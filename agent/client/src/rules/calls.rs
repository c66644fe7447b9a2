// SPDX-License-Identifier: Apache-2.0

//! Calls that publish rules and tariffs.

use gridmerit_energy::{Band, OffsetChange, Tariff, TariffBounds};
use subxt::dynamic::Value;

use super::{DayTariff, MarketRules};
use crate::calls::{Call, call, list, option};

/// Of the operator: sets the market's rules.
pub fn set_rules(rules: &MarketRules) -> Call {
	let MarketRules { utility, lead, windows, gate_lead, minimum, bounds } = *rules;
	let TariffBounds { ceiling, change, notice } = bounds;
	let bounds = Value::named_composite([
		("ceiling", prices(&ceiling)),
		("change", prices(&change)),
		("notice", notice.into()),
	]);
	let rules = Value::named_composite([
		("utility", utility.into()),
		("lead", lead.into()),
		("windows", windows.into()),
		("gate_lead", gate_lead.into()),
		("minimum", minimum.into()),
		("bounds", bounds),
	]);
	call("ForwardMarket", "set_rules", vec![("rules", rules)])
}

/// Of the operator or the utility: publishes the daily tariff.
pub fn set_tariff(tariff: &DayTariff) -> Call {
	let DayTariff { grid, offset, changes, bands } = tariff;
	let changes = changes.iter().map(|&OffsetChange { from, offset }| {
		Value::named_composite([("from", from.into()), ("offset", offset.into())])
	});
	let bands = bands.iter().map(|Band { from_minute, tariff }| {
		let from_minute = ("from_minute", Value::from(*from_minute));
		Value::named_composite([from_minute, ("tariff", prices(tariff))])
	});
	let tariff = Value::named_composite([
		("grid", option(grid.map(Value::from))),
		("offset", (*offset).into()),
		("changes", list(changes)),
		("bands", list(bands)),
	]);
	call("ForwardMarket", "set_tariff", vec![("tariff", tariff)])
}

fn prices(tariff: &Tariff) -> Value<()> {
	let Tariff { tou, fit, alpha_ppm, fee, shortfall, surplus, curtailed } = *tariff;
	Value::named_composite([
		("tou", tou.into()),
		("fit", fit.into()),
		("alpha_ppm", alpha_ppm.into()),
		("fee", fee.into()),
		("shortfall", shortfall.into()),
		("surplus", surplus.into()),
		("curtailed", curtailed.into()),
	])
}
