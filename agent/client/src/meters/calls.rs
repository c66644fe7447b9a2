// SPDX-License-Identifier: Apache-2.0

//! Calls that register and bind meters.

use gridmerit_energy::MeterIndex;
use gridmerit_meter::{Certificate, Consent};
use subxt::dynamic::Value;

use super::{Manufacturer, ManufacturerId};
use crate::calls::{Call, call, list, signature, signer};

fn meters(name: &str, fields: Vec<(&str, Value<()>)>) -> Call {
	call("MeterAttestation", name, fields)
}

/// Registers a meter that its manufacturer has certified.
pub fn register_meter(manufacturer: ManufacturerId, certificate: &Certificate) -> Call {
	let Certificate { key, from, serial, signature: signed } = certificate;
	let serial: &[u8] = serial;
	let fields = vec![
		("manufacturer", manufacturer.into()),
		("key", signer(key)),
		("serial", Value::from_bytes(serial)),
		("from", (*from).into()),
		("certificate", signature(signed)),
	];
	meters("register_meter", fields)
}

/// Gives a registered meter the new key that its manufacturer has certified.
pub fn rotate_key(meter: MeterIndex, certificate: &Certificate) -> Call {
	let Certificate { key, from, signature: signed, .. } = certificate;
	let fields = vec![
		("meter", meter.into()),
		("key", signer(key)),
		("from", (*from).into()),
		("certificate", signature(signed)),
	];
	meters("rotate_key", fields)
}

/// Binds a meter to the sender's node, to which it consents.
pub fn bind_meter(meter: MeterIndex, consent: &Consent) -> Call {
	let fields = vec![("meter", meter.into()), ("consent", signature(&consent.signature))];
	meters("bind_meter", fields)
}

fn named(manufacturer: &Manufacturer) -> [(&'static str, Value<()>); 2] {
	let name = Value::from_bytes(manufacturer.name.as_bytes());
	[("name", name), ("keys", list(manufacturer.keys.iter().map(signer)))]
}

/// Of the operator: registers a manufacturer of meters.
pub fn register_manufacturer(manufacturer: &Manufacturer) -> Call {
	meters("register_manufacturer", named(manufacturer).into())
}

/// Of the operator: changes a manufacturer's name and keys.
pub fn change_manufacturer(number: ManufacturerId, manufacturer: &Manufacturer) -> Call {
	let [name, keys] = named(manufacturer);
	meters("change_manufacturer", vec![("manufacturer", number.into()), name, keys])
}
