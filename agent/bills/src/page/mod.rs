// SPDX-License-Identifier: Apache-2.0

//! A bill as a page to read and to print. It is one file that loads nothing and runs nothing: style and pictures are
//! in it.

mod picture;

use gridmerit_client::units::{MONEY_PLACES, PRICE_PLACES, kwh, rounded};
use gridmerit_energy::Totals;
use jiff::civil::Date;
use maud::{Markup, html};

use crate::bill::{Bill, Part, Sums};
use picture::{Panel, Series, Shape};

const STYLE: &str = include_str!("style.css");

/// The page, in HTML.
pub fn html(bill: &Bill) -> String {
	document(bill).into_string()
}

fn document(bill: &Bill) -> Markup {
	let (sums, parts) = (bill.sums(), bill.parts());
	let title = format!("Bill of node {}, {}", bill.node, period(bill));
	let body = html! {
		header {
			p.kind { "Electricity from neighbours and the utility" }
			h1 { (period(bill)) }
			p.who { "Node " (bill.node) " · " code { (bill.origin.account) } }
		}
		main {
			(closing(&sums))
			@let notes = bill.notes();
			@if !notes.is_empty() {
				section.notes {
					h2 { "What these sums leave out, and what may change" }
					ul { @for note in notes { li { (note) "." } } }
				}
			}
			@if parts.is_empty() {
				p { "Nothing was settled in this time." }
			} @else {
				(pictures(bill, &parts))
				(comparison(&sums))
				(beside(bill))
				(table(bill, &parts, &sums))
			}
		}
		(origin(bill))
	};
	gridmerit_page::document(&title, STYLE, body)
}

/// The days in words: one, a month, or from when to when.
fn period(bill: &Bill) -> String {
	let end = bill.start(bill.last.saturating_add(1)).saturating_sub(1);
	let days = bill.zone.day(bill.start(bill.first)).zip(bill.zone.day(end));
	let Some((from, to)) = days.filter(|_| bill.first <= bill.last) else {
		return "no interval".into();
	};
	// Intervals that do not fill their days are named as they are.
	let whole = [bill.start(bill.first), end.saturating_add(1)]
		.map(|at| bill.zone.day(at).and_then(|day| bill.zone.begin(day).ok()) == Some(at));
	if whole != [true, true] {
		let at = |millis| bill.zone.clock(millis);
		return format!("{} to {}", at(bill.start(bill.first)), at(end.saturating_add(1)));
	}
	let month = |day: Date| day.strftime("%B %Y").to_string();
	let day = |day: Date| day.strftime("%-d %B %Y").to_string();
	if from == to {
		day(from)
	} else if from == from.first_of_year() && to == from.last_of_year() {
		from.year().to_string()
	} else if from == from.first_of_month() && to == from.last_of_month() {
		month(from)
	} else {
		format!("{} to {}", day(from), day(to))
	}
}

/// What it came to, in large.
fn closing(sums: &Sums) -> Markup {
	let (came_to, saved, paid) = (sums.came_to(), sums.saved(), sums.paid());
	let estimated = sums.estimated.paid();
	html! {
		section.closing {
			div.large {
				span.name { @if came_to < 0 { "You earned" } @else { "It came to" } }
				strong { (money(came_to.saturating_abs())) " UNIT" }
			}
			div.large {
				span.name {
					@if saved < 0 { "Lost with the market" } @else { "Saved with the market" }
				}
				strong class=(if saved < 0 { "worse" } else { "better" }) { (money(saved.saturating_abs())) " UNIT" }
			}
			dl {
				div { dt { @if paid < 0 { "Paid to you" } @else { "Paid" } } dd { (money(paid.saturating_abs())) " UNIT" } }
				div { dt { "Owed" } dd { (money(plus(sums.owed))) " UNIT" } }
				div { dt { "Of all that estimated" } dd { (money(estimated)) " UNIT" } }
				div { dt { "Drawn" } dd { (kwh(sums.all.imported)) (guess(sums.estimated.imported)) } }
				div { dt { "Fed in" } dd { (kwh(sums.all.exported)) } }
			}
			@if sums.owed > 0 {
				p.warning {
					"While the node owes, it can post no order that enlarges what it has traded. "
					"Deliver the readings that are missing, and the estimates are replaced; or deposit what is owed."
				}
			}
		}
	}
}

/// What of an energy nobody has measured.
fn guess(estimated: u64) -> Markup {
	html! { @if estimated > 0 { small { "of that " (kwh(estimated)) " estimated" } } }
}

/// Planck in UNIT, to the thousandth, rounded half away from zero. CSV has all digits.
fn money(planck: i128) -> String {
	rounded(planck, MONEY_PLACES, 3)
}

