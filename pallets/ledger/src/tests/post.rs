// SPDX-License-Identifier: Apache-2.0

//! Entries: what moves, what is owed, what is refused.

use super::*;

#[test]
fn what_one_loses_the_other_gets() {
	run(|| {
		deposit(ALICE, 300);
		events();
		let posted =
			post(&[covered(ALICE, BOB, 100), owing(ALICE, CAROL, 50), covered(BOB, CAROL, 1)]);
		assert_eq!(posted, Posted::default());
		assert_eq!([ALICE, BOB, CAROL].map(money), [(150, 0, 0, 0), (99, 0, 0, 0), (51, 0, 0, 0)]);
		assert_eq!((events(), pot()), (vec![], 300));
		// None at all.
		assert_eq!(post(&[]), Posted::default());
	});
}

#[test]
fn neighbours_pay_before_they_are_paid_and_the_other_way_round() {
	run(|| {
		lock(ALICE, INTERVAL, 100);
		post(&[from_neighbours(INTERVAL, BOB, 30)]);
		assert_eq!((Ledger::neighbours(INTERVAL), money(BOB).0), (-30, 30));
		let (unlock, postings) = (Some((ALICE, INTERVAL)), [to_neighbours(ALICE, INTERVAL, 70)]);
		assert_ok!(Ledger::post(Entry { unlock, release: None, postings: &postings }));
		assert_eq!((Ledger::neighbours(INTERVAL), money(ALICE)), (40, (30, 0, 0, 0)));
		assert_eq!(Ledger::neighbours(INTERVAL + 1), 0);
		Ledger::do_try_state().unwrap();
		post(&[from_neighbours(INTERVAL, CAROL, 40)]);
		assert_eq!((Ledger::neighbours(INTERVAL), Neighbours::<Test>::iter().count()), (0, 0));
		assert_eq!(pot(), [ALICE, BOB, CAROL].map(|node| money(node).0).iter().sum::<u64>());
	});
}

#[test]
fn neighbours_of_one_interval_pay_those_of_another() {
	run(|| {
		let (one, other) = (Party::Neighbours(INTERVAL), Party::Neighbours(INTERVAL + 1));
		post(&[
			posting(one, other, 5, OnShortfall::Refuse),
			posting(one, one, 3, OnShortfall::Owe),
		]);
		assert_eq!((Ledger::neighbours(INTERVAL), Ledger::neighbours(INTERVAL + 1)), (-5, 5));
	});
}

#[test]
fn what_is_not_covered_is_refused_and_nothing_happens() {
	run(|| {
		deposit(ALICE, 300);
		lock(ALICE, INTERVAL, 100);
		lock(ALICE, INTERVAL + 1, 20);
		let refused = |unlock, postings: &[Posting]| {
			let entry = Entry { unlock, release: None, postings };
			assert_noop!(Ledger::post(entry), Error::<Test>::NotCovered);
		};
		refused(None, &[covered(ALICE, BOB, 181)]);
		refused(None, &[to_neighbours(ALICE, INTERVAL, 181)]);
		// Nobody can owe to neighbours.
		let owes =
			Posting { on_shortfall: OnShortfall::Owe, ..to_neighbours(ALICE, INTERVAL, 181) };
		refused(None, &[owes]);
		let unlock = Some((ALICE, INTERVAL));
		refused(unlock, &[covered(ALICE, BOB, 281)]);
		refused(unlock, &[owing(CAROL, BOB, 70), covered(ALICE, BOB, 280), covered(ALICE, BOB, 1)]);
		refused(None, &[covered(BOB, ALICE, 1)]);
		// What it gets first it can pay with.
		let postings =
			[covered(ALICE, BOB, 280), covered(BOB, ALICE, 80), covered(ALICE, CAROL, 80)];
		assert_ok!(Ledger::post(Entry { unlock, release: None, postings: &postings }));
		assert_eq!(money(ALICE), (20, 20, 0, 0));
	});
}

