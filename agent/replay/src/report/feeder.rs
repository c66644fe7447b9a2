// SPDX-License-Identifier: Apache-2.0

//! The feeder: drawn for each interval in which something was traded, what its zones cost, which lines were full.

use maud::{Markup, html};

use super::{
	error::ReportError,
	figures::{MOST, twice},
	format::{NONE, count, kwh, money, percent, price, several, short, unit},
	plot,
	table::{Row, Table},
};
use crate::day::{ClearedRound, Day, Feeder, Line, Slot};

/// Most buses that are drawn.
const BUSES: usize = 200;
/// Lines in the first table; the others are folded.
const FIRST: usize = 10;

/// The feeder of a day; nothing where no line limits anything.
pub fn section(day: &Day) -> Result<Markup, ReportError> {
	let Some(feeder) = &day.feeder else { return Ok(html! {}) };
	let word = day.calendar.word();
	let rent: u64 = day.slots.iter().map(Slot::rent).fold(0, u64::saturating_add);
	let parted = day.slots.iter().filter(|slot| is_parted(slot)).count();
	Ok(html! {
		section id="feeder" {
			h2 { "The feeder" }
			p {
				"Each line may carry " (feeder.percent) " % of the most that it carries where nothing limits it. Where "
				"one is full, prices behind and before it may differ: buses that are joined by lines with room are a "
				"zone with one price. In " (several(parted, word)) " there was more than one price, and full lines "
				"earned " (money(rent)) ": what buyers paid beyond what sellers got."
			}
			(pictures(day, feeder)?)
			(intervals(day))
			(lines(day, feeder))
		}
	})
}

/// Whether an interval had more than one price in a round.
fn is_parted(slot: &Slot) -> bool {
	slot.rounds.iter().any(|round| round.prices().len() > 1)
}

fn traded(day: &Day) -> impl Iterator<Item = &Slot> {
	day.slots.iter().filter(|slot| slot.main_round().is_some_and(|(round, _)| round.traded > 0))
}

/// A picture for each interval, of which one is shown: which, the reader picks, without a script.
fn pictures(day: &Day, feeder: &Feeder) -> Result<Markup, ReportError> {
	if feeder.lines.len() >= BUSES {
		return Ok(html! { p { "With more than " (BUSES) " buses it is not drawn." } });
	}
	// That with the highest rent, or else the one that traded most.
	let weight = |slot: &&Slot| (slot.rent(), slot.main_round().map(|(round, _)| round.traded));
	let first = traded(day).take(MOST).max_by_key(weight).map(|slot| slot.slot);
	let mut all = Vec::new();
	for slot in traded(day).take(MOST) {
		let drawn = twice(&title(day, slot), &says(feeder, slot), |width| {
			plot::feeder(day, feeder, slot, width)
		})?;
		all.push((slot, drawn));
	}
	let word = day.calendar.word();
	Ok(html! {
		@if !all.is_empty() {
			p.soft { "Pick an " (word) ". A dot: more than one price." }
			div.pick role="radiogroup" aria-label=(format!("The {word} that is drawn")) {
				@for (slot, drawn) in &all {
					@let id = format!("feeder-{}", slot.slot);
					input type="radio" name="feeder" id=(id) checked=[(Some(slot.slot) == first).then_some("checked")];
					label for=(id) {
						(day.calendar.clock(slot.slot)) @if is_parted(slot) { " •" }
					}
					div.picked { (drawn) }
				}
			}
		}
	})
}

fn title(day: &Day, slot: &Slot) -> String {
	let clock = day.calendar.clock(slot.slot);
	let Some((round, grid)) = slot.main_round() else { return clock };
	let zones = several(grid.zones.iter().filter(|zone| zone.price.is_some()).count(), "zone");
	match round.prices()[..] {
		[] => clock,
		[only] => format!("{clock}: {zones} at {} UNIT per kWh", short(only)),
		[least, .., most] => {
			let (least, most) = (short(least), short(most));
			format!("{clock}: {zones} from {least} to {most} UNIT per kWh")
		},
	}
}

/// Which lines are full, what they earn, and what no line could bring.
fn says(feeder: &Feeder, slot: &Slot) -> String {
	let flows = slot.flows();
	let flow = |line: &&Line| flows.get(usize::from(line.bus)).copied().unwrap_or(0);
	let full: Vec<String> =
		feeder.lines.iter().filter(|line| line.is_full(flow(line))).map(name).collect();
	let mut says = match full.as_slice() {
		[] => "No line is full.".into(),
		[one] => format!("Full: line {one}."),
		_ => format!("Full: lines {}.", full.join(", ")),
	};
	if slot.rent() > 0 {
		says.push_str(&format!(" They earn {}.", money(slot.rent())));
	}
	if slot.rounds.iter().filter(|round| round.traded > 0).count() > 1 {
		says.push_str(
			" Prices are those of the round that traded most, lines carry what all have traded.",
		);
	}
	says.push_str(" An arrow shows where energy goes. Bus 0 is the grid above.");
	says
}

