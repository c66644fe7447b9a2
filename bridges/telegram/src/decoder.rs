// SPDX-License-Identifier: Apache-2.0

//! From bytes as they come to telegrams.

use std::{collections::VecDeque, fmt, str::FromStr};

use crate::{
	Telegram,
	dlms::{self, Keys},
	fault::Fault,
	iec62056, mbus, p1, sml, sunspec, text,
};

/// The longest telegram, in bytes. Read-outs with the registers of years are some thousands.
pub const MAX_TELEGRAM: usize = 1 << 16;

/// What a meter speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
	/// The consumer port P1 of DSMR, e-MUCS (Belgium), Luxembourg and Sweden.
	P1,
	/// The read-out of IEC 62056-21, modes A, C and D.
	Iec62056,
	/// SML by BSI TR-03109, as German meters push it.
	Sml,
	/// Data notifications of DLMS/COSEM, in HDLC or in the wrapper of TCP.
	Dlms,
	/// Answers on a wired M-Bus.
	Mbus,
	/// Models of SunSpec, as they lie in a device's registers.
	SunSpec,
}

impl Format {
	/// All of them.
	pub const ALL: [Self; 6] =
		[Self::P1, Self::Iec62056, Self::Sml, Self::Dlms, Self::Mbus, Self::SunSpec];

	/// Its name in lower case.
	pub fn name(self) -> &'static str {
		match self {
			Self::P1 => "p1",
			Self::Iec62056 => "iec62056-21",
			Self::Sml => "sml",
			Self::Dlms => "dlms",
			Self::Mbus => "m-bus",
			Self::SunSpec => "sunspec",
		}
	}
}

impl fmt::Display for Format {
	fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
		to.write_str(self.name())
	}
}

impl FromStr for Format {
	type Err = String;

	fn from_str(name: &str) -> Result<Self, String> {
		Self::ALL
			.into_iter()
			.find(|format| format.name().eq_ignore_ascii_case(name))
			.ok_or_else(|| format!("is none of {}", Self::ALL.map(Self::name).join(", ")))
	}
}

/// Takes bytes and finds the telegrams in them, wherever one begins.
#[derive(Debug)]
pub struct Decoder {
	frames: Frames,
	ready: VecDeque<Result<Telegram, Fault>>,
}

#[derive(Debug)]
enum Frames {
	P1(text::Frames),
	Iec62056(text::Frames),
	Sml(sml::Frames),
	Dlms(dlms::Frames),
	Mbus(mbus::Frames),
	SunSpec(sunspec::Frames),
}

impl Decoder {
	/// One that waits for the beginning of a telegram.
	pub fn new(format: Format) -> Self {
		Self::with_keys(format, None)
	}

	/// One with the keys of a household, whose meter encrypts DLMS or P1; other formats have no use for them.
	pub fn with_keys(format: Format, keys: Option<Keys>) -> Self {
		let frames = match format {
			Format::P1 if keys.is_some() => Frames::Dlms(dlms::Frames::new(keys)),
			Format::P1 => Frames::P1(text::Frames::default()),
			Format::Iec62056 => Frames::Iec62056(text::Frames::default()),
			Format::Sml => Frames::Sml(sml::Frames::default()),
			Format::Dlms => Frames::Dlms(dlms::Frames::new(keys)),
			Format::Mbus => Frames::Mbus(mbus::Frames::default()),
			Format::SunSpec => Frames::SunSpec(sunspec::Frames::default()),
		};
		Self { frames, ready: VecDeque::new() }
	}

	/// Takes in what came next.
	pub fn push(&mut self, bytes: &[u8]) {
		for &byte in bytes {
			let telegram = match &mut self.frames {
				Frames::P1(frames) => frames.push(byte).map(|frame| p1::read(&frame?)),
				// A parity bit that nobody has taken off.
				Frames::Iec62056(frames) => {
					frames.push(byte & 0x7f).map(|frame| iec62056::read(&frame?))
				},
				Frames::Sml(frames) => frames.push(byte),
				Frames::Dlms(frames) => frames.push(byte),
				Frames::Mbus(frames) => frames.push(byte),
				Frames::SunSpec(frames) => frames.push(byte),
			};
			self.ready.extend(telegram);
		}
	}

	/// Nothing more comes: a file may leave out the last line's end.
	pub fn finish(&mut self) {
		if let Frames::P1(_) | Frames::Iec62056(_) = &self.frames {
			self.push(b"\r\n");
		}
	}

	/// The next telegram that is complete, or why it is not used.
	pub fn next_telegram(&mut self) -> Option<Result<Telegram, Fault>> {
		self.ready.pop_front()
	}
}
