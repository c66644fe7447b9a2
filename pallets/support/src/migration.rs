// SPDX-License-Identifier: Apache-2.0

//! How a map that grows with users gets a new layout: entry by entry, over as many blocks as it takes.

use alloc::vec::Vec;
use codec::{Decode, DecodeAll, Encode};
use core::marker::PhantomData;
use frame_support::{
	BoundedVec,
	migrations::{SteppedMigration, SteppedMigrationError},
	storage::{StoragePrefixedMap, unhashed},
	traits::{ConstU32, GetStorageVersion, PalletInfoAccess, StorageVersion},
	weights::{Weight, WeightMeter},
};

/// Longest key in a map: its prefix, and its keys with their hashes.
const MAX_KEY: u32 = 256;

/// A change of what a map holds for each key. [`ByEntry`] makes a migration of it.
pub trait EntryMigration {
	/// The pallet whose map it is.
	type Pallet: PalletInfoAccess + GetStorageVersion;
	/// The map.
	type Map: StoragePrefixedMap<Self::New>;
	/// What an entry was.
	type Old: Decode;
	/// What it becomes.
	type New: Encode + codec::FullCodec;

	/// The pallet's storage version before. After it, it is one more; from any other version nothing is migrated.
	const FROM: u16;

	/// The most that one entry costs: to find it, to read it and to write it.
	fn weight() -> Weight;

	/// The entry in its new layout.
	fn migrate(old: Self::Old) -> Self::New;
}

/// Migrates the entries of a map in the order of their keys. The cursor is the last key that was migrated, so that none
/// is migrated twice.
///
/// Nothing else may write to the map meanwhile: no hook that runs in a migration (`on_initialize`, `on_finalize`), and no
/// inherent. An entry that is not in the old layout fails the migration.
pub struct ByEntry<M>(PhantomData<M>);

impl<M: EntryMigration> ByEntry<M> {
	/// Migrates the entry after a key; its key, or none if that was the last one.
	fn next(key: &[u8]) -> Result<Option<Vec<u8>>, SteppedMigrationError> {
		let prefix = M::Map::final_prefix();
		let Some(next) = sp_io::storage::next_key(key).filter(|next| next.starts_with(&prefix))
		else {
			return Ok(None);
		};
		let old = unhashed::get_raw(&next).ok_or(SteppedMigrationError::Failed)?;
		let old = M::Old::decode_all(&mut &old[..]).map_err(|_| SteppedMigrationError::Failed)?;
		unhashed::put(&next, &M::migrate(old));
		Ok(Some(next))
	}
}

impl<M: EntryMigration> SteppedMigration for ByEntry<M> {
	type Cursor = BoundedVec<u8, ConstU32<MAX_KEY>>;
	/// The map's prefix, and the version that it is migrated from.
	type Identifier = ([u8; 32], u16);

	fn id() -> Self::Identifier {
		(M::Map::final_prefix(), M::FROM)
	}

	fn migrating_prefixes() -> Option<impl IntoIterator<Item = Vec<u8>>> {
		Some([M::Map::final_prefix().to_vec()])
	}

	fn step(
		cursor: Option<Self::Cursor>,
		meter: &mut WeightMeter,
	) -> Result<Option<Self::Cursor>, SteppedMigrationError> {
		let required = M::weight();
		if !meter.can_consume(required) {
			return Err(SteppedMigrationError::InsufficientWeight { required });
		}
		if StorageVersion::get::<M::Pallet>() != M::FROM {
			meter.consume(required);
			return Ok(None);
		}
		let mut key = cursor.map_or_else(|| M::Map::final_prefix().to_vec(), Into::into);
		while meter.try_consume(required).is_ok() {
			match Self::next(&key)? {
				Some(next) => key = next,
				None => {
					StorageVersion::new(M::FROM.saturating_add(1)).put::<M::Pallet>();
					return Ok(None);
				},
			}
		}
		key.try_into().map(Some).map_err(|_| SteppedMigrationError::Failed)
	}
}

#[cfg(test)]
mod tests {
	#![allow(clippy::unwrap_used)]

	use super::*;
	use frame_support::{
		Twox64Concat,
		traits::{CrateVersion, NoStorageVersionSet, StorageInstance},
	};

