// SPDX-License-Identifier: Apache-2.0

//! The command line.

use std::{fs, path::PathBuf, time::Duration};

use clap::{ArgGroup, Parser};
use gridmerit_bridge::{
	Clock, Directions, Relay, SECRET, Settings, Waits,
	source::{Broker, Line, Login, Place},
};
use gridmerit_meter::{H256, HexError, Keypair, MeterIndex, Scheme, parse_hash};
use gridmerit_telegram::{Direction, Format, Key, Keys};

const EXAMPLES: &str = "\
Begin with a P1 cable, and go on (docs/bridge.md has more):
  gridmerit-meter bridge --dir /var/lib/meter --suri-file key --new --genesis 0x… --meter 7 \\
    --format p1 --source serial:/dev/ttyUSB0 \\
    --deliver 'gridmerit-agent meter --url wss://… --readings -'
  gridmerit-meter bridge --dir /var/lib/meter --suri-file key --format p1 --source serial:/dev/ttyUSB0 \\
    --deliver 'gridmerit-agent meter --url wss://… --readings -'";

/// Reads what a real meter sends and signs a reading for each delivery interval.
///
/// It takes the register nearest to each boundary between two intervals and says how far off it was. Signed readings
/// wait in a folder until the relay has taken them, oldest first. What cannot be known is not stated: the interval
/// stays without a reading, and the registers of the next one carry on.
///
/// Status 0: a recording was read and all of it is delivered; 1: something of it is not; 2: it cannot go on, or has
/// found no telegram, and the last line says why.
#[derive(Parser)]
#[command(
	name = "gridmerit-meter bridge",
	bin_name = "gridmerit-meter bridge",
	version,
	verbatim_doc_comment,
	after_help = EXAMPLES,
	group = ArgGroup::new("relay"),
)]
pub struct Options {
	/// What the meter speaks: p1, iec62056-21, sml, dlms, m-bus, sunspec.
	#[arg(long)]
	pub format: Format,
	/// Where it is heard: serial:DEVICE, tcp:HOST:PORT, mqtt:HOST[:PORT]/TOPIC, modbus:HOST[:PORT][/UNIT] (sunspec),
	/// file:PATH or - for standard input.
	#[arg(long)]
	pub source: Place,
	/// Folder for the meter's state and for readings that are not delivered yet.
	#[arg(long)]
	pub dir: PathBuf,

	/// ed25519, sr25519 or ecdsa.
	#[arg(long, default_value = "sr25519")]
	scheme: Scheme,
	/// The meter's secret. Others on this computer can see it: better a file or the variable GRIDMERIT_METER_SURI.
	#[arg(long, conflicts_with = "suri_file")]
	suri: Option<String>,
	/// File with the secret.
	#[arg(long, value_name = "FILE")]
	suri_file: Option<PathBuf>,

	/// Begin: the folder has no state yet.
	#[arg(long, requires = "genesis", requires = "meter")]
	pub new: bool,
	/// Hash of the chain's first block.
	#[arg(long, value_name = "0xHASH", value_parser = hash, requires = "new")]
	pub genesis: Option<H256>,
	/// The meter's index on the chain.
	#[arg(long, value_name = "INDEX", requires = "new")]
	pub meter: Option<MeterIndex>,
	/// Length of a delivery interval, as the chain has it.
	#[arg(
		long,
		value_name = "SECONDS",
		default_value_t = 900,
		value_parser = clap::value_parser!(u32).range(1..=86_400),
		requires = "new",
	)]
	pub interval: u32,

	/// Run this command of the shell for readings that wait, a line of JSON each on its standard input. Status 0:
	/// taken; 3: all that was refused counts already; 1: a reading was refused or not delivered; others: nothing was.
	#[arg(long, value_name = "COMMAND", group = "relay")]
	deliver: Option<String>,
	/// Write readings at the end of a file; without this and --deliver, to standard output.
	#[arg(long, value_name = "FILE", group = "relay")]
	output: Option<PathBuf>,
	/// How long the command may take.
	#[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..))]
	deliver_timeout: u32,
	/// Wait so long after a delivery failed; twice as long after each further one, up to ten minutes.
	#[arg(long, value_name = "SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=600))]
	retry: u32,
	/// The most readings that wait; then no more are signed until some are delivered.
	#[arg(long, value_name = "READINGS", default_value_t = 9_600, value_parser = clap::value_parser!(u32).range(1..))]
	pub spool: u32,

	/// How far from a boundary its register may be; at most half of an interval.
	#[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u32).range(0..=43_200))]
	nearest: u32,
	/// Whose clock decides: both (the meter's, if this computer's agrees; this computer's if the meter has none), meter
	/// (alone: that of file: by itself, and to be said for a recording that comes by standard input), system.
	#[arg(long)]
	clock: Option<Clock>,
	/// By how much the two clocks may differ, and one clock may be set at once.
	#[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=43_200))]
	clock_tolerance: u32,
	/// The meter counts one direction only: import or export.
	#[arg(long, value_name = "DIRECTION", value_parser = direction)]
	only: Option<Direction>,
	/// The largest power of the connection: registers that go up faster are not believed.
	#[arg(long, value_name = "KW", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..))]
	max_kw: u32,
	/// Warn, and connect anew, when nothing has come for so long.
	#[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u32).range(1..))]
	silence: u32,

	/// Speed and bits of a serial port, such as 9600,7E1, if they are not the format's usual ones.
	#[arg(long, value_name = "BAUD,BITS")]
	pub line: Option<Line>,
	/// Ask so often a meter that does not send by itself: IEC 62056-21 (modes A to C) and M-Bus at a serial port;
	/// SunSpec, of which 10 is usual.
	#[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=43_200))]
	ask: Option<u32>,
	/// File with the household's key from the grid operator, in hex, for meters that encrypt (dlms, p1 in Luxembourg); an
	/// authentication key stands on its second line.
	#[arg(long, value_name = "FILE")]
	key_file: Option<PathBuf>,
	/// Show the bridge to Home Assistant at this broker.
	#[arg(long, value_name = "HOST[:PORT]")]
	pub home: Option<Broker>,
	/// File with NAME:PASSWORD for brokers of MQTT.
	#[arg(long, value_name = "FILE")]
	mqtt_login: Option<PathBuf>,
}

