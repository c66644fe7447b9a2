// SPDX-License-Identifier: Apache-2.0

//! What energy emits: footprints that are declared, certified and published, bounds, and what was emitted for what a node has
//! drawn.

mod emitted;
pub mod options;
mod said;
mod show;

pub use emitted::Emitted;

use std::process::ExitCode;

use gridmerit_client::{
	View,
	carbon::{self as client, Bound, Footprint, GridLimits},
	sudo,
	units::decimal,
};
use gridmerit_energy::{Interval, NodeIndex};

use crate::{actor::Actor, failure::Failure, options::WhoseOptions, orders::node};
use options::{
	BoundOptions, CarbonCommand, CarbonOptions, CertifyOptions, CorrectOptions, DecertifyOptions,
	DeclareOptions, GridOptions, LimitsOptions, PublishOptions, StatementOptions,
};

/// Intervals that are looked at if no time is named: a day of quarters of an hour.
const USUAL: u32 = 96;

pub async fn run(options: &CarbonOptions) -> Result<ExitCode, Failure> {
	match &options.command {
		None => standing(options).await,
		Some(CarbonCommand::Statement(options)) => statement(options).await,
		Some(CarbonCommand::Grid(options)) => grid(options).await,
		Some(CarbonCommand::Declare(options)) => declare(options).await,
		Some(CarbonCommand::Certify(options)) => certify(options).await,
		Some(CarbonCommand::Decertify(options)) => decertify(options).await,
		Some(CarbonCommand::Publish(options)) => publish(options).await,
		Some(CarbonCommand::Correct(options)) => correct(options).await,
		Some(CarbonCommand::Limits(options)) => limits(options).await,
		Some(CarbonCommand::Bound(options)) => bound(options).await,
	}
}

fn check(view: &View) -> Result<(), Failure> {
	match view.has_carbon() {
		true => Ok(()),
		false => Err("this chain does not know what energy emits".into()),
	}
}

/// The node that is named, or that of the account.
async fn whose(
	view: &View,
	named: Option<NodeIndex>,
	whose: &WhoseOptions,
) -> Result<NodeIndex, Failure> {
	match named {
		Some(named) => Ok(named),
		None => Ok(node(view, &whose.account()?).await?.index),
	}
}

/// Mg for a kWh, as people read them.
fn per_kwh(intensity: u32) -> String {
	format!("{} g/kWh", decimal(intensity.into(), 3))
}

/// What a kWh emits, by part.
fn parts(footprint: &Footprint) -> String {
	let Footprint { operating, embodied, travel } = footprint;
	let [operating, embodied, travel] =
		[operating, embodied, travel].map(|part| decimal((*part).into(), 3));
	format!("{operating} + {embodied} + {travel} g/kWh (operating, embodied, travel)")
}

async fn standing(options: &CarbonOptions) -> Result<ExitCode, Failure> {
	let view = options.common.connect().await?.best().await?;
	check(&view)?;
	let of = whose(&view, options.node, &options.whose).await?;
	let length = u64::from(view.interval_length().await?.max(1));
	let now = Interval::try_from(view.now().await? / length).unwrap_or(Interval::MAX);
	let standing = show::Standing {
		node: of,
		plant: view.footprint(of).await?,
		counted: view.counted(of, now).await?,
		bound: view.carbon_bound(of).await?,
		limits: view.intensity_limits().await?,
	};
	show::standing(&standing, options.common.json)
}

async fn statement(options: &StatementOptions) -> Result<ExitCode, Failure> {
	let view = options.common.connect().await?.best().await?;
	check(&view)?;
	let of = whose(&view, options.node, &options.whose).await?;
	let (first, last) = options.period.intervals(&view, USUAL).await?;
	let rows = view.emissions(of, first, last).await?;
	let until = view.issued_until().await?;
	if until <= last && !options.common.json {
		eprintln!(
			"intervals from {until} on are still to come: what they emit is stated when they are settled for good"
		);
	}
	let zone = options.period.zone.zone();
	let length = view.interval_length().await?;
	let stated = show::Stated {
		node: of,
		first,
		last,
		until,
		rows: &rows,
		length,
		zone: &zone,
		by_interval: options.by_interval,
	};
	show::statement(&stated, options.common.json)
}

