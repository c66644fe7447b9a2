// SPDX-License-Identifier: Apache-2.0

//! The archive of a node's settled intervals: one file for each chain and node, in an embedded database.
//!
//! It is a log. Nothing in it is ever changed: what replaces an entry comes behind it, and both stay. Each entry
//! holds the hash of the one before, and names the proof of the chain's state that it follows from.

mod record;
mod update;
mod verify;

use std::{
	fs,
	path::{Path, PathBuf},
	time::Duration,
};

use codec::{Decode, Encode};
use gridmerit_client::{
	H256,
	proof::{Proof, ProofError},
};
use gridmerit_energy::{Interval, NodeIndex};
use redb::{
	Database, DatabaseError, ReadTransaction, ReadableDatabase, ReadableTable,
	ReadableTableMetadata, TableDefinition, TableError,
};

pub use record::Record;
pub use update::Update;
pub use verify::{Beside, Fault, Verified};

/// How a file is written; another version begins another file.
const FORMAT: u32 = 1;
/// Memory that the database may use.
const CACHE: usize = 16 * 1024 * 1024;
/// How often, and between which waits, a file is asked for that another program has open.
const ATTEMPTS: u32 = 50;
const PAUSE: Duration = Duration::from_millis(100);

/// What the file is: under `what` the chain and the node.
const ABOUT: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("about");
/// The records, in the order in which they were noted.
const LOG: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("log");
/// The proofs that records name.
const PROOFS: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("proofs");
/// The place of each interval's newest record.
const NEWEST: TableDefinition<'_, u32, u64> = TableDefinition::new("newest");

/// What is wrong with an archive.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
	/// The folder or the file.
	#[error("{path}: {reason}")]
	File {
		/// Which.
		path: PathBuf,
		/// Why it cannot be used.
		reason: String,
	},
	/// It is of another chain or node, or of another version of this program.
	#[error("{path} is no archive of this chain and node that this agent can read")]
	Other {
		/// The file.
		path: PathBuf,
	},
	/// A record that cannot be read.
	#[error("{path}: record {place} cannot be read: `archive --verify` says more")]
	Record {
		/// The file.
		path: PathBuf,
		/// Its place.
		place: u64,
	},
	/// It rests on a block that the chain does not have.
	#[error(
		"{path} rests on block {number}, which is another one on this chain, or not there yet: the node is behind, or \
		 the chain was begun anew, and then the file is of no use"
	)]
	Elsewhere {
		/// The file.
		path: PathBuf,
		/// The block's height.
		number: u64,
	},
	/// What the node gave proves nothing.
	#[error("the node's proof is no proof: {0}")]
	Proof(#[from] ProofError),
}

/// Whose archive a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
struct About {
	format: u32,
	genesis: [u8; 32],
	node: NodeIndex,
}

/// An archive. No other program can open it while it is open here.
pub struct Archive {
	path: PathBuf,
	about: About,
	database: Database,
}

impl Archive {
	/// The file of a chain and a node in a folder.
	pub fn file(folder: &Path, genesis: H256, node: NodeIndex) -> PathBuf {
		let chain: String = genesis.0.iter().map(|byte| format!("{byte:02x}")).collect();
		folder.join(format!("{chain}-node-{node}.redb"))
	}

	/// Opens the archive of a chain and a node in a folder, and makes it if it is not there.
	pub fn open(folder: &Path, genesis: H256, node: NodeIndex) -> Result<Self, ArchiveError> {
		fs::create_dir_all(folder).map_err(|error| ArchiveError::File {
			path: folder.into(),
			reason: error.to_string(),
		})?;
		Self::begin(Self::file(folder, genesis, node), genesis, node)
	}

	/// Opens the archive of a chain and a node in a folder, if it is there.
	pub fn find(
		folder: &Path,
		genesis: H256,
		node: NodeIndex,
	) -> Result<Option<Self>, ArchiveError> {
		let path = Self::file(folder, genesis, node);
		match path.is_file() {
			true => Self::begin(path, genesis, node).map(Some),
			false => Ok(None),
		}
	}

