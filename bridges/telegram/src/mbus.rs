// SPDX-License-Identifier: Apache-2.0

//! M-Bus: the answer of a meter (RSP_UD) on a wired bus.
//!
//! Sources: EN 13757-2:2018 (frames, 5.7) and EN 13757-3:2018 (data records, 6; energy and its directions, tables 10,
//! 12 and 15). The crate m-bus-parser builds C bindings; of its records energy alone is wanted here.

use crate::{Telegram, energy::Energy, fault::Fault, obis::Obis};

const START: u8 = 0x68;
const STOP: u8 = 0x16;

/// What a frame has around its user data: start, length twice, start; check, stop.
const AROUND: usize = 6;

/// An answer with the long header of a meter.
const VARIABLE_DATA: u8 = 0x72;

/// Control, address and kind; number, maker, version, medium, access, status, signature.
const HEADER: usize = 15;

/// What a device says it is for, if it is an electricity meter.
const ELECTRICITY: u8 = 0x02;

/// A frame by radio up to where it says what its user data are: length, control, maker, number, version, medium, kind.
const RADIO_HEADER: usize = 11;

/// Finds frames in a stream of bytes.
#[derive(Debug, Default)]
pub(crate) struct Frames {
	bytes: Vec<u8>,
	/// The last bytes that began none.
	passed: [u8; RADIO_HEADER],
}

impl Frames {
	/// The next byte; a telegram if it ends with this one.
	pub fn push(&mut self, byte: u8) -> Option<Result<Telegram, Fault>> {
		self.bytes.push(byte);
		let mut by_radio = None;
		// Where the frame does not begin here, perhaps with a later byte.
		while !begins(&self.bytes) {
			self.passed.rotate_left(1);
			self.passed[RADIO_HEADER - 1] = self.bytes.remove(0);
			if is_radio(&self.passed) {
				by_radio = Some(Err(Fault::Format(
					"wireless M-Bus: only a wired one is read, in frames that begin with 68".into(),
				)));
			}
		}
		by_radio.or_else(|| self.frame())
	}

	fn frame(&mut self) -> Option<Result<Telegram, Fault>> {
		let length = usize::from(*self.bytes.get(1)?);
		if self.bytes.len() < length.saturating_add(AROUND) {
			return None;
		}
		let frame = std::mem::take(&mut self.bytes);
		if frame.last() != Some(&STOP) {
			// The start was none.
			let rest = frame.get(1..).unwrap_or_default().to_vec();
			return rest.into_iter().fold(None, |found, byte| self.push(byte).or(found));
		}
		Some(read(&frame))
	}
}

/// Whether these bytes begin a frame by radio (EN 13757-4): a meter sends by itself, with a long, a short or an
/// extended header, or none.
fn is_radio(bytes: &[u8; RADIO_HEADER]) -> bool {
	let [length, control, .., kind] = bytes;
	usize::from(*length) >= RADIO_HEADER
		&& *control == 0x44
		&& matches!(kind, 0x72 | 0x78 | 0x7a | 0x8c | 0x8d)
}

/// Whether these bytes can begin a frame.
fn begins(bytes: &[u8]) -> bool {
	match bytes {
		[] | [START] => true,
		[START, length] => usize::from(*length) >= HEADER,
		[START, length, again] => usize::from(*length) >= HEADER && length == again,
		[START, length, again, start, ..] => {
			usize::from(*length) >= HEADER && length == again && *start == START
		},
		_ => false,
	}
}

fn read(frame: &[u8]) -> Result<Telegram, Fault> {
	let [START, _, _, START, user @ .., check, STOP] = frame else {
		return Err(Fault::Format("no frame of M-Bus".into()));
	};
	let expected = user.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte));
	if *check != expected {
		let [found, expected] = [*check, expected].map(|sum| format!("{sum:02X}"));
		return Err(Fault::Checksum { found, expected });
	}
	let Some((header, records)) = user.split_at_checked(HEADER) else {
		return Err(Fault::Format("a frame of M-Bus without its header".into()));
	};
	let [_, _, VARIABLE_DATA, id @ .., medium, _, _, signature, more] = header else {
		return Err(Fault::Format("an answer of M-Bus other than variable data (CI 72)".into()));
	};
	// Heat is counted in Wh too.
	if *medium != ELECTRICITY {
		let what = medium_name(*medium);
		return Err(Fault::Format(format!(
			"a device on the M-Bus for {what}, not for electricity"
		)));
	}
	if (*signature, *more) != (0, 0) {
		return Err(Fault::Key("the answer is encrypted: M-Bus is read in the clear only"));
	}
	// Lowest byte first.
	let number = id.iter().take(4).rev().map(|byte| format!("{byte:02X}")).collect();
	let mut telegram = Telegram { device: Some(number), ..Telegram::default() };
	let mut rest = Bytes(records);
	while let Some((name, value)) = record(&mut rest)? {
		if let (Some(name), Some(value)) = (name, value) {
			telegram.registers.add(name, value)?;
		}
	}
	Ok(telegram)
}

