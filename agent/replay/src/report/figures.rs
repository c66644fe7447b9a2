// SPDX-License-Identifier: Apache-2.0

//! The plots of the page, each with what it shows.

use maud::{Markup, PreEscaped, html};

use super::{
	error::ReportError,
	format::{clock, kwh, percent, unit},
	plot::{self, Bar, Drawn},
	sums::{DayBill, chosen, is_rolling, typical},
	tables,
};
use crate::day::{ClearedRound, Day, Kind};

const LARGE: (u32, u32) = (560, 440);
const SMALL: (u32, u32) = (370, 320);

/// Most plots of one sort, so that the page of a large day still opens in a browser.
const MOST: usize = 48;

/// A plot in its frame. `says` is what it shows, in a sentence.
fn figure(drawn: Drawn, says: &str) -> Result<Markup, ReportError> {
	let svg = drawn?;
	Ok(html! {
		figure {
			div.plot role="img" aria-label=(says) tabindex="0" { (PreEscaped(svg)) }
			figcaption { (says) }
		}
	})
}

/// Names the pivotal sellers, if there are any.
fn pivotal(round: &ClearedRound) -> String {
	match round.pivotal.len() {
		0 => String::new(),
		1 => format!(" The seller at bus {} is pivotal.", tables::pivotal(round)),
		_ => format!(" The sellers at buses {} are pivotal, each alone.", tables::pivotal(round)),
	}
}

/// How the market cleared: chosen hours, all hours, prices.
pub fn market(day: &Day) -> Result<Markup, ReportError> {
	let mut merit_orders = Vec::new();
	for (hour, round, reasons) in chosen(day) {
		let says = format!(
			"{}, {reasons}: {} of {} kWh wanted were sold, as shaded. Supply is in merit order, the \
			 numbers are buses; demand is by what it pays at most; the dot is the clearing point.{}",
			clock(hour.hour),
			kwh(round.traded),
			kwh(round.demand),
			pivotal(round)
		);
		merit_orders.push(figure(plot::merit_order(hour, round), &says)?);
	}
	let firsts = day.hours.iter().filter_map(|hour| Some((hour, hour.rounds.first()?)));
	let offered = |round: &ClearedRound| round.book.iter().any(|order| order.ask.is_some());
	let mut all = Vec::new();
	for (hour, round) in firsts.filter(|(_, round)| offered(round)).take(MOST) {
		let says = format!(
			"{}: {} of {} kWh wanted were sold.{}",
			clock(hour.hour),
			kwh(round.traded),
			kwh(round.demand),
			pivotal(round)
		);
		all.push(figure(plot::merit_order(hour, round), &says)?);
	}
	let rolling = is_rolling(day);
	let prices = if rolling {
		"Price of every round against the utility's prices; within an hour the marks go from the \
		 greatest lead to the least. It lies between FIT and cap; what was forecast wrongly is bought \
		 back, or settled with the utility."
	} else {
		"Clearing price of each hour against the utility's prices. It lies between FIT and cap: for both \
		 sides better than the utility's. A cross marks an hour in which nobody sold, so that there is no price."
	};
	Ok(html! {
		section {
			h2 { "Prices" }
			(figure(plot::prices(day), prices)?)
			h2 { "Merit order" }
			@if merit_orders.is_empty() { p { "No hour traded." } }
			div.pair { @for plot in &merit_orders { (plot) } }
			@if !all.is_empty() {
				details {
					summary {
						"Merit order of every hour with offers"
						@if rolling { ", first rounds" }
						" (" (all.len()) ")"
					}
					div.pair { @for plot in &all { (plot) } }
				}
			}
		}
	})
}

/// Where the energy came from and who sold it to whom.
pub fn energy(day: &Day) -> Result<Markup, ReportError> {
	let rolling = is_rolling(day);
	let sources = if rolling {
		"What participants bought for each hour from neighbours, with what sellers bought back, and drew \
		 from the utility; downwards what the utility took."
	} else {
		"What participants drew in each hour, from neighbours and from the utility; downwards what the \
		 utility took."
	};
	let leads = "Energy that neighbours traded for each hour, by how many hours ahead; what was bought \
	             back counts again.";
	let matrix = "Energy that each seller, in rows, sold to each buyer, in columns, over the day: the \
	              darker, the more.";
	Ok(html! {
		section {
			h2 { "Energy" }
			(figure(plot::by_source(day), sources)?)
			@if rolling { (figure(plot::by_lead(day), leads)?) }
			h2 { "Who sold to whom" }
			(figure(plot::matrix(day), matrix)?)
		}
	})
}

