// SPDX-License-Identifier: Apache-2.0

//! Follows the chain, and says what happens on the market: a line each.

use std::{collections::VecDeque, process::ExitCode, time::Duration};

use gridmerit_client::{Chain, ChainError, H256, MarketEvent, View, times::Zone};
use gridmerit_energy::NodeIndex;
use serde_json::{Value, json};

use super::{happening::Eyes, options::WatchOptions};
use crate::failure::Failure;

/// How often the chain is looked at.
const LOOK: Duration = Duration::from_secs(1);
/// How long it waits before it tries a lost connection again.
const AGAIN: Duration = Duration::from_secs(3);
/// How many blocks it remembers to have seen, and goes back at most: some hours of them.
const MEMORY: usize = 2_400;

/// Never ends by itself.
pub async fn watch(options: &WatchOptions) -> Result<ExitCode, Failure> {
	let chain = options.common.connect().await?;
	let view = chain.best().await?;
	let status = match options.whose.named()? {
		Some(account) => Some(crate::orders::node(&view, &account).await?),
		None => None,
	};
	let node = status.as_ref().map(|node| node.index);
	let zone = options.zone.zone();
	let length = view.interval_length().await?;
	let mut watch = Watch {
		chain,
		node,
		bus: status.map_or(0, |node| node.bus),
		zone,
		length,
		json: options.common.json,
		seen: VecDeque::from([(view.number(), view.hash())]),
	};
	watch.tell(&view, view.now().await?, watch.begins(&view).await?);
	let mut lost = false;
	loop {
		tokio::time::sleep(if lost { AGAIN } else { LOOK }).await;
		match watch.look(lost).await {
			Ok(()) => lost = false,
			Err(error) if error.is_passing() => {
				if !lost {
					eprintln!("{error}; trying again");
				}
				lost = true;
			},
			Err(error) => return Err(error.into()),
		}
	}
}

struct Watch {
	chain: Chain,
	node: Option<NodeIndex>,
	/// Where it hangs.
	bus: u16,
	zone: Zone,
	length: u32,
	json: bool,
	/// The last blocks that were told of, the newest last.
	seen: VecDeque<(u64, H256)>,
}

impl Watch {
	/// Where it begins.
	async fn begins(&self, view: &View) -> Result<(String, Value), ChainError> {
		let round = view.round().await?.map(|round| round.number);
		let open = round.map_or("no round yet".into(), |round| format!("round {round}"));
		let text = format!("watching from block {} on: {open}", view.number());
		Ok((text, json!({ "event": "watching", "round": round, "node": self.node })))
	}

	fn tell(&self, view: &View, now: u64, (text, mut value): (String, Value)) {
		if !self.json {
			println!("{} {text}", self.zone.stamp(now));
			return;
		}
		if let Some(object) = value.as_object_mut() {
			object.insert("time".into(), self.zone.exactly(now).into());
			object.insert("block".into(), view.number().into());
		}
		println!("{value}");
	}

	/// Tells of all blocks since the last look, in their order.
	async fn look(&mut self, lost: bool) -> Result<(), ChainError> {
		if lost {
			self.chain = self.chain.again().await?;
			eprintln!("the node answers again");
		}
		let (fresh, common) = self.fresh().await?;
		if fresh.is_empty() {
			return Ok(());
		}
		match common {
			Some(common) => {
				let number = common.number();
				if self.seen.back().is_some_and(|(last, _)| *last > number) {
					let text =
						format!("the chain goes on after block {number} otherwise than told");
					let value = json!({ "event": "reorganised", "after": number });
					self.tell(&common, common.now().await?, (text, value));
				}
				self.seen.retain(|(seen, _)| *seen <= number);
			},
			None => {
				let first = fresh.last().map(View::number).unwrap_or_default();
				eprintln!("too far behind: what happened before block {first} is left out");
				self.seen.clear();
			},
		}
		for view in fresh.into_iter().rev() {
			self.tell_of(&view).await?;
			self.seen.push_back((view.number(), view.hash()));
			if self.seen.len() > MEMORY {
				self.seen.pop_front();
			}
		}
		Ok(())
	}

	/// The blocks that were not told of, the newest first, and the one before them; none if that is not known any
	/// more.
	async fn fresh(&self) -> Result<(Vec<View>, Option<View>), ChainError> {
		let mut fresh = Vec::new();
		let mut view = self.chain.best().await?;
		loop {
			if self.seen.iter().any(|(_, hash)| *hash == view.hash()) {
				return Ok((fresh, Some(view)));
			}
			let parent = view.parent().await?;
			let first = view.number() == 0;
			fresh.push(view);
			if first || fresh.len() >= MEMORY {
				return Ok((fresh, None));
			}
			view = match self.chain.at(parent).await {
				Ok(view) => view,
				// It keeps the last blocks only.
				Err(_) if self.chain.is_light() => return Ok((fresh, None)),
				Err(error) => return Err(error),
			};
		}
	}

	async fn tell_of(&self, view: &View) -> Result<(), ChainError> {
		let events = view.market_events().await?;
		if events.is_empty() {
			return Ok(());
		}
		let now = view.now().await?;
		let eyes = Eyes { node: self.node, zone: &self.zone, length: self.length };
		for event in &events {
			if let Some(told) = eyes.see(event) {
				self.tell(view, now, told);
			}
			if let (Some(_), MarketEvent::ZonesCleared { interval, round, zones, .. }) =
				(self.node, event)
				&& *zones > 1
				&& let Some(grid) = view.zones(*interval, *round).await?
			{
				let price = grid.zone_of(self.bus).and_then(|zone| zone.price);
				self.tell(view, now, eyes.zone((*interval, *round), self.bus, price));
			}
			// The positions are there with the transactions.
			if let (Some(node), MarketEvent::IntervalCleared { interval, round, transactions, .. }) =
				(self.node, event)
				&& *transactions > 0
			{
				for trade in view.transactions_of(node, *interval, *interval).await? {
					if trade.round == *round {
						self.tell(view, now, eyes.trade(node, &trade));
					}
				}
			}
		}
		Ok(())
	}
}
