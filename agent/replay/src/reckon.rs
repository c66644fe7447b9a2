// SPDX-License-Identifier: Apache-2.0

//! A scenario's day without a chain: the same orders, cleared by the grid crate in one go, and squared by the rules of
//! settlement. What a chain comes to is compared with it where no reference was written beforehand.

use std::collections::BTreeMap;

use gridmerit_energy::{
	Basis, FeedInRight, Interval, Invoice, Metered, NodeIndex, Order, Position, Wh,
};
use gridmerit_grid::{
	Feeder as Tree, GridOutcome, Line as Limits, Located, Wanted, ZonedTransaction, assign, clear,
	rent, rights, verify,
};
use gridmerit_market::{Book, Demand, Offer, Rules, Status};

use crate::{
	chain_reads::{amount, bill},
	day::{
		Balance, Bill, ChainInfo, ClearedRound, Day, Feeder, Kind, Participant, Slot, Summary,
		Time, Trade, Zone, ZonedRound, status_name,
	},
	orders::Mode,
	scenario::{Bus, Scenario},
};

/// A day cannot be cleared without a chain.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the day cannot be cleared without a chain: {0}")]
pub struct ReckonError(String);

fn failed(reason: impl std::fmt::Display) -> ReckonError {
	ReckonError(reason.to_string())
}

/// Who takes part, and how it stands in the interval at hand.
struct Player {
	/// Index of the TE node.
	node: NodeIndex,
	bus: Bus,
	position: Position,
	/// What is left of its offer.
	unsold: Wh,
	/// What it may feed in beyond its position; none where no line above it is full.
	right: Option<FeedInRight>,
}

impl Player {
	fn new(node: NodeIndex, bus: Bus) -> Self {
		Self { node, bus, position: Position::default(), unsold: 0, right: None }
	}
}

/// What a scenario's day comes to. Only rounds in which a mode orders are in it. Nodes are numbered as in the genesis.
pub fn reckon(
	scenario: &Scenario,
	mode: Mode,
	feeder: Option<&Feeder>,
) -> Result<Day, ReckonError> {
	let buses = scenario.participants();
	let (mut slots, mut bills) = (Vec::new(), Vec::new());
	for &slot in &scenario.slots {
		let players = (1..).zip(&buses);
		let mut players: Vec<_> = players.map(|(node, bus)| Player::new(node, *bus)).collect();
		let traded = trade(scenario, mode, feeder, slot, &mut players)?;
		share(feeder, &traded, &mut players)?;
		slots.push(traded);
		bills.extend(players.iter().map(|player| settled(scenario, slot, player)));
	}
	let participants = (1..).zip(&buses).map(|(node, bus)| Participant {
		node,
		bus: *bus,
		name: scenario.name_of(*bus),
		kind: if scenario.is_prosumer(*bus) { Kind::Prosumer } else { Kind::Consumer },
		account: String::new(),
		transaction_fees: None,
	});
	let mut day = Day {
		scenario: scenario.name.clone(),
		mode: mode.name().into(),
		command: String::new(),
		calendar: scenario.calendar.clone(),
		chain: ChainInfo::default(),
		feeder: feeder.cloned(),
		participants: participants.collect(),
		utility_fees: None,
		balance: balance(scenario, &bills),
		slots,
		bills,
		summary: Summary::default(),
		expected: None,
		time: Time::default(),
	};
	day.summary = day.sums(mode == Mode::Perfect);
	Ok(day)
}