	fn begin(path: PathBuf, genesis: H256, node: NodeIndex) -> Result<Self, ArchiveError> {
		let about = About { format: FORMAT, genesis: genesis.0, node };
		let failed = |error: redb::Error| {
			let reason = match &error {
				redb::Error::DatabaseAlreadyOpen => "another program has it open".into(),
				other => other.to_string(),
			};
			ArchiveError::File { path: path.clone(), reason }
		};
		let mut database = Err(DatabaseError::DatabaseAlreadyOpen);
		for _ in 0..ATTEMPTS {
			// All of it is looked at: of a file that was damaged nothing is to be believed.
			let mut builder = Database::builder();
			builder.set_cache_size(CACHE).set_check_integrity_on_open(true);
			database = builder.create(&path);
			if !matches!(database, Err(DatabaseError::DatabaseAlreadyOpen)) {
				break;
			}
			std::thread::sleep(PAUSE);
		}
		let database = database.map_err(|error| failed(error.into()))?;
		let found = written(&database, &about).map_err(failed)?;
		if found != about.encode() {
			return Err(ArchiveError::Other { path });
		}
		Ok(Self { path, about, database })
	}

	/// Where it is.
	pub fn path(&self) -> &Path {
		&self.path
	}

	/// The node.
	pub fn node(&self) -> NodeIndex {
		self.about.node
	}

	/// Takes its file away if nothing was ever noted in it, as far as that works.
	pub fn discard_if_empty(self) {
		if self.size().is_ok_and(|size| size == (0, 0)) {
			// While it is open nobody else has it.
			let _ = fs::remove_file(&self.path);
		}
	}

	fn failed(&self, error: impl Into<redb::Error>) -> ArchiveError {
		ArchiveError::File { path: self.path.clone(), reason: error.into().to_string() }
	}

	fn read(&self) -> Result<ReadTransaction, ArchiveError> {
		self.database.begin_read().map_err(|error| self.failed(error))
	}

	fn decoded(&self, place: u64, bytes: &[u8]) -> Result<Record, ArchiveError> {
		Record::read(bytes).ok_or_else(|| ArchiveError::Record { path: self.path.clone(), place })
	}

	/// The newest records of the intervals from `first` to `last`, in their order.
	pub fn latest(&self, first: Interval, last: Interval) -> Result<Vec<Record>, ArchiveError> {
		if first > last {
			return Ok(Vec::new());
		}
		let read = self.read()?;
		let newest = read.open_table(NEWEST).map_err(|error| self.failed(error))?;
		let log = read.open_table(LOG).map_err(|error| self.failed(error))?;
		let mut records = Vec::new();
		for row in newest.range(first..=last).map_err(|error| self.failed(error))? {
			let place = row.map_err(|error| self.failed(error))?.1.value();
			let bytes = log.get(place).map_err(|error| self.failed(error))?;
			let missing = || ArchiveError::Record { path: self.path.clone(), place };
			records.push(self.decoded(place, bytes.ok_or_else(missing)?.value())?);
		}
		Ok(records)
	}

	/// All records of an interval, the oldest first.
	pub fn history(&self, interval: Interval) -> Result<Vec<Record>, ArchiveError> {
		let read = self.read()?;
		let log = read.open_table(LOG).map_err(|error| self.failed(error))?;
		let mut records = Vec::new();
		for row in log.iter().map_err(|error| self.failed(error))? {
			let (place, bytes) = row.map_err(|error| self.failed(error))?;
			let record = self.decoded(place.value(), bytes.value())?;
			if record.interval == interval {
				records.push(record);
			}
		}
		Ok(records)
	}

