// SPDX-License-Identifier: Apache-2.0

//! What homes use and make, what they pay for it, and what they trade.

use std::{fs, path::Path};

use gridmerit_energy::{Basis, Interval, Invoice, Metered, Position, Tariff, payment};
use gridmerit_history::{Mapping, Row, read_file};
use gridmerit_market::{Book, Demand, Offer, Rules, clear};

use super::{QUARTER, zone};

/// The least that homes take for a kWh, one after the other, in planck per Wh.
const ASKS: [u64; 3] = [100_000, 120_000, 140_000];

/// Homes whose past begins and ends together.
pub struct Community(Vec<Vec<Row>>);

impl Community {
	/// Reads a home from each CSV file of a folder, in the order of their names.
	pub fn read(folder: &Path) -> Self {
		let mut files: Vec<_> =
			fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
		files.retain(|path| path.extension().is_some_and(|ending| ending == "csv"));
		files.sort();
		let read = |path: &std::path::PathBuf| read_file(path, &Mapping::default(), QUARTER);
		let homes: Vec<_> = files.iter().map(|path| read(path).unwrap().rows).collect();
		let times = |rows: &[Row]| rows.iter().map(|row| row.interval).collect::<Vec<_>>();
		assert!(homes.iter().all(|rows| times(rows) == times(&homes[0])), "not the same time");
		Self(homes)
	}

	pub fn homes(&self) -> usize {
		self.0.len()
	}

	/// How the first home's intervals are settled.
	pub fn invoices(&self) -> Vec<(Interval, Invoice)> {
		(0..self.0[0].len()).map(|at| (self.0[0][at].interval, self.settled(at))).collect()
	}

	/// Clears an interval and settles the first home in it.
	fn settled(&self, at: usize) -> Invoice {
		let interval = self.0[0][at].interval;
		let tariff = tariff(interval);
		let (mut demands, mut offers) = (Vec::new(), Vec::new());
		for (node, rows) in (0..).zip(&self.0) {
			let Row { load_wh, generation_wh, .. } = rows[at];
			match generation_wh.checked_sub(load_wh) {
				None => {
					demands.push(Demand { node, quantity: load_wh - generation_wh, limit: None })
				},
				Some(0) => {},
				Some(capacity) => {
					offers.push(Offer { node, capacity, ask: ASKS[node as usize % ASKS.len()] });
				},
			}
		}
		let rules = Rules { limits: tariff.limits().unwrap(), turn: interval };
		let outcome = clear(Book::new(&demands, &offers).unwrap(), &rules);
		let price = outcome.clearing.price.unwrap_or_default();
		let mine = |node: u32, energy: &u64| if node == 0 { *energy } else { 0 };
		let bought = demands.iter().zip(&outcome.bought).map(|(of, wh)| mine(of.node, wh)).sum();
		let sold = offers.iter().zip(&outcome.sold).map(|(of, wh)| mine(of.node, wh)).sum();
		let position =
			Position { bought, sold, cost: payment(bought, price), revenue: payment(sold, price) };
		let Row { load_wh, generation_wh, .. } = self.0[0][at];
		// The meter at the connection sees the difference.
		let metered = Metered {
			import: load_wh.saturating_sub(generation_wh),
			export: generation_wh.saturating_sub(load_wh),
		};
		Invoice::new(Basis::Reading, metered, false, position, tariff)
	}
}

/// The utility's prices: those of docs/operator.example.toml, dearer from seven to ten.
fn tariff(interval: Interval) -> Tariff {
	let clock = zone().clock(u64::from(interval) * u64::from(QUARTER));
	let hour: u8 = clock[11..13].parse().unwrap();
	let tou = if (7..22).contains(&hour) { 250_000 } else { 200_000 };
	Tariff {
		tou,
		fit: 80_000,
		alpha_ppm: 950_000,
		fee: 5_000,
		shortfall: tou * 3 / 2,
		surplus: 80_000,
		curtailed: 0,
	}
}
