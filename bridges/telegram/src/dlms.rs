// SPDX-License-Identifier: Apache-2.0

//! What DLMS/COSEM meters push: a data notification in HDLC, in the wrapper of TCP, or as it is, in the clear or
//! encrypted.
//!
//! Sources: DLMS UA 1000-2 (Green Book) ed. 10: 8 (HDLC), 7.3 (wrapper), 9.2.7 (security), 9.3 (data notification);
//! DLMS UA 1000-1 (Blue Book) ed. 13: 4.1.5 (data types), 4.1.6.1 (date and time).

mod cipher;
mod data;

use crc::{CRC_16_IBM_SDLC, Crc};

use crate::{Telegram, decoder::MAX_TELEGRAM, fault::Fault, p1, text};
pub use cipher::{Key, Keys};

const FCS: Crc<u16> = Crc::<u16>::new(&CRC_16_IBM_SDLC);

const FLAG: u8 = 0x7e;
const CIPHERED: u8 = 0xdb;
const NOTIFICATION: u8 = 0x0f;

/// Finds frames in a stream of bytes.
#[derive(Debug, Default)]
pub(crate) struct Frames {
	keys: Option<Keys>,
	bytes: Vec<u8>,
	/// What segments have brought so far.
	segments: Vec<u8>,
}

/// What the bytes at the beginning are.
enum Begin {
	/// A frame of so many bytes.
	Frame(Kind, usize),
	/// Perhaps a frame.
	Unknown,
	/// None.
	Nothing,
}

#[derive(Clone, Copy)]
enum Kind {
	Hdlc,
	Wrapper,
	Ciphered,
}

impl Frames {
	/// With the keys of the household, if the meter encrypts.
	pub fn new(keys: Option<Keys>) -> Self {
		Self { keys, ..Self::default() }
	}

	/// The next byte; a telegram if it ends with this one.
	pub fn push(&mut self, byte: u8) -> Option<Result<Telegram, Fault>> {
		self.bytes.push(byte);
		loop {
			match begin(&self.bytes) {
				Begin::Unknown => return None,
				Begin::Nothing => {
					self.bytes.remove(0);
				},
				Begin::Frame(_, length) if self.bytes.len() < length => return None,
				// The flag was none.
				Begin::Frame(Kind::Hdlc, length)
					if self.bytes.get(length.saturating_sub(1)) != Some(&FLAG) =>
				{
					self.bytes.remove(0);
				},
				Begin::Frame(kind, length) => {
					let rest = self.bytes.split_off(length);
					let frame = std::mem::replace(&mut self.bytes, rest);
					if let Kind::Hdlc = kind {
						// One flag may end a frame and begin the next one.
						self.bytes.insert(0, FLAG);
					}
					return self.frame(kind, &frame).transpose();
				},
			}
		}
	}

	/// The telegram of a frame, if it is the last segment.
	fn frame(&mut self, kind: Kind, frame: &[u8]) -> Result<Option<Telegram>, Fault> {
		let unit = match kind {
			Kind::Hdlc => {
				let (segmented, information) = hdlc(frame)?;
				if self.segments.len().saturating_add(information.len()) > MAX_TELEGRAM {
					self.segments.clear();
					return Err(Fault::TooLong(MAX_TELEGRAM));
				}
				self.segments.extend_from_slice(information);
				if segmented {
					return Ok(None);
				}
				let unit = std::mem::take(&mut self.segments);
				match unit.as_slice() {
					[0xe6, 0xe6 | 0xe7, 0x00, unit @ ..] => unit.to_vec(),
					_ => unit,
				}
			},
			Kind::Wrapper => frame.get(8..).unwrap_or_default().to_vec(),
			Kind::Ciphered => frame.to_vec(),
		};
		self.unit(&unit).map(Some)
	}

	fn unit(&self, unit: &[u8]) -> Result<Telegram, Fault> {
		match unit.first() {
			Some(&CIPHERED) => {
				let plain = cipher::open(unit, self.keys.as_ref())?;
				match plain.first() {
					Some(b'/') => of_text(&plain),
					_ => data::read(&plain),
				}
			},
			Some(&NOTIFICATION) => data::read(unit),
			_ => Err(Fault::Format("no data notification of DLMS".into())),
		}
	}
}

/// Luxembourg's meters encrypt a telegram of P1.
fn of_text(plain: &[u8]) -> Result<Telegram, Fault> {
	let mut frames = text::Frames::default();
	let ended = plain.iter().chain(b"\r\n").find_map(|byte| frames.push(*byte));
	p1::read(&ended.ok_or_else(|| Fault::Format("a telegram of P1 without its end".into()))??)
}

fn begin(bytes: &[u8]) -> Begin {
	match bytes {
		[] | [FLAG] | [0x00] | [CIPHERED] => Begin::Unknown,
		[FLAG, form, ..] if form & 0xf0 == 0xa0 => match bytes.get(2) {
			Some(low) => {
				let length = usize::from(u16::from_be_bytes([form & 0x07, *low]));
				// Between two flags; less than this cannot hold a header.
				if length < 7 { Begin::Nothing } else { Begin::Frame(Kind::Hdlc, length + 2) }
			},
			None => Begin::Unknown,
		},
		[0x00, 0x01] => Begin::Unknown,
		[0x00, 0x01, ..] => match bytes.get(6..8) {
			Some(length) => {
				let length = length.iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
				if length == 0 { Begin::Nothing } else { Begin::Frame(Kind::Wrapper, length + 8) }
			},
			None => Begin::Unknown,
		},
		[CIPHERED, 0x08, ..] => match cipher::length(bytes) {
			Ok(Some(length)) if length <= MAX_TELEGRAM => Begin::Frame(Kind::Ciphered, length),
			Ok(None) => Begin::Unknown,
			_ => Begin::Nothing,
		},
		_ => Begin::Nothing,
	}
}

/// Whether more segments follow, and the information of a frame whose check is right.
fn hdlc(frame: &[u8]) -> Result<(bool, &[u8]), Fault> {
	let bad = || Fault::Format("a frame of HDLC is not laid out as one".into());
	let [FLAG, content @ .., FLAG] = frame else { return Err(bad()) };
	let check = |bytes: &[u8]| -> Result<usize, Fault> {
		let at = bytes.len().checked_sub(2).ok_or_else(bad)?;
		let (checked, found) = bytes.split_at_checked(at).ok_or_else(bad)?;
		let found = found.iter().rev().fold(0, |sum, byte| sum << 8 | u16::from(*byte));
		let expected = FCS.checksum(checked);
		if found == expected {
			return Ok(at);
		}
		let [found, expected] = [found, expected].map(|sum| format!("{sum:04X}"));
		Err(Fault::Checksum { found, expected })
	};
	let end = check(content)?;
	// The form, two addresses of 1, 2 or 4 bytes whose last one is odd, the control byte, a check of its own.
	let mut at = 2_usize;
	for _ in 0..2 {
		let address = content.get(at..).unwrap_or_default();
		let length = address.iter().take(4).position(|byte| byte & 1 == 1).ok_or_else(bad)?;
		at = at.saturating_add(length).saturating_add(1);
	}
	let begin = at.saturating_add(3);
	check(content.get(..begin).ok_or_else(bad)?)?;
	let information = content.get(begin..end).ok_or_else(bad)?;
	let segmented = content.first().is_some_and(|form| form & 0x08 != 0);
	Ok((segmented, information))
}
