// SPDX-License-Identifier: Apache-2.0

mod books;
mod choices;
mod failures;
mod grid_reads;
mod large;
mod metering;
mod prune;
mod try_state;
mod views;
mod zones;

use std::collections::BTreeMap;

use frame_support::weights::Weight;
use gridmerit_energy::{
	Depth, Interval, Limits, NodeIndex, Order, Position, Price, Quote, RoundResult,
	RoundTransaction, Rules, Wh, payment,
};
use gridmerit_market::{
	Book, Demand, Offer, Outcome, Status, Transaction as Paired, assign, clear, verify,
	verify_transactions,
};
use gridmerit_pallet_support::{Books, PAGE_ROWS, PageIndex, Positions, page_of};

use crate::{driver::Driver, mock::*, *};

fn demand(quantity: Wh) -> Order {
	Order::Demand { quantity, limit: None }
}

fn limited(quantity: Wh, limit: Price) -> Order {
	Order::Demand { quantity, limit: Some(limit) }
}

fn offer(capacity: Wh, ask: Price) -> Order {
	Order::Offer { capacity, ask }
}

fn events() -> Vec<Event<Test>> {
	let of_ours = |record: frame_system::EventRecord<RuntimeEvent, _>| match record.event {
		RuntimeEvent::Clear(event) => Some(event),
		_ => None,
	};
	System::events().into_iter().filter_map(of_ours).collect()
}

/// How much of the clearing a block does.
#[derive(Clone, Copy, Debug)]
enum Pace {
	/// All of it.
	Whole,
	/// One step.
	Steps,
	/// As much as fits into this, and at least a step.
	Limit(u64),
}

/// Closes the gate and clears until the next round is open, checking the state after every block; how
/// many blocks it took.
fn clear_round(pace: Pace) -> usize {
	Market::close();
	for block in 1.. {
		match pace {
			Pace::Whole => poll(Weight::MAX),
			Pace::Steps => poll_once(),
			Pace::Limit(limit) => poll(Clear::largest_step().max(weight(limit))),
		};
		Clear::do_try_state().unwrap();
		if !Market::is_closed() {
			assert!(!Cursor::<Test>::exists());
			return block;
		}
	}
	unreachable!()
}

/// Clears until a stage is reached, and has blocks from then on no larger than a runtime must have them: that stage's
/// next step fits into none.
fn blocks_shrink_at(stage: impl Fn(&OnGridStage) -> bool) {
	Market::close();
	loop {
		let cursor = Cursor::<Test>::get();
		if let Some(Stage::Clear { state, .. }) = cursor.map(|cursor| cursor.stage)
			&& stage(&state)
		{
			break;
		}
		assert!(Market::is_closed(), "it never comes to that stage");
		poll_once();
	}
	let driver = Driver::<Test>::resume(Cursor::<Test>::get().unwrap(), Market::pages());
	assert!(driver.worst().any_gt(Clear::largest_step()), "{:?}", driver.worst());
	MaxClearingWeight::set(&Clear::largest_step());
	<Clear as frame_support::traits::Hooks<_>>::integrity_test();
}

/// Clears the rest of a round in blocks of that size.
fn clear_rest() {
	for _ in 0..1_000 {
		if !Market::is_closed() {
			return;
		}
		assert!(poll(Weight::MAX).all_lte(Clear::largest_step()));
		Clear::do_try_state().unwrap();
	}
	panic!("the market stands still");
}

/// The transactions of a round in the market crate's words.
fn paired(interval: Interval, round: Interval) -> Vec<Paired> {
	let pages = (0..).map(|page| Clear::transactions(interval, round, page));
	let pages = pages.take_while(|page| !page.is_empty());
	let rows = pages.flatten().map(|row| {
		assert_eq!((row.round, row.interval), (round, interval));
		let RoundTransaction { seller, buyer, energy, price, payment, .. } = row;
		Paired { seller, buyer, energy, price, payment }
	});
	rows.collect()
}

type Orders = Vec<(NodeIndex, Order)>;

/// The books of a round before it clears, to be compared with what comes out.
struct Before {
	round: Interval,
	books: Vec<(Interval, Rules, Orders)>,
	positions: BTreeMap<(Interval, NodeIndex), Position>,
}

fn sides(orders: &[(NodeIndex, Order)]) -> (Vec<Demand>, Vec<Offer>) {
	let demands = orders.iter().filter_map(|&(node, order)| match order {
		Order::Demand { quantity, limit } => Some(Demand { node, quantity, limit }),
		Order::Offer { .. } => None,
	});
	let offers = orders.iter().filter_map(|&(node, order)| match order {
		Order::Offer { capacity, ask } => Some(Offer { node, capacity, ask }),
		Order::Demand { .. } => None,
	});
	(demands.collect(), offers.collect())
}

/// Supply and demand in 32 steps of price.
fn expected_curve(demands: &[Demand], offers: &[Offer], limits: &Limits) -> Curve {
	let (from, to) = (limits.cheapest_ask(), limits.dearest_ask());
	let step =
		|price: Price| (payment(price.min(to) - from, 32) / u128::from(to - from + 1)) as usize;
	let (mut supply, mut limited) = (vec![0; 32], vec![0; 32]);
	offers.iter().for_each(|offer| supply[step(offer.ask)] += offer.capacity);
	let with_limit = demands.iter().filter_map(|row| Some((row.limit?, row.quantity)));
	with_limit.clone().for_each(|(limit, energy)| limited[step(limit)] += energy);
	if with_limit.count() == 0 {
		limited.clear();
	}
	let firm = demands.iter().filter(|row| row.limit.is_none());
	let demand = firm.map(|row| row.quantity).sum();
	let (supply, limited) = (supply.try_into().unwrap(), limited.try_into().unwrap());
	Curve { from, to, supply, demand, limited }
}

