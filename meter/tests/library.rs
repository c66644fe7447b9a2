// SPDX-License-Identifier: Apache-2.0

//! What tests and demonstrations use, and what the command line does not reach.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use gridmerit_meter::{
	H256, KeyError, Keypair, Meter, MeterError, Mismatch, MultiSignature, MultiSigner, Reading,
	Scheme, StateFile, StateFileError, check_reading, parse_signer, payload_hash, signer_text,
	to_hex, verify,
};
use k256::ecdsa::{Signature, SigningKey};
use sha2::{Digest, Sha256};
use sha3::Keccak256;

fn meter() -> Meter {
	Meter::new(Keypair::from_suri(Scheme::Ed25519, "//Meter").unwrap(), H256([1; 32]), 0)
}

#[test]
fn a_meter_adds_up() {
	let mut meter = meter();
	let first = meter.read(10, 250, 0).unwrap().reading;
	meter.flow(7, 3).unwrap();
	let second = meter.read(12, 100, 40).unwrap().reading;
	assert_eq!((first.counter, first.import_register, first.export_register), (1, 250, 0));
	assert_eq!((second.counter, second.import_register, second.export_register), (2, 357, 43));
	let consent = meter.consent(4, 0);
	consent.verify(H256([1; 32]), meter.key()).unwrap();

	let last = MeterError::Interval { interval: 12, last: 12 };
	assert_eq!(meter.read(12, 0, 0), Err(last));
	assert!(matches!(meter.read(13, (1 << 40) + 1, 0), Err(MeterError::Impossible(_))));
	assert!(matches!(meter.read(13, 0, u64::MAX), Err(MeterError::Impossible(_))));
	assert_eq!(meter.flow(u64::MAX, 0), Err(MeterError::Overflow("importRegister")));
	assert_eq!(meter.flow(0, u64::MAX), Err(MeterError::Overflow("exportRegister")));
	meter.flow(u64::MAX - 357, 0).unwrap();
	assert_eq!(meter.read(13, 1, 0), Err(MeterError::Overflow("importRegister")));
	assert_eq!(meter.read(13, 0, 0).unwrap().reading.import_register, u64::MAX);
}

#[test]
fn a_reading_that_contradicts_itself_is_none() {
	let reading = Reading {
		interval: 0,
		counter: 0,
		import_register: 5,
		export_register: 5,
		import: 5,
		export: 5,
	};
	check_reading(&reading).unwrap();
	for wrong in [
		Reading { import: 6, ..reading },
		Reading { export: 6, ..reading },
		Reading { import_register: u64::MAX, import: (1 << 40) + 1, ..reading },
		Reading { export_register: u64::MAX, export: (1 << 40) + 1, ..reading },
	] {
		check_reading(&wrong).unwrap_err();
		let keypair = Keypair::from_suri(Scheme::Ed25519, "//Meter").unwrap();
		assert!(Meter::after(keypair, H256([0; 32]), 0, wrong).is_err());
	}
}

#[test]
fn a_state_that_goes_back_is_refused() {
	let dir = tempfile::tempdir().unwrap();
	let path = dir.path().join("state");
	let mut meter = meter();
	let mut states = vec![meter.state().clone()];
	meter.read(10, 5, 5).unwrap();
	states.push(meter.state().clone());
	meter.flow(1, 0).unwrap();
	states.push(meter.state().clone());
	meter.read(11, 0, 0).unwrap();
	states.push(meter.state().clone());

	let mut file = StateFile::create(&path).unwrap();
	assert!(matches!(StateFile::create(&path), Err(StateFileError::Io(_))));
	for (turn, state) in states.iter().enumerate() {
		file.save(state).unwrap();
		file.save(state).unwrap();
		for earlier in &states[..turn] {
			let back = file.save(earlier);
			assert!(matches!(back, Err(StateFileError::Meter(MeterError::Back(_)))), "{turn}");
			assert!(matches!(meter.clone().restore(earlier.clone()), Err(MeterError::Back(_))));
		}
	}
	drop(file);
	let (mut file, state) = StateFile::open(&path).unwrap();
	assert_eq!(&state, states.last().unwrap());
	assert!(file.save(&states[1]).is_err());

	// Shorter than what the file held.
	let keypair = Keypair::from_suri(Scheme::Ed25519, "//Meter").unwrap();
	let mut other = Meter::new(keypair, H256([2; 32]), 0);
	assert!(matches!(other.restore(state.clone()), Err(MeterError::OtherGenesis(_))));
	assert!(matches!(file.save(other.state()), Err(StateFileError::Meter(_))));
	let stranger = Keypair::from_suri(Scheme::Ed25519, "//Other").unwrap();
	assert!(matches!(Meter::resume(stranger, state), Err(MeterError::OtherKey(_))));
}