/// What it brought each participant.
pub fn savings(accounts: &[DayBill<'_>]) -> Result<Markup, ReportError> {
	let bars = |name: &str, kind, says: &str, bar: fn(&DayBill<'_>) -> (Option<f64>, String)| {
		let of_kind = accounts.iter().filter(|account| account.participant.kind == kind);
		let bars: Vec<Bar> = of_kind
			.take(MOST)
			.map(|account| {
				let (value, text) = bar(account);
				Bar { name: format!("bus {}", account.participant.bus), value, text }
			})
			.collect();
		figure(plot::bars(name, &bars, kind), says)
	};
	let gain: fn(&DayBill<'_>) -> _ = |account| {
		let gain = account.total.gain();
		(Some(plot::units(gain)), unit(gain))
	};
	let saving: fn(&DayBill<'_>) -> _ = |account| percentage(account.cost_saving());
	let profit: fn(&DayBill<'_>) -> _ = |account| percentage(account.total.sale_profit());
	let saved = "What each saved of what it would have paid the utility.";
	let earned = "How much more each earned than the utility would have paid.";
	let (consumer, prosumer) = (Kind::Consumer, Kind::Prosumer);
	Ok(html! {
		section {
			h2 { "Savings" }
			div.many {
				(bars("Consumers: cost saving", consumer, saved, saving)?)
				(bars("Consumers: gain, UNIT", consumer, "What the market brought each.", gain)?)
			}
			div.many {
				(bars("Prosumers: cost saving", prosumer, saved, saving)?)
				(bars("Prosumers: sale profit", prosumer, earned, profit)?)
				(bars("Prosumers: gain, UNIT", prosumer, "Costs and sales together.", gain)?)
			}
		}
	})
}

/// A percentage as length and text of a bar.
fn percentage(thousandths: Option<i128>) -> (Option<f64>, String) {
	(thousandths.map(|number| number as f64), percent(thousandths))
}

/// The day of one consumer and one prosumer, as in the paper's Figs. 5 and 6, and of all the others.
pub fn participants(day: &Day, accounts: &[DayBill<'_>]) -> Result<Markup, ReportError> {
	let consumer = typical(accounts, Kind::Consumer);
	let prosumer = typical(accounts, Kind::Prosumer);
	let mut large = Vec::new();
	if let Some(account) = consumer {
		let says = format!(
			"As the paper's Fig. 5: consumer at bus {}, whose saving of {} is nearest to the consumers' \
			 median; what it gets back for energy bought and not used is below the axis.",
			account.participant.bus,
			percent(account.cost_saving())
		);
		large.push(figure(plot::participant(day, account, LARGE), &says)?);
	}
	if let Some(account) = prosumer {
		let says = format!(
			"As the paper's Fig. 6: prosumer at bus {}, whose gain, {} of what it would have paid, is \
			 nearest to the prosumers' median; below the axis what it fed in and earned.",
			account.participant.bus,
			percent(account.relative_gain())
		);
		large.push(figure(plot::participant(day, account, LARGE), &says)?);
	}
	let is_large = |account| {
		[consumer, prosumer].into_iter().flatten().any(|shown| std::ptr::eq(shown, account))
	};
	let others = || accounts.iter().filter(|account| !is_large(*account));
	let mut small = Vec::new();
	for account in others().take(MOST) {
		let says =
			format!("Bus {}: gain {} UNIT.", account.participant.bus, unit(account.total.gain()));
		small.push(figure(plot::participant(day, account, SMALL), &says)?);
	}
	let left_out = others().count().saturating_sub(MOST);
	Ok(html! {
		section {
			h2 { "A consumer and a prosumer" }
			div.pair { @for plot in &large { (plot) } }
			@if !small.is_empty() {
				h2 { "All others" }
				@if left_out > 0 { p { "The first " (MOST) "; " (left_out) " more are in the table." } }
				div.many { @for plot in &small { (plot) } }
			}
		}
	})
}
