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

use crate::{driver::Driver, zones::left_of};

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
		let feeder = left_of(&Feeders::feeder(interval).unwrap(), &flows).unwrap();
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

#[test]
fn a_town_on_the_33_bus_feeder_clears_as_the_grid_crate_does() {
	for limit in [60_u64, 400, 2_500, 1 << 40] {
		for pace in [Pace::Whole, Pace::Steps, Pace::Limit(20_000_000_000)] {
			run(|| {
				let feeder = ieee33(|bus| limit * (1 + u64::from(bus % 4)));
				Feeders::set(INTERVAL, &feeder);
				post_town(INTERVAL, &feeder, 500);
				assert!(Market::pages().len() > 10);
				let before = BeforeOnGrid::now(INTERVAL);
				clear_round(pace);
				let outcome = before.check();
				let earned = rent(&outcome.zones).unwrap();
				match limit {
					1_099_511_627_776 => assert_eq!((outcome.zones.len(), earned), (1, 0)),
					_ => assert!(outcome.zones.len() > 1 && earned > 0),
				}
			});
		}
	}
}

#[test]
fn no_step_costs_more_than_it_has_said() {
	run(|| {
		let feeder = ieee33(|_| 800);
		Feeders::set(INTERVAL, &feeder);
		post_town(INTERVAL, &feeder, 900);
		post_town(FIRST_ROUND + 1, &feeder, 200);
		let before = BeforeOnGrid::now(INTERVAL);
		clear_step_by_step();
		before.check();
	});
}

/// As the README of the grid crate has it: the cheap offer cannot all get out.
#[test]
fn a_full_line_makes_two_prices() {
	run(|| {
		let line = Line { parent: 0, import: 100, export: 100 };
		Feeders::set(INTERVAL, &Feeder::new(&[line]).unwrap());
		for (node, bus, order) in
			[(1, 0, demand(300)), (7, 1, offer(500, 90_000)), (200, 0, offer(400, 120_000))]
		{
			Market::hang(INTERVAL, node, bus);
			Market::post(INTERVAL, node, order);
		}
		let before = BeforeOnGrid::now(INTERVAL);
		clear_round(Pace::Steps);
		let outcome = before.check();
		let prices: Vec<_> = outcome.zones.iter().map(|zone| zone.price).collect();
		assert_eq!(prices, [Some(120_000), Some(90_000)]);
		let position = |node| ForwardMarket::position(INTERVAL, node);
		assert_eq!((position(1).bought, position(1).cost), (300, 300 * 120_000));
		assert_eq!((position(7).sold, position(7).revenue), (100, 100 * 90_000));
		assert_eq!((position(200).sold, position(200).revenue), (200, 200 * 120_000));
		assert_eq!(ForwardMarket::rent(INTERVAL), 3_000_000);
		// No price is that of all.
		let result = Results::<Test>::get(INTERVAL, FIRST_ROUND).unwrap();
		assert_eq!((result.status, result.price), (Status::Cleared, None));
		let own = Clear::transactions_of(7, INTERVAL, INTERVAL).0;
		let [RoundTransaction { buyer: 1, energy: 100, price: 120_000, selling: 90_000, .. }] =
			own[..]
		else {
			panic!("{own:?}")
		};
	});
}

/// A single bus is a market without a grid: the same steps at the same cost, and all that it writes.
#[test]
fn one_bus_is_the_market_without_a_grid() {
	let steps = |grid: bool| {
		let mut used = Vec::new();
		run(|| {
			let one = Feeder::new(&[]).unwrap();
			if grid {
				Feeders::set(INTERVAL, &one);
			}
			let look = <OnGrid as Mechanism<Test>>::begin_weight();
			post_town(INTERVAL, &one, 300);
			let before = Before::now();
			Market::close();
			let round = ForwardMarket::closed_round().unwrap();
			let mut driver = Driver::<Test>::begin(round, Market::pages());
			loop {
				let begins = matches!(driver.cursor.stage, Stage::Begin)
					&& driver.cursor.interval <= driver.cursor.round.last;
				let (open, step) = driver.step();
				used.push(if begins { step.saturating_sub(look) } else { step });
				if open {
					break;
				}
			}
			before.check();
			assert_eq!(ClearedZonesOf::<Test>::iter().count(), 0);
			assert_eq!(ZonedTransactions::<Test>::iter().count(), 0);
			assert_eq!(ForwardMarket::rent(INTERVAL), 0);
		});
		used
	};
	assert_eq!(steps(true), steps(false));
}

