// SPDX-License-Identifier: Apache-2.0

//! Plays a meter: signs what was metered, and delivers it.

use std::{fs, io::Read, path::Path, process::ExitCode};

use gridmerit_agent::chain::{self, Chain, View};
use gridmerit_meter::{Keypair, Meter as Device, SignedReading, StateFile, read_json};

use crate::{Failure, options::Meter, show};

pub async fn deliver(options: &Meter) -> Result<ExitCode, Failure> {
	let chain = options.common.connect().await?;
	let readings = match &options.readings {
		Some(path) => read_all(path)?,
		None => vec![sign(options, &chain)?],
	};
	let view = chain.best().await?;
	match options.signer.key() {
		Ok(key) => {
			let nonce = chain.next_nonce(&key.account()).await?;
			let signed = chain.sign(&view, &chain::deliver(&readings), &key, nonce).await?;
			let included = chain.send(&signed, false).await?;
			let refused = chain.refused_readings(included.block).await?;
			show::included(&included, signed.call(), options.common.json)?;
			report_refused(&refused)
		},
		Err(_) => free(&chain, &view, &readings, options.common.json).await,
	}
}

fn report_refused(refused: &[String]) -> Result<ExitCode, Failure> {
	for line in refused {
		eprintln!("{line}");
	}
	Ok(if refused.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Each reading in an authorised transaction of its own.
async fn free(
	chain: &Chain,
	view: &View,
	readings: &[SignedReading],
	json: bool,
) -> Result<ExitCode, Failure> {
	for reading in readings {
		let authorised = chain.authorise(view, &chain::deliver_one(reading))?;
		let included = chain.send(&authorised, false).await?;
		show::included(&included, authorised.call(), json)?;
	}
	Ok(ExitCode::SUCCESS)
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

/// The next reading; the meter remembers it before it is delivered, so that no other is ever signed for that
/// interval.
fn sign(options: &Meter, chain: &Chain) -> Result<SignedReading, Failure> {
	let (Some(state), Some(suri), Some(interval), Some(import), Some(export)) =
		(&options.state, &options.meter_suri, options.interval, options.import, options.export)
	else {
		return Err(
			"a reading needs --state, --meter-suri, --interval, --import and --export".into()
		);
	};
	let key = Keypair::from_suri(options.scheme, suri)?;
	let (mut file, state) = StateFile::open(state)?;
	if state.genesis.0 != chain.genesis().0 {
		return Err("the meter's state is that of another chain".into());
	}
	let mut device = Device::resume(key, state)?;
	let signed = device.read(interval, import, export)?;
	file.save(device.state())?;
	Ok(signed)
}
