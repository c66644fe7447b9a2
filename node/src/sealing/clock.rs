// SPDX-License-Identifier: Apache-2.0

//! The clock of a sealed chain: it stands still between blocks.

use crate::{
	consensus::{Inherents, InherentsResult},
	service::{Backend, Client, refusal},
};
use async_trait::async_trait;
use gridmerit_runtime::{Hash, opaque::Block};
use jiff::Timestamp;
use sc_client_api::Backend as _;
use sc_consensus_babe::find_pre_digest;
use sc_service::error::Error as ServiceError;
use sp_blockchain::{Backend as _, HeaderBackend};
use sp_consensus_babe::inherents::InherentDataProvider as BabeInherent;
use sp_consensus_slots::{Slot, SlotDuration};
use sp_inherents::CreateInherentDataProviders;
use std::{
	str::FromStr,
	sync::{
		Arc,
		atomic::{AtomicU64, Ordering},
	},
};

/// Time of a new sealed chain's first block, in Unix milliseconds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SealingStart(u64);

impl FromStr for SealingStart {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		text.parse::<Timestamp>()
			.ok()
			.and_then(|time| u64::try_from(time.as_millisecond()).ok())
			.map(Self)
			.ok_or("expected a time and its offset such as 2018-06-27T00:00:00Z".into())
	}
}

/// Slot of the last block; shared by who builds blocks and who imports them.
#[derive(Clone)]
pub struct Clock {
	slot: Arc<AtomicU64>,
	slot_duration: SlotDuration,
}

impl Clock {
	/// Goes on where the chain stands, or begins one slot before `start`.
	pub fn new(
		client: &Client,
		backend: &Backend,
		slot_duration: SlotDuration,
		start: Option<SealingStart>,
	) -> Result<Self, ServiceError> {
		let info = client.info();
		let slot = if info.best_number == 0 {
			let start = start.map_or_else(sp_timestamp::Timestamp::current, |start| start.0.into());
			let first = *Slot::from_timestamp(start, slot_duration);
			// Slot 0 means to BABE that there was no block yet.
			first.checked_sub(1).filter(|last| *last > 0).ok_or_else(|| {
				refusal("--sealing-start is too early: BABE counts slots from 1970")
			})?
		} else {
			if start.is_some() {
				return Err(refusal(
					"--sealing-start is for a new chain, and this database holds blocks: leave it \
					 out, or choose another --base-path",
				));
			}
			// A fork may be ahead of the best block, and no slot may be used twice.
			let mut last = 0;
			for leaf in backend.blockchain().leaves()? {
				let head = client.expect_header(leaf)?;
				let digest = find_pre_digest::<Block>(&head).map_err(refusal)?;
				last = last.max(*digest.slot());
			}
			last
		};
		Ok(Self { slot: Arc::new(AtomicU64::new(slot)), slot_duration })
	}

	pub fn slot(&self) -> u64 {
		self.slot.load(Ordering::SeqCst)
	}

	pub fn set(&self, slot: u64) {
		self.slot.store(slot, Ordering::SeqCst)
	}

	/// Milliseconds since 1970 at the start of the current slot.
	pub fn millis(&self) -> u64 {
		self.slot() * self.slot_duration.as_millis()
	}
}

#[async_trait]
impl CreateInherentDataProviders<Block, ()> for Clock {
	type InherentDataProviders = Inherents;

	async fn create_inherent_data_providers(&self, _: Hash, _: ()) -> InherentsResult {
		let slot = BabeInherent::new(self.slot().into());
		let timestamp = sp_timestamp::InherentDataProvider::new(self.millis().into());
		Ok((slot, timestamp))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_start_is_a_time_with_its_offset() {
		let midnight = SealingStart(1_530_057_600_000);
		assert_eq!("2018-06-27T00:00:00Z".parse(), Ok(midnight));
		assert_eq!("2018-06-27T02:00:00+02:00".parse(), Ok(midnight));
		for nonsense in
			["", "2018-06-27", "2018-06-27T00:00:00", "1969-12-31T23:59:59Z", "1530057600"]
		{
			assert!(nonsense.parse::<SealingStart>().is_err(), "{nonsense}");
		}
	}
}
