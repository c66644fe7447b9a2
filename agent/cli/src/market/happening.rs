// SPDX-License-Identifier: Apache-2.0

//! What a block says of the market, in a line each.

use gridmerit_client::{
	MarketEvent, Status,
	times::Zone,
	units::{kwh, price, unit},
};
use gridmerit_energy::{Interval, NodeIndex, Price};
use serde_json::{Value, json};

/// How a book has cleared, in words.
pub fn cleared(status: Status) -> &'static str {
	match status {
		Status::Cleared => "cleared",
		Status::Scarcity => "scarcity: at the cap",
		Status::NoSupply => "nobody offered",
		Status::NoDemand => "nobody wanted",
		Status::NoMatch => "limits below all asks",
	}
}

/// Who looks, and by which clocks.
pub struct Eyes<'a> {
	/// The node whose readings and trades are told; none: nobody's.
	pub node: Option<NodeIndex>,
	/// By whose clocks times are said.
	pub zone: &'a Zone,
	/// The length of an interval in milliseconds.
	pub length: u32,
}

impl Eyes<'_> {
	/// When an interval begins, by the clock.
	fn begins(&self, interval: Interval) -> String {
		self.zone.clock(u64::from(interval).saturating_mul(self.length.into()))
	}

	/// What an event means for who looks: in words and for programs; none if nothing.
	pub fn see(&self, event: &MarketEvent) -> Option<(String, Value)> {
		Some(match event {
			MarketEvent::RoundOpened { round, gate, first, last } => (
				format!(
					"round {round} takes orders for {} to {}, until {}",
					self.begins(*first),
					self.begins(*last),
					self.zone.clock(*gate)
				),
				json!({ "event": "roundOpened", "round": round, "gate": gate, "first": first, "last": last }),
			),
			MarketEvent::GateClosed { round, first, last } => (
				format!("the gate of round {round} has closed: its orders are cleared"),
				json!({ "event": "gateClosed", "round": round, "first": first, "last": last }),
			),
			MarketEvent::IntervalCleared {
				interval,
				round,
				status,
				price: at,
				traded,
				transactions,
			} => {
				let what = match at {
					Some(at) => {
						format!("{} at {} ({})", kwh(*traded), price(*at), cleared(*status))
					},
					None if *traded > 0 => {
						format!("{} at a price for each zone ({})", kwh(*traded), cleared(*status))
					},
					None => format!("nothing traded ({})", cleared(*status)),
				};
				(
					format!("{}: {what}", self.begins(*interval)),
					json!({
						"event": "intervalCleared", "interval": interval, "round": round,
						"status": format!("{status:?}"), "price": at, "traded": traded, "transactions": transactions,
					}),
				)
			},
			MarketEvent::ZonesCleared { interval, round, zones, rent } => (
				match zones {
					0 | 1 => format!("{}: no line is full", self.begins(*interval)),
					_ => format!(
						"{}: full lines make {zones} zones, and earn {}",
						self.begins(*interval),
						unit(*rent)
					),
				},
				json!({
					"event": "zonesCleared", "interval": interval, "round": round, "zones": zones,
					"rent": rent.to_string(),
				}),
			),
			MarketEvent::RoundCleared { round } => (
				format!("round {round} is cleared"),
				json!({ "event": "roundCleared", "round": round }),
			),
			MarketEvent::IntervalSettled { node, interval, invoice, corrects }
				if self.node == Some(*node) =>
			{
				let how = match (invoice.basis.is_provisional(), corrects) {
					(true, _) => "is settled by an estimate",
					(false, true) => "is settled anew, by a reading",
					(false, false) => "is settled by its reading",
				};
				let net = match invoice.charged {
					0 => format!("earned {}", unit(invoice.credited)),
					charged => format!("charged {}", unit(charged)),
				};
				let metered = invoice.metered;
				(
					format!(
						"{} {how}: drew {}, fed in {}, {net}",
						self.begins(*interval),
						kwh(metered.import),
						kwh(metered.export)
					),
					json!({
						"event": "intervalSettled", "interval": interval,
						"basis": format!("{:?}", invoice.basis), "corrects": corrects,
						"imported": metered.import, "exported": metered.export,
						"charged": invoice.charged.to_string(), "credited": invoice.credited.to_string(),
					}),
				)
			},
			MarketEvent::IntervalSettled { .. } => return None,
			MarketEvent::IntervalClosed { interval } => self.node.map(|_| {
				(
					format!("{} is settled for good", self.begins(*interval)),
					json!({ "event": "intervalClosed", "interval": interval }),
				)
			})?,
		})
	}

	/// At what price an interval has cleared in a round where the node hangs; none if nothing traded there.
	pub fn zone(
		&self,
		(interval, round): (Interval, Interval),
		bus: u16,
		own: Option<Price>,
	) -> (String, Value) {
		let what = own.map_or("nothing trades".into(), price);
		(
			format!("{}: on bus {bus} {what}", self.begins(interval)),
			json!({
				"event": "zoneCleared", "interval": interval, "round": round, "bus": bus, "price": own,
			}),
		)
	}

	/// What the node has bought or sold of a transaction.
	pub fn trade(
		&self,
		node: NodeIndex,
		of: &gridmerit_energy::Transaction<gridmerit_client::AccountId32>,
	) -> (String, Value) {
		let bought = of.buyer == node;
		let (side, way, other) = match bought {
			true => ("bought", "from", of.seller),
			false => ("sold", "to", of.buyer),
		};
		(
			format!(
				"{}: {side} {} {way} node {other} for {}",
				self.begins(of.interval),
				kwh(of.energy),
				unit(of.payment_for(node))
			),
			json!({
				"event": "trade", "interval": of.interval, "round": of.round, "side": side,
				"neighbour": other, "energy": of.energy, "price": of.price_for(node),
				"payment": of.payment_for(node).to_string(),
			}),
		)
	}
}

