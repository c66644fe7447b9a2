// SPDX-License-Identifier: Apache-2.0

//! The scenario's chain spec.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{
	account, clock_start, deposit, meter, patch, scenario::HOUR, utility, utility_deposit,
};

/// 27 June 2018.
const MIDNIGHT: u64 = 1_530_057_600_000;
use gridmerit_client::{AccountId32, units::UNIT};
use gridmerit_energy::{Limits, Planck, TariffBounds};
use gridmerit_meter::MultiSigner;

pub fn spec() -> Value {
	json!({
		"name": "Development", "id": "dev",
		"genesis": { "runtimeGenesis": { "patch": {
			"balances": { "balances": [["5Alice", 7]] },
			"teRegistry": { "nodes": ["of others"] },
			"certificates": { "plants": ["of others"] },
			"carbon": { "footprints": ["of others"] },
			"sudo": { "key": "5Alice" },
		} } },
	})
}

fn patched() -> Value {
	let mut spec = spec();
	patch(&mut spec, &ieee33(), None).unwrap();
	spec
}

fn genesis() -> Value {
	patched()["genesis"]["runtimeGenesis"]["patch"].clone()
}

#[test]
fn other_parts_of_the_spec_stay() {
	let spec = patched();
	assert_eq!(spec["name"], "Gridmerit: IEEE 33-bus");
	assert_eq!(spec["id"], "gridmerit_scenario");
	assert_eq!(genesis()["sudo"], json!({ "key": "5Alice" }));
}

#[test]
fn nothing_of_others_nodes_stays() {
	assert!(!genesis().to_string().contains("of others"));
}

#[test]
fn utility_and_participants_are_nodes_in_order() {
	let (scenario, genesis) = (ieee33(), genesis());
	let nodes = genesis["teRegistry"]["nodes"].as_array().unwrap();
	let buses: Vec<_> = nodes.iter().map(|node| node[1]["bus"].as_u64().unwrap()).collect();
	assert_eq!(buses, [1, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 25, 28, 30, 32, 33]);
	let role = |node: &Value| {
		let roles = node[1]["roles"].as_object().unwrap();
		assert_eq!(roles.len(), 5);
		let on: Vec<_> = roles.iter().filter(|(_, on)| **on == true).collect();
		assert_eq!(on.len(), 1);
		on[0].0.clone()
	};
	assert_eq!(nodes[0][0], utility().unwrap().account().to_string());
	assert_eq!(role(&nodes[0]), "utility");
	assert_eq!(nodes[0][1]["limits"], json!({ "generation": 0, "consumption": 0 }));
	for (bus, node) in scenario.participants().into_iter().zip(&nodes[1..]) {
		assert_eq!(node[0], account(bus).unwrap().account().to_string());
		let (kind, source) = match scenario.prosumers.contains(&bus) {
			true => ("prosumer", "Solar"),
			false => ("consumer", "None"),
		};
		assert_eq!((role(node).as_str(), node[1]["source"].as_str().unwrap()), (kind, source));
		let kwp = scenario.kwp.get(&bus).copied().unwrap_or(0);
		let limits =
			json!({ "generation": kwp * 1_000, "consumption": scenario.p_kw[&bus] * 1_250 });
		assert_eq!(node[1]["limits"], limits);
		assert_eq!(node[1]["battery"], json!(null));
	}
	let customers = nodes.iter().map(|node| node[1]["customer"].as_str().unwrap());
	let customers: std::collections::BTreeSet<_> = customers.collect();
	assert_eq!(customers.len(), 17);
	assert!(customers.iter().all(|hash| hash.len() == 66));
}