/// Wh in kWh, exactly, with all decimals: in a column they stand below each other.
fn exactly(wh: u64) -> String {
	rounded(wh.into(), 3, 3)
}

/// A price in UNIT per kWh, likewise.
fn per_kwh_exactly(price: u64) -> String {
	rounded(price.into(), PRICE_PLACES, PRICE_PLACES)
}

/// A number that is not negative with its sign.
fn plus(amount: u128) -> i128 {
	i128::try_from(amount).unwrap_or(i128::MAX)
}

fn units(planck: i128) -> f64 {
	planck as f64 / 1e9
}

fn energy(wh: u64) -> f64 {
	wh as f64 / 1e3
}

fn per_kwh(price: u64) -> f64 {
	price as f64 / 1e6
}

/// The days, or months, as pictures.
fn pictures(bill: &Bill, parts: &[Part]) -> Markup {
	let by_month = bill.is_by_month();
	let labels: Vec<String> = parts
		.iter()
		.map(|part| part.day.strftime(if by_month { "%b" } else { "%-d" }).to_string())
		.collect();
	let each = |of: &dyn Fn(&Part) -> Option<f64>| parts.iter().map(of).collect::<Vec<_>>();
	let bars = |name, class, of: &dyn Fn(&Totals) -> f64| Series {
		name,
		class,
		shape: Shape::Bar,
		values: each(&|part| Some(of(&part.totals))),
	};
	let line = |name, class, of: &dyn Fn(&Part) -> Option<u64>| Series {
		name,
		class,
		shape: if class == "p2p" { Shape::Dot } else { Shape::Step },
		values: each(&|part| of(part).map(per_kwh)),
	};
	let panels = [
		Panel {
			title: "The meter, kWh",
			series: vec![
				bars("drawn", "drawn", &|t| energy(t.imported)),
				bars("fed in (downwards)", "fed", &|t| -energy(t.exported)),
			],
		},
		Panel {
			title: "Traded with neighbours, kWh",
			series: vec![
				bars("bought", "bought", &|t| energy(t.bought)),
				bars("sold (downwards)", "sold", &|t| -energy(t.sold)),
			],
		},
		Panel {
			title: "Prices, UNIT per kWh",
			series: vec![
				line("utility sells (TOU)", "tou", &|part| part.tariff().map(|prices| prices.0)),
				line("utility buys (FIT)", "fit", &|part| part.tariff().map(|prices| prices.1)),
				line("with neighbours", "p2p", &Part::price),
			],
		},
		Panel {
			title: "What it came to, UNIT",
			series: vec![
				bars("with the utility alone", "alone", &|t| units(t.paid_alone())),
				bars("with the market", "with", &|t| units(t.paid())),
			],
		},
	];
	let what = if by_month { "Month by month" } else { "Day by day" };
	html! {
		section.pictures {
			h2 { (what) }
			div.grid {
				@for panel in &panels {
					figure {
						figcaption { (panel.title) }
						(picture::draw(panel, &labels))
					}
				}
			}
			p.soft {
				"Prices are means: the utility's over all settled intervals, those with neighbours by energy and "
				"without the grid fee."
			}
		}
	}
}

/// The bill with and without the market.
fn comparison(sums: &Sums) -> Markup {
	let all = &sums.all;
	let row = |name: &str, energy: Option<u64>, amount: i128, alone: Option<i128>| {
		html! {
			tr {
				th scope="row" { (name) }
				td { @if let Some(energy) = energy { (exactly(energy)) } }
				td { (money(amount)) }
				td { @if let Some(alone) = alone { (money(alone)) } }
			}
		}
	};
	html! {
		section {
			h2 { "The bill with and without the market" }
			div.scroll { table.bill {
				thead { tr { th {} th { "kWh" } th { "with the market, UNIT" } th { "utility alone, UNIT" } } }
				tbody {
					(row("bought from neighbours", Some(all.bought), plus(all.purchases.saturating_sub(all.fees)), None))
					(row("grid fee on that", None, plus(all.fees), None))
					(row("sold to neighbours", Some(all.sold), plus(all.sales).saturating_neg(), None))
					(row("bought from the utility", Some(all.from_utility), plus(all.utility_cost), Some(plus(all.alone_cost))))
					(row("sold to the utility", Some(all.to_utility), plus(all.utility_revenue).saturating_neg(), Some(plus(all.alone_revenue).saturating_neg())))
				}
				tfoot {
					(row("all", None, all.paid(), Some(all.paid_alone())))
					(row("of that estimated", None, sums.estimated.paid(), Some(sums.estimated.paid_alone())))
				}
			} }
			p.soft {
				"What flows both ways within an interval is netted in both columns. Negative is what the node gets. "
				"What was sold and not delivered, or bought and not used, is in the lines of the utility."
			}
		}
	}
}

