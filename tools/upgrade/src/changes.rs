// SPDX-License-Identifier: Apache-2.0

//! How two runtimes differ, and what such a difference demands.

use std::{collections::BTreeSet, fmt};

use sp_io::hashing::twox_128;

use crate::describe::{Description, kind};

/// The first index of the market's own pallets.
const OURS: u32 = 40;

/// A thing that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
	/// Its kind and name.
	pub name: String,
	/// What it was, if it was there.
	pub before: Option<String>,
	/// What it is, if it is there.
	pub after: Option<String>,
}

impl fmt::Display for Change {
	fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
		match (&self.before, &self.after) {
			(Some(before), Some(after)) => {
				write!(out, "~ {}\n    was {before}\n    is  {after}", self.name)
			},
			(before, after) => {
				let sign = if before.is_some() { '-' } else { '+' };
				let what = before.as_ref().or(after.as_ref()).map_or("", String::as_str);
				write!(out, "{sign} {} = {what}", self.name)
			},
		}
	}
}

/// How two descriptions differ. What only one of them can say at all is left out, as are the versions.
pub fn changes(old: &Description, new: &Description) -> Vec<Change> {
	let both: BTreeSet<&str> = old.kinds().intersection(&new.kinds()).copied().collect();
	let names: BTreeSet<&String> = old.0.keys().chain(new.0.keys()).collect();
	let versions = ["runtime", "spec_version", "transaction_version"];
	let names = names
		.into_iter()
		.filter(|name| both.contains(kind(name)) && !versions.contains(&name.as_str()));
	let change = |name: &String| Change {
		name: name.clone(),
		before: old.0.get(name).cloned(),
		after: new.0.get(name).cloned(),
	};
	names.map(change).filter(|change| change.before != change.after).collect()
}

/// What is missing for the new runtime to follow the old one. `migrated` are prefixes of maps that get a new layout in
/// multi-block migrations; none if that is not known.
pub fn faults(
	old: &Description,
	new: &Description,
	changes: &[Change],
	migrated: Option<&[Vec<u8>]>,
) -> Vec<String> {
	let mut faults = vec![];
	if changes.is_empty() {
		return faults;
	}
	let grew = |what: &str| new.number(what) > old.number(what);
	let stays = |what: &str| format!("{what} is still {}", new.number(what).unwrap_or_default());
	if !grew("spec_version") {
		faults.push(format!("something is different, and {}", stays("spec_version")));
	}
	let encoding: Vec<&str> = changes
		.iter()
		.filter(|change| change.before.is_some() && kind(&change.name) == "call")
		.chain(changes.iter().filter(|change| kind(&change.name) == "extension"))
		.map(|change| change.name.as_str())
		.collect();
	if !encoding.is_empty() && !grew("transaction_version") {
		let (first, stays) = (encoding.join(", "), stays("transaction_version"));
		faults.push(format!("{first}: transactions are encoded otherwise, and {stays}"));
	}
	for change in changes {
		let Some((pallet, item)) =
			change.name.strip_prefix("storage ").and_then(|name| name.split_once('.'))
		else {
			continue;
		};
		let (Some(_), Some(index)) = (&change.before, new.number(&format!("pallet {pallet}")))
		else {
			continue;
		};
		let version = format!("storage-version {pallet}");
		if new.get(&version).is_some() && !grew(&version) {
			faults.push(format!(
				"{}: what is stored is different, and {}",
				change.name,
				stays(&version)
			));
		}
		let is_map =
			|what: &Option<String>| what.as_ref().is_some_and(|what| what.starts_with("map "));
		let prefix = [twox_128(pallet.as_bytes()), twox_128(item.as_bytes())].concat();
		if let Some(migrated) = migrated
			&& index >= OURS
			&& is_map(&change.before)
			&& !migrated.contains(&prefix)
		{
			faults.push(format!(
				"{}: this map grows with users, and no migration of `MultiBlock` names its prefix",
				change.name
			));
		}
	}
	faults
}

#[cfg(test)]
mod tests {
	#![allow(clippy::unwrap_used)]

	use super::*;
	use crate::runtimes;
	use codec::{Decode, Encode};
	use frame_metadata::{RuntimeMetadata, RuntimeMetadataPrefixed, v16::RuntimeMetadataV16};
	use scale_info::{TypeDef, TypeDefPrimitive};

	const ACCOUNTS: &str = "storage Ledger.Accounts";

	fn solochain() -> (runtimes::Runtime, Description) {
		let runtime = runtimes::by_name("gridmerit").unwrap();
		let description = Description::of_runtime(&runtime).unwrap();
		(runtime, description)
	}

	/// Its description after its metadata was changed.
	fn changed(change: impl FnOnce(&mut RuntimeMetadataV16)) -> Description {
		let bytes = (solochain().0.metadata)();
		let metadata = RuntimeMetadataPrefixed::decode(&mut &bytes[..]).unwrap();
		let RuntimeMetadata::V16(mut v16) = metadata.1 else { panic!("another version") };
		change(&mut v16);
		let bytes = RuntimeMetadataPrefixed(metadata.0, RuntimeMetadata::V16(v16)).encode();
		Description::of_metadata(&bytes).unwrap()
	}

	fn names(changes: &[Change]) -> Vec<&str> {
		changes.iter().map(|change| change.name.as_str()).collect()
	}

