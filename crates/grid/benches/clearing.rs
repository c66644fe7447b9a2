// SPDX-License-Identifier: Apache-2.0

//! Clearing, assigning and verifying on a feeder, beside the same book without one and beside the standard library's sort
//! of the same offers. `cargo bench --package gridmerit-grid` prints the times; the ratios follow from one run.

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark")]

#[expect(dead_code, reason = "the sort by ask alone is for the market crate")]
#[path = "../../market/benches/support/mod.rs"]
mod support;

use std::{hint::black_box, time::Duration};

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use fastrand::Rng;
use gridmerit_grid::{Bus, Feeder, Line, Located, assign, clear, verify};
use gridmerit_market::{Book, Rules};
use support::{Kind, book, limits};

/// A feeder whose lines are full here and there: some twenty zones for a thousand lines.
fn feeder(lines: usize, reach: usize) -> Feeder {
	let mut rng = Rng::with_seed(lines as u64);
	let line = |bus: usize| {
		let parent = (bus - 1 - rng.usize(0..bus.min(reach))) as Bus;
		let room = if rng.usize(0..50) == 0 { rng.u64(0..20_000) } else { Line::NO_LIMIT };
		Line { parent, import: room, export: room }
	};
	Feeder::new(&(1..=lines).map(line).collect::<Vec<_>>()).unwrap()
}

fn clearing(criterion: &mut Criterion) {
	// Has the allocator keep what is freed, so that no page faults are measured.
	drop(black_box(vec![0_u8; 31 << 20]));
	let rules = Rules { limits: limits(), turn: 1 };
	let shapes = [("bush", usize::MAX), ("chain", 1)];
	for (name, kind) in Kind::ALL {
		let mut group = criterion.benchmark_group(name);
		for (orders, lines) in [(1_000, 33), (10_000, 100), (100_000, 1_000), (1_000_000, 10_000)] {
			let (demands, offers) = book(kind, orders);
			let book = Book::new(&demands, &offers).unwrap();
			let mut rng = Rng::with_seed(orders.into());
			let mut buses = |rows: usize| -> Vec<Bus> {
				(0..rows).map(|_| rng.usize(0..=lines) as Bus).collect()
			};
			let (buyers, sellers) = (buses(demands.len()), buses(offers.len()));
			for (shape, reach) in shapes {
				let feeder = feeder(lines, reach);
				let book = Located::new(&feeder, book, &buyers, &sellers).unwrap();
				let outcome = clear(&feeder, book, &rules).unwrap();
				println!(
					"{name}, {orders} orders, {lines} lines, {shape}: {} zones",
					outcome.zones.len()
				);
				let id = |step: &str| BenchmarkId::new(format!("{step}_{shape}"), orders);
				group.bench_function(id("clear"), |b| {
					b.iter(|| clear(&feeder, black_box(book), &rules).unwrap())
				});
				group.bench_function(id("assign"), |b| {
					b.iter(|| assign(&feeder, black_box(book), &outcome).unwrap())
				});
				group.bench_function(id("verify"), |b| {
					b.iter(|| verify(&feeder, black_box(book), &rules, &outcome).unwrap())
				});
			}
			group.bench_function(BenchmarkId::new("without_grid", orders), |b| {
				b.iter(|| gridmerit_market::clear(black_box(book), &rules))
			});
			group.bench_function(BenchmarkId::new("sort", orders), |b| {
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
