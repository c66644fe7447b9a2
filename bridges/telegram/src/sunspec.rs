// SPDX-License-Identifier: Apache-2.0

//! SunSpec: the models of an inverter or of a meter behind Modbus, one after the other as they lie in its registers.
//!
//! Source: SunSpec Device Information Model Specification 1.2 (chain of models, 4; types, 4.3) and the models 1, 101 to
//! 103, 201 to 204 and 701. Floats (111 to 113, 211 to 214) do not hold a register to the Wh and are not used.

use crate::{Telegram, decoder::MAX_TELEGRAM, energy::Energy, fault::Fault, obis::Obis};

/// How a chain of models begins.
const MARK: [u8; 4] = *b"SunS";

/// What stands in the place of a model's number behind the last one.
const END: u16 = 0xffff;

/// A scale factor that is not there.
const NO_SCALE: i16 = i16::MIN;

/// Finds chains of models in a stream of bytes: the mark, models with number and length, and the end.
#[derive(Debug, Default)]
pub(crate) struct Frames {
	bytes: Vec<u8>,
	/// Where the next model begins.
	next: usize,
}

impl Frames {
	/// The next byte; a telegram if it ends with this one.
	pub fn push(&mut self, byte: u8) -> Option<Result<Telegram, Fault>> {
		self.bytes.push(byte);
		while !MARK.starts_with(self.bytes.get(..MARK.len()).unwrap_or(&self.bytes)) {
			self.bytes.remove(0);
			self.next = 0;
		}
		if self.bytes.len() > MAX_TELEGRAM {
			*self = Self::default();
			return Some(Err(Fault::TooLong(MAX_TELEGRAM)));
		}
		self.next = self.next.max(MARK.len());
		let model = self.bytes.get(self.next..).and_then(Model::new)?;
		if model.number != END {
			self.next = self.next.saturating_add(model.length());
			return None;
		}
		let Self { bytes, .. } = std::mem::take(self);
		Some(read(bytes.get(MARK.len()..).unwrap_or_default()))
	}
}

/// A model: its number, and its registers with number and length.
struct Model<'a> {
	number: u16,
	registers: &'a [u8],
}

impl<'a> Model<'a> {
	/// The one that begins here, if its head is here.
	fn new(bytes: &'a [u8]) -> Option<Self> {
		let [high, low, count_high, count_low, ..] = bytes else { return None };
		let number = u16::from_be_bytes([*high, *low]);
		let count = usize::from(u16::from_be_bytes([*count_high, *count_low]));
		let length = count.saturating_mul(2).saturating_add(4);
		Some(Self { number, registers: bytes.get(..length).unwrap_or(bytes) })
	}

	/// In bytes, by its head.
	fn length(&self) -> usize {
		let count = self.number_at(1, 1).unwrap_or(0);
		usize::try_from(count).map_or(usize::MAX, |count| count.saturating_mul(2).saturating_add(4))
	}

	fn bytes_at(&self, register: usize, count: usize) -> Option<&'a [u8]> {
		let at = register.checked_mul(2)?;
		self.registers.get(at..at.checked_add(count.checked_mul(2)?)?)
	}

	/// An unsigned number, highest byte first.
	fn number_at(&self, register: usize, count: usize) -> Option<u64> {
		let bytes = self.bytes_at(register, count)?;
		Some(bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
	}

	/// A register of energy at this place, with its scale factor at that one.
	fn energy(&self, at: usize, count: usize, scale: usize) -> Result<Energy, Fault> {
		let cut = || Fault::Format(format!("model {} of SunSpec is cut off", self.number));
		let value = self.number_at(at, count).ok_or_else(cut)?;
		let scale = self.bytes_at(scale, 1).and_then(|bytes| bytes.try_into().ok());
		match scale.map(i16::from_be_bytes).ok_or_else(cut)? {
			NO_SCALE => {
				Err(Fault::Unit(format!("no scale factor in model {} of SunSpec", self.number)))
			},
			scale => Energy::scaled(value.into(), scale.into()),
		}
	}
}

const IMPORT: Obis = Obis::energy(1, 0);
const EXPORT: Obis = Obis::energy(2, 0);

/// How well a model knows what goes over the grid's connection: a meter, a DER with both directions, an inverter.
fn rank(number: u16) -> Option<u8> {
	match number {
		201..=204 => Some(2),
		701 => Some(1),
		101..=103 => Some(0),
		_ => None,
	}
}

fn read(mut bytes: &[u8]) -> Result<Telegram, Fault> {
	let mut telegram = Telegram::default();
	let mut models = Vec::new();
	while let Some(model) = Model::new(bytes).filter(|model| model.number != END) {
		if model.number == 1 {
			let serial = model.bytes_at(50, 16).unwrap_or_default();
			let serial = String::from_utf8_lossy(serial);
			let serial = serial.trim_matches(|c: char| c == '\0' || c.is_whitespace());
			telegram.device = (!serial.is_empty()).then(|| serial.into());
		}
		bytes = bytes.get(model.length()..).unwrap_or_default();
		models.extend(rank(model.number).map(|rank| (rank, model)));
	}
	let best = models.iter().map(|(rank, _)| *rank).max();
	for (rank, model) in models {
		match rank {
			rank if Some(rank) != best => {},
			2 => {
				telegram.registers.add(EXPORT, model.energy(38, 2, 54)?)?;
				telegram.registers.add(IMPORT, model.energy(46, 2, 54)?)?;
			},
			1 => {
				telegram.registers.add(EXPORT, model.energy(19, 4, 120)?)?;
				telegram.registers.add(IMPORT, model.energy(23, 4, 120)?)?;
			},
			_ => telegram.registers.add(EXPORT, model.energy(24, 2, 26)?)?,
		}
	}
	Ok(telegram)
}
