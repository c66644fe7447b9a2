// SPDX-License-Identifier: Apache-2.0

//! Plays a meter: signs what was metered, delivers it, and sees whether it counts.

use std::{fs, io::Read, path::Path, process::ExitCode};

use gridmerit_client::{
	self as client, Chain, ChainError, RefusedReading, Signatory, View, units::kwh,
};
use gridmerit_energy::Reading;
use gridmerit_meter::{Keypair, Meter, SignedReading, StateFile, read_json};
use serde_json::{Value, json};

use crate::{
	failure::Failure,
	options::{MeterOptions, SignerOptions},
	show,
	transact::{Waiting, transact},
};

pub async fn deliver(options: &MeterOptions) -> Result<ExitCode, Failure> {
	let payer = if pays(&options.signer) { Some(options.signer.key()?) } else { None };
	let chain = options.common.connect().await?;
	let readings = match &options.readings {
		Some(path) => read_all(path)?,
		None => {
			let view = chain.best().await?;
			let length = view.interval_length().await?;
			vec![sign(options, &view, &chain, view.now().await? / u64::from(length.max(1))).await?]
		},
	};
	if options.check {
		return check(&chain, &readings, options.common.json).await;
	}
	let view = chain.best().await?;
	let Some(key) = payer else {
		return free(&chain, &view, &readings, options.common.json).await;
	};
	let waiting = Waiting::new(&options.common, false);
	let payer = Signatory { key, real: None };
	let (call, included) =
		transact(&chain, &view, &payer, client::deliver(&readings), waiting).await?;
	let refused: Vec<Refused> =
		chain.refused_readings(&included).await?.into_iter().map(Refused::from).collect();
	let what = format!("{} readings", readings.len());
	let fields = vec![json_of(&refused)];
	show::included_and(&included, &call, &what, vec![], fields, waiting.json)?;
	Ok(report_refused(&refused, waiting.json))
}

/// Whether somebody is named who pays.
fn pays(signer: &SignerOptions) -> bool {
	let SignerOptions { suri, suri_file, keystore } = signer;
	let named = suri.is_some() || suri_file.is_some() || keystore.is_some();
	named || std::env::var_os("GRIDMERIT_SURI").is_some()
}

/// The status when all that was refused counts already: there is nothing left to do.
const COUNTS_ALREADY: u8 = 3;

/// The status when all that was refused counts already or never can, however often it is delivered: `EX_DATAERR`
/// of sysexits.h.
const NEVER: u8 = 65;

/// The chain's errors of readings that never count: the interval is settled for good, or was over before the meter
/// was bound.
const FOR_GOOD: [&str; 2] = ["PastWindow", "BeforeBinding"];

/// A reading that was refused.
struct Refused {
	reading: RefusedReading,
	/// Whether the chain has it already.
	counts: bool,
}

impl From<RefusedReading> for Refused {
	fn from(reading: RefusedReading) -> Self {
		let counts = reading.error == "Replay";
		Self { reading, counts }
	}
}

impl Refused {
	fn never(&self) -> bool {
		FOR_GOOD.contains(&self.reading.error.as_str())
	}
}

/// For programs.
fn json_of(refused: &[Refused]) -> (String, Value) {
	let rows = refused.iter().map(|Refused { reading, counts }| {
		let RefusedReading { place, meter, interval, error, docs } = reading;
		json!({
			"place": place, "meter": meter, "interval": interval, "error": error, "docs": docs, "counts": counts,
		})
	});
	("refused".into(), rows.collect())
}

/// Says which readings were refused and why. One that counts already does all that it can: nothing has failed.
fn report_refused(refused: &[Refused], json: bool) -> ExitCode {
	// Programs know by now.
	for Refused { reading, .. } in refused.iter().filter(|_| !json) {
		eprintln!("{reading}");
	}
	match refused {
		[] => ExitCode::SUCCESS,
		_ if refused.iter().all(|refused| refused.counts) => ExitCode::from(COUNTS_ALREADY),
		_ if refused.iter().all(|refused| refused.counts || refused.never()) => {
			ExitCode::from(NEVER)
		},
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
	for (place, signed) in readings.iter().enumerate() {
		let SignedReading { meter, reading, .. } = signed;
		let interval = reading.interval;
		let what = format!("reading of interval {interval}");
		let authorised = chain.authorise(view, &client::deliver_one(signed))?;
		match chain.send(&authorised, false).await {
			Ok(included) => {
				let ones = chain.refused_readings(&included).await?;
				let ones: Vec<Refused> = ones.into_iter().map(Refused::from).collect();
				let fields = vec![json_of(&ones)];
				show::included_and(&included, authorised.call(), &what, vec![], fields, json)?;
				refused.extend(ones);
			},
			Err(ChainError::Rejected { call, reason, seen }) => {
				let (error, docs) = match reason.split_once(": ") {
					Some((error, docs)) => (error.into(), docs.into()),
					None => ("Rejected".into(), reason),
				};
				let place = u32::try_from(place).ok();
				let mut one =
					Refused::from(RefusedReading { place, meter: *meter, interval, error, docs });
				// The pool does not say what became of what it has seen; the chain does.
				one.counts |= seen && chain.best().await?.readings(*meter).await?.contains(reading);
				if json {
					let (name, rows) = json_of(std::slice::from_ref(&one));
					println!(
						"{}",
						json!({ "call": call, "what": what, "block": null, name: rows })
					);
				}
				refused.push(one);
			},
			Err(error) => return Err(error.into()),
		}
	}
	Ok(report_refused(&refused, json))
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
async fn sign(
	options: &MeterOptions,
	view: &View,
	chain: &Chain,
	now: u64,
) -> Result<SignedReading, Failure> {
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
	// A slip stays: no other reading may be signed for its interval.
	let believable = view.believable(device.state().meter).await?;
	if let Some(most) = believable.filter(|most| import.max(export) > *most) {
		return Err(format!(
			"{} in an interval is more than the connection of the meter's node can carry, {}: the chain would doubt it; \
			 nothing was signed. If it is right, sign it with `gridmerit-meter read --state` and deliver it with --readings",
			kwh(import.max(export)),
			kwh(most)
		)
		.into());
	}
	let signed = device.read(interval, import, export)?;
	file.save(device.state())?;
	Ok(signed)
}
