// SPDX-License-Identifier: Apache-2.0

//! The command line.

use std::{
	ffi::OsString,
	fs,
	io::{self, Read, Write},
	path::{Path, PathBuf},
};

use clap::{ArgGroup, Args, Parser, Subcommand};
use gridmerit_meter::{
	H256, HexError, Interval, KeyError, Keypair, MAX_SERIAL, MeterIndex, MultiSigner, NodeIndex,
	Reading, Scheme, Serial, Wh, parse_hash, parse_hex, parse_signer, watt_hours,
};

/// Plays an electricity meter, and its manufacturer, towards a Gridmerit chain.
///
/// For tests, demonstrations, and those who build meters and want to check what theirs sign. What is signed,
/// byte by byte, is in docs/meter.md; `vectors` prints examples. A meter in the field keeps its key in its
/// own hardware and does not need this.
///
/// A meter has a key. Its manufacturer certifies it (`certify`), the meter consents to being bound to a node
/// of the market (`consent`), and then states for each delivery interval what was drawn and fed in (`read`).
///
/// Keys are ed25519, sr25519 or ECDSA on secp256k1. Secrets are written as everywhere in Substrate: a phrase
/// of 12 words or 0x and a seed, and a path such as //Meter//1 behind it; a path alone is of the development
/// phrase, which everybody knows. Public keys: sr25519:0x… or {"Sr25519":"0x…"}, or all that `key` prints.
///
/// Writes one line of JSON, ready for polkadot.js; numbers of 64 bits are strings. Status 0: done, or the
/// signature is right; 1: `verify` says no; 2: it could not be done, and one line says why; 3: `read` has signed
/// this reading before, and printed it again.
#[derive(Parser)]
#[command(name = "gridmerit-meter", version)]
pub struct Options {
	#[command(subcommand)]
	pub command: Command,
}

const READ_EXAMPLES: &str = "\
A meter that begins, and goes on:
  gridmerit-meter read --suri //Meter//1 --state meter.json --new --genesis 0x… --meter 0 \\
    --interval 1980624 --import 250 --export 0
  gridmerit-meter read --suri //Meter//1 --state meter.json --import 100 --export 40";

#[derive(Subcommand)]
pub enum Command {
	/// Print the public key of a secret, or make a new key.
	///
	/// With --generate the secret phrase is printed too, or kept in a file: nobody can show it to you again.
	Key(KeyOptions),
	/// As a manufacturer, sign that a key is that of a device.
	///
	/// The secret is the manufacturer's, --key the meter's public key.
	Certify {
		#[command(flatten)]
		secret: Secret,
		#[command(flatten)]
		certificate: CertificateFields,
	},
	/// As a meter, consent to being bound to a node.
	Consent {
		#[command(flatten)]
		secret: Secret,
		/// Hash of the chain's first block.
		#[arg(long, value_name = "0xHASH", value_parser = hash)]
		genesis: H256,
		#[command(flatten)]
		consent: ConsentFields,
	},
	/// As a meter, sign a reading.
	///
	/// Either every value is given, or a state file remembers the counter and the registers and only the
	/// energy of the interval is given. A meter's readings are of ever later intervals.
	#[command(after_help = READ_EXAMPLES)]
	Read(Box<ReadOptions>),
	/// Check a signed reading, consent or certificate: yes, or no and why.
	#[command(subcommand)]
	Verify(Verify),
	/// Print the bytes of a statement in hex: what ed25519 and sr25519 sign, and ECDSA hashes.
	#[command(subcommand)]
	Payload(PayloadOf),
	/// Print test vectors: statements, payloads, signatures, and signatures that must not verify.
	Vectors,
	/// Read a real meter's telegrams and sign readings, interval by interval.
	///
	/// This is the program gridmerit-bridge, beside this one or on the PATH.
	#[command(disable_help_flag = true)]
	Bridge {
		/// Its options; --help explains them.
		#[arg(trailing_var_arg = true, allow_hyphen_values = true)]
		options: Vec<OsString>,
	},
}

#[derive(Args)]
#[command(group = ArgGroup::new("whose").required(true))]
pub struct KeyOptions {
	/// ed25519, sr25519 or ecdsa.
	#[arg(long, default_value = "sr25519")]
	scheme: Scheme,
	/// The secret. Others on this computer can see it: better give a file.
	#[arg(long, group = "whose")]
	suri: Option<String>,
	/// File with the secret; - reads standard input.
	#[arg(long, value_name = "FILE", group = "whose")]
	suri_file: Option<PathBuf>,
	/// Make a new key.
	#[arg(long, group = "whose")]
	generate: bool,
	/// With --generate: write the phrase to this new file, which only you can read, and do not print it.
	#[arg(long, value_name = "FILE", requires = "generate", conflicts_with_all = ["suri", "suri_file"])]
	save: Option<PathBuf>,
}

