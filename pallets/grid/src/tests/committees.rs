// SPDX-License-Identifier: Apache-2.0

//! What a committee decides, as far as there is enough trust for one.

use super::*;

const ASKED_BEFORE: DispatchError = DispatchError::Other("asked before");

/// What only a committee may do, of DSO and of OWNER.
fn changes() -> [(AccountId, ChangeOf<Test>); 2] {
	[(DSO, lines(0, vec![line(4, 0, RATING)])), (OWNER, limit(1, When::From(0), both(499)))]
}

fn agree(by: Origin, proposer: AccountId, change: &ChangeOf<Test>) -> DispatchResult {
	Grid::agree(by, proposer, change.clone())
}

#[test]
fn lines_and_low_defaults_take_a_committee_and_the_notice() {
	run(|| {
		TestCommittees::set_convenes(true);
		for (proposer, change) in changes() {
			assert_ok!(Grid::propose(by(proposer), change.clone()));
			let subject = Grid::subject(&proposer, &change);
			assert_eq!(TestCommittees::pending(proposer), Some(subject));
			// Nobody else agrees in its place, and nobody before it.
			for origin in [Origin::root(), by(OPERATOR), by(OTHER_DSO), by(STRANGER)] {
				assert_noop!(agree(origin, proposer, &change), Error::<Test>::NotApproved);
			}
			assert_noop!(agree(Origin::none(), proposer, &change), DispatchError::BadOrigin);
			TestCommittees::decide(proposer, true);
			System::reset_events();
			// Whoever says so.
			assert_ok!(agree(by(STRANGER), proposer, &change));
			let agreed = Event::Agreed { proposer, by: Agreement::Committee };
			assert_eq!(events().last(), Some(&agreed));
			assert_eq!(Proposals::<Test>::get(proposer), None);
			// It is over: the same can be asked again.
			assert_eq!(TestCommittees::verdict(&proposer, &subject), None);
		}
		assert_eq!(limits(AFTER_NOTICE - 1).len(), 3);
		let after = limits(AFTER_NOTICE);
		assert_eq!((after.len(), after[0]), (4, (499, 499)));
		assert_eq!(limits(AFTER_NOTICE - 1)[0], (1_000, 1_000));
		assert!(Grid::line(1, AFTER_NOTICE).unwrap().agreed);
	});
}

#[test]
fn what_a_committee_refuses_nobody_agrees_to() {
	run(|| {
		TestCommittees::set_convenes(true);
		for (proposer, change) in changes() {
			assert_ok!(Grid::propose(by(proposer), change.clone()));
			TestCommittees::decide(proposer, false);
			for convenes in [true, false] {
				TestCommittees::set_convenes(convenes);
				let agreed = agree(by(OPERATOR), proposer, &change);
				assert_noop!(agreed, Error::<Test>::NotApproved);
			}
			TestCommittees::set_convenes(true);
			assert_noop!(Grid::propose(by(proposer), change), ASKED_BEFORE);
		}
	});
}

/// One could wait until too few serve, and ask the operator for what a committee has refused, a little later.
#[test]
fn who_was_refused_does_not_get_around_a_committee_when_too_few_serve() {
	run(|| {
		TestCommittees::set_convenes(true);
		for (proposer, change) in changes() {
			assert_ok!(Grid::propose(by(proposer), change));
			TestCommittees::decide(proposer, false);
		}
		TestCommittees::set_convenes(false);
		let [(_, topology), (_, low)] = [
			(DSO, lines(1, vec![line(4, 0, RATING)])),
			(OWNER, limit(1, When::From(1), both(499))),
		];
		assert_noop!(Grid::propose(by(DSO), topology.clone()), ASKED_BEFORE);
		assert_noop!(Grid::propose(by(OWNER), low), ASKED_BEFORE);
		// Who has asked nothing does as before.
		assert_ok!(both_agree(OTHER_DSO, OPERATOR, topology));
	});
}

