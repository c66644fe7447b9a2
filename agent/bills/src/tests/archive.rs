// SPDX-License-Identifier: Apache-2.0

//! What is noted is found again, and what is altered is found, too.

use std::fs;

use codec::{Decode, Encode};
use gridmerit_client::{
	H256,
	proof::{Proof, ProofError},
};
use gridmerit_energy::{Basis, Interval, Invoice};
use redb::{Database, ReadableDatabase, ReadableTable, TableDefinition};
use tempfile::TempDir;

use super::{invoice, state::State};
use crate::archive::{Archive, ArchiveError, Record};

const CHAIN: H256 = H256([3; 32]);
const NODE: u32 = 130;
const LOG: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("log");
const PROOFS: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("proofs");
const NEWEST: TableDefinition<'_, u32, u64> = TableDefinition::new("newest");

fn settled(intervals: impl IntoIterator<Item = Interval>, drawn: u64) -> Vec<(Interval, Invoice)> {
	let of = |interval| invoice(Basis::Reading, [drawn + u64::from(interval), 0], [drawn / 2, 0]);
	intervals.into_iter().map(|interval| (interval, of(interval))).collect()
}

fn note(archive: &Archive, number: u64, settled: &[(Interval, Invoice)], closed: Interval) {
	let intervals: Vec<_> = settled.iter().map(|(interval, _)| *interval).collect();
	let noted = archive.note(&proof(number, NODE, settled, closed), &intervals, number * 6_000);
	assert_eq!(noted.unwrap(), intervals.len());
}

/// The proof of a block after which some intervals of a node are settled, and nothing else.
fn proof(number: u64, node: u32, settled: &[(Interval, Invoice)], closed: Interval) -> Proof {
	let mut state = State::new(node, 1);
	state.close(closed);
	settled.iter().for_each(|(interval, invoice)| state.settle(*interval, invoice));
	let intervals: Vec<_> = settled.iter().map(|(interval, _)| *interval).collect();
	state.prove(number, &intervals)
}

/// Two days' worth, of which one interval was silent first, and is settled anew by a late reading.
fn filled() -> (TempDir, Archive) {
	let folder = tempfile::tempdir().unwrap();
	let archive = Archive::open(folder.path(), CHAIN, NODE).unwrap();
	let mut first = settled(100..110, 1_000);
	first[4].1 = invoice(Basis::Silence, [20_000, 0], [500, 0]);
	note(&archive, 50, &first, 0);
	note(&archive, 90, &settled(104..116, 1_000), 106);
	(folder, archive)
}

#[test]
fn corrections_replace_and_both_are_kept() {
	let (folder, archive) = filled();
	let latest = archive.latest(100, 115).unwrap();
	assert_eq!(latest.len(), 16);
	assert!(latest.iter().zip(100..).all(|(record, interval)| record.interval == interval));
	assert_eq!(latest[4].invoice.basis, Basis::Reading);
	assert_eq!((latest[4].closed, latest[6].closed, latest[0].closed), (true, false, false));
	let history = archive.history(104).unwrap();
	let bases: Vec<_> = history.iter().map(|record| record.invoice.basis).collect();
	assert_eq!(bases, [Basis::Silence, Basis::Reading]);
	assert_eq!((history[0].noted, history[1].noted), (300_000, 540_000));
	assert_eq!(archive.size().unwrap(), (22, 2));
	assert_eq!(archive.latest(9, 8).unwrap(), []);

	let verified = archive.verify();
	assert_eq!(verified.faults, []);
	assert_eq!((verified.records, verified.intervals), (22, 16));
	assert_eq!(verified.blocks.keys().copied().collect::<Vec<_>>(), [50, 90]);

	assert_eq!(archive.rests_on().unwrap().map(|(number, _)| number), Some(90));
	// It is there for the next program, and only for this chain and node.
	drop(archive);
	assert!(Archive::find(folder.path(), H256([4; 32]), NODE).unwrap().is_none());
	assert!(Archive::find(folder.path(), CHAIN, 131).unwrap().is_none());
	let again = Archive::find(folder.path(), CHAIN, NODE).unwrap().unwrap();
	assert_eq!(again.latest(0, Interval::MAX).unwrap(), latest);
	drop(again);
	fs::copy(Archive::file(folder.path(), CHAIN, NODE), Archive::file(folder.path(), CHAIN, 131))
		.unwrap();
	let other = Archive::open(folder.path(), CHAIN, 131);
	assert!(matches!(other.err(), Some(ArchiveError::Other { .. })));
}

