// SPDX-License-Identifier: Apache-2.0

//! What is sent in a round: money and meters once, orders, readings; and what became of it.

use gridmerit_client::{self as client, Call, View};
use gridmerit_energy::{NodeIndex, Position};
use subxt::utils::H256;

use super::{PlayError, Sent, Stage, UTILITY};
use crate::{
	genesis::{deposit as deposit_of, utility_deposit},
	orders::Mode,
};

impl Stage<'_> {
	/// What has to be done once: money is brought into the market, and meters are made to settle.
	pub(super) fn enter(&mut self, view: &View) -> Result<Vec<Sent>, PlayError> {
		let from = self.interval(self.first_slot());
		let mut calls = vec![(UTILITY, client::deposit(utility_deposit(self.scenario)))];
		for player in &self.players {
			let settle = client::settle_with(player.meter.state().meter, from);
			calls.push((player.node, client::deposit(deposit_of(self.scenario, player.bus))));
			calls.push((player.node, settle));
		}
		calls.iter().map(|(node, call)| self.sign(view, *node, call)).collect()
	}

	pub(super) fn sign(
		&mut self,
		view: &View,
		node: NodeIndex,
		call: &Call,
	) -> Result<Sent, PlayError> {
		let Some(payer) = self.payers.get_mut(&node) else {
			return Err(PlayError::OtherChain(format!("TE node {node} is missing")));
		};
		let signed = self.chain.sign(view, call, &payer.key, payer.nonce)?;
		payer.nonce += 1;
		Ok((node, signed))
	}

	/// Sends transactions and builds the block that has to take them: each has to work, and each reading to
	/// count.
	pub(super) async fn include(&mut self, sent: Vec<Sent>) -> Result<H256, PlayError> {
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
					let refused: Vec<_> = refused.iter().map(ToString::to_string).collect();
					return Err(PlayError::Refused(refused.join("; ")));
				}
			}
		}
		Ok(block)
	}

	/// What everybody posts in a round, one call each.
	pub(super) async fn wishes(
		&self,
		view: &View,
		round: i64,
	) -> Result<Vec<(NodeIndex, Call)>, PlayError> {
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
			for (slot, lead) in self.open(round) {
				if !self.mode.orders(self.scenario, lead) {
					continue;
				}
				let interval = self.interval(slot.into());
				let known = open.iter().find(|open| open.interval == interval);
				let position = known.map_or_else(Position::default, |open| open.position);
				let order = self.mode.order(self.scenario, player.bus, slot, lead, position);
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

	/// Everybody's signed reading of a slot, in one batch that the utility pays; none before the day.
	pub(super) fn readings(&mut self, view: &View, slot: i64) -> Result<Option<Sent>, PlayError> {
		let (interval, Ok(slot)) = (self.interval(slot), u16::try_from(slot)) else {
			return Ok(None);
		};
		if !self.scenario.slots.contains(&slot) {
			return Ok(None);
		}
		let mut readings = Vec::new();
		for player in &mut self.players {
			let (import, export) = self.scenario.actual(player.bus, slot).metered();
			let read = player.meter.read(interval, import, export);
			readings.push(read.map_err(|reason| PlayError::Meter { bus: player.bus, reason })?);
		}
		self.sign(view, UTILITY, &client::deliver(&readings)).map(Some)
	}
}
