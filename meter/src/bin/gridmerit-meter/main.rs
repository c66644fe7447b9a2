// SPDX-License-Identifier: Apache-2.0

//! Plays a meter on the command line.

mod options;

use std::{
	env,
	ffi::OsString,
	io::{self, Write},
	path::Path,
	process::{self, ExitCode},
};

use clap::Parser;
use gridmerit_meter::{
	Certificate, Claim, Consent, Meter, MultiSigner, Reading, Refused, SignedReading, StateFile,
	certify, consent, payload_hash, read_json, sign_reading, signer_text, to_hex,
};
use options::{Command, Options, PayloadOf, ReadOptions, Verify, name, read};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

/// The status when a reading was signed before: it is printed again, and nothing has changed.
const SIGNED_ALREADY: u8 = 3;

/// Made by the example `vectors`.
const VECTORS: &str = include_str!("../../../vectors.json");

fn main() -> ExitCode {
	match run(Options::parse().command) {
		Ok(status) => status,
		Err(error) => {
			// One line that can be read, whatever the input was that the message quotes.
			let line: String = error.chars().take(400).collect();
			eprintln!(
				"error: {}",
				line.replace(|c: char| c.is_control() || c.is_whitespace(), " ")
			);
			ExitCode::from(2)
		},
	}
}

fn run(command: Command) -> Result<ExitCode, String> {
	match command {
		Command::Key(options) => {
			let (keypair, phrase) = options.keypair()?;
			print_json(&key(&keypair.signer(), phrase))?;
		},
		Command::Certify { secret, certificate: fields } => {
			let manufacturer = secret.keypair()?;
			print_json(&certify(&manufacturer, fields.key.clone(), fields.from, fields.serial()))?;
		},
		Command::Consent { secret, genesis, consent: fields } => {
			print_json(&consent(&secret.keypair()?, genesis, fields.node, fields.bindings))?;
		},
		Command::Read(options) => {
			let (reading, signed_already) = take_reading(&options)?;
			print_json(&reading)?;
			if signed_already {
				return Ok(ExitCode::from(SIGNED_ALREADY));
			}
		},
		Command::Verify(what) => return check(what),
		Command::Payload(what) => {
			let (claim, hash) = claim(what);
			let payload = claim.payload();
			let text = if hash { to_hex(&payload_hash(&payload)) } else { to_hex(&payload) };
			print(&text)?;
		},
		Command::Vectors => print(VECTORS.trim_end())?,
		Command::Bridge { options } => return bridge(&options),
	}
	Ok(ExitCode::SUCCESS)
}

/// The program behind `bridge`: what reads serial ports and networks is not in this one.
const BRIDGE: &str = "gridmerit-bridge";

/// Runs it in the place of this program.
fn bridge(options: &[OsString]) -> Result<ExitCode, String> {
	let beside = env::current_exe().ok().map(|this| this.with_file_name(BRIDGE));
	let beside = beside.map(|path| path.with_extension(env::consts::EXE_EXTENSION));
	let program = beside.filter(|path| path.is_file()).unwrap_or_else(|| BRIDGE.into());
	let mut bridge = process::Command::new(program);
	bridge.args(options);
	let failed = |error: io::Error| match error.kind() {
		io::ErrorKind::NotFound => format!(
			"bridge: the program {BRIDGE} is neither beside this one nor on the PATH; `cargo build -p {BRIDGE}` builds it"
		),
		_ => format!("bridge: {error}"),
	};
	#[cfg(unix)]
	{
		use std::os::unix::process::CommandExt;
		Err(failed(bridge.exec()))
	}
	#[cfg(not(unix))]
	{
		let status = bridge.status().map_err(failed)?;
		let code = status.code().and_then(|code| u8::try_from(code).ok());
		Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
	}
}

/// A public key in every form, and the secret of a new one.
fn key(signer: &MultiSigner, phrase: Option<String>) -> Value {
	let mut key = json!({
		"scheme": signer.scheme().name(), "publicKey": to_hex(signer.as_ref()),
		"key": signer_text(signer), "signer": signer,
	});
	if let (Some(phrase), Some(key)) = (phrase, key.as_object_mut()) {
		key.insert("secretPhrase".into(), phrase.into());
	}
	key
}

