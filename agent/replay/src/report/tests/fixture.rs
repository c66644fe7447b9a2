// SPDX-License-Identifier: Apache-2.0

//! Days without a chain: the IEEE 33-bus scenario, cleared by the market crate.

use std::collections::BTreeMap;

use gridmerit_market::{Book, Demand, Limits, Offer, Rules, assign, clear};
use serde_json::Value;

use crate::{
	Calendar,
	day::{
		Balance, Bill, BookOrder, ChainInfo, ClearedRound, Day, Kind, Participant, Slot, Summary,
		Time, Trade, status_name,
	},
};

/// Where `scenario.json` and `expected.json` lie.
const SCENARIO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/ieee33");

fn read(name: &str) -> Value {
	let text = std::fs::read_to_string(format!("{SCENARIO}/{name}")).unwrap();
	serde_json::from_str(&text).unwrap()
}

/// Results of the independent reference for a mode.
pub fn reference(mode: &str) -> Value {
	read("expected.json")[mode].clone()
}

/// The reference's totals as the day holds them.
fn expected(mode: &str) -> Summary {
	let all = reference(mode);
	let number = |name: &str| all[name].as_f64().unwrap();
	let money = |name: &str| all[name].as_str().unwrap().parse::<i64>().unwrap();
	let with = money("te_sale_nano") - money("te_cost_nano");
	let without = money("regular_sale_nano") - money("regular_cost_nano");
	Summary {
		clearings: number("clearings") as u32,
		trades: number("trades") as u32,
		p2p_energy: (number("p2p_kwh") * 1e3).round() as u64,
		p2p_payment: money("p2p_payment_nano") as u64,
		consumer_saving_pct: number("consumer_saving_pct"),
		prosumer_cost_saving_pct: number("prosumer_cost_saving_pct"),
		prosumer_sale_profit_pct: number("prosumer_sale_profit_pct"),
		community_gain: with - without,
	}
}

struct Node {
	bus: u16,
	kind: Kind,
	load: Vec<i64>,
	pv: Vec<i64>,
	/// Load less generation expected by lead and hour.
	forecast: BTreeMap<u8, Vec<i64>>,
	ask: Vec<u64>,
}

fn numbers(value: &Value) -> Vec<i64> {
	value.as_array().map_or(vec![0; 24], |all| all.iter().map(|n| n.as_i64().unwrap()).collect())
}

fn nodes(scenario: &Value) -> Vec<Node> {
	let buses = |name: &str| numbers(&scenario[name]);
	let mut nodes = Vec::new();
	for (kind, buses) in
		[(Kind::Consumer, buses("consumers")), (Kind::Prosumer, buses("prosumers"))]
	{
		for bus in buses {
			let key = bus.to_string();
			let forecast = (1..=4_u8).map(|lead| {
				let of = &scenario["forecast"][lead.to_string()];
				let (load, pv) = (numbers(&of["load"][&key]), numbers(&of["pv"][&key]));
				(lead, load.iter().zip(pv).map(|(load, pv)| pv - load).collect())
			});
			nodes.push(Node {
				bus: bus as u16,
				kind,
				load: numbers(&scenario["load_wh"][&key]),
				pv: numbers(&scenario["pv_wh"][&key]),
				forecast: forecast.collect(),
				ask: numbers(&scenario["ask"][&key]).into_iter().map(|ask| ask as u64).collect(),
			});
		}
	}
	nodes.sort_by_key(|node| node.bus);
	nodes
}

/// Everybody knows the future: one clearing an hour.
pub fn perfect() -> Day {
	play("perfect", &[4], |node, hour, _| node.pv[hour] - node.load[hour])
}

/// Four clearings an hour with the forecasts of four leads.
pub fn rolling() -> Day {
	play("rolling", &[4, 3, 2, 1], |node, hour, lead| node.forecast[&lead][hour])
}