async fn grid(options: &GridOptions) -> Result<ExitCode, Failure> {
	let view = options.common.connect().await?.best().await?;
	check(&view)?;
	let (first, last) = options.period.intervals(&view, USUAL).await?;
	let rows = view.intensities(first, last).await?;
	let length = view.interval_length().await?;
	show::grid(&rows, length, &options.period.zone.zone(), options.common.json)
}

async fn declare(options: &DeclareOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	check(&actor.view)?;
	let node = actor.node(None).await?;
	let footprint = options.footprint.footprint();
	let done = actor.send(client::declare(&footprint)).await?;
	let what =
		format!("declare that node {node} emits {}; an issuer certifies it now", parts(&footprint));
	actor.show(&done, &what)
}

async fn certify(options: &CertifyOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	check(&actor.view)?;
	let CertifyOptions { node, until, as_operator, .. } = *options;
	let footprint = options.footprint.footprint();
	let call = client::certify(node, &footprint, until);
	let done = actor.send(if as_operator { sudo(call) } else { call }).await?;
	let vouched = done.view.footprint(node).await?.and_then(|(_, vouched)| vouched.last().cloned());
	let from = vouched.map_or_else(String::new, |one| format!(" from interval {} on", one.from));
	let what = format!("certify that node {node} emits {}{from}", parts(&footprint));
	actor.show(&done, &what)
}

async fn decertify(options: &DecertifyOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	check(&actor.view)?;
	let DecertifyOptions { node, since, as_operator, .. } = *options;
	let length = u64::from(actor.view.interval_length().await?.max(1));
	// One more: a block may begin the next interval before this is in it.
	let next = actor.view.now().await? / length;
	let next = Interval::try_from(next).unwrap_or(Interval::MAX).saturating_add(2);
	let since = since.unwrap_or(next);
	let call = client::decertify(node, since);
	let done = actor.send(if as_operator { sudo(call) } else { call }).await?;
	let what = format!("decertify node {node}: from interval {since} on it counts at the default");
	actor.show(&done, &what)
}

async fn publish(options: &PublishOptions) -> Result<ExitCode, Failure> {
	let runs = options.said.runs()?;
	let actor = Actor::new(&options.act).await?;
	check(&actor.view)?;
	let mut done = None;
	for (first, values) in &runs {
		done = Some(actor.send(client::publish(*first, values)).await?);
	}
	said(&actor, done, &runs, "publish")
}

async fn correct(options: &CorrectOptions) -> Result<ExitCode, Failure> {
	let runs = options.said.runs()?;
	let actor = Actor::new(&options.act).await?;
	check(&actor.view)?;
	let mut done = None;
	for (first, values) in &runs {
		let call = client::correct(*first, values);
		done = Some(actor.send(if options.as_operator { sudo(call) } else { call }).await?);
	}
	said(&actor, done, &runs, "correct")
}

fn said(
	actor: &Actor<'_>,
	done: Option<crate::actor::Done>,
	runs: &said::Runs,
	verb: &str,
) -> Result<ExitCode, Failure> {
	let done = done.ok_or("there is nothing to say")?;
	let intervals: usize = runs.iter().map(|(_, values)| values.len()).sum();
	actor.show(&done, &format!("{verb} what the grid emitted in {intervals} intervals"))
}

async fn limits(options: &LimitsOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	check(&actor.view)?;
	let plain = |operating, embodied| Footprint { operating, embodied, travel: 0 };
	let limits = GridLimits {
		least: plain(options.least_operating, options.least_embodied),
		most: plain(options.most_operating, options.most_embodied),
	};
	let done = actor.send(sudo(client::set_limits(&limits))).await?;
	let what =
		format!("let publishers say from {} to {}", parts(&limits.least), parts(&limits.most));
	actor.show(&done, &what)
}

async fn bound(options: &BoundOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	check(&actor.view)?;
	let node = actor.node(None).await?;
	let bound = options.most.filter(|_| !options.none).map(|most| Bound {
		definition: options.counts.into(),
		most,
		loss_ppm: options.loss,
	});
	let done = actor.send(client::set_bound(bound.as_ref())).await?;
	let what = match done.view.carbon_bound(node).await? {
		Some(since) => {
			format!(
				"node {node} takes {} from interval {} on",
				show::bound_text(&since.bound),
				since.from
			)
		},
		None => format!("node {node} takes any energy"),
	};
	actor.show(&done, &what)
}
