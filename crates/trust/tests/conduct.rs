// SPDX-License-Identifier: Apache-2.0

//! What an interval tells of a node.

use gridmerit_energy::{Basis, Invoice, Metered, Position, Tariff};
use gridmerit_trust::{Conduct, Offence, Offences, Params, Part};

const TARIFF: Tariff = Tariff {
	tou: 200_000,
	fit: 80_000,
	alpha_ppm: 950_000,
	fee: 5_000,
	shortfall: 300_000,
	surplus: 80_000,
	curtailed: 0,
};

/// 900 Wh sold at 120,000, of which `export` come.
fn sold(basis: Basis, export: u64) -> Conduct {
	let position = Position { sold: 900, revenue: 108_000_000, ..Position::default() };
	of(basis, position, Metered { import: 0, export })
}

fn of(basis: Basis, position: Position, metered: Metered) -> Conduct {
	Conduct::of(&Invoice::new(basis, metered, false, position, TARIFF), &Params::default())
}

const fn one(risk: u128, missed: u128) -> Conduct {
	let offences = Offences {
		missing_readings: 0,
		contradictions: 0,
		revoked_meters: 0,
		equivocations: 0,
		absences: 0,
		false_computations: 0,
	};
	Conduct { risk, missed, offences }
}

#[test]
fn what_is_delivered_counts_by_the_fee() {
	// At risk are 900 x 300,000 - 108,000,000 = 162,000,000; by the fee 20 x 5,000 x 900 count.
	assert_eq!(sold(Basis::Reading, 900), one(90_000_000, 0));
	// More than was promised is nobody's risk.
	assert_eq!(sold(Basis::Reading, 2_000), one(90_000_000, 0));
}

#[test]
fn an_interval_is_capped() {
	let position = Position { sold: 5_000, revenue: 600_000_000, ..Position::default() };
	let conduct = of(Basis::Reading, position, Metered { import: 0, export: 5_000 });
	assert_eq!(conduct, one(100_000_000, 0));
}

#[test]
fn a_high_price_leaves_less_at_risk() {
	// At 290,000 a Wh (which no market of this tariff has) only 10,000 a Wh are at risk.
	let position = Position { sold: 900, revenue: 261_000_000, ..Position::default() };
	let conduct = of(Basis::Reading, position, Metered { import: 0, export: 900 });
	assert_eq!(conduct, one(9_000_000, 0));
	// At the shortfall price and above nothing is.
	let position = Position { revenue: 300_000_000, ..position };
	assert_eq!(of(Basis::Reading, position, Metered { import: 0, export: 900 }), one(0, 0));
}

#[test]
fn a_loss_that_is_made_is_not_at_risk_any_more() {
	// Bought back dear: with the loss of 100,000,000 it is still 300,000 a Wh, and no more.
	let params = Params { leverage: 1_000, ..Params::default() };
	let position = Position { sold: 1_000, bought: 900, cost: 200_000_000, revenue: 100_000_000 };
	let metered = Metered { import: 0, export: 100 };
	let invoice = Invoice::new(Basis::Reading, metered, false, position, TARIFF);
	assert_eq!(Conduct::of(&invoice, &params), one(30_000_000, 0));
}

#[test]
fn what_is_missed_within_the_tolerance_is_only_not_gained() {
	// A twentieth of 900 Wh is 45 Wh.
	assert_eq!(sold(Basis::Reading, 855), one(85_500_000, 0));
	assert_eq!(sold(Basis::Reading, 854), one(85_400_000, 300_000));
	assert_eq!(sold(Basis::Reading, 0), one(0, 855 * 300_000));
}

#[test]
fn drawing_instead_of_feeding_in_misses_no_more_than_was_promised() {
	let position = Position { sold: 900, revenue: 108_000_000, ..Position::default() };
	let conduct = of(Basis::Reading, position, Metered { import: 5_000, export: 0 });
	assert_eq!(conduct, one(0, 855 * 300_000));
}

#[test]
fn who_has_sold_nothing_on_balance_risks_nothing() {
	let long = Position { sold: 900, bought: 1_000, cost: 120_000_000, revenue: 108_000_000 };
	for position in [long, Position { sold: 1_000, ..long }, Position::default()] {
		let metered = Metered { import: 0, export: 9_000 };
		assert_eq!(of(Basis::Reading, position, metered), one(0, 0));
		// What it uses beyond what it bought breaks no promise.
		let metered = Metered { import: 9_000, export: 0 };
		assert_eq!(of(Basis::Reading, position, metered), one(0, 0));
	}
}

#[test]
fn only_the_own_settlement_meter_proves_a_delivery() {
	assert_eq!(sold(Basis::Spare, 900), one(0, 0));
	assert_eq!(sold(Basis::Spare, 0), one(0, 855 * 300_000));
	assert_eq!(sold(Basis::Unmetered, 0), one(0, 855 * 300_000));
}

#[test]
fn silence_hides_nothing() {
	let silent = sold(Basis::Silence, 0);
	let offences = Offences { missing_readings: 1_000_000_000, ..Offences::default() };
	assert_eq!(silent, Conduct { risk: 0, missed: 855 * 300_000, offences });
	// It is worse than to admit that nothing came.
	let admitted = sold(Basis::Reading, 0);
	assert_eq!(silent, admitted.join(Conduct::offence(Offence::MissingReading, Part::ONE)));
}

#[test]
fn a_revoked_reading_counts_for_nothing_as_the_revocation_counts() {
	assert!(sold(Basis::Revoked, 900).is_empty());
	assert!(sold(Basis::Revoked, 0).is_empty());
}

#[test]
fn each_offence_is_counted_by_its_severity() {
	let half = Part::thousandths(500);
	let of = |offence| Conduct::offence(offence, half).offences;
	let none = Offences::default();
	let n = 500_000_000;
	assert_eq!(of(Offence::MissingReading), Offences { missing_readings: n, ..none });
	assert_eq!(of(Offence::Contradiction), Offences { contradictions: n, ..none });
	assert_eq!(of(Offence::RevokedMeter), Offences { revoked_meters: n, ..none });
	assert_eq!(of(Offence::Equivocation), Offences { equivocations: n, ..none });
	assert_eq!(of(Offence::Absence), Offences { absences: n, ..none });
	assert_eq!(of(Offence::FalseComputation), Offences { false_computations: n, ..none });
	assert!(Conduct::offence(Offence::Absence, Part::ZERO).is_empty());
}

#[test]
fn boundary_without_a_fee_nothing_can_be_earned() {
	let tariff = Tariff { fee: 0, ..TARIFF };
	let position = Position { sold: 900, revenue: 108_000_000, ..Position::default() };
	let metered = Metered { import: 0, export: 900 };
	let invoice = Invoice::new(Basis::Reading, metered, false, position, tariff);
	assert!(Conduct::of(&invoice, &Params::default()).is_empty());
}