#[cfg(test)]
mod tests {
	use gridmerit_energy::Transaction;

	use super::*;

	#[test]
	fn only_what_matters_to_who_looks_is_told() {
		let zone: Zone = "Europe/Berlin".parse().unwrap();
		let eyes = Eyes { node: None, zone: &zone, length: 900_000 };
		let cleared = MarketEvent::IntervalCleared {
			interval: 1_700_065,
			round: 1_700_064,
			status: Status::Scarcity,
			price: Some(195_000),
			traded: 2_500,
			transactions: 1,
		};
		let (text, value) = eyes.see(&cleared).unwrap();
		assert_eq!(text, "2018-06-27 02:15: 2.5 kWh at 0.195 UNIT/kWh (scarcity: at the cap)");
		assert_eq!((&value["status"], &value["price"]), (&json!("Scarcity"), &json!(195_000)));
		let by_zone = MarketEvent::IntervalCleared {
			interval: 1_700_065,
			round: 1_700_064,
			status: Status::Cleared,
			price: None,
			traded: 2_500,
			transactions: 1,
		};
		let (text, _) = eyes.see(&by_zone).unwrap();
		assert_eq!(text, "2018-06-27 02:15: 2.5 kWh at a price for each zone (cleared)");
		let zones = MarketEvent::ZonesCleared {
			interval: 1_700_065,
			round: 1_700_064,
			zones: 3,
			rent: 2_000_000,
		};
		let (text, value) = eyes.see(&zones).unwrap();
		assert_eq!(text, "2018-06-27 02:15: full lines make 3 zones, and earn 0.002 UNIT");
		assert_eq!((&value["zones"], &value["rent"]), (&json!(3), &json!("2000000")));
		let (text, value) = eyes.zone((1_700_065, 1_700_064), 7, Some(90_000));
		assert_eq!(text, "2018-06-27 02:15: on bus 7 0.09 UNIT/kWh");
		assert_eq!((&value["bus"], &value["price"]), (&json!(7), &json!(90_000)));
		assert_eq!(eyes.see(&MarketEvent::IntervalClosed { interval: 1 }), None);
		let mine = Eyes { node: Some(1), ..eyes };
		assert!(mine.see(&MarketEvent::IntervalClosed { interval: 1 }).is_some());
		// Of one transaction each of its two sees its own price.
		let trade = Transaction {
			round: 1_700_064,
			interval: 1_700_065,
			seller: 2,
			seller_account: None,
			buyer: 1,
			buyer_account: None,
			energy: 1_000,
			payment: 120_000_000,
			price: 120_000,
			selling: 90_000,
		};
		for (node, said, price, payment) in [
			(1, "bought 1 kWh from node 2 for 0.12 UNIT", 120_000, "120000000"),
			(2, "sold 1 kWh to node 1 for 0.09 UNIT", 90_000, "90000000"),
		] {
			let (text, value) = mine.trade(node, &trade);
			assert_eq!(text, format!("2018-06-27 02:15: {said}"));
			assert_eq!((&value["price"], &value["payment"]), (&json!(price), &json!(payment)));
		}
	}
}
