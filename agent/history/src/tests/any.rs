// SPDX-License-Identifier: Apache-2.0

//! Random files: nothing is lost, and nothing panics.

use proptest::{
	collection::vec,
	prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, prop_oneof, proptest},
	strategy::Strategy,
};

use super::*;

/// Right files to damage.
const FILES: [&str; 4] = [
	"Kunde;1\nZeit;Verbrauch (kWh);Netz\n30.10.2016 01:45;0,25;1\n30.10.2016 02:00;1.000,5;-1\n30.10.2016 02:00;\"0,3\";2\n",
	"time,load_wh,export_wh\n2018-06-27T14:00:00+02:00,250,0\n2018-06-27T14:15:00+02:00,1e3,-5\n",
	"interval,load_wh,generation_wh\n1700065,250,0\n1700066,,3\n",
	"<feed><entry><link rel='up' href='a'/><content><ReadingType><uom>72</uom><flowDirection>1</flowDirection></ReadingType>\
	 <IntervalReading><timePeriod><start>1530100800</start><duration>900</duration></timePeriod><value>5</value></IntervalReading>\
	 </content></entry></feed>",
];

const SAID: [&str; 5] = [
	"",
	"zone=Europe/Berlin",
	"zone=Europe/Berlin stamp=end unit=W minutes=15",
	"zone=+01:00 net=Netz net_positive=fed-in unit=kWh",
	"zone=UTC time=#1 load=#2 unit=Wh counter=true",
];

fn damaged() -> impl Strategy<Value = Vec<u8>> {
	let piece = prop_oneof![
		vec(any::<u8>(), 0..6),
		"[-+0-9.,;:eEZT \n\t\"<>&/]{0,8}".prop_map(String::into_bytes)
	];
	(0..FILES.len(), 0..400_usize, 0..8_usize, piece).prop_map(|(file, at, length, piece)| {
		let mut bytes = FILES[file].as_bytes().to_vec();
		let at = at.min(bytes.len());
		let end = (at + length).min(bytes.len());
		bytes.splice(at..end, piece);
		bytes
	})
}

/// A number of kWh with so many decimals.
fn kwh(thousandths: u64) -> String {
	format!("{}.{:06}", thousandths / 1_000_000, thousandths % 1_000_000)
}

/// A file of lines in UTC, so many minutes each, of millionths of a kWh.
fn lines(values: &[(u64, u64)], minutes: i64) -> String {
	let mut text = "start,load_kwh,generation_kwh\n".to_string();
	for (at, (load, generation)) in values.iter().enumerate() {
		let at = i64::try_from(at).unwrap() * minutes * 60 + 1_530_100_800;
		let at = jiff::Timestamp::from_second(at).unwrap();
		text.push_str(&format!("{at},{},{}\n", kwh(*load), kwh(*generation)));
	}
	text
}

fn sums(rows: &[Row]) -> (u64, u64) {
	(rows.iter().map(|row| row.load_wh).sum(), rows.iter().map(|row| row.generation_wh).sum())
}

/// All of some values, in Wh.
fn wh(values: &[(u64, u64)]) -> (u64, u64) {
	let load: u64 = values.iter().map(|(load, _)| load).sum();
	let generation: u64 = values.iter().map(|(_, generation)| generation).sum();
	(load / 1_000, generation / 1_000)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(256))]

	#[test]
	fn no_bytes_panic(
		bytes in prop_oneof![vec(any::<u8>(), 0..300), damaged(), damaged()],
		said in 0..SAID.len(),
		minutes in prop_oneof![proptest::strategy::Just(15_u32), 1..120_u32],
	) {
		match read(&bytes, "f", &mapping(SAID[said]), minutes * 60_000) {
			Ok(read) => {
				prop_assert!(read.rows.windows(2).all(|pair| pair[0].interval < pair[1].interval));
				prop_assert!(!read.summary.line().is_empty());
			},
			Err(refused) => {
				prop_assert!(!refused.problems.is_empty());
				for problem in &refused.problems {
					prop_assert!(problem.line > 0 && problem.column > 0);
					prop_assert!(!problem.reason.is_empty());
				}
				prop_assert!(!refused.to_string().is_empty());
			},
		}
	}

	#[test]
	fn what_is_written_is_read_again(
		steps in vec((1..5_u32, 0..100_000_u64, 0..100_000_u64), 0..50),
	) {
		let mut interval = 1_700_000;
		let rows: Vec<_> = steps
			.into_iter()
			.map(|(step, load_wh, generation_wh)| {
				interval += step;
				Row { interval, load_wh, generation_wh }
			})
			.collect();
		let mut file = Vec::new();
		write_rows(&rows, &mut file).unwrap();
		for said in ["", "zone=Europe/Berlin"] {
			prop_assert_eq!(&read(&file, "f", &mapping(said), 900_000).unwrap().rows, &rows);
		}
	}

	#[test]
	fn no_wh_is_lost_of_minutes(
		values in vec((0..5_000_u64, 0..5_000_u64), 2..40),
		minutes in prop_oneof![proptest::strategy::Just(1_i64), proptest::strategy::Just(5), proptest::strategy::Just(15)],
	) {
		let whole = values.len() - values.len() % usize::try_from(15 / minutes).unwrap();
		let read = read(lines(&values, minutes).as_bytes(), "f", &Mapping::default(), 900_000).unwrap();
		prop_assert_eq!(sums(&read.rows), wh(&values[..whole]));
	}

	#[test]
	fn no_wh_is_lost_of_hours(values in vec((0..9_000_000_u64, 0..9_000_000_u64), 2..30)) {
		let read = read(lines(&values, 60).as_bytes(), "f", &Mapping::default(), 900_000).unwrap();
		prop_assert_eq!(read.rows.len(), values.len() * 4);
		prop_assert_eq!(sums(&read.rows), wh(&values));
		// Evenly: no quarter is off its share by a Wh or more, before and after.
		for (row, (load, _)) in read.rows.iter().zip(values.iter().flat_map(|value| [value; 4])) {
			prop_assert!(row.load_wh.abs_diff(load / 4_000) <= 1);
		}
	}
}
