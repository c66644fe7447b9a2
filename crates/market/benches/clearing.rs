// SPDX-License-Identifier: Apache-2.0

//! Clearing, assigning and verifying beside the standard library's sort of the same offers.
//! `scripts/bench.sh` runs this and reports the ratios.

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark")]

mod support;

use std::{hint::black_box, time::Duration};

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use fastrand::Rng;
use gridmerit_market::{
	Book, Choice, Demand, Label, NodeIndex, Offer, Preferences, Rules, assign, clear, pair, verify,
};
use support::{Kind, book, limits};

type Choices = Vec<(NodeIndex, Vec<Choice>)>;
type Labels = Vec<(NodeIndex, Label)>;

/// Choices of all demands, three each, and labels of all offers: two thousand buses, eight sources.
fn preferences(demands: &[Demand], offers: &[Offer]) -> (Choices, Labels) {
	let mut rng = Rng::with_seed(demands.len() as u64);
	let nodes = demands.len() as u32 + offers.len() as u32;
	let mut choices = |demand: &Demand| {
		let neighbour = Choice::Node(rng.u32(0..nodes.max(1)));
		(demand.node, vec![neighbour, Choice::Bus(rng.u16(0..2_000)), Choice::Source(rng.u8(0..8))])
	};
	let choices = demands.iter().map(&mut choices).collect();
	let mut label = |offer: &Offer| {
		(offer.node, Label { bus: Some(rng.u16(0..2_000)), source: Some(rng.u8(0..8)) })
	};
	(choices, offers.iter().map(&mut label).collect())
}

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
			// All who buy prefer something: a neighbour, a bus, a source.
			let (choices, labels) = preferences(&demands, &offers);
			let preferences = Preferences::new(&choices, &labels, 1).unwrap();
			group.bench_function(id("pair"), |b| {
				b.iter(|| pair(black_box(book), &outcome, &preferences).unwrap())
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
