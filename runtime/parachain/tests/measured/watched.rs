// SPDX-License-Identifier: Apache-2.0

//! A state that notes what of it a benchmark touches, and how: so that its proof can be bounded whatever else is stored.

use std::{
	cell::RefCell,
	collections::{BTreeMap, BTreeSet},
	fmt,
};

use sp_core::storage::{ChildInfo, StateVersion, Storage, TrackedStorageKey};
use sp_runtime::traits::BlakeTwo256;
use sp_state_machine::{
	Backend, BackendTransaction, ChildStorageCollection, InMemoryBackend, IterArgs,
	StorageCollection, StorageIterator, StorageKey, StorageValue, TrieBackendBuilder, UsageInfo,
};
use sp_trie::{MerkleValue, recorder::Recorder};

type Hasher = BlakeTwo256;
type Hash = sp_core::H256;
type State = InMemoryBackend<Hasher>;
type Result<T> = core::result::Result<T, String>;

/// What was done with an entry of the state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Touch {
	/// It was looked for by its key.
	pub found: bool,
	/// Its value was read, of so many bytes.
	pub read: Option<u32>,
	/// It was come by in the order of keys.
	pub passed: bool,
	/// It was changed.
	pub written: bool,
	/// It came or went, so that the trie has another shape.
	pub reshaped: bool,
}

/// What a benchmark touched, by key, and how many bytes the proof of that took here.
#[derive(Clone, Debug, Default)]
pub struct Touched {
	pub keys: BTreeMap<Vec<u8>, Touch>,
	pub recorded: usize,
}

/// The state, which begins anew for each benchmark.
pub struct Watched {
	genesis: Storage,
	state: RefCell<State>,
	whitelist: RefCell<Vec<TrackedStorageKey>>,
	recorder: RefCell<Recorder<Hasher>>,
	touched: RefCell<Touched>,
	/// What the last benchmark touched.
	pub last: RefCell<Touched>,
}

impl Watched {
	pub fn new(genesis: Storage) -> Self {
		let state = State::from((genesis.clone(), StateVersion::V1)).into();
		Self {
			genesis,
			state,
			whitelist: Default::default(),
			recorder: Default::default(),
			touched: Default::default(),
			last: Default::default(),
		}
	}

	fn touch(&self, key: &[u8], how: impl FnOnce(&mut Touch)) {
		how(self.touched.borrow_mut().keys.entry(key.to_vec()).or_default());
	}

	/// The state, which records its proof.
	fn recorded<R>(&self, look: impl FnOnce(&dyn Look) -> R) -> R {
		let state = self.state.borrow();
		let recorder = self.recorder.borrow().clone();
		look(&TrieBackendBuilder::wrap(&*state).with_recorder(recorder).build())
	}
}

/// What is looked at in a state that records.
trait Look {
	fn value(&self, key: &[u8]) -> Result<Option<StorageValue>>;
	fn hash(&self, key: &[u8]) -> Result<Option<Hash>>;
	fn next(&self, key: &[u8]) -> Result<Option<StorageKey>>;
	fn root(
		&self,
		delta: &[(&[u8], Option<&[u8]>)],
		version: StateVersion,
	) -> (Hash, BackendTransaction<Hasher>);
}

impl<B: Backend<Hasher, Error = String>> Look for B {
	fn value(&self, key: &[u8]) -> Result<Option<StorageValue>> {
		self.storage(key)
	}

	fn hash(&self, key: &[u8]) -> Result<Option<Hash>> {
		self.storage_hash(key)
	}

	fn next(&self, key: &[u8]) -> Result<Option<StorageKey>> {
		self.next_storage_key(key)
	}

	fn root(
		&self,
		delta: &[(&[u8], Option<&[u8]>)],
		version: StateVersion,
	) -> (Hash, BackendTransaction<Hasher>) {
		self.storage_root(delta.iter().copied(), version)
	}
}

impl fmt::Debug for Watched {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("Watched")
	}
}

/// Goes through keys in their order.
pub struct Iter(<State as Backend<Hasher>>::RawIter);

impl StorageIterator<Hasher> for Iter {
	type Backend = Watched;
	type Error = String;

	fn next_key(&mut self, backend: &Watched) -> Option<Result<StorageKey>> {
		let next = self.0.next_key(&backend.state.borrow());
		if let Some(Ok(key)) = &next {
			// The iterator is the state's own, which does not record.
			let _ = backend.storage_hash(key);
		}
		next
	}

	fn next_pair(&mut self, backend: &Watched) -> Option<Result<(StorageKey, StorageValue)>> {
		let next = self.0.next_pair(&backend.state.borrow());
		if let Some(Ok((key, _))) = &next {
			let _ = backend.storage(key);
		}
		next
	}

