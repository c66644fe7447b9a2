// SPDX-License-Identifier: Apache-2.0

//! A day, hour by hour: readings of the hour that has passed, orders for those to come, the gate, the results.

use std::{collections::BTreeMap, time::Instant};

use gridmerit_market::Status;
use gridmerit_meter::{Meter, MeterError};
use gridmerit_primitives::{Basis, Interval, NodeIndex, Order, Position};
use subxt::utils::H256;

use super::{
	genesis::{GenesisError, account, deposit as deposit_of, meter, utility, utility_deposit},
	orders::Mode,
	scenario::{Bus, HOUR, MIDNIGHT, Scenario},
};
use crate::{
	chain::{self, AccountId32, Call, Chain, ChainError, Key, Round, View},
	day::{self, Bill, BookOrder, Day, Hour, Kind, Participant, Time, Trade},
};

/// Blocks that a round may take to clear.
const CLEARING_BLOCKS: u32 = 50;
/// Transactions of a page.
const PAGE: usize = 128;
/// The utility's TE node: the first of the genesis.
const UTILITY: NodeIndex = 0;

/// Why a day was not played to its end.
#[derive(Debug, thiserror::Error)]
pub enum PlayError {
	/// The chain did not do something.
	#[error(transparent)]
	Chain(#[from] ChainError),
	/// A key cannot be derived.
	#[error(transparent)]
	Key(#[from] GenesisError),
	/// A meter does not sign.
	#[error("the meter of bus {bus}: {reason}")]
	Meter {
		/// Whose.
		bus: Bus,
		/// Why.
		reason: MeterError,
	},
	/// The chain is not that of the scenario.
	#[error("this chain is not that of the scenario: {0}")]
	OtherChain(String),
	/// The books did not clear.
	#[error("round {0} is not cleared after {CLEARING_BLOCKS} blocks")]
	Stuck(Interval),
	/// The chain refused readings of a batch.
	#[error("the chain does not count {0}")]
	Refused(String),
	/// A reading did not count.
	#[error("interval {interval} of bus {bus} is not settled by its meter's reading")]
	Unsettled {
		/// Whose.
		bus: Bus,
		/// Which.
		interval: Interval,
	},
	/// Money came out of nowhere or went there.
	#[error("the balance sheet of interval {0} does not add up to zero")]
	Unbalanced(Interval),
}

impl From<chain::KeyError> for PlayError {
	fn from(error: chain::KeyError) -> Self {
		Self::Key(error.into())
	}
}

impl From<gridmerit_meter::KeyError> for PlayError {
	fn from(error: gridmerit_meter::KeyError) -> Self {
		Self::Key(error.into())
	}
}

/// Who is told how far a replay has come.
pub trait Progress {
	/// So many rounds are to be played.
	fn begin(&self, rounds: u64);
	/// A round has cleared: its hour of the day, and the price of the hour that opened in it.
	fn round(&self, hour: i64, cleared: Option<(u8, &day::Round)>);
}

struct Player {
	bus: Bus,
	node: NodeIndex,
	account: AccountId32,
	meter: Meter,
}

/// Who signs transactions and pays for them.
struct Payer {
	key: Key,
	nonce: u64,
	fees: u128,
}

impl Payer {
	fn new(key: Key) -> Self {
		Self { key, nonce: 0, fees: 0 }
	}
}

/// A transaction, and whose TE node pays for it.
type Sent = (NodeIndex, chain::Signed);

struct Stage<'a> {
	chain: &'a Chain,
	scenario: &'a Scenario,
	mode: Mode,
	players: Vec<Player>,
	payers: BTreeMap<NodeIndex, Payer>,
	/// Interval of midnight.
	midnight: i64,
	hours: BTreeMap<u8, Hour>,
	blocks: u32,
}

/// Plays a scenario on its own chain, from the round in which its first hour opens.
pub async fn play(
	chain: &Chain,
	scenario: &Scenario,
	mode: Mode,
	progress: &impl Progress,
) -> Result<Day, PlayError> {
	let begun = Instant::now();
	let before = chain.spent();
	let mut stage = Stage::set(chain, scenario, mode).await?;
	let (Some(first), Some(last)) = (scenario.hours.first(), scenario.hours.last()) else {
		return Err(PlayError::OtherChain("it has no hours".into()));
	};
	let (first, last) = (i64::from(*first), i64::from(*last));
	let ahead = i64::from(scenario.window_m.saturating_add(scenario.window_n).saturating_sub(1));
	progress.begin((last - first + ahead + 1).unsigned_abs());
	for round in first - ahead..=last {
		stage.play_round(round).await?;
		let opened = u8::try_from(round + ahead).ok();
		let cleared = opened.and_then(|hour| {
			let round = stage.hours.get(&hour)?.rounds.first()?;
			Some((hour, round))
		});
		progress.round(round, cleared);
	}
	// The last hour has passed.
	let view = chain.best().await?;
	let readings = stage.readings(&view, last)?;
	stage.include(readings.into_iter().collect()).await?;
	let mut day = stage.sum_up().await?;
	let spent = chain.spent().since(before);
	let total = begun.elapsed();
	day.time = Time {
		total: millis(total),
		chain: millis(spent.building),
		waiting: millis(spent.waiting),
		agent: millis(total.saturating_sub(spent.building).saturating_sub(spent.waiting)),
		blocks: stage.blocks,
	};
	Ok(day)
}

fn millis(duration: std::time::Duration) -> u64 {
	u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

impl<'a> Stage<'a> {
	/// Builds the first block and looks whether the chain is the scenario's.
	async fn set(chain: &'a Chain, scenario: &'a Scenario, mode: Mode) -> Result<Self, PlayError> {
		let other = |reason: String| PlayError::OtherChain(reason);
		let first = chain.sealing().block().await?;
		let view = chain.at(first).await?;
		let length = u64::from(view.interval_length().await?);
		if length != HOUR {
			return Err(other(format!("its intervals last {length} ms, not an hour")));
		}
		let mut players = Vec::new();
		let mut payers = BTreeMap::from([(UTILITY, Payer::new(utility()?))]);
		for bus in scenario.participants() {
			let key = account(bus)?;
			let account = key.account();
			let status = view.node(&account).await?;
			let node = status.ok_or_else(|| other(format!("bus {bus} has no TE node")))?.index;
			let bound = view.meters(node).await?;
			let index =
				bound.first().ok_or_else(|| other(format!("bus {bus} has no meter")))?.meter;
			let meter = Meter::new(meter(bus)?, chain.genesis().0.into(), index);
			payers.insert(node, Payer::new(key));
			players.push(Player { bus, node, account, meter });
		}
		let stage = Self {
			chain,
			scenario,
			mode,
			players,
			payers,
			midnight: i64::try_from(MIDNIGHT / HOUR).unwrap_or_default(),
			hours: BTreeMap::new(),
			blocks: 1,
		};
		let round = stage.round(&view).await?;
		let opening = stage.interval(stage.first_hour()).saturating_sub(stage.ahead());
		if round.number != opening {
			return Err(other(format!(
				"it is in round {}, and the day begins in round {opening}: start a new one",
				round.number
			)));
		}
		Ok(stage)
	}

	fn first_hour(&self) -> i64 {
		self.scenario.hours.first().copied().unwrap_or_default().into()
	}

	fn ahead(&self) -> Interval {
		Interval::from(
			self.scenario.window_m.saturating_add(self.scenario.window_n).saturating_sub(1),
		)
	}

	/// The interval of an hour, counted from the day's midnight.
	fn interval(&self, hour: i64) -> Interval {
		Interval::try_from(self.midnight + hour).unwrap_or_default()
	}

	/// The hours of the scenario that are open in a round, with their leads.
	fn open(&self, round: i64) -> Vec<(u8, u16)> {
		let first = self.scenario.window_m;
		let leads = first..first.saturating_add(self.scenario.window_n);
		leads
			.filter_map(|lead| Some((u8::try_from(round + i64::from(lead)).ok()?, lead)))
			.filter(|(hour, _)| self.scenario.hours.contains(hour))
			.collect()
	}

	async fn round(&self, view: &View) -> Result<Round, PlayError> {
		let round = view.round().await?;
		round.ok_or_else(|| PlayError::OtherChain("it has no market".into()))
	}

	async fn block(&mut self) -> Result<H256, PlayError> {
		self.blocks += 1;
		Ok(self.chain.sealing().block().await?)
	}

	async fn jump_to(&mut self, time: u64) -> Result<(), PlayError> {
		let now = self.chain.best().await?.now().await?;
		let left = time.saturating_sub(now).div_ceil(chain::SLOT) * chain::SLOT;
		if left > 0 {
			self.blocks += 1;
			self.chain.sealing().jump(left).await?;
		}
		Ok(())
	}

	/// Everything that happens while an hour is delivered: its number is that of the round that takes orders.
	async fn play_round(&mut self, round: i64) -> Result<(), PlayError> {
		let view = self.chain.best().await?;
		let mut sent = Vec::new();
		if round == self.first_hour() - i64::from(self.ahead()) {
			sent = self.enter(&view)?;
		}
		sent.extend(self.readings(&view, round - 1)?);
		for (node, call) in self.wishes(&view, round).await? {
			sent.push(self.sign(&view, node, &call)?);
		}
		let block = self.include(sent).await?;
		let view = self.chain.at(block).await?;
		let open = self.open(round);
		let mut books = BTreeMap::new();
		for (hour, _) in &open {
			books.insert(*hour, self.book(&view, *hour).await?);
		}
		let at_hand = self.round(&view).await?;
		self.jump_to(at_hand.gate).await?;
		let view = self.cleared(at_hand.number).await?;
		for (hour, lead) in open {
			let book = books.remove(&hour).unwrap_or_default();
			self.note_result(&view, round, hour, lead, book).await?;
		}
		let next = (self.interval(round + 1) as u64) * HOUR;
		self.jump_to(next).await
	}

	/// What has to be done once: money is brought into the market, and meters are made to settle.
	fn enter(&mut self, view: &View) -> Result<Vec<Sent>, PlayError> {
		let from = self.interval(self.first_hour());
		let mut calls = vec![(UTILITY, chain::deposit(utility_deposit()))];
		for player in &self.players {
			let settle = chain::settle_with(player.meter.state().meter, from);
			calls.push((player.node, chain::deposit(deposit_of(self.scenario, player.bus))));
			calls.push((player.node, settle));
		}
		calls.iter().map(|(node, call)| self.sign(view, *node, call)).collect()
	}

	/// Builds blocks until a round is cleared and the next is open.
	async fn cleared(&mut self, number: Interval) -> Result<View, PlayError> {
		for _ in 0..CLEARING_BLOCKS {
			let view = self.chain.best().await?;
			let round = self.round(&view).await?;
			if round.number > number && round.closed_from.is_none() {
				return Ok(view);
			}
			self.block().await?;
		}
		Err(PlayError::Stuck(number))
	}

	fn sign(&mut self, view: &View, node: NodeIndex, call: &Call) -> Result<Sent, PlayError> {
		let Some(payer) = self.payers.get_mut(&node) else {
			return Err(PlayError::OtherChain(format!("TE node {node} is missing")));
		};
		let signed = self.chain.sign(view, call, &payer.key, payer.nonce)?;
		payer.nonce += 1;
		Ok((node, signed))
	}

	/// Sends transactions and builds the block that has to take them: each has to work, and each reading to
	/// count.
	async fn include(&mut self, sent: Vec<Sent>) -> Result<H256, PlayError> {
		for (_, signed) in &sent {
			self.chain.submit(signed).await?;
		}
		let block = self.block().await?;
		let all: Vec<_> = sent.iter().map(|(_, signed)| signed).collect();
		let outcomes = self.chain.outcomes(block, &all).await?;
		for ((node, _), outcome) in sent.iter().zip(outcomes) {
			let included = outcome?;
			if let Some(payer) = self.payers.get_mut(node) {
				payer.fees += included.fee.unwrap_or_default();
			}
			if *node == UTILITY {
				let refused = self.chain.refused_readings(&included).await?;
				if !refused.is_empty() {
					return Err(PlayError::Refused(refused.join("; ")));
				}
			}
		}
		Ok(block)
	}

	/// What everybody wants to call in a round.
	async fn wishes(&self, view: &View, round: i64) -> Result<Vec<(NodeIndex, Call)>, PlayError> {
		let number = self.round(view).await?.number;
		let mut calls = Vec::new();
		for player in &self.players {
			let open = match self.mode {
				// Nothing was ordered before.
				Mode::Perfect => Vec::new(),
				Mode::Rolling | Mode::Haircut => {
					view.node(&player.account).await?.map(|node| node.open).unwrap_or_default()
				},
			};
			let (mut demands, mut offers, mut cancelled) = (Vec::new(), Vec::new(), Vec::new());
			for (hour, lead) in self.open(round) {
				if !self.mode.orders(self.scenario, lead) {
					continue;
				}
				let interval = self.interval(hour.into());
				let known = open.iter().find(|open| open.interval == interval);
				let position = known.map_or_else(Position::default, |open| open.position);
				match self.mode.order(self.scenario, player.bus, hour, lead, position) {
					Some(Order::Demand { quantity }) => demands.push((interval, quantity)),
					Some(Order::Offer { capacity, ask }) => offers.push((interval, capacity, ask)),
					None if known.is_some_and(|open| open.order.is_some()) => {
						cancelled.push(interval)
					},
					None => {},
				}
			}
			if !demands.is_empty() {
				calls.push((player.node, chain::post_demand(number, &demands)));
			}
			if !offers.is_empty() {
				calls.push((player.node, chain::post_offers(number, &offers)));
			}
			if !cancelled.is_empty() {
				calls.push((player.node, chain::cancel(&cancelled)));
			}
		}
		Ok(calls)
	}

	/// Everybody's signed reading of an hour, in one batch that the utility pays; none before the day.
	fn readings(&mut self, view: &View, hour: i64) -> Result<Option<Sent>, PlayError> {
		let (interval, Ok(of_day)) = (self.interval(hour), u8::try_from(hour)) else {
			return Ok(None);
		};
		if !self.scenario.hours.contains(&of_day) {
			return Ok(None);
		}
		let mut readings = Vec::new();
		for player in &mut self.players {
			let (import, export) = self.scenario.actual(player.bus, of_day).metered();
			let read = player.meter.read(interval, import, export);
			readings.push(read.map_err(|reason| PlayError::Meter { bus: player.bus, reason })?);
		}
		self.sign(view, UTILITY, &chain::deliver(&readings)).map(Some)
	}

	fn bus_of(&self, node: NodeIndex) -> Bus {
		let player = self.players.iter().find(|player| player.node == node);
		player.map(|player| player.bus).unwrap_or_default()
	}

	async fn book(&self, view: &View, hour: u8) -> Result<Vec<BookOrder>, PlayError> {
		let rows = view.orders(self.interval(hour.into()), 0).await?;
		Ok(rows
			.into_iter()
			.map(|(node, order)| {
				let bus = self.bus_of(node);
				match order {
					Order::Demand { quantity } => BookOrder { bus, energy: quantity, ask: None },
					Order::Offer { capacity, ask } => {
						BookOrder { bus, energy: capacity, ask: Some(ask) }
					},
				}
			})
			.collect())
	}

	async fn note_result(
		&mut self,
		view: &View,
		round: i64,
		hour: u8,
		lead: u16,
		book: Vec<BookOrder>,
	) -> Result<(), PlayError> {
		let (interval, number) = (self.interval(hour.into()), self.interval(round));
		let lead = u8::try_from(lead).unwrap_or(u8::MAX);
		let result = view.result(interval, number).await?;
		let mut trades = Vec::new();
		let pages = result.map_or(0, |result| (result.transactions as usize).div_ceil(PAGE));
		for page in 0..pages {
			let page = u32::try_from(page).unwrap_or(u32::MAX);
			for trade in view.transactions(interval, number, page).await? {
				trades.push(Trade {
					lead,
					seller: self.bus_of(trade.seller),
					buyer: self.bus_of(trade.buyer),
					energy: trade.energy,
					payment: amount(trade.payment),
				});
			}
		}
		let tariff = self.scenario.tariff(hour);
		let cap = tariff.limits().map(|limits| limits.cap()).unwrap_or_default();
		let entry = self.hours.entry(hour).or_insert_with(|| Hour {
			hour,
			interval,
			tou: tariff.tou,
			fit: tariff.fit,
			cap,
			rounds: Vec::new(),
			trades: Vec::new(),
		});
		entry.trades.extend(trades);
		entry.rounds.push(day::Round {
			lead,
			status: status(result.map(|result| result.status)).into(),
			price: result.and_then(|result| result.price),
			demand: result.map(|result| result.demand).unwrap_or_default(),
			supply: result.map(|result| result.supply).unwrap_or_default(),
			traded: result.map(|result| result.traded).unwrap_or_default(),
			payment: result.map(|result| amount(result.payment)).unwrap_or_default(),
			transactions: result.map(|result| result.transactions).unwrap_or_default(),
			book,
		});
		Ok(())
	}

	/// Reads how everything was settled.
	async fn sum_up(&mut self) -> Result<Day, PlayError> {
		let view = self.chain.best().await?;
		let hours: Vec<_> = std::mem::take(&mut self.hours).into_values().collect();
		let (Some(first), Some(last)) = (hours.first(), hours.last()) else {
			return Err(PlayError::OtherChain("nothing was cleared".into()));
		};
		let (first, last) = (first.interval, last.interval);
		let mut bills = Vec::new();
		for interval in first..=last {
			let sheet = view.balance_sheet(interval).await?;
			let zero = sheet.is_some_and(|sheet| {
				sheet.nodes_net + sheet.utility_net + sheet.grid_net + sheet.pending == 0
			});
			if !zero {
				return Err(PlayError::Unbalanced(interval));
			}
		}
		for player in &self.players {
			let invoices: BTreeMap<_, _> =
				view.invoices(player.node, first, last).await?.into_iter().collect();
			for interval in first..=last {
				let unsettled = PlayError::Unsettled { bus: player.bus, interval };
				let Some(invoice) = invoices.get(&interval) else { return Err(unsettled) };
				if invoice.basis != Basis::Reading {
					return Err(unsettled);
				}
				let hour = u8::try_from(i64::from(interval) - self.midnight).unwrap_or_default();
				bills.push(bill(player.bus, hour, invoice));
			}
		}
		bills.sort_by_key(|bill| (bill.hour, bill.bus));
		let mut day = Day {
			scenario: self.scenario.name.clone(),
			mode: self.mode.name().into(),
			chain: day::Chain {
				name: self.chain.name().await?,
				genesis: gridmerit_meter::to_hex(&self.chain.genesis().0),
				spec_version: view.spec_version(),
				last_block: u32::try_from(view.number()).unwrap_or(u32::MAX),
			},
			participants: self.players.iter().map(|player| self.participant(player)).collect(),
			utility_fees: self.fees(UTILITY),
			hours,
			bills,
			summary: day::Summary::default(),
			expected: None,
			time: Time::default(),
		};
		day.summary = day.sums(self.mode);
		Ok(day)
	}

	fn fees(&self, node: NodeIndex) -> u64 {
		self.payers.get(&node).map_or(0, |payer| amount(payer.fees))
	}

	fn participant(&self, player: &Player) -> Participant {
		let prosumer = self.scenario.is_prosumer(player.bus);
		Participant {
			bus: player.bus,
			node: player.node,
			kind: if prosumer { Kind::Prosumer } else { Kind::Consumer },
			account: player.account.to_string(),
			transaction_fees: self.fees(player.node),
		}
	}
}

fn amount(planck: u128) -> u64 {
	u64::try_from(planck).unwrap_or(u64::MAX)
}

fn status(status: Option<Status>) -> &'static str {
	match status {
		Some(Status::Cleared) => "cleared",
		Some(Status::Scarcity) => "scarcity",
		Some(Status::NoSupply) => "no_supply",
		Some(Status::NoDemand) | None => "no_demand",
	}
}

fn bill(bus: Bus, hour: u8, invoice: &gridmerit_primitives::Invoice) -> Bill {
	let (alone_cost, alone_revenue) = invoice.alone();
	Bill {
		bus,
		hour,
		imported: invoice.metered.import,
		exported: invoice.metered.export,
		bought: invoice.position.bought,
		sold: invoice.position.sold,
		purchases: amount(invoice.position.cost),
		sales: amount(invoice.position.revenue),
		utility_cost: amount(invoice.deviation.cost()),
		utility_revenue: amount(invoice.deviation.revenue()),
		alone_cost: amount(alone_cost),
		alone_revenue: amount(alone_revenue),
	}
}
