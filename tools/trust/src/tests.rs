// SPDX-License-Identifier: Apache-2.0

//! The year, its page and its picture.

use std::{fs, path::Path, sync::LazyLock};

use crate::{nodes::Kind, page, plot, revealer, sun, year::Year};

/// Drawn once for all tests.
static TABLE: LazyLock<Vec<revealer::Row>> = LazyLock::new(revealer::table);

fn docs(file: &str) -> String {
	let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(file);
	fs::read_to_string(path).unwrap()
}

#[test]
fn the_docs_are_of_this_year() {
	let year = Year::simulate();
	let picture = plot::draw(&year).unwrap();
	roxmltree::Document::parse(&picture).unwrap();
	let text = docs("trust.md");
	let filled = page::fill(&text, &year, &TABLE).unwrap();
	assert!(text == filled, "run: cargo run -p gridmerit-trust-year -- year");
	assert!(docs("trust.svg") == picture, "run: cargo run -p gridmerit-trust-year -- year");
	// And a change would be seen.
	let other = text.replacen("| honest |", "| honest  |", 1);
	assert_eq!(page::fill(&other, &year, &TABLE).unwrap(), text);
	assert!(page::fill("no markers", &year, &[]).is_err());
}

#[test]
fn who_behaves_ends_above_who_does_not() {
	let year = Year::simulate();
	let index = |kind| {
		let life = year.lives.iter().find(|life| life.kind == kind).unwrap();
		*life.index.last().unwrap()
	};
	let honest = index(Kind::Honest);
	for kind in Kind::ALL {
		assert!(kind == Kind::Honest || index(kind) < honest, "{kind:?}");
	}
	assert!(index(Kind::Cheating) < index(Kind::Sloppy));
	assert!(index(Kind::Colluding) < index(Kind::Cheating));
	// Money alone: twenty times the honest node's bond, and less to say.
	let ranking = year.ranking();
	assert_eq!(ranking[0].kind, Kind::Honest);
	assert_eq!(ranking.last().map(|life| life.kind), Some(Kind::Colluding));
}

#[test]
fn a_circle_has_cost_more_than_it_could_bring() {
	let year = Year::simulate();
	let life = year.lives.iter().find(|life| life.kind == Kind::Colluding).unwrap();
	assert!(life.circle > 0 && life.reward < life.circle);
	assert!(gridmerit_trust::Params::default().cost_of(life.counted) <= life.circle);
}

#[test]
fn draws_agree_with_what_the_revealer_should_gain() {
	for row in TABLE.iter() {
		// Four standard deviations of 10,000 trials.
		let near =
			|seen: f64, law: f64| (seen - law).abs() < 4.0 * (law * (1.0 - law) / 1e4).sqrt();
		assert!(near(row.drawn, row.exact), "{} members", row.members);
		assert!(near(row.chosen, row.expected), "{} members", row.members);
		let factor = row.expected / row.exact;
		assert!((1.4..2.0).contains(&factor), "{} members: {factor}", row.members);
	}
}

#[test]
fn the_sun_shines_more_in_summer_and_not_at_night() {
	let weather = sun::Weather::new(&mut fastrand::Rng::with_seed(2_015));
	let month = |days: std::ops::Range<u32>| -> u64 {
		days.flat_map(|day| (0..96).map(move |interval| (day, interval)))
			.map(|(day, interval)| weather.surplus(day, interval))
			.sum()
	};
	assert!(month(167..197) > 3 * month(0..30));
	assert!((0..365).all(|day| weather.surplus(day, 0) == 0));
}