/// What a device is for (EN 13757-7, table 13).
fn medium_name(medium: u8) -> String {
	match medium {
		0x03 => "gas".into(),
		0x04 | 0x0a..=0x0d => "heat or cold".into(),
		0x06 | 0x07 | 0x15 | 0x16 => "water".into(),
		0x08 => "heat costs".into(),
		0x1b => "the climate of a room".into(),
		other => format!("the medium {other:02X}"),
	}
}

/// Bytes that are read one after the other.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
	fn one(&mut self) -> Option<u8> {
		let (byte, rest) = self.0.split_first()?;
		self.0 = rest;
		Some(*byte)
	}

	fn some(&mut self, count: usize) -> Option<&'a [u8]> {
		let (bytes, rest) = self.0.split_at_checked(count)?;
		self.0 = rest;
		Some(bytes)
	}

	/// A byte and its extensions.
	fn chain(&mut self) -> Option<Vec<u8>> {
		let mut chain = vec![self.one()?];
		while chain.last().is_some_and(|byte| byte & 0x80 != 0) {
			// The standard allows ten.
			if chain.len() > 10 {
				return None;
			}
			chain.push(self.one()?);
		}
		Some(chain)
	}
}

type Record = (Option<Obis>, Option<Energy>);

/// The next record: a register of energy as it stands now, or something else.
fn record(bytes: &mut Bytes<'_>) -> Result<Option<Record>, Fault> {
	let cut = || Fault::Format("a record of M-Bus is cut off".into());
	let dif = loop {
		match bytes.0.first() {
			// Filling, and what only the maker knows.
			Some(0x2f) => bytes.0 = bytes.0.get(1..).unwrap_or_default(),
			None | Some(0x0f | 0x1f) => return Ok(None),
			Some(_) => break bytes.chain().ok_or_else(cut)?,
		}
	};
	let vif = bytes.chain().ok_or_else(cut)?;
	if vif.first().is_some_and(|vif| vif & 0x7f == 0x7c) {
		// A unit in words.
		let length = bytes.one().ok_or_else(cut)?;
		bytes.some(length.into()).ok_or_else(cut)?;
	}
	let coding = dif.first().map_or(0, |dif| dif & 0x0f);
	let length = match coding {
		0x0 | 0x8 => 0,
		0x1..=0x4 => usize::from(coding),
		0x5 => 4,
		0x6 => 6,
		0x7 => 8,
		0x9..=0xc => usize::from(coding).saturating_sub(8),
		0xe => 6,
		// Of a length of its own; the longer ones hold no register.
		_ => match bytes.one().ok_or_else(cut)? {
			length @ 0..=0xbf => length.into(),
			_ => return Err(Fault::Format("a record of M-Bus of an unknown length".into())),
		},
	};
	let data = bytes.some(length).ok_or_else(cut)?;
	let Some((direction, exponent)) = energy(&vif) else { return Ok(Some((None, None))) };
	let Some(tariff) = now(&dif) else { return Ok(Some((None, None))) };
	let name = Obis::energy(direction, tariff);
	let value = number(coding, data).ok_or_else(|| Fault::Number(name.to_string()))?;
	Ok(Some((Some(name), Some(Energy::scaled(value, exponent)?))))
}

/// The direction of a register of energy, and the power of ten of its unit in Wh.
fn energy(vif: &[u8]) -> Option<(u8, i32)> {
	let (exponent, more) = match vif {
		[vif, more @ ..] if vif & 0x78 == 0x00 => (i32::from(vif & 0x07) - 3, more),
		[0xfb, vif, more @ ..] if vif & 0x7e == 0x00 => (i32::from(vif & 0x01) + 5, more),
		_ => return None,
	};
	let mut direction = 1;
	for vife in more {
		match vife & 0x7f {
			0x3b => direction = 1,
			0x3c => direction = 2,
			// A thousand in a byte of its own, an error, a phase: not this register as it stands.
			_ => return None,
		}
	}
	Some((direction, exponent))
}

/// The tariff of a value as it stands now, of the device itself.
fn now(dif: &[u8]) -> Option<u8> {
	let (first, more) = dif.split_first()?;
	// A maximum, a minimum, or an earlier one.
	if first & 0x70 != 0 {
		return None;
	}
	match more {
		[] => Some(0),
		[dife] if dife & 0x4f == 0 => Some(dife >> 4 & 0x03),
		_ => None,
	}
}

/// A whole number, lowest byte first, in binary or in digits.
fn number(coding: u8, data: &[u8]) -> Option<i128> {
	let highest_first = data.iter().rev();
	match coding {
		0x1..=0x4 | 0x6 | 0x7 => {
			let negative = data.last()? & 0x80 != 0;
			let begin = if negative { -1 } else { 0 };
			Some(highest_first.fold(begin, |number, byte| number << 8 | i128::from(*byte)))
		},
		0x9..=0xc | 0xe => {
			let mut number = 0_i128;
			for byte in highest_first {
				for digit in [byte >> 4, byte & 0x0f] {
					// A letter is an error of the meter, or a minus sign.
					number = number * 10 + i128::from((digit <= 9).then_some(digit)?);
				}
			}
			Some(number)
		},
		_ => None,
	}
}
