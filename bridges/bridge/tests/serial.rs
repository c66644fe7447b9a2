// SPDX-License-Identifier: Apache-2.0

//! Serial ports, played by pseudo-terminals.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{
	io::{Read, Write},
	sync::mpsc::Receiver,
	thread,
	time::{Duration, Instant},
};

use gridmerit_bridge::{
	Log,
	source::{self, Event, Place, Reading},
};
use gridmerit_telegram::{Decoder, Format, Telegram};
use serialport::{SerialPort, TTYPort};

/// A port that nobody has set up yet, and its name.
fn port() -> (TTYPort, TTYPort, String) {
	let (mut meter, device) = TTYPort::pair().unwrap();
	meter.set_timeout(Duration::from_secs(30)).unwrap();
	let name = device.name().unwrap();
	(meter, device, name)
}

fn listen(name: &str, format: Format, ask: Option<Duration>) -> Receiver<Event> {
	let reading = Reading {
		place: Place::Serial(name.into()),
		format,
		line: None,
		ask,
		login: None,
		silence: Duration::from_secs(60),
	};
	source::read(reading, Instant::now(), Log::new(std::io::stderr()))
}

fn telegram(events: &Receiver<Event>, format: Format) -> Telegram {
	let mut decoder = Decoder::new(format);
	loop {
		match events.recv_timeout(Duration::from_secs(60)).unwrap() {
			Event::Bytes(bytes, _) => decoder.push(&bytes),
			Event::End(_) => panic!("a port has no end"),
		}
		if let Some(telegram) = decoder.next_telegram() {
			return telegram.unwrap();
		}
	}
}

/// Reads until this has come.
fn expect(meter: &mut TTYPort, wanted: &[u8]) {
	let mut heard = Vec::new();
	let mut byte = [0];
	while !heard.ends_with(wanted) {
		meter.read_exact(&mut byte).unwrap();
		heard.extend(byte);
		assert!(heard.len() < 100, "{heard:?}");
	}
}

#[test]
fn a_meter_that_sends_is_heard() {
	let (mut meter, _device, name) = port();
	let events = listen(&name, Format::Iec62056, None);
	let sender = thread::spawn(move || {
		// The port is set up some time: what was sent before may be lost.
		for _ in 0..200 {
			let _ = meter.write_all(b"/ABC5\r\n\r\n1.8.0(1.5*kWh)\r\n2.8.0(0*kWh)\r\n!\r\n");
			thread::sleep(Duration::from_millis(50));
		}
	});
	assert!(!telegram(&events, Format::Iec62056).registers.is_empty());
	drop(events);
	sender.join().unwrap();
}

#[test]
fn a_meter_of_mode_c_is_asked_and_told_to_go_on() {
	let (mut meter, _device, name) = port();
	let events = listen(&name, Format::Iec62056, Some(Duration::from_secs(3_600)));
	expect(&mut meter, b"/?!\r\n");
	meter.write_all(b"/ISk5MT174-0001\r\n").unwrap();
	// It offers 9600 baud, and hears yes.
	expect(&mut meter, b"\x06050\r\n");
	let block = b"1.8.0(0001234.567*kWh)\r\n2.8.0(0*kWh)\r\n!\r\n\x03";
	let check = block.iter().fold(0, |check, byte| check ^ byte);
	meter.write_all(&[b"\x02", block.as_slice(), &[check]].concat()).unwrap();
	assert!(!telegram(&events, Format::Iec62056).registers.is_empty());
}

#[test]
fn a_meter_on_an_m_bus_is_asked() {
	let (mut meter, _device, name) = port();
	let events = listen(&name, Format::Mbus, Some(Duration::from_secs(3_600)));
	expect(&mut meter, &[0x10, 0x40, 0xfe, 0x3e, 0x16]);
	meter.write_all(&[0xe5]).unwrap();
	expect(&mut meter, &[0x10, 0x7b, 0xfe, 0x79, 0x16]);
	let user = [8, 1, 0x72, 0x78, 0x56, 0x34, 0x12, 0x24, 0x40, 1, 2, 5, 0, 0, 0, 4, 3, 7, 0, 0, 0];
	let check = user.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte));
	let length = u8::try_from(user.len()).unwrap();
	meter
		.write_all(&[&[0x68, length, length, 0x68], user.as_slice(), &[check, 0x16]].concat())
		.unwrap();
	assert_eq!(telegram(&events, Format::Mbus).device.as_deref(), Some("12345678"));
}
