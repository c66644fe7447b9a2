// SPDX-License-Identifier: Apache-2.0

//! Who is paired with whom where demands prefer sellers: the chain does what the crates do, and what anybody gets and pays
//! is as without.

use super::*;
use frame_support::storage::with_transaction;
use gridmerit_energy::{Choice, MAX_CHOICES, SourceKind};
use gridmerit_grid::{Feeder, Line, Located, ZonedTransaction};
use gridmerit_market::{Choice as MarketChoice, Label, Pairing, Preferences, pair, verify_pairing};
use gridmerit_pallet_support::{Bus, Grid, NodeChoices, Page};
use proptest::{
	collection::{btree_map, vec},
	prelude::*,
	sample::select,
};
use sp_runtime::{DispatchError, TransactionOutcome, TryRuntimeError};

const INTERVAL: Interval = FIRST_ROUND + 1;
const WIND: Choice = Choice::Source(SourceKind::Wind);

/// What is stored of a cleared round that must not depend on what anybody prefers.
type Stored = (BTreeMap<(Interval, NodeIndex), Position>, Vec<Option<RoundResult>>, Vec<Orders>);

fn stored(round: Interval) -> Stored {
	let intervals = round + 1..=round + WINDOWS;
	let results = intervals.clone().map(|interval| Results::<Test>::get(interval, round));
	// Who is paired with whom decides how many transactions there are.
	let results = results.map(|result| result.map(|it| RoundResult { transactions: 0, ..it }));
	(Market::positions(), results.collect(), intervals.map(Market::orders).collect())
}

/// Clears the books as they are, and again with what is preferred; what is the same, and the state with preferences
/// after it.
fn same_but_for_the_pairing(prefer: impl FnOnce(), pace: Pace) {
	let round = Market::round();
	let mut without = None;
	with_transaction(|| {
		clear_round(Pace::Whole);
		without = Some(stored(round));
		TransactionOutcome::Rollback(Ok::<_, DispatchError>(()))
	})
	.unwrap();
	prefer();
	clear_round(pace);
	assert_eq!(Some(stored(round)), without);
}

type ChoicesOf = Vec<(NodeIndex, Vec<MarketChoice>)>;
type LabelsOf = Vec<(NodeIndex, Label)>;

/// The choices of the demands and the labels of the offers, as the market crate takes them.
fn preferred(demands: &[Demand], offers: &[Offer]) -> (ChoicesOf, LabelsOf) {
	use gridmerit_pallet_support::SellerLabels;
	let choices = |node: NodeIndex| ForwardMarket::choices_of(node).into_iter().map(Into::into);
	let of_demands = demands.iter().map(|row| (row.node, choices(row.node).collect()));
	let of_offers = offers.iter().map(|row| (row.node, <Chosen as SellerLabels>::label(row.node)));
	(of_demands.collect(), of_offers.collect())
}

/// Buyers 1 and 2, and sellers 7, 8 and, on another page, 300; the last has wind.
fn post_some() {
	Market::post(INTERVAL, 1, demand(300));
	Market::post(INTERVAL, 2, demand(300));
	for node in [7, 8, 300] {
		Market::post(INTERVAL, node, offer(200, 90_000));
	}
	Chosen::label(7, Some(3), Some(SourceKind::Solar));
	Chosen::label(8, Some(4), None);
	Chosen::label(300, Some(4), Some(SourceKind::Wind));
}

fn pairs() -> Vec<(NodeIndex, NodeIndex, Wh)> {
	let rows = paired(INTERVAL, FIRST_ROUND).into_iter();
	rows.map(|row| (row.seller, row.buyer, row.energy)).collect()
}

fn of_choices() -> Vec<Event<Test>> {
	let of_choices = |event: &Event<Test>| {
		matches!(event, Event::PairedByChoice { .. } | Event::ChoicesSetAside { .. })
	};
	events().into_iter().filter(of_choices).collect()
}

