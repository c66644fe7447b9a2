// SPDX-License-Identifier: Apache-2.0

//! The close: the paper, what is expected, and this chain.

use maud::{Markup, html};

use super::{
	format::{NONE, count, decimal, kwh, unit},
	sums::is_rolling,
	table::{Row, Table},
};
use crate::day::{Day, Summary};

/// A figure of the day as the paper has it, as it is expected and as it came out.
struct Compared {
	name: &'static str,
	paper: &'static str,
	expected: Option<String>,
	here: String,
	/// By how much it differs from what is expected, where it does.
	off: Option<String>,
}

impl Compared {
	/// An integer, shown by `text`, and to its last digit by `exactly` where it differs.
	fn exact(
		name: &'static str,
		day: &Day,
		of: fn(&Summary) -> i128,
		text: fn(i128) -> String,
		exactly: fn(i128) -> String,
	) -> Self {
		let (here, expected) = (of(&day.summary), day.expected.as_ref().map(of));
		let off = expected.map(|expected| here - expected).filter(|off| *off != 0);
		Self {
			name,
			paper: NONE,
			expected: expected.map(text),
			here: text(here),
			off: off.map(|off| signed(off > 0, exactly(off))),
		}
	}

	/// A percentage; what three decimals do not show is no difference.
	fn percentage(
		name: &'static str,
		paper: &'static str,
		day: &Day,
		of: fn(&Summary) -> f64,
	) -> Self {
		let text = |number: f64| format!("{} %", format!("{number:.3}").replace('-', "−"));
		let (here, expected) = (of(&day.summary), day.expected.as_ref().map(of));
		let off = expected.filter(|expected| text(*expected) != text(here));
		Self {
			name,
			paper,
			expected: expected.map(text),
			here: text(here),
			off: off.map(|expected| signed(here > expected, text(here - expected))),
		}
	}
}

fn signed(above: bool, text: String) -> String {
	if above { format!("+{text}") } else { text }
}

fn compared(day: &Day) -> [Compared; 8] {
	let exactly = |planck: i128| decimal(planck, 9, 9);
	[
		Compared::percentage("Consumers' cost saving", "6 %", day, |s| s.consumer_saving_pct),
		Compared::percentage("Prosumers' cost saving", "1.0 %", day, |s| {
			s.prosumer_cost_saving_pct
		}),
		Compared::percentage("Prosumers' sale profit", "51 %", day, |s| s.prosumer_sale_profit_pct),
		Compared::exact("Clearings", day, |s| s.clearings.into(), count, count),
		Compared::exact("P2P transactions", day, |s| s.trades.into(), count, count),
		Compared::exact("P2P energy, kWh", day, |s| s.p2p_energy.into(), kwh, kwh),
		Compared::exact("P2P payments, UNIT", day, |s| s.p2p_payment.into(), unit, exactly),
		Compared::exact(
			"Gain of all together, UNIT",
			day,
			|s| s.community_gain.into(),
			unit,
			exactly,
		),
	]
}

/// Paper, expectation and this chain side by side, with a verdict; nothing where nothing is expected.
pub fn section(day: &Day) -> Markup {
	if day.expected.is_none() {
		return html! {};
	}
	let on_grid = day.feeder.is_some();
	let rows = compared(day);
	let off = rows.iter().filter(|row| row.off.is_some()).count();
	let row = |row: &Compared| {
		let difference = match (&row.off, &row.expected) {
			(Some(off), _) => format!("≠ {off}"),
			(None, Some(_)) => "none".into(),
			(None, None) => NONE.into(),
		};
		let expected = row.expected.clone().unwrap_or_else(|| NONE.into());
		let cells = [row.paper.into(), expected, row.here.clone(), difference];
		let cells = cells.into_iter().skip(usize::from(on_grid));
		Row::new(row.name, cells).differing(row.off.is_some())
	};
	let columns = ["figure", "paper", "expected", "this chain", "difference"];
	let columns: Vec<_> = columns.into_iter().filter(|name| *name != "paper" || !on_grid).collect();
	let caption = match on_grid {
		true => "The same day cleared without a chain, and this chain.",
		false => "The paper, an independent reference, and this chain.",
	};
	let table = Table::new(caption, &columns);
	html! {
		section id="paper" {
			h2 {
				@if on_grid { "Beside the same day without a chain" }
				@else { "Beside the paper: a calibration, not a validation" }
			}
			@if off == 0 {
				p.verdict.same { "✓ All " (rows.len()) " figures are as expected." }
			} @else {
				p.verdict.off { "≠ " (off) " of " (rows.len()) " figures differ from what is expected." }
			}
			(table.rows(rows.iter().map(row)).markup())
			@if on_grid { (scope_on_grid()) } @else { (scope(day)) }
		}
	}
}

/// What the figures of a day on limited lines prove.
fn scope_on_grid() -> Markup {
	html! {
		div.note {
			p {
				"What is expected is what the crate gridmerit-grid comes to from the same inputs without a chain, in one "
				"go, checked by its verifier: no price is accepted but the least optimal ones. Its own tests compare it "
				"with a linear program. The paper has line limits in its equation (1e) and none in its example: so there "
				"is no figure of it to stand beside."
			}
		}
	}
}

/// What the figures prove and what they do not.
fn scope(day: &Day) -> Markup {
	html! {
		div.note {
			p {
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
