// SPDX-License-Identifier: Apache-2.0

//! Prints random problems of each kind with what the solver found, one in each line, as JSON: `highs/compare.py` solves
//! the same with HiGHS. `scripts/dispatch.sh` runs both. `random COUNT SEED`: so many of each kind and size.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a program for the tests")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::time::Instant;

use codec::Encode;
use gridmerit_dispatch::check;
use gridmerit_solver::{Statement, solve};
use serde_json::json;
use support::{KINDS, problem};

fn main() {
	let mut numbers = std::env::args().skip(1).map(|number| number.parse::<u64>().unwrap());
	let (count, seed) = (numbers.next().unwrap_or(10), numbers.next().unwrap_or(1));
	for (kind, buses, windows) in KINDS {
		for seed in seed..seed + count {
			let stated = problem(kind, buses, windows, seed);
			let statement = Statement::read(&stated.to_string()).unwrap();
			let problem = statement.problem().unwrap();
			let started = Instant::now();
			let proposal = solve(&problem).unwrap_or_else(|error| {
				panic!("{kind} of {buses} buses, seed {seed}: {error}");
			});
			let solved = started.elapsed();
			// The best of some, so that other load spoils little.
			let time = |work: &mut dyn FnMut()| {
				let once = |_| {
					let started = Instant::now();
					work();
					started.elapsed()
				};
				(0..20).map(once).min().unwrap().as_secs_f64()
			};
			let checked = time(&mut || drop(check(&problem, &proposal.body).unwrap()));
			let sorted = time(&mut || {
				let mut orders = statement.orders.clone();
				orders.sort_unstable_by_key(|order| (order.window, order.bus, order.price));
				std::hint::black_box(orders);
			});
			println!(
				"{}",
				json!({
					"kind": kind, "buses": buses, "windows": windows, "seed": seed, "problem": stated,
					"welfare": proposal.checked.welfare as f64, "bound": proposal.checked.bound as f64,
					"gap": proposal.checked.gap as f64, "bytes": proposal.body.encode().len(),
					"solved_s": solved.as_secs_f64(), "check": checked / sorted,
				})
			);
		}
	}
}