impl Options {
	/// The meter's key.
	pub fn keypair(&self) -> Result<Keypair, String> {
		let (option, suri) = match (&self.suri, &self.suri_file) {
			(Some(suri), _) => ("--suri".into(), suri.clone()),
			(None, Some(file)) => {
				let name = file.display().to_string();
				let text = fs::read_to_string(file).map_err(|error| format!("{name}: {error}"))?;
				(name, text)
			},
			(None, None) => {
				let missing = "the meter's key is missing: --suri-file or the variable";
				let text = std::env::var(SECRET).map_err(|_| format!("{missing} {SECRET}"))?;
				(SECRET.into(), text)
			},
		};
		Keypair::from_suri(self.scheme, suri.trim()).map_err(|error| format!("{option}: {error}"))
	}

	/// The household's keys.
	pub fn keys(&self) -> Result<Option<Keys>, String> {
		let Some(path) = &self.key_file else { return Ok(None) };
		if !matches!(self.format, Format::P1 | Format::Dlms) {
			return Err("--key-file: only telegrams of dlms and p1 are opened".into());
		}
		let name = path.display();
		let text = fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))?;
		let mut keys = text.lines().filter(|line| !line.trim().is_empty()).map(str::parse::<Key>);
		let in_file = |error| format!("{name}: {error}");
		let encryption = keys.next().ok_or_else(|| in_file("holds no key"))?.map_err(in_file)?;
		let authentication = keys.next().transpose().map_err(in_file)?;
		Ok(Some(Keys { encryption, authentication }))
	}

	/// Name and password at brokers.
	pub fn login(&self) -> Result<Option<Login>, String> {
		let Some(path) = &self.mqtt_login else { return Ok(None) };
		let name = path.display();
		let text = fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))?;
		text.parse().map(Some).map_err(|error| format!("{name}: {error}"))
	}

	/// Whether everything that comes was written down before.
	pub fn recorded(&self) -> bool {
		matches!(self.source, Place::File(_))
	}

	/// How telegrams are read, for intervals of so many milliseconds.
	pub fn settings(&self, length: i64) -> Result<Settings, String> {
		let nearest = i64::from(self.nearest).saturating_mul(1_000);
		if nearest.saturating_mul(2) >= length {
			return Err(format!(
				"--nearest: must be less than half of an interval, {} s",
				length / 2_000
			));
		}
		let clock = self.clock.unwrap_or(if self.recorded() { Clock::Meter } else { Clock::Both });
		if self.recorded() && clock != Clock::Meter {
			return Err("--clock: in a recording only the meter's clock says when it was".into());
		}
		Ok(Settings {
			clock,
			tolerance: i64::from(self.clock_tolerance).saturating_mul(1_000),
			nearest,
			directions: self.only.map_or(Directions::Both, Directions::Only),
			most: u64::from(self.max_kw).saturating_mul(1_000),
		})
	}

	/// Where readings go.
	pub fn relay(&self) -> Relay {
		match (&self.deliver, &self.output) {
			(Some(command), _) => {
				Relay::Command { command: command.clone(), patience: seconds(self.deliver_timeout) }
			},
			(None, Some(path)) => Relay::File(path.clone()),
			(None, None) => Relay::Stdout,
		}
	}

	/// How long it waits between attempts.
	pub fn waits(&self) -> Waits {
		Waits { first: seconds(self.retry), longest: seconds(600) }
	}

	/// How long nothing may come.
	pub fn silence(&self) -> Duration {
		seconds(self.silence)
	}

	/// How often the meter is asked.
	pub fn ask(&self) -> Result<Option<Duration>, String> {
		let modbus = matches!(self.source, Place::Modbus(_));
		if modbus != (self.format == Format::SunSpec) {
			return Err("--source: sunspec is read from modbus:…, and nothing else is".into());
		}
		let serial = matches!(self.source, Place::Serial(_))
			&& matches!(self.format, Format::Iec62056 | Format::Mbus);
		match self.ask {
			Some(_) if !serial && !modbus => {
				Err("--ask: only a meter at a serial port is asked, in iec62056-21 or m-bus, and sunspec".into())
			},
			ask => Ok(ask.map(seconds)),
		}
	}
}

fn seconds(number: u32) -> Duration {
	Duration::from_secs(number.into())
}

fn hash(text: &str) -> Result<H256, HexError> {
	parse_hash(text)
}

fn direction(text: &str) -> Result<Direction, &'static str> {
	match text {
		"import" => Ok(Direction::Import),
		"export" => Ok(Direction::Export),
		_ => Err("is neither import nor export"),
	}
}
