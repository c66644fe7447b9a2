// SPDX-License-Identifier: Apache-2.0

//! An upgrade, played on a state: the migrations of its first block, those that take more, and then every check.

use std::{
	collections::BTreeMap,
	panic::{AssertUnwindSafe, catch_unwind},
};

use codec::Encode;
use frame_support::storage::with_transaction;
use serde::Serialize;
use sp_io::{hashing::twox_128, storage};
use sp_runtime::{DispatchError, TransactionOutcome, Weight, traits::BlakeTwo256};
use sp_state_machine::StorageProof;

use crate::{
	runtimes::Runtime,
	state::{Contents, Difference, Owner, Owners, differences, storage_version},
};

/// A state in memory, and what is put onto it.
type State = sp_state_machine::TestExternalities<BlakeTwo256>;

/// Blocks after which a multi-block migration is taken to have no end: a day.
const MOST_BLOCKS: u32 = if cfg!(test) { 100 } else { 14_400 };

/// Most values that do not decode that are named.
const MOST_NAMED: usize = 20;

/// What a block of the upgrade costs.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Cost {
	/// Compute that is charged, in picoseconds.
	pub ref_time: u64,
	/// Proof that is charged, in bytes.
	pub proof_size: u64,
	/// Bytes of the proof of what it touched, measured.
	pub measured_proof: u64,
}

impl Cost {
	fn of(weight: Weight, proof: StorageProof) -> Self {
		let measured_proof = proof.encoded_size() as u64;
		Self { ref_time: weight.ref_time(), proof_size: weight.proof_size(), measured_proof }
	}

	/// Both in one block.
	fn and(&self, other: &Self) -> Self {
		Self {
			ref_time: self.ref_time.saturating_add(other.ref_time),
			proof_size: self.proof_size.saturating_add(other.proof_size),
			measured_proof: self.measured_proof.saturating_add(other.measured_proof),
		}
	}

	fn fit(&self, limit: Weight) -> Result<(), String> {
		let proof = self.proof_size.max(self.measured_proof);
		if self.ref_time <= limit.ref_time() && proof <= limit.proof_size() {
			return Ok(());
		}
		Err(format!("it takes {self:?} of {limit:?}"))
	}
}

/// Something that was checked, and what is wrong, if anything.
#[derive(Debug, Serialize)]
pub struct Check {
	/// What.
	pub what: String,
	/// Why it failed; none if it did not.
	pub failed: Option<String>,
}

/// Something before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Change<T> {
	/// Before.
	pub before: T,
	/// After.
	pub after: T,
}

/// What became of a pallet.
#[derive(Debug, Serialize)]
pub struct PalletReport {
	/// Its storage version, on the chain.
	pub storage_version: Change<Option<u16>>,
	/// What it has stored, in all.
	pub all: Difference,
	/// Its items that differ.
	pub items: BTreeMap<String, Difference>,
}

/// All that there is to say.
#[derive(Debug, Serialize)]
pub struct Rehearsal {
	/// The name of the chain's runtime.
	pub runtime: String,
	/// The block whose state it is.
	pub block: u32,
	/// The `spec_version` of the chain, and the one that was tried.
	pub spec_version: Change<u32>,
	/// What fits into a block.
	pub limit: Weight,
	/// The first block, with what every block takes.
	pub first_block: Option<Cost>,
	/// Each block of the multi-block migrations.
	pub blocks: Vec<Cost>,
	/// Pallets by name.
	pub pallets: BTreeMap<String, PalletReport>,
	/// Prefixes of keys that belong to no pallet of the new runtime.
	pub unknown: BTreeMap<String, Difference>,
	/// What the host keeps in the state.
	pub host: BTreeMap<String, Difference>,
	/// All money, in planck.
	pub issuance: Change<String>,
	/// The market's money, in planck.
	pub pot: Change<String>,
	/// What was checked.
	pub checks: Vec<Check>,
}

impl Rehearsal {
	/// What failed.
	pub fn failures(&self) -> impl Iterator<Item = &Check> {
		self.checks.iter().filter(|check| check.failed.is_some())
	}
}

impl<T> Change<T> {
	fn map<U>(self, to: impl Fn(T) -> U) -> Change<U> {
		Change { before: to(self.before), after: to(self.after) }
	}
}