fn play(mode: &str, leads: &[u8], expects: impl Fn(&Node, usize, u8) -> i64) -> Day {
	let scenario = read("scenario.json");
	let nodes = nodes(&scenario);
	let (fit, alpha) = (scenario["fit"].as_u64().unwrap(), 950_000);
	let tou = numbers(&scenario["tou"]);
	let (mut slots, mut bills) = (Vec::new(), Vec::new());
	for hour in numbers(&scenario["hours"]) {
		let at = hour as usize;
		let tou = tou[at] as u64;
		let interval = 425_016 + hour as u32;
		let rules = Rules { limits: Limits::new(tou, fit, alpha, 0).unwrap(), turn: interval };
		let cap = rules.limits.cap();
		let mut sums: Vec<Bill> =
			(1..).zip(&nodes).map(|(index, node)| bill(index, node, hour as u16)).collect();
		let (mut rounds, mut trades) = (Vec::new(), Vec::new());
		for &lead in leads {
			let wants = nodes.iter().zip(&sums).map(|(node, bill)| {
				let has = bill.sold as i64 - bill.bought as i64;
				expects(node, at, lead) - has
			});
			let wants: Vec<i64> = wants.collect();
			let demands: Vec<Demand> = (1..)
				.zip(&wants)
				.filter(|(_, wants)| **wants < 0)
				.map(|(node, wants)| Demand { node, quantity: wants.unsigned_abs(), limit: None })
				.collect();
			let offers: Vec<Offer> = (1..)
				.zip(nodes.iter().zip(&wants))
				.filter(|(_, (node, wants))| **wants > 0 && node.kind == Kind::Prosumer)
				.map(|(index, (node, wants))| Offer {
					node: index,
					capacity: wants.unsigned_abs(),
					ask: node.ask[at].min(cap - 1),
				})
				.collect();
			let book = Book::new(&demands, &offers).unwrap();
			let outcome = clear(book, &rules);
			let clearing = outcome.clearing;
			let price = clearing.price.unwrap_or(0);
			let before = trades.len();
			for transaction in assign(book, &outcome) {
				let of = |node: u32| node as usize - 1;
				let payment = transaction.energy * price;
				let (seller, buyer) = (of(transaction.seller), of(transaction.buyer));
				sums[seller].sold += transaction.energy;
				sums[seller].sales += payment;
				sums[buyer].bought += transaction.energy;
				sums[buyer].purchases += payment;
				trades.push(Trade {
					lead,
					seller: transaction.seller,
					buyer: transaction.buyer,
					energy: transaction.energy,
					payment,
					earned: None,
				});
			}
			let mut orders: Vec<BookOrder> = demands
				.iter()
				.map(|d| BookOrder { node: d.node, energy: d.quantity, ask: None, limit: d.limit })
				.chain(offers.iter().map(|o| BookOrder {
					node: o.node,
					energy: o.capacity,
					ask: Some(o.ask),
					limit: None,
				}))
				.collect();
			orders.sort_by_key(|order| order.node);
			let pivotal = offers.iter().filter(|offer| clearing.is_pivotal(offer.capacity));
			rounds.push(ClearedRound {
				lead,
				status: status_name(clearing.status).into(),
				price: clearing.price,
				demand: clearing.demand,
				supply: clearing.supply,
				traded: clearing.traded,
				payment: clearing.payment(clearing.traded) as u64,
				transactions: (trades.len() - before) as u32,
				pivotal: pivotal.map(|offer| offer.node).collect(),
				book: orders,
				grid: None,
			});
		}
		for bill in &mut sums {
			let balance = (bill.exported + bill.bought) as i64 - (bill.imported + bill.sold) as i64;
			bill.utility_cost = (-balance).max(0) as u64 * tou;
			bill.utility_revenue = balance.max(0) as u64 * fit;
			bill.alone_cost = bill.imported * tou;
			bill.alone_revenue = bill.exported * fit;
		}
		bills.extend(sums);
		slots.push(Slot { slot: hour as u16, interval, tou, fit, cap, rounds, trades });
	}
	let participants = (1..).zip(&nodes).map(|(index, node)| Participant {
		node: index,
		bus: node.bus,
		name: format!("Home {}", node.bus),
		kind: node.kind,
		account: format!("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGK{:04}", node.bus),
		transaction_fees: Some(12_345_678 + u64::from(node.bus) * 1_000),
	});
	let summary = summary(&nodes, &slots, &bills);
	let all = |of: fn(&Bill) -> u64| bills.iter().map(of).sum::<u64>() as i64;
	let to_utility = all(|bill| bill.utility_cost) - all(|bill| bill.utility_revenue);
	Day {
		scenario: scenario["name"].as_str().unwrap().into(),
		mode: mode.into(),
		command: format!("gridmerit-agent replay scenarios/ieee33 --mode {mode}"),
		// 27 June 2018.
		calendar: Calendar {
			zone: "UTC".into(),
			start: 1_530_057_600_000,
			slot_ms: 3_600_000,
			slots: 24,
		},
		balance: Balance { participants: -to_utility, utility: to_utility, ..Balance::default() },
		chain: ChainInfo {
			name: "Gridmerit Development".into(),
			genesis: "0x1f4be7c4a3ad9f2a94c3a5d0e5c6b7a8091a2b3c4d5e6f708192a3b4c5d6e7f8".into(),
			spec_version: 104,
			last_block: 1_204,
		},
		feeder: None,
		participants: participants.collect(),
		utility_fees: Some(7_654_321),
		expected: Some(expected(mode)),
		slots,
		bills,
		summary,
		time: Time { total: 41_250, chain: 27_800, agent: 6_120, waiting: 7_130, blocks: 1_204 },
	}
}

