// SPDX-License-Identifier: Apache-2.0

//! Prints what the telegrams of a recording say, one a line: the device, its clock, and the Wh drawn and fed in, with
//! a tab between them and a dash where there is none; or `fault` and why a telegram is not used.
//!
//! `cargo run -p gridmerit-telegram --example telegrams -- FORMAT FILE [KEY [AUTHENTICATION-KEY]]`

use std::{env, error::Error, fs};

use gridmerit_telegram::{
	Decoder, Direction, Fault, Format, Key, Keys, MeterTime, Telegram, Total,
};

fn main() -> Result<(), Box<dyn Error>> {
	let arguments: Vec<String> = env::args().skip(1).collect();
	let (format, file, keys) = match arguments.as_slice() {
		[format, file, keys @ ..] if keys.len() <= 2 => (format.parse::<Format>()?, file, keys),
		_ => return Err("telegrams FORMAT FILE [KEY [AUTHENTICATION-KEY]]".into()),
	};
	let mut keys = keys.iter().map(|key| key.parse::<Key>());
	let encryption = keys.next().transpose()?;
	let authentication = keys.next().transpose()?;
	let mut decoder = Decoder::with_keys(
		format,
		encryption.map(|encryption| Keys { encryption, authentication }),
	);
	decoder.push(&fs::read(file)?);
	decoder.finish();
	while let Some(telegram) = decoder.next_telegram() {
		match telegram.and_then(|telegram| line(&telegram)) {
			Ok(line) => println!("{line}"),
			Err(fault) => println!("fault\t{fault}"),
		}
	}
	Ok(())
}

fn line(telegram: &Telegram) -> Result<String, Fault> {
	let total = |direction| -> Result<String, Fault> {
		let total = Total::find(&telegram.registers, direction)?;
		Ok(total.map_or("-".into(), |total| total.energy.whole_wh().to_string()))
	};
	let device = telegram.device.as_deref().unwrap_or("-");
	let time = match telegram.time {
		Some(MeterTime::Utc(millis)) => format!("{millis} ms"),
		Some(MeterTime::Uptime(seconds)) => format!("{seconds} s since its start"),
		None => "-".into(),
	};
	let [import, export] = [total(Direction::Import)?, total(Direction::Export)?];
	Ok(format!("{device}\t{time}\t{import}\t{export}"))
}
