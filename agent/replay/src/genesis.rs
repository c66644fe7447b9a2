// SPDX-License-Identifier: Apache-2.0

//! The chain of a scenario: the development chain with the scenario's participants, tariff and clock.

use gridmerit_client::{Key, KeyError, units::UNIT};
use gridmerit_energy::{Planck, TariffBounds, payment};
use gridmerit_meter::{Keypair, Scheme, to_hex};
use serde_json::{Map, Value, json};
use subxt::config::{Hasher, substrate::BlakeTwo256};

use crate::{
	day::{self, Feeder},
	scenario::{Bus, Scenario},
};

/// How long before a slot begins its last round closes, in milliseconds.
const GATE_LEAD: u32 = 60_000;
/// What participants start with, beside what their day costs with the utility alone, in UNIT.
const CONSUMER_UNITS: Planck = 500;
const PROSUMER_UNITS: Planck = 400;
/// The utility's working capital: what it is paid stays in the pot until it cannot be corrected any more, and what is
/// fed in it pays at once. All that the prosumers of the paper's day can feed in comes to some 1,330 UNIT.
const UTILITY_UNITS: Planck = 2_000;
/// What each account has on top, for transaction fees, in UNIT.
const FEE_UNITS: Planck = 1;

/// Why there is no chain.
#[derive(Debug, thiserror::Error)]
pub enum GenesisError {
	/// What the node exported is no chain spec.
	#[error("the node's chain spec has no {0}")]
	Spec(&'static str),
	/// A slot's price is another than one at the same time of another day.
	#[error("the price of slot {0} is another than one at the same time of another day")]
	Tariff(u16),
	/// A key cannot be derived.
	#[error(transparent)]
	Key(#[from] KeyError),
	/// A meter's key cannot be derived.
	#[error(transparent)]
	Meter(#[from] gridmerit_meter::KeyError),
}

/// The key of a participant's account: a development key that everybody has.
pub fn account(bus: Bus) -> Result<Key, KeyError> {
	Key::from_suri(&format!("//Bus//{bus}"))
}

/// The key of the utility's account.
pub fn utility() -> Result<Key, KeyError> {
	Key::from_suri("//Utility")
}

/// The key of a participant's meter.
pub fn meter(bus: Bus) -> Result<Keypair, gridmerit_meter::KeyError> {
	Keypair::from_suri(Scheme::Sr25519, &meter_suri(bus))
}

fn meter_suri(bus: Bus) -> String {
	format!("//Meter//{bus}")
}

/// When the chain's clock has to start: in the round in which the first slot opens. In milliseconds since 1970.
pub fn clock_start(scenario: &Scenario) -> u64 {
	let first = scenario.slots.first().copied().unwrap_or_default();
	let ahead = u64::from(scenario.window_m.saturating_add(scenario.window_n).saturating_sub(1));
	let calendar = &scenario.calendar;
	calendar.begin(first).saturating_sub(ahead.saturating_mul(calendar.slot_ms))
}

/// Puts the scenario into a development chain's spec, with the lines of a feeder if there is one.
pub fn patch(
	spec: &mut Value,
	scenario: &Scenario,
	feeder: Option<&Feeder>,
) -> Result<(), GenesisError> {
	let named = spec.as_object_mut().ok_or(GenesisError::Spec("fields"))?;
	named.insert("name".into(), json!(format!("Gridmerit: {}", short_name(scenario))));
	named.insert("id".into(), json!("gridmerit_scenario"));
	let genesis = spec
		.pointer_mut("/genesis/runtimeGenesis/patch")
		.and_then(Value::as_object_mut)
		.ok_or(GenesisError::Spec("genesis patch"))?;
	let endowed = genesis
		.get_mut("balances")
		.and_then(|balances| balances.get_mut("balances"))
		.and_then(Value::as_array_mut)
		.ok_or(GenesisError::Spec("balances"))?;
	endowed.push(json!([
		utility()?.account().to_string(),
		amount(utility_deposit(scenario) + FEE_UNITS * UNIT)
	]));
	for bus in scenario.participants() {
		let endowment = deposit(scenario, bus).saturating_add(FEE_UNITS * UNIT);
		endowed.push(json!([account(bus)?.account().to_string(), amount(endowment)]));
	}
	let mut nodes = nodes(scenario)?;
	keep_bonded(genesis, &mut nodes)?;
	genesis.insert("teRegistry".into(), json!({ "nodes": nodes }));
	genesis.insert("forwardMarket".into(), market(scenario)?);
	genesis.insert("meterAttestation".into(), meters(scenario)?);
	// The development chain's plants, and what they emit, are of its own nodes.
	genesis.remove("certificates");
	genesis.remove("carbon");
	if let Some(feeder) = feeder {
		genesis.insert("grid".into(), lines(feeder)?);
	}
	Ok(())
}

/// The utility owns the lines. They are rated for what they may carry.
fn lines(feeder: &Feeder) -> Result<Value, KeyError> {
	let owner = utility()?.account().to_string();
	let line = |line: &day::Line| {
		let limits = line.limits();
		json!({ "owner": owner, "parent": limits.parent, "rating": limits.export, "limits": null })
	};
	Ok(json!({ "lines": feeder.lines.iter().map(line).collect::<Vec<_>>() }))
}

/// Nodes with a bond come after the scenario's: who builds blocks has to be one. They post nothing.
fn keep_bonded(
	genesis: &mut Map<String, Value>,
	nodes: &mut Vec<Value>,
) -> Result<(), GenesisError> {
	let before = genesis.get("teRegistry").and_then(|registry| registry.get("nodes")).cloned();
	let bonds = genesis.get_mut("trustStaking").and_then(|trust| trust.get_mut("bonds"));
	let Some(bonds) = bonds.and_then(Value::as_array_mut) else { return Ok(()) };
	for index in bonds.iter_mut().filter_map(|bond| bond.get_mut(0)) {
		let place = index.as_u64().and_then(|index| usize::try_from(index).ok());
		let node = place.and_then(|place| before.as_ref()?.get(place));
		let node = node.cloned().ok_or(GenesisError::Spec("node of a bond"))?;
		*index = json!(nodes.len());
		nodes.push(node);
	}
	Ok(())
}

fn short_name(scenario: &Scenario) -> &str {
	scenario.name.split(['/', ',']).next().unwrap_or_default().trim()
}

/// JSON has no larger numbers that everybody reads exactly.
fn amount(planck: Planck) -> u64 {
	u64::try_from(planck).unwrap_or(u64::MAX)
}

/// What the utility brings into the market, in planck: what all would feed in earns, where that is more.
pub fn utility_deposit(scenario: &Scenario) -> Planck {
	let fed = |bus: &Bus, slot: u16| scenario.actual(*bus, slot).metered().1;
	let all = |bus: &Bus| scenario.slots.iter().map(|slot| Planck::from(fed(bus, *slot))).sum();
	let energy: Planck = scenario.prosumers.iter().map(all).fold(0, Planck::saturating_add);
	energy.saturating_mul(scenario.fit.into()).max(UTILITY_UNITS * UNIT)
}

/// What a participant brings into the market, in planck: what its day costs with the utility alone, and
/// working capital for what orders tie up. Settlement takes what is in the market, not what an account holds.
pub fn deposit(scenario: &Scenario, bus: Bus) -> Planck {
	let bill =
		|slot: &u16| payment(scenario.actual(bus, *slot).metered().0, scenario.tariff(*slot).tou);
	let working = if scenario.is_prosumer(bus) { PROSUMER_UNITS } else { CONSUMER_UNITS };
	scenario.slots.iter().map(bill).fold(working * UNIT, Planck::saturating_add)
}

/// The utility, then the participants in ascending order of buses.
fn nodes(scenario: &Scenario) -> Result<Vec<Value>, KeyError> {
	let node = |key: Key, bus: Bus, role: &str, source: &str, limits: (u64, u64)| {
		let mut roles = json!({
			"consumer": false, "prosumer": false, "storage": false, "utility": false,
			"line_owner": false,
		});
		if let Some(role) = roles.get_mut(role) {
			*role = json!(true);
		}
		let customer = customer(bus);
		json!([key.account().to_string(), {
			"customer": customer, "roles": roles, "bus": bus, "source": source, "battery": null,
			"limits": { "generation": limits.0, "consumption": limits.1 },
		}])
	};
	let mut nodes = vec![node(utility()?, 1, "utility", "Utility", (0, 0))];
	for bus in scenario.participants() {
		let limits = (scenario.generation_limit(bus), scenario.consumption_limit(bus));
		let (role, source) = match scenario.is_prosumer(bus) {
			true => ("prosumer", "Solar"),
			false => ("consumer", "None"),
		};
		nodes.push(node(account(bus)?, bus, role, source, limits));
	}
	Ok(nodes)
}

/// A hash without a salt: these customers have no secrets.
fn customer(bus: Bus) -> String {
	to_hex(&BlakeTwo256.hash(format!("bus {bus}").as_bytes()).0)
}

fn market(scenario: &Scenario) -> Result<Value, GenesisError> {
	let bands = scenario.bands().map_err(GenesisError::Tariff)?;
	let band = |(minute, tariff)| json!({ "from_minute": minute, "tariff": tariff });
	let bands: Vec<_> = bands.into_iter().map(band).collect();
	let calendar = &scenario.calendar;
	let mut changes = Vec::new();
	for slot in 1..calendar.slots {
		let offset = calendar.offset(slot);
		if offset != calendar.offset(slot - 1) {
			changes.push(json!({ "from": calendar.begin(slot), "offset": offset }));
		}
	}
	Ok(json!({
		"intervalLength": calendar.slot_ms,
		"rules": {
			"utility": 0, "lead": scenario.window_m, "windows": scenario.window_n,
			"gate_lead": GATE_LEAD, "minimum": 1,
			// A day is played as its scenario says, whatever its prices.
			"bounds": TariffBounds::NONE,
		},
		"tariff": {
			"grid": null, "offset": calendar.offset(0), "changes": changes, "bands": bands,
		},
	}))
}

fn meters(scenario: &Scenario) -> Result<Value, KeyError> {
	let manufacturer = genesis_key("//Meterworks")?;
	let mut meters = Vec::new();
	for (index, bus) in (1_u32..).zip(scenario.participants()) {
		meters.push(json!({
			"manufacturer": 0, "key": genesis_key(&meter_suri(bus))?, "serial": format!("bus {bus}"),
			"node": index,
		}));
	}
	Ok(json!({ "manufacturers": [["Meterworks", [manufacturer]]], "meters": meters }))
}

/// The sr25519 key of a secret as a genesis takes it: written as an account is.
fn genesis_key(suri: &str) -> Result<Value, KeyError> {
	Ok(json!({ "Sr25519": Key::from_suri(suri)?.account().to_string() }))
}
