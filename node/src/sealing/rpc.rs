// SPDX-License-Identifier: Apache-2.0

//! The RPC `sealing_jump`.

use super::engine::{Jump, Jumped};
use futures::{
	SinkExt,
	channel::{mpsc, oneshot},
};
use gridmerit_runtime::Hash;
use jsonrpsee::{
	core::async_trait,
	proc_macros::rpc,
	types::{ErrorObjectOwned, error::INTERNAL_ERROR_CODE, error::INVALID_PARAMS_CODE},
};
use serde::Serialize;
use sp_consensus_slots::SlotDuration;

#[rpc(server)]
pub trait SealingApi {
	/// Builds a block whose time is `milliseconds` after the last block's: a whole number of slots,
	/// at most an epoch, because BABE needs a block in every epoch. Like every first block of an
	/// epoch, it takes no transactions if it begins one; they wait for the next block.
	#[method(name = "sealing_jump")]
	async fn jump(&self, milliseconds: u64) -> Result<JumpedTo, ErrorObjectOwned>;
}

/// The block that a jump led to.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JumpedTo {
	/// Its hash.
	hash: Hash,
	/// Its BABE slot.
	slot: u64,
	/// Its time in Unix milliseconds.
	timestamp: u64,
}

/// Checks jumps and hands them to the engine.
#[derive(Clone)]
pub struct Sealing {
	engine: mpsc::Sender<Jump>,
	slot_duration: SlotDuration,
	epoch_length: u64,
}

impl Sealing {
	pub fn new(engine: mpsc::Sender<Jump>, slot_duration: SlotDuration, epoch_length: u64) -> Self {
		Self { engine, slot_duration, epoch_length }
	}
}

#[async_trait]
impl SealingApiServer for Sealing {
	async fn jump(&self, milliseconds: u64) -> Result<JumpedTo, ErrorObjectOwned> {
		let slots = slots(milliseconds, self.slot_duration.as_millis(), self.epoch_length)
			.map_err(|reason| ErrorObjectOwned::owned(INVALID_PARAMS_CODE, reason, None::<()>))?;
		let failed =
			|reason: String| ErrorObjectOwned::owned(INTERNAL_ERROR_CODE, reason, None::<()>);
		let (reply, answer) = oneshot::channel();
		self.engine
			.clone()
			.send(Jump { slots, reply })
			.await
			.map_err(|error| failed(error.to_string()))?;
		let Jumped { hash, slot, millis } = answer
			.await
			.map_err(|_| failed("the node is stopping".into()))?
			.map_err(|error| failed(error.to_string()))?;
		Ok(JumpedTo { hash, slot, timestamp: millis })
	}
}

fn slots(milliseconds: u64, slot: u64, epoch_length: u64) -> Result<u64, String> {
	let epoch = slot * epoch_length;
	if milliseconds == 0 || !milliseconds.is_multiple_of(slot) {
		Err(format!("a jump is a whole number of slots of {slot} ms, and {milliseconds} ms is not"))
	} else if milliseconds > epoch {
		Err(format!(
			"a jump is at most an epoch of {epoch} ms, because BABE needs a block in every epoch; \
			 make {milliseconds} ms of several jumps"
		))
	} else {
		Ok(milliseconds / slot)
	}
}

#[cfg(test)]
mod tests {
	use super::slots;

	#[test]
	fn a_jump_is_between_a_slot_and_an_epoch() {
		assert_eq!(slots(6_000, 6_000, 600), Ok(1));
		assert_eq!(slots(3_600_000, 6_000, 600), Ok(600));
		for refused in [0, 1, 5_999, 6_001, 3_606_000, u64::MAX] {
			assert!(slots(refused, 6_000, 600).is_err(), "{refused}");
		}
	}
}
