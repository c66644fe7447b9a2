// SPDX-License-Identifier: Apache-2.0

//! Lengths and places of the fields; the vectors in `vectors.json` are checked by the meter tool.

use crate::{
	HiddenReading, MAX_KEY, MAX_PAYLOAD, MAX_SERIAL, Reading, certificate, consent, hidden_subject,
};

const READING: Reading = Reading {
	interval: 0x0102_0304,
	counter: 1,
	import_register: 2,
	export_register: 3,
	import: u64::MAX,
	export: 0,
};

#[test]
fn a_reading_has_its_fields_in_their_order() {
	let payload = READING.payload(&[7; 32], &[9; MAX_KEY]);
	assert_eq!(payload.len(), 130);
	assert_eq!(&payload[..20], b"gridmerit:reading:v1");
	assert_eq!(&payload[20..52], [7; 32]);
	assert_eq!(&payload[52..86], [9; MAX_KEY]);
	assert_eq!(&payload[86..90], [4, 3, 2, 1]);
	assert_eq!(&payload[114..122], [255; 8]);
}

#[test]
fn a_hidden_reading_with_the_longest_key_fills_a_payload() {
	let reading = HiddenReading {
		interval: 0x0102_0304,
		counter: 1,
		import_register: [2; 32],
		export_register: [3; 32],
	};
	let payload = reading.payload(&[7; 32], &[9; MAX_KEY]);
	assert_eq!(payload.len(), MAX_PAYLOAD);
	assert_eq!(&payload[..19], b"gridmerit:hidden:v1");
	assert_eq!(&payload[19..51], [7; 32]);
	assert_eq!(&payload[51..85], [9; MAX_KEY]);
	assert_eq!(&payload[85..97], [4, 3, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0]);
	assert_eq!((&payload[97..129], &payload[129..]), ([2; 32].as_slice(), [3; 32].as_slice()));
	let subject = hidden_subject(&[7; 32], &[9; MAX_KEY], 0x0102_0304, 1);
	assert_eq!(&payload[..97], &*subject);
}

#[test]
fn consents_and_certificates_are_as_long_as_their_fields() {
	let consent = consent(&[0; 32], &[0; 33], 5, 1);
	assert_eq!(consent.len(), 20 + 32 + 33 + 4 + 4);
	assert_eq!(&consent[85..], [5, 0, 0, 0, 1, 0, 0, 0]);
	let certificate = certificate(&[2; 34], 1, &[b'x'; MAX_SERIAL]);
	assert_eq!(certificate.len(), 24 + 34 + 4 + MAX_SERIAL);
}

#[test]
fn every_field_changes_the_payload() {
	let base = READING.payload(&[0; 32], &[0; 33]);
	let others = [
		Reading { interval: 0, ..READING },
		Reading { counter: 0, ..READING },
		Reading { import_register: 0, ..READING },
		Reading { export_register: 0, ..READING },
		Reading { import: 0, ..READING },
		Reading { export: 1, ..READING },
	];
	for other in others {
		assert_ne!(other.payload(&[0; 32], &[0; 33]), base);
	}
	assert_ne!(READING.payload(&[1; 32], &[0; 33]), base);
	assert_ne!(READING.payload(&[0; 32], &[1; 33]), base);
}
