// SPDX-License-Identifier: Apache-2.0

//! Serial ports: optical heads, P1 cables, and meters that wait to be asked.

use std::{
	io::{self, ErrorKind, Read, Write},
	str::FromStr,
	thread,
	time::{Duration, Instant},
};

use gridmerit_telegram::Format;
use serialport::{DataBits, Parity, SerialPort, StopBits};

use super::{Ended, Out, Reading};

/// Speed and bits of a line, `9600,7E1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
	baud: u32,
	bits: DataBits,
	parity: Parity,
}

impl Line {
	const fn new(baud: u32, bits: DataBits, parity: Parity) -> Self {
		Self { baud, bits, parity }
	}

	/// As meters of this format have it.
	pub fn usual(format: Format) -> Self {
		match format {
			Format::P1 => Self::new(115_200, DataBits::Eight, Parity::None),
			Format::Iec62056 => Self::new(9_600, DataBits::Seven, Parity::Even),
			Format::Sml => Self::new(9_600, DataBits::Eight, Parity::None),
			Format::Dlms | Format::Mbus | Format::SunSpec => {
				Self::new(2_400, DataBits::Eight, Parity::Even)
			},
		}
	}
}

impl FromStr for Line {
	type Err = &'static str;

	fn from_str(text: &str) -> Result<Self, Self::Err> {
		let (baud, form) = text.split_once(',').ok_or("is not of the form 9600,8N1")?;
		let baud = baud.parse().map_err(|_| "begins with no baud rate")?;
		let (bits, parity) = match form {
			"8N1" => (DataBits::Eight, Parity::None),
			"8E1" => (DataBits::Eight, Parity::Even),
			"7E1" => (DataBits::Seven, Parity::Even),
			_ => return Err("ends with none of 8N1, 8E1, 7E1"),
		};
		Ok(Self { baud, bits, parity })
	}
}

/// How long a read waits at most.
const READ: Duration = Duration::from_millis(500);

fn open(device: &str, line: Line) -> io::Result<Box<dyn SerialPort>> {
	let port = serialport::new(device, line.baud)
		.data_bits(line.bits)
		.parity(line.parity)
		.stop_bits(StopBits::One)
		.timeout(READ);
	Ok(port.open()?)
}

pub fn read(device: &str, reading: &Reading, out: &Out) -> io::Result<Ended> {
	let line = reading.line.unwrap_or_else(|| Line::usual(reading.format));
	match reading.ask {
		Some(every) if reading.format == Format::Mbus => ask_mbus(device, line, every, out),
		Some(every) => ask(device, line, every, out),
		None => listen(&mut *open(device, line)?, reading.silence, out),
	}
}

/// Passes on what comes; a port that is silent for long is opened anew.
fn listen(port: &mut dyn Read, silence: Duration, out: &Out) -> io::Result<Ended> {
	let mut last = Instant::now();
	let mut chunk = [0; 1_024];
	loop {
		match some(port, &mut chunk)? {
			[] if last.elapsed() > silence => {
				let seconds = silence.as_secs();
				return Err(io::Error::other(format!("nothing has come for {seconds} s")));
			},
			[] => {},
			bytes => {
				last = Instant::now();
				if out.bytes(bytes).is_err() {
					return Ok(Ended::Gone);
				}
			},
		}
	}
}

/// What is there; nothing if nothing came in time. A port that was taken out is an error.
fn some<'a>(port: &mut dyn Read, chunk: &'a mut [u8]) -> io::Result<&'a [u8]> {
	match port.read(chunk) {
		Ok(0) => Err(io::Error::new(ErrorKind::UnexpectedEof, "the port is gone")),
		Ok(read) => Ok(chunk.get(..read).unwrap_or_default()),
		Err(error) if [ErrorKind::TimedOut, ErrorKind::Interrupted].contains(&error.kind()) => {
			Ok(&[])
		},
		Err(error) => Err(error),
	}
}

