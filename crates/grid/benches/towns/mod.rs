// SPDX-License-Identifier: Apache-2.0

//! Feeders to measure with, the same for every run; and the memory that a clearing takes.

use std::{fs, hint::black_box};

use fastrand::Rng;
use gridmerit_grid::{Bus, Feeder, Line, Located, clear};
use gridmerit_market::{Book, Rules};

use crate::support::{Kind, book};

/// How a feeder looks.
#[derive(Clone, Copy)]
pub struct Shape {
	pub name: &'static str,
	/// How far back a bus's parent is at most.
	reach: usize,
	/// Whether lines are full here and there: some ten zones for a thousand lines.
	limited: bool,
}

pub const SHAPES: [Shape; 3] = [
	Shape { name: "bush", reach: usize::MAX, limited: false },
	Shape { name: "bush", reach: usize::MAX, limited: true },
	Shape { name: "chain", reach: 1, limited: true },
];

pub fn feeder(lines: usize, shape: Shape) -> Feeder {
	let mut rng = Rng::with_seed(lines as u64);
	let line = |bus: usize| {
		let parent = (bus - 1 - rng.usize(0..bus.min(shape.reach))) as Bus;
		let narrow = shape.limited && rng.usize(0..50) == 0;
		let room = if narrow { rng.u64(0..20_000) } else { Line::NO_LIMIT };
		Line { parent, import: room, export: room }
	};
	Feeder::new(&(1..=lines).map(line).collect::<Vec<_>>()).unwrap()
}

/// The bus of each of so many orders.
pub fn buses(rng: &mut Rng, rows: usize, lines: usize) -> Vec<Bus> {
	(0..rows).map(|_| rng.usize(0..=lines) as Bus).collect()
}

/// Prints how much memory a clearing takes beyond book and feeder, its result included. Linux only; elsewhere nothing.
pub fn memory(rules: &Rules, sizes: &[(u32, usize)]) {
	let resident = |name: &str| -> Option<u64> {
		let status = fs::read_to_string("/proc/self/status").ok()?;
		let line = status.lines().find(|line| line.starts_with(name))?;
		line.split_whitespace().nth(1)?.parse().ok()
	};
	for &(orders, lines) in sizes {
		let (demands, offers) = book(Kind::Mixed, orders);
		let mut rng = Rng::with_seed(orders.into());
		let buyers = buses(&mut rng, demands.len(), lines);
		let sellers = buses(&mut rng, offers.len(), lines);
		let feeder = feeder(lines, SHAPES[1]);
		let book = Book::new(&demands, &offers).unwrap();
		let book = Located::new(&feeder, book, &buyers, &sellers).unwrap();
		// The peak begins at what is there now.
		if fs::write("/proc/self/clear_refs", "5").is_err() {
			return;
		}
		let before = resident("VmRSS");
		drop(black_box(clear(&feeder, book, rules).unwrap()));
		if let Some((before, most)) = before.zip(resident("VmHWM")) {
			let mib = most.saturating_sub(before) as f64 / 1024.0;
			println!("memory: {orders} orders, {lines} lines: {mib:.1} MiB");
		}
	}
}