/// Without a grid the mechanism is merit order: what it may cost and what is stored, but for a byte, is the same.
#[test]
fn without_a_grid_it_costs_what_merit_order_does() {
	run(|| {
		assert_eq!(<OnGrid as Mechanism<Test>>::begin_weight(), Weight::zero());
		assert_eq!(<OnGrid as Mechanism<Test>>::most_state_weight(), Weight::zero());
		let worst = <OnGrid as Mechanism<Test>>::worst_of_all();
		assert_eq!(worst, <MeritOrder as Mechanism<Test>>::worst_of_all());
		assert_eq!(Clear::revert_weight(), Simple::prune());
		let rules = ForwardMarket::rules(INTERVAL).unwrap();
		let plain = <MeritOrder as Mechanism<Test>>::begin(INTERVAL, &rules);
		let wrapped = <OnGrid as Mechanism<Test>>::begin(INTERVAL, &rules);
		assert_eq!(wrapped.encode()[1..], plain.encode());
	});
}

/// Where there can be a grid, but there are no lines, each block costs what it does on a chain that has none, but for the
/// look at each interval; and so does pruning.
#[test]
fn a_grid_without_lines_costs_what_none_does() {
	let blocks = |grid: bool| {
		let mut used = Vec::new();
		run(|| {
			if grid {
				Feeders::allow();
			}
			assert_eq!(gridmerit_pallet_support::has_grid::<Feeders>(), grid);
			post_town(INTERVAL, &Feeder::new(&[]).unwrap(), 300);
			Market::close();
			while Market::is_closed() {
				used.push(poll_once());
				assert_eq!(Resuming::<Test>::get(), None);
			}
			Market::remember_from(INTERVAL + 1);
			let mut meter = frame_support::weights::WeightMeter::new();
			Clear::prune(&mut meter);
			used.push(meter.consumed());
		});
		used
	};
	let (with, without) = (blocks(true), blocks(false));
	assert_eq!(with.len(), without.len());
	let looks = with.iter().zip(&without).filter(|(with, without)| with != without);
	let looks: Vec<_> = looks.map(|(with, without)| *with - *without).collect();
	assert_eq!(looks, [Feeders::look(); WINDOWS as usize]);
}

/// What is kept between blocks is charged to those blocks that have to read it, by the buses that its interval has.
#[test]
fn what_is_kept_costs_as_much_as_its_grid_is_large() {
	run(|| {
		let feeder = ieee33(|_| 700);
		Feeders::set(INTERVAL, &feeder);
		post_town(INTERVAL, &feeder, 450);
		post_another();
		Market::close();
		let mut charged = 0;
		while Market::is_closed() {
			let due = Resuming::<Test>::get();
			let kept = Cursor::<Test>::get();
			let on_grid = kept.as_ref().is_some_and(|cursor| {
				let Stage::Clear { state: OnGridStage::Zones(stage), .. } = &cursor.stage else {
					return false;
				};
				!matches!(stage, ZonesStage::Open { .. })
			});
			assert_eq!(due.is_some(), on_grid);
			if let Some(due) = due {
				charged += 1;
				let kept = kept.unwrap().stage.encoded_size() as u64;
				assert!(kept <= due.proof_size() && due.proof_size() < 40_000, "{kept} {due:?}");
				// Not even a block without room for a step may read it for less.
				assert_eq!(poll(Simple::poll().saturating_add(due) - weight(1)), Simple::poll());
				assert_eq!(
					poll(Simple::poll().saturating_add(due)),
					Simple::poll().saturating_add(due)
				);
			}
			poll_once();
		}
		assert!(charged > 5);
		assert_eq!(Resuming::<Test>::get(), None);
	});
}

/// A chain that can have few lines needs less of a block than one that can have many.
#[test]
fn room_is_kept_for_as_many_buses_as_the_chain_can_have() {
	run(|| {
		Feeders::allow();
		let most = |buses: u32| {
			MaxBuses::set(&buses);
			(
				Clear::largest_step().proof_size(),
				<OnGrid as Mechanism<Test>>::most_state_weight().proof_size(),
			)
		};
		let ((few, few_kept), (many, many_kept)) = (most(512), most(MAX_BUSES));
		assert!(few_kept < many_kept / 3 && few_kept < 330_000, "{few_kept} {many_kept}");
		assert!(many - few >= many_kept - few_kept);
		<Clear as frame_support::traits::Hooks<_>>::integrity_test();
	});
}

