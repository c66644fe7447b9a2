// SPDX-License-Identifier: Apache-2.0

//! A history for people.

use comfy_table::Table;
use gridmerit_client::units::kwh;
use gridmerit_energy::Wh;
use gridmerit_history::{OddDay, Span, Sum, Understood};

use crate::show::{number, table};

/// The most gaps and runs of zeros that are shown; the rest are counted.
const SHOWN: usize = 10;

pub fn print(understood: &Understood) {
	let Understood { rows, how, summary } = understood;
	let all = u64::try_from(rows.len()).unwrap_or(u64::MAX).saturating_add(summary.missing);
	let mut lines = vec![
		("format", how.format.clone()),
		("times", how.time.clone()),
		("used", how.load.clone().unwrap_or_else(|| "no column: taken as 0".into())),
		("generated", how.generation.clone().unwrap_or_else(|| "no column: taken as 0".into())),
		("a line is", length(how.resolution_s)),
		("an interval is", length(how.interval_s)),
		("intervals", rows.len().to_string()),
	];
	let named = |span: &Span| format!("{} to {} ({})", span.from, span.to, span.interval);
	lines.extend(summary.first.as_ref().map(|first| ("first", named(first))));
	lines.extend(summary.last.as_ref().map(|last| ("last", named(last))));
	lines.push(("zone of these times", summary.zone.clone()));
	lines.push(("missing", format!("{} of {all} intervals", summary.missing)));
	let mut facts = table(&["history", ""]);
	for (what, value) in lines {
		facts.add_row([what.to_string(), value]);
	}
	println!("{facts}");
	println!("{}", sums(&summary.load, &summary.generation));
	println!("{}", days(&summary.odd_days));
	spans("missing", &summary.gaps);
	spans("nothing used", &summary.zero_load);
	spans("nothing generated", &summary.zero_generation);
	for note in &how.notes {
		println!("note: {note}");
	}
}

fn sums(load: &Sum, generation: &Sum) -> Table {
	let mut sums = table(&["", "in all", "a day", "highest power", "when", "half by"]);
	for (what, sum) in [("used", load), ("generated", generation)] {
		sums.add_row([
			what.into(),
			number(kwh(Wh::try_from(sum.total_wh).unwrap_or(Wh::MAX))),
			number(kwh(sum.per_day_wh)),
			number(format!("{} W", sum.peak_w)),
			sum.peak_at.as_deref().unwrap_or("-").into(),
			sum.half_by.as_deref().unwrap_or("-").into(),
		]);
	}
	sums
}

/// In a sentence, as there are two a year.
fn days(days: &[OddDay]) -> String {
	let day = |day: &OddDay| {
		format!("{} has {} intervals, {} of them here", day.date, day.intervals, day.known)
	};
	let all: Vec<_> = days.iter().map(day).collect();
	match all.is_empty() {
		true => "no day on which the clock changes".into(),
		false => format!("the clock changes: {}", all.join("; ")),
	}
}

fn spans(what: &str, spans: &[Span]) {
	for Span { from, to, intervals, .. } in spans.iter().take(SHOWN) {
		println!("{what}: {from} to {to}, {intervals} intervals");
	}
	if let Some(more @ 1..) = spans.len().checked_sub(SHOWN) {
		println!("{what}: {more} more times");
	}
}

fn length(seconds: u64) -> String {
	match (seconds / 60, seconds % 60) {
		(minutes, 0) => format!("{minutes} minutes"),
		_ => format!("{seconds} seconds"),
	}
}
