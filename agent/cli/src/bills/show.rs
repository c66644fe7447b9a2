// SPDX-License-Identifier: Apache-2.0

//! Bills and archives as tables for people and JSON for programs.

use std::process::ExitCode;

use comfy_table::Cell;
use gridmerit_bills::{
	Bill, CertificateSums, Certificates, Line, Source, Subsidy,
	archive::{Beside, Record, Update, Verified},
};
use gridmerit_client::{
	times::Zone,
	units::{kwh, unit, unit_signed},
};
use gridmerit_energy::{Imbalance, Standing, Wh};
use serde_json::{Value, json};

use super::statement::period;
use crate::{
	carbon::Emitted,
	failure::Failure,
	show::{facts, number, print, table},
};

fn standing(standing: Standing) -> &'static str {
	match standing {
		Standing::Provisional => "provisional",
		Standing::Disputable => "disputable",
		Standing::Final => "final",
	}
}

fn invoice(bill: &Bill, line: &Line) -> Value {
	let Line { interval, invoice, .. } = line;
	let (from, to) = match invoice.imbalance {
		Imbalance::Bought { energy, .. } => (energy, 0),
		Imbalance::Sold { energy, .. } => (0, energy),
	};
	json!({
		"interval": interval, "begins": bill.zone.exactly(bill.start(*interval)),
		"basis": format!("{:?}", invoice.basis), "standing": standing(line.standing),
		"source": match line.source { Source::Chain => "chain", Source::Archive => "archive" },
		"imported": invoice.metered.import, "exported": invoice.metered.export,
		"bought": invoice.position.bought, "sold": invoice.position.sold,
		"fromUtility": from, "toUtility": to, "tou": invoice.tariff.tou, "fit": invoice.tariff.fit,
		"right": invoice.right.map(|right| right.energy), "curtailed": invoice.curtailed(),
		"charged": invoice.charged.to_string(), "credited": invoice.credited.to_string(),
	})
}

/// What became of certificates, in Wh.
pub fn certificate_sums(sums: &CertificateSums) -> Value {
	let CertificateSums { held, offered, matched, for_months, stored } = sums;
	json!({
		"held": held, "offered": offered, "cancelledForIntervals": matched,
		"cancelledForMonths": for_months, "stored": stored,
	})
}

fn certificates(certificates: &Certificates) -> Value {
	let mut value = certificate_sums(&certificates.sums);
	if let Some(value) = value.as_object_mut() {
		value.insert("issuedUntil".into(), certificates.until.into());
	}
	value
}

fn subsidy(subsidy: &Subsidy) -> Value {
	let Subsidy { programme, amount, energy } = subsidy;
	json!({ "programme": programme, "amount": amount.to_string(), "energy": energy })
}

/// A bill: what it came to, of that estimated, owed and paid, and what is left out.
pub fn statement(bill: &Bill, emitted: Option<&Emitted>, json: bool) -> Result<ExitCode, Failure> {
	let sums = bill.sums();
	let (all, guess) = (&sums.all, &sums.estimated);
	let gaps = &bill.gaps;
	let curtailed: Wh = bill.lines.iter().map(|line| line.invoice.curtailed()).sum();
	let value = json!({
		"node": bill.node, "first": bill.first, "last": bill.last, "zone": bill.zone.to_string(),
		"begins": bill.zone.exactly(bill.start(bill.first)),
		"ends": bill.zone.exactly(bill.start(bill.last.saturating_add(1))),
		"intervals": all.intervals, "withoutReading": all.without_reading,
		"provisional": guess.intervals, "disputable": sums.disputable,
		"final": sums.settled_for_good, "fromArchive": bill.archived(),
		"leftOut": {
			"forgotten": gaps.forgotten, "waiting": gaps.waiting, "toCome": gaps.to_come,
			"nothingToSettle": gaps.nothing,
		},
		"notes": bill.notes(),
		"imported": all.imported, "exported": all.exported,
		"importedByEstimate": guess.imported,
		"bought": all.bought, "sold": all.sold,
		"purchases": all.purchases.to_string(), "sales": all.sales.to_string(),
		"fromUtility": all.from_utility, "toUtility": all.to_utility, "curtailed": curtailed,
		"utilityCost": all.utility_cost.to_string(),
		"utilityRevenue": all.utility_revenue.to_string(),
		"cameTo": sums.came_to().to_string(), "estimated": guess.paid().to_string(),
		"owed": sums.owed.to_string(), "paid": sums.paid().to_string(),
		"owedInAll": bill.debts.to_string(),
		"paidAlone": all.paid_alone().to_string(), "saved": sums.saved().to_string(),
		"certificates": bill.certificates.as_ref().map(certificates),
		"subsidies": bill.subsidies.iter().map(subsidy).collect::<Vec<_>>(),
		"emissions": emitted.map(Emitted::json),
		"invoices": bill.lines.iter().map(|line| invoice(bill, line)).collect::<Vec<_>>(),
	});
	if !json {
		for note in bill.notes() {
			eprintln!("{note}");
		}
	}
	if !json && all.intervals == 0 {
		println!("nothing was settled for node {} in this time: {}", bill.node, period(bill));
		return Ok(ExitCode::SUCCESS);
	}
	print(json, value, || {
		let sure = sums.without_estimates();
		let mut rows = vec![
			("from, to", period(bill)),
			("days by the clocks of", bill.zone.to_string()),
			("intervals", format!("{} to {}", bill.first, bill.last)),
			("settled", all.intervals.to_string()),
			("of that final", sums.settled_for_good.to_string()),
			("measured, open to dispute", sums.disputable.to_string()),
			("estimated", guess.intervals.to_string()),
		];
		if bill.archived() > 0 {
			rows.push(("from the archive", bill.archived().to_string()));
		}
		rows.push(("drawn", kwh(sure.imported)));
		if guess.imported > 0 {
			rows.push(("estimated to be drawn", kwh(guess.imported)));
		}
		let deal = |energy, money| format!("{} for {}", kwh(energy), unit(money));
		rows.extend([
			("fed in", kwh(all.exported)),
			("bought from neighbours", deal(all.bought, all.purchases)),
			("sold to neighbours", deal(all.sold, all.sales)),
			("bought from the utility", deal(all.from_utility, all.utility_cost)),
			("sold to the utility", deal(all.to_utility, all.utility_revenue)),
		]);
		if curtailed > 0 {
			rows.push(("of that beyond your rights, where lines were full", kwh(curtailed)));
		}
		rows.extend([
			("came to", unit_signed(sums.came_to())),
			("of that estimated", unit_signed(guess.paid())),
			("of that owed", unit(sums.owed)),
			("of that paid", unit_signed(sums.paid())),
			("would be, with the utility alone", unit_signed(all.paid_alone())),
			("saved", unit_signed(sums.saved())),
		]);
		rows.extend(bill.beside());
		if let Some(emitted) = emitted {
			rows.push(("emitted, location-based", emitted.by_location()));
			rows.push(("emitted, market-based", emitted.by_market()));
		}
		facts(rows)
	})
}

