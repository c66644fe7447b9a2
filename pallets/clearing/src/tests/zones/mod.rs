// SPDX-License-Identifier: Apache-2.0

//! Clearing on a grid: the chain does what the grid crate does, however often it is interrupted, and all rounds of an
//! interval together keep the limits of its lines.

use super::*;
use codec::{Encode, MaxEncodedLen};
use gridmerit_grid::{
	Feeder, GridOutcome, Line, Located, Zone, ZoneFilling, ZoneSearch, ZonedTransaction,
	assign as assign_on, clear as clear_on, rent, verify as verify_on,
	verify_transactions as verify_transactions_on,
};
use gridmerit_pallet_support::{Bus, CongestionRent, Grid, MAX_BUSES, PageSet};
use proptest::{
	collection::{btree_map, vec},
	prelude::*,
	sample::select,
};

mod costs;
mod failures;
mod kept;
mod random;
mod results;
mod rights;
mod stuck;

pub(super) const INTERVAL: Interval = FIRST_ROUND + 2;

/// A book on a grid before it clears, to be compared with what comes out.
struct BeforeOnGrid {
	interval: Interval,
	round: Interval,
	feeder: Feeder,
	rules: Rules,
	orders: Orders,
	demands: Vec<Demand>,
	offers: Vec<Offer>,
	buyers: Vec<Bus>,
	sellers: Vec<Bus>,
	positions: BTreeMap<(Interval, NodeIndex), Position>,
	flows: Vec<i64>,
	rent: u128,
}

impl BeforeOnGrid {
	fn now(interval: Interval) -> Self {
		let flows = LineFlows::<Test>::get(interval).into_inner();
		let feeder = Feeders::feeder(interval).unwrap().left(&flows);
		let orders = Market::orders(interval);
		let bus = |node: NodeIndex| {
			let bus = ForwardMarket::buses(interval, page_of(node)).get(node).copied();
			bus.filter(|bus| usize::from(*bus) < feeder.buses())
		};
		let placed: Orders =
			orders.iter().filter(|(node, _)| bus(*node).is_some()).copied().collect();
		let (demands, offers) = sides(&placed);
		Self {
			interval,
			round: Market::round(),
			rules: ForwardMarket::rules(interval).unwrap(),
			buyers: demands.iter().map(|row| bus(row.node).unwrap()).collect(),
			sellers: offers.iter().map(|row| bus(row.node).unwrap()).collect(),
			positions: Market::positions(),
			rent: ForwardMarket::rent(interval),
			feeder,
			orders,
			demands,
			offers,
			flows,
		}
	}

