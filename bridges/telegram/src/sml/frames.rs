// SPDX-License-Identifier: Apache-2.0

//! Where a telegram begins and ends, and whether it arrived whole.

use crc::{CRC_16_IBM_SDLC, CRC_16_KERMIT, Crc};

use crate::{Telegram, fault::Fault};

/// That of the standard, its lowest byte first, and that of some Holley meters, its highest first.
const STANDARD: Crc<u16> = Crc::<u16>::new(&CRC_16_IBM_SDLC);
const HOLLEY: Crc<u16> = Crc::<u16>::new(&CRC_16_KERMIT);

/// Meters send some hundred bytes.
const LONGEST: usize = 8 << 10;

/// Four of them escape what follows.
const ESCAPE: u8 = 0x1b;

/// What escapes them if they are meant, what begins a telegram, what ends it.
const LITERAL: [u8; 4] = [ESCAPE; 4];
const BEGIN: [u8; 4] = [0x01; 4];
const END: u8 = 0x1a;

/// Finds telegrams in a stream of bytes.
#[derive(Debug, Default)]
pub(crate) struct Frames {
	/// What came since the beginning of a telegram; none if there was no beginning.
	raw: Vec<u8>,
	/// The same without what escapes.
	content: Vec<u8>,
	/// How many escapes came in a row, up to four; then what they escape.
	escapes: usize,
	escaped: Vec<u8>,
	/// Bytes that belong to no telegram.
	passed: usize,
}

impl Frames {
	/// The next byte; a telegram if it ends with this one.
	pub fn push(&mut self, byte: u8) -> Option<Result<Telegram, Fault>> {
		let inside = !self.raw.is_empty();
		if inside {
			self.raw.push(byte);
		} else {
			self.passed = self.passed.saturating_add(1);
		}
		if self.raw.len().max(self.passed) > LONGEST {
			*self = Self::default();
			return Some(Err(Fault::TooLong(LONGEST)));
		}
		if self.escapes < LITERAL.len() {
			self.escapes = if byte == ESCAPE { self.escapes.saturating_add(1) } else { 0 };
			self.content.push(byte);
			if !inside && self.escapes == 0 {
				self.content.clear();
			}
			return None;
		}
		self.escaped.push(byte);
		let [first, _, low, high] = *self.escaped.as_slice() else { return None };
		let escaped = std::mem::take(&mut self.escaped);
		if escaped == BEGIN {
			let cut_off = inside.then(|| Err(Fault::Format("a telegram is cut off".into())));
			*self = Self { raw: [LITERAL, BEGIN].concat(), ..Self::default() };
			return cut_off;
		}
		match first {
			END if inside => {
				let found = u16::from_le_bytes([low, high]);
				let Self { raw, mut content, .. } = std::mem::take(self);
				content.truncate(content.len().saturating_sub(LITERAL.len()));
				Some(checked(&raw, found).and_then(|()| super::read(&content)))
			},
			ESCAPE if escaped == LITERAL => {
				self.escapes = 0;
				None
			},
			// One that is content comes before the four.
			ESCAPE => {
				self.content.push(ESCAPE);
				self.escaped = escaped.get(1..).unwrap_or_default().into();
				None
			},
			_ => {
				let lost = inside.then(|| Err(Fault::Format("no SML: an unknown escape".into())));
				*self = Self { passed: self.passed, ..Self::default() };
				lost
			},
		}
	}
}

/// Whether one of the checksums of all that comes before it is right.
fn checked(raw: &[u8], found: u16) -> Result<(), Fault> {
	let checked = raw.get(..raw.len().saturating_sub(2)).unwrap_or_default();
	let expected = STANDARD.checksum(checked);
	if found == expected || found.swap_bytes() == HOLLEY.checksum(checked) {
		return Ok(());
	}
	let [found, expected] = [found, expected].map(|sum| format!("{sum:04X}"));
	Err(Fault::Checksum { found, expected })
}