	/// The block that the newest record rests on: its height and its hash; none if there is no record.
	pub fn rests_on(&self) -> Result<Option<(u64, H256)>, ArchiveError> {
		let read = self.read()?;
		let proofs = read.open_table(PROOFS).map_err(|error| self.failed(error))?;
		let Some((place, bytes)) = proofs.last().map_err(|error| self.failed(error))? else {
			return Ok(None);
		};
		let proof = Proof::decode(&mut bytes.value());
		let unread = |_| ArchiveError::Record { path: self.path.clone(), place: place.value() };
		let proven = proof.map_err(unread)?.check()?;
		Ok(Some((proven.number(), proven.block())))
	}

	/// How many records and proofs it has.
	pub fn size(&self) -> Result<(u64, u64), ArchiveError> {
		let read = self.read()?;
		let log = read.open_table(LOG).map_err(|error| self.failed(error))?;
		let proofs = read.open_table(PROOFS).map_err(|error| self.failed(error))?;
		let lengths = (log.len(), proofs.len());
		Ok((lengths.0.map_err(|e| self.failed(e))?, lengths.1.map_err(|e| self.failed(e))?))
	}

	/// Notes intervals as a proof has them, at a time in milliseconds since 1970: all of them, or none. Fails if
	/// the proof does not prove them.
	pub fn note(
		&self,
		proof: &Proof,
		intervals: &[Interval],
		now: u64,
	) -> Result<usize, ArchiveError> {
		let proven = proof.check()?;
		let closed = proven.closed_until()?;
		let mut found = Vec::new();
		for interval in intervals {
			let invoice = proven.invoice(self.about.node, *interval)?;
			found.push((*interval, invoice, *interval < closed));
		}
		self.append(proof, proven.block(), &found, now).map_err(|error| self.failed(error))?;
		Ok(found.len())
	}

	fn append(
		&self,
		proof: &Proof,
		block: H256,
		found: &[(Interval, gridmerit_energy::Invoice, bool)],
		now: u64,
	) -> Result<(), redb::Error> {
		let write = self.database.begin_write()?;
		{
			let mut log = write.open_table(LOG)?;
			let mut proofs = write.open_table(PROOFS)?;
			let mut newest = write.open_table(NEWEST)?;
			let place = proofs.last()?.map_or(0, |(place, _)| place.value().saturating_add(1));
			let bytes = proof.encode();
			let proof_hash = record::hash(&bytes);
			proofs.insert(place, bytes.as_slice())?;
			let (mut next, mut before) = match log.last()? {
				Some((last, bytes)) => {
					(last.value().saturating_add(1), record::hash(bytes.value()))
				},
				None => (0, [0; 32]),
			};
			for (interval, invoice, closed) in found {
				let record = Record {
					before,
					interval: *interval,
					invoice: *invoice,
					closed: *closed,
					proof: place,
					proof_hash,
					block: block.0,
					noted: now,
				};
				let bytes = record.encode();
				before = record::hash(&bytes);
				log.insert(next, bytes.as_slice())?;
				newest.insert(interval, next)?;
				next = next.saturating_add(1);
			}
		}
		write.commit()?;
		Ok(())
	}
}

/// What a file says that it is; a new one is made to say it.
fn written(database: &Database, about: &About) -> Result<Vec<u8>, redb::Error> {
	let read = database.begin_read()?;
	match read.open_table(ABOUT) {
		Ok(table) => {
			return Ok(table.get("what")?.map(|what| what.value().to_vec()).unwrap_or_default());
		},
		Err(TableError::TableDoesNotExist(_)) => {},
		Err(error) => return Err(error.into()),
	}
	let write = database.begin_write()?;
	{
		write.open_table(ABOUT)?.insert("what", about.encode().as_slice())?;
		write.open_table(LOG)?;
		write.open_table(PROOFS)?;
		write.open_table(NEWEST)?;
	}
	write.commit()?;
	Ok(about.encode())
}
