// SPDX-License-Identifier: Apache-2.0

//! What a battery holds, from the program that the rulebook names.

use gridmerit_client::units::{clock, kwh};
use gridmerit_energy::Wh;

use super::super::command::{CommandError, output};
use crate::rulebook::ExternalCommand;

/// Up to this a number of Wh may be a percentage, or kWh.
const PERCENT: Wh = 100;

/// Why it is not known what a battery holds.
#[derive(Debug, thiserror::Error)]
pub enum SensorError {
	/// The program has failed.
	#[error(transparent)]
	Command(#[from] CommandError),
	/// It printed something else.
	#[error("{program} printed no number of Wh: `{printed}`{hint}")]
	NoNumber {
		/// The program.
		program: String,
		/// What it printed, as far as it is worth showing.
		printed: String,
		/// What it may have meant.
		hint: String,
	},
	/// It printed more than the battery can hold.
	#[error(
		"{program} printed {printed} Wh, more than `battery.capacity_wh` of {capacity}; correct one of them"
	)]
	AboveCapacity {
		/// The program.
		program: String,
		/// What it printed.
		printed: Wh,
		/// What the battery can hold, in Wh.
		capacity: Wh,
	},
}

/// The program, and when it last worked.
#[derive(Default)]
pub struct Sensor {
	/// In milliseconds since 1970.
	answered: Option<u64>,
}

impl Sensor {
	/// What a program says that the battery holds, and a hint if that is odd.
	pub async fn ask(
		&mut self,
		command: &ExternalCommand,
		capacity: Wh,
		now: u64,
	) -> Result<(Wh, Option<String>), SensorError> {
		let printed = output(command).await?;
		let program = command.program.display().to_string();
		let read = read(&String::from_utf8_lossy(&printed), program, capacity)?;
		self.answered = Some(now);
		Ok(read)
	}

	/// What to say while a plan stands in for the program, if it still may: it has worked no longer ago than that.
	pub fn stand_in(&self, error: &SensorError, fallback_ms: u64, now: u64) -> Option<String> {
		let until = self.answered?.saturating_add(fallback_ms);
		let said =
			|| format!("until {} the battery's charge goes by the plan: {error}", clock(until));
		(now < until).then(said)
	}
}

/// A number of Wh. What was not meant as one is not guessed.
fn read(printed: &str, program: String, capacity: Wh) -> Result<(Wh, Option<String>), SensorError> {
	let text = printed.trim();
	let whole = text.split_once('.').filter(|(_, rest)| rest.bytes().all(|digit| digit == b'0'));
	let Ok(charge) = whole.map_or(text, |(whole, _)| whole).parse::<Wh>() else {
		let printed = text.chars().filter(|letter| !letter.is_control()).take(40).collect();
		let hint = hint(text, capacity);
		return Err(SensorError::NoNumber { program, printed, hint });
	};
	if charge > capacity {
		return Err(SensorError::AboveCapacity { program, printed: charge, capacity });
	}
	let odd = (1..=PERCENT).contains(&charge) && capacity > 10 * PERCENT;
	let hint = odd.then(|| {
		let meant = meant(charge as f64, capacity);
		let (charge, capacity) = (kwh(charge), kwh(capacity));
		format!("{program} printed `{text}`: {charge} of {capacity} are in the battery{meant}")
	});
	Ok((charge, hint))
}

/// What a text may mean that is no number of Wh.
fn hint(text: &str, capacity: Wh) -> String {
	let number = text.trim_end_matches(|letter: char| !letter.is_ascii_digit());
	let unit = text.get(number.len()..).unwrap_or_default().trim();
	let number: Option<f64> = number.replace(',', ".").parse().ok();
	let number = number.filter(|number| (0.0..1e12).contains(number));
	match (number, unit.to_lowercase().as_str()) {
		(Some(wh), "wh") => format!("; print the number alone: {wh:.0}"),
		(Some(kwh), "kwh") => format!("; print Wh, without a unit: {:.0}", 1_000.0 * kwh),
		(Some(part), "%") => format!("; print Wh: {:.0}", part * capacity as f64 / 100.0),
		(Some(number), "") => meant(number, capacity),
		_ => String::new(),
	}
}

