// SPDX-License-Identifier: Apache-2.0

//! Subsidies by verified production: which programmes there are, what the node got, and founding them.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use gridmerit_client::{
	AccountId32, View,
	subsidies::{self as client, Programme, Received, Rules},
	units::{clock, kwh, unit},
};
use gridmerit_energy::{Interval, NodeIndex, Planck, SourceKind};
use serde_json::{Value, json};

use crate::{
	actor::Actor,
	failure::Failure,
	household::options::{source, source_name},
	options::{ActOptions, CommonOptions, WhoseOptions, interval},
	orders::node,
	show::{number, print, table},
	trust::options::unit as amount,
};

/// All hours of a day.
const ALL_HOURS: u32 = 0x00FF_FFFF;
/// Milliseconds of a day.
const DAY: u64 = 86_400_000;

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct SubsidiesOptions {
	#[command(subcommand)]
	pub command: Option<SubsidiesCommand>,
	#[command(flatten)]
	pub common: CommonOptions,
	#[command(flatten)]
	pub whose: WhoseOptions,
	/// What this node got; that of the account if there is none
	#[arg(long)]
	pub node: Option<NodeIndex>,
}

#[derive(Subcommand)]
pub enum SubsidiesCommand {
	/// Found a programme, and pay into its pot: for accounts that the operator has named
	Found(FoundOptions),
	/// Pay more into the pot of a programme of one's own
	TopUp(TopUpOptions),
	/// End a programme of one's own: it pays for what has begun, and what is left comes back
	End(EndOptions),
	/// Let an account found programmes, or not any more: for the operator
	Sponsor(SponsorOptions),
}

#[derive(Args)]
pub struct FoundOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// For energy of this source; of any that generates if there is none
	#[arg(long, value_parser = source())]
	pub source: Option<SourceKind>,
	/// In these hours of the day, in UTC: 10-16 is from ten to four in the afternoon; 22-6 is over midnight
	#[arg(long, value_parser = hours, default_value = "0-24")]
	pub hours: u32,
	/// How much for a kWh, in UNIT
	#[arg(long, value_parser = amount)]
	pub rate: Planck,
	/// The most for a node and day, in UNIT
	#[arg(long, value_parser = amount)]
	pub per_day: Planck,
	/// The most in all, in UNIT; what is paid in if there is none
	#[arg(long, value_parser = amount)]
	pub most: Option<Planck>,
	/// What is paid into its pot now, in UNIT
	#[arg(long, value_parser = amount)]
	pub fund: Planck,
	/// For so many days from the next interval on
	#[arg(long, required_unless_present = "until", value_parser = clap::value_parser!(u32).range(1..=366))]
	pub days: Option<u32>,
	/// The first interval that is paid for; the next one if there is none
	#[arg(long, value_parser = interval)]
	pub from: Option<Interval>,
	/// Instead of days: the first interval that is not paid for any more
	#[arg(long, conflicts_with = "days", value_parser = interval)]
	pub until: Option<Interval>,
}

#[derive(Args)]
pub struct TopUpOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// The number of the programme
	pub programme: u32,
	/// How much more, in UNIT
	#[arg(value_parser = amount)]
	pub amount: Planck,
}

#[derive(Args)]
pub struct EndOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// The number of the programme
	pub programme: u32,
}

#[derive(Args)]
pub struct SponsorOptions {
	#[command(flatten)]
	pub act: ActOptions,
	/// The account, in SS58
	pub account: AccountId32,
	/// Not any more
	#[arg(long)]
	pub remove: bool,
}

/// Hours as bits: `10-16`, or over midnight.
fn hours(text: &str) -> Result<u32, String> {
	let wrong = || "not hours of a day: as 10-16, or 22-6 over midnight".to_string();
	let (from, to) = text.split_once('-').ok_or_else(wrong)?;
	let hour = |text: &str| text.parse::<u32>().ok().filter(|hour| *hour <= 24).ok_or_else(wrong);
	let (from, to) = (hour(from)?, hour(to)?);
	let before = |hour: u32| (1_u32 << hour) - 1;
	let bits = if from < to {
		before(to) & !before(from)
	} else {
		(ALL_HOURS & !before(from)) | before(to)
	};
	if from == to || bits == 0 { Err(wrong()) } else { Ok(bits) }
}

