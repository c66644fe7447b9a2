// SPDX-License-Identifier: Apache-2.0

//! Who is paired with whom where demands prefer sellers.

use std::collections::{BTreeMap, BTreeSet};

use gridmerit_market::{
	Book, Choice, Demand, Label, Leg, Limits, MAX_CHOICES, NodeIndex, Offer, Outcome, Pairing,
	PreferenceError, Preferences, Rules, StepError, Transaction, Violation, Wh, assign, clear,
	pair, pair_legs, verify, verify_pairing, verify_sums,
};
use proptest::{collection::vec, prelude::*, sample::select};

use crate::strategies::{Market, any_market};

type Choices = Vec<(NodeIndex, Vec<Choice>)>;
type Labels = Vec<(NodeIndex, Label)>;

/// The rule as it is said, one look at a time: who is paired with whom, and by which choice.
fn reference(
	book: Book<'_>,
	outcome: &Outcome,
	(choices, labels, turn): (&Choices, &Labels, u32),
) -> Vec<(Option<usize>, NodeIndex, NodeIndex, Wh)> {
	let mut sellers: Vec<Leg> = book.sellers(&outcome.sold).collect();
	let mut buyers: Vec<Leg> = book.buyers(&outcome.bought).collect();
	let of = |node: NodeIndex| choices.iter().find(|row| row.0 == node).map(|row| row.1.clone());
	let label = |node: NodeIndex| labels.iter().find(|row| row.0 == node).map(|row| row.1);
	let mut turns: Vec<usize> = (0..buyers.len())
		.filter(|&k| buyers[k].energy > 0 && of(buyers[k].node).is_some_and(|of| !of.is_empty()))
		.collect();
	turns.sort_by_key(|&k| split_mix(turn, buyers[k].node));
	let mut pairs = Vec::new();
	let mut trade = |rank, seller: &mut Leg, buyer: &mut Leg| {
		let energy = seller.energy.min(buyer.energy);
		if energy > 0 {
			seller.energy -= energy;
			buyer.energy -= energy;
			pairs.push((rank, seller.node, buyer.node, energy));
		}
	};
	for rank in 0..MAX_CHOICES {
		for &k in &turns {
			let Some(choice) = of(buyers[k].node).unwrap().get(rank).copied() else { continue };
			for seller in &mut sellers {
				let is_it = match choice {
					Choice::Node(node) => seller.node == node,
					Choice::Bus(bus) => label(seller.node).and_then(|it| it.bus) == Some(bus),
					Choice::Source(kind) => {
						label(seller.node).and_then(|it| it.source) == Some(kind)
					},
				};
				if is_it {
					trade(Some(rank), seller, &mut buyers[k]);
				}
			}
		}
	}
	for seller in &mut sellers {
		for buyer in &mut buyers {
			trade(None, seller, buyer);
		}
	}
	pairs.sort_by_key(|&(rank, seller, buyer, _)| (rank.is_none(), rank, seller, buyer));
	pairs
}

/// The first output of SplitMix64 from this seed, as its authors write it.
fn split_mix(turn: u32, node: NodeIndex) -> u64 {
	let mut z = (u64::from(turn) * (1 << 32) + u64::from(node)).wrapping_add(0x9e3779b97f4a7c15);
	z ^= z >> 30;
	z = z.wrapping_mul(0xbf58476d1ce4e5b9);
	z ^= z >> 27;
	z = z.wrapping_mul(0x94d049bb133111eb);
	z ^ (z >> 31)
}

/// What it comes to, in the same words.
fn pairs(pairing: &Pairing) -> Vec<(Option<usize>, NodeIndex, NodeIndex, Wh)> {
	let transactions = pairing.transactions.iter().enumerate();
	transactions.map(|(n, t)| (pairing.rank_of(n), t.seller, t.buyer, t.energy)).collect()
}

