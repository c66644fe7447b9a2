// SPDX-License-Identifier: Apache-2.0

//! Checking beside the standard library's sort of the same orders. `cargo bench --package gridmerit-dispatch` measures,
//! `report.py` prints the ratios of that run.

#![allow(missing_docs, clippy::indexing_slicing, clippy::unwrap_used, reason = "a benchmark")]

use std::{hint::black_box, time::Duration};

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use fastrand::Rng;
use gridmerit_dispatch::{
	AtPrice, Body, DispatchOrder, Multiplier, NANO, Network, Problem, Row, Store, Volts, check,
};
use gridmerit_grid::{Feeder, Line};
use gridmerit_market::Side;

const PRICE: u64 = 100_000;

/// A problem that trades at one price, with so many multipliers of nothing: all that is checked is there, whatever its
/// prices are.
fn orders(rng: &mut Rng, count: usize, buses: usize, windows: usize) -> Vec<DispatchOrder> {
	let mut orders = Vec::with_capacity(count + 1);
	let mut left = vec![0_i64; windows];
	for _ in 0..count {
		let window = rng.usize(0..windows);
		let side = if rng.bool() { Side::Demand } else { Side::Supply };
		let (price, energy) = (rng.u64(60_000..140_000), rng.u64(1..2_000));
		let sign = if side == Side::Supply { 1 } else { -1 };
		if (side == Side::Supply) == (price < PRICE) && price != PRICE {
			left[window] += sign * energy as i64;
		}
		let bus = rng.usize(0..buses) as u16;
		orders.push(DispatchOrder { bus, window: window as u16, side, energy, price });
	}
	for (window, left) in (0..).zip(left) {
		let side = if left > 0 { Side::Demand } else { Side::Supply };
		orders.push(DispatchOrder {
			bus: 0,
			window,
			side,
			energy: left.unsigned_abs(),
			price: PRICE,
		});
	}
	orders
}

fn body(orders: &[DispatchOrder], windows: usize) -> Body {
	let rest = &orders[orders.len() - windows..];
	let margins = rest.iter().filter(|order| order.energy > 0).map(|order| {
		let (sold, bought) = match order.side {
			Side::Supply => (order.energy, 0),
			Side::Demand => (0, order.energy),
		};
		AtPrice { window: order.window, bus: 0, sold, bought }
	});
	let prices = vec![PRICE as i64 * NANO; windows];
	Body { prices, margins: margins.collect(), ..Body::default() }
}

fn radial(rng: &mut Rng, buses: usize) -> Network {
	let line = |bus: usize| Line {
		parent: rng.usize(0..bus) as u16,
		import: Line::NO_LIMIT,
		export: Line::NO_LIMIT,
	};
	let feeder = Feeder::new(&(1..buses).map(line).collect::<Vec<_>>()).unwrap();
	let volts = Volts { rise: 1_000, above: u64::MAX, below: u64::MAX };
	Network::Radial { feeder, volts: vec![volts; buses - 1] }
}

fn meshed(rng: &mut Rng, buses: usize) -> Network {
	let row = |_| Row {
		forward: Line::NO_LIMIT,
		backward: Line::NO_LIMIT,
		factors: (1..buses as u16).map(|bus| (bus, rng.i32(1..900_000))).collect(),
	};
	let rows = (0..buses + buses / 3).map(row).collect();
	Network::Meshed { buses, rows }
}

fn checking(criterion: &mut Criterion) {
	// Has the allocator keep what is freed, so that no page faults are measured.
	drop(black_box(vec![0_u8; 31 << 20]));
	let mut group = criterion.benchmark_group("checking");
	for (name, count, buses, windows, stores) in [
		("voltage", 1_000, 14, 1, 0),
		("voltage", 10_000, 128, 1, 0),
		("voltage", 100_000, 1_024, 1, 0),
		("meshed", 1_000, 30, 1, 0),
		("meshed", 100_000, 300, 1, 0),
		("stores", 10_000, 128, 4, 100),
		("stores", 100_000, 128, 96, 1_000),
	] {
		let mut rng = Rng::with_seed(count as u64);
		let grid = if name == "meshed" { meshed(&mut rng, buses) } else { radial(&mut rng, buses) };
		let grids = vec![grid; windows];
		let orders = orders(&mut rng, count, buses, windows);
		let store = Store { bus: 1, charge: 9, discharge: 9, capacity: 9, efficiency: 900_000 };
		let stores = vec![store; stores];
		let problem = Problem::new(&grids, &orders, &[], &stores).unwrap();
		let mut body = body(&orders, windows);
		// A twentieth of all limits are named; each moves prices by less than what rounding takes away.
		let (lines, _) = grids[0].limits();
		let named = (0..lines as u32).step_by(20);
		body.lines = named.map(|row| Multiplier { window: 0, row, value: 1 }).collect();
		// What such a limit would be worth is not of interest, and rent is 0: the prices are all one.
		check(&problem, &body).unwrap();
		let what = format!("{name} {count} {buses} {windows} {}", stores.len());
		group.bench_function(BenchmarkId::new("check", &what), |b| {
			b.iter(|| check(black_box(&problem), &body).unwrap())
		});
		group.bench_function(BenchmarkId::new("sort", &what), |b| {
			let merit = |order: &DispatchOrder| (order.window, order.bus, order.price);
			let sort = |orders: &mut Vec<DispatchOrder>| orders.sort_unstable_by_key(merit);
			b.iter_batched_ref(|| orders.clone(), sort, BatchSize::LargeInput)
		});
	}
	group.finish();
}

criterion_group! {
	name = benches;
	config = Criterion::default()
		.warm_up_time(Duration::from_millis(200))
		.measurement_time(Duration::from_millis(600))
		.sample_size(10);
	targets = checking
}
criterion_main!(benches);