/// All rounds of a slot, the first one first.
fn trade(
	scenario: &Scenario,
	mode: Mode,
	feeder: Option<&Feeder>,
	slot: u16,
	players: &mut [Player],
) -> Result<Slot, ReckonError> {
	let tariff = scenario.tariff(slot);
	let limits = tariff.limits().map_err(failed)?;
	let first = scenario.calendar.first_interval();
	let interval = Interval::try_from(first.saturating_add(slot.into())).map_err(failed)?;
	let mut traded = Slot {
		slot,
		interval,
		tou: tariff.tou,
		fit: tariff.fit,
		cap: limits.cap(),
		rounds: Vec::new(),
		trades: Vec::new(),
	};
	let leads = scenario.window_m..scenario.window_m.saturating_add(scenario.window_n);
	for lead in leads.rev().filter(|lead| mode.orders(scenario, *lead)) {
		let (mut demands, mut offers) = (Vec::new(), Vec::new());
		let (mut buyers, mut sellers) = (Vec::new(), Vec::new());
		for Player { node, bus, position, unsold, .. } in players.iter_mut() {
			// Without lines all hang on the same bus.
			let at = if feeder.is_some() { *bus } else { 0 };
			// What is left of its last order goes with the next one, or with none.
			*unsold = 0;
			match mode.order(scenario, *bus, slot, lead, *position) {
				Some(Order::Demand { quantity, limit }) => {
					demands.push(Demand { node: *node, quantity, limit });
					buyers.push(at);
				},
				Some(Order::Offer { capacity, ask }) => {
					offers.push(Offer { node: *node, capacity, ask });
					sellers.push(at);
					*unsold = capacity;
				},
				None => {},
			}
		}
		let tree = left(feeder, &traded.flows())?;
		let book = Book::new(&demands, &offers).map_err(failed)?;
		let located = Located::new(&tree, book, &buyers, &sellers).map_err(failed)?;
		let rules = Rules { limits, turn: interval };
		let outcome = clear(&tree, located, &rules).map_err(failed)?;
		let transactions = assign(&tree, located, &outcome).map_err(failed)?;
		verify(&tree, located, &rules, &outcome).map_err(failed)?;
		let lead = u8::try_from(lead).map_err(failed)?;
		let mut round = cleared(lead, &outcome, &transactions, pivotal(&tree, located, &outcome));
		// Nobody clears a book without orders.
		let empty = demands.is_empty() && offers.is_empty();
		round.grid = feeder.filter(|_| !empty).map(|_| zoned(&outcome));
		traded.rounds.push(round);
		for transaction in transactions {
			traded.trades.push(trade_of(lead, &transaction, feeder.is_some()));
			enter(players, &transaction).ok_or_else(|| failed("a position is too large"))?;
		}
	}
	Ok(traded)
}

/// Shares what room trade has left on the lines among those who have something left of an offer. Whoever else hangs
/// behind a full line may feed in nothing.
///
/// A chain shares nothing if nobody has an order for any slot left in the last round. Here somebody always has.
fn share(
	feeder: Option<&Feeder>,
	traded: &Slot,
	players: &mut [Player],
) -> Result<(), ReckonError> {
	if feeder.is_none() {
		return Ok(());
	}
	let tree = left(feeder, &[])?;
	let offering = players.iter().filter(|player| player.unsold > 0);
	let wanted = offering.map(|Player { node, bus, unsold, .. }| Wanted {
		node: *node,
		bus: *bus,
		energy: *unsold,
	});
	let wanted: Vec<_> = wanted.collect();
	let shared = rights(&tree, &traded.flows(), &wanted, traded.interval).map_err(failed)?;
	let nodes = wanted.iter().map(|wanted| wanted.node);
	let granted: BTreeMap<_, _> = nodes.zip(shared.rights).collect();
	for player in players {
		let full = shared.full.get(usize::from(player.bus)).copied().unwrap_or_default();
		let energy = granted.get(&player.node).copied().unwrap_or_default();
		player.right = full.then_some(FeedInRight { energy });
	}
	Ok(())
}

/// The feeder with what former rounds have left of its limits: what flows one way makes room for the other.
fn left(feeder: Option<&Feeder>, flows: &[i64]) -> Result<Tree, ReckonError> {
	let lines = feeder.map(|feeder| feeder.lines.as_slice()).unwrap_or_default();
	let left = lines.iter().map(|line| {
		let Limits { parent, import, export } = line.limits();
		let flow = flows.get(usize::from(line.bus)).copied().unwrap_or(0);
		let room = |limit: Wh| limit.min(Limits::NO_LIMIT);
		let import = room(import.saturating_add_signed(flow));
		let export = room(export.saturating_add_signed(flow.saturating_neg()));
		Limits { parent, import, export }
	});
	Tree::new(&left.collect::<Vec<_>>()).map_err(failed)
}

/// Sellers without whose offer their zone would be in scarcity.
fn pivotal(tree: &Tree, book: Located<'_>, outcome: &GridOutcome) -> Vec<NodeIndex> {
	let spares: BTreeMap<Bus, Option<Wh>> =
		outcome.zones.iter().map(|zone| (zone.top, zone.spare())).collect();
	let spare = |mut bus: Bus| loop {
		match spares.get(&bus) {
			Some(spare) => return *spare,
			None => bus = tree.line(bus)?.parent,
		}
	};
	let offers = book.book().offers().iter().zip(book.sellers());
	let pivotal =
		offers.filter(|(offer, bus)| spare(**bus).is_some_and(|spare| offer.capacity > spare));
	pivotal.map(|(offer, _)| offer.node).collect()
}

