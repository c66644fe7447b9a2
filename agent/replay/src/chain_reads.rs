// SPDX-License-Identifier: Apache-2.0

//! What a chain says of intervals, as a day holds it.

use gridmerit_client::{Chain, ChainError, View, grid::ZonedResult};
use gridmerit_energy::{BalanceSheet, Basis, Interval, Invoice, NodeIndex, PAGE_ROWS};
use gridmerit_market::Status;

use crate::day::{Balance, Bill, ChainInfo, ClearedRound, Trade, Zone, ZonedRound, status_name};

/// Planck as JSON holds them exactly.
pub fn amount(planck: u128) -> u64 {
	u64::try_from(planck).unwrap_or(u64::MAX)
}

/// Which chain it is, and as of which block it is looked at.
pub async fn chain_info(chain: &Chain, view: &View) -> Result<ChainInfo, ChainError> {
	Ok(ChainInfo {
		name: chain.name().await?,
		genesis: gridmerit_meter::to_hex(&chain.genesis().0),
		spec_version: view.spec_version(),
		last_block: u32::try_from(view.number()).unwrap_or(u32::MAX),
	})
}

/// How an interval cleared in a round, and its transactions. The book is for the caller to add.
pub async fn cleared_round(
	view: &View,
	interval: Interval,
	round: Interval,
	lead: u8,
) -> Result<(ClearedRound, Vec<Trade>), ChainError> {
	let result = view.result(interval, round).await?;
	let zones = match result.is_some() {
		true => view.zones(interval, round).await?,
		false => None,
	};
	let mut trades = Vec::new();
	let pages = result.map_or(0, |result| result.transactions.div_ceil(PAGE_ROWS));
	for page in 0..pages {
		for trade in view.transactions(interval, round, page).await? {
			trades.push(Trade {
				lead,
				seller: trade.seller,
				buyer: trade.buyer,
				energy: trade.energy,
				payment: amount(trade.payment),
				earned: zones.as_ref().map(|_| trade.energy.saturating_mul(trade.selling)),
			});
		}
	}
	let mut pivotal = match result.is_some_and(|result| result.pivotal > 0) {
		true => view.pivotal(interval, round).await?,
		false => Vec::new(),
	};
	pivotal.sort_unstable();
	let cleared = ClearedRound {
		lead,
		// Without a result there was nothing to clear.
		status: status_name(result.map_or(Status::NoDemand, |result| result.status)).into(),
		price: result.and_then(|result| result.price),
		demand: result.map(|result| result.demand).unwrap_or_default(),
		supply: result.map(|result| result.supply).unwrap_or_default(),
		traded: result.map(|result| result.traded).unwrap_or_default(),
		payment: result.map(|result| amount(result.payment)).unwrap_or_default(),
		transactions: result.map(|result| result.transactions).unwrap_or_default(),
		pivotal,
		book: Vec::new(),
		grid: zones.map(zoned),
	};
	Ok((cleared, trades))
}

fn zoned(result: ZonedResult) -> ZonedRound {
	let zones = result.zones.into_iter().map(|zone| Zone {
		top: zone.top,
		status: status_name(zone.status).into(),
		price: zone.price,
		demand: zone.demand,
		supply: zone.supply,
		bought: zone.bought,
		sold: zone.sold,
	});
	ZonedRound {
		zones: zones.collect(),
		flows: result.flows.iter().map(|flow| flow.traded).collect(),
		lacking: result.flows.iter().map(|flow| flow.lacking).collect(),
		rent: amount(result.rent),
	}
}

/// The sides of a balance sheet.
pub fn sheet_balance(sheet: &BalanceSheet) -> Balance {
	let money = |planck: i128| planck.clamp(i64::MIN.into(), i64::MAX.into()) as i64;
	Balance {
		participants: money(sheet.nodes_net),
		utility: money(sheet.utility_net),
		grid: money(sheet.grid_net),
		reserve: money(sheet.reserve_net),
		pending: money(sheet.pending),
	}
}

/// An invoice.
pub fn bill(node: NodeIndex, slot: u16, invoice: &Invoice) -> Bill {
	let (alone_cost, alone_revenue) = invoice.alone();
	Bill {
		node,
		slot,
		estimated: invoice.basis != Basis::Reading,
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
