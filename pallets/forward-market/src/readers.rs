// SPDX-License-Identifier: Apache-2.0

//! Who reads what is settled for good, and for how long the market waits for that with forgetting.

use frame_support::{
	BoundedVec,
	traits::{ConstU32, Defensive, Get},
	weights::Weight,
};
use gridmerit_energy::Interval;
use gridmerit_pallet_support::{IntervalReaders, proof_of};

use crate::{Config, NeededFrom, Pallet, Readers};

/// The most pallets that are waited for.
const MAX_READERS: u32 = 8;

/// How far a reader may be behind what is settled for good and counts for trust, in multiples of `History`. These are
/// intervals and no time: a chain that stands still settles nothing, so after a halt a reader has what closing the
/// intervals of the halt takes, and this beyond it.
pub(crate) const PATIENCE: u32 = 4;

/// The index of each reader's pallet, and the first interval that it still needs.
pub type ReadFrom = BoundedVec<(u8, Interval), ConstU32<MAX_READERS>>;

impl<T: Config> Pallet<T> {
	/// The first interval that somebody still needs. Of readers that are too far behind it is what they would need if they
	/// were not: so one that gets no room in blocks does not let the state grow for ever.
	pub(crate) fn needed_from() -> Interval {
		let told = NeededFrom::<T>::get();
		let most = T::History::get().saturating_mul(PATIENCE);
		let readers = Readers::<T>::get();
		let slowest = readers.iter().map(|(_, from)| *from).min().unwrap_or(told);
		told.min(slowest.max(told.saturating_sub(most)))
	}
}

impl<T: Config> IntervalReaders for Pallet<T> {
	fn note_reader(reader: u8, from: Option<Interval>) {
		Readers::<T>::mutate(|readers| {
			readers.retain(|(other, _)| *other != reader);
			if let Some(from) = from {
				let _ = readers.try_push((reader, from)).defensive();
			}
		});
	}

	fn note_reader_weight() -> Weight {
		T::DbWeight::get().reads_writes(1, 1).saturating_add(proof_of::<ReadFrom>())
	}
}
