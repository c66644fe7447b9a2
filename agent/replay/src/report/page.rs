// SPDX-License-Identifier: Apache-2.0

//! The page as a whole.

use maud::{Markup, html};

use super::{
	balance, closing,
	error::ReportError,
	feeder, figures,
	format::{count, several},
	sums::accounts,
	tables, words,
};
use crate::day::Day;

const STYLE: &str = include_str!("style.css");
/// Where `scripts/web.sh` and `scripts/run.sh --watch` serve the page of the live market.
pub(super) const LIVE_PAGE: &str = "http://127.0.0.1:9980/";

/// The page.
pub fn document(day: &Day) -> Result<Markup, ReportError> {
	let accounts = accounts(day);
	let title = format!("{}: {}", words::headline(day), day.calendar.dates());
	let body = html! {
		header {
			p.kind { "A local electricity market: " (day.calendar.dates()) ", " (day.calendar.zone) }
			h1 { (words::headline(day)) }
			@for sentence in words::story(day, &accounts) { p.lead { (sentence) } }
			(contents(day))
		}
		main {
			(balance::paid(day, &accounts)?)
			(balance::sides(day))
			(figures::market(day)?)
			(feeder::section(day)?)
			(figures::energy(day)?)
			(figures::participants(day, &accounts)?)
			(tables::all(day, &accounts))
			(tables::fees(day))
			(tables::time(&day.time))
			(about(day))
			(closing::section(day))
		}
		footer {
			p { "All numbers of this page, and the orders behind them, are in report.json beside it." }
		}
	};
	Ok(gridmerit_page::document(&title, STYLE, body))
}

/// Where everything is.
fn contents(day: &Day) -> Markup {
	let mut parts = vec![
		("paid", "What everybody paid"),
		("balance", "Where the money went"),
		("prices", "Prices"),
		("energy", "Energy"),
		("trades", "Who sold to whom"),
		("homes", "The day of each neighbour"),
		("numbers", "All numbers"),
	];
	if day.feeder.is_some() {
		parts.insert(3, ("feeder", "The feeder"));
	}
	if day.utility_fees.is_some() {
		parts.push(("fees", "Fees of transactions"));
	}
	if day.time.total > 0 {
		parts.push(("time", "Where the time went"));
	}
	parts.push(("about", "Which chain, and how to repeat it"));
	if day.expected.is_some() {
		parts.push(("paper", if day.feeder.is_some() { "What is expected" } else { "The paper" }));
	}
	html! {
		nav aria-label="Contents" {
			ul { @for (id, name) in parts { li { a href=(format!("#{id}")) { (name) } } } }
		}
	}
}

/// Which day, which chain, and how to get this page again.
fn about(day: &Day) -> Markup {
	html! {
		section id="about" {
			h2 { "Which chain, and how to repeat it" }
			p { (day.scenario) }
			dl {
				div { dt { "Days" } dd { (day.calendar.dates()) } }
				div { dt { "Time zone" } dd { (day.calendar.zone) } }
				div {
					dt { "Intervals" }
					dd { (several(day.slots.len(), day.calendar.word())) }
				}
				div { dt { "Mode" } dd { (day.mode) } }
				div { dt { "Chain" } dd { (day.chain.name) } }
				div { dt { "Last block" } dd { (count(day.chain.last_block)) } }
				div { dt { "Runtime version" } dd { (day.chain.spec_version) } }
				div.whole { dt { "Genesis" } dd { code { (day.chain.genesis) } } }
				@if !day.command.is_empty() {
					div.whole { dt { "The same page again" } dd { code { (day.command) } } }
				}
				div.whole {
					dt { "The market as it goes by, in a browser" }
					dd {
						code { "scripts/run.sh --watch" } " plays the paper's day, "
						code { "scripts/web.sh" } " serves a development node; while one of them runs, on this machine: "
						a href=(LIVE_PAGE) { "the page of the live market" }
					}
				}
			}
		}
	}
}
