// SPDX-License-Identifier: Apache-2.0

//! The plots of the page, each with what it shows.

use maud::{Markup, PreEscaped, html};

use super::{
	error::ReportError,
	format::{kwh, percent, several, unit},
	matrix,
	plot::{self, Drawn, headline},
	sums::{DayBill, chosen, groups, is_rolling, names, typical},
	words,
};
use crate::day::{ClearedRound, Day, Kind, Slot};

/// Widths of a plot on a wide page and on a phone, in pixels.
const WIDE: u32 = 900;
const PHONE: u32 = 356;
const LARGE: (u32, u32) = (370, 400);
const SMALL: (u32, u32) = (370, 320);

/// Most plots of one sort, so that the page of a large day still opens in a browser.
pub const MOST: usize = 48;

/// A plot in its frame, with a title and what it shows, in a sentence.
pub fn figure(title: &str, drawn: Drawn, says: &str) -> Result<Markup, ReportError> {
	Ok(framed(title, says, &[("plot", drawn?)]))
}

/// A plot that is drawn twice: for a wide page, and for a phone.
pub fn twice(title: &str, says: &str, draw: impl Fn(u32) -> Drawn) -> Result<Markup, ReportError> {
	Ok(framed(title, says, &[("plot wide", draw(WIDE)?), ("plot phone", draw(PHONE)?)]))
}

fn framed(title: &str, says: &str, plots: &[(&str, String)]) -> Markup {
	let label = format!("{title}. {says}");
	let label = label.trim_end();
	html! {
		figure {
			figcaption.title { (title) }
			@for (class, svg) in plots {
				div class=(class) role="img" aria-label=(label) { (PreEscaped(svg)) }
			}
			@if !says.is_empty() { figcaption { (says) } }
		}
	}
}

/// Names the pivotal sellers, if there are any.
fn pivotal(day: &Day, round: &ClearedRound) -> String {
	let names = names(day, &round.pivotal);
	match round.pivotal.len() {
		0 => String::new(),
		1 => format!(" {names} is pivotal."),
		_ => format!(" {names} are pivotal, each alone."),
	}
}

/// A merit order and what it shows; `reason` is what it is chosen for.
fn merit_order(
	day: &Day,
	(slot, round): (&Slot, &ClearedRound),
	reason: &str,
) -> Result<Markup, ReportError> {
	let says = format!(
		"{reason}{} of {} kWh wanted were sold.{}",
		kwh(round.traded),
		kwh(round.demand),
		pivotal(day, round)
	);
	figure(&headline(day, slot, round), plot::merit_order(day, slot, round), &says)
}

/// How the market cleared: prices, chosen intervals, all that had offers.
pub fn market(day: &Day) -> Result<Markup, ReportError> {
	let mut best = Vec::new();
	for (slot, round, reasons) in chosen(day) {
		best.push(merit_order(day, (slot, round), &format!("The {reasons}: "))?);
	}
	let firsts = day.slots.iter().filter_map(|slot| Some((slot, slot.rounds.first()?)));
	let offered = |round: &ClearedRound| round.book.iter().any(|order| order.ask.is_some());
	let mut all = Vec::new();
	for shown in firsts.filter(|(_, round)| offered(round)).take(MOST) {
		all.push(merit_order(day, shown, "")?);
	}
	let prices = "Between TOU, at which the utility sells, and FIT, at which it buys, a price is better for both \
	              sides than the utility's. The cap is the highest that the market takes.";
	let word = day.calendar.word();
	let on_grid = day.feeder.is_some();
	Ok(html! {
		section id="prices" {
			h2 { "Prices" }
			p { (words::rounds(day)) }
			(twice("Prices over the day", prices, |width| plot::prices(day, width))?)
			@if !best.is_empty() {
				h3 { "Merit order" }
				p {
					"Supply in green, the cheapest first; demand in red, who pays most first; what was sold is "
					"shaded, and the dot is the clearing point. A seller is pivotal if without its offer there had "
					"been scarcity: it could have asked for the cap and got it."
					@if on_grid {
						" Where lines were full each zone has its own price, and there is no such point for all."
					}
				}
				div.many { @for plot in &best { (plot) } }
			}
			@if !all.is_empty() {
				details {
					summary { "Merit order of each " (word) " with offers (" (all.len()) ")" }
					div.many { @for plot in &all { (plot) } }
				}
			}
		}
	})
}

