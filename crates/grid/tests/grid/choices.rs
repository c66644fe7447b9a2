// SPDX-License-Identifier: Apache-2.0

//! Who is paired with whom on a feeder where demands prefer sellers.

use std::collections::BTreeMap;

use gridmerit_grid::{
	GridOutcome, ZonedPairing, ZonedTransaction, assign, pair, verify, verify_pairing,
};
use gridmerit_market::{Choice, Label, Leg, NodeIndex, Preferences, Wh};
use proptest::{collection::vec, prelude::*, sample::select};

use crate::cases::{Case, any_case};

type Choices = Vec<(NodeIndex, Vec<Choice>)>;
type Labels = Vec<(NodeIndex, Label)>;

/// A case, what its demands prefer, and what its sellers are: each hangs on its bus.
fn with_choices() -> impl Strategy<Value = (Case, Choices, Labels)> {
	any_case().prop_flat_map(|case| {
		let buyers: Vec<NodeIndex> = case.market.demands.iter().map(|row| row.node).collect();
		let sellers: Vec<NodeIndex> = case.market.offers.iter().map(|row| row.node).collect();
		let named = [sellers.clone(), vec![0]].concat();
		let choice = prop_oneof![
			4 => select(named).prop_map(Choice::Node),
			3 => (0_u16..12).prop_map(Choice::Bus),
			2 => (0_u8..3).prop_map(Choice::Source),
		];
		let lists = vec(vec(choice, 0..=4), buyers.len());
		let sources = vec(prop::option::of(0_u8..3), sellers.len());
		(Just(case), lists, sources).prop_map(move |(case, lists, sources)| {
			let choices = buyers.iter().copied().zip(lists).collect();
			let label = |(bus, source): (&u16, _)| Label { bus: Some(*bus), source };
			let labels = case.sellers.iter().zip(sources).map(label);
			let labels = sellers.iter().copied().zip(labels).collect();
			(case, choices, labels)
		})
	})
}

fn paired(case: &Case, outcome: &GridOutcome, preferences: &Preferences<'_>) -> ZonedPairing {
	let feeder = case.feeder();
	pair(&feeder, case.located(&feeder), outcome, preferences).unwrap()
}