/// Makers of meters sign the wrong thing in the same few ways.
#[test]
fn mistakes_are_named() {
	let payload = b"gridmerit:reading:v1 and so on";
	let wrapped = [b"<Bytes>".as_slice(), payload, b"</Bytes>"].concat();
	for scheme in Scheme::ALL {
		let keypair = Keypair::from_suri(scheme, "//Meter").unwrap();
		let why = |signed: &[u8]| verify(&keypair.signer(), payload, &keypair.sign(signed));
		assert_eq!(why(payload), Ok(()));
		assert!(matches!(why(&wrapped), Err(Mismatch::Wrapped(how)) if how.contains("<Bytes>")));
		assert!(
			matches!(why(&payload_hash(payload)), Err(Mismatch::Wrapped(how)) if how.contains("hash"))
		);
		assert_eq!(why(b"something else"), Err(Mismatch::Other));
	}

	let secret = [7; 32];
	let keypair = Keypair::from_suri(Scheme::Ecdsa, &to_hex(&secret)).unwrap();
	let signer = keypair.signer();
	let library = SigningKey::from_slice(&secret).unwrap();
	for (hash, what) in [
		(Sha256::digest(payload), "the payload's SHA-256 hash"),
		(Keccak256::digest(payload), "the payload's Keccak-256 hash"),
		(Sha256::digest(payload_hash(payload)), "the SHA-256 hash of the payload's hash"),
	] {
		let (numbers, id) = library.sign_prehash_recoverable(&hash).unwrap();
		let bytes = [numbers.to_bytes().as_slice(), &[id.to_byte()]].concat();
		let signature = MultiSignature::Ecdsa(bytes.try_into().unwrap());
		assert_eq!(verify(&signer, payload, &signature), Err(Mismatch::Wrapped(what)));
	}
	let MultiSignature::Ecdsa(mut bytes) = keypair.sign(payload) else { unreachable!() };
	let right = bytes[64];
	for found in [right ^ 1, right | 2, 4, 26, 255] {
		bytes[64] = found;
		let why = verify(&signer, payload, &MultiSignature::Ecdsa(bytes));
		assert_eq!(why, Err(Mismatch::RecoveryId { found, expected: right }));
	}
	// As Ethereum writes it, chains take it too.
	bytes[64] = right + 27;
	assert_eq!(verify(&signer, payload, &MultiSignature::Ecdsa(bytes)), Ok(()));
}

/// Chains take s and its negative, with the other recovery id.
#[test]
fn the_negative_of_an_ecdsa_signature_verifies() {
	let payload = b"payload";
	for index in 0..8 {
		let keypair = Keypair::from_suri(Scheme::Ecdsa, &format!("//Meter//{index}")).unwrap();
		let MultiSignature::Ecdsa(bytes) = keypair.sign(payload) else { unreachable!() };
		let (r, s) = Signature::from_slice(&bytes[..64]).unwrap().split_scalars();
		let negative = Signature::from_scalars(r.to_bytes(), (-s).to_bytes()).unwrap();
		let with = |id| {
			let bytes = [negative.to_bytes().as_slice(), &[id]].concat();
			MultiSignature::Ecdsa(bytes.try_into().unwrap())
		};
		let (found, expected) = (bytes[64], bytes[64] ^ 1);
		assert_eq!(verify(&keypair.signer(), payload, &with(expected)), Ok(()));
		let why = verify(&keypair.signer(), payload, &with(found));
		assert_eq!(why, Err(Mismatch::RecoveryId { found, expected }));
	}
}

