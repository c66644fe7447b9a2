// SPDX-License-Identifier: Apache-2.0

//! What the utility is paid for an interval stays in the pot until the interval is closed, whatever it was settled
//! with.

use std::collections::BTreeMap;

use super::*;
use proptest::{collection::vec, prelude::*};

/// Nodes with a meter and enough money; Alice has sold to Bob.
const NODES: [NodeIndex; 3] = [ALICE, BOB, CAROL];
const INTERVALS: [Interval; 2] = [INTERVAL, INTERVAL + 1];
/// What the utility has for what it buys.
const CAPITAL: u64 = 50_000;

fn market(test: impl FnOnce()) {
	run(|| {
		begin();
		for node in NODES {
			Market::set_limits(node, 20, 20);
			Market::set_metered(node, INTERVAL);
			deposit(node, 100_000);
		}
		deposit(UTILITY, CAPITAL);
		for interval in INTERVALS {
			trade(interval, ALICE, sold(10, 100));
			trade(interval, BOB, bought(10, 100));
		}
		at(INTERVAL + 2);
		test();
	});
}

/// A thief with the utility's key publishes any price for an interval, and all readings are true.
#[test]
fn a_price_beyond_all_bounds_pays_the_thief_nothing_before_the_interval_is_closed() {
	market(|| {
		let tariff = Tariff { tou: 20_000, shortfall: 20_000, ..TARIFF };
		Market::set_terms(INTERVAL, tariff, GRID);
		settle(INTERVAL, CAROL, metered(4, 0));
		assert_eq!((money(CAROL).0, held(INTERVAL)), (20_000, 80_000));
		assert_ok!(Ledger::withdraw(by(UTILITY), CAPITAL));
		assert_noop!(Ledger::withdraw(by(UTILITY), 1), Error::<Test>::NotFree);
		// The mistake is found, and the interval settled anew.
		reopen(INTERVAL, CAROL);
		Market::set_terms(INTERVAL, Tariff { tou: 200, ..TARIFF }, GRID);
		assert_eq!(money(UTILITY), (0, 0, 0, 0));
	});
}

#[test]
fn what_stays_after_a_correction_is_still_held() {
	market(|| {
		Market::set_metered(CAROL, None);
		trade(INTERVAL, CAROL, sold(10, 100));
		let paid = silence(INTERVAL, CAROL).imbalance.cost() as u64;
		assert_eq!((paid, held(INTERVAL)), (2_500, 2_500));
		// It delivered 6 of 10: 1,500 come back, and 1,000 stay.
		settle(INTERVAL, CAROL, metered(0, 6));
		assert_eq!((held(INTERVAL), money(UTILITY)), (1_000, (51_000, 1_000, 0, 0)));
		assert_noop!(Ledger::withdraw(by(UTILITY), 50_001), Error::<Test>::NotFree);
		assert_ok!(Ledger::withdraw(by(UTILITY), 50_000));
	});
}

#[derive(Clone, Debug)]
enum Step {
	Reads(usize, usize, Metered),
	Silent(usize, usize),
	Revoked(usize, usize),
	/// The utility takes all that it can.
	Withdraws,
	/// The earliest open interval is closed, if all are settled.
	Closes,
}

fn step() -> impl Strategy<Value = Step> {
	let place = || (0..INTERVALS.len(), 0..NODES.len());
	prop_oneof![
		6 => (place(), 0_u64..30, 0_u64..30)
			.prop_map(|((at, node), import, export)| Step::Reads(at, node, metered(import, export))),
		3 => place().prop_map(|(at, node)| Step::Silent(at, node)),
		3 => place().prop_map(|(at, node)| Step::Revoked(at, node)),
		3 => Just(Step::Withdraws),
		1 => Just(Step::Closes),
	]
}

/// Everybody can pay, so that what is due is paid: an independent account of what the utility may have.
#[derive(Default)]
struct Model {
	/// What is due to the utility and to the reserve.
	due: BTreeMap<(Interval, NodeIndex), (i128, i128)>,
	withdrawn: i128,
	closed: usize,
}

