// SPDX-License-Identifier: Apache-2.0

//! A day, slot by slot: readings of the slot that has passed, orders for those to come, the gate, the results.

mod error;
mod results;
mod sends;

use std::{
	collections::BTreeMap,
	time::{Duration, Instant},
};

use gridmerit_client::{self as client, AccountId32, Chain, CurrentRound, Key, View};
use gridmerit_energy::{Interval, NodeIndex};
use gridmerit_meter::Meter;
use subxt::utils::H256;

pub use error::PlayError;

use crate::{
	day::{self, Balance, Bill, Day, Feeder, Slot, Time},
	genesis::{account, meter, utility},
	orders::Mode,
	scenario::{Bus, Scenario},
	stopwatch::TimedChain,
};

/// Blocks that a round may take to clear.
const CLEARING_BLOCKS: u32 = 50;
/// Slots after which what was settled is read: the chain forgets it some day.
const READ_EVERY: usize = 48;
/// The utility's TE node: the first of the genesis.
const UTILITY: NodeIndex = 0;

/// Progress callback of a replay.
pub trait Progress {
	/// So many rounds are to be played.
	fn begin(&self, rounds: u64);
	/// A round has cleared: when it was, and the slot that opened in it, by the clock, with its price.
	fn round(&self, clock: &str, cleared: Option<(&str, &day::ClearedRound)>);
	/// How long each round stays open when its orders are in, so that somebody can watch; not at all unless said.
	fn pause(&self) -> Duration {
		Duration::ZERO
	}
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
	feeder: Option<&'a Feeder>,
	players: Vec<Player>,
	payers: BTreeMap<NodeIndex, Payer>,
	slots: BTreeMap<u16, Slot>,
	bills: Vec<Bill>,
	balance: Balance,
	/// The first slot whose bills are not read yet.
	unread: u16,
	blocks: u32,
}