/// Hours in words: each run of them.
fn hours_text(bits: u32) -> String {
	if bits & ALL_HOURS == ALL_HOURS {
		return "all day".into();
	}
	let named = |hour: &u32| bits & (1 << hour) != 0;
	let starts = (0..24).filter(|hour| named(hour) && !(*hour > 0 && named(&(hour - 1))));
	let run = |from: u32| {
		let to = (from..24).find(|hour| !named(hour)).unwrap_or(24);
		format!("{from}-{to}")
	};
	starts.map(run).collect::<Vec<_>>().join(", ")
}

fn check(view: &View) -> Result<(), Failure> {
	match view.has_subsidies() {
		true => Ok(()),
		false => Err("this chain has no subsidies".into()),
	}
}

pub async fn run(options: &SubsidiesOptions) -> Result<ExitCode, Failure> {
	match &options.command {
		None => list(options).await,
		Some(SubsidiesCommand::Found(options)) => found(options).await,
		Some(SubsidiesCommand::TopUp(options)) => top_up(options).await,
		Some(SubsidiesCommand::End(options)) => end(options).await,
		Some(SubsidiesCommand::Sponsor(options)) => sponsor(options).await,
	}
}

async fn list(options: &SubsidiesOptions) -> Result<ExitCode, Failure> {
	let named = options.whose.named()?;
	let view = options.common.connect().await?.best().await?;
	check(&view)?;
	let of = match (options.node, named) {
		(Some(of), _) => Some(of),
		(None, Some(account)) => Some(node(&view, &account).await?.index),
		(None, None) => None,
	};
	let programmes = view.programmes().await?;
	let received = match of {
		Some(of) => view.subsidies(of).await?,
		None => Vec::new(),
	};
	let got = |programme: &Programme| {
		let found = received.iter().find(|(number, _)| *number == programme.number);
		found.map(|(_, received)| *received)
	};
	let rows: Vec<_> = programmes.iter().map(|one| row(one, got(one))).collect();
	let value = json!({ "node": of, "programmes": rows });
	let length = u64::from(view.interval_length().await?);
	print(options.common.json, value, || {
		let mut table = table(&[
			"programme",
			"pays for",
			"hours (UTC)",
			"per kWh",
			"per day",
			"until (UTC)",
			"in the pot",
			"paid",
			"you got",
			"for",
		]);
		for programme in &programmes {
			let Rules { source, hours, rate, per_day, until, .. } = programme.rules;
			let until = match programme.over {
				Some(_) => "over".into(),
				None => clock(u64::from(until).saturating_mul(length)),
			};
			let (amount, energy) = match got(programme) {
				Some(Received { amount, energy, .. }) => (unit(amount), kwh(energy)),
				None => ("-".into(), "-".into()),
			};
			table.add_row([
				number(programme.number),
				source.map_or("anything", source_name).into(),
				hours_text(hours).into(),
				number(unit(rate)),
				number(unit(per_day)),
				until.into(),
				number(unit(programme.left)),
				number(unit(programme.paid)),
				number(amount),
				number(energy),
			]);
		}
		table
	})
}

fn row(programme: &Programme, got: Option<Received>) -> Value {
	let Programme { number, sponsor, rules, left, paid, over } = programme;
	let Rules { source, hours, rate, per_day, most, from, until } = rules;
	let got = got.map(|Received { day, today, amount, energy }| {
		json!({
			"amount": amount.to_string(), "energy": energy, "day": day, "today": today.to_string(),
		})
	});
	json!({
		"programme": number, "sponsor": sponsor.to_string(), "source": source.map(source_name),
		"hours": hours, "rate": rate.to_string(), "perDay": per_day.to_string(),
		"most": most.to_string(), "from": from, "until": until, "left": left.to_string(),
		"paid": paid.to_string(), "over": over, "got": got,
	})
}

