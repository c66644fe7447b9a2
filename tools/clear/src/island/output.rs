// SPDX-License-Identifier: Apache-2.0

//! The outcome of an island as one line of JSON.

use std::io::{self, Write};

use gridmerit_island::{
	IslandCertificate, IslandClearing, Priority, Served, Settled, Settlement, served,
};
use gridmerit_market::{Leg, NodeIndex, Planck, Price, Wh};
use serde::Serialize;

use super::{Cleared, priority, status};
use crate::output::{LegRow, Text, TransactionRow};

/// Writes the outcome and a line break.
pub fn write(out: &mut impl Write, cleared: &Cleared<'_>) -> io::Result<()> {
	let Cleared { microgrid, island, outcome, transactions, certificate, settlement } = cleared;
	let clearing = outcome.clearing;
	let legs = |nodes: Vec<NodeIndex>, fills: &[Wh]| -> Vec<LegRow> {
		let legs = nodes.into_iter().zip(fills).map(|(node, &energy)| Leg { node, energy });
		legs.map(LegRow::from).collect()
	};
	let flows = outcome.discharged.iter().zip(&outcome.charged);
	let output = Output {
		status: status(clearing.status()),
		price: clearing.price.map(Text),
		traded_wh: Text(clearing.traded),
		sums: SumsRow::from(clearing),
		priorities: Priority::ALL
			.into_iter()
			.zip(served(*island, outcome))
			.map(PriorityRow::from)
			.collect(),
		transactions: transactions.iter().map(|row| TransactionRow::new(row, None)).collect(),
		sold: legs(microgrid.offers.iter().map(|offer| offer.node).collect(), &outcome.sold),
		served: legs(microgrid.loads.iter().map(|load| load.node).collect(), &outcome.served),
		batteries: microgrid
			.storages
			.iter()
			.zip(flows)
			.map(|(storage, (&discharged, &charged))| BatteryRow {
				id: storage.node,
				discharged_wh: Text(discharged),
				charged_wh: Text(charged),
			})
			.collect(),
		mix: cleared
			.mix()
			.into_iter()
			.map(|(source, energy)| MixRow { source, wh: Text(energy) })
			.collect(),
		payment: Text(clearing.payment(clearing.traded)),
		certificate: CertificateRow::from(*certificate),
		settlement: settlement.as_ref().map(SettlementRow::from),
		above_cap: &microgrid.above_cap,
	};
	serde_json::to_writer(&mut *out, &output)?;
	writeln!(out)
}

#[derive(Serialize)]
struct Output<'a> {
	status: &'static str,
	price: Option<Text<Price>>,
	traded_wh: Text<Wh>,
	#[serde(flatten)]
	sums: SumsRow,
	priorities: Vec<PriorityRow>,
	transactions: Vec<TransactionRow>,
	sold: Vec<LegRow>,
	served: Vec<LegRow>,
	batteries: Vec<BatteryRow>,
	mix: Vec<MixRow<'a>>,
	payment: Text<Planck>,
	certificate: CertificateRow,
	#[serde(skip_serializing_if = "Option::is_none")]
	settlement: Option<SettlementRow>,
	/// Who asks more than the cap and takes no part.
	above_cap: &'a [NodeIndex],
}

#[derive(Serialize)]
struct SumsRow {
	marginal: Text<Price>,
	wanted_wh: Text<Wh>,
	served_wh: Text<Wh>,
	unserved_wh: Text<Wh>,
	supply_wh: Text<Wh>,
	unsold_wh: Text<Wh>,
}

impl From<IslandClearing> for SumsRow {
	fn from(clearing: IslandClearing) -> Self {
		Self {
			marginal: Text(clearing.marginal),
			wanted_wh: Text(clearing.wanted),
			served_wh: Text(clearing.served),
			unserved_wh: Text(clearing.unserved()),
			supply_wh: Text(clearing.supply),
			unsold_wh: Text(clearing.unsold()),
		}
	}
}

#[derive(Serialize)]
struct PriorityRow {
	priority: &'static str,
	wanted_wh: Text<Wh>,
	served_wh: Text<Wh>,
	shed_wh: Text<Wh>,
}

impl From<(Priority, Served)> for PriorityRow {
	fn from((class, served): (Priority, Served)) -> Self {
		Self {
			priority: priority(class),
			wanted_wh: Text(served.wanted),
			served_wh: Text(served.served),
			shed_wh: Text(served.shed()),
		}
	}
}

#[derive(Serialize)]
struct BatteryRow {
	id: NodeIndex,
	discharged_wh: Text<Wh>,
	charged_wh: Text<Wh>,
}

#[derive(Serialize)]
struct MixRow<'a> {
	source: &'a str,
	wh: Text<Wh>,
}

#[derive(Serialize)]
struct CertificateRow {
	lambda: Text<Price>,
	cost: Text<Planck>,
	value: Text<Planck>,
	rents: Text<Planck>,
}

impl From<IslandCertificate> for CertificateRow {
	fn from(certificate: IslandCertificate) -> Self {
		let IslandCertificate { lambda, cost, value, rents } = certificate;
		Self { lambda: Text(lambda), cost: Text(cost), value: Text(value), rents: Text(rents) }
	}
}

#[derive(Serialize)]
struct SettlementRow {
	nodes: Vec<SettledRow>,
	losses_wh: Text<i128>,
	operator: Text<i128>,
}

#[derive(Serialize)]
struct SettledRow {
	id: NodeIndex,
	inside: bool,
	bought_wh: Text<Wh>,
	sold_wh: Text<Wh>,
	refund: Text<i128>,
	left_over_wh: Text<i128>,
	balance: Text<i128>,
}

impl From<&Settlement> for SettlementRow {
	fn from(settlement: &Settlement) -> Self {
		let row = |row: &Settled| SettledRow {
			id: row.node,
			inside: row.inside,
			bought_wh: Text(row.bought),
			sold_wh: Text(row.sold),
			refund: Text(row.refund),
			left_over_wh: Text(row.left_over),
			balance: Text(row.balance),
		};
		Self {
			nodes: settlement.rows.iter().map(row).collect(),
			losses_wh: Text(settlement.losses),
			operator: Text(settlement.operator),
		}
	}
}
