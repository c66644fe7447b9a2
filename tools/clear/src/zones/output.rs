// SPDX-License-Identifier: Apache-2.0

//! The outcome on a grid as one line of JSON.

use std::io::{self, Write};

use gridmerit_grid::{Bus, Zone, ZonedTransaction};
use gridmerit_market::{NodeIndex, Planck, Price, Wh};
use serde::Serialize;

use super::{Cleared, LineFlow, limited};
use crate::output::{LegRow, MarginRow, Rows, SkippedRow, Text, status};

/// Writes the outcome and a line break.
pub fn write(out: &mut impl Write, cleared: &Cleared<'_>) -> io::Result<()> {
	let Cleared { market, outcome, .. } = cleared;
	let (book, sums) = (cleared.book.book(), cleared.sums());
	let zones = outcome.zones.iter().enumerate();
	let pairing = &cleared.pairing;
	let transactions = pairing.transactions.iter().enumerate();
	let output = Output {
		zones: Rows(zones.map(|(number, zone)| ZoneRow::new(cleared, number, zone))),
		lines: Rows(cleared.lines().map(LineRow::from)),
		traded_wh: Text(sums.traded),
		transactions: Rows(transactions.map(|(number, transaction)| {
			TransactionRow::new(transaction, pairing.rank_of(number))
		})),
		sold: Rows(book.sellers(&outcome.sold).map(LegRow::from)),
		bought: Rows(book.buyers(&outcome.bought).map(LegRow::from)),
		paid: Text(sums.paid),
		earned: Text(sums.earned),
		rent: Text(sums.rent),
		utility_import_wh: Text(sums.utility_import),
		utility_export_wh: Text(sums.utility_export),
		skipped: Rows(market.skipped.iter().map(SkippedRow::from)),
	};
	serde_json::to_writer(&mut *out, &output)?;
	writeln!(out)
}

#[derive(Serialize)]
struct Output<Z: Serialize, L: Serialize, T: Serialize, S: Serialize, B: Serialize, K: Serialize> {
	zones: Z,
	lines: L,
	traded_wh: Text<Wh>,
	transactions: T,
	sold: S,
	bought: B,
	paid: Text<Planck>,
	earned: Text<Planck>,
	rent: Text<Planck>,
	utility_import_wh: Text<Wh>,
	utility_export_wh: Text<Wh>,
	skipped: K,
}

#[derive(Serialize)]
struct ZoneRow {
	top: Bus,
	buses: Vec<Bus>,
	status: &'static str,
	price: Option<Text<Price>>,
	bought_wh: Text<Wh>,
	sold_wh: Text<Wh>,
	utility_import_wh: Text<Wh>,
	margin: Option<MarginRow>,
	pivotal: Vec<NodeIndex>,
}

impl ZoneRow {
	fn new(cleared: &Cleared<'_>, number: usize, zone: &Zone) -> Self {
		Self {
			top: zone.top,
			buses: cleared.buses(number).collect(),
			status: status(zone.status),
			price: zone.price.map(Text),
			bought_wh: Text(zone.bought),
			sold_wh: Text(zone.sold),
			utility_import_wh: Text(zone.unmet_demand()),
			margin: MarginRow::of(zone.margin, zone.bought > 0 || zone.sold > 0),
			pivotal: cleared.pivotal(number, zone).collect(),
		}
	}
}

#[derive(Serialize)]
struct LineRow {
	bus: Bus,
	parent: Bus,
	/// None: without a limit.
	import_wh: Option<Text<Wh>>,
	export_wh: Option<Text<Wh>>,
	/// Away from the bus; negative towards it.
	flow_wh: Text<i64>,
	full: bool,
	/// What the utility's energy would need beyond the import limit.
	lacking_wh: Text<Wh>,
	rent: Text<Planck>,
}

impl From<LineFlow> for LineRow {
	fn from(line: LineFlow) -> Self {
		Self {
			bus: line.bus,
			parent: line.line.parent,
			import_wh: limited(line.line.import).map(Text),
			export_wh: limited(line.line.export).map(Text),
			flow_wh: Text(line.flow.traded),
			full: line.is_full(),
			lacking_wh: Text(line.flow.lacking),
			rent: Text(line.rent),
		}
	}
}

#[derive(Serialize)]
struct TransactionRow {
	seller: NodeIndex,
	buyer: NodeIndex,
	wh: Text<Wh>,
	buying: Text<Price>,
	selling: Text<Price>,
	paid: Text<Planck>,
	earned: Text<Planck>,
	rent: Text<Planck>,
	/// By which of the buyer's choices, from 1 on; none if by none.
	#[serde(skip_serializing_if = "Option::is_none")]
	choice: Option<usize>,
}

impl TransactionRow {
	fn new(transaction: &ZonedTransaction, rank: Option<usize>) -> Self {
		Self {
			choice: rank.map(|rank| rank + 1),
			seller: transaction.seller,
			buyer: transaction.buyer,
			wh: Text(transaction.energy),
			buying: Text(transaction.buying),
			selling: Text(transaction.selling),
			paid: Text(transaction.paid()),
			earned: Text(transaction.earned()),
			rent: Text(transaction.rent()),
		}
	}
}