impl KeyOptions {
	/// The key, and its secret phrase if it is new and not in a file.
	pub fn keypair(&self) -> Result<(Keypair, Option<String>), String> {
		if self.generate {
			let (keypair, phrase) =
				Keypair::generate(self.scheme).map_err(|error| error.to_string())?;
			let Some(file) = &self.save else { return Ok((keypair, Some(phrase))) };
			save(file, &phrase).map_err(|error| format!("--save {}: {error}", name(file)))?;
			return Ok((keypair, None));
		}
		Ok((keypair(self.scheme, self.suri.as_deref(), self.suri_file.as_deref())?, None))
	}
}

/// Writes a secret to a new file of whoever runs this.
fn save(file: &Path, phrase: &str) -> io::Result<()> {
	let mut options = fs::File::options();
	options.write(true).create_new(true);
	#[cfg(unix)]
	std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
	let mut file = options.open(file)?;
	writeln!(file, "{phrase}")?;
	file.sync_all()
}

/// A key that signs.
#[derive(Args)]
#[command(group = ArgGroup::new("secret").required(true))]
pub struct Secret {
	/// ed25519, sr25519 or ecdsa.
	#[arg(long, default_value = "sr25519")]
	scheme: Scheme,
	/// The secret that signs. Others on this computer can see it: better give a file.
	#[arg(long, group = "secret")]
	suri: Option<String>,
	/// File with the secret; - reads standard input.
	#[arg(long, value_name = "FILE", group = "secret")]
	suri_file: Option<PathBuf>,
}

impl Secret {
	pub fn keypair(&self) -> Result<Keypair, String> {
		keypair(self.scheme, self.suri.as_deref(), self.suri_file.as_deref())
	}
}

fn keypair(scheme: Scheme, suri: Option<&str>, file: Option<&Path>) -> Result<Keypair, String> {
	let (option, suri) = match (suri, file) {
		(Some(suri), _) => ("--suri".into(), suri.into()),
		(None, Some(file)) => {
			let text = read(file)?;
			let text = String::from_utf8(text).map_err(|_| format!("{}: no text", name(file)))?;
			(name(file), text)
		},
		(None, None) => return Err("--suri: is missing".into()),
	};
	Keypair::from_suri(scheme, suri.trim()).map_err(|error| format!("{option}: {error}"))
}

/// Reads a file or standard input.
pub fn read(file: &Path) -> Result<Vec<u8>, String> {
	let text = if file == Path::new("-") {
		let mut text = Vec::new();
		io::stdin().lock().read_to_end(&mut text).map(|_| text)
	} else {
		fs::read(file)
	};
	text.map_err(|error| format!("{}: {error}", name(file)))
}

/// Intervals have numbers; people have dates.
fn interval(text: &str) -> Result<Interval, String> {
	text.parse().map_err(|_| {
		"not the number of an interval: that of a time is its seconds since 1970 (date +%s) divided by the length of an \
		 interval, 900 on most chains"
			.into()
	})
}

/// What a file is called in a message.
pub fn name(file: &Path) -> String {
	if file == Path::new("-") { "standard input".into() } else { file.display().to_string() }
}

#[derive(Args)]
#[command(group = ArgGroup::new("device").required(true))]
pub struct CertificateFields {
	/// Public key of the meter.
	#[arg(long, value_name = "KEY", value_parser = signer)]
	pub key: MultiSigner,
	/// First delivery interval for which it is the device's key.
	#[arg(long, value_name = "INTERVAL", allow_negative_numbers = true, value_parser = interval)]
	pub from: Interval,
	/// What is printed on the device, at most 32 bytes.
	#[arg(long, value_name = "TEXT", value_parser = serial, group = "device")]
	serial: Option<Serial>,
	/// The same in hex.
	#[arg(long, value_name = "0xBYTES", value_parser = serial_hex, group = "device")]
	serial_hex: Option<Serial>,
}

impl CertificateFields {
	pub fn serial(&self) -> Serial {
		self.serial.clone().or_else(|| self.serial_hex.clone()).unwrap_or_default()
	}
}

#[derive(Args)]
pub struct ConsentFields {
	/// Index of the node.
	#[arg(long, allow_negative_numbers = true)]
	pub node: NodeIndex,
	/// How often the meter has been bound before.
	#[arg(long, value_name = "COUNT", allow_negative_numbers = true)]
	pub bindings: u32,
}