/// Runs something that may panic.
fn caught<R>(what: impl FnOnce() -> R) -> Result<R, String> {
	catch_unwind(AssertUnwindSafe(what)).map_err(|panic| {
		let text = panic.downcast_ref::<String>().map(String::as_str);
		let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
		format!("panicked: {}", text.unwrap_or("without a word"))
	})
}

/// Runs something where a state is set.
fn run<R>(state: &mut State, what: impl FnOnce() -> R) -> Result<R, String> {
	caught(|| state.execute_with(what))
}

/// The same, and the proof of what it has touched.
fn prove<R>(state: &mut State, what: impl FnOnce() -> R) -> Result<(R, StorageProof), String> {
	caught(|| state.execute_and_prove(what))
}

struct Stage<'a> {
	runtime: &'a Runtime,
	state: &'a mut State,
	checks: Vec<Check>,
}

impl Stage<'_> {
	fn check(&mut self, what: impl Into<String>, result: Result<(), String>) -> bool {
		let failed = result.err();
		let passed = failed.is_none();
		self.checks.push(Check { what: what.into(), failed });
		passed
	}

	fn commit(&mut self) -> Result<(), String> {
		self.state.commit_all()
	}

	/// The first block: what it costs as chains run it, and then with all checks of its migrations.
	fn first_block(&mut self) -> Result<Cost, String> {
		let Runtime { upgrade, checked_upgrade, begin_block, limits, .. } = self.runtime;
		let undone = || {
			with_transaction(|| {
				begin_block();
				TransactionOutcome::Rollback(Ok::<_, DispatchError>(upgrade()))
			})
		};
		let (weight, proof) = prove(self.state, undone)?;
		let weight = weight.map_err(|_| "too many transactions".to_string())?;
		run(self.state, || {
			begin_block();
			checked_upgrade()
		})??;
		self.commit()?;
		Ok(Cost::of(limits().base_block.saturating_add(weight), proof))
	}

	/// The blocks of the multi-block migrations. The first of them is the upgrade's own.
	fn blocks(&mut self) -> (Vec<Cost>, Result<(), String>) {
		let Runtime { is_migrating, migrate, begin_block, .. } = self.runtime;
		let mut blocks = vec![];
		while self.state.execute_with(is_migrating) {
			if blocks.len() >= MOST_BLOCKS as usize {
				return (blocks, Err(format!("not done after {MOST_BLOCKS} blocks")));
			}
			let step = || {
				if !blocks.is_empty() {
					begin_block();
				}
				migrate()
			};
			match prove(self.state, step) {
				Ok((weight, proof)) => blocks.push(Cost::of(weight, proof)),
				Err(panic) => return (blocks, Err(panic)),
			}
			if let Err(error) = self.commit() {
				return (blocks, Err(error));
			}
		}
		(blocks, Ok(()))
	}

	/// What the checks of the migrations have noted for themselves is no part of the state.
	fn forget_notes(&mut self) {
		let prefix = [twox_128(b"MultiBlockMigrations"), twox_128(b"PreUpgradeBytes")].concat();
		self.state.execute_with(|| storage::clear_prefix(&prefix, None));
	}

	fn check_state(&mut self, pallets: &[&'static str]) {
		let Runtime { undecodable, try_state, .. } = self.runtime;
		let bad = run(self.state, undecodable).unwrap_or_else(|panic| vec![panic]);
		let named = bad.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join("; ");
		let more = bad.len().saturating_sub(MOST_NAMED);
		let named = if more > 0 { format!("{named}; and {more} more") } else { named };
		self.check("all that is stored decodes", if bad.is_empty() { Ok(()) } else { Err(named) });
		for pallet in pallets {
			let sound = run(self.state, || try_state(pallet)).and_then(|result| result);
			self.check(format!("try_state of {pallet}"), sound);
		}
	}
}

/// The storage versions that the runtime's pallets would begin with.
pub fn storage_versions(runtime: &Runtime) -> BTreeMap<&'static str, u16> {
	State::default().execute_with(|| {
		(runtime.genesis)();
		let pallets = (runtime.pallets)().into_iter();
		pallets.filter_map(|(_, name)| Some((name, storage_version(name)?))).collect()
	})
}

