// SPDX-License-Identifier: Apache-2.0

//! What the chain says came of a day: results, transactions, invoices.

use std::collections::BTreeMap;

use gridmerit_client::View;
use gridmerit_energy::{Basis, NodeIndex, Order};

use super::{PlayError, Player, Stage, UTILITY};
use crate::{
	chain_reads::{amount, bill, chain_info, cleared_round, sheet_balance},
	day::{self, BookOrder, Day, Kind, Participant, Slot, Time},
	orders::Mode,
};

impl Stage<'_> {
	/// The orders of a slot, as they stand.
	pub(super) async fn book(&self, view: &View, slot: u16) -> Result<Vec<BookOrder>, PlayError> {
		let rows = view.orders(self.interval(slot.into()), 0).await?;
		Ok(rows
			.into_iter()
			.map(|(node, order)| match order {
				Order::Demand { quantity, limit } => {
					BookOrder { node, energy: quantity, ask: None, limit }
				},
				Order::Offer { capacity, ask } => {
					BookOrder { node, energy: capacity, ask: Some(ask), limit: None }
				},
			})
			.collect())
	}

	/// Notes how a slot cleared in a round.
	pub(super) async fn note_result(
		&mut self,
		view: &View,
		round: i64,
		slot: u16,
		lead: u16,
		book: Vec<BookOrder>,
	) -> Result<(), PlayError> {
		let (interval, number) = (self.interval(slot.into()), self.interval(round));
		let lead = u8::try_from(lead).unwrap_or(u8::MAX);
		let (mut cleared, trades) = cleared_round(view, interval, number, lead).await?;
		cleared.book = book;
		let tariff = self.scenario.tariff(slot);
		let entry = self.slots.entry(slot).or_insert_with(|| Slot {
			slot,
			interval,
			tou: tariff.tou,
			fit: tariff.fit,
			cap: tariff.limits().map(|limits| limits.cap()).unwrap_or_default(),
			rounds: Vec::new(),
			trades: Vec::new(),
		});
		entry.trades.extend(trades);
		entry.rounds.push(cleared);
		Ok(())
	}

	/// Reads how the slots up to one are settled, that one not included. Each has to be settled by a reading of
	/// everybody, and its balance sheet has to add up to zero.
	pub(super) async fn read_bills(&mut self, view: &View, until: u16) -> Result<(), PlayError> {
		let from = std::mem::replace(&mut self.unread, until);
		let (first, last) = (self.interval(from.into()), self.interval(i64::from(until) - 1));
		for interval in first..=last {
			let sheet = view.balance_sheet(interval).await?;
			let balance = sheet.as_ref().map(sheet_balance).filter(|balance| balance.sum() == 0);
			self.balance.add(&balance.ok_or(PlayError::Unbalanced(interval))?);
		}
		for player in &self.players {
			let invoices: BTreeMap<_, _> =
				view.invoices(player.node, first, last).await?.into_iter().collect();
			for (slot, interval) in (from..until).zip(first..=last) {
				let unsettled = PlayError::Unsettled { bus: player.bus, interval };
				let Some(invoice) = invoices.get(&interval) else { return Err(unsettled) };
				if invoice.basis != Basis::Reading {
					return Err(unsettled);
				}
				self.bills.push(bill(player.node, slot, invoice));
			}
		}
		Ok(())
	}

	/// Reads what is left to be read, and sums up.
	pub(super) async fn sum_up(&mut self) -> Result<Day, PlayError> {
		let view = self.chain.best().await?;
		let last = self.scenario.slots.last().copied().unwrap_or_default();
		self.read_bills(&view, last.saturating_add(1)).await?;
		let slots: Vec<_> = std::mem::take(&mut self.slots).into_values().collect();
		if slots.is_empty() {
			return Err(PlayError::OtherChain("nothing was cleared".into()));
		}
		let mut bills = std::mem::take(&mut self.bills);
		// Stable: the players of each slot stay in the order of buses.
		bills.sort_by_key(|bill| bill.slot);
		let mut day = Day {
			scenario: self.scenario.name.clone(),
			mode: self.mode.name().into(),
			command: String::new(),
			calendar: self.scenario.calendar.clone(),
			chain: chain_info(self.chain, &view).await?,
			feeder: self.feeder.cloned(),
			participants: self.players.iter().map(|player| self.participant(player)).collect(),
			utility_fees: Some(self.fees(UTILITY)),
			balance: self.balance,
			slots,
			bills,
			summary: day::Summary::default(),
			expected: None,
			time: Time::default(),
		};
		day.summary = day.sums(self.mode == Mode::Perfect);
		Ok(day)
	}

	fn fees(&self, node: NodeIndex) -> u64 {
		self.payers.get(&node).map_or(0, |payer| amount(payer.fees))
	}

	fn participant(&self, player: &Player) -> Participant {
		let prosumer = self.scenario.is_prosumer(player.bus);
		Participant {
			node: player.node,
			bus: player.bus,
			name: self.scenario.name_of(player.bus),
			kind: if prosumer { Kind::Prosumer } else { Kind::Consumer },
			account: player.account.to_string(),
			transaction_fees: Some(self.fees(player.node)),
		}
	}
}