#[test]
fn an_archive_of_nothing_goes_and_one_of_something_stays() {
	let (folder, archive) = filled();
	archive.discard_if_empty();
	assert_eq!(
		Archive::find(folder.path(), CHAIN, NODE).unwrap().unwrap().size().unwrap(),
		(22, 2)
	);
	let empty = Archive::open(folder.path(), CHAIN, 131).unwrap();
	assert!(Archive::file(folder.path(), CHAIN, 131).exists());
	empty.discard_if_empty();
	assert!(Archive::find(folder.path(), CHAIN, 131).unwrap().is_none());
}

#[test]
fn what_a_proof_does_not_prove_is_not_noted() {
	let (_folder, archive) = filled();
	let before = archive.size().unwrap();
	let good = proof(120, NODE, &settled(200..203, 10), 0);
	let noted = |proof, interval| archive.note(&proof, &[interval], 0).err().unwrap().to_string();
	assert!(noted(good.clone(), 200 + 7).contains("interval 207 is not settled"));
	let stranger = proof(120, NODE + 1, &settled(200..203, 10), 0);
	assert!(noted(stranger, 200).contains("interval 200 is not settled"));
	// What the chain has forgotten it cannot prove.
	let mut state = State::new(NODE, 1);
	settled(200..203, 10).iter().for_each(|(at, invoice)| state.settle(*at, invoice));
	state.forget(200..201);
	assert!(noted(state.prove(120, &[200, 201]), 200).contains("interval 200 is not settled"));
	// Each part of it is needed, and none may be altered.
	for place in 0..good.nodes.len() {
		let mut less = good.clone();
		less.nodes.remove(place);
		assert!(archive.note(&less, &[200, 201, 202], 0).is_err(), "without part {place}");
		let mut altered = good.clone();
		let middle = altered.nodes[place].len() / 2;
		altered.nodes[place][middle] ^= 1;
		assert!(archive.note(&altered, &[200, 201, 202], 0).is_err(), "part {place} altered");
	}
	let mut other = good.clone();
	other.header[40] ^= 1;
	let error = archive.note(&other, &[200], 0).err();
	assert!(matches!(
		error,
		Some(ArchiveError::Proof(ProofError::Nodes(_) | ProofError::Incomplete))
	));
	assert_eq!(archive.size().unwrap(), before);
}

/// What verification says of an archive in whose database somebody has altered something.
fn after(alter: impl FnOnce(&redb::WriteTransaction)) -> Vec<String> {
	let (folder, archive) = filled();
	drop(archive);
	let database = Database::open(Archive::file(folder.path(), CHAIN, NODE)).unwrap();
	let write = database.begin_write().unwrap();
	alter(&write);
	write.commit().unwrap();
	drop(database);
	let archive = Archive::find(folder.path(), CHAIN, NODE).unwrap().unwrap();
	archive.verify().faults.iter().map(ToString::to_string).collect()
}

fn record_at(write: &redb::WriteTransaction, place: u64) -> Record {
	let log = write.open_table(LOG).unwrap();
	let bytes = log.get(place).unwrap().unwrap().value().to_vec();
	Record::decode(&mut bytes.as_slice()).unwrap()
}

fn put(write: &redb::WriteTransaction, place: u64, record: &Record) {
	write.open_table(LOG).unwrap().insert(place, record.encode().as_slice()).unwrap();
}

