// SPDX-License-Identifier: Apache-2.0

//! A bill as CSV: a row for each settled interval, in full precision.

use std::io::Write;

use gridmerit_client::units::{MONEY_PLACES, PRICE_PLACES, decimal, decimal_signed};
use gridmerit_energy::{Imbalance, Standing};

use crate::bill::{Bill, Source};

const COLUMNS: [&str; 19] = [
	"interval",
	"begins",
	"basis",
	"standing",
	"source",
	"drawn_wh",
	"fed_in_wh",
	"bought_wh",
	"sold_wh",
	"from_utility_wh",
	"to_utility_wh",
	"purchases_unit",
	"fee_unit",
	"sales_unit",
	"utility_unit",
	"came_to_unit",
	"alone_unit",
	"tou_unit_per_kwh",
	"fit_unit_per_kwh",
];

/// What may still become of a settlement, in a word.
pub(crate) fn word(standing: Standing) -> &'static str {
	match standing {
		Standing::Provisional => "estimated",
		Standing::Disputable => "disputable",
		Standing::Final => "final",
	}
}

fn money(amount: i128) -> String {
	decimal_signed(amount, MONEY_PLACES)
}

/// a - b.
fn less(a: u128, b: u128) -> i128 {
	let signed = |amount| i128::try_from(amount).unwrap_or(i128::MAX);
	signed(a).saturating_sub(signed(b))
}

/// Writes the lines of a bill. Times are those at which intervals begin, by the clocks of the bill's zone. Money is
/// negative if the node got it: `utility_unit` and `came_to_unit` are what it paid less what it earned.
pub fn csv(bill: &Bill, into: impl Write) -> Result<(), ::csv::Error> {
	let mut writer = ::csv::Writer::from_writer(into);
	writer.write_record(COLUMNS)?;
	for line in &bill.lines {
		let invoice = &line.invoice;
		let (from, to) = match invoice.imbalance {
			Imbalance::Bought { energy, .. } => (energy, 0),
			Imbalance::Sold { energy, .. } => (0, energy),
		};
		let (alone_cost, alone_revenue) = invoice.alone();
		let price = |price: u64| decimal(price.into(), PRICE_PLACES);
		writer.write_record([
			line.interval.to_string(),
			bill.zone.exactly(bill.start(line.interval)),
			format!("{:?}", invoice.basis),
			word(line.standing).into(),
			match line.source {
				Source::Chain => "chain".into(),
				Source::Archive => "archive".into(),
			},
			invoice.metered.import.to_string(),
			invoice.metered.export.to_string(),
			invoice.position.bought.to_string(),
			invoice.position.sold.to_string(),
			from.to_string(),
			to.to_string(),
			money(less(invoice.position.cost, 0)),
			money(less(invoice.fee, 0)),
			money(less(invoice.position.revenue, 0)),
			money(less(invoice.imbalance.cost(), invoice.imbalance.revenue())),
			money(less(invoice.charged, invoice.credited)),
			money(less(alone_cost, alone_revenue)),
			price(invoice.tariff.tou),
			price(invoice.tariff.fit),
		])?;
	}
	writer.flush()?;
	Ok(())
}
