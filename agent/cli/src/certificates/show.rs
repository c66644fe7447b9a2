// SPDX-License-Identifier: Apache-2.0

//! Tables of certificates for people, JSON for programs.

use std::{collections::BTreeMap, process::ExitCode};

use comfy_table::Cell;
use gridmerit_bills::CertificateSums;
use gridmerit_client::{
	certificates::{Certificate, Consumed, LotState, Period},
	times::Zone,
	units::{decimal, kwh, price, unit},
};
use gridmerit_energy::{Interval, NodeIndex, Wh, payment};
use serde_json::{Value, json};

use super::{
	matching::{Part, Report},
	options::{By, month_text},
	period_text,
};
use crate::{
	bills::certificate_sums,
	failure::Failure,
	household::options::source_name,
	show::{number, print, table},
};

/// What a node has of a time.
pub struct Listed<'a> {
	pub node: NodeIndex,
	pub first: Interval,
	pub last: Interval,
	/// The first interval whose certificates are still to come.
	pub until: Interval,
	pub mine: &'a [Certificate],
	/// Of an interval, in milliseconds.
	pub length: u32,
	pub zone: &'a Zone,
}

impl Listed<'_> {
	fn start(&self, interval: Interval) -> u64 {
		u64::from(interval).saturating_mul(self.length.into())
	}
}

/// What became of certificates, in the order of the columns.
fn parts(sums: &CertificateSums) -> [Wh; 5] {
	let CertificateSums { held, offered, matched, for_months, stored } = *sums;
	[held, offered, matched, for_months, stored]
}

/// What became of a lot, in words.
fn state_text(state: LotState) -> String {
	match state {
		LotState::Held => "held".into(),
		LotState::Offered { price: asked } => format!("offered at {}", price(asked)),
		LotState::Cancelled { period } => format!("cancelled for {}", period_text(period)),
		LotState::Stored => "stored".into(),
	}
}

fn state_json(state: LotState) -> Value {
	match state {
		LotState::Held => json!({ "state": "held" }),
		LotState::Offered { price } => json!({ "state": "offered", "price": price }),
		LotState::Cancelled { period: Period::Interval } => {
			json!({ "state": "cancelled", "for": "interval" })
		},
		LotState::Cancelled { period: Period::Months { first, last } } => json!({
			"state": "cancelled", "for": "months", "first": month_text(first),
			"last": month_text(last),
		}),
		LotState::Stored => json!({ "state": "stored" }),
	}
}

fn lot_json(begins: &str, one: &Certificate) -> Value {
	let Certificate { interval, lot, plant, source, meter, bus, from, energy, holder, state } =
		*one;
	let mut value = json!({
		"interval": interval, "begins": begins, "lot": lot,
		"source": source_name(source), "plant": plant, "meter": meter, "bus": bus, "from": from,
		"energy": energy, "holder": holder,
	});
	if let (Some(value), Value::Object(state)) = (value.as_object_mut(), state_json(state)) {
		value.extend(state);
	}
	value
}

pub fn list(listed: &Listed<'_>, by: By, json: bool) -> Result<ExitCode, Failure> {
	let Listed { node, first, last, until, mine, .. } = *listed;
	let mut sources = BTreeMap::<&str, CertificateSums>::new();
	let mut intervals = BTreeMap::<(Interval, &str), CertificateSums>::new();
	for one in mine {
		let source = source_name(one.source);
		sources.entry(source).or_default().add(one);
		intervals.entry((one.interval, source)).or_default().add(one);
	}
	let rows: Vec<_> = match by {
		By::Source => sources
			.iter()
			.map(|(source, sum)| json!({ "source": source, "energy": certificate_sums(sum) }))
			.collect(),
		By::Interval => intervals
			.iter()
			.map(|((interval, source), sum)| {
				let begins = listed.zone.exactly(listed.start(*interval));
				json!({
					"interval": interval, "begins": begins, "source": source, "energy": certificate_sums(sum),
				})
			})
			.collect(),
		By::Lot => {
			let begins = |one: &Certificate| listed.zone.exactly(listed.start(one.interval));
			mine.iter().map(|one| lot_json(&begins(one), one)).collect()
		},
	};
	let value = json!({
		"node": node, "first": first, "last": last, "issuedUntil": until, "certificates": rows,
	});
	let sums = ["held", "offered", "matched", "for months", "stored"];
	let cells = |sum: &CertificateSums| parts(sum).map(|energy| number(kwh(energy)));
	print(json, value, || match by {
		By::Source => {
			let mut table = table(&[&["source"][..], &sums].concat());
			for (source, sum) in &sources {
				table.add_row([vec![Cell::new(source)], cells(sum).into()].concat());
			}
			table
		},
		By::Interval => {
			let begins = format!("begins ({})", listed.zone);
			let mut table = table(&[&["interval", begins.as_str(), "source"][..], &sums].concat());
			for ((interval, source), sum) in &intervals {
				let begins = listed.zone.clock(listed.start(*interval));
				let named = vec![number(interval), Cell::new(begins), Cell::new(source)];
				table.add_row([named, cells(sum).into()].concat());
			}
			table
		},
		By::Lot => {
			let begins = format!("begins ({})", listed.zone);
			let mut table = table(&[
				"interval",
				begins.as_str(),
				"lot",
				"source",
				"plant",
				"bus",
				"energy",
				"is",
			]);
			for one in mine {
				table.add_row([
					number(one.interval),
					Cell::new(listed.zone.clock(listed.start(one.interval))),
					number(one.lot),
					Cell::new(source_name(one.source)),
					number(one.plant),
					number(one.bus),
					number(kwh(one.energy)),
					Cell::new(state_text(one.state)),
				]);
			}
			table
		},
	})
}

