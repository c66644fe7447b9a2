// SPDX-License-Identifier: Apache-2.0

//! A small client of MQTT 3.1.1: what comes on a topic, and what the bridge shows of itself.

use std::{
	fmt,
	io::{self, ErrorKind, Read, Write},
	net::TcpStream,
	str::FromStr,
	time::{Duration, Instant},
};

use bytes::BytesMut;
use mqttbytes::{
	Error as PacketError, QoS,
	v4::{
		self, Connect, ConnectReturnCode, LastWill, Packet, PingReq, PubAck, Publish, Subscribe,
		SubscribeReasonCode,
	},
};

use super::{Ended, Out, stream};

/// A broker's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broker(String);

/// The port of brokers without TLS.
const PORT: u16 = 1883;

impl FromStr for Broker {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		let (host, port) = text.rsplit_once(':').unwrap_or((text, "1883"));
		let port = port.parse::<u16>().map_err(|_| format!("{port:?} is no port"))?;
		if host.is_empty() {
			Err("needs a host".into())
		} else {
			Ok(Self(format!("{host}:{port}")))
		}
	}
}

impl fmt::Display for Broker {
	fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
		to.write_str(self.0.strip_suffix(&format!(":{PORT}")).unwrap_or(&self.0))
	}
}

/// Name and password at a broker; never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
	name: String,
	password: String,
}

impl FromStr for Login {
	type Err = &'static str;

	/// `NAME:PASSWORD`.
	fn from_str(text: &str) -> Result<Self, Self::Err> {
		let (name, password) =
			text.trim().split_once(':').ok_or("is not of the form NAME:PASSWORD")?;
		Ok(Self { name: name.into(), password: password.into() })
	}
}

impl fmt::Debug for Login {
	fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
		to.write_str("Login")
	}
}