#[test]
fn choices_are_met_and_explained() {
	run(|| {
		post_some();
		let prefer = || {
			Chosen::prefer(2, &[Choice::Node(8), WIND]);
			Chosen::prefer(1, &[Choice::Node(5), Choice::Bus(4)]);
		};
		same_but_for_the_pairing(prefer, Pace::Whole);
		// In this interval node 2 chooses first.
		let expected = [(8, 2, 200), (300, 1, 100), (300, 2, 100), (7, 1, 200)];
		assert_eq!(pairs(), expected);
		assert_eq!(Clear::reasons(INTERVAL, FIRST_ROUND, 0), [1, 2, 2, 0]);
		assert!(Clear::reasons(INTERVAL, FIRST_ROUND, 1).is_empty());
		assert!(Clear::reasons(INTERVAL + 1, FIRST_ROUND, 0).is_empty());
		let event =
			Event::PairedByChoice { interval: INTERVAL, round: FIRST_ROUND, transactions: 3 };
		assert_eq!(of_choices(), [event]);
		// Each node finds its own, in whatever order they are.
		for node in [1, 2, 7, 8, 300] {
			let (own, next) = Clear::transactions_of(node, INTERVAL, INTERVAL);
			let own: Vec<_> = own.iter().map(|row| (row.seller, row.buyer, row.energy)).collect();
			let of_node = |row: &&(NodeIndex, NodeIndex, Wh)| row.0 == node || row.1 == node;
			let expected: Vec<_> = expected.iter().filter(of_node).copied().collect();
			assert_eq!((own, next), (expected, None));
		}
	});
}

#[test]
fn where_nobody_who_buys_prefers_anybody_it_is_the_sweep() {
	run(|| {
		post_some();
		let swept = [(7, 1, 200), (8, 1, 100), (8, 2, 100), (300, 2, 200)];
		with_transaction(|| {
			clear_round(Pace::Whole);
			assert_eq!(pairs(), swept);
			assert_eq!(Clear::reasons(INTERVAL, FIRST_ROUND, 0), [0; 4]);
			TransactionOutcome::Rollback(Ok::<_, DispatchError>(()))
		})
		.unwrap();
		// Of a seller, of who has no order, on a page without any, and of what nobody is.
		Chosen::prefer(7, &[Choice::Node(2)]);
		Chosen::prefer(5, &[Choice::Node(8)]);
		Chosen::prefer(1_000, &[Choice::Node(8)]);
		Chosen::prefer(1, &[Choice::Node(77), Choice::Bus(9), Choice::Source(SourceKind::Hydro)]);
		clear_round(Pace::Whole);
		assert_eq!(pairs(), swept);
		assert!(of_choices().is_empty() && ByChoice::<Test>::iter_keys().next().is_none());
	});
}

#[test]
fn a_market_without_choices_pays_nothing_for_them() {
	let cost = |prefer: fn()| {
		let mut costs = Vec::new();
		run(|| {
			post_some();
			prefer();
			Market::close();
			while Market::is_closed() {
				costs.push(poll_once());
			}
		});
		costs
	};
	let without = cost(|| {});
	// Who prefers something has no order, and is on another page: a look in each interval.
	let looked = cost(|| Chosen::prefer(1_000, &[WIND]));
	let sum = |costs: &[Weight]| costs.iter().fold(Weight::zero(), |sum, cost| sum + *cost);
	assert_eq!(without.len(), looked.len());
	assert_eq!(sum(&looked), sum(&without) + weight(31));
	// Sellers are looked up only if somebody prefers what is not a node, and only those that sell.
	let step = |choices: &'static [Choice]| {
		let mut most = Weight::zero();
		run(|| {
			post_some();
			Market::post(INTERVAL, 9, offer(200, 170_000));
			Chosen::prefer(1, choices);
			Market::close();
			most = poll(Weight::MAX);
		});
		most
	};
	let by_name = step(&[Choice::Node(8), Choice::Node(7)]);
	let by_source = step(&[Choice::Node(8), WIND]);
	// No other choice is met, and as many pages are written.
	assert_eq!(by_source - by_name, weight(3 * 100_000));
}

/// A book that is too large is paired by the sweep, or by name alone; and trades as ever.
#[test]
fn a_large_book_sets_choices_aside() {
	let cleared = |most: Option<Weight>| {
		let mut found = None;
		run(|| {
			post_some();
			let prefer = || {
				Chosen::prefer(1, &[Choice::Node(8), WIND]);
				if let Some(most) = most {
					MaxClearingWeight::set(&most);
				}
			};
			same_but_for_the_pairing(prefer, Pace::Whole);
			found = Some((pairs(), of_choices()));
		});
		found.unwrap()
	};
	let (interval, round) = (INTERVAL, FIRST_ROUND);
	let by_choice = |transactions| Event::PairedByChoice { interval, round, transactions };
	let aside = |named| Event::ChoicesSetAside { interval, round, pages: 2, named };
	let all = vec![(8, 1, 200), (300, 1, 100), (7, 2, 200), (300, 2, 100)];
	assert_eq!(cleared(None), (all, vec![by_choice(2)]));
	// Two pages of 128 sellers to look up do not fit, two pages of orders do.
	let names = vec![(8, 1, 200), (7, 1, 100), (7, 2, 100), (300, 2, 200)];
	let some = Weight::from_parts(1_000_000_000_000, 1_000_000);
	assert_eq!(cleared(Some(some)), (names, vec![aside(true), by_choice(1)]));
	let swept = vec![(7, 1, 200), (8, 1, 100), (8, 2, 100), (300, 2, 200)];
	let few = Weight::from_parts(1_000_000_000_000, 80_000);
	assert_eq!(cleared(Some(few)), (swept, vec![aside(false)]));
}

