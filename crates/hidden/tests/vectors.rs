// SPDX-License-Identifier: Apache-2.0

//! The files in `vectors/` are what the example `vectors` makes, and are right. `check_vectors.py` checks them with none
//! of this code.

#![cfg(feature = "range")]
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;
#[path = "../examples/vectors/format.rs"]
mod format;
#[path = "../examples/vectors/make.rs"]
mod make;

use std::{collections::BTreeSet, fs, path::Path};

use format::{Balanced, Committed, Derived, File, InSet, Ranged, Read, Registered, Summed};
use gridmerit_hidden::{Blinding, Commitment, Opening, Registers};
use gridmerit_statements::Reading;
use serde::de::DeserializeOwned;

fn text(name: &str) -> String {
	fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors").join(name)).unwrap()
}

fn committed<T: DeserializeOwned>(name: &str) -> Vec<T> {
	let file: File<T> = serde_json::from_str(&text(name)).unwrap();
	assert_eq!(file.layout, "v1");
	file.vectors
}

#[test]
fn they_are_made_again_byte_by_byte() {
	let files = make::files().unwrap();
	for (name, made) in &files {
		assert_eq!(*made, text(name), "{name}: make it again: examples/vectors");
	}
	let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
	assert_eq!(fs::read_dir(folder).unwrap().count(), files.len());
}

#[test]
fn they_are_right_or_wrong_as_they_say() {
	for vector in committed::<Read>("points.json") {
		assert_eq!(vector.verdict(), vector.verdict, "{}", vector.name);
	}
	for vector in committed::<Balanced>("equal_sums.json") {
		assert_eq!(vector.verdict(), vector.verdict, "{}", vector.name);
	}
	for vector in committed::<InSet>("sets.json") {
		assert_eq!(vector.verdict(), vector.verdict, "{}", vector.name);
	}
	let generators = make::generators().unwrap();
	for vector in committed::<Ranged>("ranges.json") {
		assert_eq!(vector.verdict(&generators), vector.verdict, "{}", vector.name);
	}
}

#[test]
fn points_and_blindings_are_what_they_say() {
	for vector in committed::<Committed>("commitments.json") {
		let blinding = Blinding::decode(&vector.blinding.0).unwrap();
		let opening = Opening { amount: vector.amount.value(), blinding };
		assert_eq!(opening.commitment().encode().to_vec(), vector.commitment.0, "{}", vector.name);
	}
	for vector in committed::<Summed>("sums.json") {
		let sum = |side: &[format::Hex]| {
			let points: Vec<_> =
				side.iter().map(|point| Commitment::decode(&point.0).unwrap()).collect();
			Commitment::sum(&points)
		};
		let result = sum(&vector.plus).minus(&sum(&vector.minus)).times(vector.times.value());
		assert_eq!(result.encode().to_vec(), vector.result.0, "{}", vector.name);
	}
	for vector in committed::<Registered>("registers.json") {
		let reading = Reading {
			interval: vector.interval,
			counter: vector.counter.value(),
			import_register: vector.import_register.value(),
			export_register: vector.export_register.value(),
			import: 0,
			export: 0,
		};
		let (secret, genesis) = (&vector.secret.0, &vector.genesis.0);
		let (secret, genesis) = (secret[..].try_into().unwrap(), genesis[..].try_into().unwrap());
		let hidden = Registers::hide(secret, genesis, &vector.key.0, &reading).reading;
		let payload = hidden.payload(genesis, &vector.key.0);
		assert_eq!(payload.to_vec(), vector.payload.0, "{}", vector.name);
	}
	for vector in committed::<Derived>("blindings.json") {
		let secret = vector.secret.0.as_slice().try_into().unwrap();
		let blinding = Blinding::derive(secret, &vector.what.0);
		assert_eq!(blinding.encode().to_vec(), vector.blinding.0, "{}", vector.name);
	}
}

#[test]
fn each_way_to_be_wrong_is_among_them() {
	let balances =
		committed::<Balanced>("equal_sums.json").into_iter().map(|vector| vector.verdict);
	let sets = committed::<InSet>("sets.json").into_iter().map(|vector| vector.verdict);
	let ranges = committed::<Ranged>("ranges.json").into_iter().map(|vector| vector.verdict);
	let read = committed::<Read>("points.json").into_iter().map(|vector| vector.verdict);
	let of = |verdicts: &mut dyn Iterator<Item = String>| verdicts.collect::<BTreeSet<_>>();
	let every = ["BadProof", "Ok", "ScalarNotCanonical", "WrongLength"].map(String::from);
	for verdicts in
		[of(&mut balances.into_iter()), of(&mut sets.into_iter()), of(&mut ranges.into_iter())]
	{
		assert!(every.iter().all(|verdict| verdicts.contains(verdict)), "{verdicts:?}");
	}
	assert_eq!(of(&mut read.into_iter()).len(), 6);
}
