// SPDX-License-Identifier: Apache-2.0

//! The data of a notification, whatever its shape: a register is its name, its value, and then its scaler and unit.

use jiff::{civil::DateTime, tz::Offset};

use crate::{MeterTime, Telegram, energy::Energy, fault::Fault, obis::Obis};

/// Wh in the list of units.
const WH: u8 = 30;

/// How deep values may be within each other.
const DEEPEST: u8 = 16;

/// Names of the clock, and of the device.
const CLOCK: [u8; 6] = [0, 0, 1, 0, 0, 255];
const DEVICE: [[u8; 6]; 3] = [[0, 0, 96, 1, 0, 255], [0, 0, 42, 0, 0, 255], [1, 0, 0, 0, 0, 255]];

/// A value that holds no others.
#[derive(Debug)]
enum Leaf {
	Octets(Vec<u8>),
	Number(i128),
	Unit(u8),
	Other,
}

/// Reads a data notification.
pub fn read(unit: &[u8]) -> Result<Telegram, Fault> {
	// Its tag, an invocation id of four bytes, a date.
	let mut bytes = unit.get(5..).ok_or_else(cut)?;
	let date = octets(&mut bytes)?;
	let mut leaves = Vec::new();
	value(&mut bytes, DEEPEST, &mut leaves)?;

	let mut telegram = Telegram { time: time(&date), ..Telegram::default() };
	let mut best = DEVICE.len();
	for (at, leaf) in leaves.iter().enumerate() {
		let Leaf::Octets(name) = leaf else { continue };
		let Ok(name) = <[u8; 6]>::try_from(name.as_slice()) else { continue };
		let next = |step: usize| leaves.get(at.saturating_add(step));
		match next(1) {
			Some(Leaf::Octets(date)) if name == CLOCK => telegram.time = time(date),
			Some(Leaf::Octets(number)) => {
				if let Some(place) = DEVICE.iter().position(|known| *known == name)
					&& place < best
				{
					best = place;
					telegram.device = Some(words(number));
				}
			},
			Some(Leaf::Number(value)) if Obis(name).counts() => {
				let name = Obis(name);
				let (Some(Leaf::Number(scaler)), Some(Leaf::Unit(unit))) = (next(2), next(3))
				else {
					return Err(Fault::Unit(format!("no scaler and unit of {name}")));
				};
				if *unit != WH {
					return Err(Fault::Unit(format!("unit {unit} of {name}")));
				}
				let scaler = i32::try_from(*scaler).map_err(|_| Fault::TooLarge)?;
				telegram.registers.add(name, Energy::scaled(*value, scaler)?)?;
			},
			_ => {},
		}
	}
	Ok(telegram)
}

fn cut() -> Fault {
	Fault::Format("a data notification is cut off".into())
}

fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Result<&'a [u8], Fault> {
	let (taken, rest) = bytes.split_at_checked(count).ok_or_else(cut)?;
	*bytes = rest;
	Ok(taken)
}

fn byte(bytes: &mut &[u8]) -> Result<u8, Fault> {
	take(bytes, 1)?.first().copied().ok_or_else(cut)
}

/// A length or a count, on one to three bytes.
fn count(bytes: &mut &[u8]) -> Result<usize, Fault> {
	let more = match byte(bytes)? {
		small @ 0..=0x7f => return Ok(small.into()),
		0x81 => 1,
		0x82 => 2,
		_ => return Err(Fault::Format("a length of DLMS beyond 65535".into())),
	};
	Ok(take(bytes, more)?.iter().fold(0, |count, byte| count << 8 | usize::from(*byte)))
}

fn octets(bytes: &mut &[u8]) -> Result<Vec<u8>, Fault> {
	let count = count(bytes)?;
	Ok(take(bytes, count)?.to_vec())
}

/// Reads a value, and puts what it holds at the end.
fn value(bytes: &mut &[u8], deep: u8, leaves: &mut Vec<Leaf>) -> Result<(), Fault> {
	let kind = byte(bytes)?;
	let leaf = match kind {
		0x01 | 0x02 => {
			let deep = deep.checked_sub(1).ok_or_else(cut)?;
			// Each value takes at least a byte, so a count cannot be beyond what is there.
			for _ in 0..count(bytes)? {
				value(bytes, deep, leaves)?;
			}
			return Ok(());
		},
		0x00 => Leaf::Other,
		0x05 => number(take(bytes, 4)?, true),
		0x06 => number(take(bytes, 4)?, false),
		0x09 | 0x0a | 0x0c => Leaf::Octets(octets(bytes)?),
		0x0f => number(take(bytes, 1)?, true),
		0x10 => number(take(bytes, 2)?, true),
		0x11 => number(take(bytes, 1)?, false),
		0x12 => number(take(bytes, 2)?, false),
		0x14 => number(take(bytes, 8)?, true),
		0x15 => number(take(bytes, 8)?, false),
		0x16 => Leaf::Unit(byte(bytes)?),
		0x19 => Leaf::Octets(take(bytes, 12)?.to_vec()),
		0x04 => {
			let bits = count(bytes)?;
			take(bytes, bits.div_ceil(8))?;
			Leaf::Other
		},
		other => {
			let length = match other {
				0x03 | 0x0d => 1,
				0x17 | 0x1b => 4,
				0x18 => 8,
				0x1a => 5,
				_ => {
					return Err(Fault::Format(format!(
						"a value of DLMS of the unknown kind {other}"
					)));
				},
			};
			take(bytes, length)?;
			Leaf::Other
		},
	};
	leaves.push(leaf);
	Ok(())
}

/// Highest byte first.
fn number(bytes: &[u8], signed: bool) -> Leaf {
	let negative = signed && bytes.first().is_some_and(|byte| byte & 0x80 != 0);
	let begin = if negative { -1 } else { 0 };
	Leaf::Number(bytes.iter().fold(begin, |number, byte| number << 8 | i128::from(*byte)))
}

/// A date and time that says how far it is from UTC: the deviation is what has to be added to come to UTC, in minutes.
fn time(date: &[u8]) -> Option<MeterTime> {
	let [year_high, year, month, day, _, hour, minute, second, hundredths, deviation @ .., _] =
		date
	else {
		return None;
	};
	let deviation = i16::from_be_bytes(deviation.try_into().ok()?);
	let year = i16::from_be_bytes([*year_high, *year]);
	let [month, day, hour, minute, second] =
		[month, day, hour, minute, second].map(|field| i8::try_from(*field).ok());
	let local = DateTime::new(year, month?, day?, hour?, minute?, second?, 0).ok()?;
	// 0x8000: not specified; no place is further away than a day.
	let seconds = i32::from(deviation).checked_mul(-60)?;
	let at = Offset::from_seconds(seconds).ok()?.to_timestamp(local).ok()?.as_millisecond();
	let hundredths = i64::from(if *hundredths < 100 { *hundredths } else { 0 });
	at.checked_add(hundredths.checked_mul(10)?).map(MeterTime::Utc)
}

/// A number in words, or in hex.
fn words(number: &[u8]) -> String {
	let printable =
		!number.is_empty() && number.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ');
	if printable { String::from_utf8_lossy(number).into_owned() } else { hex::encode(number) }
}
