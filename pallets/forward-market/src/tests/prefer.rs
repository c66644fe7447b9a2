// SPDX-License-Identifier: Apache-2.0

//! From whom nodes would rather buy.

use super::*;
use frame_support::dispatch::GetDispatchInfo;
use gridmerit_energy::{Choice, MAX_CHOICES, MAX_ORDERS, Roles, SourceKind};
use gridmerit_pallet_support::{Choosers, NodeChoices, page_of};
use sp_runtime::traits::Zero;

fn list(choices: &[Choice]) -> NodeChoices {
	choices.to_vec().try_into().unwrap()
}

fn prefer(account: AccountId, choices: &[Choice]) -> DispatchResult {
	ForwardMarket::prefer(Origin::signed(account), list(choices))
}

const SOLAR: Choice = Choice::Source(SourceKind::Solar);

#[test]
fn a_node_says_from_whom_it_would_rather_buy_and_takes_it_back() {
	run_round(|| {
		let choices = [Choice::Node(2), Choice::Bus(7), SOLAR];
		assert_ok!(prefer(1, &choices));
		assert_eq!(last_event(), Event::ChoicesSet { node: 1, choices: list(&choices) });
		assert_eq!(ForwardMarket::choices_of(1), choices);
		// Replaced, the same again, and of somebody on another page.
		assert_ok!(prefer(1, &[SOLAR]));
		assert_ok!(prefer(1, &[SOLAR]));
		assert_ok!(prefer(200, &[Choice::Node(1)]));
		assert_eq!(ForwardMarket::choices_of(1), [SOLAR]);
		let pages = |of: &PageSet| (of.contains(0), of.contains(page_of(200)), of.len());
		assert_eq!(pages(&ForwardMarket::choosing()), (true, true, 2));
		assert_eq!(ForwardMarket::choices(0).get(1), Some(&list(&[SOLAR])));
		ForwardMarket::do_try_state().unwrap();

		assert_ok!(prefer(1, &[]));
		assert_eq!(last_event(), Event::ChoicesSet { node: 1, choices: list(&[]) });
		assert_eq!(pages(&ForwardMarket::choosing()), (false, true, 1));
		assert_ok!(prefer(200, &[]));
		// Nothing is left of it.
		assert!(!Choosing::<Test>::exists());
		assert_eq!(Choices::<Test>::iter_keys().count(), 0);
	});
}

#[test]
fn it_stands_through_rounds_and_while_books_clear() {
	run_round(|| {
		assert_ok!(demand(1, &[(T + 1, 10)]));
		close();
		assert_ok!(prefer(1, &[SOLAR]));
		clear(|_, _, _| (0, 0));
		next_round();
		assert_eq!(ForwardMarket::choices_of(1), [SOLAR]);
	});
}

#[test]
fn fails_for_who_is_no_node_or_does_not_trade() {
	run_round(|| {
		assert_noop!(prefer(77, &[SOLAR]), Error::<Test>::NotRegistered);
		assert_noop!(
			ForwardMarket::prefer(Origin::root(), list(&[SOLAR])),
			DispatchError::BadOrigin
		);
		assert_noop!(prefer(UTILITY_ACCOUNT, &[SOLAR]), Error::<Test>::DoesNotTrade);
		assert_noop!(prefer(LINE_OWNER.into(), &[SOLAR]), Error::<Test>::DoesNotTrade);
		// Who is suspended may take back what it has, and no more.
		assert_ok!(prefer(1, &[SOLAR]));
		World::suspend(1, true);
		assert_noop!(prefer(1, &[Choice::Node(2)]), Error::<Test>::Suspended);
		assert_ok!(prefer(1, &[]));
	});
}

#[test]
fn fails_for_choices_that_are_none() {
	run_round(|| {
		assert_noop!(prefer(1, &[]), Error::<Test>::NoChoices);
		assert_noop!(prefer(1, &[SOLAR, Choice::Bus(7), SOLAR]), Error::<Test>::ChosenTwice);
		assert_noop!(prefer(1, &[Choice::Bus(7), Choice::Node(1)]), Error::<Test>::ChoosesItself);
		assert_noop!(prefer(1, &[Choice::Node(77)]), Error::<Test>::NoSuchSeller);
		// What others have is not its own.
		assert_ok!(prefer(2, &[SOLAR]));
		assert_noop!(prefer(1, &[]), Error::<Test>::NoChoices);
		assert_eq!(ForwardMarket::choices_of(2), [SOLAR]);
	});
}

#[test]
fn boundary_of_how_many_and_of_the_index() {
	run_round(|| {
		let most: Vec<_> = (0..MAX_CHOICES as u16).map(Choice::Bus).collect();
		assert_ok!(prefer(1, &most));
		let more: Vec<_> = (0..=MAX_CHOICES as u16).map(Choice::Bus).collect();
		assert!(NodeChoices::try_from(more).is_err());
		// The books have no place beyond.
		let consumer = Roles { consumer: true, ..Default::default() };
		let most = MAX_ORDERS as NodeIndex;
		World::set_node(most - 1, 1_001, consumer);
		World::set_node(most, 1_002, consumer);
		assert_ok!(prefer(1_001, &[SOLAR]));
		assert_noop!(prefer(1_002, &[SOLAR]), Error::<Test>::IndexTooHigh);
	});
}

#[test]
fn it_goes_with_its_node() {
	run_round(|| {
		assert_ok!(prefer(1, &[SOLAR]));
		assert_ok!(prefer(2, &[Choice::Node(1)]));
		World::remove_node(1);
		assert_eq!(ForwardMarket::choices_of(1), []);
		assert_eq!(ForwardMarket::choosing().len(), 1);
		// Others may still name it: its index is never used again.
		assert_eq!(ForwardMarket::choices_of(2), [Choice::Node(1)]);
		World::remove_node(2);
		assert!(ForwardMarket::choosing().is_empty());
		assert!(!Choosing::<Test>::exists());
	});
}

#[test]
fn it_costs_by_the_number_of_choices() {
	run(|| {
		let weight = |choices: &[Choice]| {
			let call = Call::<Test>::prefer { choices: list(choices) };
			call.get_dispatch_info().call_weight
		};
		assert_eq!(weight(&[]), <Test as Config>::WeightInfo::prefer(0));
		assert_eq!(weight(&[SOLAR, Choice::Bus(1)]), <Test as Config>::WeightInfo::prefer(2));
		assert!(!<ForwardMarket as Choosers>::choices_weight().is_zero());
		assert!(!<ForwardMarket as Choosers>::choosing_weight().is_zero());
		assert!(ForwardMarket::can_choose() && !<() as Choosers>::can_choose());
	});
}
