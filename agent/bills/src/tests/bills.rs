// SPDX-License-Identifier: Apache-2.0

//! Sums, days, months, CSV and pages of bills.

use gridmerit_client::certificates::{Certificate, LotState, Period};
use gridmerit_energy::{Basis, SourceKind, Standing};

use super::{QUARTER, berlin, bill, invoice, line, quarters};
use crate::{
	beside::{CertificateSums, Certificates, Subsidy},
	bill::{Bill, Gaps, Line, Source},
	csv, page,
};

/// A quarter that was measured, one that is estimated, and one that earned.
fn three() -> Bill {
	let (first, last) = quarters("2018-06-27", "2018-06-27");
	let of = |nth, invoice, standing| Line {
		interval: first + nth,
		invoice,
		standing,
		source: Source::Chain,
	};
	let lines = vec![
		of(0, invoice(Basis::Reading, [2_000, 0], [1_000, 0]), Standing::Final),
		of(1, invoice(Basis::Silence, [20_000, 0], [0, 0]), Standing::Provisional),
		of(2, invoice(Basis::Reading, [0, 3_000], [0, 2_000]), Standing::Disputable),
	];
	bill((first, last), lines)
}

#[test]
fn estimated_owed_and_paid_are_three_things() {
	let mut bill = three();
	// 1 kWh at 0.12 and the fee of 0.005, 1 kWh at 0.2; 20 kWh at 0.2; 2 kWh at 0.12 and 1 kWh at 0.08.
	let (measured, guessed, earned) = (325_000_000_i128, 4_000_000_000_i128, 320_000_000_i128);
	bill.debts = 3_900_000_000;
	let sums = bill.sums();
	assert_eq!(sums.came_to(), measured + guessed - earned);
	assert_eq!(sums.estimated.paid(), guessed);
	assert_eq!(sums.owed, 3_900_000_000);
	assert_eq!(sums.paid(), sums.came_to() - 3_900_000_000);
	assert_eq!((sums.settled_for_good, sums.disputable, sums.estimated.intervals), (1, 1, 1));
	let sure = sums.without_estimates();
	assert_eq!((sure.intervals, sure.imported, sure.exported), (2, 2_000, 3_000));
	assert_eq!(sure.paid(), measured - earned);
	assert_eq!(sums.saved(), sums.all.paid_alone() - sums.came_to());

	// What it owes is of what it was charged last: first of what came after this day.
	bill.charged_later = 3_000_000_000;
	assert_eq!(bill.sums().owed, 900_000_000);
	bill.charged_later = 5_000_000_000;
	assert_eq!(bill.sums().owed, 0);
	// More than this day was charged for is owed for others.
	(bill.charged_later, bill.debts) = (0, 90_000_000_000);
	assert_eq!(bill.sums().owed, 4_325_000_000);
}

