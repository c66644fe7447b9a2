// SPDX-License-Identifier: Apache-2.0

//! Clearing, assigning and verifying on a feeder, beside the same book without one and beside the standard library's sort
//! of the same offers. `cargo bench --package gridmerit-grid` measures, `report.py` prints the ratios of that run.

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark")]

#[expect(dead_code, reason = "the sort by ask alone is for the market crate")]
#[path = "../../market/benches/support/mod.rs"]
mod support;

use std::{env, fs, hint::black_box, time::Duration};

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use fastrand::Rng;
use gridmerit_grid::{Bus, Feeder, Line, Located, assign, clear, verify, verify_zones};
use gridmerit_market::{Book, Rules};
use support::{Kind, book, limits};

/// How a feeder looks.
#[derive(Clone, Copy)]
struct Shape {
	name: &'static str,
	/// How far back a bus's parent is at most.
	reach: usize,
	/// Whether lines are full here and there: some ten zones for a thousand lines.
	limited: bool,
}

const SHAPES: [Shape; 3] = [
	Shape { name: "bush", reach: usize::MAX, limited: false },
	Shape { name: "bush", reach: usize::MAX, limited: true },
	Shape { name: "chain", reach: 1, limited: true },
];

fn feeder(lines: usize, shape: Shape) -> Feeder {
	let mut rng = Rng::with_seed(lines as u64);
	let line = |bus: usize| {
		let parent = (bus - 1 - rng.usize(0..bus.min(shape.reach))) as Bus;
		let narrow = shape.limited && rng.usize(0..50) == 0;
		let room = if narrow { rng.u64(0..20_000) } else { Line::NO_LIMIT };
		Line { parent, import: room, export: room }
	};
	Feeder::new(&(1..=lines).map(line).collect::<Vec<_>>()).unwrap()
}

const TOWN: (u32, usize) = (100_000, 1_000);

/// Orders and lines to measure with. With `GRIDMERIT_TOWN` set only those of a town, as `scripts/grid-speed.sh` does.
fn sizes() -> Vec<(u32, usize)> {
	if env::var_os("GRIDMERIT_TOWN").is_some() {
		return vec![TOWN];
	}
	vec![(1_000, 33), (10_000, 100), TOWN, (1_000_000, 1_000), (1_000_000, 10_000)]
}

/// The bus of each of so many orders.
fn buses(rng: &mut Rng, rows: usize, lines: usize) -> Vec<Bus> {
	(0..rows).map(|_| rng.usize(0..=lines) as Bus).collect()
}

/// Prints how much memory a clearing takes beyond book and feeder, its result included. Linux only; elsewhere nothing.
fn memory(rules: &Rules) {
	let resident = |name: &str| -> Option<u64> {
		let status = fs::read_to_string("/proc/self/status").ok()?;
		let line = status.lines().find(|line| line.starts_with(name))?;
		line.split_whitespace().nth(1)?.parse().ok()
	};
	for (orders, lines) in
		sizes().into_iter().filter(|(orders, lines)| (*orders as usize) == lines * 100)
	{
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

fn clearing(criterion: &mut Criterion) {
	let rules = Rules { limits: limits(), turn: 1 };
	memory(&rules);
	// Has the allocator keep what is freed, so that no page faults are measured.
	drop(black_box(vec![0_u8; 31 << 20]));
	for (name, kind) in Kind::ALL {
		let mut group = criterion.benchmark_group(name);
		for (orders, lines) in sizes() {
			let (demands, offers) = book(kind, orders);
			let book = Book::new(&demands, &offers).unwrap();
			let mut rng = Rng::with_seed(orders.into());
			let buyers = buses(&mut rng, demands.len(), lines);
			let sellers = buses(&mut rng, offers.len(), lines);
			for shape in SHAPES {
				let feeder = feeder(lines, shape);
				let book = Located::new(&feeder, book, &buyers, &sellers).unwrap();
				let outcome = clear(&feeder, book, &rules).unwrap();
				let what = format!(
					"{orders} orders {lines} lines {} zones {}",
					outcome.zones.len(),
					shape.name
				);
				let id = |step: &str| BenchmarkId::new(step, &what);
				group.bench_function(id("clear"), |b| {
					b.iter(|| clear(&feeder, black_box(book), &rules).unwrap())
				});
				group.bench_function(id("assign"), |b| {
					b.iter(|| assign(&feeder, black_box(book), &outcome).unwrap())
				});
				group.bench_function(id("verify_zones"), |b| {
					let zones = &outcome.zones;
					b.iter(|| verify_zones(&feeder, black_box(book), &rules.limits, zones).unwrap())
				});
				group.bench_function(id("verify"), |b| {
					b.iter(|| verify(&feeder, black_box(book), &rules, &outcome).unwrap())
				});
			}
			let id = |step: &str| BenchmarkId::new(step, format!("{orders} orders {lines} lines"));
			group.bench_function(id("without_grid"), |b| {
				b.iter(|| gridmerit_market::clear(black_box(book), &rules))
			});
			let outcome = gridmerit_market::clear(book, &rules);
			group.bench_function(id("assign_without_grid"), |b| {
				b.iter(|| gridmerit_market::assign(black_box(book), &outcome).collect::<Vec<_>>())
			});
			group.bench_function(id("sort"), |b| {
				let sort = |offers: &mut Vec<_>| offers.sort_unstable_by_key(support::merit);
				b.iter_batched_ref(|| offers.clone(), sort, BatchSize::LargeInput)
			});
		}
		group.finish();
	}
}

criterion_group! {
	name = benches;
	config = Criterion::default()
		.warm_up_time(Duration::from_millis(200))
		.measurement_time(Duration::from_millis(600))
		.sample_size(10);
	targets = clearing
}
criterion_main!(benches);
