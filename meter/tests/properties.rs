// SPDX-License-Identifier: Apache-2.0

//! What is signed verifies, and nothing that differs from it by a single bit.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use gridmerit_meter::{
	Claim, H256, Keypair, MAX_METERED, Meter, MeterError, MultiSignature, MultiSigner, Reading,
	Scheme, Serial, SignedReading, State, certify, consent, read_json, sign_reading, verify,
};
use proptest::prelude::*;

fn schemes() -> impl Strategy<Value = Scheme> {
	prop::sample::select(Scheme::ALL.to_vec())
}

/// Numbers of every length, so that no byte is always zero.
fn numbers() -> impl Strategy<Value = u64> {
	(any::<u64>(), 0..64_u32).prop_map(|(number, shift)| number >> shift)
}

fn readings() -> impl Strategy<Value = Reading> {
	(any::<u32>(), numbers(), numbers(), numbers(), 0..=MAX_METERED, 0..=MAX_METERED).prop_map(
		|(interval, counter, import_before, export_before, import, export)| Reading {
			interval,
			counter,
			import_register: import_before.saturating_add(import),
			export_register: export_before.saturating_add(export),
			import,
			export,
		},
	)
}

fn keypair(scheme: Scheme, seed: [u8; 32]) -> Keypair {
	Keypair::from_suri(scheme, &gridmerit_meter::to_hex(&seed))
		.unwrap_or_else(|_| Keypair::from_suri(scheme, "//Meter").unwrap())
}

fn signature_bytes(signature: &mut MultiSignature) -> &mut [u8] {
	match signature {
		MultiSignature::Ed25519(bytes) | MultiSignature::Sr25519(bytes) => bytes,
		MultiSignature::Ecdsa(bytes) => bytes,
	}
}

fn key_bytes(key: &mut MultiSigner) -> &mut [u8] {
	match key {
		MultiSigner::Ed25519(key) | MultiSigner::Sr25519(key) => key,
		MultiSigner::Ecdsa(key) => key,
	}
}

fn flip(bytes: &mut [u8], bit: prop::sample::Index) {
	let bit = bit.index(bytes.len() * 8);
	bytes[bit / 8] ^= 1 << (bit % 8);
}

fn payload_of(reading: Reading, genesis: H256, key: &MultiSigner) -> Vec<u8> {
	Claim::Reading { genesis, key: key.clone(), reading }.payload().to_vec()
}

