// SPDX-License-Identifier: Apache-2.0

//! Checks an archive: by itself, and against a chain.

use std::{
	collections::{BTreeMap, BTreeSet},
	fmt,
};

use codec::Decode;
use gridmerit_client::{
	Chain, H256,
	proof::{Proof, ProofError, Proven},
};
use gridmerit_energy::{Interval, Invoice, NodeIndex};
use redb::{ReadableDatabase, ReadableTable};

use super::{ABOUT, Archive, LOG, NEWEST, PROOFS, record, record::Record};
use crate::gather::{BillError, remembered, unknown};

/// Something in an archive that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
	/// The database itself.
	Database(String),
	/// A record.
	Record {
		/// Its place.
		place: u64,
		/// What is wrong with it.
		what: String,
	},
	/// A proof.
	Proof {
		/// Its place.
		place: u64,
		/// What is wrong with it.
		what: String,
	},
	/// The list of the newest records.
	Newest(Interval),
	/// A block of a proof that is not on the chain.
	Block {
		/// Its height.
		number: u64,
		/// What the archive has.
		ours: H256,
		/// What the chain has there.
		theirs: H256,
	},
}

impl fmt::Display for Fault {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Database(reason) => write!(f, "the database is damaged: {reason}"),
			Self::Record { place, what } => write!(f, "record {place}: {what}"),
			Self::Proof { place, what } => write!(f, "proof {place}: {what}"),
			Self::Newest(interval) => {
				write!(f, "interval {interval}: the list of newest records is not that of the log")
			},
			Self::Block { number, ours, theirs } => {
				write!(f, "block {number} is {theirs:?} on the chain, and {ours:?} here")
			},
		}
	}
}

/// What was checked of an archive, and what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
	/// How many records it has.
	pub records: u64,
	/// Of how many intervals.
	pub intervals: u64,
	/// The blocks that they rest on.
	pub blocks: BTreeMap<u64, H256>,
	/// Those of them that the asked node does not have, so that nobody knows.
	pub unknown_blocks: Vec<u64>,
	/// What the chain says besides; none if none was asked.
	pub beside: Option<Beside>,
	/// What is wrong.
	pub faults: Vec<Fault>,
}

/// How an archive stands beside what a chain has settled. None of this is a fault: the chain has gone on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beside {
	/// How many intervals the chain remembers and the archive has not fetched.
	pub not_fetched: u32,
	/// How many are settled otherwise, or for good, since they were noted.
	pub changed: u32,
	/// How many the archive noted before they were final, and the chain has forgotten. What became of them nobody knows.
	pub unsure: u32,
	/// How many were settled that neither the chain nor the archive knows.
	pub missing: u32,
}

impl Beside {
	/// Compares what the chain remembers, from an interval on, with the newest records.
	fn new(
		(from, closed_until): (Interval, Interval),
		remembered: &[(Interval, Invoice)],
		newest: &[Record],
		ever: u32,
	) -> Self {
		let (older, known): (Vec<_>, Vec<_>) =
			newest.iter().partition(|record| record.interval < from);
		let known: BTreeMap<_, _> =
			known.into_iter().map(|record| (record.interval, record)).collect();
		let mut beside = Self {
			unsure: count(older.iter().filter(|record| !record.closed).count()),
			missing: unknown(ever, remembered.len(), older.len()),
			..Self::default()
		};
		for (interval, invoice) in remembered {
			match known.get(interval) {
				None => beside.not_fetched = beside.not_fetched.saturating_add(1),
				Some(record)
					if record.invoice != *invoice
						|| record.closed != (*interval < closed_until) =>
				{
					beside.changed = beside.changed.saturating_add(1);
				},
				Some(_) => {},
			}
		}
		beside
	}
}

fn count(number: usize) -> u32 {
	u32::try_from(number).unwrap_or(u32::MAX)
}

impl Archive {
	/// Checks all that the file says by itself: that no record was altered, left out or put in, and that each follows
	/// from the state of the block that it names. What was cut off at the end, and whether these blocks are those of
	/// the chain, only a chain can say: [`Self::verify_with`].
	/// A database that was damaged does not even open.
	pub fn verify(&self) -> Verified {
		let mut verified = Verified::default();
		if let Err(error) = self.go_through(&mut verified) {
			verified.faults.push(Fault::Database(error.to_string()));
		}
		verified
	}

	/// The same, and whether its blocks are those of a chain, and how it stands beside all that the chain has settled.
	pub async fn verify_with(&self, chain: &Chain) -> Result<Verified, BillError> {
		let mut verified = self.verify();
		// Of a file with faults nothing is compared but its blocks: it says nothing.
		let newest = match verified.faults.is_empty() {
			true => self.latest(0, Interval::MAX)?,
			false => Vec::new(),
		};
		for (number, ours) in &verified.blocks {
			match chain.block_at(*number).await? {
				Some(theirs) if theirs == *ours => {},
				Some(theirs) => {
					verified.faults.push(Fault::Block { number: *number, ours: *ours, theirs });
				},
				None => verified.unknown_blocks.push(*number),
			}
		}
		let view = chain.last_final().await?;
		let (from, settled) = remembered(&view, self.node()).await?;
		let closed_until = view.closed_until().await?;
		let ever = view.totals(self.node()).await?.intervals;
		verified.beside = Some(Beside::new((from, closed_until), &settled, &newest, ever));
		Ok(verified)
	}