/// Everybody listens at this speed (IEC 62056-21, 6.3).
const FIRST_BAUD: u32 = 300;

/// How long a meter may take for an answer, at that speed, and between bytes.
const ANSWER: Duration = Duration::from_secs(4);

/// Asks for a read-out in the modes A to C, again and again.
fn ask(device: &str, line: Line, every: Duration, out: &Out) -> io::Result<Ended> {
	let slow = Line { baud: FIRST_BAUD, ..line };
	loop {
		let begun = Instant::now();
		let mut port = open(device, slow)?;
		port.write_all(b"/?!\r\n")?;
		let name = identification(&mut *port)?;
		if let Some((baud, letter)) = name.get(4).and_then(|letter| speed(*letter)) {
			if letter.is_ascii_digit() {
				port.write_all(&[0x06, b'0', letter, b'0', b'\r', b'\n'])?;
				port.flush()?;
			}
			// The meter changes its speed when it has heard all of that.
			thread::sleep(Duration::from_millis(300));
			port.set_baud_rate(baud)?;
		}
		if out.bytes(&name).is_err() || read_out(&mut *port, out)?.is_none() {
			return Ok(Ended::Gone);
		}
		thread::sleep(every.saturating_sub(begun.elapsed()));
	}
}

/// To whatever meter is alone on the bus (EN 13757-2, 5.7): begin anew, and send what you have.
const BEGIN: [u8; 5] = [0x10, 0x40, 0xfe, 0x3e, 0x16];
const SEND: [u8; 5] = [0x10, 0x7b, 0xfe, 0x79, 0x16];

/// Asks the one meter of an M-Bus, again and again.
fn ask_mbus(device: &str, line: Line, every: Duration, out: &Out) -> io::Result<Ended> {
	let mut port = open(device, line)?;
	loop {
		let begun = Instant::now();
		port.write_all(&BEGIN)?;
		port.flush()?;
		// It says yes, in one byte.
		thread::sleep(READ);
		port.write_all(&SEND)?;
		port.flush()?;
		if read_out(&mut *port, out)?.is_none() {
			return Ok(Ended::Gone);
		}
		thread::sleep(every.saturating_sub(begun.elapsed()));
	}
}

/// The line in which a meter names itself.
fn identification(port: &mut dyn Read) -> io::Result<Vec<u8>> {
	let begun = Instant::now();
	let mut name = Vec::new();
	let mut byte = [0; 1];
	while begun.elapsed() < ANSWER && name.len() < 64 {
		for byte in some(port, &mut byte)? {
			// Some heads hear what they send.
			if *byte == b'/' {
				name.clear();
			}
			name.push(*byte);
		}
		if name.ends_with(b"\n") && name.starts_with(b"/") && !name.starts_with(b"/?") {
			return Ok(name);
		}
	}
	Err(io::Error::new(ErrorKind::TimedOut, "the meter does not answer the request for a read-out"))
}

/// The speed that a meter offers: a digit in mode C, where it waits for a yes, a letter in mode B.
fn speed(offer: u8) -> Option<(u32, u8)> {
	let steps = match offer {
		b'0'..=b'6' => offer.checked_sub(b'0')?,
		b'A'..=b'F' => offer.checked_sub(b'A')?.checked_add(1)?,
		_ => return None,
	};
	Some((FIRST_BAUD.checked_shl(steps.into())?, offer))
}

/// Passes on what comes until it stops; none if nobody listens.
fn read_out(port: &mut dyn Read, out: &Out) -> io::Result<Option<()>> {
	let mut last = Instant::now();
	let mut chunk = [0; 1_024];
	while last.elapsed() < ANSWER {
		let bytes = some(port, &mut chunk)?;
		if !bytes.is_empty() {
			last = Instant::now();
			if out.bytes(bytes).is_err() {
				return Ok(None);
			}
		}
	}
	Ok(Some(()))
}
