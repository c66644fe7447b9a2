// SPDX-License-Identifier: Apache-2.0

//! Plays a meter: signs what was metered, delivers it, and sees whether it counts.

use std::{fs, io::Read, path::Path, process::ExitCode};

use gridmerit_client::{self as client, Chain, ChainError, View};
use gridmerit_energy::Reading;
use gridmerit_meter::{Keypair, Meter, SignedReading, StateFile, read_json};

use crate::{
	failure::Failure,
	options::{MeterOptions, SignerOptions},
	show,
};

pub async fn deliver(options: &MeterOptions) -> Result<ExitCode, Failure> {
	let payer = if pays(&options.signer) { Some(options.signer.key()?) } else { None };
	let chain = options.common.connect().await?;
	let readings = match &options.readings {
		Some(path) => read_all(path)?,
		None => {
			let view = chain.best().await?;
			let length = view.interval_length().await?;
			vec![sign(options, &chain, view.now().await? / u64::from(length.max(1)))?]
		},
	};
	if options.check {
		return check(&chain, &readings, options.common.json).await;
	}
	let view = chain.best().await?;
	let Some(key) = payer else {
		return free(&chain, &view, &readings, options.common.json).await;
	};
	let nonce = chain.next_nonce(&key.account()).await?;
	let signed = chain.sign(&view, &client::deliver(&readings), &key, nonce)?;
	let included = chain.send(&signed, false).await?;
	let refused = chain.refused_readings(&included).await?;
	let what = format!("{} readings", readings.len());
	show::included(&included, signed.call(), &what, options.common.json)?;
	let refused: Vec<_> = refused.into_iter().map(RefusedReading::new).collect();
	Ok(report_refused(&refused))
}

/// Whether somebody is named who pays.
fn pays(signer: &SignerOptions) -> bool {
	let SignerOptions { suri, suri_file, keystore } = signer;
	let named = suri.is_some() || suri_file.is_some() || keystore.is_some();
	named || std::env::var_os("GRIDMERIT_SURI").is_some()
}

/// The status when all that was refused counts already: there is nothing left to do.
const COUNTS_ALREADY: u8 = 3;

/// A reading that was refused.
struct RefusedReading {
	/// Which, and why.
	text: String,
	/// Whether the chain has it already.
	counts: bool,
}

impl RefusedReading {
	/// For a reason that the chain has given.
	fn new(text: String) -> Self {
		let counts = text.contains(": Replay: ");
		Self { text, counts }
	}
}

/// Says which readings were refused and why. One that counts already does all that it can: nothing has failed.
fn report_refused(refused: &[RefusedReading]) -> ExitCode {
	for RefusedReading { text, .. } in refused {
		eprintln!("{text}");
	}
	match refused {
		[] => ExitCode::SUCCESS,
		_ if refused.iter().all(|refused| refused.counts) => ExitCode::from(COUNTS_ALREADY),
		_ => ExitCode::FAILURE,
	}
}

/// Each reading in an authorised transaction of its own. One that is refused does not keep the others back.
async fn free(
	chain: &Chain,
	view: &View,
	readings: &[SignedReading],
	json: bool,
) -> Result<ExitCode, Failure> {
	let mut refused = Vec::new();
	for (place, reading) in readings.iter().enumerate() {
		let authorised = chain.authorise(view, &client::deliver_one(reading))?;
		match chain.send(&authorised, false).await {
			Ok(included) => {
				let what = format!("reading of interval {}", reading.reading.interval);
				show::included(&included, authorised.call(), &what, json).map(drop)?;
				let ones = chain.refused_readings(&included).await?;
				refused.extend(ones.into_iter().map(RefusedReading::new));
			},
			Err(ChainError::Rejected { reason, seen, .. }) => {
				let SignedReading { meter, reading, .. } = reading;
				let interval = reading.interval;
				let text =
					format!("reading {place} (meter {meter}, interval {interval}): {reason}");
				let mut one = RefusedReading::new(text);
				// The pool does not say what became of what it has seen; the chain does.
				one.counts |= seen && chain.best().await?.readings(*meter).await?.contains(reading);
				refused.push(one);
			},
			Err(error) => return Err(error.into()),
		}
	}
	Ok(report_refused(&refused))
}

