// SPDX-License-Identifier: Apache-2.0

//! Why an order would not be admitted, by the chain's own rules, and which one would.

use gridmerit_client::units::unit;
use gridmerit_energy::{
	MAX_ORDER, NodeStatus, Order, Position, Window,
	admission::{Inadmissible, OrderTerms, Trader, may_trade},
};

/// Why an order of a node in a window is not admitted, and what would be; none if it may be.
pub fn judge(order: Order, node: &NodeStatus, window: &Window) -> Option<(Inadmissible, String)> {
	if let Err(reason) = may_trade(&node.roles, node.suspended) {
		return Some((reason, String::new()));
	}
	let NodeStatus { limits, debts, most_sold, .. } = *node;
	let trader = Trader { limits, in_arrears: debts > 0, most_sold };
	let open = node.open.iter().find(|open| open.interval == window.interval);
	let position = open.map(|open| open.position).unwrap_or_default();
	// Terms that cannot be used are the chain's to judge.
	let terms = OrderTerms::try_from(window).ok()?;
	let reason = trader.admit(order, &position, &terms).err()?;
	Some((reason, help(reason, order, node, window, &trader, &position)))
}

fn help(
	reason: Inadmissible,
	order: Order,
	node: &NodeStatus,
	window: &Window,
	trader: &Trader,
	position: &Position,
) -> String {
	let most = || match order {
		Order::Demand { .. } => ("demand", trader.most_to_buy(position)),
		Order::Offer { .. } => ("offer", trader.most_to_sell(position)),
	};
	let room = || match most() {
		(side, 0) => format!("No {side} can be posted in this interval now."),
		(side, most) => format!("At most {most} Wh would do: --{side} {most}."),
	};
	let asks = || {
		let Window { cheapest_ask, dearest_ask, .. } = window;
		format!("An ask from {cheapest_ask} to {dearest_ask} would do.")
	};
	match reason {
		Inadmissible::AboveConsumptionLimit
		| Inadmissible::AboveGenerationLimit
		| Inadmissible::NotTrusted
		| Inadmissible::AboveTrust => room(),
		Inadmissible::InArrears => {
			let pay =
				"Deliver the readings that are missing, or deposit it (`gridmerit-agent deposit`).";
			format!("{} It owes {}. {pay}", room(), unit(node.debts))
		},
		Inadmissible::BelowMinimum => format!("From {} Wh on would do.", window.minimum),
		Inadmissible::TooLarge => format!("At most {MAX_ORDER} Wh would do."),
		Inadmissible::AskNotAboveFeedIn
		| Inadmissible::AskPlusFeeAboveTou
		| Inadmissible::AskNotBelowAlphaTou => asks(),
		Inadmissible::LimitNotAboveFeedIn | Inadmissible::LimitAboveCap => {
			let first = window.tariff.fit.saturating_add(1);
			format!("A limit from {first} to {} would do.", window.cap)
		},
		Inadmissible::DoesNotTrade
		| Inadmissible::Suspended
		| Inadmissible::NothingTrades
		| Inadmissible::BeyondBounds
		| Inadmissible::AbovePower
		| Inadmissible::BatteryEmpty
		| Inadmissible::BatteryFull => String::new(),
	}
}

#[cfg(test)]
mod tests {
	use gridmerit_energy::{EnergyLimits, OpenInterval, Roles, Tariff};

	use super::*;

	fn window() -> Window {
		let tariff = Tariff {
			tou: 200_000,
			fit: 80_000,
			alpha_ppm: 950_000,
			fee: 5_000,
			shortfall: 300_000,
			surplus: 80_000,
			curtailed: 0,
		};
		Window {
			interval: 10,
			start: 0,
			round: 9,
			gate: 0,
			last_round: 9,
			tariff,
			cheapest_ask: 80_001,
			dearest_ask: 189_999,
			cap: 190_000,
			minimum: 10,
		}
	}

	fn node(debts: u128, most_sold: Option<u64>, bought: u64) -> NodeStatus {
		let position = Position { bought, ..Position::default() };
		NodeStatus {
			index: 1,
			suspended: false,
			roles: Roles { prosumer: true, ..Roles::default() },
			bus: 0,
			limits: EnergyLimits { generation: 5_000, consumption: 20_000 },
			most_sold,
			credit: 0,
			locked: 0,
			debts,
			claims: 0,
			owes: Vec::new(),
			charge: None,
			open: vec![OpenInterval { interval: 10, locked: 0, order: None, position }],
		}
	}

	#[test]
	fn a_refusal_names_what_would_do() {
		let demand = |quantity, limit| Order::Demand { quantity, limit };
		let offer = |capacity, ask| Order::Offer { capacity, ask };
		let said = |order, node: &NodeStatus| judge(order, node, &window());
		let plain = node(0, None, 4_000);
		assert_eq!(said(demand(16_000, None), &plain), None);
		for (order, node, reason, help) in [
			(demand(16_001, None), &plain, Inadmissible::AboveConsumptionLimit, "--demand 16000."),
			(demand(9, None), &plain, Inadmissible::BelowMinimum, "From 10 Wh on"),
			(
				demand(50, Some(80_000)),
				&plain,
				Inadmissible::LimitNotAboveFeedIn,
				"80001 to 190000",
			),
			(offer(9_001, 90_000), &plain, Inadmissible::AboveGenerationLimit, "--offer 9000."),
			(offer(50, 190_000), &plain, Inadmissible::AskNotBelowAlphaTou, "80001 to 189999"),
			(
				offer(4_500, 90_000),
				&node(0, Some(400), 4_000),
				Inadmissible::AboveTrust,
				"--offer 4400.",
			),
			(offer(1, 90_000), &node(0, Some(0), 0), Inadmissible::BelowMinimum, "10 Wh"),
			(offer(50, 90_000), &node(0, Some(0), 0), Inadmissible::NotTrusted, "No offer can"),
			(
				demand(50, None),
				&node(7_000_000_000, None, 0),
				Inadmissible::InArrears,
				"owes 7 UNIT",
			),
		] {
			let (said, words) = said(order, node).unwrap();
			assert_eq!(said, reason);
			assert!(words.contains(help), "{reason:?}: {words}");
		}
	}
}