/// What is preferred may change between the blocks of a clearing: all of it is looked at in one.
#[test]
fn what_changes_while_books_clear_spoils_nothing() {
	run(|| {
		post_some();
		Chosen::prefer(1, &[Choice::Node(8)]);
		Market::close();
		let pairing = || match Cursor::<Test>::get().map(|cursor| cursor.stage) {
			Some(Stage::Clear { state, .. }) => {
				matches!(state.merit_order(), Some(MeritOrderStage::Pair(_)))
			},
			_ => false,
		};
		while !pairing() {
			poll_once();
		}
		// Another node on another page, for which the step was not weighed, and another seller.
		Market::post(INTERVAL + 1, 300, demand(1));
		Chosen::prefer(300, &[Choice::Node(7)]);
		Chosen::prefer(1, &[Choice::Node(300)]);
		let driver = Driver::<Test>::resume(Cursor::<Test>::get().unwrap(), Market::pages());
		let worst = driver.worst();
		let used = poll_once();
		assert!(used.all_lte(Simple::poll() + worst));
		Clear::do_try_state().unwrap();
		while Market::is_closed() {
			poll_once();
			Clear::do_try_state().unwrap();
		}
		assert_eq!(pairs()[0], (300, 1, 200));
	});
}

/// An upgrade may leave no room for a step that is due: choices are set aside then, and all is traded as it would be.
#[test]
fn a_step_that_fits_no_more_does_not_stop_the_market() {
	run(|| {
		post_some();
		let before = Before::now();
		Chosen::prefer(1, &[Choice::Node(8), WIND]);
		blocks_shrink_at(|stage| matches!(stage.merit_order(), Some(MeritOrderStage::Pair(_))));
		// Not without room to set them aside.
		assert_eq!(poll(Simple::poll()), Simple::poll());
		assert!(of_choices().is_empty());
		clear_rest();
		before.check();
		let (interval, round) = (INTERVAL, FIRST_ROUND);
		let aside = Event::ChoicesSetAside { interval, round, pages: 2, named: false };
		assert_eq!(of_choices(), [aside]);
	});
}

/// Lists that are out of order, as no call makes them, keep nothing from trading.
#[test]
fn choices_that_make_no_sense_are_set_aside() {
	let buyer = |number: u8| (number, vec![Choice::Node(8)]);
	for on_grid in [false, true] {
		run(|| {
			post_some();
			if on_grid {
				Feeders::set(INTERVAL, &feeder());
				[1, 2, 7, 8, 300].into_iter().for_each(|node| Market::hang(INTERVAL, node, 0));
			}
			let prefer = || {
				Chosen::prefer(1, &[Choice::Node(8)]);
				let rows = codec::Encode::encode(&vec![buyer(2), buyer(1)]);
				let page: Page<NodeChoices> = codec::Decode::decode(&mut rows.as_slice()).unwrap();
				pallet_forward_market::Choices::<Test>::insert(0, page);
			};
			same_but_for_the_pairing(prefer, Pace::Whole);
			assert!(Results::<Test>::contains_key(INTERVAL, FIRST_ROUND));
			let (interval, round) = (INTERVAL, FIRST_ROUND);
			let aside = Event::ChoicesSetAside { interval, round, pages: 2, named: false };
			assert_eq!(of_choices(), [aside]);
			assert!(ByChoice::<Test>::iter_keys().next().is_none());
		});
	}
}