fn name(line: &Line) -> String {
	format!("{}–{}", line.parent, line.bus)
}

/// What demand beyond limits lacks in a round, in Wh.
fn lacking(round: &ClearedRound) -> u64 {
	let lacking = round.grid.iter().flat_map(|grid| &grid.lacking);
	lacking.copied().fold(0, u64::saturating_add)
}

/// Prices, rent and full lines by interval.
fn intervals(day: &Day) -> Markup {
	let main = |slot: &'_ Slot| slot.main_round().map(|(round, _)| lacking(round)).unwrap_or(0);
	let shown = || {
		let is_shown =
			|slot: &&Slot| slot.rounds.iter().any(|round| round.traded > 0) || main(slot) > 0;
		day.slots.iter().filter(is_shown)
	};
	let rows = shown().filter_map(|slot| {
		let (round, grid) = slot.main_round()?;
		let prices = round.prices();
		let of = |found: Option<&u64>| found.map_or_else(|| NONE.into(), |found| price(*found));
		Some(Row::new(
			day.calendar.clock(slot.slot),
			[
				count(grid.zones.iter().filter(|zone| zone.price.is_some()).count() as u64),
				of(prices.first()),
				of(prices.last()),
				kwh(slot.rounds.iter().map(|round| i128::from(round.traded)).sum::<i128>()),
				unit(slot.rent()),
				kwh(main(slot)),
			],
		))
	});
	let caption = "Zones with a price and their lowest and highest price in UNIT per kWh, energy traded in kWh, rent of \
	               full lines in UNIT, and by how many kWh lines would be passed if the utility served all that is left \
	               of demand.";
	let columns = ["delivery", "zones", "lowest", "highest", "traded", "rent", "beyond lines"];
	let rent: u64 = day.slots.iter().map(Slot::rent).fold(0, u64::saturating_add);
	let all = shown().flat_map(|slot| &slot.rounds).map(|round| i128::from(round.traded));
	let all: i128 = all.sum();
	let beyond = shown().map(main).fold(0, u64::saturating_add);
	let dash = || NONE.to_owned();
	let sums = Row::new("all", [dash(), dash(), dash(), kwh(all), unit(rent), kwh(beyond)]);
	Table::new(caption, &columns).rows(rows).sums([sums]).markup()
}

/// A line's day.
struct Use<'a> {
	line: &'a Line,
	/// The most that it carries, and when.
	peak: (u64, Option<&'a Slot>),
	full: usize,
	rent: i128,
}

/// The lines, those that are full most often first.
fn lines(day: &Day, feeder: &Feeder) -> Markup {
	let mut uses: Vec<Use<'_>> =
		feeder.lines.iter().map(|line| Use { line, peak: (0, None), full: 0, rent: 0 }).collect();
	for slot in &day.slots {
		let flows = slot.flows();
		for own in &mut uses {
			let flow = flows.get(usize::from(own.line.bus)).copied().unwrap_or(0);
			own.full += usize::from(own.line.is_full(flow));
			if flow.unsigned_abs() > own.peak.0 {
				own.peak = (flow.unsigned_abs(), Some(slot));
			}
		}
		for round in slot.rounds.iter().filter_map(|round| round.grid.as_ref()) {
			for (own, rent) in uses.iter_mut().zip(feeder.rents(round)) {
				own.rent = own.rent.saturating_add(rent);
			}
		}
	}
	let loading = |own: &Use<'_>| own.line.loading(i64::try_from(own.peak.0).unwrap_or(i64::MAX));
	uses.sort_by_key(|own| std::cmp::Reverse((own.full, own.rent, loading(own))));
	let row = |own: &Use<'_>| {
		Row::new(
			name(own.line),
			[
				own.line.limit.map_or_else(|| NONE.into(), kwh),
				kwh(own.peak.0),
				own.peak.1.map_or_else(|| NONE.into(), |slot| day.calendar.clock(slot.slot)),
				percent(loading(own)),
				count(own.full as u64),
				unit(own.rent),
			],
		)
	};
	let columns = ["line", "limit", "most", "when", "of limit", "times full", "rent"];
	let (first, others) = uses.split_at(uses.len().min(FIRST));
	let caption = "Lines by how often they were full: limit and most carried in kWh, rent in UNIT.";
	html! {
		h3 { "The lines" }
		(Table::new(caption, &columns).rows(first.iter().map(row)).markup())
		@if !others.is_empty() {
			details {
				summary { "The other " (several(others.len(), "line")) }
				(Table::new("The other lines, in the same units.", &columns).rows(others.iter().map(row)).markup())
			}
		}
	}
}