#[test]
fn certificates_and_subsidies_stand_beside_the_bill() {
	let mut bill = three();
	assert!(bill.beside().is_empty() && !page::html(&bill).contains("Beside the bill"));
	let of = |energy, state| Certificate {
		interval: bill.first,
		lot: 0,
		plant: 2,
		source: SourceKind::Solar,
		meter: 1,
		bus: 18,
		from: 0,
		energy,
		holder: 1,
		state,
	};
	let months = Period::Months { first: 581, last: 582 };
	let lots = [
		of(1_000, LotState::Held),
		of(200, LotState::Offered { price: 5 }),
		of(30, LotState::Cancelled { period: Period::Interval }),
		of(4, LotState::Cancelled { period: months }),
		of(5, LotState::Stored),
		of(2_000, LotState::Held),
	];
	let mut sums = CertificateSums::default();
	lots.iter().for_each(|one| sums.add(one));
	let expected =
		CertificateSums { held: 3_000, offered: 200, matched: 30, for_months: 4, stored: 5 };
	assert_eq!(sums, expected);

	let before = bill.sums();
	let sums = CertificateSums { held: 3_000, matched: 250, ..Default::default() };
	bill.certificates = Some(Certificates { sums, until: bill.last });
	bill.subsidies = [(0, 300_000_000, 3_000), (2, 50_000_000, 1_000)]
		.map(|(programme, amount, energy)| Subsidy { programme, amount, energy })
		.to_vec();
	let to_come = format!("of intervals from {} on", bill.last);
	let expected = [
		("certificates held", "3 kWh"),
		("certificates cancelled for the same intervals", "0.25 kWh"),
		("certificates still to come", to_come.as_str()),
		("subsidies of all time, not in these sums", "0.35 UNIT for 4 kWh"),
	];
	let lines = bill.beside();
	let said: Vec<_> = lines.iter().map(|(name, text)| (*name, text.as_str())).collect();
	assert_eq!(said, expected);
	// They are in none of the sums.
	assert_eq!(bill.sums().came_to(), before.came_to());
	let html = page::html(&bill);
	for (name, text) in expected {
		assert!(html.contains(name) && html.contains(text), "{name}: {html}");
	}
	// All of the range have theirs.
	bill.certificates = Some(Certificates { sums, until: bill.last + 1 });
	assert_eq!(bill.beside().len(), 3);
	// Who has none of the range is not told when they come.
	let none = CertificateSums::default();
	bill.certificates = Some(Certificates { sums: none, until: bill.first });
	assert_eq!(bill.beside().len(), 1);
}

#[test]
fn what_is_left_out_is_said() {
	let mut bill = three();
	bill.gaps = Gaps { to_come: 2, waiting: 1, forgotten: 3, nothing: 50 };
	let notes = bill.notes().join("\n");
	for said in [
		"3 intervals are missing",
		"1 interval is over and not settled yet",
		"2 intervals are not over",
		"1 interval is estimated, as no reading of it counts",
		"1 interval is measured and open to dispute",
	] {
		assert!(notes.contains(said), "{said}: {notes}");
	}
	assert!(!notes.contains("50"), "{notes}");
	bill.lines[1].source = Source::Archive;
	assert_eq!(bill.unsure(), 1);
	assert!(
		bill.notes().join("\n").contains("1 interval is as the archive saw it before it was final")
	);
	let (first, _) = quarters("2018-06-27", "2018-06-27");
	assert_eq!(super::bill((first, first), vec![line(first, 1)]).notes(), [""; 0]);
}

#[test]
fn an_estimate_is_said_by_what_it_rests_on() {
	let (first, last) = quarters("2018-06-27", "2018-06-27");
	let lines = |basis, number: u32| -> Vec<Line> {
		let of = |nth| Line {
			interval: first + nth,
			invoice: invoice(basis, [0, 0], [1_000, 0]),
			standing: basis.standing(false),
			source: Source::Chain,
		};
		(0..number).map(of).collect()
	};
	for (basis, said) in [
		(Basis::Silence, "2 intervals are estimated, as no readings of them count"),
		(Basis::Revoked, "2 intervals are estimated, as no readings of them count"),
		(
			Basis::Unmetered,
			"2 intervals have no settlement meter: what was bought counts as not used",
		),
		(Basis::Spare, "2 intervals are by a spare meter"),
		(Basis::Reading, "2 intervals are measured and open to dispute"),
	] {
		let bill = bill((first, last), lines(basis, 2));
		let notes = bill.notes();
		assert!(notes.len() == 1 && notes[0].starts_with(said), "{notes:?}");
		let estimated = if basis == Basis::Reading { 0 } else { 2 };
		assert_eq!(bill.sums().estimated.intervals, estimated, "{basis:?}");
	}
}

