// SPDX-License-Identifier: Apache-2.0

mod account;
mod lies;
mod paper;
mod report;
mod uniform;

use std::path::Path;

use gridmerit_energy::{Price, Tariff, Wh};

use crate::*;

/// The paper's day.
fn paper() -> Day {
	let scenario = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/ieee33/scenario.json");
	Day::paper(Path::new(scenario)).unwrap()
}

const TARIFF: Tariff = Tariff {
	tou: 200_000,
	fit: 60_000,
	alpha_ppm: 900_000,
	fee: 1_000,
	shortfall: 300_000,
	surplus: 50_000,
	curtailed: 0,
};

/// An hour with a cap of 180,000; the owner of an account is its place.
fn hour(truths: &[Truth]) -> Hour {
	let accounts = (0..).zip(truths).map(|(owner, truth)| Account::honest(owner, *truth));
	Hour::new(1, TARIFF, accounts.collect()).unwrap()
}

const fn needs(energy: Wh) -> Truth {
	Truth::Needs { energy, worth: None }
}

const fn has(energy: Wh, ask: Price) -> Truth {
	Truth::Has { energy, ask }
}

/// How many cases of a row pay, of how many, with mean and largest gain in tenths of a per cent.
fn found(cell: &Cell) -> (u32, u32, u128, u128) {
	let tenths = |millionths: u128| (millionths + 500) / 1_000;
	(cell.pays, cell.tried, tenths(cell.mean()), tenths(cell.most))
}

/// A row of the paper's day, by setting.
fn played(name: &str) -> [(u32, u32, u128, u128); 7] {
	let row = Row::ALL.into_iter().find(|row| row.name == name).unwrap();
	let Table(table) = play(&paper(), &[row], &Setting::ALL).unwrap();
	let cells: Vec<_> = table[0].iter().map(found).collect();
	cells.try_into().unwrap()
}