	struct Pallet;

	impl PalletInfoAccess for Pallet {
		fn index() -> usize {
			0
		}
		fn name() -> &'static str {
			"Pallet"
		}
		fn name_hash() -> [u8; 16] {
			sp_io::hashing::twox_128(b"Pallet")
		}
		fn module_name() -> &'static str {
			"pallet"
		}
		fn crate_version() -> CrateVersion {
			CrateVersion::new(0, 1, 0)
		}
	}

	impl GetStorageVersion for Pallet {
		type InCodeStorageVersion = NoStorageVersionSet;
		fn in_code_storage_version() -> NoStorageVersionSet {
			NoStorageVersionSet
		}
		fn on_chain_storage_version() -> StorageVersion {
			StorageVersion::get::<Self>()
		}
	}

	struct Instance;

	impl StorageInstance for Instance {
		const STORAGE_PREFIX: &'static str = "Map";
		fn pallet_prefix() -> &'static str {
			"Pallet"
		}
	}

	type Map = frame_support::storage::types::StorageMap<Instance, Twox64Concat, u32, (u64, bool)>;

	/// Entries get a flag.
	struct Flagged;

	impl EntryMigration for Flagged {
		type Pallet = Pallet;
		type Map = Map;
		type Old = u64;
		type New = (u64, bool);
		const FROM: u16 = 3;

		fn weight() -> Weight {
			Weight::from_parts(10, 10)
		}

		fn migrate(old: u64) -> (u64, bool) {
			(old, old % 2 == 1)
		}
	}

	type Migration = ByEntry<Flagged>;

	/// A chain with so many entries in the old layout, and something behind the map.
	fn chain(entries: u32, version: u16) -> sp_io::TestExternalities {
		let mut chain = sp_io::TestExternalities::default();
		chain.execute_with(|| {
			for key in 0..entries {
				unhashed::put(&Map::hashed_key_for(key), &u64::from(key));
			}
			let mut behind = Map::final_prefix();
			behind[31] = behind[31].wrapping_add(1);
			unhashed::put(&behind, &7_u64);
			StorageVersion::new(version).put::<Pallet>();
		});
		chain
	}

	/// Steps of so much weight until the migration is over: how many.
	fn migrate(weight: Weight) -> Result<u32, SteppedMigrationError> {
		let (mut cursor, mut steps) = (None, 0);
		loop {
			let mut meter = WeightMeter::with_limit(weight);
			cursor = Migration::step(cursor, &mut meter)?;
			assert!(meter.consumed().all_lte(weight));
			steps += 1;
			if cursor.is_none() {
				return Ok(steps);
			}
		}
	}

	#[test]
	fn every_entry_is_migrated_once_however_little_fits_a_block() {
		for (entries, weight, steps) in [(10, 10, 11), (10, 35, 4), (10, 1_000, 1), (0, 10, 1)] {
			chain(entries, 3).execute_with(|| {
				assert_eq!(migrate(Weight::from_parts(weight, u64::MAX)), Ok(steps));
				let entries_now: Vec<_> = (0..entries).map(|key| Map::get(key).unwrap()).collect();
				let expected: Vec<_> =
					(0..entries).map(|key| (u64::from(key), key % 2 == 1)).collect();
				assert_eq!(entries_now, expected);
				assert_eq!(StorageVersion::get::<Pallet>(), 4);
			});
		}
	}

	#[test]
	fn nothing_is_migrated_from_another_version_or_by_too_little_weight() {
		chain(3, 4).execute_with(|| {
			assert_eq!(migrate(Weight::from_parts(10, 10)), Ok(1));
			assert_eq!(unhashed::get(&Map::hashed_key_for(2)), Some(2_u64));
		});
		chain(3, 3).execute_with(|| {
			let required = Flagged::weight();
			let refused = Err(SteppedMigrationError::InsufficientWeight { required });
			assert_eq!(migrate(Weight::from_parts(1_000, 9)), refused);
		});
	}

	#[test]
	fn an_entry_of_another_layout_fails_the_migration() {
		chain(3, 3).execute_with(|| {
			Map::insert(1, (1, true));
			assert_eq!(migrate(Weight::MAX), Err(SteppedMigrationError::Failed));
		});
	}
}
