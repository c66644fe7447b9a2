// SPDX-License-Identifier: Apache-2.0

//! `vectors.json` is what the example `vectors` makes, and is right.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;

use format::{Vector, Vectors};
use gridmerit_meter::{
	Claim, Keypair, MultiSignature, Scheme, payload_hash, read_json, to_hex, verify,
};
use make::vectors;

#[path = "../examples/vectors/format.rs"]
mod format;
#[path = "../examples/vectors/make.rs"]
mod make;

const FILE: &str = include_str!("../vectors.json");

fn committed() -> Vectors {
	read_json(FILE.as_bytes()).unwrap()
}

/// Whether payload and message are those of the claim, and the signature is what it should be.
fn check(vector: &Vector) -> Result<(), String> {
	let payload = vector.claim.payload();
	if to_hex(&payload) != vector.payload {
		return Err(format!("{}: the payload is another one", vector.name));
	}
	let message = match vector.signer.scheme() {
		Scheme::Ecdsa => to_hex(&payload_hash(&payload)),
		_ => to_hex(&payload),
	};
	if message != vector.message {
		return Err(format!("{}: the message is another one", vector.name));
	}
	match (verify(&vector.signer, &payload, &vector.signature), vector.valid) {
		(Ok(()), true) | (Err(_), false) => Ok(()),
		(Ok(()), false) => Err(format!("{}: verifies", vector.name)),
		(Err(mismatch), true) => Err(format!("{}: {mismatch}", vector.name)),
	}
}

/// Makes what sr25519 has at random the same.
fn settled(mut vectors: Vectors) -> Vectors {
	for vector in &mut vectors.vectors {
		if let MultiSignature::Sr25519(signature) = &mut vector.signature {
			*signature = [0; 64];
		}
	}
	vectors
}

#[test]
fn they_are_made_again_byte_by_byte() {
	let (made, committed) = (vectors().unwrap(), committed());
	for (made, committed) in made.vectors.iter().zip(&committed.vectors) {
		if !matches!(made.signature, MultiSignature::Sr25519(_)) {
			assert_eq!(made, committed);
		}
	}
	assert_eq!(settled(made), settled(committed), "make vectors.json again: examples/vectors");
	assert_eq!(self::committed().to_json().unwrap() + "\n", FILE);
}

#[test]
fn they_verify_or_not_as_they_say() {
	for vector in committed().vectors.iter().chain(&vectors().unwrap().vectors) {
		check(vector).unwrap();
	}
}

#[test]
fn a_seed_is_that_of_its_path() {
	for key in committed().keys {
		for secret in [&key.suri, &key.seed] {
			let keypair = Keypair::from_suri(key.signer.scheme(), secret).unwrap();
			assert_eq!(keypair.signer(), key.signer);
		}
	}
}

#[test]
fn every_scheme_has_each_kind_right_and_wrong() {
	let mut cases = BTreeSet::new();
	for vector in committed().vectors {
		let kind = match vector.claim {
			Claim::Reading { .. } => "reading",
			Claim::Consent { .. } => "consent",
			Claim::Certificate { .. } => "certificate",
		};
		let scheme = vector.signature.scheme();
		cases.insert((scheme.name(), kind, vector.valid));
	}
	assert_eq!(cases.len(), 3 * 3 * 2);
	let names: BTreeSet<_> = committed().vectors.into_iter().map(|vector| vector.name).collect();
	assert_eq!(names.len(), committed().vectors.len());
}

#[test]
fn an_altered_vector_is_noticed() {
	let right = committed();
	for change in [
		|text: &str| text.replacen("\"payload\":\"0x6772", "\"payload\":\"0x6773", 1),
		|text: &str| text.replacen("\"valid\":true", "\"valid\":false", 1),
		|text: &str| text.replacen("\"valid\":false", "\"valid\":true", 1),
		|text: &str| text.replacen("\"counter\":\"42\"", "\"counter\":\"43\"", 1),
		|text: &str| text.replacen("\"bindings\":1", "\"bindings\":2", 1),
		|text: &str| text.replacen("\"from\":1980000", "\"from\":1980001", 1),
	] {
		let altered: Vectors = read_json(change(FILE).as_bytes()).unwrap();
		assert_ne!(altered, right);
		assert!(altered.vectors.iter().any(|vector| check(vector).is_err()));
	}
}

#[test]
fn the_documentation_shows_one_of_them() {
	let page = include_str!("../../docs/meter.md");
	let (_, block) = page.split_once("```text\n").unwrap();
	let (block, _) = block.split_once("```").unwrap();
	let shown: String = block.lines().filter_map(|line| line.split_whitespace().last()).collect();

	let json: serde_json::Value = serde_json::from_str(FILE).unwrap();
	let rows = json["vectors"].as_array().unwrap();
	let row = rows.iter().find(|row| row["name"] == "ed25519 reading: as they mostly are").unwrap();
	let bytes = |value: &serde_json::Value| value.as_str().unwrap().replacen("0x", "", 1);
	assert_eq!(shown, bytes(&row["payload"]) + &bytes(&row["signature"]["Ed25519"]));
	assert!(page.contains(&bytes(&json["keys"][0]["seed"])));
	assert_eq!(json["keys"][0]["signer"], row["key"]);
}