/// Choices of some of the demands of a market, and labels of some of its offers: few names, so that they meet.
fn preferences(market: &Market) -> impl Strategy<Value = (Choices, Labels)> + use<> {
	let buyers: Vec<NodeIndex> = market.demands.iter().map(|demand| demand.node).collect();
	let sellers: Vec<NodeIndex> = market.offers.iter().map(|offer| offer.node).collect();
	let named = [sellers.clone(), buyers.clone(), vec![0, NodeIndex::MAX]].concat();
	let choice = prop_oneof![
		4 => select(named).prop_map(Choice::Node),
		2 => (0_u16..4).prop_map(Choice::Bus),
		2 => (0_u8..3).prop_map(Choice::Source),
	];
	let label = (prop::option::of(0_u16..4), prop::option::of(0_u8..3))
		.prop_map(|(bus, source)| Label { bus, source });
	let rows = (
		vec(prop::option::of(vec(choice, 0..=MAX_CHOICES)), buyers.len()),
		vec(prop::option::of(label), sellers.len()),
	);
	rows.prop_map(move |(choices, labels)| {
		let choices: Choices =
			buyers.iter().zip(choices).filter_map(|(node, row)| Some((*node, row?))).collect();
		let labels: Labels =
			sellers.iter().zip(labels).filter_map(|(node, row)| Some((*node, row?))).collect();
		(choices, labels)
	})
}

