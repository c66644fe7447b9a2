// SPDX-License-Identifier: Apache-2.0

//! What became of readings that were delivered.

use gridmerit_energy::{Interval, MeterIndex};
use subxt::{dynamic::Value, events::Phase};

use crate::{
	chain::Chain,
	error::ChainError,
	transact::{Included, events, places},
};

impl Chain {
	/// The readings of a batch that did not count.
	pub async fn refused_readings(
		&self,
		batch: &Included,
	) -> Result<Vec<RefusedReading>, ChainError> {
		let view = self.at(batch.block).await?;
		let place = places(&view).await?.get(&batch.transaction).copied();
		let events = events(&view).await?;
		let mut refused = Vec::new();
		for event in events.iter() {
			let event = event.map_err(|error| view.unknown("an event", error))?;
			let of_batch =
				matches!(event.phase(), Phase::ApplyExtrinsic(at) if Some(at as usize) == place);
			if !of_batch || event.pallet_name() != "MeterAttestation" {
				continue;
			}
			if event.event_name() == "ReadingDoubted" {
				let DoubtedReading { meter, reading } = event
					.decode_fields_unchecked_as()
					.map_err(|error| view.unknown("ReadingDoubted", error))?;
				refused.push(RefusedReading {
					place: None,
					meter,
					interval: reading.interval,
					error: "ReadingDoubted".into(),
					docs: DOUBTED.into(),
				});
			}
			if event.event_name() != "ReadingRefused" {
				continue;
			}
			let reading: ReadingRefused = event
				.decode_fields_unchecked_as()
				.map_err(|error| view.unknown("ReadingRefused", error))?;
			let ReadingRefused { place, meter, interval, error } = reading;
			let (error, docs) = view.explained(&error);
			refused.push(RefusedReading { place: Some(place), meter, interval, error, docs });
		}
		Ok(refused)
	}
}

/// What it means that a reading is doubted.
const DOUBTED: &str = "it states more than the connection can carry, or a counter or registers too far from other \
	readings. If it is right, it counts when the node's account or the operator calls meterAttestation.confirmReading. \
	If it is wrong, leave it so, and sign no other of its interval: two of one interval revoke the meter. Readings of \
	later intervals count with the registers that are right, from a new state: gridmerit-meter read --new --counter N \
	--import-register WH --export-register WH";

#[derive(scale_decode::DecodeAsType)]
struct DoubtedReading {
	meter: u32,
	reading: gridmerit_energy::Reading,
}

#[derive(scale_decode::DecodeAsType)]
struct ReadingRefused {
	place: u32,
	meter: u32,
	interval: u32,
	error: Value,
}

/// A reading that does not count, or not yet.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RefusedReading {
	/// Its place in the batch; none if it waits to be confirmed.
	pub place: Option<u32>,
	/// The meter.
	pub meter: MeterIndex,
	/// The interval.
	pub interval: Interval,
	/// The name of the chain's error.
	pub error: String,
	/// What the chain says about it.
	pub docs: String,
}

impl std::fmt::Display for RefusedReading {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		let Self { place, meter, interval, error, docs } = self;
		match place {
			Some(place) => {
				write!(f, "reading {place} (meter {meter}, interval {interval}): {error}: {docs}")
			},
			None => write!(f, "meter {meter}, interval {interval}: {docs}"),
		}
	}
}