#[test]
fn an_ecdsa_key_is_a_point_that_chains_know() {
	let signer = Keypair::from_suri(Scheme::Ecdsa, "//Meter").unwrap().signer();
	let text = signer_text(&signer);
	assert_eq!(parse_signer(&text), Ok(signer));
	for first in ["00", "01", "04", "05", "06"] {
		let (_, point) = text.split_once("0x").unwrap();
		let key = format!("ecdsa:0x{first}{}", &point[2..]);
		assert_eq!(parse_signer(&key), Err(KeyError::Point), "{key}");
	}
}

#[test]
fn a_key_is_of_one_scheme() {
	let payload = b"payload";
	for scheme in [Scheme::Ed25519, Scheme::Sr25519] {
		let keypair = Keypair::from_suri(scheme, "//Meter").unwrap();
		// The same account, the same bytes.
		let key = match keypair.signer() {
			MultiSigner::Ed25519(key) => MultiSigner::Sr25519(key),
			MultiSigner::Sr25519(key) => MultiSigner::Ed25519(key),
			MultiSigner::Ecdsa(_) => unreachable!(),
		};
		let signature = keypair.sign(payload);
		assert!(matches!(verify(&key, payload, &signature), Err(Mismatch::Scheme { .. })));
	}
	// No meter has a key of Ethereum.
	let key = format!("{{\"Eth\":\"0x{}\"}}", "02".repeat(33));
	assert!(
		matches!(parse_signer(&key), Err(KeyError::Json(why)) if why.contains("unknown variant"))
	);
}

#[test]
fn a_public_key_is_written_as_it_is_read() {
	for scheme in Scheme::ALL {
		let (keypair, phrase) = Keypair::generate(scheme).unwrap();
		let text = signer_text(&keypair.signer());
		assert_eq!(parse_signer(&text), Ok(keypair.signer()));
		let (name, bytes) = text.split_once(':').unwrap();
		let json = format!("{{\"{name}\": \"{}\"}}", bytes.to_uppercase().replace("0X", "0x"));
		assert_eq!(parse_signer(&json), Ok(keypair.signer()));
		assert!(parse_signer(&format!("{json} ")).is_ok());
		assert!(parse_signer(&format!("{json}{json}")).is_err());
		// All that the tool prints will do, and nothing but a key in it.
		let printed = format!("{{\"scheme\":\"{name}\",\"key\":\"{text}\",\"signer\":{json}}}");
		assert_eq!(parse_signer(&printed), Ok(keypair.signer()));
		assert!(parse_signer(&printed.replace("signer", "sign")).is_err());
		assert!(!format!("{keypair:?}").contains(&phrase));
		assert_eq!(format!("{keypair:?}"), format!("Keypair({text})"));
	}
}

#[test]
fn a_save_that_was_cut_off_leaves_the_state_before_it() {
	let dir = tempfile::tempdir().unwrap();
	let path = dir.path().join("state");
	let mut meter = meter();
	let mut file = StateFile::create(&path).unwrap();
	file.save(meter.state()).unwrap();
	let before = meter.state().clone();
	drop(file);
	// The power goes while the next one is being written.
	std::fs::write(dir.path().join("state.new"), "{\"genesis\": \"0x").unwrap();
	let (mut file, state) = StateFile::open(&path).unwrap();
	assert_eq!(state, before);
	meter.read(10, 5, 5).unwrap();
	file.save(meter.state()).unwrap();
	drop(file);
	assert_eq!(&StateFile::open(&path).unwrap().1, meter.state());
}