fn market_with_preferences() -> impl Strategy<Value = (Market, Choices, Labels)> {
	any_market().prop_flat_map(|market| {
		let preferences = preferences(&market);
		(Just(market), preferences)
			.prop_map(|(market, (choices, labels))| (market, choices, labels))
	})
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(4_000))]

	#[test]
	fn pairs_are_those_of_the_rule((market, choices, labels) in market_with_preferences()) {
		let (book, turn) = (market.book(), market.rules.turn);
		let outcome = clear(book, &market.rules);
		let preferences = Preferences::new(&choices, &labels, turn).unwrap();
		let pairing = pair(book, &outcome, &preferences).unwrap();
		let expected = reference(book, &outcome, (&choices, &labels, turn));
		prop_assert_eq!(pairs(&pairing), expected);
		prop_assert_eq!(pairing, pair(book, &outcome, &preferences).unwrap());
	}

	/// What anybody gets, and what it costs, is what it is without preferences.
	#[test]
	fn fills_and_money_are_as_without((market, choices, labels) in market_with_preferences()) {
		let book = market.book();
		let outcome = clear(book, &market.rules);
		prop_assert_eq!(verify(book, &market.rules, &outcome), Ok(()));
		let preferences = Preferences::new(&choices, &labels, market.rules.turn).unwrap();
		let pairing = pair(book, &outcome, &preferences).unwrap();
		prop_assert_eq!(verify_pairing(book, &outcome, &preferences, &pairing), Ok(()));
		let sums = |transactions: &[Transaction], of: fn(&Transaction) -> NodeIndex| {
			let mut sums = BTreeMap::new();
			for transaction in transactions {
				let sum: &mut (Wh, u128) = sums.entry(of(transaction)).or_default();
				sum.0 += transaction.energy;
				sum.1 += transaction.payment;
			}
			sums
		};
		let without: Vec<_> = assign(book, &outcome).collect();
		for of in [|t: &Transaction| t.seller, |t: &Transaction| t.buyer] {
			prop_assert_eq!(sums(&pairing.transactions, of), sums(&without, of));
		}
		// Rows and columns are the fills.
		let sold = sums(&pairing.transactions, |t| t.seller);
		for leg in book.sellers(&outcome.sold) {
			prop_assert_eq!(sold.get(&leg.node).map_or(0, |sum| sum.0), leg.energy);
		}
		let bought = sums(&pairing.transactions, |t| t.buyer);
		for leg in book.buyers(&outcome.bought) {
			prop_assert_eq!(bought.get(&leg.node).map_or(0, |sum| sum.0), leg.energy);
		}
		// No pair twice, and no more of them than the sweep can have.
		let met: BTreeSet<_> = pairing.transactions.iter().map(|t| (t.seller, t.buyer)).collect();
		prop_assert_eq!(met.len(), pairing.transactions.len());
		let nodes = sold.len() + bought.len();
		prop_assert!(met.len() <= nodes.saturating_sub(1));
		prop_assert!(pairing.transactions.iter().all(|t| t.energy > 0));
	}

	#[test]
	fn without_choices_it_is_the_sweep((market, _, labels) in market_with_preferences()) {
		let book = market.book();
		let outcome = clear(book, &market.rules);
		let swept: Vec<_> = assign(book, &outcome).collect();
		// Nobody has any, those who have name nobody who is there, or have an empty list.
		let nobody: Choices = market
			.demands
			.iter()
			.enumerate()
			.map(|(k, demand)| (demand.node, vec![Choice::Node(NodeIndex::MAX); k % 3]))
			.collect();
		for choices in [vec![], nobody] {
			let preferences = Preferences::new(&choices, &labels, market.rules.turn).unwrap();
			let pairing = pair(book, &outcome, &preferences).unwrap();
			prop_assert_eq!(&pairing, &Pairing { transactions: swept.clone(), by_rank: vec![] });
		}
		let none = pair(book, &outcome, &Preferences::NONE).unwrap();
		prop_assert_eq!(none.transactions, swept);
	}

	/// What sellers are called is all that they are: with indices that keep their order, the same are paired. Of buyers the
	/// index says whose turn it is.
	#[test]
	fn other_indices_of_sellers_in_the_same_order_change_nothing(
		(market, choices, labels) in market_with_preferences(),
	) {
		// No buyer has these.
		let places = market.offers.iter().zip(1 << 31..).map(|(row, other)| (row.node, other));
		let places: BTreeMap<NodeIndex, NodeIndex> = places.collect();
		let other = |node: NodeIndex| places.get(&node).copied().unwrap_or(node);
		let mut moved = market.clone();
		moved.offers.iter_mut().for_each(|row| row.node = other(row.node));
		let renamed = |choice: &Choice| match *choice {
			Choice::Node(node) => Choice::Node(other(node)),
			choice => choice,
		};
		let moved_choices: Choices = choices
			.iter()
			.map(|(node, row)| (*node, row.iter().map(renamed).collect()))
			.collect();
		let moved_labels: Labels = labels.iter().map(|(node, row)| (other(*node), *row)).collect();
		let of = |market: &Market, choices: &Choices, labels: &Labels| {
			let outcome = clear(market.book(), &market.rules);
			let preferences = Preferences::new(choices, labels, market.rules.turn).unwrap();
			pairs(&pair(market.book(), &outcome, &preferences).unwrap())
		};
		let expected: Vec<_> = of(&market, &choices, &labels)
			.into_iter()
			.map(|(rank, seller, buyer, energy)| (rank, other(seller), buyer, energy))
			.collect();
		prop_assert_eq!(of(&moved, &moved_choices, &moved_labels), expected);
	}

	/// Whoever changes anything of a pairing is found, also where all sums stay right.
	#[test]
	fn another_pairing_is_refused((market, choices, labels) in market_with_preferences()) {
		let book = market.book();
		let outcome = clear(book, &market.rules);
		let preferences = Preferences::new(&choices, &labels, market.rules.turn).unwrap();
		let pairing = pair(book, &outcome, &preferences).unwrap();
		let refused = |change: &dyn Fn(&mut Pairing)| {
			let mut changed = pairing.clone();
			change(&mut changed);
			changed == pairing || verify_pairing(book, &outcome, &preferences, &changed).is_err()
		};
		for k in 0..pairing.transactions.len() {
			prop_assert!(refused(&|it| it.transactions[k].energy += 1));
			prop_assert!(refused(&|it| it.transactions[k].seller += 1));
			prop_assert!(refused(&|it| it.transactions[k].buyer += 1));
			prop_assert!(refused(&|it| it.transactions[k].price += 1));
			prop_assert!(refused(&|it| it.transactions.truncate(k)));
			prop_assert!(refused(&|it| it.transactions.swap(0, k)));
			let twice = pairing.transactions[k];
			prop_assert!(refused(&|it| it.transactions.push(twice)));
		}
		prop_assert!(refused(&|it| it.by_rank.push(1)));
		prop_assert!(refused(&|it| it.by_rank.clear()));
		// Two buyers change sellers: all sums stay, and yet it is not what they prefer.
		let swept: Vec<_> = assign(book, &outcome).collect();
		prop_assert_eq!(verify_sums(book, &outcome, &swept), Ok(()));
		if swept != pairing.transactions {
			prop_assert!(refused(&|it| it.transactions.clone_from(&swept)));
		}
	}
}