#[test]
#[should_panic = "a grid can have more buses than the clearing has room for"]
fn a_runtime_with_more_buses_than_can_clear_is_refused() {
	run(|| {
		Feeders::allow();
		MaxBuses::set(&(MAX_BUSES + 1));
		<Clear as frame_support::traits::Hooks<_>>::integrity_test();
	});
}

/// The grid forgets limits when an interval is traded no more, and has its default in their place.
#[test]
fn limits_that_the_grid_has_forgotten_are_not_looked_at() {
	run(|| {
		let feeder = ieee33(|_| 300);
		Feeders::set(INTERVAL, &feeder);
		post_town(INTERVAL, &feeder, 300);
		clear_round(Pace::Whole);
		let carried = LineFlows::<Test>::get(INTERVAL);
		assert!(carried.iter().any(|flow| flow.unsigned_abs() > 1));
		clear_round(Pace::Whole);
		assert_eq!(ForwardMarket::rules(INTERVAL), None);
		Feeders::set(INTERVAL, &ieee33(|_| 1));
		Clear::do_try_state().unwrap();
	});
}

/// On one bus of a feeder, the others of which are empty, it is the market without a grid, too: fill by fill, and pair
/// by pair.
#[test]
fn lines_that_nothing_passes_change_nothing() {
	let outcome = |grid: bool| {
		let mut outcome = None;
		run(|| {
			let one = Feeder::new(&[]).unwrap();
			if grid {
				Feeders::set(INTERVAL, &ieee33(|_| 0));
			}
			post_town(INTERVAL, &one, 400);
			clear_round(Pace::Whole);
			let result = Results::<Test>::get(INTERVAL, FIRST_ROUND).unwrap();
			let pages = result.transactions.div_ceil(128);
			let rows: Vec<_> = (0..pages)
				.flat_map(|page| Clear::transactions(INTERVAL, FIRST_ROUND, page))
				.collect();
			assert_eq!(ClearedZonesOf::<Test>::contains_key(INTERVAL, FIRST_ROUND), grid);
			outcome = Some((Market::positions(), Market::orders(INTERVAL), result, rows));
		});
		outcome.unwrap()
	};
	assert_eq!(outcome(true), outcome(false));
}

#[test]
fn all_rounds_together_keep_the_limits() {
	run(|| {
		let line = Line { parent: 0, import: 70, export: 100 };
		Feeders::set(INTERVAL, &Feeder::new(&[line]).unwrap());
		let post = |node, bus, order| {
			Market::hang(INTERVAL, node, bus);
			Market::post(INTERVAL, node, order);
		};
		let clear = |pace| {
			let before = BeforeOnGrid::now(INTERVAL);
			clear_round(pace);
			let outcome = before.check();
			(outcome.flows[1].traded, LineFlows::<Test>::get(INTERVAL)[1])
		};
		// 60 Wh leave bus 1, and 40 more could.
		post(1, 0, demand(60));
		post(2, 1, offer(60, 70_000));
		assert_eq!(clear(Pace::Whole), (60, 60));
		// Now 500 would.
		post(1, 0, demand(500));
		post(2, 1, offer(500, 70_000));
		assert_eq!(Market::round(), FIRST_ROUND + 1);
		assert_eq!(clear(Pace::Steps), (40, 100));
	});
	// What flows one way makes room for the other: 100 Wh out, then 170 in.
	run(|| {
		let interval = FIRST_ROUND + 3;
		let line = Line { parent: 0, import: 70, export: 100 };
		Feeders::set(interval, &Feeder::new(&[line]).unwrap());
		let post = |node, bus, order| {
			Market::hang(interval, node, bus);
			Market::post(interval, node, order);
		};
		for (round, (buys, sells, flow)) in
			(FIRST_ROUND..).zip([(0, 1, 100_i64), (1, 0, -70), (0, 1, 100)])
		{
			assert_eq!(Market::round(), round);
			// Each changes sides, so what it has sold it buys back.
			post(1, buys, demand(1_000));
			post(2, sells, offer(1_000, 70_000));
			let before = BeforeOnGrid::now(interval);
			clear_round(Pace::Whole);
			before.check();
			assert_eq!(LineFlows::<Test>::get(interval)[1], flow);
		}
	});
}

