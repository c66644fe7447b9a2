// SPDX-License-Identifier: Apache-2.0

//! SML, the Smart Message Language of German meters.
//!
//! Source: BSI TR-03109-1, annex IV "Feinspezifikation Drahtgebundene LMN-Schnittstelle", part b (SML 1.05): 8
//! (transport, version 1), 6 (encoding), 5.1.9 (lists of values). What meters do otherwise is known from recordings
//! (`scripts/dumps.sh`): DZG fills up with four bytes where three are the most, and some Holley compute their
//! checksums with another beginning, end and order. So a telegram counts if the checksum of the whole is right by one of both,
//! and those of its messages, which it covers, are not looked at. The crate sml-rs 0.4 refuses these telegrams.

mod element;
mod frames;

use crate::{MeterTime, Telegram, energy::Energy, fault::Fault, obis::Obis};
use element::{Element, elements};
pub(crate) use frames::Frames;

/// Wh in the list of units of IEC 62056-62.
const WH: i128 = 30;

/// The message that holds a list of values.
const LIST: i128 = 0x0701;

/// The time is the meter's count of seconds.
const SECONDS: i128 = 1;

/// Where a meter gives its number: its server id, or its device identification.
const DEVICE: [[u8; 6]; 2] = [[1, 0, 96, 1, 0, 255], [1, 0, 0, 0, 9, 255]];

/// Reads the lists of values in what a frame holds.
fn read(content: &[u8]) -> Result<Telegram, Fault> {
	let mut telegram = Telegram::default();
	for message in elements(content)? {
		let Some([_, _, _, body, ..]) = message.list() else {
			return Err(Fault::Format("no SML: a message is not laid out as one".into()));
		};
		if let Some([Element::Number(LIST), list]) = body.list() {
			entries(&mut telegram, list)?;
		}
	}
	Ok(telegram)
}

fn entries(telegram: &mut Telegram, list: &Element<'_>) -> Result<(), Fault> {
	let Some([_, server, _, time, Element::List(entries), ..]) = list.list() else {
		return Err(Fault::Format("no SML: a list of values is not laid out as one".into()));
	};
	if let Element::Octets(server) = server {
		telegram.device = Some(hex::encode(server));
	}
	telegram.time = seconds(time);
	let mut best = DEVICE.len();
	for entry in entries {
		let Some([Element::Octets(name), _, _, unit, scaler, value, ..]) = entry.list() else {
			continue;
		};
		let Ok(name) = <[u8; 6]>::try_from(*name) else { continue };
		if let (Some(place), Element::Octets(number)) =
			(DEVICE.iter().position(|known| *known == name), value)
			&& place < best
		{
			best = place;
			telegram.device = Some(hex::encode(number));
		}
		let name = Obis(name);
		if name.counts() {
			telegram.registers.add(name, energy(name, unit, scaler, value)?)?;
		}
	}
	Ok(())
}

fn energy(
	name: Obis,
	unit: &Element<'_>,
	scaler: &Element<'_>,
	value: &Element<'_>,
) -> Result<Energy, Fault> {
	let Element::Number(value) = value else { return Err(Fault::Number(name.to_string())) };
	let scaler = match scaler {
		Element::Number(scaler) => i32::try_from(*scaler).map_err(|_| Fault::TooLarge)?,
		_ => 0,
	};
	match unit {
		Element::Number(WH) => Energy::scaled(*value, scaler),
		Element::Number(other) => Err(Fault::Unit(format!("unit {other} of {name}"))),
		_ => Err(Fault::Unit(format!("no unit of {name}"))),
	}
}

/// Seconds since the meter was started; meters without a clock of their own know no other time.
fn seconds(time: &Element<'_>) -> Option<MeterTime> {
	match time.list()? {
		[Element::Number(SECONDS), Element::Number(seconds)] => {
			u32::try_from(*seconds).ok().map(MeterTime::Uptime)
		},
		_ => None,
	}
}