#[test]
fn days_are_those_of_the_zone_and_months_of_long_bills() {
	let (first, last) = quarters("2018-10-27", "2018-10-29");
	let whole: Vec<_> = (first..=last).map(|interval| line(interval, 100)).collect();
	let days = bill((first, last), whole).parts();
	let counts: Vec<_> =
		days.iter().map(|day| (day.day.to_string(), day.totals.intervals)).collect();
	let expected = [("2018-10-27", 96), ("2018-10-28", 100), ("2018-10-29", 96)];
	assert_eq!(counts, expected.map(|(day, count)| (day.to_string(), count)));
	assert_eq!(days[0].price(), Some(120_000));
	assert_eq!(days[0].tariff(), Some((200_000, 80_000)));

	// A day without anything has a place all the same, and no prices.
	let gap = bill((first, last), vec![line(first, 100), line(last, 100)]).parts();
	assert_eq!(gap.len(), 3);
	assert_eq!((gap[1].totals.intervals, gap[1].price(), gap[1].tariff()), (0, None, None));

	let (first, last) = quarters("2018-01-01", "2018-12-31");
	let year = bill((first, last), vec![line(first, 100), line(last, 300)]);
	assert!(year.is_by_month());
	let months = year.parts();
	assert_eq!(months.len(), 12);
	assert_eq!((months[0].totals.imported, months[11].totals.imported), (100, 300));
	assert!(bill(quarters("2018-01-01", "2018-03-04"), vec![]).is_by_month());
	assert!(!bill(quarters("2018-01-01", "2018-03-03"), vec![]).is_by_month());
	assert_eq!(bill((first, last), vec![]).parts(), []);
}

#[test]
fn csv_has_a_row_for_each_interval() {
	let mut bytes = Vec::new();
	csv(&three(), &mut bytes).unwrap();
	let text = String::from_utf8(bytes).unwrap();
	let mut rows = text.lines();
	assert!(rows.next().unwrap().starts_with("interval,begins,basis,standing,source,drawn_wh,"));
	let first = quarters("2018-06-27", "2018-06-27").0;
	let expected = format!(
		"{first},2018-06-27T00:00+02:00,Reading,final,chain,2000,0,1000,0,1000,0,0.12,0.005,0,0.2,0.325,0.4,0.2,0.08"
	);
	assert_eq!(rows.next(), Some(expected.as_str()));
	let silent = rows.next().unwrap();
	assert!(silent.contains(",Silence,estimated,chain,20000,0,"), "{silent}");
	let seller = rows.next().unwrap();
	assert!(
		seller.ends_with(",0,3000,0,2000,0,1000,0,0,0.24,-0.08,-0.32,-0.24,0.2,0.08"),
		"{seller}"
	);
	assert_eq!(rows.next(), None);
}

#[test]
fn a_page_is_whole_escapes_and_says_all() {
	let mut bill = three();
	bill.debts = 3_900_000_000;
	bill.gaps.waiting = 4;
	bill.lines[0].source = Source::Archive;
	let html = page::html(&bill);
	let body = html.strip_prefix("<!DOCTYPE html>").unwrap();
	for said in [
		"27 June 2018",
		"Europe/Berlin",
		"Valley &lt;dev&gt;",
		"4 intervals are over and not settled yet",
		"of that 20 kWh estimated",
		"deposit what is owed",
		"3.900 UNIT",
		"Intervals from the agent's archive: 1",
		"default-src 'none'",
	] {
		assert!(body.contains(said), "{said}");
	}
	assert!(
		!body.contains("<script") && !body.contains("http:") && !body.contains("https:"),
		"it loads something"
	);
	assert_eq!(body.matches("<svg").count(), 4);
	let (first, last) = quarters("2018-06-27", "2018-06-27");
	let empty = page::html(&super::bill((first, last), vec![]));
	assert!(empty.contains("Nothing was settled in this time") && !empty.contains("<svg"));
}

#[test]
fn a_year_is_twelve_columns() {
	let (first, last) = quarters("2018-01-01", "2018-12-31");
	let lines = (first..=last).step_by(4).map(|interval| line(interval, 400)).collect();
	let year = bill((first, last), lines);
	let html = page::html(&year);
	assert!(html.contains("<h1>2018</h1>") && html.contains("Month by month"));
	for month in 1..=12 {
		assert!(html.contains(&format!("2018-{month:02}")), "{month}");
	}
	// A year of 365 days has two of other lengths, and as many quarters all the same.
	assert_eq!(last - first + 1, 365 * 96);
	assert_eq!(year.start(first), berlin().begin("2018-01-01".parse().unwrap()).unwrap());
	assert_eq!(year.length, QUARTER);
}