/// What buyers pay is what sellers earn and the rent, over all nodes and rounds.
#[test]
fn money_adds_up_with_the_rent() {
	run(|| {
		let feeder = ieee33(|bus| 300 + 40 * u64::from(bus));
		Feeders::set(INTERVAL, &feeder);
		for _ in 0..2 {
			post_town(INTERVAL, &feeder, 400);
			let before = BeforeOnGrid::now(INTERVAL);
			clear_round(Pace::Whole);
			before.check();
		}
		let positions = Market::positions();
		let cost: u128 = positions.values().map(|row| row.cost).sum();
		let revenue: u128 = positions.values().map(|row| row.revenue).sum();
		assert!(ForwardMarket::rent(INTERVAL) > 0);
		assert_eq!(cost - revenue, ForwardMarket::rent(INTERVAL));
		let bought: Wh = positions.values().map(|row| row.bought).sum();
		assert_eq!(bought, positions.values().map(|row| row.sold).sum::<Wh>());
	});
}

#[test]
fn who_hangs_nowhere_does_not_trade() {
	run(|| {
		let feeder = ieee33(|_| 10_000);
		Feeders::set(INTERVAL, &feeder);
		post_town(INTERVAL, &feeder, 100);
		// Posted before there was a grid, and where a larger one had a bus.
		Market::post(INTERVAL, 1, offer(5_000, 60_001));
		Market::hang(INTERVAL, 2, 33);
		Market::post(INTERVAL, 2, demand(5_000));
		let before = BeforeOnGrid::now(INTERVAL);
		clear_round(Pace::Steps);
		before.check();
		assert_eq!(ForwardMarket::position(INTERVAL, 1), Position::default());
		assert_eq!(ForwardMarket::position(INTERVAL, 2), Position::default());
		let left = Market::orders(INTERVAL);
		assert!(left.contains(&(1, offer(5_000, 60_001))) && left.contains(&(2, demand(5_000))));
	});
}

#[test]
fn nothing_that_could_trade_has_no_result() {
	run(|| {
		Feeders::set(INTERVAL, &ieee33(|_| 10));
		Market::post(INTERVAL, 1, demand(5));
		clear_round(Pace::Steps);
		assert_eq!(Results::<Test>::get(INTERVAL, FIRST_ROUND), None);
		assert_eq!(Market::orders(INTERVAL), [(1, demand(5))]);
		// Demand alone, and offers that no line lets out to it.
		Market::hang(INTERVAL, 1, 3);
		Market::hang(INTERVAL, 2, 20);
		Market::post(INTERVAL, 2, offer(5, 170_000));
		Feeders::set(INTERVAL, &ieee33(|_| 0));
		let before = BeforeOnGrid::now(INTERVAL);
		clear_round(Pace::Steps);
		before.check();
		let result = Results::<Test>::get(INTERVAL, FIRST_ROUND + 1).unwrap();
		assert_eq!((result.status, result.price, result.traded), (Status::NoMatch, None, 0));
	});
}

fn failed() -> bool {
	events().contains(&Event::ClearingFailed { interval: INTERVAL, round: FIRST_ROUND })
}

/// A book beside it clears without a grid.
fn post_another() {
	Market::post(FIRST_ROUND + 3, 1, offer(5, 90_000));
	Market::post(FIRST_ROUND + 3, 5, demand(5));
}

fn nothing_traded(orders: &Orders) {
	assert!(failed());
	assert_eq!(Market::orders(INTERVAL), *orders);
	assert_eq!(Results::<Test>::get(INTERVAL, FIRST_ROUND), None);
	assert_eq!(ClearedZonesOf::<Test>::iter().count(), 0);
	assert_eq!(ZonedTransactions::<Test>::iter().count(), 0);
	assert_eq!(LineFlows::<Test>::iter().count(), 0);
	assert_eq!(Market::position_pages(INTERVAL), 0);
	assert_eq!(ForwardMarket::rent(INTERVAL), 0);
	assert!(Results::<Test>::contains_key(FIRST_ROUND + 3, FIRST_ROUND));
	assert_eq!(Market::round(), FIRST_ROUND + 1);
}