	#[test]
	fn each_runtime_is_described_whole_and_the_same_after_it_was_written() {
		for runtime in runtimes::all() {
			let now = Description::of_runtime(&runtime).unwrap();
			assert_eq!(Description::parse(&now.to_string()).unwrap(), now);
			assert_eq!(changes(&now, &now), []);
			assert_eq!(now.number("spec_version"), Some((runtime.version)().spec_version));
			// Of nearly every call it is known what it is charged.
			let count = |of: &str| now.0.keys().filter(|name| kind(name) == of).count();
			assert!(count("weight") * 100 >= count("call") * 97, "{}", count("weight"));
			assert_eq!(count("storage-version"), (runtime.pallets)().len());
			let kinds =
				["api", "constant", "error", "event", "extension", "storage", "type", "view"];
			assert!(kinds.iter().all(|kind| count(kind) > 5));
		}
	}

	#[test]
	fn the_committed_releases_can_be_read_and_are_of_these_runtimes() {
		for (text, name) in [
			(include_str!("../../../runtime/solochain/release.txt"), "gridmerit"),
			(include_str!("../../../runtime/parachain/release.txt"), "gridmerit-parachain"),
		] {
			let release = Description::parse(text).unwrap();
			assert_eq!(release.runtime(), name);
			let now = (runtimes::by_name(name).unwrap().version)();
			assert!(release.number("spec_version").unwrap() <= now.spec_version);
		}
	}

	#[test]
	fn a_field_of_a_stored_type_shows_where_it_is_stored_and_demands_versions_and_a_migration() {
		let (_, old) = solochain();
		// The credit of an account, as if it had 64 bits.
		let mut new = changed(|metadata| {
			let bits = |ty: &TypeDef<_>| matches!(ty, TypeDef::Primitive(TypeDefPrimitive::U64));
			let of = metadata.types.types.iter().find(|ty| bits(&ty.ty.type_def)).unwrap().id;
			let account = metadata
				.types
				.types
				.iter_mut()
				.find(|ty| ty.ty.path.segments.join("::") == "pallet_ledger::types::Account");
			let TypeDef::Composite(fields) = &mut account.unwrap().ty.type_def else { panic!() };
			fields.fields[0].ty = of.into();
		});
		for (name, what) in &old.0 {
			if kind(name) == "storage-version" {
				new.0.insert(name.clone(), what.clone());
			}
		}
		let changes = changes(&old, &new);
		assert!(names(&changes).contains(&ACCOUNTS), "{changes:?}");
		assert!(
			names(&changes)
				.iter()
				.any(|name| name.starts_with("type pallet_ledger::types::Account"))
		);
		assert!(!names(&changes).contains(&"storage Ledger.Holding"));
		let faults_of =
			|new: &Description, migrated: &[Vec<u8>]| faults(&old, new, &changes, Some(migrated));
		let all = faults_of(&new, &[]);
		for fault in [
			"spec_version is still 1",
			"storage-version Ledger is still 0",
			"this map grows with users",
		] {
			assert!(all.iter().any(|one| one.contains(fault)), "{fault}: {all:?}");
		}
		let prefix = [twox_128(b"Ledger"), twox_128(b"Accounts")].concat();
		new.0.insert("spec_version".into(), "2".into());
		new.0.insert("storage-version Ledger".into(), "1".into());
		assert_eq!(faults_of(&new, &[]).len(), 1);
		assert_eq!(faults_of(&new, &[prefix]), Vec::<String>::new());
	}

	#[test]
	fn a_call_that_is_encoded_otherwise_demands_a_transaction_version_and_a_new_one_does_not() {
		let (_, old) = solochain();
		let rename = |to: &'static str, index: u8| {
			changed(move |metadata| {
				let ledger =
					metadata.pallets.iter().find(|pallet| pallet.name == "Ledger").unwrap();
				let calls = ledger.calls.as_ref().unwrap().ty.id as usize;
				let TypeDef::Variant(calls) = &mut metadata.types.types[calls].ty.type_def else {
					panic!()
				};
				let mut call = calls.variants[0].clone();
				call.name = to.into();
				call.index = index;
				match calls.variants.iter_mut().find(|call| call.name == to) {
					Some(known) => *known = call,
					None => calls.variants.push(call),
				}
			})
		};
		let mut added = rename("lend", 99);
		let change = changes(&old, &added);
		assert_eq!(names(&change), ["call Ledger.lend"]);
		assert_eq!(faults(&old, &added, &change, None).len(), 1);
		added.0.insert("spec_version".into(), "2".into());
		assert_eq!(faults(&old, &added, &change, None), Vec::<String>::new());

		let mut moved = rename("deposit", 99);
		moved.0.insert("spec_version".into(), "2".into());
		let change = changes(&old, &moved);
		assert_eq!(names(&change), ["call Ledger.deposit"]);
		let faults_now = faults(&old, &moved, &change, None);
		assert!(
			faults_now.len() == 1 && faults_now[0].contains("transaction_version is still 1"),
			"{faults_now:?}"
		);
		moved.0.insert("transaction_version".into(), "2".into());
		assert_eq!(faults(&old, &moved, &change, None), Vec::<String>::new());
	}

	#[test]
	fn a_changed_weight_is_shown() {
		let (_, old) = solochain();
		let mut new = old.clone();
		new.0.insert("weight Ledger.deposit".into(), "1 ps, 1 B".into());
		let change = changes(&old, &new);
		assert_eq!(names(&change), ["weight Ledger.deposit"]);
		let shown = change[0].to_string();
		assert!(shown.starts_with("~ weight Ledger.deposit\n    was "), "{shown}");
		assert!(shown.ends_with("\n    is  1 ps, 1 B"), "{shown}");
		assert_eq!(faults(&old, &new, &change, None).len(), 1);
	}
}