/// What an update of the archive has brought.
pub fn update(
	update: &Update,
	file: &str,
	size: (u64, u64),
	json: bool,
) -> Result<ExitCode, Failure> {
	let Update { new, corrected, closed, unsettled, lost, block } = update;
	let (records, proofs) = size;
	let value = json!({
		"file": file, "block": block, "new": new, "corrected": corrected, "closed": closed,
		"beingSettled": unsettled, "lost": lost, "records": records, "proofs": proofs,
	});
	print(json, value, || {
		let mut rows = vec![
			("file", file.to_string()),
			("after final block", block.to_string()),
			("new intervals", new.to_string()),
			("corrected", corrected.to_string()),
			("final now", closed.to_string()),
			("records, proofs", format!("{records}, {proofs}")),
		];
		if *unsettled > 0 {
			rows.push(("being settled anew, next time", unsettled.to_string()));
		}
		if *lost > 0 {
			rows.push(("settled, and forgotten before", lost.to_string()));
		}
		facts(rows)
	})
}

/// What verification has found: the program fails if anything is wrong.
pub fn verified(verified: &Verified, file: &str, json: bool) -> Result<ExitCode, Failure> {
	let faults: Vec<String> = verified.faults.iter().map(ToString::to_string).collect();
	let of = |count: fn(Beside) -> u32| verified.beside.map(count);
	let value = json!({
		"file": file, "records": verified.records, "intervals": verified.intervals,
		"blocks": verified.blocks.len(), "unknownBlocks": verified.unknown_blocks,
		"missing": of(|beside| beside.missing), "notFetched": of(|beside| beside.not_fetched),
		"changed": of(|beside| beside.changed), "unsure": of(|beside| beside.unsure),
		"faults": faults,
	});
	let sound = faults.is_empty();
	print(json, value, || {
		let blocks = match verified.beside {
			Some(_) => format!(
				"{} on the chain, {} unknown to this node",
				verified.blocks.len().saturating_sub(verified.unknown_blocks.len()),
				verified.unknown_blocks.len()
			),
			None => format!("{}, not compared with a chain", verified.blocks.len()),
		};
		let mut rows = vec![
			("file", file.to_string()),
			("records", verified.records.to_string()),
			("intervals", verified.intervals.to_string()),
			("blocks that they rest on", blocks),
		];
		if let Some(Beside { not_fetched, changed, unsure, missing }) = verified.beside {
			let update = |count: u32| match count {
				0 => "0".to_string(),
				count => format!("{count}: `gridmerit-agent archive` fetches them"),
			};
			rows.extend([
				("not in it, the chain has them", update(not_fetched)),
				("settled anew, or final, since", update(changed)),
				("not final when the chain forgot", unsure.to_string()),
				("forgotten, and not in it", missing.to_string()),
			]);
		}
		rows.push((
			"altered",
			if sound { "nothing".into() } else { format!("{} faults", faults.len()) },
		));
		facts(rows)
	})?;
	for fault in &faults {
		eprintln!("{fault}");
	}
	Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// All that the archive has of an interval.
pub fn history(records: &[Record], zone: &Zone, json: bool) -> Result<ExitCode, Failure> {
	let rows = records.iter().map(|record| {
		json!({
			"noted": zone.exactly(record.noted), "block": format!("0x{}", hex(&record.block)),
			"basis": format!("{:?}", record.invoice.basis), "final": record.closed,
			"imported": record.invoice.metered.import, "exported": record.invoice.metered.export,
			"charged": record.invoice.charged.to_string(),
			"credited": record.invoice.credited.to_string(),
		})
	});
	print(json, rows.collect(), || {
		let mut table = table(&["noted", "basis", "drawn", "fed in", "came to", "final"]);
		for record in records {
			let invoice = &record.invoice;
			let net = match invoice.charged {
				0 => format!("-{}", unit(invoice.credited)),
				charged => unit(charged),
			};
			table.add_row([
				Cell::new(zone.clock(record.noted)),
				Cell::new(format!("{:?}", invoice.basis)),
				number(kwh(invoice.metered.import)),
				number(kwh(invoice.metered.export)),
				number(net),
				Cell::new(if record.closed { "yes" } else { "no" }),
			]);
		}
		table
	})
}

fn hex(bytes: &[u8]) -> String {
	bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