/// Else two changes that were approved of one tree would take each other's place.
#[test]
fn what_was_approved_of_other_lines_is_not_carried_out() {
	run(|| {
		TestCommittees::set_convenes(true);
		let first = lines(0, vec![line(4, 0, RATING)]);
		let second = lines(0, vec![line(4, 3, RATING / 2)]);
		let low = limit(1, When::From(0), both(499));
		for (proposer, change) in [(DSO, &first), (OTHER_DSO, &second), (OWNER, &low)] {
			assert_ok!(Grid::propose(by(proposer), change.clone()));
			TestCommittees::decide(proposer, true);
		}
		assert_ok!(agree(by(STRANGER), DSO, &first));
		for origin in [Origin::root(), by(STRANGER)] {
			assert_noop!(agree(origin, OTHER_DSO, &second), Error::<Test>::LinesChanged);
		}
		TestCommittees::set_convenes(false);
		assert_noop!(agree(Origin::root(), OTHER_DSO, &second), Error::<Test>::LinesChanged);
		TestCommittees::set_convenes(true);
		// Limits are of no tree.
		assert_ok!(agree(by(STRANGER), OWNER, &low));
		// It asks anew at once, of the lines that there are.
		assert_ok!(Grid::propose(by(OTHER_DSO), second.clone()));
		let subject = Grid::subject(&OTHER_DSO, &second);
		assert_eq!(TestCommittees::pending(OTHER_DSO), Some(subject));
		TestCommittees::decide(OTHER_DSO, false);
		assert_ok!(Grid::propose(by(DSO), lines(0, vec![line(4, 1, RATING)])));
		TestCommittees::decide(DSO, true);
		assert_ok!(agree(by(STRANGER), DSO, &lines(0, vec![line(4, 1, RATING)])));
		// What was refused waits, whatever the lines are.
		assert_noop!(Grid::propose(by(OTHER_DSO), second), ASKED_BEFORE);
	});
}

#[test]
fn the_operator_stops_what_is_not_carried_out_yet() {
	run(|| {
		TestCommittees::set_convenes(true);
		for (proposer, change) in changes() {
			assert_ok!(Grid::propose(by(proposer), change.clone()));
			TestCommittees::decide(proposer, true);
			assert_ok!(Grid::drop_proposal(by(OPERATOR), proposer));
			assert_noop!(agree(by(STRANGER), proposer, &change), Error::<Test>::NotApproved);
			assert_noop!(Grid::propose(by(proposer), change), ASKED_BEFORE);
		}
		assert_eq!(limits(u32::MAX).len(), 3);
	});
}

#[test]
fn with_too_little_trust_two_agree_as_before() {
	run(|| {
		for (proposer, change) in changes() {
			assert_ok!(Grid::propose(by(proposer), change.clone()));
			assert_eq!(TestCommittees::pending(proposer), None);
			// When it is agreed to there is enough: the committee has to be asked.
			TestCommittees::set_convenes(true);
			let agreed = agree(by(OPERATOR), proposer, &change);
			assert_noop!(agreed, Error::<Test>::NeedsCommittee);
			TestCommittees::set_convenes(false);
			assert_ok!(agree(by(OPERATOR), proposer, &change));
		}
		assert_eq!((limits(AFTER_NOTICE).len(), limits(FREE)[0]), (4, (499, 499)));
	});
}

#[test]
fn boundary_of_what_two_still_agree_to() {
	run(|| {
		TestCommittees::set_convenes(true);
		for change in [
			limit(1, When::From(0), both(500)),
			limit(1, When::From(0), NONE),
			// An outage.
			limit(1, only(FREE, FREE + 7), both(0)),
		] {
			assert_ok!(both_agree(OWNER, OPERATOR, change));
			assert_eq!(TestCommittees::pending(OWNER), None);
		}
		let low = Limits { import: 1_000, export: 499 };
		assert_ok!(Grid::propose(by(OWNER), limit(1, When::From(0), low)));
		assert!(TestCommittees::pending(OWNER).is_some());
		// Of a rating that is to rise, half is more.
		TestCommittees::set_convenes(false);
		assert_ok!(build(0, vec![line(2, 1, 2_000)]));
		TestCommittees::set_convenes(true);
		let change = limit(2, When::From(0), both(999));
		assert_ok!(Grid::propose(by(OTHER_DSO), change));
		assert!(TestCommittees::pending(OTHER_DSO).is_some());
	});
}

#[test]
fn another_proposal_and_a_lost_role_take_the_question_back() {
	run(|| {
		TestCommittees::set_convenes(true);
		let [(_, topology), (_, low)] = changes();
		assert_ok!(Grid::propose(by(OWNER), low.clone()));
		assert_ok!(Grid::propose(by(OWNER), limit(1, When::From(0), both(500))));
		assert_eq!(TestCommittees::pending(OWNER), None);
		assert_noop!(agree(by(STRANGER), OWNER, &low), Error::<Test>::NotApproved);
		assert_ok!(Grid::propose(by(DSO), topology.clone()));
		Grid::set_keeper(&DSO, None);
		assert_eq!(TestCommittees::pending(DSO), None);
		assert_noop!(agree(by(STRANGER), DSO, &topology), Error::<Test>::NotApproved);
	});
}