/// What a small number may mean.
fn meant(number: f64, capacity: Wh) -> String {
	let capacity = capacity as f64;
	let percent = (number <= PERCENT as f64).then(|| number * capacity / 100.0);
	let kwh = Some(1_000.0 * number).filter(|energy| *energy <= capacity);
	let kwh = kwh.map(|energy| format!("if these are kWh, print {energy:.0}"));
	let percent = percent.map(|energy| format!("if this is a percentage, print {energy:.0}"));
	let all: Vec<_> = kwh.into_iter().chain(percent).collect();
	if all.is_empty() { String::new() } else { format!("; {}", all.join("; ")) }
}

#[cfg(test)]
mod tests {
	use super::*;

	fn said(printed: &str) -> Result<(Wh, String), String> {
		let read = read(printed, "soc".into(), 10_000);
		read.map(|(charge, hint)| (charge, hint.unwrap_or_default()))
			.map_err(|error| error.to_string())
	}

	#[test]
	fn a_number_of_wh_is_taken() {
		for (printed, charge) in [("8700\n", 8_700), (" 0 ", 0), ("8700.0", 8_700), ("101", 101)] {
			assert_eq!(said(printed), Ok((charge, String::new())), "{printed}");
		}
	}

	#[test]
	fn what_may_be_a_percentage_or_kwh_draws_a_hint() {
		let (charge, hint) = said("87").unwrap();
		assert_eq!(charge, 87);
		let wanted = "soc printed `87`: 0.087 kWh of 10 kWh are in the battery; if this is a percentage, print 8700";
		assert_eq!(hint, wanted);
		let (charge, hint) = said("8").unwrap();
		assert_eq!(charge, 8);
		assert!(hint.ends_with("if these are kWh, print 8000; if this is a percentage, print 800"));
		// A small battery may hold as little.
		assert_eq!(read("87", "soc".into(), 1_000).unwrap(), (87, None));
	}

	#[test]
	fn what_is_no_number_of_wh_is_refused_with_what_it_may_mean() {
		for (printed, wanted) in [
			("8.7", "`8.7`; if these are kWh, print 8700; if this is a percentage, print 870"),
			("8,7 kWh", "`8,7 kWh`; print Wh, without a unit: 8700"),
			("87 %", "`87 %`; print Wh: 8700"),
			("8700 Wh", "`8700 Wh`; print the number alone: 8700"),
			("about half", "`about half`"),
			("", "``"),
			("-5", "`-5`"),
			("NaN", "`NaN`"),
		] {
			let error = said(printed).unwrap_err();
			assert_eq!(error, format!("soc printed no number of Wh: {wanted}"), "{printed}");
		}
		let error = said("10001").unwrap_err();
		let wanted =
			"soc printed 10001 Wh, more than `battery.capacity_wh` of 10000; correct one of them";
		assert_eq!(error, wanted);
	}

	#[test]
	fn a_plan_stands_in_for_a_while_only() {
		let failed = || read("?", "soc".into(), 10_000).unwrap_err();
		let mut sensor = Sensor::default();
		assert_eq!(sensor.stand_in(&failed(), 3_600_000, 5), None);
		sensor.answered = Some(1_000);
		let said = sensor.stand_in(&failed(), 3_600_000, 3_600_999).unwrap();
		let wanted =
			"until 1970-01-01 01:00 the battery's charge goes by the plan: soc printed no number";
		assert!(said.starts_with(wanted), "{said}");
		assert_eq!(sensor.stand_in(&failed(), 3_600_000, 3_601_000), None);
		assert_eq!(sensor.stand_in(&failed(), 0, 1_000), None);
	}
}
