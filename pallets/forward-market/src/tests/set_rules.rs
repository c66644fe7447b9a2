// SPDX-License-Identifier: Apache-2.0

use super::*;

fn set(rules: MarketRules) -> DispatchResult {
	ForwardMarket::set_rules(operator(), rules)
}

#[test]
fn the_operator_sets_the_rules() {
	run(|| {
		let rules = MarketRules { minimum: 11, ..rules() };
		assert_ok!(set(rules));
		assert_eq!(last_event(), Event::RulesSet { from: 0, rules });
		assert_eq!(Rules::<Test>::get().into_inner(), [(0, rules)]);
		assert_ok!(ForwardMarket::set_rules(Origin::root(), rules));
	});
}

#[test]
fn boundary_of_windows() {
	run(|| {
		for (lead, windows, sound) in [
			(0, 4, false),
			(1, 0, false),
			(1, 1, true),
			(1, 8, true),
			(8, 1, true),
			(4, 5, true),
			(1, 9, false),
			(2, 8, false),
			(9, 1, false),
			(u16::MAX, u16::MAX, false),
		] {
			let rules = MarketRules { lead, windows, ..rules() };
			if sound {
				assert_ok!(set(rules));
			} else {
				assert_noop!(set(rules), Error::<Test>::BadWindows);
			}
		}
	});
}

#[test]
fn boundary_of_the_gate_lead() {
	run(|| {
		for gate_lead in [0, 900_000, u32::MAX] {
			assert_noop!(set(MarketRules { gate_lead, ..rules() }), Error::<Test>::BadGateLead);
		}
		for gate_lead in [1, 899_999] {
			assert_ok!(set(MarketRules { gate_lead, ..rules() }));
		}
		MinGateLead::set(&30_000);
		let too_short = MarketRules { gate_lead: 29_999, ..rules() };
		assert_noop!(set(too_short), Error::<Test>::BadGateLead);
		assert_ok!(set(MarketRules { gate_lead: 30_000, ..rules() }));
	});
}

#[test]
fn boundary_of_the_minimum() {
	run(|| {
		for minimum in [0, MAX_ORDER + 1] {
			assert_noop!(set(MarketRules { minimum, ..rules() }), Error::<Test>::BadMinimum);
		}
		for minimum in [1, MAX_ORDER] {
			assert_ok!(set(MarketRules { minimum, ..rules() }));
		}
	});
}

#[test]
fn fails_without_a_utility() {
	run(|| {
		for utility in [77, 1] {
			assert_noop!(set(MarketRules { utility, ..rules() }), Error::<Test>::NotAUtility);
		}
	});
}

#[test]
fn fails_for_others() {
	run(|| {
		// Not even the utility decides about the rules.
		assert_privileged(Call::set_rules { rules: rules() }, None);
	});
}

/// A utility may go when the last interval that it stands behind is settled.
#[test]
fn a_former_utility_is_held_until_its_intervals_are_pruned() {
	run_round(|| {
		let other = 6;
		let roles = gridmerit_energy::Roles { utility: true, ..Default::default() };
		World::set_node(other, 11, roles);
		// Nothing changes, so nothing is noted.
		assert_ok!(set(rules()));
		assert_eq!(Former::<Test>::iter().count(), 0);
		assert_eq!((World::holds(UTILITY), World::holds(other)), (1, 0));
		assert_ok!(set(MarketRules { utility: other, ..rules() }));
		assert_eq!((World::holds(UTILITY), World::holds(other)), (1, 1));
		next_round();
		assert!(Former::<Test>::contains_key(T + 4, UTILITY));
		assert_eq!((World::holds(UTILITY), World::holds(other)), (1, 1));
		assert_eq!(IntervalTerms::<Test>::get(T + 4).unwrap().utility, UTILITY);
		let terms = IntervalTerms::<Test>::get(T + 5).unwrap();
		assert_eq!((terms.utility, terms.grid), (other, other));
		World::set_now(start(T + 40));
		ForwardMarket::closed_round();
		clear(|_, _, _| (0, 0));
		World::settle_before(T + 4);
		ForwardMarket::on_idle(1, Weight::from_parts(999, 0));
		assert_eq!((TermsPrunedUntil::<Test>::get(), World::holds(UTILITY)), (T + 4, 1));
		World::settle_before(T + 5);
		ForwardMarket::on_idle(1, Weight::from_parts(999, 0));
		assert_eq!((PositionsPrunedUntil::<Test>::get(), World::holds(UTILITY)), (T + 5, 0));
		assert_eq!(World::holds(other), 1);
	});
	// However often they change before the next interval opens, only the last counts.
	run_round(|| {
		World::set_node(6, 11, gridmerit_energy::Roles { utility: true, ..Default::default() });
		for utility in [6, UTILITY, 6, UTILITY] {
			assert_ok!(set(MarketRules { utility, ..rules() }));
		}
		assert_eq!((World::holds(UTILITY), World::holds(6)), (2, 0));
		next_round();
		assert_eq!((World::holds(UTILITY), World::holds(6)), (2, 0));
		assert_eq!(Former::<Test>::iter().count(), 1);
	});
	// Of no interval, if none has opened.
	run(|| {
		World::set_node(6, 11, gridmerit_energy::Roles { utility: true, ..Default::default() });
		assert_ok!(set(MarketRules { utility: 6, ..rules() }));
		assert_eq!((World::holds(UTILITY), World::holds(6)), (0, 1));
	});
}
