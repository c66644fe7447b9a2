// SPDX-License-Identifier: Apache-2.0

//! A device behind Modbus TCP, read as the bridge reads it.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{
	io::{Read, Write},
	net::{TcpListener, TcpStream},
	sync::mpsc::Receiver,
	thread,
	time::{Duration, Instant},
};

use gridmerit_bridge::{
	Log,
	source::{self, Event, Place, Reading},
};
use gridmerit_telegram::{Decoder, Format, Obis};

/// A chain of a common model and a meter's, with 12 kWh drawn and 34.5 kWh fed in, in units of 100 Wh.
fn registers() -> Vec<u16> {
	let mut registers = vec![0x5375, 0x6e53, 1, 66];
	registers.extend([0; 66]);
	registers.extend([203, 105]);
	let mut meter = [0; 105];
	(meter[37], meter[45], meter[52]) = (345, 120, 2);
	registers.extend(meter);
	registers.extend([0xffff, 0]);
	registers
}

/// Answers what is asked, from register 40000 on; beyond what there is, with exception 2.
fn serve(mut stream: TcpStream, unit: u8) {
	let registers = registers();
	let mut request = [0; 12];
	while stream.read_exact(&mut request).is_ok() {
		assert_eq!((request[6], request[7]), (unit, 3));
		let at = usize::from(u16::from_be_bytes([request[8], request[9]]));
		let count = usize::from(u16::from_be_bytes([request[10], request[11]]));
		assert!((1..=125).contains(&count));
		let found = at.checked_sub(40_000).and_then(|at| registers.get(at..at + count));
		let body = match found {
			Some(found) => {
				let bytes: Vec<u8> =
					found.iter().flat_map(|register| register.to_be_bytes()).collect();
				[&[unit, 3, u8::try_from(bytes.len()).unwrap()], bytes.as_slice()].concat()
			},
			None => vec![unit, 0x83, 2],
		};
		let length = u16::try_from(body.len()).unwrap().to_be_bytes();
		let head = [request[0], request[1], 0, 0, length[0], length[1]];
		if stream.write_all(&[head.as_slice(), &body].concat()).is_err() {
			return;
		}
	}
}

fn read(place: &str) -> Receiver<Event> {
	let reading = Reading {
		place: place.parse::<Place>().unwrap(),
		format: Format::SunSpec,
		line: None,
		ask: Some(Duration::from_secs(1)),
		login: None,
		silence: Duration::from_secs(60),
	};
	source::read(reading, Instant::now(), Log::new(std::io::stderr()))
}

#[test]
fn a_meters_models_are_read_again_and_again() {
	let listener = TcpListener::bind("127.0.0.1:0").unwrap();
	let port = listener.local_addr().unwrap().port();
	thread::spawn(move || serve(listener.accept().unwrap().0, 7));
	let events = read(&format!("modbus:127.0.0.1:{port}/7"));
	for _ in 0..2 {
		let mut decoder = Decoder::new(Format::SunSpec);
		let Event::Bytes(bytes, _) = events.recv_timeout(Duration::from_secs(60)).unwrap() else {
			panic!("a device has no end");
		};
		decoder.push(&bytes);
		let registers = decoder.next_telegram().unwrap().unwrap().registers;
		let wh = |direction| registers.get(Obis::energy(direction, 0)).unwrap().whole_wh();
		assert_eq!((wh(1), wh(2)), (12_000, 34_500));
	}
}

#[test]
fn what_is_no_modbus_is_tried_again() {
	let listener = TcpListener::bind("127.0.0.1:0").unwrap();
	let port = listener.local_addr().unwrap().port();
	let events = read(&format!("modbus:127.0.0.1:{port}"));
	for answer in [
		&b"HTTP/1.1 400 Bad Request\r\n\r\n"[..],
		&[0, 1, 0, 0, 0, 3, 1, 3, 0],
		&[0, 9, 0, 0, 0xff, 0xff, 1],
		b"",
	] {
		let (mut stream, _) = listener.accept().unwrap();
		let mut request = [0; 12];
		stream.read_exact(&mut request).unwrap();
		stream.write_all(answer).unwrap();
	}
	thread::spawn(move || serve(listener.accept().unwrap().0, 1));
	assert!(matches!(events.recv_timeout(Duration::from_secs(90)).unwrap(), Event::Bytes(..)));
}
