// SPDX-License-Identifier: Apache-2.0

//! Clearing, verifying and assigning an island beside the standard library's sort of as many rows.

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark")]

use std::hint::black_box;

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use fastrand::Rng;
use gridmerit_island::{Island, IslandRules, Load, Priority, Storage, assign, clear, verify};
use gridmerit_market::{NodeIndex, Offer};

/// Of ten orders six loads, three offers and a battery; values and asks all over the range, or a few ("tied").
fn orders(count: u32, prices: u64) -> (Vec<Load>, Vec<Offer>, Vec<Storage>) {
	let mut rng = Rng::with_seed(count.into());
	let (mut loads, mut offers, mut storages) = (Vec::new(), Vec::new(), Vec::new());
	for node in 0..count {
		let mut price = || rng.u64(0..prices) * (400_000 / prices);
		let (price, other) = (price(), price());
		match node % 10 {
			0..6 => loads.push(Load {
				node,
				quantity: rng.u64(1..20_000),
				priority: rng.choice(Priority::ALL).unwrap(),
				value: rng.bool().then_some(price),
			}),
			6..9 => offers.push(Offer { node, capacity: rng.u64(1..30_000), ask: price }),
			_ => storages.push(Storage {
				node,
				charge: rng.u64(0..50_000),
				critical_reserve: rng.u64(0..20_000),
				output: rng.u64(0..30_000),
				ask: price.max(other) + 1,
				input: rng.u64(0..9_000),
				bid: price.min(other),
			}),
		}
	}
	(loads, offers, storages)
}

fn clearing(criterion: &mut Criterion) {
	for (name, prices) in [("spread", 400_000), ("tied", 8)] {
		let mut group = criterion.benchmark_group(name);
		for count in [1_000_u32, 10_000, 100_000, 1_000_000] {
			let (loads, offers, storages) = orders(count, prices);
			let island = Island::new(&loads, &offers, &storages).unwrap();
			let rules = IslandRules::new(500_000, 7).unwrap();
			let outcome = clear(island, &rules);
			let id = |step| BenchmarkId::new(step, count);
			let rows: Vec<(u64, NodeIndex)> = loads
				.iter()
				.map(|load| (load.value(), load.node))
				.chain(offers.iter().map(|offer| (offer.ask, offer.node)))
				.chain(storages.iter().map(|storage| (storage.ask, storage.node)))
				.collect();
			group.bench_function(id("sort"), |b| {
				b.iter_batched_ref(
					|| rows.clone(),
					|rows| rows.sort_unstable(),
					BatchSize::LargeInput,
				)
			});
			group.bench_function(id("clear"), |b| b.iter(|| clear(black_box(island), &rules)));
			group.bench_function(id("verify"), |b| {
				b.iter(|| verify(black_box(island), &rules, &outcome).unwrap())
			});
			group.bench_function(id("assign"), |b| b.iter(|| assign(black_box(island), &outcome)));
		}
		group.finish();
	}
}

criterion_group!(benches, clearing);
criterion_main!(benches);