/// Plays the upgrade to a runtime on the state of a chain at a block.
pub fn rehearse(runtime: &Runtime, state: &mut State, block: u32) -> Result<Rehearsal, String> {
	let pallets: Vec<&'static str> =
		(runtime.pallets)().into_iter().map(|(_, name)| name).collect();
	let version = (runtime.version)();
	let limit = (runtime.limits)().max_block;
	let versions = || -> BTreeMap<&'static str, Option<u16>> {
		pallets.iter().map(|pallet| (*pallet, storage_version(pallet))).collect()
	};
	let look = || (Contents::read(), versions(), (runtime.money)(), (runtime.last_upgrade)());
	let (contents, versions_before, money, last) = run(state, look)?;
	let mut stage = Stage { runtime, state, checks: vec![] };

	let first_block = stage.first_block();
	let done = first_block.as_ref().map(|_| ()).map_err(Clone::clone);
	let mut blocks = vec![];
	if stage.check("migrations of the first block, with their own checks", done) {
		let done;
		(blocks, done) = stage.blocks();
		stage.check("multi-block migrations come to their end", done);
	}
	stage.forget_notes();
	if let Ok(cost) = &first_block {
		let all = blocks.first().map_or(*cost, |step| cost.and(step));
		stage.check("the upgrade's block fits", all.fit(limit));
	}
	for (number, cost) in blocks.iter().enumerate().skip(1) {
		if let Err(error) = cost.fit(limit) {
			stage.check(format!("block {} of the migrations fits", number + 1), Err(error));
		}
	}
	stage.check_state(&pallets);
	let expected = storage_versions(runtime);
	let (after, versions_after, money_after, _) = run(stage.state, look)?;
	for (pallet, in_code) in &expected {
		let on_chain = versions_after.get(pallet).copied().flatten().unwrap_or(0);
		if on_chain != *in_code {
			let why = format!("it is {on_chain} on the chain, and {in_code} in the runtime");
			stage.check(format!("storage version of {pallet}"), Err(why));
		}
	}

	let owners = Owners::of(&(runtime.storage)(), pallets.iter().copied());
	let mut report = Rehearsal {
		runtime: version.spec_name.to_string(),
		block,
		spec_version: Change {
			before: last.map_or(0, |(_, version)| version),
			after: version.spec_version,
		},
		limit,
		first_block: first_block.ok(),
		blocks,
		pallets: BTreeMap::new(),
		unknown: BTreeMap::new(),
		host: BTreeMap::new(),
		issuance: Change { before: money.0, after: money_after.0 }.map(|amount| amount.to_string()),
		pot: Change { before: money.1, after: money_after.1 }.map(|amount| amount.to_string()),
		checks: stage.checks,
	};
	for pallet in &pallets {
		let of = |versions: &BTreeMap<&str, Option<u16>>| versions.get(pallet).copied().flatten();
		let storage_version = Change { before: of(&versions_before), after: of(&versions_after) };
		let pallet_report =
			PalletReport { storage_version, all: Difference::default(), items: BTreeMap::new() };
		report.pallets.insert((*pallet).into(), pallet_report);
	}
	for (owner, difference) in differences(&owners, &contents, &after) {
		match owner {
			Owner::Item(pallet, item) => {
				if let Some(pallet) = report.pallets.get_mut(&pallet) {
					pallet.all.add(&difference);
					if !difference.is_none() {
						pallet.items.insert(item, difference);
					}
				}
			},
			Owner::Host(key) => _ = report.host.insert(key, difference),
			Owner::Nobody(prefix) => _ = report.unknown.insert(prefix, difference),
		}
	}
	Ok(report)
}

#[cfg(test)]
mod tests {
	#![allow(clippy::unwrap_used)]

	use super::*;
	use crate::runtimes;
	use sp_runtime::BuildStorage;

	/// The state that a chain begins with.
	fn state() -> State {
		let storage = gridmerit_runtime::RuntimeGenesisConfig::default().build_storage();
		State::from(storage.unwrap())
	}

	fn solochain() -> Runtime {
		runtimes::by_name("gridmerit").unwrap()
	}

	fn failed(report: &Rehearsal) -> Vec<&str> {
		report.failures().map(|check| check.what.as_str()).collect()
	}

	/// Blocks that a migration in these tests still has.
	const LEFT: &[u8] = b"left of a migration";

	fn left() -> u8 {
		storage::get(LEFT).map_or(0, |left| left[0])
	}