fn bill(index: u32, node: &Node, slot: u16) -> Bill {
	let net = node.pv[usize::from(slot)] - node.load[usize::from(slot)];
	Bill {
		node: index,
		slot,
		estimated: false,
		imported: (-net).max(0) as u64,
		exported: net.max(0) as u64,
		bought: 0,
		sold: 0,
		purchases: 0,
		sales: 0,
		utility_cost: 0,
		utility_revenue: 0,
		alone_cost: 0,
		alone_revenue: 0,
	}
}

/// The sums as the reference has them, apart from those of the page.
fn summary(nodes: &[Node], slots: &[Slot], bills: &[Bill]) -> Summary {
	let of = |kind: Kind, number: fn(&Bill) -> u64| -> f64 {
		let is = |bill: &&Bill| nodes[bill.node as usize - 1].kind == kind;
		bills.iter().filter(is).map(number).sum::<u64>() as f64
	};
	let all = |number: fn(&Bill) -> u64| bills.iter().map(number).sum::<u64>() as i64;
	let cost: fn(&Bill) -> u64 = |bill| bill.purchases + bill.utility_cost;
	let sale: fn(&Bill) -> u64 = |bill| bill.sales + bill.utility_revenue;
	let saving =
		|kind, back| 100.0 * (1.0 - (of(kind, cost) - back) / of(kind, |bill| bill.alone_cost));
	let alone = of(Kind::Prosumer, |bill| bill.alone_revenue);
	let trades = || slots.iter().flat_map(|slot| &slot.trades);
	let clearings = slots.iter().map(|slot| slot.rounds.len() as u32).sum();
	Summary {
		clearings,
		trades: trades().count() as u32,
		p2p_energy: trades().map(|trade| trade.energy).sum(),
		p2p_payment: trades().map(|trade| trade.payment).sum(),
		consumer_saving_pct: saving(Kind::Consumer, of(Kind::Consumer, sale)),
		prosumer_cost_saving_pct: saving(Kind::Prosumer, 0.0),
		prosumer_sale_profit_pct: 100.0 * (of(Kind::Prosumer, sale) / alone - 1.0),
		community_gain: all(sale) - all(cost) - all(|b| b.alone_revenue) + all(|b| b.alone_cost),
	}
}
