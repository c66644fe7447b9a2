// SPDX-License-Identifier: Apache-2.0

//! Bills of made-up intervals, and archives of a made-up chain's state, with real proofs of it.

mod archive;
mod bills;
mod state;

use gridmerit_client::times::{Days, Zone, day};
use gridmerit_energy::{Basis, Interval, Invoice, Metered, Position, Standing, Tariff};

use crate::bill::{Bill, Gaps, Line, Origin, Source};

pub const QUARTER: u32 = 900_000;

pub const TARIFF: Tariff = Tariff {
	tou: 200_000,
	fit: 80_000,
	alpha_ppm: 900_000,
	fee: 5_000,
	shortfall: 300_000,
	surplus: 80_000,
	curtailed: 0,
};

pub fn berlin() -> Zone {
	"Europe/Berlin".parse().unwrap()
}

/// The intervals of some days.
pub fn quarters(from: &str, to: &str) -> (Interval, Interval) {
	let days = Days { from: day(from).unwrap(), to: day(to).unwrap() };
	days.intervals(&berlin(), QUARTER).unwrap()
}

/// How an interval is settled in which a node has drawn and fed in, bought and sold at 0.12.
pub fn invoice(basis: Basis, metered: [u64; 2], traded: [u64; 2]) -> Invoice {
	let ([import, export], [bought, sold]) = (metered, traded);
	let position = Position {
		bought,
		sold,
		cost: u128::from(bought) * 120_000,
		revenue: u128::from(sold) * 120_000,
	};
	Invoice::new(basis, Metered { import, export }, false, position, TARIFF)
}

/// A final interval in which so many Wh were drawn, half of them bought from neighbours.
pub fn line(interval: Interval, drawn: u64) -> Line {
	let invoice = invoice(Basis::Reading, [drawn, 0], [drawn / 2, 0]);
	Line { interval, invoice, standing: Standing::Final, source: Source::Chain }
}

pub fn bill((first, last): (Interval, Interval), lines: Vec<Line>) -> Bill {
	Bill {
		node: 1,
		first,
		last,
		length: QUARTER,
		zone: berlin(),
		lines,
		gaps: Gaps::default(),
		debts: 0,
		charged_later: 0,
		certificates: None,
		subsidies: Vec::new(),
		origin: Origin {
			chain: "Valley <dev>".into(),
			genesis: "0x00".into(),
			block: 7,
			now: 1_530_058_500_000,
			account: "5Bob".into(),
		},
	}
}