/// Two buyers of 300 Wh, nodes 1 and 2, and three sellers of 200 Wh.
fn small(turn: u32) -> (Vec<Demand>, Vec<Offer>, Rules) {
	let demands = [1, 2].map(|node| Demand { node, quantity: 300, limit: None });
	let offers = [7, 8, 9].map(|node| Offer { node, capacity: 200, ask: 90_000 });
	let rules = Rules { limits: Limits::new(200_000, 60_000, 900_000, 0).unwrap(), turn };
	(demands.to_vec(), offers.to_vec(), rules)
}

fn paired(
	choices: &[(NodeIndex, Vec<Choice>)],
	labels: &[(NodeIndex, Label)],
	turn: u32,
) -> Vec<(NodeIndex, NodeIndex, Wh)> {
	let (demands, offers, rules) = small(turn);
	let book = Book::new(&demands, &offers).unwrap();
	let preferences = Preferences::new(choices, labels, turn).unwrap();
	let pairing = pair(book, &clear(book, &rules), &preferences).unwrap();
	pairing.transactions.iter().map(|t| (t.seller, t.buyer, t.energy)).collect()
}

#[test]
fn first_choices_of_all_come_before_second_ones() {
	let choices = vec![
		(1, vec![Choice::Node(7), Choice::Node(9)]),
		(2, vec![Choice::Node(9), Choice::Node(7)]),
	];
	// Node 1 would take the rest of node 9 after node 7; that is node 2's first choice.
	let expected = [(7, 1, 200), (9, 2, 200), (8, 1, 100), (8, 2, 100)];
	assert_eq!(paired(&choices, &[], 0), expected);
	assert_eq!(paired(&choices, &[], 1), expected);
}

#[test]
fn whose_turn_it_is_changes_with_the_interval() {
	let choices = vec![(1, vec![Choice::Node(8)]), (2, vec![Choice::Node(8)])];
	assert_eq!(paired(&choices, &[], 4)[0], (8, 2, 200));
	assert_eq!(paired(&choices, &[], 7)[0], (8, 1, 200));
	// A chooser that buys nothing takes no turn.
	let with_absent = [vec![(0, vec![Choice::Node(8)])], choices].concat();
	assert_eq!(paired(&with_absent, &[], 4)[0], (8, 2, 200));
	// What others have published of SplitMix64.
	let preferences = Preferences::new(&[], &[], 0).unwrap();
	assert_eq!(preferences.turn_of(1_234_567), 6_457_827_717_110_365_317);
}

