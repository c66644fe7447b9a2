// SPDX-License-Identifier: Apache-2.0

//! Certificates of the origin of energy: whose they are, moving and cancelling them, what they match, and their export.

mod export;
mod matching;
pub mod options;
mod plants;
mod show;

use std::process::ExitCode;

use gridmerit_client::{
	View, batch_all,
	certificates::{self as client, Certificate, LotState, Period, PlantData, Support},
	sudo,
	times::{self, Zone},
	units::{kwh, unit},
};
use gridmerit_energy::{Interval, NodeIndex, Planck, Wh};

use crate::{
	actor::Actor, bills::options::PeriodOptions, failure::Failure, options::WhoseOptions,
	orders::node,
};
use options::{
	BuyOptions, CancelOptions, CertificatesCommand, CertificatesOptions, CertifyOptions,
	LotOptions, MatchOptions, OfferOptions, OffersOptions, PlantsOptions, RegisterOptions,
	SupportKind, TransferOptions, month_text,
};

/// Intervals that are looked at if no time is named: ten days of quarters of an hour.
const USUAL: u32 = 1_000;
/// The most cancellations of one transaction.
const MOST_CALLS: usize = 40;

pub async fn run(options: &CertificatesOptions) -> Result<ExitCode, Failure> {
	match &options.command {
		None => list(options).await,
		Some(CertificatesCommand::Transfer(options)) => transfer(options).await,
		Some(CertificatesCommand::Offer(options)) => offer(options).await,
		Some(CertificatesCommand::Offers(options)) => offers(options).await,
		Some(CertificatesCommand::Buy(options)) => buy(options).await,
		Some(CertificatesCommand::Cancel(options)) => cancel(options).await,
		Some(CertificatesCommand::Match(options)) => matched(options).await,
		Some(CertificatesCommand::Export(options)) => export::export(options).await,
		Some(CertificatesCommand::Plants(options)) => plants(options).await,
		Some(CertificatesCommand::Register(options)) => register(options).await,
		Some(CertificatesCommand::Certify(options)) => certify(options).await,
	}
}

