// SPDX-License-Identifier: Apache-2.0

//! A meter that speaks P1, and what a bridge needs.

#![allow(dead_code, reason = "each test uses a part")]

use std::{
	io::Write,
	path::Path,
	sync::{Arc, Mutex},
	time::Duration,
};

use gridmerit_bridge::{
	Arrival, Bridge, Clock, Directions, Failure, Log, Settings, Shared, Signer, SignerError, Spool,
};
use gridmerit_meter::{H256, Keypair, Scheme, SignedReading, read_json};
use gridmerit_telegram::{Decoder, Format};

pub const QUARTER: i64 = 900_000;
/// 28 November 2026, 12:00 UTC.
pub const NOON: i64 = 1_795_867_200_000;
pub const FIRST: u32 = (NOON / QUARTER) as u32;
pub const GENESIS: H256 = H256([7; 32]);

pub fn key() -> Keypair {
	Keypair::from_suri(Scheme::Ed25519, "//Meter").unwrap()
}

/// CRC-16 of P1, bit by bit.
fn crc16(bytes: &[u8]) -> u16 {
	bytes.iter().fold(0, |crc, byte| {
		(0..8).fold(crc ^ u16::from(*byte), |crc, _| {
			if crc & 1 == 1 { (crc >> 1) ^ 0xa001 } else { crc >> 1 }
		})
	})
}

/// A telegram with these lines.
pub fn p1(lines: &[String]) -> Vec<u8> {
	let body = format!("/XMX5TEST\r\n\r\n{}\r\n!", lines.join("\r\n"));
	format!("{body}{:04X}\r\n", crc16(body.as_bytes())).into_bytes()
}

/// So many seconds after noon, as P1 writes it in winter.
pub fn p1_time(seconds: i64) -> String {
	let zone = jiff::tz::Offset::constant(1);
	let at = jiff::Timestamp::from_second(NOON / 1_000 + seconds).unwrap();
	zone.to_datetime(at).strftime("%y%m%d%H%M%SW").to_string()
}

/// A Dutch meter so many seconds after noon: tariffs, in Wh.
pub fn dutch(seconds: i64, import: [u64; 2], export: u64) -> Vec<u8> {
	of_device("E0001", seconds, import, export)
}

pub fn of_device(device: &str, seconds: i64, import: [u64; 2], export: u64) -> Vec<u8> {
	let kwh = |wh: u64| format!("{:06}.{:03}*kWh", wh / 1_000, wh % 1_000);
	p1(&[
		"1-3:0.2.8(50)".into(),
		format!("0-0:1.0.0({})", p1_time(seconds)),
		format!(
			"0-0:96.1.1({})",
			device.bytes().map(|byte| format!("{byte:02X}")).collect::<String>()
		),
		format!("1-0:1.8.1({})", kwh(import[0])),
		format!("1-0:1.8.2({})", kwh(import[1])),
		format!("1-0:2.8.1({})", kwh(export)),
		format!("1-0:2.8.2({})", kwh(0)),
	])
}

/// When something came: so many seconds after noon, on clocks that are right.
pub fn arrival(seconds: i64) -> Arrival {
	let steady = Duration::from_secs(u64::try_from(100_000 + seconds).unwrap());
	Arrival { system: NOON + seconds * 1_000 + 300, steady }
}

/// Keeps what is logged.
#[derive(Clone, Default)]
pub struct Said(Arc<Mutex<Vec<u8>>>);

impl Write for Said {
	fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
		self.0.lock().unwrap().write(bytes)
	}

	fn flush(&mut self) -> std::io::Result<()> {
		Ok(())
	}
}

impl Said {
	pub fn text(&self) -> String {
		String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
	}
}

/// A bridge, and what it shows.
pub struct Stand {
	pub bridge: Bridge,
	pub spool: Spool,
	pub status: Shared,
	pub said: Said,
}

pub const SETTINGS: Settings = Settings {
	clock: Clock::Both,
	tolerance: 30_000,
	nearest: 30_000,
	directions: Directions::Both,
	most: 100_000,
};

impl Stand {
	/// A new meter in this folder.
	pub fn new(folder: &Path) -> Self {
		let signer = Signer::create(folder, key(), GENESIS, 7, QUARTER).unwrap();
		Self::with(folder, signer, SETTINGS, Format::P1, 1_000).unwrap()
	}

	/// Goes on in this folder.
	pub fn again(folder: &Path) -> Self {
		Self::with(folder, open(folder).unwrap(), SETTINGS, Format::P1, 1_000).unwrap()
	}

	pub fn with(
		folder: &Path,
		signer: Signer,
		settings: Settings,
		format: Format,
		most: usize,
	) -> Result<Self, Failure> {
		let spool = Spool::open(folder, most).unwrap();
		let (status, said) = (Shared::default(), Said::default());
		let log = Log::new(said.clone());
		let bridge = Bridge::new(
			settings,
			Decoder::new(format),
			signer,
			spool.clone(),
			status.clone(),
			log,
		)?;
		Ok(Self { bridge, spool, status, said })
	}

	/// It hears a telegram that came in time; how many readings were signed.
	pub fn hear(&mut self, seconds: i64, import: [u64; 2], export: u64) -> usize {
		self.bridge.bytes(&dutch(seconds, import, export), arrival(seconds)).unwrap()
	}

	/// What waits in the spool.
	pub fn readings(&self) -> Vec<SignedReading> {
		let waiting = self.spool.waiting().unwrap();
		let lines = self.spool.lines(&waiting).unwrap();
		lines.values().map(|line| read_json(line.as_bytes()).unwrap()).collect()
	}
}

pub fn open(folder: &Path) -> Result<Signer, SignerError> {
	Signer::open(folder, key())
}