#[test]
fn what_is_not_covered_is_owed() {
	run(|| {
		deposit(ALICE, 300);
		lock(ALICE, INTERVAL, 100);
		events();
		let posted = post(&[owing(ALICE, BOB, 250)]);
		assert_eq!(posted, Posted { in_debt: true, ..Default::default() });
		assert_eq!(events(), [incurred(ALICE, BOB, 50, 50)]);
		assert_eq!((money(ALICE), money(BOB)), ((100, 100, 50, 0), (200, 0, 0, 50)));
		post(&[owing(ALICE, BOB, 7)]);
		assert_eq!(events(), [incurred(ALICE, BOB, 7, 57)]);
		// Only the first node of an entry counts.
		assert_eq!(post(&[covered(BOB, ALICE, 1)]), Posted::default());
		assert_eq!(events(), []);
		assert_eq!(money(ALICE), (101, 100, 57, 0));
	});
}

#[test]
fn debts_of_two_to_each_other_are_set_off_first() {
	run(|| {
		post(&[owing(BOB, ALICE, 60)]);
		deposit(ALICE, 500);
		events();
		// Alice has enough, and still need not pay to one who owes her money.
		post(&[owing(ALICE, BOB, 50)]);
		assert_eq!(events(), [paid(BOB, ALICE, 50, 10)]);
		assert_eq!((money(ALICE), money(BOB)), ((500, 0, 0, 10), (0, 0, 10, 0)));
		post(&[owing(ALICE, BOB, 110)]);
		assert_eq!(events(), [paid(BOB, ALICE, 10, 0)]);
		assert_eq!((money(ALICE), money(BOB)), ((400, 0, 0, 0), (100, 0, 0, 0)));
		post(&[owing(CAROL, ALICE, 5)]);
		events();
		post(&[owing(ALICE, CAROL, 405)]);
		assert_eq!(events(), [paid(CAROL, ALICE, 5, 0)]);
		assert!(!has_money(ALICE));
		// More than is owed in turn, and than there is.
		post(&[owing(BOB, ALICE, 160)]);
		events();
		post(&[owing(ALICE, BOB, 200)]);
		assert_eq!(events(), [incurred(ALICE, BOB, 40, 40), paid(BOB, ALICE, 60, 0)]);
		assert_eq!((money(ALICE), money(BOB)), ((0, 0, 40, 0), (100, 0, 0, 40)));
		assert_eq!(Debts::<Test>::iter().collect::<Vec<_>>(), [(ALICE, BOB, 40)]);
	});
}

#[test]
fn what_may_not_be_owed_is_paid_whatever_the_receiver_owes() {
	run(|| {
		post(&[owing(BOB, ALICE, 60)]);
		deposit(ALICE, 500);
		post(&[covered(ALICE, BOB, 50)]);
		assert_eq!((money(ALICE), money(BOB)), ((450, 0, 0, 60), (50, 0, 60, 0)));
	});
}

#[test]
fn a_debt_that_arises_and_goes_in_one_entry_is_not_stored() {
	run(|| {
		let posted = post(&[owing(ALICE, BOB, 60), owing(BOB, ALICE, 60)]);
		assert_eq!(posted, Posted::default());
		assert_eq!(events(), [incurred(ALICE, BOB, 60, 60), paid(ALICE, BOB, 60, 0)]);
		assert_eq!((Accounts::<Test>::iter().count(), Debts::<Test>::iter().count()), (0, 0));
	});
}

#[test]
fn the_first_node_of_an_entry_pays_its_first_debt() {
	run(|| {
		in_debt(ALICE);
		deposit(BOB, 1_000);
		lock(ALICE, INTERVAL, 30);
		events();
		// It is paid, and pays.
		let postings = [covered(BOB, ALICE, 100)];
		let unlock = Some((ALICE, INTERVAL));
		let posted = Ledger::post(Entry { unlock, release: None, postings: &postings }).unwrap();
		assert!(posted.in_debt);
		assert_eq!(events(), [paid(ALICE, UTILITY, 130, 70)]);
		assert_eq!((money(ALICE), money(UTILITY)), ((0, 0, 70, 0), (130, 0, 0, 70)));
		let posted = post(&[from_neighbours(INTERVAL, ALICE, 100)]);
		assert!(posted.in_debt);
		assert_eq!(events(), [paid(ALICE, UTILITY, 70, 0)]);
		assert_eq!(money(ALICE), (30, 0, 0, 0));
		post(&[covered(ALICE, BOB, 30), to_neighbours(BOB, INTERVAL, 100)]);
	});
}