/// What all zones came to together.
fn cleared(
	lead: u8,
	outcome: &GridOutcome,
	transactions: &[ZonedTransaction],
	pivotal: Vec<NodeIndex>,
) -> ClearedRound {
	let zones = &outcome.zones;
	let sum = |part: fn(&gridmerit_grid::Zone) -> Wh| zones.iter().map(part).sum::<Wh>();
	let (demand, supply, traded) =
		(sum(|zone| zone.demand), sum(|zone| zone.supply), sum(|zone| zone.bought));
	let scarce = zones.iter().any(|zone| zone.status == Status::Scarcity);
	let status = match (traded, demand, supply) {
		(1.., ..) if scarce => Status::Scarcity,
		(1.., ..) => Status::Cleared,
		(0, 0, _) => Status::NoDemand,
		(0, _, 0) => Status::NoSupply,
		_ => Status::NoMatch,
	};
	let trading = zones.iter().filter(|zone| zone.bought > 0 || zone.sold > 0);
	let mut prices: Vec<_> = trading.filter_map(|zone| zone.price).collect();
	prices.dedup();
	ClearedRound {
		lead,
		status: status_name(status).into(),
		price: if prices.len() == 1 { prices.first().copied() } else { None },
		demand,
		supply,
		traded,
		payment: amount(zones.iter().map(gridmerit_grid::Zone::paid).sum()),
		transactions: u32::try_from(transactions.len()).unwrap_or(u32::MAX),
		pivotal,
		book: Vec::new(),
		grid: None,
	}
}

fn zoned(outcome: &GridOutcome) -> ZonedRound {
	let zone = |zone: &gridmerit_grid::Zone| Zone {
		top: zone.top,
		status: status_name(zone.status).into(),
		price: zone.price,
		demand: zone.demand,
		supply: zone.supply,
		bought: zone.bought,
		sold: zone.sold,
	};
	ZonedRound {
		zones: outcome.zones.iter().map(zone).collect(),
		flows: outcome.flows.iter().map(|flow| flow.traded).collect(),
		lacking: outcome.flows.iter().map(|flow| flow.lacking).collect(),
		rent: amount(rent(&outcome.zones).unwrap_or_default()),
	}
}

fn trade_of(lead: u8, transaction: &ZonedTransaction, on_grid: bool) -> Trade {
	let ZonedTransaction { seller, buyer, energy, buying, selling } = *transaction;
	let earned = on_grid.then(|| energy.saturating_mul(selling));
	Trade { lead, seller, buyer, energy, payment: energy.saturating_mul(buying), earned }
}

/// Notes a transaction in the positions of both.
fn enter(players: &mut [Player], transaction: &ZonedTransaction) -> Option<()> {
	let ZonedTransaction { seller, buyer, energy, buying, selling } = *transaction;
	for player in players.iter_mut() {
		if player.node == seller {
			player.position = player.position.sell(energy, selling)?;
			player.unsold = player.unsold.checked_sub(energy)?;
		}
		if player.node == buyer {
			player.position = player.position.buy(energy, buying)?;
		}
	}
	Some(())
}

/// The bill of a participant whose meter has told what happened.
fn settled(scenario: &Scenario, slot: u16, player: &Player) -> Bill {
	let (import, export) = scenario.actual(player.bus, slot).metered();
	let metered = Metered { import, export };
	let traded = (player.position, player.right);
	let invoice =
		Invoice::with_right(Basis::Reading, metered, false, traded, scenario.tariff(slot));
	bill(player.node, slot, &invoice)
}

/// Where the money goes: what buyers pay beyond what sellers get stays in the pot.
fn balance(scenario: &Scenario, bills: &[Bill]) -> Balance {
	let mut balance = Balance::default();
	for bill in bills {
		let [purchases, sales, cost, revenue] =
			[bill.purchases, bill.sales, bill.utility_cost, bill.utility_revenue]
				.map(|planck| i64::try_from(planck).unwrap_or(i64::MAX));
		let fee = bill.bought.saturating_sub(bill.sold).saturating_mul(scenario.fee);
		let fee = i64::try_from(fee).unwrap_or(i64::MAX);
		balance.add(&Balance {
			participants: sales
				.saturating_add(revenue)
				.saturating_sub(purchases.saturating_add(cost)),
			utility: cost.saturating_sub(revenue),
			grid: fee,
			reserve: 0,
			pending: purchases.saturating_sub(fee).saturating_sub(sales),
		});
	}
	balance
}
