// SPDX-License-Identifier: Apache-2.0

//! Whatever is metered, corrected, traded, transferred, cancelled and forgotten: no Wh that was fed in is certified twice, no
//! Wh that was drawn is matched twice, and money only changes hands.

use super::*;
use crate::Issues;
use proptest::prelude::*;
use std::collections::BTreeMap;

const NODES: [NodeIndex; 6] = [ROOF, TURBINE, ANNA, BEN, BATTERY, FAR];
const MONEY: u128 = 1_000_000;

#[derive(Clone, Debug)]
enum Step {
	/// A reading of an interval that is not closed, or a correction of it.
	Settle(u32, usize, bool, Wh, Wh),
	/// Transactions of an interval that is not closed.
	Trade(u32, u32, Vec<(usize, usize, Wh)>),
	Close(u32),
	/// So many steps of issuing and removing.
	Idle(u64),
	Transfer(usize, u32, u32, Wh, usize),
	Offer(usize, u32, u32, Option<u64>),
	Buy(usize, u32, u32, Wh),
	Cancel(usize, u32, u32, Wh, u8),
	Certify(usize, Wh),
	Decertify(usize),
	Audit(usize, u32),
	Forgive(usize, Wh),
	Tradable(bool),
	Meter(usize, bool),
	Remove(usize),
}

fn step() -> impl Strategy<Value = Step> {
	let (node, ago, lot) = (0..NODES.len(), 1..12_u32, 0..14_u32);
	let energy = || prop_oneof![4 => 0..400_u64, 1 => Just(LIMIT), 1 => Just(u64::MAX)];
	let row = (node.clone(), node.clone(), 1..300_u64);
	prop_oneof![
		12 => (0..6_u32, node.clone(), prop::bool::weighted(0.9), 0..900_u64, 0..900_u64)
			.prop_map(|(ahead, node, read, drawn, given)| Step::Settle(ahead, node, read, drawn, given)),
		8 => (0..6_u32, 1..4_u32, prop::collection::vec(row, 0..8))
			.prop_map(|(ahead, round, rows)| Step::Trade(ahead, round, rows)),
		8 => (1..4_u32).prop_map(Step::Close),
		8 => (1..40_u64).prop_map(Step::Idle),
		8 => (node.clone(), ago.clone(), lot.clone(), energy(), node.clone())
			.prop_map(|(from, ago, lot, energy, to)| Step::Transfer(from, ago, lot, energy, to)),
		4 => (node.clone(), ago.clone(), lot.clone(), prop::option::weighted(0.8, 0..9_u64))
			.prop_map(|(node, ago, lot, price)| Step::Offer(node, ago, lot, price)),
		6 => (node.clone(), ago.clone(), lot.clone(), energy())
			.prop_map(|(node, ago, lot, energy)| Step::Buy(node, ago, lot, energy)),
		12 => (node.clone(), ago.clone(), lot, energy(), 0..4_u8)
			.prop_map(|(node, ago, lot, energy, months)| Step::Cancel(node, ago, lot, energy, months)),
		3 => (node.clone(), energy()).prop_map(|(node, most)| Step::Certify(node, most)),
		1 => node.clone().prop_map(Step::Decertify),
		2 => (node.clone(), ago).prop_map(|(node, ago)| Step::Audit(node, ago)),
		1 => (node.clone(), energy()).prop_map(|(node, energy)| Step::Forgive(node, energy)),
		1 => prop::bool::weighted(0.8).prop_map(Step::Tradable),
		1 => (node.clone(), prop::bool::weighted(0.8)).prop_map(|(node, own)| Step::Meter(node, own)),
		1 => node.prop_map(Step::Remove),
	]
}

/// What cannot be done changes nothing; that is checked by all that follows.
fn tried<R>(_: R) {}

/// An interval that was settled for good lately, and a lot of it.
fn ago(intervals: u32) -> Interval {
	Certificates::issued_until().unwrap().saturating_sub(intervals)
}

