// SPDX-License-Identifier: Apache-2.0

use super::*;
use crate::SessionSlots;
use frame_support::traits::BuildGenesisConfig;

#[test]
fn who_begins_a_chain_is_a_candidate_and_counts_as_proven() {
	run(4, || {
		for session in [0, 1] {
			let nodes: Vec<_> =
				Seats::<Test>::get(session).into_iter().map(|seat| seat.node).collect();
			assert_eq!(nodes, [0, 1, 2, 3]);
		}
		let candidates = Candidates::<Test>::get();
		assert!(candidates.iter().all(|known| known.stands && known.proven));
		assert!((0..4).all(|node| held(node) == 1));
		assert_eq!((Rules::<Test>::get(), SessionSlots::<Test>::get()), (RULES, None));
	});
}

fn build(config: crate::GenesisConfig<Test>) {
	genesis(0).execute_with(|| config.build());
}

#[test]
#[should_panic(expected = "a session without slots")]
fn no_session_is_without_slots() {
	build(crate::GenesisConfig { session_slots: Some(0), ..Default::default() });
}

#[test]
#[should_panic(expected = "genesis rules")]
fn rules_are_sound_from_the_start() {
	let rules = gridmerit_trust::SeatRules { least: 0, ..RULES };
	build(crate::GenesisConfig { rules, ..Default::default() });
}

#[test]
#[should_panic(expected = "genesis validators: Err((100, NotRegistered))")]
fn validators_are_te_nodes_from_the_start() {
	genesis(4).execute_with(|| {
		assert_ok!(Registry::replace_account(RuntimeOrigin::root(), 0, 7));
		crate::GenesisConfig::<Test> { rules: RULES, ..Default::default() }.build();
	});
}

#[test]
#[should_panic(expected = "genesis validators: Err((102, NoSessionKeys))")]
fn validators_have_keys_from_the_start() {
	genesis(4).execute_with(|| {
		assert_ok!(Mock::release_keys(&account_of(2)));
		crate::GenesisConfig::<Test> { rules: RULES, ..Default::default() }.build();
	});
}
