// SPDX-License-Identifier: Apache-2.0

//! What the daemon says.

use gridmerit_client::ChainError;
use gridmerit_energy::{NodeMeter, Order, Position, Tariff, Window};

use super::{bond::refusal, metering::trouble, show, waiting::gist};
use crate::{
	decide::{Decision, Wish},
	plan::{Cost, Plan, PlannedInterval},
};

fn decided(decision: &Decision, windows: &[Window]) -> String {
	show::decision(decision, windows, &"Europe/Berlin".parse().unwrap())
}

#[test]
fn a_decision_names_order_battery_reason_and_saving() {
	let step = |interval, charge, discharge| PlannedInterval {
		interval,
		charge,
		discharge,
		..PlannedInterval::default()
	};
	let cost = |paid| Cost { paid, ..Cost::default() };
	let wish = |interval, order, reason: Option<&str>| Wish {
		interval,
		order,
		reason: reason.map(Into::into),
		gain: 0,
	};
	let mut decision = Decision {
		wishes: vec![
			wish(7, Some(Order::Demand { quantity: 1_500, limit: Some(150_000) }), None),
			wish(8, Some(Order::Offer { capacity: 250, ask: 120_000 }), None),
			wish(9, None, None),
		],
		plan: Plan {
			steps: vec![step(7, 900, 0), step(8, 0, 80), step(9, 0, 0)],
			market: cost(-2_000_000_000),
			utility: cost(500_000_000),
			utility_idle: cost(0),
			notes: vec![],
		},
		notes: vec![],
	};
	let lines = "7: buy 1.5 kWh up to 0.15 UNIT/kWh, charge 0.9 kWh\n  8: sell 0.25 kWh from 0.12 UNIT/kWh, discharge 0.08 kWh\n  \
	             9: nothing\n  expected to save 2.5 UNIT against the utility alone";
	assert_eq!(decided(&decision, &[]), lines);
	decision.wishes = vec![wish(7, None, Some("limits.max_buy_wh"))];
	let said = decided(&decision, &[]);
	assert!(said.contains("7: nothing, charge 0.9 kWh (limits.max_buy_wh)\n"), "{said}");
	assert!(said.ends_with(", without these limits"), "{said}");
	decision.plan.market = Cost { paid: 700_000_000, wear: 50_000_000, stored: 0 };
	let said = decided(&decision, &[]);
	let lost =
		"expected to lose 0.25 UNIT against the utility alone, 0.05 UNIT of wear included, without";
	assert!(said.contains(lost), "{said}");
	decision.notes = vec!["a note".into(), "another one".into()];
	assert!(decided(&decision, &[]).ends_with("limits\n  a note\n  another one"));
	// Times are by the clocks of the node, which are named.
	let start = 1_530_058_500_000;
	let window = Window {
		interval: 7,
		start,
		round: 6,
		gate: start,
		last_round: 6,
		tariff: Tariff {
			tou: 1,
			fit: 0,
			alpha_ppm: 1,
			fee: 0,
			shortfall: 0,
			surplus: 0,
			curtailed: 0,
		},
		cheapest_ask: 0,
		dearest_ask: 0,
		cap: 0,
		minimum: 0,
	};
	let said = decided(&decision, &[window]);
	assert!(said.starts_with("2018-06-27T02:15+02:00: nothing"), "{said}");
}

#[test]
fn a_reason_to_wait_is_another_one_by_more_than_numbers_in_what_a_program_says() {
	let said = "no forecast: ./fc.sh: exit status: 3\n  14:05:07 no route to host";
	assert_eq!(gist(said), gist(&said.replace("14:05:07", "14:05:08")));
	for other in
		["", "no forecast: ./fc.sh: exit status: 3", &said.replace("status: 3", "status: 4")]
	{
		assert_ne!(gist(said), gist(other));
	}
	assert_ne!(gist(said), gist(&said.replace("no route", "no way")));
}

#[test]
fn only_what_is_new_was_traded() {
	let before = Position { bought: 100, cost: 20_000_000, ..Position::default() };
	assert_eq!(show::traded(before, before), None);
	let now = Position { bought: 350, cost: 70_000_000, sold: 5, revenue: 900_000 };
	let said = "bought 0.25 kWh for 0.05 UNIT, sold 0.005 kWh for 0.0009 UNIT";
	assert_eq!(show::traded(before, now).unwrap(), said);
}

#[test]
fn a_settlement_meter_that_proves_nothing_is_told_of() {
	let meter = |meter, settles_from, settles_to, revoked_from| NodeMeter {
		meter,
		settles_from,
		settles_to,
		revoked_from,
	};
	let told = |meters: &[NodeMeter]| trouble(meters, false).unwrap_or_default();
	assert_eq!(told(&[meter(1, Some(7), None, None)]), "");
	assert!(told(&[]).starts_with("no meter settles this node"));
	assert!(told(&[meter(1, None, None, None)]).starts_with("no meter settles this node"));
	assert!(told(&[meter(1, Some(7), Some(9), None)]).starts_with("no meter settles this node"));
	let revoked = meter(1, Some(7), None, Some(8));
	assert!(
		told(std::slice::from_ref(&revoked))
			.contains("meter 1 is revoked, and its readings from interval 8")
	);
	// Another one follows a revoked one; one that informs does not matter.
	let before = NodeMeter { settles_to: Some(9), ..revoked };
	let informs = meter(2, None, None, Some(3));
	assert_eq!(told(&[informs, before, meter(3, Some(10), None, None)]), "");
}

#[test]
fn a_proxy_that_may_not_bond_is_told_what_to_do() {
	let error = ChainError::Refused {
		sent: true,
		call: "TrustStaking.bond".into(),
		error: "CallFiltered".into(),
		docs: "Not by this proxy.".into(),
	};
	let said = refusal(&error, true);
	assert!(
		said.starts_with(
			"TrustStaking.bond was refused: CallFiltered. Not by this proxy. A proxy "
		),
		"{said}"
	);
	assert!(
		said.contains("type Market may not bond") && said.contains("type MarketAndBond"),
		"{said}"
	);
	let said = refusal(&error, false);
	let wanted =
		"TrustStaking.bond was refused: CallFiltered. Not by this proxy. No second attempt today";
	assert_eq!(said, wanted);
}
