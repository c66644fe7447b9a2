// SPDX-License-Identifier: Apache-2.0

//! How long an election takes: the table of docs/seats.md. `cargo bench -p gridmerit-trust --bench seats`

use std::{hint::black_box, time::Instant};

use gridmerit_trust::{Candidacy, Candidate, Part, SeatRules, SeatsError, plan_seats};

/// Elections of a size; their median is told.
const TIMES: usize = 201;

/// The first `seats` of them are in office.
fn candidates(count: u32, seats: u32) -> Vec<Candidate> {
	let candidate = |node: u32| {
		let mut owner = [0; 32];
		owner.iter_mut().zip(node.to_be_bytes()).for_each(|(byte, part)| *byte = part);
		let in_office = node < seats;
		// In no order.
		let trust = Part::billionths(node.wrapping_mul(2_654_435_761) >> 2);
		let (has_keys, proven, candidacy) = (true, in_office, Candidacy::Stands);
		Candidate { node, owner, trust, has_keys, proven, in_office, candidacy }
	};
	(0..count).map(candidate).collect()
}

fn main() -> Result<(), SeatsError> {
	println!("| candidates | seats | microseconds |\n|---|---|---|");
	for (count, seats) in [(10, 10), (100, 10), (100, 100), (1_000, 10), (1_000, 100)] {
		let rules = SeatRules { seats, ..SeatRules::default() };
		let all = candidates(count, seats);
		let mut times = Vec::with_capacity(TIMES);
		for _ in 0..TIMES {
			let start = Instant::now();
			black_box(plan_seats(black_box(&rules), black_box(&all))?);
			times.push(start.elapsed());
		}
		times.sort_unstable();
		let median = times.get(TIMES / 2).map_or(0.0, |time| time.as_nanos() as f64 / 1e3);
		println!("| {count} | {seats} | {median:.1} |");
	}
	Ok(())
}
