// SPDX-License-Identifier: Apache-2.0

//! P1, the consumer port of Dutch, Belgian, Luxembourg and Swedish meters.
//!
//! Sources: DSMR P1 companion standard 5.0.2 (sections 5 and 6), Fluvius e-MUCS P1 1.7, Swedenergy's
//! recommendation on the customer interface (2.0).

use crc::{CRC_16_ARC, Crc};
use jiff::civil::DateTime;

use crate::{
	MeterTime, Telegram,
	fault::Fault,
	text::{self, Frame},
};

const CRC: Crc<u16> = Crc::<u16>::new(&CRC_16_ARC);

/// The version of DSMR; meters that send it send a checksum.
const VERSIONS: [&[u8]; 2] = [b"\n1-3:0.2.8(", b"\n0-0:96.1.4("];

/// Checks a frame and reads it.
pub(crate) fn read(frame: &Frame) -> Result<Telegram, Fault> {
	let line_ends_changed = check(frame)?;
	let mut telegram = text::lines(&frame.body)?;
	telegram.device = telegram.device.map(|device| words(&device).unwrap_or(device));
	Ok(Telegram { line_ends_changed, ..telegram })
}

/// Whether the checksum is right only with the line ends that the meter sent.
fn check(Frame { body, tail, .. }: &Frame) -> Result<bool, Fault> {
	let tail = tail.trim_ascii();
	if tail.is_empty() {
		// Up to version 3 there was none.
		let later = VERSIONS.iter().any(|version| contains(body, version));
		let missing = || Fault::Format("the checksum behind the ! is missing".into());
		return if later { Err(missing()) } else { Ok(false) };
	}
	let found = std::str::from_utf8(tail)
		.ok()
		.filter(|tail| tail.len() == 4)
		.and_then(|tail| u16::from_str_radix(tail, 16).ok())
		.ok_or_else(|| Fault::Format("behind the ! there are no four hex digits".into()))?;
	let expected = CRC.checksum(body);
	if found == expected {
		return Ok(false);
	}
	if found == CRC.checksum(&with_crlf(body)) {
		return Ok(true);
	}
	Err(Fault::Checksum { found: format!("{found:04X}"), expected: format!("{expected:04X}") })
}

fn contains(body: &[u8], part: &[u8]) -> bool {
	body.windows(part.len()).any(|window| window == part)
}

/// The line ends that every meter sends.
fn with_crlf(body: &[u8]) -> Vec<u8> {
	let mut text = Vec::with_capacity(body.len());
	for &byte in body.iter().filter(|byte| **byte != b'\r') {
		if byte == b'\n' {
			text.push(b'\r');
		}
		text.push(byte);
	}
	text
}

/// The meter's clock, `YYMMDDhhmmss` with S in summer and W in winter: Central European Time. The letter is part of
/// the time wherever it stands, so the doubled hour is two hours; Swedish meters write W all year round.
pub(crate) fn time(text: &str) -> Option<MeterTime> {
	let (digits, letter) = text.split_at_checked(12)?;
	let hours = match letter {
		"S" => 2,
		"W" => 1,
		_ => return None,
	};
	let two = |at: usize| -> Option<i8> {
		let two = digits.get(at..at.checked_add(2)?)?;
		if two.bytes().all(|byte| byte.is_ascii_digit()) { two.parse().ok() } else { None }
	};
	let year = i16::from(two(0)?).checked_add(2_000)?;
	let local = DateTime::new(year, two(2)?, two(4)?, two(6)?, two(8)?, two(10)?, 0).ok()?;
	let utc = jiff::tz::Offset::constant(hours).to_timestamp(local).ok()?;
	Some(MeterTime::Utc(utc.as_millisecond()))
}

/// A device's number is sent as the hex digits of its characters.
fn words(hex: &str) -> Option<String> {
	let bytes = hex::decode(hex).ok()?;
	let printable = bytes.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ');
	String::from_utf8(bytes).ok().filter(|_| printable)
}