#[test]
fn a_feeder_that_is_too_large_or_gone_clears_nothing() {
	let fails = |feeder: Feeder, before: fn()| {
		run(|| {
			post_town(INTERVAL, &ieee33(|_| 9), 100);
			post_another();
			Feeders::set(INTERVAL, &feeder);
			let orders = Market::orders(INTERVAL);
			Market::close();
			while !Cursor::<Test>::get().is_some_and(|cursor| {
				cursor.interval == INTERVAL && !matches!(cursor.stage, Stage::Begin)
			}) {
				poll_once();
			}
			before();
			clear_round(Pace::Steps);
			nothing_traded(&orders);
		});
	};
	let star = |buses: u32| {
		let line = Line { parent: 0, import: 9, export: 9 };
		Feeder::new(&vec![line; buses as usize - 1]).unwrap()
	};
	fails(star(MAX_BUSES + 1), || {});
	fails(ieee33(|_| 9), || Feeders::remove(INTERVAL));
	run(|| {
		Feeders::set(INTERVAL, &star(MAX_BUSES));
		post_town(INTERVAL, &ieee33(|_| 9), 100);
		let before = BeforeOnGrid::now(INTERVAL);
		clear_round(Pace::Steps);
		before.check();
	});
}

/// A pass that does not fit into any block would stop the market for good.
#[test]
fn a_book_that_is_too_large_for_a_block_does_not_stop_the_market() {
	run(|| {
		let feeder = ieee33(|_| 500);
		Feeders::set(INTERVAL, &feeder);
		MaxClearingWeight::set(&Clear::largest_step());
		// The largest step is one with the most buses, so many pages of this one fit.
		post_town(INTERVAL, &feeder, 100);
		let before = BeforeOnGrid::now(INTERVAL);
		clear_round(Pace::Whole);
		before.check();
		let pass = |pages| crate::zones::weight_of_pass::<Test>(pages, feeder.buses());
		let fitting = (1..).find(|pages| pass(*pages).any_gt(Clear::largest_step())).unwrap();
		(0..fitting + 1).for_each(Market::add_page);
		post_town(INTERVAL, &feeder, 100);
		let orders = Market::orders(INTERVAL);
		let (round, zones) = (Market::round(), ClearedZonesOf::<Test>::iter().count());
		clear_round(Pace::Whole);
		let pages = fitting + 1;
		let events = events();
		assert!(events.contains(&Event::BookTooLarge { interval: INTERVAL, round, pages }));
		assert!(!events.iter().any(|event| matches!(event, Event::ClearingFailed { .. })));
		assert_eq!(Market::orders(INTERVAL), orders);
		assert_eq!((Market::round(), ClearedZonesOf::<Test>::iter().count()), (round + 1, zones));
	});
}

/// A stop before each step of the interval in turn, at which its book changes.
#[test]
fn a_book_that_changes_while_it_is_cleared_does_not_trade() {
	let (mut failures, mut too_late, mut no_rent) = (0, 0, 0);
	for stop in 0.. {
		let mut done = false;
		run(|| {
			let feeder = ieee33(|_| 700);
			Feeders::set(INTERVAL, &feeder);
			post_town(INTERVAL, &feeder, 450);
			post_another();
			Market::close();
			while Cursor::<Test>::get().is_none_or(|row| row.interval < INTERVAL) {
				poll_once();
			}
			(0..stop).for_each(|_| {
				poll_once();
			});
			let Some(cursor) = Cursor::<Test>::get().filter(|row| row.interval == INTERVAL) else {
				done = true;
				return;
			};
			let filling = matches!(
				&cursor.stage,
				Stage::Clear { state: OnGridStage::Zones(ZonesStage::Fill(_)), .. }
			);
			let assigning = matches!(
				&cursor.stage,
				Stage::Clear { state: OnGridStage::Zones(ZonesStage::Assign(_)), .. }
			);
			Market::hang(INTERVAL, 5, 3);
			Market::post(INTERVAL, 5, offer(40_000, 60_001));
			let orders = Market::orders(INTERVAL);
			if !assigning {
				// Zones that are being assigned are those of another book, and `try_state` says so.
				while Market::is_closed() {
					poll_once();
				}
			} else {
				let found = Clear::do_try_state().unwrap_err();
				assert_eq!(found, "zones that are not those of their book".into());
				while Market::is_closed() {
					poll_once();
				}
			}
			if assigning {
				failures += 1;
				nothing_traded(&orders);
			} else if filling {
				too_late += 1;
				if failed() {
					// Nobody knows what was paid.
					no_rent += 1;
					assert_eq!(ForwardMarket::rent(INTERVAL), 0);
				}
				// What was assigned stands; and what is wrong is repaired for the check after this.
				for page in 0..20 {
					Market::remove_positions(INTERVAL, page);
					ZonedTransactions::<Test>::remove((INTERVAL, FIRST_ROUND, page));
				}
				Results::<Test>::remove(INTERVAL, FIRST_ROUND);
				Curves::<Test>::remove(INTERVAL, FIRST_ROUND);
				Pivotal::<Test>::remove(INTERVAL, FIRST_ROUND);
				ClearedZonesOf::<Test>::remove(INTERVAL, FIRST_ROUND);
				LineFlows::<Test>::remove(INTERVAL);
				ClearedLines::<Test>::remove(INTERVAL);
			} else {
				// It was not looked at before.
				assert!(ClearedZonesOf::<Test>::contains_key(INTERVAL, FIRST_ROUND));
			}
		});
		if done {
			break;
		}
	}
	assert!(failures > 1 && too_late > 2 && no_rent > 0, "{failures} {too_late} {no_rent}");
}

