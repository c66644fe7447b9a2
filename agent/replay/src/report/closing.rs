// SPDX-License-Identifier: Apache-2.0

//! The closing table: the paper, what is expected, and this chain.

use maud::{Markup, html};

use super::{
	format::{NONE, count, decimal, kwh, unit},
	tables::columns,
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

/// Paper, expectation and this chain side by side, with a verdict.
pub fn table(day: &Day) -> Markup {
	let rows = compared(day);
	let off = rows.iter().filter(|row| row.off.is_some()).count();
	html! {
		@if day.expected.is_none() {
			p.verdict { "This scenario expects nothing of this mode." }
		} @else if off == 0 {
			p.verdict.same { "✓ All " (rows.len()) " figures are as expected." }
		} @else {
			p.verdict.off { "≠ " (off) " of " (rows.len()) " figures differ from what is expected." }
		}
		div.scroll tabindex="0" role="region" aria-label="Paper, expected, this chain" {
			table.closing.named {
				(columns(&["", "paper", "expected", "this chain", "difference"]))
				tbody {
					@for row in &rows {
						tr.differs[row.off.is_some()] {
							th scope="row" { (row.name) }
							td { (row.paper) }
							td { (row.expected.as_deref().unwrap_or(NONE)) }
							td.here { (row.here) }
							td {
								@match (&row.off, &row.expected) {
									(Some(off), _) => { "≠ " (off) },
									(None, Some(_)) => { "none" },
									(None, None) => { (NONE) },
								}
							}
						}
					}
				}
			}
		}
	}
}
