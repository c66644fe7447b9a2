// SPDX-License-Identifier: Apache-2.0

//! Each invariant, broken once.

use super::*;

fn broken(by: impl FnOnce(), expected: &'static str) {
	externalities().execute_with(|| {
		drawn();
		assert_ok!(Committees::ask(&8, [2; 32]));
		assert_eq!(Committees::do_try_state(), Ok(()));
		by();
		assert_eq!(Committees::do_try_state(), Err(expected.into()));
	});
}

#[test]
fn the_roll() {
	broken(|| Roll::<Test>::mutate(|roll| roll[0].node = 1), "the roll is out of order");
	broken(|| Roll::<Test>::mutate(|roll| roll[0].weight = 0), "without trust on the roll");
}

#[test]
fn askers_and_candidates() {
	let unknown = "a question without its asker, or the other way round";
	broken(Askers::<Test>::kill, unknown);
	broken(|| Questions::<Test>::remove(8), unknown);
	broken(|| Askers::<Test>::try_append(8).unwrap(), "an asker twice");
	let candidates = "candidates of a question that does not wait, or none of one that does";
	broken(|| Candidates::<Test>::remove(8), candidates);
	broken(|| Candidates::<Test>::insert(ASKER, Candidates::<Test>::get(8)), candidates);
	broken(
		|| Candidates::<Test>::mutate(8, |candidates| candidates.truncate(MEMBERS as usize - 1)),
		"too few for a committee",
	);
	broken(
		|| Candidates::<Test>::insert(9, Candidates::<Test>::get(8)),
		"candidates for no question",
	);
	broken(|| Pauses::<Test>::mutate(|pauses| pauses[0].asker = 8), "a pause twice");
	let pause = "who asks has no pause, or another one";
	broken(Pauses::<Test>::kill, pause);
	broken(|| Pauses::<Test>::mutate(|pauses| pauses[0].subject = [9; 32]), pause);
}

#[test]
fn committees() {
	let change = |change: fn(&mut crate::MembersOf<Test>)| {
		move || {
			Questions::<Test>::mutate(ASKER, |question| {
				let Some(Question { stage: Stage::Voting { members, .. }, .. }) = question else {
					panic!("it votes");
				};
				change(members);
			});
		}
	};
	broken(
		change(|members| {
			members.pop();
		}),
		"a committee that is not full",
	);
	broken(change(|members| members[1].node = members[0].node), "a member twice");
	broken(change(|members| members[0].seats = 0), "a member without a seat");
	broken(
		change(|members| members.iter_mut().for_each(|member| member.vote = crate::Vote::For)),
		"it votes on what is decided",
	);
}