/// Two buyers want the one seller that has enough for either, between them and around them others want another one.
#[test]
fn of_two_who_want_the_same_each_comes_first_as_often() {
	let offers =
		[100, 101].map(|node| Offer { node, capacity: 100 * u64::from(node), ask: 90_000 });
	let (mut offers, limits) = (offers.to_vec(), Limits::new(200_000, 60_000, 900_000, 0).unwrap());
	offers[0].capacity = 100;
	let demands: Vec<_> = (1..=8).map(|node| Demand { node, quantity: 100, limit: None }).collect();
	let book = Book::new(&demands, &offers).unwrap();
	let first = |two: [NodeIndex; 2], turn: u32| {
		let of = |node| Choice::Node(if two.contains(&node) { 100 } else { 101 });
		let choices: Choices = (1..=8).map(|node| (node, vec![of(node)])).collect();
		let preferences = Preferences::new(&choices, &[], turn).unwrap();
		let pairing = pair(book, &clear(book, &Rules { limits, turn }), &preferences).unwrap();
		let served = pairing.transactions[0];
		assert!(served.seller == 100 && served.energy == 100 && two.contains(&served.buyer));
		served.buyer
	};
	// A month of quarters of an hour; and the same quarter of each day for three years.
	for (turns, every) in [(0..2_880_u32, 1), (0..1_096, 96)] {
		let count = turns.len();
		for two in [[1, 2], [2, 3], [1, 8], [7, 8], [3, 6]] {
			let turns = turns.clone().map(|k| 1_900_000 + every * k);
			let ahead = turns.filter(|turn| first(two, *turn) == two[0]).count();
			assert!(
				(count * 45..=count * 55).contains(&(100 * ahead)),
				"{two:?}: {ahead} of {count}"
			);
		}
	}
}

#[test]
fn buses_and_sources_are_of_whoever_has_them() {
	let label = |bus, source| Label { bus, source };
	let labels =
		vec![(7, label(Some(3), Some(1))), (8, label(Some(4), Some(2))), (9, label(Some(4), None))];
	let of_bus = vec![(2, vec![Choice::Bus(4)])];
	assert_eq!(paired(&of_bus, &labels, 0), [(8, 2, 200), (9, 2, 100), (7, 1, 200), (9, 1, 100)]);
	let of_source = vec![(2, vec![Choice::Source(2), Choice::Source(1)])];
	assert_eq!(paired(&of_source, &labels, 0)[..2], [(8, 2, 200), (7, 2, 100)]);
	// Of what nobody is, nothing is taken; and of what is not known, nothing either.
	let nobody = vec![(2, vec![Choice::Bus(5), Choice::Source(0)])];
	assert_eq!(paired(&nobody, &labels, 0), paired(&[], &labels, 0));
	assert_eq!(paired(&of_bus, &[], 0), paired(&[], &[], 0));
	assert!(Choice::Bus(4).is(9, &labels[2].1) && !Choice::Source(2).is(9, &labels[2].1));
	assert!(Choice::Node(9).is(9, &Label::default()) && !Choice::Node(9).is(8, &Label::default()));
}

#[test]
fn preferences_out_of_order_or_bounds_are_refused() {
	let one = vec![Choice::Bus(1)];
	let refused = |choices: Choices, labels: Labels| {
		Preferences::new(&choices, &labels, 0).map(|_| ()).unwrap_err()
	};
	let twice = vec![(1, one.clone()), (1, one.clone())];
	assert_eq!(refused(twice, vec![]), PreferenceError::NotAscending(1));
	let label = Label::default();
	assert_eq!(refused(vec![], vec![(3, label), (2, label)]), PreferenceError::NotAscending(2));
	let many = vec![(4, vec![Choice::Bus(1); MAX_CHOICES + 1])];
	assert_eq!(refused(many, vec![]), PreferenceError::TooMany(4));
	assert!(Preferences::new(&[(4, vec![Choice::Bus(1); MAX_CHOICES])], &[], 0).is_ok());
}

