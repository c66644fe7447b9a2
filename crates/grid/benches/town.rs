// SPDX-License-Identifier: Apache-2.0

//! A town of 100,000 orders on 1,000 lines: what clearing, assigning and verifying take beside the same without a grid and
//! beside a sort of the same offers, as a table of ratios for `docs/grid.md` (`scripts/grid-speed.sh`). All are timed in turn,
//! many times, and of each the shortest counts, so that other load spoils little.

#![allow(
	missing_docs,
	clippy::arithmetic_side_effects,
	clippy::unwrap_used,
	reason = "a benchmark"
)]

#[expect(dead_code, reason = "the sort by ask alone is for the market crate")]
#[path = "../../market/benches/support/mod.rs"]
mod support;
mod towns;

use std::{hint::black_box, time::Instant};

use fastrand::Rng;
use gridmerit_grid::{Located, assign, clear, verify};
use gridmerit_market::{Book, Rules};
use support::{Kind, book, limits};
use towns::{SHAPES, buses, feeder, memory};

const ORDERS: u32 = 100_000;
const LINES: usize = 1_000;
const TURNS: usize = 60;

/// Notes how long something took, if that is less than before.
fn time<R>(least: &mut f64, what: impl FnOnce() -> R) {
	let begun = Instant::now();
	let made = black_box(what());
	*least = least.min(begun.elapsed().as_secs_f64());
	drop(made);
}

fn main() {
	// `cargo test --benches` runs it, too, and wants to know no times.
	if !std::env::args().any(|argument| argument == "--bench") {
		return;
	}
	let rules = Rules { limits: limits(), turn: 1 };
	memory(&rules, &[(ORDERS, LINES)]);
	// Has the allocator keep what is freed, so that no page faults are measured.
	drop(black_box(vec![0_u8; 31 << 20]));
	println!(
		"| book | zones | feeder | clear / without a grid | with transactions | clear / sort of the offers | verify / clear \
		 | verify / clear and assign |"
	);
	println!("| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |");
	for (name, kind) in Kind::ALL {
		let (demands, offers) = book(kind, ORDERS);
		let mut rng = Rng::with_seed(ORDERS.into());
		let buyers = buses(&mut rng, demands.len(), LINES);
		let sellers = buses(&mut rng, offers.len(), LINES);
		let plain = Book::new(&demands, &offers).unwrap();
		let alone = gridmerit_market::clear(plain, &rules);
		for shape in SHAPES {
			let feeder = feeder(LINES, shape);
			let book = Located::new(&feeder, plain, &buyers, &sellers).unwrap();
			let outcome = clear(&feeder, book, &rules).unwrap();
			let mut least = [f64::MAX; 6];
			for _ in 0..TURNS {
				let [cleared, assigned, verified, without, assigned_without, sorted] = &mut least;
				time(cleared, || clear(&feeder, black_box(book), &rules).unwrap());
				time(assigned, || assign(&feeder, black_box(book), &outcome).unwrap());
				time(verified, || verify(&feeder, black_box(book), &rules, &outcome).unwrap());
				time(without, || gridmerit_market::clear(black_box(plain), &rules));
				time(assigned_without, || {
					gridmerit_market::assign(black_box(plain), &alone).collect::<Vec<_>>()
				});
				let mut sorting = offers.clone();
				time(sorted, || sorting.sort_unstable_by_key(support::merit));
			}
			let [cleared, assigned, verified, without, assigned_without, sorted] = least;
			let whole = cleared + assigned;
			println!(
				"| {name} | {} | {} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} |",
				outcome.zones.len(),
				shape.name,
				cleared / without,
				whole / (without + assigned_without),
				cleared / sorted,
				verified / cleared,
				verified / whole,
			);
		}
	}
}
