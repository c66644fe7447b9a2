// SPDX-License-Identifier: Apache-2.0

//! A day, hour by hour: readings of the hour that has passed, orders for those to come, the gate, the results.

mod results;

use std::{collections::BTreeMap, time::Instant};

use gridmerit_client::{
	self as client, AccountId32, Call, Chain, ChainError, CurrentRound, Key, View,
};
use gridmerit_energy::{Interval, NodeIndex, Position};
use gridmerit_meter::{Meter, MeterError};
use subxt::utils::H256;

use crate::{
	day::{self, Day, Hour, Time},
	genesis::{GenesisError, account, deposit as deposit_of, meter, utility, utility_deposit},
	orders::Mode,
	scenario::{Bus, HOUR, MIDNIGHT, Scenario},
	stopwatch::TimedChain,
};

/// Blocks that a round may take to clear.
const CLEARING_BLOCKS: u32 = 50;
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

impl From<client::KeyError> for PlayError {
	fn from(error: client::KeyError) -> Self {
		Self::Key(error.into())
	}
}

impl From<gridmerit_meter::KeyError> for PlayError {
	fn from(error: gridmerit_meter::KeyError) -> Self {
		Self::Key(error.into())
	}
}

/// Progress callback of a replay.
pub trait Progress {
	/// So many rounds are to be played.
	fn begin(&self, rounds: u64);
	/// A round has cleared: its hour of the day, and the price of the hour that opened in it.
	fn round(&self, hour: i64, cleared: Option<(u8, &day::ClearedRound)>);
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
type Sent = (NodeIndex, client::Signed);

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
	chain: &TimedChain,
	scenario: &Scenario,
	mode: Mode,
	progress: &impl Progress,
) -> Result<Day, PlayError> {
	let begun = Instant::now();
	let before = chain.spent();
	let mut stage = Stage::set(chain.chain(), scenario, mode).await?;
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
	let view = chain.chain().best().await?;
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

	async fn round(&self, view: &View) -> Result<CurrentRound, PlayError> {
		let round = view.round().await?;
		round.ok_or_else(|| PlayError::OtherChain("it has no market".into()))
	}

	async fn block(&mut self) -> Result<H256, PlayError> {
		self.blocks += 1;
		Ok(self.chain.sealing().block().await?)
	}

	async fn jump_to(&mut self, time: u64) -> Result<(), PlayError> {
		let now = self.chain.best().await?.now().await?;
		let left = time.saturating_sub(now).div_ceil(client::SLOT) * client::SLOT;
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
		let current = self.round(&view).await?;
		self.jump_to(current.gate).await?;
		let view = self.cleared(current.number).await?;
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
		let mut calls = vec![(UTILITY, client::deposit(utility_deposit()))];
		for player in &self.players {
			let settle = client::settle_with(player.meter.state().meter, from);
			calls.push((player.node, client::deposit(deposit_of(self.scenario, player.bus))));
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

	/// What everybody posts in a round, one call each.
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
			let mut orders = Vec::new();
			for (hour, lead) in self.open(round) {
				if !self.mode.orders(self.scenario, lead) {
					continue;
				}
				let interval = self.interval(hour.into());
				let known = open.iter().find(|open| open.interval == interval);
				let position = known.map_or_else(Position::default, |open| open.position);
				let order = self.mode.order(self.scenario, player.bus, hour, lead, position);
				if order.is_some() || known.is_some_and(|open| open.order.is_some()) {
					orders.push((interval, order));
				}
			}
			if !orders.is_empty() {
				calls.push((player.node, client::post(number, &orders, false)));
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
		self.sign(view, UTILITY, &client::deliver(&readings)).map(Some)
	}
}