#[test]
fn legs_that_are_not_what_was_traded_are_refused() {
	let (demands, offers, rules) = small(0);
	let book = Book::new(&demands, &offers).unwrap();
	let outcome = clear(book, &rules);
	let sellers: Vec<_> = book.sellers(&outcome.sold).collect();
	let buyers: Vec<_> = book.buyers(&outcome.bought).collect();
	let choices = vec![(1, vec![Choice::Node(9)])];
	let preferences = Preferences::new(&choices, &[], 0).unwrap();
	let pair = |sellers: &[Leg], buyers: &[Leg]| {
		pair_legs(&outcome.clearing, sellers.to_vec(), buyers.to_vec(), &preferences).map(|_| ())
	};
	assert_eq!(pair(&sellers, &buyers), Ok(()));
	let changed = |legs: &[Leg], place: usize, energy: Wh| {
		let mut legs = legs.to_vec();
		legs[place].energy = energy;
		legs
	};
	assert_eq!(pair(&changed(&sellers, 0, 201), &buyers), Err(StepError::Uneven));
	assert_eq!(pair(&changed(&sellers, 0, 199), &buyers), Err(StepError::Uneven));
	assert_eq!(pair(&sellers, &changed(&buyers, 0, 299)), Err(StepError::Uneven));
	assert_eq!(pair(&sellers, &changed(&buyers, 1, 301)), Err(StepError::Uneven));
	let more = |legs: &[Leg], place| changed(legs, place, 1_000_000);
	assert_eq!(pair(&more(&sellers, 2), &more(&buyers, 0)), Err(StepError::Uneven));
	assert_eq!(pair(&[], &[]), Err(StepError::Uneven));
}

#[test]
fn a_pairing_that_alters_a_fill_names_the_node() {
	let (demands, offers, rules) = small(0);
	let book = Book::new(&demands, &offers).unwrap();
	let outcome = clear(book, &rules);
	let good = pair(book, &outcome, &Preferences::NONE).unwrap().transactions;
	let verified = |change: &dyn Fn(&mut Vec<Transaction>)| {
		let mut transactions = good.clone();
		change(&mut transactions);
		verify_sums(book, &outcome, &transactions)
	};
	assert_eq!(verified(&|_| {}), Ok(()));
	assert_eq!(verified(&|it| it.truncate(3)), Err(Violation::Sold(9)));
	assert_eq!(verified(&|it| it[0].buyer = 2), Err(Violation::Bought(2)));
	assert_eq!(verified(&|it| it[0].seller = 6), Err(Violation::Sold(6)));
	assert_eq!(verified(&|it| it[1].payment += 1), Err(Violation::Transaction(1)));
	let nothing = |it: &mut Vec<Transaction>| (it[2].energy, it[2].payment) = (0, 0);
	assert_eq!(verified(&nothing), Err(Violation::Transaction(2)));
}

/// Books at the bounds, in which all prefer the same: still near to linear, or this would not end.
#[test]
fn many_who_prefer_the_same_are_paired_at_once() {
	let count = 100_000_u32;
	let demands: Vec<_> =
		(0..count).map(|k| Demand { node: 2 * k, quantity: 3, limit: None }).collect();
	let offers: Vec<_> =
		(0..count).map(|k| Offer { node: 2 * k + 1, capacity: 4, ask: 90_000 }).collect();
	let rules = Rules { limits: Limits::new(200_000, 60_000, 900_000, 0).unwrap(), turn: 7 };
	let book = Book::new(&demands, &offers).unwrap();
	let outcome = clear(book, &rules);
	let labels: Labels = offers
		.iter()
		.map(|offer| (offer.node, Label { bus: Some((offer.node % 7) as u16), source: Some(1) }))
		.collect();
	for list in [
		vec![Choice::Source(1); MAX_CHOICES],
		vec![Choice::Node(1); MAX_CHOICES],
		(0..8).map(Choice::Bus).collect(),
	] {
		let choices: Choices = demands.iter().map(|row| (row.node, list.clone())).collect();
		let preferences = Preferences::new(&choices, &labels, rules.turn).unwrap();
		let pairing = pair(book, &outcome, &preferences).unwrap();
		assert_eq!(verify_pairing(book, &outcome, &preferences, &pairing), Ok(()));
		assert!(pairing.rank_of(0).is_some());
	}
}
