// SPDX-License-Identifier: Apache-2.0

//! A chain of thousands of nodes, and what makes its blocks as large as they can be.

use frame_support::BoundedVec;
use gridmerit_energy::{
	EnergyLimits, Interval, MeterIndex, NodeIndex, Order, PAGE_ROWS, Position, Reading, Roles,
	SourceKind,
};
use gridmerit_pallet_support::{BenchmarkWorld as _, PageIndex, ReadingDuty, Settlement as _};
use gridmerit_runtime::{
	AccountId, Balance, Nonce, Runtime, RuntimeCall, Settlement, UncheckedExtrinsic,
	common::benchmarks::World, units::UNIT,
};
use pallet_forward_market::{CurrentRound, Orders, PositionPages};
use pallet_meter_attestation::{
	GenesisMeter, MeterKey, MeterSignature, MetersOfNode, Series, SignedReadingOf, Span,
};
use pallet_te_registry::NodeData;
use sp_core::{Pair as _, sr25519};

use super::{
	super::support::{config, signed_by},
	Chain,
};

/// The first slot: long after intervals began to be numbered.
pub const START: u64 = 1_000_000;
/// Pages of nodes.
pub const PAGES: PageIndex = 40;
/// What everybody has.
const MONEY: Balance = 10_000 * UNIT;
/// What its batteries, ovens and roofs can do in an interval, in Wh.
const LIMITS: EnergyLimits = EnergyLimits { generation: 20_000, consumption: 20_000 };

/// The key of a node's account.
pub fn key(node: NodeIndex) -> sr25519::Pair {
	let mut seed = [7; 32];
	seed[..4].copy_from_slice(&node.to_le_bytes());
	sr25519::Pair::from_seed(&seed)
}

/// The key of its meter.
fn meter_key(node: NodeIndex) -> sr25519::Pair {
	let mut seed = [8; 32];
	seed[..4].copy_from_slice(&node.to_le_bytes());
	sr25519::Pair::from_seed(&seed)
}

/// The node in the middle of a page.
pub fn on_page(page: PageIndex) -> NodeIndex {
	page * PAGE_ROWS + PAGE_ROWS / 2
}

/// A chain with a full registry of so many pages, of whose nodes one a page has a meter, and on which all intervals ahead are open.
pub fn town() -> Chain {
	let mut config = config("development");
	let prosumer = Roles { prosumer: true, ..Default::default() };
	let first = config.te_registry.nodes.len() as NodeIndex;
	for node in first..PAGES * PAGE_ROWS {
		let account = AccountId::from(key(node).public());
		let data = NodeData {
			customer: node
				.to_le_bytes()
				.repeat(8)
				.try_into()
				.map(|bytes: [u8; 32]| bytes.into())
				.unwrap(),
			roles: prosumer,
			bus: 1,
			limits: LIMITS,
			source: SourceKind::Solar,
			battery: None,
		};
		config.balances.balances.push((account.clone(), MONEY));
		config.te_registry.nodes.push((account, data));
	}
	for page in 0..PAGES {
		let node = on_page(page);
		config.meter_attestation.meters.push(GenesisMeter {
			manufacturer: 0,
			key: MeterKey::Sr25519(meter_key(node).public()),
			serial: format!("T-{node}"),
			node: Some(node),
		});
	}
	let rules = config.forward_market.rules.as_mut().unwrap();
	(rules.lead, rules.windows) = (1, 128);
	Chain::begin(config)
}

/// A call that a node's account signs.
pub fn by_node(
	chain: &Chain,
	node: NodeIndex,
	nonce: Nonce,
	call: RuntimeCall,
) -> UncheckedExtrinsic {
	chain.look(|| signed_by(&key(node), nonce, call, 0))
}

/// Every node has an order in the first interval of the round, half of them to buy; and has traded there before.
pub fn fill_book(chain: &mut Chain) -> Interval {
	chain.change(|| {
		let mut round = CurrentRound::<Runtime>::get().unwrap();
		let interval = round.first;
		for page in 0..PAGES {
			let nodes = page * PAGE_ROWS..(page + 1) * PAGE_ROWS;
			Orders::<Runtime>::mutate(interval, page, |orders| {
				for node in nodes.clone() {
					let spread = u64::from(node % 1_000);
					let order = match node % 2 {
						0 => Order::Demand {
							quantity: 1_000 + spread,
							limit: Some(200_000 - spread),
						},
						_ => Order::Offer { capacity: 1_000 + spread, ask: 90_000 + spread },
					};
					orders.set(node, order);
				}
			});
			fill_positions(interval, page);
			round.pages.insert(page);
		}
		CurrentRound::<Runtime>::put(round);
		interval
	})
}

/// Everybody on a page has traded.
fn fill_positions(interval: Interval, page: PageIndex) {
	PositionPages::<Runtime>::mutate(interval, page, |positions| {
		for node in page * PAGE_ROWS..(page + 1) * PAGE_ROWS {
			let cost = Balance::from(u64::MAX);
			let position = Position { bought: 1 << 31, sold: 1 << 31, cost, revenue: cost };
			positions.set(node, position);
		}
	});
}

/// A reading, in line with those of other intervals.
fn reading(interval: Interval) -> Reading {
	let counter = (1 << 40) + u64::from(interval);
	let register = 1 << 40;
	Reading {
		interval,
		counter,
		import_register: register,
		export_register: register,
		import: 0,
		export: 0,
	}
}

/// The meters settle, each has as long a series of readings as the dispute window allows, and their nodes have all open that they
/// can.
pub fn fill_series(chain: &mut Chain, interval: Interval) {
	chain.change(|| {
		let most = Settlement::window() + 1;
		for page in 0..PAGES {
			let node = on_page(page);
			let meter = meter_of(node);
			MetersOfNode::<Runtime>::mutate(node, |row| {
				let span = Span { meter, from: 0, until: None };
				row.spans = BoundedVec::truncate_from(vec![span]);
			});
			let mut duty = ReadingDuty::default();
			duty.spans.try_push((0, None)).unwrap();
			Settlement::set_duty(node, duty);
			let readings = (interval - most..interval).map(reading).collect();
			Series::<Runtime>::insert(meter, BoundedVec::truncate_from(readings));
			World::crowd(node, interval, true, 1);
		}
	});
}

fn meter_of(node: NodeIndex) -> MeterIndex {
	let meters = MetersOfNode::<Runtime>::get(node).meters;
	*meters.first().unwrap()
}

/// A signed reading of the meter on a page.
pub fn read(chain: &Chain, page: PageIndex, interval: Interval) -> SignedReadingOf<Runtime> {
	let (node, reading) = (on_page(page), reading(interval));
	let pair = meter_key(node);
	let (meter, genesis) =
		chain.look(|| (meter_of(node), frame_system::BlockHash::<Runtime>::get(0)));
	let key = codec::Encode::encode(&MeterKey::Sr25519(pair.public()));
	let payload = reading.payload(&genesis.0, &key);
	let signature = MeterSignature::Sr25519(pair.sign(&payload));
	SignedReadingOf::<Runtime> { meter, reading, signature }
}
