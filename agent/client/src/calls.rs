// SPDX-License-Identifier: Apache-2.0

//! The calls of the chain that a client makes.

use gridmerit_energy::{Interval, MeterIndex, Order, Planck};
use gridmerit_meter::{MultiSignature, MultiSigner, SignedReading};
use subxt::{
	dynamic::Value, ext::scale_value::Composite, transactions::DynamicPayload, utils::AccountId32,
};

/// A call of the chain.
pub type Call = DynamicPayload<Composite<()>>;

pub(crate) fn call(pallet: &str, name: &str, fields: Vec<(&str, Value<()>)>) -> Call {
	Call::new(pallet, name, Composite::named(fields))
}

pub(crate) fn list(values: impl IntoIterator<Item = Value<()>>) -> Value<()> {
	Value::unnamed_composite(values)
}

/// A value, or none.
pub(crate) fn option(value: Option<Value<()>>) -> Value<()> {
	match value {
		None => Value::unnamed_variant("None", []),
		Some(value) => Value::unnamed_variant("Some", [value]),
	}
}

/// Calls in one transaction: all of them are done, or none.
pub fn batch_all(calls: Vec<Call>) -> Call {
	let calls = list(calls.into_iter().map(Call::into_value));
	call("Utility", "batch_all", vec![("calls", calls)])
}

/// A call of the operator's, who acts through Sudo.
pub fn sudo(inner: Call) -> Call {
	call("Sudo", "sudo", vec![("call", inner.into_value())])
}

/// Posts orders by interval, on top of the position; none takes the order of an interval back. `unmetered` says that
/// the sender knows what orders cost that no settlement meter will prove.
pub fn post(round: Interval, orders: &[(Interval, Option<Order>)], unmetered: bool) -> Call {
	let orders = orders.iter().map(|&(interval, wanted)| {
		Value::unnamed_composite([interval.into(), option(wanted.map(order))])
	});
	let orders = list(orders);
	let fields = vec![("round", round.into()), ("orders", orders), ("unmetered", unmetered.into())];
	call("ForwardMarket", "post", fields)
}

/// An order as the chain takes it.
pub(crate) fn order(order: Order) -> Value<()> {
	match order {
		Order::Demand { quantity, limit } => {
			let limit = option(limit.map(Value::from));
			Value::named_variant("Demand", [("quantity", quantity.into()), ("limit", limit)])
		},
		Order::Offer { capacity, ask } => {
			Value::named_variant("Offer", [("capacity", capacity.into()), ("ask", ask.into())])
		},
	}
}

/// Cancels orders.
pub fn cancel(intervals: &[Interval]) -> Call {
	let intervals = list(intervals.iter().map(|&interval| interval.into()));
	call("ForwardMarket", "cancel", vec![("intervals", intervals)])
}

/// Cancels all orders.
pub fn cancel_all() -> Call {
	call("ForwardMarket", "cancel_all", vec![])
}

/// Sends money to another account; the sender keeps what an account has to have.
pub fn transfer(to: &AccountId32, amount: Planck) -> Call {
	let to = Value::unnamed_variant("Id", [Value::from_bytes(to.0)]);
	call("Balances", "transfer_keep_alive", vec![("dest", to), ("value", Value::u128(amount))])
}

/// Moves money from the account to the market.
pub fn deposit(amount: Planck) -> Call {
	call("Ledger", "deposit", vec![("amount", Value::u128(amount))])
}

/// Moves credit that is not tied up from the market to the account.
pub fn withdraw(amount: Planck) -> Call {
	call("Ledger", "withdraw", vec![("amount", Value::u128(amount))])
}

/// Makes a bound meter the settlement meter.
pub fn settle_with(meter: MeterIndex, from: Interval) -> Call {
	call("MeterAttestation", "settle_with", vec![("meter", meter.into()), ("from", from.into())])
}

/// Delivers readings.
pub fn deliver(readings: &[SignedReading]) -> Call {
	call("MeterAttestation", "deliver", vec![("readings", list(readings.iter().map(reading)))])
}

/// Delivers a reading as an authorised transaction, without an account.
pub fn deliver_one(signed: &SignedReading) -> Call {
	call("MeterAttestation", "deliver_one", vec![("reading", reading(signed))])
}

/// A call on behalf of another account, of which the signer is a proxy.
pub(crate) fn on_behalf_of(account: &AccountId32, inner: Call) -> Call {
	let real = Value::unnamed_variant("Id", [Value::from_bytes(account.0)]);
	let kind = Value::unnamed_variant("None", []);
	call(
		"Proxy",
		"proxy",
		vec![("real", real), ("force_proxy_type", kind), ("call", inner.into_value())],
	)
}

fn reading(signed: &SignedReading) -> Value<()> {
	let reading = &signed.reading;
	let stated = Value::named_composite([
		("interval", reading.interval.into()),
		("counter", reading.counter.into()),
		("import_register", reading.import_register.into()),
		("export_register", reading.export_register.into()),
		("import", reading.import.into()),
		("export", reading.export.into()),
	]);
	Value::named_composite([
		("meter", signed.meter.into()),
		("reading", stated),
		("signature", signature(&signed.signature)),
	])
}

pub(crate) fn signature(of: &MultiSignature) -> Value<()> {
	let scheme = match of {
		MultiSignature::Ed25519(_) => "Ed25519",
		MultiSignature::Sr25519(_) => "Sr25519",
		MultiSignature::Ecdsa(_) => "Ecdsa",
	};
	Value::unnamed_variant(scheme, [Value::from_bytes(of)])
}

pub(crate) fn signer(of: &MultiSigner) -> Value<()> {
	let scheme = match of {
		MultiSigner::Ed25519(_) => "Ed25519",
		MultiSigner::Sr25519(_) => "Sr25519",
		MultiSigner::Ecdsa(_) => "Ecdsa",
	};
	Value::unnamed_variant(scheme, [Value::from_bytes(of)])
}
