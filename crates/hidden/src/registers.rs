// SPDX-License-Identifier: Apache-2.0

//! A meter's registers, hidden.

use gridmerit_statements::{Genesis, HiddenReading, Reading, hidden_subject};

use crate::{Blinding, Opening};

/// A meter's registers at the end of an interval: what it signs, and what it hands to its owner alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registers {
	/// What the meter signs.
	pub reading: HiddenReading,
	/// What opens the import register.
	pub import: Opening,
	/// What opens the export register.
	pub export: Opening,
}

/// Registers by which a subject's blindings differ. The numbers are part of the layout.
const IMPORT: u8 = 0;
const EXPORT: u8 = 1;

impl Registers {
	/// Hides the registers of a reading. `secret` is 32 random bytes that the meter keeps, `key` its key with the scheme
	/// first. Blindings are derived for chain, key, interval, counter and register: as a counter is used once, no two
	/// amounts have one blinding.
	pub fn hide(secret: &[u8; 32], genesis: &Genesis, key: &[u8], reading: &Reading) -> Self {
		let subject = hidden_subject(genesis, key, reading.interval, reading.counter);
		let opening = |register, amount| {
			let what: alloc::vec::Vec<u8> = subject.iter().copied().chain([register]).collect();
			Opening { amount, blinding: Blinding::derive(secret, &what) }
		};
		let import = opening(IMPORT, reading.import_register);
		let export = opening(EXPORT, reading.export_register);
		let reading = HiddenReading {
			interval: reading.interval,
			counter: reading.counter,
			import_register: import.commitment().encode(),
			export_register: export.commitment().encode(),
		};
		Self { reading, import, export }
	}
}