#[derive(Args)]
pub struct ReadOptions {
	#[command(flatten)]
	pub secret: Secret,
	/// File with the meter's state: goes on after its last reading and remembers this one.
	#[arg(long, value_name = "FILE")]
	pub state: Option<PathBuf>,
	/// Make the state file: the meter begins with this reading.
	#[arg(long, requires = "state")]
	pub new: bool,
	/// Hash of the chain's first block; a state file knows it.
	#[arg(long, value_name = "0xHASH", value_parser = hash)]
	pub genesis: Option<H256>,
	/// The meter's index on the chain; a state file knows it.
	#[arg(long, value_name = "INDEX", allow_negative_numbers = true)]
	pub meter: Option<MeterIndex>,
	/// The delivery interval; with a state file, the next one unless given.
	#[arg(long, allow_negative_numbers = true)]
	pub interval: Option<Interval>,
	/// Counts the readings, larger each time; with a state file, one more, from 1 on.
	#[arg(long, allow_negative_numbers = true)]
	pub counter: Option<u64>,
	/// All energy ever drawn from the grid when the interval ended; with a state file, it adds up.
	#[arg(long, value_name = "WH", allow_negative_numbers = true, value_parser = watt_hours)]
	pub import_register: Option<Wh>,
	/// All energy ever fed in when the interval ended; with a state file, it adds up.
	#[arg(long, value_name = "WH", allow_negative_numbers = true, value_parser = watt_hours)]
	pub export_register: Option<Wh>,
	/// Energy drawn from the grid in the interval, at most 2^40 Wh.
	#[arg(long, value_name = "WH", allow_negative_numbers = true, value_parser = watt_hours)]
	pub import: Wh,
	/// Energy fed in in the interval, at most 2^40 Wh.
	#[arg(long, value_name = "WH", allow_negative_numbers = true, value_parser = watt_hours)]
	pub export: Wh,
}

#[derive(Args)]
pub struct ReadingFields {
	/// The delivery interval.
	#[arg(long, allow_negative_numbers = true)]
	interval: Interval,
	/// Counts the readings, larger each time.
	#[arg(long, allow_negative_numbers = true)]
	counter: u64,
	/// All energy ever drawn from the grid when the interval ended.
	#[arg(long, value_name = "WH", allow_negative_numbers = true, value_parser = watt_hours)]
	import_register: Wh,
	/// All energy ever fed in when the interval ended.
	#[arg(long, value_name = "WH", allow_negative_numbers = true, value_parser = watt_hours)]
	export_register: Wh,
	/// Energy drawn from the grid in the interval.
	#[arg(long, value_name = "WH", allow_negative_numbers = true, value_parser = watt_hours)]
	import: Wh,
	/// Energy fed in in the interval.
	#[arg(long, value_name = "WH", allow_negative_numbers = true, value_parser = watt_hours)]
	export: Wh,
}

impl ReadingFields {
	pub fn reading(&self) -> Reading {
		let Self { interval, counter, import_register, export_register, import, export } = *self;
		Reading { interval, counter, import_register, export_register, import, export }
	}
}

/// The chain and the meter that a statement concerns.
#[derive(Args)]
pub struct Subject {
	/// Hash of the chain's first block.
	#[arg(long, value_name = "0xHASH", value_parser = hash)]
	pub genesis: H256,
	/// Public key of the meter.
	#[arg(long, value_name = "KEY", value_parser = signer)]
	pub key: MultiSigner,
}

#[derive(Subcommand)]
pub enum Verify {
	/// A reading as `read` prints it: was it signed by this meter, for this chain?
	Reading {
		#[command(flatten)]
		subject: Subject,
		/// File with the JSON; - reads standard input.
		#[arg(default_value = "-")]
		file: PathBuf,
	},
	/// A consent as `consent` prints it: was it signed by this meter, for this chain?
	Consent {
		#[command(flatten)]
		subject: Subject,
		/// File with the JSON; - reads standard input.
		#[arg(default_value = "-")]
		file: PathBuf,
	},
	/// A certificate as `certify` prints it: was it signed by this manufacturer?
	Certificate {
		/// Public key of the manufacturer.
		#[arg(long, value_name = "KEY", value_parser = signer)]
		manufacturer: MultiSigner,
		/// File with the JSON; - reads standard input.
		#[arg(default_value = "-")]
		file: PathBuf,
	},
}

#[derive(Subcommand)]
pub enum PayloadOf {
	/// Of a reading.
	Reading {
		#[command(flatten)]
		subject: Subject,
		#[command(flatten)]
		reading: ReadingFields,
		/// Print its BLAKE2b-256 hash, which an ECDSA key signs.
		#[arg(long)]
		hash: bool,
	},
	/// Of a consent.
	Consent {
		#[command(flatten)]
		subject: Subject,
		#[command(flatten)]
		consent: ConsentFields,
		/// Print its BLAKE2b-256 hash, which an ECDSA key signs.
		#[arg(long)]
		hash: bool,
	},
	/// Of a certificate.
	Certificate {
		#[command(flatten)]
		certificate: CertificateFields,
		/// Print its BLAKE2b-256 hash, which an ECDSA key signs.
		#[arg(long)]
		hash: bool,
	},
}

fn hash(text: &str) -> Result<H256, HexError> {
	parse_hash(text)
}

fn signer(text: &str) -> Result<MultiSigner, KeyError> {
	parse_signer(text)
}

fn serial(text: &str) -> Result<Serial, String> {
	serial_of(text.as_bytes().into())
}

fn serial_hex(text: &str) -> Result<Serial, String> {
	serial_of(parse_hex(text).map_err(|error| error.to_string())?)
}

fn serial_of(bytes: Vec<u8>) -> Result<Serial, String> {
	let long = bytes.len();
	Serial::try_from(bytes)
		.ok()
		.filter(|serial| !serial.is_empty())
		.ok_or_else(|| format!("is {long} bytes long and must be 1 to {MAX_SERIAL}"))
}