/// Where the energy came from and who sold it to whom.
pub fn energy(day: &Day) -> Result<Markup, ReportError> {
	let sources =
		"What all drew, from neighbours and from the utility; below zero what the utility took.";
	let leads =
		"Energy that neighbours traded, by how far ahead; what was bought back counts again.";
	Ok(html! {
		section id="energy" {
			h2 { "Energy" }
			(twice("Where the energy came from", sources, |width| plot::by_source(day, width))?)
			@if is_rolling(day) {
				(twice("Traded how far ahead", leads, |width| plot::by_lead(day, width))?)
			}
		}
		section id="trades" {
			h2 { "Who sold to whom" }
			(matrix::table(day))
		}
	})
}

/// What a plot of a group is called: the first of them, and how many are like it.
fn title_of(group: &[&DayBill<'_>]) -> String {
	let Some(first) = group.first() else { return String::new() };
	match group.len() {
		1 => first.participant.name.clone(),
		number => format!("{}: {number} neighbours with the same curve", first.participant.name),
	}
}

/// What there is to say of a group beside its title.
fn says_of(group: &[&DayBill<'_>]) -> String {
	let Some((first, others)) = group.split_first() else { return String::new() };
	let part = |account: &DayBill<'_>| percent(account.relative_gain());
	let gain = unit(first.total.gain());
	let first = format!("Gained {gain} UNIT, {} of its bill alone.", part(first));
	match others {
		[] => first,
		others => {
			let others: Vec<_> = others
				.iter()
				.map(|other| format!("{} {}", other.participant.name, unit(other.total.gain())))
				.collect();
			format!("{first} The others gained, in UNIT: {}.", others.join(", "))
		},
	}
}

/// The day of a typical consumer and prosumer, as in the paper's Figs. 5 and 6, and of all the others: those with the
/// same curve together.
pub fn participants(day: &Day, accounts: &[DayBill<'_>]) -> Result<Markup, ReportError> {
	let groups = groups(accounts);
	let typical = [Kind::Consumer, Kind::Prosumer].map(|kind| typical(accounts, kind));
	let is_typical = |group: &&Vec<&DayBill<'_>>| {
		let in_it = |one: &&DayBill<'_>| group.iter().any(|member| std::ptr::eq(*member, *one));
		typical.iter().flatten().any(in_it)
	};
	let draw = |group: &[&DayBill<'_>], size| match group.first() {
		Some(first) => {
			figure(&title_of(group), plot::participant(day, first, size), &says_of(group))
		},
		None => Ok(html! {}),
	};
	let large: Vec<Markup> = groups
		.iter()
		.filter(is_typical)
		.map(|group| draw(group, LARGE))
		.collect::<Result<_, _>>()?;
	let others = || groups.iter().filter(|group| !is_typical(group));
	let small: Vec<Markup> =
		others().take(MOST).map(|group| draw(group, SMALL)).collect::<Result<_, _>>()?;
	let left_out = others().count().saturating_sub(MOST);
	Ok(html! {
		section id="homes" {
			h2 { "The day of each neighbour" }
			p {
				"Above what the meter saw, below what it cost, with the utility alone and with the market. Below zero "
				"is what was fed in and earned. "
				(several(groups.len(), "curve")) " of " (several(accounts.len(), "neighbour")) "."
			}
			@if !large.is_empty() {
				h3 { "Nearest to the median gain of their kind" }
				div.many { @for plot in &large { (plot) } }
			}
			@if !small.is_empty() {
				h3 { "The others" }
				@if left_out > 0 { p { "The first " (MOST) "; " (left_out) " more are in the tables." } }
				div.many { @for plot in &small { (plot) } }
			}
		}
	})
}