#[test]
fn who_has_a_bond_stays_a_node() {
	let mut spec = spec();
	let at = "/genesis/runtimeGenesis/patch";
	let genesis = |spec: &mut Value| spec.pointer_mut(at).unwrap().as_object_mut().unwrap().clone();
	let with = |mut genesis: serde_json::Map<String, Value>, bonds: Value| {
		genesis.insert("teRegistry".into(), json!({ "nodes": ["a", "b", "c"] }));
		genesis.insert("trustStaking".into(), json!({ "bonds": bonds }));
		json!(genesis)
	};
	let bonded = with(genesis(&mut spec), json!([[2, 7, 5], [0, 8, 6]]));
	let mut bonded = changed(spec.clone(), at, bonded);
	patch(&mut bonded, &ieee33(), None).unwrap();
	let bonded = genesis(&mut bonded);
	let nodes = bonded["teRegistry"]["nodes"].as_array().unwrap();
	assert_eq!((nodes.len(), &nodes[17..]), (19, &[json!("c"), json!("a")][..]));
	assert_eq!(bonded["trustStaking"]["bonds"], json!([[17, 7, 5], [18, 8, 6]]));
	let unknown = with(genesis(&mut spec), json!([[3, 7, 5]]));
	let error = patch(&mut changed(spec, at, unknown), &ieee33(), None).unwrap_err().to_string();
	assert_eq!(error, "the node's chain spec has no node of a bond");
}

#[test]
fn deposits_are_the_bill_alone_and_working_capital() {
	let scenario = ieee33();
	let of = |bus, units: Planck| deposit(&scenario, bus) - units * UNIT;
	// Of consumer 6, by hand.
	let load = scenario.load_wh[&6].iter().zip(&scenario.tou).map(|(load, tou)| load * tou);
	let cost: u64 = load.skip(1).take(21).sum();
	assert_eq!(of(6, 500), cost.into());
	// The reference has the sum of all.
	let bills = scenario.consumers.iter().map(|bus| of(*bus, 500));
	let bills: Planck = bills.chain(scenario.prosumers.iter().map(|bus| of(*bus, 400))).sum();
	let regular = json("expected.json")["perfect"]["regular_cost_nano"].clone();
	assert_eq!(bills, regular.as_str().unwrap().parse::<Planck>().unwrap());

	let genesis = genesis();
	let balances = genesis["balances"]["balances"].as_array().unwrap();
	assert_eq!(balances[0], json!(["5Alice", 7]));
	assert_eq!(balances[1][0], utility().unwrap().account().to_string());
	let sum: u64 = balances.iter().map(|row| row[1].as_u64().unwrap()).sum();
	// Deposits of 8 consumers, 8 prosumers and the utility, and a UNIT for the fees of each.
	assert_eq!(Planck::from(sum), 7 + bills + (8 * 500 + 8 * 400 + 2_000 + 17) * UNIT);
	for (bus, row) in scenario.participants().into_iter().zip(&balances[2..]) {
		assert_eq!(row[0], account(bus).unwrap().account().to_string());
		assert_eq!(Planck::from(row[1].as_u64().unwrap()), deposit(&scenario, bus) + UNIT);
	}
}

#[test]
fn the_utility_can_pay_for_all_that_is_fed_in() {
	let scenario = ieee33();
	assert_eq!(utility_deposit(&scenario), 2_000 * UNIT);
	let fed: u64 = scenario
		.slots
		.iter()
		.flat_map(|slot| scenario.prosumers.iter().map(|bus| scenario.actual(*bus, *slot)))
		.map(|flow| flow.metered().1)
		.sum();
	let dear = Scenario { fit: scenario.fit * 2, ..scenario };
	assert_eq!(utility_deposit(&dear), Planck::from(fed) * Planck::from(dear.fit));
	assert!(utility_deposit(&dear) > 2_000 * UNIT);
}

#[test]
fn market_has_a_band_for_each_price() {
	let market = genesis()["forwardMarket"].clone();
	let tariff = |tou: u64| {
		json!({
			"tou": tou, "fit": 107_000, "alpha_ppm": 950_000, "fee": 0, "shortfall": tou,
			"surplus": 107_000, "curtailed": 0,
		})
	};
	let band = |minute: u16, tou| json!({ "from_minute": minute, "tariff": tariff(tou) });
	let bands = json!([band(0, 200_000), band(840, 250_000), band(1_200, 200_000)]);
	assert_eq!(
		market["tariff"],
		json!({ "grid": null, "offset": 0, "changes": [], "bands": bands })
	);
	assert_eq!(market["intervalLength"], HOUR);
	assert_eq!(
		market["rules"],
		json!({
			"utility": 0, "lead": 1, "windows": 4, "gate_lead": 60_000,
			"minimum": 1, "bounds": TariffBounds::NONE,
		})
	);
}

