// SPDX-License-Identifier: Apache-2.0

//! What P1 and IEC 62056-21 share: a line that names the meter, lines of `name(value*unit)`, and a `!`.

use crate::{Telegram, decoder::MAX_TELEGRAM, energy::Energy, fault::Fault, obis::Obis, p1};

const STX: u8 = 0x02;
const ETX: u8 = 0x03;

/// A telegram in text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
	/// From the `/` to the `!`, both included, as they came.
	pub body: Vec<u8>,
	/// What came behind the `!`: a line's end, in a block also ETX and the block check character.
	pub tail: Vec<u8>,
	/// Whether it is a block, which began with STX.
	pub block: bool,
}

/// Finds telegrams in a stream of characters.
#[derive(Debug, Default)]
pub(crate) struct Frames {
	body: Vec<u8>,
	/// Where the `!` is.
	end: Option<usize>,
	/// Whether a block began.
	block: bool,
}

impl Frames {
	/// The next byte; a telegram if it ends with this one.
	pub fn push(&mut self, byte: u8) -> Option<Result<Frame, Fault>> {
		let line_begins = matches!(self.body.last(), None | Some(b'\n' | &STX));
		if byte == b'/' && line_begins {
			let cut_off = !self.body.is_empty();
			*self = Self { body: vec![byte], ..Self::default() };
			return cut_off.then(|| Err(Fault::Format("a telegram is cut off".into())));
		}
		if self.body.is_empty() {
			return None;
		}
		if self.body.len() >= MAX_TELEGRAM {
			*self = Self::default();
			return Some(Err(Fault::TooLong(MAX_TELEGRAM)));
		}
		// Elsewhere it is a character that was changed on the way.
		self.block |= byte == STX && line_begins;
		// Some meters leave out the end of the last line. Behind a value no text can stand that has a mark of its own.
		if byte == b'!' && (line_begins || self.body.last() == Some(&b')')) {
			self.end = Some(self.body.len());
		}
		self.body.push(byte);
		let end = self.end?;
		let behind = self.body.get(end.saturating_add(1)..)?;
		let complete = match behind {
			// The block check character is whatever it is, a line's end too.
			[.., ETX, _] if self.block => true,
			[.., b'\n'] => !self.block,
			_ => false,
		};
		if !complete {
			return None;
		}
		let tail = behind.to_vec();
		let Self { mut body, block, .. } = std::mem::take(self);
		body.truncate(end.saturating_add(1));
		Some(Ok(Frame { body, tail, block }))
	}
}

/// A line `name(value)(value)…`; what else may come is none.
fn line(text: &str) -> Option<(&str, &str)> {
	let (name, rest) = text.trim().split_once('(')?;
	let (value, _) = rest.split_once(')')?;
	Some((name, value))
}

/// Names under which meters give their number, the best first. Those of gas and water meters behind one have
/// another channel.
const DEVICE: [&str; 6] = ["96.1.1", "42.0.0", "96.1.0", "C.1.0", "0.0.9", "0.0.0"];

/// Where in that list a name is.
fn device(name: &str) -> Option<usize> {
	let (medium, rest) = name.split_once(':').unwrap_or(("0-0", name));
	if !["0-0", "1-0"].contains(&medium) {
		return None;
	}
	let rest = rest.split_once('*').map_or(rest, |(rest, _)| rest);
	DEVICE.iter().position(|known| *known == rest)
}

/// Takes from the lines what is wanted; others are passed over.
pub(crate) fn lines(body: &[u8]) -> Result<Telegram, Fault> {
	let text = String::from_utf8_lossy(body);
	let mut telegram = Telegram::default();
	let mut best = DEVICE.len();
	for (name, value) in text.lines().filter_map(line) {
		let name = name.trim_start_matches(char::from(STX));
		if let Some(place) = device(name).filter(|place| *place < best && !value.is_empty()) {
			best = place;
			telegram.device = Some(value.into());
		}
		if name == "0-0:1.0.0" {
			telegram.time = p1::time(value);
		}
		let Some(obis) = Obis::parse(name).filter(|obis| obis.counts()) else { continue };
		if value.is_empty() {
			continue;
		}
		let (number, unit) = value.split_once('*').unwrap_or((value, ""));
		telegram.registers.add(obis, Energy::decimal(number, unit)?)?;
	}
	Ok(telegram)
}
