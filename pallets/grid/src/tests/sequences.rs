// SPDX-License-Identifier: Apache-2.0

//! Random calls by random accounts, while the market goes on.

use super::*;
use frame_support::{storage::with_storage_layer, traits::Hooks, weights::Weight};
use proptest::{collection::vec, prelude::*, sample::select};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
enum Step {
	By(AccountId, Call<Test>),
	Round,
	Idle,
	Keeper(AccountId, bool),
}

fn step() -> impl Strategy<Value = Step> {
	let account = || 1_u64..7;
	let bus = || 0_u16..7;
	// Relative to the market's time, which is added when the step is made.
	let ahead = || 0_u32..NOTICE + 8;
	let when = || {
		prop_oneof![
			ahead().prop_map(When::From),
			(ahead(), 0_u32..9).prop_map(|(first, more)| When::Only { first, last: first + more }),
		]
	};
	let energy = || select(vec![0, 1, 499, 500, 501, 999, 1_000, 1_001, u64::MAX]);
	let limits = || (energy(), energy()).prop_map(|(import, export)| Limits { import, export });
	let data = (bus(), bus(), select(vec![0, 800, 1_000, Line::NO_LIMIT + 1]), 4_u64..6)
		.prop_map(|(bus, parent, rating, owner)| LineData { bus, parent, rating, owner });
	let change = prop_oneof![
		(ahead(), vec(data, 0..3)).prop_map(|(from, data)| lines(from, data)),
		(bus(), when(), proptest::option::weighted(0.8, limits()))
			.prop_map(|(bus, when, limits)| limit(bus, when, limits)),
	];
	let call = prop_oneof![
		6 => (bus(), when(), proptest::option::weighted(0.8, limits()))
			.prop_map(|(bus, when, limits)| Call::set_limits { bus, when, limits }),
		4 => change.prop_map(|change| Call::propose { change }),
		1 => account().prop_map(|proposer| Call::drop_proposal { proposer }),
		// To whatever that account proposes.
		5 => account().prop_map(|proposer| Call::agree { proposer, change: lines(0, vec![]) }),
	];
	prop_oneof![
		12 => (account(), call).prop_map(|(account, call)| Step::By(account, call)),
		4 => Just(Step::Round),
		1 => Just(Step::Idle),
		1 => (account(), any::<bool>()).prop_map(|(account, kept)| Step::Keeper(account, kept)),
	]
}

/// The call in the market's time, and to what is proposed.
fn now(call: Call<Test>) -> Call<Test> {
	let now = Market::now();
	let later = |when| match when {
		When::From(from) => When::From(now + from),
		When::Only { first, last } => When::Only { first: now + first, last: now + last },
	};
	match call {
		Call::set_limits { bus, when, limits } => {
			Call::set_limits { bus, when: later(when), limits }
		},
		Call::propose { change: Change::Limits { bus, when, limits } } => {
			Call::propose { change: Change::Limits { bus, when: later(when), limits } }
		},
		Call::propose { change: Change::Lines { from, lines } } => {
			Call::propose { change: Change::Lines { from: now + from, lines } }
		},
		Call::agree { proposer, change } => {
			let change = Proposals::<Test>::get(proposer).unwrap_or(change);
			Call::agree { proposer, change }
		},
		call => call,
	}
}

/// What two agreed to that still can change, by interval and bus.
fn agreed() -> BTreeMap<(Interval, Bus), Limits> {
	let intervals = Market::trading().end..Market::now() + AHEAD + 2;
	let lines = intervals.flat_map(|interval| (1..7).map(move |bus| (interval, bus)));
	let limits = |(interval, bus): (Interval, Bus)| {
		let view = Grid::line(bus, interval)?;
		view.agreed.then_some(((interval, bus), view.limits))
	};
	lines.filter_map(limits).collect()
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(30))]

	#[test]
	fn what_is_traded_stays_as_it_was_when_its_first_window_opened(steps in vec(step(), 1..120)) {
		run(|| {
			let mut opened: BTreeMap<_, _> = TRADED.map(|k| (k, Grid::feeder(k))).collect();
			for step in steps {
				match step {
					Step::By(account, call) => {
						let alone = matches!(call, Call::set_limits { .. });
						let before = alone.then(agreed);
						let call = RuntimeCall::from(now(call));
						let _ = with_storage_layer(|| {
							call.dispatch(by(account)).map_err(|error| error.error)
						});
						if let Some(before) = before {
							assert_eq!(agreed(), before, "one alone changed what two agreed to");
						}
					},
					Step::Round => {
						Market::next_round();
						for interval in Market::trading() {
							opened.entry(interval).or_insert_with(|| Grid::feeder(interval));
						}
					},
					Step::Idle => {
						Grid::on_idle(1, Weight::from_parts(5_000_000, 0));
					},
					Step::Keeper(account, kept) => {
						let role = if account < OWNER { GridRole::GridOperator } else { GridRole::LineOwner };
						Grid::set_keeper(&account, kept.then_some(role));
					},
				}
				Grid::do_try_state().unwrap();
				for interval in Market::trading() {
					assert_eq!(Grid::feeder(interval), opened[&interval], "interval {interval}");
				}
				for interval in Market::trading().start..Market::now() + AHEAD + 2 {
					let feeder = Grid::feeder(interval).unwrap();
					assert_eq!(feeder.buses() as u32, Grid::buses(interval));
					for (bus, line) in (1..).zip(Grid::lines(interval)) {
						assert_eq!(feeder.line(bus), Some(line));
						let view = Grid::line(bus, interval).unwrap();
						let rating = view.built.rating;
						assert!(line.import.max(line.export) <= rating);
						// Also of a rating that has risen since.
						let least = if view.agreed { 0 } else { rating.div_ceil(2) };
						assert!(least <= line.import.min(line.export));
					}
				}
			}
		});
	}
}