/// Lots that are for sale, of intervals of so many milliseconds.
pub fn offers(
	offered: &[Certificate],
	length: u32,
	zone: &Zone,
	json: bool,
) -> Result<ExitCode, Failure> {
	let start = |one: &Certificate| u64::from(one.interval).saturating_mul(length.into());
	let rows = offered.iter().map(|one| lot_json(&zone.exactly(start(one)), one));
	print(json, rows.collect(), || {
		let begins = format!("begins ({zone})");
		let columns = [
			"interval",
			begins.as_str(),
			"lot",
			"source",
			"plant",
			"bus",
			"seller",
			"energy",
			"price",
			"all",
		];
		let mut table = table(&columns);
		for one in offered {
			let LotState::Offered { price: asked } = one.state else { continue };
			table.add_row([
				number(one.interval),
				Cell::new(zone.clock(start(one))),
				number(one.lot),
				Cell::new(source_name(one.source)),
				number(one.plant),
				number(one.bus),
				number(one.holder),
				number(kwh(one.energy)),
				number(price(asked)),
				number(unit(payment(one.energy, asked))),
			]);
		}
		table
	})
}

fn share_text(part: &Part) -> String {
	part.share_ppm().map_or("-".into(), |ppm| format!("{} %", decimal(ppm.into(), 4)))
}

fn sources_text(part: &Part) -> String {
	let named = part.sources.iter().map(|(source, energy)| format!("{source} {}", kwh(*energy)));
	named.collect::<Vec<_>>().join(", ")
}

/// What of what was drawn is matched, hour by hour.
pub fn matched(report: &Report, zone: &Zone, json: bool) -> Result<ExitCode, Failure> {
	let Report { node, first, last, hours, all, to_come, unknown, months } = report;
	let part = |part: &Part| {
		json!({
			"drawn": part.drawn, "matched": part.matched, "sharePpm": part.share_ppm(),
			"sources": part.sources,
		})
	};
	let hour = |(begins, of): (&u64, &Part)| {
		let mut value = part(of);
		if let Some(value) = value.as_object_mut() {
			value.insert("begins".into(), zone.exactly(*begins).into());
		}
		value
	};
	let month = |(month, consumed): (&u32, &Consumed)| {
		json!({
			"month": month_text(*month), "drawn": consumed.drawn, "cancelled": consumed.cancelled,
		})
	};
	let value = json!({
		"node": node, "first": first, "last": last, "toCome": to_come, "unknown": unknown,
		"hours": hours.iter().map(hour).collect::<Vec<_>>(), "all": part(all),
		"months": months.iter().map(month).collect::<Vec<_>>(),
	});
	print(json, value, || {
		let begins = format!("hour ({zone})");
		let mut table = table(&[begins.as_str(), "drawn", "matched", "share", "by"]);
		let mut row = |named: String, part: &Part| {
			table.add_row([
				Cell::new(named),
				number(kwh(part.drawn)),
				number(kwh(part.matched)),
				number(share_text(part)),
				Cell::new(sources_text(part)),
			]);
		};
		for (begins, part) in hours {
			row(zone.clock(*begins), part);
		}
		row("all".into(), all);
		for (month, Consumed { drawn, cancelled }) in months {
			let part = Part { drawn: *drawn, matched: *cancelled, ..Part::default() };
			row(format!("{}, whenever in it", month_text(*month)), &part);
		}
		if *to_come > 0 {
			table.add_row([Cell::new(format!("{to_come} intervals are not settled for good"))]);
		}
		if *unknown > 0 {
			let text = format!("{unknown} intervals are forgotten, or were not metered");
			table.add_row([Cell::new(text)]);
		}
		table
	})
}