/// Lines, and the limits that they have.
type Lines = Vec<(u16, u64, u64)>;
/// Side, energy, price and bus of a node's order.
type Posted = (bool, Wh, Option<u64>, Bus);

fn lines() -> impl Strategy<Value = Lines> {
	let limit = prop_oneof![4 => 0..400_u64, 2 => 0..5_000_u64, 1 => Just(Line::NO_LIMIT)];
	vec((any::<u16>(), limit.clone(), limit), 1..40)
}

fn feeder_of(lines: &Lines) -> Feeder {
	let line = |(bus, (parent, import, export)): (u16, &(u16, u64, u64))| Line {
		parent: parent % bus,
		import: *import,
		export: *export,
	};
	Feeder::new(&(1..).zip(lines).map(line).collect::<Vec<_>>()).unwrap()
}

fn books(pages: u32, most: usize) -> impl Strategy<Value = BTreeMap<NodeIndex, Posted>> {
	let nodes = pages * PAGE_ROWS;
	let energy = prop_oneof![3 => 1..=4_u64, 5 => 1..=600_u64, 1 => 1..=1_000_000_u64];
	// Few different prices, so that many share.
	let price = prop_oneof![3 => (0..6_u64).prop_map(Some), 2 => any::<u64>().prop_map(Some), 3 => Just(None)];
	let node = prop_oneof![0..nodes, select(vec![0, 127, 128, nodes - 1])];
	btree_map(node, (any::<bool>(), energy, price, any::<u16>()), 0..=most)
}

fn play(lines: &Lines, rounds: &[BTreeMap<NodeIndex, Posted>], pace: Pace) {
	run(|| {
		let interval = FIRST_ROUND + rounds.len() as u32 + 1;
		let feeder = feeder_of(lines);
		Feeders::set(interval, &feeder);
		for orders in rounds {
			for (node, (sells, energy, price, bus)) in orders.clone() {
				let price = price.map(|price| 60_001 + price % 119_999);
				let order = match sells {
					true => offer(energy, price.unwrap_or(60_001)),
					false => Order::Demand { quantity: energy, limit: price },
				};
				// Some hang nowhere.
				Market::hang(interval, node, bus % (feeder.buses() as u16 + 1));
				Market::post(interval, node, order);
			}
			let before = BeforeOnGrid::now(interval);
			clear_round(pace);
			before.check();
		}
		let positions = Market::positions();
		let cost: u128 = positions.values().map(|row| row.cost).sum();
		let revenue: u128 = positions.values().map(|row| row.revenue).sum();
		assert_eq!(cost - revenue, ForwardMarket::rent(interval));
	});
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn the_chain_clears_as_the_grid_crate_does(
		lines in lines(),
		rounds in vec(books(8, 150), 1..=3),
	) {
		play(&lines, &rounds, Pace::Whole);
	}

	#[test]
	fn blocks_of_any_size_do_not_change_it(
		lines in lines(),
		rounds in vec(books(5, 120), 1..=3),
		budget in 0..400_000_u64,
	) {
		play(&lines, &rounds, Pace::Limit(budget));
	}

	#[test]
	fn a_block_after_every_step_does_not_change_it(
		lines in lines(),
		rounds in vec(books(4, 80), 1..=3),
	) {
		play(&lines, &rounds, Pace::Steps);
	}
}