#[test]
fn whoever_is_the_same_in_several_parts_is_one() {
	run(|| {
		lock(ALICE, INTERVAL, 100);
		// The node is its own grid account; what it pays itself must be there.
		let unlock = Some((ALICE, INTERVAL));
		let own = |fee| [to_neighbours(ALICE, INTERVAL, 90), covered(ALICE, ALICE, fee)];
		let entry = Entry { unlock, release: None, postings: &own(11) };
		assert_noop!(Ledger::post(entry), Error::<Test>::NotCovered);
		assert_ok!(Ledger::post(Entry { unlock, release: None, postings: &own(10) }));
		assert_eq!(money(ALICE), (10, 0, 0, 0));
		// Nobody owes to itself, and nothing of it is withheld.
		let posted = post(&[Posting { withheld: true, ..owing(ALICE, ALICE, 99) }]);
		assert_eq!((posted, money(ALICE)), (Posted::default(), (10, 0, 0, 0)));
		// Utility and grid are one, and the utility is paid twice.
		let [charged, fee] = [owing(ALICE, UTILITY, 4), covered(ALICE, UTILITY, 3)];
		post(&[covered(ALICE, UTILITY, 1), charged, fee]);
		assert_eq!((money(ALICE).0, money(UTILITY).0), (2, 8));
		post(&[from_neighbours(INTERVAL, BOB, 90)]);
	});
}

#[test]
fn what_is_withheld_stays_until_it_is_released() {
	run(|| {
		deposit(ALICE, 300);
		let provisional = |amount| Posting { withheld: true, ..owing(ALICE, UTILITY, amount) };
		let posted = post(&[provisional(200), owing(ALICE, UTILITY, 50), provisional(80)]);
		// What is owed is not withheld.
		assert_eq!(posted, Posted { withheld: 250, in_debt: true, ..Default::default() });
		assert_eq!((money(UTILITY), Ledger::withheld(UTILITY)), ((300, 250, 0, 30), 250));
		assert_eq!(Ledger::withheld(ALICE), 0);
		assert_noop!(Ledger::withdraw(by(UTILITY), 51), Error::<Test>::NotFree);
		Ledger::do_try_state().unwrap();

		// It is released for the posting that pays it back.
		let release = Some(Release { node: UTILITY, amount: 200, keep: 0 });
		let postings = [owing(UTILITY, ALICE, 230)];
		let posted = Ledger::post(Entry { unlock: None, release, postings: &postings }).unwrap();
		assert_eq!(posted, Posted::default());
		assert_eq!((money(ALICE), money(UTILITY)), ((200, 0, 0, 0), (100, 50, 0, 0)));
		Ledger::release(UTILITY, 20);
		assert_eq!((money(UTILITY), Ledger::withheld(UTILITY)), ((100, 30, 0, 0), 30));
		Ledger::release(UTILITY, 30);
		Ledger::release(UTILITY, 0);
		assert_ok!(Ledger::withdraw(by(UTILITY), 100));
	});
}

