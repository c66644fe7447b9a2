// SPDX-License-Identifier: Apache-2.0

//! SML, the Smart Message Language of German meters.
//!
//! Source: BSI TR-03109-1, annex IV "Feinspezifikation Drahtgebundene LMN-Schnittstelle", part b (SML 1.05). The
//! crate `sml-rs` finds the frames, checks them and reads the messages.

use sml_rs::{
	parser::{
		common::{ListEntry, Time, Value},
		complete::{GetListResponse, MessageBody, parse},
	},
	transport::{DecodeErr, Decoder},
	util::ArrayBuf,
};

use crate::{MeterTime, Telegram, energy::Energy, fault::Fault, obis::Obis};

/// Meters send some hundred bytes.
const LONGEST: usize = 8 << 10;

/// Wh in the list of units of IEC 62056-62.
const WH: u8 = 30;

/// Where a meter gives its number: its server id, or its device identification.
const DEVICE: [[u8; 6]; 2] = [[1, 0, 96, 1, 0, 255], [1, 0, 0, 0, 9, 255]];

/// Finds telegrams in a stream of bytes.
pub(crate) struct Frames {
	decoder: Box<Decoder<ArrayBuf<LONGEST>>>,
	/// Bytes since the decoder last had something to say.
	silent: usize,
}

impl Default for Frames {
	fn default() -> Self {
		Self { decoder: Box::new(Decoder::new()), silent: 0 }
	}
}

impl std::fmt::Debug for Frames {
	fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		to.write_str("sml::Frames")
	}
}

impl Frames {
	/// The next byte; a telegram if it ends with this one.
	pub fn push(&mut self, byte: u8) -> Option<Result<Telegram, Fault>> {
		// The decoder counts what it passes over in 16 bits.
		if self.silent > 2 * LONGEST {
			*self = Self::default();
			return Some(Err(Fault::TooLong(2 * LONGEST)));
		}
		self.silent = self.silent.saturating_add(1);
		let pushed = self.decoder.push_byte(byte);
		if !matches!(pushed, Ok(None)) {
			self.silent = 0;
		}
		match pushed {
			Ok(None) => None,
			Ok(Some(frame)) => Some(read(frame)),
			// What came before the first telegram.
			Err(DecodeErr::DiscardedBytes(_)) => None,
			Err(DecodeErr::InvalidMessage { checksum_mismatch: (expected, found), .. })
				if expected != found =>
			{
				let [found, expected] = [found, expected].map(|sum| format!("{sum:04X}"));
				Some(Err(Fault::Checksum { found, expected }))
			},
			Err(DecodeErr::OutOfMemory) => Some(Err(Fault::TooLong(LONGEST))),
			Err(error) => Some(Err(Fault::Format(error.to_string()))),
		}
	}
}

/// Reads the list of values in a file of SML.
fn read(frame: &[u8]) -> Result<Telegram, Fault> {
	let file = parse(frame).map_err(|error| Fault::Format(format!("no SML: {error}")))?;
	let mut telegram = Telegram::default();
	for message in file.messages {
		if let MessageBody::GetListResponse(list) = message.message_body {
			entries(&mut telegram, &list)?;
		}
	}
	Ok(telegram)
}

fn entries(telegram: &mut Telegram, list: &GetListResponse<'_>) -> Result<(), Fault> {
	telegram.device = Some(hex::encode(list.server_id));
	telegram.time = list.act_sensor_time.as_ref().and_then(time);
	let mut best = DEVICE.len();
	for entry in &list.val_list {
		let Ok(name) = <[u8; 6]>::try_from(entry.obj_name) else { continue };
		if let (Some(place), Value::Bytes(number)) =
			(DEVICE.iter().position(|known| *known == name), &entry.value)
			&& place < best
		{
			best = place;
			telegram.device = Some(hex::encode(number));
		}
		let name = Obis(name);
		if name.counts() {
			telegram.registers.add(name, energy(name, entry)?)?;
		}
	}
	Ok(())
}

fn energy(name: Obis, entry: &ListEntry<'_>) -> Result<Energy, Fault> {
	let value = match entry.value {
		Value::I8(value) => value.into(),
		Value::I16(value) => value.into(),
		Value::I32(value) => value.into(),
		Value::I64(value) => value.into(),
		Value::U8(value) => value.into(),
		Value::U16(value) => value.into(),
		Value::U32(value) => value.into(),
		Value::U64(value) => value.into(),
		_ => return Err(Fault::Number(name.to_string())),
	};
	match entry.unit {
		Some(WH) => Energy::scaled(value, entry.scaler.unwrap_or(0).into()),
		Some(other) => Err(Fault::Unit(format!("unit {other} of {name}"))),
		None => Err(Fault::Unit(format!("no unit of {name}"))),
	}
}

/// Seconds since the meter was started; meters without a clock of their own know no other time.
fn time(time: &Time) -> Option<MeterTime> {
	match time {
		Time::SecIndex(seconds) => Some(MeterTime::Uptime(*seconds)),
	}
}
