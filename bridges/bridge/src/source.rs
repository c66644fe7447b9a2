// SPDX-License-Identifier: Apache-2.0

//! Where a meter's bytes come from.

mod modbus;
mod mqtt;
mod serial;
mod stream;

use std::{
	fmt,
	path::PathBuf,
	str::FromStr,
	sync::mpsc::{SyncSender, sync_channel},
	thread,
	time::{Duration, Instant},
};

use gridmerit_telegram::Format;

use crate::{clock::Arrival, log::Log};

pub use modbus::Unit;
pub use mqtt::{Broker, Client, Login, MqttError};
pub use serial::Line;

/// What comes from a source.
#[derive(Debug)]
pub enum Event {
	/// Bytes, and when.
	Bytes(Vec<u8>, Arrival),
	/// Nothing more will come: a recording has ended, or cannot be read.
	End(Result<(), String>),
}

/// A place to read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
	/// `-`: standard input.
	Stdin,
	/// `file:PATH`: a recording.
	File(PathBuf),
	/// `serial:DEVICE`: a serial port.
	Serial(String),
	/// `tcp:HOST:PORT`: a serial port on the network.
	Tcp(String),
	/// `mqtt:HOST[:PORT]/TOPIC`: what somebody publishes.
	Mqtt(Broker, String),
	/// `modbus:HOST[:PORT][/UNIT]`: a device's registers.
	Modbus(Unit),
}

impl FromStr for Place {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		let forms = "one of -, file:PATH, serial:DEVICE, tcp:HOST:PORT, mqtt:HOST[:PORT]/TOPIC, \
		             modbus:HOST[:PORT][/UNIT]";
		if text == "-" {
			return Ok(Self::Stdin);
		}
		let (kind, rest) =
			text.split_once(':').ok_or_else(|| format!("is none of these: {forms}"))?;
		match kind {
			_ if rest.is_empty() => Err(format!("is incomplete: {forms}")),
			"file" => Ok(Self::File(rest.into())),
			"serial" => Ok(Self::Serial(rest.into())),
			"modbus" => rest.parse().map(Self::Modbus),
			"tcp" if port(rest) => Ok(Self::Tcp(rest.into())),
			"tcp" => Err("needs a port: tcp:HOST:PORT".into()),
			"mqtt" => {
				let (broker, topic) = rest
					.split_once('/')
					.filter(|(_, topic)| !topic.is_empty())
					.ok_or("needs a topic: mqtt:HOST[:PORT]/TOPIC")?;
				Ok(Self::Mqtt(broker.parse()?, topic.into()))
			},
			_ => Err(format!("is none of these: {forms}")),
		}
	}
}

/// Whether a port is named.
fn port(address: &str) -> bool {
	address
		.rsplit_once(':')
		.is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok())
}

impl fmt::Display for Place {
	fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Stdin => to.write_str("standard input"),
			Self::File(path) => write!(to, "{}", path.display()),
			Self::Serial(device) => to.write_str(device),
			Self::Tcp(address) => to.write_str(address),
			Self::Mqtt(broker, topic) => write!(to, "{broker}, topic {topic}"),
			Self::Modbus(unit) => unit.fmt(to),
		}
	}
}

/// How to read.
#[derive(Clone, Debug)]
pub struct Reading {
	/// Where.
	pub place: Place,
	/// What the meter speaks: serial lines are set for it.
	pub format: Format,
	/// Speed and bits of a serial line, if they are not the usual ones.
	pub line: Option<Line>,
	/// How often to ask for a read-out, of a meter that waits to be asked.
	pub ask: Option<Duration>,
	/// Name and password at the broker.
	pub login: Option<Login>,
	/// After so long without a byte a connection is made anew.
	pub silence: Duration,
}

/// How many chunks may wait: who reads a recording faster than it is worked on waits too.
const CHUNKS: usize = 64;

/// Where chunks go.
struct Out {
	events: SyncSender<Event>,
	beginning: Instant,
}

/// Nobody listens any more.
struct Gone;

impl Out {
	fn bytes(&self, bytes: &[u8]) -> Result<(), Gone> {
		let event = Event::Bytes(bytes.into(), Arrival::now(self.beginning));
		self.events.send(event).map_err(|_| Gone)
	}
}

/// How often registers are read unless it is said.
const POLL: Duration = Duration::from_secs(10);

/// The longest wait before a connection is tried again.
const LONGEST: Duration = Duration::from_secs(60);

/// Reads in a thread of its own; what is lost is found again.
pub fn read(reading: Reading, beginning: Instant, log: Log) -> std::sync::mpsc::Receiver<Event> {
	let (events, received) = sync_channel(CHUNKS);
	let out = Out { events, beginning };
	thread::spawn(move || {
		let name = reading.place.to_string();
		let mut wait = Duration::from_secs(1);
		loop {
			let begun = Instant::now();
			let ended = match &reading.place {
				Place::Stdin => stream::read_all(&mut std::io::stdin().lock(), &out),
				Place::File(path) => stream::read_file(path, &out),
				Place::Serial(device) => serial::read(device, &reading, &out),
				Place::Tcp(address) => stream::read_tcp(address, reading.silence, &out),
				Place::Modbus(unit) => modbus::read(unit, reading.ask.unwrap_or(POLL), &out),
				Place::Mqtt(broker, topic) => {
					mqtt::read(broker, topic, reading.login.as_ref(), &out)
				},
			};
			match ended {
				Ok(Ended::Gone) => return,
				Ok(Ended::End) => {
					let _ = out.events.send(Event::End(Ok(())));
					return;
				},
				Err(error) if matches!(reading.place, Place::Stdin | Place::File(_)) => {
					let _ = out.events.send(Event::End(Err(format!("{name}: {error}"))));
					return;
				},
				Err(error) => log.warn("source", &format!("{name}: {error}; it is tried again")),
			}
			if begun.elapsed() > LONGEST {
				wait = Duration::from_secs(1);
				log.over("source");
			}
			thread::sleep(wait);
			wait = wait.saturating_mul(2).min(LONGEST);
		}
	});
	received
}

/// How reading came to an end.
enum Ended {
	/// Nothing more will come.
	End,
	/// Nobody listens any more.
	Gone,
}