#[test]
fn what_is_withheld_pays_first_and_the_rest_of_it_stays() {
	run(|| {
		deposit(ALICE, 300);
		post(&[Posting { withheld: true, ..owing(ALICE, UTILITY, 300) }]);
		deposit(UTILITY, 50);
		let release = |amount, keep| Some(Release { node: UTILITY, amount, keep });
		let pays = |amount, release| {
			let postings = [owing(UTILITY, ALICE, amount)];
			Ledger::post(Entry { unlock: None, release, postings: &postings }).unwrap()
		};
		let posted = pays(40, release(100, 100));
		assert_eq!(posted, Posted { kept: 60, ..Default::default() });
		assert_eq!((money(UTILITY), Ledger::withheld(UTILITY)), ((310, 260, 0, 0), 260));
		// No more of it than is to be kept.
		let posted = pays(0, release(60, 50));
		assert_eq!(posted, Posted { kept: 50, ..Default::default() });
		assert_eq!((money(UTILITY), Ledger::withheld(UTILITY)), ((310, 250, 0, 0), 250));
		// What it is not enough for comes out of what is free.
		assert_eq!(pays(70, release(50, 50)), Posted::default());
		assert_eq!((money(UTILITY), Ledger::withheld(UTILITY)), ((240, 200, 0, 0), 200));
		// What is set off is not paid.
		post(&[owing(BOB, UTILITY, 30)]);
		let postings = [owing(UTILITY, BOB, 25)];
		let entry = Entry { unlock: None, release: release(200, 200), postings: &postings };
		assert_eq!(Ledger::post(entry).unwrap().kept, 200);
		assert_eq!((money(UTILITY), debt(BOB, UTILITY)), ((240, 200, 0, 5), 5));
	});
}

#[test]
fn what_neighbours_are_paid_is_not_withheld() {
	run(|| {
		deposit(ALICE, 300);
		let posted = post(&[Posting { withheld: true, ..to_neighbours(ALICE, INTERVAL, 200) }]);
		assert_eq!(posted, Posted::default());
		let posted = post(&[Posting { withheld: true, ..from_neighbours(INTERVAL, BOB, 200) }]);
		assert_eq!((posted.withheld, money(BOB)), (200, (200, 200, 0, 0)));
	});
}

#[test]
fn what_is_withheld_pays_no_debt() {
	run(|| {
		in_debt(ALICE);
		deposit(BOB, 300);
		events();
		post(&[Posting { withheld: true, ..covered(BOB, ALICE, 150) }]);
		assert_eq!(events(), []);
		assert_noop!(Ledger::collect(by(UTILITY), ALICE, UTILITY), Error::<Test>::NothingToCollect);
		Ledger::release(ALICE, 150);
		assert_ok!(Ledger::collect(by(UTILITY), ALICE, UTILITY));
		assert_eq!(events(), [paid(ALICE, UTILITY, 150, 50)]);
	});
}

#[test]
#[should_panic(expected = "more is released than is withheld")]
fn fails_to_release_more_than_is_withheld() {
	run(|| Ledger::release(UTILITY, 1));
}

#[test]
fn boundary_of_what_the_chain_counts() {
	run(|| {
		let most = Planck::from(u64::MAX);
		let refused = |postings: &[Posting]| {
			assert_noop!(Ledger::post(entry(postings)), Error::<Test>::BeyondBalance);
		};
		// On the way it may be more, in the end it may not.
		let gets = from_neighbours(INTERVAL, ALICE, 3 * most);
		post(&[gets, to_neighbours(ALICE, INTERVAL, 3 * most)]);
		refused(&[gets]);
		refused(&[gets, to_neighbours(ALICE, INTERVAL, 2 * most - 1)]);
		post(&[gets, to_neighbours(ALICE, INTERVAL, 3 * most - 7)]);
		assert_eq!((money(ALICE).0, Ledger::neighbours(INTERVAL)), (7, -7));
		refused(&[from_neighbours(INTERVAL, ALICE, most - 6)]);
		refused(&[from_neighbours(INTERVAL, BOB, Planck::MAX)]);
		let far = i128::MAX as Planck;
		refused(&[from_neighbours(INTERVAL, BOB, far)]);
		refused(&[owing(BOB, CAROL, most + 1)]);
		post(&[owing(BOB, CAROL, most)]);
		refused(&[owing(BOB, CAROL, 1)]);
		refused(&[owing(BOB, UTILITY, 1)]);
		refused(&[owing(UTILITY, CAROL, 1)]);
		refused(&[owing(BOB, CAROL, Planck::MAX)]);
		post(&[owing(CAROL, BOB, most), to_neighbours(ALICE, INTERVAL, 7)]);
		assert_eq!(Accounts::<Test>::iter().count(), 0);
	});
}
