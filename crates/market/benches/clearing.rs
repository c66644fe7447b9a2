// SPDX-License-Identifier: Apache-2.0

//! Clearing, assigning and verifying beside the standard library's sort of the same offers.
//! `scripts/bench.sh` runs this and reports the ratios.

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark")]

mod support;

use std::{hint::black_box, time::Duration};

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use gridmerit_market::{Book, Rules, assign, clear, verify};
use support::{Kind, book, limits};

fn clearing(criterion: &mut Criterion) {
	// Has the allocator keep what is freed, so that no page faults are measured.
	drop(black_box(vec![0_u8; 31 << 20]));
	let rules = Rules { limits: limits(), turn: 1 };
	for (name, kind) in Kind::ALL {
		let mut group = criterion.benchmark_group(name);
		for orders in [100_u32, 1_000, 10_000, 100_000, 1_000_000] {
			let (demands, offers) = book(kind, orders);
			let book = Book::new(&demands, &offers).unwrap();
			let outcome = clear(book, &rules);
			let id = |step| BenchmarkId::new(step, orders);

			group.bench_function(id("check"), |b| b.iter(|| Book::new(&demands, &offers).unwrap()));
			group.bench_function(id("clear"), |b| b.iter(|| clear(black_box(book), &rules)));
			group.bench_function(id("assign"), |b| {
				b.iter(|| assign(black_box(book), &outcome).map(|t| t.payment).sum::<u128>())
			});
			group.bench_function(id("verify"), |b| {
				b.iter(|| verify(black_box(book), &rules, &outcome).unwrap())
			});
			// The merit order; and sorts by ask alone, which are cheaper where many ask the same.
			group.bench_function(id("sort"), |b| {
				let sort = |offers: &mut Vec<_>| offers.sort_unstable_by_key(support::merit);
				b.iter_batched_ref(|| offers.clone(), sort, BatchSize::LargeInput)
			});
			group.bench_function(id("stable_sort"), |b| {
				let sort = |offers: &mut Vec<_>| offers.sort_by_key(support::ask);
				b.iter_batched_ref(|| offers.clone(), sort, BatchSize::LargeInput)
			});
			group.bench_function(id("unstable_sort"), |b| {
				let sort = |offers: &mut Vec<_>| offers.sort_unstable_by_key(support::ask);
				b.iter_batched_ref(|| offers.clone(), sort, BatchSize::LargeInput)
			});
		}
		group.finish();
	}
}

criterion_group! {
	name = benches;
	config = Criterion::default()
		.warm_up_time(Duration::from_millis(300))
		.measurement_time(Duration::from_millis(1_200))
		.sample_size(20);
	targets = clearing
}
criterion_main!(benches);
