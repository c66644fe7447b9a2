// SPDX-License-Identifier: Apache-2.0

//! Whatever is called: each question is decided at most once, by two thirds, and nobody votes twice.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
enum Step {
	Serve(NodeIndex),
	Leave(NodeIndex),
	Weigh(NodeIndex, u64),
	Ask(AccountId, u8),
	Withdraw(AccountId),
	CarryOut(AccountId),
	Vote(AccountId, u32, bool),
	Pass(SessionIndex),
	Randomness(bool),
}

fn step() -> impl Strategy<Value = Step> {
	let (node, asker) = (0..NOBODY + 1, 1..5_u64);
	prop_oneof![
		6 => node.clone().prop_map(Step::Serve),
		1 => node.clone().prop_map(Step::Leave),
		1 => (node, 0..200_u64).prop_map(|(node, weight)| Step::Weigh(node, weight)),
		2 => (asker.clone(), 0..3_u8).prop_map(|(asker, subject)| Step::Ask(asker, subject)),
		1 => asker.clone().prop_map(Step::Withdraw),
		1 => asker.clone().prop_map(Step::CarryOut),
		9 => (asker, 0..MEMBERS + 1, prop::bool::weighted(0.8))
			.prop_map(|(asker, place, approve)| Step::Vote(asker, place, approve)),
		2 => (1..4_u32).prop_map(Step::Pass),
		1 => any::<bool>().prop_map(Step::Randomness),
	]
}

/// What cannot be done changes nothing; that is checked by all that follows.
fn tried<R>(_: R) {}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(200))]

	#[test]
	fn a_question_is_decided_by_two_thirds_or_not_at_all(
		steps in prop::collection::vec(step(), 1..150),
	) {
		externalities().execute_with(|| {
			let mut approvals = BTreeMap::<AccountId, u32>::new();
			for step in steps {
				System::reset_events();
				match step {
					Step::Serve(node) => tried(Committees::serve(by(node))),
					Step::Leave(node) => tried(Committees::leave(by(node))),
					Step::Weigh(node, weight) => {
						Mock::set_weight(node, weight);
						tried(Committees::weigh(by(0), node));
					},
					Step::Ask(asker, subject) => {
						if Committees::ask(&asker, [subject; 32]).is_ok() {
							approvals.insert(asker, 0);
						}
					},
					Step::Withdraw(asker) => Committees::withdraw(&asker),
					Step::CarryOut(asker) => {
						let asked = Questions::<Test>::get(asker);
						let says = asked.and_then(|asked| Committees::verdict(&asker, &asked.subject));
						if says == Some(Verdict::Approved) {
							assert!(approvals[&asker] >= Committees::needed());
							Committees::forget(&asker);
						}
					},
					Step::Vote(asker, place, approve) => {
						let Some(question) = Questions::<Test>::get(asker) else { continue };
						let node = match &question.stage {
							Stage::Voting { members, .. } => {
								members.get(place as usize).map_or(NOBODY, |member| member.node)
							},
							_ => place,
						};
						tried(Committees::vote(by(node), asker, question.subject, approve));
					},
					Step::Pass(sessions) => Mock::pass(sessions),
					Step::Randomness(there) => Mock::without_randomness(!there),
				}
				for event in events() {
					match event {
						Event::Voted { asker, seats, approve: true, .. } => {
							*approvals.entry(asker).or_default() += seats;
						},
						Event::Decided { asker, approved, .. } => {
							assert_eq!(approved, approvals[&asker] >= Committees::needed());
						},
						_ => {},
					}
				}
				Committees::do_try_state().unwrap();
			}
		});
	}
}
