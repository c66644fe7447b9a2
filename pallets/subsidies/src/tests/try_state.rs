// SPDX-License-Identifier: Apache-2.0

//! Each invariant, broken once.

use super::*;
use gridmerit_pallet_support::Page;

fn broken(by: impl FnOnce(), expected: &'static str) {
	externalities().execute_with(|| {
		let [first, over] =
			[rules(), Rules { until: NOW + 2, ..rules() }].map(|rules| founded(rules, 1_000));
		assert_eq!((first, over), (0, 1));
		Market::measured_of(NOW + 1, SUNNY, 200);
		pay_until(NOW + 2);
		assert_eq!(programme(over).over, Some(NOW + 2));
		assert_eq!(Subsidies::do_try_state(), Ok(()));
		by();
		assert_eq!(Subsidies::do_try_state(), Err(expected.into()));
	});
}

fn change(number: usize, change: impl FnOnce(&mut Programme<AccountId>)) {
	Programmes::<Test>::mutate(|programmes| change(programmes.get_mut(number).unwrap()));
}

fn change_row(change: impl FnOnce(&mut Received)) {
	ReceivedPages::<Test>::mutate(0, 0, |rows| {
		let mut row = *rows.get(SUNNY).unwrap();
		change(&mut row);
		rows.set(SUNNY, row);
	});
}

#[test]
fn money() {
	broken(|| change(0, |one| one.left -= 1), "pots that are not what the ledger has");
	broken(
		|| {
			assert_ok!(Ledger::fund(&OTHER, 5));
		},
		"pots that are not what the ledger has",
	);
	broken(|| change(0, |one| one.rules.most = 999), "a programme beyond its cap in all");
	broken(
		|| {
			change(1, |one| (one.left, one.rules.most) = (5, 5_000));
			assert_ok!(Ledger::fund(&OTHER, 5));
		},
		"a pot of a programme that is over",
	);
	broken(|| change(0, |one| one.paid -= 1), "paid is not what nodes have got");
	broken(|| change_row(|row| row.amount += 1), "paid is not what nodes have got");
}

#[test]
fn rules_of_programmes() {
	broken(|| NextProgramme::<Test>::put(1), "a programme that nobody has founded");
	broken(|| change(0, |one| one.rules.rate = 0), "a programme that pays nothing");
	broken(|| change(0, |one| one.rules.per_day = 0), "a programme that pays nothing");
	broken(
		|| change(0, |one| one.rules.source = Some(SourceKind::Storage)),
		"a programme that pays nothing",
	);
	broken(|| change(0, |one| one.rules.hours = 0), "hours that there are not");
	broken(|| change(0, |one| one.rules.until = NOW), "a programme that ends before it begins");
	broken(
		|| change(0, |one| one.rules.per_day = 99),
		"a node that got more than its cap for a day",
	);
}

#[test]
fn order() {
	broken(
		|| {
			Programmes::<Test>::mutate(|programmes| {
				let last = programmes.pop().unwrap();
				programmes.try_insert(0, last).unwrap();
			})
		},
		"programmes out of order",
	);
	broken(
		|| Sponsors::<Test>::mutate(|sponsors| sponsors.as_mut().reverse()),
		"sponsors out of order",
	);
}

#[test]
fn cursor() {
	broken(PaidUntil::<Test>::kill, "a cursor that is not needed, or none that is");
}

#[test]
fn what_nodes_have_got() {
	broken(
		|| {
			let rows = ReceivedPages::<Test>::get(0, 0);
			ReceivedPages::<Test>::insert(9, 0, rows);
		},
		"what nodes have got from no programme",
	);
	broken(
		|| ReceivedPages::<Test>::insert(0, 1, Page::default()),
		"a page that is empty or out of order",
	);
	broken(|| change_row(|row| row.today = 0), "a node that got nothing");
	broken(|| change_row(|row| row.today = row.amount + 1), "a node that got nothing");
}
