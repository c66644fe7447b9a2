// SPDX-License-Identifier: Apache-2.0

//! What a publisher says: of one interval, or what a file says of many.

use std::path::Path;

use gridmerit_client::carbon::{Footprint, GridFootprint, Intensity, MOST_PUBLISHED};
use gridmerit_energy::Interval;
use serde::Deserialize;

use super::options::{SaidOptions, grams_per_kwh};
use crate::failure::Failure;

/// A row of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
	interval: Interval,
	operating: String,
	embodied: String,
	#[serde(default)]
	residual_operating: String,
	#[serde(default)]
	residual_embodied: String,
}

fn plain(operating: Intensity, embodied: Intensity) -> Footprint {
	Footprint { operating, embodied, travel: 0 }
}

impl Row {
	fn grid(&self) -> Result<GridFootprint, String> {
		let residual = match (self.residual_operating.as_str(), self.residual_embodied.as_str()) {
			("", "") => None,
			("", _) | (_, "") => return Err("a residual mix has both parts, or neither".into()),
			(operating, embodied) => {
				Some(plain(grams_per_kwh(operating)?, grams_per_kwh(embodied)?))
			},
		};
		let average = plain(grams_per_kwh(&self.operating)?, grams_per_kwh(&self.embodied)?);
		Ok(GridFootprint { average, residual })
	}
}

/// Intervals in turn, by the first of them: as many as a call takes.
pub type Runs = Vec<(Interval, Vec<GridFootprint>)>;

/// Puts together what is in turn.
fn runs(rows: Vec<(Interval, GridFootprint)>) -> Runs {
	let mut runs = Runs::new();
	for (interval, grid) in rows {
		match runs.last_mut() {
			Some((first, values))
				if values.len() < MOST_PUBLISHED
					&& u64::from(*first) + values.len() as u64 == u64::from(interval) =>
			{
				values.push(grid);
			},
			_ => runs.push((interval, vec![grid])),
		}
	}
	runs
}

fn read(path: &Path) -> Result<Runs, Failure> {
	let name = path.display();
	let mut reader = csv::ReaderBuilder::new()
		.trim(csv::Trim::All)
		.from_path(path)
		.map_err(|error| format!("{name}: {error}"))?;
	let mut rows = Vec::new();
	for (place, row) in reader.deserialize::<Row>().enumerate() {
		let line = place + 2;
		let row = row.map_err(|error| format!("{name}: {error}"))?;
		let grid = row.grid().map_err(|error| format!("{name}: line {line}: {error}"))?;
		rows.push((row.interval, grid));
	}
	if rows.is_empty() {
		return Err(format!("{name} says nothing of any interval").into());
	}
	Ok(runs(rows))
}

impl SaidOptions {
	/// What is said.
	pub fn runs(&self) -> Result<Runs, Failure> {
		if let Some(path) = &self.file {
			return read(path);
		}
		let (Some(interval), Some(operating), Some(embodied)) =
			(self.interval, self.operating, self.embodied)
		else {
			return Err("name an interval with --operating and --embodied, or a --file".into());
		};
		let residual = self.residual_operating.zip(self.residual_embodied);
		let residual = residual.map(|(operating, embodied)| plain(operating, embodied));
		Ok(vec![(interval, vec![GridFootprint { average: plain(operating, embodied), residual }])])
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::fs;

	fn of_file(text: &str) -> Result<Runs, String> {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("grid.csv");
		fs::write(&path, text).unwrap();
		read(&path).map_err(|error| error.to_string())
	}

	#[test]
	fn what_is_in_turn_is_one_call() {
		let text = "interval,operating,embodied,residual_operating,residual_embodied\n\
			7,350.5,40,500,50\n8,0,0,,\n10,1,2,,\n";
		let all = of_file(text).unwrap();
		let first = GridFootprint {
			average: plain(350_500, 40_000),
			residual: Some(plain(500_000, 50_000)),
		};
		let none = |average| GridFootprint { average, residual: None };
		assert_eq!(
			all,
			[(7, vec![first, none(plain(0, 0))]), (10, vec![none(plain(1_000, 2_000))])]
		);
		let many: String = (0..300).map(|k| format!("{k},1,2\n")).collect();
		let many = of_file(&format!("interval,operating,embodied\n{many}")).unwrap();
		assert_eq!(many.iter().map(|(first, _)| *first).collect::<Vec<_>>(), [0, 128, 256]);
	}

	#[test]
	fn what_is_wrong_in_a_file_is_said_with_its_line() {
		let head = "interval,operating,embodied,residual_operating,residual_embodied\n";
		let wrong = |rows: &str| of_file(&format!("{head}{rows}")).unwrap_err();
		assert!(wrong("").contains("says nothing"));
		let half = wrong("7,1,2,3,\n");
		assert!(half.contains("line 2") && half.contains("both parts"), "{half}");
		let negative = wrong("7,1,2,,\n8,-1,2,,\n");
		assert!(negative.contains("line 3") && negative.contains("g/kWh"), "{negative}");
		assert!(of_file("interval,operating\n1,2\n").unwrap_err().contains("embodied"));
		assert!(of_file("interval,operating,embodied,other\n1,2,3,4\n").is_err());
	}
}
