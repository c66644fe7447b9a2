// SPDX-License-Identifier: Apache-2.0

//! Invoices as movements of money.

use super::*;
use crate::postings::Parties;
use gridmerit_pallet_support::{OnShortfall, Party, Posting};
use proptest::prelude::*;

const PARTIES: Parties = Parties { interval: INTERVAL, node: ALICE, utility: UTILITY, grid: GRID };
const NEIGHBOURS: Party = Party::Neighbours(INTERVAL);

fn invoice(basis: Basis, position: Position, seen: Metered) -> Invoice {
	Invoice::new(basis, seen, false, position, TARIFF)
}

fn covered(from: Party, to: Party, amount: Planck) -> Posting {
	Posting { from, to, amount, on_shortfall: OnShortfall::Refuse, withheld: false }
}

fn owed(from: NodeIndex, to: NodeIndex, amount: Planck) -> Posting {
	let (from, to) = (Party::Node(from), Party::Node(to));
	Posting { from, to, amount, on_shortfall: OnShortfall::Owe, withheld: false }
}

fn withheld(from: NodeIndex, to: NodeIndex, amount: Planck) -> Posting {
	Posting { withheld: true, ..owed(from, to, amount) }
}

#[test]
fn a_buyer_pays_neighbours_and_grid_and_gets_what_it_did_not_use_before() {
	let invoice = invoice(Basis::Reading, bought(10, 100), metered(9, 0));
	assert_eq!(
		PARTIES.first_settlement(&invoice),
		[
			owed(UTILITY, ALICE, 40),
			covered(Party::Node(ALICE), NEIGHBOURS, 1_000),
			covered(Party::Node(ALICE), Party::Node(GRID), 50),
		]
	);
}

#[test]
fn a_seller_is_paid_by_neighbours_and_pays_what_it_did_not_deliver() {
	for (basis, payee) in [
		(Basis::Reading, UTILITY),
		(Basis::Silence, RESERVE),
		(Basis::Revoked, RESERVE),
		(Basis::Unmetered, UTILITY),
	] {
		let invoice = invoice(basis, sold(10, 100), metered(0, 8));
		assert_eq!(
			PARTIES.first_settlement(&invoice),
			[covered(NEIGHBOURS, Party::Node(ALICE), 1_000), withheld(ALICE, payee, 500)]
		);
	}
}

#[test]
fn what_was_bought_and_sold_again_is_one_movement() {
	let position = bought(10, 100).sell(4, 150).unwrap();
	let expected = [
		covered(Party::Node(ALICE), NEIGHBOURS, 400),
		// The fee of the 6 Wh that it uses.
		covered(Party::Node(ALICE), Party::Node(GRID), 30),
	];
	let invoice = invoice(Basis::Reading, position, metered(6, 0));
	assert_eq!(PARTIES.first_settlement(&invoice), expected);
}

#[test]
fn nothing_is_posted_that_moves_nothing() {
	let none = invoice(Basis::Reading, Position::default(), metered(0, 0));
	assert_eq!(PARTIES.first_settlement(&none), []);
	assert_eq!(PARTIES.correction(&none, &none), []);
	// The fee of a grid account that trades itself.
	let itself = Parties { grid: ALICE, ..PARTIES };
	let invoice = invoice(Basis::Reading, bought(10, 100), metered(10, 0));
	let postings = itself.first_settlement(&invoice);
	assert_eq!(postings, [covered(Party::Node(ALICE), NEIGHBOURS, 1_000)]);
}

#[test]
fn a_correction_is_the_difference() {
	let of = |basis, import| invoice(basis, Position::default(), metered(import, 0));
	let (silence, reading) = (of(Basis::Silence, 20), of(Basis::Reading, 5));
	assert_eq!(
		PARTIES.correction(&silence, &reading),
		[owed(RESERVE, ALICE, 4_000), withheld(ALICE, UTILITY, 1_000)]
	);
	let more = of(Basis::Reading, 6);
	assert_eq!(PARTIES.correction(&reading, &more), [withheld(ALICE, UTILITY, 200)]);
	assert_eq!(PARTIES.correction(&more, &reading), [owed(UTILITY, ALICE, 200)]);
	assert_eq!(
		PARTIES.correction(&reading, &of(Basis::Revoked, 20)),
		[owed(UTILITY, ALICE, 1_000), withheld(ALICE, RESERVE, 4_000)]
	);
	// What the utility paid itself it may have back at once.
	let fed_in = invoice(Basis::Reading, Position::default(), metered(0, 5));
	assert_eq!(
		PARTIES.correction(&fed_in, &reading),
		[owed(ALICE, UTILITY, 300), withheld(ALICE, UTILITY, 1_000)]
	);
	assert_eq!(PARTIES.correction(&reading, &fed_in), [owed(UTILITY, ALICE, 1_300)]);
}

proptest! {
	/// The node ends with what the invoice says, less the fee's payee's part; and a correction leads from one
	/// invoice to the other.
	#[test]
	fn postings_come_to_what_the_invoice_says(
		(buys, sells) in ((0_u64..20, 61_u64..180), (0_u64..20, 61_u64..180)),
		(first, second) in ((0_u64..40, 0_u64..40), (0_u64..40, 0_u64..40)),
	) {
		let position = bought(buys.0, buys.1).sell(sells.0, sells.1).unwrap();
		let of = |(import, export)| invoice(Basis::Reading, position, metered(import, export));
		let (first, second) = (of(first), of(second));
		let gained = |party, postings: &[Posting]| -> i128 {
			let sum = |posting: &Posting| {
				i128::from(posting.to == party) - i128::from(posting.from == party)
			};
			postings.iter().map(|posting| sum(posting) * posting.amount as i128).sum()
		};
		let net = |invoice: &Invoice| invoice.credited as i128 - invoice.charged as i128;
		let utility = |invoice: &Invoice| {
			invoice.imbalance.cost() as i128 - invoice.imbalance.revenue() as i128
		};
		let postings = PARTIES.first_settlement(&first);
		prop_assert_eq!(gained(Party::Node(ALICE), &postings), net(&first));
		prop_assert_eq!(gained(Party::Node(GRID), &postings), first.fee as i128);
		prop_assert_eq!(gained(Party::Node(UTILITY), &postings), utility(&first));
		let traded = position.cost as i128 - position.revenue as i128;
		prop_assert_eq!(gained(NEIGHBOURS, &postings), traded);

		let postings = PARTIES.correction(&first, &second);
		prop_assert!(postings.len() <= 2);
		let change = net(&second) - net(&first);
		prop_assert_eq!(gained(Party::Node(ALICE), &postings), change);
		prop_assert_eq!(gained(Party::Node(UTILITY), &postings), -change);
	}
}