async fn found(options: &FoundOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	check(&actor.view)?;
	let FoundOptions { source, hours, rate, per_day, fund, .. } = *options;
	let (length, now) = (actor.view.interval_length().await?, actor.view.now().await?);
	let length = u64::from(length.max(1));
	// One more: a block may begin the next interval before this is in it.
	let next = Interval::try_from(now / length).unwrap_or(Interval::MAX).saturating_add(2);
	let from = options.from.unwrap_or(next);
	let days = |days: u32| {
		let intervals = u64::from(days).saturating_mul(DAY) / length;
		from.saturating_add(Interval::try_from(intervals).unwrap_or(Interval::MAX))
	};
	let until = options.until.unwrap_or_else(|| days(options.days.unwrap_or_default()));
	let most = options.most.unwrap_or(fund);
	let rules = Rules { source, hours, rate, per_day, most, from, until };
	let done = actor.send(client::found(&rules, fund)).await?;
	let account = actor.account();
	let programmes = done.view.programmes().await?;
	let mine = programmes.iter().rev().find(|programme| programme.sponsor == account);
	let number = mine.map(|programme| programme.number);
	let named = number.map_or_else(String::new, |number| format!(" {number}"));
	let what = format!(
		"found programme{named} with {}: {} for a kWh of {}, {}, for intervals {from} to {}",
		unit(fund),
		unit(rate),
		source.map_or("anything", source_name),
		hours_text(hours),
		until.saturating_sub(1)
	);
	actor.show_with(&done, &what, vec![("programme".into(), json!(number))])
}

async fn top_up(options: &TopUpOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	check(&actor.view)?;
	let TopUpOptions { programme, amount, .. } = *options;
	let done = actor.send(client::top_up(programme, amount)).await?;
	let programmes = done.view.programmes().await?;
	let left = programmes.iter().find(|one| one.number == programme).map(|one| one.left);
	let now = left.map_or_else(String::new, |left| format!(", now {}", unit(left)));
	actor.show(&done, &format!("pay {} into the pot of programme {programme}{now}", unit(amount)))
}

async fn end(options: &EndOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	check(&actor.view)?;
	let programme = options.programme;
	let done = actor.send(client::end(programme)).await?;
	let what = format!(
		"end programme {programme}: it pays for what has begun; the rest comes back when that is settled for good"
	);
	actor.show(&done, &what)
}

async fn sponsor(options: &SponsorOptions) -> Result<ExitCode, Failure> {
	let actor = Actor::new(&options.act).await?;
	check(&actor.view)?;
	let SponsorOptions { account, remove, .. } = options;
	let call = client::set_sponsor(account, !remove);
	let done = actor.send(gridmerit_client::sudo(call)).await?;
	let may = if *remove { "let it found no more programmes" } else { "let it found programmes" };
	actor.show(&done, &format!("{may}: {account}"))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn hours_are_read_and_said() {
		assert_eq!(hours("0-24"), Ok(ALL_HOURS));
		assert_eq!(hours("10-12"), Ok(0b11 << 10));
		assert_eq!(hours("22-6"), Ok((0b11 << 22) | 0b11_1111));
		assert_eq!(hours("23-24"), Ok(1 << 23));
		assert_eq!(hours("22-0"), Ok(0b11 << 22));
		for wrong in ["", "10", "10-", "-3", "10-25", "7-7", "24-0", "a-b", "1-2-3"] {
			assert!(hours(wrong).is_err(), "{wrong}");
		}
		assert_eq!(hours_text(ALL_HOURS), "all day");
		assert_eq!(hours_text(0b11 << 10), "10-12");
		assert_eq!(hours_text((0b11 << 22) | 0b11_1111), "0-6, 22-24");
		for text in ["0-1", "5-9", "23-24"] {
			assert_eq!(hours(text).map(hours_text), Ok(text.into()));
		}
	}
}
