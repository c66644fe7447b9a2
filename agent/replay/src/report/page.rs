// SPDX-License-Identifier: Apache-2.0

//! The page as a whole.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{
	closing,
	error::ReportError,
	figures,
	format::count,
	sums::{accounts, is_rolling},
	tables,
};
use crate::day::Day;

const STYLE: &str = include_str!("style.css");

/// Nothing may be loaded and no script may run, whatever strings the day holds.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// The page.
pub fn document(day: &Day) -> Result<Markup, ReportError> {
	let accounts = accounts(day);
	let title = format!("{}: {}", day.chain.name, day.scenario);
	Ok(html! {
		(DOCTYPE)
		html lang="en" {
			head {
				meta charset="utf-8";
				meta http-equiv="Content-Security-Policy" content=(POLICY);
				meta name="viewport" content="width=device-width, initial-scale=1";
				meta name="color-scheme" content="light dark";
				title { (title) }
				style { (PreEscaped(STYLE)) }
			}
			body {
				(header(day))
				main {
					section {
						h2 { "Paper, expected, this chain" }
						(closing::table(day))
						(scope(day))
					}
					(figures::market(day)?)
					(figures::participants(day, &accounts)?)
					(figures::energy(day)?)
					(figures::savings(&accounts)?)
					(tables::hours(day))
					(tables::participants(&accounts))
					(tables::fees(day))
					(tables::trades(day))
					(tables::time(&day.time))
				}
				footer {
					p { "All numbers of this page, and the orders behind them, are in report.json beside it." }
				}
			}
		}
	})
}

/// What was played, on which chain.
fn header(day: &Day) -> Markup {
	let knew = match day.mode.as_str() {
		"perfect" => "everybody knew its load and generation beforehand",
		"rolling" => "everybody traded on forecasts, round by round",
		"rolling+haircut" => {
			"everybody traded on forecasts, round by round, and held back part of what it offered"
		},
		_ => "",
	};
	html! {
		header {
			p.kind { "A day on a local electricity market" }
			h1 { (day.scenario) }
			p.lead {
				(day.participants.len()) " participants, " (day.hours.len()) " hours, mode " strong { (day.mode) }
				@if !knew.is_empty() { ": " (knew) } "."
			}
			dl {
				div { dt { "Chain" } dd { (day.chain.name) } }
				div { dt { "Last block" } dd { (count(day.chain.last_block)) } }
				div { dt { "Runtime version" } dd { (day.chain.spec_version) } }
				div.wide { dt { "Genesis" } dd { code { (day.chain.genesis) } } }
			}
		}
	}
}

/// What the figures prove and what they do not.
fn scope(day: &Day) -> Markup {
	html! {
		div.note {
			p {
				strong { "A calibration, not a validation. " }
				"The paper publishes no tariffs, no PV sizes and no bids, nor who took part. About a dozen "
				"free parameters of this scenario were chosen such that the paper's three percentages come "
				"out; that they do shows nothing about the paper. What is tested is the chain: it has to "
				"come to the same results as an independent reference, listed as expected, from the same "
				"inputs."
			}
			p {
				"The paper shows one consumer and one prosumer; the percentages here are sums over all of "
				"them. Cost saving: costs with the utility alone less costs with the market, over the "
				"former; what a consumer gets back for energy that it bought and did not use counts against "
				"its costs. Sale profit: sales with the market less sales to the utility alone, over the "
				"latter. Prosumers' costs and sales are counted apart, as in the paper."
			}
			@if is_rolling(day) {
				p {
					"Who trades on forecasts sells energy that it then lacks, and buys it back. That adds to "
					"a prosumer's costs and to its sales alike: look at the gain, which counts both."
				}
			}
		}
	}
}
