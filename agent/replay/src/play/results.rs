// SPDX-License-Identifier: Apache-2.0

//! What the chain says came of a day: results, transactions, invoices.

use std::collections::BTreeMap;

use gridmerit_client::View;
use gridmerit_energy::PAGE_ROWS;
use gridmerit_energy::{Basis, Invoice, NodeIndex, Order};
use gridmerit_market::Status;

use super::{PlayError, Player, Stage, UTILITY};
use crate::{
	day::{self, Bill, BookOrder, Day, Hour, Kind, Participant, Time, Trade},
	scenario::Bus,
};

impl Stage<'_> {
	fn bus_of(&self, node: NodeIndex) -> Bus {
		let player = self.players.iter().find(|player| player.node == node);
		player.map(|player| player.bus).unwrap_or_default()
	}

	/// The orders of an hour, as they stand.
	pub(super) async fn book(&self, view: &View, hour: u8) -> Result<Vec<BookOrder>, PlayError> {
		let rows = view.orders(self.interval(hour.into()), 0).await?;
		Ok(rows
			.into_iter()
			.map(|(node, order)| {
				let bus = self.bus_of(node);
				match order {
					Order::Demand { quantity, limit } => {
						BookOrder { bus, energy: quantity, ask: None, limit }
					},
					Order::Offer { capacity, ask } => {
						BookOrder { bus, energy: capacity, ask: Some(ask), limit: None }
					},
				}
			})
			.collect())
	}

	/// Notes how an hour cleared in a round.
	pub(super) async fn note_result(
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
		let pages = result.map_or(0, |result| result.transactions.div_ceil(PAGE_ROWS));
		for page in 0..pages {
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
		let mut pivotal = Vec::new();
		if result.is_some_and(|result| result.pivotal > 0) {
			let nodes = view.pivotal(interval, number).await?;
			pivotal.extend(nodes.into_iter().map(|node| self.bus_of(node)));
			pivotal.sort_unstable();
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
		entry.rounds.push(day::ClearedRound {
			lead,
			// Without a result there was nothing to clear.
			status: day::status_name(result.map_or(Status::NoDemand, |result| result.status))
				.into(),
			price: result.and_then(|result| result.price),
			demand: result.map(|result| result.demand).unwrap_or_default(),
			supply: result.map(|result| result.supply).unwrap_or_default(),
			traded: result.map(|result| result.traded).unwrap_or_default(),
			payment: result.map(|result| amount(result.payment)).unwrap_or_default(),
			transactions: result.map(|result| result.transactions).unwrap_or_default(),
			pivotal,
			book,
		});
		Ok(())
	}

	/// Reads how everything was settled.
	pub(super) async fn sum_up(&mut self) -> Result<Day, PlayError> {
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
				sheet.nodes_net
					+ sheet.utility_net
					+ sheet.grid_net
					+ sheet.reserve_net
					+ sheet.pending == 0
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
			chain: day::ChainInfo {
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

fn bill(bus: Bus, hour: u8, invoice: &Invoice) -> Bill {
	let (alone_cost, alone_revenue) = invoice.alone();
	Bill {
		bus,
		hour,
		imported: invoice.metered.import,
		exported: invoice.metered.export,
		bought: invoice.position.bought,
		sold: invoice.position.sold,
		purchases: amount(invoice.position.cost.saturating_add(invoice.fee)),
		sales: amount(invoice.position.revenue),
		utility_cost: amount(invoice.imbalance.cost()),
		utility_revenue: amount(invoice.imbalance.revenue()),
		alone_cost: amount(alone_cost),
		alone_revenue: amount(alone_revenue),
	}
}