fn carry_out(step: Step) {
	let (now, closed, remembered) = Market::time();
	match step {
		Step::Settle(ahead, node, read, drawn, given) => {
			let basis = if read { Basis::Reading } else { Basis::Silence };
			Market::settle_by(closed + ahead, NODES[node], basis, drawn, given);
		},
		Step::Trade(ahead, round, rows) => {
			let rows = rows.into_iter().filter(|(seller, buyer, _)| seller != buyer);
			let rows: Vec<_> =
				rows.map(|(seller, buyer, energy)| (NODES[seller], NODES[buyer], energy)).collect();
			Market::trade(closed + ahead, closed + ahead - round, &rows);
		},
		Step::Close(more) => {
			Market::set_time(now + more, closed + more, remembered.max(closed.saturating_sub(40)));
		},
		Step::Idle(steps) => {
			let room = Certificates::largest_step().saturating_mul(steps);
			let mut meter = frame_support::weights::WeightMeter::with_limit(room);
			Certificates::advance(&mut meter);
			Certificates::prune(&mut meter);
		},
		Step::Transfer(from, k, lot, energy, to) => {
			tried(Certificates::transfer(of(NODES[from]), ago(k), lot, energy, NODES[to]));
		},
		Step::Offer(node, k, lot, price) => {
			tried(Certificates::offer(of(NODES[node]), ago(k), lot, price));
		},
		Step::Buy(node, k, lot, energy) => {
			tried(Certificates::buy(of(NODES[node]), ago(k), lot, energy, 6));
		},
		Step::Cancel(node, k, lot, energy, months) => {
			let month = Certificates::month_of(ago(k));
			let period = match months {
				0 => Period::Interval,
				1 => Period::Months { first: month, last: month },
				2 => Period::Months { first: month.saturating_sub(3), last: month },
				_ => Period::Months { first: month, last: month + 11 },
			};
			tried(Certificates::cancel(of(NODES[node]), ago(k), lot, energy, period));
		},
		Step::Certify(node, most) => {
			let node = NODES[node];
			let data = if node == BATTERY { storage() } else { solar() };
			tried(register(node, data));
			tried(certify(ISSUER, node, data, most));
		},
		Step::Decertify(node) => tried(Certificates::decertify(by(AUDITOR), NODES[node])),
		Step::Audit(node, k) => {
			let (first, last) = (ago(k + 3), ago(k));
			tried(Certificates::audit(by(AUDITOR), NODES[node], first, last, Default::default()));
		},
		Step::Forgive(node, energy) => {
			tried(Certificates::forgive(by(OPERATOR), NODES[node], energy));
		},
		Step::Tradable(tradable) => {
			assert_ok!(Certificates::set_tradable(by(OPERATOR), tradable));
		},
		Step::Meter(node, own) => {
			let node = NODES[node];
			Market::choose_meter(node, Some(if own { node + 10 } else { 99 }));
		},
		Step::Remove(node) => {
			use gridmerit_pallet_support::OnRemove;
			Certificates::removed(NODES[node]);
		},
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(150))]

	#[test]
	fn no_energy_is_certified_or_matched_twice(steps in prop::collection::vec(step(), 1..150)) {
		externalities().execute_with(|| {
			plants();
			NODES.into_iter().for_each(|node| Market::set_credit(node, MONEY));
			close(K);
			let mut issued = BTreeMap::<(Interval, NodeIndex), Wh>::new();
			for step in steps {
				carry_out(step);
				Certificates::do_try_state().unwrap();
				// What was issued once stays as it was, whatever is metered later.
				let done = Certificates::issued_until().unwrap();
				for (interval, page, rows) in Issues::<Test>::iter().filter(|row| row.0 < done) {
					for (plant, row) in rows.rows(page) {
						let before = *issued.entry((interval, plant)).or_insert(row.energy);
						assert_eq!(before, row.energy);
						assert!(row.energy <= row.fed_in && row.dealt <= row.sold);
					}
				}
				let money: u128 = NODES.into_iter().map(Market::credit).sum();
				assert_eq!(money, MONEY * NODES.len() as u128);
			}
			// All that was ever issued is accounted for when its time is over.
			let (_, closed, _) = Market::time();
			Market::set_time(closed + VALIDITY + 50, closed, closed - 40);
			(0..3).for_each(|_| idle());
			Certificates::do_try_state().unwrap();
			let expired_or_used = Overall::<Test>::get().iter().all(|sums| {
				sums.held == 0 && sums.issued == sums.cancelled + sums.stored + sums.expired
			});
			assert!(expired_or_used);
			let all: u128 = issued.values().map(|energy| u128::from(*energy)).sum();
			let sums: u128 = Overall::<Test>::get().iter().map(|sums| sums.issued).sum();
			assert!(all <= sums, "{all} {sums}");
		});
	}
}