fn check(view: &View) -> Result<(), Failure> {
	match view.has_certificates() {
		true => Ok(()),
		false => Err("this chain has no certificates".into()),
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

/// The intervals that are asked for.
async fn range(view: &View, period: &PeriodOptions) -> Result<(Interval, Interval), Failure> {
	period.intervals(view, USUAL).await
}

async fn list(options: &CertificatesOptions) -> Result<ExitCode, Failure> {
	let view = options.common.connect().await?.best().await?;
	check(&view)?;
	let of = whose(&view, options.node, &options.whose).await?;
	let (first, last) = range(&view, &options.period).await?;
	let mine = view.certificates_of(of, first, last).await?;
	let until = view.issued_until().await?;
	let length = view.interval_length().await?;
	if until <= last && !options.common.json {
		eprintln!(
			"certificates of intervals from {until} on are still to come: they are issued when these are settled for good"
		);
	}
	let zone = options.period.zone.zone();
	let listed = show::Listed { node: of, first, last, until, mine: &mine, length, zone: &zone };
	show::list(&listed, options.by, options.common.json)
}

/// A lot of the sender's, as it stands.
async fn lot_of(view: &View, interval: Interval, lot: u32) -> Result<Certificate, Failure> {
	let all = view.certificates(interval).await?;
	let found = all.into_iter().find(|one| one.lot == lot);
	found.ok_or_else(|| format!("interval {interval} has no lot {lot}").into())
}

async fn transfer(options: &TransferOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	check(&actor.view)?;
	let LotOptions { interval, lot } = options.lot;
	let to = actor.known(options.to).await?;
	let energy = match options.energy {
		Some(energy) => energy,
		None => lot_of(&actor.view, interval, lot).await?.energy,
	};
	let done = actor.send(client::transfer((interval, lot), energy, to)).await?;
	let what = format!("transfer {} of lot {lot} of interval {interval} to node {to}", kwh(energy));
	actor.show(&done, &what)
}

async fn offer(options: &OfferOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	check(&actor.view)?;
	let LotOptions { interval, lot } = options.lot;
	let price = options.price.filter(|_| !options.back);
	let done = actor.send(client::offer((interval, lot), price)).await?;
	let what = match price {
		Some(price) => format!("offer it at {}", gridmerit_client::units::price(price)),
		None => "take the offer back".into(),
	};
	actor.show(&done, &format!("lot {lot} of interval {interval}: {what}"))
}

async fn offers(options: &OffersOptions) -> Result<ExitCode, Failure> {
	let view = options.common.connect().await?.best().await?;
	check(&view)?;
	let (first, last) = range(&view, &options.period).await?;
	let mut offered = Vec::new();
	for interval in first..=last {
		let all = view.certificates(interval).await?.into_iter();
		offered.extend(all.filter(|one| matches!(one.state, LotState::Offered { .. })));
	}
	let (length, zone) = (view.interval_length().await?, options.period.zone.zone());
	show::offers(&offered, length, &zone, options.common.json)
}

async fn buy(options: &BuyOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	check(&actor.view)?;
	let LotOptions { interval, lot } = options.lot;
	let found = lot_of(&actor.view, interval, lot).await?;
	let energy = options.energy.unwrap_or(found.energy);
	let done = actor.send(client::buy((interval, lot), energy, options.most)).await?;
	// At the price at which it was offered, unless that has changed meanwhile.
	let price = match found.state {
		LotState::Offered { price } => price,
		_ => options.most,
	};
	let amount = Planck::from(energy).saturating_mul(price.into());
	let what =
		format!("buy {} of lot {lot} of interval {interval} for {}", kwh(energy), unit(amount));
	actor.show(&done, &what)
}

async fn cancel(options: &CancelOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	check(&actor.view)?;
	let (Some(interval), Some(lot)) = (options.interval, options.lot) else {
		return cancel_matching(&actor, options).await;
	};
	let energy = match options.energy {
		Some(energy) => energy,
		None => lot_of(&actor.view, interval, lot).await?.energy,
	};
	let period = match options.months {
		Some((first, last)) => Period::Months { first, last },
		None => Period::Interval,
	};
	let done = actor.send(client::cancel((interval, lot), energy, period)).await?;
	let what = format!(
		"cancel {} of lot {lot} of interval {interval} for what was drawn in {}",
		kwh(energy),
		period_text(period)
	);
	actor.show(&done, &what)
}

/// When that was drawn for which something is cancelled.
fn period_text(period: Period) -> String {
	match period {
		Period::Interval => "the same interval".into(),
		Period::Months { first, last } if first == last => month_text(first),
		Period::Months { first, last } => format!("{} to {}", month_text(first), month_text(last)),
	}
}

async fn cancel_matching(actor: &Actor<'_>, options: &CancelOptions) -> Result<ExitCode, Failure> {
	let node = actor.node(None).await?;
	let (first, last) = range(&actor.view, &options.period).await?;
	let mine = actor.view.certificates_of(node, first, last).await?;
	let held: Vec<_> = mine.into_iter().filter(|one| one.state.is_held()).collect();
	let mut open = std::collections::BTreeMap::new();
	for one in &held {
		if let std::collections::btree_map::Entry::Vacant(entry) = open.entry(one.interval) {
			let matched = actor.view.matched(one.interval, node).await?.unwrap_or_default();
			entry.insert(matched.open());
		}
	}
	let plan = matching::plan(&held, &open);
	let sum: Wh = plan.iter().map(|(_, _, energy)| energy).sum();
	let mut done = None;
	for part in plan.chunks(MOST_CALLS) {
		let call = |(interval, lot, energy): &(Interval, u32, Wh)| {
			client::cancel((*interval, *lot), *energy, Period::Interval)
		};
		done = Some(actor.send(batch_all(part.iter().map(call).collect())).await?);
	}
	let Some(done) = done else {
		return Err("there is nothing to cancel: no certificates are held of intervals in which the node drew more than is cancelled".into());
	};
	let lots = plan.len();
	let what =
		format!("cancel {} of {lots} lots for what was drawn in the same intervals", kwh(sum));
	actor.show(&done, &what)
}

async fn matched(options: &MatchOptions) -> Result<ExitCode, Failure> {
	let view = options.common.connect().await?.best().await?;
	check(&view)?;
	let of = whose(&view, options.node, &options.whose).await?;
	let (first, last) = options.period.intervals(&view, 96).await?;
	let report = matching::report(&view, of, first, last).await?;
	show::matched(&report, &options.period.zone.zone(), options.common.json)
}

async fn plants(options: &PlantsOptions) -> Result<ExitCode, Failure> {
	let view = options.common.connect().await?.best().await?;
	check(&view)?;
	plants::show(&view.plants().await?, options.common.json)
}

async fn register(options: &RegisterOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	check(&actor.view)?;
	let RegisterOptions { source, fuel, technology, capacity_w, country, support, .. } = *options;
	let utc: Zone = "UTC".parse().map_err(|_| "UTC is a zone")?;
	let commissioned = utc.begin(times::day(&options.since)?)?;
	let support = match support {
		SupportKind::None => Support::None,
		SupportKind::Investment => Support::Investment,
		SupportKind::Production => Support::Production,
		SupportKind::Both => Support::Both,
		SupportKind::Unknown => Support::Unknown,
	};
	let capacity = capacity_w;
	let data = PlantData { source, fuel, technology, capacity, commissioned, country, support };
	let node = actor.node(None).await?;
	let done = actor.send(client::register_plant(&data)).await?;
	actor.show(&done, &format!("register the plant of node {node}; an issuer certifies it now"))
}

async fn certify(options: &CertifyOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	check(&actor.view)?;
	let CertifyOptions { node, meter, most, until, as_operator, .. } = *options;
	let plant = actor.view.plant(node).await?;
	let data = plant.ok_or_else(|| format!("node {node} has registered no plant"))?.data;
	let call = client::certify(node, &data, meter, most, until);
	let call = if as_operator { sudo(call) } else { call };
	let done = actor.send(call).await?;
	let certified = done.view.plant(node).await?.and_then(|plant| plant.certified);
	let from = certified
		.map_or_else(String::new, |certified| format!(" from interval {} on", certified.from));
	let what = format!(
		"certify the plant of node {node} behind meter {meter}{from}, for at most {} an interval",
		kwh(most)
	);
	actor.show(&done, &what)
}