	fn go_through(&self, verified: &mut Verified) -> Result<(), redb::Error> {
		let read = self.database.begin_read()?;
		let log = read.open_table(LOG)?;
		let proofs = read.open_table(PROOFS)?;
		let about = read.open_table(ABOUT)?;
		if about.get("what")?.is_none() {
			verified.faults.push(Fault::Database("it does not say whose it is".into()));
		}
		let (mut before, mut next) = ([0; 32], 0_u64);
		let mut newest: BTreeMap<Interval, u64> = BTreeMap::new();
		let mut named = BTreeSet::new();
		// Records that follow each other rest on one proof mostly.
		let mut current: Option<(u64, [u8; 32], Result<Proven, String>)> = None;
		for row in log.iter()? {
			let (place, bytes) = row?;
			let (place, bytes) = (place.value(), bytes.value());
			let mut fault = |what: String| verified.faults.push(Fault::Record { place, what });
			if place != next {
				fault(format!("record {next} is missing before it"));
			}
			next = place.saturating_add(1);
			let Some(record) = Record::read(bytes) else {
				fault("it cannot be read".into());
				continue;
			};
			if record.before != before {
				fault("it does not follow the record before it".into());
			}
			before = record::hash(bytes);
			newest.insert(record.interval, place);
			named.insert(record.proof);
			let rests_on = (record.proof, record.proof_hash);
			if current.as_ref().is_none_or(|(place, hash, _)| (*place, *hash) != rests_on) {
				let proof = proofs.get(record.proof)?;
				let proven = proven(proof.as_ref().map(|bytes| bytes.value()), record.proof_hash);
				current = Some((record.proof, record.proof_hash, proven));
			}
			match &current {
				Some((.., Ok(proven))) => {
					if let Some(what) = differs(&record, self.about.node, proven) {
						fault(what);
					}
					verified.blocks.insert(proven.number(), proven.block());
				},
				Some((.., Err(what))) => fault(format!("proof {}: {what}", record.proof)),
				None => {},
			}
		}
		for row in proofs.iter()? {
			let place = row?.0.value();
			if !named.contains(&place) {
				let what = "no record rests on it".into();
				verified.faults.push(Fault::Proof { place, what });
			}
		}
		let mut listed: BTreeMap<Interval, u64> = BTreeMap::new();
		for row in read.open_table(NEWEST)?.iter()? {
			let (interval, place) = row?;
			listed.insert(interval.value(), place.value());
		}
		let wrong = newest
			.iter()
			.filter(|(interval, place)| listed.get(interval) != Some(place))
			.map(|(interval, _)| *interval)
			.chain(listed.keys().filter(|interval| !newest.contains_key(interval)).copied());
		verified.faults.extend(wrong.map(Fault::Newest));
		verified.records = next;
		verified.intervals = newest.len() as u64;
		Ok(())
	}
}

/// A proof of the file, if it is the one that a record rests on.
fn proven(bytes: Option<&[u8]>, hash: [u8; 32]) -> Result<Proven, String> {
	let mut bytes = bytes.ok_or("it is missing")?;
	if record::hash(bytes) != hash {
		return Err("it is not the one that the record was noted with".into());
	}
	let proof = Proof::decode(&mut bytes).map_err(|_| "it cannot be read")?;
	if !bytes.is_empty() {
		return Err("it cannot be read".into());
	}
	proof.check().map_err(|error| error.to_string())
}

/// How a record differs from what its proof says.
fn differs(record: &Record, node: NodeIndex, proven: &Proven) -> Option<String> {
	let says = || -> Result<Option<String>, ProofError> {
		if proven.block().0 != record.block {
			return Ok(Some("its proof is of another block".into()));
		}
		if proven.invoice(node, record.interval)? != record.invoice {
			return Ok(Some("it is not what its proof says".into()));
		}
		if (record.interval < proven.closed_until()?) != record.closed {
			return Ok(Some("whether it is final is not what its proof says".into()));
		}
		Ok(None)
	};
	says().unwrap_or_else(|error| Some(error.to_string()))
}

#[cfg(test)]
mod tests {
	use gridmerit_energy::Basis;

	use super::*;
	use crate::tests::invoice;

	#[test]
	fn what_has_become_of_the_chain_since_is_counted() {
		let of = |drawn| invoice(Basis::Reading, [drawn, 0], [0, 0]);
		let record = |interval, drawn, closed| Record {
			before: [0; 32],
			interval,
			invoice: of(drawn),
			closed,
			proof: 0,
			proof_hash: [0; 32],
			block: [0; 32],
			noted: 0,
		};
		let records = [(8, true), (9, false), (10, true), (11, false), (12, false), (13, false)]
			.map(|(interval, closed)| record(interval, 5, closed));
		// From 10 on it remembers, and all before 12 is final: 11 is final now, 13 corrected, 14 new.
		let chain =
			[(10, 5), (11, 5), (12, 5), (13, 6), (14, 5)].map(|(at, drawn)| (at, of(drawn)));
		let beside = Beside::new((10, 12), &chain, &records, 8);
		assert_eq!(beside, Beside { not_fetched: 1, changed: 2, unsure: 1, missing: 1 });
		assert_eq!(
			Beside::new((10, 12), &chain[..1], &records, 3),
			Beside { unsure: 1, ..Beside::default() }
		);
	}
}
