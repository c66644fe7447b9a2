// SPDX-License-Identifier: Apache-2.0

//! What a scenario's folder says, and the page on a chain that lives.

use std::process::ExitCode;

use gridmerit_client::units::{kwh, price};
use gridmerit_replay::{Bus, Scenario, live, report};

use crate::{
	failure::Failure,
	options::{ReportOptions, ScenarioOptions},
	play::print_page,
	show::{number, table},
};

/// Shows what was understood of a scenario, so that a factor of four or an hour is seen at once.
pub fn scenario(options: &ScenarioOptions) -> Result<ExitCode, Failure> {
	let scenario = Scenario::load(&options.scenario)?;
	let calendar = &scenario.calendar;
	println!("{}", scenario.name);
	println!(
		"{} ({}), {} intervals of {} minutes, {} of them played, {} open at a time",
		calendar.dates(),
		calendar.zone,
		calendar.slots,
		calendar.minutes(),
		scenario.slots.len(),
		scenario.window_n
	);
	let mut before = None;
	for slot in scenario.slots.iter().copied() {
		let tariff = scenario.tariff(slot);
		if before.replace(tariff) != Some(tariff) {
			println!(
				"from {}: the utility sells at {}, buys at {}{}",
				calendar.clock(slot),
				price(tariff.tou),
				price(tariff.fit),
				if tariff.fee > 0 { format!("; fee {}", price(tariff.fee)) } else { String::new() }
			);
		}
	}
	if let Some(doubt) = scenario.doubt() {
		println!("note: {doubt}");
	}
	let mut rows = table(&["who", "bus", "uses", "peak, kW", "generates", "peak, kW", "asks"]);
	for bus in scenario.participants() {
		let flows = || scenario.slots.iter().map(|slot| scenario.actual(bus, *slot));
		let (load, made) = (flows().map(|flow| flow.load), flows().map(|flow| flow.generation));
		rows.add_row([
			scenario.name_of(bus).into(),
			number(bus),
			number(kwh(load.clone().sum())),
			number(power(load.max(), calendar.minutes())),
			number(kwh(made.clone().sum())),
			number(power(made.max(), calendar.minutes())),
			number(asks(&scenario, bus)),
		]);
	}
	println!("{rows}");
	Ok(ExitCode::SUCCESS)
}

/// The power of so much energy in so many minutes, in kW.
fn power(energy: Option<u64>, minutes: u64) -> String {
	let watts =
		energy.unwrap_or_default().saturating_mul(60).checked_div(minutes).unwrap_or_default();
	gridmerit_client::units::decimal(watts.into(), 3)
}

/// What a prosumer asks in the first interval.
fn asks(scenario: &Scenario, bus: Bus) -> String {
	let slot = scenario.slots.first().copied().unwrap_or_default();
	if scenario.is_prosumer(bus) { price(scenario.ask(bus, slot)) } else { "-".into() }
}

/// Writes the page on a chain that lives.
pub async fn live(options: &ReportOptions) -> Result<ExitCode, Failure> {
	let names = options.names.as_deref().map_or(Ok(Default::default()), live::names)?;
	let chain = options.common.connect().await?;
	let span = live::Span {
		from: options.from.as_deref(),
		to: options.to.as_deref(),
		zone: &options.zone,
	};
	let mut day = live::read(&chain, &span, &names).await?;
	day.command = command(options);
	report::write(&day, &options.report)?;
	if options.common.json {
		println!("{}", serde_json::to_string(&day.summary)?);
		return Ok(ExitCode::SUCCESS);
	}
	for sentence in report::words(&day) {
		println!("{sentence}");
	}
	print_page(&options.report);
	Ok(ExitCode::SUCCESS)
}

/// The command that gives the same page again, as far as it was given.
fn command(options: &ReportOptions) -> String {
	let mut command = format!("gridmerit-agent report --zone {}", options.zone);
	let names = options.names.as_ref().map(|path| path.display().to_string());
	let given = [
		("--url", options.common.url.clone()),
		("--from", options.from.clone()),
		("--to", options.to.clone()),
		("--names", names),
	];
	for (option, value) in given {
		if let Some(value) = value {
			command.push_str(&format!(" {option} '{value}'"));
		}
	}
	command
}