#[test]
fn it_is_forgotten_with_its_interval() {
	run(|| {
		post_some();
		Chosen::prefer(1, &[Choice::Node(8)]);
		clear_round(Pace::Whole);
		assert!(ByChoice::<Test>::contains_key(INTERVAL, FIRST_ROUND));
		Market::remember_from(INTERVAL + 1);
		use frame_support::traits::Hooks;
		Clear::on_idle(System::block_number(), Weight::MAX);
		assert!(ByChoice::<Test>::iter_keys().next().is_none());
		assert!(Results::<Test>::iter_prefix(INTERVAL).next().is_none());
	});
}

#[test]
fn each_invariant_of_choices_broken() {
	let broken = |corrupt: &dyn Fn(), expected: &'static str| {
		run(|| {
			post_some();
			Chosen::prefer(2, &[Choice::Node(8), WIND]);
			clear_round(Pace::Whole);
			with_transaction(|| {
				corrupt();
				assert_eq!(Clear::do_try_state(), Err(TryRuntimeError::Other(expected)));
				TransactionOutcome::Rollback(Ok::<_, DispatchError>(()))
			})
			.unwrap();
		});
	};
	let put = |interval: Interval, by_rank: &[u32]| {
		ByChoice::<Test>::insert(interval, FIRST_ROUND, ByRank::truncate_from(by_rank.to_vec()));
	};
	let unmet = "choices that were not met";
	broken(&|| put(INTERVAL, &[]), unmet);
	broken(&|| put(INTERVAL, &[1, 0]), unmet);
	broken(&|| put(INTERVAL, &[1, 9]), "more transactions by choice than there are");
	broken(&|| ByChoice::<Test>::remove(INTERVAL, FIRST_ROUND), "transactions out of order");
	broken(&|| put(INTERVAL + 1, &[1]), "choices of no result");
	broken(&|| put(FIRST_ROUND - 1, &[1]), "choices that should be pruned");
	let twice = || {
		Transactions::<Test>::mutate((INTERVAL, FIRST_ROUND, 0), |rows| {
			let first = rows[0];
			rows[1] = first;
		});
	};
	broken(&twice, "two transactions of one pair");
}

/// Lines between three buses; that of bus 1 is narrow.
fn feeder() -> Feeder {
	let line = |parent, limit| Line { parent, import: limit, export: limit };
	Feeder::new(&[line(0, 50), line(0, Line::NO_LIMIT)]).unwrap()
}

#[test]
fn on_a_grid_choices_are_met_inside_zones() {
	run(|| {
		Feeders::set(INTERVAL, &feeder());
		// Buyer 1 is at the substation with sellers 7 and, over a wide line, 8; seller 9 is behind a narrow one.
		for (node, order, bus) in [
			(1, demand(300), 0),
			(2, demand(100), 2),
			(7, offer(300, 120_000), 0),
			(8, offer(300, 120_000), 2),
			(9, offer(300, 80_000), 1),
		] {
			Market::post(INTERVAL, node, order);
			Market::hang(INTERVAL, node, bus);
			// The registry has it on another bus by now.
			Chosen::label(node, Some(3), None);
		}
		let prefer = || {
			Chosen::prefer(1, &[Choice::Node(9), Choice::Bus(2)]);
			Chosen::prefer(2, &[Choice::Node(7)]);
		};
		same_but_for_the_pairing(prefer, Pace::Steps);
		// Of 350 Wh that the two sell they share: 175 each. Node 9 is behind a full line: what comes from it comes last.
		let rows = Clear::transactions(INTERVAL, FIRST_ROUND, 0);
		let rows: Vec<_> = rows.iter().map(|row| (row.seller, row.buyer, row.energy)).collect();
		assert_eq!(rows, [(7, 2, 100), (8, 1, 175), (7, 1, 75), (9, 1, 50)]);
		assert_eq!(Clear::reasons(INTERVAL, FIRST_ROUND, 0), [1, 2, 0, 0]);
		with_transaction(|| {
			let by_rank = ByRank::truncate_from(vec![1, 3]);
			ByChoice::<Test>::insert(INTERVAL, FIRST_ROUND, by_rank);
			let across = TryRuntimeError::Other("a choice across zones");
			assert_eq!(Clear::do_try_state(), Err(across));
			TransactionOutcome::Rollback(Ok::<_, DispatchError>(()))
		})
		.unwrap();
	});
}

/// A node's order with its bus: whether it sells, energy, price step; what it prefers or is known by.
type Posted = (bool, Wh, u64, Bus, Vec<Choice>);