/// Signs a reading from given values or as a state file's meter; whether that has signed it before.
fn take_reading(options: &ReadOptions) -> Result<(SignedReading, bool), String> {
	let keypair = options.secret.keypair()?;
	let Some(path) = &options.state else {
		let missing = |option| format!("{option}: is missing, and there is no state file");
		let genesis = options.genesis.ok_or_else(|| missing("--genesis"))?;
		let meter = options.meter.ok_or_else(|| missing("--meter"))?;
		let reading =
			given(options, |option, value: Option<u64>| value.ok_or_else(|| missing(option)))?;
		gridmerit_meter::check_reading(&reading).map_err(|error| error.to_string())?;
		return Ok((sign_reading(&keypair, genesis, meter, reading), false));
	};

	let in_file = |error: &dyn std::fmt::Display| format!("--state {}: {error}", path.display());
	if options.new {
		let missing = |option| format!("{option}: is missing, and --new needs it");
		let genesis = options.genesis.ok_or_else(|| missing("--genesis"))?;
		let index = options.meter.ok_or_else(|| missing("--meter"))?;
		let reading = given(options, |option, value| match option {
			"--interval" => value.ok_or_else(|| missing(option)),
			"--counter" => Ok(value.unwrap_or(1)),
			"--import-register" => Ok(value.unwrap_or(options.import)),
			_ => Ok(value.unwrap_or(options.export)),
		})?;
		let meter = Meter::after(keypair, genesis, index, reading).map_err(|e| e.to_string())?;
		let mut file = StateFile::create(path).map_err(|error| match path.exists() {
			true => format!("{}; without --new the meter goes on with it", in_file(&error)),
			false => in_file(&error),
		})?;
		file.save(meter.state()).map_err(|error| in_file(&error))?;
		let last = meter.state().last.clone();
		let last = last.ok_or("this is a bug: a meter without its reading")?;
		return Ok((last, false));
	}

	let (mut file, state) = StateFile::open(path).map_err(|error| in_file(&error))?;
	if options.counter.or(options.import_register).or(options.export_register).is_some() {
		return Err("--counter, --import-register, --export-register: the state file knows".into());
	}
	if options.genesis.is_some_and(|genesis| genesis != state.genesis) {
		return Err(format!("--genesis: the state file has {}", state.genesis));
	}
	if options.meter.is_some_and(|meter| meter != state.meter) {
		return Err(format!("--meter: the state file has {}", state.meter));
	}
	let next = state.last.as_ref().and_then(|last| last.reading.interval.checked_add(1));
	let interval =
		options.interval.or(next).ok_or("--interval: is missing, and there is no last")?;
	let mut meter = Meter::resume(keypair, state).map_err(|error| in_file(&error))?;
	if let Some(again) = meter.signed_already(interval, options.import, options.export) {
		return Ok((again.clone(), true));
	}
	let reading =
		meter.read(interval, options.import, options.export).map_err(|error| error.to_string())?;
	// Before anybody sees the reading.
	file.save(meter.state()).map_err(|error| in_file(&error))?;
	Ok((reading, false))
}

/// The reading on the command line; `value` decides what stands where nothing was given.
fn given(
	options: &ReadOptions,
	value: impl Fn(&'static str, Option<u64>) -> Result<u64, String>,
) -> Result<Reading, String> {
	let interval = value("--interval", options.interval.map(u64::from))?;
	Ok(Reading {
		interval: interval.try_into().map_err(|_| "--interval: is above 2^32")?,
		counter: value("--counter", options.counter)?,
		import_register: value("--import-register", options.import_register)?,
		export_register: value("--export-register", options.export_register)?,
		import: options.import,
		export: options.export,
	})
}

/// Says yes or no.
fn check(what: Verify) -> Result<ExitCode, String> {
	let verified = match what {
		Verify::Reading { subject, file } => {
			signed::<SignedReading>(&file)?.verify(subject.genesis, &subject.key)
		},
		Verify::Consent { subject, file } => {
			signed::<Consent>(&file)?.verify(subject.genesis, &subject.key)
		},
		Verify::Certificate { manufacturer, file } => {
			signed::<Certificate>(&file)?.verify(&manufacturer)
		},
	};
	match verified {
		Ok(()) => {
			print("yes")?;
			Ok(ExitCode::SUCCESS)
		},
		Err(reason) => {
			let hint = match &reason {
				Refused::Signature(gridmerit_meter::Mismatch::Other) => {
					"; `payload` prints what it must be over"
				},
				_ => "",
			};
			print(&format!("no: {reason}{hint}"))?;
			Ok(ExitCode::FAILURE)
		},
	}
}

fn signed<T: DeserializeOwned>(file: &Path) -> Result<T, String> {
	read_json(&read(file)?).map_err(|error| format!("{}: {error}", name(file)))
}

/// What the command line claims, and whether its hash is wanted.
fn claim(what: PayloadOf) -> (Claim, bool) {
	match what {
		PayloadOf::Reading { subject, reading, hash } => {
			let reading = reading.reading();
			(Claim::Reading { genesis: subject.genesis, key: subject.key, reading }, hash)
		},
		PayloadOf::Consent { subject, consent, hash } => {
			let claim = Claim::Consent {
				genesis: subject.genesis,
				key: subject.key,
				node: consent.node,
				bindings: consent.bindings,
			};
			(claim, hash)
		},
		PayloadOf::Certificate { certificate, hash } => {
			let (serial, from) = (certificate.serial(), certificate.from);
			(Claim::Certificate { key: certificate.key, from, serial }, hash)
		},
	}
}

fn print_json(value: &impl Serialize) -> Result<(), String> {
	print(&serde_json::to_string(value).map_err(|error| error.to_string())?)
}

fn print(line: &str) -> Result<(), String> {
	let mut out = io::stdout().lock();
	match writeln!(out, "{line}").and_then(|()| out.flush()) {
		// Whoever reads has seen enough.
		Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
		other => other.map_err(|error| format!("standard output: {error}")),
	}
}