#[test]
fn whatever_is_altered_is_found() {
	assert_eq!(after(|_| ()), [""; 0]);
	let one = |faults: Vec<String>, expected: &str| {
		assert!(faults.iter().any(|fault| fault.contains(expected)), "{expected}: {faults:?}");
	};
	// A cheaper bill: it does not follow from the proof, and the next record not from it.
	let cheaper = after(|write| {
		let mut record = record_at(write, 3);
		record.invoice.charged = 1;
		put(write, 3, &record);
	});
	one(cheaper.clone(), "record 3: it is not what its proof says");
	one(cheaper, "record 4: it does not follow the record before it");
	// The last record has none behind it: its proof tells.
	let last = after(|write| {
		let mut record = record_at(write, 21);
		record.closed = true;
		put(write, 21, &record);
	});
	one(last, "record 21: whether it is final is not what its proof says");
	one(
		after(|write| {
			let mut record = record_at(write, 21);
			record.block = [9; 32];
			put(write, 21, &record);
		}),
		"record 21: its proof is of another block",
	);
	// One that is left out, one that is swapped, one that is put in, and one that is garbled.
	let without = after(|write| {
		write.open_table(LOG).unwrap().remove(5).unwrap();
	});
	one(without, "record 5 is missing before it");
	one(
		after(|write| {
			let (one, other) = (record_at(write, 6), record_at(write, 7));
			put(write, 6, &other);
			put(write, 7, &one);
		}),
		"record 6: it does not follow",
	);
	one(
		after(|write| {
			let record = record_at(write, 1);
			put(write, 22, &record);
		}),
		"record 22: it does not follow",
	);
	one(
		after(|write| {
			write.open_table(LOG).unwrap().insert(2, [1_u8, 2, 3].as_slice()).unwrap();
		}),
		"record 2: it cannot be read",
	);
	// The old one of a corrected interval for the newest.
	one(
		after(|write| {
			write.open_table(NEWEST).unwrap().insert(104, 4).unwrap();
		}),
		"interval 104: the list of newest records is not that of the log",
	);
	one(
		after(|write| {
			write.open_table(NEWEST).unwrap().remove(101).unwrap();
		}),
		"interval 101: the list",
	);
	// Proofs.
	one(
		after(|write| {
			write.open_table(PROOFS).unwrap().remove(1).unwrap();
		}),
		"proof 1: it is missing",
	);
	one(
		after(|write| {
			let more = proof(70, NODE, &settled(100..101, 1), 0).encode();
			write.open_table(PROOFS).unwrap().insert(2, more.as_slice()).unwrap();
		}),
		"proof 2: no record rests on it",
	);
	one(
		after(|write| {
			let mut proofs = write.open_table(PROOFS).unwrap();
			let mut bytes = proofs.get(0).unwrap().unwrap().value().to_vec();
			let middle = bytes.len() / 2;
			bytes[middle] ^= 1;
			proofs.insert(0, bytes.as_slice()).unwrap();
		}),
		"record 0: proof 0: it is not the one that the record was noted with",
	);
}

#[test]
fn a_flipped_bit_of_the_file_is_found_or_was_of_no_use() {
	let (folder, archive) = filled();
	let records = archive.latest(0, Interval::MAX).unwrap();
	drop(archive);
	let path = Archive::file(folder.path(), CHAIN, NODE);
	let whole = fs::read(&path).unwrap();
	let mut random = 7_u64;
	let mut found = 0;
	for _ in 0..60 {
		random =
			random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
		let at = (random >> 16) as usize % whole.len();
		let mut altered = whole.clone();
		altered[at] ^= 1 << (random % 8);
		fs::write(&path, &altered).unwrap();
		// It does not open, or says what is wrong, or it is what it was.
		match Archive::find(folder.path(), CHAIN, NODE) {
			Ok(Some(archive)) if archive.verify().faults.is_empty() => {
				assert_eq!(archive.latest(0, Interval::MAX).unwrap(), records, "byte {at}");
			},
			_ => found += 1,
		}
	}
	assert!(found > 0);
	fs::write(&path, &whole[..whole.len() / 3]).unwrap();
	assert!(Archive::find(folder.path(), CHAIN, NODE).is_err());
	fs::write(&path, "no database").unwrap();
	assert!(Archive::find(folder.path(), CHAIN, NODE).is_err());
}

#[test]
fn the_database_is_as_the_test_knows_it() {
	let (folder, archive) = filled();
	drop(archive);
	let database = Database::open(Archive::file(folder.path(), CHAIN, NODE)).unwrap();
	let read = database.begin_read().unwrap();
	assert!(read.open_table(LOG).is_ok() && read.open_table(NEWEST).is_ok());
	assert!(read.open_table(PROOFS).is_ok());
}
