// SPDX-License-Identifier: Apache-2.0

//! `propose`, `agree` and `drop_proposal`; who keeps the grid.

use super::*;

fn low(when: When) -> ChangeOf<Test> {
	limit(1, when, both(10))
}

#[test]
fn a_low_limit_takes_a_grid_operator_and_a_notice() {
	run(|| {
		let change = low(When::From(0));
		assert_ok!(Grid::propose(by(OWNER), change.clone()));
		assert_ok!(Grid::agree(by(DSO), OWNER, change.clone()));
		let limits = Some(both(10));
		let set = |when| Event::LimitsSet { bus: 1, when, limits, agreed: true };
		assert_eq!(
			events(),
			[
				Event::Proposed { proposer: OWNER, change },
				set(When::From(AFTER_NOTICE)),
				Event::Agreed { proposer: OWNER, by: Agreement::GridOperator(DSO) }
			]
		);
		let limits = super::limits;
		assert_eq!(limits(AFTER_NOTICE - 1)[0], (1_000, 1_000));
		assert_eq!(limits(AFTER_NOTICE)[0], (10, 10));
		// It is undone before it holds, by another grid operator and the market's operator.
		assert_ok!(both_agree(OTHER_DSO, OPERATOR, limit(1, When::From(0), both(800))));
		assert_eq!(limits(AFTER_NOTICE)[0], (800, 800));

		// And in single intervals.
		let change = low(only(AFTER_NOTICE, AFTER_NOTICE + 1));
		assert_ok!(Grid::propose(by(OWNER), change.clone()));
		assert_ok!(Grid::agree(Origin::root(), OWNER, change));
		assert_eq!(limits(AFTER_NOTICE + 1)[0], (10, 10));
		assert_eq!(limits(AFTER_NOTICE + 2)[0], (800, 800));
	});
}

#[test]
fn fails_without_the_notice() {
	run(|| {
		// In time for the market's operator alone.
		let early = low(only(AFTER_NOTICE - 1, AFTER_NOTICE));
		assert_ok!(Grid::propose(by(OWNER), early.clone()));
		assert_noop!(Grid::agree(by(DSO), OWNER, early), Error::<Test>::NoticeTooShort);
		let opened = low(only(FREE - 1, AFTER_NOTICE));
		assert_noop!(Grid::propose(by(OWNER), opened), Error::<Test>::LimitsFixed);
		let change = low(only(AFTER_NOTICE, AFTER_NOTICE));
		assert_ok!(Grid::propose(by(OWNER), change.clone()));
		// It was in time, and is not any more.
		Market::next_round();
		assert_noop!(Grid::agree(by(DSO), OWNER, change), Error::<Test>::NoticeTooShort);
	});
}

#[test]
fn fails_for_who_may_not_propose() {
	run(|| {
		let topology = || lines(0, vec![line(4, 0, 1)]);
		for account in [OWNER, STRANGER, OPERATOR] {
			assert_noop!(Grid::propose(by(account), topology()), Error::<Test>::NotAKeeper);
		}
		for account in [OTHER_OWNER, OPERATOR, STRANGER] {
			let change = low(When::From(0));
			assert_noop!(Grid::propose(by(account), change), Error::<Test>::NotYourLine);
		}
		Grid::set_keeper(&OWNER, None);
		assert_noop!(Grid::propose(by(OWNER), low(When::From(0))), Error::<Test>::NotAKeeper);
	});
}

#[test]
fn fails_to_agree_alone_or_to_something_else() {
	run(|| {
		let change = low(When::From(0));
		let agree =
			|account, change: &ChangeOf<Test>| Grid::agree(by(account), OWNER, change.clone());
		assert_noop!(agree(DSO, &change), Error::<Test>::NoProposal);
		assert_ok!(Grid::propose(by(OWNER), change.clone()));
		for account in [OWNER, OTHER_OWNER, STRANGER] {
			assert_noop!(agree(account, &change), Error::<Test>::NotAKeeper);
		}
		let other = limit(1, When::From(0), both(11));
		assert_noop!(agree(DSO, &other), Error::<Test>::ProposalChanged);
		assert_ok!(Grid::propose(by(OWNER), other));
		assert_noop!(agree(DSO, &change), Error::<Test>::ProposalChanged);
	});
}

#[test]
fn who_owns_and_operates_needs_another_all_the_same() {
	run(|| {
		let mine = LineData { owner: DSO, ..line(1, 0, RATING) };
		assert_ok!(build(0, vec![mine]));
		let change = low(When::From(0));
		assert_ok!(Grid::propose(by(DSO), change.clone()));
		assert_noop!(Grid::agree(by(DSO), DSO, change.clone()), Error::<Test>::OwnProposal);
		assert_ok!(Grid::agree(by(OTHER_DSO), DSO, change));
	});
}

#[test]
fn a_line_that_has_another_owner_by_now_is_not_limited() {
	run(|| {
		let change = low(When::From(0));
		assert_ok!(Grid::propose(by(OWNER), change.clone()));
		assert_ok!(build(0, vec![LineData { owner: OTHER_OWNER, ..line(1, 0, RATING) }]));
		assert_noop!(Grid::agree(by(DSO), OWNER, change), Error::<Test>::NotYourLine);
	});
}

#[test]
fn a_proposal_is_dropped_by_who_made_it_or_by_the_operator() {
	run(|| {
		for account in [OWNER, OPERATOR] {
			assert_noop!(Grid::drop_proposal(by(account), OWNER), Error::<Test>::NoProposal);
			assert_ok!(Grid::propose(by(OWNER), low(When::From(0))));
			for other in [DSO, STRANGER] {
				assert_noop!(Grid::drop_proposal(by(other), OWNER), Error::<Test>::NotYourProposal);
			}
			System::reset_events();
			assert_ok!(Grid::drop_proposal(by(account), OWNER));
			assert_eq!(events(), [Event::ProposalDropped { proposer: OWNER }]);
			assert_eq!(Proposals::<Test>::get(OWNER), None);
		}
	});
}

#[test]
fn who_keeps_the_grid_no_more_proposes_nothing() {
	run(|| {
		let change = lines(0, vec![line(4, 0, 1)]);
		assert_ok!(Grid::propose(by(DSO), change.clone()));
		System::reset_events();
		// To be trusted again is nothing new.
		Grid::set_keeper(&DSO, Some(GridRole::GridOperator));
		assert_eq!(events(), []);
		assert!(Proposals::<Test>::contains_key(DSO));
		Grid::set_keeper(&DSO, None);
		assert_eq!(events(), [Event::KeeperSet { account: DSO, role: None }]);
		assert_noop!(Grid::agree(by(OPERATOR), DSO, change), Error::<Test>::NoProposal);
		Grid::set_keeper(&DSO, Some(GridRole::LineOwner));
		assert_eq!(Keepers::<Test>::get(DSO), Some(GridRole::LineOwner));
	});
}
