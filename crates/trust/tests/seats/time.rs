// SPDX-License-Identifier: Apache-2.0

//! How long an election takes.

use std::time::Instant;

use gridmerit_trust::{Part, SeatRules};

use crate::{builder, challenger, plan};

/// `cargo test -p gridmerit-trust --test seats -- --ignored --nocapture` measures the table of docs/seats.md.
#[test]
#[ignore = "measures"]
fn of_so_many_candidates() {
	println!("| candidates | seats | microseconds |\n|---|---|---|");
	for (candidates, seats) in [(10, 10), (100, 10), (100, 100), (1_000, 10), (1_000, 100)] {
		let rules = SeatRules { seats, ..SeatRules::default() };
		let all: Vec<_> = (0..candidates)
			.map(|node: u32| {
				// In no order.
				let trust = Part::billionths(node.wrapping_mul(2_654_435_761) >> 2);
				let mut one = if node < seats { builder(node, 0) } else { challenger(node, 0) };
				one.trust = trust;
				one
			})
			.collect();
		let mut times: Vec<_> = (0..201)
			.map(|_| {
				let start = Instant::now();
				assert!(!plan(&rules, &all).seats.is_empty());
				start.elapsed()
			})
			.collect();
		times.sort_unstable();
		println!("| {candidates} | {seats} | {:.1} |", times[100].as_nanos() as f64 / 1e3);
	}
}
