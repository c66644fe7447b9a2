// SPDX-License-Identifier: Apache-2.0

//! Reads the models of SunSpec over Modbus TCP, again and again.
//!
//! Source: MODBUS Messaging on TCP/IP Implementation Guide 1.0b (3.1), MODBUS Application Protocol 1.1b3 (6.3); SunSpec
//! Device Information Model Specification 1.2 (where a chain of models may begin, 4.1).

use std::{
	fmt,
	io::{self, Read, Write},
	net::TcpStream,
	str::FromStr,
	thread,
	time::{Duration, Instant},
};

use super::{Ended, Out, stream};

/// A device behind Modbus TCP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
	address: String,
	unit: u8,
}

impl FromStr for Unit {
	type Err = String;

	/// `HOST[:PORT][/UNIT]`.
	fn from_str(text: &str) -> Result<Self, String> {
		let (address, unit) = text.split_once('/').unwrap_or((text, "1"));
		let unit = unit.parse().map_err(|_| format!("{unit:?} is no unit: 0 to 255"))?;
		let (host, port) = address.rsplit_once(':').unwrap_or((address, "502"));
		let port = port.parse::<u16>().map_err(|_| format!("{port:?} is no port"))?;
		if host.is_empty() {
			return Err("needs a host: modbus:HOST[:PORT][/UNIT]".into());
		}
		Ok(Self { address: format!("{host}:{port}"), unit })
	}
}

impl fmt::Display for Unit {
	fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(to, "{}, unit {}", self.address, self.unit)
	}
}

/// Where a chain of models may begin.
const BASES: [u16; 3] = [40_000, 0, 50_000];
const MARK: [u8; 4] = *b"SunS";
const END: u16 = 0xffff;

/// The most registers at once.
const MOST: u16 = 125;

/// The most models; devices have about twenty.
const MODELS: usize = 100;

/// How long a device may take to answer.
const ANSWER: Duration = Duration::from_secs(5);

pub fn read(unit: &Unit, every: Duration, out: &Out) -> io::Result<Ended> {
	let mut device =
		Device { stream: stream::connect(&unit.address)?, unit: unit.unit, request: 0 };
	device.stream.set_read_timeout(Some(ANSWER))?;
	device.stream.set_write_timeout(Some(ANSWER))?;
	let base = device.base()?;
	loop {
		let begun = Instant::now();
		if out.bytes(&device.models(base)?).is_err() {
			return Ok(Ended::Gone);
		}
		thread::sleep(every.saturating_sub(begun.elapsed()));
	}
}

struct Device {
	stream: TcpStream,
	unit: u8,
	request: u16,
}

impl Device {
	/// Where its chain of models begins.
	fn base(&mut self) -> io::Result<u16> {
		for base in BASES {
			if matches!(self.registers(base, 2), Ok(mark) if mark == MARK) {
				return Ok(base);
			}
		}
		Err(io::Error::other("the device has no SunSpec models"))
	}

	/// Its models with their registers, the mark in front and the end behind.
	fn models(&mut self, base: u16) -> io::Result<Vec<u8>> {
		let end = || io::Error::other("the device's models have no end");
		let mut chain = MARK.to_vec();
		let mut at = base.checked_add(2).ok_or_else(end)?;
		for _ in 0..MODELS {
			let head = self.registers(at, 2)?;
			chain.extend_from_slice(&head);
			let [high, low, count_high, count_low] = head.as_slice() else { return Err(end()) };
			at = at.checked_add(2).ok_or_else(end)?;
			if u16::from_be_bytes([*high, *low]) == END {
				return Ok(chain);
			}
			let mut left = u16::from_be_bytes([*count_high, *count_low]);
			while left > 0 {
				let count = left.min(MOST);
				chain.extend(self.registers(at, count)?);
				at = at.checked_add(count).ok_or_else(end)?;
				left = left.saturating_sub(count);
			}
		}
		Err(end())
	}

	/// Some holding registers, highest byte first.
	fn registers(&mut self, at: u16, count: u16) -> io::Result<Vec<u8>> {
		const READ: u8 = 3;
		self.request = self.request.wrapping_add(1);
		let [id, at, count_bytes] = [self.request, at, count].map(u16::to_be_bytes);
		let head = [id[0], id[1], 0, 0, 0, 6, self.unit];
		self.stream.write_all(&[head.as_slice(), &[READ], &at, &count_bytes].concat())?;

		let bad = |what: &str| io::Error::other(format!("the answer is no Modbus TCP: {what}"));
		let mut head = [0; 7];
		self.stream.read_exact(&mut head)?;
		let [id_high, id_low, 0, 0, long_high, long_low, _] = head else { return Err(bad("head")) };
		let long = u16::from_be_bytes([long_high, long_low]);
		if [id_high, id_low] != id || !(3..=254).contains(&long) {
			return Err(bad("another request's, or too long"));
		}
		let mut answer = vec![0; usize::from(long).saturating_sub(1)];
		self.stream.read_exact(&mut answer)?;
		match answer.as_slice() {
			[READ, long, registers @ ..]
				if usize::from(*long) == registers.len()
					&& registers.len() == usize::from(count).saturating_mul(2) =>
			{
				Ok(registers.to_vec())
			},
			[code, why, ..] if code & 0x80 != 0 => {
				Err(io::Error::other(format!("the device refuses to be read (exception {why})")))
			},
			_ => Err(bad("registers")),
		}
	}
}
