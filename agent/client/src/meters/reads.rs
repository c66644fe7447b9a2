// SPDX-License-Identifier: Apache-2.0

//! What the chain says of meters and who makes them.

use gridmerit_energy::{EnergyLimits, Interval, MeterIndex, NodeIndex, Wh};
use gridmerit_meter::MultiSigner;
use scale_decode::DecodeAsType;
use subxt::dynamic::Value;

use super::{BoundMeter, Manufacturer, ManufacturerId};
use crate::{calls::signer, error::ChainError, registry::NodeData, view::View};

#[derive(DecodeAsType)]
struct Maker {
	name: Vec<u8>,
	keys: Vec<Key>,
}

#[derive(DecodeAsType)]
struct Row {
	binding: Option<Binding>,
	bindings: u32,
	retired_from: Option<Interval>,
	revoked_from: Option<Interval>,
}

#[derive(DecodeAsType)]
struct Binding {
	node: NodeIndex,
}

/// A node in the registry.
#[derive(DecodeAsType)]
struct Registered {
	data: NodeData,
}

/// A meter's or manufacturer's key as the chain stores it.
#[derive(DecodeAsType)]
enum Key {
	Ed25519([u8; 32]),
	Sr25519([u8; 32]),
	Ecdsa([u8; 33]),
}

impl From<Key> for MultiSigner {
	fn from(key: Key) -> Self {
		match key {
			Key::Ed25519(key) => Self::Ed25519(key),
			Key::Sr25519(key) => Self::Sr25519(key),
			Key::Ecdsa(key) => Self::Ecdsa(key),
		}
	}
}

impl View {
	/// Who makes meters, by number.
	pub async fn manufacturers(&self) -> Result<Vec<(ManufacturerId, Manufacturer)>, ChainError> {
		let rows = self.listed::<ManufacturerId, Maker>("MeterAttestation", "Manufacturers");
		let mut found: Vec<_> = rows
			.await?
			.into_iter()
			.map(|(number, Maker { name, keys })| {
				let name = String::from_utf8_lossy(&name).into_owned();
				let keys = keys.into_iter().map(MultiSigner::from).collect();
				(number, Manufacturer { name, keys })
			})
			.collect();
		found.sort_by_key(|(number, _)| *number);
		Ok(found)
	}

	/// The meter that has a key, or had it before.
	pub async fn meter_of_key(&self, key: &MultiSigner) -> Result<Option<MeterIndex>, ChainError> {
		self.stored("MeterAttestation", "MeterOfKey", (signer(key),)).await
	}

	/// The meter with a manufacturer's serial number.
	pub async fn meter_of_serial(
		&self,
		manufacturer: ManufacturerId,
		serial: &[u8],
	) -> Result<Option<MeterIndex>, ChainError> {
		let key = (manufacturer, Value::from_bytes(serial));
		self.stored("MeterAttestation", "MeterOfSerial", key).await
	}

	/// The index that the next meter gets.
	pub async fn next_meter(&self) -> Result<MeterIndex, ChainError> {
		Ok(self.stored("MeterAttestation", "NextMeter", ()).await?.unwrap_or_default())
	}

	/// A meter.
	pub async fn meter(&self, meter: MeterIndex) -> Result<Option<BoundMeter>, ChainError> {
		let row: Option<Row> = self.stored("MeterAttestation", "Meters", (meter,)).await?;
		Ok(row.map(|Row { binding, bindings, retired_from, revoked_from }| BoundMeter {
			node: binding.map(|binding| binding.node),
			bindings,
			retired_from,
			revoked_from,
		}))
	}

	/// The most Wh in either direction that the chain believes a reading of a meter's node without asking; none if it is
	/// bound to no node.
	pub async fn believable(&self, meter: MeterIndex) -> Result<Option<Wh>, ChainError> {
		let bound = self.meter(meter).await?.and_then(|meter| meter.node);
		let Some(node) = bound else { return Ok(None) };
		let found: Option<Registered> = self.stored("TeRegistry", "Nodes", (node,)).await?;
		let factor = self.constant("MeterAttestation", "CarryFactor")?;
		Ok(found.map(|found| {
			let EnergyLimits { generation, consumption } = found.data.limits;
			let most = u128::from(generation.max(consumption)).saturating_mul(factor);
			Wh::try_from(most).unwrap_or(Wh::MAX)
		}))
	}
}
