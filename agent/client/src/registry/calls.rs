// SPDX-License-Identifier: Apache-2.0

//! Calls of applicants, nodes and the operator.

use gridmerit_energy::{Battery, NodeIndex, Roles, SourceKind};
use subxt::{dynamic::Value, utils::AccountId32};

use super::NodeData;
use crate::calls::{Call, call, option};

fn registry(name: &str, fields: Vec<(&str, Value<()>)>) -> Call {
	call("TeRegistry", name, fields)
}

fn account(of: &AccountId32) -> Value<()> {
	Value::from_bytes(of.0)
}

/// Applies to become a TE node; `nonce` proves the work that the chain asks for.
pub fn apply(data: &NodeData, nonce: u64) -> Call {
	registry("apply", vec![("data", node(data)), ("nonce", nonce.into())])
}

/// Takes an application back that was not answered.
pub fn withdraw_application() -> Call {
	registry("withdraw_application", vec![])
}

/// Offers the sender's node to another account; to its own one it ends the offer.
pub fn offer_handover(to: &AccountId32) -> Call {
	registry("offer_handover", vec![("to", account(to))])
}

/// Takes a node over that was offered to the sender.
pub fn accept_handover(node: NodeIndex) -> Call {
	registry("accept_handover", vec![("node", node.into())])
}

/// Of the operator: admits an applicant as what it has applied for.
pub fn approve(applicant: &AccountId32, data: &NodeData) -> Call {
	registry("approve", vec![("account", account(applicant)), ("data", node(data))])
}

/// Of the operator: refuses an applicant.
pub fn reject(applicant: &AccountId32, reason: &str) -> Call {
	let reason = Value::from_bytes(reason.as_bytes());
	registry("reject", vec![("account", account(applicant)), ("reason", reason)])
}

/// Of the operator: admits an account that has not applied.
pub fn admit(of: &AccountId32, data: &NodeData) -> Call {
	registry("admit", vec![("account", account(of)), ("data", node(data))])
}

fn node(data: &NodeData) -> Value<()> {
	let NodeData { customer, roles, bus, limits, source, battery } = data;
	let limits = Value::named_composite([
		("generation", limits.generation.into()),
		("consumption", limits.consumption.into()),
	]);
	Value::named_composite([
		("customer", Value::from_bytes(customer)),
		("roles", parts(roles)),
		("bus", (*bus).into()),
		("limits", limits),
		("source", kind(*source)),
		("battery", option(battery.as_ref().map(battery_parts))),
	])
}

fn parts(roles: &Roles) -> Value<()> {
	let Roles { consumer, prosumer, storage, utility, line_owner } = *roles;
	Value::named_composite([
		("consumer", consumer.into()),
		("prosumer", prosumer.into()),
		("storage", storage.into()),
		("utility", utility.into()),
		("line_owner", line_owner.into()),
	])
}

pub(crate) fn kind(source: SourceKind) -> Value<()> {
	let name = match source {
		SourceKind::None => "None",
		SourceKind::Solar => "Solar",
		SourceKind::Wind => "Wind",
		SourceKind::Hydro => "Hydro",
		SourceKind::Geothermal => "Geothermal",
		SourceKind::Biodiesel => "Biodiesel",
		SourceKind::Storage => "Storage",
		SourceKind::Utility => "Utility",
		SourceKind::Other => "Other",
	};
	Value::unnamed_variant(name, [])
}

fn battery_parts(battery: &Battery) -> Value<()> {
	let Battery { capacity, power, efficiency_ppm, initial } = *battery;
	Value::named_composite([
		("capacity", capacity.into()),
		("power", power.into()),
		("efficiency_ppm", efficiency_ppm.into()),
		("initial", initial.into()),
	])
}
