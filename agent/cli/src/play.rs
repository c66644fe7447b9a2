// SPDX-License-Identifier: Apache-2.0

//! Plays a scenario, shows how far it is, and what came of it.

use std::{fs, path::Path, process::ExitCode, time::Duration};

use comfy_table::Table;
use gridmerit_client::units::{kwh, price, unit, unit_signed};
use gridmerit_replay::{
	Difference, Mode, PlayError, Progress, Reference, Scenario, ScenarioNode, TimedChain,
	clock_start,
	day::{ClearedRound, Day, Feeder, Summary},
	patch, play, report,
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::Timestamp;

use crate::{
	failure::Failure,
	options::{CompareOptions, ReplayOptions, SpecOptions},
	show::{number, table},
};

/// The paper's figures (section IV), in per cent.
const PAPER: [&str; 3] = ["6", "1.0", "51"];
/// Where polkadot.js looks for a node.
const RPC_PORT: u16 = 9944;

/// A bar with the time and the price, and how long each round stays open for those who watch.
struct Bar(ProgressBar, Duration);

impl Progress for Bar {
	fn begin(&self, rounds: u64) {
		self.0.set_length(rounds);
		self.0.set_draw_target(ProgressDrawTarget::stderr());
	}

	fn round(&self, clock: &str, cleared: Option<(&str, &ClearedRound)>) {
		let what = match cleared {
			None => clock.to_owned(),
			Some((of, round)) => {
				let price = match round.prices()[..] {
					[] => "no price".into(),
					[only] => price(only),
					[least, .., most] => format!("{} to {}", price(least), price(most)),
				};
				format!("at {clock} cleared what is for {of}: {price}, {}", kwh(round.traded))
			},
		};
		self.0.inc(1);
		match self.0.is_hidden() {
			// A log gets lines.
			true => println!("  {what}"),
			false => self.0.set_message(what),
		}
	}

	fn pause(&self) -> Duration {
		self.1
	}
}

pub async fn replay(options: &ReplayOptions) -> Result<ExitCode, Failure> {
	let scenario = Scenario::load(&options.scenario)?;
	let mode = if options.rolling { Mode::Rolling } else { options.mode };
	// Before a node is started for nothing.
	if !mode.suits(&scenario) {
		return Err(PlayError::NoForecasts.into());
	}
	let feeder = options.grid.feeder(&options.scenario, &scenario)?;
	let feeder = feeder.as_ref();
	let reference = Reference::load(&options.scenario, &scenario, mode, feeder)?;
	if let Some(doubt) = scenario.doubt() {
		println!("note: {doubt}");
	}
	let bar = Bar(ProgressBar::new_spinner(), Duration::from_secs(options.pace.into()));
	bar.0.set_style(ProgressStyle::with_template(
		"{elapsed_precise} {bar:30} {pos:>2}/{len} {msg}",
	)?);
	let (mut node, chain) = match &options.url {
		Some(url) => (None, TimedChain::connect(url).await?),
		None => {
			println!("Starting a node with the scenario's genesis, which takes up to some minutes");
			bar.0.enable_steady_tick(Duration::from_secs(1));
			let port = options.rpc_port.or(options.keep.then_some(RPC_PORT));
			let (node, chain) = ScenarioNode::start(&options.node, &scenario, feeder, port).await?;
			bar.0.disable_steady_tick();
			(Some(node), chain)
		},
	};
	println!("Playing {} ({})", scenario.name, mode.name());
	let played = play(&chain, &scenario, mode, feeder, &bar).await;
	let mut day = played.map_err(|error| match &mut node {
		Some(node) => format!("{error}; the node's log: {}", node.keep_log().display()),
		None => error.to_string(),
	})?;
	bar.0.finish();
	day.expected = reference.as_ref().map(Reference::summary);
	day.command =
		format!("gridmerit-agent replay {} --mode {}", options.scenario.display(), mode.name());
	if let Some(feeder) = feeder {
		day.command.push_str(&format!(" --grid {}", feeder.percent));
	}
	report::write(&day, &options.report)?;
	print_day(&day);
	let differences = reference.map(|reference| reference.differences(&day));
	if let Some(differences) = &differences {
		print_differences(&day, differences);
	}
	print_page(&options.report);
	let equal = differences.unwrap_or_default().is_empty();
	let verdict = if equal { ExitCode::SUCCESS } else { ExitCode::FAILURE };
	let Some(mut node) = node else { return Ok(verdict) };
	if options.keep {
		drop(chain);
		node.restart_instant().await?;
		println!(
			"The chain stays up at {}, a block for each transaction; Ctrl-C ends it",
			node.url()
		);
		println!(
			"Accounts: //Utility, //Bus//6 and the like (import the phrase of //Alice with that path)"
		);
		return Err(node.ends_by_itself().await.into());
	}
	node.stop().await?;
	Ok(verdict)
}

/// Writes the scenario's chain spec, and says on standard error when its clock starts.
pub fn spec(options: &SpecOptions) -> Result<ExitCode, Failure> {
	let scenario = Scenario::load(&options.scenario)?;
	let path = options.base.display();
	let text = match options.base.to_str() {
		Some("-") => std::io::read_to_string(std::io::stdin()),
		_ => fs::read_to_string(&options.base),
	};
	let text = text.map_err(|error| format!("{path}: {error}"))?;
	let mut spec = serde_json::from_str(&text).map_err(|error| format!("{path}: {error}"))?;
	let feeder = options.grid.feeder(&options.scenario, &scenario)?;
	patch(&mut spec, &scenario, feeder.as_ref())?;
	println!("{}", serde_json::to_string_pretty(&spec)?);
	let start = i64::try_from(clock_start(&scenario))?;
	eprintln!("--sealing manual --sealing-start {}", Timestamp::from_millisecond(start)?);
	Ok(ExitCode::SUCCESS)
}

pub fn compare(options: &CompareOptions) -> Result<ExitCode, Failure> {
	let report = match options.report.is_dir() {
		true => options.report.join("report.json"),
		false => options.report.clone(),
	};
	let path = report.display();
	let text = fs::read_to_string(&report).map_err(|error| format!("{path}: {error}"))?;
	let day: Day = serde_json::from_str(&text).map_err(|error| format!("{path}: {error}"))?;
	let scenario = Scenario::load(&options.scenario)?;
	let nothing = || format!("the scenario expects nothing of the mode {}", day.mode);
	let mode = Mode::named(&day.mode).ok_or_else(nothing)?;
	let percent = day.feeder.as_ref().map(|feeder| feeder.percent);
	let feeder =
		percent.map(|percent| Feeder::load(&options.scenario, &scenario, percent)).transpose()?;
	let expected = Reference::load(&options.scenario, &scenario, mode, feeder.as_ref())?;
	let expected = expected.ok_or_else(nothing)?;
	let differences = expected.differences(&day);
	print_differences(&day, &differences);
	Ok(if differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Where the page lies.
pub fn print_page(folder: &Path) {
	let page = folder.join("index.html");
	println!("\nThe report: {} (and report.json beside it)", page.display());
}

fn print_day(day: &Day) {
	println!();
	for sentence in report::words(day) {
		println!("{sentence}");
	}
	if let Some(expected) = &day.expected {
		println!("\n{}", compared(day, expected));
		match &day.feeder {
			None => println!(
				"The scenario is calibrated to the paper's percentages; it does not validate them."
			),
			Some(feeder) => println!(
				"Each line may carry {} % of the most that it carries without limits. Full lines have earned {}.",
				feeder.percent,
				unit(day.slots.iter().map(|slot| u128::from(slot.rent())).sum())
			),
		}
	}
	let fees: u64 = day.participants.iter().filter_map(|who| who.transaction_fees).sum();
	println!(
		"Transaction fees, not counted above: {} of the participants, {} of the utility",
		unit(fees.into()),
		unit(day.utility_fees.unwrap_or_default().into())
	);
	let time = &day.time;
	let seconds = |millis: u64| millis as f64 / 1e3;
	println!(
		"{:.1} s: {:.1} s building {} blocks ({:.0} a second), {:.1} s other answers of the node, {:.1} s agent",
		seconds(time.total),
		seconds(time.chain),
		time.blocks,
		f64::from(time.blocks) / seconds(time.chain).max(1e-3),
		seconds(time.waiting),
		seconds(time.agent),
	);
}

/// The paper, what is expected, and what came out.
fn compared(day: &Day, expected: &Summary) -> Table {
	let mut table = table(&["", "paper", "expected", "this chain"]);
	let percent = |value: f64| format!("{value:.3} %");
	type Of = fn(&Summary) -> String;
	type Share = fn(&Summary) -> f64;
	let rows: [(&str, Of); 5] = [
		("clearings", |summary| summary.clearings.to_string()),
		("P2P transactions", |summary| summary.trades.to_string()),
		("P2P energy", |summary| kwh(summary.p2p_energy)),
		("P2P payments", |summary| unit(summary.p2p_payment.into())),
		("community gain", |summary| unit_signed(summary.community_gain.into())),
	];
	let shares: [(&str, Share); 3] = [
		("consumers save", |summary| summary.consumer_saving_pct),
		("prosumers save", |summary| summary.prosumer_cost_saving_pct),
		("prosumers earn more", |summary| summary.prosumer_sale_profit_pct),
	];
	for ((what, of), paper) in shares.into_iter().zip(PAPER) {
		let show = |summary: &Summary| number(percent(of(summary)));
		let paper = if day.is_the_papers() { format!("{paper} %") } else { "-".into() };
		table.add_row([what.into(), number(paper), show(expected), show(&day.summary)]);
	}
	for (what, of) in rows {
		let show = |summary: &Summary| number(of(summary));
		table.add_row([what.into(), number("-"), show(expected), show(&day.summary)]);
	}
	table
}

fn print_differences(day: &Day, differences: &[Difference]) {
	match differences {
		[] => println!(
			"Equal to the expectation: {} clearings, {} transactions, all prices, sums and percentages{}",
			day.summary.clearings,
			day.summary.trades,
			if day.feeder.is_some() { ", zones, flows and rents" } else { "" }
		),
		_ => println!("NOT as expected:"),
	}
	for difference in differences {
		println!("  {difference}");
	}
}