#[test]
fn every_participant_has_its_meter() {
	let (scenario, genesis) = (ieee33(), genesis());
	let meters = genesis["meterAttestation"]["meters"].as_array().unwrap();
	assert_eq!(meters.len(), 16);
	for (place, (bus, row)) in scenario.participants().into_iter().zip(meters).enumerate() {
		assert_eq!(row["node"], place + 1);
		assert_eq!(row["manufacturer"], 0);
		assert_eq!(row["serial"], format!("bus {bus}"));
		let MultiSigner::Sr25519(key) = meter(bus).unwrap().signer() else { unreachable!() };
		assert_eq!(row["key"], json!({ "Sr25519": AccountId32(key).to_string() }));
	}
	assert_eq!(genesis["meterAttestation"]["manufacturers"].as_array().unwrap().len(), 1);
}

#[test]
fn clock_starts_when_the_first_hour_opens() {
	// Hour 1 opens four hours ahead: at 21 o'clock of the day before.
	assert_eq!(clock_start(&ieee33()), MIDNIGHT - 3 * HOUR);
	let late = Scenario { slots: vec![20, 21], window_n: 1, window_m: 2, ..ieee33() };
	assert_eq!(clock_start(&late), MIDNIGHT + 18 * HOUR);
}

#[test]
fn wrong_specs_are_refused() {
	let at = "/genesis/runtimeGenesis/patch";
	let cases = [
		(json!(null), "fields"),
		(json!([]), "fields"),
		(json!({}), "genesis patch"),
		(changed(spec(), "/genesis", json!({ "raw": {} })), "genesis patch"),
		(changed(spec(), at, json!([])), "genesis patch"),
		(without(spec(), &format!("{at}/balances")), "balances"),
		(changed(spec(), &format!("{at}/balances"), json!(5)), "balances"),
		(changed(spec(), &format!("{at}/balances/balances"), json!({})), "balances"),
	];
	for (mut spec, what) in cases {
		let error = patch(&mut spec, &ieee33(), None).unwrap_err().to_string();
		assert_eq!(error, format!("the node's chain spec has no {what}"));
	}
}

#[test]
fn asks_of_the_paper_are_sound() {
	let scenario = ieee33();
	for (bus, hour) in scenario.prosumers.iter().flat_map(|bus| (0..24).map(move |h| (*bus, h))) {
		let limits = scenario.tariff(hour).limits().unwrap();
		assert_eq!(limits.check_offer(1, scenario.ask(bus, hour)), Ok(()));
	}
	// The dearest that the reference has: one below alpha * TOU.
	let dear = Scenario { ask: [(4, vec![u64::MAX; 24])].into(), ..scenario };
	assert_eq!((dear.ask(4, 0), dear.ask(4, 14)), (189_999, 237_499));
}

proptest! {
	/// Whatever is asked above FIT, the chain takes it, if the tariff leaves room for it.
	#[test]
	fn asks_are_within_the_chains_bounds(
		tou in prop_oneof![1..400_u64, 1..400_000_u64, 1..=1_u64 << 48],
		fit_part in 0.0..1.0_f64,
		alpha_ppm in prop_oneof![1..=1_000_000_u32, 900_000..=1_000_000_u32],
		ask in any::<u64>(),
	) {
		let fit = (tou as f64 * fit_part) as u64;
		let ask = ask.max(fit + 1);
		let scenario = Scenario {
			fit,
			tou: vec![tou; 24],
			alpha_ppm,
			ask: [(4, vec![ask; 24])].into(),
			..ieee33()
		};
		if let Ok(limits) = scenario.tariff(0).limits().and_then(Limits::with_room) {
			prop_assert_eq!(limits.check_offer(1, scenario.ask(4, 0)), Ok(()));
		}
	}
}
