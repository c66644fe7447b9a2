// SPDX-License-Identifier: Apache-2.0

//! An archive that is kept once a day, as `gridmerit-agent archive` keeps it.

use std::{fs, os::unix::fs::MetadataExt, path::Path, time::Instant};

use gridmerit_bills::archive::Archive;
use gridmerit_client::proof::MOST_PROVEN;
use gridmerit_energy::{Interval, Invoice};

use super::{CHAIN, NODE, QUARTER, state::State};

/// Intervals of a day, after which each is final.
pub const DAY: usize = 96;
/// How many the chain remembers.
const REMEMBERED: u32 = 1_344;

/// Fills an archive of a node with so many neighbours on its page of the chain's state.
pub fn days(folder: &Path, neighbours: u8, invoices: &[(Interval, Invoice)]) -> Archive {
	let archive = Archive::open(folder, CHAIN, NODE).unwrap();
	let mut state = State::new(NODE, neighbours);
	let first = invoices[0].0;
	let mut forgotten = first;
	// A day later all is final.
	for end in (DAY..=invoices.len() + DAY).step_by(DAY) {
		let today = &invoices[(end - DAY).min(invoices.len())..end.min(invoices.len())];
		today.iter().for_each(|(interval, invoice)| state.settle(*interval, invoice));
		let now = first + end as u32;
		state.close(now - DAY as u32);
		let remembered = now.saturating_sub(REMEMBERED).max(forgotten);
		state.forget(forgotten..remembered);
		forgotten = remembered;
		// What is new, and what has become final.
		let noted = &invoices[end.saturating_sub(2 * DAY)..end.min(invoices.len())];
		let noted: Vec<_> = noted.iter().map(|(interval, _)| *interval).collect();
		for part in noted.chunks(MOST_PROVEN) {
			let proof = state.prove(now.into(), part);
			archive.note(&proof, part, u64::from(now) * u64::from(QUARTER)).unwrap();
		}
	}
	archive
}

/// A row of a table: how large it is, and how long it takes to check it.
pub fn measured(archive: &Archive, nodes: usize, days: usize) -> String {
	let (records, proofs) = archive.size().unwrap();
	// What it takes on the disk: the file grows in leaps, and has holes.
	let bytes = fs::metadata(archive.path()).unwrap().blocks() * 512;
	let begun = Instant::now();
	let verified = archive.verify();
	let seconds = begun.elapsed().as_secs();
	let (megabytes, faults) = (bytes / 1_000_000, verified.faults.len());
	format!("| {nodes} | {days} | {records} | {proofs} | {megabytes} | {seconds} | {faults} |")
}
