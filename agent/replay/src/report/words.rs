// SPDX-License-Identifier: Apache-2.0

//! What happened, in words.

use super::{
	format::{about_kwh, money, percent, several},
	sums::DayBill,
};
use crate::day::{Day, Kind, Slot, Total};

/// What it all came to, in one line.
pub fn headline(day: &Day) -> String {
	let gain = Total::of(&day.bills).gain();
	let who = several(day.participants.len(), "neighbour");
	let verb = if gain < 0 { "lost" } else { "saved" };
	format!("{who} {verb} {}", money(gain.saturating_abs()))
}

/// The first paragraphs: who traded what, who gained, and who gave it.
pub fn story(day: &Day, accounts: &[DayBill<'_>]) -> Vec<String> {
	let all = Total::of(&day.bills);
	let [consumers, prosumers] =
		[Kind::Consumer, Kind::Prosumer].map(|kind| day.total_of_all(kind));
	let number = |kind| accounts.iter().filter(|account| account.participant.kind == kind).count();
	let (few, many) = (number(Kind::Consumer), number(Kind::Prosumer));
	let mut sides = Vec::new();
	if few > 0 {
		let part = consumers.cost_saving(Kind::Consumer);
		let part = part.map_or(String::new(), |part| format!(" ({})", percent(Some(part))));
		sides.push(format!(
			"{} {} {}{part}",
			several(few, "neighbour"),
			if few == 1 { "who only uses energy" } else { "who only use energy" },
			gained(consumers.gain())
		));
	}
	if many > 0 {
		sides.push(format!(
			"{} {} {}",
			several(many, "neighbour"),
			if many == 1 { "who also generates it" } else { "who also generate it" },
			gained(prosumers.gain())
		));
	}
	let mut story = vec![format!(
		"{} ({}): neighbours sold each other {} of the {} that all drew. Set against bills with the utility alone, \
		 {}.",
		day.calendar.dates(),
		day.calendar.zone,
		about_kwh(i128::from(day.summary.p2p_energy)),
		about_kwh(all.imported),
		sides.join(", and ")
	)];
	let gains = || accounts.iter().map(|account| (account.total.gain(), account.participant));
	if let (Some(most), Some(least)) =
		(gains().max_by_key(|(gain, _)| *gain), gains().min_by_key(|(gain, _)| *gain))
	{
		story.push(format!(
			"{} gained most, {}; {} least, {}.",
			most.1.name,
			money(most.0),
			least.1.name,
			money(least.0)
		));
	}
	let before = all.alone_cost - all.alone_revenue;
	let utility = i128::from(day.balance.utility);
	let less = if utility < before { "less" } else { "more" };
	story.push(format!(
		"The utility had {}, {} {less} than the {} without the market. {}",
		money(utility),
		money((utility - before).saturating_abs()),
		money(before),
		grid(day)
	));
	if let Some(feeder) = &day.feeder {
		let rent = day.slots.iter().map(Slot::rent).fold(0, u64::saturating_add);
		story.push(format!(
			"Lines limit what is traded, each at {} % of the most that it carries without limits: full ones earned {}.",
			feeder.percent,
			money(rent)
		));
	}
	let knew = match day.mode.as_str() {
		"perfect" => {
			"Everybody knew its load and generation beforehand: more than this the market cannot bring."
		},
		"rolling" => "Everybody traded on forecasts that err, round by round.",
		"rolling+haircut" => {
			"Everybody traded on forecasts that err, round by round, and held back part of what it offered."
		},
		"live" => "Read from a chain that lives: what can still be corrected may change.",
		_ => "",
	};
	if !knew.is_empty() {
		story.push(knew.into());
	}
	let estimated = day.bills.iter().filter(|bill| bill.estimated).count();
	if estimated > 0 {
		story.push(format!(
			"For {} of {} bills no reading counts: they charge what the chain takes instead, silence as a rule.",
			estimated,
			day.bills.len()
		));
	}
	story
}

fn gained(gain: i128) -> String {
	format!("{} {}", if gain < 0 { "lost" } else { "gained" }, money(gain.saturating_abs()))
}

fn grid(day: &Day) -> String {
	match day.balance.grid {
		0 => "There is no fee for the grid.".into(),
		fee => format!("The grid got {} in fees.", money(fee)),
	}
}

/// How many rounds there were, and what became of those that have no mark.
pub fn rounds(day: &Day) -> String {
	let rounds = || day.slots.iter().flat_map(|slot| &slot.rounds);
	let with = |status: &str| rounds().filter(|round| round.status == status).count();
	let mut says = format!(
		"Of {}, {} cleared where supply met demand, and in {} there was less than was wanted{}, which sells at the cap.",
		several(rounds().count(), "round"),
		with("cleared"),
		with("scarcity"),
		if day.feeder.is_some() { " in a zone at least" } else { "" },
	);
	let quiet = [
		("no_supply", "nobody offered anything"),
		("no_demand", "nobody wanted anything"),
		(
			"no_match",
			match day.feeder {
				None => "all limits were below all asks",
				Some(_) => "no line had room between who offered and who wanted",
			},
		),
	];
	let quiet: Vec<String> = quiet
		.into_iter()
		.filter(|(status, _)| with(status) > 0)
		.map(|(status, what)| format!("in {} {what}", with(status)))
		.collect();
	if !quiet.is_empty() {
		says.push_str(&format!(
			" Of the others, {}: nothing trades then, so that there is no price and no mark.",
			quiet.join(", ")
		));
	}
	if day.mode == "perfect" {
		says.push_str(&format!(
			" Who knows the day orders each {} once: its later rounds have nothing left to trade.",
			day.calendar.word()
		));
	}
	says
}