	fn book(&self) -> Located<'_> {
		let book = Book::new(&self.demands, &self.offers).unwrap();
		Located::new(&self.feeder, book, &self.buyers, &self.sellers).unwrap()
	}

	/// Compares all that the chain has written with what the grid crate makes of the same book.
	fn check(&self) -> GridOutcome {
		let Self { interval, round, feeder, rules, .. } = self;
		let expected = clear_on(feeder, self.book(), rules).unwrap();
		verify_on(feeder, self.book(), rules, &expected).unwrap();
		let Some(cleared) = ClearedZonesOf::<Test>::get(interval, round) else {
			// Nobody has anything that could trade.
			assert!(self.demands.iter().all(|row| row.quantity == 0) && self.offers.is_empty());
			assert_eq!(Results::<Test>::get(interval, round), None);
			return expected;
		};

		// Fills, from the positions; and each at the price of its zone.
		let after = Market::positions();
		let of = |all: &BTreeMap<_, Position>, node: NodeIndex| {
			all.get(&(*interval, node)).copied().unwrap_or_default()
		};
		let zone_of = |bus: &Bus| {
			let mut bus = *bus;
			loop {
				if let Some(zone) = cleared.zones.iter().find(|zone| zone.top == bus) {
					return *zone;
				}
				bus = feeder.line(bus).unwrap().parent;
			}
		};
		let gained = |node: NodeIndex, bus: &Bus| {
			let (before, after) = (of(&self.positions, node), of(&after, node));
			let price = zone_of(bus).price.unwrap_or(0);
			let (bought, sold) = (after.bought - before.bought, after.sold - before.sold);
			assert_eq!(after.cost - before.cost, payment(bought, price));
			assert_eq!(after.revenue - before.revenue, payment(sold, price));
			(bought, sold)
		};
		let bought =
			self.demands.iter().zip(&self.buyers).map(|(row, bus)| gained(row.node, bus).0);
		let sold = self.offers.iter().zip(&self.sellers).map(|(row, bus)| gained(row.node, bus).1);
		let chains = GridOutcome {
			bought: bought.collect(),
			sold: sold.collect(),
			zones: cleared.zones.to_vec(),
			flows: cleared.flows.to_vec(),
		};
		assert_eq!(chains, expected);

		// Transactions, in their order.
		let pages = (0..).map(|page| Clear::transactions(*interval, *round, page));
		let rows = pages.take_while(|page| !page.is_empty()).flatten();
		let transactions: Vec<_> = rows
			.map(|row| {
				assert_eq!((row.round, row.interval), (*round, *interval));
				assert_eq!(row.payment, payment(row.energy, row.price));
				let RoundTransaction { seller, buyer, energy, price, selling, .. } = row;
				ZonedTransaction { seller, buyer, energy, buying: price, selling }
			})
			.collect();
		assert_eq!(transactions, assign_on(feeder, self.book(), &expected).unwrap());
		verify_transactions_on(feeder, self.book(), &expected, &transactions).unwrap();

		// Rent, and what the lines carry over all rounds.
		let earned = rent(&expected.zones).unwrap();
		assert_eq!(earned, transactions.iter().map(ZonedTransaction::rent).sum::<u128>());
		assert_eq!(ForwardMarket::rent(*interval), self.rent + earned);
		let zeros = vec![0; feeder.buses()];
		let flows_before = if self.flows.is_empty() { &zeros } else { &self.flows };
		let sums = flows_before.iter().zip(&expected.flows).map(|(sum, flow)| sum + flow.traded);
		assert_eq!(LineFlows::<Test>::get(interval).into_inner(), sums.collect::<Vec<_>>());
		let all = Feeders::feeder(*interval).unwrap();
		for (bus, flow) in (0..).zip(LineFlows::<Test>::get(interval)) {
			let Line { import, export, .. } = match all.line(bus) {
				Some(line) => line,
				None => Line { parent: 0, import: 0, export: 0 },
			};
			assert!(-i128::from(import) <= flow.into() && flow <= export as i64, "line of {bus}");
		}

		// The result, and what is read of it.
		let zones = &expected.zones;
		let sum = |part: fn(&Zone) -> Wh| zones.iter().map(part).sum::<Wh>();
		let result = Results::<Test>::get(interval, round).unwrap();
		assert_eq!(result.traded, sum(|zone| zone.bought));
		assert_eq!(result.traded, sum(|zone| zone.sold));
		assert_eq!((result.demand, result.supply), (sum(|row| row.demand), sum(|row| row.supply)));
		assert_eq!(result.payment, transactions.iter().map(ZonedTransaction::paid).sum::<u128>());
		assert_eq!(result.transactions as usize, transactions.len());
		let read = Clear::zones(*interval, *round).unwrap();
		assert_eq!((read.zones.len(), read.flows.len()), (zones.len(), feeder.buses()));
		for (zone, of) in read.zones.iter().zip(zones) {
			assert_eq!((zone.top, zone.status, zone.price), (of.top, of.status, of.price));
			assert_eq!((zone.demand, zone.supply, zone.spare), (of.demand, of.supply, of.spare()));
			assert_eq!((zone.bought, zone.sold), (of.bought, of.sold));
		}
		for (bus, row) in (0..).zip(&read.flows) {
			assert_eq!(read.zones[usize::from(row.zone)].top, zone_of(&bus).top);
			let line = (bus > 0).then(|| all.line(bus).unwrap());
			let line = line.unwrap_or(Line { parent: 0, import: 0, export: 0 });
			let Line { parent, import, export } = line;
			assert_eq!((row.parent, row.import, row.export), (parent, import, export));
			let flow = expected.flows[usize::from(bus)];
			assert_eq!((row.traded, row.lacking), (flow.traded, flow.lacking));
			let sum = flow.traded + self.flows.get(usize::from(bus)).copied().unwrap_or(0);
			assert_eq!(row.carried, sum);
			assert!(row.loading() <= 1_000_000, "{row:?}");
		}
		assert_eq!(read.rent, earned);
		let event = Event::ZonesCleared {
			interval: *interval,
			round: *round,
			zones: zones.len() as u32,
			rent: earned,
		};
		assert_eq!(events().iter().filter(|emitted| **emitted == event).count(), 1);
		let pivotal = self.offers.iter().zip(&self.sellers).filter(|(offer, bus)| {
			zone_of(bus).spare().is_some_and(|spare| offer.capacity > spare)
		});
		let pivotal: Vec<_> = pivotal.map(|(offer, _)| offer.node).collect();
		assert_eq!(result.pivotal as usize, pivotal.len());
		let listed = pivotal.len().min(LISTED_PIVOTAL as usize);
		assert_eq!(Clear::pivotal(*interval, *round), pivotal[..listed]);

		// What is left of the orders.
		let mut fills = (expected.bought.iter(), expected.sold.iter());
		let left = self.orders.iter().filter_map(|(node, order)| {
			let placed = self.demands.iter().any(|row| row.node == *node)
				|| self.offers.iter().any(|row| row.node == *node);
			let filled = match order {
				_ if !placed => 0,
				Order::Demand { .. } => *fills.0.next().unwrap(),
				Order::Offer { .. } => *fills.1.next().unwrap(),
			};
			Some((*node, order.rest(filled)?))
		});
		assert_eq!(Market::orders(*interval), left.collect::<Vec<_>>());
		expected
	}
}