/// On a star, each line of which is full, every bus is a zone.
fn largest() -> (Feeder, Vec<Demand>, Vec<Offer>, Vec<Bus>, Vec<Bus>) {
	let lines: Vec<_> = (1..MAX_BUSES)
		.map(|bus| Line { parent: 0, import: u64::from(bus), export: u64::from(bus) })
		.collect();
	let feeder = Feeder::new(&lines).unwrap();
	let demands = vec![Demand { node: 0, quantity: 1 << 39, limit: None }];
	let offers: Vec<_> = (1..MAX_BUSES)
		.map(|node| Offer {
			node,
			capacity: (1 << 39) - u64::from(node),
			ask: 60_001 + u64::from(node),
		})
		.collect();
	let sellers = (1..MAX_BUSES).map(|bus| bus as Bus).collect();
	(feeder, demands, offers, vec![0], sellers)
}

#[test]
fn the_largest_states_are_as_large_as_they_say() {
	let (feeder, demands, offers, buyers, sellers) = largest();
	let book = Located::new(&feeder, Book::new(&demands, &offers).unwrap(), &buyers, &sellers);
	let rules = Rules { limits: usual_limits(), turn: u32::MAX };
	let mut search = ZoneSearch::new(&feeder, &rules.limits);
	let most = Stored::<ZoneSearch>::max_encoded_len();
	assert!(search.encoded_size() <= most);
	search.page(&feeder, book.unwrap()).unwrap();
	let zones = search.end_pass(&feeder).unwrap().unwrap();
	assert_eq!(zones.zones().len(), MAX_BUSES as usize);
	let filling = ZoneFilling::new(&feeder, &zones, &rules).unwrap();
	let legs = vec![(1, 1); zones.zones().len()];
	let mut sweep = gridmerit_grid::ZoneSweep::new(&feeder, zones.zones(), &legs).unwrap();
	// It has entered all zones, and waits with a lot of each.
	while let Ok(Some(_)) = sweep.step(|_, number| {
		Some(gridmerit_market::Leg { node: number, energy: u64::from(number == 0) })
	}) {}
	for (size, what) in [
		(feeder.encoded_size(), "feeder"),
		(zones.encoded_size(), "zones"),
		(filling.encoded_size(), "filling"),
		(sweep.encoded_size(), "sweep"),
	] {
		assert!(size <= most, "{what}: {size} of {most} bytes");
	}
	let cursor = RoundCursor::<OnGridStage>::max_encoded_len();
	assert!(cursor < 2 << 20, "{cursor} bytes");
}

/// A search between two passes: more orders than it keeps one by one.
#[test]
fn a_search_between_passes_is_small() {
	let (feeder, ..) = largest();
	let rules = Rules { limits: usual_limits(), turn: 0 };
	let mut search = ZoneSearch::new(&feeder, &rules.limits);
	let offers: Vec<_> = (0..140_000)
		.map(|node| Offer { node, capacity: 1_000, ask: 60_001 + scattered(node) % 119_000 })
		.collect();
	let sellers: Vec<_> = offers.iter().map(|row| (row.node % MAX_BUSES) as Bus).collect();
	let demands: Vec<_> =
		(140_000..150_000).map(|node| Demand { node, quantity: 9_000, limit: None }).collect();
	let buyers: Vec<_> = demands.iter().map(|row| (row.node % MAX_BUSES) as Bus).collect();
	let book = Book::new(&demands, &offers).unwrap();
	let book = Located::new(&feeder, book, &buyers, &sellers).unwrap();
	for _ in 0..5 {
		search.page(&feeder, book).unwrap();
		let found = search.end_pass(&feeder).unwrap();
		assert!(search.encoded_size() <= Stored::<ZoneSearch>::max_encoded_len());
		if found.is_some() {
			return;
		}
	}
	panic!("it does not end");
}

#[test]
fn all_of_it_is_pruned_with_the_interval() {
	run(|| {
		let feeder = ieee33(|_| 300);
		for interval in [FIRST_ROUND + 1, INTERVAL] {
			Feeders::set(interval, &feeder);
			post_town(interval, &feeder, 400);
		}
		clear_round(Pace::Whole);
		assert!(ZonedTransactions::<Test>::iter().count() > 2);
		let kept = || {
			let of_rounds = ClearedZonesOf::<Test>::iter().count();
			(of_rounds, LineFlows::<Test>::iter().count(), ClearedLines::<Test>::iter().count())
		};
		assert_eq!(kept(), (2, 2, 2));
		Market::remember_from(INTERVAL);
		let mut meter = frame_support::weights::WeightMeter::new();
		Clear::prune(&mut meter);
		Clear::do_try_state().unwrap();
		assert_eq!(kept(), (1, 1, 1));
		assert_eq!(ZonedTransactions::<Test>::iter_prefix((FIRST_ROUND + 1,)).count(), 0);
		assert!(ZonedTransactions::<Test>::iter_prefix((INTERVAL,)).count() > 0);
		assert!(ClearedZonesOf::<Test>::contains_key(INTERVAL, FIRST_ROUND));
	});
}

