// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
//!
//! ```
//! use gridmerit_meter::{H256, Keypair, Meter, Scheme};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let genesis = H256([0; 32]);
//! let mut meter = Meter::new(Keypair::from_suri(Scheme::Ed25519, "//Meter//1")?, genesis, 0);
//! let signed = meter.read(1_990_000, 700, 0)?;
//! assert_eq!(signed.reading.import_register, 700);
//! signed.verify(genesis, meter.key())?;
//! # Ok(())
//! # }
//! ```

mod claim;
mod encoding;
mod key;
mod meter;
mod signed;
mod signer;
mod state_file;
mod suri;
mod values;
mod verify;

pub use claim::Claim;
pub use encoding::{HexError, parse_hex, to_hex};
pub use key::{KeyError, Keypair};
pub use meter::{Meter, MeterError, State};
pub use signed::{
	Certificate, Consent, Refused, SignedReading, certify, check_reading, consent, read_json,
	sign_reading,
};
pub use signer::{MultiSignature, MultiSigner, Scheme, parse_signer, signer_text};
pub use state_file::{StateFile, StateFileError};
pub use suri::check_steps;
pub use values::{H256, NotWhole, Serial, SerialTooLong, parse_hash, payload_hash, watt_hours};
pub use verify::{Mismatch, verify};

pub use gridmerit_statements::{
	Interval, MAX_METERED, MAX_SERIAL, MeterIndex, NodeIndex, Payload, Reading, Wh,
};
