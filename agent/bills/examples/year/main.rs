// SPDX-License-Identifier: Apache-2.0

//! A year of a community's bills without a chain: `year HISTORIES FOLDER` reads a home's past from each CSV file of a
//! folder, clears every quarter by the chain's own arithmetic and settles it likewise, keeps the first home's archive
//! day by day, and writes its bill of the year as a page. `scripts/bill-year.sh` draws docs/bill-year.png by it.
//!
//! A chain would need a week to play so many rounds. What it adds, signatures, holds and deadlines, changes no price
//! and no sum of a node whose meter is never silent. Everybody knows what comes: orders are what the meters then see.

#![expect(
	clippy::unwrap_used,
	clippy::indexing_slicing,
	reason = "as a test, it may end with a panic"
)]

mod community;
mod keep;
#[path = "../../src/tests/state.rs"]
mod state;

use std::{env, fs, path::PathBuf};

use gridmerit_bills::{Bill, Gaps, Line, Origin, Source, archive::Archive, csv, page};
use gridmerit_client::{H256, times::Zone};

use community::Community;

const QUARTER: u32 = 900_000;
const CHAIN: H256 = H256([0; 32]);
/// The archive's node: the first home.
const NODE: u32 = 1;

fn main() {
	let mut arguments = env::args_os().skip(1).map(PathBuf::from);
	let (histories, folder) = (arguments.next().unwrap(), arguments.next().unwrap());
	fs::create_dir_all(&folder).unwrap();
	let community = Community::read(&histories);
	let invoices = community.invoices();
	println!("{} homes, {} intervals from {} on", community.homes(), invoices.len(), invoices[0].0);

	println!("| TE nodes on the page | days | entries | proofs | MB | checked in, s | faults |");
	println!("|---|---|---|---|---|---|---|");
	let community_nodes = community.homes();
	// A full page of the chain's state is the most that a proof holds; a month in which much is traded is enough to know.
	for (nodes, from, days) in [(community_nodes, 0, invoices.len() / keep::DAY), (128, 150, 30)] {
		let path = folder.join(format!("{nodes}-nodes"));
		let _ = fs::remove_dir_all(&path);
		let settled = &invoices[from * keep::DAY..][..days * keep::DAY];
		let archive = keep::days(&path, (nodes - 1).try_into().unwrap(), settled);
		println!("{}", keep::measured(&archive, nodes, days));
		if nodes == community_nodes {
			let bill = bill(&archive);
			fs::write(folder.join("year.html"), page::html(&bill)).unwrap();
			csv(&bill, fs::File::create(folder.join("year.csv")).unwrap()).unwrap();
		}
	}
}

/// The year's bill, as `statement --from 2016-01-01 --to 2016-12-31` would make it of the archive.
fn bill(archive: &Archive) -> Bill {
	let line = |record: gridmerit_bills::archive::Record| Line {
		interval: record.interval,
		invoice: record.invoice,
		standing: record.invoice.basis.standing(record.closed),
		source: Source::Archive,
	};
	let lines: Vec<_> = archive.latest(0, u32::MAX).unwrap().into_iter().map(line).collect();
	let (first, last) = (lines[0].interval, lines[lines.len() - 1].interval);
	Bill {
		node: NODE,
		first,
		last,
		length: QUARTER,
		zone: zone(),
		lines,
		gaps: Gaps::default(),
		debts: 0,
		charged_later: 0,
		certificates: None,
		subsidies: Vec::new(),
		origin: Origin {
			chain: "a simulation on public profiles, no chain".into(),
			genesis: "none".into(),
			block: 0,
			now: u64::from(last + 1) * u64::from(QUARTER),
			account: "a home of SimBench".into(),
		},
	}
}

/// By whose clocks the homes live.
fn zone() -> Zone {
	"Europe/Berlin".parse().unwrap()
}