fn posted() -> impl Strategy<Value = BTreeMap<NodeIndex, Posted>> {
	let node = prop_oneof![0..12_u32, select(vec![127, 128, 129, 300])];
	let choice = prop_oneof![
		4 => node.clone().prop_map(Choice::Node),
		2 => (0..3_u16).prop_map(Choice::Bus),
		1 => select(vec![SourceKind::Solar, SourceKind::Wind]).prop_map(Choice::Source),
	];
	let choices = vec(choice, 0..=MAX_CHOICES.min(4));
	let row = (any::<bool>(), 1..400_u64, 0..4_u64, 0..3_u16, choices);
	btree_map(node, row, 0..14)
}

fn post_all(rows: &BTreeMap<NodeIndex, Posted>) {
	for (node, (sells, energy, step, bus, _)) in rows {
		let price = 80_000 + 20_000 * step;
		let order = if *sells { offer(*energy, price) } else { demand(*energy) };
		Market::post(INTERVAL, *node, order);
		Market::hang(INTERVAL, *node, *bus);
		let source = if step % 2 == 0 { SourceKind::Solar } else { SourceKind::Wind };
		Chosen::label(*node, Some(*bus), Some(source));
	}
}

fn prefer_all(rows: &BTreeMap<NodeIndex, Posted>) {
	for (node, (_, _, _, _, choices)) in rows {
		if !choices.is_empty() {
			Chosen::prefer(*node, choices);
		}
	}
}

fn any_pace() -> impl Strategy<Value = Pace> {
	select(vec![Pace::Whole, Pace::Steps])
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn the_chain_pairs_as_the_market_crate_does(rows in posted(), pace in any_pace()) {
		run(|| {
			post_all(&rows);
			let rules = ForwardMarket::rules(INTERVAL).unwrap();
			let (demands, offers) = sides(&Market::orders(INTERVAL));
			same_but_for_the_pairing(|| prefer_all(&rows), pace);
			let book = Book::new(&demands, &offers).unwrap();
			let outcome = clear(book, &rules);
			let (choices, labels) = preferred(&demands, &offers);
			let preferences = Preferences::new(&choices, &labels, rules.turn).unwrap();
			let by_rank = ByChoice::<Test>::get(INTERVAL, FIRST_ROUND).unwrap_or_default();
			let transactions = paired(INTERVAL, FIRST_ROUND);
			let chains = Pairing { transactions, by_rank: by_rank.into_inner() };
			assert_eq!(chains, pair(book, &outcome, &preferences).unwrap());
			verify_pairing(book, &outcome, &preferences, &chains).unwrap();
		});
	}

	#[test]
	fn the_chain_pairs_as_the_grid_crate_does(rows in posted(), pace in any_pace()) {
		run(|| {
			Feeders::set(INTERVAL, &feeder());
			post_all(&rows);
			let (rules, feeder) = (ForwardMarket::rules(INTERVAL).unwrap(), feeder());
			assert_eq!(Feeders::buses(INTERVAL), 3);
			let (demands, offers) = sides(&Market::orders(INTERVAL));
			same_but_for_the_pairing(|| prefer_all(&rows), pace);
			let bus = |node: NodeIndex| rows[&node].3;
			let buyers: Vec<Bus> = demands.iter().map(|row| bus(row.node)).collect();
			let sellers: Vec<Bus> = offers.iter().map(|row| bus(row.node)).collect();
			let book = Book::new(&demands, &offers).unwrap();
			let book = Located::new(&feeder, book, &buyers, &sellers).unwrap();
			let outcome = gridmerit_grid::clear(&feeder, book, &rules).unwrap();
			let (choices, labels) = preferred(&demands, &offers);
			let preferences = Preferences::new(&choices, &labels, rules.turn).unwrap();
			let expected = gridmerit_grid::pair(&feeder, book, &outcome, &preferences).unwrap();
			let transactions = Clear::transactions(INTERVAL, FIRST_ROUND, 0).into_iter();
			let transactions: Vec<_> = transactions
				.map(|row| {
					let RoundTransaction { seller, buyer, energy, price, selling, .. } = row;
					ZonedTransaction { seller, buyer, energy, buying: price, selling }
				})
				.collect();
			let by_rank = ByChoice::<Test>::get(INTERVAL, FIRST_ROUND).unwrap_or_default();
			let chains = gridmerit_grid::ZonedPairing { transactions, by_rank: by_rank.into_inner() };
			gridmerit_grid::verify_pairing(&feeder, book, &outcome, &preferences, &chains).unwrap();
			assert_eq!(chains, expected);
		});
	}
}