/// What is chosen by the rule as it is said, zone by zone: rank, zone, seller, buyer, energy.
fn reference(
	case: &Case,
	outcome: &GridOutcome,
	(choices, labels, preferences): (&Choices, &Labels, &Preferences<'_>),
) -> Vec<(usize, NodeIndex, NodeIndex, Wh)> {
	let numbers = case.zones(outcome);
	let book = case.market.book();
	let mut all = Vec::new();
	for zone in 0..outcome.zones.len() {
		let here = |bus: &u16| numbers[usize::from(*bus)] == zone;
		let sellers = book.sellers(&outcome.sold).zip(&case.sellers);
		let mut sellers: Vec<Leg> =
			sellers.filter(|(_, bus)| here(bus)).map(|(leg, _)| leg).collect();
		let buyers = book.buyers(&outcome.bought).zip(&case.buyers);
		let mut buyers: Vec<Leg> = buyers
			.filter(|(leg, bus)| here(bus) && leg.energy > 0)
			.map(|(leg, _)| leg)
			.filter(|leg| choices.iter().any(|(node, of)| *node == leg.node && !of.is_empty()))
			.collect();
		buyers.sort_by_key(|leg| preferences.turn_of(leg.node));
		let mut in_zone = Vec::new();
		for rank in 0..4 {
			for buyer in &mut buyers {
				let of = choices.iter().find(|(node, _)| *node == buyer.node).unwrap();
				let Some(choice) = of.1.get(rank) else { continue };
				for seller in &mut sellers {
					let label = labels.iter().find(|(node, _)| *node == seller.node).unwrap().1;
					let energy = seller.energy.min(buyer.energy);
					if choice.is(seller.node, &label) && energy > 0 {
						seller.energy -= energy;
						buyer.energy -= energy;
						in_zone.push((rank, seller.node, buyer.node, energy));
					}
				}
			}
		}
		in_zone.sort_unstable();
		all.extend(in_zone);
	}
	all.sort_by_key(|(rank, ..)| *rank);
	all
}

type Sums = BTreeMap<NodeIndex, (Wh, u128)>;

/// What nodes sell and earn, and what they buy and pay.
fn sums(transactions: &[ZonedTransaction]) -> (Sums, Sums) {
	let (mut sold, mut bought) = (Sums::new(), Sums::new());
	for transaction in transactions {
		let sum = sold.entry(transaction.seller).or_default();
		*sum = (sum.0 + transaction.energy, sum.1 + transaction.earned());
		let sum = bought.entry(transaction.buyer).or_default();
		*sum = (sum.0 + transaction.energy, sum.1 + transaction.paid());
	}
	(sold, bought)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(1_000))]

	#[test]
	fn fills_and_money_are_as_without((case, choices, labels) in with_choices()) {
		let (feeder, outcome) = (case.feeder(), case.clear());
		let book = case.located(&feeder);
		prop_assert_eq!(verify(&feeder, book, &case.market.rules, &outcome), Ok(()));
		let preferences = Preferences::new(&choices, &labels, case.market.rules.turn).unwrap();
		let pairing = paired(&case, &outcome, &preferences);
		let without = assign(&feeder, book, &outcome).unwrap();
		prop_assert_eq!(sums(&pairing.transactions), sums(&without));
		prop_assert_eq!(verify_pairing(&feeder, book, &outcome, &preferences, &pairing), Ok(()));
		let orders = case.market.demands.len() + case.market.offers.len();
		let most = (orders + outcome.zones.len()).saturating_sub(2);
		prop_assert!(pairing.transactions.len() <= most);
	}

	#[test]
	fn choices_are_those_of_the_rule((case, choices, labels) in with_choices()) {
		let outcome = case.clear();
		let preferences = Preferences::new(&choices, &labels, case.market.rules.turn).unwrap();
		let pairing = paired(&case, &outcome, &preferences);
		let chosen: Vec<_> = pairing
			.transactions
			.iter()
			.enumerate()
			.map_while(|(k, t)| Some((pairing.rank_of(k)?, t.seller, t.buyer, t.energy)))
			.collect();
		prop_assert_eq!(chosen.len() as u32, pairing.by_rank.iter().sum::<u32>());
		prop_assert_eq!(chosen, reference(&case, &outcome, (&choices, &labels, &preferences)));
	}

	#[test]
	fn without_choices_it_is_the_sweep((case, _, labels) in with_choices()) {
		let (feeder, outcome) = (case.feeder(), case.clear());
		let preferences = Preferences::new(&[], &labels, case.market.rules.turn).unwrap();
		let pairing = paired(&case, &outcome, &preferences);
		let transactions = assign(&feeder, case.located(&feeder), &outcome).unwrap();
		prop_assert_eq!(pairing, ZonedPairing { transactions, by_rank: vec![] });
	}

	#[test]
	fn on_one_bus_it_is_a_market_without_a_grid((mut case, choices, labels) in with_choices()) {
		case.lines.clear();
		case.buyers.fill(0);
		case.sellers.fill(0);
		let outcome = case.clear();
		let preferences = Preferences::new(&choices, &labels, case.market.rules.turn).unwrap();
		let pairing = paired(&case, &outcome, &preferences);
		let book = case.market.book();
		let without = gridmerit_market::clear(book, &case.market.rules);
		let expected = gridmerit_market::pair(book, &without, &preferences).unwrap();
		prop_assert_eq!(&pairing.by_rank, &expected.by_rank);
		let pairs: Vec<_> =
			pairing.transactions.iter().map(|t| (t.seller, t.buyer, t.energy, t.paid())).collect();
		let expected: Vec<_> =
			expected.transactions.iter().map(|t| (t.seller, t.buyer, t.energy, t.payment)).collect();
		prop_assert_eq!(pairs, expected);
	}

	#[test]
	fn another_pairing_is_refused((case, choices, labels) in with_choices()) {
		let (feeder, outcome) = (case.feeder(), case.clear());
		let preferences = Preferences::new(&choices, &labels, case.market.rules.turn).unwrap();
		let pairing = paired(&case, &outcome, &preferences);
		let refused = |change: &dyn Fn(&mut ZonedPairing)| {
			let mut changed = pairing.clone();
			change(&mut changed);
			let book = case.located(&feeder);
			let verified = verify_pairing(&feeder, book, &outcome, &preferences, &changed);
			changed == pairing || verified.is_err()
		};
		for k in 0..pairing.transactions.len() {
			let changes: [&dyn Fn(&mut ZonedPairing); 6] = [
				&|it| it.transactions[k].energy += 1,
				&|it| it.transactions[k].seller += 1,
				&|it| it.transactions[k].buyer += 1,
				&|it| it.transactions[k].buying += 1,
				&|it| it.transactions.truncate(k),
				&|it| it.transactions.swap(0, k),
			];
			for change in changes {
				prop_assert!(refused(change));
			}
		}
		prop_assert!(refused(&|it| it.by_rank.push(0)));
	}
}
