// SPDX-License-Identifier: Apache-2.0

//! What the operator and the utility change holds for intervals that open from then on.

use super::*;

fn set(rules: MarketRules) {
	assert_ok!(ForwardMarket::set_rules(operator(), rules));
}

fn open() -> Vec<Interval> {
	ForwardMarket::open_windows().into_iter().map(|window| window.interval - T).collect()
}

/// The open intervals of this and the following rounds, as distances from T.
fn rounds<const N: usize>() -> [Vec<Interval>; N] {
	core::array::from_fn(|index| {
		if index > 0 {
			next_round();
			ForwardMarket::do_try_state().unwrap();
		}
		open()
	})
}

#[test]
fn fewer_windows() {
	run_round(|| {
		set(MarketRules { windows: 2, ..rules() });
		let expected = [vec![1, 2, 3, 4], vec![2, 3, 4], vec![3, 4], vec![4, 5], vec![5, 6]];
		assert_eq!(rounds(), expected);
	});
}

#[test]
fn more_windows() {
	run_round(|| {
		set(MarketRules { windows: 6, ..rules() });
		assert_eq!(rounds(), [vec![1, 2, 3, 4], vec![2, 3, 4, 5, 6, 7]]);
	});
}

#[test]
fn a_longer_lead() {
	run_round(|| {
		set(MarketRules { lead: 3, windows: 2, ..rules() });
		// T + 5 opens when it is 4 ahead, and closes when it is 2.
		let expected =
			[vec![1, 2, 3, 4], vec![2, 3, 4, 5], vec![3, 4, 5, 6], vec![4, 6, 7], vec![7, 8]];
		assert_eq!(rounds(), expected);
	});
}

/// What has had its last round stays closed.
#[test]
fn a_shorter_lead() {
	run(|| {
		set(MarketRules { lead: 3, windows: 2, ..rules() });
		poll();
		next_round();
		set(MarketRules { lead: 1, windows: 2, ..rules() });
		let expected = [vec![4, 5], vec![5], vec![], vec![6], vec![6, 7]];
		assert_eq!(rounds(), expected);
	});
}

#[test]
fn no_gate_closes_earlier_than_open_intervals_were_promised() {
	let (old, long, short) = (60_000, 300_000, 1);
	for (gate_lead, expected) in [
		// Round T + 4 is the first without an interval from before.
		(300_000, [old, old, old, old, long, long]),
		// Later is no harm.
		(1, [old, old, short, short, short, short]),
	] {
		run_round(|| {
			set(MarketRules { gate_lead, ..rules() });
			let mut leads = Vec::new();
			for _ in 0..6 {
				leads.push(start(round().number + 1) - round().gate);
				next_round();
			}
			assert_eq!(leads, expected);
		});
	}
}

#[test]
fn terms_of_open_intervals_stay() {
	run_round(|| {
		let before: Vec<_> = (T + 1..=T + 4).map(IntervalTerms::<Test>::get).collect();
		let roles = gridmerit_energy::Roles { utility: true, ..Default::default() };
		World::set_node(6, 11, roles);
		set(MarketRules {
			utility: 6,
			lead: 2,
			windows: 3,
			gate_lead: 120_000,
			minimum: 20,
			..rules()
		});
		assert_ok!(ForwardMarket::set_tariff(operator(), profile(&[(0, DAY)])));
		next_round();
		let after: Vec<_> = (T + 1..=T + 4).map(IntervalTerms::<Test>::get).collect();
		assert_eq!(before, after);
		let terms = gridmerit_energy::Terms {
			tariff: DAY,
			limits: DAY.limits().unwrap(),
			utility: 6,
			grid: 6,
			minimum: 20,
			last_round: T + 3,
			gate_lead: 120_000,
		};
		assert_eq!(IntervalTerms::<Test>::get(T + 5), Some(terms));
		assert_ok!(demand(1, &[(T + 4, 10)]));
		assert_noop!(demand(1, &[(T + 5, 10)]), Error::<Test>::BelowMinimum);
		assert_ok!(demand(1, &[(T + 5, 20)]));
		assert_eq!(World::locks(1), [(T + 4, 10 * 195), (T + 5, 20 * 276)]);
	});
}

/// An interval that opens before those that are open, as the lead has become shorter, moves no gate.
#[test]
fn no_gate_closes_earlier_for_the_sake_of_a_nearer_interval() {
	let genesis = Genesis {
		rules: Some(MarketRules { lead: 3, windows: 2, ..rules() }),
		tariff: Some(daily()),
		..Default::default()
	};
	with_genesis(genesis).execute_with(|| {
		poll();
		assert_eq!(open(), [3, 4]);
		set(MarketRules { gate_lead: 899_000, ..rules() });
		next_round();
		// T + 2 was before the first window of the first round.
		assert_eq!(open(), [4, 5]);
		assert_eq!(round().gate, start(T + 2) - 60_000);
		ForwardMarket::do_try_state().unwrap();
	});
}
