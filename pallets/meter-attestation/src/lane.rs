// SPDX-License-Identifier: Apache-2.0

//! The lane of a block for readings that pay no fee.
//!
//! They are of the operational class, which has a share of every block that other transactions cannot fill, and
//! come first in the pool; so nobody keeps them out by filling blocks, whatever it pays. They in turn take no more
//! of a block than the lane, and a key gets one reading an interval in: who pays loses nothing but that share.

use frame_support::{dispatch::DispatchClass, pallet_prelude::*};

use crate::{Config, Pallet, WeightInfo};

/// Blocks in which a reading without a fee waits in the pool. Its sender then sends it again.
pub(crate) const LONGEVITY: u64 = 64;
/// Its priority there: before all that pay, as one that comes after more of these than fit is never looked at.
pub(crate) const PRIORITY: u64 = u64::MAX;

impl<T: Config> Pallet<T> {
	/// What it costs to authorise a reading.
	pub(crate) fn authorize_weight() -> Weight {
		T::WeightInfo::check_reading().saturating_add(T::WeightInfo::verify_signature())
	}

	/// What a reading without a fee takes of the lane.
	pub(crate) fn lane_step() -> Weight {
		let limits = T::BlockWeights::get();
		Self::deliver_one_weight()
			.saturating_add(Self::authorize_weight())
			.saturating_add(limits.get(DispatchClass::Operational).base_extrinsic)
	}

	/// Whether another reading without a fee fits this block.
	pub(crate) fn lane_has_room() -> bool {
		let used = *frame_system::Pallet::<T>::block_weight().get(DispatchClass::Operational);
		used.saturating_add(Self::lane_step()).all_lte(T::LaneWeight::get())
	}

	/// Whether a lane is wide enough for a reading, and free whatever else is in a block.
	pub(crate) fn lane_is_reserved() -> bool {
		let limits = T::BlockWeights::get();
		let operational = limits.get(DispatchClass::Operational);
		let reserved = operational.reserved.unwrap_or(Weight::MAX);
		let lane = T::LaneWeight::get();
		Self::lane_step().all_lte(lane) && lane.all_lte(reserved)
	}
}