	fn was_complete(&self) -> bool {
		self.0.was_complete()
	}
}

fn no_child<T>() -> T {
	unimplemented!("the runtime has no child tries")
}

impl Backend<Hasher> for Watched {
	type Error = String;
	type RawIter = Iter;
	type TrieBackendStorage = <State as Backend<Hasher>>::TrieBackendStorage;

	fn storage(&self, key: &[u8]) -> Result<Option<StorageValue>> {
		let value = self.recorded(|state| state.value(key))?;
		let length = value.as_ref().map_or(0, |value| value.len() as u32);
		self.touch(key, |touch| (touch.found, touch.read) = (true, Some(length)));
		Ok(value)
	}

	fn storage_hash(&self, key: &[u8]) -> Result<Option<Hash>> {
		self.touch(key, |touch| touch.found = true);
		self.recorded(|state| state.hash(key))
	}

	fn next_storage_key(&self, key: &[u8]) -> Result<Option<StorageKey>> {
		let next = self.recorded(|state| state.next(key))?;
		self.touch(key, |touch| touch.passed = true);
		Ok(next)
	}

	fn storage_root<'a>(
		&self,
		delta: impl Iterator<Item = (&'a [u8], Option<&'a [u8]>)>,
		version: StateVersion,
	) -> (Hash, BackendTransaction<Hasher>) {
		let delta: Vec<_> = delta.collect();
		self.recorded(|state| state.root(&delta, version))
	}

	fn commit(
		&self,
		root: Hash,
		transaction: BackendTransaction<Hasher>,
		changes: StorageCollection,
		_: ChildStorageCollection,
	) -> Result<()> {
		for (key, value) in &changes {
			let before = self.state.borrow().storage_hash(key)?.is_some();
			self.touch(key, |touch| {
				touch.written = true;
				touch.reshaped |= before != value.is_some();
			});
		}
		self.state.borrow_mut().apply_transaction(root, transaction);
		Ok(())
	}

	fn wipe(&self) -> Result<()> {
		*self.state.borrow_mut() = State::from((self.genesis.clone(), StateVersion::V1));
		self.reset_read_write_count();
		Ok(())
	}

	/// From here on everything counts.
	fn reset_read_write_count(&self) {
		self.touched.take();
		self.recorder.take();
	}

	fn read_write_count(&self) -> (u32, u32, u32, u32) {
		Default::default()
	}

	/// To here.
	fn get_read_and_written_keys(&self) -> Vec<(Vec<u8>, u32, u32, bool)> {
		let mut touched = self.touched.take();
		let whitelist: BTreeSet<_> =
			self.whitelist.borrow().iter().map(|known| known.key.clone()).collect();
		touched.keys.retain(|key, _| !whitelist.contains(key));
		touched.recorded = self.recorder.take().estimate_encoded_size();
		*self.last.borrow_mut() = touched;
		Vec::new()
	}

	fn proof_size(&self) -> Option<u32> {
		None
	}

	fn get_whitelist(&self) -> Vec<TrackedStorageKey> {
		self.whitelist.borrow().clone()
	}

	fn set_whitelist(&self, whitelist: Vec<TrackedStorageKey>) {
		self.whitelist.replace(whitelist);
	}

	fn raw_iter(&self, args: IterArgs) -> Result<Iter> {
		self.state.borrow().raw_iter(args).map(Iter)
	}

	fn register_overlay_stats(&self, _: &sp_state_machine::StateMachineStats) {}

	fn usage_info(&self) -> UsageInfo {
		UsageInfo::empty()
	}

	fn closest_merkle_value(&self, _: &[u8]) -> Result<Option<MerkleValue<Hash>>> {
		unimplemented!("the runtime does not ask for it")
	}

	fn child_closest_merkle_value(
		&self,
		_: &ChildInfo,
		_: &[u8],
	) -> Result<Option<MerkleValue<Hash>>> {
		no_child()
	}

	fn child_storage(&self, _: &ChildInfo, _: &[u8]) -> Result<Option<StorageValue>> {
		no_child()
	}

	fn child_storage_hash(&self, _: &ChildInfo, _: &[u8]) -> Result<Option<Hash>> {
		no_child()
	}

	fn next_child_storage_key(&self, _: &ChildInfo, _: &[u8]) -> Result<Option<StorageKey>> {
		no_child()
	}

	fn child_storage_root<'a>(
		&self,
		_: &ChildInfo,
		_: impl Iterator<Item = (&'a [u8], Option<&'a [u8]>)>,
		_: StateVersion,
	) -> (Hash, bool, BackendTransaction<Hasher>) {
		no_child()
	}
}