/// What `try_state` would find if it were there.
#[test]
fn what_is_wrong_is_found() {
	let fails = |corrupt: fn(), with: &'static str| {
		externalities().execute_with(|| {
			let feeder = ieee33(|_| 300);
			Feeders::set(INTERVAL, &feeder);
			post_town(INTERVAL, &feeder, 300);
			clear_round(Pace::Whole);
			Clear::do_try_state().unwrap();
			corrupt();
			assert_eq!(Clear::do_try_state().unwrap_err(), with.into());
		});
	};
	macro_rules! zones {
		($change:expr) => {
			|| {
				ClearedZonesOf::<Test>::mutate(INTERVAL, FIRST_ROUND, |zones| {
					let change: fn(&mut ClearedZones) = $change;
					change(zones.as_mut().unwrap());
				})
			}
		};
	}
	macro_rules! rows {
		($change:expr) => {
			|| {
				ZonedTransactions::<Test>::mutate((INTERVAL, FIRST_ROUND, 0), |rows| {
					let change: fn(&mut ZonedPage) = $change;
					change(rows);
				})
			}
		};
	}
	fails(
		zones!(|cleared| cleared.zones[0].bought += 1),
		"a result that is not the sum of its zones",
	);
	fails(zones!(|cleared| cleared.flows.truncate(1)), "more zones than buses");
	fails(zones!(|cleared| cleared.flows[3].traded += 1), "what lines carry does not add up");
	fails(rows!(|rows| rows.truncate(rows.len() - 1)), "transactions are missing");
	fails(rows!(|rows| rows[0].energy = 0), "a transaction of nothing");
	fails(rows!(|rows| rows[0].buying = 0), "a buyer pays less than its seller gets");
	fails(rows!(|rows| rows[0].buying += 1), "a payment at other prices than those of the zones");
	fails(rows!(|rows| rows[0].selling -= 1), "a congestion rent that no transaction pays");
	fails(rows!(|rows| rows[0].seller = 7), "a position that its transactions do not explain");
	let carried = || LineFlows::<Test>::mutate(INTERVAL, |flows| flows[3] += 1);
	fails(carried, "what lines carry does not add up");
	fails(|| LineFlows::<Test>::remove(INTERVAL), "zones whose lines carry nothing that is known");
	let nobody = || LineFlows::<Test>::insert(INTERVAL + 1, LineFlows::<Test>::get(INTERVAL));
	fails(nobody, "lines that carry what nobody has traded");
	let tighter = || {
		ClearedLines::<Test>::mutate(INTERVAL, |lines| {
			for line in lines.iter_mut() {
				(line.import, line.export) = (1, 1);
			}
		})
	};
	fails(tighter, "a line that carries more than it can");
	fails(|| ClearedLines::<Test>::remove(INTERVAL), "lines of another feeder");
	let circle = || ClearedLines::<Test>::mutate(INTERVAL, |lines| lines[0].parent = 1);
	fails(circle, "lines that are no feeder");
	let early = || ClearedLines::<Test>::insert(INTERVAL + 1, ClearedLines::<Test>::get(INTERVAL));
	fails(early, "lines of an interval that has not cleared");
	fails(|| PrunedUntil::<Test>::put(INTERVAL + 1), "a result that should be pruned");
}

#[test]
fn pages_without_orders_are_passed() {
	run(|| {
		let feeder = ieee33(|_| 300);
		Feeders::set(INTERVAL, &feeder);
		post_town(INTERVAL, &feeder, 50);
		for page in [3, 9, 2_000] {
			Market::add_page(page);
		}
		let before = BeforeOnGrid::now(INTERVAL);
		clear_round(Pace::Steps);
		before.check();
		assert!(!Market::pages().is_empty() || Market::pages() == PageSet::default());
	});
}