/// Plays a scenario on its own chain, from the round in which its first hour opens; on lines with limits if there is a
/// feeder, which the chain must have, too.
pub async fn play(
	chain: &TimedChain,
	scenario: &Scenario,
	mode: Mode,
	feeder: Option<&Feeder>,
	progress: &impl Progress,
) -> Result<Day, PlayError> {
	if !mode.suits(scenario) {
		return Err(PlayError::NoForecasts);
	}
	let begun = Instant::now();
	let before = chain.spent();
	let mut stage = Stage::set(chain.chain(), scenario, mode, feeder).await?;
	let (Some(first), Some(last)) = (scenario.slots.first(), scenario.slots.last()) else {
		return Err(PlayError::OtherChain("it has no slots".into()));
	};
	let (first, last) = (i64::from(*first), i64::from(*last));
	let ahead = i64::from(scenario.window_m.saturating_add(scenario.window_n).saturating_sub(1));
	progress.begin((last - first + ahead + 1).unsigned_abs());
	for round in first - ahead..=last {
		stage.play_round(round, progress.pause()).await?;
		let clock = |slot: i64| u16::try_from(slot).ok().map(|slot| scenario.calendar.clock(slot));
		let opened = round + ahead;
		let cleared =
			u16::try_from(opened).ok().and_then(|slot| stage.slots.get(&slot)?.rounds.first());
		let named = clock(opened).zip(cleared);
		let named = named.as_ref().map(|(clock, round)| (clock.as_str(), *round));
		progress.round(&clock(round).unwrap_or_else(|| "the day before".into()), named);
	}
	// The last slot has passed.
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

fn millis(duration: Duration) -> u64 {
	u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

impl<'a> Stage<'a> {
	/// Builds the first block and looks whether the chain is the scenario's.
	async fn set(
		chain: &'a Chain,
		scenario: &'a Scenario,
		mode: Mode,
		feeder: Option<&'a Feeder>,
	) -> Result<Self, PlayError> {
		let other = |reason: String| PlayError::OtherChain(reason);
		let first = chain.sealing().block().await?;
		let view = chain.at(first).await?;
		let length = u64::from(view.interval_length().await?);
		let own = scenario.calendar.slot_ms;
		if length != own {
			return Err(other(format!("its intervals last {length} ms, not {own}")));
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
			feeder,
			players,
			payers,
			slots: BTreeMap::new(),
			bills: Vec::new(),
			balance: Balance::default(),
			unread: scenario.slots.first().copied().unwrap_or_default(),
			blocks: 1,
		};
		let round = stage.round(&view).await?;
		let opening = stage.interval(stage.first_slot()).saturating_sub(stage.ahead());
		if round.number != opening {
			return Err(other(format!(
				"it is in round {}, and the day begins in round {opening}: start a new one",
				round.number
			)));
		}
		stage.check_lines(&view).await?;
		Ok(stage)
	}

	/// The chain's lines have to be those of the feeder.
	async fn check_lines(&self, view: &View) -> Result<(), PlayError> {
		let lines = view.lines(self.interval(self.first_slot())).await?;
		let limits = |line: &client::grid::Line| (line.parent, line.import, line.export);
		let found: Vec<_> = lines.iter().map(limits).collect();
		let played = self.feeder.map(|feeder| feeder.lines.as_slice()).unwrap_or_default();
		let limits = played.iter().map(day::Line::limits);
		let wanted: Vec<_> = limits.map(|line| (line.parent, line.import, line.export)).collect();
		match found == wanted {
			true => Ok(()),
			false if wanted.is_empty() => {
				Err(PlayError::OtherChain("its lines have limits: play it with --grid".into()))
			},
			false => Err(PlayError::OtherChain("its lines have other limits".into())),
		}
	}

	fn first_slot(&self) -> i64 {
		self.scenario.slots.first().copied().unwrap_or_default().into()
	}

	fn ahead(&self) -> Interval {
		Interval::from(
			self.scenario.window_m.saturating_add(self.scenario.window_n).saturating_sub(1),
		)
	}

	/// The interval of a slot, counted from the first midnight.
	fn interval(&self, slot: i64) -> Interval {
		let first = self.scenario.calendar.first_interval();
		Interval::try_from(first.saturating_add(slot)).unwrap_or_default()
	}

	/// The slots of the scenario that are open in a round, with their leads.
	fn open(&self, round: i64) -> Vec<(u16, u16)> {
		let first = self.scenario.window_m;
		let leads = first..first.saturating_add(self.scenario.window_n);
		leads
			.filter_map(|lead| Some((u16::try_from(round + i64::from(lead)).ok()?, lead)))
			.filter(|(slot, _)| self.scenario.slots.contains(slot))
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

	/// Everything that happens while a slot is delivered: its number is that of the round that takes orders, and it
	/// pauses before these close.
	async fn play_round(&mut self, round: i64, pause: Duration) -> Result<(), PlayError> {
		let view = self.chain.best().await?;
		let mut sent = Vec::new();
		if round == self.first_slot() - i64::from(self.ahead()) {
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
		for (slot, _) in &open {
			books.insert(*slot, self.book(&view, *slot).await?);
		}
		let current = self.round(&view).await?;
		if !pause.is_zero() {
			tokio::time::sleep(pause).await;
		}
		self.jump_to(current.gate).await?;
		let view = self.cleared(current.number).await?;
		for (slot, lead) in open {
			let book = books.remove(&slot).unwrap_or_default();
			self.note_result(&view, round, slot, lead, book).await?;
		}
		// What was delivered before the slot that passes now is settled.
		let settled = u16::try_from(round - 1).unwrap_or_default();
		if usize::from(settled.saturating_sub(self.unread)) > READ_EVERY {
			self.read_bills(&view, settled).await?;
		}
		let next =
			u64::from(self.interval(round + 1)).saturating_mul(self.scenario.calendar.slot_ms);
		self.jump_to(next).await
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
}