/// The 33-bus feeder of Baran and Wu, with what each line carries at most.
pub(super) fn ieee33(limit: impl Fn(Bus) -> Wh) -> Feeder {
	let parent = |bus: Bus| match bus {
		18 => 1,
		22 => 2,
		25 => 5,
		bus => bus - 1,
	};
	let line = |bus| Line { parent: parent(bus), import: limit(bus), export: limit(bus) };
	Feeder::new(&(1..33).map(line).collect::<Vec<_>>()).unwrap()
}

fn scattered(number: u32) -> u64 {
	u64::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20
}

/// Nodes on all buses of a feeder and on several pages; more is offered at its ends, and more wanted near the
/// substation.
pub(super) fn post_town(interval: Interval, feeder: &Feeder, nodes: u32) {
	for number in 0..nodes {
		let node = number * 3;
		let bus = (number as usize % feeder.buses()) as Bus;
		let random = scattered(number);
		let sells = random % 33 < u64::from(bus) + 4;
		let price = 60_001 + (random >> 13) % 119_000;
		let order = match (sells, random % 5) {
			(true, _) => offer(1 + random % 900, price),
			(false, 0) => limited(1 + random % 900, price),
			(false, _) => demand(1 + random % 700),
		};
		Market::hang(interval, node, bus);
		Market::post(interval, node, order);
	}
}

/// Clears with a look at each step: none costs more than it had said.
fn clear_step_by_step() {
	Market::close();
	let round = ForwardMarket::closed_round().unwrap();
	let mut driver = Driver::<Test>::begin(round, Market::pages());
	loop {
		let worst = driver.worst();
		let (open, used) = driver.step();
		assert!(used.all_lte(worst), "{used:?} of {worst:?}");
		if open {
			return;
		}
	}
}

/// A book beside it clears without a grid.
fn post_another() {
	Market::post(FIRST_ROUND + 3, 1, offer(5, 90_000));
	Market::post(FIRST_ROUND + 3, 5, demand(5));
}