impl Model {
	/// What is due for a position and energy, computed from the market's rules.
	fn book(&mut self, interval: Interval, node: NodeIndex, basis: Basis, seen: Metered) {
		let position = Market::position(interval, node);
		let signed = |energy: Wh| energy as i128;
		let fed_in = signed(seen.export.min(20));
		let missing =
			signed(position.sold) + signed(seen.import) - signed(position.bought) - fed_in;
		let (short, long) = (signed(position.short()), signed(position.long()));
		let cost = 250 * missing.clamp(0, short) + 200 * (missing - short).max(0);
		let earns = 40 * (-missing).clamp(0, long) + 60 * (-missing - long).max(0);
		let due = match basis {
			Basis::Silence | Basis::Revoked => (-earns, cost),
			_ => (cost - earns, 0),
		};
		self.due.insert((interval, node), due);
	}

	fn take(&mut self, step: &Step) {
		let open = |at: usize, closed| INTERVALS.get(at).copied().filter(|_| at >= closed);
		match *step {
			Step::Reads(at, node, seen) => {
				let Some(interval) = open(at, self.closed) else { return };
				if try_settle(interval, NODES[node], seen).is_ok() {
					self.book(interval, NODES[node], Basis::Reading, seen);
				}
			},
			Step::Silent(at, node) => {
				let Some(interval) = open(at, self.closed) else { return };
				if Settlement::invoice(interval, NODES[node]).is_none() {
					silence(interval, NODES[node]);
					self.book(interval, NODES[node], Basis::Silence, metered(20, 0));
				}
			},
			Step::Revoked(at, node) => {
				let Some(interval) = open(at, self.closed) else { return };
				if Settlement::reopen(interval, NODES[node]) {
					self.book(interval, NODES[node], Basis::Revoked, metered(20, 0));
				}
			},
			Step::Withdraws => {
				let (credit, locked, ..) = money(UTILITY);
				let free = credit - locked;
				if free > 0 {
					assert_ok!(Ledger::withdraw(by(UTILITY), free));
					self.withdrawn += i128::from(free);
				}
				// It keeps what it buys with, so that nobody has to wait.
				let back = self.withdrawn.min(CAPITAL.into());
				deposit(UTILITY, back as u64 + 1);
				self.withdrawn -= back + 1;
			},
			Step::Closes => {
				let Some(interval) = open(self.closed, self.closed) else { return };
				let settled = |node: &NodeIndex| self.due.contains_key(&(interval, *node));
				if NODES.iter().all(settled) {
					let cursor = SilenceCursor { interval: interval + 1, node: 0 };
					ProvisionalUntil::<Test>::put(cursor);
					Settlement::close(interval);
					self.closed += 1;
				}
			},
		}
	}

	fn check(&self) {
		check_state();
		let due = |interval: Interval| {
			self.due.iter().filter(move |((of, _), _)| *of == interval).map(|(_, due)| *due)
		};
		let (mut credit, mut withheld, mut reserve) = (i128::from(CAPITAL) - self.withdrawn, 0, 0);
		for (at, interval) in INTERVALS.into_iter().enumerate() {
			credit += due(interval).map(|(utility, _)| utility).sum::<i128>();
			reserve += due(interval).map(|(_, reserve)| reserve).sum::<i128>();
			// All that it was paid, node by node, and nothing that it pays itself.
			let held_for: i128 = due(interval).map(|(utility, _)| utility.max(0)).sum();
			let expected = if at < self.closed { 0 } else { held_for };
			assert_eq!(i128::from(held(interval)), expected);
			withheld += expected;
		}
		let signed = |(credit, locked, debts, claims): (u64, u64, u64, u64)| {
			assert_eq!((debts, claims), (0, 0));
			(i128::from(credit), i128::from(locked))
		};
		assert_eq!(signed(money(UTILITY)), (credit, withheld));
		assert_eq!(signed(money(RESERVE)), (reserve, reserve));
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(300))]

	#[test]
	fn the_utility_can_take_what_is_closed_and_nothing_else(steps in vec(step(), 1..40)) {
		market(|| {
			let mut model = Model::default();
			for step in &steps {
				model.take(step);
				model.check();
			}
		});
	}
}
