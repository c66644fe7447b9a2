// SPDX-License-Identifier: Apache-2.0

//! Clearing, assigning and verifying on a feeder, beside the same book without one and beside the standard library's sort
//! of the same offers. `cargo bench --package gridmerit-grid` measures, `report.py` prints the ratios of that run.

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark")]

#[expect(dead_code, reason = "the sort by ask alone is for the market crate")]
#[path = "../../market/benches/support/mod.rs"]
mod support;
mod towns;

use std::{hint::black_box, time::Duration};

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use fastrand::Rng;
use gridmerit_grid::{Located, assign, clear, verify, verify_zones};
use gridmerit_market::{Book, Rules};
use support::{Kind, book, limits};
use towns::{SHAPES, buses, feeder, memory};

fn clearing(criterion: &mut Criterion) {
	let rules = Rules { limits: limits(), turn: 1 };
	memory(&rules, &[(100_000, 1_000), (1_000_000, 10_000)]);
	// Has the allocator keep what is freed, so that no page faults are measured.
	drop(black_box(vec![0_u8; 31 << 20]));
	for (name, kind) in Kind::ALL {
		let mut group = criterion.benchmark_group(name);
		for (orders, lines) in
			[(1_000, 33), (10_000, 100), (100_000, 1_000), (1_000_000, 1_000), (1_000_000, 10_000)]
		{
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