/// Certificates and subsidies, which are no part of the bill.
fn beside(bill: &Bill) -> Markup {
	let lines = bill.beside();
	html! {
		@if !lines.is_empty() {
			section.beside {
				h2 { "Beside the bill" }
				dl { @for (name, text) in lines { div { dt { (name) } dd { (text) } } } }
				p.soft {
					"Certificates say where energy of this time came from, and are none of the sums above. Subsidies "
					"are what programmes have paid the node so far, whenever that was."
				}
			}
		}
	}
}

/// A row for each day, or month.
fn table(bill: &Bill, parts: &[Part], sums: &Sums) -> Markup {
	let by_month = bill.is_by_month();
	let row = |name: String, totals: &Totals, at: Option<u64>, estimated: u32| {
		html! {
			tr {
				th scope="row" { (name) @if estimated > 0 { " *" } }
				td { (exactly(totals.imported)) }
				td { (exactly(totals.exported)) }
				td { (exactly(totals.bought)) }
				td { (exactly(totals.sold)) }
				td { @match at { Some(at) => (per_kwh_exactly(at)), None => "–" } }
				td { (money(totals.paid())) }
				td { (money(totals.paid_alone())) }
			}
		}
	};
	html! {
		section {
			h2 { @if by_month { "Months" } @else { "Days" } }
			div.scroll { table.days {
				thead { tr {
					th { @if by_month { "month" } @else { "day" } }
					th { "drawn, kWh" } th { "fed in, kWh" } th { "bought, kWh" } th { "sold, kWh" }
					th { "mean price, UNIT/kWh" } th { "came to, UNIT" } th { "utility alone, UNIT" }
				} }
				tbody {
					@for part in parts {
						@let name = part.day.strftime(if by_month { "%Y-%m" } else { "%Y-%m-%d" }).to_string();
						(row(name, &part.totals, part.price(), part.estimated))
					}
				}
				tfoot { (row("all".into(), &sums.all, None, sums.estimated.intervals)) }
			} }
			@if sums.estimated.intervals > 0 { p.soft { "* with intervals that are estimated." } }
		}
	}
}

/// Where it all comes from, and how sure it is.
fn origin(bill: &Bill) -> Markup {
	let (sums, origin) = (bill.sums(), &bill.origin);
	let archived = bill.archived();
	html! {
		footer {
			p {
				(sums.all.intervals) " settled intervals: " (sums.settled_for_good) " final, "
				(sums.disputable) " measured and open to dispute, " (sums.estimated.intervals) " estimated. "
				"Days begin by the clocks of " (bill.zone) ". Money is rounded to the thousandth of a UNIT."
			}
			p {
				"Asked on " (bill.zone.exactly(origin.now)) " (the chain's time), after block " (origin.block) " of "
				(origin.chain) ", genesis " code { (origin.genesis) } "."
				@if archived > 0 {
					" Intervals from the agent's archive: " (archived) ". The chain remembers only the last ones; "
					code { "gridmerit-agent archive --verify" } " checks it."
				}
			}
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::tests::{bill, quarters};

	#[test]
	fn a_period_is_named_as_people_name_it() {
		for (days, named) in [
			(("2018-06-27", "2018-06-27"), "27 June 2018"),
			(("2018-06-01", "2018-06-30"), "June 2018"),
			(("2018-01-01", "2018-12-31"), "2018"),
			(("2018-06-27", "2018-07-01"), "27 June 2018 to 1 July 2018"),
		] {
			assert_eq!(period(&bill(quarters(days.0, days.1), vec![])), named);
		}
		let (first, last) = quarters("2018-06-27", "2018-06-27");
		let part = period(&bill((first + 1, last), vec![]));
		assert_eq!(part, "2018-06-27 00:15 to 2018-06-28 00:00");
		assert_eq!(period(&bill((9, 8), vec![])), "no interval");
	}

	#[test]
	fn money_is_drawn_in_units() {
		assert_eq!((units(2_500_000_000), units(-1_000_000_000)), (2.5, -1.0));
		assert_eq!(money(1_234_499_999), "1.234");
		assert_eq!(money(1_234_500_000), "1.235");
		assert_eq!((money(-2_000_400_000).as_str(), money(-400_000).as_str()), ("−2.000", "0.000"));
		assert_eq!(
			(exactly(298_810), per_kwh_exactly(120_000)),
			("298.810".into(), "0.120000".into())
		);
		assert_eq!((energy(1_500), per_kwh(120_000)), (1.5, 0.12));
	}
}