impl Before {
	fn now() -> Self {
		let round = Market::round();
		let books = (round + 1..=round + WINDOWS)
			.map(|interval| {
				(interval, ForwardMarket::rules(interval).unwrap(), Market::orders(interval))
			})
			.collect();
		Self { round, books, positions: Market::positions() }
	}

	/// Compares all that the chain has written with what the market crate makes of the same books.
	fn check(self) {
		let Self { round, books, positions: before } = self;
		let (mut expected, after) = (before.clone(), Market::positions());
		for (interval, rules, orders) in &books {
			let (demands, offers) = sides(orders);
			let book = Book::new(&demands, &offers).unwrap();
			let outcome = clear(book, rules);
			let result = Results::<Test>::get(interval, round);
			if orders.is_empty() {
				assert_eq!(result, None);
				assert_eq!(Curves::<Test>::get(interval, round), None);
				assert!(paired(*interval, round).is_empty());
				continue;
			}

			// Fills, from the positions.
			let gained = |node: NodeIndex| {
				let of = |all: &BTreeMap<_, Position>| {
					all.get(&(*interval, node)).copied().unwrap_or_default()
				};
				let (before, after) = (of(&before), of(&after));
				(after.bought - before.bought, after.sold - before.sold)
			};
			let chains = Outcome {
				clearing: outcome.clearing,
				bought: demands.iter().map(|row| gained(row.node).0).collect(),
				sold: offers.iter().map(|row| gained(row.node).1).collect(),
			};
			assert_eq!(chains, outcome);
			verify(book, rules, &chains).unwrap();

			// Transactions.
			let transactions = paired(*interval, round);
			verify_transactions(book, &chains, transactions.clone()).unwrap();
			assert_eq!(transactions, assign(book, &outcome).collect::<Vec<_>>());

			// Result and curve.
			let clearing = outcome.clearing;
			let result = result.unwrap();
			assert_eq!((result.status, result.price), (clearing.status, clearing.price));
			assert_eq!((result.demand, result.supply), (clearing.demand, clearing.supply));
			assert_eq!(result.traded, outcome.sold.iter().sum::<Wh>());
			assert_eq!(result.payment, transactions.iter().map(|row| row.payment).sum::<u128>());
			assert_eq!(result.utility_import, clearing.unmet_demand());
			assert_eq!(result.utility_export, clearing.unsold_supply());
			assert_eq!(result.transactions as usize, transactions.len());
			let curve = Curves::<Test>::get(interval, round).unwrap();
			assert_eq!(curve, expected_curve(&demands, &offers, &rules.limits));

			// Who is pivotal: the others do not offer what is wanted at any price.
			let firm: Wh =
				demands.iter().filter(|row| row.limit.is_none()).map(|row| row.quantity).sum();
			let cleared = clearing.status == Status::Cleared;
			let pivotal =
				offers.iter().filter(|offer| cleared && clearing.supply - offer.capacity < firm);
			let pivotal: Vec<_> = pivotal.map(|offer| offer.node).collect();
			let listed = pivotal.len().min(LISTED_PIVOTAL as usize);
			assert_eq!(Clear::pivotal(*interval, round), pivotal[..listed]);
			assert_eq!(result.pivotal as usize, pivotal.len());
			assert_eq!(Pivotal::<Test>::contains_key(interval, round), listed > 0);
			let event = Event::IntervalCleared {
				interval: *interval,
				round,
				status: result.status,
				price: result.price,
				traded: result.traded,
				utility_import: result.utility_import,
				utility_export: result.utility_export,
				transactions: result.transactions,
				pivotal: result.pivotal,
			};
			assert_eq!(events().iter().filter(|emitted| **emitted == event).count(), 1);

			// Money, and what is left of the orders.
			let price = clearing.price.unwrap_or(0);
			let mut left = Vec::new();
			let mut fills = (outcome.bought.iter(), outcome.sold.iter());
			for (node, order) in orders {
				let row = expected.entry((*interval, *node)).or_default();
				let order = match *order {
					Order::Demand { quantity, limit } => {
						let energy = *fills.0.next().unwrap();
						assert!(energy == 0 || limit.is_none_or(|limit| price <= limit));
						row.bought += energy;
						row.cost += payment(energy, price);
						Order::Demand { quantity: quantity - energy, limit }
					},
					Order::Offer { capacity, ask } => {
						let energy = *fills.1.next().unwrap();
						assert!(energy == 0 || price >= ask);
						row.sold += energy;
						row.revenue += payment(energy, price);
						offer(capacity - energy, ask)
					},
				};
				if order.quantity() > 0 {
					left.push((*node, order));
				}
			}
			// After its last round it stays, as it may still lock something, and trades no more.
			assert_eq!(Market::orders(*interval), left);
			let opened = Market::pages();
			let trades = round + 1 < *interval;
			assert!(!trades || left.iter().all(|(node, _)| opened.contains(page_of(*node))));
		}
		expected.retain(|_, position| *position != Position::default());
		assert_eq!(after, expected);
		assert_eq!(events().last(), Some(&Event::RoundCleared { round }));
		assert_eq!(Market::round(), round + 1);
	}
}
