// SPDX-License-Identifier: Apache-2.0

//! `claim`: by a node with trust, once, with a wager, as far as it can be right.

use super::*;

#[test]
fn a_claim_is_kept_with_its_wager() {
	run(|| {
		let problem = problem();
		let body = from_bus_1(100);
		let before = money(ALICE);
		System::reset_events();
		claims(ALICE, problem, &body);
		let hash = body_hash(ALICE, problem, &body);
		let claim = DispatchClaim { welfare: BEST, bound: BEST };
		assert_eq!(events(), [Event::Claimed { problem, node: ALICE, claim, body: hash }]);
		let row = ClaimRow { node: ALICE, claim, body: hash, revealed: false };
		assert_eq!(Proposals::claims(problem), [row]);
		assert_eq!((money(ALICE), Ledger::wagered()), (before - 1_000, 1_000));
		// It cannot leave.
		assert_eq!(held_nodes(), [(ALICE, 1)]);
		assert!(Registry::remove(Origin::root(), ALICE).is_err());
		// What is in the pot comes first.
		assert_ok!(Ledger::deposit(by(BOB), 600));
		let balance = Balances::balance(&account_of(BOB));
		claims(BOB, problem, &body);
		assert_eq!(Balances::balance(&account_of(BOB)), balance - 400);
		assert_eq!(Ledger::wagered(), 2_000);
	});
}

#[test]
fn the_hash_is_of_node_problem_and_body() {
	let body = from_bus_1(100);
	let hash = body_hash(ALICE, 7, &body);
	let bytes = (0_u32, 7_u32, body.clone()).encode();
	assert_eq!(hash, sp_io::hashing::blake2_256(&bytes));
	run(|| assert_eq!(Proposals::hash_of(ALICE, 7, body.clone()), hash));
	assert_ne!(hash, body_hash(BOB, 7, &body));
	assert_ne!(hash, body_hash(ALICE, 8, &body));
	assert_ne!(hash, body_hash(ALICE, 7, &from_bus_1(99)));
}

#[test]
fn only_nodes_with_trust_claim() {
	run(|| {
		let (problem, body) = (problem(), from_bus_1(100));
		let is = claim_of(&voltage(), &body);
		let stranger = Proposals::claim(Origin::signed(STRANGER), problem, is, [0; 32]);
		assert_noop!(stranger, Wrong::NotRegistered);
		World::distrust(ALICE);
		assert_noop!(claim(ALICE, problem, is, &body), Wrong::NoTrust);
		assert_ok!(Registry::suspend(Origin::root(), BOB, Words::default()));
		assert_noop!(claim(BOB, problem, is, &body), Wrong::Suspended);
		assert_ok!(claim(CAROL, problem, is, &body));
	});
}

#[test]
fn who_owes_money_or_has_too_little_claims_nothing() {
	run(|| {
		let (problem, body) = (problem(), from_bus_1(100));
		let is = claim_of(&voltage(), &body);
		let balance = |amount| {
			assert_ok!(Balances::force_set_balance(Origin::root(), account_of(ALICE), amount));
		};
		balance(ED + 999);
		let poor = pallet_ledger::Error::<Test>::InsufficientFunds;
		assert_noop!(claim(ALICE, problem, is, &body), poor);
		use gridmerit_pallet_support::{Entry, Ledger as _, OnShortfall, Party, Posting};
		let (from, to) = (Party::Node(BOB), Party::Node(CAROL));
		let on_shortfall = OnShortfall::Owe;
		let debt = [Posting { from, to, amount: 1, on_shortfall, withheld: false }];
		assert_ok!(Ledger::post(Entry { postings: &debt, ..Default::default() }));
		let owes = pallet_ledger::Error::<Test>::InDebt;
		assert_noop!(claim(BOB, problem, is, &body), owes);
		balance(ED + 1_000);
		assert_ok!(claim(ALICE, problem, is, &body));
	});
}

#[test]
fn boundary_of_the_time_for_claims() {
	run(|| {
		let (problem, body) = (problem(), from_bus_1(100));
		let is = claim_of(&voltage(), &body);
		assert_noop!(claim(ALICE, problem + 1, is, &body), Wrong::NoProblem);
		World::run_to(10);
		assert_ok!(claim(ALICE, problem, is, &body));
		World::run_to(11);
		assert_noop!(claim(BOB, problem, is, &body), Wrong::ClaimsOver);
		bodies_over(problem);
		assert_noop!(claim(BOB, problem, is, &body), Wrong::ClaimsOver);
	});
}