/// What goes wrong with a broker.
#[derive(Debug, thiserror::Error)]
pub enum MqttError {
	/// The connection.
	#[error(transparent)]
	Io(#[from] io::Error),
	/// What came is no MQTT.
	#[error("this is no MQTT 3.1.1: {0:?}")]
	Packet(PacketError),
	/// The broker says no.
	#[error("the broker refuses: {0}")]
	Refused(&'static str),
}

impl From<MqttError> for io::Error {
	fn from(error: MqttError) -> Self {
		match error {
			MqttError::Io(error) => error,
			other => Self::other(other),
		}
	}
}

/// The broker hears from us at least so often.
const KEEP_ALIVE: Duration = Duration::from_secs(30);

/// How long it may take to answer.
const ANSWER: Duration = Duration::from_secs(10);

/// The largest packet.
const LARGEST: usize = 1 << 18;

/// A connection to a broker.
#[derive(Debug)]
pub struct Client {
	stream: TcpStream,
	buffer: BytesMut,
	sent: Instant,
	heard: Instant,
}

impl Client {
	/// Connects. `will` is a topic and what the broker says there, and retains, when this program is gone.
	pub fn connect(
		broker: &Broker,
		id: &str,
		login: Option<&Login>,
		will: Option<(&str, &str)>,
	) -> Result<Self, MqttError> {
		let stream = stream::connect(&broker.0)?;
		stream.set_write_timeout(Some(ANSWER))?;
		stream.set_nodelay(true)?;
		let now = Instant::now();
		let mut client = Self { stream, buffer: BytesMut::new(), sent: now, heard: now };
		let mut connect = Connect::new(id);
		connect.keep_alive = KEEP_ALIVE.as_secs().try_into().unwrap_or(u16::MAX);
		if let Some(Login { name, password }) = login {
			connect.set_login(name, password);
		}
		connect.last_will =
			will.map(|(topic, text)| LastWill::new(topic, text, QoS::AtMostOnce, true));
		client.send(|to| connect.write(to))?;
		match client.packet(ANSWER)? {
			Some(Packet::ConnAck(answer)) => match answer.code {
				ConnectReturnCode::Success => Ok(client),
				ConnectReturnCode::BadUserNamePassword | ConnectReturnCode::NotAuthorized => {
					Err(MqttError::Refused("name or password are wrong"))
				},
				_ => Err(MqttError::Refused("it does not take this client")),
			},
			_ => Err(MqttError::Refused("it does not answer")),
		}
	}

	/// Asks for what is published on a topic.
	pub fn subscribe(&mut self, topic: &str) -> Result<(), MqttError> {
		let mut subscribe = Subscribe::new(topic, QoS::AtMostOnce);
		subscribe.pkid = 1;
		self.send(|to| subscribe.write(to))?;
		let begun = Instant::now();
		while begun.elapsed() < ANSWER {
			if let Some(Packet::SubAck(answer)) = self.packet(ANSWER)? {
				return match answer.return_codes.as_slice() {
					[SubscribeReasonCode::Success(_)] => Ok(()),
					_ => Err(MqttError::Refused("the topic may not be read")),
				};
			}
		}
		Err(MqttError::Refused("it does not answer"))
	}

	/// Publishes; the broker keeps it for whoever comes later.
	pub fn publish(&mut self, topic: &str, text: &str) -> Result<(), MqttError> {
		let mut publish = Publish::new(topic, QoS::AtMostOnce, text);
		publish.retain = true;
		self.send(|to| publish.write(to))
	}

	/// What was published, if something is within this time. Keeps the connection alive.
	pub fn receive(&mut self, wait: Duration) -> Result<Option<Publish>, MqttError> {
		let begun = Instant::now();
		loop {
			if self.heard.elapsed() > KEEP_ALIVE.saturating_add(ANSWER) {
				return Err(io::Error::new(ErrorKind::TimedOut, "the broker is silent").into());
			}
			if self.sent.elapsed() > KEEP_ALIVE / 2 {
				self.send(|to| PingReq.write(to))?;
			}
			let left = wait.saturating_sub(begun.elapsed());
			if left.is_zero() {
				return Ok(None);
			}
			if let Some(Packet::Publish(publish)) = self.packet(left.min(KEEP_ALIVE / 4))? {
				if publish.qos == QoS::AtLeastOnce {
					self.send(|to| PubAck::new(publish.pkid).write(to))?;
				}
				return Ok(Some(publish));
			}
		}
	}

	fn send(
		&mut self,
		write: impl FnOnce(&mut BytesMut) -> Result<usize, PacketError>,
	) -> Result<(), MqttError> {
		let mut packet = BytesMut::new();
		write(&mut packet).map_err(MqttError::Packet)?;
		self.stream.write_all(&packet)?;
		self.sent = Instant::now();
		Ok(())
	}

	/// The next packet, if it is there within this time.
	fn packet(&mut self, wait: Duration) -> Result<Option<Packet>, MqttError> {
		let begun = Instant::now();
		loop {
			match v4::read(&mut self.buffer, LARGEST) {
				Ok(packet) => return Ok(Some(packet)),
				Err(PacketError::InsufficientBytes(_)) => {},
				Err(error) => return Err(MqttError::Packet(error)),
			}
			let left = wait.saturating_sub(begun.elapsed());
			if left.is_zero() {
				return Ok(None);
			}
			self.stream.set_read_timeout(Some(left))?;
			let mut chunk = [0; 4_096];
			match self.stream.read(&mut chunk) {
				Ok(0) => {
					let closed = "the broker closed the connection";
					return Err(io::Error::new(ErrorKind::UnexpectedEof, closed).into());
				},
				Ok(read) => {
					self.heard = Instant::now();
					self.buffer.extend_from_slice(chunk.get(..read).unwrap_or_default());
				},
				Err(error) => match error.kind() {
					ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted => {},
					_ => return Err(error.into()),
				},
			}
		}
	}
}

/// Passes on what is published on a topic.
pub(super) fn read(
	broker: &Broker,
	topic: &str,
	login: Option<&Login>,
	out: &Out,
) -> io::Result<Ended> {
	let id = format!("gridmerit-source-{}", std::process::id());
	let mut client = Client::connect(broker, &id, login, None)?;
	client.subscribe(topic)?;
	loop {
		if let Some(publish) = client.receive(KEEP_ALIVE)? {
			// What the broker kept was said at another time.
			if !publish.retain && out.bytes(&publish.payload).is_err() {
				return Ok(Ended::Gone);
			}
		}
	}
}