/// The status when readings do not count, or may still lose their block.
const COUNTS_NOT: u8 = 4;

/// What the chain has of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
	/// It counts after the last final block.
	Final,
	/// It counts after the best block.
	Counts,
	/// None of its interval: not delivered, refused, waiting to be confirmed, or beyond dispute.
	Nothing,
	/// Another one of its interval.
	Other,
}

impl Found {
	/// Of what is known after the last final block, and after the best one.
	fn of(reading: &Reading, last: &[Reading], best: &[Reading]) -> Self {
		let known = best.iter().find(|known| known.interval == reading.interval);
		match known {
			_ if last.contains(reading) => Self::Final,
			Some(known) if known == reading => Self::Counts,
			Some(_) => Self::Other,
			None => Self::Nothing,
		}
	}
}

/// Says which readings count.
async fn check(chain: &Chain, readings: &[SignedReading], json: bool) -> Result<ExitCode, Failure> {
	let (last, best) = (chain.last_final().await?, chain.best().await?);
	let mut rows = Vec::new();
	for SignedReading { meter, reading, .. } in readings {
		let known = (last.readings(*meter).await?, best.readings(*meter).await?);
		rows.push((*meter, reading.interval, Found::of(reading, &known.0, &known.1)));
	}
	show::counted(last.number(), &rows, json)?;
	let is = |what| rows.iter().any(|(_, _, found)| *found == what);
	Ok(if is(Found::Other) {
		ExitCode::FAILURE
	} else if is(Found::Counts) || is(Found::Nothing) {
		ExitCode::from(COUNTS_NOT)
	} else {
		ExitCode::SUCCESS
	})
}

fn read_all(path: &Path) -> Result<Vec<SignedReading>, Failure> {
	let mut text = String::new();
	match path.to_str() {
		Some("-") => std::io::stdin().read_to_string(&mut text).map(drop),
		_ => fs::read_to_string(path).map(|read| text = read),
	}
	.map_err(|error| format!("{}: {error}", path.display()))?;
	let mut readings = Vec::new();
	for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
		let reading = read_json(line.as_bytes())
			.map_err(|error| format!("{}, line {}: {error}", path.display(), number + 1))?;
		readings.push(reading);
	}
	if readings.is_empty() { Err("there are no readings".into()) } else { Ok(readings) }
}

/// The meter's secret, from where it is kept.
fn secret(options: &MeterOptions) -> Result<String, Failure> {
	if let Some(path) = &options.meter_suri_file {
		return fs::read_to_string(path)
			.map_err(|error| format!("{}: {error}", path.display()).into());
	}
	let named = options.meter_suri.clone().or_else(|| std::env::var("GRIDMERIT_METER_SURI").ok());
	named.ok_or_else(|| {
		"name the meter's key: --meter-suri, --meter-suri-file or the variable GRIDMERIT_METER_SURI"
			.into()
	})
}

/// The next reading, or the last one again; the meter remembers it before it is delivered, so that no other is
/// ever signed for that interval.
fn sign(options: &MeterOptions, chain: &Chain, now: u64) -> Result<SignedReading, Failure> {
	let (Some(state), Some(interval), Some(import), Some(export)) =
		(&options.state, options.interval, options.import, options.export)
	else {
		return Err("a reading needs --state, --interval, --import and --export".into());
	};
	let key = Keypair::from_suri(options.scheme, secret(options)?.trim())?;
	// Signed once, no earlier interval could be read any more.
	if u64::from(interval) >= now {
		return Err(format!(
			"interval {interval} is not over: the chain is in interval {now}; nothing was signed"
		)
		.into());
	}
	let (mut file, state) = StateFile::open(state).map_err(|error| {
		format!("{}: {error}; `gridmerit-meter read --new` makes one", state.display())
	})?;
	if state.genesis.0 != chain.genesis().0 {
		return Err("the meter's state is that of another chain".into());
	}
	let mut device = Meter::resume(key, state)?;
	if let Some(again) = device.signed_already(interval, import, export) {
		return Ok(again.clone());
	}
	let signed = device.read(interval, import, export)?;
	file.save(device.state())?;
	Ok(signed)
}