#[test]
fn a_claim_stands() {
	run(|| {
		let (problem, body) = (problem(), from_bus_1(100));
		claims(ALICE, problem, &body);
		let worse = from_bus_1(99);
		let is = claim_of(&voltage(), &worse);
		assert_noop!(claim(ALICE, problem, is, &worse), Wrong::HasClaimed);
		// For another problem it claims something else.
		let other = posted(one_price(), None, terms());
		claims(ALICE, other, &at(90));
		assert_eq!((Ledger::wagered(), held_nodes()), (2_000, vec![(ALICE, 2)]));
	});
}

#[test]
fn boundary_of_how_many_claim() {
	run(|| {
		let (problem, body) = (problem(), from_bus_1(100));
		for node in 0..MAX_CLAIMS {
			claims(node, problem, &body);
		}
		let is = claim_of(&voltage(), &body);
		assert_noop!(claim(MAX_CLAIMS, problem, is, &body), Wrong::TooManyClaims);
	});
}

/// Or all places could be taken for nothing, with what is true and of little worth.
#[test]
fn a_claim_of_more_welfare_takes_the_place_of_that_of_the_least() {
	run(|| {
		let problem = posted(voltage(), Some(from_bus_1(96)), terms());
		let before = [ALICE, BOB, CAROL].map(money);
		// Copies of what stands, and one that is a little better.
		for (node, energy) in [(ALICE, 96), (BOB, 96), (CAROL, 97)] {
			claims(node, problem, &from_bus_1(energy));
		}
		let (fourth, fifth, sixth) = (3, 4, 5);
		let is = claim_of(&voltage(), &from_bus_1(96));
		assert_noop!(claim(fourth, problem, is, &from_bus_1(96)), Wrong::TooManyClaims);
		System::reset_events();
		claims(fourth, problem, &from_bus_1(100));
		// Of two with the least the last.
		assert_eq!(events()[0], Event::Displaced { problem, node: BOB });
		claims(fifth, problem, &from_bus_1(99));
		assert_eq!(events()[0], Event::Displaced { problem, node: ALICE });
		let is = claim_of(&voltage(), &from_bus_1(97));
		assert_noop!(claim(sixth, problem, is, &from_bus_1(97)), Wrong::TooManyClaims);
		let nodes: Vec<_> = Proposals::claims(problem).iter().map(|row| row.node).collect();
		assert_eq!((nodes, Ledger::wagered()), (vec![CAROL, fourth, fifth], 3_000));
		assert_eq!([ALICE, BOB, CAROL].map(money), [before[0], before[1], before[2] - 1_000]);
		// Alice and Bob are held by what is in the pot, and by nothing else.
		assert!(held_nodes().iter().all(|(_, count)| *count == 1));
	});
}

/// 45,000 are what all demand would pay, a gap of a hundredth of the bound is allowed, and 11,970 stand.
#[test]
fn boundary_of_what_can_be_right() {
	run(|| {
		let problem = posted(voltage(), Some(from_bus_1(99)), terms());
		let body = from_bus_1(100);
		let says = |welfare, bound| claim(ALICE, problem, DispatchClaim { welfare, bound }, &body);
		let wrong = |welfare, bound, error: Wrong| {
			assert_noop!(says(welfare, bound), error);
		};
		wrong(45_001, 45_001, Wrong::BeyondDemand);
		wrong(Planck::MAX, Planck::MAX, Wrong::BeyondDemand);
		wrong(12_000, 11_999, Wrong::GapTooWide);
		wrong(12_000, 12_122, Wrong::GapTooWide);
		wrong(12_000, Planck::MAX, Wrong::GapTooWide);
		wrong(11_969, 12_000, Wrong::NotBetter);
		for (node, welfare, bound) in [(ALICE, 45_000, 45_000), (BOB, 12_000, 12_121)] {
			assert_ok!(claim(node, problem, DispatchClaim { welfare, bound }, &body));
		}
		// As much can be better for buyers.
		let equal = DispatchClaim { welfare: 11_970, bound: 12_000 };
		assert_ok!(claim(CAROL, problem, equal, &body));
	});
}
