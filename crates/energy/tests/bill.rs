// SPDX-License-Identifier: Apache-2.0

//! Bills, with the market and without it.

use gridmerit_energy::{
	Basis, FeedInRight, Imbalance, Invoice, Metered, Position, Standing, Statement, Tariff, Totals,
};
use proptest::prelude::*;

const TARIFF: Tariff = Tariff {
	tou: 200_000,
	fit: 80_000,
	alpha_ppm: 950_000,
	fee: 5_000,
	shortfall: 250_000,
	surplus: 60_000,
	curtailed: 0,
};

fn invoice(basis: Basis, import: u64, export: u64, position: Position) -> Invoice {
	Invoice::new(basis, Metered { import, export }, false, position, TARIFF)
}

fn statement(invoices: impl IntoIterator<Item = (u32, Invoice)>, closed_until: u32) -> Statement {
	Statement::new(2, (0, 9), invoices, closed_until)
}

#[test]
fn netting_within_the_meter_is_no_merit_of_the_market() {
	// 300 Wh drawn and 200 Wh fed in, in one quarter of an hour, and nothing traded.
	let untraded = invoice(Basis::Reading, 300, 200, Position::default());
	let statement = statement([(0, untraded)], 0);
	assert_eq!((statement.paid, statement.paid_alone), (100 * 200_000, 100 * 200_000));
	assert_eq!(statement.saved, 0);
}

#[test]
fn what_was_traded_is_the_markets_merit_whatever_the_meter_netted() {
	// 100 Wh bought at 120,000 with the fee of 5,000, in place of 100 Wh at 200,000.
	let position = Position { bought: 100, sold: 0, cost: 100 * 120_000, revenue: 0 };
	for (import, export) in [(100, 0), (300, 200), (5_100, 5_000)] {
		let invoice = invoice(Basis::Reading, import, export, position);
		assert_eq!(statement([(0, invoice)], 0).saved, 100 * (200_000 - 125_000));
	}
}

#[test]
fn what_is_curtailed_is_on_the_bill() {
	// 300 Wh fed in, of which 100 were sold: of the other 200 there is room for 150.
	let position = Position { bought: 0, sold: 100, cost: 0, revenue: 100 * 100_000 };
	let metered = Metered { import: 0, export: 300 };
	let tariff = Tariff { curtailed: 20_000, ..TARIFF };
	let with = |right: Option<u64>| {
		let right = right.map(|energy| FeedInRight { energy });
		Invoice::with_right(Basis::Reading, metered, false, (position, right), tariff)
	};
	let invoice = with(Some(150));
	let revenue = 150 * 80_000 + 50 * 20_000;
	assert_eq!(invoice.imbalance, Imbalance::Sold { energy: 200, revenue });
	assert_eq!((invoice.curtailed(), invoice.credited), (50, 100 * 100_000 + revenue));
	assert_eq!((with(Some(200)).curtailed(), with(None).curtailed()), (0, 0));
	assert_eq!(with(Some(200)).credited, with(None).credited);
	assert_eq!(with(None), Invoice::new(Basis::Reading, metered, false, position, tariff));
	// The comparison is with a utility that takes all of it.
	assert_eq!(invoice.alone(), with(None).alone());
}

/// A friend without generation buys what has no room, offers it dearly and gets a share: it is of no use to it.
#[test]
fn what_was_bought_has_no_right() {
	let tariff = Tariff { curtailed: 20_000, ..TARIFF };
	let position = Position { bought: 100, sold: 0, cost: 100 * 60_000, revenue: 0 };
	let settled = |export, right| {
		let metered = Metered { import: 0, export };
		let traded = (position, Some(FeedInRight { energy: right }));
		Invoice::with_right(Basis::Reading, metered, false, traded, tariff)
	};
	for right in [0, 50, 100, 1_000] {
		let invoice = settled(0, right);
		let sold = Imbalance::Sold { energy: 100, revenue: 100 * 20_000 };
		assert_eq!((invoice.imbalance, invoice.curtailed()), (sold, 100));
	}
	// What it generates itself has one.
	let invoice = settled(30, 20);
	assert_eq!(
		(invoice.imbalance.revenue(), invoice.curtailed()),
		(20 * 80_000 + 110 * 20_000, 110)
	);
}

#[test]
fn what_is_bought_back_pays_no_fee() {
	let position = Position { bought: 100, sold: 70, cost: 100 * 120_000, revenue: 70 * 100_000 };
	let invoice = invoice(Basis::Reading, 30, 0, position);
	// On the 30 Wh that flow.
	assert_eq!(invoice.fee, 30 * 5_000);
	assert_eq!(invoice.charged, 100 * 120_000 - 70 * 100_000 + 30 * 5_000);
	let totals = statement([(0, invoice)], 0).totals;
	assert_eq!((totals.purchases, totals.fees), (100 * 120_000 + 30 * 5_000, 30 * 5_000));
	assert_eq!((totals.sales, totals.paid()), (70 * 100_000, invoice.charged as i128));
}

proptest! {
	#[test]
	fn who_trades_nothing_saves_nothing(import in 0..1_u64 << 40, export in 0..1_u64 << 40) {
		let statement = statement([(0, invoice(Basis::Reading, import, export, Position::default()))], 0);
		prop_assert_eq!(statement.saved, 0);
		prop_assert_eq!(statement.paid, statement.paid_alone);
	}
}

#[test]
fn what_is_closed_is_final_whatever_it_was_settled_by() {
	for basis in [Basis::Reading, Basis::Silence, Basis::Revoked, Basis::Unmetered] {
		let open =
			if basis == Basis::Reading { Standing::Disputable } else { Standing::Provisional };
		assert_eq!((basis.standing(false), basis.standing(true)), (open, Standing::Final));
	}
	let of = |basis| invoice(basis, 10, 0, Position::default());
	let invoices = [
		(0, of(Basis::Silence)),
		(1, of(Basis::Reading)),
		(2, of(Basis::Revoked)),
		(3, of(Basis::Reading)),
		(4, of(Basis::Reading)),
		(5, of(Basis::Silence)),
	];
	for (closed_until, expected) in [(0, (3, 3, 0)), (2, (2, 2, 2)), (5, (1, 0, 5)), (6, (0, 0, 6))]
	{
		let Statement { provisional, disputable, settled_for_good, totals, .. } =
			statement(invoices, closed_until);
		assert_eq!((provisional, disputable, settled_for_good), expected);
		assert_eq!((totals.intervals, totals.without_reading), (6, 3));
	}
	assert_eq!(statement([], 6).totals, Totals::default());
}