/// The reading of which this is the payload.
fn reading_of(payload: &[u8]) -> Reading {
	let fields = &payload[payload.len() - 44..];
	let number = |at: usize| u64::from_le_bytes(fields[at..at + 8].try_into().unwrap());
	Reading {
		interval: u32::from_le_bytes(fields[..4].try_into().unwrap()),
		counter: number(4),
		import_register: number(12),
		export_register: number(20),
		import: number(28),
		export: number(36),
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(300))]

	#[test]
	fn a_reading_round_trips(
		scheme in schemes(), seed: [u8; 32], genesis: [u8; 32], meter: u32, reading in readings(),
	) {
		let (keypair, genesis) = (keypair(scheme, seed), H256(genesis));
		let signed = sign_reading(&keypair, genesis, meter, reading);
		prop_assert_eq!(signed.verify(genesis, &keypair.signer()), Ok(()));
		let json = serde_json::to_string(&signed).unwrap();
		prop_assert_eq!(read_json::<SignedReading>(json.as_bytes()).unwrap(), signed.clone());
		let payload = payload_of(reading, genesis, &keypair.signer());
		prop_assert_eq!(reading_of(&payload), reading);
	}

	#[test]
	fn no_single_bit_of_a_reading_may_flip(
		scheme in schemes(), seed: [u8; 32], genesis: [u8; 32], reading in readings(),
		bit: prop::sample::Index, other: prop::sample::Index,
	) {
		let (keypair, genesis) = (keypair(scheme, seed), H256(genesis));
		let key = keypair.signer();
		let SignedReading { signature, .. } = sign_reading(&keypair, genesis, 0, reading);
		let payload = payload_of(reading, genesis, &key);

		let mut altered = payload.clone();
		flip(&mut altered, bit);
		prop_assert!(verify(&key, &altered, &signature).is_err());
		// The fields are the last 44 bytes.
		let mut fields = payload.clone();
		let from = payload.len() - 44;
		flip(&mut fields[from..], other);
		let field = reading_of(&fields);
		prop_assert_ne!(field, reading);
		let forged = SignedReading { meter: 0, reading: field, signature: signature.clone() };
		prop_assert!(forged.verify(genesis, &key).is_err());

		let mut altered = signature.clone();
		flip(signature_bytes(&mut altered), bit);
		prop_assert!(verify(&key, &payload, &altered).is_err());

		let mut altered = key.clone();
		flip(key_bytes(&mut altered), bit);
		prop_assert!(verify(&altered, &payload, &signature).is_err());
		let with_its_payload = payload_of(reading, genesis, &altered);
		prop_assert!(verify(&altered, &with_its_payload, &signature).is_err());

		let mut altered = genesis;
		flip(&mut altered.0, bit);
		let signed = SignedReading { meter: 0, reading, signature };
		prop_assert!(signed.verify(altered, &key).is_err());
	}

	#[test]
	fn consents_and_certificates_round_trip(
		scheme in schemes(), maker in schemes(), seed: [u8; 32], genesis: [u8; 32],
		number: u32, other: u32, serial in prop::collection::vec(any::<u8>(), 0..=32),
		bit: prop::sample::Index,
	) {
		let (keypair, genesis) = (keypair(scheme, seed), H256(genesis));
		let key = keypair.signer();
		let consent = consent(&keypair, genesis, number, other);
		prop_assert_eq!(consent.verify(genesis, &key), Ok(()));
		let json = serde_json::to_string(&consent).unwrap();
		prop_assert_eq!(read_json(json.as_bytes()), Ok(consent.clone()));
		let mut altered = consent.claim(genesis).payload().to_vec();
		flip(&mut altered, bit);
		prop_assert!(verify(&key, &altered, &consent.signature).is_err());

		let maker = Keypair::from_suri(maker, "//Manufacturer").unwrap();
		let serial = Serial::try_from(serial).unwrap();
		let certificate = certify(&maker, key.clone(), number, serial);
		prop_assert_eq!(certificate.verify(&maker.signer()), Ok(()));
		prop_assert!(certificate.verify(&key).is_err());
		let json = serde_json::to_string(&certificate).unwrap();
		prop_assert_eq!(read_json(json.as_bytes()), Ok(certificate.clone()));
		let mut altered = certificate.claim().payload().to_vec();
		flip(&mut altered, bit);
		prop_assert!(verify(&maker.signer(), &altered, &certificate.signature).is_err());
		// What is signed as one kind is nothing of another kind.
		prop_assert!(verify(&key, &certificate.claim().payload(), &consent.signature).is_err());
	}

	/// Whatever a meter is told: what it signs goes up, adds up, and an error changes nothing.
	#[test]
	fn a_meter_only_goes_on(
		scheme in schemes(),
		steps in prop::collection::vec((0..30_u32, numbers(), numbers(), any::<bool>()), 1..12),
	) {
		let mut meter = Meter::new(keypair(scheme, [7; 32]), H256([0; 32]), 5);
		let mut states = vec![meter.state().clone()];
		for (interval, import, export, reads) in steps {
			let before = meter.state().clone();
			if !reads {
				match meter.flow(import, export) {
					Ok(()) => states.push(meter.state().clone()),
					Err(error) => {
						prop_assert!(matches!(error, MeterError::Overflow(_)));
						prop_assert_eq!(meter.state(), &before);
					},
				}
				continue;
			}
			match meter.read(interval, import, export) {
				Ok(signed) => {
					prop_assert_eq!(signed.verify(H256([0; 32]), meter.key()), Ok(()));
					let reading = signed.reading;
					let last = before.last.as_ref().map(|last| last.reading);
					prop_assert!(last.is_none_or(|last| last.interval < interval));
					prop_assert_eq!(reading.counter, last.map_or(0, |last| last.counter) + 1);
					prop_assert_eq!(reading.import_register, before.import_register + import);
					prop_assert_eq!(reading.export_register, before.export_register + export);
					prop_assert_eq!((reading.import, reading.export), (import, export));
					states.push(meter.state().clone());
				},
				Err(_) => prop_assert_eq!(meter.state(), &before),
			}
		}
		for state in &states {
			let json = serde_json::to_string(state).unwrap();
			let read: State = read_json(json.as_bytes()).unwrap();
			prop_assert_eq!(&read, state);
			prop_assert_eq!(meter.state().follows(state), Ok(()));
			let unchanged = state.follows(meter.state()).is_ok();
			prop_assert_eq!(unchanged, state == meter.state());
		}
		let last = meter.state().clone();
		for state in states.into_iter().filter(|state| *state != last) {
			prop_assert!(matches!(meter.restore(state), Err(MeterError::Back(_))));
		}
		prop_assert_eq!(meter.state(), &last);
		prop_assert!(Meter::resume(keypair(scheme, [7; 32]), last).is_ok());
	}
}