	fn step() -> Weight {
		let left = left();
		match left.checked_sub(1).filter(|left| *left > 0) {
			Some(left) => storage::set(LEFT, &[left]),
			None => storage::clear(LEFT),
		}
		Weight::from_parts(1_000 * u64::from(left), 7)
	}

	#[test]
	fn nothing_is_different_if_there_is_nothing_to_migrate() {
		let report = rehearse(&solochain(), &mut state(), 0).unwrap();
		assert_eq!(failed(&report), Vec::<&str>::new());
		assert!(report.blocks.is_empty() && report.unknown.is_empty());
		let differ = report.pallets.iter().filter(|(_, pallet)| !pallet.items.is_empty());
		assert_eq!(differ.map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["System"]);
		let first = report.first_block.unwrap();
		assert!(first.ref_time > 0 && first.measured_proof > 0);
	}

	#[test]
	fn blocks_of_migrations_are_stepped_through_to_their_end() {
		let mut state = state();
		state.execute_with(|| storage::set(LEFT, &[5]));
		let runtime = Runtime { is_migrating: || left() > 0, migrate: step, ..solochain() };
		let report = rehearse(&runtime, &mut state, 0).unwrap();
		assert_eq!(failed(&report), Vec::<&str>::new());
		let times: Vec<_> = report.blocks.iter().map(|cost| cost.ref_time).collect();
		assert_eq!(times, [5_000, 4_000, 3_000, 2_000, 1_000]);
		assert!(report.blocks.iter().all(|cost| cost.measured_proof > 0));
		let [unknown] = &report.unknown.values().collect::<Vec<_>>()[..] else { panic!("one") };
		assert_eq!((unknown.keys_before, unknown.keys_after, unknown.gone), (1, 0, 1));
		// One block for the upgrade and the first step, and one for each other.
		let number = state.execute_with(gridmerit_runtime::System::block_number);
		assert_eq!(number, 5);
	}

	#[test]
	fn what_goes_wrong_is_named() {
		let endless = Runtime { is_migrating: || true, migrate: Weight::zero, ..solochain() };
		let report = rehearse(&endless, &mut state(), 0).unwrap();
		assert_eq!(failed(&report), ["multi-block migrations come to their end"]);
		let panics = Runtime { is_migrating: || true, migrate: || panic!("no way"), ..solochain() };
		let report = rehearse(&panics, &mut state(), 0).unwrap();
		assert_eq!(report.failures().next().unwrap().failed.as_deref(), Some("panicked: no way"));
		let refuses = Runtime { checked_upgrade: || Err("no".into()), ..solochain() };
		let report = rehearse(&refuses, &mut state(), 0).unwrap();
		assert_eq!(failed(&report), ["migrations of the first block, with their own checks"]);
		let heavy = Runtime { upgrade: || Weight::MAX, ..solochain() };
		let report = rehearse(&heavy, &mut state(), 0).unwrap();
		assert_eq!(failed(&report), ["the upgrade's block fits"]);
		let heavy = Runtime {
			is_migrating: || left() > 0,
			migrate: || step().saturating_mul(1_000_000_000),
			..solochain()
		};
		let mut two = state();
		two.execute_with(|| storage::set(LEFT, &[4]));
		let report = rehearse(&heavy, &mut two, 0).unwrap();
		let blocks = ["the upgrade's block fits", "block 2 of the migrations fits"];
		assert_eq!(failed(&report)[..2], blocks);
	}

	#[test]
	fn a_state_that_is_not_sound_is_found_out() {
		let mut state = state();
		state.execute_with(|| {
			let holding = [twox_128(b"Ledger"), twox_128(b"Holding")].concat();
			storage::set(&holding, &[9; 16]);
			let node = [&twox_128(b"TeRegistry")[..], &twox_128(b"Nodes"), &[0; 12]].concat();
			storage::set(&node, &[1]);
			let version = [twox_128(b"Clearing"), twox_128(b":__STORAGE_VERSION__:")].concat();
			storage::set(&version, &[7, 0]);
		});
		let report = rehearse(&solochain(), &mut state, 0).unwrap();
		let failed = failed(&report);
		for what in
			["all that is stored decodes", "try_state of Ledger", "storage version of Clearing"]
		{
			assert!(failed.contains(&what), "{what}: {failed:?}");
		}
		assert!(!failed.contains(&"try_state of System"));
	}
}
