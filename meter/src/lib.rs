// SPDX-License-Identifier: Apache-2.0

//! Plays a meter, and its manufacturer: keys, certificates, consents and signed readings, laid out as
//! `docs/meter.md` says. For tests, demonstrations and those who build meters; `gridmerit-meter` is its
//! command line. It keeps secrets no safer than any program does: a real meter signs in hardware.

mod encoding;
mod key;
mod meter;
mod signed;
mod state_file;
mod statement;
pub mod vectors;

pub use encoding::{HexError, parse_hash, parse_hex, to_hex};
pub use key::{KeyError, Keypair, Scheme, parse_signer, signer_text};
pub use meter::{Meter, MeterError, State};
pub use signed::{
	Certificate, Consent, Refused, SignedReading, certify, check_reading, consent, read_json,
	sign_reading,
};
pub use state_file::{StateFile, StateFileError};
pub use statement::{Mismatch, Statement, verify};

pub use gridmerit_energy::{Interval, MeterIndex, NodeIndex, Reading, Serial, Wh};
pub use gridmerit_statements::{MAX_METERED, certificate_payload, consent_payload};
pub use sp_core::H256;
pub use sp_runtime::{MultiSignature, MultiSigner};
